"""Reports with damaged cells, lost rows and lost tabs: nothing raises, and nothing is lost without a word."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hmcscan_lpm.dialects.extract import column_letter
from hmcscan_lpm.dialects.java import load, recognises, usage_tab
from hmcscan_lpm.dialects.java.coverage import coverage
from hmcscan_lpm.dialects.java.load import issues, take
from hmcscan_lpm.dialects.java.scan import Scan
from hmcscan_lpm.dialects.java.tabs import named
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.issues import Issue
from hmcscan_lpm.readers.model import Cell, Sheet, Workbook
from hmcscan_lpm.tables.schema import frame
from hmcscan_lpm.tables.vocabulary import TABLES

from .builder import Book, healthy

UNREADABLE = "§ not readable §"
PARSED = {
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.columns
    if column.kind != "text" or column.name in {"wwpn", "wwpn1", "wwpn2", "mac", "drc_index", "fcid"}
} | {("virtual_ethernet", "vlans"), ("virtual_switches", "vlans")}
"""Columns whose cells are not any text. Some of them only tell the words that they know from the others."""

CELLS = st.one_of(
    st.none(),
    st.sampled_from(["", " ", "null", "NaN", "N/A", "any", "none", "-1", "1e308", "0x", "True", "alpha", "db1", "x@y"]),
    st.text(max_size=12),
    st.floats(allow_nan=True, allow_infinity=True),
)


@cache
def healthy_report() -> Report:
    return load(healthy().workbook())


@cache
def readable_cells() -> tuple[tuple[str, int, int, str, str], ...]:
    """(tab, row index, position, table, column) of every cell that a typed value comes from."""
    report = healthy_report()
    found = []
    for (table, tab, block), places in report.headings.items():
        data = report.tables[table]
        for row in data[(data["tab"] == tab) & (data["block"] == block)].to_dict(orient="records"):
            for column, place in places.items():
                if (table, column) in PARSED and not pd.isna(row[column]):
                    found.append((place.tab or tab, (place.row or row["row"]) - 1, place.position, table, column))
    return tuple(sorted(set(found)))


def taken(workbook: Workbook) -> tuple[Scan, tuple[Issue, ...]]:
    """A report taken as far as frames, without their validation: that costs more than all the rest."""
    scan = take(workbook, named(workbook))
    for name in TABLES:
        frame(name, scan.rows(name))
    assert coverage(scan)
    return scan, issues(scan)


FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(data=st.data())
def test_damaged_cells_never_raise(data: st.DataObject) -> None:
    book = healthy(data.draw(st.sampled_from(["0.11.34", "0.11.50"])))
    book.kind = data.draw(st.sampled_from(["xls", "csv"]))
    for _ in range(data.draw(st.integers(1, 12))):
        rows = book.tabs[data.draw(st.sampled_from([name for name, grid in book.tabs.items() if grid]))]
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        if row:
            row[data.draw(st.integers(0, len(row) - 1))] = data.draw(CELLS)
    taken(book.workbook())


@FEW
@given(data=st.data())
def test_lost_and_moved_rows_never_raise(data: st.DataObject) -> None:
    book = healthy()
    for name in list(book.tabs):
        rows = book.tabs[name]
        match data.draw(st.sampled_from(["keep", "keep", "keep", "cut", "drop", "reverse", "lose", "short"])):
            case "cut":
                book.tabs[name] = rows[: data.draw(st.integers(0, len(rows)))]
            case "drop":
                del book.tabs[name]
            case "reverse":
                book.tabs[name] = rows[::-1]
            case "lose" if rows:
                del rows[data.draw(st.integers(0, len(rows) - 1))]
            case "short":
                book.tabs[name] = [row[: data.draw(st.integers(0, 6))] for row in rows]
    workbook = book.workbook()
    recognises(workbook)
    scan = take(workbook, named(workbook))
    for name in TABLES:
        frame(name, scan.rows(name))
    coverage(scan)


@FEW
@given(cell=st.sampled_from(readable_cells()))
def test_a_cell_that_cannot_be_read_is_null_or_its_row_is_left_out_and_an_issue_names_it(
    cell: tuple[str, int, int, str, str],
) -> None:
    tab, index, position, table, column = cell
    book = healthy()
    book.tabs[tab][index][position] = UNREADABLE
    workbook = book.workbook()
    scan, found = taken(workbook)
    values = [
        row.get(column)
        for row in scan.rows(table)
        for place in [scan.extract.headings.get((table, row["tab"], row["block"]), {}).get(column)]
        if place and (place.tab or row["tab"], (place.row or row["row"]) - 1, place.position) == (tab, index, position)
    ]
    assert all(value is None for value in values) or _is_told_otherwise(table, column)
    where = f"{column_letter(position)}{index + 1}"
    assert where in {issue.cell for issue in found if issue.tab == tab} or _is_told_otherwise(table, column)


def _is_told_otherwise(table: str, column: str) -> bool:
    """Values that any text has a meaning for, and values that other cells may tell, too."""
    return (table, column) in {
        ("npiv_mappings", "is_mapped"),
        ("npiv_mappings", "client_id"),
        ("virtual_switches", "is_default"),
        ("virtual_scsi", "is_any"),
        ("virtual_fibre", "is_any"),
        ("vnics", "backing_count"),
        ("profile_slots", "is_required"),
    }


@FEW
@given(name=st.text(min_size=1, max_size=12), rows=st.lists(st.lists(CELLS, max_size=5), max_size=5))
def test_no_tab_of_any_name_and_content_raises(name: str, rows: list[list[Cell]]) -> None:
    workbook = healthy().workbook()
    other = Sheet(name, tuple(tuple(row) for row in rows))
    usage_tab(name)
    taken(Workbook("x", "xls", "", (*workbook.sheets, other)))
    alone = Workbook("x", "html", "", (other,))
    recognises(alone)
    take(alone, named(alone))


@settings(max_examples=15, deadline=None)
@given(seed=st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(seed: Any) -> None:
    book = healthy()
    for tab in ("System_Summary", "LPAR_Summary", "LPAR_CPU", "Physical_Slots", "IO_slot_children", "FC"):
        header, *rows = book.tabs[tab]
        seed.shuffle(rows)
        book.tabs[tab] = [header, *rows]
    scan, _ = taken(book.workbook())
    expected, _ = taken(healthy().workbook())
    for table in ("systems", "lpars", "processors", "physical_slots", "fc_ports", "npiv_mappings", "proc_pools"):
        assert _facts(scan, table) == _facts(expected, table)


def _facts(scan: Scan, table: str) -> list[str]:
    places = {"row", "block", "report", "tab"}
    return sorted(str(sorted((k, str(v)) for k, v in row.items() if k not in places)) for row in scan.rows(table))


def test_an_empty_workbook_is_a_report_of_nothing() -> None:
    report = load(Book().workbook())
    assert all(data.empty for data in report.tables.values())
    assert report.coverage == ()
