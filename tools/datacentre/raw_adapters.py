"""The raw cache of the Python scanner: virtual switches and adapters."""

from collections.abc import Iterable

from datacentre.model import Partition, Server, VirtualEthernet
from datacentre.raw_text import bit, lines, listed, record


def adapter_files(server: Server) -> dict[str, str]:
    """File name (without the server's name) to content."""
    partitions = server.newest_first
    return {
        "vswitch.txt": lines(
            record(vswitch=s.name, switch_mode="VEB", allowed_lpar_ids="all", vlan_ids=listed(s.vlans))
            for s in server.switches
        ),
        "veth.txt": lines(_nic(server, lpar, nic) for lpar in partitions for nic in lpar.ethernet),
        "vscsi.txt": lines(line for lpar in partitions for line in _scsi(server, lpar)),
        "vfc.txt": lines(line for lpar in partitions for line in _fibre(server, lpar)),
    }


def _nic(server: Server, lpar: Partition, nic: VirtualEthernet) -> str:
    trunk = {"trunk_priority": nic.trunk_priority} if nic.trunk_priority else {}
    return record(
        lpar_name=lpar.name,
        lpar_id=lpar.id,
        slot_num=nic.slot,
        state=bit(lpar.running),
        is_required=bit(nic.required),
        is_trunk=bit(nic.trunk_priority is not None),
        **trunk,
        ieee_virtual_eth=bit(bool(nic.tags) or nic.trunk_priority is not None),
        port_vlan_id=nic.pvid,
        vswitch=nic.switch,
        addl_vlan_ids=listed(nic.tags, none=""),
        mac_addr=nic.mac,
        allowed_os_mac_addrs="all",
        qos_priority="none",
        drc_name=f"{server.device_code(lpar.id, nic.slot)}-T0",
    )


def _connection(lpar: Partition, slot: int, kind: str, state: bool, remote: tuple[int, str, int]) -> dict[str, object]:
    return {
        "lpar_name": lpar.name,
        "lpar_id": lpar.id,
        "slot_num": slot,
        "adapter_type": kind,
        "state": bit(state),
        "is_required": "0",
        "remote_lpar_id": remote[0],
        "remote_lpar_name": remote[1],
        "remote_slot_num": remote[2],
    }


def _scsi(server: Server, lpar: Partition) -> Iterable[str]:
    for a in lpar.scsi:
        remote = (server.partition(a.vios).id, a.vios, a.vios_slot)
        yield record(**_connection(lpar, a.slot, "client", lpar.running, remote))
    for s in lpar.vios.scsi if lpar.vios else ():
        yield record(**_connection(lpar, s.slot, "server", True, (s.client_id, s.client, s.client_slot)))


def _fibre(server: Server, lpar: Partition) -> Iterable[str]:
    for a in lpar.fibre:
        remote = (server.partition(a.vios).id, a.vios, a.vios_slot)
        common = _connection(lpar, a.slot, "client", lpar.running, remote)
        yield record(**common, wwpns=",".join(a.wwpns), topology=1)
    for s in lpar.vios.fibre if lpar.vios else ():
        yield record(**_connection(lpar, s.slot, "server", True, (s.client_id, s.client, s.client_slot)), topology=1)
