"""What a workbook is before it is a file: sheets of typed cells. Knows neither plans nor openpyxl."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hmcscan_lpm.rendering.words import NOT_KNOWN

Tone = Literal["", "bad", "open", "good", "calm"]
"""The colour behind a cell. It never says more than the text in it."""


@dataclass(frozen=True, slots=True)
class Toned:
    """A text with a colour."""

    text: str
    tone: Tone


Cell = str | int | float | datetime | Toned | None
"""None = the report does not say; ``''`` = there is nothing to say, or a blank to be filled in."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with one heading row.

    :ivar title: at most 31 characters
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        """Refuse what would make a table with holes."""
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"sheet {self.title}: a row has another number of cells than there are headings")


NOT_SAID = Toned(NOT_KNOWN, "calm")


def shown(cell: Cell) -> str | int | float | datetime:
    """What stands in the cell."""
    if cell is None:
        return NOT_SAID.text
    return cell.text if isinstance(cell, Toned) else cell


def widths(sheet: Sheet, *, least: int = 8, most: int = 60) -> list[int]:
    """A width for every column, in characters: its longest line, within bounds."""
    found = [len(title) + 3 for title in sheet.columns]  # room for the button of the filter
    for row in sheet.rows:
        for place, cell in enumerate(row):
            found[place] = max(found[place], _width(cell))
    return [min(max(width, least), most) for width in found]


def _width(cell: Cell) -> int:
    value = shown(cell)
    if isinstance(value, datetime):
        return 17
    return max((len(line) for line in str(value)[:2000].splitlines()), default=0) + 1


def lines(texts: Sequence[str]) -> str:
    """Several texts in one cell, each on a line of its own."""
    return "\n".join(texts)
