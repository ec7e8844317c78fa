"""Flat tabs: one heading row, one record per row. Which column of the vocabulary comes from which heading.

The first heading is the one that the scanner prints, typos included; the others are what a corrected version,
another version or a template that imitates the tab may print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hmcscan_lpm.dialects.extract import Field, fields
from hmcscan_lpm.dialects.java.cells import (
    adapter_wwpn,
    client_id,
    client_name,
    fabric_address,
    factor,
    is_open,
    known,
    lowered,
    physical_port,
    positive,
    required_slot,
    speed,
)
from hmcscan_lpm.dialects.java.scan import Scan, take_flat
from hmcscan_lpm.dialects.values import (
    drc_index,
    flag,
    gigabytes,
    hexadecimal,
    listed,
    mac,
    number,
    pvid,
    ratio,
    said,
    slot,
    text,
    whole,
    word,
    wwpn,
)

SYSTEM = ("Managed System Name", "Managed System")
LPAR = ("LPAR name", "LPAR", "Name")


@dataclass(frozen=True, slots=True)
class FlatTab:
    """A flat tab: the table it fills, its fields, and the columns that a row must have."""

    tab: str
    table: str
    wanted: tuple[Field, ...]
    required: Sequence[str]


SYSTEMS = fields(
    ("system", ("Managed System", "Managed System Name"), text),
    ("serial", ("Serial", "Managed System Serial"), text),
    ("type_model", ("Type Model", "Type-Model"), known),
    ("status", ("Status", "State"), known),
    ("cpu_type", "CPU Type", known),
    ("ghz", "GHz", positive(number)),
    ("installed_cores", "Tot Cores", number),
    ("active_cores", "Act Cores", number),
    ("deconfigured_cores", "Deconf Cores", number),
    ("free_cores", "Curr Avail Cores", number),
    ("pending_free_cores", "Pend Avail Cores", number),
    ("installed_mb", "Tot GB", gigabytes),
    ("active_mb", "Act GB", gigabytes),
    ("deconfigured_mb", "Deconf GB", gigabytes),
    ("firmware_mb", "Firm GB", gigabytes),
    ("free_mb", "Curr Avail GB", gigabytes),
    ("pending_free_mb", "Pend Avail GB", gigabytes),
    ("ec_number", "EC Number", known),
    ("installed_level", "IPL Level", whole),
    ("activated_level", "Activated Level", whole),
    ("deferred_level", "Deferred Level", word),
    ("lpar_count", "#LPAR", whole),
)
"""``lpar_count`` is compared with LPAR_Summary and dropped."""

LPARS = fields(
    ("system", SYSTEM, text),
    ("lpar", ("Name", "LPAR name", "LPAR"), text),
    ("lpar_id", ("ID", "LPAR ID"), whole),
    ("state", ("Status", "State"), known),
    ("env", ("Environment", "Env"), known),
    ("os_version", "OS Version", known),
    ("effective_mode", "Proc mode", known),
    ("rmc_state", "RMC State", known),
    ("rmc_ip", "RMC IP", word),
    ("default_profile", "Default profile", text),
    ("current_profile", "Current profile", said),
    ("migration_disabled", "Migration disabled", flag),
    ("suspend_capable", "Suspend capable", flag),
    ("remote_restart", "Remote restart capable", flag),
    ("simplified_remote_restart", "Simplified remote restart capable", flag),
    ("remote_restart_status", "Remote restart status", word),
    ("sync_profile", "Sync current profile", flag),
    ("auto_start", "Auto start", flag),
)

PROFILES = fields(
    ("system", SYSTEM, text),
    ("lpar", LPAR, text),
    ("profile", "Profile Name", text),
    ("is_current", "Active", flag),
    ("lpar_id", ("ID", "LPAR ID"), whole),
    ("env", ("Env", "Environment"), known),
    ("all_resources", "All Res", flag),
    ("min_mb", "MinMem", gigabytes),
    ("desired_mb", "DesMem", gigabytes),
    ("max_mb", "MaxMem", gigabytes),
    ("min_huge_pages", "MinHugePages", whole),
    ("desired_huge_pages", "DesHugePages", whole),
    ("max_huge_pages", "MaxHugePages", whole),
    ("mem_mode", "MemMode", known),
    ("mem_expansion", "MemExp", factor),
    ("hpt_ratio", ("HPT_ratio", "HPT ratio"), ratio),
    ("proc_mode", "ProcMode", known),
    ("min_units", "MinEnt", number),
    ("desired_units", "DesEnt", number),
    ("max_units", "MaxEnt", number),
    ("min_procs", ("MinProc", "MinProcs"), whole),
    ("desired_procs", ("DesProc", "DesProcs"), whole),
    ("max_procs", ("Maxproc", "MaxProcs"), whole),
    ("sharing_mode", "ShMode", known),
    ("weight", "Weight", whole),
    ("pool_id", "ProcPoolID", whole),
    ("pool", "ProcPoolName", text),
    ("affinity_group", "AffinityGrp", word),
    ("bsr_arrays", ("BSR_arrays", "BSR arrays"), whole),
    ("compat_mode", "ProcCompat", known),
)

PROCESSORS = fields(
    ("system", SYSTEM, text),
    ("lpar", ("Name", "LPAR name", "LPAR"), text),
    ("mode", "Mode", known),
    ("is_on", "Status", flag),
    ("min_procs", "Min CPU", positive(whole)),
    ("procs", "Curr CPU", whole),
    ("assigned_procs", "Tgt CPU", whole),
    ("max_procs", "Max CPU", positive(whole)),
    ("min_units", "Min Ent", positive(number)),
    ("units", "Curr Ent", number),
    ("assigned_units", "Tgt Ent", number),
    ("max_units", "Max Ent", positive(number)),
    ("sharing_mode", "Sharing Mode", known),
    ("weight", "Weight", whole),
    ("pool", "Pool Name", text),
    ("pool_reserved", "Pool Resv", number),
    ("pool_max", "Pool Max", number),
)
"""The two ``assigned`` columns are completed from ``Curr`` where ``Tgt`` is empty or the version has none."""

MEMORY = fields(
    ("system", SYSTEM, text),
    ("lpar", ("Name", "LPAR name", "LPAR"), text),
    ("mode", "Mode", known),
    ("min_mb", "Min GB", positive(gigabytes)),
    ("used_mb", "Curr GB", gigabytes),
    ("assigned_mb", "Tgt GB", gigabytes),
    ("max_mb", "Max GB", positive(gigabytes)),
    ("expansion", "ExpFact", factor),
    ("ams_weight", "Weight", whole),
    ("ams_primary", "Prim VIOS", text),
    ("ams_secondary", "Sec VIOS", text),
)
"""``assigned_mb`` is completed like the processors'."""

