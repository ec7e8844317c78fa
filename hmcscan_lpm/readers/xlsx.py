"""Office Open XML spreadsheets (``.xlsx``), the Python scanner's format, through python-calamine.

calamine gives the values; what it would not tell (formulas, spreadsheet errors) and what could hurt (grids and texts
that grow) is looked up in the XML before. It is handed a fresh package with just the parts that were looked at, so
that no two zip readers can disagree about what is in the file.

Knows packages and cells, not what they mean.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence

import python_calamine

from hmcscan_lpm.readers import xlsx_parts
from hmcscan_lpm.readers.archive import Archive, Member
from hmcscan_lpm.readers.model import Cell, Note, Row, Sheet, Workbook
from hmcscan_lpm.readers.place import Job, Place, foreign, tally
from hmcscan_lpm.readers.xlsx_parts import BadPartError, Scan, SheetPart

WORKBOOK = "xl/workbook.xml"
"""The part that makes a zip archive an ``.xlsx``."""

CONTENT_TYPES = "[content_types].xml"
"""The part that every Office document has, in lower case."""

_RELATIONS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedstrings.xml"
_COMMON = (CONTENT_TYPES, "_rels/.rels", WORKBOOK, _RELATIONS, "xl/styles.xml", _STRINGS)
_CALAMINE_ERRORS = (python_calamine.CalamineError, ValueError, TypeError, LookupError, ArithmeticError, OSError)
_DAMAGED = "Copy the file again from where the scanner wrote it, or open it in a spreadsheet program and save it."

Odd = dict[str, list[str]]


def read(data: bytes, archive: Archive, place: Place, job: Job) -> Workbook:
    """The tabs of a spreadsheet.

    :param archive: *data*, opened
    :raises UnreadableFileError: damaged, or not what the format says
    :raises TooLargeError: it unpacks to more than the limits allow
    """
    members = {member.path.lower(): member for member in archive.members}
    parts = {path: archive.read(members[path]) for path in _COMMON if path in members}
    with foreign(place, (BadPartError,), "the list of tabs cannot be read", _DAMAGED):
        tabs = xlsx_parts.sheet_parts(parts[WORKBOOK], parts.get(_RELATIONS, b"<none/>"))
        lengths = xlsx_parts.shared_lengths(parts[_STRINGS]) if _STRINGS in parts else ()
    reasons = [_unread(tab, job) for tab in tabs]
    wanted = [tab for tab, reason in zip(tabs, reasons, strict=True) if not reason]
    scans = _scan_all(wanted, archive, members, parts, lengths, place, job)
    with foreign(place, _CALAMINE_ERRORS, "the spreadsheet cannot be opened", _DAMAGED):
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(_pack(members, parts)))
        names = book.sheet_names
    if len(names) != len(tabs):
        raise place.unreadable("the list of tabs is damaged.", _DAMAGED)
    sheets: list[Sheet] = []
    notes: list[Note] = []
    for index, (tab, reason) in enumerate(zip(tabs, reasons, strict=True)):
        if reason:
            sheets.append(Sheet(tab.name, (), skipped=reason))
            continue
        with foreign(place, _CALAMINE_ERRORS, f"tab {tab.name!r} cannot be read", _DAMAGED):
            values = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
        sheets.append(_sheet(tab.name, values, scans[tab.path], notes))
    return Workbook(place.shown, "xlsx", hashlib.sha256(data).hexdigest(), tuple(sheets), notes=tuple(notes))


def _unread(tab: SheetPart, job: Job) -> str:
    return job.skip(tab.name) if tab.is_grid else "it has no cells (a chart or a dialog)"


def _scan_all(
    tabs: Sequence[SheetPart],
    archive: Archive,
    members: Mapping[str, Member],
    parts: dict[str, bytes],
    lengths: Sequence[int],
    place: Place,
    job: Job,
) -> Mapping[str, Scan]:
    """What the tabs hold, by path; their XML joins *parts*.

    :raises TooLargeError: more than the limits allow
    """
    scans: dict[str, Scan] = {}
    cells = text = 0
    for tab in tabs:
        member = members.get(tab.path.lower())
        if member is None:
            raise place.unreadable(f"tab {tab.name!r} is listed but missing.", _DAMAGED)
        data = archive.read(member)
        with foreign(place, (BadPartError,), f"tab {tab.name!r} cannot be read", _DAMAGED):
            found = xlsx_parts.scan(data, lengths)
        cells += found.rows * found.columns
        text += found.text
        if cells > job.limits.cells:
            cell = f"the farthest cell of tab {tab.name!r} is in row {found.rows:,}, column {found.columns:,}"
            raise place.too_large(f"has more than {job.limits.cells:,} cells (cells): {cell}.")
        if text > job.limits.unpacked_bytes:
            raise place.too_large(f"has more than {job.limits.unpacked_bytes:,} letters (unpacked_bytes).")
        parts[member.path.lower()] = data
        scans[tab.path] = found
    return scans


def _pack(members: Mapping[str, Member], parts: Mapping[str, bytes]) -> bytes:
    """A package with just these parts, stored as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for path, data in parts.items():
            package.writestr(members[path].path, data)
    return buffer.getvalue()


def _sheet(name: str, values: Sequence[Sequence[object]], scan: Scan, notes: list[Note]) -> Sheet:
    known: dict[str, str] = {}
    odd: Odd = {}
    rows = [
        [_cell(value, row, column, known, odd) for column, value in enumerate(cells)]
        for row, cells in enumerate(values)
    ]
    for address, said in scan.errors.items():
        odd.setdefault("a spreadsheet error", []).append(address)
        _put(rows, address, said)
    typed = {address: formula for address, formula in scan.formulas.items() if formula}
    for address, formula in typed.items():
        _put(rows, address, formula)
    notes.extend(_formula_notes(name, typed, len(scan.formulas)))
    for word, places in odd.items():
        message = f"Cells with {word}, which no scanner writes, are given as text: {{count}}, the first in {{first}}."
        notes.extend(tally(name, "odd-cell", places, message))
    return Sheet(name, tuple(_trimmed(row) for row in rows))


def _formula_notes(name: str, typed: Mapping[str, str], count: int) -> tuple[Note, ...]:
    message = (
        "Formulas are given as text, as the values beside them were never calculated: {count}, the first in {first}. "
        "A name that begins with '=' becomes a formula too."
    )
    if count > len(typed):
        message += f" Cells that repeat another's formula keep the value beside it: {count - len(typed)}."
    return tally(name, "formula-as-text", list(typed), message)


def _put(rows: list[list[Cell]], address: str, cell: str) -> None:
    """Place a cell where the library saw none or another; the grid grows as far as the scan allowed it."""
    row, column = xlsx_parts.position(address)
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = cell


def _cell(value: object, row: int, column: int, known: dict[str, str], odd: Odd) -> Cell:
    """One value as text or number. An empty text is None: the format does not tell it from a formatted empty cell."""
    if isinstance(value, str):
        return known.setdefault(value, value) if value else None
    if isinstance(value, bool):
        odd.setdefault("a truth value", []).append(_address(row, column))
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return float(value)
    odd.setdefault("a date or time", []).append(_address(row, column))
    return value.isoformat(" ") if isinstance(value, dt.datetime) else str(value)


def _address(row: int, column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _trimmed(row: Sequence[Cell]) -> Row:
    """The row without the empty cells at its end: the library pads all rows to the widest."""
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return tuple(row[:width])
