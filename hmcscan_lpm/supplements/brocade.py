"""Zones, aliases and name server of Brocade switches (Fabric OS).

Shapes: Fabric OS Command Reference (``cfgshow``, ``zoneshow``, ``alishow``, ``nsshow``), and what switches printed in
openstack/cinder ``test_brcd_fc_zone_client_cli.py``, ``test_brcd_fc_san_lookup_service.py``, opensvc ``brocade.py``.

``Defined configuration:`` lists ``cfg:``, ``zone:`` and ``alias:`` entries, whose members are separated by ``;`` and
wrap into indented lines; ``Effective configuration:`` has one expanded member per line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from hmcscan_lpm.supplements.collect import WWN, Found, is_open, wwpn
from hmcscan_lpm.supplements.model import NOTHING, Format, Line, Output, Parsed

Section = Literal["defined", "effective"]

_HEADING = re.compile(r"\s*(Defined|Effective) configuration:\s*(.*)", re.IGNORECASE)
_EMPTY = re.compile(
    r"\(?\s*(no configuration (defined|in effect)|no effective configuration.*|no defined configuration.*)\)?\s*",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"\s*(cfg|zone|alias):\s+([A-Za-z0-9][\w$^-]*)(?:\s+(\S.*)|\s*)")
_LABEL = re.compile(r"\s+(Property Member|Created by|Principal Member\(s\)|Peer Member\(s\)|Member\(s\)):.*")
_NAME = re.compile(r"[A-Za-z0-9][\w$^-]*")
_PORT = re.compile(r"\d{1,3},\d{1,4}")
_HALF_WWN = re.compile(r"[0-9a-fA-F:]*:[0-9a-fA-F:]*")
_COMMAND = re.compile(r"\s*(cfgshow|zoneshow|cfgactvshow|alishow|zone\s+--show)\b", re.IGNORECASE)

_NS_HEADING = re.compile(r"\s*Type\s+Pid\s+COS\s+PortName\s+NodeName\b.*")
_NS_ROW = re.compile(rf"\s*(?:N|NL|U|F|FL)\s+([0-9a-fA-F]{{6}});[\d,\s]*;\s*({WWN})\s*;\s*(?:{WWN}\s*)?(?:;[^;]*)*")
_NS_DAMAGED = re.compile(r"\s*(?:N|NL)\s+\S+;.*")
_NS_DETAIL = re.compile(r"\s{2,}[A-Z][\w /()-]*:(?:\s.*|)")
_NS_DEVICE = re.compile(r"\s+Device type:(.*)", re.IGNORECASE)
_NS_OTHER = re.compile(
    r"\s*(\{|\}|The Local Name Server has \d+ entr(y|ies)\s*\}?|There is no entry in the Local Name Server"
    r"|nscam show for remote switches:|Switch entry for \d+|state\s+rev\s+owner|known\s+v\d+\s+0x[0-9a-f]+"
    r"|Device list:\s+count\s+\d+|Local:|Remote:|No device found)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of an entry: ``kind`` is wwpn, port, name, property (of a peer zone) or damaged."""

    kind: str
    text: str
    line: Line


@dataclass(slots=True)
class _Entry:
    """A ``cfg:``, ``zone:`` or ``alias:`` with its members; ``scope`` counts the configurations of the output."""

    keyword: str
    name: str
    line: Line
    section: Section | None
    scope: int
    cfg: str | None
    members: list[_Member] = field(default_factory=list)


@dataclass(slots=True)
class _Block:
    """Lines that follow each other without one of another kind between them."""

    lines: list[Line] = field(default_factory=list)
    entries: list[_Entry] = field(default_factory=list)
    says_none: bool = False
    has_heading: bool = False

    def is_sure(self) -> bool:
        """It can be nothing but a zone configuration."""
        if self.has_heading and (self.entries or self.says_none):
            return True
        return any(
            member.kind in {"wwpn", "port"}
            for entry in self.entries
            if entry.keyword != "cfg"
            for member in entry.members
        )


