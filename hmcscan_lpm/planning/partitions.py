"""What each partition takes along: processors, memory, adapters, WWPN pairs, disks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from hmcscan_lpm.estate import Estate
from hmcscan_lpm.planning.model import EthernetAdapter, MoveSummary, PartitionSheet, ScsiDisk, WwpnPair
from hmcscan_lpm.planning.rows import rows

_Key = tuple[str, str]


def partitions(
    connection: duckdb.DuckDBPyConnection, estate: Estate, moves: Sequence[MoveSummary]
) -> tuple[PartitionSheet, ...]:
    """A sheet for every partition of *moves*, in their order."""
    by_key = {name: _grouped(connection, sql) for name, sql in _QUERIES.items()}
    targets: dict[_Key, list[str]] = defaultdict(list)
    for move in moves:
        targets[move.source, move.lpar].append(move.target)
    seen_by = _sightings(connection)
    first = {(move.source, move.lpar): move for move in reversed(moves)}
    return tuple(
        _sheet(estate, first[key], {name: found.get(key, []) for name, found in by_key.items()}, targets[key], seen_by)
        for key in targets
    )


_QUERIES: Mapping[str, str] = {
    "cores": "select * from processor_needs",
    "memory": "select * from memory_needs",
    "served": "select * from serving_vioses order by vios",
    "ethernet": "select * from virtual_ethernet order by slot",
    "npiv": "select * from npiv_paths order by slot",
    "scsi": "select * from vscsi_disks order by slot, vtd",
    "slots": "select * from physical_slots where lpar is not null order by location",
}


def _grouped(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[_Key, list[dict[str, Any]]]:
    grouped: dict[_Key, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(connection, sql):
        grouped[row["system"], row["lpar"]].append(row)
    return grouped


def _sightings(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], tuple[str, ...]]:
    """(server, disk id) → the VIOSes there that see the disk."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows(connection, "select system, vios, disk_id from vios_disks where disk_id is not null order by all"):
        found[row["system"], row["disk_id"]].append(row["vios"])
    return {key: tuple(dict.fromkeys(vioses)) for key, vioses in found.items()}


def _sheet(
    estate: Estate,
    move: MoveSummary,
    found: Mapping[str, list[dict[str, Any]]],
    targets: Sequence[str],
    seen_by: Mapping[tuple[str, str], tuple[str, ...]],
) -> PartitionSheet:
    cores = found["cores"][0] if found["cores"] else {}
    memory = found["memory"][0] if found["memory"] else {}
    return PartitionSheet(
        lpar=move.lpar,
        source=move.source,
        lpar_id=move.lpar_id,
        os_version=move.os_version,
        state=move.state,
        mode=move.mode,
        processor_mode=cores.get("mode"),
        cores=cores.get("cores"),
        procs=cores.get("procs"),
        is_dedicated=cores.get("mode") == "ded",
        memory_mb=memory.get("memory_mb"),
        max_memory_mb=memory.get("max_mb"),
        served_by=tuple(row["vios"] for row in found["served"]),
        ethernet=tuple(_ethernet(row) for row in found["ethernet"]),
        wwpn_pairs=tuple(_pair(estate, row) for row in found["npiv"]),
        disks=tuple(_disk(row, targets, seen_by) for row in found["scsi"]),
        physical_slots=tuple((row["location"], row["description"] or "") for row in found["slots"]),
    )


def _ethernet(row: Mapping[str, Any]) -> EthernetAdapter:
    return EthernetAdapter(row["slot"], row["vswitch"], row["pvid"], row["vlans"] or "", row["mac"], row["is_required"])


def _pair(estate: Estate, row: Mapping[str, Any]) -> WwpnPair:
    cell = estate.evidence(f"{row['adapter_at']}#wwpn2")
    return WwpnPair(
        lpar=row["lpar"],
        source=row["system"],
        slot=row["slot"],
        vios=row["vios"],
        fc_port=row["fc_port"],
        port_location=row["port_location"],
        fabric=fabric(row["label"], row["fcid"]),
        wwpn1=row["wwpn1"],
        wwpn2=row["wwpn2"],
        cell=f"{cell.report} {cell.tab}!{cell.cell}" if cell else "",
    )


def fabric(label: str | None, fcid: str | None) -> str:
    """What tells fabrics apart: the port's label, else the switch domain (first byte of the fabric address)."""
    if label:
        return label
    digits = (fcid or "").lower().removeprefix("0x").zfill(6)
    return f"domain 0x{digits[:2]}" if fcid and digits != "000000" else ""


def _disk(
    row: Mapping[str, Any], targets: Sequence[str], seen_by: Mapping[tuple[str, str], tuple[str, ...]]
) -> ScsiDisk:
    disk_id = row["disk_id"]
    return ScsiDisk(
        slot=row["slot"],
        vios=row["vios"],
        vtd=row["vtd"],
        backing=row["backing"],
        kind=row["kind"],
        disk_id=disk_id,
        size_mb=row["size_mb"],
        seen_by=tuple((target, seen_by.get((target, disk_id), ())) for target in targets) if disk_id else (),
    )
