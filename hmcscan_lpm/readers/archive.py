"""Zip archives, read in memory and within bounds; nothing is ever written to disk.

Serves both zips that hold reports and the ``.xlsx`` format, which is a zip. Knows nothing of what is inside.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from hmcscan_lpm.readers.place import Job, Place, foreign, printable
from hmcscan_lpm.readers.source import Item

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
"""How a zip archive begins; the second is one without members."""

_RATIO_FLOOR = 1024 * 1024
"""Small members may compress as well as they like: blank pages do."""

_CHUNK = 1024 * 1024

_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
)

_DAMAGED = "The file is truncated or damaged: copy it again from where it was made."


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive.

    :ivar path: cleaned name: ``/`` between folders, no drive, no ``..``
    """

    path: str
    info: zipfile.ZipInfo

    @property
    def is_encrypted(self) -> bool:
        """The archive says that a password is needed."""
        return bool(self.info.flag_bits & 0x1)


class Archive:
    """An open zip archive. It holds no file handle: the bytes are in memory."""

    def __init__(self, data: bytes, place: Place, job: Job) -> None:
        """Open *data*.

        :raises UnreadableFileError: it is no zip archive, truncated, or damaged
        :raises TooLargeError: more members than ``members``
        """
        self._place = place
        self._job = job
        with foreign(place, _ZIP_ERRORS, "the zip archive cannot be opened", _DAMAGED):
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        if len(infos) > job.limits.members:
            raise place.too_large(f"holds more than {job.limits.members:,} files (members).")
        self.members = tuple(Member(_clean(info.filename), info) for info in infos if not info.is_dir())

    def read(self, member: Member, count: int = -1) -> bytes:
        """The bytes of *member*, or the first *count*. Reading all of them counts as unpacked.

        :raises UnreadableFileError: encrypted, truncated, or damaged
        :raises TooLargeError: it unpacks to more than the limits allow
        """
        place = self._place.inside(member.path)
        if member.is_encrypted:
            raise place.unreadable("is protected by a password.", "Unpack it and give the files, or zip them without.")
        if member.info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # The other methods cannot be unpacked in bounded steps.
            raise place.unreadable("is packed with a method that is not read.", "Zip it again with the usual method.")
        self._check_size(member, place)
        with foreign(place, _ZIP_ERRORS, "cannot be unpacked", _DAMAGED), self._zip.open(member.info) as stream:
            if count >= 0:
                return stream.read(count)
            parts = []
            while part := stream.read(_CHUNK):
                self._job.unpack(len(part), place)
                parts.append(part)
        return b"".join(parts)

    def items(self) -> tuple[Item, ...]:
        """The members as items; names that occur twice are told apart by a number."""
        seen: dict[str, int] = {}
        items = []
        for member in self.members:
            path = numbered(member.path, seen)
            items.append(Item(path, member.info.file_size, partial(self.read, member)))
        return tuple(items)

    def _check_size(self, member: Member, place: Place) -> None:
        limits = self._job.limits
        size, packed = member.info.file_size, member.info.compress_size
        if size > limits.file_bytes:
            raise place.too_large(f"unpacks to {size:,} bytes, more than {limits.file_bytes:,} (file_bytes).")
        if size > _RATIO_FLOOR and size > packed * limits.ratio:
            raise place.too_large(f"is packed more than {limits.ratio}-fold (ratio), as no report is.")


def numbered(path: str, seen: dict[str, int]) -> str:
    """*path*, with a number before its ending when it occurred before (``scan (2).xls``)."""
    seen[path] = seen.get(path, 0) + 1
    if seen[path] == 1:
        return path
    pure = PurePosixPath(path)
    return numbered(str(pure.with_name(f"{pure.stem} ({seen[path]}){pure.suffix}")), seen)


def _clean(name: str) -> str:
    """A member's name as a relative path. Nothing is unpacked to disk, but names are shown and grouped."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return printable("/".join(parts)) or "unnamed"
