"""BIFF8 spreadsheets (``.xls``), the Java scanner's own format, through xlrd.

python-calamine and pandas are no way here: the scanner's library stores every string as UTF-16 under a code page that
says otherwise, which calamine believes (tafia/calamine issue 229).

Knows OLE2 and cells. The user name in the file is a person's and is not looked at.
"""

from __future__ import annotations

import hashlib
import io
import struct

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.compdoc import CompDoc, CompDocError

from hmcscan_lpm.errors import UnreadableFileError
from hmcscan_lpm.readers.model import Cell, Note, Row, Sheet, Workbook
from hmcscan_lpm.readers.place import Job, Place, foreign, tally

_XLRD_ERRORS = (
    xlrd.XLRDError,
    CompDocError,
    AssertionError,
    struct.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NameError,
    RuntimeError,
    TypeError,
    ValueError,
)
_DAMAGED = "The file is truncated or damaged: copy it again from where the scanner wrote it."
_ENCRYPTED = "Open it with its password and save it without one."
_PLAIN = frozenset((xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_EMPTY))


def read(data: bytes, place: Place, job: Job) -> Workbook:
    """The tabs of an OLE2 document.

    :raises UnreadableFileError: truncated, damaged, encrypted, or another kind of OLE2 document
    :raises TooLargeError: more cells than ``cells``
    """
    _check_kind(data, place)
    try:
        with foreign(place, _XLRD_ERRORS, "the spreadsheet cannot be opened", _DAMAGED):
            book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), on_demand=True, ragged_rows=True)
    except UnreadableFileError as error:
        if "encrypted" in str(error.__cause__):
            raise place.unreadable("is protected by a password.", _ENCRYPTED) from error
        raise
    sheets: list[Sheet] = []
    notes: list[Note] = []
    cells = job.limits.cells
    for index, name in enumerate(book.sheet_names()):
        reason = job.skip(name)
        if reason:
            sheets.append(Sheet(name, (), skipped=reason))
            continue
        with foreign(place, _XLRD_ERRORS, f"tab {name!r} cannot be read", _DAMAGED):
            sheet = book.sheet_by_index(index)
        cells -= sum(map(sheet.row_len, range(sheet.nrows)))
        if cells < 0:
            raise place.too_large(f"has more than {job.limits.cells:,} cells (cells).")
        sheets.append(_sheet(name, sheet, notes))
        book.unload_sheet(index)
    return Workbook(place.shown, "xls", hashlib.sha256(data).hexdigest(), tuple(sheets), notes=tuple(notes))


def _check_kind(data: bytes, place: Place) -> None:
    """Refuse OLE2 documents that are no spreadsheet, in words that help."""
    with foreign(place, _XLRD_ERRORS, "is an OLE2 document (such as .xls) that cannot be opened", _DAMAGED):
        names = {entry.name.lower() for entry in CompDoc(data, logfile=io.StringIO()).dirlist}
    if "encryptedpackage" in names:
        raise place.unreadable("is protected by a password (an encrypted .xlsx).", _ENCRYPTED)
    if any(name.startswith("__properties_version") for name in names):
        raise place.unreadable(
            "is an Outlook message (.msg), which is not read.",
            "Save the message as .eml, or save its attachments and give those.",
        )
    if not names & {"workbook", "book"}:
        raise place.unreadable(
            "is an OLE2 document without a spreadsheet (such as a .doc or .ppt).",
            "Give the .xls that the scanner wrote.",
        )


def _sheet(name: str, sheet: xlrd.sheet.Sheet, notes: list[Note]) -> Sheet:
    rows: list[Row] = []
    odd: dict[str, list[str]] = {}
    for number in range(sheet.nrows):
        values, kinds = sheet.row_values(number), sheet.row_types(number)
        if _PLAIN.issuperset(kinds):  # XL_CELL_EMPTY is 0
            rows.append(tuple(value if kind else None for value, kind in zip(values, kinds, strict=True)))
            continue
        rows.append(tuple(_cell(value, kind, sheet.book.datemode) for value, kind in zip(values, kinds, strict=True)))
        for column, kind in enumerate(kinds):
            if kind in _ODD:
                odd.setdefault(_ODD[kind], []).append(xlrd.cellname(number, column))
    for word, places in odd.items():
        message = f"Cells with {word}, which no scanner writes, are given as text: {{count}}, the first in {{first}}."
        notes.extend(tally(name, "odd-cell", places, message))
    return Sheet(name, tuple(rows))


_ODD = {
    xlrd.XL_CELL_BOOLEAN: "a truth value",
    xlrd.XL_CELL_ERROR: "a spreadsheet error",
    xlrd.XL_CELL_DATE: "a date",
}


def _cell(value: str | float, kind: int, datemode: int) -> Cell:
    """One cell as text or number; None where there is none."""
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(error_text_from_code.get(int(value), "#ERROR!"))
    if kind == xlrd.XL_CELL_DATE:
        try:
            return str(xlrd.xldate_as_datetime(float(value), datemode).isoformat(" "))
        except (ValueError, OverflowError):
            return float(value)
    return value