PHYSICAL_SLOTS = fields(
    ("system", SYSTEM, text),
    ("lpar", LPAR, text),
    ("is_required", ("Reqrd", "Required", "Reqd"), required_slot),
    ("description", ("Adapter description", "Description"), text),
    ("location", ("Location", "Physical Location"), text),
    ("drc_index", "drc_index", drc_index),
    ("desired_by", "Profiles desiring", listed),
    ("required_by", "Profiles requiring", listed),
)

IO_CHILDREN = fields(
    ("system", SYSTEM, text),
    ("location", ("Physical Location", "Location"), text),
    ("description", "Description", text),
    ("microcode", "Microcode Version", text),
    ("mac", ("MAC Address", "MAC Addresss", "MAC"), mac),
    ("wwpn", "WWPN", wwpn),
)

VIRTUAL_SCSI = fields(
    ("system", SYSTEM, text),
    ("lpar", LPAR, text),
    ("slot", "Slot", slot),
    ("is_on", "State", flag),
    ("is_required", ("Required", "Reqrd"), flag),
    ("type", "Type", lowered),
    ("remote_lpar", ("Remote LPAR", "Remote LPAR name"), text),
    ("remote_slot", "Remote Slot", slot),
    ("is_any", "Remote Slot", is_open),
)
"""``is_any`` is completed with the type of the adapter and its remote partition."""

VIRTUAL_FIBRE = (
    *VIRTUAL_SCSI,
    *fields(
        ("wwpn1", ("WWPN #1", "WWPN1"), adapter_wwpn),
        ("wwpn2", ("WWPN #2", "WWPN2"), adapter_wwpn),
        ("port_location", ("Physical FC Slot", "Physical FC Port"), physical_port),
    ),
)
"""``port_location`` is handed on to table ``npiv_mappings``."""

