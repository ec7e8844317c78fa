"""The raw cache of the Python scanner: SR-IOV adapters, ports and vNICs."""

from collections.abc import Iterable

from datacentre.model import Server
from datacentre.raw_text import NOTHING, bit, lines, record


def sriov_files(server: Server) -> dict[str, str]:
    """File name (without the server's name) to content."""
    ports = server.logical_ports
    adapters = [
        record(
            adapter_id=a.id,
            slot_id=a.drc_index,
            adapter_max_logical_ports=48,
            config_state="sriov",
            functional_state=1,
            logical_ports=sum(port.adapter == a.id for port in ports),
            phys_loc=a.location,
            phys_ports=2,
            sriov_status="running",
            alternate_config=0,
        )
        for a in server.sriov
    ]
    physical = [
        record(
            adapter_id=a.id,
            phys_port_id=n,
            phys_port_label="NONE",
            phys_port_sub_label="NONE",
            phys_port_loc=f"{a.location}-T{n}",
            phys_port_type="eth",
            state=1,
            conn_speed=100000,
            max_eth_logical_ports=20,
            config_eth_logical_ports=sum((p.adapter, p.port) == (a.id, n) for p in ports),
        )
        for a in server.sriov
        for n in (0, 1)
    ]
    logical = [
        record(
            adapter_id=p.adapter,
            logical_port_id=p.id,
            logical_port_type="eth",
            drc_name=p.location,
            location_code=p.location,
            lpar_name=p.owner,
            lpar_id=p.owner_id,
            config_id=number,
            is_required=0,
        )
        for number, p in enumerate(ports, 1)
    ]
    ethernet = [
        record(
            config_id=number,
            lpar_name=p.owner,
            lpar_id=p.owner_id,
            lpar_state="Running",
            is_required=0,
            adapter_id=p.adapter,
            logical_port_id=p.id,
            logical_port_type="eth",
            location_code=p.location,
            phys_port_id=p.port,
            functional_state=1,
            is_vnic_backing=bit(bool(p.backs)),
            capacity=p.capacity,
            max_capacity="100.0",
            promisc_mode=0,
            mac_addr=p.mac,
            port_vlan_id=p.pvid,
            allowed_vlan_ids="all",
            is_migratable=0,
        )
        for number, p in enumerate(ports, 1)
    ]
    vnics = lines(_vnics(server))
    return {
        "sriov_adapter.txt": lines(adapters),
        "sriov_logport.txt": lines(logical),
        "sriov_logport_eth.txt": lines(ethernet),
        "sriov_logport_roce.txt": NOTHING,
        "sriov_physport_eth.txt": lines(physical),
        "sriov_physport_ethc.txt": NOTHING,
        "sriov_physport_roce.txt": NOTHING,
        "vnic.txt": vnics,
        "vnic_lpar.txt": vnics,
    }


def _vnics(server: Server) -> Iterable[str]:
    for lpar in server.newest_first:
        for vnic in lpar.vnics:
            devices = (
                f"sriov/{d.vios}/{d.vios_id}/{d.port.adapter}/{d.port.port}/{d.port.id}/2.0/2.0/{d.priority}/100.0/100.0"
                for d in vnic.devices
            )
            states = (f"sriov/{d.port.id}/{bit(n == 0)}/Operational" for n, d in enumerate(vnic.devices))
            yield record(
                lpar_name=lpar.name,
                lpar_id=lpar.id,
                slot_num=vnic.slot,
                desired_mode="ded",
                curr_mode="ded",
                auto_priority_failover=1,
                port_vlan_id=vnic.pvid,
                pvid_priority=0,
                allowed_vlan_ids="all",
                mac_addr=vnic.mac,
                allowed_os_mac_addrs="all",
                desired_capacity="2.0",
                backing_devices=",".join(devices),
                backing_device_states=",".join(states),
                max_backing_devices=6,
            )
