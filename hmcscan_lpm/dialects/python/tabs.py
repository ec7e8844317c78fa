"""The tabs of a report of the Python hmcscanner: which there are, where their headings stand, what is taken.

A tab of one sentence ("No NPIV configuration detected") has no headings; SR-IOV tabs have a banner above theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hmcscan_lpm.dialects.extract import (
    Extract,
    Field,
    address,
    find_columns,
    is_blank,
    key_of,
    parse_row,
    tab_key,
)
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.python.cells import raw_name
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.readers.model import Cell, Row, Sheet, Workbook

Rows = list[dict[str, Any]]

_DEPTH = 3
"""Rows among which the headings stand: SR-IOV tabs have a banner above them."""

_RECORD_CELLS = 3
"""A row with fewer filled cells and no server is a remark that somebody wrote below the tab, not a record."""


def recognises(workbook: Workbook) -> bool:
    """The workbook has the tabs that only this scanner writes, or it is its JSON dump."""
    if workbook.document is not None:
        return isinstance(workbook.document.get("managed_system"), dict) and "hmc" in workbook.document
    names = {sheet.name for sheet in workbook.sheets}
    return "LPAR vadapter details" in names or {"System Summary", "LPAR details"} <= names


@dataclass
class Scan:
    """One report while it is being taken.

    :ivar is_guessed: the scanner guessed types of cells: a workbook, not a JSON dump
    :ivar names: (server, partition id) → name, raw as the HMC prints it
    :ivar lpars: server → names of its partitions, raw
    :ivar gaps: table → why the report cannot show it for any server
    :ivar lost: (table, server) → why its rows are not all there; server None: it could be any
    :ivar silent: (server, VIOS) → what a VIOS answered instead of its data
    :ivar unasked: (server, VIOS, table) → why a VIOS that may have answered other questions was not asked this one
    :ivar levels: (server, VIOS) of each VIOS that told its level
    """

    extract: Extract
    sheets: Mapping[str, Sheet]
    is_guessed: bool = True
    names: dict[tuple[str, int], str] = field(default_factory=dict)
    lpars: dict[str, list[str]] = field(default_factory=dict)
    gaps: dict[str, str] = field(default_factory=dict)
    lost: dict[tuple[str, str | None], str] = field(default_factory=dict)
    silent: dict[tuple[str, str], str] = field(default_factory=dict)
    unasked: dict[tuple[str, str, str], str] = field(default_factory=dict)
    levels: set[tuple[str, str]] = field(default_factory=set)

    def rows(self, table: str) -> Rows:
        """The rows of *table* taken so far, to be completed in place."""
        return self.extract.rows.setdefault(table, [])

    def sheet(self, tab: str) -> Sheet | None:
        """The sheet of *tab*, by any spelling."""
        wanted = tab_key(tab)
        return next((sheet for name, sheet in self.sheets.items() if tab_key(name) == wanted), None)

    def table_of(self, tab: str) -> tuple[Sheet, int] | None:
        """The sheet of *tab* and the index of its heading row; None for no tab, and for a tab of one sentence."""
        sheet = self.sheet(tab)
        header = None if sheet is None else header_of(sheet)
        return None if sheet is None or header is None else (sheet, header)

    def name_of(self, system: str, lpar_id: int | None) -> str | None:
        """The raw name of a partition: guessed columns turn ``007`` into 7, ids stay."""
        return None if lpar_id is None else self.names.get((system, lpar_id))

    def drop(self, table: str, *columns: str) -> None:
        """Take helper columns that the vocabulary does not have out of *table*."""
        for row in self.rows(table):
            for column in columns:
                row.pop(column, None)
        for (name, _, _), places in self.extract.headings.items():
            if name == table:
                for column in columns:
                    places.pop(column, None)


def header_of(sheet: Sheet) -> int | None:
    """Index of the heading row: the first that starts like one; None for a tab of one sentence."""
    for index, row in enumerate(sheet.rows[:_DEPTH]):
        keys = {key_of(cell) for cell in row}
        if "managedsystem" in keys:
            return index
    return None


@dataclass(frozen=True, slots=True)
class Only:
    """Which rows of a tab are meant: those whose cell below *heading* is accepted.

    Without that column nobody can tell, so that nothing is taken.
    """

    heading: str
    accepts: Callable[[str], bool]


def take_tab(
    scan: Scan, table: str, tab: str, wanted: Sequence[Field], required: Sequence[str], only: Only | None = None
) -> Rows:
    """Take the rows of *tab* into *table* and return them, to be completed in place.

    A row without what is *required* is left out with an issue, and remembered: the table is not complete then.
    """
    found = scan.table_of(tab)
    if found is None:
        return []
    sheet, header = found
    places = find_columns(sheet.rows[header], wanted)
    needed = {item.headings[0] for item in wanted if item.column in required and item.column not in places}
    position = None if only is None else _position(sheet.rows[header], only.heading)
    if only is not None and position is None:
        needed.add(only.heading)
    rows = [
        (number, row)
        for number, row in _data(sheet, header)
        if only is None or position is None or only.accepts(plain(_at(row, position)))
    ]
    if needed:
        if rows:
            _miss(scan, table, sheet, header, min(needed))
        return []
    scan.extract.locate(table, sheet.name, 0, places)
    taken = [
        row for number, cells in rows if (row := _take_row(scan, table, sheet, number, cells, wanted, required, places))
    ]
    scan.rows(table).extend(taken)
    return taken


def _miss(scan: Scan, table: str, sheet: Sheet, header: int, heading: str) -> None:
    """A tab that has rows, but not the column that they are told apart by."""
    where = address(sheet, header + 1, None)
    message = f"no column {heading!r}: the tab was not taken into table {table}."
    scan.extract.issue(sheet.name, where, "missing-column", message)
    scan.gaps[table] = f"tab {sheet.name} has no column {heading}"


def _take_row(
    scan: Scan,
    table: str,
    sheet: Sheet,
    number: int,
    cells: Row,
    wanted: Sequence[Field],
    required: Sequence[str],
    places: Mapping[str, Heading],
) -> dict[str, Any] | None:
    values = parse_row(scan.extract, sheet, number, cells, wanted, places)
    lacking = [column for column in required if values.get(column) is None]
    if not lacking:
        values.update(report=scan.extract.report, tab=sheet.name, row=number, block=0)
        return values
    message = f"the row has no {lacking[0]}: it was not taken into table {table}."
    where = address(sheet, number, places[lacking[0]])
    scan.extract.issue(sheet.name, where, "incomplete-row", message, group=f"{table}.{lacking[0]}")
    if values.get("system") is not None or sum(bool(plain(cell)) for cell in cells) >= _RECORD_CELLS:
        lose(scan, table, values.get("system"), sheet, number)
    return None


def lose(scan: Scan, table: str, system: str | None, sheet: Sheet, number: int) -> None:
    """Remember that a row of *table* is missing; None: it may be of any server."""
    where = address(sheet, number, None) if sheet.pointers else f"row {number}"
    scan.lost.setdefault((table, system), f"{where} of tab {sheet.name} could not be taken")


def name_owner(scan: Scan, table: str, row: dict[str, Any]) -> None:
    """The raw name of a row's owner, by its id; a row whose owner cannot be told makes the table incomplete."""
    by_id, printed = scan.name_of(row["system"], row.get("lpar_id")), row.get("lpar")
    owner = by_id or raw_name(printed, scan.lpars.get(row["system"], []), is_guessed=scan.is_guessed)
    if owner is None and (printed is not None or row.get("lpar_id") is not None):
        sheet = scan.sheets[row["tab"]]
        shown = " ".join(str(part) for part in (printed, row.get("lpar_id")) if part is not None)
        message = f"{shown!r} is no partition that LPAR details list: whose {table} this is cannot be told."
        scan.extract.issue(row["tab"], address(sheet, row["row"], None), "unknown-lpar", message, group=table)
        lose(scan, table, row["system"], sheet, row["row"])
    row["lpar"] = owner