VSCSI_MAPPINGS = fields(
    ("system", SYSTEM, text),
    ("vios", ("VIOS", "VIOS name"), text),
    ("slot", "Slot", slot),
    ("vhost", ("Name", "vhost"), text),
    ("client_id", "Client", client_id),
    ("client_lpar", "Client", client_name),
    ("vtd", "VTD", text),
    ("status", "Status", word),
    ("lun", "LUN", word),
    ("backing", "Backing device", text),
    ("location", ("Phys Loc", "Physical Location"), word),
    ("is_mirrored", "Mirrored", flag),
    ("disk_id", ("Identifier", "UUID"), word),
)

FC_PORTS = fields(
    ("system", SYSTEM, text),
    ("vios", ("VIOS", "VIOS name"), text),
    ("port", ("FC", "FC adapter"), text),
    ("max_xfer_size", "max_xfer_size", hexadecimal),
    ("num_cmd_elems", "num_cmd_elems", hexadecimal),
    ("firmware", "firmware", word),
    ("wwpn", "wwpn", wwpn),
    ("speed_supported", "Speed supported", speed),
    ("speed_running", "Speed running", speed),
    ("fcid", "fcid", fabric_address),
    ("port_type", "port_type", known),
    ("error_frames", "Error frames", whole),
    ("dumped_frames", "Dumped frames", whole),
    ("invalid_crc", "Invalid CRC", whole),
    ("invalid_tx", "Invalid Tx", whole),
)

SRIOV_PORTS = fields(
    ("system", SYSTEM, text),
    ("location", "Physical Port", text),
    ("label", "Label", word),
    ("state", "State", word),
    ("max_logical_ports", "Max logical ports", whole),
    ("logical_ports", "Curr logical ports", whole),
)

SRIOV_LOGICAL_PORTS = fields(
    ("system", SYSTEM, text),
    ("lpar", LPAR, text),
    ("port", "Logical Port", text),
    ("location", "Physical Port", text),
    ("is_required", ("Required", "Reqrd"), flag),
    ("is_vnic_backing", "VNIC backing device", flag),
    ("mac", ("Curr MAC", "MAC"), mac),
    ("pvid", ("Port VLAN", "Port VLAN id"), pvid),
)

FLAT_TABS: tuple[FlatTab, ...] = (
    FlatTab("System_Summary", "systems", SYSTEMS, ("system",)),
    FlatTab("LPAR_Summary", "lpars", LPARS, ("system", "lpar")),
    FlatTab("LPAR_Profiles", "profiles", PROFILES, ("system", "lpar", "profile")),
    FlatTab("LPAR_CPU", "processors", PROCESSORS, ("system", "lpar")),
    FlatTab("LPAR_MEM", "memory", MEMORY, ("system", "lpar")),
    FlatTab("Physical_Slots", "physical_slots", PHYSICAL_SLOTS, ("system", "location")),
    FlatTab("IO_slot_children", "io_children", IO_CHILDREN, ("system",)),
    FlatTab("Virtual_SCSI", "virtual_scsi", VIRTUAL_SCSI, ("system", "lpar", "slot")),
    FlatTab("VSCSI_Map", "vscsi_mappings", VSCSI_MAPPINGS, ("system", "vios")),
    FlatTab("Virtual_Fibre", "virtual_fibre", VIRTUAL_FIBRE, ("system", "lpar", "slot")),
    FlatTab("FC", "fc_ports", FC_PORTS, ("system", "vios", "port")),
    FlatTab("SRIOV Phys Ports", "sriov_ports", SRIOV_PORTS, ("system",)),
    FlatTab("SRIOV Logical Ports", "sriov_logical_ports", SRIOV_LOGICAL_PORTS, ("system",)),
)
"""All flat tabs; vNIC, whose last columns repeat, has its own module."""


def take_flat_tabs(scan: Scan) -> None:
    """Take every flat tab into its table, as printed."""
    for item in FLAT_TABS:
        take_flat(scan, item.table, item.tab, item.wanted, item.required)
