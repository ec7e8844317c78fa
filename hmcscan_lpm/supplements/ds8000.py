"""Host connections and volume groups of IBM DS8000 (dscli).

Shapes: IBM DS8000 command-line interface guide (``lshostconnect``, ``lsvolgrp``, ``showvolgrp``), and what storage
systems printed in kairoaraujo/PyStorage (README).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from hmcscan_lpm.supplements.collect import Found, is_open, wwpn
from hmcscan_lpm.supplements.commands import read_command
from hmcscan_lpm.supplements.model import GROUP, GROUPS, NOTHING, Format, Line, Output, Parsed, Row
from hmcscan_lpm.supplements.transcript import DSCLI_BANNER

_ARRAY = re.compile(r"IBM\.\d{4}-[0-9A-Z]+")
_RULE = re.compile(r"\s*={5,}\s*")
_ID = re.compile(r"[0-9A-Fa-f]{4}")
_VOLUME_GROUP = re.compile(r"V\d{1,5}")
_HALF_ROW = re.compile(r".*\s[0-9A-Fa-f]{4}\s+[0-9A-Fa-f]{5,}\b.*")
_ATTRIBUTE = re.compile(r"\s*(Name|ID|Type|Vols)\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class _Connection:
    """A WWPN with its name and volume group (``''`` = not told)."""

    line: Line
    array: str
    host: str
    wwpn: str
    group: str


@dataclass(slots=True)
class _Group:
    """A volume group as ``showvolgrp`` prints it."""

    array: str
    lines: list[Line]
    values: dict[str, str] = field(default_factory=dict)
    volumes: list[tuple[Line, str]] = field(default_factory=list)

    def is_sure(self) -> bool:
        """A name, a volume group's id and a type."""
        return {"Name", "ID", "Type"} <= set(self.values) and _VOLUME_GROUP.fullmatch(self.values["ID"]) is not None


def _dscli(output: Output) -> Parsed:
    """Rows of ``storage_hosts`` with their volume groups, and the volumes of these.

    The two are different commands; :mod:`hmcscan_lpm.supplements.volume_groups` brings them together.
    """
    found = Found()
    found.claim(*(line for line in output.lines if DSCLI_BANNER.fullmatch(line.text)))
    connections = list(_connections(output, found))
    groups = [group for group in _groups(output) if group.is_sure()]
    _volume_group_list(output, found)
    for connection in connections:
        if is_open(output, connection.line):
            found.cut(connection.line, "The output ends in a host connection: its volume group may be missing.")
        values = {"array": connection.array, "host": connection.host, "wwpn": connection.wwpn, "state": None}
        found.row("storage_hosts", connection.line, **values, **({GROUP: connection.group} if connection.group else {}))
    for group in groups:
        found.claim(*group.lines)
        whose = {"array": group.array, GROUP: group.values["ID"]}
        found.rows += [Row(GROUPS, line.number, {**whose, "volume": volume}) for line, volume in group.volumes]
        if is_open(output, group.lines[-1]):
            found.cut(group.lines[-1], f"The output ends in volume group {group.values['ID']}: volumes may be missing.")
    return found.parsed(output) if found.claimed else NOTHING


def _with_array(output: Output) -> Iterator[tuple[Line, str]]:
    """Each line with the storage system that the banner above it names.

    Without banner (``dscli -bnr off``) the command may name it: ``showvolgrp -dev IBM.2107-75AMS01 V10``.
    """
    device = read_command(output.command).option("-dev")
    array = device if _ARRAY.fullmatch(device) else output.place
    for line in output.lines:
        match = DSCLI_BANNER.fullmatch(line.text)
        if match:
            array = match[1]
        yield line, array


def _connections(output: Output, found: Found) -> Iterator[_Connection]:
    """Rows of ``lshostconnect``."""
    names: list[str] = []
    for line, array in _with_array(output):
        words = line.text.split()
        if words[:4] == ["Name", "ID", "WWPN", "HostType"] and "volgrpID" in words and not is_open(output, line):
            names = words
            found.claim(line)
        elif not names or not words:
            names = []
        elif _RULE.fullmatch(line.text):
            found.claim(line)
        elif connection := _connection(output, line, array, names):
            yield connection
        elif _HALF_ROW.fullmatch(line.text) or wwpn(words[-1]):
            note = found.cut if is_open(output, line) else found.unreadable
            note(line, f"{line.text.strip()!r} is no whole host connection.")
        else:
            names = []


def _connection(output: Output, line: Line, array: str, names: list[str]) -> _Connection | None:
    """A row, read from both ends: a name, and the profile (``IBM iSeries - OS/400``), may hold blanks."""
    words = line.text.split()
    at = next((i for i in range(1, len(words) - 1) if _ID.fullmatch(words[i]) and wwpn(words[i + 1])), None)
    number = wwpn(words[at + 1]) if at else None
    if at is None or number is None:
        return None
    name = " ".join(words[:at])
    behind = len(names) - names.index("volgrpID")
    # A description at the end may hold blanks as well.
    group = words[-behind] if len(words) - behind > at + 2 and not {"desc", "host"} & set(names) else ""
    is_told = _VOLUME_GROUP.fullmatch(group) and not is_open(output, line)
    return _Connection(line, array, words[at] if name == "-" else name, number, group if is_told else "")


def _groups(output: Output) -> list[_Group]:
    """What may be volume groups of ``showvolgrp``: a name, then attributes up to any other line."""
    groups: list[_Group] = []
    group: _Group | None = None
    for line, array in _with_array(output):
        match = _ATTRIBUTE.fullmatch(line.text)
        words = (match[2] if match else line.text).split()
        if match and match[1] == "Name":
            group = _Group(array, [line], {"Name": match[2].strip()})
            groups.append(group)
            continue
        more = group is not None and "Vols" in group.values and match is None
        if group is None or (match is None and not (more and words)) or (match and match[1] in group.values):
            group = None
            continue
        is_list = more or (match is not None and match[1] == "Vols")
        if is_list and not _is_volume_list(words, is_cut=is_open(output, line)):
            group = None
            continue
        group.lines.append(line)
        if match:
            group.values[match[1]] = match[2].strip()
        if is_list:
            group.volumes.extend((line, word) for word in words if _ID.fullmatch(word))
    return groups


def _is_volume_list(words: list[str], *, is_cut: bool) -> bool:
    """Volume ids, or the dash of an empty group; the last id may be cut."""
    whole = words[:-1] if is_cut else words
    half = words[-1] if is_cut else "-"
    return (
        all(_ID.fullmatch(word) or word == "-" for word in whole)
        and re.fullmatch(r"[0-9A-Fa-f]{1,4}|-", half) is not None
    )


def _volume_group_list(output: Output, found: Found) -> None:
    """Claim ``lsvolgrp``: it says which volume groups there are, but neither hosts nor volumes of them."""
    lines = [line for line in output.lines if line.text.strip()]
    inside = False
    for line, after in zip_longest(lines, lines[1:], fillvalue=Line(0, "")):
        if line.text.split() == ["Name", "ID", "Type"] and _RULE.fullmatch(after.text):
            inside = True
            found.claim(line, after)
        elif inside and any(_VOLUME_GROUP.fullmatch(word) for word in line.text.split()[1:-1]):
            found.claim(line)
        elif not _RULE.fullmatch(line.text):
            inside = False


FORMATS: tuple[Format, ...] = (Format("lshostconnect, showvolgrp", _dscli),)
