"""Hosts and mappings of IBM SAN Volume Controller, Storwize and FlashSystem (Storage Virtualize).

Shapes: IBM Storage Virtualize command-line reference (``lshost``, ``lshostvdiskmap``, ``lsvdiskhostmap``,
``lsfabric``), and what openstack/cinder ``test_storwize_svc.py`` and its ``StorwizeSVCManagementSimulator`` print.
Columns differ between code levels, so they are told by their headings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from hmcscan_lpm.supplements.collect import Found, is_open, wwpn
from hmcscan_lpm.supplements.columns import Record, tables
from hmcscan_lpm.supplements.model import NOTHING, Format, Line, Output, Parsed

_UID = re.compile(r"[0-9A-Fa-f]{32}")
_NUMBERED = ("id", r"\d+\b")
_PORTS = ("remote_wwpn", r"[0-9A-Fa-f]{4,16}\b")

Take = Callable[[Record], Iterable[tuple[str, dict[str, Any]]] | None]
"""Rows (table and values) from a record; None when it cannot be read."""


def _table(output: Output, wanted: frozenset[str], like: tuple[str, str], take: Take) -> Parsed:
    """Every row of the tables that are wanted, each row once."""
    found = Found()
    seen: set[tuple[Any, ...]] = set()
    for table in tables(output, (wanted,), like=like):
        found.claim(table.heading)
        for record in table.records:
            taken = None if record.is_damaged else take(record)
            if taken is None:
                note = found.cut if is_open(output, record.line) else found.unreadable
                note(record.line, f"{record.line.text.strip()!r} does not fit the headings above it.")
                continue
            found.claim(record.line)
            for name, values in taken:
                if (name, *values.values()) not in seen:
                    seen.add((name, *values.values()))
                    found.row(name, record.line, **values)
    return found.parsed(output) if found.claimed else NOTHING


def _hosts(output: Output) -> Parsed:
    """``lshost`` without a name: understood, but it shows no WWPN."""
    return _table(output, frozenset({"id", "name", "port_count", "iogrp_count"}), _NUMBERED, lambda _: ())


def _maps_by_host(output: Output) -> Parsed:
    """Rows of ``storage_maps`` from ``lshostvdiskmap``: ``id`` and ``name`` are those of the host."""
    wanted = frozenset({"id", "name", "SCSI_id", "vdisk_name", "vdisk_UID"})
    return _table(output, wanted, _NUMBERED, lambda record: _map(output, record, "name", "vdisk_name"))


def _maps_by_volume(output: Output) -> Parsed:
    """Rows of ``storage_maps`` from ``lsvdiskhostmap``: ``id`` and ``name`` are those of the volume."""
    wanted = frozenset({"id", "name", "SCSI_id", "host_name", "vdisk_UID"})
    return _table(output, wanted, _NUMBERED, lambda record: _map(output, record, "host_name", "name"))


def _map(output: Output, record: Record, host: str, volume: str) -> list[tuple[str, dict[str, Any]]] | None:
    cells = record.cells
    if not (cells[host] and cells[volume] and cells["SCSI_id"].isdecimal() and _UID.fullmatch(cells["vdisk_UID"])):
        return None
    if record.cut in {host, volume, "SCSI_id"}:
        return None
    values = {"array": output.place, "host": cells[host], "wwpn": None, "volume": cells[volume]}
    return [("storage_maps", {**values, "volume_id": cells["vdisk_UID"], "lun": cells["SCSI_id"]})]


def _fabric(output: Output) -> Parsed:
    """Rows of ``storage_hosts`` from ``lsfabric``: ports that are logged in and belong to a host object."""
    wanted = frozenset({"remote_wwpn", "local_wwpn", "state", "name", "type"})
    return _table(output, wanted, _PORTS, lambda record: _fabric_host(output, record))


def _fabric_host(output: Output, record: Record) -> list[tuple[str, dict[str, Any]]] | None:
    cells = record.cells
    number = wwpn(cells["remote_wwpn"])
    if number is None or not cells["state"] or not cells["type"] or record.cut in {"state", "name"}:
        return None
    if record.cut == "type" and cells["type"] != "host":
        return None
    if cells["type"] != "host" or not cells["name"]:
        return []
    return [("storage_hosts", {"array": output.place, "host": cells["name"], "wwpn": number, "state": cells["state"]})]


_DETAIL_BEGIN = re.compile(r"\s*id([:,;|!#/^%]|\s+)(\d+)\s*")
_DETAIL_KEYS = frozenset({"name", "type", "mask", "status", "protocol", "WWPN", "state", "nqn", "SAS_WWPN"})
_DETAIL_KEY = re.compile(r"\s*([a-z]+(?:_[a-z]+)+|[A-Za-z_]+)")
_STATES = frozenset({"active", "inactive", "online", "offline", "degraded"})


@dataclass(slots=True)
class _Host:
    """A host object as ``lshost NAME`` prints it, one attribute per line."""

    delimiter: str
    lines: list[Line] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    name: str = ""
    ports: list[tuple[Line, str, str | None]] = field(default_factory=list)

    def is_sure(self) -> bool:
        return bool(self.name) and "port_count" in self.keys


def _host_details(output: Output) -> Parsed:
    """Rows of ``storage_hosts`` from ``lshost NAME``."""
    found = Found()
    for host in _details(output):
        if not host.is_sure():
            continue
        found.claim(*host.lines)
        for line, port, state in host.ports:
            number = wwpn(port)
            if number:
                found.row("storage_hosts", line, array=output.place, host=host.name, wwpn=number, state=state)
            elif is_open(output, line):
                found.cut(line, f"The output ends in {line.text.strip()!r}, a port of {host.name}.")
            else:
                found.unreadable(line, f"{port!r}, a port of {host.name}, is no WWPN.")
    return found.parsed(output) if found.claimed else NOTHING


def _details(output: Output) -> list[_Host]:
    """What may be hosts: an ``id``, then lines of attributes up to the next ``id`` or any other line."""
    hosts: list[_Host] = []
    host: _Host | None = None
    for line in output.lines:
        begin = _DETAIL_BEGIN.fullmatch(line.text)
        if begin:
            host = _Host(begin[1].strip(), [line])
            hosts.append(host)
        elif host and not _attribute(output, line, host):
            host = None
    return hosts


def _attribute(output: Output, line: Line, host: _Host) -> bool:
    """Take one attribute of a host; False when the line is none."""
    match = _DETAIL_KEY.match(line.text)
    key = match[1] if match else ""
    rest = line.text[match.end() :] if match else ""
    known = key in _DETAIL_KEYS or re.fullmatch(r"[a-z]+(_[a-z]+)+", key)
    if not known or (rest and not rest.startswith(host.delimiter or (" ", "\t"))):
        return False
    value = rest.removeprefix(host.delimiter).strip()
    if not host.name and key != "name":
        return False
    host.lines.append(line)
    host.keys.add(key)
    if key == "name" and not host.name:
        host.name = value
    elif key == "WWPN":
        host.ports.append((line, value, None))
    elif key == "state" and host.ports and value in _STATES and not is_open(output, line):
        port = host.ports[-1]
        host.ports[-1] = port if port[2] else (port[0], port[1], value)
    return True


FORMATS: tuple[Format, ...] = (
    Format("lshostvdiskmap", _maps_by_host),
    Format("lsvdiskhostmap", _maps_by_volume),
    Format("lsfabric", _fabric),
    Format("lshost NAME", _host_details),
    Format("lshost", _hosts),
)