def _zoning(output: Output) -> Parsed:
    """Rows of ``zones`` and ``zone_aliases`` from any of the commands that print zone configurations."""
    found = Found()
    asked = _COMMAND.match(output.command) is not None
    blocks = [block for block in _blocks(output) if block.is_sure() or (asked and block.entries)]
    entries = [entry for block in blocks for entry in block.entries]
    for block in blocks:
        found.claim(*block.lines)
    for entry in entries:
        _remark_damage(output, entry, found)
    aliases, zonesets = _aliases(entries), _zonesets(entries)
    for entry in entries:
        if entry.keyword == "alias":
            _alias_rows(output, entry, found)
        elif entry.keyword == "zone":
            _zone_rows(output, entry, zonesets, aliases, found)
    return found.parsed(output) if blocks else NOTHING


def _blocks(output: Output) -> Iterator[_Block]:
    """The stretches of lines that look like a zone configuration.

    A line of another kind ends a stretch, and with it what was known of the section: the line may have been its
    heading, damaged.
    """
    block, section, scope, cfg = _Block(), None, 0, None
    entry: _Entry | None = None
    for line in output.lines:
        if not line.text.strip():
            entry = None
            continue
        heading = _HEADING.fullmatch(line.text)
        start = _ENTRY.fullmatch(line.text)
        if heading and (not heading[2] or _EMPTY.fullmatch(heading[2])):
            section, cfg, entry = _section(heading[1]), None, None
            scope += section == "defined"
            block.has_heading = True
            block.says_none |= bool(heading[2])
        elif start:
            if section == "effective" and start[1] == "cfg":
                cfg = start[2]
            entry = _Entry(start[1], start[2], line, section, scope, cfg)
            entry.members.extend(_members(start[3] or "", line, entry))
            block.entries.append(entry)
        elif section and _EMPTY.fullmatch(line.text):
            block.says_none = True
        elif entry and _LABEL.fullmatch(line.text):
            pass
        elif entry and (members := _continued(line, entry)):
            entry.members.extend(members)
        else:
            yield block
            block, section, cfg, entry = _Block(), None, None, None
            continue
        block.lines.append(line)
    yield block


def _section(word: str) -> Section:
    return "effective" if word.lower() == "effective" else "defined"


def _continued(line: Line, entry: _Entry) -> list[_Member]:
    """Members in a line under an entry; none when the line may be something else."""
    members = _members(line.text, line, entry)
    kinds = {member.kind for member in members}
    sure = kinds & {"wwpn", "port", "property"}
    if line.text[:1].isspace():
        half = all(_HALF_WWN.fullmatch(member.text) for member in members if member.kind == "damaged")
        return members if sure or half else []
    return members if sure and not kinds - {"wwpn", "port", "property"} else []


def _members(text: str, line: Line, entry: _Entry) -> list[_Member]:
    """The members in a piece of text, damaged ones included."""
    tokens = [token.strip() for token in text.split(";")]
    return [_Member(_kind(token, entry), token, line) for token in tokens if token]


def _kind(token: str, entry: _Entry) -> str:
    if wwpn(token):
        # A member that begins with 00 carries the properties of a peer zone; WWNs of devices never do (FOS 8
        # Administration Guide, "Zone objects").
        return "property" if token.startswith("00") else "wwpn"
    if _PORT.fullmatch(token):
        return "port"
    named = entry.keyword == "cfg" or (entry.keyword == "zone" and entry.section != "effective")
    return "name" if named and _NAME.fullmatch(token) else "damaged"


def _remark_damage(output: Output, entry: _Entry, found: Found) -> None:
    """Take members that cannot be read, or may be cut, out of an entry, each with a remark."""
    for member in list(entry.members):
        last = is_open(output, member.line) and member is entry.members[-1]
        ends = last and not member.line.text.rstrip().endswith(";")
        if ends and member.kind in {"damaged", "name", "port"}:
            found.cut(member.line, f"The output ends in {member.text!r}, a member of {entry.name}: it may be cut.")
        elif member.kind == "damaged":
            found.unreadable(member.line, f"{member.text!r}, a member of {entry.name}, is no WWPN, port or alias.")
        else:
            continue
        entry.members.remove(member)


def _aliases(entries: list[_Entry]) -> dict[tuple[int | None, str], tuple[_Member, ...]]:
    """Members of each alias by scope and name, and by name alone (scope None) where all scopes agree.

    An alias that is told twice with different members stands for nothing.
    """
    told: dict[tuple[int | None, str], set[tuple[str, ...]]] = {}
    members: dict[tuple[int | None, str], tuple[_Member, ...]] = {}
    for entry in entries:
        if entry.keyword != "alias":
            continue
        for scope in (entry.scope, None):
            told.setdefault((scope, entry.name), set()).add(tuple(m.text.lower() for m in entry.members))
            members[scope, entry.name] = tuple(entry.members)
    return {key: members[key] for key, variants in told.items() if len(variants) == 1}


