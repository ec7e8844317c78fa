"""Rows of a scan as two scans are compared by: with what is put together from several cells or tables.

``wwpns``: both WWPNs of an adapter in a fixed order.
``device``: the unique id of a disk, or its name where there is none.
``client``: the partition that a VIOS's adapter, mapping or disk serves, ``''`` = none or not told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hmcscan_lpm.planning.afterwards.changes import Spec
from hmcscan_lpm.planning.afterwards.scan import Row, Scan
from hmcscan_lpm.tables.schema import records


def rows_of(spec: Spec, scan: Scan) -> Iterable[Row]:
    """The rows of one table."""
    if spec.table == "vlan_bridges":
        return list(_bridges(scan))
    rows = records(scan.estate.tables[spec.table])
    match spec.table:
        case "virtual_fibre":
            pointing = _pointing(rows)
            return [{**row, "wwpns": _pair(row), "client": _client(row, pointing)} for row in rows]
        case "virtual_scsi":
            pointing = _pointing(rows)
            return [{**row, "client": _client(row, pointing)} for row in rows]
        case "npiv_mappings":
            return [{**row, "client": _by_id(scan, row)} for row in rows]
        case "vscsi_mappings":
            return list(_mapped(scan))
        case "fc_ports":
            links = {row["at"]: row["has_link"] for system in scan.clocks for row in scan.on("ports", system)}
            return [{**row, "has_link": links.get(row["at"])} for row in rows]
        case "vios_disks":
            return list(_disks(scan, rows))
    return rows


def _mapped(scan: Scan) -> Iterator[Row]:
    """Virtual target devices that have something behind them."""
    for system in scan.clocks:
        for row in scan.on("vscsi_mappings", system):
            if device := row["known_id"] or row["backing"]:
                facts = {name: value for name, value in row.items() if name not in ("lpar", "known_id")}
                yield {**facts, "device": device, "client": _by_id(scan, row)}


def _disks(scan: Scan, rows: Iterable[Row]) -> Iterator[Row]:
    users = {(row["system"], row["vios"], row["device"]): row["client"] for row in _mapped(scan)}
    for row in rows:
        device = row["disk_id"] or row["disk"]
        yield {**row, "device": device, "client": users.get((row["system"], row["vios"], device), "")}


def _pair(row: Row) -> str | None:
    """Both WWPNs in a fixed order; None when one is not told."""
    if row["wwpn1"] is None or row["wwpn2"] is None:
        return None
    return ",".join(sorted(name for name in (row["wwpn1"], row["wwpn2"]) if name))


def _pointing(rows: Iterable[Row]) -> dict[tuple[Any, ...], str]:
    """(server, VIOS, slot of the server adapter) → the partition whose client adapter names it."""
    clients = (row for row in rows if row["type"] == "client")
    return {(row["system"], row["remote_lpar"], row["remote_slot"]): row["lpar"] for row in clients}


def _client(row: Row, pointing: Mapping[tuple[Any, ...], str]) -> str:
    """The partition behind a server adapter; one that is open to any is known by the client that uses it."""
    if row["type"] != "server":
        return ""
    return row["remote_lpar"] or pointing.get((row["system"], row["lpar"], row["slot"]), "")


def _by_id(scan: Scan, row: Mapping[str, Any]) -> str:
    """The client of a mapping: by the name that the VIOS prints, else by its id."""
    if row.get("client_lpar"):
        return str(row["client_lpar"])
    owners = (lpar["lpar"] for lpar in scan.on("lpars", row["system"]) if lpar["lpar_id"] == row["client_id"])
    return str(next(owners, "")) if row["client_id"] else ""


def _bridges(scan: Scan) -> Iterator[Row]:
    """VLAN → the VIOSes that bridge it."""
    for system in scan.clocks:
        found: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in scan.on("bridges", system):
            found[row["vswitch"], row["vlan"]].append(row)
        for (vswitch, vlan), rows in found.items():
            vioses = ",".join(sorted({row["vios"] for row in rows}))
            yield {"system": system, "vswitch": vswitch, "vlan": vlan, "vioses": vioses, "at": rows[0]["at"]}
