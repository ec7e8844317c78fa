"""How large an input may be, so that memory stays bounded whatever the file claims.

The defaults leave room for fleets ten times larger than any seen (40 servers, 2,080 partitions: a 21 MB ``.xls`` with
1.05 million cells). Nothing here knows a file format.
"""

from __future__ import annotations

from dataclasses import dataclass

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one call of :func:`hmcscan_lpm.readers.read`.

    :ivar file_bytes: largest single file that is read, as it lies on disk or in a container
    :ivar unpacked_bytes: largest total of all that is unpacked from containers and spreadsheets, and of the text
        that the cells of one spreadsheet repeat
    :ivar ratio: largest compression ratio of a member of more than 1 MiB; deflate reaches 1,000, reports 50
    :ivar members: largest number of files in a folder or container
    :ivar depth: how deep containers may nest: 3 reads a zip in a mail in a zip
    :ivar cells: largest number of cells of one report, counted as the grid that has to be held
    :ivar json_bytes: largest JSON dump; parsed JSON needs many times its size in memory
    """

    file_bytes: int = 256 * _MEBIBYTE
    unpacked_bytes: int = 512 * _MEBIBYTE
    ratio: int = 250
    members: int = 20_000
    depth: int = 3
    cells: int = 20_000_000
    json_bytes: int = 128 * _MEBIBYTE


DEFAULT_LIMITS = Limits()
"""The bounds that hold when the caller gives none."""