def _alias_rows(output: Output, entry: _Entry, found: Found) -> None:
    for member in entry.members:
        if member.kind == "wwpn":
            found.row("zone_aliases", member.line, fabric=output.place, alias=entry.name, wwpn=wwpn(member.text))


def _zone_rows(
    output: Output,
    entry: _Entry,
    zonesets: dict[tuple[int, Section | None, str], str],
    aliases: dict[tuple[int | None, str], tuple[_Member, ...]],
    found: Found,
) -> None:
    zoneset = entry.cfg if entry.section == "effective" else zonesets.get((entry.scope, entry.section, entry.name))
    for member in entry.members:
        if member.kind == "property":
            continue
        alias = member.text if member.kind == "name" else None
        stands_for: tuple[_Member, ...] = (member,)
        if alias is not None:
            stands_for = aliases.get((entry.scope, alias)) or aliases.get((None, alias)) or (member,)
        for real in stands_for:
            found.row(
                "zones",
                member.line,
                fabric=output.place,
                zoneset=zoneset,
                zone=entry.name,
                is_active=None if entry.section is None else entry.section == "effective",
                kind="alias" if real.kind == "name" else real.kind,
                wwpn=wwpn(real.text) if real.kind == "wwpn" else None,
                member=real.text if real.kind == "port" else member.text,
                alias=alias,
                is_logged_in=None,
            )


def _zonesets(entries: list[_Entry]) -> dict[tuple[int, Section | None, str], str]:
    """The configurations that list a zone, separated by commas, by scope, section and zone."""
    listed: dict[tuple[int, Section | None, str], list[str]] = {}
    for entry in entries:
        if entry.keyword == "cfg":
            for member in entry.members:
                listed.setdefault((entry.scope, entry.section, member.text), []).append(entry.name)
    return {zone: ",".join(dict.fromkeys(names)) for zone, names in listed.items()}


def _name_server(output: Output) -> Parsed:
    """Rows of ``fabric_logins`` from ``nsshow``, ``nscamshow`` and ``nodefind``; with ``-t`` who is a storage port."""
    found = Found()
    headings: list[Line] = []
    in_entry = False
    for line in output.lines:
        entry = _NS_ROW.fullmatch(line.text)
        damaged = (found.rows or headings) and _NS_DAMAGED.fullmatch(line.text)
        if in_entry and _NS_DETAIL.fullmatch(line.text):
            found.claim(line)
            device = _NS_DEVICE.fullmatch(line.text)
            if device and not is_open(output, line):
                row, is_target = found.rows[-1], _target(device[1].strip())
                told = {} if is_target is None else {"is_target": is_target}
                found.rows[-1] = replace(row, values={**row.values, **told})
            continue
        in_entry = entry is not None
        if entry:
            found.claim(*headings)
            found.row("fabric_logins", line, fabric=output.place, wwpn=wwpn(entry[2]), fcid=entry[1].lower())
        elif damaged:
            found.claim(*headings)
            note = found.cut if is_open(output, line) else found.unreadable
            note(line, f"{line.text.strip()!r} is no whole entry of the name server.")
        elif _NS_OTHER.fullmatch(line.text) or _NS_HEADING.fullmatch(line.text):
            headings.append(line)
            if found.rows or "name server" in line.text.lower():
                found.claim(*headings)
        elif line.text.strip():
            headings = []
    return found.parsed(output) if found.claimed else NOTHING


def _target(device: str) -> bool | None:
    """Whether a device type (``Physical Initiator``, ``NPIV Initiator+Target``) is that of a storage port."""
    words = re.fullmatch(r"(?:Physical |NPIV )?(Initiator\+Target|Target|Initiator)", device, re.IGNORECASE)
    return None if words is None else words[1].lower() != "initiator"


FORMATS: tuple[Format, ...] = (
    Format("cfgshow, zoneshow, alishow", _zoning),
    Format("nsshow", _name_server),
)