def check_kinds(scan: Scan, tab: str, heading: str, known: Sequence[str], tables: Sequence[str]) -> None:
    """Rows of a kind that is not among the *known* ones fit no table, and may have belonged to any of *tables*."""
    found = scan.table_of(tab)
    if found is None:
        return
    sheet, header = found
    position, owner = _position(sheet.rows[header], heading), _position(sheet.rows[header], "Managed System")
    if position is None:
        return
    place = Heading(position, plain(sheet.rows[header][position]))
    for number, row in _data(sheet, header):
        kind = plain(_at(row, position))
        if kind in known:
            continue
        shown = kind if len(kind) <= 60 else kind[:57] + "..."
        message = f"{place.printed} is {shown!r}, not one of {', '.join(known)}: the row was not taken."
        where = address(sheet, number, place)
        scan.extract.issue(sheet.name, where, "incomplete-row", message, group=f"{tab} {heading}")
        for table in tables:
            lose(scan, table, None if owner is None else plain(_at(row, owner)) or None, sheet, number)


def _position(header: Row, heading: str) -> int | None:
    wanted = key_of(heading)
    return next((position for position, cell in enumerate(header) if key_of(cell) == wanted), None)


def _at(row: Row, position: int) -> Cell:
    return row[position] if position < len(row) else None


