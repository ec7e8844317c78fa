"""Who could be asked: an empty table means "none" only where somebody looked."""

from __future__ import annotations

import pytest

from hmcscan_lpm.dialects.java import load
from hmcscan_lpm.dialects.java.coverage import coverage
from hmcscan_lpm.dialects.java.load import take
from hmcscan_lpm.dialects.java.tabs import named
from hmcscan_lpm.readers.model import Sheet, Workbook
from hmcscan_lpm.tables.vocabulary import TABLES

from .builder import Book, cells, healthy

FROM_FACTS = {name for name, table in TABLES.items() if table.collected_by in ("facts", "stats")}
VIOS_TABLES = {name for name, table in TABLES.items() if table.collected_by == "vios"}
ALWAYS = {"profile_adapters", "mem_pools", "sriov_adapters"}
TABS = {
    "System_Summary": {"systems"},
    "LPAR_Summary": {"lpars", *VIOS_TABLES},
    "LPAR_Profiles": {"profiles"},
    "LPAR_CPU": {"processors"},
    "LPAR_MEM": {"memory"},
    "Physical_Slots": {"physical_slots", "profile_slots"},
    "IO_slot_children": {"io_children"},
    "Virtual_Ethernet": {"virtual_ethernet", "virtual_switches"},
    "Virtual_SCSI": {"virtual_scsi"},
    "Virtual_Fibre": {"virtual_fibre", "npiv_mappings"},
    "VSCSI_Map": {"vscsi_mappings"},
    "VIOS disks": {"vios_disks"},
    "SEA": {"seas", "etherchannels"},
    "FC": {"fc_ports"},
    "SRIOV Phys Ports": {"sriov_ports"},
    "SRIOV Logical Ports": {"sriov_logical_ports"},
    "vNIC": {"vnics"},
    "SW_cores": {"proc_pools"},
    "HMC": {"hmcs"},
}


def gaps(book: Book, system: str = "alpha") -> dict[tuple[str | None, str], str]:
    """(VIOS, table) → reason, of one server, without what this scanner never prints."""
    workbook = book.workbook()
    return {
        (item.vios, item.table): item.reason
        for item in coverage(take(workbook, named(workbook)))
        if item.system == system and not item.collected and item.table not in ALWAYS
    }


@pytest.mark.parametrize("tab", TABS)
def test_a_missing_tab_is_a_gap_of_its_tables(tab: str) -> None:
    found = gaps(healthy().without(tab))
    assert {table for _, table in found} == TABS[tab]
    if tab not in {"System_Summary", "LPAR_Summary"}:
        assert set(found.values()) == {f"the report has no tab {tab}"}


@pytest.mark.parametrize("tab", [tab for tab in TABS if tab != "HMC"])
def test_a_tab_without_headings_is_a_gap_of_its_tables(tab: str) -> None:
    book = healthy()
    book.tabs[tab] = []
    assert {table for _, table in gaps(book)} == TABS[tab]


def test_a_tab_that_was_left_unread_is_a_gap() -> None:
    workbook = healthy().without("FC").workbook()
    sheet = Sheet("FC", (), skipped="too large")
    report = load(Workbook("scan.xls", "xls", "", (*workbook.sheets, sheet)))
    assert {item.reason for item in report.coverage if item.table == "fc_ports"} == {"tab FC was not read: too large"}


@pytest.mark.parametrize(
    ("tab", "heading", "table"),
    [
        ("LPAR_Summary", "Name", "lpars"),
        ("LPAR_Profiles", "Profile Name", "profiles"),
        ("LPAR_MEM", "Managed System Name", "memory"),
        ("Virtual_SCSI", "Slot", "virtual_scsi"),
        ("Physical_Slots", "drc_index", "profile_slots"),
        ("Physical_Slots", "Location", "physical_slots"),
        ("FC", "FC", "fc_ports"),
        ("vNIC", "Slot", "vnics"),
    ],
)
def test_a_missing_key_column_is_a_gap(tab: str, heading: str, table: str) -> None:
    book = healthy().drop_column(tab, heading)
    report = load(book.workbook())
    assert {item.reason for item in report.coverage if item.table == table} == {f"tab {tab} has no column {heading}"}
    if table != "profile_slots":
        assert len(report.tables[table]) == 0
        assert [issue.kind for issue in report.issues if issue.tab == tab] == ["missing-column"]


def test_without_the_list_of_partitions_nobody_knows_the_vioses() -> None:
    found = gaps(healthy().without("LPAR_Summary"))
    assert {vios for vios, table in found if table in VIOS_TABLES} == {None}
    report = load(healthy().without("LPAR_Summary").workbook())
    answered = {item.vios for item in report.coverage if item.table == "fc_ports" and item.collected}
    assert answered == {"vios1", "vios2", "viosb"}


