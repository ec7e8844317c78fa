"""Listings of the HMC: by which attributes each is known, and which column every attribute is.

The shapes are those of live captures (randomparity/hmc-mcp ``tests/fixtures/live``) and of the HMC's manual pages.
The columns name the attributes in :mod:`hmcscan_lpm.tables.vocabulary`; parsers are the dialects' own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hmcscan_lpm.dialects.python import cells as c
from hmcscan_lpm.dialects.values import (
    Parser,
    drc_index,
    mac,
    megabytes,
    number,
    pvid,
    ratio,
    slot,
    text,
    vlan_ids,
    whole,
    word,
    wwpn,
)
from hmcscan_lpm.supplements import hmc_values as v

Attributes = dict[str, str]
Finish = Callable[[Attributes, dict[str, Any]], None]
Lists = tuple[str, str, Callable[[str], tuple[dict[str, Any], ...]]]
"""An attribute that lists rows of another table: attribute, table, and what gives the rows of a value."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of listing.

    :ivar name: the command that prints it
    :ivar asked: program, ``-r``, ``--rsubtype`` and ``--level`` that ask for it; ``''`` for an option that is not given
    :ivar signs: attributes that a line of ``attribute=value`` pairs has in this listing only; none: by command alone
    :ivar lacks: attributes that such a line does not have
    :ivar lpar: attribute that names the partition; ``''`` when the listing is about the server
    :ivar key: columns besides ``system`` without which a row says nothing
    :ivar fields: attribute, column and parser; of several attributes for one column the first one told counts
    :ivar finish: what takes several attributes together
    :ivar lists: an attribute that lists rows of another table, which have the key of this line as well
    """

    name: str
    asked: tuple[str, str, str, str]
    table: str
    signs: frozenset[str]
    lpar: str
    key: tuple[str, ...]
    fields: tuple[tuple[str, str, Parser], ...]
    lacks: frozenset[str] = frozenset()
    finish: Finish | None = None
    lists: Lists | None = None


def _finish_system(attributes: Attributes, row: dict[str, Any]) -> None:
    """Some HMC levels print one list of capabilities instead of, or besides, a flag for each."""
    v.take_capabilities(attributes.get("capabilities", ""), row)


def _finish_memory(_: Attributes, row: dict[str, Any]) -> None:
    """A partition that does not run has the factor with which it will."""
    assigned = row.pop("_expansion", None)
    if not row.get("used_mb") and assigned is not None:
        row["expansion"] = assigned


def _finish_adapter(attributes: Attributes, row: dict[str, Any]) -> None:
    """The partner of a virtual SCSI or Fibre Channel adapter; null where a server adapter is open to any."""
    row.update(v.partner(attributes, row.get("type")))
    is_client = row.get("type", "client" if row.get("wwpn1") else "server") == "client"
    if not is_client:
        row.pop("wwpn1", None)
        row.pop("wwpn2", None)


def _finish_slot(attributes: Attributes, row: dict[str, Any]) -> None:
    """A slot without owner has no ``lpar_name``, and its ``lpar_id`` is ``none``."""
    if attributes.get("lpar_id") == "none" or attributes.get("lpar_name") == "null":
        row["lpar"] = None


def _finish_vnic(attributes: Attributes, row: dict[str, Any]) -> None:
    row.update(v.backing(attributes.get("backing_devices", "")))


def _finish_logical_port(attributes: Attributes, row: dict[str, Any]) -> None:
    """A logical port that is not configured belongs to nobody; it is no adapter of a partition."""
    if attributes.get("logical_port_type") == "unconfigured" or "lpar" not in row:
        row.pop("port", None)


def _kind(
    name: str,
    table: str,
    signs: str,
    fields: tuple[tuple[str, str, Parser], ...],
    *,
    lpar: str = "",
    key: str = "",
    lacks: str = "",
    finish: Finish | None = None,
    lists: Lists | None = None,
) -> Kind:
    """*name* is the command; its options say when it was asked for."""
    words = name.split()
    options = dict(zip(words[1::2], words[2::2], strict=True))
    asked = (words[0], options.get("-r", ""), options.get("--rsubtype", ""), options.get("--level", ""))
    split = (frozenset(signs.split()), lpar, tuple(key.split()), fields, frozenset(lacks.split()), finish, lists)
    return Kind(name, asked, table, *split)


_ADAPTER = (
    ("lpar_id", "lpar_id", whole),
    ("slot_num", "slot", slot),
    ("state", "is_on", v.bit),
    ("is_required", "is_required", v.bit),
)
_PARTNERED = (*_ADAPTER, ("adapter_type", "type", v.one_of("client", "server")))

KINDS: tuple[Kind, ...] = (
    _kind(
        "lssyscfg -r sys",
        "systems",
        "name type_model serial_num",
        (
            ("type_model", "type_model", v.type_model),
            ("serial_num", "serial", v.serial),
            ("state", "status", c.known),
            ("lpar_proc_compat_modes", "compat_modes", v.modes),
            ("active_lpar_mobility_capable", "active_mobility", v.bit),
            ("inactive_lpar_mobility_capable", "inactive_mobility", v.bit),
            ("os400_lpar_mobility_capable", "ibmi_mobility", v.bit),
            ("os400_restricted_io_mode_capable", "restricted_io_capable", v.bit),
            ("active_mem_sharing_capable", "ams_capable", v.bit),
            ("active_mem_expansion_capable", "ame_capable", v.bit),
            ("powervm_lpar_simplified_remote_restart_capable", "srr_capable", v.bit),
            ("lpar_suspend_capable", "suspend_capable", v.bit),
            ("sriov_capable", "sriov_capable", v.bit),
            ("vnic_dedicated_sriov_capable", "vnic_capable", v.bit),
            ("virtual_trusted_platform_module_capable", "vtpm_capable", v.bit),
            ("vtpm_capable", "vtpm_capable", v.bit),
            ("huge_page_mem_capable", "huge_page_capable", v.bit),
            ("service_lpar_id", "service_lpar_id", v.id_or_none),
            ("max_lpars", "max_lpars", whole),
            ("sys_time", "system_time", v.system_time),
        ),
        finish=_finish_system,
    ),
    _kind(
        "lssyscfg -r lpar",
        "lpars",
        "name lpar_id lpar_env state",
        (
            ("lpar_id", "lpar_id", whole),
            ("state", "state", c.known),
            ("lpar_env", "env", v.one_of("aixlinux", "os400", "vioserver")),
            ("os_version", "os_version", c.known),
            ("curr_lpar_proc_compat_mode", "effective_mode", v.mode),
            ("desired_lpar_proc_compat_mode", "configured_mode", v.mode),
            ("rmc_state", "rmc_state", word),
            ("rmc_ipaddr", "rmc_ip", word),
            ("default_profile", "default_profile", c.profile),
            ("curr_profile", "current_profile", c.profile),
            ("resource_config", "was_activated", v.bit),
            ("migration_disabled", "migration_disabled", v.bit),
            ("suspend_capable", "suspend_capable", v.bit),
            ("remote_restart_capable", "remote_restart", v.bit),
            ("simplified_remote_restart_capable", "simplified_remote_restart", v.bit),
            ("remote_restart_status", "remote_restart_status", word),
            ("sync_curr_profile", "sync_profile", v.bit),
            ("msp", "msp", v.bit),
            ("redundant_err_path_reporting", "redundant_error_path", v.bit),
            ("vtpm_enabled", "vtpm", v.bit),
            ("time_ref", "time_reference", v.bit),
            ("restricted_io_partition", "restricted_io", v.bit),
            ("dlpar_mem_capable", "dlpar_memory", v.bit),
            ("dlpar_proc_capable", "dlpar_processor", v.bit),
            ("auto_start", "auto_start", v.bit),
        ),
        lpar="name",
        lacks="type_model all_resources",
    ),
    _kind(
        "lssyscfg -r prof",
        "profiles",
        "name lpar_name lpar_id all_resources",
        (
            ("name", "profile", text),
            ("lpar_id", "lpar_id", whole),
            ("lpar_env", "env", v.one_of("aixlinux", "os400", "vioserver")),
            ("all_resources", "all_resources", v.bit),
            ("min_mem", "min_mb", megabytes),
            ("desired_mem", "desired_mb", megabytes),
            ("max_mem", "max_mb", megabytes),
            ("min_num_huge_pages", "min_huge_pages", whole),
            ("desired_num_huge_pages", "desired_huge_pages", whole),
            ("max_num_huge_pages", "max_huge_pages", whole),
            ("mem_mode", "mem_mode", v.one_of("ded", "shared")),
            ("mem_expansion", "mem_expansion", number),
            ("hpt_ratio", "hpt_ratio", ratio),
            ("proc_mode", "proc_mode", v.one_of("ded", "shared")),
            ("min_proc_units", "min_units", number),
            ("desired_proc_units", "desired_units", number),
            ("max_proc_units", "max_units", number),
            ("min_procs", "min_procs", whole),
            ("desired_procs", "desired_procs", whole),
            ("max_procs", "max_procs", whole),
            ("sharing_mode", "sharing_mode", c.known),
            ("uncap_weight", "weight", whole),
            ("shared_proc_pool_id", "pool_id", whole),
            ("shared_proc_pool_name", "pool", c.not_none(word)),
            ("affinity_group_id", "affinity_group", c.not_none(word)),
            ("bsr_arrays", "bsr_arrays", whole),
            ("lpar_proc_compat_mode", "compat_mode", v.mode),
            ("redundant_err_path_reporting", "redundant_error_path", v.bit),
            ("max_virtual_slots", "max_virtual_slots", whole),
            ("vtpm_adapters", "vtpm_adapters", word),
        ),
        lpar="lpar_name",
        key="profile",
        lists=("virtual_serial_adapters", "profile_adapters", v.serial_adapters),
    ),
    _kind(
        "lshwres -r mem --level sys",
        "systems",
        "configurable_sys_mem curr_avail_sys_mem",
        (
            ("installed_sys_mem", "installed_mb", megabytes),
            ("configurable_sys_mem", "active_mb", megabytes),
            ("deconfig_sys_mem", "deconfigured_mb", megabytes),
            ("sys_firmware_mem", "firmware_mb", megabytes),
            ("curr_avail_sys_mem", "free_mb", megabytes),
            ("pend_avail_sys_mem", "pending_free_mb", megabytes),
            ("mem_region_size", "lmb_mb", v.region),
            ("max_mem_pools", "max_mem_pools", whole),
            ("default_hpt_ratios", "default_hpt_ratio", c.first_ratio),
        ),
    ),
    _kind(
        "lshwres -r mem --level lpar",
        "memory",
        "lpar_name curr_mem curr_min_mem curr_max_mem",
        (
            ("mem_mode", "mode", v.one_of("ded", "shared")),
            ("curr_min_mem", "min_mb", c.positive(megabytes)),
            ("run_mem", "used_mb", megabytes),
            ("curr_mem", "assigned_mb", c.positive(megabytes)),
            ("curr_max_mem", "max_mb", c.positive(megabytes)),
            ("run_mem_expansion", "expansion", number),
            ("curr_mem_expansion", "_expansion", number),
            ("curr_hpt_ratio", "hpt_ratio", ratio),
            ("curr_num_huge_pages", "huge_pages", whole),
            ("curr_mem_weight", "ams_weight", whole),
            ("curr_primary_paging_vios_name", "ams_primary", c.not_none(word)),
            ("curr_secondary_paging_vios_name", "ams_secondary", c.not_none(word)),
        ),
        lpar="lpar_name",
        finish=_finish_memory,
    ),
    _kind(
        "lshwres -r proc --level sys",
        "systems",
        "configurable_sys_proc_units curr_avail_sys_proc_units",
        (
            ("installed_sys_proc_units", "installed_cores", number),
            ("configurable_sys_proc_units", "active_cores", number),
            ("deconfig_sys_proc_units", "deconfigured_cores", number),
            ("curr_avail_sys_proc_units", "free_cores", number),
            ("pend_avail_sys_proc_units", "pending_free_cores", number),
            ("min_proc_units_per_virtual_proc", "min_units_per_vp", number),
            ("max_virtual_procs_per_lpar", "max_vps_per_lpar", whole),
        ),
    ),
    _kind(
        "lshwres -r proc --level lpar",
        "processors",
        "lpar_name curr_proc_mode curr_procs",
        (
            ("curr_proc_mode", "mode", v.one_of("ded", "shared")),
            ("curr_min_procs", "min_procs", c.positive(whole)),
            ("run_procs", "procs", whole),
            ("curr_procs", "assigned_procs", c.positive(whole)),
            ("curr_max_procs", "max_procs", c.positive(whole)),
            ("curr_min_proc_units", "min_units", c.positive(number)),
            ("run_proc_units", "units", number),
            ("curr_proc_units", "assigned_units", c.positive(number)),
            ("curr_max_proc_units", "max_units", c.positive(number)),
            ("curr_sharing_mode", "sharing_mode", c.known),
            ("run_uncap_weight", "weight", whole),
            ("curr_shared_proc_pool_name", "pool", word),
        ),
        lpar="lpar_name",
    ),
    _kind(
        "lshwres -r procpool",
        "proc_pools",
        "name shared_proc_pool_id",
        (
            ("name", "pool", text),
            ("shared_proc_pool_id", "pool_id", whole),
            ("max_pool_proc_units", "max_units", number),
            ("curr_reserved_pool_proc_units", "reserved_units", number),
        ),
        key="pool",
        lacks="lpar_name lpar_env",
    ),
    _kind(
        "lshwres -r mempool",
        "mem_pools",
        "curr_pool_mem curr_avail_pool_mem",
        (
            ("pool_id", "pool_id", whole),
            ("curr_pool_mem", "size_mb", megabytes),
            ("paging_vios_names", "paging_vioses", c.items),
        ),
        key="pool_id",
    ),
    _kind(
        "lshwres -r rspool --rsubtype rsdev",
        "reserved_storage",
        "device_name size state",
        (
            ("device_name", "device", text),
            ("size", "size_mb", megabytes),
            ("state", "state", word),
            ("lpar_name", "lpar", v.owner),
        ),
        key="device",
        lacks="paging_vios_name paging_vios_id",
    ),
    _kind(
        "lshwres -r io --rsubtype slot",
        "physical_slots",
        "drc_index drc_name unit_phys_loc",
        (
            ("drc_name", "location", text),
            ("drc_index", "drc_index", drc_index),
            ("lpar_name", "lpar", v.owner),
            ("description", "description", word),
        ),
        key="location",
        finish=_finish_slot,
    ),
    _kind(
        "lshwres -r virtualio --rsubtype eth --level lpar",
        "virtual_ethernet",
        "lpar_name slot_num port_vlan_id is_trunk",
        (
            *_ADAPTER,
            ("is_trunk", "is_trunk", v.bit),
            ("trunk_priority", "trunk_priority", whole),
            ("mac_addr", "mac", mac),
            ("vswitch", "vswitch", c.switch),
            ("port_vlan_id", "pvid", pvid),
            ("addl_vlan_ids", "vlans", c.vlans),
            ("ieee_virtual_eth", "is_ieee", v.bit),
        ),
        lpar="lpar_name",
        key="slot",
    ),
    _kind(
        "lshwres -r virtualio --rsubtype fc --level lpar",
        "virtual_fibre",
        "lpar_name slot_num adapter_type remote_slot_num wwpns",
        (*_PARTNERED, ("wwpns", "wwpn1", v.wwpn_of(0)), ("wwpns", "wwpn2", v.wwpn_of(1))),
        lpar="lpar_name",
        key="slot",
        finish=_finish_adapter,
    ),
    _kind(
        "lshwres -r virtualio --rsubtype scsi --level lpar",
        "virtual_scsi",
        "lpar_name slot_num adapter_type remote_slot_num",
        _PARTNERED,
        lpar="lpar_name",
        key="slot",
        lacks="wwpns supports_hmc mac_addr",
        finish=_finish_adapter,
    ),
    _kind(
        "lshwres -r virtualio --rsubtype serial --level lpar",
        "",
        "lpar_name slot_num adapter_type supports_hmc",
        (("slot_num", "slot", slot),),
        lpar="lpar_name",
    ),
    _kind(
        "lshwres -r virtualio --rsubtype slot --level lpar",
        "lpars",
        "lpar_name curr_max_virtual_slots",
        (("curr_max_virtual_slots", "max_slots", whole),),
        lpar="lpar_name",
    ),
    _kind(
        "lshwres -r virtualio --rsubtype vswitch",
        "virtual_switches",
        "vswitch switch_mode",
        (
            ("vswitch", "vswitch", c.switch),
            ("vswitch", "is_default", c.is_default),
            ("switch_mode", "mode", word),
            ("vlan_ids", "vlans", vlan_ids),
        ),
        key="vswitch",
        lacks="lpar_name",
    ),
    _kind(
        "lshwres -r virtualio --rsubtype vnic --level lpar",
        "vnics",
        "lpar_name slot_num mac_addr backing_devices",
        (
            ("slot_num", "slot", slot),
            ("mac_addr", "mac", mac),
            ("port_vlan_id", "pvid", pvid),
            ("allowed_vlan_ids", "vlans", c.items),
            ("auto_priority_failover", "auto_failover", v.bit),
            ("is_required", "is_required", v.bit),
        ),
        lpar="lpar_name",
        key="slot",
        finish=_finish_vnic,
    ),
    _kind(
        "lshwres -r sriov --rsubtype adapter",
        "sriov_adapters",
        "adapter_id config_state phys_loc",
        (
            ("phys_loc", "location", word),
            ("config_state", "state", v.one_of("sriov", "dedicated")),
            ("adapter_id", "adapter_id", word),
        ),
        key="location",
    ),
    _kind(
        "lshwres -r sriov --rsubtype physport",
        "sriov_ports",
        "phys_port_loc phys_port_id",
        (
            ("phys_port_loc", "location", word),
            ("phys_port_label", "label", word),
            ("state", "state", word),
            ("max_eth_logical_ports", "max_logical_ports", whole),
            ("max_roce_logical_ports", "max_logical_ports", whole),
            ("curr_eth_logical_ports", "logical_ports", whole),
            ("config_eth_logical_ports", "logical_ports", whole),
            ("config_roce_logical_ports", "logical_ports", whole),
        ),
        key="location",
    ),
    _kind(
        "lshwres -r sriov --rsubtype logport",
        "sriov_logical_ports",
        "logical_port_id location_code",
        (
            ("lpar_name", "lpar", v.owner),
            ("location_code", "port", word),
            ("location_code", "location", c.physical_port),
            ("is_required", "is_required", v.bit),
            ("is_migratable", "is_migratable", v.bit),
            ("mac_addr", "mac", mac),
            ("port_vlan_id", "pvid", pvid),
        ),
        key="port",
        finish=_finish_logical_port,
    ),
    _kind(
        "lsnportlogin",
        "npiv_logins",
        "slot_num wwpn wwpn_status",
        (
            ("slot_num", "slot", slot),
            ("wwpn", "wwpn", wwpn),
            ("wwpn_status", "status", v.login_status),
            ("logged_in", "logged_in", word),
            ("wwpn_status_reason", "reason", word),
        ),
        lpar="lpar_name",
        key="slot wwpn",
    ),
    _kind(
        "lslic",
        "systems",
        "activated_level ecnumber",
        (
            ("ecnumber", "ec_number", word),
            ("installed_level", "installed_level", whole),
            ("activated_level", "activated_level", whole),
            ("deferred_level", "deferred_level", word),
        ),
        finish=v.keep_server_firmware,
    ),
    _kind(
        "lslparmigr -r sys",
        "systems",
        "active_lpar_mobility_capable num_active_migrations_in_progress",
        (
            ("active_lpar_mobility_capable", "active_mobility", v.bit),
            ("inactive_lpar_mobility_capable", "inactive_mobility", v.bit),
            ("num_active_migrations_supported", "active_migrations", whole),
            ("num_inactive_migrations_supported", "inactive_migrations", whole),
        ),
        lacks="type_model",
    ),
    _kind(
        "lslparmigr -r msp", "lpars", "source_msp_name", (("source_msp_name", "msp", v.always),), lpar="source_msp_name"
    ),
)
