"""Two fabrics as their switches print them: A has Brocade switches, B has Cisco ones.

Every adapter has a zone of its own with both WWPNs and the storage ports of the fabric, every port of a VIOS has one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from datacentre.hardware import FABRIC_DOMAIN, digits
from datacentre.model import DataCentre

STORAGE_PORTS = {"A": ("5005076812b7a011", "5005076812b7a012"), "B": ("5005076812b7a021", "5005076812b7a022")}
VSAN = 20


@dataclass(frozen=True, slots=True)
class Member:
    """A WWPN in a zone, by the name that the fabric knows it by; one that is logged in has a fabric address."""

    wwpn: str
    alias: str
    fcid: str


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone with one initiator."""

    name: str
    members: tuple[Member, ...]


def zones(centre: DataCentre, fabric: str) -> tuple[Zone, ...]:
    """The zones of a fabric, in the order of their names."""
    targets = tuple(
        Member(wwpn, f"rtmflash1_p{number}", f"{FABRIC_DOMAIN[fabric]}0{number}00")
        for number, wwpn in enumerate(STORAGE_PORTS[fabric], 1)
    )
    return tuple(
        Zone(f"z_{name}", (*own, *targets))
        for name, own in sorted((*_of_ports(centre, fabric), *_of_clients(centre, fabric)))
    )


def _of_ports(centre: DataCentre, fabric: str) -> Iterator[tuple[str, tuple[Member, ...]]]:
    for server in centre.servers:
        for vios in server.vioses:
            for port in vios.vios.fc_ports if vios.vios else ():
                if port.fabric == fabric:
                    name = f"{vios.name}_{port.device}"
                    yield name, (Member(port.wwpn, name, port.fcid.removeprefix("0x")),)


def _of_clients(centre: DataCentre, fabric: str) -> Iterator[tuple[str, tuple[Member, ...]]]:
    for server in centre.servers:
        for lpar in server.clients:
            for adapter in lpar.fibre:
                vios = server.partition(adapter.vios).vios
                served = next(s for s in vios.fibre if s.slot == adapter.vios_slot) if vios else None
                if vios is None or served is None or vios.port(served.port).fabric != fabric:
                    continue
                # A client has the address of the port that it comes through, with a number of its own at the end.
                address = vios.port(served.port).fcid[2:6] + digits(2, adapter.wwpns[0])
                name = f"{lpar.name}_{adapter.slot}"
                yield (
                    name,
                    tuple(
                        Member(
                            wwpn, name if number == 0 else f"{name}_lpm", address if lpar.running and not number else ""
                        )
                        for number, wwpn in enumerate(adapter.wwpns)
                    ),
                )


def colons(wwpn: str) -> str:
    """A WWPN as switches print it."""
    return ":".join(wwpn[at : at + 2] for at in range(0, 16, 2))


def _logged_in(zoned: tuple[Zone, ...]) -> tuple[Member, ...]:
    found = {member.wwpn: member for zone in zoned for member in zone.members if member.fcid}
    return tuple(sorted(found.values(), key=lambda member: member.fcid))


def brocade(centre: DataCentre, fabric: str, prompt: str) -> str:
    """What a Brocade switch prints of its zones and its name server, with prompts as a terminal shows them."""
    zoned = zones(centre, fabric)
    names = [zone.name for zone in zoned]
    aliases = {member.alias: member.wwpn for zone in zoned for member in zone.members}
    pairs = ["; ".join(names[at : at + 2]) for at in range(0, len(names), 2)]
    defined = " cfg:\trtm_fabric_a\n" + "".join(f"\t\t{pair}{'; ' if pair != pairs[-1] else ''}\n" for pair in pairs)
    for zone in zoned:
        defined += f" zone:\t{zone.name}\n\t\t{'; '.join(member.alias for member in zone.members)}\n"
    defined += "".join(f" alias:\t{alias}\n\t\t{colons(wwpn)}\n" for alias, wwpn in sorted(aliases.items()))
    effective = " cfg:\trtm_fabric_a\n" + "".join(
        f" zone:\t{zone.name}\n" + "".join(f"\t\t{colons(member.wwpn)}\n" for member in zone.members) for zone in zoned
    )
    members = _logged_in(zoned)
    logins = "".join(
        f" N    {member.fcid};      3;{colons(member.wwpn)};{colons('20' + member.wwpn[2:])}; na\n    FC4s: FCP\n"
        for member in members
    )
    return (
        f"{prompt}> cfgshow\nDefined configuration:\n{defined}\nEffective configuration:\n{effective}\n"
        f"{prompt}> nsshow\n{{\n Type Pid    COS     PortName                NodeName                 TTL(sec)\n"
        f"{logins}The Local Name Server has {len(members)} entries }}\n\n{prompt}> exit\n"
    )


def cisco(centre: DataCentre, fabric: str, prompt: str) -> str:
    """What a Cisco switch prints of its active zone set, name server and aliases."""
    zoned = zones(centre, fabric)
    active = f"zoneset name rtm_fabric_b vsan {VSAN}\n"
    for zone in zoned:
        active += f"  zone name {zone.name} vsan {VSAN}\n"
        for member in zone.members:
            shown = f"pwwn {colons(member.wwpn)}"
            where = f"  * fcid 0x{member.fcid} [{shown}]" if member.fcid else f"    {shown}"
            active += f"{where} [device-alias {member.alias}]\n"
        active += "\n"
    members = _logged_in(zoned)
    rule = "-" * 74
    storage = STORAGE_PORTS[fabric]
    logins = "".join(
        f"0x{m.fcid}    N     {colons(m.wwpn)} (IBM)                "
        f"{'scsi-fcp:target' if m.wwpn in storage else 'scsi-fcp:init fc-gs'}\n"
        f"                [{m.alias}]\n"
        for m in members
    )
    aliases = {member.alias: member.wwpn for zone in zoned for member in zone.members}
    listed = "".join(f"device-alias name {alias} pwwn {colons(wwpn)}\n" for alias, wwpn in sorted(aliases.items()))
    return (
        f"{prompt}# show zoneset active vsan {VSAN}\n{active}"
        f"{prompt}# show fcns database vsan {VSAN}\n\nVSAN {VSAN}:\n{rule}\n"
        f"FCID        TYPE  PWWN                    (VENDOR)        FC4-TYPE:FEATURE\n{rule}\n"
        f"{logins}\nTotal number of entries = {len(members)}\n"
        f"{prompt}# show device-alias database\n{listed}\nTotal number of entries = {len(aliases)}\n\n{prompt}# exit\n"
    )
