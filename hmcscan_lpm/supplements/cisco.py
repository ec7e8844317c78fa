"""Zones, aliases and name server of Cisco MDS and Nexus switches (NX-OS).

Shapes: Cisco MDS 9000 Fabric Configuration Guide (``show zoneset``, ``show zone``, ``show fcalias``, ``show fcns
database``, ``show device-alias database``), and what switches printed in openstack/cinder
``test_cisco_fc_zone_client_cli.py``, srbharadwaj/MDSLib ``parsers/zone.py``, purestorage's ``cisco_utils.py``.

In an active zone set a member that is logged in has a star and its fabric address; one that is zoned, but not logged
in, has neither.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from hmcscan_lpm.supplements.collect import WWN, Found, indent, is_open, wwpn
from hmcscan_lpm.supplements.model import NOTHING, Format, Line, Output, Parsed

_ZONESET = re.compile(r"\s*zoneset name (\S+) vsan (\d{1,4})\s*")
_ZONE = re.compile(r"\s*zone name (\S+) vsan (\d{1,4})\s*")
_FCALIAS = re.compile(r"\s*fcalias name (\S+) vsan (\d{1,4})\s*")
_LISTED_ZONE = re.compile(r"\s+member ([A-Za-z0-9][\w$^-]*)\s*")
_MEMBER = re.compile(
    r"(?:(?P<star>\*)\s*)?(?:member\s+)?"
    r"(?:(?P<key>fcid|pwwn|fwwn|nwwn|device-alias|fcalias|interface|domain-id|symbolic-nodename|ip-address|lun)\s+"
    r"|(?=(?:fc|vfc|port-channel|san-port-channel) ?\d))"
    r"(?P<value>(?:port-channel |san-port-channel )?[^\s\[\]]+)"
    r"(?P<rest>(?:\s+(?:swwn|port-number|vsan) \S+)*)"
    r"(?P<brackets>(?:\s*\[[^\[\]]*\])*)"
    r"(?P<role>\s+(?:init|initiator|target|both))?"
)
_LOOKS_LIKE_MEMBER = re.compile(r"\s*(\*\s*)?(member\s+)?(fcid|pwwn|fwwn|device-alias|fcalias|interface)\b.*")
_BRACKET = re.compile(r"\[\s*(?:(pwwn|device-alias|interface)\s+)?([^\s\[\]]+)(?: swwn [0-9a-f:]+)?\s*\]")
_FCID = re.compile(r"0x[0-9a-fA-F]{6}")
_KINDS = {"pwwn": "wwpn", "fwwn": "port", "interface": "port", "domain-id": "port"}
_ROLES = frozenset({"init", "initiator", "target", "both"})
_DETAIL = re.compile(
    r"\s*(attributes?\b.*|attribute-group\b.*|!.*|\d+ zones? found|Zone not present)\s*", re.IGNORECASE
)

_DEVICE_ALIAS = re.compile(rf"\s*device-alias name (\S+) pwwn ({WWN})\s*")
_DEVICE_ALIAS_DAMAGED = re.compile(r"\s*device-alias name \S+.*")
_ENTRIES = re.compile(r"\s*Total number of entries\s*=\s*\d+\s*", re.IGNORECASE)

_VSAN = re.compile(r"\s*VSAN:?\s*(\d{1,4}):?\s*")
_RULE = re.compile(r"\s*-{5,}\s*")
_NS_HEADING = re.compile(r"\s*FCID\s+TYPE\s+PWWN\s+\(VENDOR\)\s+FC4-TYPE:FEATURE\s*", re.IGNORECASE)
_NS_ROW = re.compile(rf"\s*0x([0-9a-fA-F]{{6}})\s+(?:N|NL|NV|F|FL)\s+({WWN})(?:\s+(\S.*)|\s*)")
_NS_DAMAGED = re.compile(r"\s*0x[0-9a-fA-F]+\s.*")
_NS_ALIAS = re.compile(r"\s+\[[^\[\]]+\]\s*")
_NS_FEATURE = re.compile(r"[\w-]+:(init|target|both)(?!\S)")


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of a zone or an fcalias.

    :ivar kind: wwpn, port, fcid, alias (device alias), fcalias, or other (no kind that the vocabulary has)
    """

    kind: str
    text: str
    wwpn: str | None
    alias: str | None
    has_star: bool
    line: Line


