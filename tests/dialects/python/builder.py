"""A healthy dump of the Python hmcscanner in memory, to be changed before it is loaded or written as a workbook.

Three servers: ``alpha`` with two VIOSes and the partitions ``db1`` (running), ``007`` (not activated) and ``büro-á``,
``beta`` with one VIOS, ``gamma`` powered off.
"""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]

SERIALS = {"alpha": "7800001", "beta": "0012345", "gamma": "78000E3"}
DISK = "33213600507681283245D480000000000001504214503IBMfcp"


def document() -> Document:
    """The whole dump of one HMC."""
    return {
        "hmc": {
            "scanner_name": "hmc1", "hostname": "console1", "date": "2026-01-10 06:00:12", "base_version": "V10R3",
            "service_pack": "1060", "build_level": "2405131234", "type_model": "7063-CR2", "serial": "13F0AAA",
        },
        "managed_system": {"alpha": _alpha(), "beta": _beta(), "gamma": _gamma()},
    }  # fmt: skip


def _server(name: str, state: str = "Operating", **more: Any) -> Document:
    """The parts that every server of a dump has, empty."""
    return {
        "name": name, "state": state, "type_model": "9105-22A", "serial_num": SERIALS[name], "ipaddr": "10.0.0.1",
        "active_lpar_mobility_capable": "1", "inactive_lpar_mobility_capable": "1",
        "lpar_proc_compat_modes": ["default", "POWER9", "POWER10"], "service_lpar_id": "none", "max_lpars": "1000",
        "service_lpar_name": "none", "sriov_capable": "1", "sys_time": "01/10/2026 06:00:12",
        "lslparutil": {"name": name, "sample_rate": "300"}, "_sysProc": [], "_sysMem": [], "_sysIO": {},
        "_procPool": {}, "_memPool": [], "_vswitch": {}, "_lscodBillProc": [], "_lscodBillMem": [],
        "_lscodCapProc": [], "_lscodCapMem": [], "_lscodHist": [], "_sriov_adapter": [], "_sriov_logport": [],
        "_sriov_logport_eth": [], "_sriov_logport_roce": [], "_sriov_physport_eth": [], "_sriov_physport_ethc": [],
        "_sriov_physport_roce": [], "_sriov_vnic": [], "_sriov_vnic_lpar": [], "_lpar": {}, "_vios": {},
        "_lslic": {"ecnumber": "01ML1060", "installed_level": "67", "activated_level": "68", "deferred_level": "None"},
        **more,
    }  # fmt: skip


def _operating(name: str, **more: Any) -> Document:
    return _server(
        name,
        vios_freq=2.95,
        vios_cputype="PowerPC_POWER10",
        _sysProc={
            "installed_sys_proc_units": "24.0", "configurable_sys_proc_units": "20.0", "deconfig_sys_proc_units": "0",
            "curr_avail_sys_proc_units": "7.25", "pend_avail_sys_proc_units": "7.0",
            "min_proc_units_per_virtual_proc": "0.05", "max_virtual_procs_per_lpar": "256",
        },
        _sysMem={
            "installed_sys_mem": "1048576", "configurable_sys_mem": "1024000", "deconfig_sys_mem": "0",
            "sys_firmware_mem": "27904", "curr_avail_sys_mem": "201472", "pend_avail_sys_mem": "201216",
            "mem_region_size": "256", "max_mem_pools": "1", "default_hpt_ratios": "1:128",
        },
        _procPool={
            "DefaultPool": {"name": "DefaultPool", "shared_proc_pool_id": "0"},
            "0815": {
                "name": "0815", "shared_proc_pool_id": "1", "max_pool_proc_units": "6.0", "lpar_names": "db1",
                "curr_reserved_pool_proc_units": "1.0", "pend_reserved_pool_proc_units": "1.0",
            },
        } if name == "alpha" else {"DefaultPool": {"name": "DefaultPool", "shared_proc_pool_id": "0"}},
        **more,
    )  # fmt: skip


