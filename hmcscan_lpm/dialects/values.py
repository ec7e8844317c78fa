"""Parsers of single cells: raw cell in, typed value out, ``ValueError`` where the cell makes no sense.

``None`` means that the report does not say.
A parser never guesses: what it cannot read becomes null with an issue, made by the caller.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from hmcscan_lpm.readers.model import Cell

Parser = Callable[[Cell], str | int | float | bool | None]

_NOT_SAID = frozenset({"", "n/a", "nan", "null", "unavailable"})
_TRUE = frozenset({"true", "yes", "1", "on", "1.0"})
_FALSE = frozenset({"false", "no", "0", "off", "0.0"})
_SIZE_LIMIT = 2.0**40
"""No size in GB or MB reaches it; a damaged cell that does might not fit a 64-bit column."""


def plain(cell: Cell) -> str:
    """The cell as text without surrounding blanks: ``13.0`` becomes ``13``, no cell becomes ``''``."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    return str(int(cell)) if math.isfinite(cell) and cell == int(cell) else repr(cell)


def text(cell: Cell) -> str | None:
    """Text as printed, without surrounding blanks; blank or no cell is null.

    Words such as ``NA`` and ``null`` are kept: partitions may be called so.
    """
    return plain(cell) or None


def word(cell: Cell) -> str | None:
    """Text of an attribute that the HMC may leave out: blank, ``N/A``, ``null`` and ``unavailable`` are null."""
    value = plain(cell)
    return None if value.lower() in _NOT_SAID else value


def said(cell: Cell) -> str | None:
    """Text where empty has a meaning of its own: ``''`` stays, only a missing cell is null."""
    return None if cell is None else plain(cell)


def number(cell: Cell) -> float | None:
    """A finite number."""
    value = plain(cell)
    if value.lower() in _NOT_SAID:
        return None
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", value):
        raise ValueError("not a number")
    result = float(value)
    if not math.isfinite(result):
        raise ValueError("not a finite number")
    return result


def whole(cell: Cell) -> int | None:
    """A whole number: ``13`` or ``13.0``."""
    value = number(cell)
    if value is None:
        return None
    if value != int(value) or abs(value) >= 2**63:
        raise ValueError("not a whole number")
    return int(value)


def flag(cell: Cell) -> bool | None:
    """Yes or no in any of the scanner's spellings: true/false, yes/no, On/off, 1/0."""
    value = plain(cell).lower()
    if value in _NOT_SAID or value in {"unknown", "none"}:
        return None
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ValueError("neither yes nor no")


def gigabytes(cell: Cell) -> int | None:
    """MB from a column that prints GB cut (not rounded) to two decimals.

    The Java scanner prints ``trunc(MB / 1024 * 100) / 100``; the only multiple of 16 MB in ``[x, x + 0.01)`` GB is
    the value before the cut, because memory comes in blocks of at least 16 MB.
    A CSV folder cuts once more, so the search covers two steps.
    """
    value = number(cell)
    if value is None:
        return None
    if value < 0:
        raise ValueError("a negative size")
    if value >= _SIZE_LIMIT:
        raise ValueError("larger than any memory or disk")
    low = value * 1024
    exact = math.ceil((low - 1e-6) / 16) * 16
    return exact if exact < low + 20.48 + 1e-6 else round(low)


def megabytes(cell: Cell) -> int | None:
    """MB as printed."""
    value = number(cell)
    if value is None:
        return None
    if value < 0:
        raise ValueError("a negative size")
    if value >= _SIZE_LIMIT:
        raise ValueError("larger than any memory or disk")
    return round(value)


def ratio(cell: Cell) -> int | None:
    """The page-table ratio: 128 for ``1:128``."""
    value = word(cell)
    if value is None or value.lower() == "none":
        return None
    match = re.fullmatch(r"1:(\d{1,5})", value)
    if not match or int(match[1]) == 0:
        raise ValueError("not a ratio like 1:128")
    return int(match[1])


def hexadecimal(cell: Cell) -> int | None:
    """A number printed as ``0x100000``, or in decimal."""
    value = word(cell)
    if value is None:
        return None
    if re.fullmatch(r"0[xX][0-9a-fA-F]{1,15}", value):
        return int(value, 16)
    return whole(cell)


def wwpn(cell: Cell) -> str | None:
    """A WWPN as 16 lower-case hexadecimal digits, with ``0x``, colons or upper case taken off."""
    value = plain(cell).lower().removeprefix("0x").replace(":", "")
    if value in _NOT_SAID:
        return None
    if not re.fullmatch(r"[0-9a-f]{16}", value):
        raise ValueError("not a WWPN (16 hexadecimal digits)")
    return value


def mac(cell: Cell) -> str | None:
    """A MAC address as 12 lower-case hexadecimal digits; leading zeros that a number lost are put back."""
    printed = plain(cell).lower()
    value = printed.removeprefix("0x").replace(":", "").replace("-", "")
    if value in _NOT_SAID:
        return None
    if isinstance(cell, float):
        value = value.zfill(12)
    if printed.startswith("-"):
        raise ValueError("not a MAC address (a negative number)")
    if not re.fullmatch(r"[0-9a-f]{12}", value):
        raise ValueError("not a MAC address (12 hexadecimal digits)")
    return value


def listed(cell: Cell) -> str | None:
    """A list, one per line or separated by commas, as ``a,b,c``; ``none`` is the empty list, no cell is null."""
    if cell is None:
        return None
    items = [item.strip() for item in re.split(r"[\n,]", plain(cell))]
    kept = [item for item in items if item and item.lower() != "none"]
    return ",".join(kept)


def vlan_ids(cell: Cell) -> str | None:
    """A list of VLAN ids (1 to 4094) as ``10,20``; the empty list is ``''``, no cell is null."""
    value = listed(cell)
    if value is None:
        return None
    for item in value.split(",") if value else []:
        if not item.isdecimal() or not 1 <= int(item) <= 4094:
            raise ValueError("not a list of VLAN ids")
    return value


def pvid(cell: Cell) -> int | None:
    """A port VLAN id: 1 to 4094 (0: untagged)."""
    value = whole(cell)
    if value is not None and not 0 <= value <= 4094:
        raise ValueError("not a VLAN id")
    return value


def slot(cell: Cell) -> int | None:
    """A virtual slot number; ``any`` is null (the adapter's ``is_any`` says so)."""
    if plain(cell).lower() in {"any", "none", "unknown"}:
        return None
    value = whole(cell)
    if value is not None and value < 0:
        raise ValueError("not a slot number")
    return value


def drc_index(cell: Cell) -> str | None:
    """A DRC index as 8 upper-case hexadecimal digits; leading zeros that a number lost are put back."""
    value = word(cell)
    if value is None or value.lower() == "none":
        return None
    digits = value.upper().removeprefix("0X")
    if not re.fullmatch(r"[0-9A-F]{1,8}", digits):
        raise ValueError("not a DRC index")
    return digits.zfill(8)