def _data(sheet: Sheet, header: int) -> Iterator[tuple[int, Row]]:
    """(number from 1, cells) of each row below the headings that holds anything."""
    for index in range(header + 1, len(sheet.rows)):
        if not is_blank(sheet.rows[index]):
            yield index + 1, sheet.rows[index]


@dataclass(frozen=True, slots=True)
class Looked:
    """What another tab says about one subject: its values, and where each stands."""

    values: Mapping[str, Any]
    places: Mapping[str, Heading]


def look_up(scan: Scan, tab: str, key: Sequence[Field], wanted: Sequence[Field]) -> dict[tuple[Any, ...], Looked]:
    """Facts of *tab* by key, to complete rows that were taken from another tab. The first row of a key counts."""
    table = scan.table_of(tab)
    if table is None:
        return {}
    sheet, header = table
    places = find_columns(sheet.rows[header], (*key, *wanted))
    found: dict[tuple[Any, ...], Looked] = {}
    for number, row in _data(sheet, header):
        values = parse_row(scan.extract, sheet, number, row, (*key, *wanted), places)
        where = {column: Heading(place.position, place.printed, sheet.name, number) for column, place in places.items()}
        found.setdefault(tuple(values.pop(item.column, None) for item in key), Looked(values, where))
    return found


def complete(scan: Scan, table: str, row: dict[str, Any], found: Looked | None, *, is_better: bool = False) -> None:
    """Fill what *row* lacks from another tab; the row must have a block of its own, for the headings.

    :param is_better: what the other tab tells counts more than what the row has
    """
    if found is None:
        return
    headings = scan.extract.headings.setdefault((table, row["tab"], row["block"]), {})
    for column, value in found.values.items():
        is_lacking = row.get(column) is None or (is_better and value is not None)
        if is_lacking and column in found.places and (value is not None or column not in headings):
            row[column] = value
            headings[column] = found.places[column]


def own_blocks(scan: Scan, table: str) -> None:
    """Give every row of *table* a block of its own, so that its facts may stand in different tabs."""
    for block, row in enumerate(scan.rows(table)):
        shared = scan.extract.headings.get((table, row["tab"], 0), {})
        row["block"] = block
        scan.extract.headings[table, row["tab"], block] = dict(shared)


def sentence(sheet: Sheet) -> str:
    """What a tab of one sentence says ("No disks detected"), ``''`` for any other."""
    texts = [plain(cell) for row in sheet.rows for cell in row if plain(cell)]
    is_one = header_of(sheet) is None and 1 <= len(texts) <= 2
    return texts[-1] if is_one and texts[-1].startswith("No ") else ""


def is_headless(sheet: Sheet) -> bool:
    """The tab holds something, but neither its headings nor its one sentence: nothing of it can be taken."""
    has_content = any(not is_blank(row) for row in sheet.rows)
    return has_content and header_of(sheet) is None and not sentence(sheet)