def silent(book: Book, *vioses: str) -> Book:
    """*book* without any answer of these VIOSes."""
    for tab in ("FC", "VSCSI_Map", "SEA"):
        book.tabs[tab] = [row for row in book.tabs[tab] if not set(vioses) & set(row)]
    for vios in vioses:
        for heading in [cell for cell in book.tabs["VIOS disks"][0] if str(cell).endswith(f"@{vios}")]:
            book.drop_column("VIOS disks", str(heading))
    for row in book.tabs["Virtual_Fibre"]:
        if set(vioses) & set(row):
            row[book.column("Virtual_Fibre", "Physical FC Slot")] = None
    return book


@pytest.mark.parametrize(
    ("state", "rmc", "reason"),
    [
        ("Running", "inactive", "VIOS vios2 has no RMC connection (inactive)"),
        ("Not Activated", "inactive", "VIOS vios2 is Not Activated"),
        ("Running", "active", "the scan has no data of VIOS vios2 (-novios?)"),
        ("Unknown", "", "the scan has no data of VIOS vios2 (-novios?)"),
    ],
)
def test_why_a_vios_did_not_answer(state: str, rmc: str, reason: str) -> None:
    book = silent(healthy(), "vios2")
    book.set("LPAR_Summary", "Status", state, "vios2").set("LPAR_Summary", "RMC State", rmc, "vios2")
    assert gaps(book) == {("vios2", table): reason for table in VIOS_TABLES}


def test_a_scan_without_vioses_has_no_data_of_any() -> None:
    book = silent(healthy(), "vios1", "vios2", "viosb")
    reason = "the scan has no data of any VIOS (option -novios?)"
    assert gaps(book) == {(vios, table): reason for vios in ("vios1", "vios2") for table in VIOS_TABLES}


@pytest.mark.parametrize("tab", ["FC", "VSCSI_Map", "SEA", "VIOS disks", "Virtual_Fibre"])
def test_a_vios_that_answers_anything_was_asked_everything(tab: str) -> None:
    book = silent(healthy(), "vios2")
    book.tabs[tab] = healthy().tabs[tab]
    # The matrix of disks has a column of every VIOS that was asked for them.
    without = {("vios2", "vios_disks"): "tab VIOS disks has no column of VIOS vios2"}
    assert gaps(book) == ({} if tab == "VIOS disks" else without)


def test_a_column_of_disks_without_a_disk_is_no_answer() -> None:
    book = silent(healthy(), "vios2")
    book.tabs["VIOS disks"] = [
        [*row, "alpha@vios2" if not index else ""] for index, row in enumerate(book.tabs["VIOS disks"])
    ]
    assert {vios for vios, _ in gaps(book)} == {"vios2"}


def powered_off() -> Book:
    """Server alpha switched off: the HMC answers for none of its partitions."""
    book = healthy().set("System_Summary", "Status", "Power Off", "alpha").set("System_Summary", "#LPAR", 0.0, "alpha")
    for tab, rows in book.tabs.items():
        if tab not in {"System_Summary", "Virtual_Ethernet", "SW_cores", "SEA", "VIOS disks"}:
            book.tabs[tab] = [row for row in rows if "alpha" not in row]
    book.tabs["SEA"] = [row for row in book.tabs["SEA"] if "alpha" not in row]
    book.drop_column("VIOS disks", "alpha@vios1").drop_column("VIOS disks", "alpha@vios2")
    ethernet = book.tabs["Virtual_Ethernet"]
    second = next(index for index, row in enumerate(ethernet) if row[0] == "beta")
    book.tabs["Virtual_Ethernet"] = ethernet[:2] + ethernet[6:8] + ethernet[second - 2 :]
    book.tabs["SW_cores"] = [cells("alpha"), cells("System cores|~"), *book.tabs["SW_cores"][11:]]
    return book


def test_a_server_that_is_off_cannot_be_asked() -> None:
    found = gaps(powered_off())
    expected = set(TABLES) - FROM_FACTS - ALWAYS - {"hmcs", "systems"}
    assert found == {(None, table): "alpha is Power Off" for table in expected}
    assert gaps(powered_off(), "beta") == {}


def test_what_a_server_that_is_off_still_shows_is_believed() -> None:
    book = powered_off()
    book.tabs["LPAR_Summary"] += [row for row in healthy().tabs["LPAR_Summary"] if "db1" in row]
    assert (None, "lpars") not in gaps(book)
    assert gaps(book)[None, "profiles"] == "alpha is Power Off"


def test_a_server_whose_status_is_not_known_and_that_shows_nothing() -> None:
    book = powered_off().set("System_Summary", "Status", "Unknown", "alpha")
    assert gaps(book)[None, "lpars"] == "the status of alpha is not known"


