"""The parts that every dump has of every server, partition and VIOS, and those that one of them lacks.

The scanner writes all of them, empty where there is nothing: a part that is not there was not collected, or was
taken out, and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Part = tuple[type, tuple[str, ...]]
"""(what it is, tables that it fills)"""

_SERVER: Mapping[str, Part] = {
    "_vswitch": (dict, ("virtual_switches",)),
    "_procPool": (dict, ("proc_pools",)),
    "_memPool": (list, ("mem_pools",)),
    "_sysIO": (dict, ("physical_slots", "io_children")),
    "_lpar": (
        dict,
        (
            "lpars", "profiles", "processors", "memory", "virtual_ethernet", "virtual_scsi", "virtual_fibre",
            "profile_adapters", "profile_slots",
        ),
    ),
    "_vios": (dict, ()),
    "_sriov_adapter": (list, ("sriov_adapters",)),
    "_sriov_logport": (list, ("sriov_logical_ports",)),
    "_sriov_logport_eth": (list, ("sriov_logical_ports",)),
    "_sriov_logport_roce": (list, ("sriov_logical_ports",)),
    "_sriov_physport_eth": (list, ("sriov_ports",)),
    "_sriov_physport_ethc": (list, ("sriov_ports",)),
    "_sriov_physport_roce": (list, ("sriov_ports",)),
    "_sriov_vnic": (list, ("vnics",)),
}  # fmt: skip
_LPAR: Mapping[str, Part] = {
    "conf": (dict, ("lpars",)),
    "proc": (dict, ("processors",)),
    "mem": (dict, ("memory",)),
    "profile": (dict, ("profiles", "profile_adapters", "profile_slots")),
    "veth": (dict, ("virtual_ethernet",)),
    "vscsi": (dict, ("virtual_scsi",)),
    "vfc": (dict, ("virtual_fibre",)),
}
_VIOS: Mapping[str, Part] = {
    "npiv": (dict, ("npiv_mappings",)),
    "vscsi": (dict, ("vscsi_mappings",)),
    "disk": (dict, ("vios_disks",)),
    "SEA": (dict, ("seas",)),
    "etherChannel": (dict, ("etherchannels",)),
    "fcs": (dict, ("fc_ports",)),
}


@dataclass(frozen=True, slots=True)
class Hole:
    """A part that is not there, or is not what it should be.

    :ivar system: server
    :ivar vios: the VIOS whose part it is, else None
    :ivar tables: tables that it would have filled
    :ivar path: the object that lacks it
    :ivar part: its key
    :ivar is_there: there is something, but not of the right kind
    """

    system: str
    vios: str | None
    tables: tuple[str, ...]
    path: str
    part: str
    is_there: bool

    @property
    def reason(self) -> str:
        """What is wrong, in words."""
        return f"{self.path} {'has an unusable' if self.is_there else 'has no'} {self.part}"


def holes(document: Mapping[str, Any]) -> Iterator[Hole]:
    """Every hole of a dump. A part that no server has is none: then nobody was asked for it."""
    found = document.get("managed_system")
    servers: dict[str, Any] = found if isinstance(found, dict) else {}
    known = {part for server in servers.values() if isinstance(server, dict) for part in server}
    asked = {part: kind for part, kind in _SERVER.items() if part in known}
    for system, server in sorted(servers.items()):
        path = f"managed_system/{system}"
        if isinstance(server, dict) and server.get("state", "Operating") != "Operating":
            continue
        yield from _lacking(system, None, path, server, asked)
        for name, lpar in _members(server, "_lpar"):
            yield from _lacking(system, None, f"{path}/_lpar/{name}", lpar, _LPAR)
            if isinstance(lpar, dict) and lpar.get("conf") == {}:
                yield Hole(system, None, ("lpars",), f"{path}/_lpar/{name}", "conf", is_there=True)
        for name, vios in _members(server, "_vios"):
            yield from _lacking(system, name, f"{path}/_vios/{name}", vios, _VIOS)


def _members(server: Any, part: str) -> list[tuple[str, Any]]:
    found = server.get(part) if isinstance(server, dict) else None
    return sorted(found.items()) if isinstance(found, dict) else []


def _lacking(system: str, vios: str | None, path: str, owner: Any, parts: Mapping[str, Part]) -> Iterator[Hole]:
    own = owner if isinstance(owner, dict) else {}
    for part, (kind, tables) in parts.items():
        # The scanner writes [] for what a server that it cannot ask would have.
        if not isinstance(own.get(part), kind) and own.get(part) not in ([], {}):
            yield Hole(system, vios, tables, path, part, own.get(part) is not None)
