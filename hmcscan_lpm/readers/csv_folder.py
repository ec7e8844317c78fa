"""The folder that the Java scanner writes with ``-csv``: one file per tab, without quoting.

Knows which files belong together and what the format loses; the rows of a file are :mod:`csv_layout`'s.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from hmcscan_lpm.readers import csv_layout
from hmcscan_lpm.readers.charset import decode
from hmcscan_lpm.readers.csv_anchored import Servers
from hmcscan_lpm.readers.model import Note, Sheet, Workbook
from hmcscan_lpm.readers.place import Job, Place
from hmcscan_lpm.readers.source import Item

_STRAYED = "vfc"
_LOST = (
    "A CSV report does not tell an empty cell from a missing one, has decimals cut to two places a second time, and "
    "lacks the tab SW_cores. The .xls of the same scan is better."
)
_STRAYED_LOST = (
    "vfc.csv, the tab Virtual_Fibre, is missing: the scanner writes it into the HTML folder of the same scan. "
    "Give that folder too, beside this one, or the .xls."
)


def is_file(item: Item) -> bool:
    """Whether *item* may be a file of such a folder: its tab is known from its name only."""
    return item.ending == ".csv"


def is_known_file(item: Item) -> bool:
    """Whether *item* has the headings of one of the scanner's files."""
    return is_file(item) and csv_layout.is_scanner_text(decode(item.head(), item.name)[0])


def twin_folder(folder: str) -> str:
    """The name of the HTML folder of the same scan, ``''`` when *folder* is not named as the scanner does."""
    twin, count = re.subn(r"_CSV(?=(_SANE)?\Z)", "_HTML", folder)
    return twin if count else ""


def strayed_name(folder: str) -> str:
    """Where the scanner puts the file that is missing in *folder*, as a path; ``''`` when it cannot be told."""
    twin = twin_folder(folder)
    return f"{twin}/{_STRAYED}.csv" if twin else ""


def read(items: Sequence[Item], strayed: Item | None, place: Place, job: Job) -> Workbook:
    """The report in the CSV files *items* of one folder.

    :param strayed: the file of the HTML folder that belongs to this one, if there is one
    :raises TooLargeError: more than the limits allow
    """
    items = sorted(items, key=lambda item: item.name)
    contents: dict[str, bytes] = {}
    for item in items:
        # a.csv and a.CSV are two files on most systems
        contents[item.name if item.stem in contents else item.stem] = _load(item, place, job)
    notes = [Note("", "", "lost-by-format", _LOST)]
    digest = fingerprint(zip((item.name for item in items), contents.values(), strict=True))
    if _STRAYED not in contents and strayed is not None:
        contents[_STRAYED] = _load(strayed, place, job)
        notes.append(Note(_STRAYED, "", "borrowed-file", f"{strayed.path} was used: the scanner puts it there."))
    elif _STRAYED not in contents:
        notes.append(Note(_STRAYED, "", "lost-by-format", _STRAYED_LOST))
    texts = {}
    for stem, data in contents.items():
        texts[stem], found = decode(data, stem)
        notes.extend(found)
    separator = csv_layout.common_separator(texts.values())
    servers = csv_layout.servers_of(texts, separator)
    sheets = tuple(_sheet(stem, text, separator, servers, job, notes) for stem, text in texts.items())
    _check_cells(sheets, place, job)
    return Workbook(place.shown, "csv", digest, sheets, notes=tuple(notes))


def fingerprint(files: Iterable[tuple[str, bytes]]) -> str:
    """The SHA-256 of a folder: of the names and contents of its files, in the order given."""
    digest = hashlib.sha256()
    for name, data in files:
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + hashlib.sha256(data).digest())
    return digest.hexdigest()


def _load(item: Item, place: Place, job: Job) -> bytes:
    data = item.read(-1)
    job.unpack(len(data), place)
    return data


def _sheet(stem: str, text: str, separator: str, servers: Servers, job: Job, notes: list[Note]) -> Sheet:
    reason = job.skip(stem)
    if reason:
        return Sheet(stem, (), skipped=reason)
    rows, lines, found = csv_layout.parse(text, stem, separator, servers)
    notes.extend(found)
    return Sheet(stem, rows, lines)


def _check_cells(sheets: Iterable[Sheet], place: Place, job: Job) -> None:
    cells = sum(max(len(row), 1) for sheet in sheets for row in sheet.rows)
    if cells > job.limits.cells:
        raise place.too_large(f"has {cells:,} cells, more than {job.limits.cells:,} (cells).")
