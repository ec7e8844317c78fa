"""Adapters, and what a VIOS tells: which column comes from which heading of the workbook, or key of the JSON dump."""

from __future__ import annotations

from hmcscan_lpm.dialects.extract import fields
from hmcscan_lpm.dialects.python.cells import (
    choice,
    client_id,
    described,
    devices,
    disk_pvid,
    exact,
    fabric_address,
    identifier,
    is_default,
    is_mapped,
    is_open,
    items,
    known,
    label,
    not_none,
    partner_id,
    partner_name,
    physical_port,
    speed,
    switch,
    vios_slot,
    vlans,
    wwpn_of,
)
from hmcscan_lpm.dialects.python.fields import LPAR, SYSTEM, VIOS
from hmcscan_lpm.dialects.values import (
    drc_index,
    flag,
    hexadecimal,
    mac,
    megabytes,
    pvid,
    slot,
    text,
    vlan_ids,
    whole,
    word,
    wwpn,
)

_ADAPTER = (
    SYSTEM,
    LPAR,
    ("lpar_id", "lpar_id", whole),
    ("slot", "Slot", slot),
    ("is_on", "state", flag),
    ("is_required", "is_required", flag),
)
ETHERNET = fields(
    *_ADAPTER,
    ("is_trunk", "is_trunk", flag),
    ("trunk_priority", "trunk_priority", whole),
    ("mac", "mac_addr", mac),
    ("vswitch", "vswitch", switch),
    ("pvid", "port_vlan_id", pvid),
    ("vlans", "addl_vlan_ids", vlans),
    ("is_ieee", "ieee_virtual_eth", flag),
)
_PARTNERED = (
    *_ADAPTER,
    ("type", "adapter_type", word),
    ("remote_id", "remote_lpar_id", partner_id),
    ("remote_lpar", "remote_lpar_name", partner_name),
    ("remote_slot", "remote_slot_num", slot),
    ("is_any", "remote_slot_num", is_open),
    ("any_lpar", "remote_lpar_id", is_open),
)
PARTNER_HELPERS = ("remote_id", "any_lpar")
"""Columns that help to find the partner and are dropped."""

SCSI = fields(*_PARTNERED)
FIBRE = fields(*_PARTNERED, ("wwpn1", "wwpns", wwpn_of(0)), ("wwpn2", "wwpns", wwpn_of(1)))

PROFILE_ADAPTERS = fields(
    SYSTEM,
    LPAR,
    ("profile", "Profile Name", text),
    ("slot", "Slot", slot),
    ("kind", "Adapter Type", word),
    ("type", "type", word),
    ("is_required", "required", flag),
    ("remote_id", "remote_id", partner_id),
    ("remote_lpar", "remote_name", partner_name),
    ("remote_slot", "remote_slot", slot),
    ("is_any", "remote_slot", is_open),
    ("any_lpar", "remote_id", is_open),
)
SWITCHES = fields(
    SYSTEM,
    ("vswitch", "Name", switch),
    ("is_default", "Name", is_default),
    ("mode", ("Mode", "switch_mode"), word),
    ("vlans", ("VLAN ids", "vlan_ids"), vlan_ids),
)
NPIV = fields(
    SYSTEM,
    VIOS,
    ("slot", "physloc", vios_slot),
    ("vfchost", "vfchost", text),
    ("client_id", "clntid", client_id),
    ("client_slot", "vfcclientdrc", vios_slot),
    ("fc_port", "fc", word),
    ("port_location", "fcphysloc", word),
    ("is_mapped", "fc", is_mapped),
    ("status", "status", word),
)
VSCSI = fields(
    SYSTEM,
    VIOS,
    ("slot", "Virtual adapter", vios_slot),
    ("vhost", "vSCSI Name", text),
    ("client_id", "LPAR id", client_id),
    ("vtd", "vtd", word),
    ("status", "status", word),
    ("lun", "lun", word),
    ("backing", "backing", identifier),
    ("location", "bdphysloc", word),
    ("is_mirrored", "mirrored", flag),
)
DISKS = fields(
    SYSTEM,
    VIOS,
    ("disk", "VIOS disk", text),
    ("disk_id", "id", identifier),
    ("size_mb", "MB", megabytes),
    ("is_free", "free", flag),
    ("pvid", "pvid", disk_pvid),
)
SEAS = fields(
    SYSTEM,
    VIOS,
    ("sea", "SEA", text),
    ("pvid", "pvid", pvid),
    ("pvid_adapter", "pvid_adapter", devices),
    ("real_adapter", "real_adapter", devices),
    ("ha_mode", "ha_mode", choice("disabled", "auto", "sharing", "standby")),
    ("jumbo_frames", "jumbo_frames", choice("yes", "no")),
    ("virt_adapters", "virt_adapters", devices),
    ("trunks", "trunks", word),
)
"""``trunks`` is in sheets of a dump only: the trunks that the statistics tell, as ``ent4=1a:32:e7:05:51:0b``.

It helps to find their slots, and is dropped.
"""

ETHERCHANNELS = fields(
    SYSTEM,
    VIOS,
    ("name", "EtherChannel Adapter", text),
    ("mode", "mode", described),
    ("adapters", "adapter_names", devices),
    ("backup", "backup_adapter", described),
)
FC_PORTS = fields(
    SYSTEM,
    VIOS,
    ("port", "Fibre Channel Adapter", text),
    ("wwpn", "wwpn", exact(wwpn)),
    ("label", "label", label),
    ("max_xfer_size", "max_xfer_size", hexadecimal),
    ("num_cmd_elems", "num_cmd_elems", whole),
    ("speed_supported", "speed_supported", speed),
    ("speed_running", "speed_running", speed),
    ("fcid", "port_fc_id", fabric_address),
    ("port_type", "port_type", known),
    ("firmware", "firmware", word),
    ("attention", "attention", word),
)
SRIOV_ADAPTERS = fields(
    SYSTEM,
    ("location", ("SR-IOV Adapter Location", "phys_loc"), word),
    ("state", "config_state", word),
    ("adapter_id", "adapter_id", word),
)
SRIOV_PORTS = fields(
    SYSTEM,
    ("location", ("SR-IOV Physical Port Location", "phys_port_loc"), word),
    ("label", "phys_port_label", word),
    ("state", "state", word),
    ("max_logical_ports", ("max_eth_logical_ports", "max_roce_logical_ports"), whole),
    ("logical_ports", ("config_eth_logical_ports", "config_roce_logical_ports"), whole),
)
SRIOV_LOGICAL = fields(
    SYSTEM,
    ("lpar", "lpar_name", not_none(word)),
    ("lpar_id", "lpar_id", partner_id),
    ("logical_id", "logical_port_id", drc_index),
    ("port", ("SR-IOV Logical Port Location", "location_code"), word),
    ("location", ("SR-IOV Logical Port Location", "location_code"), physical_port),
    ("is_required", "is_required", flag),
    ("is_migratable", "is_migratable", flag),
    ("mac", "mac_addr", mac),
    ("pvid", "port_vlan_id", pvid),
)
"""``lpar_id`` and ``logical_id`` help to find the owner and the vNIC, and are dropped."""

VNICS = fields(
    SYSTEM,
    ("lpar", "lpar_name", not_none(word)),
    ("lpar_id", "lpar_id", partner_id),
    ("slot", "slot_num", slot),
    ("mac", "mac_addr", mac),
    ("pvid", "port_vlan_id", pvid),
    ("vlans", "allowed_vlan_ids", items),
    ("auto_failover", "auto_priority_failover", flag),
    ("backing_count", "#backing devices", whole),
    ("is_required", "is_required", flag),
)
