"""Edits of a report as read: what an example changes in the healthy report, on the scanner's own tabs and headings.

Knows how the tabs are laid out, not what they mean.

Flat tabs have their headings in the first row (the SR-IOV tabs of the Python report in the second).
The others are addressed as if they were flat, with pseudo-headings that only ``where`` may name:

* ``Virtual_Ethernet``: ``System`` is the server of a block and ``Table`` is ``adapters`` or ``switches``;
  a virtual switch is a row with the headings ``Name`` and ``VLAN ids``.
* ``SW_cores``: ``System`` is the server of a block; its pools are rows with the headings ``ID``, ``Name`` and ``Size``.
* ``SEA``: ``Table`` is ``sea``, ``etherchannel`` or ``statistics``.
* ``Header`` and ``HMC…``: one row, whose headings are the labels.

A change touches every table of its tab that has all headings it names.
Where a tab has a heading twice, the second one is ``thread~2``.
A tab that is one sentence (``No SR-IOV adapter was detected``) takes the headings of the first row added to it.
So do the tabs that the Python dialect makes of a JSON dump and that no workbook has: ``LPAR profiles serial`` and
``Memory Pools``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from hmcscan_lpm.catalogue.model import Change
from hmcscan_lpm.dialects.extract import is_blank
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.errors import CatalogueError
from hmcscan_lpm.readers.model import Cell, Row, Sheet, Workbook

NO_CELL = "{no cell}"
"""The value of a change that stands for no cell at all, which is not the same as a text cell without text."""

_SEA_TABLES = {"SEA": "sea", "Etherchannel": "etherchannel", "Virt Eth": "statistics"}
_DUMP_TABS = frozenset({"LPAR profiles serial", "Memory Pools"})
_SWITCHES, _ADAPTERS = "Virtual Switches", "Virtual Ethernet Slots"


@dataclass(frozen=True, slots=True)
class _Table:
    """A part of a tab that edits like a flat table: headings, and rows as wide as those at most.

    :ivar pseudo: pseudo-heading → its value for all rows
    :ivar printed: headings as they stand in the tab
    :ivar layout: ``rows``: headings above their columns; ``columns``: headings at the left, a record per column;
        ``labels``: a single record whose values stand beside their labels in *grid*
    :ivar grid: what stands in the tab besides the records: with ``columns`` the cells left of each line, with
        ``labels`` all rows; of a tab that is one sentence, that sentence
    :ivar places: row and column of each label in *grid*
    """

    pseudo: Mapping[str, str]
    printed: Row
    rows: tuple[Row, ...]
    layout: str = "rows"
    grid: tuple[Row, ...] = ()
    places: tuple[tuple[int, int], ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """Headings made unique: the second ``thread`` is ``thread~2``; a column without one has none."""
        seen: Counter[str] = Counter()
        names = []
        for cell in self.printed:
            name = plain(cell)
            seen[name] += 1
            names.append(name if seen[name] == 1 or not name else f"{name}~{seen[name]}")
        return tuple(names)

    def has(self, names: Iterable[str]) -> bool:
        """It has all these headings or pseudo-headings."""
        return set(names) <= {*self.headings, *self.pseudo}

    def matches(self, row: Row, where: Mapping[str, str]) -> bool:
        """*row* has the values that *where* asks for."""
        headings = self.headings
        return all(
            self.pseudo[name] == value if name in self.pseudo else _cell_at(row, headings.index(name)) == _cell(value)
            for name, value in where.items()
        )

    def changed(self, row: Row, cells: Mapping[str, str]) -> Row:
        """*row* with other *cells*."""
        headings = self.headings
        values = [_cell_at(row, position) for position in range(max(len(row), len(headings)))]
        for name, value in cells.items():
            values[headings.index(name)] = _cell(value)
        return tuple(values)

    def without(self, heading: str) -> _Table:
        """The table without one column."""
        position = self.headings.index(heading)

        def cut(row: Sequence[Cell]) -> Row:
            return tuple(cell for index, cell in enumerate(row) if index != position)

        if self.layout == "rows":
            return replace(self, printed=cut(self.printed), rows=tuple(cut(row) for row in self.rows))
        if self.layout == "columns":
            grid = tuple(line for index, line in enumerate(self.grid) if index != position)
            return replace(self, printed=cut(self.printed), rows=tuple(cut(row) for row in self.rows), grid=grid)
        at, column = self.places[position]
        line = self.grid[at]
        blanked = (*line[:column], None, None, *line[column + 2 :])
        return replace(
            self,
            printed=cut(self.printed),
            rows=tuple(cut(row) for row in self.rows),
            grid=(*self.grid[:at], blanked, *self.grid[at + 1 :]),
            places=self.places[:position] + self.places[position + 1 :],
        )

    def lines(self) -> Iterator[Row]:
        """Its rows in the tab."""
        if self.layout == "labels":
            yield from self._beside_labels()
        elif self.layout == "columns":
            for position, left in enumerate(self.grid):
                yield (*left, *(_cell_at(row, position) for row in self.rows))
        elif self.printed:
            yield self.printed
            yield from self.rows
        else:
            yield from self.grid

    def _beside_labels(self) -> Iterator[Row]:
        values = {place: value for row in self.rows for place, value in zip(self.places, row, strict=True)}
        for number, line in enumerate(self.grid):
            cells = list(line)
            for (at, column), value in values.items():
                if at == number:
                    cells += [None] * (column + 2 - len(cells))
                    cells[column + 1] = value
            yield tuple(cells)


_Part = Row | _Table
"""A tab is tables, and rows between them that belong to none."""


def apply(workbook: Workbook, changes: Sequence[Change]) -> Workbook:
    """*workbook* after *changes*, one after the other.

    :raises CatalogueError: a change names a tab or heading that is not there, or changes nothing
    """
    for change in changes:
        workbook = _applied(workbook, change)
    return workbook


def headings(sheet: Sheet) -> tuple[str, ...]:
    """All headings of a tab that a change can name, pseudo-headings left out."""
    tables = [part for part in _parts(sheet) if isinstance(part, _Table)]
    return tuple(dict.fromkeys(name for table in tables for name in table.headings if name))


def _applied(workbook: Workbook, change: Change) -> Workbook:
    names = [sheet.name for sheet in workbook.sheets]
    if change.tab not in names and change.tab in _DUMP_TABS and change.action == "add" and not change.where:
        cells = tuple(_cell(value) for value in change.cells.values())
        return replace(workbook, sheets=(*workbook.sheets, Sheet(change.tab, (tuple(change.cells), cells))))
    if change.tab not in names:
        raise CatalogueError(workbook.file, f"has no tab {change.tab!r}. Its tabs: {', '.join(names)}.")
    if change.action == "drop-tab":
        if change.where or change.cells:
            raise CatalogueError(change.tab, "drop_tab takes the whole tab: where and cells make no sense.")
        return replace(workbook, sheets=tuple(sheet for sheet in workbook.sheets if sheet.name != change.tab))
    sheets = tuple(_edited(sheet, change) if sheet.name == change.tab else sheet for sheet in workbook.sheets)
    return replace(workbook, sheets=sheets)


def _edited(sheet: Sheet, change: Change) -> Sheet:
    parts = list(_parts(sheet))
    tables = [index for index, part in enumerate(parts) if isinstance(part, _Table)]
    if change.action == "add" and len(tables) == 1:
        parts[tables[0]] = _with_headings(parts[tables[0]], change)
    named = {*change.where, *change.cells}
    chosen = [(index, part) for index in tables if isinstance(part := parts[index], _Table) and part.has(named)]
    if not chosen:
        raise CatalogueError(sheet.name, _no_such_heading(parts, named))
    edited = False
    for index, table in chosen:
        if change.action == "add" and edited:
            break
        after = _edit(table, change)
        edited = edited or after != table
        parts[index] = after
    if not edited:
        raise CatalogueError(sheet.name, f"the change {_shown(change)} changes nothing.")
    rows = [row for part in parts for row in (part.lines() if isinstance(part, _Table) else [part])]
    return replace(sheet, rows=tuple(rows))


def _with_headings(part: _Part, change: Change) -> _Part:
    """A tab that is one sentence takes the headings of the first row added to it."""
    if isinstance(part, _Table) and not part.printed and not change.where:
        return replace(part, printed=tuple(change.cells))
    return part


def _no_such_heading(parts: Sequence[_Part], named: Iterable[str]) -> str:
    tables = [part for part in parts if isinstance(part, _Table)]
    known = dict.fromkeys(name for table in tables for name in (*table.pseudo, *table.headings) if name)
    wanted = ", ".join(sorted(named))
    return f"no table of the tab has the headings {wanted}. There are: {', '.join(known) or 'none'}."


def _shown(change: Change) -> str:
    where = ", ".join(f"{name}={value!r}" for name, value in change.where.items())
    return f"({change.action} where {where or 'anything'})"


def _edit(table: _Table, change: Change) -> _Table:
    """One table after one change; the same one when no row is meant."""
    for name in change.cells:
        if name not in table.headings:
            raise CatalogueError(change.tab, f"{name} says which rows are meant; it cannot be changed.")
    if change.action == "drop-column":
        if all(table.pseudo.get(name) == value for name, value in change.where.items()):
            for heading in change.cells:
                table = table.without(heading)
        return table
    if table.layout == "labels" and change.action != "set":
        raise CatalogueError(change.tab, f"has labels, not rows: there is nothing to {change.action}.")
    hits = [row for row in table.rows if table.matches(row, change.where)]
    if change.action == "delete":
        return replace(table, rows=tuple(row for row in table.rows if row not in hits))
    if change.action == "add":
        if not hits and (change.where or table.rows):
            return table
        pattern = hits[0] if hits else ()
        return replace(table, rows=(*table.rows, table.changed(pattern, change.cells)))
    return replace(table, rows=tuple(table.changed(row, change.cells) if row in hits else row for row in table.rows))


def _cell(value: str) -> Cell:
    return None if value == NO_CELL else value


def _cell_at(row: Row, position: int) -> Cell:
    return row[position] if position < len(row) else None


def _parts(sheet: Sheet) -> Iterator[_Part]:
    if sheet.name in ("Header", "HMC") or sheet.name.startswith("HMC "):
        yield _labels(sheet)
    elif sheet.name == "SEA":
        yield from _stacked(sheet)
    elif sheet.name == "Virtual_Ethernet":
        yield from _blocks(sheet)
    elif sheet.name == "SW_cores":
        yield from _pool_blocks(sheet)
    elif sheet.name.startswith("SR-IOV "):
        yield from sheet.rows[:1]
        yield _flat(sheet.rows[1:])
    else:
        yield _flat(sheet.rows)


def _flat(rows: Sequence[Row], pseudo: Mapping[str, str] | None = None) -> _Table:
    if len(rows) == 1 and len(rows[0]) == 1:
        return _Table(pseudo or {}, (), (), grid=tuple(rows))
    return _Table(pseudo or {}, rows[0] if rows else (), tuple(rows[1:]))


def _labels(sheet: Sheet) -> _Table:
    """Labels stand in column A, above ``Network`` in column D as well, and their values right of them."""
    side_by_side = next((at for at, row in enumerate(sheet.rows) if _cell_at(row, 0) == "Network"), 0)
    places = tuple(
        (number, column)
        for number, row in enumerate(sheet.rows)
        for column in ((0, 3) if number < side_by_side else (0,))
        if plain(_cell_at(row, column))
    )
    printed = tuple(_cell_at(sheet.rows[number], column) for number, column in places)
    values = tuple(_cell_at(sheet.rows[number], column + 1) for number, column in places)
    return _Table({}, printed, (values,), "labels", sheet.rows, places)


def _stacked(sheet: Sheet) -> Iterator[_Part]:
    """Tables below each other, each with a heading row of its own, blank rows between them."""
    for blank, rows in groupby(sheet.rows, is_blank):
        if blank:
            yield from rows
        else:
            yield _sea_table(tuple(rows))


def _sea_table(rows: Sequence[Row]) -> _Table:
    headings = [plain(cell) for cell in rows[0]]
    kind = next((name for heading, name in reversed(_SEA_TABLES.items()) if heading in headings), "")
    return _flat(rows, {"Table": kind})


def _blocks(sheet: Sheet) -> Iterator[_Part]:
    """Blocks of one server each: a title, its virtual switches, its adapters."""
    rows, number, system = sheet.rows, 0, ""
    while number < len(rows):
        first = plain(_cell_at(rows[number], 0))
        if first == _SWITCHES:
            yield rows[number]
            yield _beside(rows[number + 1 : number + 3], 1, {"System": system, "Table": "switches"})
            number += 3
        elif first == _ADAPTERS:
            end = next((at for at in range(number + 1, len(rows)) if is_blank(rows[at])), len(rows))
            yield rows[number]
            yield _flat(rows[number + 1 : end], {"System": system, "Table": "adapters"})
            number = end
        else:
            system = first or system
            yield rows[number]
            number += 1


def _pool_blocks(sheet: Sheet) -> Iterator[_Part]:
    """Blocks of one server each: a title, its processor pools, and a calculator that nobody edits."""
    number, system = 0, ""
    while number < len(sheet.rows):
        row = sheet.rows[number]
        below = sheet.rows[number + 1] if number + 1 < len(sheet.rows) else ()
        if plain(_cell_at(below, 0)) == "System cores":
            system = plain(_cell_at(row, 0))
        if plain(_cell_at(row, 0)) == "Processor Pools":
            yield _beside(sheet.rows[number : number + 3], 2, {"System": system})
            number += 3
        else:
            yield row
            number += 1


def _beside(lines: Sequence[Row], left: int, pseudo: Mapping[str, str]) -> _Table:
    """A record per column, with the headings in the last of the *left* columns."""
    width = max(len(line) for line in lines)
    records = tuple(tuple(_cell_at(line, at) for line in lines) for at in range(left, width))
    return _Table(
        pseudo, tuple(line[left - 1] for line in lines), records, "columns", tuple(line[:left] for line in lines)
    )