def lpar(name: str, number: int, env: str = "aixlinux", **conf: str) -> Document:
    """A running partition with one profile and no adapters."""
    is_vios = env == "vioserver"
    return {
        "conf": {
            "name": name, "lpar_id": str(number), "lpar_env": env, "state": "Running", "rmc_state": "active",
            "os_version": "VIOS 4.1.1.0" if is_vios else "AIX 7.3 7300-03-01-2520", "rmc_ipaddr": f"10.1.0.{number}",
            "default_profile": "normal", "curr_profile": "normal", "resource_config": "1", "migration_disabled": "0",
            "redundant_err_path_reporting": "0", "curr_lpar_proc_compat_mode": "POWER10",
            "desired_lpar_proc_compat_mode": "default", "time_ref": "0", "vtpm_enabled": "0",
            **({"msp": "1"} if is_vios else {}), **conf,
        },
        "proc": {
            "lpar_name": name, "lpar_id": str(number), "curr_proc_mode": "shared", "curr_sharing_mode": "uncap",
            "curr_min_procs": "1", "curr_procs": "2", "curr_max_procs": "4", "curr_min_proc_units": "0.1",
            "curr_proc_units": "0.5", "curr_max_proc_units": "4.0", "curr_uncap_weight": "128", "run_procs": "2",
            "run_proc_units": "0.5", "run_uncap_weight": "128", "curr_shared_proc_pool_name": "DefaultPool",
        },
        "mem": {
            "lpar_name": name, "lpar_id": str(number), "mem_mode": "ded", "curr_min_mem": "4096", "curr_mem": "16384",
            "curr_max_mem": "32768", "run_mem": "16384", "curr_hpt_ratio": "1:128", "curr_num_huge_pages": "0",
            "run_mem_expansion": "0.0", "curr_mem_expansion": "0.0",
        },
        "profile": {"normal": profile("normal", name, number, env)},
        "veth": {}, "vscsi": {}, "vfc": {},
    }  # fmt: skip


def profile(name: str, owner: str, number: int, env: str = "aixlinux") -> Document:
    """A profile without adapters but the two serial ones that every profile has."""
    serial = {"type": "server", "supports_hmc": "1", "remote_id": "any", "remote_name": "", "remote_slot": "any"}
    return {
        "name": name, "lpar_name": owner, "lpar_id": str(number), "lpar_env": env, "all_resources": "0",
        "min_mem": "4096", "desired_mem": "16384", "max_mem": "32768", "mem_mode": "ded", "hpt_ratio": "1:128",
        "proc_mode": "shared", "min_procs": "1", "desired_procs": "2", "max_procs": "4", "min_proc_units": "0.1",
        "desired_proc_units": "0.5", "max_proc_units": "4.0", "sharing_mode": "uncap", "uncap_weight": "128",
        "shared_proc_pool_id": "0", "shared_proc_pool_name": "DefaultPool", "bsr_arrays": "0",
        "lpar_proc_compat_mode": "default", "max_virtual_slots": "64", "vtpm_adapters": "none",
        "vscsi": [], "vfc": [], "veth": [], "phy_slots": [],
        "virt_serial": [{"slot": slot, **serial, "required": "1"} for slot in ("0", "1")],
    }  # fmt: skip


def _veth(number: int, slot: int, mac: str, **more: Any) -> Document:
    return {
        "lpar_name": "", "lpar_id": str(number), "slot_num": str(slot), "state": "1", "is_required": "0",
        "is_trunk": "0", "port_vlan_id": "10", "addl_vlan_ids": "", "mac_addr": mac, "vswitch": "ETHERNET0",
        "ieee_virtual_eth": "0", **more,
    }  # fmt: skip


def _virtual(number: int, slot: int, kind: str, remote: tuple[str, str, str], **more: Any) -> Document:
    return {
        "lpar_name": "", "lpar_id": str(number), "slot_num": str(slot), "state": "1", "is_required": "0",
        "adapter_type": kind, "remote_lpar_id": remote[0], "remote_lpar_name": remote[1],
        "remote_slot_num": remote[2], **more,
    }  # fmt: skip


