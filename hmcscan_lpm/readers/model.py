"""What a reader gives: sheets of raw cells, exactly as they stand in the file.

A reader knows file formats. It does not know what a tab means, and changes no value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Cell = str | float | None
"""A raw cell: text, a number, or ``None`` where the file has no cell.

``''`` is a text cell without text. Java's ``.xls`` keeps the two apart and they mean different things.
Whole numbers are floats as in the file (``13.0``); booleans and dates do not occur in scanner reports and
come as text.
"""

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One tab of a report, or one file of a folder that stands for a tab.

    :ivar name: tab name as printed (``VIOS disks``), or the file's stem in a folder (``viosdisks``)
    :ivar rows: the grid; rows may have different lengths
    :ivar lines: for formats whose cells have no A1 address (CSV, HTML): the line in the file where each row
        starts, one per row; empty where rows are addressed as in a spreadsheet
    :ivar pointers: for sheets made from a JSON dump: where each row comes from; empty otherwise
    :ivar skipped: why the tab was left unread (then ``rows`` is empty), else ``''``
    """

    name: str
    rows: tuple[Row, ...]
    lines: tuple[int, ...] = ()
    pointers: tuple[str, ...] = ()
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader had to repair or leave out, said in words for the data-quality section.

    :ivar tab: tab or file it concerns, ``''`` for the whole report
    :ivar cell: where in it, ``''`` when unknown
    :ivar kind: short stable word (``repaired-row``, ``ignored-file``, ``lost-by-format``, ``formula-as-text``...)
    :ivar message: what is there and what was done
    """

    tab: str
    cell: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """One report as read: a spreadsheet, a folder of CSV or HTML files, or a JSON dump.

    :ivar file: how the report is shown to the user: file or folder name, with the container before it where
        it came out of one (``mail.eml: scan.xls``)
    :ivar kind: ``xls``, ``xlsx``, ``csv``, ``html`` or ``json``
    :ivar sha256: of the file, or of all files of the folder in name order
    :ivar sheets: the tabs in file order
    :ivar document: the parsed JSON of a dump, else None
    :ivar notes: what had to be repaired or left out
    """

    file: str
    kind: str
    sha256: str
    sheets: tuple[Sheet, ...]
    document: Mapping[str, Any] | None = None
    notes: tuple[Note, ...] = ()