@dataclass(slots=True)
class _Set:
    """A zone set, or a zone without one; ``shows_logins`` when a star stands in it."""

    name: str | None
    vsan: str
    indent: int
    zone_indent: int | None = None
    shows_logins: bool = False


@dataclass(slots=True)
class _Group:
    """A zone or an fcalias with its members."""

    name: str
    vsan: str
    indent: int
    zoneset: _Set | None
    members: list[_Member] = field(default_factory=list)


@dataclass(slots=True)
class _Zoning:
    """What has been read of an output with zones, and where the reading stands."""

    zones: list[_Group] = field(default_factory=list)
    aliases: list[_Group] = field(default_factory=list)
    listed: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    zoneset: _Set | None = None
    group: _Group | None = None
    nested: _Group | None = None
    """An fcalias that is a member of the zone, with its own members below it."""

    def forget(self) -> None:
        """Another output begins, or a line was lost."""
        self.zoneset = self.group = self.nested = None


def _zoning(output: Output) -> Parsed:
    """Rows of ``zones`` and ``zone_aliases`` from zones, zone sets and fcaliases."""
    found, state = Found(), _Zoning()
    for line in output.lines:
        if line.text.strip() and not _take(output, line, state, found):
            state.forget()
    if not state.zones and not state.aliases:
        return NOTHING
    device_aliases = _device_alias_names(output)
    fcaliases = _fcalias_members(state.aliases)
    for alias in state.aliases:
        for member in alias.members:
            number = member.wwpn or device_aliases.get(member.alias or "")
            if number:
                found.row(
                    "zone_aliases", member.line, fabric=_fabric(output, alias.vsan), alias=alias.name, wwpn=number
                )
    for zone in state.zones:
        for member in zone.members:
            for real in (
                fcaliases.get((member.alias or "", zone.vsan), (member,)) if member.kind == "fcalias" else (member,)
            ):
                _zone_row(output, zone, member, real, state, device_aliases, found)
    return found.parsed(output)


def _take(output: Output, line: Line, state: _Zoning, found: Found) -> bool:
    """Read one line into *state*; False when it is none of a zone configuration."""
    if _DEVICE_ALIAS_DAMAGED.fullmatch(line.text):
        return False
    if match := _ZONESET.fullmatch(line.text):
        state.forget()
        state.zoneset = _Set(match[1], match[2], indent(line.text))
    elif match := _ZONE.fullmatch(line.text):
        _begin_zone(match, line, state)
    elif match := _FCALIAS.fullmatch(line.text):
        if not _begin_fcalias(match, line, state, found):
            return True
    elif state.group and _MEMBER.fullmatch(line.text.strip()):
        _take_member(output, line, state, found)
    elif state.zoneset and state.group is None and (match := _LISTED_ZONE.fullmatch(line.text)):
        if not is_open(output, line):
            state.listed.setdefault((match[1], state.zoneset.vsan), []).append(state.zoneset.name or "")
    elif state.group and _LOOKS_LIKE_MEMBER.fullmatch(line.text.strip()):
        _damaged(output, line, state.group.name, found)
    elif not ((state.group or state.zoneset) and _DETAIL.fullmatch(line.text)):
        return False
    found.claim(line)
    return True


def _begin_zone(match: re.Match[str], line: Line, state: _Zoning) -> None:
    """Begin a zone; one that stands less deep than those before it in the zone set is of another output."""
    depth, above = indent(line.text), state.zoneset
    if above and above.zone_indent is None and depth >= above.indent:
        above.zone_indent = depth
    if above is None or depth != above.zone_indent or above.vsan != match[2]:
        above = state.zoneset = None
    state.group = _Group(match[1], match[2], depth, above or _Set(None, match[2], depth))
    state.nested = None
    state.zones.append(state.group)


def _begin_fcalias(match: re.Match[str], line: Line, state: _Zoning, found: Found) -> bool:
    """Begin an fcalias, or take it as member of the zone under which it stands; False when that cannot be told."""
    alias = _Group(match[1], match[2], indent(line.text), None)
    zone = state.group if state.group and state.group.zoneset else None
    if zone and alias.indent > zone.indent:
        zone.members.append(_Member("fcalias", alias.name, None, alias.name, False, line))
        state.nested = alias
    elif zone and any(member.line.text[:1] not in " \t" for member in zone.members):
        found.unreadable(line, f"{line.text.strip()!r} may be a member of {zone.name} or not: the indentation is lost.")
        state.forget()
        return False
    else:
        state.zoneset, state.nested, state.group = None, None, alias
    state.aliases.append(alias)
    return True


