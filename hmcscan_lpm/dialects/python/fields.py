"""Servers and partitions: which column comes from which heading of the workbook, or key of the JSON dump."""

from __future__ import annotations

from hmcscan_lpm.dialects.extract import fields
from hmcscan_lpm.dialects.python.cells import (
    exact,
    filled,
    first_ratio,
    items,
    known,
    not_none,
    partner_id,
    positive,
    printed,
    profile,
    units,
    vios_level,
)
from hmcscan_lpm.dialects.values import drc_index, flag, mac, megabytes, number, ratio, text, whole, word, wwpn

SYSTEM = ("system", "Managed System", text)
LPAR = ("lpar", ("Name", "LPAR Name"), text)
VIOS = ("vios", "VIOS Name", text)

SYSTEM_KEY = fields(SYSTEM)

SYSTEM_SUMMARY = fields(
    SYSTEM,
    ("manager", "HMC", text),
    ("status", ("Status", "state"), known),
    ("type_model", ("Type Model", "type_model"), word),
    ("serial", ("Serial", "serial_num"), word),
    ("ghz", ("GHz", "vios_freq"), number),
    ("cpu_type", ("CPU Type", "vios_cputype"), word),
    ("installed_cores", "Tot Cores", number),
    ("active_cores", "Act Cores", number),
    ("deconfigured_cores", "Deconf Cores", number),
    ("free_cores", "Curr Avail Cores", number),
    ("pending_free_cores", "Pend Avail Cores", number),
    ("installed_mb", "Tot GB", megabytes),
    ("active_mb", "Act GB", megabytes),
    ("deconfigured_mb", "Deconf GB", megabytes),
    ("firmware_mb", "Firm GB", megabytes),
    ("free_mb", "Curr Avail GB", megabytes),
    ("pending_free_mb", "Pend Avail GB", megabytes),
    ("ec_number", "EC Number", word),
    ("installed_level", "IPL Level", whole),
    ("activated_level", "Active Level", whole),
    ("deferred_level", "Deferred Level", word),
)
"""The columns headed GB hold MB."""

MANAGER = fields(("manager", "HMC", text))
IDENTITY = fields(
    SYSTEM,
    ("manager", "HMC", text),
    ("status", "state", known),
    ("type_model", "type_model", word),
    ("serial", "serial_num", printed),
)
"""What tab System Details says of a server, for reports whose summary was taken out."""

SYSTEM_DETAILS = fields(
    ("compat_modes", "lpar_proc_compat_modes", filled),
    ("active_mobility", "active_lpar_mobility_capable", flag),
    ("inactive_mobility", "inactive_lpar_mobility_capable", flag),
    ("ibmi_mobility", "os400_lpar_mobility_capable", flag),
    ("restricted_io_capable", "os400_restricted_io_mode_capable", flag),
    ("ams_capable", "active_mem_sharing_capable", flag),
    ("ame_capable", "active_mem_expansion_capable", flag),
    ("srr_capable", "powervm_lpar_simplified_remote_restart_capable", flag),
    ("suspend_capable", "lpar_suspend_capable", flag),
    ("sriov_capable", "sriov_capable", flag),
    ("vnic_capable", "vnic_dedicated_sriov_capable", flag),
    ("vtpm_capable", ("virtual_trusted_platform_module_capable", "vtpm_capable"), flag),
    ("huge_page_capable", "huge_page_mem_capable", flag),
    ("service_lpar_id", "service_lpar_id", word),
    ("max_lpars", "max_lpars", whole),
    ("system_time", "sys_time", word),
)
CAPABILITIES = fields(("capabilities", "capabilities", filled))
"""Some HMC levels print one list of capabilities instead of, or besides, a flag for each."""

CAPABILITY_WORDS = {
    "active_mobility": "active_lpar_mobility_capable",
    "inactive_mobility": "inactive_lpar_mobility_capable",
    "ibmi_mobility": "os400_lpar_mobility_capable",
    "restricted_io_capable": "os400_restricted_io_mode_capable",
    "ams_capable": "active_mem_sharing_capable",
    "ame_capable": "active_mem_expansion_capable",
    "srr_capable": "powervm_lpar_simplified_remote_restart_capable",
    "suspend_capable": "lpar_suspend_capable",
    "sriov_capable": "sriov_capable",
    "vnic_capable": "vnic_dedicated_sriov_capable",
    "huge_page_capable": "huge_page_mem_capable",
}
"""Column → its word in that list."""

