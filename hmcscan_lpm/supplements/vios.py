"""What a VIOS prints: maps, devices, disks, ports, cluster, level and clock."""

from __future__ import annotations

from hmcscan_lpm.supplements import vios_devices, vios_disks, vios_fcstat, vios_fmt, vios_maps, vios_state
from hmcscan_lpm.supplements.messages import vios_messages
from hmcscan_lpm.supplements.model import Format

FORMATS: tuple[Format, ...] = (
    Format("lsmap -all -npiv", vios_maps.parse_npiv),
    Format("lsmap -all", vios_maps.parse_vscsi),
    Format("lsmap -all -net", vios_maps.parse_net),
    Format("lsmap -all -npiv -fmt", vios_fmt.parse_npiv),
    Format("lsmap -all -fmt", vios_fmt.parse_vscsi),
    Format("lsmap -all -net -fmt", vios_fmt.parse_net),
    Format("lsnports", vios_devices.parse_ports),
    Format("lsdev -attr, lsattr", vios_devices.parse_attributes),
    Format("fcstat", vios_fcstat.parse_statistics),
    Format("lspv", vios_disks.parse_disks),
    Format("chkdev", vios_disks.parse_checks),
    Format("ioslevel", vios_state.parse_level),
    Format("cluster -list", vios_state.parse_cluster_list),
    Format("cluster -status", vios_state.parse_cluster_status),
    Format("lssp -clustername", vios_state.parse_pool),
    Format("date", vios_state.parse_clock),
    Format("messages of a VIOS", vios_messages),
)