def _take_member(output: Output, line: Line, state: _Zoning, found: Found) -> None:
    """Add the member in *line* to the zone or fcalias that is open."""
    group = state.group
    if state.nested and indent(line.text) > state.nested.indent:
        group = state.nested
    else:
        state.nested = None
    if group is None:
        return
    member = _member(line)
    ends_in_name = member is not None and line.text.rstrip().endswith(member.text)
    if is_open(output, line) and member and member.kind != "wwpn" and ends_in_name:
        found.cut(line, f"The output ends in {line.text.strip()!r}, a member of {group.name}: it may be cut.")
    elif member is None:
        _damaged(output, line, group.name, found)
    elif member.kind == "other":
        found.unreadable(line, f"{line.text.strip()!r}, a member of {group.name}, is of a kind that is not read.")
    else:
        group.members.append(member)
        if member.has_star and group.zoneset:
            group.zoneset.shows_logins = True


def _damaged(output: Output, line: Line, name: str, found: Found) -> None:
    note = found.cut if is_open(output, line) else found.unreadable
    note(line, f"{line.text.strip()!r}, a member of {name}, cannot be read.")


def _member(line: Line) -> _Member | None:
    """The member that stands in a line; None when it is damaged."""
    match = _MEMBER.fullmatch(line.text.strip())
    shown = _brackets(match["brackets"]) if match else None
    if match is None or shown is None:
        return None
    key, value, has_star = match["key"] or "interface", match["value"], match["star"] is not None
    printed = value if key == "pwwn" else shown.get("pwwn", "")
    number, alias = wwpn(printed), shown.get("device-alias")
    if (printed or key == "pwwn") and number is None:
        return None
    if key == "fcid":
        if not _FCID.fullmatch(value) or (shown and not has_star):
            return None
        port = shown.get("interface")
        kind = "wwpn" if number else "port" if port else "alias" if alias else "fcid"
        return _Member(kind, printed or port or alias or value, number, alias, has_star, line)
    if key == "device-alias":
        return _Member("wwpn" if number else "alias", value, number, value, has_star, line)
    if key == "fcalias":
        return _Member("fcalias", value, None, value, has_star, line)
    text = f"{value}{match['rest']}" if key == "domain-id" else value
    return _Member(_KINDS.get(key, "other"), text, number, alias, has_star, line)


def _brackets(text: str) -> Mapping[str, str] | None:
    """What stands in the brackets behind a member, by word; a name without one is a device alias."""
    found = _BRACKET.findall(text)
    if len(found) != text.count("["):
        return None
    return {word or "device-alias": value for word, value in found if word or value not in _ROLES}


def _fcalias_members(aliases: list[_Group]) -> Mapping[tuple[str, str], tuple[_Member, ...]]:
    """Members of each fcalias by name and VSAN; an fcalias that is told twice with different members is left out."""
    told: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    members: dict[tuple[str, str], tuple[_Member, ...]] = {}
    for alias in aliases:
        if alias.members:
            key = (alias.name, alias.vsan)
            told.setdefault(key, set()).add(tuple(member.text.lower() for member in alias.members))
            members[key] = tuple(alias.members)
    return {key: members[key] for key, variants in told.items() if len(variants) == 1}


def _zone_row(
    output: Output,
    zone: _Group,
    member: _Member,
    real: _Member,
    state: _Zoning,
    device_aliases: Mapping[str, str],
    found: Found,
) -> None:
    """One row of ``zones``: *member* as the zone lists it, *real* what it stands for."""
    above = zone.zoneset or _Set(None, zone.vsan, 0)
    shown = "active" if above.shows_logins else _shown(output.command)
    number = real.wwpn or device_aliases.get(real.alias or "")
    kind = "wwpn" if number else "alias" if real.kind == "fcalias" else real.kind
    found.row(
        "zones",
        member.line,
        fabric=_fabric(output, zone.vsan),
        zoneset=above.name or ",".join(dict.fromkeys(state.listed.get((zone.name, zone.vsan), []))) or None,
        zone=zone.name,
        is_active={"active": True, "full": False}.get(shown),
        kind=kind,
        wwpn=number,
        member=real.text if kind in {"port", "fcid"} else member.text,
        alias=member.alias,
        is_logged_in=member.has_star if shown == "active" else None,
    )