SYSTEM_CPU_RAM = fields(
    ("installed_cores", "installed_sys_proc_units", number),
    ("active_cores", "configurable_sys_proc_units", number),
    ("deconfigured_cores", "deconfig_sys_proc_units", number),
    ("free_cores", "curr_avail_sys_proc_units", number),
    ("pending_free_cores", "pend_avail_sys_proc_units", number),
    ("min_units_per_vp", "min_proc_units_per_virtual_proc", number),
    ("max_vps_per_lpar", "max_virtual_procs_per_lpar", whole),
    ("installed_mb", "installed_sys_mem", megabytes),
    ("active_mb", "configurable_sys_mem", megabytes),
    ("deconfigured_mb", "deconfig_sys_mem", megabytes),
    ("firmware_mb", "sys_firmware_mem", megabytes),
    ("free_mb", "curr_avail_sys_mem", megabytes),
    ("pending_free_mb", "pend_avail_sys_mem", megabytes),
    ("lmb_mb", "mem_region_size", positive(megabytes)),
    ("max_mem_pools", "max_mem_pools", whole),
    ("default_hpt_ratio", "default_hpt_ratios", first_ratio),
)
MICROCODE = fields(
    ("ec_number", "ecnumber", word),
    ("installed_level", "installed_level", whole),
    ("activated_level", "activated_level", whole),
    ("deferred_level", "deferred_level", word),
)

LPARS = fields(
    SYSTEM,
    LPAR,
    ("lpar_id", "lpar_id", whole),
    ("state", "state", known),
    ("env", "lpar_env", known),
    ("os_version", "os_version", known),
    ("effective_mode", "curr_lpar_proc_compat_mode", known),
    ("configured_mode", "desired_lpar_proc_compat_mode", known),
    ("rmc_state", "rmc_state", word),
    ("rmc_ip", "rmc_ipaddr", word),
    ("default_profile", "default_profile", profile),
    ("current_profile", "curr_profile", profile),
    ("was_activated", "resource_config", flag),
    ("migration_disabled", "migration_disabled", flag),
    ("suspend_capable", "suspend_capable", flag),
    ("remote_restart", "remote_restart_capable", flag),
    ("simplified_remote_restart", "simplified_remote_restart_capable", flag),
    ("remote_restart_status", "remote_restart_status", word),
    ("sync_profile", "sync_curr_profile", flag),
    ("msp", "msp", flag),
    ("redundant_error_path", "redundant_err_path_reporting", flag),
    ("vtpm", "vtpm_enabled", flag),
    ("time_reference", "time_ref", flag),
    ("restricted_io", "restricted_io_partition", flag),
    ("dlpar_memory", "dlpar_mem_capable", flag),
    ("dlpar_processor", "dlpar_proc_capable", flag),
    ("auto_start", "auto_start", flag),
)
PROFILES = fields(
    SYSTEM,
    LPAR,
    ("lpar_id", "lpar_id", whole),
    ("profile", "Profile Name", text),
    ("env", "lpar_env", known),
    ("all_resources", "all_resources", flag),
    ("min_mb", "min_mem", megabytes),
    ("desired_mb", "desired_mem", megabytes),
    ("max_mb", "max_mem", megabytes),
    ("min_huge_pages", "min_num_huge_pages", whole),
    ("desired_huge_pages", "desired_num_huge_pages", whole),
    ("max_huge_pages", "max_num_huge_pages", whole),
    ("mem_mode", "mem_mode", known),
    ("mem_expansion", "mem_expansion", number),
    ("hpt_ratio", "hpt_ratio", ratio),
    ("proc_mode", "proc_mode", known),
    ("min_units", "min_proc_units", number),
    ("desired_units", "desired_proc_units", number),
    ("max_units", "max_proc_units", number),
    ("min_procs", "min_procs", whole),
    ("desired_procs", "desired_procs", whole),
    ("max_procs", "max_procs", whole),
    ("sharing_mode", "sharing_mode", known),
    ("weight", "uncap_weight", whole),
    ("pool_id", "shared_proc_pool_id", whole),
    ("pool", "shared_proc_pool_name", not_none(word)),
    ("affinity_group", "affinity_group_id", not_none(word)),
    ("bsr_arrays", "bsr_arrays", whole),
    ("compat_mode", "lpar_proc_compat_mode", known),
    ("redundant_error_path", "redundant_err_path_reporting", flag),
    ("max_virtual_slots", "max_virtual_slots", whole),
    ("vtpm_adapters", "vtpm_adapters", word),
)
PROCESSORS = fields(
    SYSTEM,
    LPAR,
    ("mode", "curr_proc_mode", known),
    ("min_procs", "curr_min_procs", positive(whole)),
    ("procs", "run_procs", whole),
    ("assigned_procs", "curr_procs", positive(whole)),
    ("max_procs", "curr_max_procs", positive(whole)),
    ("min_units", "curr_min_proc_units", positive(number)),
    ("units", "run_proc_units", number),
    ("assigned_units", "curr_proc_units", positive(number)),
    ("max_units", "curr_max_proc_units", positive(number)),
    ("sharing_mode", "curr_sharing_mode", known),
    ("weight", "run_uncap_weight", whole),
    ("pool", "curr_shared_proc_pool_name", word),
)
MEMORY = fields(
    SYSTEM,
    LPAR,
    ("mode", "mem_mode", known),
    ("min_mb", "curr_min_mem", positive(megabytes)),
    ("used_mb", "run_mem", megabytes),
    ("assigned_mb", "curr_mem", positive(megabytes)),
    ("max_mb", "curr_max_mem", positive(megabytes)),
    ("expansion", "run_mem_expansion", number),
    ("assigned_expansion", "curr_mem_expansion", number),
    ("hpt_ratio", "curr_hpt_ratio", ratio),
    ("huge_pages", "curr_num_huge_pages", whole),
    ("ams_weight", "curr_mem_weight", whole),
    ("ams_primary", "curr_primary_paging_vios_name", not_none(word)),
    ("ams_secondary", "curr_secondary_paging_vios_name", not_none(word)),
)
"""``assigned_expansion`` is the factor of a partition that does not run; it is dropped."""

