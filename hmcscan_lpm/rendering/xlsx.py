"""A plan as an Excel workbook: numbers are numbers, no text is a formula, the same plan gives the same bytes.

Texts are strings whatever they begin with; one that might be a formula when somebody types Enter in it carries the
mark of a typed apostrophe (quotePrefix), too.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hmcscan_lpm.planning.model import Plan
from hmcscan_lpm.rendering.escape import may_be_formula, xlsx_text
from hmcscan_lpm.rendering.outline import outline
from hmcscan_lpm.rendering.spreadsheet import NOT_SAID, Cell, Sheet, Tone, Toned, widths
from hmcscan_lpm.rendering.xlsx_sheets import sheets

if TYPE_CHECKING:
    from openpyxl import Workbook

NO_CLOCK = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no time zones
"""When a plan without a time was made, as far as the workbook is concerned."""

_ZIP_CLOCK = (1980, 1, 1, 0, 0, 0)
_FILLS: dict[Tone, str] = {"bad": "FDE2E2", "open": "FFF0C8", "good": "DDF3E6", "calm": "EDF0F3", "": ""}
_STYLE = "plan {}"
_HEADING = "plan heading"


def render_plan(plan: Plan) -> bytes:
    """The plan as an ``.xlsx`` file."""
    return workbook_bytes(sheets(outline(plan)), title=plan.title, made=_clock(plan.made_at))


def _clock(made_at: str) -> datetime:
    match = re.match(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?", made_at, re.ASCII)
    try:
        return datetime.fromisoformat(match[0]) if match else NO_CLOCK
    except ValueError:
        return NO_CLOCK


def workbook_bytes(tables: tuple[Sheet, ...], *, title: str, made: datetime) -> bytes:
    """*tables* as a workbook.

    :param made: what the file says of its making and last change
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _add_styles(book)
    for table in tables:
        _add(book, table)
    book.properties.creator = "hmcscan-lpm"
    book.properties.title = xlsx_text(title)[:250]
    book.properties.created = made
    file = io.BytesIO()
    book.save(file)
    book.properties.modified = made  # saving has put the clock there
    return _without_clock(file.getvalue(), _properties(book))


def _properties(book: Workbook) -> bytes:
    from openpyxl.xml.functions import tostring

    text: bytes = tostring(book.properties.to_tree())
    return text


def _without_clock(file: bytes, properties: bytes) -> bytes:
    """The same file with the given properties, and without the moment of its making in the directory of the zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_CLOCK)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            after.writestr(entry, properties if name == "docProps/core.xml" else before.read(name))
    return made.getvalue()


def _add_styles(book: Workbook) -> None:
    from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill

    top = Alignment(vertical="top", wrap_text=True)
    for tone, colour in _FILLS.items():
        style = NamedStyle(_STYLE.format(tone or "text"), alignment=top)
        if colour:
            style.fill = PatternFill("solid", fgColor=colour)
        book.add_named_style(style)
    heading = NamedStyle(_HEADING, alignment=Alignment(vertical="bottom", wrap_text=True), font=Font(bold=True))
    heading.fill = PatternFill("solid", fgColor="D5DEE8")
    book.add_named_style(heading)


def _add(book: Workbook, table: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    sheet: Any = book.create_sheet(table.title)
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for place, width in enumerate(widths(table), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_cell(sheet, title, _HEADING) for title in table.columns])
    for row in table.rows:
        sheet.append([_made(sheet, cell) for cell in row])


def _made(sheet: Any, cell: Cell) -> Any:
    toned = NOT_SAID if cell is None else cell
    tone = toned.tone if isinstance(toned, Toned) else ""
    return _cell(sheet, toned.text if isinstance(toned, Toned) else toned, _STYLE.format(tone or "text"))


def _cell(sheet: Any, value: str | float | datetime, style: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        cell.style = style
        if isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    cell = WriteOnlyCell(sheet, xlsx_text(value))
    cell.data_type = "s"  # whatever it begins with
    cell.style = style
    if may_be_formula(value):
        cell.quotePrefix = True
    return cell
