"""Cells that only the Python hmcscanner writes: guessed types, lists in one cell, locations that hold slots.

Parsers as in :mod:`hmcscan_lpm.dialects.values`: raw cell in, typed value out, ``ValueError`` for nonsense.
In its workbook an empty cell is an attribute that is there without a value; ``N/A`` is one that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress

from hmcscan_lpm.dialects.values import Parser, listed, number, plain, slot, vlan_ids, whole, word, wwpn
from hmcscan_lpm.readers.model import Cell

_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number; longer ones were rounded."""

_PLACE = re.compile(r"-V(\d{1,6})-C(\d{1,6})(?!\w)")
_DEVICE = re.compile(r"ent\d{1,6}")
_DESCRIPTION = re.compile(r"[A-Z][A-Za-z]+")
"""The first word of a description, which the scanner shows for an attribute without a value."""

_FABRIC_ADDRESS = re.compile(r"(?:0[xX])?([0-9a-fA-F]{1,6})")
_NUMBER = re.compile(r"[+-]?\d*\.?\d+(e[+-]?\d+)?|-?inf|nan")
"""A number as :func:`plain` shows it. Text with an e in it is never guessed, but looks so: ``1e5``."""

_DEFAULT = "(Default)"
_ABSENT = frozenset({"n/a", "unavailable"})


def known(cell: Cell) -> str | None:
    """Text of an attribute that decides something: ``Unknown`` is as good as nothing."""
    value = word(cell)
    return None if value is None or value.lower() == "unknown" else value


def exact(parse: Callable[[Cell], str | None]) -> Callable[[Cell], str | None]:
    """*parse* for text that may be all digits: a number that the spreadsheet has rounded is no identifier any more."""

    def parsed(cell: Cell) -> str | None:
        if isinstance(cell, float) and abs(cell) >= _EXACT:
            raise ValueError("a long number that the spreadsheet rounded")
        return parse(cell)

    return parsed


def identifier(cell: Cell) -> str | None:
    """An id or a name of a device; the HMC's ``none`` is null."""
    return exact(not_none(word))(cell)


def disk_pvid(cell: Cell) -> str | None:
    """A physical volume id of 16 hexadecimal digits; zeros that a number lost are put back."""
    value = identifier(cell)
    return value.zfill(16) if isinstance(cell, float) and value is not None else value


def profile(cell: Cell) -> str | None:
    """``curr_profile``: empty or ``none`` means that the partition was never activated from a profile."""
    value = plain(cell)
    if value.lower() in _ABSENT:
        return None
    return "" if value.lower() == "none" else value


def wwpn_of(position: int) -> Parser:
    """The first (0) or second (1) of the WWPNs in one cell; ``''`` when there are fewer."""

    def parsed(cell: Cell) -> str | None:
        value = exact(plain)(cell) or ""
        if value.lower() in _ABSENT:
            return None
        found = [part.strip() for part in value.split(",") if part.strip() and part.strip().lower() != "none"]
        # A part that cannot be read leaves open how many there are: then neither of them is known.
        read = [wwpn(part) for part in found]
        return read[position] if position < len(read) else ""

    return parsed


def vlans(cell: Cell) -> str | None:
    """Additional VLAN ids; an empty cell is the empty list, because the column is there."""
    value = plain(cell)
    return None if value.lower() in _ABSENT else vlan_ids(value) if word(value) else ""


def items(cell: Cell) -> str | None:
    """A list as ``a,b``; empty where the column is there."""
    return None if plain(cell).lower() in _ABSENT else listed(plain(cell))


def filled(cell: Cell) -> str | None:
    """A list that cannot be empty, such as the compatibility modes of a server: empty is not told."""
    return items(cell) or None


def devices(cell: Cell) -> str | None:
    """Ethernet devices as ``ent4,ent5``.

    Where a VIOS has no value, the scanner takes the first word of the attribute's description: no device.
    """
    value = items(cell)
    if not value or _DESCRIPTION.fullmatch(value):
        return None
    if not all(_DEVICE.fullmatch(name) for name in value.split(",")):
        raise ValueError("not a list of Ethernet devices (ent4,ent5)")
    return value


