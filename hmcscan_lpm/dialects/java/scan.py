"""One report while it is being taken: its tabs, what has been taken so far, and what could not be.

Alive during one load; every module of this package that takes a tab gets it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hmcscan_lpm.dialects.extract import Extract, Field, address, fields, find_columns, is_blank, take
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.values import Parser, plain, text
from hmcscan_lpm.readers.model import Cell, Row, Sheet

Rows = list[dict[str, Any]]

_HEADER_DEPTH = 5
"""Rows among which the heading row of a flat tab is looked for: a hand-edited report may have a title above it."""

_RECORD_CELLS = 3
"""A row with fewer filled cells is a remark that somebody wrote below the tab, not a record."""

_OWNER = fields(
    ("system", ("Managed System Name", "Managed System"), text),
    ("serial", ("Managed System Serial",), text),
)


@dataclass
class Scan:
    """A report on its way into tables.

    :ivar extract: rows, headings and issues taken so far
    :ivar sheets: canonical tab name → sheet
    :ivar kind: file format
    :ivar is_sanitized: the scanner replaced names, so that some tabs no longer join
    :ivar version: version of the scanner, ``''`` when not told
    :ivar manager: the HMC as the scanner was given it, ``''`` when not told
    :ivar gaps: table → why the report cannot show it for any server
    :ivar lost: (table, server) → why its rows are not all there; server None: it could be any
    :ivar blocks: table → servers that have a block of it, for tabs that stack a block per server
    :ivar mixed: names that two servers of the report share, so that their rows cannot be told apart
    :ivar disk_vioses: (server, VIOS) pairs that tab ``VIOS disks`` has a column of; None without the tab
    """

    extract: Extract
    sheets: Mapping[str, Sheet]
    kind: str
    is_sanitized: bool = False
    version: str = ""
    manager: str = ""
    gaps: dict[str, str] = field(default_factory=dict)
    lost: dict[tuple[str, str | None], str] = field(default_factory=dict)
    blocks: dict[str, set[str]] = field(default_factory=dict)
    mixed: set[str] = field(default_factory=set)
    disk_vioses: set[tuple[str, str]] | None = None

    def rows(self, table: str) -> Rows:
        """The rows of *table* taken so far, to be completed in place."""
        return self.extract.rows.setdefault(table, [])

    def sheet(self, tab: str, tables: Iterable[str]) -> Sheet | None:
        """The sheet of *tab*; without one that can be read, None and a gap for all *tables* that come from it."""
        sheet = self.sheets.get(tab)
        if sheet is None:
            reason = f"the report has no tab {tab}"
        elif sheet.skipped:
            reason = f"tab {tab} was not read: {sheet.skipped}"
        elif not sheet.rows:
            reason = f"tab {tab} is empty, without headings"
        else:
            return sheet
        for table in tables:
            self.gaps[table] = reason
        return None

    def pop(self, table: str, column: str) -> list[Any]:
        """Take a helper column that the vocabulary does not have out of *table*: one value per row."""
        for (name, _, _), places in self.extract.headings.items():
            if name == table:
                places.pop(column, None)
        return [row.pop(column, None) for row in self.rows(table)]

    @cached_property
    def lpar_ids(self) -> Mapping[tuple[str, str], int | None]:
        """(server, partition) → id, from LPAR_Summary: complete once that tab is taken."""
        ids: dict[tuple[str, str], int | None] = {}
        for row in self.rows("lpars"):
            ids.setdefault((row["system"], row["lpar"]), row.get("lpar_id"))
        return ids

    @cached_property
    def systems(self) -> frozenset[str]:
        """Names in System_Summary: complete once that tab is taken."""
        return frozenset(row["system"] for row in self.rows("systems"))

    @cached_property
    def by_serial(self) -> Mapping[str, str]:
        """Serial number → name of the server, for serial numbers that only one name has."""
        names: dict[str, set[str]] = {}
        for row in self.rows("systems"):
            if row.get("serial"):
                names.setdefault(row["serial"], set()).add(row["system"])
        return {serial: min(found) for serial, found in names.items() if len(found) == 1}

    @cached_property
    def vioses(self) -> frozenset[tuple[str, str]]:
        """(server, partition) of each VIOS in LPAR_Summary."""
        return frozenset((row["system"], row["lpar"]) for row in self.rows("lpars") if row.get("env") == "vioserver")

    def is_before(self, *version: int) -> bool:
        """The report comes from a scanner older than *version*, or does not say from which."""
        numbers = tuple(int(number) for number in re.findall(r"\d{1,9}", self.version))
        return numbers < version


def header_index(sheet: Sheet, wanted: Sequence[Field], required: Sequence[str]) -> int:
    """Index of the row that holds all *required* headings, 0 when none of the first rows does."""
    needed = [item for item in wanted if item.column in required]
    for index, row in enumerate(sheet.rows[:_HEADER_DEPTH]):
        if len(find_columns(row, needed)) == len(needed):
            return index
    return 0


def lacking(header: Row, wanted: Sequence[Field], columns: Iterable[str]) -> list[str]:
    """Headings of *columns* that *header* does not have, as the scanner prints them."""
    places = find_columns(header, wanted)
    return [item.headings[0] for item in wanted if item.column in columns and item.column not in places]


def read_cell(scan: Scan, sheet: Sheet, place: Heading, parse: Parser) -> Any:
    """The value of one cell that no heading row stands above; one that cannot be read is null and an issue.

    :param place: where it stands, its row included
    """
    cell = _at(sheet, place.row, place.position)
    try:
        return parse(cell)
    except ValueError as problem:
        message = f"{place.printed} is {plain(cell)[:60]!r}: {problem}; treated as not known."
        where = address(sheet, place.row, place)
        scan.extract.issue(sheet.name, where, "unreadable-value", message, group=f"{place.printed}: {problem}")
        return None


def take_flat(scan: Scan, table: str, tab: str, wanted: Sequence[Field], required: Sequence[str]) -> Rows:
    """Take a tab of one heading row and one record per row; a tab that cannot be taken is a gap."""
    sheet = scan.sheet(tab, [table])
    if sheet is None:
        return []
    return take_records(scan, table, sheet, wanted, required, header=header_index(sheet, wanted, required))


def take_records(
    scan: Scan,
    table: str,
    sheet: Sheet,
    wanted: Sequence[Field],
    required: Sequence[str],
    *,
    header: int,
    last: int | None = None,
    block: int = 0,
    system: str | None = None,
) -> Rows:
    """Take the rows below a heading row, and remember of which server a row had to be left out.

    A row whose server is blank gets it from the serial number beside it.

    :param system: the server of all rows, where the tab has a block per server
    """
    missing = lacking(sheet.rows[header], wanted, required)
    needed = required if missing else [column for column in required if column != "system"]
    own = {"system": system} if system else None
    end = len(sheet.rows) if last is None else last
    taken = take(scan.extract, table, sheet, wanted, header=header, last=end, block=block, required=needed, fixed=own)
    if missing:
        scan.gaps[table] = f"tab {sheet.name} has no column {missing[0]}"
        return taken
    if "system" in required:
        taken = _with_systems(scan, table, sheet, header, taken)
    if scan.kind == "csv":
        _restore_empty(sheet, wanted, find_columns(sheet.rows[header], wanted), taken)
    numbers = {row["row"] for row in taken}
    _remember_lost(scan, table, sheet, range(header + 1, end), numbers, system=system)
    return taken


def _restore_empty(sheet: Sheet, wanted: Sequence[Field], places: Mapping[str, Heading], taken: Rows) -> None:
    """A CSV file has no cell that is there and empty: where empty text has a meaning, the scanner always writes it."""
    for item in wanted:
        if item.column not in places or item.parse("") is None:
            continue
        position = places[item.column].position
        for row in taken:
            if row[item.column] is None and not plain(_at(sheet, row["row"], position)):
                row[item.column] = item.parse("")


def _with_systems(scan: Scan, table: str, sheet: Sheet, header: int, taken: Rows) -> Rows:
    """The rows that have a server, found by serial number where its name is blank; the others are an issue."""
    if all(row["system"] is not None for row in taken):
        return taken
    places = find_columns(sheet.rows[header], _OWNER)
    place = places.get("system")
    for row in taken:
        if row["system"] is not None:
            continue
        serial = plain(_at(sheet, row["row"], places["serial"].position)) if "serial" in places else ""
        system = None if table == "systems" else scan.by_serial.get(serial)
        row["system"] = system
        kind = "incomplete-row" if system is None else "repaired-row"
        done = f"it was not taken into table {table}" if system is None else f"{system} was taken, by serial {serial}"
        done = f"the row has no system: {done}."
        scan.extract.issue(sheet.name, address(sheet, row["row"], place), kind, done, group=f"{table}.system")
    left_out = {id(row) for row in taken if row["system"] is None}
    scan.extract.rows[table] = [row for row in scan.rows(table) if id(row) not in left_out]
    return [row for row in taken if id(row) not in left_out]


def _remember_lost(
    scan: Scan, table: str, sheet: Sheet, span: range, taken: Container[int], *, system: str | None
) -> None:
    """Note the servers of records that were not taken.

    :param span: indexes of the rows below the headings
    :param taken: numbers of the rows that were taken
    :param system: the server of all rows, where the tab has a block per server
    """
    place = find_columns(sheet.rows[span.start - 1], _OWNER).get("system")
    for index in span:
        row = sheet.rows[index]
        if index + 1 in taken or is_blank(row):
            continue
        printed = text(_at(sheet, index + 1, place.position)) if place else None
        if table == "systems" and printed is None:
            continue
        if system is None and printed is None and sum(bool(plain(cell)) for cell in row) < _RECORD_CELLS:
            continue
        reason = f"{row_name(sheet, index + 1)} of tab {sheet.name} could not be taken"
        scan.lost.setdefault((table, system or printed), reason)


def row_name(sheet: Sheet, number: int) -> str:
    """How a whole row is named in a sentence: ``row 14``, or ``line 14`` where rows have no number."""
    return address(sheet, number, None) if sheet.lines else f"row {number}"


def _at(sheet: Sheet, number: int, position: int) -> Cell:
    row = sheet.rows[number - 1]
    return row[position] if position < len(row) else None
