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
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.readers.model import Row, Sheet, Workbook

Rows = list[dict[str, Any]]
Raw = Mapping[str, Any]
"""A raw row: heading reduced by :func:`key_of` → cell."""

_DEPTH = 3


def recognises(workbook: Workbook) -> bool:
    """The workbook has the tabs that only this scanner writes, or it is its JSON dump."""
    if workbook.document is not None:
        return isinstance(workbook.document.get("managed_system"), dict) and "hmc" in workbook.document
    names = {sheet.name for sheet in workbook.sheets}
    return "LPAR vadapter details" in names or {"System Summary", "LPAR details"} <= names


@dataclass
class Scan:
    """One report while it is being taken.

    :ivar names: (server, partition id) → name, raw as the HMC prints it
    """

    extract: Extract
    sheets: Mapping[str, Sheet]
    names: dict[tuple[str, int], str] = field(default_factory=dict)

    def rows(self, table: str) -> Rows:
        """The rows of *table* taken so far, to be completed in place."""
        return self.extract.rows.setdefault(table, [])

    def sheet(self, tab: str) -> Sheet | None:
        """The sheet of *tab*, by any spelling."""
        wanted = tab_key(tab)
        return next((sheet for name, sheet in self.sheets.items() if tab_key(name) == wanted), None)

    def name_of(self, system: str, lpar_id: int | None) -> str | None:
        """The raw name of a partition: guessed columns turn ``007`` into 7, ids stay."""
        return None if lpar_id is None else self.names.get((system, lpar_id))


def header_of(sheet: Sheet) -> int | None:
    """Index of the heading row: the first that starts like one; None for a tab of one sentence."""
    for index, row in enumerate(sheet.rows[:_DEPTH]):
        keys = {key_of(cell) for cell in row}
        if "managedsystem" in keys:
            return index
    return None


def take_tab(
    scan: Scan,
    table: str,
    tab: str,
    wanted: Sequence[Field],
    required: Sequence[str],
    when: Callable[[Raw], bool] | None = None,
) -> Rows:
    """Take the rows of *tab* that *when* accepts into *table* and return them, to be completed in place."""
    sheet = scan.sheet(tab)
    header = None if sheet is None else header_of(sheet)
    if sheet is None or header is None:
        return []
    places = find_columns(sheet.rows[header], wanted)
    scan.extract.locate(table, sheet.name, 0, places)
    missing = [item for item in wanted if item.column in required and item.column not in places]
    if missing and not any(True for _ in _data(sheet, header, when)):
        return []
    if missing:
        message = f"no column {missing[0].headings[0]!r}: the tab was not taken into table {table}."
        scan.extract.issue(sheet.name, address(sheet, header + 1, None), "missing-column", message)
        return []
    taken = []
    for number, row in _data(sheet, header, when):
        values = parse_row(scan.extract, sheet, number, row, wanted, places)
        lacking = [column for column in required if values.get(column) is None]
        if lacking:
            where = address(sheet, number, places[lacking[0]])
            message = f"the row has no {lacking[0]}: it was not taken into table {table}."
            scan.extract.issue(sheet.name, where, "incomplete-row", message, group=f"{table}.{lacking[0]}")
            continue
        values.update(report=scan.extract.report, tab=sheet.name, row=number, block=0)
        taken.append(values)
    scan.rows(table).extend(taken)
    return taken


def _data(sheet: Sheet, header: int, when: Callable[[Raw], bool] | None) -> Iterator[tuple[int, Row]]:
    keys = [key_of(cell) for cell in sheet.rows[header]]
    for index in range(header + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if not is_blank(row) and (when is None or when(dict(zip(keys, row, strict=False)))):
            yield index + 1, row


@dataclass(frozen=True, slots=True)
class Looked:
    """What another tab says about one subject: its values, and where each stands."""

    values: Mapping[str, Any]
    places: Mapping[str, Heading]


def look_up(scan: Scan, tab: str, key: Sequence[Field], wanted: Sequence[Field]) -> dict[tuple[Any, ...], Looked]:
    """Facts of *tab* by key, to complete rows that were taken from another tab. The first row of a key counts."""
    sheet = scan.sheet(tab)
    header = None if sheet is None else header_of(sheet)
    if sheet is None or header is None:
        return {}
    places = find_columns(sheet.rows[header], (*key, *wanted))
    found: dict[tuple[Any, ...], Looked] = {}
    for number, row in _data(sheet, header, None):
        values = parse_row(scan.extract, sheet, number, row, (*key, *wanted), places)
        where = {
            column: Heading(place.position, place.printed, sheet.name, number) for column, place in places.items()
        }
        found.setdefault(tuple(values.pop(item.column, None) for item in key), Looked(values, where))
    return found


def complete(scan: Scan, table: str, row: dict[str, Any], found: Looked | None) -> None:
    """Fill what *row* lacks from another tab; the row must have a block of its own, for the headings."""
    if found is None:
        return
    headings = scan.extract.headings.setdefault((table, row["tab"], row["block"]), {})
    for column, value in found.values.items():
        if row.get(column) is None and column in found.places:
            row[column] = value
            headings[column] = found.places[column]


def own_blocks(scan: Scan, table: str) -> None:
    """Give every row of *table* a block of its own, so that its facts may stand in different tabs."""
    for block, row in enumerate(scan.rows(table)):
        shared = scan.extract.headings.get((table, row["tab"], 0), {})
        row["block"] = block
        scan.extract.headings[table, row["tab"], block] = dict(shared)


def sentence(sheet: Sheet) -> str:
    """What a tab of one sentence says, ``''`` for any other."""
    texts = [plain(cell) for row in sheet.rows for cell in row if plain(cell)]
    return texts[-1] if texts and header_of(sheet) is None and len(texts) <= 2 else ""
