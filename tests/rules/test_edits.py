"""Changes of a report: every action, on every layout of a tab, and refusals of what would prove nothing."""

from __future__ import annotations

import pytest

from hmcscan_lpm.catalogue.model import Change
from hmcscan_lpm.errors import CatalogueError
from hmcscan_lpm.examples import healthy
from hmcscan_lpm.examples.edits import NO_CELL, apply, headings
from hmcscan_lpm.readers.model import Row, Sheet, Workbook

from .reports import DIALECTS

JAVA, PYTHON = healthy("java"), healthy("python")


def book(*rows: Row, name: str = "LPAR_Summary") -> Workbook:
    return Workbook("a.xls", "xls", "", (Sheet(name, rows), Sheet("Other", (("A",), ("1",)))))


def rows(workbook: Workbook, tab: str = "LPAR_Summary") -> tuple[Row, ...]:
    return next(sheet.rows for sheet in workbook.sheets if sheet.name == tab)


def edited(workbook: Workbook, tab: str, action: str, where: dict[str, str], cells: dict[str, str]) -> tuple[Row, ...]:
    return rows(apply(workbook, [Change(tab, action, where, cells)]), tab)


FLAT = book(("Name", "ID", "State"), ("a", "1", "On"), ("b", "2", None), ("c", "3"))


def test_set_changes_the_cells_of_the_rows_meant() -> None:
    assert edited(FLAT, "LPAR_Summary", "set", {"Name": "b"}, {"State": "Off", "ID": "9"}) == (
        ("Name", "ID", "State"),
        ("a", "1", "On"),
        ("b", "9", "Off"),
        ("c", "3"),
    )


def test_set_without_where_changes_every_row_and_fills_short_ones() -> None:
    assert edited(FLAT, "LPAR_Summary", "set", {}, {"State": "Off"})[1:] == (
        ("a", "1", "Off"),
        ("b", "2", "Off"),
        ("c", "3", "Off"),
    )


def test_no_cell_is_another_value_than_no_text() -> None:
    taken = edited(FLAT, "LPAR_Summary", "set", {"Name": "a"}, {"State": NO_CELL})
    assert taken[1] == ("a", "1", None)
    assert edited(FLAT, "LPAR_Summary", "set", {"State": NO_CELL}, {"State": ""})[1:] == (
        ("a", "1", "On"),
        ("b", "2", ""),
        ("c", "3", ""),
    )


def test_delete_takes_the_rows_meant() -> None:
    assert edited(FLAT, "LPAR_Summary", "delete", {"State": "On"}, {})[1:] == (("b", "2", None), ("c", "3"))


def test_add_appends_a_copy_of_the_first_such_row_with_other_cells() -> None:
    assert edited(FLAT, "LPAR_Summary", "add", {"Name": "a"}, {"Name": "d"})[-1] == ("d", "1", "On")


def test_add_to_a_tab_of_headings_only_starts_from_no_cells() -> None:
    taken = edited(JAVA, "SRIOV Logical Ports", "add", {}, {"LPAR": "db1", "Managed System Name": "SRC"})
    assert taken[1][:3] == ("SRC", None, "db1")


def test_add_to_a_tab_of_one_sentence_gives_it_headings() -> None:
    cells = {"Managed System": "SRC", "HMC": "hmc1", "lpar_name": "db1"}
    taken = edited(PYTHON, "SR-IOV vNIC", "add", {}, cells)
    assert taken == (PYTHON_BANNER, tuple(cells), tuple(cells.values()))


def test_a_tab_of_the_json_dump_begins_with_the_first_row_added_to_it() -> None:
    first = Change("LPAR profiles serial", "add", {}, {"LPAR Name": "db1", "Slot": "0"})
    second = Change("LPAR profiles serial", "add", {"LPAR Name": "db1"}, {"Slot": "40"})
    assert rows(apply(PYTHON, [first, second]), "LPAR profiles serial") == (
        ("LPAR Name", "Slot"),
        ("db1", "0"),
        ("db1", "40"),
    )


PYTHON_BANNER = rows(PYTHON, "SR-IOV vNIC")[0]


def test_dropped_columns_and_tabs_are_gone() -> None:
    assert edited(FLAT, "LPAR_Summary", "drop-column", {}, {"ID": ""})[:2] == (("Name", "State"), ("a", "On"))
    left = apply(FLAT, [Change("LPAR_Summary", "drop-tab", {}, {})])
    assert [sheet.name for sheet in left.sheets] == ["Other"]


def test_the_report_changed_is_a_copy() -> None:
    before = FLAT.sheets
    apply(FLAT, [Change("LPAR_Summary", "delete", {}, {})])
    assert before is FLAT.sheets


def test_a_heading_printed_twice_has_a_number() -> None:
    double = book(("Name", "thread", "thread"), ("a", "0", "1"))
    assert headings(double.sheets[0]) == ("Name", "thread", "thread~2")
    assert edited(double, "LPAR_Summary", "set", {"thread~2": "1"}, {"thread~2": "5"})[1] == ("a", "0", "5")


