"""The folder that the Java scanner writes with ``-html``: one page per tab, and others for reading in a browser.

Knows which pages belong to the report; the table of a page is :mod:`html_table`'s.
"""

from __future__ import annotations

from collections.abc import Sequence

from hmcscan_lpm.readers import html_table
from hmcscan_lpm.readers.charset import decode
from hmcscan_lpm.readers.csv_folder import fingerprint
from hmcscan_lpm.readers.model import Note, Sheet, Workbook
from hmcscan_lpm.readers.place import Job, Place, tally
from hmcscan_lpm.readers.source import Item

_LOST = (
    "An HTML report has numbers as text, with decimals cut to two places a second time, and lacks the tab SW_cores. "
    "The .xls of the same scan is better."
)
_STRAYS = "Text outside of any cell was left out: {count}, the first at {first}."
_PICTURES = "Rows with pictures, which were left out: {count}, the first at {first}."
_ADVICE = "Copy the folder again from where the scanner wrote it."


def is_file(item: Item) -> bool:
    """Whether *item* belongs to such a folder: a page, or a picture of usage that a page shows."""
    return item.ending in (".html", ".htm", ".png")


def is_sheet(item: Item) -> bool:
    """Whether *item* is a page with the table of a tab: menus and the pages of single objects have none."""
    return item.ending in (".html", ".htm") and html_table.is_page(decode(item.head(), item.name)[0])


def read(items: Sequence[Item], place: Place, job: Job) -> Workbook:
    """The report in the pages *items* of one folder.

    :raises UnreadableFileError: a page is truncated or was edited
    :raises TooLargeError: more than the limits allow
    """
    items = sorted(items, key=lambda item: item.name)
    notes = [Note("", "", "lost-by-format", _LOST)]
    contents, sheets = [], []
    cells = job.limits.cells
    for item in items:
        data = item.read(-1)
        job.unpack(len(data), place)
        contents.append((item.name, data))
        sheet = _sheet(item, data, place, job, cells, notes)
        cells -= sum(max(len(row), 1) for row in sheet.rows)
        sheets.append(sheet)
    return Workbook(place.shown, "html", fingerprint(contents), tuple(sheets), notes=tuple(notes))


def _sheet(item: Item, data: bytes, place: Place, job: Job, cells: int, notes: list[Note]) -> Sheet:
    reason = job.skip(item.stem)
    if reason:
        return Sheet(item.stem, (), skipped=reason)
    text, found = decode(data, item.stem)
    notes.extend(found)
    try:
        grid = html_table.parse(text, cells)
    except html_table.BrokenPageError as error:
        problem = f"is damaged: {error.problem} (line {error.line})."
        raise place.inside(item.name, "/").unreadable(problem, _ADVICE) from error
    except OverflowError as error:
        raise place.too_large(f"has more than {job.limits.cells:,} cells (cells).") from error
    strays = [f"line {line}" for line in grid.strays]
    notes.extend(tally(item.stem, "unrepaired-row", strays, _STRAYS))
    pictures = [f"line {line}" for line in grid.pictures]
    notes.extend(tally(item.stem, "lost-by-format", pictures, _PICTURES))
    return Sheet(item.stem, grid.rows, grid.lines)
