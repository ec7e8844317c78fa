"""Reports in which the scanner replaced names: fit for sizes, not for joins."""

from __future__ import annotations

import pytest

from hmcscan_lpm.dialects.java import load
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.readers.model import Cell

from .builder import LPARS, Book, healthy

SYSTEMS = {"alpha": "System#0", "beta": "System#1"}
SERIALS = {"7800001": "SN-1", "21E1234": "SN-2"}
NAMES = {name: f"LPAR{number}" for number, (_, name) in enumerate(LPARS)}
KEPT = {"LPAR_Profiles", "SEA", "FC", "IO_slot_children"}
UNJOINED = {"profiles", "profile_slots", "io_children", "vios_disks", "seas", "etherchannels", "fc_ports"}
SILENT = {"vscsi_mappings", "npiv_mappings"}
"""The VIOS of the second server has neither, so nothing that joins shows an answer of it."""


def sanitized() -> Book:
    """The healthy report as ``-sanitize`` writes it."""
    book = healthy()
    for tab, rows in book.tabs.items():
        book.tabs[tab] = [[_replaced(tab, cell) for cell in row] for row in rows]
    for row in book.tabs["VSCSI_Map"][1:]:
        row[4] = "VTD#1" if row[4] == " " else "VTD#0"
    for row in book.tabs["LPAR_Profiles"][1:]:
        row[book.column("LPAR_Profiles", "Active")] = "false"
    for row in book.tabs["Physical_Slots"][1:]:
        row[0] = row[0] or "LPAR77"
        row[1] = None
    for number, row in enumerate(book.tabs["Virtual_Fibre"][1:]):
        if row[7]:
            row[7], row[8] = f"WWPN#{2 * number}", f"WWPN#{2 * number + 1}"
    return book


def _replaced(tab: str, cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    if cell in SYSTEMS and tab != "VIOS disks":
        return SYSTEMS[cell]
    if cell in SERIALS:
        return SERIALS[cell]
    if cell in NAMES and tab not in KEPT:
        return NAMES[cell]
    if tab == "VSCSI_Map" and '"db1"' in cell:
        return cell.replace("db1", NAMES["db1"])
    if tab == "Virtual_Ethernet" and len(cell) == 12 and cell.isalnum():
        return "MAC#3"
    if tab in {"Physical_Slots", "Virtual_Fibre"} and cell.startswith("U78DA"):
        return "Drw#0-" + cell.partition("-")[2]
    return cell


@pytest.fixture(scope="module")
def report() -> Report:
    return load(sanitized().workbook())


def test_it_is_told_by_its_names(report: Report) -> None:
    assert report.sanitized
    assert {issue.kind for issue in report.issues} == {"sanitized", "unreadable-value", "inferred"} - {"inferred"}


@pytest.mark.parametrize("change", [("LPAR_Summary", "Name", "db1"), ("LPAR_Summary", "Name", "LPAR")])
def test_one_real_name_means_that_it_is_not(change: tuple[str, str, str]) -> None:
    tab, heading, name = change
    assert not load(sanitized().set(tab, heading, name, "LPAR2").workbook()).sanitized


def test_partitions_may_be_called_so_in_a_report_with_real_servers() -> None:
    book = healthy()
    for tab, rows in book.tabs.items():
        book.tabs[tab] = [[NAMES.get(cell, cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    assert not load(book.workbook()).sanitized


def test_serial_numbers_tell_it_too() -> None:
    book = sanitized()
    for tab, rows in book.tabs.items():
        book.tabs[tab] = [["srv" if cell == "System#0" else cell for cell in row] for row in rows]
    assert load(book.workbook()).sanitized


def test_what_does_not_join_was_not_collected(report: Report) -> None:
    found = {(item.table, item.reason) for item in report.coverage if not item.collected}
    tabs = {"profiles": "LPAR_Profiles", "profile_slots": "Physical_Slots", "io_children": "IO_slot_children"}
    tabs |= {"vios_disks": "VIOS disks", "seas": "SEA", "etherchannels": "SEA", "fc_ports": "FC"}
    assert {name for name, _ in found} == UNJOINED | {"profile_adapters", "mem_pools", "sriov_adapters"} | SILENT
    assert {(name, f"sanitized report: names in tab {tab} no longer match") for name, tab in tabs.items()} <= found
    assert {(item.vios, item.reason) for item in report.coverage if item.table in SILENT and not item.collected} == {
        (NAMES["viosb"], f"sanitized report: it does not show whether VIOS {NAMES['viosb']} answered")
    }
    assert {item.system for item in report.coverage} == set(SYSTEMS.values())
    assert {item.vios for item in report.coverage} == {None, NAMES["vios1"], NAMES["vios2"], NAMES["viosb"]}


def test_what_does_not_join_is_loaded_all_the_same(report: Report) -> None:
    assert {name: len(report.tables[name]) for name in UNJOINED} == {
        name: len(data) for name, data in load(healthy().workbook()).tables.items() if name in UNJOINED
    }
    assert report.tables["profiles"]["is_current"].isna().all()


def test_replaced_values_are_null_and_said_once_per_column(report: Report) -> None:
    assert report.tables["virtual_fibre"][["wwpn1", "wwpn2"]].isna().all(axis=None)
    assert report.tables["virtual_ethernet"]["mac"].isna().all()
    assert [(issue.tab, issue.cell) for issue in report.issues if issue.kind == "unreadable-value"] == [
        ("Virtual_Fibre", "H3"),
        ("Virtual_Fibre", "I3"),
        ("Virtual_Ethernet", "G9"),
    ]


def test_owners_and_requirements_that_the_scanner_made_up_are_null(report: Report) -> None:
    slots = report.tables["physical_slots"]
    assert slots["is_required"].isna().all()
    assert slots["lpar"].isna().tolist() == [False, False, False, True, False]


def test_the_made_up_device_of_an_empty_adapter_is_null(report: Report) -> None:
    empty = report.tables["vscsi_mappings"].iloc[-1]
    assert (empty["vhost"], str(empty["vtd"])) == ("vhost1", "<NA>")


def test_a_blank_port_is_not_known() -> None:
    book = sanitized().set("Virtual_Fibre", "Physical FC Slot", "", "server")
    book.set("Virtual_Fibre", "Physical FC Slot", "", "client")
    report = load(book.workbook())
    assert report.tables["npiv_mappings"]["is_mapped"].isna().tolist() == [True, False]
    assert [issue.tab for issue in report.issues if issue.kind == "lost-by-format"] == ["Virtual_Fibre"]
