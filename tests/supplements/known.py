"""Every output that is understood, as it is handed over for the first sample estate, and what it tells.

Servers, partitions, switches and disks are those of the sample report ``hmc-ams1``, or invented; the shapes are those of
the sources that the tests of each format name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

A, B, C = "ams-s924-01", "ams-s1022-02", "ams-s1024-03"
V1, V2 = "ams01vio1", "ams01vio2"
PLACE = "9009.42A.78C4A10"
HDISK_ID = "33213600507681283245D480000000000001504214503IBMfcp"
UID = "600507680C80000AA00000000000000"


@dataclass(frozen=True, slots=True)
class Known:
    """One output.

    :ivar name: what a person calls it
    :ivar text: with its prompt or marker line
    :ivar table, where, column, value: one cell that it fills; no table where it is understood and tells nothing
    """

    name: str
    text: str
    table: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    column: str = ""
    value: Any = None


def _hmc(server: str, command: str, lines: str) -> str:
    return f"hscroot@hmc-ams1:~> {command} -m {server}\n{lines}\n"


def _vios(vios: str, command: str, lines: str, server: str = A) -> str:
    return f"#==> on=vios server={server} vios={vios} :: {command}\n{lines}\n"


def _place(place: str, command: str, lines: str) -> str:
    return f"#==> place={place} :: {command}\n{lines}\n"


SYSTEMS = (
    Known(
        "lssyscfg -r sys",
        _hmc(
            A,
            "lssyscfg -r sys",
            f"name={A},type_model=9009-42A,serial_num=78C4A10,state=Operating,sys_time=10/14/2025 02:15:30,"
            "active_lpar_mobility_capable=1,inactive_lpar_mobility_capable=1,max_lpars=400,service_lpar_id=none,"
            '"lpar_proc_compat_modes=default,POWER8,POWER9_base,POWER9"',
        ),
        "systems",
        {"system": A},
        "compat_modes",
        "default,POWER8,POWER9_base,POWER9",
    ),
    Known(
        "lssyscfg -r sys with a list of capabilities",
        _hmc(
            C,
            "lssyscfg -r sys",
            f"name={C},type_model=9105-42A,serial_num=78C4A30,state=Operating,"
            '"capabilities=active_lpar_mobility_capable,inactive_lpar_mobility_capable,vnic_dedicated_sriov_capable"',
        ),
        "systems",
        {"system": C},
        "vnic_capable",
        True,
    ),
    Known(
        "lssyscfg -r sys -F --header",
        _hmc(
            B,
            "lssyscfg -r sys -F name,active_lpar_mobility_capable,service_lpar_id --header",
            f"name,active_lpar_mobility_capable,service_lpar_id\n{B},0,none",
        ),
        "systems",
        {"system": B},
        "active_mobility",
        False,
    ),
    Known(
        "lshwres -r mem --level sys",
        _hmc(
            A,
            "lshwres -r mem --level sys",
            "configurable_sys_mem=1048576,curr_avail_sys_mem=524288,pend_avail_sys_mem=524288,"
            "installed_sys_mem=1048576,deconfig_sys_mem=0,sys_firmware_mem=24576,mem_region_size=256",
        ),
        "systems",
        {"system": A},
        "lmb_mb",
        256,
    ),
    Known(
        "lshwres -r mem --level sys -F",
        _hmc(B, "lshwres -r mem --level sys -F mem_region_size", "128"),
        "systems",
        {"system": B},
        "lmb_mb",
        128,
    ),
    Known(
        "lshwres -r proc --level sys",
        _hmc(
            A,
            "lshwres -r proc --level sys",
            "configurable_sys_proc_units=20.0,curr_avail_sys_proc_units=3.5,installed_sys_proc_units=20.0,"
            "deconfig_sys_proc_units=0,min_proc_units_per_virtual_proc=0.05,max_virtual_procs_per_lpar=256",
        ),
        "systems",
        {"system": A},
        "min_units_per_vp",
        0.05,
    ),
    Known(
        "lshwres -r proc --level sys -F --header",
        _hmc(
            B,
            "lshwres -r proc --level sys -F min_proc_units_per_virtual_proc,max_virtual_procs_per_lpar --header",
            "min_proc_units_per_virtual_proc,max_virtual_procs_per_lpar\n0.05,128",
        ),
        "systems",
        {"system": B},
        "max_vps_per_lpar",
        128,
    ),
    Known(
        "lslparmigr -r sys",
        _hmc(
            C,
            "lslparmigr -r sys",
            "inactive_lpar_mobility_capable=1,num_inactive_migrations_supported=16,"
            "num_inactive_migrations_in_progress=0,active_lpar_mobility_capable=1,num_active_migrations_supported=16,"
            "num_active_migrations_in_progress=0,inactive_prof_policy=config",
        ),
        "systems",
        {"system": C},
        "active_mobility",
        True,
    ),
    Known(
        "lslic",
        _hmc(
            A,
            "lslic",
            "lic_type=Managed System,management_status=Enabled,disabled_reason=,activated_level=118,"
            "installed_level=118,accepted_level=116,ecnumber=01VL950,mtms=9009-42A*78C4A10,deferred_level=None",
        ),
        "systems",
        {"system": A},
        "activated_level",
        118,
    ),
    Known(
        "lsdev -dev proc0 -attr",
        _vios(
            V1,
            "lsdev -dev proc0 -attr",
            "attribute   value           description           user_settable\n\n"
            "frequency   3900000000      Processor Speed       False\n"
            "type        PowerPC_POWER9  Processor type        False",
        ),
        "systems",
        {"system": A},
        "cpu_type",
        "PowerPC_POWER9",
    ),
    Known(
        "lshmc -V",
        'hscroot@hmc-ams1:~> lshmc -V\n"version= Version: 10\n Release: 3\n Service Pack: 1061\n'
        'HMC Build level 2405202000\n","base_version=V10R3\n"\n\n',
        "hmcs",
        {"manager": "hmc-ams1"},
        "service_pack",
        "1061",
    ),
)

PARTITIONS = (
    Known(
        "lssyscfg -r lpar",
        _hmc(
            A,
            "lssyscfg -r lpar",
            "name=erpdb1,lpar_id=11,lpar_env=aixlinux,state=Running,resource_config=1,os_version=AIX 7.3 7300-02-01-2346,"
            "default_profile=normal,curr_profile=normal,redundant_err_path_reporting=0,rmc_state=active,"
            "desired_lpar_proc_compat_mode=default,curr_lpar_proc_compat_mode=POWER9,migration_disabled=0,vtpm_enabled=0\n"
            f"name={V1},lpar_id=1,lpar_env=vioserver,state=Running,resource_config=1,os_version=VIOS 4.1.0.21,"
            "default_profile=normal,curr_profile=,msp=1,time_ref=1,rmc_state=active",
        ),
        "lpars",
        {"system": A, "lpar": "erpdb1"},
        "effective_mode",
        "POWER9",
    ),
    Known(
        "lssyscfg -r lpar -F --header",
        _hmc(A, "lssyscfg -r lpar -F name,migration_disabled --header", "name,migration_disabled\nerpapp1,1"),
        "lpars",
        {"system": A, "lpar": "erpapp1"},
        "migration_disabled",
        True,
    ),
    Known(
        "lssyscfg -r lpar -F about one partition",
        _hmc(A, "lssyscfg -r lpar --filter lpar_names=erpapp2 -F suspend_capable", "0"),
        "lpars",
        {"system": A, "lpar": "erpapp2"},
        "suspend_capable",
        False,
    ),
    Known(
        "lssyscfg -r prof",
        _hmc(
            A,
            "lssyscfg -r prof",
            "name=spare,lpar_name=erpdb1,lpar_id=11,lpar_env=aixlinux,all_resources=0,min_mem=1024,desired_mem=65536,"
            "max_mem=131072,mem_mode=ded,proc_mode=shared,min_proc_units=0.1,desired_proc_units=2.0,max_proc_units=4.0,"
            "min_procs=1,desired_procs=4,max_procs=8,sharing_mode=uncap,uncap_weight=128,io_slots=none,"
            'max_virtual_slots=200,"virtual_serial_adapters=0/server/1/any//any/1,1/server/1/any//any/1"',
        ),
        "profiles",
        {"system": A, "lpar": "erpdb1", "profile": "spare"},
        "max_virtual_slots",
        200,
    ),
    Known(
        "lssyscfg -r prof -F",
        _hmc(
            B,
            "lssyscfg -r prof -F name,lpar_name,lpar_id,bsr_arrays --header",
            "name,lpar_name,lpar_id,bsr_arrays\nspare,print1,11,8",
        ),
        "profiles",
        {"system": B, "lpar": "print1", "profile": "spare"},
        "bsr_arrays",
        8,
    ),
    Known(
        "lshwres -r mem --level lpar",
        _hmc(
            A,
            "lshwres -r mem --level lpar",
            "lpar_name=erpdb1,lpar_id=11,curr_min_mem=1024,curr_mem=65536,curr_max_mem=131072,pend_mem=65536,"
            "run_mem=65536,curr_num_huge_pages=0,mem_mode=ded,curr_hpt_ratio=1:64,curr_mem_expansion=0.0",
        ),
        "memory",
        {"system": A, "lpar": "erpdb1"},
        "hpt_ratio",
        64,
    ),
    Known(
        "lshwres -r mem --level lpar -F --header",
        _hmc(
            A,
            "lshwres -r mem --level lpar -F lpar_name,curr_hpt_ratio --header",
            "lpar_name,curr_hpt_ratio\nerpapp1,1:128",
        ),
        "memory",
        {"system": A, "lpar": "erpapp1"},
        "hpt_ratio",
        128,
    ),
    Known(
        "lshwres -r proc --level lpar",
        _hmc(
            A,
            "lshwres -r proc --level lpar",
            "lpar_name=erpdb1,lpar_id=11,curr_shared_proc_pool_id=0,curr_shared_proc_pool_name=DefaultPool,"
            "curr_proc_mode=shared,curr_min_proc_units=0.1,curr_proc_units=2.25,curr_max_proc_units=4.0,curr_min_procs=1,"
            "curr_procs=4,curr_max_procs=8,curr_sharing_mode=uncap,run_proc_units=2.0,run_procs=4,run_uncap_weight=128",
        ),
        "processors",
        {"system": A, "lpar": "erpdb1"},
        "assigned_units",
        2.25,
    ),
    Known(
        "lspartition -dlpar",
        "hscroot@hmc-ams1:~> lspartition -dlpar\n<#0> Partition:<12*9009-42A*78C4A10, erpapp1, 10.4.1.12>\n"
        "       Active:<1>, OS:<AIX, 7.3, 7300-02-01-2346>, DCaps:<0x2c5f>, CmdCaps:<0x4000001b, 0x1b>, PinnedMem:<1981>\n\n",
        "lpars",
        {"system": A, "lpar": "erpapp1"},
        "dlpar_memory",
        True,
    ),
    Known(
        "lslparmigr -r msp",
        _hmc(A, "lslparmigr -r msp", f'source_msp_name={V2},source_msp_id=2,"dest_msp_names=ams02vio1,ams02vio2"'),
        "lpars",
        {"system": A, "lpar": V2},
        "msp",
        True,
    ),
    Known(
        "lsnportlogin",
        _hmc(
            A,
            "lsnportlogin",
            "lpar_name=erpdb1,lpar_id=11,profile_name=normal,slot_num=33,wwpn=c0507aa000010003,wwpn_status=0,"
            "logged_in=none,wwpn_status_reason=null",
        ),
        "npiv_logins",
        {"lpar": "erpdb1", "wwpn": "c0507aa000010003"},
        "status",
        0,
    ),
)

ADAPTERS = (
    Known(
        "lshwres -r io --rsubtype slot",
        _hmc(
            A,
            "lshwres -r io --rsubtype slot",
            f"unit_phys_loc=U78D2.001.AMS0001,bus_id=19,phys_loc=C99,drc_index=21020099,lpar_name={V1},lpar_id=1,"
            "slot_io_pool_id=none,description=PCIe4 2-Port 32Gb FC,drc_name=U78D2.001.AMS0001-P1-C99",
        ),
        "physical_slots",
        {"system": A, "location": "U78D2.001.AMS0001-P1-C99"},
        "lpar",
        V1,
    ),
    Known(
        "lshwres -r io --rsubtype slot -F",
        _hmc(
            B,
            "lshwres -r io --rsubtype slot -F drc_name,lpar_name,description",
            "U78DA.ND0.AMS0002-P0-C98,ams02vio1,PCIe4 2-Port 32Gb FC",
        ),
        "physical_slots",
        {"system": B, "location": "U78DA.ND0.AMS0002-P0-C98"},
        "lpar",
        "ams02vio1",
    ),
    Known(
        "lshwres -r virtualio --rsubtype eth --level lpar",
        _hmc(
            A,
            "lshwres -r virtualio --rsubtype eth --level lpar",
            "lpar_name=erpdb1,lpar_id=11,slot_num=95,state=1,is_required=0,is_trunk=0,ieee_virtual_eth=1,"
            'port_vlan_id=110,vswitch=ETHERNET0,"addl_vlan_ids=120,130",mac_addr=FA163E001105',
        ),
        "virtual_ethernet",
        {"system": A, "lpar": "erpdb1", "slot": 95},
        "vlans",
        "120,130",
    ),
    Known(
        "lshwres -r virtualio --rsubtype scsi --level lpar",
        _hmc(
            A,
            "lshwres -r virtualio --rsubtype scsi --level lpar",
            "lpar_name=erpdb1,lpar_id=11,slot_num=96,state=1,is_required=1,adapter_type=client,remote_lpar_id=1,"
            f"remote_lpar_name={V1},remote_slot_num=96",
        ),
        "virtual_scsi",
        {"system": A, "lpar": "erpdb1", "slot": 96},
        "remote_lpar",
        V1,
    ),
    Known(
        "lshwres -r virtualio --rsubtype fc --level lpar",
        _hmc(
            A,
            "lshwres -r virtualio --rsubtype fc --level lpar",
            "lpar_name=erpdb1,lpar_id=11,slot_num=97,adapter_type=client,state=1,is_required=0,remote_lpar_id=1,"
            f'remote_lpar_name={V1},remote_slot_num=97,"wwpns=c0507aa000010004,c0507aa000010005"',
        ),
        "virtual_fibre",
        {"system": A, "lpar": "erpdb1", "slot": 97},
        "wwpn2",
        "c0507aa000010005",
    ),
    Known(
        "lshwres -r virtualio --rsubtype vswitch",
        _hmc(
            A,
            "lshwres -r virtualio --rsubtype vswitch",
            'vswitch=SPARE9,switch_mode=VEB,allowed_lpar_ids=all,"vlan_ids=1,9"',
        ),
        "virtual_switches",
        {"system": A, "vswitch": "SPARE9"},
        "vlans",
        "1,9",
    ),
    Known(
        "lshwres -r virtualio --rsubtype vnic --level lpar",
        _hmc(
            A,
            "lshwres -r virtualio --rsubtype vnic --level lpar",
            "lpar_name=erpdb1,lpar_id=11,slot_num=94,desired_mode=ded,curr_mode=ded,auto_priority_failover=1,"
            "port_vlan_id=10,allowed_vlan_ids=all,mac_addr=2EA1B2C3D503,"
            f'"backing_devices=sriov/{V1}/1/1/0/27004003/2.0/2.0/50/100.0/100.0,sriov/{V2}/2/2/0/27008003/2.0/2.0/60"',
        ),
        "vnics",
        {"system": A, "lpar": "erpdb1", "slot": 94},
        "backing_count",
        2,
    ),
    Known(
        "lshwres -r sriov --rsubtype adapter",
        _hmc(
            A,
            "lshwres -r sriov --rsubtype adapter",
            "adapter_id=9,slot_id=21010A09,config_state=sriov,phys_loc=U78D2.001.AMS0001-P1-C9",
        ),
        "sriov_adapters",
        {"system": A, "location": "U78D2.001.AMS0001-P1-C9"},
        "state",
        "sriov",
    ),
    Known(
        "lshwres -r sriov --rsubtype physport",
        _hmc(
            A,
            "lshwres -r sriov --rsubtype physport --level eth",
            "adapter_id=9,phys_port_id=0,phys_port_label=NONE,phys_port_loc=U78D2.001.AMS0001-P1-C9-T0,state=1,"
            "conn_speed=25000,max_eth_logical_ports=20,config_eth_logical_ports=2",
        ),
        "sriov_ports",
        {"system": A, "location": "U78D2.001.AMS0001-P1-C9-T0"},
        "logical_ports",
        2,
    ),
    Known(
        "lshwres -r sriov --rsubtype logport",
        _hmc(
            A,
            "lshwres -r sriov --rsubtype logport --level eth",
            "config_id=1,lpar_name=erpdb1,lpar_id=11,is_required=1,adapter_id=9,logical_port_id=27004001,"
            "logical_port_type=eth,location_code=U78D2.001.AMS0001-P1-C9-T0-S1,mac_addr=2EA1B2C3D401,port_vlan_id=10",
        ),
        "sriov_logical_ports",
        {"system": A, "port": "U78D2.001.AMS0001-P1-C9-T0-S1"},
        "lpar",
        "erpdb1",
    ),
    Known(
        "lshwres -r procpool",
        _hmc(
            A,
            "lshwres -r procpool",
            "name=PoolX,shared_proc_pool_id=9,max_pool_proc_units=12.0,curr_reserved_pool_proc_units=0.5",
        ),
        "proc_pools",
        {"system": A, "pool": "PoolX"},
        "reserved_units",
        0.5,
    ),
    Known(
        "lshwres -r mempool",
        _hmc(
            A,
            "lshwres -r mempool",
            f'pool_id=9,curr_pool_mem=8192,curr_avail_pool_mem=8192,"paging_vios_names={V1},{V2}"',
        ),
        "mem_pools",
        {"system": A, "pool_id": 9},
        "paging_vioses",
        f"{V1},{V2}",
    ),
    Known(
        "lshwres -r rspool --rsubtype rsdev",
        _hmc(
            A,
            "lshwres -r rspool --rsubtype rsdev",
            f"device_name=hdisk90,vios_name={V1},vios_id=1,size=4096,type=phys,state=Inactive",
        ),
        "reserved_storage",
        {"system": A, "device": "hdisk90"},
        "size_mb",
        4096,
    ),
)

VIRTUAL_IO_SERVERS = (
    Known(
        "lsmap -all -npiv",
        _vios(
            V1,
            "lsmap -all -npiv",
            "Name          Physloc                            ClntID ClntName       ClntOS\n"
            "------------- ---------------------------------- ------ -------------- -------\n"
            f"vfchost90     U{PLACE}-V1-C190              11 erpdb1         AIX\n\n"
            "Status:LOGGED_IN\n"
            "FC name:fcs0                    FC loc code:U78D2.001.AMS0001-P1-C2-T1\n"
            "Ports logged in:3\n"
            "Flags:a<LOGGED_IN,STRIP_MERGE>\n"
            f"VFC client name:fcs0            VFC client DRC:U{PLACE}-V11-C97\n",
        ),
        "npiv_mappings",
        {"system": A, "vios": V1, "slot": 190},
        "fc_port",
        "fcs0",
    ),
    Known(
        "lsmap -all -npiv -fmt",
        _vios(
            V1,
            "lsmap -all -npiv -fmt :",
            f"vfchost91:U{PLACE}-V1-C191:11:erpdb1:AIX:LOGGED_IN:fcs1:U78D2.001.AMS0001-P1-C2-T2:2:a:fcs1:U{PLACE}-V11-C98",
        ),
        "npiv_mappings",
        {"system": A, "vios": V1, "slot": 191},
        "client_slot",
        98,
    ),
    Known(
        "lsmap -all",
        _vios(
            V1,
            "lsmap -all",
            "SVSA            Physloc                                      Client Partition ID\n"
            "--------------- -------------------------------------------- ------------------\n"
            f"vhost90         U{PLACE}-V1-C96                     0x0000000b\n\n"
            "VTD                   erpdb1_spare\n"
            "Status                Available\n"
            "LUN                   0x8100000000000000\n"
            "Backing device        hdisk90\n"
            "Physloc               U78D2.001.AMS0001-P1-C2-T1-W500507680140A001-L1E000000000000\n"
            "Mirrored              false\n",
        ),
        "vscsi_mappings",
        {"system": A, "vios": V1, "vhost": "vhost90"},
        "backing",
        "hdisk90",
    ),
    Known(
        "lsmap -all -fmt",
        _vios(
            V1,
            "lsmap -all -fmt :",
            f"vhost91:U{PLACE}-V1-C99:0x0000000b:vt91:Available:0x8100000000000000:hdisk91: :false",
        ),
        "vscsi_mappings",
        {"system": A, "vios": V1, "vhost": "vhost91"},
        "slot",
        99,
    ),
    Known(
        "lsmap -all -net",
        _vios(
            V1,
            "lsmap -all -net",
            "SVEA   Physloc\n------ --------------------------------------------\n"
            f"ent4   U{PLACE}-V1-C2-T1\n\n"
            "SEA                   ent90\nBacking device        ent0\nStatus                Available\n"
            "Physloc               U78D2.001.AMS0001-P1-C3-T1\n",
        ),
        "seas",
        {"system": A, "vios": V1, "sea": "ent90"},
        "real_adapter",
        "ent0",
    ),
    Known(
        "lsmap -all -net -fmt",
        _vios(V1, "lsmap -all -net -fmt :", f"ent5:U{PLACE}-V1-C3-T1:ent91:ent1:Available:U78D2.001.AMS0001-P1-C3-T2"),
        "seas",
        {"system": A, "vios": V1, "sea": "ent91"},
        "real_adapter",
        "ent1",
    ),
    Known(
        "lsnports",
        _vios(
            V1,
            "lsnports",
            "name             physloc                        fabric tports aports swwpns  awwpns\n"
            "fcs0             U78D2.001.AMS0001-P1-C2-T1          1     64     60   2048    2044",
        ),
        "npiv_ports",
        {"system": A, "vios": V1, "port": "fcs0"},
        "free_ports",
        60,
    ),
    Known(
        "lsdev -dev hdiskN -attr reserve_policy",
        _vios(V1, "lsdev -dev hdisk92 -attr reserve_policy", "value\n\nsingle_path"),
        "vios_disks",
        {"system": A, "vios": V1, "disk": "hdisk92"},
        "reserve_policy",
        "single_path",
    ),
    Known(
        "lsattr -El hdiskN",
        _vios(
            V1,
            "lsattr -El hdisk93",
            "reserve_policy  no_reserve                       Reserve Policy             True\n"
            f"unique_id       {HDISK_ID} Unique device identifier   False",
        ),
        "vios_disks",
        {"system": A, "vios": V1, "disk": "hdisk93"},
        "disk_id",
        HDISK_ID,
    ),
    Known(
        "lspv -u",
        _vios(
            V1,
            "lspv -u",
            "hdisk94         00c3e35c560841b6                    rootvg          active              "
            f"{HDISK_ID[:-1]}q      b98fed26-76da-f15c-45c9-b65a814e3d75",
        ),
        "vios_disks",
        {"system": A, "vios": V1, "disk": "hdisk94"},
        "pvid",
        "00c3e35c560841b6",
    ),
    Known(
        "lspv",
        _vios(
            V1,
            "lspv",
            "NAME             PVID                                 VG               STATUS\nhdisk95          00c3e35c560841b7                     None",
        ),
        "vios_disks",
        {"system": A, "vios": V1, "disk": "hdisk95"},
        "pvid",
        "00c3e35c560841b7",
    ),
    Known(
        "lspv -size -fmt",
        _vios(V1, "lspv -size -fmt :", "hdisk96:none:102400"),
        "vios_disks",
        {"system": A, "vios": V1, "disk": "hdisk96"},
        "size_mb",
        102400,
    ),
    Known(
        "lspv -free",
        _vios(
            V1,
            "lspv -free",
            "NAME            PVID                                SIZE(megabytes)\nhdisk97         none                                4096",
        ),
        "vios_disks",
        {"system": A, "vios": V1, "disk": "hdisk97"},
        "is_free",
        True,
    ),
    Known(
        "chkdev",
        _vios(V1, "chkdev -fmt : -field name identifier", f"hdisk98:{HDISK_ID[:-1]}r"),
        "vios_disks",
        {"system": A, "vios": V1, "disk": "hdisk98"},
        "disk_id",
        f"{HDISK_ID[:-1]}r",
    ),
    Known(
        "lsattr -El vioslpm0",
        _vios(
            V1,
            "lsattr -El vioslpm0",
            "cfg_msp_lpm_ops 8     Configured number of concurrent LPM operations for this MSP True\n"
            "src_lun_val     off   Source LUN validation                                       True",
        ),
        "lpm_attributes",
        {"system": A, "vios": V1, "attribute": "src_lun_val"},
        "value",
        "off",
    ),
    Known(
        "lsdev -dev entN -attr of a shared Ethernet adapter",
        _vios(
            V1,
            "lsdev -dev ent92 -attr",
            "attribute      value   description                                       user_settable\n\n"
            "pvid           10      PVID to use for the SEA device                    True\n"
            "real_adapter   ent2    Physical adapter associated with the SEA          True\n"
            "virt_adapters  ent6    List of virtual adapters associated with the SEA  True",
        ),
        "seas",
        {"system": A, "vios": V1, "sea": "ent92"},
        "pvid",
        10,
    ),
    Known(
        "lsdev -dev entN -attr of a link aggregation",
        _vios(
            V1,
            "lsdev -dev ent93 -attr",
            "adapter_names  ent0,ent1      EtherChannel Adapters                     True\n"
            "backup_adapter NONE           Adapter used when whole channel fails     True\n"
            "mode           8023ad         EtherChannel mode of operation            True",
        ),
        "etherchannels",
        {"system": A, "vios": V1, "name": "ent93"},
        "adapters",
        "ent0,ent1",
    ),
    Known(
        "lsdev -dev fcsN -attr",
        _vios(
            V1,
            "lsdev -dev fcs0 -attr",
            "attribute     value        description                                        user_settable\n\n"
            "max_xfer_size 0x200000     Maximum Transfer Size                              True\n"
            "num_cmd_elems 1024         Maximum number of COMMANDS to queue to the adapter True",
        ),
        "fc_ports",
        {"system": A, "vios": V1, "port": "fcs0"},
        "max_xfer_size",
        0x200000,
    ),
    Known(
        "fcstat",
        _vios(
            V1,
            "fcstat fcs3",
            "FIBRE CHANNEL STATISTICS REPORT: fcs3\n\n"
            "Device Type: FC Adapter (adapter/pciex/df1000e3)\n"
            "Serial Number: 1E313BB001\n\n"
            "ZA: 11.4.415.10\n"
            "World Wide Node Name: 0x20000090FA530001\n"
            "World Wide Port Name: 0x10000090FA530001\n\n"
            "FC-4 TYPES:\n  Supported: 0x0000012000000000\n  Active:    0x0000010000000000\n"
            "Port Speed (supported): 16 GBIT\nPort Speed (running):   UNKNOWN\n"
            "Port FC ID: 0x000000\nPort Type: Fabric\nAttention Type:   Link Down\n\n"
            "Seconds Since Last Reset: 345422\n\n"
            "\tTransmit Statistics\tReceive Statistics\n\t-------------------\t------------------\n"
            "Frames: 1 \t\tFrames: 1\n\nError Frames:  0\nDumped Frames: -1\nInvalid Tx Word Count: 0\n"
            "Invalid CRC Count: 3\n\nFC SCSI Adapter Driver Information\n  No DMA Resource Count: 0",
        ),
        "fc_ports",
        {"system": A, "vios": V1, "port": "fcs3"},
        "attention",
        "Link Down",
    ),
    Known(
        "ioslevel", _vios(V2, "ioslevel", "4.1.1.0"), "lpars", {"system": A, "lpar": V2}, "os_version", "VIOS 4.1.1.0"
    ),
    Known(
        "cluster -list",
        _vios(V1, "cluster -list", "CLUSTER_NAME:    amsssp\nCLUSTER_ID:      a1b2c3d4e5f600112233445566778899"),
        "clusters",
        {"system": A, "vios": V1},
        "cluster_id",
        "a1b2c3d4e5f600112233445566778899",
    ),
    Known(
        "cluster -status",
        _vios(
            V1,
            "cluster -status -clustername amsssp",
            "Cluster Name         State\namsssp               OK\n\n"
            "Node Name        MTM           Partition Num  State  Pool State\n"
            "ams01vio2        9009-42A0278C4A10        2  OK     OK",
        ),
        "clusters",
        {"system": A, "vios": V2},
        "cluster",
        "amsssp",
    ),
    Known(
        "lssp -clustername",
        _vios(
            "ams02vio1",
            "lssp -clustername amsssp2",
            "POOL_NAME:      pool2\nPOOL_SIZE:      102400\nFREE_SPACE:     51200",
            B,
        ),
        "clusters",
        {"system": B, "vios": "ams02vio1"},
        "pool",
        "pool2",
    ),
    Known(
        "date -u",
        f"#==> on=vios server={A} vios={V1} asked=2025-10-14T02:15:29 :: date -u\nTue Oct 14 02:15:30 UTC 2025\n\n",
        "clocks",
        {"system": A, "vios": V1},
        "moment",
        "2025-10-14T02:15:30",
    ),
)

SWITCHES = (
    Known(
        "cfgshow",
        "sw-a:admin> cfgshow\nDefined configuration:\n cfg:\tcfg_a\tz_erp1\n zone:\tz_erp1\terpdb1_a; fs1_p1\n"
        " alias:\terpdb1_a\n\t\tc0:50:7a:a0:00:01:00:04\n alias:\tfs1_p1\t50:05:07:68:10:11:00:01\n\n"
        "Effective configuration:\n cfg:\tcfg_a\n zone:\tz_erp1\n\t\tc0:50:7a:a0:00:01:00:04\n\t\t50:05:07:68:10:11:00:01\n\n",
        "zones",
        {"fabric": "sw-a", "is_active": True, "wwpn": "c0507aa000010004"},
        "zone",
        "z_erp1",
    ),
    Known(
        "cfgactvshow",
        "sw-b:admin> cfgactvshow\nEffective configuration:\n cfg:\tcfg_b\n zone:\tz_erp2\n"
        "\t\tc0:50:7a:a0:00:01:00:05\n\t\t50:05:07:68:10:11:00:02\n\n",
        "zones",
        {"fabric": "sw-b", "wwpn": "c0507aa000010005"},
        "zoneset",
        "cfg_b",
    ),
    Known(
        "zoneshow",
        "sw-c:admin> zoneshow\nDefined configuration:\n zone:\tz_erp3\n\t\tc0:50:7a:a0:00:01:00:06; 50:05:07:68:10:11:00:03\n\n",
        "zones",
        {"fabric": "sw-c", "wwpn": "c0507aa000010006"},
        "is_active",
        False,
    ),
    Known(
        "alishow",
        "sw-d:admin> alishow\n alias:\tspare_a\n\t\tc0:50:7a:a0:00:01:00:07\n\n",
        "zone_aliases",
        {"fabric": "sw-d", "alias": "spare_a"},
        "wwpn",
        "c0507aa000010007",
    ),
    Known(
        "nsshow -t",
        "sw-e:admin> nsshow -t\n{\n Type Pid    COS     PortName                NodeName                 TTL(sec)\n"
        " N    011000;      3;50:05:07:68:10:11:00:04;50:05:07:68:10:00:00:04; na\n"
        "    FC4s: FCP\n    Device type: Physical Target\n    Port Index: 16\n"
        "The Local Name Server has 1 entry }\n\n",
        "fabric_logins",
        {"fabric": "sw-e", "wwpn": "5005076810110004"},
        "is_target",
        True,
    ),
    Known(
        "switchshow",
        "sw-f:admin> switchshow\nswitchName:\tsw-f\nswitchType:\t109.1\nswitchState:\tOnline\nswitchDomain:\t1\n"
        "zoning:\t\tON (cfg_a)\nFC Router:\tOFF\n\n"
        "Index Port Address Media Speed State     Proto\n==============================================\n"
        "   0   0   010000   id    N16  Online      FC  F-Port  10:00:00:90:fa:53:00:02\n"
        "   1   1   010100   id    N16  Online      FC  F-Port  1 N Port + 3 NPIV public\n"
        "   2   2   010200   --    N16  No_Module   FC\n"
        '   3   3   010300   id    N16  Online      FC  E-Port  10:00:50:eb:1a:09:40:52 "sw-g" (upstream)\n\n',
        "fabric_logins",
        {"fabric": "sw-f", "wwpn": "10000090fa530002"},
        "fcid",
        "010000",
    ),
    Known(
        "show zoneset active",
        "mds-a# show zoneset active\nzoneset name zs_a vsan 10\n  zone name z_erp4 vsan 10\n"
        "  * fcid 0x0a0100 [pwwn c0:50:7a:a0:00:01:00:08] [erpdb1_c]\n    pwwn c0:50:7a:a0:00:01:00:09\n\n",
        "zones",
        {"fabric": "mds-a vsan 10", "wwpn": "c0507aa000010009"},
        "is_logged_in",
        False,
    ),
    Known(
        "show zoneset",
        "mds-b# show zoneset\nzoneset name zs_b vsan 10\n  zone name z_erp5 vsan 10\n    pwwn c0:50:7a:a0:00:01:00:0a\n\n",
        "zones",
        {"fabric": "mds-b vsan 10", "wwpn": "c0507aa00001000a"},
        "is_active",
        False,
    ),
    Known(
        "show zone",
        "mds-c# show zone\nzone name z_erp6 vsan 20\n  pwwn c0:50:7a:a0:00:01:00:0b\n\n",
        "zones",
        {"fabric": "mds-c vsan 20", "wwpn": "c0507aa00001000b"},
        "zone",
        "z_erp6",
    ),
    Known(
        "show device-alias database",
        "mds-d# show device-alias database\ndevice-alias name spare_d pwwn c0:50:7a:a0:00:01:00:0c\n\n"
        "Total number of entries = 1\n\n",
        "zone_aliases",
        {"fabric": "mds-d", "alias": "spare_d"},
        "wwpn",
        "c0507aa00001000c",
    ),
    Known(
        "show fcalias",
        "mds-e# show fcalias\nfcalias name spare_e vsan 10\n  pwwn c0:50:7a:a0:00:01:00:0d\n\n",
        "zone_aliases",
        {"fabric": "mds-e vsan 10", "alias": "spare_e"},
        "wwpn",
        "c0507aa00001000d",
    ),
    Known(
        "show fcns database",
        "mds-f# show fcns database\nVSAN 10:\n--------------------------------------------------------------------------\n"
        "FCID        TYPE  PWWN                    (VENDOR)        FC4-TYPE:FEATURE\n"
        "--------------------------------------------------------------------------\n"
        "0x0a0200    N     50:05:07:68:10:11:00:05 (IBM)           scsi-fcp:target\n\nTotal number of entries = 1\n\n",
        "fabric_logins",
        {"fabric": "mds-f vsan 10", "wwpn": "5005076810110005"},
        "is_target",
        True,
    ),
    Known(
        "show flogi database",
        "mds-g# show flogi database\n--------------------------------------------------------------------------------\n"
        "INTERFACE        VSAN    FCID           PORT NAME               NODE NAME\n"
        "--------------------------------------------------------------------------------\n"
        "fc1/3            10    0x0a0300  c0:50:7a:a0:00:01:00:0e c0:50:7a:a0:00:01:00:0e\n"
        "                           [erpdb1_e]\n"
        "port-channel1    20    0x140000  10:00:00:90:fa:53:00:03 20:00:00:90:fa:53:00:03\n\n"
        "Total number of flogi = 2.\n\n",
        "fabric_logins",
        {"fabric": "mds-g vsan 10", "wwpn": "c0507aa00001000e"},
        "fcid",
        "0a0300",
    ),
)

_DSCLI = "Date/Time: November 2, 2026 10:36:55 AM CET IBM DSCLI Version: 7.9.30.1 DS: IBM.2107-75AMS01"

STORAGE = (
    Known(
        "lshost NAME",
        "IBM_FlashSystem:fs1:superuser>lshost -delim : erpdb1\nid:0\nname:erpdb1\nport_count:2\ntype:generic\n"
        "status:online\nprotocol:scsi\nWWPN:C0507AA000010004\nnode_logged_in_count:2\nstate:active\n"
        "WWPN:C0507AA000010005\nnode_logged_in_count:0\nstate:offline\n\n",
        "storage_hosts",
        {"array": "fs1", "wwpn": "c0507aa000010005"},
        "state",
        "offline",
    ),
    Known(
        "lshost",
        "IBM_FlashSystem:fs1:superuser>lshost\nid name   port_count iogrp_count status\n0  erpdb1 2          4           online\n\n",
    ),
    Known(
        "lshostvdiskmap",
        "IBM_FlashSystem:fs2:superuser>lshostvdiskmap -delim :\n"
        "id:name:SCSI_id:vdisk_id:vdisk_name:vdisk_UID:IO_group_id:IO_group_name\n"
        f"0:erpdb1:0:11:erpdb1-root:{UID}1:0:io_grp0\n\n",
        "storage_maps",
        {"array": "fs2", "host": "erpdb1"},
        "volume",
        "erpdb1-root",
    ),
    Known(
        "lsvdiskhostmap",
        "IBM_FlashSystem:fs3:superuser>lsvdiskhostmap -delim : erpdb1-data\n"
        "id:name:SCSI_id:host_id:host_name:vdisk_UID:IO_group_id\n"
        f"12:erpdb1-data:1:0:erpdb1:{UID}2:0\n\n",
        "storage_maps",
        {"array": "fs3", "host": "erpdb1"},
        "lun",
        "1",
    ),
    Known(
        "lsfabric",
        "IBM_FlashSystem:fs4:superuser>lsfabric -delim :\n"
        "remote_wwpn:remote_nportid:id:node_name:local_wwpn:local_port:local_nportid:state:name:cluster_name:type\n"
        "C0507AA000010004:0A0100:1:node1:500507680C21AA01:1:0A0200:active:erpdb1::host\n\n",
        "storage_hosts",
        {"array": "fs4", "wwpn": "c0507aa000010004"},
        "host",
        "erpdb1",
    ),
    Known(
        "lshostconnect",
        f"dscli> lshostconnect\n{_DSCLI}\n"
        "Name         ID   WWPN             HostType Profile               portgrp volgrpID ESSIOport\n"
        "============================================================================================\n"
        "erpdb1_a     0000 C0507AA000010004 pSeries  IBM pSeries - AIX           0 V10      all\n\n",
        "storage_hosts",
        {"array": "IBM.2107-75AMS01", "wwpn": "c0507aa000010004"},
        "host",
        "erpdb1_a",
    ),
    Known(
        "showvolgrp",
        f"dscli> showvolgrp V10\n{_DSCLI}\nName erp_vg\nID   V10\nType SCSI Mask\nVols 1000 1001\n\n",
        "storage_maps",
        {"array": "IBM.2107-75AMS01", "volume": "1001"},
        "volume",
        "1001",
    ),
    Known(
        "purehost list",
        _place(
            "pure1",
            "purehost list",
            "Name     WWN                      IQN  NQN  Host Group\n"
            "erpdb1   C0:50:7A:A0:00:01:00:04  -    -    -\n         C0:50:7A:A0:00:01:00:05",
        ),
        "storage_hosts",
        {"array": "pure1", "wwpn": "c0507aa000010005"},
        "host",
        "erpdb1",
    ),
    Known(
        "purehost list --connect",
        _place(
            "pure2",
            "purehost list --connect",
            "Name     LUN  Vol             Host Group\nerpdb1   1    erpdb1-root     -",
        ),
        "storage_maps",
        {"array": "pure2", "host": "erpdb1"},
        "lun",
        "1",
    ),
    Known(
        "CSV of zones or volumes",
        "wwpn,zone,fabric,active\nc0507aa000010004,z_csv,csv-a,yes\n",
        "zones",
        {"fabric": "csv-a", "wwpn": "c0507aa000010004"},
        "zone",
        "z_csv",
    ),
    Known(
        "CSV of zones or volumes, by volume",
        "wwpn;volume;host;array;lun\nc0507aa000010004;vol1;erpdb1;csv-b;3\n",
        "storage_maps",
        {"array": "csv-b", "wwpn": "c0507aa000010004"},
        "volume",
        "vol1",
    ),
)

NOTHING_TOLD = (
    Known(
        "lshwres -r virtualio --rsubtype serial --level lpar",
        _hmc(
            A,
            "lshwres -r virtualio --rsubtype serial --level lpar",
            "lpar_name=erpdb1,lpar_id=11,slot_num=0,state=1,is_required=1,adapter_type=server,supports_hmc=1,remote_lpar_id=any,remote_slot_num=any",
        ),
    ),
    Known(
        "lshwres -r virtualio --rsubtype slot --level lpar",
        _hmc(
            A,
            "lshwres -r virtualio --rsubtype slot --level lpar -F lpar_name,curr_max_virtual_slots",
            "erpdb1,200\nerpapp1,200",
        ),
        "lpars",
        {"system": A, "lpar": "erpdb1"},
        "max_slots",
        200,
    ),
    Known("lsmemopt", _hmc(A, "lsmemopt", "in_progress=0,status=Finished,type=dpo,opt_id=1,progress=100")),
    Known("lsvet", _hmc(A, "lsvet -t hist", 'time_stamp=02/11/2025 08:41:23,"entry=code entered, PowerVM"')),
    Known(
        "lssp",
        _vios(
            V1,
            "lssp",
            "Pool              Size(mb)   Free(mb)  Alloc Size(mb)    BDs  Type\nrootvg              69888      46848             128      0  LVPOOL",
        ),
    ),
    Known("nsallshow", "sw-a:admin> nsallshow\n{\n 011000 011100\n2 Nx_Ports in the Fabric }\n\n"),
    Known("messages of the HMC", _hmc(A, "lshwres -r mempool", "No results were found.")),
    Known("lsvolgrp", f"dscli> lsvolgrp\n{_DSCLI}\nName   ID  Type\n====================\nerp_vg V10 SCSI Mask\n\n"),
)

KNOWN: tuple[Known, ...] = (
    *SYSTEMS,
    *PARTITIONS,
    *ADAPTERS,
    *VIRTUAL_IO_SERVERS,
    *SWITCHES,
    *STORAGE,
    *NOTHING_TOLD,
)