SHORT_PROCESSORS = fields(
    SYSTEM,
    LPAR,
    ("mode", "CPU Mode", known),
    ("procs", "CPUs", whole),
    ("units", "Entitled Cap", number),
    ("sharing_mode", "Sharing mode", known),
    ("pool", "Pool Name", word),
)
SHORT_MEMORY = fields(SYSTEM, LPAR, ("mode", "Memory mode", known), ("assigned_mb", "GB", positive(megabytes)))
"""Tab LPAR CPU RAM, for reports whose details were taken out. The column headed GB holds MB."""


PROFILE_SLOTS = fields(
    SYSTEM,
    LPAR,
    ("profile", "Profile Name", text),
    ("drc_index", "drc_index", drc_index),
    ("location", "Location", word),
    ("is_required", "required", flag),
    ("description", "Description", word),
)
SLOTS = fields(
    SYSTEM,
    ("location", "Location", text),
    ("drc_index", "drc_index", drc_index),
    ("lpar", "lpar_name", not_none(word)),
    ("lpar_id", "lpar_id", partner_id),
    ("description", "description", word),
)
CHILDREN = fields(
    SYSTEM,
    ("location", "Location", word),
    ("parent", "parent", word),
    ("description", "description", word),
    ("wwpn", "wwpn", exact(wwpn)),
    ("mac", "mac_address", mac),
    ("microcode", "microcode_version", printed),
)
PROC_POOLS = fields(
    SYSTEM,
    ("pool", "Pool Name", text),
    ("pool_id", "shared_proc_pool_id", whole),
    ("max_units", ("Size", "max_pool_proc_units"), number),
    ("reserved_units", ("Curr Resrvd", "curr_reserved_pool_proc_units"), number),
    ("assigned_units", "Ent assigned", units),
)
MEM_POOLS = fields(
    SYSTEM,
    ("pool_id", "pool_id", whole),
    ("size_mb", "curr_pool_mem", megabytes),
    ("paging_vioses", "paging_vios_names", items),
)
LEVEL_KEY = fields(SYSTEM, ("vios", "VIOS Name", text))
LEVELS = fields(("os_version", "ioslevel", vios_level))
"""What a VIOS itself says of its level; only the dump has it."""