def test_labels_are_headings_of_the_tabs_that_have_labels() -> None:
    taken = edited(JAVA, "HMC", "set", {}, {"Service Pack": "910", "Model": "CR1"})
    assert taken[2:4] == (
        ("Model", "CR1", None, "Release", "3"),
        ("Serial", "1300AB1", None, "Service Pack", "910"),
    )
    assert edited(JAVA, "HMC", "drop-column", {}, {"Service Pack": ""})[3] == ("Serial", "1300AB1", None, None, None)
    assert edited(PYTHON, "HMC hmc1", "set", {"Base Version": "V10R3"}, {"Base Version": "V9R1"})[6] == (
        "Base Version",
        "V9R1",
    )


def test_blocks_of_virtual_ethernet_have_their_server_as_a_pseudo_heading() -> None:
    before = rows(JAVA, "Virtual_Ethernet")
    after = edited(JAVA, "Virtual_Ethernet", "set", {"System": "DST", "LPAR name": "web9"}, {"Port VLAN id": "99"})
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [(old[0], old[8], new[8]) for old, new in changed] == [("web9", "10", "99")]


def test_virtual_switches_are_rows_although_they_stand_in_columns() -> None:
    after = edited(
        JAVA, "Virtual_Ethernet", "add", {"System": "DST", "Table": "switches"}, {"Name": "VSW2", "VLAN ids": "7\n8"}
    )
    assert after[3:5] == (
        ("Name", "ETHERNET0(Default)", "VSW2"),
        ("VLAN ids", "1\n10\n20\n30\n4090", "7\n8"),
    )
    gone = edited(JAVA, "Virtual_Ethernet", "delete", {"System": "DST", "Name": "ETHERNET0(Default)"}, {})
    assert gone[3:5] == (("Name",), ("VLAN ids",))


def test_pools_are_rows_although_they_stand_in_columns() -> None:
    after = edited(JAVA, "SW_cores", "set", {"System": "DST", "ID": "2"}, {"Name": "WebPool", "Size": "4"})
    assert [row[:4] for row in after[2:5]] == [
        ("Processor Pools", "ID", "1", "2"),
        (None, "Name", "DBPool", "WebPool"),
        (None, "Size", "8", "4"),
    ]


def test_stacked_tables_of_sea_are_told_apart() -> None:
    only = edited(JAVA, "SEA", "delete", {"Table": "sea", "VIOS": "dstvios1"}, {})
    assert len(rows(JAVA, "SEA")) - len(only) == 1
    everywhere = edited(JAVA, "SEA", "delete", {"VIOS": "dstvios1"}, {})
    assert len(rows(JAVA, "SEA")) - len(everywhere) == 3


@pytest.mark.parametrize(
    ("tab", "action", "where", "cells", "problem"),
    [
        ("LPAR_Sumary", "set", {}, {"ID": "1"}, "has no tab 'LPAR_Sumary'"),
        ("LPAR_Summary", "drop-tab", {"Name": "a"}, {}, "the whole tab"),
        ("LPAR_Summary", "set", {"Name": "x"}, {"ID": "1"}, "changes nothing"),
        ("LPAR_Summary", "set", {"Name": "a"}, {"ID": "1"}, "changes nothing"),
        ("LPAR_Summary", "set", {"Nam": "a"}, {"ID": "1"}, "has the headings ID, Nam"),
        ("LPAR_Summary", "set", {"Name": "a"}, {"Id": "1"}, "has the headings Id, Name"),
        ("LPAR_Summary", "delete", {"Name": "x"}, {}, "changes nothing"),
        ("LPAR_Summary", "add", {"Name": "x"}, {"Name": "y"}, "changes nothing"),
        ("LPAR_Summary", "drop-column", {}, {"Id": ""}, "has the headings Id"),
    ],
)
def test_a_change_that_proves_nothing_is_refused(
    tab: str, action: str, where: dict[str, str], cells: dict[str, str], problem: str
) -> None:
    with pytest.raises(CatalogueError, match=problem):
        apply(FLAT, [Change(tab, action, where, cells)])


@pytest.mark.parametrize("action", ["add", "delete"])
def test_labels_are_no_rows(action: str) -> None:
    with pytest.raises(CatalogueError, match="nothing to"):
        apply(JAVA, [Change("Header", action, {}, {"User": "x"} if action == "add" else {})])


def test_a_pseudo_heading_cannot_be_changed() -> None:
    with pytest.raises(CatalogueError, match="cannot be changed"):
        apply(JAVA, [Change("Virtual_Ethernet", "set", {"LPAR name": "db1"}, {"System": "DST"})])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_tab_comes_back_as_it_was_around_a_change(dialect: str) -> None:
    """Takes away an added row again: nothing of any layout may be lost on the way."""
    for sheet in healthy(dialect).sheets:
        names = headings(sheet)
        if not names or sheet.name in {"Header", "HMC"} or sheet.name.startswith("HMC "):
            continue
        there = apply(healthy(dialect), [Change(sheet.name, "add", {}, {names[0]: "new"})])
        back = rows(apply(there, [Change(sheet.name, "delete", {names[0]: "new"}, {})]), sheet.name)
        assert [trimmed(row) for row in back] == [trimmed(row) for row in sheet.rows], sheet.name


def trimmed(row: Row) -> Row:
    """The row without the missing cells at its end."""
    width = max((at for at, cell in enumerate(row, start=1) if cell is not None), default=0)
    return row[:width]