def _shown(command: str) -> str:
    """What a command shows: the ``active`` zone set, the ``full`` database, or ``''`` when it does not say.

    The switch takes words that are cut short: ``sh zoneset act``.
    """
    words = [word for before, word in pairwise(["", *command.lower().split()]) if before != "name"]
    if len(words) < 2 or not "show".startswith(words[0]):
        return ""
    if any("active".startswith(word) for word in words[2:] if len(word) > 1):
        return "active"
    full = ("zoneset", "running-config", "startup-config")
    return "full" if any(name.startswith(words[1]) for name in full) and len(words[1]) > 2 else ""


def _fabric(output: Output, vsan: str) -> str:
    """The VSAN, with the switch in front when it is known."""
    return f"{output.place} vsan {vsan}".strip()


def _device_alias_names(output: Output) -> Mapping[str, str]:
    """The WWPN of each device alias of the output; names that stand for several are left out."""
    told: dict[str, set[str]] = {}
    for line in output.lines:
        match = _DEVICE_ALIAS.fullmatch(line.text)
        number = wwpn(match[2]) if match else None
        if match and number:
            told.setdefault(match[1], set()).add(number)
    return {name: next(iter(numbers)) for name, numbers in told.items() if len(numbers) == 1}


def _device_aliases(output: Output) -> Parsed:
    """Rows of ``zone_aliases`` from ``show device-alias database``.

    Device aliases are the same in all VSANs of the switches that share them, so the fabric is only the switch.
    """
    found = Found()
    after_row = False
    for line in output.lines:
        match = _DEVICE_ALIAS.fullmatch(line.text)
        if match:
            found.row("zone_aliases", line, fabric=output.place, alias=match[1], wwpn=wwpn(match[2]))
        elif _DEVICE_ALIAS_DAMAGED.fullmatch(line.text):
            _damaged(output, line, "the device aliases", found)
        elif (after_row and _ENTRIES.fullmatch(line.text)) or line.text.strip().lower() == "device-alias database":
            found.claim(line)
        elif line.text.strip():
            after_row = False
            continue
        after_row = after_row or match is not None
    return found.parsed(output) if found.rows or found.remarks else NOTHING


def _name_server(output: Output) -> Parsed:
    """Rows of ``fabric_logins`` from ``show fcns database``; a port with the feature target is a storage port."""
    found = Found()
    headings: list[Line] = []
    vsan, in_table = None, False
    for line in output.lines:
        text = line.text
        if match := _VSAN.fullmatch(text):
            vsan, in_table, headings = match[1], False, [line]
        elif _RULE.fullmatch(text):
            headings.append(line)
        elif _NS_HEADING.fullmatch(text):
            in_table = True
            headings.append(line)
        elif in_table and (match := _NS_ROW.fullmatch(text)):
            fabric = _fabric(output, vsan) if vsan else output.place
            is_target = None if is_open(output, line) else _is_target(match[3] or "")
            role = {} if is_target is None else {"is_target": is_target}
            found.claim(*headings)
            found.row("fabric_logins", line, fabric=fabric, wwpn=wwpn(match[2]), fcid=match[1].lower(), **role)
        elif in_table and _NS_DAMAGED.fullmatch(text):
            found.claim(*headings)
            _damaged(output, line, "the name server", found)
        elif (in_table and _NS_ALIAS.fullmatch(text)) or (in_table and _ENTRIES.fullmatch(text)):
            found.claim(*headings, line)
        elif text.strip():
            vsan, in_table, headings = None, False, []
    return found.parsed(output) if found.claimed else NOTHING


def _is_target(features: str) -> bool | None:
    """Whether the FC4 features (``scsi-fcp:init fc-gs``, ``scsi-fcp:both``) name a storage port; None: no word."""
    roles = set(_NS_FEATURE.findall(features))
    return bool(roles - {"init"}) if roles else None


FORMATS: tuple[Format, ...] = (
    Format("show zoneset, show zone, show fcalias", _zoning),
    Format("show device-alias database", _device_aliases),
    Format("show fcns database", _name_server),
)
