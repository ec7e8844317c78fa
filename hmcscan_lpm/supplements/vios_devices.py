"""What a VIOS tells of its devices: attributes (``lsdev -attr``, ``lsattr -El``), disks, and ports that do NPIV."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hmcscan_lpm.dialects.python import cells as c
from hmcscan_lpm.dialects.values import Parser, hexadecimal, megabytes, pvid, whole
from hmcscan_lpm.supplements.collect import is_open
from hmcscan_lpm.supplements.commands import Command, read_command
from hmcscan_lpm.supplements.messages import is_message, shown
from hmcscan_lpm.supplements.model import NOTHING, Line, Output, Parsed
from hmcscan_lpm.supplements.vios_disks import DISK, unique_id
from hmcscan_lpm.supplements.vios_fmt import delimiter_of
from hmcscan_lpm.supplements.vios_places import Findings, where

_RESERVE = {name.lower(): name for name in ("no_reserve", "single_path", "PR_shared", "PR_exclusive")}
_PVID = re.compile(r"([0-9a-fA-F]{16})(?:0{16})?")


def _reserve_policy(cell: object) -> str | None:
    value = _RESERVE.get(str(cell).lower())
    if value is None:
        raise ValueError(f"not one of {', '.join(_RESERVE.values())}")
    return value


def _disk_pvid(cell: object) -> str | None:
    """16 digits; ``lsattr`` prints 16 zeros behind them, and ``none`` for a disk without."""
    found = _PVID.fullmatch(str(cell))
    if found is None and cell != "none":
        raise ValueError("not a physical volume id")
    return found[1].lower() if found else None


def _backup(cell: object) -> str | None:
    """The backup adapter of a link aggregation, or ``NONE``."""
    if cell != "NONE" and not re.fullmatch(r"ent\d{1,5}", str(cell)):
        raise ValueError("neither an Ethernet device nor NONE")
    return str(cell)


def _processor(cell: object) -> str | None:
    """``PowerPC_POWER10``."""
    if not re.fullmatch(r"PowerPC_POWER\d{1,2}", str(cell)):
        raise ValueError("not a processor type like PowerPC_POWER10")
    return str(cell)


_FIELDS: tuple[tuple[re.Pattern[str], str, str, dict[str, tuple[str, Parser]]], ...] = (
    (
        DISK,
        "vios_disks",
        "disk",
        {
            "reserve_policy": ("reserve_policy", _reserve_policy),
            "unique_id": ("disk_id", unique_id),
            "pvid": ("pvid", _disk_pvid),
            "size_in_mb": ("size_mb", megabytes),
        },
    ),
    (
        re.compile(r"fcs\d{1,5}"),
        "fc_ports",
        "port",
        {
            "max_xfer_size": ("max_xfer_size", hexadecimal),
            "num_cmd_elems": ("num_cmd_elems", whole),
            "label": ("label", c.label),
        },
    ),
    (
        re.compile(r"ent\d{1,5}"),
        "seas",
        "sea",
        {
            "pvid": ("pvid", pvid),
            "pvid_adapter": ("pvid_adapter", c.devices),
            "real_adapter": ("real_adapter", c.devices),
            "virt_adapters": ("virt_adapters", c.devices),
            "ha_mode": ("ha_mode", c.choice("disabled", "auto", "sharing", "standby")),
            "jumbo_frames": ("jumbo_frames", c.choice("yes", "no")),
        },
    ),
    (
        re.compile(r"ent\d{1,5}"),
        "etherchannels",
        "name",
        {
            "mode": ("mode", c.described),
            "adapter_names": ("adapters", c.devices),
            "backup_adapter": ("backup", _backup),
        },
    ),
    (re.compile(r"proc\d{1,5}"), "systems", "", {"type": ("cpu_type", _processor)}),
)
"""Devices by their name → table, its column for the device, attribute → column and parser."""

_LPM = "vioslpm0"
_LPM_SIGNS = frozenset({"cfg_msp_lpm_ops", "src_lun_val", "dst_lun_val", "max_lpm_vasi", "lpm_msnap_succ"})
_LPM_NAME = re.compile(r"[a-z]+(?:_[a-z]+)+")
_HEADING = re.compile(r"\s*attribute\s+value\s+description\s+user_settable\s*")
_ATTRIBUTE = re.compile(r"([A-Za-z]\w*)\s+(?:(\S+)\s+)?(\S.*?)\s+(True|False)\+?\s*")
_WORD_OF_TEXT = re.compile(r"[A-Z][A-Za-z]+")
_OWN = {
    "seas": frozenset({"real_adapter", "virt_adapters", "pvid_adapter"}),
    "etherchannels": frozenset({"adapter_names"}),
}
"""Attributes that no other Ethernet device has."""


def parse_attributes(output: Output) -> Parsed:
    """``lsdev -dev X -attr`` and ``lsattr -El X`` → the table of the device, as the command names it."""
    command = read_command(output.command)
    device = _device(command)
    findings = Findings()
    values = {} if command.is_altered else _single(output, command, findings) or _listed(output, findings, device)
    if not values:
        return NOTHING
    if not device and _LPM_SIGNS & values.keys():
        device = _LPM
    place = where(output)
    first = next(iter(values.values()))[1]
    if not device:
        return NOTHING
    if device == _LPM:
        _take_lpm(values, place, first, findings)
    else:
        _take_device(device, values, place, first, findings)
    return findings.parsed(output) if findings.rows or findings.remarks else NOTHING


def _device(command: Command) -> str:
    """The device that *command* asks about; ``''`` for none, or for a variable of a script."""
    name = ""
    if command.program == "lsdev":
        name = command.option("-dev")
    elif command.program == "lsattr":
        name = next((command.option(flag) for flag in ("-El", "-l", "-HEl", "-EHl", "-lE") if command.has(flag)), "")
    return name if re.fullmatch(r"[a-z]+\d{1,6}", name) else ""


Told = dict[str, tuple[str, Line]]
"""Attribute → value and the line in which it stands."""


def _single(output: Output, command: Command, findings: Findings) -> Told:
    """The value of the one attribute that the command asks for: below the heading ``value``, or alone."""
    attribute = command.option("-attr", "-a")
    told = [line for line in output.lines if line.text.strip()]
    if command.program == "lsdev" and attribute:
        is_form = len(told) > 1 and told[0].text.strip() == "value"
        lines = told[1:2] if is_form else []
        heading = told[:1]
    elif command.program == "lsattr" and attribute and command.option("-F") == "value":
        lines, heading = told[:1] if len(told) == 1 else [], []
    else:
        return {}
    if not lines or is_message(lines[0].text):
        return {}
    findings.claim(*heading, *lines)
    return {attribute: (lines[0].text.strip(), lines[0])}


def _listed(output: Output, findings: Findings, device: str) -> Told:
    """Attributes with value, description and whether they can be set; an empty value is left out."""
    told: Told = {}
    start = 0
    for position, line in enumerate(output.lines):
        text = line.text.strip()
        if _HEADING.fullmatch(line.text) and not told:
            findings.claim(line)
            start = line.text.index("value")
            continue
        match = _ATTRIBUTE.fullmatch(text)
        if match is None or match[1] in told:
            if told and text and device:
                near = [_ATTRIBUTE.fullmatch(other.text.strip()) for other in output.lines[position + 1 : position + 2]]
                if any(near) and text.endswith(("True", "False", "True+")):
                    findings.damaged(line)
                    continue
            if told and text:
                break
            continue
        findings.claim(line)
        value = match[2] or ""
        # An attribute without a value has its description there; NONE is a value.
        is_word = _WORD_OF_TEXT.fullmatch(value) and value != "NONE"
        is_empty = not value or is_word or (start and line.text[start : start + 1] == " ")
        told[match[1]] = ("" if is_empty else value, line)
    return told


def _take_lpm(values: Told, place: Mapping[str, Any] | None, first: Line, findings: Findings) -> None:
    if place is None:
        findings.no_vios(first, "the attributes of vioslpm0")
        return
    for attribute, (value, line) in values.items():
        if value and _LPM_NAME.fullmatch(attribute):
            findings.row("lpm_attributes", line, **place, attribute=attribute, value=value)


def _take_device(device: str, values: Told, place: Mapping[str, Any] | None, first: Line, findings: Findings) -> None:
    for pattern, table, key, fields in _FIELDS:
        if not pattern.fullmatch(device) or not fields.keys() & values.keys():
            continue
        if not _OWN.get(table, values.keys()) & values.keys():
            continue
        if place is None:
            findings.no_vios(first, f"the attributes of {device}")
            return
        told = _parsed(values, fields, findings)
        if told:
            # What a processor is says something about the server, whichever VIOS looked at it.
            whose = place if key else {name: value for name, value in place.items() if name not in {"vios", "_vios_id"}}
            findings.row(table, first, **whose, **({key: device} if key else {}), **told)


def _parsed(values: Told, fields: Mapping[str, tuple[str, Parser]], findings: Findings) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for attribute, (column, parse) in fields.items():
        if attribute not in values or not values[attribute][0]:
            continue
        value, line = values[attribute]
        try:
            result = parse(value)
        except ValueError as error:
            findings.unreadable(line, f"{attribute} is {shown(value)!r}: {error}.")
            continue
        if result is not None:
            told[column] = result
    return told


_PORT = re.compile(r"fcs\d{1,5}")
_PORT_FIELDS: dict[str, tuple[str, Parser]] = {
    "physloc": ("location", c.known),
    "fabric": ("is_fabric", lambda cell: bool(_small(cell))),
    "tports": ("total_ports", whole),
    "aports": ("free_ports", whole),
    "swwpns": ("total_wwpns", whole),
    "awwpns": ("free_wwpns", whole),
    "label": ("label", c.not_none(c.known)),
}


def _small(cell: object) -> int:
    if str(cell) not in {"0", "1"}:
        raise ValueError("neither 0 nor 1")
    return int(str(cell))


def parse_ports(output: Output) -> Parsed:
    """``lsnports`` → ``npiv_ports``; the columns are those of the heading, or of ``-field``."""
    findings = Findings()
    command = read_command(output.command)
    delimiter = delimiter_of(command) if command.program == "lsnports" and not command.is_altered else ""
    names: list[str] = []
    if delimiter:
        fields = command.options("-field")
        names = [field.lower() for field in fields] or [*_PORT_FIELDS.keys()][:6]
        names = names if fields else ["name", *names]
    for line in output.lines:
        words = line.text.lower().split()
        if words[:1] == ["name"] and len(words) > 1 and set(words[1:]) <= _PORT_FIELDS.keys():
            names = words
            findings.claim(line)
            continue
        values = [part.strip() for part in line.text.split(delimiter)] if delimiter else line.text.split()
        if not names or not values or not _PORT.fullmatch(values[0]):
            if names and line.text.strip() and not delimiter:
                names = []
            continue
        _take_port(output, line, names, values, findings)
    return findings.parsed(output)


def _take_port(output: Output, line: Line, names: Sequence[str], values: Sequence[str], findings: Findings) -> None:
    """One port; its label may be missing, because it is the last column and may be empty."""
    is_short = names[-1] == "label" and len(values) == len(names) - 1
    if not is_short and len(values) != len(names):
        findings.damaged(line)
        return
    told = {name: (value, line) for name, value in zip(names, values, strict=False)}
    findings.claim(line)
    if is_open(output, line):
        findings.cut(
            line, f"The output ends without a line end: {names[len(values) - 1]} may be cut, and is not taken."
        )
        del told[names[len(values) - 1]]
    place = where(output)
    if place is None:
        findings.no_vios(line, "lsnports")
    elif "name" in told:
        findings.row("npiv_ports", line, **place, port=told["name"][0], **_parsed(told, _PORT_FIELDS, findings))
