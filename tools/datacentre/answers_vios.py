"""What a VIOS answers when a command is typed there."""

import shlex
from datetime import datetime, timedelta

from datacentre.model import Partition, Server, ServerFibre, ServerScsi, Vios

ASKED_AT = datetime.fromisoformat("2026-01-13T06:00:00")
"""The console's clock at the first command of a collection."""

PORT_LIMIT, WWPN_LIMIT = 64, 2048
LPM_ATTRIBUTES = (
    ("cfg_msp_lpm_ops", "8", "Configured number of concurrent LPM operations"),
    ("concurrency_lvl", "3", "Concurrency level"),
    ("dst_lun_val", "on", "Enable or disable NPIV disk validation for remote restart"),
    ("lpm_msnap_succ", "1", "Create mini-snap for successful migrations"),
    ("max_lpm_vasi", "1", "Maximum number of VASI adapters used for LPM"),
    ("src_lun_val", "on", "Enable or disable NPIV disk validation for LPM"),
)


def vios_answer(server: Server, partition: Partition, command: str, seconds: int = 0) -> str:
    """What the VIOS prints, an empty text where it does not know the command.

    `seconds` is how long after the first command this one was typed.
    """
    vios, words = partition.vios, shlex.split(command)
    if vios is None:
        return ""
    device = words[words.index("-dev") + 1] if "-dev" in words else ""
    if words[0] == "lsdev" and device.startswith("hdisk") and words[-1] == "reserve_policy":
        return "value\n\nno_reserve\n" if device in {disk.device for disk in vios.disks} else ""
    if (words[0], device) == ("lsdev", "vioslpm0"):
        rows = "".join(f"{name:<15} {value:<5} {what:<59} True\n" for name, value, what in LPM_ATTRIBUTES)
        return f"{'attribute':<15} {'value':<5} {'description':<59} user_settable\n\n{rows}"
    if words[:2] == ["cluster", "-list"]:
        return _cluster(server)
    return {
        ("date", "-u"): f"{ASKED_AT + timedelta(seconds=seconds):%a %b %d %H:%M:%S UTC %Y}\n",
        ("ioslevel",): f"{vios.level}\n",
        ("lsnports",): _ports(vios),
        ("lsmap", "-all"): "".join(_scsi_map(server, partition, adapter) for adapter in vios.scsi),
        ("lsmap", "-all", "-npiv"): "".join(_fibre_map(server, partition, adapter) for adapter in vios.fibre),
    }.get(tuple(words), "")


def _cluster(server: Server) -> str:
    if server.cluster is None:
        return "Cluster does not exist.\n"
    return f"CLUSTER_NAME:    {server.cluster.name}\nCLUSTER_ID:      {server.cluster.id}\n"


def _ports(vios: Vios) -> str:
    text = "name             physloc                        fabric tports aports swwpns  awwpns\n"
    for port in vios.fc_ports:
        clients = sum(adapter.port == port.device for adapter in vios.fibre)
        text += (
            f"{port.device:<16} {port.location:<30} {int(bool(port.fabric)):>6} {PORT_LIMIT:>6} "
            f"{PORT_LIMIT - clients:>6} {WWPN_LIMIT:>6} {WWPN_LIMIT - 2 * clients:>7}\n"
        )
    return text


def _scsi_map(server: Server, partition: Partition, adapter: ServerScsi) -> str:
    place = server.device_code(partition.id, adapter.slot)
    text = (
        "SVSA            Physloc                                      Client Partition ID\n"
        "--------------- -------------------------------------------- ------------------\n"
        f"{adapter.vhost:<15} {place:<44} 0x{adapter.client_id:08x}\n\n"
    )
    for target in adapter.targets:
        rows = (
            ("VTD", target.vtd),
            ("Status", "Available"),
            ("LUN", target.lun),
            ("Backing device", target.backing),
            ("Physloc", target.location),
            ("Mirrored", "false" if target.is_disk else "N/A"),
        )
        text += "".join(f"{name:<21} {value}".rstrip() + "\n" for name, value in rows) + "\n"
    return text


def _fibre_map(server: Server, partition: Partition, adapter: ServerFibre) -> str:
    client = server.partition(adapter.client)
    port = partition.vios.port(adapter.port) if partition.vios else None
    here, there = (server.device_code(*end) for end in ((partition.id, adapter.slot), (client.id, adapter.client_slot)))
    system = {"os400": "IBM i"}.get(client.env, "Linux" if client.os.startswith("Linux") else "AIX")
    named = f"{client.name:<14} {system}" if client.running else ""
    state, logins, flags = (
        ("LOGGED_IN", 3, "a<LOGGED_IN,STRIP_MERGE>")
        if client.running
        else (
            "NOT_LOGGED_IN",
            0,
            "4<NOT_LOGGED>",
        )
    )
    device, drc = (adapter.client_device, there) if client.running else ("", "")
    return (
        "Name          Physloc                            ClntID ClntName       ClntOS\n"
        "------------- ---------------------------------- ------ -------------- -------\n"
        f"{adapter.vfchost:<13} {here:<34} {adapter.client_id:>6} {named}".rstrip()
        + f"\n\nStatus:{state}\n"
        + f"FC name:{adapter.port:<23} FC loc code:{port.location if port else ''}\n"
        + f"Ports logged in:{logins}\nFlags:{flags}\n"
        + f"VFC client name:{device:<15} VFC client DRC:{drc}\n\n"
    )