def _alpha() -> Document:
    lpars = {
        "vios1": lpar("vios1", 1, "vioserver"),
        "vios2": lpar("vios2", 2, "vioserver"),
        "db1": lpar("db1", 10),
        "007": lpar("007", 11, state="Not Activated", rmc_state="inactive", os_version="Unknown", curr_profile="0815"),
        "büro-á": lpar("büro-á", 12),
    }
    off = lpars["007"]
    off["proc"].update(run_procs="0", run_proc_units="0.0", run_uncap_weight="0")
    off["mem"].update(run_mem="0")
    off["profile"] = {name: profile(name, "007", 11) for name in ("0815", "normal")}
    lpars["db1"]["proc"]["curr_shared_proc_pool_name"] = "0815"
    trunk: Document = {"is_trunk": "1", "ieee_virtual_eth": "1", "port_vlan_id": "1", "addl_vlan_ids": ["10", "20"]}
    for number, vios in ((1, "vios1"), (2, "vios2")):
        lpars[vios]["veth"]["11"] = _veth(number, 11, f"A6D2F0C0B{number}0B", trunk_priority=str(number), **trunk)
        lpars[vios]["vfc"]["200"] = _virtual(number, 200, "server", ("10", "db1", str(29 + number)))
        lpars[vios]["vscsi"]["50"] = _virtual(number, 50, "server", ("11", "007", str(4 + number)))
        lpars[vios]["profile"]["normal"]["phy_slots"] = [
            {"drc_index": f"2101020{number}", "pool_id": "none", "required": "1"}
        ]
        wwpns = [f"c0507600a100000{2 * number}", f"c0507600a100000{2 * number + 1}"]
        lpars["db1"]["vfc"][str(29 + number)] = _virtual(
            10, 29 + number, "client", (str(number), vios, "200"), wwpns=wwpns, topology="1"
        )
        off["vscsi"][str(4 + number)] = _virtual(11, 4 + number, "client", (str(number), vios, "50"))
    lpars["db1"]["veth"]["2"] = _veth(10, 2, "024681357902")
    lpars["007"]["veth"]["2"] = _veth(11, 2, "A6D2F0C0B902", addl_vlan_ids="30", state="0")
    lpars["büro-á"]["veth"]["2"] = _veth(12, 2, "A6D2F0C0BA02", addl_vlan_ids=["30", "40"])
    lpars["db1"]["profile"]["normal"]["vfc"] = [
        {"slot": "30", "type": "client", "remote_id": "1", "remote_name": "vios1", "remote_slot": "200",
         "wwpns": ["c0507600a1000002", "c0507600a1000003"], "required": "0"},
    ]  # fmt: skip
    lpars["db1"]["profile"]["normal"]["veth"] = [
        {"slot": "2", "isIEEE": "0", "port_id": "10", "add_id": [], "priority": "0", "required": "1",
         "vswitch": "ETHERNET0", "mac": "", "allowed": ["all"], "qos_priority": "none"},
    ]  # fmt: skip
    return _operating(
        "alpha",
        _lpar=lpars,
        _vios={"vios1": _vios(1, "alpha"), "vios2": _vios(2, "alpha")},
        _sysIO=_slots(),
        _vswitch={
            "ETHERNET0": {"vswitch": "ETHERNET0", "switch_mode": "VEB", "vlan_ids": ["1", "10", "20"],
                          "allowed_lpar_ids": "all"},
            "VSW2": {"vswitch": "VSW2", "switch_mode": "VEPA", "vlan_ids": "none", "allowed_lpar_ids": "all"},
        },
        _memPool=[{"curr_pool_mem": "40960", "paging_vios_ids": ["1", "2"], "paging_vios_names": ["vios1", "vios2"]}],
        **_sriov(),
    )  # fmt: skip


def slot(place: int, owner: tuple[str, str], index: str, *children: Document, frame: str = "WZS0001") -> Document:
    """A physical slot by its location, with the devices in it."""
    location = f"U78DA.ND0.{frame}-P0-C{place}"
    found: Document = {
        "drc_name": location, "phys_loc": f"P0-C{place}", "drc_index": index, "lpar_id": owner[0],
        "description": "FC Adapter", "bus_id": "513", **({"lpar_name": owner[1]} if owner[1] else {}),
    }  # fmt: skip
    if children:
        found["children"] = [
            {"phys_loc": f"{location}-T{n}", "parent": location, "parent_slot_child_id": "none",
             "slot_child_id": f"{index}0{n}", "description": "FC port", **child}
            for n, child in enumerate(children)
        ]  # fmt: skip
    return {location: found}


def _slots() -> Document:
    ports = ({"wwpn": "2100f4c7aa990000"}, {"wwpn": "2100f4c7aa990001"})
    return {
        **slot(1, ("1", "vios1"), "21010201", *ports),
        **slot(2, ("2", "vios2"), "21010202", {"wwpn": "2100f4c7aa990100"}),
        **slot(3, ("none", ""), "2101020E", {"mac_address": "001122334455"}),
        **slot(4, ("11", "007"), "00000012"),
    }


