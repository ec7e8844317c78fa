"""Files to look at, wherever they lie: on disk, in an archive, in a mail.

A :class:`Item` can be peeked into without reading all of it, so that a folder full of other things costs little.
This module knows the file system, and no format.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from hmcscan_lpm.readers.place import Job, Place

PEEK = 8192
"""How many bytes are looked at to tell what a file is."""

_FOLDER_DEPTH = 6
"""How deep folders on disk are searched: a scanner's output is at most three levels down."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file that may be a report or part of one.

    :ivar path: name with the folders above it inside the folder or container, with ``/``
    :ivar size: bytes, as far as the container says
    :ivar read: the first so many bytes, or all of them for a negative count
    """

    path: str
    size: int
    read: Callable[[int], bytes]

    @property
    def name(self) -> str:
        """The file name without folders."""
        return PurePosixPath(self.path).name

    @property
    def folder(self) -> str:
        """The folder inside the container, ``''`` for its root."""
        parent = str(PurePosixPath(self.path).parent)
        return "" if parent == "." else parent

    @property
    def stem(self) -> str:
        """The file name without its last ending."""
        return PurePosixPath(self.path).stem

    @property
    def ending(self) -> str:
        """The last ending in lower case, with its dot."""
        return PurePosixPath(self.path).suffix.lower()

    def head(self) -> bytes:
        """The first bytes, enough to tell what the file is."""
        return self.read(PEEK)


def held(path: str, data: bytes) -> Item:
    """An item whose bytes are in memory already."""

    def read(count: int) -> bytes:
        return data if count < 0 else data[:count]

    return Item(path, len(data), read)


def on_disk(file: Path, path: str, place: Place, job: Job) -> Item:
    """An item that is a regular file on disk.

    :raises UnreadableFileError: also later, when it is read and cannot be
    """
    try:
        size = file.stat().st_size
    except OSError as error:
        raise place.unreadable(f"cannot be looked at ({error.strerror}).") from error
    return Item(path, size, partial(_read_file, file, place, job.limits.file_bytes))


def _read_file(file: Path, place: Place, limit: int, count: int) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(limit + 1 if count < 0 else count)
    except OSError as error:
        raise place.unreadable(f"cannot be read ({error.strerror}).", "Check that you may read it.") from error
    if len(data) > limit:
        raise place.too_large(f"is larger than {limit:,} bytes (file_bytes).")
    return data


def is_folder(path: Path, place: Place) -> bool:
    """Whether *path* is a folder; False for a regular file.

    :raises UnreadableFileError: it is missing or neither of the two (a pipe, a device)
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise place.unreadable("there is no such file or folder.", "Check the name.") from None
    except (OSError, ValueError) as error:
        raise place.unreadable(f"cannot be looked at ({error}).", "Check the name and that you may read it.") from error
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise place.unreadable("is neither a file nor a folder.", "Save the report as a file first.")
    return stat.S_ISDIR(mode)


def folder_items(root: Path, place: Place, job: Job) -> tuple[Item, ...]:
    """The regular files in *root* and below, in name order; links to folders are not followed.

    :raises TooLargeError: more files than ``members``
    """
    failures: list[OSError] = []
    items: list[Item] = []
    for folder, below, names in os.walk(root, onerror=failures.append):
        relative = PurePosixPath(Path(folder).relative_to(root).as_posix())
        if len(relative.parts) >= _FOLDER_DEPTH:
            below.clear()
        below.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if file.is_file():
                path = str(relative / name)
                items.append(on_disk(file, path, place.inside(path, "/"), job))
        if len(items) > job.limits.members:
            raise place.too_large(
                f"holds more than {job.limits.members:,} files (members).", "Give the folder that holds the reports."
            )
    if failures and not items:
        raise place.unreadable(f"cannot be listed ({failures[0].strerror}).", "Check that you may read it.")
    return tuple(items)


def by_folder(items: Iterable[Item]) -> Mapping[str, tuple[Item, ...]]:
    """The items of each folder, in the order in which folders first occur."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.folder, []).append(item)
    return {folder: tuple(group) for folder, group in groups.items()}
