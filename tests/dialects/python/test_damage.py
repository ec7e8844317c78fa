"""Reports with damaged cells, lost columns and lost tabs: nothing raises, and nothing is lost without a word."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hmcscan_lpm.dialects.extract import address, column_letter
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.dialects.python import load, recognises
from hmcscan_lpm.readers.model import Cell, Sheet, Workbook
from hmcscan_lpm.tables.vocabulary import TABLES

from .books import dump, gaps, heading_row, healthy, loaded, put, tab, with_sheet, without, without_column
from .builder import document

FEW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CELLS = st.one_of(
    st.none(),
    st.sampled_from(["", " ", "null", "NaN", "N/A", "any", "none", "-1", "1e308", "0x", "unavailable", "db1", "=A1"]),
    st.text(max_size=12),
    st.floats(allow_nan=True, allow_infinity=True),
)
UNREADABLE = "§ not readable §"
TYPED = {
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.columns
    if column.kind != "text" or column.name in {"wwpn", "wwpn1", "wwpn2", "mac", "drc_index", "fcid"}
} | {("virtual_ethernet", "vlans"), ("virtual_switches", "vlans")}
"""Columns whose cells are not any text."""

ANY_TEXT = {
    ("npiv_mappings", "is_mapped"),
    ("virtual_switches", "is_default"),
    ("virtual_scsi", "is_any"),
    ("virtual_fibre", "is_any"),
    ("profile_adapters", "is_any"),
    ("profiles", "is_current"),
}
"""Facts for which any text that is not one certain word means the same."""

SAID_TWICE = {("npiv_mappings", "client_slot"), ("memory", "expansion")}
"""Facts that another column says, too: the partner's slot, the factor that is in use and the one that is set.

So it is with most facts of a server."""


@cache
def typed_cells() -> tuple[tuple[str, int, int, str, str], ...]:
    """(tab, row from 1, position, table, column) of every cell that a typed value comes from."""
    report = loaded("workbook")
    found = set()
    for (table, name, block), places in report.headings.items():
        data = report.tables[table]
        for row in data[(data["tab"] == name) & (data["block"] == block)].to_dict(orient="records"):
            for column, place in places.items():
                if (table, column) in TYPED - ANY_TEXT and not pd.isna(row[column]):
                    found.add((place.tab or name, place.row or row["row"], place.position, table, column))
    return tuple(sorted(found))


def damaged(sheet: Sheet, row: int, position: int, value: Cell) -> Sheet:
    """The sheet with one cell changed; rows are counted from 0."""
    cells = [*sheet.rows[row], *[None] * (position + 1 - len(sheet.rows[row]))]
    cells[position] = value
    return replace(sheet, rows=(*sheet.rows[:row], tuple(cells), *sheet.rows[row + 1 :]))


@FEW
@given(data=st.data())
def test_damaged_cells_never_raise(data: st.DataObject) -> None:
    workbook = healthy()
    for _ in range(data.draw(st.integers(1, 12))):
        sheet = data.draw(st.sampled_from(workbook.sheets))
        row = data.draw(st.integers(0, len(sheet.rows) - 1))
        position = data.draw(st.integers(0, max(len(sheet.rows[row]), 1)))
        workbook = with_sheet(workbook, damaged(sheet, row, position, data.draw(CELLS)))
    report = load(workbook)
    assert {account.tab for account in report.accounts} == {sheet.name for sheet in workbook.sheets}


@FEW
@given(data=st.data())
def test_a_cell_that_cannot_be_read_is_an_issue_that_names_it(data: st.DataObject) -> None:
    name, number, position, table, column = data.draw(st.sampled_from(typed_cells()))
    report = load(with_sheet(healthy(), damaged(tab(healthy(), name), number - 1, position, UNREADABLE)))
    assert (name, f"{column_letter(position)}{number}") in {(issue.tab, issue.cell) for issue in report.issues}
    left = report.tables[table]
    same = left[(left["tab"] == name) & (left["row"] == number)]
    assert same.empty or (table, column) in SAID_TWICE or table == "systems" or same[column].isna().all()


@FEW
@given(data=st.data())
def test_lost_tabs_and_columns_never_raise(data: st.DataObject) -> None:
    workbook = healthy()
    for _ in range(data.draw(st.integers(1, 6))):
        sheet = data.draw(st.sampled_from(workbook.sheets))
        header = sheet.rows[heading_row(sheet)]
        headings = [cell for cell in header if isinstance(cell, str)]
        if headings and data.draw(st.booleans()):
            workbook = without_column(workbook, sheet.name, data.draw(st.sampled_from(headings)))
        elif len(workbook.sheets) > 1:
            workbook = without(workbook, sheet.name)
    load(workbook)


@FEW
@given(data=st.data())
def test_lost_and_moved_rows_never_raise(data: st.DataObject) -> None:
    workbook = healthy()
    for sheet in workbook.sheets:
        rows = sheet.rows
        match data.draw(st.sampled_from(["keep", "keep", "keep", "cut", "reverse", "short"])):
            case "cut":
                rows = rows[: data.draw(st.integers(0, len(rows)))]
            case "reverse":
                rows = rows[::-1]
            case "short":
                rows = tuple(row[: data.draw(st.integers(0, 6))] for row in rows)
        workbook = with_sheet(workbook, replace(sheet, rows=rows))
    load(workbook)


@FEW
@given(name=st.text(min_size=1, max_size=12), rows=st.lists(st.lists(CELLS, max_size=5), max_size=5))
def test_no_tab_of_any_name_and_content_raises(name: str, rows: list[list[Cell]]) -> None:
    sheet = Sheet(name, tuple(tuple(row) for row in rows))
    report = load(Workbook("x", "xlsx", "", (sheet,)))
    assert [account.tab for account in report.accounts] == [name]


@FEW
@given(data=st.data())
def test_a_damaged_heading_loses_no_row_without_a_word(data: st.DataObject) -> None:
    """Whatever a damaged heading takes from a table is an issue of its tab, and its tables are incomplete."""
    name, heading = data.draw(st.sampled_from(columns()))
    sheet = tab(healthy(), name)
    header = heading_row(sheet)
    position = sheet.rows[header].index(heading)
    report = load(with_sheet(healthy(), damaged(sheet, header, position, "§")))
    for table, before in loaded("workbook").tables.items():
        if len(report.tables[table]) < len(before):
            assert name in {issue.tab for issue in report.issues}
            assert table in uncollected(report, "alpha"), table


@pytest.mark.parametrize("length", [30, 400, 5000])
def test_digits_without_end_never_raise(length: int) -> None:
    digits = "9" * length
    workbook = put(healthy(), "NPIV", "physloc", f"U1-V1-C{digits}", "vios1")
    workbook = put(workbook, "LPAR profiles CPU RAM", "Profile Name", digits, "db1")
    workbook = put(workbook, "SR-IOV vNIC", "#1 vios-lpar-ID", digits)
    report = load(put(workbook, "LPAR details", "curr_profile", "7", "db1"))
    assert ("NPIV", "unreadable-value") in {(issue.tab, issue.kind) for issue in report.issues}


@pytest.mark.parametrize("number", [10**399, -(10**18), 10**400 - 1])
def test_numbers_of_any_length_in_a_dump_never_raise(number: int) -> None:
    content = document()
    content["managed_system"]["alpha"]["_lpar"]["db1"]["conf"].update(lpar_id=number, curr_profile=number)
    load(dump(content))


def columns() -> list[tuple[str, str]]:
    """Every (tab, heading) of the healthy workbook."""
    found = []
    for sheet in healthy().sheets:
        header = sheet.rows[heading_row(sheet)] if sheet.rows else ()
        found += [(sheet.name, heading) for heading in header if isinstance(heading, str) and heading.strip()]
    return found


@FEW
@given(place=st.sampled_from(columns()))
def test_rows_that_vanish_with_a_column_were_not_collected(place: tuple[str, str]) -> None:
    report = load(without_column(healthy(), *place))
    for table, data in loaded("workbook").tables.items():
        if len(report.tables[table]) < len(data):
            assert table in uncollected(report, "alpha"), table


@FEW
@given(place=st.sampled_from(columns()))
def test_a_lost_column_never_makes_another_fact(place: tuple[str, str]) -> None:
    """What is told without a column was told with it: nothing gets another meaning."""
    report = load(without_column(healthy(), *place))
    before = loaded("workbook")
    for name, table in TABLES.items():
        key = [*table.key] or None
        if key is None or len(report.tables[name]) != len(before.tables[name]):
            continue
        old = before.tables[name].set_index(key).sort_index()
        new = report.tables[name].set_index(key).sort_index()
        for column in set(old.columns) - {"report", "tab", "row", "block"}:
            told = new[column].notna().to_numpy()
            assert new[column][told].tolist() == old[column].reindex(new.index)[told].tolist(), (name, column)


def uncollected(report: Report, system: str) -> set[str]:
    """Tables that were not collected of a server, or of a VIOS of it."""
    vioses = {item.vios for item in report.coverage if item.system == system}
    return {table for vios in vioses for table in gaps(report, system, vios)} | (
        {"systems", "hmcs"} if not vioses else set()
    )


# -- dumps --------------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def paths(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value in a document."""
    found = [above] if above else []
    if isinstance(value, dict):
        parts: Any = value.items()
    else:
        parts = enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        found += paths(part, (*above, key))
    return found


