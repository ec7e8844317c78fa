"""Faults that the damaged reports have besides those of the failing examples: the same ones, as each scanner prints them.

Each hits one partition of SRC or one trait of DST, so that every rule has something to find and most still pass for
the other partitions.
"""

from __future__ import annotations

from hmcscan_lpm.catalogue.model import Change


def cell(tab: str, where: dict[str, str], heading: str, value: str) -> Change:
    return Change(tab, "set", where, {heading: value})


def added(tab: str, where: dict[str, str], cells: dict[str, str]) -> Change:
    return Change(tab, "add", where, cells)


FAULTS: dict[str, tuple[Change, ...]] = {
    "java": (
        cell("LPAR_Summary", {"Name": "lnx1"}, "Migration disabled", "true"),
        cell("LPAR_Summary", {"Name": "lnx1"}, "RMC State", "inactive"),
        cell("LPAR_Summary", {"Name": "other1"}, "Status", "Open Firmware"),
        cell("LPAR_Summary", {"Name": "off1"}, "Current profile", ""),
        cell("LPAR_Summary", {"Name": "ibmi1"}, "Proc mode", "POWER11"),
        cell("LPAR_Profiles", {"Lpar Name": "lnx1"}, "ProcCompat", "POWER7"),
        cell("LPAR_Profiles", {"Lpar Name": "db1"}, "DesHugePages", "2"),
        cell("LPAR_Profiles", {"Lpar Name": "db1"}, "BSR_arrays", "1"),
        cell("LPAR_CPU", {"Name": "db1"}, "Curr Ent", "60"),
        cell("LPAR_MEM", {"Name": "db1"}, "Tgt GB", "4096"),
        added("LPAR_Summary", {"Name": "web9"}, {"Name": "app1", "ID": "21"}),
        added(
            "Physical_Slots",
            {"LPAR": ""},
            {
                "LPAR": "app1",
                "Location": "U78DA.ND0.WZS0001-P0-C10",
                "drc_index": "21040002",
                "Managed System Name": "SRC",
                "Managed System Serial": "78A0001",
            },
        ),
        cell("Virtual_Ethernet", {"System": "SRC", "LPAR name": "app1"}, "Required", "True"),
        cell("Virtual_Ethernet", {"System": "SRC", "LPAR name": "lnx1"}, "Virtual Switch", "ETHERNET9"),
        cell("Virtual_Ethernet", {"System": "DST", "LPAR name": "web9"}, "MAC Addresss", "FAA100000A02"),
        cell("Virtual_Ethernet", {"System": "DST", "Trunk": "True"}, "IEEE VLAN ids", "10\n20"),
        cell("Virtual_Fibre", {"LPAR name": "db1", "Slot": "30"}, "WWPN #2", ""),
        cell("Virtual_Fibre", {"LPAR name": "db1", "Slot": "31"}, "Physical FC Slot", " "),
        cell("Virtual_Fibre", {"LPAR name": "srcvios1", "Slot": "221"}, "Physical FC Slot", " "),
        cell("FC", {"VIOS": "srcvios1"}, "max_xfer_size", "0x800000"),
        cell("VIOS disks", {"UUID": "33213600507681281A0B4000000000000001104214503IBMfcp"}, "DST@dstvios1", ""),
        cell("VIOS disks", {"UUID": "33213600507681281A0B4000000000000001104214503IBMfcp"}, "DST@dstvios2", ""),
        Change(
            "VSCSI_Map",
            "set",
            {"VIOS": "srcvios2", "VTD": "vtscsi1"},
            {"Backing device": "lv_app1", "Phys Loc": " ", "Mirrored": "N/A", "Identifier": "{no cell}"},
        ),
        added(
            "VSCSI_Map",
            {"VIOS": "srcvios1", "VTD": "vtscsi0"},
            {
                "VTD": "vtopt0",
                "Backing device": "/var/vio/VMLibrary/aix.iso",
                "Phys Loc": " ",
                "Mirrored": "N/A",
                "Identifier": "{no cell}",
            },
        ),
        added(
            "VSCSI_Map",
            {"VIOS": "srcvios1", "VTD": "vtscsi2"},
            {
                "VTD": "vtscsi9",
                "Backing device": "hdisk1",
                "Phys Loc": "U78DA.ND0.WZS0001-P1-C2",
                "Identifier": "2C02022036484830570000A100000001nvme",
            },
        ),
        cell("HMC", {}, "Service Pack", "910"),
        cell("SW_cores", {"System": "DST", "Name": "DBPool"}, "Name", "OtherPool"),
    ),
    "python": (
        cell("LPAR details", {"Name": "lnx1"}, "migration_disabled", "1"),
        cell("LPAR details", {"Name": "lnx1"}, "rmc_state", "inactive"),
        cell("LPAR details", {"Name": "lnx1"}, "desired_lpar_proc_compat_mode", "POWER7"),
        cell("LPAR details", {"Name": "other1"}, "state", "Open Firmware"),
        cell("LPAR details", {"Name": "off1"}, "curr_profile", "{no cell}"),
        cell("LPAR details", {"Name": "off1"}, "resource_config", "0"),
        cell("LPAR details", {"Name": "ibmi1"}, "curr_lpar_proc_compat_mode", "POWER11"),
        cell("LPAR details", {"Name": "ibmi1"}, "restricted_io_partition", "0"),
        cell("LPAR details", {"Name": "db1"}, "redundant_err_path_reporting", "1"),
        cell("LPAR details", {"Name": "app1"}, "dlpar_mem_capable", "0"),
        cell("LPAR details", {"Name": "dstvios1"}, "msp", "0"),
        cell("LPAR details", {"Name": "dstvios2"}, "msp", "0"),
        cell("LPAR CPU RAM details", {"Name": "db1"}, "curr_proc_units", "60"),
        cell("LPAR CPU RAM details", {"Name": "db1"}, "curr_mem", "4194304"),
        cell("LPAR CPU RAM details", {"Name": "db1"}, "run_num_huge_pages", "2"),
        cell("LPAR CPU RAM details", {"Name": "db1"}, "curr_num_huge_pages", "2"),
        cell("System Details", {"Managed System": "DST"}, "active_lpar_mobility_capable", "0"),
        cell("System CPU RAM", {"Managed System": "DST"}, "mem_region_size", "128"),
        cell("System CPU RAM", {"Managed System": "DST"}, "min_proc_units_per_virtual_proc", "0.8"),
        added("LPAR details", {"Name": "web9"}, {"Name": "app1", "lpar_id": "21"}),
        Change(
            "System IO",
            "set",
            {"Location": "U78DA.ND0.WZS0001-P0-C11"},
            {"lpar_name": "app1", "lpar_id": "11", "description": "SAS adapter"},
        ),
        cell("LPAR vadapter details", {"Name": "app1", "Slot": "2"}, "is_required", "1"),
        cell("LPAR vadapter details", {"Name": "lnx1", "Slot": "2"}, "vswitch", "ETHERNET9"),
        cell("LPAR vadapter details", {"Name": "web9", "Slot": "2"}, "mac_addr", "FAA100000A02"),
        cell("LPAR vadapter details", {"Managed System": "DST", "is_trunk": "1"}, "addl_vlan_ids", "10,20"),
        cell("LPAR vadapter details", {"Name": "db1", "Slot": "30"}, "wwpns", "c0507600a1000000"),
        Change("NPIV", "set", {"VIOS Name": "srcvios1", "vfchost": "vfchost1"}, {"fc": " ", "fcphysloc": " "}),
        cell("VIOS Fiber Adapters", {"VIOS Name": "srcvios1"}, "max_xfer_size", "0x800000"),
        Change(
            "VIOS Disks",
            "delete",
            {"Managed System": "DST", "id": "33213600507681281A0B4000000000000001104214503IBMfcp"},
            {},
        ),
        Change(
            "vSCSI MAP",
            "set",
            {"VIOS Name": "srcvios2", "vtd": "vtscsi1"},
            {"backing": "lv_app1", "bdphysloc": " ", "mirrored": "N/A"},
        ),
        added(
            "vSCSI MAP",
            {"VIOS Name": "srcvios1", "vtd": "vtscsi0"},
            {"vtd": "vtopt0", "backing": "/var/vio/VMLibrary/aix.iso", "bdphysloc": " ", "mirrored": "N/A"},
        ),
        added(
            "vSCSI MAP",
            {"VIOS Name": "srcvios1", "vtd": "vtscsi2"},
            {"vtd": "vtscsi9", "backing": "hdisk1", "bdphysloc": "U78DA.ND0.WZS0001-P1-C2"},
        ),
        cell("HMC hmc1", {}, "Service pack", "910"),
        cell("Processor Pools", {"Managed System": "DST", "Pool Name": "DBPool"}, "Pool Name", "OtherPool"),
    ),
}
"""Scanner → the faults of its damaged report."""
