"""The XML parts of an ``.xlsx``: where its sheets are, and what each of them will need before it is opened.

A spreadsheet library believes what a file says and allocates the grid up to the farthest cell. This module reads the
XML first, in steps and without holding it: it finds the farthest cell, the formulas and the spreadsheet errors, and
refuses document types, with which XML can be made to grow. Knows the grammar of the format, not its values.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_STEP = 1 << 18
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")

Handler = Callable[[str, Mapping[str, str]], None]


class BadPartError(ValueError):
    """The XML is not what the format or safety asks for."""


@dataclass(slots=True)
class Scan:
    """What one sheet holds, as its XML says.

    :ivar rows: number of the last row with a cell that has content
    :ivar columns: number of the last such column
    :ivar text: letters of all shared strings that its cells show, repeated ones counted each time
    :ivar formulas: address of each cell with a formula → the formula as typed, ``''`` where it only refers to another
    :ivar errors: address of each cell with a spreadsheet error → the error (``#N/A``)
    """

    rows: int = 0
    columns: int = 0
    text: int = 0
    formulas: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A tab as the workbook lists it.

    :ivar path: of its XML in the package, ``''`` when it is not there
    :ivar is_grid: False for charts and dialogs, which have no cells
    """

    name: str
    path: str
    is_grid: bool


def position(address: str) -> tuple[int, int]:
    """Row and column of a cell such as ``B7``, both from 0.

    :raises BadPartError: there is no such cell
    """
    match = _REFERENCE.fullmatch(address)
    column = 0
    for letter in match[1] if match else "":
        column = column * 26 + ord(letter) - 64
    row = int(match[2]) if match else 0
    if not 0 < row <= _LAST_ROW or not 0 < column <= _LAST_COLUMN:
        raise BadPartError(f"there is no cell {address[:20]!r}")
    return row - 1, column - 1


def sheet_parts(workbook: bytes, relations: bytes) -> tuple[SheetPart, ...]:
    """The tabs in the order of the workbook.

    :param workbook: ``xl/workbook.xml``
    :param relations: ``xl/_rels/workbook.xml.rels``
    :raises BadPartError: not such parts
    """
    targets: dict[str, tuple[str, bool]] = {}
    parts: list[SheetPart] = []

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if local(name) == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            is_grid = attributes.get("Type", "").endswith("/worksheet")
            targets[attributes.get("Id", "")] = (path, is_grid)

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if local(name) == "sheet":
            identity = next((value for key, value in attributes.items() if local(key) == "id"), "")
            parts.append(SheetPart(attributes.get("name", ""), *targets.get(identity, ("", True))))

    walk(relations, relation)
    walk(workbook, sheet)
    return tuple(parts)


def shared_lengths(data: bytes) -> Sequence[int]:
    """The number of letters of each shared string."""
    lengths: list[int] = []

    def start(name: str, _: Mapping[str, str]) -> None:
        if local(name) == "si":
            lengths.append(0)

    def text(letters: str) -> None:
        if lengths:
            lengths[-1] += len(letters)

    walk(data, start, text=text)
    return lengths


def scan(data: bytes, lengths: Sequence[int]) -> Scan:
    """What the sheet *data* holds.

    :param lengths: of the shared strings
    :raises BadPartError: damaged XML, a cell without an address, or a document type
    """
    reader = _SheetReader(lengths)
    walk(data, reader.start, end=reader.end, text=reader.text)
    return reader.found


def walk(
    data: bytes,
    start: Handler,
    *,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read XML in steps; element names come with their prefix.

    :raises BadPartError: damaged XML, UTF-16 (which the spreadsheet library would take for something else), or a
        document type
    """
    if data.startswith(_UTF16):
        raise BadPartError("the XML is not UTF-8")
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for offset in range(0, len(data), _STEP):
            parser.Parse(data[offset : offset + _STEP], False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise BadPartError(f"the XML is damaged: {error}") from error


def local(name: str) -> str:
    """A name without its prefix: the spreadsheet library looks at no more than that."""
    return name.rpartition(":")[2] if ":" in name else name


def _refuse_doctype(*_: object) -> None:
    raise BadPartError("the XML has a document type, which no spreadsheet program writes")


class _SheetReader:
    """Follows the cells of a sheet; alive while one sheet is read. It is called for each of millions of elements."""

    def __init__(self, lengths: Sequence[int]) -> None:
        self.found = Scan()
        self._lengths = lengths
        self._address = ""
        self._kind = ""
        self._wants = ""
        self._array = False
        self._letters: list[str] = []
        self._row = " "
        self._columns: dict[str, int] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = name.rpartition(":")[2] if ":" in name else name
        if name == "c":
            self._address = attributes.get("r", "")
            self._kind = attributes.get("t", "")
        elif name == "v":
            self._reach(self._address)
            if self._kind in ("s", "e"):
                self._wants = name
                self._letters.clear()
        elif name == "f":
            self._reach(self._address)
            self._array = attributes.get("t") == "array"
            self._wants = name
            self._letters.clear()
        elif name == "is":
            self._reach(self._address)

    def text(self, letters: str) -> None:
        """Text inside of an element."""
        if self._wants:
            self._letters.append(letters)

    def end(self, name: str) -> None:
        """An element ends."""
        if not self._wants or local(name) != self._wants:
            return
        said = "".join(self._letters)
        if self._wants == "f":
            self.found.formulas[self._address] = (f"{{={said}}}" if self._array else f"={said}") if said else ""
        elif self._kind == "e":
            self.found.errors[self._address] = said
        else:
            index = int(said) if said.strip().isdecimal() else -1
            self.found.text += self._lengths[index] if 0 <= index < len(self._lengths) else 0
        self._wants = ""

    def _reach(self, address: str) -> None:
        """Let the grid reach to *address*; most cells are in the row of the one before, in a column seen before."""
        column = self._columns.get(address.removesuffix(self._row)) if address.endswith(self._row) else None
        if column is None:
            row, column = position(address)
            self.found.rows = max(self.found.rows, row + 1)
            self._row = str(row + 1)
            self._columns[address.removesuffix(self._row)] = column
        self.found.columns = max(self.found.columns, column + 1)
