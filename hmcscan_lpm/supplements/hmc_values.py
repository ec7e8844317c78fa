"""Values as the HMC prints them, where the dialects' parsers would take more than it can print.

A value that was cut or garbled on its way must not pass for another one: where the HMC has only a few words or one
form, nothing else is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from hmcscan_lpm.dialects.python import cells as c
from hmcscan_lpm.dialects.python.fields import CAPABILITY_WORDS
from hmcscan_lpm.dialects.values import Parser, megabytes, plain, slot, whole, word
from hmcscan_lpm.readers.model import Cell

_TYPE_MODEL = re.compile(r"\d{4}-[0-9A-Z]{3}")
_SERIAL = re.compile(r"[0-9A-Z]{7}")
_MTMS = re.compile(r"(\d{4}-[0-9A-Z]{3})\*([0-9A-Z]{7})")
_MODE = re.compile(r"default|POWER\d{1,2}\+?(?:_[A-Za-z]+)?")
_CLOCK = re.compile(r"\d{2}/\d{2}/\d{4} \d{2}:\d{2}:\d{2}")
_NOT_TOLD = frozenset({"", "unavailable", "null", "n/a"})
_REGIONS = frozenset({16, 32, 64, 128, 256, 512, 1024, 2048, 4096})
_SERIAL_ADAPTER = re.compile(r"(\d{1,5})/(client|server)/[01]?/[^/]*/[^/]*/[^/]*/([01])")
_BACKING = re.compile(r"sriov/([^/]*)/(\d{1,5})/[^/]+/[^/]+/[0-9A-Fa-f]{1,8}(?:/[^/]*)*")


def bit(cell: Cell) -> bool | None:
    """``0`` or ``1``; null for ``unavailable``, which a server prints that is powered off."""
    value = plain(cell).lower()
    if value in _NOT_TOLD:
        return None
    if value not in {"0", "1"}:
        raise ValueError("neither 0 nor 1")
    return value == "1"


def one_of(*words: str) -> Parser:
    """One of the *words* that the HMC has for an attribute."""

    def parsed(cell: Cell) -> str | None:
        value = plain(cell)
        if value.lower() in _NOT_TOLD:
            return None
        if value not in words:
            raise ValueError(f"not one of {', '.join(words)}")
        return value

    return parsed


def always(cell: Cell) -> bool | None:
    """True for anything told: the mover service partitions are those that the listing names."""
    return True if word(cell) else None


def type_model(cell: Cell) -> str | None:
    """``9105-22A``."""
    return _whole_match(_TYPE_MODEL, cell, "not a type and model like 9105-22A")


def serial(cell: Cell) -> str | None:
    """Seven letters and digits."""
    return _whole_match(_SERIAL, cell, "not a serial number of 7 letters and digits")


def mode(cell: Cell) -> str | None:
    """A processor compatibility mode: ``default``, ``POWER9_base``."""
    return _whole_match(_MODE, cell, "not a processor compatibility mode")


def modes(cell: Cell) -> str | None:
    """A list of processor compatibility modes."""
    value = c.items(cell) or None
    if value is not None and not all(_MODE.fullmatch(item) for item in value.split(",")):
        raise ValueError("not a list of processor compatibility modes")
    return value


def system_time(cell: Cell) -> str | None:
    """Clock of a server, ``10/01/2025 03:43:04``."""
    return _whole_match(_CLOCK, cell, "not a time like 10/01/2025 03:43:04")


def region(cell: Cell) -> int | None:
    """Size of a logical memory block: a power of 2 from 16 MB on. A cut number is rarely one."""
    value = megabytes(cell)
    if value is not None and value not in _REGIONS:
        raise ValueError("not the size of a memory region")
    return value


def id_or_none(cell: Cell) -> str | None:
    """The id of a partition, or the word ``none``."""
    value = word(cell)
    if value is not None and value != "none":
        whole(value)
    return value


def owner(cell: Cell) -> str | None:
    """Name of the partition that has a device; ``null`` and ``none`` are nobody."""
    value = word(cell)
    return None if value == "none" else value


def login_status(cell: Cell) -> int | None:
    """``wwpn_status``: 0 not activated, 1 activated, 2 unknown."""
    value = whole(cell)
    if value not in {None, 0, 1, 2}:
        raise ValueError("neither 0, 1 nor 2")
    return value


def wwpn_of(position: int) -> Parser:
    """The first (0) or second (1) WWPN of a client; ``''`` for none at all, null for a second one that is not there.

    A client has two WWPNs or none; an HMC was seen to print one of them only, which says nothing of the other.
    """
    parse, other = c.wwpn_of(position), c.wwpn_of(0)

    def parsed(cell: Cell) -> str | int | float | bool | None:
        value = parse(cell)
        return None if value == "" and other(cell) else value

    return parsed


def machine(told: str) -> tuple[str, str] | None:
    """Type-model and serial number in ``9105-22A*78A0001``."""
    found = _MTMS.fullmatch(told.strip())
    return (found[1], found[2]) if found else None


def partner(attributes: Mapping[str, str], kind: str | None) -> dict[str, Any]:
    """Partition and slot at the other end of an adapter, as far as its line tells them; null for ``any``."""
    told: dict[str, Any] = {}
    name, number = attributes.get("remote_lpar_name"), attributes.get("remote_slot_num")
    opened = [attributes.get(attribute, "").lower() == "any" for attribute in ("remote_lpar_id", "remote_slot_num")]
    if name is not None:
        told["remote_lpar"] = c.partner_name(name)
    if number is not None:
        with suppress(ValueError):
            told["remote_slot"] = slot(number)
    if kind == "client":
        told["is_any"] = False
    elif kind == "server" and (told.get("remote_slot") is not None or any(opened)):
        told["is_any"] = any(opened)
    return told


def backing(devices: str) -> dict[str, Any]:
    """VIOSes and number of the backing devices of a vNIC: ``sriov/vios1/1/1/0/27004001/2.0/...`` for each."""
    items = [item for item in devices.split(",") if item]
    found = [_BACKING.fullmatch(item) for item in items]
    if not items or items == ["none"] or not all(found):
        return {}
    names = dict.fromkeys(match[1] for match in found if match and match[1])
    return {"backing_vioses": ",".join(names) or None, "backing_count": len(items)}


def serial_adapters(listed: str) -> tuple[dict[str, Any], ...]:
    """Virtual serial adapters of a profile: ``0/server/1/any//any/1`` for each; none where one of them is damaged."""
    found = [_SERIAL_ADAPTER.fullmatch(item) for item in listed.split(",")]
    if not all(found):
        return ()
    return tuple(
        {"kind": "serial", "slot": int(match[1]), "type": match[2], "is_required": match[3] == "1"}
        for match in found
        if match
    )


def take_capabilities(listed: str, row: dict[str, Any]) -> None:
    """Flags that stand in no attribute of their own, from the list of what the server can do."""
    words = set(listed.split(","))
    if len(words) < 2 or not any(name in words for name in CAPABILITY_WORDS.values()):
        return
    for column, name in CAPABILITY_WORDS.items():
        row.setdefault(column, name in words)


def keep_server_firmware(attributes: Mapping[str, str], row: dict[str, Any]) -> None:
    """``lslic -t power`` or ``all`` lists the power subsystem too, whose levels are no levels of the server."""
    kind = attributes.get("lic_type", "Managed System")
    ec_number = attributes.get("ecnumber", "01")
    if kind != "Managed System" or not ec_number.startswith("01"):
        row.clear()


def _whole_match(pattern: re.Pattern[str], cell: Cell, message: str) -> str | None:
    value = word(cell)
    if value is not None and not pattern.fullmatch(value):
        raise ValueError(message)
    return value
