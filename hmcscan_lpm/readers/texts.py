"""Plain text files, wherever they lie: a file, a folder, or a zip of them. What the text means is not known here.

Reports are no such texts: they are told by their content, and left out with the advice to give them as reports.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from hmcscan_lpm.errors import UnreadableFileError
from hmcscan_lpm.readers import json_dump, mail
from hmcscan_lpm.readers.archive import Archive
from hmcscan_lpm.readers.charset import decode
from hmcscan_lpm.readers.detect import ARCHIVES, Form, detect
from hmcscan_lpm.readers.limits import DEFAULT_LIMITS, Limits
from hmcscan_lpm.readers.model import Note
from hmcscan_lpm.readers.place import Job, Place, printable
from hmcscan_lpm.readers.source import Item, folder_items, is_folder, on_disk

_ADVICE = "Give text files, or a folder or zip that holds them."
_REPORT = "If it is a report of a scanner, give it as REPORT instead of as facts."
_SPREADSHEET = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class TextFile:
    """One text file.

    :ivar file: as it is shown to the user
    :ivar name: its own name, without folders and containers
    :ivar folder: name of the folder that it lies in; ``''`` where that is not told
    :ivar notes: what had to be repaired, or which neighbours were left out
    """

    file: str
    sha256: str
    text: str
    notes: tuple[Note, ...]
    name: str = ""
    folder: str = ""


def read_texts(path: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS) -> tuple[TextFile, ...]:
    """The text files in a file, folder, zip or e-mail, in name order; files that are no text are noted and left out.

    :raises UnreadableFileError: missing, empty, or nothing in it is text
    :raises TooLargeError: larger than *limits* allow
    """
    job = Job(limits, lambda _: "")
    root = Path(os.fspath(path))
    place = Place(printable(root.name or str(root)), printable(os.fspath(path)))
    if is_folder(root, place):
        items: Iterable[Item] = folder_items(root, place, job)
        return _all(items, _Container(place, "/", root.resolve().name, 0), job)
    return _one(on_disk(root, root.name, place, job), place, root.resolve().parent.name, job, 0)


@dataclass(frozen=True, slots=True)
class _Container:
    """A folder, archive or mail.

    :ivar joint: what stands between its name and a member's when shown
    :ivar name: of a folder, ``''`` of anything else
    :ivar depth: the number of containers around its members, folders on disk not counted
    """

    place: Place
    joint: str
    name: str
    depth: int


def _one(item: Item, place: Place, folder: str, job: Job, depth: int) -> tuple[TextFile, ...]:
    """The text files in one file.

    :param folder: the folder that it lies in
    :param depth: the number of containers around it
    """
    form = detect(item.head())
    if form in (Form.ZIP, Form.MAIL):
        if depth >= job.limits.depth:
            raise place.too_large(f"lies in {depth} containers, one in another, and is one more (depth).")
        data = item.read(-1)
        inside = Archive(data, place, job).items() if form is Form.ZIP else mail.items(data, place, job)
        if any(member.path == _SPREADSHEET for member in inside):
            raise place.unreadable("is a spreadsheet (.xlsx), and no text.", _REPORT)
        return _all(inside, _Container(place, ": ", "", depth + 1), job)
    if form is Form.EMPTY:
        raise place.unreadable("is empty.", "Collect it again.")
    if form in (Form.OLE2, Form.CSV, Form.HTML):
        raise place.unreadable(f"is {form.value}, and no output of a command.", _REPORT)
    if form in ARCHIVES:
        raise place.unreadable(f"is {form.value}, which is not opened.", "Unpack it and give the folder, or zip it.")
    data = item.read(-1)
    if form is Form.JSON and json_dump.is_dump(data):
        raise place.unreadable("is a JSON dump of hmcscanner: a report.", _REPORT)
    if not _is_text(data):
        raise place.unreadable("is no text file.", _ADVICE)
    text, notes = decode(data, "")
    return (TextFile(place.shown, hashlib.sha256(data).hexdigest(), text, notes, item.name, folder),)


def _is_text(data: bytes) -> bool:
    """Terminals log escape codes, and UTF-16 has zero bytes after its mark; other zero bytes no text has."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in data


def _all(items: Iterable[Item], within: _Container, job: Job) -> tuple[TextFile, ...]:
    found: list[TextFile] = []
    left_out: list[Note] = []
    for item in sorted(items, key=lambda item: item.path):
        folder = PurePosixPath(item.folder).name or within.name
        try:
            found += _one(item, within.place.inside(item.path, within.joint), folder, job, within.depth)
        except UnreadableFileError as problem:
            left_out.append(Note("", "", "unreadable-file", str(problem)))
    if not found:
        raise within.place.unreadable(f"holds no text files{_reasons(left_out)}.", _ADVICE)
    found[0] = replace(found[0], notes=(*found[0].notes, *left_out))
    return tuple(found)


def _reasons(left_out: Sequence[Note]) -> str:
    return f": {left_out[0].message}" if left_out else ""
