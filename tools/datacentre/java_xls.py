"""Writes .xls files the way the Java Excel API does, with the traps that its readers fall into.

* Every string sits in the shared string table as UTF-16LE, none compressed to 8 bits.
* The CODEPAGE record says 1252 nevertheless, which makes python-calamine return letters separated by NULs.
* An empty label is a text cell, not a missing one.
* Every formula carries the cached result 4.0 and the request to recalculate on opening.
xlwt does none of these; it is steered into them through its cell objects and its string table, not patched globally.
"""

from io import BytesIO
from struct import pack
from typing import Any

import xlwt
from xlwt.BIFFRecords import SharedStringTable
from xlwt.Cell import NumberCell, StrCell
from xlwt.CompoundDoc import XlsDoc

from datacentre.grid import Cell, Formula, Tab

UTF16_CODEPAGE = bytes.fromhex("42000200b004")
WINDOWS_CODEPAGE = bytes.fromhex("42000200e404")
CACHED_RESULT = 4.0
RECALCULATE_ON_OPEN = 2
# xlwt would put the name of a person there.
WRITER = "Java Excel API v2.6.12"


class WideStringTable(SharedStringTable):  # type: ignore[misc]  # xlwt is untyped
    """A shared string table that never compresses."""

    def _add_to_sst(self, s: str) -> None:
        encoded = s.encode("utf-16-le")
        first = encoded[:2]
        self._save_atom(pack("<HB", len(encoded) // 2, 1) + first)
        self._save_splitted(encoded[2:], True)


class CachedFormula:
    """A formula cell with a result that was never calculated."""

    def __init__(self, row: int, column: int, style: int, formula: Any) -> None:
        self.place = (row, column, style)
        self.code: bytes = formula.rpn()

    def get_biff_data(self) -> bytes:
        """The FORMULA record."""
        data = pack("<3HdHL", *self.place, CACHED_RESULT, RECALCULATE_ON_OPEN, 0) + self.code
        return pack("<2H", 0x0006, len(data)) + data


class Styles:
    """Cell formats; colours are the scanner's: light green headers and free disks, yellow differences."""

    def __init__(self) -> None:
        green = "pattern: pattern solid, fore_colour light_green"
        yellow = "pattern: pattern solid, fore_colour yellow"
        self.plain = {False: xlwt.easyxf(), True: xlwt.easyxf("", num_format_str="0.00")}
        self.header = xlwt.easyxf(f"font: bold on; {green}")
        self.green = xlwt.easyxf(green)
        self.yellow = xlwt.easyxf(yellow, num_format_str="0.00")

    def of(self, tab: Tab, row: int, column: int, cell: Cell) -> Any:
        """The format of one cell."""
        if row in tab.headers:
            return self.header
        if (row, column) in tab.green:
            return self.green
        if (row, column) in tab.yellow:
            return self.yellow
        return self.plain[isinstance(cell, float)]


def workbook(tabs: tuple[Tab, ...]) -> bytes:
    """The file: same tabs, same bytes."""
    book = xlwt.Workbook(encoding="utf-8")
    book.owner = WRITER
    book._Workbook__sst = WideStringTable("utf-8")  # xlwt offers no other way in
    styles = Styles()
    for tab in tabs:
        _write(book, book.add_sheet(tab.name), tab, styles)
    stream: bytes = book.get_biff_data()
    if stream.count(UTF16_CODEPAGE) != 1:
        raise ValueError("the CODEPAGE record is not unique, so that it cannot be replaced safely")
    file = BytesIO()
    XlsDoc().save(file, stream.replace(UTF16_CODEPAGE, WINDOWS_CODEPAGE))
    return file.getvalue()


def _write(book: Any, sheet: Any, tab: Tab, styles: Styles) -> None:
    for index, cells in enumerate(tab.rows):
        row = sheet.row(index)
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            style = book.add_style(styles.of(tab, index, column, cell))
            row.insert_cell(column, _cell(book, index, column, style, cell))
    for merged in tab.merged:
        sheet.merge(*merged)


def _cell(book: Any, row: int, column: int, style: int, cell: str | float | Formula) -> Any:
    if isinstance(cell, str):
        return StrCell(row, column, style, book.add_str(cell))
    if isinstance(cell, Formula):
        formula = xlwt.Formula(cell.text)
        book.add_sheet_reference(formula)
        return CachedFormula(row, column, style, formula)
    return NumberCell(row, column, style, cell)
