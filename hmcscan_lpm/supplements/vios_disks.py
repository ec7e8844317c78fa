"""Disks of a VIOS: ``lspv`` in its forms, and ``chkdev``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from hmcscan_lpm.supplements.collect import is_open
from hmcscan_lpm.supplements.commands import Command, read_command
from hmcscan_lpm.supplements.messages import is_message
from hmcscan_lpm.supplements.model import Line, Output, Parsed
from hmcscan_lpm.supplements.vios_fmt import delimiter_of
from hmcscan_lpm.supplements.vios_places import Findings, where

DISK = re.compile(r"hdisk\d{1,6}")
_UNIQUE = re.compile(r"[0-9A-Za-z][!-~]*(?: +[!-~]+)*")


def unique_id(cell: object) -> str | None:
    """The unique id of a disk, which may hold blanks: ``3E213600A0B8000…4FAStT      03IBMfcp``."""
    if not _UNIQUE.fullmatch(str(cell)) or len(str(cell)) < 16:
        raise ValueError("not a unique id")
    return str(cell)


_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_LSPV_U = re.compile(
    rf"(hdisk\d+)\s+([0-9a-f]{{16}}|none)\s+(\S+)\s+(?:(?:active|concurrent|missing|locked)\s+)?(\S.*?)\s*({_UUID})"
)
_LSPV = re.compile(r"(hdisk\d+)\s+([0-9a-f]{16}|none)\s+(\S+)(?:\s+(active|concurrent|missing|locked))?")
_PVID = re.compile(r"[0-9a-f]{16}|none")
_LSPV_SIZE = re.compile(r"(hdisk\d+)\s+([0-9a-f]{16}|none)\s+(\d+)")
_SIZES = re.compile(r"\s*NAME\s+PVID\s+SIZE\(megabytes\)\s*")
_GROUPS = re.compile(r"\s*NAME\s+PVID\s+VG\s+STATUS\s*")


def parse_disks(output: Output) -> Parsed:
    """``lspv``, ``lspv -size``, ``lspv -free`` and ``lspv -u`` → ``vios_disks``."""
    findings = Findings()
    command = read_command(output.command)
    is_asked = command.program == "lspv" and not command.is_altered
    if is_asked and delimiter_of(command):
        _parse_delimited(output, command, findings)
        return findings.parsed(output)
    has_sizes = False
    for line in output.lines:
        text = line.text.strip()
        if _SIZES.fullmatch(text) or _GROUPS.fullmatch(text):
            has_sizes = bool(_SIZES.fullmatch(text))
            findings.claim(line)
            continue
        told = _disk(text, has_sizes)
        if told is None:
            if text.startswith("hdisk") and (is_asked or findings.claimed) and not is_message(text):
                findings.damaged(line)
            continue
        findings.claim(line)
        if is_open(output, line) and "disk_id" not in told:
            findings.cut(line, "The output ends without a line end: its last line may be cut, and is not taken.")
            continue
        if has_sizes and command.has("-free"):
            told["is_free"] = True
        _take_disk(output, line, told, findings, "lspv")
    return findings.parsed(output)


def _parse_delimited(output: Output, command: Command, findings: Findings) -> None:
    """``lspv -size -fmt :``, ``-free`` and neither: the fields are those of the columns, or of ``-field``."""
    has_sizes = command.has("-size", "-free")
    names = [field.lower() for field in command.options("-field")]
    names = names or (["pvname", "pvid", "size"] if has_sizes else ["pvname", "pvid", "vg", "status"])
    for line in output.lines:
        values = [part.strip() for part in line.text.split(delimiter_of(command))]
        if not DISK.fullmatch(values[0]) or is_message(line.text):
            continue
        cells = dict(zip(names, values, strict=False))
        told = _delimited_disk(cells) if len(values) == len(names) else None
        if told is None:
            findings.damaged(line)
        elif is_open(output, line):
            findings.cut(line, "The output ends without a line end: its last line may be cut, and is not taken.")
        else:
            findings.claim(line)
            _take_disk(output, line, told | ({"is_free": True} if command.has("-free") else {}), findings, "lspv")


def _delimited_disk(cells: Mapping[str, str]) -> dict[str, Any] | None:
    """Columns of a disk; None when its physical volume id or its size is none."""
    pvid, size = cells.get("pvid", "none"), cells.get("size", "0")
    if not DISK.fullmatch(cells.get("pvname", "")) or not _PVID.fullmatch(pvid) or not size.isdecimal():
        return None
    return {"disk": cells["pvname"], "pvid": pvid} | ({"size_mb": int(size)} if "size" in cells else {})


def _disk(text: str, has_sizes: bool) -> dict[str, Any] | None:
    if has_sizes:
        found = _LSPV_SIZE.fullmatch(text)
        return {"disk": found[1], "pvid": found[2], "size_mb": int(found[3])} if found else None
    found = _LSPV_U.fullmatch(text)
    if found:
        told = {"disk": found[1], "pvid": found[2]}
        with suppress(ValueError):
            told["disk_id"] = unique_id(found[4]) or ""
        return told
    found = _LSPV.fullmatch(text)
    return {"disk": found[1], "pvid": found[2]} if found else None


def _take_disk(output: Output, line: Line, told: dict[str, Any], findings: Findings, name: str) -> None:
    place = where(output)
    values = {column: value for column, value in told.items() if value != "none"}
    if place is None:
        findings.no_vios(line, name)
    elif len(values) > 1:
        findings.row("vios_disks", line, **place, **values)


_CHKDEV = re.compile(r"\s*(NAME|IDENTIFIER):\s+(\S.*?)\s*")
_CHKDEV_OTHER = re.compile(r"\s*(PHYS2VIRT_CAPABLE|VIRT2NPIV_CAPABLE|VIRT2PHYS_CAPABLE|PVID|UDID|IEEE|VTD):.*")


def parse_checks(output: Output) -> Parsed:
    """``chkdev``, long or ``-fmt : -field name identifier`` → unique ids of disks."""
    findings = Findings()
    command = read_command(output.command)
    delimiter = delimiter_of(command) if command.program == "chkdev" and not command.is_altered else ""
    fields = [field.lower() for field in command.options("-field")]
    disk = ""
    for line in output.lines:
        found = _CHKDEV.fullmatch(line.text)
        if found:
            findings.claim(line)
            if found[1] == "NAME":
                disk = found[2] if DISK.fullmatch(found[2]) else ""
            elif disk and not is_open(output, line):
                _take_checked(output, line, disk, found[2], findings)
                disk = ""
        elif _CHKDEV_OTHER.fullmatch(line.text) and findings.claimed:
            findings.claim(line)
        elif delimiter and delimiter in line.text and not is_message(line.text):
            values = [part.strip() for part in line.text.split(delimiter)]
            told = dict(zip(fields, values, strict=False))
            if len(values) != len(fields) or not DISK.fullmatch(told.get("name", "")):
                findings.damaged(line)
            elif is_open(output, line):
                findings.cut(line, "The output ends without a line end: its last line may be cut, and is not taken.")
            else:
                findings.claim(line)
                _take_checked(output, line, told["name"], told.get("identifier", ""), findings)
    return findings.parsed(output)


def _take_checked(output: Output, line: Line, disk: str, identifier: str, findings: Findings) -> None:
    with suppress(ValueError):
        _take_disk(output, line, {"disk": disk, "disk_id": unique_id(identifier)}, findings, "chkdev")
