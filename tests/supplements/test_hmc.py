"""What the HMC prints. Servers, partitions and addresses are invented; the shapes are those of the sources named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hmcscan_lpm.supplements.commands import read_command
from hmcscan_lpm.supplements.hmc import FORMATS
from hmcscan_lpm.supplements.hmc_fields import KINDS
from hmcscan_lpm.supplements.model import COLLECTED, Output, Parsed
from hmcscan_lpm.tables.schema import columns

from .outputs import damaged, facts, output, remarks, wwpns

SYSTEM = "ams-s1022-02"
PRIVATE = {"_serial", "_type_model", "_lpar_id"}
MANY = settings(max_examples=75, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FC = "lshwres -r virtualio --rsubtype fc --level lpar"
SCSI = "lshwres -r virtualio --rsubtype scsi --level lpar"
ETH = "lshwres -r virtualio --rsubtype eth --level lpar"

# Order and names of the attributes: live captures in randomparity/hmc-mcp, tests/fixtures/live/cli-*.json
# (sys-attrs, prof-all, io-slots-default, vio-fc-default-v11r2, sriov-*-default-v11r2-p9, lshmc-version-v11r2), and
# test rows of a Ruby parser of HMC listings (lpar, mem, proc, eth, scsi, serial).
SYS = (
    "name=ams-s1022-02,type_model=9105-22A,serial_num=78A0001,ipaddr=10.4.0.2,state=Operating,state_detail=,"
    "sys_time=06/02/2025 10:15:30,active_lpar_mobility_capable=1,inactive_lpar_mobility_capable=1,"
    'active_mem_sharing_capable=0,max_lpars=400,service_lpar_id=none,"lpar_proc_compat_modes=default,POWER9,POWER10",'
    "5250_application_capable=1,description=\n"
    "name=ams-s1022-03,type_model=9105-22A,serial_num=78A0002,ipaddr=10.4.0.3,state=Power Off,state_detail=,"
    "sys_time=unavailable,active_lpar_mobility_capable=unavailable,inactive_lpar_mobility_capable=unavailable,"
    "active_mem_sharing_capable=unavailable,max_lpars=unavailable,service_lpar_id=none,"
    "lpar_proc_compat_modes=unavailable,5250_application_capable=unavailable,description=\n"
)
LPAR = (
    "name=amsdb1,lpar_id=11,lpar_env=aixlinux,state=Running,resource_config=1,os_version=AIX 7.3 7300-02-01-2346,"
    "default_profile=normal,curr_profile=normal,redundant_err_path_reporting=0,rmc_state=active,rmc_ipaddr=10.4.1.11,"
    "desired_lpar_proc_compat_mode=default,curr_lpar_proc_compat_mode=POWER10,migration_disabled=0,vtpm_enabled=0\n"
    "name=amsvio1,lpar_id=2,lpar_env=vioserver,state=Running,resource_config=1,os_version=VIOS 4.1.0.21,"
    "default_profile=normal,curr_profile=,msp=1,rmc_state=active,rmc_ipaddr=10.4.1.2,migration_disabled=0\n"
)
PROF = (
    "name=normal,lpar_name=amsdb1,lpar_id=11,lpar_env=aixlinux,all_resources=0,min_mem=1024,desired_mem=65536,"
    "max_mem=131072,mem_mode=ded,mem_expansion=0.0,hpt_ratio=1:64,proc_mode=shared,min_proc_units=0.1,"
    "desired_proc_units=2.0,max_proc_units=4.0,min_procs=1,desired_procs=4,max_procs=8,sharing_mode=uncap,"
    "uncap_weight=128,shared_proc_pool_id=0,shared_proc_pool_name=DefaultPool,affinity_group_id=none,io_slots=none,"
    'max_virtual_slots=200,"virtual_serial_adapters=0/server/1/any//any/1,1/server/1/any//any/1",vtpm_adapters=none,'
    "lpar_proc_compat_mode=default,redundant_err_path_reporting=0\n"
)
MEM = (
    "lpar_name=amsdb1,lpar_id=11,curr_min_mem=1024,curr_mem=65536,curr_max_mem=131072,pend_mem=65536,run_mem=65536,"
    "curr_num_huge_pages=0,mem_mode=ded,curr_hpt_ratio=1:64,curr_mem_expansion=0.0,run_mem_expansion=0.0\n"
    "lpar_name=amsold,lpar_id=12,curr_min_mem=0,curr_mem=0,curr_max_mem=0,pend_mem=0,run_mem=0,"
    "curr_num_huge_pages=0,mem_mode=ded,curr_hpt_ratio=1:128,curr_mem_expansion=1.5,run_mem_expansion=0.0\n"
)
PROC = (
    "lpar_name=amsdb1,lpar_id=11,curr_shared_proc_pool_id=0,curr_shared_proc_pool_name=DefaultPool,"
    "curr_proc_mode=shared,curr_min_proc_units=0.1,curr_proc_units=2.0,curr_max_proc_units=4.0,curr_min_procs=1,"
    "curr_procs=4,curr_max_procs=8,curr_sharing_mode=uncap,run_proc_units=2.0,run_procs=4,run_uncap_weight=128\n"
)
ETHERNET = (
    "lpar_name=amsvio1,lpar_id=2,slot_num=2,state=1,is_required=0,is_trunk=1,trunk_priority=1,ieee_virtual_eth=1,"
    'port_vlan_id=1,vswitch=ETHERNET0,"addl_vlan_ids=110,120",mac_addr=FA163E000102\n'
    "lpar_name=amsdb1,lpar_id=11,slot_num=5,state=1,is_required=0,is_trunk=0,ieee_virtual_eth=0,"
    "port_vlan_id=110,vswitch=ETHERNET0,addl_vlan_ids=,mac_addr=FA163E001105\n"
)
FIBRE = (
    "lpar_name=amsdb1,lpar_id=11,slot_num=33,adapter_type=client,state=1,is_required=0,remote_lpar_id=2,"
    'remote_lpar_name=amsvio1,remote_slot_num=120,"wwpns=c0507aa000010002,c0507aa000010003"\n'
    "lpar_name=amsvio1,lpar_id=2,slot_num=120,adapter_type=server,state=1,is_required=0,remote_lpar_id=11,"
    "remote_lpar_name=amsdb1,remote_slot_num=33\n"
)
SMALL = (
    "lpar_name=amsdb1,lpar_id=11,slot_num=2,state=1,is_required=1,adapter_type=client,remote_lpar_id=2,"
    "remote_lpar_name=amsvio1,remote_slot_num=81\n"
    "lpar_name=amsvio1,lpar_id=2,slot_num=82,state=1,is_required=0,adapter_type=server,remote_lpar_id=any,"
    "remote_lpar_name=,remote_slot_num=any\n"
)
SLOTS = (
    "unit_phys_loc=U78DA.ND0.AMS0001,bus_id=19,phys_loc=C2,drc_index=21020013,lpar_name=amsvio1,lpar_id=2,"
    'slot_io_pool_id=none,description=PCIe4 2-Port 32Gb FC,"feature_codes=EN1K,EN1J",drc_name=U78DA.ND0.AMS0001-P0-C2\n'
    "unit_phys_loc=U78DA.ND0.AMS0001,bus_id=20,phys_loc=C3,drc_index=2103001a,lpar_id=none,"
    "slot_io_pool_id=none,description=Empty slot,feature_codes=0,drc_name=U78DA.ND0.AMS0001-P0-C3\n"
)
# Attributes of lsnportlogin: IBM technote on N_Port login (isg3T1024487); status words as a VIOS cheat sheet has them.
LOGIN = (
    "lpar_name=amsdb1,lpar_id=11,profile_name=normal,slot_num=33,wwpn=c0507aa000010002,wwpn_status=1,"
    "logged_in=client,wwpn_status_reason=null\n"
    "lpar_name=amsdb1,lpar_id=11,profile_name=normal,slot_num=33,wwpn=c0507aa000010003,wwpn_status=0,"
    "logged_in=none,wwpn_status_reason=null\n"
)
VERSION = (
    '"version= Version: 10\n Release: 3\n Service Pack: 1060\nHMC Build level 2405202000\n'
    'MF71234 - HMC V10R3 M1060\n","base_version=V10R3\n"\n'
)
# A Chinese handbook of HMC commands has the output of lspartition -dlpar.
CONNECTIONS = (
    "<#0> Partition:<11*9105-22A*78A0001, amsdb1, 10.4.1.11>\n"
    "       Active:<1>, OS:<AIX, 7.3, 7300-02-01-2346>, DCaps:<0x2c5f>, CmdCaps:<0x4000001b, 0x1b>, PinnedMem:<1981>\n"
    "<#1> Partition:<12*9105-22A*78A0001, , 10.4.1.12>\n"
    "       Active:<0>, OS:<AIX, 7.2, 7200-05-03-2136>, DCaps:<0x0>, CmdCaps:<0x0, 0x0>, PinnedMem:<0>\n"
)


def parse(name: str, text: str, command: str = "", **context: str) -> Parsed:
    """What a format understands; that a listing is whole is proved in ``test_whole.py``."""
    form = next(form for form in FORMATS if form.name == name)
    parsed = form.parse(output(text, command=command, **context))
    return replace(parsed, rows=tuple(row for row in parsed.rows if row.table != COLLECTED))


def values(parsed: Parsed) -> list[dict[str, Any]]:
    return [dict(row.values) for row in parsed.rows]


def test_systems_name_themselves_and_a_server_without_power_tells_little() -> None:
    parsed = parse("lssyscfg -r sys", SYS)
    assert values(parsed) == [
        {
            "system": SYSTEM,
            "type_model": "9105-22A",
            "serial": "78A0001",
            "status": "Operating",
            "compat_modes": "default,POWER9,POWER10",
            "active_mobility": True,
            "inactive_mobility": True,
            "ams_capable": False,
            "service_lpar_id": "none",
            "max_lpars": 400,
            "system_time": "06/02/2025 10:15:30",
        },
        {
            "system": "ams-s1022-03",
            "type_model": "9105-22A",
            "serial": "78A0002",
            "status": "Power Off",
            "service_lpar_id": "none",
        },
    ]
    assert (parsed.claimed, parsed.remarks) == ({1, 2}, ())


def test_a_list_of_capabilities_says_what_is_there_and_what_is_not() -> None:
    text = f'{SYSTEM},"active_lpar_mobility_capable,inactive_lpar_mobility_capable,sriov_capable"\n'
    (row,) = values(parse("lssyscfg -r sys", text, f"lssyscfg -r sys -m {SYSTEM} -F name,capabilities"))
    assert (row["active_mobility"], row["sriov_capable"], row["vnic_capable"]) == (True, True, False)


def test_partitions() -> None:
    first, second = values(parse("lssyscfg -r lpar", LPAR, system=SYSTEM))
    assert first == {
        "system": SYSTEM,
        "lpar": "amsdb1",
        "lpar_id": 11,
        "env": "aixlinux",
        "state": "Running",
        "was_activated": True,
        "os_version": "AIX 7.3 7300-02-01-2346",
        "default_profile": "normal",
        "current_profile": "normal",
        "redundant_error_path": False,
        "rmc_state": "active",
        "rmc_ip": "10.4.1.11",
        "configured_mode": "default",
        "effective_mode": "POWER10",
        "migration_disabled": False,
        "vtpm": False,
    }
    assert (second["msp"], second["current_profile"], second["os_version"]) == (True, "", "VIOS 4.1.0.21")


SERIAL = "0/server/1/any//any/1,1/server/1/any//any/1"


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (SERIAL, [(0, "server", True), (1, "server", True)]),
        # lssyscfg: slot/client-or-server/[supports-HMC]/[partner's id]/[its name]/[its slot]/is-required.
        (f"{SERIAL},5/client/0/2/vios1/7/0", [(0, "server", True), (1, "server", True), (5, "client", False)]),
        (f"{SERIAL},5/client/0/2/vios1", []),
        ("none", []),
    ],
)
def test_serial_adapters_of_a_profile_are_taken_whole_or_not_at_all(
    listed: str, expected: list[tuple[int, str, bool]]
) -> None:
    rows = parse("lssyscfg -r prof", PROF.replace(SERIAL, listed), system=SYSTEM).rows
    found = [row.values for row in rows if row.table == "profile_adapters"]
    assert [(row["slot"], row["type"], row["is_required"]) for row in found] == expected
    assert {(row["system"], row["lpar"], row["profile"], row["kind"]) for row in found} <= {
        (SYSTEM, "amsdb1", "normal", "serial")
    }


def test_profiles_memory_and_processors() -> None:
    (profile,) = [row.values for row in parse("lssyscfg -r prof", PROF, system=SYSTEM).rows if row.table == "profiles"]
    assert (profile["profile"], profile["lpar"], profile["hpt_ratio"]) == ("normal", "amsdb1", 64)
    assert (profile["max_mb"], profile["max_virtual_slots"], profile["pool"]) == (131072, 200, "DefaultPool")
    memory, off = values(parse("lshwres -r mem --level lpar", MEM, system=SYSTEM))
    assert (memory["assigned_mb"], memory["hpt_ratio"], memory["expansion"]) == (65536, 64, 0.0)
    assert (off.get("assigned_mb"), off["expansion"], off["used_mb"]) == (None, 1.5, 0)
    (cores,) = values(parse("lshwres -r proc --level lpar", PROC, system=SYSTEM))
    assert (cores["assigned_units"], cores["assigned_procs"], cores["units"], cores["weight"]) == (2.0, 4, 2.0, 128)


def test_memory_and_processors_of_the_server() -> None:
    text = (
        "configurable_sys_mem=1048576,curr_avail_sys_mem=524288,pend_avail_sys_mem=524288,installed_sys_mem=1048576,"
        'deconfig_sys_mem=0,sys_firmware_mem=22528,mem_region_size=256,"default_hpt_ratios=1:64,1:128"\n'
        "configurable_sys_proc_units=20.0,curr_avail_sys_proc_units=8.5,min_proc_units_per_virtual_proc=0.05\n"
    )
    (memory,) = values(parse("lshwres -r mem --level sys", text, system=SYSTEM))
    (cores,) = values(parse("lshwres -r proc --level sys", text, system=SYSTEM))
    assert (memory["lmb_mb"], memory["free_mb"], memory["default_hpt_ratio"]) == (256, 524288, 64)
    assert (cores["free_cores"], cores["min_units_per_vp"]) == (8.5, 0.05)


def test_ethernet_adapters() -> None:
    trunk, client = values(parse(ETH, ETHERNET, system=SYSTEM))
    assert (trunk["is_trunk"], trunk["vlans"], trunk["mac"]) == (True, "110,120", "fa163e000102")
    assert (client["pvid"], client["vlans"], client["vswitch"]) == (110, "", "ETHERNET0")


def test_fibre_channel_adapters_of_clients_and_servers() -> None:
    shared = {"system": SYSTEM, "is_on": True, "is_required": False, "is_any": False}
    client = {"lpar": "amsdb1", "lpar_id": 11, "slot": 33, "type": "client"}
    server = {"lpar": "amsvio1", "lpar_id": 2, "slot": 120, "type": "server"}
    assert values(parse(FC, FIBRE, system=SYSTEM)) == [
        {
            **shared,
            **client,
            "remote_lpar": "amsvio1",
            "remote_slot": 120,
            "wwpn1": "c0507aa000010002",
            "wwpn2": "c0507aa000010003",
        },
        {**shared, **server, "remote_lpar": "amsdb1", "remote_slot": 33},
    ]


def test_scsi_and_fibre_channel_behind_each_other_are_told_apart() -> None:
    assert [row.line for row in parse(SCSI, SMALL + FIBRE, system=SYSTEM).rows] == [1, 2]
    assert [row.line for row in parse(FC, SMALL + FIBRE, system=SYSTEM).rows] == [3, 4]


def test_a_server_adapter_open_to_any_client() -> None:
    (_, server) = values(parse(SCSI, SMALL, system=SYSTEM))
    assert (server["is_any"], server["remote_lpar"], server["remote_slot"]) == (True, None, None)


def test_server_adapters_alone_need_the_command() -> None:
    line = FIBRE.split("\n", 2)[1] + "\n"
    assert [form.parse(output(line, system=SYSTEM)).rows for form in FORMATS if form.name in (FC, SCSI)] == [(), ()]
    assert len(parse(FC, line, f"{FC} -m {SYSTEM}", system=SYSTEM).rows) == 1
    assert len(parse(SCSI, line, f"{SCSI} -m {SYSTEM}", system=SYSTEM).rows) == 1


def test_one_wwpn_says_nothing_of_the_second() -> None:
    text = FIBRE.replace(",c0507aa000010003", "")
    row = values(parse(FC, text, system=SYSTEM))[0]
    assert (row["wwpn1"], "wwpn2" in row) == ("c0507aa000010002", False)


def test_slots_with_and_without_owner() -> None:
    place = "U78DA.ND0.AMS0001-P0-C"
    assert values(parse("lshwres -r io --rsubtype slot", SLOTS, system=SYSTEM)) == [
        {
            "system": SYSTEM,
            "location": f"{place}2",
            "drc_index": "21020013",
            "lpar": "amsvio1",
            "description": "PCIe4 2-Port 32Gb FC",
        },
        {
            "system": SYSTEM,
            "location": f"{place}3",
            "drc_index": "2103001A",
            "lpar": None,
            "description": "Empty slot",
        },
    ]


def test_sriov_and_vnics() -> None:
    text = (
        "adapter_id=1,slot_id=21010021,adapter_max_logical_ports=48,config_state=sriov,phys_loc=U78DA.ND0.AMS0001-P0-C4\n"
        "adapter_id=null,slot_id=21010020,adapter_max_logical_ports=null,config_state=dedicated,phys_loc=U78DA.ND0.AMS0001-P0-C6\n"
    )
    assert values(parse("lshwres -r sriov --rsubtype adapter", text, system=SYSTEM)) == [
        {"system": SYSTEM, "location": "U78DA.ND0.AMS0001-P0-C4", "state": "sriov", "adapter_id": "1"},
        {"system": SYSTEM, "location": "U78DA.ND0.AMS0001-P0-C6", "state": "dedicated"},
    ]
    text = "adapter_id=1,logical_port_id=27004005,logical_port_type=unconfigured,location_code=U78DA.ND0.AMS0001-P0-C4-T0-S5\n"
    assert parse("lshwres -r sriov --rsubtype logport", text, system=SYSTEM).rows == ()
    # hmc-mcp tests/fixtures/pcie/power9-v10r3m1060-live-vnic.json
    text = (
        "lpar_name=amsdb1,lpar_id=11,slot_num=7,auto_priority_failover=1,port_vlan_id=0,allowed_vlan_ids=all,"
        "mac_addr=fa163e001107,is_required=0,"
        '"backing_devices=sriov/amsvio1/2/1/0/27004001/2.0/2.0/50/100.0/100.0,sriov/amsvio2/3/1/1/27004002/2.0/2.0/60/100.0/100.0"\n'
    )
    (row,) = values(parse("lshwres -r virtualio --rsubtype vnic --level lpar", text, system=SYSTEM))
    assert (row["backing_vioses"], row["backing_count"], row["mac"]) == ("amsvio1,amsvio2", 2, "fa163e001107")


def test_logins_of_both_wwpns() -> None:
    shared = {"system": SYSTEM, "lpar": "amsdb1", "slot": 33}
    assert values(parse("lsnportlogin", LOGIN, system=SYSTEM)) == [
        {**shared, "wwpn": "c0507aa000010002", "status": 1, "logged_in": "client"},
        {**shared, "wwpn": "c0507aa000010003", "status": 0, "logged_in": "none"},
    ]


def test_firmware_of_the_server_and_not_of_its_power_subsystem() -> None:
    text = (
        "lic_type=Managed System,management_status=Enabled,activated_level=75,installed_level=76,ecnumber=01ML1060,mtms=9105-22A*78A0001\n"
        "lic_type=Power Subsystem,management_status=Enabled,activated_level=12,installed_level=12,ecnumber=02EP520,mtms=9105-22A*78A0001\n"
    )
    assert values(parse("lslic", text)) == [
        {
            "_type_model": "9105-22A",
            "_serial": "78A0001",
            "ec_number": "01ML1060",
            "activated_level": 75,
            "installed_level": 76,
        }
    ]


def test_mobility_of_servers_and_mover_service_partitions() -> None:
    text = "inactive_lpar_mobility_capable=1,active_lpar_mobility_capable=0,num_active_migrations_in_progress=0\n"
    assert values(parse("lslparmigr -r sys", text, system=SYSTEM)) == [
        {"system": SYSTEM, "active_mobility": False, "inactive_mobility": True}
    ]
    text = "num_inactive_migrations_supported=8,active_lpar_mobility_capable=1,num_active_migrations_supported=16,num_active_migrations_in_progress=0\n"
    assert values(parse("lslparmigr -r sys", text, system=SYSTEM)) == [
        {"system": SYSTEM, "active_mobility": True, "active_migrations": 16, "inactive_migrations": 8}
    ]
    text = 'source_msp_name=amsvio1,source_msp_id=2,"dest_msp_names=bmsvio1,bmsvio2"\n'
    assert values(parse("lslparmigr -r msp", text, system=SYSTEM)) == [
        {"system": SYSTEM, "lpar": "amsvio1", "msp": True}
    ]


def test_version_of_the_hmc_that_the_prompt_tells() -> None:
    parsed = parse("lshmc -V", VERSION, place="amshmc1")
    assert values(parsed) == [
        {
            "manager": "amshmc1",
            "version": 10,
            "release": "3",
            "service_pack": "1060",
            "build_level": "2405202000",
            "base_version": "V10R3",
        }
    ]
    assert (dict(parsed.rows[0].lines)["service_pack"], parsed.claimed) == (3, set(range(1, 8)))


def test_connections_say_what_can_be_changed_by_machine_and_id() -> None:
    machine = {"_type_model": "9105-22A", "_serial": "78A0001"}
    assert values(parse("lspartition -dlpar", CONNECTIONS)) == [
        {**machine, "_lpar_id": 11, "dlpar_memory": True, "dlpar_processor": True},
        {**machine, "_lpar_id": 12, "dlpar_memory": False, "dlpar_processor": False},
    ]


# -F with a list of names in any order: hmc-mcp cli-vio-eth-sea.json; with colons: scripts that use "-F name:state".
@pytest.mark.parametrize(
    ("command", "text", "expected"),
    [
        (
            f"lshwres -r mem -m {SYSTEM} --level sys -F mem_region_size",
            "256\n",
            [("systems", {"lmb_mb": 256})],
        ),
        (
            f"lssyscfg -r sys -m {SYSTEM} -F lpar_proc_compat_modes",
            '"default,POWER9,POWER10"\n',
            [("systems", {"compat_modes": "default,POWER9,POWER10"})],
        ),
        (
            f"lssyscfg -r lpar -m {SYSTEM} -F name:state",
            "amsdb1:Running\namsold:Not Activated\n",
            [
                ("lpars", {"lpar": "amsdb1", "state": "Running"}),
                ("lpars", {"lpar": "amsold", "state": "Not Activated"}),
            ],
        ),
        (
            f"ssh hscroot@amshmc1 'lssyscfg -r lpar -m {SYSTEM} --filter lpar_names=amsdb1 -F migration_disabled,msp'",
            "1,N/A\n",
            [("lpars", {"lpar": "amsdb1", "migration_disabled": True})],
        ),
        (
            f"{ETH} -m {SYSTEM} --filter lpar_names=amsdb1 -F slot_num,mac_addr",
            "5,FA163E001105\n",
            [("virtual_ethernet", {"lpar": "amsdb1", "slot": 5, "mac": "fa163e001105"})],
        ),
        (
            f'{FC} -m {SYSTEM} --filter "\\"lpar_names=amsdb1\\"" -F slot_num,wwpns | sort',
            '33,"c0507aa000010002,c0507aa000010003"\n',
            [
                (
                    "virtual_fibre",
                    {"lpar": "amsdb1", "slot": 33, "wwpn1": "c0507aa000010002", "wwpn2": "c0507aa000010003"},
                )
            ],
        ),
        (
            f"{FC} -m {SYSTEM} -F lpar_name,slot_num,wwpns --header",
            'lpar_name,slot_num,wwpns\namsdb1,33,"c0507aa000010002,c0507aa000010003"\n',
            [
                (
                    "virtual_fibre",
                    {"lpar": "amsdb1", "slot": 33, "wwpn1": "c0507aa000010002", "wwpn2": "c0507aa000010003"},
                )
            ],
        ),
        (
            "",
            'lpar_name,slot_num,wwpns\namsdb1,33,"c0507aa000010002,c0507aa000010003"\n',
            [
                (
                    "virtual_fibre",
                    {"lpar": "amsdb1", "slot": 33, "wwpn1": "c0507aa000010002", "wwpn2": "c0507aa000010003"},
                )
            ],
        ),
    ],
)
def test_bare_values(command: str, text: str, expected: list[tuple[str, dict[str, Any]]]) -> None:
    found = [row for form in FORMATS for row in form.parse(output(text, command=command, system=SYSTEM)).rows]
    assert [(row.table, dict(row.values)) for row in found] == [
        (table, {"system": SYSTEM, **row}) for table, row in expected
    ]


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("", "amsdb1,Running\n"),
        ("", "name,state\namsdb1,Running\n"),
        (f"lssyscfg -r lpar -m {SYSTEM} -F", "amsdb1,11,aixlinux\n"),
        (f"lssyscfg -r lpar -m {SYSTEM} -F name,state | awk -F, '{{print $2,$1}}'", "Running,amsdb1\n"),
        (f"lshwres -r mem -m {SYSTEM} --level sys -F mem_region_size", "256\nwhat else\n"),
        (f"lsmemopt -m {SYSTEM}", "in_progress=0,status=Finished,type=optimize\n"),
    ],
)
def test_values_that_nothing_names_are_left_alone(command: str, text: str) -> None:
    parsed = [form.parse(output(text, command=command, system=SYSTEM)) for form in FORMATS]
    assert [each for each in parsed if each.claimed] == []


def test_without_a_server_there_is_one_remark_and_no_row() -> None:
    parsed = parse(ETH, ETHERNET)
    assert (parsed.rows, remarks(parsed), parsed.claimed) == ((), [(1, "no-server")], {1, 2})


def test_a_variable_of_a_script_is_no_server() -> None:
    assert remarks(parse(ETH, ETHERNET, system="$sys")) == [(1, "no-server")]


def test_a_server_told_by_machine_and_serial() -> None:
    row = values(parse(ETH, ETHERNET, system="9105-22A*78A0001"))[0]
    assert ("system" in row, row["_type_model"], row["_serial"]) == (False, "9105-22A", "78A0001")


def test_bare_values_without_partition() -> None:
    parsed = parse(ETH, "5,FA163E001105\n", f"{ETH} -m {SYSTEM} -F slot_num,mac_addr", system=SYSTEM)
    assert (parsed.rows, remarks(parsed)) == ((), [(1, "no-partition")])


def test_a_value_that_cannot_be_read_leaves_its_column_out() -> None:
    parsed = parse(ETH, ETHERNET.replace("FA163E000102", "FA163E0001"), system=SYSTEM)
    assert ("mac" in parsed.rows[0].values, "mac" in parsed.rows[1].values) == (False, True)
    assert remarks(parsed) == [(1, "unreadable-value")]


def test_a_damaged_line_between_whole_ones() -> None:
    text = ETHERNET + ETHERNET.replace('"addl_vlan_ids=110,120"', '"addl_vlan_ids=110') + ETHERNET
    parsed = parse(ETH, text, system=SYSTEM)
    assert remarks(parsed) == [(3, "damaged-line")]
    assert [row.line for row in parsed.rows] == [1, 2, 4, 5, 6]


def test_the_last_value_of_a_file_without_line_end_is_not_taken() -> None:
    text = f"{LPAR.split(',default_profile', maxsplit=1)[0]}"
    parsed = parse("lssyscfg -r lpar", text, system=SYSTEM)
    assert ("os_version" in parsed.rows[0].values, remarks(parsed)) == (False, [(1, "cut-output")])


def test_the_slots_of_a_partition_are_told() -> None:
    text = "amsdb1,200,12\n"
    command = "lshwres -r virtualio --rsubtype slot --level lpar -m s -F lpar_name,curr_max_virtual_slots,next_avail_virtual_slot"
    parsed = parse("lshwres -r virtualio --rsubtype slot --level lpar", text, command, system=SYSTEM)
    (row,) = parsed.rows
    assert (parsed.claimed, row.table, row.values["max_slots"], remarks(parsed)) == ({1}, "lpars", 200, [])


def test_messages_are_quoted_and_no_results_are_an_answer() -> None:
    parsed = parse("messages of the HMC", "HSCL350B The user does not have the authority.\nNo results were found.\n")
    assert (parsed.claimed, remarks(parsed)) == ({1, 2}, [(1, "command-failed")])
    assert "HSCL350B" in parsed.remarks[0].message


def test_every_column_of_a_listing_is_one_of_its_table() -> None:
    for kind in KINDS:
        if kind.table:
            known = {column.name for column in columns(kind.table)} | {"_expansion"}
            assert {column for _, column, _ in kind.fields} <= known


@pytest.mark.parametrize(
    ("typed", "words", "is_altered"),
    [
        ("ssh hscroot@h 'viosvrcmd -m s -p v -c \"ioscli lsmap -all\"'", ("lsmap", "-all"), False),
        ("/usr/ios/cli/ioscli lsmap -all -fmt : | grep hdisk", ("lsmap", "-all", "-fmt", ":"), False),
        ("lssyscfg -r sys -F name|cut -c1-3", ("lssyscfg", "-r", "sys", "-F", "name"), True),
        ("ssh -l hscroot h lshmc -V", ("lshmc", "-V"), False),
        ('lsmap -all "', ("lsmap", "-all", '"'), False),
        ("", (), False),
    ],
)
def test_commands_without_what_carries_them(typed: str, words: tuple[str, ...], is_altered: bool) -> None:
    command = read_command(typed)
    assert (command.words, command.is_altered) == (words, is_altered)


SAMPLES = [
    ("", SYS),
    ("", LPAR + PROF),
    ("", MEM + PROC),
    ("", ETHERNET + SMALL + FIBRE),
    ("", SLOTS + LOGIN),
    ("", VERSION),
    ("", CONNECTIONS),
    (f"{FC} -m s -F lpar_name,slot_num,wwpns", 'amsdb1,33,"c0507aa000010002,c0507aa000010003"\namsdb2,4,\n'),
    (f"{ETH} -m s -F lpar_name,slot_num,mac_addr --header", "lpar_name,slot_num,mac_addr\namsdb1,33,FA163E001105\n"),
    ("lshwres -r mem -m s --level sys -F curr_avail_sys_mem,mem_region_size", "1024,256\n"),
]


def _check(parsed: Parsed, there: Output) -> None:
    assert parsed.claimed <= {line.number for line in there.lines}
    for row in parsed.rows:
        assert row.values.keys() <= {column.name for column in columns(row.table)} | PRIVATE
        assert row.line in parsed.claimed


@given(sample=st.sampled_from(SAMPLES), data=st.data())
@MANY
def test_damaged_text_never_raises_and_no_name_is_invented(sample: tuple[str, str], data: st.DataObject) -> None:
    command, text = sample
    bad = data.draw(damaged(text))
    told = wwpns(bad.replace(",", " ").replace('"', " ").replace("=", " "))
    for form in FORMATS:
        there = output(bad, command=command, **({"system": SYSTEM} if data.draw(st.booleans()) else {}))
        parsed = form.parse(there)
        _check(parsed, there)
        for row in parsed.rows:
            for column in ("lpar", "serial", "_serial", "profile", "remote_lpar"):
                assert str(row.values.get(column) or "") in bad
            assert {row.values[name] for name in ("wwpn", "wwpn1", "wwpn2") if row.values.get(name)} <= told


@pytest.mark.parametrize(("command", "text"), SAMPLES)
def test_a_text_that_is_cut_says_the_same_or_less(command: str, text: str) -> None:
    entire = output(text, command=command, system=SYSTEM)
    whole = {form.name: [dict(row.values) for row in form.parse(entire).rows] for form in FORMATS}
    for end in range(len(text)):
        there = output(text[:end], command=command, system=SYSTEM)
        for form in FORMATS:
            parsed = form.parse(there)
            _check(parsed, there)
            for row in parsed.rows:
                assert any(row.values.items() <= other.items() for other in whole[form.name]), (form.name, end, row)


@given(text=st.text(max_size=300), command=st.text(max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_text_at_all(text: str, command: str) -> None:
    for form in FORMATS:
        there = output(text, command=command, system=SYSTEM)
        _check(form.parse(there), there)


def test_the_same_row_in_two_shapes_says_the_same() -> None:
    command = f"{ETH} -m {SYSTEM} -F lpar_name,lpar_id,slot_num,port_vlan_id,mac_addr"
    short = parse(ETH, "amsdb1,11,5,110,FA163E001105\n", command, system=SYSTEM)
    long = values(parse(ETH, ETHERNET, system=SYSTEM))[1]
    assert {fact[0] for fact in facts(short)} == {"virtual_ethernet"}
    assert values(short)[0].items() <= long.items()
