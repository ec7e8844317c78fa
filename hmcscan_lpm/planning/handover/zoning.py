"""Draft commands for switches: aliases and single-initiator zones for WWPNs that are zoned to nothing yet.

A command stands as such only if facts tell everything in it: that the WWPN is missing, the storage ports that its
partner sees, the configuration and the make of the switches. Everything else stands behind a comment sign.

Syntax: Fabric OS Command Reference (``aliCreate``, ``zoneCreate``, ``cfgAdd``); Cisco MDS 9000 Fabric Configuration
Guide (``device-alias``, ``zone name``, ``zoneset name``), as brcddb and mdssdk type them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hmcscan_lpm.planning.handover.facts import SanFacts
from hmcscan_lpm.planning.handover.model import Draft, SanAdapter, SanWwpn
from hmcscan_lpm.planning.handover.names import ZONE, is_name
from hmcscan_lpm.planning.handover.states import NOT_ZONED, UNKNOWN

Names = Mapping[tuple[tuple[str, str, int], int], str]
"""((server, partition, slot), 1 or 2) → the name proposed for that WWPN."""

_WWPN = re.compile(r"[0-9a-f]{16}")
_VSAN = re.compile(r"(?:.* )?vsan (\d{1,4})")
_SIGNS = {"brocade": "#", "cisco": "!"}
_MAKERS = {"brocade": "Brocade", "cisco": "Cisco"}
_PLAIN = frozenset(" _.-:,/()+=@#%*")


def said(text: object) -> str:
    """*text* for a comment: one line, and nothing in it that any shell knows."""
    return "".join(letter if letter.isalnum() or letter in _PLAIN else "?" for letter in str(text))


def colons(wwpn: str) -> str:
    """``c0:50:76:…``, as switches write it."""
    return ":".join(wwpn[place : place + 2] for place in range(0, 16, 2))


@dataclass(frozen=True, slots=True)
class _Task:
    """A WWPN to be zoned in a fabric.

    :ivar ports: storage ports to zone it with; empty where nobody told them
    :ivar zoneset: configuration or zone set that is active there, ``''`` = not told
    :ivar alias: to be created, ``''`` = there is one
    :ivar member: the alias that a zone may name, else the WWPN
    :ivar zone: name of the zone to be created
    :ivar partner_zone: an active zone of its partner, ``''`` for none with a name that can be typed
    :ivar gap: what is not told, ``''`` = the commands are complete
    """

    adapter: SanAdapter
    wwpn: SanWwpn
    fabric: str
    ports: tuple[str, ...]
    zoneset: str
    alias: str
    member: str
    zone: str
    partner_zone: str
    gap: str

    @property
    def number(self) -> str:
        """The WWPN, which a task always has."""
        return self.wwpn.wwpn or ""

    @property
    def label(self) -> str:
        """Whom it is about, for a comment."""
        of = self.adapter
        return said(f"{of.lpar} on {of.source}, slot {of.slot}, WWPN #{self.wwpn.number} {self.number}")


def zoning(adapters: Iterable[SanAdapter], facts: SanFacts, proposed: Names) -> list[Draft]:
    """Drafts by fabric: of what is missing, and apart from that of what may be."""
    missing: dict[tuple[str, str], list[_Task]] = defaultdict(list)
    open_ones: dict[tuple[str, str], list[_Task]] = defaultdict(list)
    for adapter in adapters:
        for wwpn, partner in (adapter.wwpns, adapter.wwpns[::-1]):
            if not _WWPN.fullmatch(wwpn.wwpn or "") or wwpn.zoned not in (NOT_ZONED, UNKNOWN):
                continue
            chosen = missing if wwpn.zoned == NOT_ZONED else open_ones
            for fabric in _fabrics(adapter, wwpn, partner, facts):
                make = facts.makes.get(fabric, "") if adapter.make else ""
                for maker in (make,) if make else tuple(_SIGNS):
                    task = _task(adapter, wwpn, partner, fabric, facts, proposed)
                    chosen[fabric, maker].append(_checked(task, partner, maker, facts, is_told=bool(make)))
    return [
        _draft(fabric, make, tasks, is_missing=is_missing)
        for is_missing, found in ((True, missing), (False, open_ones))
        for (fabric, make), tasks in sorted(found.items())
    ]


def _fabrics(adapter: SanAdapter, wwpn: SanWwpn, partner: SanWwpn, facts: SanFacts) -> tuple[str, ...]:
    """Where to zone a WWPN: where its partner sees storage, else where that is zoned, else where the adapter is."""
    if wwpn.zoned != NOT_ZONED:
        return adapter.fabrics or ("",)
    zoned = sorted(_active_in(partner))
    lacking = [name for name in zoned if _ports(name, wwpn, partner, facts)]
    return tuple(lacking or zoned or adapter.fabrics or ("",))


def _ports(fabric: str, wwpn: SanWwpn, partner: SanWwpn, facts: SanFacts) -> tuple[str, ...]:
    """Storage ports that the partner sees there and the WWPN does not."""
    own = facts.ports.get((fabric, wwpn.wwpn or ""), ())
    return tuple(port for port in facts.ports.get((fabric, partner.wwpn or ""), ()) if port not in own)


def _task(adapter: SanAdapter, wwpn: SanWwpn, partner: SanWwpn, fabric: str, facts: SanFacts, proposed: Names) -> _Task:
    number = wwpn.wwpn or ""
    name = proposed[(adapter.source, adapter.lpar, adapter.slot), wwpn.number]
    there = facts.alias_in(number, fabric)
    zonesets = facts.zonesets.get(fabric, ())
    zones = (item.zone for item in partner.zones if item.is_active and item.fabric == fabric)
    return _Task(
        adapter=adapter,
        wwpn=wwpn,
        fabric=fabric,
        ports=tuple(port for port in _ports(fabric, wwpn, partner, facts) if _WWPN.fullmatch(port)),
        zoneset=zonesets[0] if len(zonesets) == 1 else "",
        alias="" if wwpn.is_alias_told else name,
        member=(there or "") if wwpn.is_alias_told else name,
        zone=ZONE + name,
        partner_zone=next((zone for zone in zones if is_name(zone, "brocade")), ""),
        gap="",
    )


def _checked(task: _Task, partner: SanWwpn, make: str, facts: SanFacts, *, is_told: bool) -> _Task:
    """The task with what is not told, and with nothing in it that cannot be typed."""
    member = task.member if is_name(task.member, make) else colons(task.number)
    zoneset = task.zoneset if is_name(task.zoneset, make) else ""
    fabric, defined = task.fabric, _only_defined(task)
    here, there = (_active_in(item) for item in (task.wwpn, partner))
    is_elsewhere = bool(here and there and not here & there)
    both_lack = set(task.wwpn.ports) - set(partner.ports) if task.ports and not is_elsewhere else ()
    gaps = (
        (not is_told, "make of the switches"),
        (not task.ports, "storage ports"),
        ((fabric, partner.wwpn) in facts.partial, "storage ports behind zone members that are no WWPN"),
        (bool(both_lack), "which storage ports are right: the two WWPNs see other ones"),
        (is_elsewhere and not _is_home(task, facts), "fabric that the port of the VIOS is in"),
        (not zoneset, "zone configuration that is active"),
        (make == "cisco" and not _VSAN.fullmatch(fabric), "VSAN"),
        (bool(defined), f"whether to activate is enough: zone {said(defined)} is defined with it"),
    )
    gap = "; ".join(text for is_gap, text in gaps if is_gap)
    return _Task(
        task.adapter, task.wwpn, fabric, task.ports, zoneset, task.alias, member, task.zone, task.partner_zone, gap
    )


def _active_in(wwpn: SanWwpn) -> set[str]:
    """Fabrics in whose active zones a WWPN is."""
    return {item.fabric for item in wwpn.zones if item.is_active}


def _only_defined(task: _Task) -> str:
    """A zone with the WWPN that is in the database of the fabric and not in effect."""
    here = [item for item in task.wwpn.zones if item.fabric == task.fabric]
    active = {item.zone for item in here if item.is_active}
    return next((item.zone for item in here if item.is_active is False and item.zone not in active), "")


def _is_home(task: _Task, facts: SanFacts) -> bool:
    """A name server says that the adapter is in the fabric of the task."""
    return any(task.fabric in facts.fabric_logins.get(item.wwpn or "", ()) for item in task.adapter.wwpns)


def _draft(fabric: str, make: str, tasks: Sequence[_Task], *, is_missing: bool) -> Draft:
    sign = _SIGNS[make]
    name = said(fabric) or "(fabric not known)"
    lines = [f"{sign} DRAFT for {name}, {_MAKERS[make]}: changes zoning. Read every line before it is typed."]
    complete = [task for task in tasks if is_missing and not task.gap]
    rest = [task for task in tasks if task.gap or not is_missing]
    block = _brocade if make == "brocade" else _cisco
    if complete:
        lines += block(complete)
    if rest and is_missing:
        lines += [f"{sign} Missing, but not everything is told: decide, and fill in what stands in < >."]
        lines += [f"{sign}   {task.label}: to be told: {task.gap}" for task in rest]
    if rest and not is_missing:
        lines += [f"{sign} If not zoned yet: no fact shows whether it is. Fill in what stands in < >."]
    if rest:
        lines += [line if line.startswith(sign) else f"{sign} {line}" for line in block(rest)]
    return Draft(make, fabric, is_missing, tuple(lines))


def _brocade(tasks: Sequence[_Task]) -> list[str]:
    lines = []
    for task in tasks:
        if task.ports:
            lines.append(f"# {task.label}")
        if task.alias:
            lines.append(f'alicreate "{task.alias}", "{colons(task.number)}"')
        if task.ports:
            lines.append(f'zonecreate "{task.zone}", "{"; ".join((task.member, *map(colons, task.ports)))}"')
            lines.append(f'cfgadd "{task.zoneset or "<configuration>"}", "{task.zone}"')
        if task.ports and task.partner_zone:
            lines.append(f'# or instead of a zone of its own: zoneadd "{task.partner_zone}", "{task.member}"')
    if not all(task.ports for task in tasks):
        lines.append("# for each of those without a zone above:")
        lines.append(f'zonecreate "{ZONE}<alias>", "<alias>; <storage ports>"')
        lines.append(f'cfgadd "<configuration>", "{ZONE}<alias>"')
    lines += ["# Left to the SAN administrator:", "# cfgsave"]
    return lines + [f'# cfgenable "{name or "<configuration>"}"' for name in sorted({task.zoneset for task in tasks})]


def _cisco(tasks: Sequence[_Task]) -> list[str]:
    found = _VSAN.fullmatch(tasks[0].fabric)
    vsan = found[1] if found else "<vsan>"
    lines = ["configure terminal"]
    named = [f"device-alias name {task.alias} pwwn {colons(task.number)}" for task in tasks if task.alias]
    if named:
        lines += ["device-alias database", *named, "exit", "device-alias commit"]
    zoned = [task for task in tasks if task.ports]
    for task in zoned:
        members = [f"member pwwn {colons(number)}" for number in (task.number, *task.ports)]
        lines += [f"! {task.label}", f"zone name {task.zone} vsan {vsan}", *members, "exit"]
    if len(zoned) < len(tasks):
        lines.append("! for each of those without a zone above:")
        lines += [f"zone name {ZONE}<alias> vsan {vsan}", "member pwwn <wwpn>", "member pwwn <storage port>", "exit"]
    zonesets = sorted({task.zoneset for task in tasks})
    for name in zonesets:
        lines.append(f"zoneset name {name or '<zone set>'} vsan {vsan}")
        lines += [f"member {task.zone}" for task in zoned if task.zoneset == name] or [f"member {ZONE}<alias>"]
        lines.append("exit")
    lines += ["end", "! Left to the SAN administrator, in configuration mode:"]
    lines += [f"! zoneset activate name {name or '<zone set>'} vsan {vsan}" for name in zonesets]
    return [*lines, f"! zone commit vsan {vsan}"]