@pytest.mark.parametrize(
    ("tab", "table"),
    [
        ("LPAR_Profiles", "profiles"),
        ("LPAR_CPU", "processors"),
        ("LPAR_MEM", "memory"),
        ("Physical_Slots", "physical_slots"),
        ("IO_slot_children", "io_children"),
    ],
)
def test_a_server_with_partitions_always_has_rows_in_some_tabs(tab: str, table: str) -> None:
    assert gaps(healthy().remove(tab, "alpha"))[None, table] == f"tab {tab} has no row of alpha"
    assert gaps(healthy().remove(tab, "alpha"), "beta") == {}


@pytest.mark.parametrize("tab", ["Virtual_SCSI", "Virtual_Fibre", "VSCSI_Map"])
def test_a_server_may_have_no_virtual_storage(tab: str) -> None:
    assert gaps(healthy().remove(tab, "alpha")) == {}


def test_a_server_without_a_vios_has_nothing_to_ask_one() -> None:
    book = silent(healthy(), "viosb").remove("LPAR_Summary", "viosb").set("System_Summary", "#LPAR", 1.0, "beta")
    report = load(book.workbook())
    found = {(item.vios, item.table, item.collected) for item in report.coverage if item.system == "beta"}
    assert {(None, table, True) for table in VIOS_TABLES} <= found


def test_fewer_partitions_than_the_server_counts() -> None:
    book = healthy().remove("LPAR_Summary", "db1")
    reason = "System_Summary counts 4 partitions of alpha, tab LPAR_Summary has 3"
    assert gaps(book)[None, "lpars"] == reason
    assert [(issue.kind, issue.message) for issue in load(book.workbook()).issues if issue.kind == "missing-row"] == [
        ("missing-row", f"{reason}: the others are not known.")
    ]


def test_a_row_that_was_left_out_is_a_gap_of_its_server() -> None:
    book = healthy().set("Virtual_SCSI", "Slot", "five", "client", "vios1")
    assert gaps(book) == {(None, "virtual_scsi"): "row 5 of tab Virtual_SCSI could not be taken"}
    assert gaps(book, "beta") == {}


def test_a_row_that_was_left_out_is_a_gap_of_what_is_made_from_it() -> None:
    book = healthy().set("Virtual_Fibre", "Slot", None, "vios1", "server")
    reason = "row 2 of tab Virtual_Fibre could not be taken"
    assert gaps(book) == dict.fromkeys(
        ((None, "virtual_fibre"), ("vios1", "npiv_mappings"), ("vios2", "npiv_mappings")), reason
    )


def test_a_row_without_its_server_is_found_by_serial_number() -> None:
    book = healthy().set("Virtual_SCSI", "Managed System Name", "", "client", "vios1")
    report = load(book.workbook())
    assert len(report.tables["virtual_scsi"]) == 5
    assert [(issue.cell, issue.kind) for issue in report.issues if issue.tab == "Virtual_SCSI"] == [
        ("H5", "repaired-row")
    ]
    assert gaps(book) == {}


def test_a_row_without_server_and_serial_number_could_be_anybodys() -> None:
    book = healthy().set("Virtual_SCSI", "Managed System Name", "", "client", "vios1")
    book.set("Virtual_SCSI", "Managed System Serial", "", "client", "vios1")
    assert [(issue.cell, issue.kind) for issue in load(book.workbook()).issues if issue.tab == "Virtual_SCSI"] == [
        ("H5", "incomplete-row")
    ]
    for system in ("alpha", "beta"):
        assert gaps(book, system) == {(None, "virtual_scsi"): "row 5 of tab Virtual_SCSI could not be taken"}


def test_a_remark_below_a_tab_is_no_row() -> None:
    book = healthy().add("Virtual_SCSI", "exported on Monday")
    assert [issue.kind for issue in load(book.workbook()).issues if issue.tab == "Virtual_SCSI"] == ["incomplete-row"]
    assert gaps(book) == {}


def test_two_servers_of_one_name_cannot_be_told_apart() -> None:
    book = healthy()
    other = [*book.tabs["System_Summary"][1]]
    other[3] = "7899999"
    book.tabs["System_Summary"].append(other)
    report = load(book.workbook())
    assert report.tables["systems"]["system"].tolist() == ["alpha", "beta"]
    assert [(issue.tab, issue.cell, issue.kind) for issue in report.issues if issue.kind == "duplicate-system"] == [
        ("System_Summary", "4", "duplicate-system")
    ]
    assert set(gaps(book).values()) == {"two servers are called alpha: the report mixes their data"}
    assert {table for _, table in gaps(book)} == set(TABLES) - FROM_FACTS - ALWAYS
    assert gaps(book, "beta") == {}


def test_one_server_printed_twice_is_one_server() -> None:
    book = healthy()
    book.tabs["System_Summary"].append([*book.tabs["System_Summary"][1]])
    report = load(book.workbook())
    assert [issue.kind for issue in report.issues] == ["inferred", "duplicate-row"]
    assert gaps(book) == {}
