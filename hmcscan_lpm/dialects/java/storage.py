"""Virtual storage adapters and what their VIOSes map to them: the joins that the flat tabs leave open."""

from __future__ import annotations

import re
from typing import Any

from hmcscan_lpm.dialects.java.scan import Scan


def complete_virtual_adapters(scan: Scan) -> None:
    """Partition ids of all virtual adapters, and whether a storage server adapter is open to any client."""
    for table in ("virtual_ethernet", "virtual_scsi", "virtual_fibre"):
        for row in scan.rows(table):
            row["lpar_id"] = scan.lpar_ids.get((row["system"], row["lpar"]))
    for table in ("virtual_scsi", "virtual_fibre"):
        for row in scan.rows(table):
            row["is_any"] = _is_any(scan, row)
    for row in scan.rows("virtual_fibre"):
        if row.get("type") == "server":
            # Only clients have WWPNs; a blank on a server adapter's row is not the lack of one.
            row["wwpn1"] = row["wwpn2"] = None


def _is_any(scan: Scan, row: dict[str, Any]) -> bool | None:
    """A server adapter is open when its remote slot is ``any``, or when it names no remote partition."""
    if row.get("type") != "server":
        return False if row.get("type") == "client" else None
    if row.get("is_any"):
        return True
    remote = row.get("remote_lpar")
    if "remote_lpar" in row and remote is None:
        return True
    if remote is not None and remote.lower() == "any" and (row["system"], remote) not in scan.lpar_ids:
        row["remote_lpar"] = None
        return True
    return False if remote is not None and row.get("is_any") is False else None


def complete_vscsi_mappings(scan: Scan) -> None:
    """Clients whose name the scanner could not find, and unique ids of disks that the tab leaves blank."""
    disks = {
        (row["system"], row["vios"], row["disk"]): row["disk_id"]
        for row in scan.rows("vios_disks")
        if row.get("disk_id")
    }
    names = {(system, number): lpar for (system, lpar), number in scan.lpar_ids.items()}
    for row in scan.rows("vscsi_mappings"):
        if row.get("client_lpar") == "ERROR" and names.get((row["system"], row.get("client_id"))) != "ERROR":
            row["client_lpar"] = None
        if scan.is_sanitized and row.get("backing") is None and row.get("lun") is None:
            row["vtd"] = None
        backing = row.get("backing")
        if row.get("disk_id") is None and backing is not None and re.fullmatch(r"hdisk\d+", backing):
            row["disk_id"] = disks.get((row["system"], row["vios"], backing))
