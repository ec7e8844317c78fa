"""Which tabs there are, what they are called in each format, and which reports are this scanner's."""

from __future__ import annotations

import pytest

from hmcscan_lpm.dialects.java import load, recognises, usage_tab
from hmcscan_lpm.dialects.java.tabs import TABS, canonical
from hmcscan_lpm.readers.model import Note, Sheet, Workbook

from .builder import Book, healthy

STEMS = {
    "header": "Header",
    "hmc": "HMC",
    "systems": "System_Summary",
    "lpar": "LPAR_Summary",
    "profile": "LPAR_Profiles",
    "cpu": "LPAR_CPU",
    "mem": "LPAR_MEM",
    "slots": "Physical_Slots",
    "iochildren": "IO_slot_children",
    "veth": "Virtual_Ethernet",
    "vscsi": "Virtual_SCSI",
    "vscsimap": "VSCSI_Map",
    "vfc": "Virtual_Fibre",
    "viosdisks": "VIOS disks",
    "sea": "SEA",
    "pfc": "FC",
    "codlog": "CoD Events",
    "onoff": "OnOff CoD",
    "lparcpu": "LPAR_CPU_Usage",
    "12_lpardaily": "LPAR_Daily_Usage_N12",
}


@pytest.mark.parametrize(("stem", "tab"), STEMS.items())
def test_files_of_a_folder_are_tabs(stem: str, tab: str) -> None:
    assert (canonical(stem, "csv"), canonical(stem.upper(), "html")) == (tab, tab)


@pytest.mark.parametrize(
    ("printed", "tab"),
    [("LPAR_CPU", "LPAR_CPU"), ("lpar cpu", "LPAR_CPU"), ("VIOS_Disks", "VIOS disks"), ("Mine", "Mine")],
)
def test_tab_names_are_told_by_letters_and_digits(printed: str, tab: str) -> None:
    assert canonical(printed, "xls") == tab


@pytest.mark.parametrize(
    "name",
    [
        *["CPU_Pool_Usage", "Sys_RAM_Usage", "LPAR_CPU_Usage", "CPU_Pool_Daily_Usage", "CPU_Pool_Hourly_Usage"],
        *["LPAR_Daily_Usage_N1", "LPAR_Hourly_Usage_N12"],
        *["poolcpu", "sysram", "lparcpu", "pooldaily", "poolhourly", "1_lpardaily", "12_lparhourly"],
    ],
)
def test_usage_tabs_are_not_read(name: str) -> None:
    assert usage_tab(name) == "usage tab, not read on this path"


@pytest.mark.parametrize("name", ["index", "fedmenu", "sysperfindex", "poolperfmenu"])
def test_pages_that_only_navigate_are_not_read(name: str) -> None:
    assert usage_tab(name) == "navigation page of the HTML folder, no data"


@pytest.mark.parametrize("name", [*TABS, *(stem for stem in STEMS if "lpar" not in stem or stem == "lpar"), "Mine"])
def test_all_other_tabs_are_read(name: str) -> None:
    assert usage_tab(name) == ""


def test_a_report_is_told_by_its_header_alone() -> None:
    assert recognises(Book({"Header": healthy().tabs["Header"]}).workbook())


def test_a_report_is_told_by_a_tab_without_its_header() -> None:
    assert recognises(healthy().without("Header", "System_Summary").workbook())


@pytest.mark.parametrize("stem", ["systems", "lpar", "profile", "cpu", "mem", "vfc"])
def test_a_folder_is_told_by_the_headings_of_one_file(stem: str) -> None:
    grid = healthy().tabs[STEMS[stem]]
    assert recognises(Book({stem: grid}, kind="csv").workbook())
    assert not recognises(Book({stem: [["a", "b"]]}, kind="csv").workbook())


@pytest.mark.parametrize(
    "workbook",
    [
        Workbook("x.xls", "xls", "", ()),
        Workbook("x.xls", "xls", "", (Sheet("Sheet1", (("a", "b"),)),)),
        Workbook("x.json", "json", "", (Sheet("LPAR_Summary", ()),), document={}),
        Workbook(
            "x.xlsx", "xlsx", "", (Sheet("Header", (("hmcScanner version 0.8",),)), Sheet("LPAR vadapter details", ()))
        ),
    ],
    ids=["empty", "other", "json", "python"],
)
def test_what_another_program_wrote_is_refused(workbook: Workbook) -> None:
    assert not recognises(workbook)


def test_a_tab_that_nobody_knows_is_said() -> None:
    book = healthy()
    book.tabs["My notes"] = [["call Bob"]]
    report = load(book.workbook())
    assert [(issue.tab, issue.kind) for issue in report.issues] == [("My notes", "unknown-tab"), ("FC", "inferred")]
    account = next(account for account in report.accounts if account.tab == "My notes")
    assert (account.rows, dict(account.loaded), account.remark) == (
        1,
        {},
        "no tab of this scanner that is known: not loaded",
    )
    assert report.sheets["My notes"].rows == (("call Bob",),)


def test_many_unknown_tabs_are_said_once() -> None:
    book = healthy()
    for number in range(9):
        book.tabs[f"note{number}"] = [["x"]]
    issues = [issue.message for issue in load(book.workbook()).issues if issue.kind == "unknown-tab"]
    assert issues == ["9 tabs are not known (note0, note1, note2, note3, note4, …): they were not loaded."]


def test_of_two_tabs_of_one_name_the_first_is_loaded() -> None:
    book = healthy()
    book.tabs["LPAR Summary"] = [["Name"], ["x"]]
    report = load(book.workbook())
    assert len(report.tables["lpars"]) == 6
    assert ("LPAR_Summary (2)", "duplicate-tab") in [(issue.tab, issue.kind) for issue in report.issues]
    assert report.sheets["LPAR_Summary (2)"].rows == (("Name",), ("x",))
    assert report.accounts[-1].remark == "a second tab LPAR_Summary: not loaded"


def test_usage_tabs_are_accounted_for_whether_they_were_read_or_not() -> None:
    book = healthy()
    book.tabs["LPAR_CPU_Usage"] = [["x"]]
    workbook = book.workbook()
    skipped = Sheet("Sys_RAM_Usage", (), skipped="usage tab, not read on this path")
    report = load(Workbook(workbook.file, "xls", "", (*workbook.sheets, skipped)))
    assert {account.tab: account.remark for account in report.accounts if "Usage" in account.tab} == {
        "LPAR_CPU_Usage": "usage tab, not read on this path",
        "Sys_RAM_Usage": "usage tab, not read on this path",
    }
    assert [issue.kind for issue in report.issues] == ["inferred"]


def test_contact_data_stays_unloaded() -> None:
    book = healthy()
    book.tabs["Service Agent"] = [["Customer info"], ["Parameter", "Value"], ["name", "A. Person"]]
    report = load(book.workbook())
    assert [account.remark for account in report.accounts if account.tab == "Service Agent"] == [
        "contact data: not loaded"
    ]
    assert not any("Person" in str(data.to_dict()) for data in report.tables.values())


def test_what_the_reader_repaired_is_an_issue_of_the_tab() -> None:
    book = Book({"lpar": healthy().tabs["LPAR_Summary"]}, kind="csv")
    workbook = book.workbook()
    noted = Workbook("f", "csv", "", workbook.sheets, notes=(Note("lpar", "line 4", "repaired-row", "joined"),))
    found = [(issue.report, issue.tab, issue.cell, issue.kind, issue.message) for issue in load(noted).issues]
    assert found[0] == ("f", "LPAR_Summary", "line 4", "repaired-row", "joined")
