"""Cells that only the Python hmcscanner writes: guessed types, lists in one cell, locations that hold slots.

Parsers as in :mod:`hmcscan_lpm.dialects.values`: raw cell in, typed value out, ``ValueError`` for nonsense.
In its workbook an empty cell is an attribute that is there without a value; ``N/A`` is one that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from hmcscan_lpm.dialects.values import Parser, listed, plain, vlan_ids, whole, word, wwpn
from hmcscan_lpm.readers.model import Cell

_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number; longer ones were rounded."""

_PLACE = re.compile(r"-V(\d+)-C(\d+)")


def known(cell: Cell) -> str | None:
    """Text of an attribute that decides something: ``Unknown`` is as good as nothing."""
    value = word(cell)
    return None if value is None or value.lower() == "unknown" else value


def identifier(cell: Cell) -> str | None:
    """Text that may be all digits: a number that the spreadsheet has rounded is no identifier any more."""
    if isinstance(cell, float) and abs(cell) >= _EXACT:
        raise ValueError("a long number that the spreadsheet rounded")
    value = word(cell)
    return None if value is not None and value.lower() == "none" else value


def profile(cell: Cell) -> str | None:
    """``curr_profile``: empty means that the partition was never activated from a profile."""
    value = plain(cell)
    return None if value.lower() in {"n/a", "unavailable"} else value


def wwpn_of(position: int) -> Parser:
    """The first (0) or second (1) of the WWPNs in one cell; ``''`` when there are fewer."""

    def parsed(cell: Cell) -> str | None:
        if isinstance(cell, float) and abs(cell) >= _EXACT:
            raise ValueError("a WWPN of digits only, which the spreadsheet rounded")
        value = plain(cell)
        if value.lower() in {"n/a", "unavailable"}:
            return None
        found = [part.strip() for part in value.split(",") if part.strip() and part.strip().lower() != "none"]
        return wwpn(found[position]) if position < len(found) else ""

    return parsed


def vlans(cell: Cell) -> str | None:
    """Additional VLAN ids; an empty cell is the empty list, because the column is there."""
    return "" if cell is None else vlan_ids(cell) if word(cell) else ""


def items(cell: Cell) -> str | None:
    """A list as ``a,b``; empty where the column is there."""
    return None if plain(cell).lower() == "n/a" else listed(plain(cell))


def first_ratio(cell: Cell) -> int | None:
    """The first of a list of page-table ratios such as ``1:64,1:128``."""
    value = word(cell)
    if value is None or value.lower() == "none":
        return None
    match = re.match(r"1:(\d{1,5})(?:,|$)", value)
    if not match or int(match[1]) == 0:
        raise ValueError("not a ratio like 1:128")
    return int(match[1])


def vios_slot(cell: Cell) -> int | None:
    """The virtual slot of a location such as ``U9009.42A.7841A10-V1-C50``."""
    return _place(cell, 2)


def _place(cell: Cell, part: int) -> int | None:
    value = plain(cell)
    if not value or value.lower() == "n/a":
        return None
    match = _PLACE.search(value)
    if match is None:
        raise ValueError("not the location of a virtual adapter (…-V1-C50)")
    return int(match[part])


def client_id(cell: Cell) -> int | None:
    """A partition id, decimal (NPIV) or hexadecimal (``0x0000000b``, virtual SCSI); 0 = open to any."""
    value = plain(cell)
    if not value or value.lower() == "n/a":
        return None
    if re.fullmatch(r"0x[0-9a-fA-F]{1,8}", value):
        return int(value, 16)
    return whole(cell)


def is_open(cell: Cell) -> bool | None:
    """Whether the partner of a server adapter is ``any``."""
    value = plain(cell).lower()
    return None if not value or value == "n/a" else value == "any"


def partner_id(cell: Cell) -> int | None:
    """The id of the partner; ``any`` and empty are null."""
    return None if plain(cell).lower() in {"any", "none", "n/a"} else whole(cell)


def port(cell: Cell) -> str | None:
    """A device name; one blank means that there is none."""
    return word(cell)


def is_mapped(cell: Cell) -> bool | None:
    """``fc`` of an NPIV row: a device, or a blank for an adapter that is mapped to no port."""
    value = plain(cell)
    return None if value.lower() == "n/a" else bool(value)


def not_none(parse: Callable[[Cell], str | None]) -> Callable[[Cell], str | None]:
    """*parse*, with the HMC's ``none`` as null."""

    def parsed(cell: Cell) -> str | None:
        value = parse(cell)
        return None if value is not None and value.lower() == "none" else value

    return parsed


def positive(parse: Callable[[Cell], int | float | None]) -> Callable[[Cell], int | float | None]:
    """*parse*, with zero as null: the HMC has no size of a partition that never ran and prints 0."""

    def parsed(cell: Cell) -> int | float | None:
        return parse(cell) or None

    return parsed


def guesses(text: str) -> Iterable[str]:
    """What the scanner's guessing may have made of *text*: itself, and the number that it looks like."""
    yield text
    if "e" not in text.lower():
        try:
            yield plain(float(int(text)))
        except ValueError:
            try:
                yield plain(float(text))
            except ValueError:
                return