PATHS = paths(document())


@FEW
@given(changes=st.lists(st.tuples(st.sampled_from(PATHS), JSON), min_size=1, max_size=6))
def test_dumps_with_other_values_never_raise(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    content = document()
    for path, value in changes:
        target: Any = content
        for key in path[:-1]:
            try:
                target = target[key]
            except (KeyError, IndexError, TypeError):
                break
        else:
            if isinstance(target, dict) or (isinstance(target, list) and path[-1] < len(target)):
                target[path[-1]] = value
    if recognises(dump(content)):
        load(dump(content))


@FEW
@given(JSON)
def test_dumps_of_any_shape_never_raise(servers: Any) -> None:
    content = {"hmc": servers, "managed_system": servers if isinstance(servers, dict) else {"one": servers}}
    load(Workbook("x.json", "json", "0" * 64, (), content))


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(random: Any) -> None:
    def shuffled(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        keys = list(value)
        random.shuffle(keys)
        return {key: shuffled(value[key]) for key in keys}

    one, other = loaded("dump"), load(dump(shuffled(document())))
    assert json.dumps(tables(one)) == json.dumps(tables(other))
    assert one.coverage == other.coverage


def tables(report: Report) -> dict[str, Any]:
    return {name: json.loads(data.to_json(orient="records")) for name, data in report.tables.items()}


def test_loading_changes_nothing_in_the_document() -> None:
    content = document()
    kept = copy.deepcopy(content)
    load(dump(content))
    assert content == kept


def test_every_row_of_a_dump_has_a_pointer() -> None:
    for sheet in loaded("dump").sheets.values():
        assert len(sheet.pointers) == len(sheet.rows)
        assert all(address(sheet, number, None) for number in range(2, len(sheet.rows) + 1))