def choice(*words: str) -> Parser:
    """One of a few *words*, in any case; null where the first word of the attribute's description stands for it."""

    def parsed(cell: Cell) -> str | None:
        value = known(cell)
        if value is None or value.lower() in words:
            return None if value is None else value.lower()
        if _DESCRIPTION.fullmatch(value):
            return None
        raise ValueError(f"not one of {', '.join(words)}")

    return parsed


def described(cell: Cell) -> str | None:
    """Text, unless it is the first word of the attribute's description. ``NONE`` is the VIOS's own."""
    value = word(cell)
    return None if value is None or (_DESCRIPTION.fullmatch(value) and not value.isupper()) else value


def label(cell: Cell) -> str | None:
    """Label of a port; ``User`` is the first word of the description, which an empty attribute shows."""
    value = not_none(word)(cell)
    return None if value == "User" else value


def printed(cell: Cell) -> str | None:
    """Text, unless the scanner made a number of it: then its zeros in front may be lost."""
    return word(cell) if isinstance(cell, str) else None


def vios_level(cell: Cell) -> str | None:
    """Level that a VIOS told, as LPAR details print it; one that was not asked or did not answer has a text instead."""
    value = plain(cell)
    return f"VIOS {value}" if re.fullmatch(r"\d+(\.\d+){2,4}", value) else None


def speed(cell: Cell) -> int | None:
    """Gbit/s; a port without a link says ``UNKNOWN``."""
    return whole(known(cell))


def fabric_address(cell: Cell) -> str | None:
    """An N_Port ID as 6 lower-case hexadecimal digits: ``0bc8f1`` for ``0x0bc8f1``."""
    value = not_none(known)(cell)
    if value is None:
        return None
    match = _FABRIC_ADDRESS.fullmatch(value)
    if match is None:
        raise ValueError("not a fabric address (6 hexadecimal digits)")
    return match[1].lower().zfill(6)


def switch(cell: Cell) -> str | None:
    """Name of a virtual switch without the mark of the server's default one."""
    value = plain(cell).removesuffix(_DEFAULT)
    return None if not value or value.lower() in _ABSENT else value


def is_default(cell: Cell) -> bool | None:
    """The switch is marked as the default one; most HMC levels mark none, so no mark says nothing."""
    return True if plain(cell).endswith(_DEFAULT) else None


def units(cell: Cell) -> float | None:
    """Processing units; sums of them carry the noise of binary fractions."""
    value = number(cell)
    return None if value is None else round(value, 4)


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
    return slot(match[part])


def physical_port(cell: Cell) -> str | None:
    """Location of the physical port below a logical one: ``…-P0-C21-T0`` of ``…-P0-C21-T0-S1``."""
    value = word(cell)
    return None if value is None else re.sub(r"-S\d+$", "", value)


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
    return None if not value or value in _ABSENT else value == "any"


def partner_id(cell: Cell) -> int | None:
    """The id of the partner; ``any`` and empty are null."""
    return None if plain(cell).lower() in {"any", "none"} else whole(cell)


def partner_name(cell: Cell) -> str | None:
    """The name of the partner; ``any`` is null."""
    value = word(cell)
    return None if value is not None and value.lower() == "any" else value


def is_mapped(cell: Cell) -> bool | None:
    """``fc`` of an NPIV row: a device, or a blank for an adapter that is mapped to no port.

    The VIOS prints one blank for an empty field, and the workbook has it as text: no cell is no answer.
    """
    value = plain(cell)
    return None if cell is None or value.lower() in _ABSENT else bool(value)


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
    if "e" in text.lower():
        return
    for guess in (int, float):
        with suppress(ValueError, OverflowError):
            yield plain(float(guess(text)))
            return


def raw_name(printed: str | None, names: Iterable[str], *, is_guessed: bool = True) -> str | None:
    """The one of *names* that the scanner's guessing made *printed* of.

    Null where it may be several, and where a number is none of them: zeros in front of it may be lost.


    :param is_guessed: False for a JSON dump, where nothing is guessed
    """
    if printed is None or not is_guessed or not _NUMBER.fullmatch(printed):
        return printed
    fitting = {name for name in names if printed in guesses(name)}
    return fitting.pop() if len(fitting) == 1 else None
