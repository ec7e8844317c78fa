"""The lines of a scanner's CSV file, and the list of what had to be repaired in it.

Knows nothing of columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hmcscan_lpm.readers.model import Note

_LONE_BREAK = re.compile(r"(?<!\r)\n")

_MESSAGES = {
    "rejoined-lines": "Rows broken over several lines, as the format writes cells with line breaks, were rejoined: "
    "{count}, the first at {first}.",
    "rejoined-separators": "Rows with more separators than columns, as the format quotes nothing, had their text "
    "rejoined: {count}, the first at {first}.",
    "ambiguous-row": "Rows with more separators than columns can be read in several ways, and one was taken: "
    "{count}, the first at {first}. Compare them with the .xls.",
    "unrepaired-row": "Rows that do not fit the header were left as they stand: {count}, the first at {first}.",
    "truncated-file": "The file has no line break at its end ({first}): it may be cut off.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line, or a whole row where the file shows where rows end.

    :ivar number: of the physical line where it starts, from 1
    """

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a file.

    :ivar are_rows: True when every line is a whole row, cells with line breaks and all
    """

    lines: tuple[Line, ...]
    are_rows: bool
    is_cut: bool


def split(text: str) -> Lines:
    """The lines of *text*, without their ends.

    On Windows the scanner ends rows with CR LF and breaks lines inside of cells with LF alone: then the rows are
    certain. Elsewhere both are LF.
    """
    are_rows = "\r\n" in text and _LONE_BREAK.search(text) is not None
    pieces = text.split("\r\n") if are_rows else text.replace("\r\n", "\n").split("\n")
    is_cut = bool(pieces[-1])
    if not is_cut:
        pieces.pop()
    lines, number = [], 1
    for piece in pieces:
        lines.append(Line(number, piece))
        number += 1 + (piece.count("\n") if are_rows else 0)
    return Lines(tuple(lines), are_rows, is_cut)


@dataclass(slots=True)
class Repairs:
    """What was repaired in one file so far; alive while that file is read."""

    places: dict[str, list[int]] = field(default_factory=dict)

    def add(self, kind: str, line: int) -> None:
        """Note that the row at *line* was repaired, or could not be."""
        self.places.setdefault(kind, []).append(line)

    def notes(self, tab: str) -> tuple[Note, ...]:
        """One note per kind."""
        return tuple(
            Note(tab, f"line {found[0]}", kind, _MESSAGES[kind].format(count=len(found), first=f"line {found[0]}"))
            for kind, found in sorted(self.places.items())
        )
