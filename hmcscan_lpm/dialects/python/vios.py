"""What each VIOS answers for itself: ports, mappings, disks, shared Ethernet adapters."""

from __future__ import annotations

import re
from dataclasses import replace

from hmcscan_lpm.dialects.extract import address
from hmcscan_lpm.dialects.python import device_fields as f
from hmcscan_lpm.dialects.python.tabs import Rows, Scan, own_blocks, take_tab

_ON = ("system", "vios")
_NO_DEVICE = re.compile(r"\s|^HSC\w{5}$")
"""No device name holds a blank: such a "disk" is the error text of a VIOS that could not be asked."""


def take_vios_tabs(scan: Scan) -> None:
    """All tables that each VIOS answers for itself, joined among each other where one says what another lacks."""
    _take_disks(scan)
    _take_vscsi(scan)
    _take_seas(scan)
    take_tab(scan, "etherchannels", "VIOS Link Aggregation", f.ETHERCHANNELS, (*_ON, "name"))
    _take_npiv(scan)
    _take_ports(scan)


def _take_disks(scan: Scan) -> None:
    """A VIOS without RMC answers with an error text, which the scanner takes for a disk."""
    kept: Rows = []
    for row in take_tab(scan, "vios_disks", "VIOS Disks", f.DISKS, (*_ON, "disk")):
        if not _NO_DEVICE.search(row["disk"]):
            kept.append(row)
            continue
        shown = row["disk"] if len(row["disk"]) <= 80 else row["disk"][:77] + "..."
        scan.silent[row["system"], row["vios"]] = shown
        where = address(scan.sheets[row["tab"]], row["row"], None)
        message = f"VIOS {row['vios']} answered {shown!r}: this is no disk, and nothing of that VIOS is known."
        scan.extract.issue(row["tab"], where, "not-collected", message)
    scan.extract.rows["vios_disks"] = kept


def _take_vscsi(scan: Scan) -> None:
    """Mappings get the id of their disk from the list of the same VIOS."""
    ids = {(row["system"], row["vios"], row["disk"]): row.get("disk_id") for row in scan.rows("vios_disks")}
    for row in take_tab(scan, "vscsi_mappings", "vSCSI MAP", f.VSCSI, _ON):
        row["disk_id"] = ids.get((row["system"], row["vios"], row.get("backing") or ""))
        row["client_lpar"] = scan.name_of(row["system"], row.get("client_id"))


def _take_seas(scan: Scan) -> None:
    """Shared Ethernet adapters; a dump tells the addresses of some trunks, by which their slots are found.

    The slots of all trunks are told together or not at all: a list of some of them would read as the whole one.
    """
    trunks = {
        (row["system"], row["lpar"], row["mac"]): row
        for row in scan.rows("virtual_ethernet")
        if row.get("is_trunk") and row.get("mac")
    }
    rows = take_tab(scan, "seas", "SEA Config", f.SEAS, (*_ON, "sea"))
    if any(row.get("trunks") for row in rows):
        own_blocks(scan, "seas")
    for row in rows:
        found = {}
        for name, printed in re.findall(r"(ent\d+)=([0-9A-Fa-f:]{12,17})(?:,|$)", row.get("trunks") or ""):
            trunk = trunks.get((row["system"], row["vios"], printed.replace(":", "").lower()))
            if trunk is not None:
                found[name] = trunk
        headings = scan.extract.headings["seas", row["tab"], row["block"]]
        own = found.get(row.get("pvid_adapter") or "")
        if own is not None:
            row["pvid_slot"] = own["slot"]
            place = scan.extract.headings["virtual_ethernet", own["tab"], own["block"]]["slot"]
            headings["pvid_slot"] = replace(place, tab=own["tab"], row=own["row"])
        names = (row.get("virt_adapters") or "").split(",")
        if all(name in found for name in names):
            row["virt_slots"] = ",".join(str(found[name]["slot"]) for name in names)
            headings["virt_slots"] = headings["trunks"]
    scan.drop("seas", "trunks")


def _take_npiv(scan: Scan) -> None:
    """A client that is not logged in has no location in the map: its slot is that of the server adapter's partner."""
    partners = {
        (row["system"], row["lpar"], row["slot"]): row.get("remote_slot")
        for row in scan.rows("virtual_fibre")
        if row.get("type") == "server"
    }
    for row in take_tab(scan, "npiv_mappings", "NPIV", f.NPIV, (*_ON, "slot")):
        if row.get("client_slot") is None:
            row["client_slot"] = partners.get((row["system"], row["vios"], row["slot"]))


def _take_ports(scan: Scan) -> None:
    """Ports, with the location that the server's own list of devices or a mapping tells."""
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
