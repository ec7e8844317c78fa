"""A move, made in the tables of an estate as a mapping says: what a scan would show after it.

Knows only tables: what the HMC and the VIOSes list of a partition goes from one server to the other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from hmcscan_lpm.estate import Estate
from hmcscan_lpm.tables.schema import frame, records

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Edit = Callable[[Tables], None]

WITH_THE_PARTITION = (
    "lpars",
    "profiles",
    "processors",
    "memory",
    "profile_slots",
    "profile_adapters",
    "virtual_ethernet",
    "virtual_scsi",
    "virtual_fibre",
    "vnics",
)


def later(estate: Estate, edit: Edit, day: str = "2025-10-20") -> Estate:
    """The same servers, scanned on another day, with *edit* made to the tables."""
    tables = {name: [dict(row) for row in records(data)] for name, data in estate.tables.items()}
    edit(tables)
    for row in tables["hmcs"]:
        row["scanned_at"] = f"{day}{row['scanned_at'][10:]}"
    frames = {}
    for name, rows in tables.items():
        frames[name] = frame(name, ({key: value for key, value in row.items() if key != "at"} for row in rows))
        frames[name]["at"] = pd.array([f"{name}:{index}" for index in range(len(rows))], dtype="string")
    sources = tuple(
        dataclasses.replace(source, scanned_at=f"{day}{source.scanned_at[10:]}") for source in estate.sources
    )
    return dataclasses.replace(estate, tables=frames, sources=sources)


def uncollected(estate: Estate, system: str, vios: str | None, tables: Iterable[str], reason: str) -> Estate:
    """The estate as it is when nobody could look at some tables of a server or VIOS."""
    tables = set(tables)
    cover = estate.coverage.copy()
    hit = (cover["system"] == system) & cover["tbl"].isin(tables)
    hit &= cover["vios"].isna() if vios is None else (cover["vios"] == vios).fillna(False)
    assert hit.any()
    cover.loc[hit, "collected"] = False
    cover.loc[hit, "reason"] = reason
    frames = dict(estate.tables)
    for name in tables:
        data = frames[name]
        mine = data["system"] == system
        if vios is not None:
            mine &= data["vios"] == vios
        kept = data[~mine].reset_index(drop=True)
        frames[name] = kept.assign(at=pd.array([f"{name}:{index}" for index in range(len(kept))], dtype="string"))
    return dataclasses.replace(estate, tables=frames, coverage=cover)


def moves(*mappings: Mapping[str, Any]) -> Edit:
    """An edit that moves the partitions of *mappings*, one after the other."""

    def edit(tables: Tables) -> None:
        for mapping in mappings:
            move(tables, mapping)

    return edit


def move(tables: Tables, mapping: Mapping[str, Any]) -> None:
    """Move one partition as *mapping* (a ``MoveMapping`` as JSON has it) says."""
    lpar, source, target = mapping["lpar"], mapping["source"], mapping["target"]
    old_id = _row(tables, "lpars", system=source, lpar=lpar)["lpar_id"]
    new_id = mapping["lpar_id"] or _free_id(tables, target, old_id)
    _figures(tables, mapping)
    for chosen in mapping["fibre"]:
        _fibre(tables, mapping, chosen, old_id, new_id)
    for chosen in mapping["scsi"]:
        _scsi(tables, mapping, chosen, new_id)
    for name in WITH_THE_PARTITION:
        for row in tables[name]:
            if (row["system"], row["lpar"]) == (source, lpar):
                row["system"] = target
                if "lpar_id" in row:
                    row["lpar_id"] = new_id
    processors = _row(tables, "processors", system=target, lpar=lpar)
    if processors["mode"] == "shared":
        processors["pool"] = mapping["pool"] or "DefaultPool"


def _row(tables: Tables, name: str, **values: Any) -> Row:
    return next(row for row in tables[name] if all(row[key] == value for key, value in values.items()))


def _free_id(tables: Tables, system: str, wanted: int) -> int:
    taken = {row["lpar_id"] for row in tables["lpars"] if row["system"] == system}
    return wanted if wanted not in taken else max(taken) + 1


def _figures(tables: Tables, mapping: Mapping[str, Any]) -> None:
    """Free cores and memory: less there, more here."""
    lpar, source, target = mapping["lpar"], mapping["source"], mapping["target"]
    memory, processors = (_row(tables, name, system=source, lpar=lpar) for name in ("memory", "processors"))
    cores = processors["assigned_procs" if processors["mode"] == "ded" else "assigned_units"] or 0
    megabytes = (memory["assigned_mb"] or 0) + (memory["max_mb"] or 0) // 64
    for system, sign in ((source, 1), (target, -1)):
        row = _row(tables, "systems", system=system)
        row["free_cores"] = round(row["free_cores"] + sign * cores, 2)
        row["free_mb"] += sign * megabytes
    for pool in tables["proc_pools"]:
        here = (pool["system"], pool["pool"]) == (source, processors["pool"])
        there = (pool["system"], pool["pool"]) == (target, mapping["pool"] or "DefaultPool")
        if pool["assigned_units"] is not None and (here or there) and processors["mode"] == "shared":
            pool["assigned_units"] = round(pool["assigned_units"] + (cores if there else -cores), 2)


def _server_adapter(
    tables: Tables, name: str, mapping: Mapping[str, Any], chosen: Mapping[str, Any]
) -> tuple[Row, str, int, int]:
    """Take the server adapter behind a client slot to the chosen VIOS: (client row, old VIOS, old slot, new slot).

    A slot that the mapping leaves to the HMC is one that no other mapping asks for.
    """
    client = _row(tables, name, system=mapping["source"], lpar=mapping["lpar"], slot=chosen["slot"])
    vios, slot = client["remote_lpar"], client["remote_slot"]
    server = _row(tables, name, system=mapping["source"], lpar=vios, slot=slot)
    taken = {
        row["slot"]
        for table in ("virtual_scsi", "virtual_fibre", "virtual_ethernet", "npiv_mappings", "vscsi_mappings")
        for row in tables[table]
        if (row["system"], row["vios" if "vios" in row else "lpar"]) == (mapping["target"], chosen["vios"])
    }
    new_slot = chosen["server_slot"] or next(number for number in range(600, 65_000) if number not in taken)
    home = _row(tables, "lpars", system=mapping["target"], lpar=chosen["vios"])
    server.update(system=mapping["target"], lpar=chosen["vios"], lpar_id=home["lpar_id"], slot=new_slot)
    client.update(remote_lpar=chosen["vios"], remote_slot=new_slot)
    return client, vios, slot, new_slot


def _fibre(tables: Tables, mapping: Mapping[str, Any], chosen: Mapping[str, Any], old_id: int, new_id: int) -> None:
    _, vios, slot, new_slot = _server_adapter(tables, "virtual_fibre", mapping, chosen)
    row = _row(tables, "npiv_mappings", system=mapping["source"], vios=vios, slot=slot)
    port = _row(tables, "fc_ports", system=mapping["target"], vios=chosen["vios"], port=chosen["port"])
    assert row["client_id"] in (old_id, None)
    row.update(
        system=mapping["target"],
        vios=chosen["vios"],
        slot=new_slot,
        client_id=new_id,
        fc_port=chosen["port"],
        port_location=port["location"],
        is_mapped=True,
    )


def _scsi(tables: Tables, mapping: Mapping[str, Any], chosen: Mapping[str, Any], new_id: int) -> None:
    _, vios, slot, new_slot = _server_adapter(tables, "virtual_scsi", mapping, chosen)
    source, target = mapping["source"], mapping["target"]
    for row in tables["vscsi_mappings"]:
        if (row["system"], row["vios"], row["slot"]) != (source, vios, slot):
            continue
        old = _row(tables, "vios_disks", system=source, vios=vios, disk=row["backing"])
        new = _row(tables, "vios_disks", system=target, vios=chosen["vios"], disk_id=old["disk_id"])
        if old["is_free"] is not None:
            old["is_free"], new["is_free"] = True, False
        row.update(
            system=target, vios=chosen["vios"], slot=new_slot, client_id=new_id, backing=new["disk"], location=None
        )


def proposal(estate: Estate, lpar: str, source: str, target: str) -> dict[str, Any]:
    """A mapping that keeps two VIOSes and the fabrics apart, as a plan's JSON holds it."""
    rows = {name: records(estate.tables[name]) for name in ("lpars", "virtual_fibre", "virtual_scsi", "fc_ports")}
    vioses = sorted(
        (row["lpar"], row["lpar_id"]) for row in rows["lpars"] if row["system"] == target and row["env"] == "vioserver"
    )
    before = sorted(row["lpar"] for row in rows["lpars"] if row["system"] == source and row["env"] == "vioserver")
    takes_over = dict(zip(before, vioses, strict=False))
    mine = {
        name: [row for row in rows[name] if (row["system"], row["lpar"]) == (source, lpar)]
        for name in ("virtual_fibre", "virtual_scsi")
    }
    ports = {
        (row["vios"], row["slot"]): row["fc_port"]
        for row in records(estate.tables["npiv_mappings"])
        if row["system"] == source
    }
    fibre, scsi = [], []
    for row in mine["virtual_fibre"]:
        vios, vios_id = takes_over[row["remote_lpar"]]
        port = ports[row["remote_lpar"], row["remote_slot"]]
        fibre.append(
            {
                **dict.fromkeys(("source_vios", "source_port", "server_slot")),
                "slot": row["slot"],
                "wwpn1": row["wwpn1"],
                "wwpn2": row["wwpn2"],
                "vios": vios,
                "vios_id": vios_id,
                "port": port,
                "source_fabric": "",
                "fabric": "",
                "fabric_by": "",
                "pinned": False,
                "reason": "as before",
                "problems": [],
            }
        )
    for row in mine["virtual_scsi"]:
        vios, vios_id = takes_over[row["remote_lpar"]]
        scsi.append(
            {
                **dict.fromkeys(("source_vios", "source_slot", "server_slot")),
                "slot": row["slot"],
                "disks": [],
                "vios": vios,
                "vios_id": vios_id,
                "pinned": False,
                "reason": "as before",
                "problems": [],
            }
        )
    return {
        "lpar": lpar,
        "source": source,
        "target": target,
        "fibre": fibre,
        "scsi": scsi,
        "vlans": [],
        "movers": [],
        "vioses": [[old, new] for old, (new, _) in takes_over.items()],
        "problems": [],
        **dict.fromkeys(("pool", "pool_id", "lpar_id")),
    }
