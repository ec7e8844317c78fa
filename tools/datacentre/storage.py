"""A FlashSystem as it prints its hosts and what is mapped to them.

Every NPIV partition has a host object with all its WWPNs, every VIOS has one with those of its ports.
"""

from dataclasses import dataclass

from datacentre.layout import naa
from datacentre.model import DataCentre
from datacentre.spec import Lun

NAME = "rtmflash1"


@dataclass(frozen=True, slots=True)
class Host:
    """A host object: its WWPNs, each with whether it is logged in, and the volumes mapped to it as (name, number)."""

    name: str
    wwpns: tuple[tuple[str, bool], ...]
    volumes: tuple[tuple[str, int], ...]


def hosts(centre: DataCentre, luns: tuple[Lun, ...]) -> tuple[Host, ...]:
    """Every host object, by name."""
    found = []
    next_volume = len(luns) + 1
    for server in centre.servers:
        shared = tuple((lun.name, number) for number, lun in enumerate(luns, 1) if server.name in lun.seen_by)
        for vios in server.vioses:
            ports = vios.vios.fc_ports if vios.vios else ()
            found.append(Host(vios.name, tuple((port.wwpn, True) for port in ports if port.fabric), shared))
        for lpar in server.clients:
            if lpar.fibre:
                wwpns = tuple((w, lpar.running and not n) for a in lpar.fibre for n, w in enumerate(a.wwpns))
                volumes = tuple((f"{lpar.name}_{part}", next_volume + at) for at, part in enumerate(("root", "data")))
                next_volume += len(volumes)
                found.append(Host(lpar.name, wwpns, volumes))
    return tuple(sorted(found, key=lambda host: host.name))


def flashsystem(centre: DataCentre, luns: tuple[Lun, ...]) -> str:
    """What the storage prints, with prompts as a terminal shows them."""
    prompt = f"IBM_FlashSystem:{NAME}:superuser>"
    listed = hosts(centre, luns)
    text = f"{prompt}lshost -delim :\nid:name:port_count:iogrp_count:status:site_id:site_name:host_cluster_id:host_cluster_name\n"
    text += "".join(f"{number}:{host.name}:{len(host.wwpns)}:4:online::::\n" for number, host in enumerate(listed))
    for number, host in enumerate(listed):
        text += (
            f"{prompt}lshost -delim : {host.name}\nid:{number}\nname:{host.name}\nport_count:{len(host.wwpns)}\n"
            "type:generic\nmask:1111111111111111111111111111111111111111111111111111111111111111\niogrp_count:4\n"
            "status:online\nsite_id:\nsite_name:\nhost_cluster_id:\nhost_cluster_name:\nprotocol:scsi\n"
        )
        for wwpn, is_logged_in in host.wwpns:
            count, state = (2, "active") if is_logged_in else (0, "offline")
            text += f"WWPN:{wwpn.upper()}\nnode_logged_in_count:{count}\nstate:{state}\n"
    text += (
        f"{prompt}lshostvdiskmap -delim :\n"
        "id:name:SCSI_id:vdisk_id:vdisk_name:vdisk_UID:IO_group_id:IO_group_name:mapping_type:host_cluster_id:"
        "host_cluster_name\n"
    )
    for number, host in enumerate(listed):
        for lun, (volume, position) in enumerate(host.volumes):
            text += f"{number}:{host.name}:{lun}:{position}:{volume}:{naa(position)}:0:io_grp0:private::\n"
    return f"{text}\n{prompt}exit\n"
