"""Workbooks out of dumps by the real program, edits of their cells, and ways to look at what was loaded."""

from __future__ import annotations

import contextlib
import copy
import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from hmcscanner.excelWriter import ExcelWriter

from hmcscan_lpm.dialects.extract import address, is_blank, key_of
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.dialects.python import load
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.readers import read
from hmcscan_lpm.readers.model import Cell, Sheet, Workbook

from .builder import Document, document

Change = Callable[[Document], object]
"""Changes a document in place."""


def dump(content: Document) -> Workbook:
    """A dump as its reader gives it."""
    return Workbook("hmc1.json", "json", "0" * 64, (), content)


def excel(*contents: Document) -> Workbook:
    """What the real program writes for the HMCs, and our reader reads."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scan.xlsx"
        writer = ExcelWriter(str(path))
        writer.version = "0.8"
        with contextlib.redirect_stdout(io.StringIO()):
            writer.generate([copy.deepcopy(content) for content in contents])
        (workbook,) = read(path)
    return replace(workbook, file="scan.xlsx")


@cache
def healthy() -> Workbook:
    """The healthy workbook."""
    return excel(document())


FORMS: dict[str, Callable[[Document], Workbook]] = {"workbook": excel, "dump": dump}
"""The two forms of a report; what holds for both is tested with both."""


@cache
def _healthy_report(form: str) -> Report:
    return load(FORMS[form](document()))


def loaded(form: str, change: Change | None = None) -> Report:
    """The report of the document, changed or healthy, in one of the forms."""
    if change is None:
        return _healthy_report(form)
    content = document()
    change(content)
    return load(FORMS[form](content))


def heading_row(sheet: Sheet) -> int:
    """Index of the row of headings."""
    return next((n for n, row in enumerate(sheet.rows) if "managedsystem" in {key_of(cell) for cell in row}), 0)


def with_sheet(workbook: Workbook, sheet: Sheet) -> Workbook:
    """The workbook with another sheet of that name."""
    return replace(workbook, sheets=tuple(sheet if old.name == sheet.name else old for old in workbook.sheets))


def tab(workbook: Workbook, name: str) -> Sheet:
    return next(sheet for sheet in workbook.sheets if sheet.name == name)


def put(workbook: Workbook, name: str, heading: str, value: Cell, *cells: Cell) -> Workbook:
    """The cell below *heading* changed, in all rows that hold all *cells*."""
    sheet = tab(workbook, name)
    header = heading_row(sheet)
    position = sheet.rows[header].index(heading)
    wanted = {plain(cell) for cell in cells}
    rows = []
    for number, row in enumerate(sheet.rows):
        line = [*row, *[None] * (position + 1 - len(row))]
        if number > header and wanted <= {plain(cell) for cell in line}:
            line[position] = value
        rows.append(tuple(line))
    assert rows != list(sheet.rows), "no cell was changed"
    return with_sheet(workbook, replace(sheet, rows=tuple(rows)))


def without(workbook: Workbook, *names: str) -> Workbook:
    """The workbook without some tabs."""
    return replace(workbook, sheets=tuple(sheet for sheet in workbook.sheets if sheet.name not in names))


def without_column(workbook: Workbook, name: str, heading: str) -> Workbook:
    sheet = tab(workbook, name)
    position = sheet.rows[heading_row(sheet)].index(heading)
    rows = tuple(row if len(row) <= position else (*row[:position], *row[position + 1 :]) for row in sheet.rows)
    return with_sheet(workbook, replace(sheet, rows=rows))


def renamed(workbook: Workbook, name: str, heading: str, new: str) -> Workbook:
    """The workbook with another text in place of a heading."""
    sheet = tab(workbook, name)
    header = heading_row(sheet)
    line = tuple(new if cell == heading else cell for cell in sheet.rows[header])
    assert line != sheet.rows[header], "no heading was changed"
    return with_sheet(workbook, replace(sheet, rows=(*sheet.rows[:header], line, *sheet.rows[header + 1 :])))


def saying(workbook: Workbook, name: str, *sentence: str) -> Workbook:
    """The workbook with a tab of one sentence."""
    return with_sheet(workbook, Sheet(name, tuple((text,) for text in sentence)))


# -- what was loaded ----------------------------------------------------------------------------------------------


def rows(report: Report, table: str, **key: Any) -> list[dict[str, Any]]:
    """The rows of a table that *key* tells, null as None."""
    data = report.tables[table]
    for part, wanted in key.items():
        data = data[data[part] == wanted]
    found = data.to_dict(orient="records")
    return [{name: None if pd.isna(value) else value for name, value in row.items()} for row in found]


def row(report: Report, table: str, **key: Any) -> dict[str, Any]:
    """The one row that *key* tells."""
    (found,) = rows(report, table, **key)
    return found


def pick(report: Report, table: str, *columns: str, **key: Any) -> list[tuple[Any, ...]]:
    """Some columns of the rows that *key* tells."""
    return [tuple(found[column] for column in columns) for found in rows(report, table, **key)]


def kinds(report: Report) -> list[tuple[str, str, str]]:
    """(tab, cell, kind) of every issue."""
    return [(issue.tab, issue.cell, issue.kind) for issue in report.issues]


def where(report: Report, table: str, column: str, **key: Any) -> tuple[str, str]:
    """(tab, address) of the cell that a fact was read from."""
    found = row(report, table, **key)
    place = report.headings[table, found["tab"], found["block"]][column]
    sheet = report.sheets[place.tab or found["tab"]]
    return sheet.name, address(sheet, place.row or found["row"], place)


def cell_at(report: Report, table: str, column: str, **key: Any) -> Cell:
    """The cell that a fact was read from."""
    found = row(report, table, **key)
    place = report.headings[table, found["tab"], found["block"]][column]
    line = report.sheets[place.tab or found["tab"]].rows[(place.row or found["row"]) - 1]
    return line[place.position] if place.position < len(line) else None


def gaps(report: Report, system: str, vios: str | None = None) -> dict[str, str]:
    """Table → why it was not collected of a server, or of one VIOS."""
    found = (item for item in report.coverage if (item.system, item.vios) == (system, vios))
    return {item.table: item.reason for item in found if not item.collected}


def filled_rows(sheet: Sheet) -> int:
    return sum(not is_blank(line) for line in sheet.rows)
