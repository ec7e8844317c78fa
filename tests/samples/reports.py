"""The sample reports as records, read without the package under test."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import xlrd

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_reports"
XLS = tuple(sorted(SAMPLES.glob("*_scan.xls")))
DUMPS = tuple(sorted(SAMPLES.glob("hmc-*.json")))
SYSTEM = "Managed System Name"

Record = dict[str, Any]


@cache
def book(path: Path) -> xlrd.Book:
    return xlrd.open_workbook(path, logfile=io.StringIO(), formatting_info=True)


def records(path: Path, tab: str) -> list[Record]:
    """A flat tab: one dict per row."""
    sheet = book(path).sheet_by_name(tab)
    header = sheet.row_values(0)
    return [dict(zip(header, sheet.row_values(row), strict=True)) for row in range(1, sheet.nrows)]


def stacked(path: Path) -> list[list[Record]]:
    """The three tables of tab SEA; a repeated heading keeps its last column."""
    sheet = book(path).sheet_by_name("SEA")
    tables: list[list[Record]] = []
    header: list[Any] = []
    for row in map(sheet.row_values, range(sheet.nrows)):
        if row[0] == SYSTEM:
            header = row
            tables.append([])
        elif any(row):
            tables[-1].append(dict(zip(header, row, strict=True)))
    return tables


def virtual_ethernet(path: Path) -> list[Record]:
    """The adapters of tab Virtual_Ethernet with the server of their block."""
    sheet = book(path).sheet_by_name("Virtual_Ethernet")
    rows = [sheet.row_values(row) for row in range(sheet.nrows)]
    found, system = [], ""
    for index, row in enumerate(rows):
        if index + 2 < len(rows) and rows[index + 2][0] == "Virtual Switches":
            system = row[0]
        elif row[0] and row[2] in {"On", "Off"}:
            header = next(r for r in reversed(rows[:index]) if r[0] == "LPAR name")
            found.append({**dict(zip(header, row, strict=True)), SYSTEM: system})
    return found


@cache
def dump(path: Path) -> Record:
    """A JSON dump of the Python scanner."""
    content: Record = json.loads(path.read_text(encoding="utf-8"))
    return content


def servers() -> dict[str, Record]:
    """Every server of both JSON dumps."""
    return {name: server for path in DUMPS for name, server in dump(path)["managed_system"].items()}


def truth() -> list[dict[str, str]]:
    """What was planted."""
    facts: list[dict[str, str]] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    return facts
