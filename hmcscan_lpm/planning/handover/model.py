"""What the SAN hand-over is: for every client adapter its two WWPNs with what switches and storage say of them.

States are words: ``zoned``, ``not zoned``, ``unknown``; ``mapped``, ``not mapped``, ``unknown``. Nothing is said to be
missing that no fact shows to be.
"""

from __future__ import annotations

from dataclasses import dataclass

from hmcscan_lpm.estate import Evidence


@dataclass(frozen=True, slots=True)
class ZoneEntry:
    """A zone that names a WWPN.

    :ivar zoneset: zone configuration (Brocade) or zone set (Cisco), None where it is not told
    :ivar is_active: it is in effect; False: only defined; None: not told
    :ivar alias: through which the WWPN is a member, None for none
    :ivar told_by: the line that says so
    """

    fabric: str
    zone: str
    zoneset: str | None
    is_active: bool | None
    alias: str | None
    told_by: Evidence | None


@dataclass(frozen=True, slots=True)
class HostEntry:
    """A host object of a storage system that has a WWPN.

    :ivar told_by: the line that says so
    """

    array: str
    host: str | None
    told_by: Evidence | None


@dataclass(frozen=True, slots=True)
class SanWwpn:
    """One of the two WWPNs of a client adapter.

    :ivar number: 1 or 2
    :ivar wwpn: 16 hexadecimal digits, ``''`` where there is none, None where the report does not say
    :ivar zoned: to the storage ports of its partner: zoned, not zoned, unknown
    :ivar mapped: to the volumes of its partner: mapped, not mapped, unknown
    :ivar alias: the one that facts know, else a proposal; ``''`` without a WWPN
    :ivar is_alias_told: facts know the alias
    :ivar login: client, vios, none: who is logged in with it, as ``lsnportlogin`` says; ``''`` = not told
    :ivar ports: storage ports in its active zones
    :ivar hosts: host objects that have it
    :ivar map_told_by: the line of the first volume that is mapped to it
    """

    number: int
    wwpn: str | None
    zoned: str
    mapped: str
    alias: str
    is_alias_told: bool
    login: str
    zones: tuple[ZoneEntry, ...]
    ports: tuple[str, ...]
    hosts: tuple[HostEntry, ...]
    map_told_by: Evidence | None


@dataclass(frozen=True, slots=True)
class SanAdapter:
    """A client virtual Fibre Channel adapter, as storage and SAN people need to know it.

    :ivar fabrics: names of its fabrics or VSANs, or what stands for them
    :ivar fabric_known_by: zones (an active zone names a WWPN), login (a name server lists one, or the VIOS port),
        label (of the VIOS port), domain (of the VIOS port's fabric address), ``''`` = not known
    :ivar make: brocade or cisco, when the facts about its fabrics came from such switches; ``''`` = not told
    :ivar zoned, mapped: as rules npiv-zoned and npiv-storage-mapped decide them
    :ivar zoning_reason, mapping_reason: why, in the words of the rule; ``''`` where it gives none
    :ivar ports: storage ports that either WWPN is zoned with: both need all of them
    :ivar has_port_members: an active zone with a WWPN names members by switch port
    :ivar neighbours: client WWPNs of other adapters in its zones
    """

    lpar: str
    source: str
    slot: int
    vios: str | None
    fc_port: str | None
    port_location: str | None
    fabrics: tuple[str, ...]
    fabric_known_by: str
    make: str
    zoned: str
    zoning_reason: str
    mapped: str
    mapping_reason: str
    ports: tuple[str, ...]
    has_port_members: bool
    neighbours: int
    wwpns: tuple[SanWwpn, SanWwpn]


@dataclass(frozen=True, slots=True)
class Draft:
    """Commands that somebody else would run, to be read before they are typed.

    Every line that is no comment is complete, and about something that facts show to be missing.

    :ivar on: hmc, brocade, cisco, svc, pure, or storage (a make for which no command is proposed)
    :ivar where: server, fabric or storage system, ``''`` = not known
    :ivar is_missing: facts show that what it makes is missing; else it is for the case that it is
    :ivar lines: commands and comments
    """

    on: str
    where: str
    is_missing: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class San:
    """The SAN hand-over of a plan.

    :ivar adapters: by server, partition and slot
    :ivar drafts: what is missing first
    """

    adapters: tuple[SanAdapter, ...] = ()
    drafts: tuple[Draft, ...] = ()

    def count(self, number: int, state: str) -> int:
        """How many WWPNs of that *number* (1 or 2) are in a *state* of zoning or mapping."""
        wwpns = [adapter.wwpns[number - 1] for adapter in self.adapters]
        return sum(state in (item.zoned, item.mapped) for item in wwpns)
