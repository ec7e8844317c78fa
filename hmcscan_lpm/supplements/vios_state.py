"""What a VIOS tells of itself: its level, its shared storage pool cluster, its clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hmcscan_lpm.supplements.collect import is_open
from hmcscan_lpm.supplements.commands import read_command
from hmcscan_lpm.supplements.messages import shown
from hmcscan_lpm.supplements.model import NOTHING, Line, Output, Parsed
from hmcscan_lpm.supplements.vios_fmt import delimiter_of
from hmcscan_lpm.supplements.vios_places import Findings, where

_LEVEL = re.compile(r"\d{1,2}(?:\.\d{1,3}){3}")


def _told(output: Output) -> list[Line]:
    return [line for line in output.lines if line.text.strip()]


def parse_level(output: Output) -> Parsed:
    """``ioslevel`` → ``lpars`` with the level as the HMC prints it, ``VIOS 3.1.4.10``."""
    lines = _told(output)
    if read_command(output.command).program != "ioslevel" or not lines or not _LEVEL.fullmatch(lines[0].text.strip()):
        return NOTHING
    findings = Findings()
    line = lines[0]
    place = where(output)
    if place is None:
        findings.no_vios(line, "ioslevel")
    elif is_open(output, line):
        findings.cut(line, "The output ends without a line end: the level may be cut, and is not taken.")
    else:
        named = {"lpar" if key == "vios" else key: value for key, value in place.items()}
        findings.row("lpars", line, **named, os_version=f"VIOS {line.text.strip()}")
    return findings.parsed(output)


_CLUSTER_NAME = re.compile(r"\s*CLUSTER_NAME:\s+(\S+)\s*")
_CLUSTER_ID = re.compile(r"\s*CLUSTER_ID:\s+([0-9a-fA-F]{16,40})\s*")
_CLUSTER_FMT = re.compile(r"[\w.-]+")
_ID = re.compile(r"[0-9a-fA-F]{32}")
_STATUS = re.compile(r"\s*Cluster Name\s+State\s*")
_NODES = re.compile(r"\s*Node Name\s+MTM\s+Partition Num\s+State\s+Pool State\s*")
_NODE = re.compile(r"\s*(\S+)\s+(\d{4}-[0-9A-Z]{3})02([0-9A-Z]{7})\s+(\d{1,5})\s+([A-Z_]+)(?:\s+([A-Z_]*))?\s*")
_POOL = re.compile(r"\s*POOL_NAME:\s+(\S+)\s*")
_POOL_OTHER = re.compile(
    r"\s*(?:POOL_SIZE|FREE_SPACE|TOTAL_LU_SIZE|OVERCOMMIT_SIZE|TOTAL_LUS|POOL_TYPE|POOL_ID|TIER\w*|FG\w*|ALERT\w*):.*"
)


def parse_cluster_list(output: Output) -> Parsed:
    """``cluster -list`` → ``clusters``: the VIOS that printed it is in the cluster."""
    findings = Findings()
    command = read_command(output.command)
    values: dict[str, Any] = {}
    begin: Line | None = None
    delimiter = delimiter_of(command) if command.program == "cluster" and command.has("-list") else ""
    for line in output.lines:
        for column, pattern in (("cluster", _CLUSTER_NAME), ("cluster_id", _CLUSTER_ID)):
            found = pattern.fullmatch(line.text)
            if found and column not in values:
                findings.claim(line)
                begin = begin or line
                values |= {} if is_open(output, line) else {column: found[1]}
        parts = line.text.strip().split(delimiter) if delimiter else []
        if len(parts) == 2 and _CLUSTER_FMT.fullmatch(parts[0]) and _ID.fullmatch(parts[1]) and not values:
            findings.claim(line)
            begin, values = line, {"cluster": parts[0], "cluster_id": parts[1]}
    if begin is None:
        return NOTHING
    place = where(output)
    if place is None:
        findings.no_vios(begin, "cluster -list")
    elif values:
        findings.row("clusters", begin, **place, **values)
    return findings.parsed(output)


def parse_cluster_status(output: Output) -> Parsed:
    """``cluster -status`` → ``clusters``, one row per node, told by machine and partition id."""
    findings = Findings()
    lines = _told(output)
    start = next((at for at, line in enumerate(lines) if _STATUS.fullmatch(line.text)), None)
    if start is None or start + 2 >= len(lines) or not _NODES.fullmatch(lines[start + 2].text):
        return NOTHING
    named = lines[start + 1].text.split()
    if len(named) != 2:
        return NOTHING
    findings.claim(*lines[start : start + 3])
    for line in lines[start + 3 :]:
        found = _NODE.fullmatch(line.text)
        if found:
            machine = {"_type_model": found[2], "_serial": found[3], "_vios_id": int(found[4])}
            findings.row("clusters", line, **machine, cluster=named[0])
        elif re.search(r"\d{4}-[0-9A-Z]{3}", line.text):
            findings.damaged(line)
        else:
            break
    return findings.parsed(output)


def parse_pool(output: Output) -> Parsed:
    """``lssp -clustername X`` → ``clusters`` with the name of the pool."""
    findings = Findings()
    command = read_command(output.command)
    cluster = command.option("-clustername") if command.program == "lssp" else ""
    first: tuple[Line, str] | None = None
    for line in output.lines:
        found = _POOL.fullmatch(line.text)
        if found and not is_open(output, line):
            findings.claim(line)
            first = first or (line, found[1])
        elif first is not None and _POOL_OTHER.fullmatch(line.text):
            findings.claim(line)
    if first is None:
        return NOTHING
    place = where(output)
    if place is None:
        findings.no_vios(first[0], "lssp -clustername")
    else:
        named = {"cluster": cluster} if re.fullmatch(r"[\w.-]+", cluster) else {}
        findings.row("clusters", first[0], **place, **named, pool=first[1])
    return findings.parsed(output)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:([A-Z][a-z]{2}) +(\d{1,2})|(\d{1,2}) +([A-Z][a-z]{2})) +"
    r"(?:(\d{4}) +)?(\d{2}):(\d{2}):(\d{2})(?: +([AP]M))? +([A-Z]{3,5}|[+-]\d{2}:?(?:\d{2})?)(?: +(\d{4}))?"
)
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}) ?(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)")
_NUMERIC = re.compile(r"([+-])(\d{2}):?(\d{2})?")


def parse_clock(output: Output) -> Parsed:
    """``date`` and ``date -u`` → ``clocks``. Only UTC, GMT and numeric zones say which moment it was."""
    lines = _told(output)
    if read_command(output.command).program != "date" or not lines:
        return NOTHING
    findings = Findings()
    line = lines[0]
    text = line.text.strip()
    parts = _DATE.fullmatch(text)
    iso = _ISO.fullmatch(text)
    zone = parts[10] if parts else iso[3] if iso else ""
    if not zone:
        return NOTHING
    findings.claim(line)
    offset = _offset(zone)
    moment = None if offset is None else _moment(parts, iso, offset)
    if moment is None:
        message = f"{shown(text)!r}: the zone {zone} is not sure, or the time is none; date -u prints UTC."
        findings.remark(line, "unreadable-value", message)
        return findings.parsed(output)
    place = where(output)
    if place is None and output.place and not output.vios:
        place = {}
    if place is None:
        findings.no_vios(line, "date")
    else:
        findings.row("clocks", line, **place, moment=moment)
    return findings.parsed(output)


def _offset(zone: str) -> timedelta | None:
    """What a zone is ahead of UTC; None for names such as CST, which several zones have."""
    if zone in {"UTC", "GMT", "Z"}:
        return timedelta()
    found = _NUMERIC.fullmatch(zone)
    if found is None:
        return None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -ahead if found[1] == "-" else ahead


def _moment(parts: re.Match[str] | None, iso: re.Match[str] | None, offset: timedelta) -> str | None:
    """UTC as ``YYYY-MM-DDTHH:MM:SS``."""
    try:
        if iso is not None:
            local = datetime.fromisoformat(f"{iso[1]}T{iso[2]}")
        elif parts is not None:
            local = _spoken(parts)
        else:
            return None
        return local.replace(tzinfo=timezone(offset)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    except (ValueError, OverflowError):
        return None


def _spoken(parts: re.Match[str]) -> datetime:
    """``Mon Jun  2 10:15:30 UTC 2025``, ``Mon  2 Jun 2025 10:15:30 AM UTC``."""
    month, day = (parts[1], parts[2]) if parts[1] else (parts[4], parts[3])
    years = [year for year in (parts[5], parts[11]) if year]
    if len(years) != 1 or month not in _MONTHS:
        raise ValueError("no year, or no month")
    hour = int(parts[6])
    if parts[9]:
        if not 1 <= hour <= 12:
            raise ValueError("no hour of a clock with 12 hours")
        hour = hour % 12 + (12 if parts[9] == "PM" else 0)
    return datetime(int(years[0]), _MONTHS.index(month) + 1, int(day), hour, int(parts[7]), int(parts[8]))  # noqa: DTZ001
