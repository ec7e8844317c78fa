"""From a sheet with headings to rows of a table: the part that both dialects share.

A dialect says which column of the vocabulary comes from which printed headings and how its cells are read.
Columns are found by name, never by position, because versions insert and rename them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.values import Parser, plain
from hmcscan_lpm.issues import Issue
from hmcscan_lpm.readers.model import Row, Sheet


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the vocabulary in a tab: the headings it may have, and how a cell of it is read."""

    column: str
    headings: tuple[str, ...]
    parse: Parser


@dataclass(frozen=True, slots=True)
class DumpSheet(Sheet):
    """A sheet made from a JSON dump: a row may bring together what stands in several places of the document.

    :ivar elsewhere: for each row: heading → path of its cell, where that is no attribute of the row's own object
    """

    elsewhere: tuple[Mapping[str, str], ...] = ()


def fields(*declared: tuple[str, str | tuple[str, ...], Parser]) -> tuple[Field, ...]:
    """Fields from ``(column, heading or headings, parser)`` triples, first matching heading wins."""
    return tuple(
        Field(column, (headings,) if isinstance(headings, str) else headings, parse)
        for column, headings, parse in declared
    )


@dataclass
class Extract:
    """What has been taken from one report so far: the only mutable thing in a dialect, alive during one load."""

    report: str
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    headings: dict[tuple[str, str, int], dict[str, Heading]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    groups: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)

    def issue(self, tab: str, cell: str, kind: str, message: str, *, group: str = "") -> None:
        """Note something that could not be taken as it stands.

        :param group: what issues of this tab and kind have in common, so that many can be told as one
        """
        if group:
            self.groups.setdefault((tab, kind, group), []).append(len(self.issues))
        self.issues.append(Issue(self.report, tab, cell, kind, message))

    def condensed(self, limit: int = 20) -> tuple[Issue, ...]:
        """All issues in the order noted; more than *limit* of one group are one, with their number and ends."""
        told: list[Issue | None] = list(self.issues)
        for indexes in self.groups.values():
            if len(indexes) <= limit:
                continue
            first, last = self.issues[indexes[0]], self.issues[indexes[-1]]
            message = f"{len(indexes)} cells from {first.cell} to {last.cell} are alike; the first: {first.message}"
            told[indexes[0]] = Issue(first.report, first.tab, first.cell, first.kind, message)
            for index in indexes[1:]:
                told[index] = None
        return tuple(issue for issue in told if issue is not None)

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        """Add one row that was built by hand; it carries its own provenance columns."""
        self.rows.setdefault(table, []).append(dict(row))

    def locate(self, table: str, tab: str, block: int, places: Mapping[str, Heading]) -> None:
        """Remember where the columns of *table* stand in *tab*, for evidence."""
        self.headings.setdefault((table, tab, block), {}).update(places)


def key_of(heading: Any) -> str:
    """A heading reduced to what versions agree on: lower case, without blanks and punctuation.

    ``WWPN #1``, ``WWPN#1`` and ``wwpn 1`` are one heading; ``VP:E %`` and ``E:VP %`` are two.
    """
    return re.sub(r"[^a-z0-9%:]", "", plain(heading).lower())


def tab_key(name: str) -> str:
    """A tab name reduced to what versions agree on: lower case, without blanks, underscores and hyphens."""
    return re.sub(r"[\s_\-]", "", name.lower())


def is_blank(row: Row) -> bool:
    """No cell of the row holds anything but blanks."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def column_letter(position: int) -> str:
    """The spreadsheet's name of a column: A for 0, AA for 26."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(sheet: Sheet, row: int, place: Heading | None) -> str:
    """How a cell is shown: ``H14``, ``line 14, column 8`` where the file has no such addresses, or a JSON path.

    :param row: from 1
    """
    if sheet.pointers:
        pointer = sheet.pointers[row - 1] if 0 < row <= len(sheet.pointers) else ""
        if place is None:
            return pointer
        known = sheet.elsewhere[row - 1] if isinstance(sheet, DumpSheet) and 0 < row <= len(sheet.elsewhere) else {}
        return known.get(place.printed, f"{pointer}/{place.printed}")
    if sheet.lines:
        line = sheet.lines[row - 1] if 0 < row <= len(sheet.lines) else row
        return f"line {line}, column {place.position + 1}" if place else f"line {line}"
    return f"{column_letter(place.position)}{row}" if place else str(row)


def find_columns(header: Row, wanted: Iterable[Field]) -> dict[str, Heading]:
    """Column of the vocabulary → where it stands in *header*; columns that are not there are left out."""
    positions: dict[str, int] = {}
    for position, heading in enumerate(header):
        positions.setdefault(key_of(heading), position)
    found = {}
    for item in wanted:
        for heading in item.headings:
            place = positions.get(key_of(heading))
            if place is not None:
                found[item.column] = Heading(place, plain(header[place]))
                break
    return found


def parse_row(
    extract: Extract, sheet: Sheet, number: int, row: Row, wanted: Sequence[Field], places: Mapping[str, Heading]
) -> dict[str, Any]:
    """One row of *sheet* as column → value; a cell that cannot be read is null and an issue.

    :param number: the row's number in the tab, from 1
    """
    values: dict[str, Any] = {}
    for item in wanted:
        place = places.get(item.column)
        if place is None:
            continue
        cell = row[place.position] if place.position < len(row) else None
        try:
            values[item.column] = item.parse(cell)
        except ValueError as problem:
            shown = plain(cell)
            shown = shown if len(shown) <= 60 else shown[:57] + "..."
            extract.issue(
                sheet.name,
                address(sheet, number, place),
                "unreadable-value",
                f"{place.printed} is {shown!r}: {problem}; treated as not known.",
                group=f"{place.printed}: {problem}",
            )
            values[item.column] = None
    return values


def take(
    extract: Extract,
    table: str,
    sheet: Sheet,
    wanted: Sequence[Field],
    *,
    header: int = 0,
    first: int | None = None,
    last: int | None = None,
    block: int = 0,
    required: Sequence[str] = (),
    fixed: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Take the rows below a header into *table* and return them (the caller may complete them in place).

    :param header: index of the header row, from 0
    :param first: index of the first data row, default: below the header
    :param last: index behind the last data row, default: the end of the sheet
    :param block: number of the block in tabs that stack several tables
    :param required: columns that a row must have; a row without them is left out with an issue
    :param fixed: values that hold for every row (the server of a block)
    """
    if header >= len(sheet.rows):
        return []
    places = find_columns(sheet.rows[header], wanted)
    extract.locate(table, sheet.name, block, places)
    missing = [item for item in wanted if item.column in required and item.column not in places]
    if missing:
        extract.issue(
            sheet.name,
            address(sheet, header + 1, None),
            "missing-column",
            f"no column {missing[0].headings[0]!r}: the tab was not taken into table {table}.",
        )
        return []
    taken = []
    for index in range(header + 1 if first is None else first, len(sheet.rows) if last is None else last):
        row = sheet.rows[index]
        if is_blank(row):
            continue
        values = parse_row(extract, sheet, index + 1, row, wanted, places)
        lacking = [column for column in required if values.get(column) is None]
        if lacking:
            extract.issue(
                sheet.name,
                address(sheet, index + 1, places.get(lacking[0])),
                "incomplete-row",
                f"the row has no {lacking[0]}: it was not taken into table {table}.",
                group=f"{table}.{lacking[0]}",
            )
            continue
        values.update(fixed or {})
        values.update(report=extract.report, tab=sheet.name, row=index + 1, block=block)
        extract.rows.setdefault(table, []).append(values)
        taken.append(values)
    return taken
