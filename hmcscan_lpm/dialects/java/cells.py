"""Cells that only the Java scanner writes: its sentinels and composed values.

Parsers as in :mod:`hmcscan_lpm.dialects.values`: raw cell in, typed value out, ``ValueError`` for nonsense.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hmcscan_lpm.dialects.values import flag, number, plain, word, wwpn
from hmcscan_lpm.readers.model import Cell

_CLIENT = re.compile(r'0x([0-9a-fA-F]{1,8})\s+"(.*)"', re.DOTALL)
_SPEED = re.compile(r"(\d{1,4})(?:\.0+)?(?:\s*G\w*(?:/s)?)?", re.IGNORECASE)
_FABRIC_ADDRESS = re.compile(r"(?:0[xX])?([0-9a-fA-F]{1,6})")


def known(cell: Cell) -> str | None:
    """Text of an attribute that decides something: ``Unknown`` is as good as nothing."""
    value = word(cell)
    return None if value is None or value.lower() == "unknown" else value


def lowered(cell: Cell) -> str | None:
    """:func:`known` in lower case, for words that only case could tell from what they are compared with."""
    value = known(cell)
    return None if value is None else value.lower()


def positive(parse: Callable[[Cell], int | float | None]) -> Callable[[Cell], int | float | None]:
    """*parse*, with zero as null: the HMC has no runtime values of a partition that never ran and prints 0."""

    def parsed(cell: Cell) -> int | float | None:
        return parse(cell) or None

    return parsed


def factor(cell: Cell) -> float | None:
    """An Active Memory Expansion factor: nothing is printed of a partition without one."""
    return number(cell) if plain(cell).strip() else 0.0


def required_slot(cell: Cell) -> bool | None:
    """``Reqrd`` of a physical slot: ``yes``, or nothing when it is not required."""
    return False if not plain(cell) else flag(cell)


def is_open(cell: Cell) -> bool | None:
    """Whether a remote slot is ``any``; null where there is nothing that can be read."""
    value = plain(cell)
    if value.lower() == "any":
        return True
    return False if re.fullmatch(r"\d+(\.0+)?", value) else None


def client_id(cell: Cell) -> int | None:
    """The partition id of ``0x0000000d "name"``: 0 for a server adapter that is open to any client."""
    if not plain(cell):
        return None
    match = _CLIENT.fullmatch(plain(cell))
    if match is None:
        raise ValueError('not a client like 0x0000000d "name"')
    return int(match[1], 16)


def client_name(cell: Cell) -> str | None:
    """The partition name of ``0x0000000d "name"``; quotes inside the name stay. Nonsense is :func:`client_id`'s."""
    match = _CLIENT.fullmatch(plain(cell))
    return (match[2].strip() or None) if match else None


def physical_port(cell: Cell) -> str | None:
    """``Physical FC Slot`` with its three ways to be blank kept apart.

    A location; ``' '``: the adapter is mapped to no port; ``''``: the VIOS did not list the adapter; null: nobody
    asked the VIOS.
    """
    if isinstance(cell, str) and not cell.strip():
        return " " if cell else ""
    return plain(cell) or None


def adapter_wwpn(cell: Cell) -> str | None:
    """A WWPN of a virtual adapter: ``''`` where the scanner printed that there is none, null where it says nothing."""
    return "" if isinstance(cell, str) and not cell.strip() else wwpn(cell)


def speed(cell: Cell) -> int | None:
    """Gbit/s of ``32`` or ``32 GBIT``."""
    value = known(cell)
    if value is None:
        return None
    match = _SPEED.fullmatch(value)
    if match is None:
        raise ValueError("not a speed in Gbit/s")
    return int(match[1])


def fabric_address(cell: Cell) -> str | None:
    """An N_Port ID (fcid) as 6 lower-case hexadecimal digits: ``aa4100`` for ``0xAA4100``."""
    value = known(cell)
    if value is None:
        return None
    match = _FABRIC_ADDRESS.fullmatch(value)
    if match is None:
        raise ValueError("not a fabric address (6 hexadecimal digits)")
    return match[1].lower().zfill(6)
