"""What each VIOS answers for itself: ports, mappings, disks, shared Ethernet adapters."""

from __future__ import annotations

import re

from hmcscan_lpm.dialects.extract import address
from hmcscan_lpm.dialects.python import fields as f
from hmcscan_lpm.dialects.python.tabs import Scan, take_tab

_ON = ("system", "vios")
_ERROR = re.compile(r"(HSCL\w+|VIOSE\w+|\d{4}-\d{3}) ?")


def take_vios_tabs(scan: Scan) -> None:
    """All tables that each VIOS answers for itself, joined among each other where one says what another lacks."""
    _take_disks(scan)
    disk_ids = {(row["system"], row["vios"], row["disk"]): row.get("disk_id") for row in scan.rows("vios_disks")}
    for row in take_tab(scan, "vscsi_mappings", "vSCSI MAP", f.VSCSI, _ON):
        row["disk_id"] = disk_ids.get((row["system"], row["vios"], row.get("backing")))
        row["client_lpar"] = scan.name_of(row["system"], row.get("client_id"))
    take_tab(scan, "seas", "SEA Config", f.SEAS, (*_ON, "sea"))
    take_tab(scan, "etherchannels", "VIOS Link Aggregation", f.ETHERCHANNELS, (*_ON, "name"))
    mappings = take_tab(scan, "npiv_mappings", "NPIV", f.NPIV, (*_ON, "slot"))
    clients = {
        (row["system"], row["lpar"], row["slot"]): row.get("remote_slot")
        for row in scan.rows("virtual_fibre")
        if row.get("type") == "server"
    }
    for row in mappings:
        if row.get("client_slot") is None:
            row["client_slot"] = clients.get((row["system"], row["vios"], row["slot"]))
    _take_ports(scan)


def _take_disks(scan: Scan) -> None:
    """A VIOS without RMC answers with an error text, which the scanner takes for a disk."""
    kept = []
    for row in take_tab(scan, "vios_disks", "VIOS Disks", f.DISKS, (*_ON, "disk")):
        if _ERROR.match(row["disk"]):
            sheet = scan.sheets[row["tab"]]
            scan.extract.issue(
                row["tab"],
                address(sheet, row["row"], None),
                "not-collected",
                f"VIOS {row['vios']} answered {row['disk'][:80]!r}: no disk, and nothing of that VIOS is known.",
            )
            continue
        kept.append(row)
    scan.extract.rows["vios_disks"] = kept


def _take_ports(scan: Scan) -> None:
    """Ports, with the location that a mapping or the server's own list of devices tells."""
    mapped = {
        (row["system"], row["vios"], row["fc_port"]): row["port_location"]
        for row in scan.rows("npiv_mappings")
        if row.get("fc_port") and row.get("port_location")
    }
    devices = {
        (row["system"], row["wwpn"]): row["location"]
        for row in scan.rows("io_children")
        if row.get("wwpn") and row.get("location")
    }
    for row in take_tab(scan, "fc_ports", "VIOS Fiber Adapters", f.FC_PORTS, (*_ON, "port")):
        key = (row["system"], row["vios"], row["port"])
        row["location"] = devices.get((row["system"], row.get("wwpn"))) or mapped.get(key)
