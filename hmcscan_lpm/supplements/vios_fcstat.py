"""Statistics of a physical Fibre Channel port of a VIOS: ``fcstat fcs0``, with ``-e`` or without.

Shapes: IBM documentation, fcstat command of AIX 7.2 and of the VIOS (p8hcg_fcstat), which warns that they change: the
names of the two WWNs, and whether they begin with ``0x``, differ between levels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from hmcscan_lpm.dialects.python import cells as c
from hmcscan_lpm.dialects.values import Parser, whole, wwpn
from hmcscan_lpm.supplements.collect import is_open
from hmcscan_lpm.supplements.messages import shown
from hmcscan_lpm.supplements.model import NOTHING, Line, Output, Parsed
from hmcscan_lpm.supplements.vios_places import Findings, where

_HEADING = re.compile(r"\s*FIBRE CHANNEL STATISTICS REPORT: (fcs\d{1,5})\s*")
_LABELLED = re.compile(r"\s*([A-Z][\w /().-]*?):\s*(.*?)\s*")
_TITLE = re.compile(r"\s*(?:[A-Z][\w \t/()-]*|-{3,}(?:\s+-{3,})*)\s*")
_CLIENT = re.compile(r".*\bvfc-client\b.*|Virtual Fibre Channel Client Adapter.*")
_SPEED = re.compile(r"(\d{1,4}) G[Bb][Ii][Tt](?:/s)?")
_FIRMWARE = re.compile(r"[0-9A-Za-z][\w.-]*")


def _speed(cell: object) -> int | None:
    """``32 GBIT``: Gbit/s."""
    found = _SPEED.fullmatch(str(cell))
    if found is None:
        raise ValueError("not a speed like 32 GBIT")
    return int(found[1])


def _counter(cell: object) -> int | None:
    """A counter; -1 stands for one that the adapter does not keep."""
    value = whole(str(cell))
    return None if value is None or value < 0 else value


def _attention(cell: object) -> str | None:
    if cell not in {"Link Up", "Link Down"}:
        raise ValueError("neither Link Up nor Link Down")
    return str(cell)


def _firmware(cell: object) -> str | None:
    if not _FIRMWARE.fullmatch(str(cell)):
        raise ValueError("not a firmware level")
    return str(cell)


_FIELDS: dict[str, tuple[str, Parser]] = {
    "World Wide Port Name": ("wwpn", wwpn),
    "Port WWN": ("wwpn", wwpn),
    "ZA": ("firmware", _firmware),
    "Firmware Version": ("firmware", _firmware),
    "Port Speed (supported)": ("speed_supported", _speed),
    "Port Speed (running)": ("speed_running", _speed),
    "Port FC ID": ("fcid", c.fabric_address),
    "Port Type": ("port_type", c.known),
    "Attention Type": ("attention", _attention),
    "Error Frames": ("error_frames", _counter),
    "Dumped Frames": ("dumped_frames", _counter),
    "Invalid CRC Count": ("invalid_crc", _counter),
    "Invalid Tx Word Count": ("invalid_tx", _counter),
}
"""Label → column and parser."""


@dataclass(slots=True)
class _Report:
    """The statistics of one port; ``told``: column → value and line."""

    port: str
    heading: Line
    told: dict[str, tuple[Any, Line]] = field(default_factory=dict)
    is_client: bool = False
    is_damaged: bool = False


def parse_statistics(output: Output) -> Parsed:
    """``fcstat fcs0`` → ``fc_ports``; a virtual adapter of a client is understood, but no port of a VIOS."""
    findings = Findings()
    reports: list[_Report] = []
    report: _Report | None = None
    for line in output.lines:
        heading = _HEADING.fullmatch(line.text)
        if heading and not is_open(output, line):
            report = _Report(heading[1], line)
            reports.append(report)
        elif report is None or not line.text.strip():
            continue
        elif found := _LABELLED.fullmatch(line.text):
            _take(output, line, found[1], found[2], report, findings)
        elif not _TITLE.fullmatch(line.text):
            report = None
            continue
        findings.claim(line)
    for told in reports:
        _row(output, told, findings)
    return findings.parsed(output) if reports else NOTHING


def _take(output: Output, line: Line, label: str, value: str, report: _Report, findings: Findings) -> None:
    if label == "Device Type" and _CLIENT.fullmatch(value):
        report.is_client = True
    if label not in _FIELDS or value.upper() in {"", "UNKNOWN"}:
        return
    column, parse = _FIELDS[label]
    if is_open(output, line):
        findings.cut(line, f"The output ends without a line end: {label} may be cut, and is not taken.")
    elif column in report.told:
        # Two reports ran together, and nothing tells which line is whose.
        report.is_damaged = True
    else:
        try:
            report.told[column] = (parse(value), line)
        except ValueError as error:
            findings.unreadable(line, f"{label} is {shown(value)!r}: {error}.")


def _row(output: Output, report: _Report, findings: Findings) -> None:
    told = {column: (value, line) for column, (value, line) in report.told.items() if value is not None}
    place = where(output)
    if report.is_client or not told:
        return
    if report.is_damaged:
        findings.damaged(report.heading)
    elif place is None:
        findings.no_vios(report.heading, "fcstat")
    else:
        values = {column: value for column, (value, _) in told.items()}
        lines = {column: line.number for column, (_, line) in told.items()}
        findings.row("fc_ports", report.heading, lines, **place, port=report.port, **values)
