"""Plain CSV with a heading row, for switches and storage systems whose own outputs are not read.

``wwpn,zone[,fabric][,zoneset][,active]`` and ``wwpn,volume[,volume_id][,lun][,host][,array]``: any order of columns,
comma or semicolon, fields quoted or not. Further columns are left alone. The form is our own; it is told by its
headings.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hmcscan_lpm.dialects.values import flag
from hmcscan_lpm.supplements.collect import Found, is_open, wwpn
from hmcscan_lpm.supplements.model import NOTHING, Format, Line, Output, Parsed

_PART = re.compile(r"(?:[0-9a-fA-F]{2}:){3}|\b(?:0x)?[0-9a-fA-F]{12,16}\b")
_NAMES = ("zone", "fabric", "zoneset", "volume", "volume_id", "lun", "host", "array", "active")


@dataclass(frozen=True, slots=True)
class _Headings:
    """The headings of a list, and what parts its fields."""

    names: tuple[str, ...]
    delimiter: str


def _list(output: Output) -> Parsed:
    """Rows of ``zones``, ``storage_maps`` and ``storage_hosts``."""
    found = Found()
    headings: _Headings | None = None
    hosts: set[tuple[str, ...]] = set()
    for line in output.lines:
        if not line.text.strip():
            continue
        begun = _headings(line.text)
        if begun:
            headings = begun
            found.claim(line)
        elif headings and _is_row(line.text, headings):
            problem = _take(output, line, headings, hosts, found)
            if problem:
                note = found.cut if is_open(output, line) else found.unreadable
                note(line, problem)
        else:
            headings = None
    return found.parsed(output) if found.claimed else NOTHING


def _headings(text: str) -> _Headings | None:
    """The headings in a line; None when it is no heading row of such a list."""
    if "wwpn" not in text.lower():
        return None
    for delimiter in ",;":
        fields = _fields(text.lstrip("\ufeff"), delimiter) or []
        names = tuple("_".join(field.lower().replace("-", " ").replace("_", " ").split()) for field in fields)
        known = [name for name in names if name in {"wwpn", *_NAMES}]
        if "wwpn" in names and {"zone", "volume"} & set(names) and len(set(known)) == len(known):
            return _Headings(names, delimiter)
    return None


def _is_row(text: str, headings: _Headings) -> bool:
    """Whether a line can be of the list: as many fields as headings, or at least part of a WWPN."""
    fields = _fields(text, headings.delimiter) or []
    return len(fields) == len(headings.names) or (headings.delimiter in text and _PART.search(text) is not None)


def _fields(text: str, delimiter: str) -> list[str] | None:
    """The fields of one line; None when its quotes do not match."""
    try:
        rows = list(csv.reader([text], delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error:
        return None
    return [field.strip() for field in rows[0]] if len(rows) == 1 else None


def _take(output: Output, line: Line, headings: _Headings, hosts: set[tuple[str, ...]], found: Found) -> str:
    """Add the rows of one line; gives what is wrong with it, ``''`` for nothing."""
    fields = _fields(line.text, headings.delimiter)
    if fields is None or len(fields) != len(headings.names):
        return f"{line.text.strip()!r} has not the fields of the headings above it."
    cells = dict(zip(headings.names, fields, strict=True))
    number = wwpn(cells["wwpn"].lower().removeprefix("0x"))
    if number is None:
        return f"{cells['wwpn']!r} is no WWPN."
    if not cells.get("zone") and not cells.get("volume"):
        return f"Neither zone nor volume stands beside {cells['wwpn']}."
    is_half = is_open(output, line) and not line.text.rstrip().endswith('"')
    if is_half and headings.names[-1] in _NAMES and fields[-1]:
        return f"The output ends in {fields[-1]!r}: it may be cut."
    try:
        is_active = flag(cells.get("active"))
    except ValueError:
        return f"{cells['active']!r} is neither yes nor no."
    found.claim(line)
    if cells.get("zone"):
        found.row("zones", line, **_zone(output, cells, number, is_active=is_active))
    if cells.get("volume"):
        _map(output, line, cells, number, hosts, found)
    return ""


def _zone(output: Output, cells: Mapping[str, str], number: str, *, is_active: bool | None) -> dict[str, Any]:
    return {
        "fabric": cells.get("fabric") or output.place,
        "zoneset": cells.get("zoneset") or None,
        "zone": cells["zone"],
        "is_active": is_active,
        "kind": "wwpn",
        "wwpn": number,
        "member": cells["wwpn"],
        "alias": None,
        "is_logged_in": None,
    }


def _map(
    output: Output, line: Line, cells: Mapping[str, str], number: str, hosts: set[tuple[str, ...]], found: Found
) -> None:
    """A mapped volume, and once for each host the WWPN that it has."""
    array, host = cells.get("array") or output.place, cells.get("host") or None
    values = {"array": array, "host": host, "wwpn": number, "volume": cells["volume"]}
    found.row("storage_maps", line, **values, volume_id=cells.get("volume_id") or None, lun=cells.get("lun") or None)
    if host and (array, host, number) not in hosts:
        hosts.add((array, host, number))
        found.row("storage_hosts", line, array=array, host=host, wwpn=number, state=None)


FORMATS: tuple[Format, ...] = (Format("CSV of zones or volumes", _list),)
