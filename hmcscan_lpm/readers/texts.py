"""Plain text files, wherever they lie: a file, a folder, or a zip of them. What the text means is not known here."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hmcscan_lpm.errors import UnreadableFileError
from hmcscan_lpm.readers import mail
from hmcscan_lpm.readers.archive import Archive
from hmcscan_lpm.readers.charset import decode
from hmcscan_lpm.readers.detect import Form, detect
from hmcscan_lpm.readers.limits import DEFAULT_LIMITS, Limits
from hmcscan_lpm.readers.model import Note
from hmcscan_lpm.readers.place import Job, Place, printable
from hmcscan_lpm.readers.source import Item, folder_items, is_folder, on_disk

_ADVICE = "Give text files, or a folder or zip that holds them."


@dataclass(frozen=True, slots=True)
class TextFile:
    """One text file.

    :ivar file: as it is shown to the user
    :ivar notes: what had to be repaired, or which neighbours were left out
    """

    file: str
    sha256: str
    text: str
    notes: tuple[Note, ...]


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
        return _all(items, place, "/", job, 0)
    return _one(on_disk(root, root.name, place, job), place, job, 0)


def _one(item: Item, place: Place, job: Job, depth: int) -> tuple[TextFile, ...]:
    form = detect(item.head())
    if form in (Form.ZIP, Form.MAIL):
        if depth >= job.limits.depth:
            raise place.too_large(f"lies in {depth} containers, one in another, and is one more (depth).")
        data = item.read(-1)
        inside = Archive(data, place, job).items() if form is Form.ZIP else mail.items(data, place, job)
        return _all(inside, place, ": ", job, depth + 1)
    if form is Form.EMPTY:
        raise place.unreadable("is empty.", "Collect it again.")
    data = item.read(-1)
    if not _is_text(data):
        raise place.unreadable("is no text file.", _ADVICE)
    text, notes = decode(data, "")
    return (TextFile(place.shown, hashlib.sha256(data).hexdigest(), text, notes),)


def _is_text(data: bytes) -> bool:
    """Terminals log escape codes, and UTF-16 has zero bytes after its mark; other zero bytes no text has."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in data


def _all(items: Iterable[Item], place: Place, joint: str, job: Job, depth: int) -> tuple[TextFile, ...]:
    found: list[TextFile] = []
    left_out: list[Note] = []
    for item in sorted(items, key=lambda item: item.path):
        try:
            found += _one(item, place.inside(item.path, joint), job, depth)
        except UnreadableFileError as problem:
            left_out.append(Note("", "", "unreadable-file", str(problem)))
    if not found:
        raise place.unreadable("holds no text files.", _ADVICE)
    first = found[0]
    found[0] = TextFile(first.file, first.sha256, first.text, (*first.notes, *left_out))
    return tuple(found)
