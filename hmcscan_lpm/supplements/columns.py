"""Tables that commands print: columns told by their headings, cells by a delimiter or by where the headings begin.

It knows no command; a format says which headings it looks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hmcscan_lpm.supplements.collect import is_open
from hmcscan_lpm.supplements.model import Line, Output

_DELIMITERS = ":,;|!#/^%"
"""What people give to ``-delim``: IBM's examples have the colon, scripts others, because names may not hold them."""

Headings = tuple[frozenset[str], ...]
"""Headings of the table that is looked for: all of one of the sets, among any others."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table.

    :ivar cells: by heading; blank cells are ``''``
    :ivar cut: the heading whose cell ends where the output ends, so that it may be half a cell; ``''`` for none
    :ivar is_damaged: the cells do not stand under the headings; ``cells`` is empty
    """

    line: Line
    cells: Mapping[str, str]
    cut: str = ""
    is_damaged: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A row of headings and what stands below it."""

    heading: Line
    names: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the cells are: behind each *delimiter*, or at *starts* when there is none."""

    names: tuple[str, ...]
    delimiter: str
    starts: tuple[int, ...]


def tables(
    output: Output, wanted: Headings, *, like: tuple[str, str] | None = None, continues: bool = False
) -> Iterator[Table]:
    """The tables with the headings that are wanted; each ends at an empty line or at a line of another kind.

    :param like: a heading and the regular expression that begins its cells, and damaged rows; without it a damaged
        row ends the table
    :param continues: rows may begin with blank cells, which stand for those of the row above
    """
    layout: _Layout | None = None
    heading, records = Line(0, ""), list[Record]()
    for line in output.lines:
        begun = _layout(line.text, wanted)
        record = None if begun or layout is None else _record(output, line, layout, continues=continues)
        if record and not _is_like(record, like):
            record = None
        if layout and record is None:
            yield Table(heading, layout.names, tuple(records))
            layout = None
        if begun and not is_open(output, line):
            layout, heading, records = begun, line, []
        elif record:
            records.append(record)
    if layout:
        yield Table(heading, layout.names, tuple(records))


def _is_like(record: Record, like: tuple[str, str] | None) -> bool:
    """Whether a record can be of the table: another table may begin without an empty line between them."""
    if like is None:
        return not record.is_damaged
    heading, pattern = like
    return re.match(pattern, record.line.text.strip() if record.is_damaged else record.cells[heading]) is not None


def _layout(text: str, wanted: Headings) -> _Layout | None:
    """The layout that a row of headings tells; None when the line is no such row."""
    if not any(all(name in text for name in names) for names in wanted):
        return None
    text = text.expandtabs()
    for delimiter in _DELIMITERS:
        names = tuple(name.strip() for name in text.split(delimiter))
        if len(names) > 1 and _are(names, wanted):
            return _Layout(names, delimiter, ())
    # A heading may hold single blanks ("Host Group"); where columns are narrow, a single blank also parts headings.
    for pattern in (r"\S+(?: \S+)*", r"\S+"):
        found = list(re.finditer(pattern, text))
        names = tuple(match[0] for match in found)
        if len(names) > 1 and _are(names, wanted):
            return _Layout(names, "", tuple(match.start() for match in found))
    return None


def _are(names: tuple[str, ...], wanted: Headings) -> bool:
    return len(set(names)) == len(names) and any(each <= set(names) for each in wanted)


def _record(output: Output, line: Line, layout: _Layout, *, continues: bool) -> Record | None:
    """The row in a line; None when the line is of another kind."""
    if not line.text.strip():
        return None
    if layout.delimiter:
        return _delimited(output, line, layout)
    return _aligned(output, line, layout, continues=continues)


def _delimited(output: Output, line: Line, layout: _Layout) -> Record | None:
    cells = [cell.strip() for cell in line.text.split(layout.delimiter)]
    if len(cells) == 1:
        return None
    if len(cells) != len(layout.names):
        return Record(line, {}, is_damaged=True)
    return Record(line, dict(zip(layout.names, cells, strict=True)), layout.names[-1] if is_open(output, line) else "")


def _aligned(output: Output, line: Line, layout: _Layout, *, continues: bool) -> Record | None:
    """A row below headings: cells begin where the headings do.

    Where blanks were lost on the way, as many words as headings are one word per heading; not in a table where cells
    may be blank.
    """
    text = line.text.expandtabs()
    starts = layout.starts
    if any(text[at - 1 : at].strip() for at in starts[1:]) or (text[: starts[0]].strip()):
        words = text.split()
        if continues or len(words) != len(layout.names):
            return Record(line, {}, is_damaged=True) if len(words) > 1 else None
        cells = words
    else:
        ends = (*starts[1:], len(text))
        pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        # A cell begins under its heading or is empty.
        if any(piece.strip() and piece[0] == " " for piece in pieces):
            return Record(line, {}, is_damaged=True)
        cells = [piece.strip() for piece in pieces]
    filled = sum(bool(cell) for cell in cells)
    if not filled or (filled < 2 and cells[0]) or not (cells[0] or continues):
        return None
    last = [name for name, cell in zip(layout.names, cells, strict=True) if cell][-1:]
    return Record(line, dict(zip(layout.names, cells, strict=True)), last[0] if last and is_open(output, line) else "")