def _vios(number: int, server: str) -> Document:
    place = f"U9105.22A.{SERIALS[server]}-V{number}"
    stats = {
        "name": "ent8", "state": "PRIMARY", "real_adapter": {"name": "ent0", "type": "PCIe4"},
        "virtual_adapter": [{"name": "ent4", "type": "l-lan", "priority": "1", "receive_buf": {}}],
        "control_adapter": {"name": "ent5", "type": "l-lan", "receive_buf": {}},
    }  # fmt: skip
    return {
        "npiv": {
            "vfchost0": {"physloc": f"{place}-C200", "clntid": "10", "clntname": "db1", "clntos": "AIX", "fc": "fcs0",
                         "status": "LOGGED_IN", "fcphysloc": f"U78DA.ND0.WZS0001-P0-C{number}-T0", "ports": "2",
                         "flags": "a", "vfcclient": "fcs0",
                         "vfcclientdrc": f"U9105.22A.{SERIALS[server]}-V10-C{29 + number}"},
        },
        "vscsi": {
            "vhost0": {"physloc": f"{place}-C50", "clntid": "0x0000000b", "data": [
                {"vtd": "vtscsi0", "status": "Available", "lun": "0x8100000000000000", "backing": "hdisk1",
                 "bdphysloc": "U78DA-L1", "mirrored": "false"}]},
        },
        "ioslevel": "4.1.1.0",
        "disk": {
            "hdisk0": {"name": "hdisk0", "id": "2C0202nvme", "free": "false", "pvid": "00f245d40000000f", "MB": "763084"},
            "hdisk1": {"name": "hdisk1", "id": DISK, "free": "true", "pvid": "none", "MB": "102400"},
        },
        "SEA": {"ent8": {"pvid": "1", "pvid_adapter": "ent4", "real_adapter": "ent7", "ha_mode": "auto",
                         "jumbo_frames": "no", "virt_adapters": "ent4", "ctl_chan": "Control", "stats": stats}},
        "ent": {"ent0": {"pysloc": "U78DA.ND0.WZS0001-P0-C9-T0"}},
        "etherChannel": {"ent7": {"adapter_names": "ent0,ent1", "mode": "8023ad", "backup_adapter": "NONE"}},
        "fcs": {"fcs0": {"wwpn": f"0x2100F4C7AA990{number - 1}00", "label": "FabricA", "max_xfer_size": "0x100000",
                         "num_cmd_elems": "2048", "speed_supported": "32", "speed_running": "16",
                         "port_fc_id": "0x0bc8f1", "port_type": "Fabric", "attention": "Link Up"}},
    }  # fmt: skip


def _sriov() -> Document:
    card = "U78DA.ND0.WZS0001-P0-C9"
    port = {"adapter_id": "1", "config_id": "1", "is_required": "0", "logical_port_type": "eth"}
    client = {**port, "location_code": f"{card}-T0-S1", "lpar_id": "10", "lpar_name": "db1"}
    backing = {**port, "location_code": f"{card}-T0-S2", "lpar_id": "1", "lpar_name": "vios1"}
    first, second = (
        {"vios-lpar-name": vios, "vios-lpar-ID": number, "sriov-adapter-ID": "1", "sriov-physical-port-ID": "0",
         "sriov-logical-port-ID": port, "failover-priority": priority}
        for vios, number, port, priority in (("vios1", "1", "27004002", "50"), ("vios2", "2", "27008002", "60"))
    )  # fmt: skip
    vnic = {
        "lpar_name": "büro-á", "lpar_id": "12", "slot_num": "3", "mac_addr": "2EA1B2C3D503", "port_vlan_id": "10",
        "allowed_vlan_ids": "all", "auto_priority_failover": "1", "backing_devices": [first, second],
        "backing_device_states": ["sriov/27004002/1/Operational", "sriov/27008002/0/Operational"],
    }  # fmt: skip
    return {
        "_sriov_adapter": [{"phys_loc": card, "adapter_id": "1", "config_state": "sriov"}],
        "_sriov_logport": [{**client, "logical_port_id": "27004001"}, {**backing, "logical_port_id": "27004002"}],
        "_sriov_logport_eth": [
            {**client, "logical_port_id": "27004001", "mac_addr": "2EA1B2C3D401", "port_vlan_id": "10",
             "is_migratable": "0"},
            {**backing, "logical_port_id": "27004002", "mac_addr": "2EA1B2C3D402", "port_vlan_id": "0",
             "is_migratable": "0"},
        ],
        "_sriov_physport_eth": [
            {"phys_port_loc": f"{card}-T0", "phys_port_label": "left", "state": "1", "max_eth_logical_ports": "20",
             "config_eth_logical_ports": "2"},
        ],
        "_sriov_vnic": [vnic],
        "_sriov_vnic_lpar": [vnic],
    }  # fmt: skip


def _beta() -> Document:
    vios = lpar("viosb", 1, "vioserver")
    vios["veth"]["11"] = _veth(1, 11, "A6D2F0C0BC0B", is_trunk="1", addl_vlan_ids=["10", "20"], trunk_priority="1")
    switch = {"vswitch": "ETHERNET0", "switch_mode": "VEB", "vlan_ids": "10", "allowed_lpar_ids": "all"}
    found = _vios(1, "beta")
    found.update(npiv={}, vscsi={})
    return _operating(
        "beta",
        _lpar={"viosb": vios},
        _vios={"viosb": found},
        _vswitch={"ETHERNET0": switch},
        _sysIO=slot(1, ("1", "viosb"), "21010201", {"wwpn": "2100f4c7aa99ff00"}, frame="WZS0002"),
    )


def _gamma() -> Document:
    answers = ("active_lpar_mobility_capable", "inactive_lpar_mobility_capable", "lpar_proc_compat_modes")
    return _server("gamma", "Power Off", **dict.fromkeys(answers, "unavailable"))
