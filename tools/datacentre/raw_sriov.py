"""The raw cache of the Python scanner: SR-IOV adapters, ports and vNICs."""

from collections.abc import Iterable

from datacentre.model import Server
from datacentre.raw_text import NOTHING, bit, lines, record


def sriov_files(server: Server) -> dict[str, str]:
    """File name (without the server's name) to content."""
    vnics = lines(_vnics(server))
    return {
        "sriov_adapter.txt": lines(_adapters(server)),
        "sriov_logport.txt": lines(_logical_ports(server)),
        "sriov_logport_eth.txt": lines(_ethernet_ports(server)),
        "sriov_logport_roce.txt": NOTHING,
        "sriov_physport_eth.txt": lines(_physical_ports(server)),
        "sriov_physport_ethc.txt": NOTHING,
        "sriov_physport_roce.txt": NOTHING,
        "vnic.txt": vnics,
        "vnic_lpar.txt": vnics,
    }


def _adapters(server: Server) -> Iterable[str]:
    for adapter in server.sriov:
        yield record(
            adapter_id=adapter.id,
            slot_id=adapter.drc_index,
            adapter_max_logical_ports=48,
            config_state="sriov",
            functional_state=1,
            logical_ports=sum(port.adapter == adapter.id for port in server.logical_ports),
            phys_loc=adapter.location,
            phys_ports=2,
            sriov_status="running",
            alternate_config=0,
        )


def _physical_ports(server: Server) -> Iterable[str]:
    for adapter in server.sriov:
        for number in (0, 1):
            used = sum((port.adapter, port.port) == (adapter.id, number) for port in server.logical_ports)
            yield record(
                adapter_id=adapter.id,
                phys_port_id=number,
                phys_port_label="NONE",
                phys_port_sub_label="NONE",
                phys_port_loc=f"{adapter.location}-T{number}",
                phys_port_type="eth",
                state=1,
                conn_speed=100000,
                max_eth_logical_ports=20,
                config_eth_logical_ports=used,
            )


def _logical_ports(server: Server) -> Iterable[str]:
    for number, port in enumerate(server.logical_ports, 1):
        yield record(
            adapter_id=port.adapter,
            logical_port_id=port.id,
            logical_port_type="eth",
            drc_name=port.location,
            location_code=port.location,
            lpar_name=port.owner,
            lpar_id=port.owner_id,
            config_id=number,
            is_required=0,
        )


def _ethernet_ports(server: Server) -> Iterable[str]:
    for number, port in enumerate(server.logical_ports, 1):
        yield record(
            config_id=number,
            lpar_name=port.owner,
            lpar_id=port.owner_id,
            lpar_state="Running",
            is_required=0,
            adapter_id=port.adapter,
            logical_port_id=port.id,
            logical_port_type="eth",
            location_code=port.location,
            phys_port_id=port.port,
            functional_state=1,
            is_vnic_backing=bit(bool(port.backs)),
            capacity=port.capacity,
            max_capacity="100.0",
            promisc_mode=0,
            mac_addr=port.mac,
            port_vlan_id=port.pvid,
            allowed_vlan_ids="all",
            is_migratable=0,
        )


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
