"""The one table of a page that the Java scanner writes with ``-html``, as a grid of raw cells.

The writer escapes nothing, so that a name such as ``a<b`` stands as it is; a general HTML parser would lose it. Its
grammar is fixed instead (one writer, the same in all versions seen): a row begins on a line of its own with ``<TR``
and ends with a line ``</TR>``; its cells stand on one line, each after a tab, and end in ``</TD>``; text may span
lines. Cells that a merge covers are left out and only its first cell carries ``colspan`` and ``rowspan``.

Knows nothing of folders, and not what a page means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hmcscan_lpm.readers.model import Row

_STYLE = "table{border-collapse:collapse}"
_TABLE = re.compile(r"<TABLE>\s*", re.IGNORECASE)
_ROW = re.compile(r"^<TR(?: [^>\n]*)?>\n", re.IGNORECASE | re.MULTILINE)
_ROW_END = "\n</TR>"
_CELL = re.compile(r"\t<TD((?: [a-z]+=\"[^\"<>]*\")*)>", re.IGNORECASE)
_CELL_END = "</TD>"
_SPAN = re.compile(r"(col|row)span=\"(\d{1,9})\"", re.IGNORECASE)
_NO_CELL = ' style="border:0px"'
_PICTURE = re.compile(r"<IMG SRC=\"[^\">]*\">\Z", re.IGNORECASE)

WIDEST = 256
"""Columns of the ``.xls`` sheet that the page repeats."""


class BrokenPageError(ValueError):
    """The page does not follow the writer's grammar: truncated, or edited.

    :param line: where, from 1
    """

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(line, problem)
        self.line = line
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a page.

    :ivar rows: cells are text, ``''`` where the page has an empty cell, None where it has none
    :ivar lines: the line where each row starts
    :ivar pictures: lines of cells that held a picture, which are given as None
    :ivar strays: lines of text outside of any cell, left out
    """

    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    pictures: tuple[int, ...]
    strays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str | None
    columns: int
    rows: int


def is_page(text: str) -> bool:
    """Whether *text*, the beginning of a file, is that of a page with a scanner's table."""
    return text.lstrip().lower().startswith("<html>") and _STYLE in text and _TABLE.search(text) is not None


def parse(text: str, cells: int) -> Grid:
    """The table in *text*.

    :param cells: how many cells the grid may have at most
    :raises BrokenPageError: no table, or it ends in the middle
    :raises OverflowError: more cells than *cells*
    """
    # Line breaks in cells are never CR LF as the scanner writes them; a transfer as text makes them so.
    text = text.replace("\r\n", "\n")
    start = _TABLE.search(text)
    if start is None:
        raise BrokenPageError(1, "there is no table on the page")
    rows: list[Row] = []
    lines: list[int] = []
    pictures: list[int] = []
    strays: list[int] = []
    below: dict[int, int] = {}
    line, counted = 1, 0
    position = start.end()
    for row_start, content_start, content_end, row_end in _rows(text, position):
        line += text.count("\n", counted, row_start)
        counted = row_start
        if text[position:row_start].strip():
            strays.append(line)
        position = row_end
        found, has_stray = _cells(text[content_start:content_end])
        if has_stray:
            strays.append(line)
        if any(cell.text is not None and _PICTURE.match(cell.text) for cell in found):
            pictures.append(line)
        rows.append(_place(found, below))
        lines.append(line)
        cells -= max(len(rows[-1]), 1)
        if cells < 0:
            raise OverflowError
    if "</table>" not in text[position:].lower():
        raise BrokenPageError(text.count("\n") + 1, "the page ends before its table does")
    if text[position:].lower().split("</table>", 1)[0].strip():
        strays.append(line)
    return Grid(tuple(rows), tuple(lines), tuple(pictures), tuple(strays))


def _rows(text: str, position: int) -> Iterator[tuple[int, int, int, int]]:
    """Where each row starts, its content starts and ends, and the row ends."""
    while (row := _ROW.search(text, position)) is not None:
        # The line break before </TR> may be the one that ends <TR>, in a row without cells.
        end = text.find(_ROW_END, row.end() - 1)
        if end < 0:
            raise BrokenPageError(text.count("\n", 0, row.start()) + 1, "the row that starts here has no end")
        position = end + len(_ROW_END)
        yield row.start(), row.end(), max(end, row.end()), position


def _cells(content: str) -> tuple[list[_Cell], bool]:
    """The cells between ``<TR>`` and ``</TR>``, and whether there is anything else."""
    found: list[_Cell] = []
    openings = list(_CELL.finditer(content))
    has_stray = bool(content[: openings[0].start() if openings else None].strip())
    index = 0
    while index < len(openings):
        attributes, begin = openings[index][1], openings[index].end()
        index += 1
        # What looks like a cell inside of a cell's text is text: a cell begins after the end of the one before.
        while index < len(openings) and not content.endswith(_CELL_END, 0, openings[index].start()):
            index += 1
        end = openings[index].start() if index < len(openings) else len(content.rstrip("\n"))
        text = content[begin:end]
        has_stray = has_stray or not text.endswith(_CELL_END)
        spans = {kind.lower(): int(count) for kind, count in _SPAN.findall(attributes)}
        shown = None if attributes == _NO_CELL else text.removesuffix(_CELL_END)
        found.append(_Cell(shown, spans.get("col", 1), spans.get("row", 1)))
    return found, has_stray


def _place(found: list[_Cell], below: dict[int, int]) -> Row:
    """The cells in their columns; *below* counts the rows for which merges above still cover a column."""
    covered = dict(below)
    row: dict[int, str | None] = {}
    column = 0
    for cell in found:
        while covered.get(column, 0):
            column += 1
        row[column] = None if cell.text is None or _PICTURE.match(cell.text) else cell.text
        for position in range(column, min(column + cell.columns, WIDEST)):
            if cell.rows > 1:
                below[position] = cell.rows
        column += max(1, min(cell.columns, WIDEST))
    for position in list(below):
        below[position] -= 1
        if not below[position]:
            del below[position]
    width = max((position + 1 for position, text in row.items() if text is not None), default=0)
    return tuple(row.get(position) for position in range(width))
