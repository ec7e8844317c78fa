"""Which separators of a row belong to its text: the scanner's CSV quotes nothing.

A row with more fields than columns is read in the most plausible way: text with separators is rejoined in columns of
free text rather than in names, in names rather than in numbers, after ``", "`` rather than after ``","``, and so that
every cell looks like the other cells of its column. Knows rows and headings, no files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_SURPLUS = 12
"""Rows with more surplus fields than this are left alone; descriptions seen have three."""

_FREE_TEXT = ("description", "event", "client")
_NAMES = ("name", "lpar", "vios", "pool", "profile", "vtd", "device", "switch", "manager", "mgr")

_FREE_COST, _NAME_COST, _OTHER_COST = 1, 3, 12
_TIGHT_COST = 2  # a separator without a blank behind it
_LOOSE_START_COST = 4  # a cell that begins with a blank
_ODD_SHAPE_COST = 9  # a cell unlike the others of its column
_ODD_BLANK_COST = 3  # a cell without text where the others have some
_JOINED_BLANK_COST = 10  # nothing between two separators is a cell of its own, not text

_SHAPES = (
    ("number", re.compile(r"-?\d+(\.\d+)?(E-?\d+)?")),
    ("flag", re.compile(r"true|false|yes|no|on|off", re.IGNORECASE)),
    ("location", re.compile(r"U[0-9A-Z]+\.[^ ]*")),
    ("hex", re.compile(r"(0x)?[0-9A-Fa-f]{8,}")),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is known from its heading and from rows that need no repair.

    :ivar shapes: what its cells look like; empty when no such row is known
    """

    heading: str
    shapes: frozenset[str] = frozenset()

    @property
    def join_cost(self) -> int:
        """How implausible it is that a cell here holds a separator."""
        heading = self.heading.lower()
        if any(word in heading for word in _FREE_TEXT):
            return _FREE_COST
        return _NAME_COST if any(word in heading for word in _NAMES) else _OTHER_COST


@dataclass(frozen=True, slots=True)
class Alignment:
    """The cells of a row, one per column.

    :ivar is_unique: False when another reading is as plausible
    """

    cells: tuple[str, ...]
    is_unique: bool


def learn(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[Column, ...]:
    """The columns with the shapes that their cells have in *rows*, all as long as *headings*."""
    shapes: list[set[str]] = [set() for _ in headings]
    for row in rows:
        for position, cell in enumerate(row):
            shapes[position].add(_shape(cell))
    return tuple(Column(heading, frozenset(seen)) for heading, seen in zip(headings, shapes, strict=True))


def join_after_blanks(fields: Sequence[str], separator: str) -> list[str]:
    """*fields* with those that begin with a blank rejoined to the one before (``10, 20, 30`` is one cell).

    A field of blanks only stays: the scanner writes it on purpose. Only a comma is followed by a blank in text.
    """
    joined: list[str] = []
    for field in fields:
        if joined and separator == "," and _starts_loose(field):
            joined[-1] += separator + field
        else:
            joined.append(field)
    return joined


def align(fields: Sequence[str], columns: Sequence[Column], separator: str) -> Alignment | None:
    """The most plausible assignment of *fields* to *columns*, or None when there is none worth trying."""
    surplus = len(fields) - len(columns)
    if surplus < 0 or surplus > MOST_SURPLUS or not columns:
        return None
    may_join = [column.join_cost < _OTHER_COST for column in columns]
    if not any(may_join):
        may_join = [True] * len(columns)
    # best[extra]: cost, number of equally good ways, and the extras taken by each column so far
    best: dict[int, tuple[int, int, tuple[int, ...]]] = {0: (0, 1, ())}
    for position, column in enumerate(columns):
        reached: dict[int, tuple[int, int, tuple[int, ...]]] = {}
        for extra, (cost, ways, path) in best.items():
            for more in range(surplus - extra + 1 if may_join[position] else 1):
                group = fields[position + extra : position + extra + more + 1]
                total = cost + _cost(group, column, separator)
                known = reached.get(extra + more)
                if known is None or total < known[0]:
                    reached[extra + more] = (total, ways, (*path, more))
                elif total == known[0]:
                    reached[extra + more] = (total, known[1] + ways, known[2])
        best = reached
    _, ways, path = best[surplus]
    return Alignment(tuple(_take(fields, path, separator)), ways == 1)


def _take(fields: Sequence[str], path: Iterable[int], separator: str) -> list[str]:
    cells, start = [], 0
    for more in path:
        cells.append(separator.join(fields[start : start + more + 1]))
        start += more + 1
    return cells


def _cost(group: Sequence[str], column: Column, separator: str) -> int:
    cost = _LOOSE_START_COST if _starts_loose(group[0]) else 0
    if len(group) > 1:
        cost += (len(group) - 1) * column.join_cost
        cost += sum(_TIGHT_COST for field in group[1:] if not _starts_loose(field))
        cost += sum(_JOINED_BLANK_COST for field in group if not field.strip())
    shape = _shape(separator.join(group))
    if column.shapes and shape not in column.shapes:
        cost += _ODD_SHAPE_COST if shape.strip() else _ODD_BLANK_COST
    return cost


def _starts_loose(field: str) -> bool:
    return field.startswith(" ") and not field.isspace()


def _shape(cell: str) -> str:
    if not cell or cell.isspace():
        return cell[:1]
    return next((name for name, pattern in _SHAPES if pattern.fullmatch(cell)), "text")
