"""Checks of a report against itself: rows that repeat a key, names that no other tab knows."""

from __future__ import annotations

from hmcscan_lpm.dialects.extract import address
from hmcscan_lpm.dialects.java.sanitized import UNJOINED
from hmcscan_lpm.dialects.java.scan import Rows, Scan
from hmcscan_lpm.tables.vocabulary import TABLES

_OWNED = (
    ("profiles", "lpar"),
    ("processors", "lpar"),
    ("memory", "lpar"),
    ("physical_slots", "lpar"),
    ("virtual_ethernet", "lpar"),
    ("virtual_scsi", "lpar"),
    ("virtual_fibre", "lpar"),
    ("vscsi_mappings", "vios"),
    ("vios_disks", "vios"),
    ("seas", "vios"),
    ("etherchannels", "vios"),
    ("fc_ports", "vios"),
    ("sriov_logical_ports", "lpar"),
    ("vnics", "lpar"),
)
"""Tables whose rows name a partition that LPAR_Summary should list."""


def check_keys(scan: Scan) -> None:
    """Of rows with the same key the first is kept."""
    for name, table in TABLES.items():
        rows = scan.rows(name)
        if not table.key or not rows:
            continue
        seen: set[tuple[object, ...]] = set()
        kept: Rows = []
        for row in rows:
            key = tuple(row[column] for column in table.key)
            if key in seen:
                sheet = scan.sheets[row["tab"]]
                shown = ", ".join(str(part) for part in key)
                message = f"{table.row} {shown} is there twice: the first row was kept, this one left out."
                cell = address(sheet, row["row"], None)
                scan.extract.issue(row["tab"], cell, "duplicate-row", message, group=name)
                continue
            seen.add(key)
            kept.append(row)
        if len(kept) < len(rows):
            scan.extract.rows[name] = kept


def check_names(scan: Scan) -> None:
    """Servers that System_Summary does not list, and partitions that LPAR_Summary does not list."""
    for name in TABLES:
        if scan.systems and name not in ("hmcs", "systems") and not (scan.is_sanitized and name in UNJOINED):
            _check_systems(scan, name)
    if not scan.lpar_ids or scan.is_sanitized:
        return
    for name, column in _OWNED:
        for row in scan.rows(name):
            lpar = row.get(column)
            if lpar is None or (row["system"], lpar) in scan.lpar_ids:
                continue
            message = f"{lpar} is no partition of {row['system']} in LPAR_Summary: taken as printed."
            cell = address(scan.sheets[row["tab"]], row["row"], None)
            scan.extract.issue(row["tab"], cell, "unknown-lpar", message, group=f"{name} {lpar}")


def _check_systems(scan: Scan, name: str) -> None:
    for row in scan.rows(name):
        if row["system"] not in scan.systems:
            message = f"{row['system']} is no server in System_Summary: taken as printed."
            cell = address(scan.sheets[row["tab"]], row["row"], None)
            scan.extract.issue(row["tab"], cell, "unknown-system", message, group=f"{name} {row['system']}")
