"""Whether mappings are possible and as redundant as today, by the tables alone.

Shares no code with pairing: it reads pandas frames and knows a few facts of the domain (64 virtual adapters per port of
up to 16 Gbit/s, 255 on faster ones; slots 0 and 1 are serial adapters; a VIOS must run with RMC).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from hmcscan_lpm.planning.execution import FcMapping, MoveMapping, ScsiMapping

Row = dict[str, Any]


class Tables:
    """Frames as lists of rows with None for what is missing."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self.rows = {name: self._plain(frame) for name, frame in frames.items()}
        self.by_system: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for name, rows in self.rows.items():
            for row in rows:
                self.by_system[name, row["system"]].append(row)

    @staticmethod
    def _plain(frame: pd.DataFrame) -> list[Row]:
        cells = frame.astype(object).where(frame.notna(), None)
        return [dict(row) for row in cells.to_dict("records")]

    def find(self, table: str, system: str, **wanted: Any) -> list[Row]:
        rows = self.by_system.get((table, system), [])
        return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def violations(
    frames: Tables | Mapping[str, pd.DataFrame], mappings: Sequence[MoveMapping], fast: int = 255
) -> list[str]:
    """Everything that is wrong with *mappings*, which count as made one after the other.

    :param fast: virtual adapters that a port of more than 16 Gbit/s takes
    """
    tables = frames if isinstance(frames, Tables) else Tables(frames)
    found = []
    for mapping in mappings:
        where = f"{mapping.lpar} {mapping.source} → {mapping.target}"
        found += [f"{where}: {problem}" for problem in _of_one(tables, mapping, fast)]
    return found + _full_ports(tables, mappings, fast) + _taken_slots(tables, mappings) + _taken_ids(tables, mappings)


def _of_one(tables: Tables, mapping: MoveMapping, fast: int) -> Iterator[str]:
    yield from _complete(tables, mapping)
    for item in (*mapping.fibre, *mapping.scsi):
        yield from (f"slot {item.slot}: {problem}" for problem in _home(tables, mapping, item))
    for path in mapping.fibre:
        yield from (f"slot {path.slot}: {problem}" for problem in _port(tables, mapping, path))
    yield from _apart(tables, mapping, fast)
    yield from _disks(tables, mapping)
    yield from _movers(tables, mapping)
    yield from _bridges(tables, mapping)
    yield from _pool(tables, mapping)


def _complete(tables: Tables, mapping: MoveMapping) -> Iterator[str]:
    whose = {"system": mapping.source, "lpar": mapping.lpar}
    for table, items in (("virtual_fibre", mapping.fibre), ("virtual_scsi", mapping.scsi)):
        slots = sorted({row["slot"] for row in tables.find(table, type="client", **whose)})
        if slots != [item.slot for item in items]:
            yield f"{table} has slots {slots}, mapped are {[item.slot for item in items]}"
    wanted = set()
    for row in tables.find("virtual_ethernet", **whose):
        vlans = [row["pvid"], *map(int, filter(None, (row["vlans"] or "").split(",")))]
        wanted |= {(row["slot"], vlan) for vlan in vlans if vlan}
    if wanted != {(item.slot, item.vlan) for item in mapping.vlans}:
        yield f"VLANs {wanted} are not those mapped"


def is_up(row: Row) -> bool:
    return bool(
        row["env"] == "vioserver" and row["state"] == "Running" and row["rmc_state"] in ("active", "unknown", None)
    )


def _home(tables: Tables, mapping: MoveMapping, item: FcMapping | ScsiMapping) -> Iterator[str]:
    if not item.reason or "\n" in item.reason:
        yield "no reason on one line"
    if any(not problem.endswith(".") for problem in item.problems):
        yield f"problems are no sentences: {item.problems}"
    if item.vios is None:
        if not item.problems:
            yield "has neither a home nor a problem"
        if item.server_slot is not None:
            yield "has a slot but no VIOS"
        return
    rows = tables.find("lpars", system=mapping.target, lpar=item.vios)
    if not any(is_up(row) for row in rows):
        yield f"VIOS {item.vios} does not run"
    if item.vios_id not in [row["lpar_id"] for row in rows]:
        yield f"VIOS {item.vios} has not the id {item.vios_id}"


def _linked(tables: Tables, row: Row) -> bool | None:
    """As the scanners print it: the Java one no WWPN without link, the Python one what fcstat says."""
    if row["attention"] not in (None, "Link Up") or set((row["fcid"] or "1").lower().removeprefix("0x")) == {"0"}:
        return False
    if row["attention"] == "Link Up":
        return True
    if row["tab"] != "FC":
        return None
    others = (port["wwpn"] for port in tables.rows["fc_ports"] if port["report"] == row["report"])
    return True if row["wwpn"] else (False if any(others) else None)


def _label(row: Row | None) -> str | None:
    label = row["label"] if row else None
    return None if (label or "none").lower() in ("none", "null", "n/a") else label


def _today(tables: Tables, mapping: MoveMapping, path: FcMapping) -> Row | None:
    """The physical port behind an adapter today."""
    whose = {"system": mapping.source, "lpar": mapping.lpar, "slot": path.slot, "type": "client"}
    for adapter in tables.find("virtual_fibre", **whose):
        vios = {"system": mapping.source, "vios": adapter["remote_lpar"]}
        for mapped in tables.find("npiv_mappings", slot=adapter["remote_slot"], **vios):
            for port in tables.find("fc_ports", **vios):
                told = mapped["fc_port"]
                if port["port"] == told or (told is None and port["location"] == mapped["port_location"] is not None):
                    return port
    return None


def _port(tables: Tables, mapping: MoveMapping, path: FcMapping) -> Iterator[str]:
    if path.vios is None or path.port is None:
        return
    rows = tables.find("fc_ports", system=mapping.target, vios=path.vios, port=path.port)
    if not rows:
        yield f"{path.vios} has no port {path.port}"
        return
    there, here = rows[0], _today(tables, mapping, path)
    linked = _linked(tables, there)
    if linked is False or (linked is None and not any("link" in problem for problem in path.problems)):
        yield f"{path.vios} {path.port} has no link"
    told = tables.find("npiv_ports", system=mapping.target, vios=path.vios, port=path.port)
    if any(row["is_fabric"] is False for row in told):
        yield f"{path.vios} {path.port} does no NPIV"
    size, was = there["max_xfer_size"], here["max_xfer_size"] if here else None
    is_smaller = size is not None and was is not None and size < was
    if is_smaller and not any("max_xfer_size" in problem for problem in path.problems):
        yield f"{path.vios} {path.port} has a smaller max_xfer_size, and nobody says so"


def _apart(tables: Tables, mapping: MoveMapping, fast: int) -> Iterator[str]:
    """Two VIOSes stay two, and every adapter with a label stays on ports of that label where the target has some."""
    served = [item for item in (*mapping.fibre, *mapping.scsi) if item.vios and item.source_vios]
    today, then = {item.source_vios for item in served}, {item.vios for item in served}
    if len(then) < min(len(today), 2):
        yield f"{sorted(today)} serve it today, then {then}"
    linked = [
        row
        for row in tables.find("fc_ports", system=mapping.target)
        if _linked(tables, row) is not False and any(is_up(vios) for vios in _vioses(tables, row))
    ]
    offered = {_label(row) for row in linked}
    ports = {(row["vios"], row["port"]): row for row in linked}
    for path in mapping.fibre:
        label = _label(_today(tables, mapping, path))
        known = label if label in offered else None
        if path.port and known and _label(ports.get((path.vios or "", path.port))) not in (known, None):
            yield f"slot {path.slot} leaves fabric {known}"
        elif path.port is None and not path.pinned and _could_be_served(mapping, path, linked, known, tables, fast):
            yield f"slot {path.slot} has no port, though every VIOS has one for it"


def _vioses(tables: Tables, row: Row) -> list[Row]:
    return tables.find("lpars", system=row["system"], lpar=row["vios"])


def _could_be_served(
    mapping: MoveMapping, path: FcMapping, linked: Iterable[Row], label: str | None, tables: Tables, fast: int
) -> bool:
    """Nothing is scarce: as many VIOSes run as serve it, and each has a port of that label with much room."""
    vioses = {row["lpar"] for row in tables.find("lpars", system=mapping.target) if is_up(row)}
    today = {item.source_vios for item in (*mapping.fibre, *mapping.scsi)}
    rich = {
        row["vios"]
        for row in linked
        if (label is None or _label(row) == label)
        and _clients(tables, row) + 56 < min(fast, 64)
        and not tables.find("npiv_ports", system=row["system"], vios=row["vios"], port=row["port"])
    }
    return bool(path.source_vios) and len(vioses) >= len(today) and vioses <= rich


def _clients(tables: Tables, port: Row) -> int:
    whose = {"system": port["system"], "vios": port["vios"]}
    mapped = tables.find("npiv_mappings", **whose)
    return sum(
        row["fc_port"] == port["port"]
        or (row["fc_port"] is None and row["port_location"] is not None and row["port_location"] == port["location"])
        for row in mapped
    )


def _full_ports(tables: Tables, mappings: Sequence[MoveMapping], fast: int) -> list[str]:
    planned = Counter((m.target, path.vios, path.port) for m in mappings for path in m.fibre if path.port)
    found = []
    for (system, vios, name), number in planned.items():
        for port in tables.find("fc_ports", system=system, vios=vios, port=name)[:1]:
            speed = port["speed_supported"]
            most = 64 if speed is not None and speed <= 16 else fast
            if _clients(tables, port) + number > most:
                found.append(f"{system} {vios} {name}: {_clients(tables, port)} and {number} are more than {most}")
        for told in tables.find("npiv_ports", system=system, vios=vios, port=name):
            room = [x for x in (told["free_ports"], (told["free_wwpns"] or 0) // 2) if x is not None]
            if number > min(room):
                found.append(f"{system} {vios} {name}: lsnports has room for {min(room)}, planned are {number}")
    return found


def _taken_slots(tables: Tables, mappings: Sequence[MoveMapping]) -> list[str]:
    taken: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for table in ("virtual_fibre", "virtual_scsi", "virtual_ethernet", "vnics", "profile_adapters"):
        for row in tables.rows[table]:
            taken[row["system"], row["lpar"]][row["slot"]] += 1
    planned = Counter(
        (m.target, item.vios, item.server_slot) for m in mappings for item in (*m.fibre, *m.scsi) if item.server_slot
    )
    found = []
    for (system, vios, slot), number in planned.items():
        most = [row["max_virtual_slots"] for row in tables.find("profiles", system=system, lpar=vios, is_current=True)]
        if number > 1 or slot < 2 or taken[system, vios][slot] or any(x is not None and slot >= x for x in most):
            found.append(f"{system} {vios}: slot {slot} is not free for {number}")
    return found


def _taken_ids(tables: Tables, mappings: Sequence[MoveMapping]) -> list[str]:
    found, planned = [], set()
    for mapping in mappings:
        own = next(row["lpar_id"] for row in tables.find("lpars", system=mapping.source, lpar=mapping.lpar))
        number = mapping.lpar_id or own
        there = {row["lpar_id"] for row in tables.find("lpars", system=mapping.target)}
        clash = number in there or (mapping.target, number) in planned
        if clash and not any("id" in problem for problem in mapping.problems):
            found.append(f"{mapping.lpar}: id {number} is taken on {mapping.target}")
        planned.add((mapping.target, number))
    return found


def _disks(tables: Tables, mapping: MoveMapping) -> Iterator[str]:
    sees: dict[str, set[str]] = defaultdict(set)
    for row in tables.find("vios_disks", system=mapping.target):
        sees[row["vios"]].add(row["disk_id"])
    up = {row["lpar"] for row in tables.find("lpars", system=mapping.target) if is_up(row)}
    today = {item.source_vios for item in (*mapping.fibre, *mapping.scsi)}
    paths: dict[str, list[ScsiMapping]] = defaultdict(list)
    for item in mapping.scsi:
        for disk in _carried(tables, mapping, item):
            paths[disk].append(item)
            said = any(disk in problem or "not known" in problem for problem in item.problems)
            if item.vios and disk not in sees[item.vios] and not said:
                yield f"slot {item.slot}: {item.vios} does not see {disk}"
            everywhere = all(disk in sees[vios] for vios in up) and len(up) >= len(today)
            if item.vios is None and everywhere and len(item.disks) == 1:
                yield f"slot {item.slot}: has no home, though all VIOSes see {disk}"
    for disk, items in paths.items():
        served = [item for item in items if item.vios and item.source_vios]
        if len({item.vios for item in served}) < min(len({item.source_vios for item in served}), 2):
            yield f"both paths to {disk} go over one VIOS"


def _carried(tables: Tables, mapping: MoveMapping, item: ScsiMapping) -> Iterator[str]:
    """Unique ids of the disks behind an adapter."""
    shown = {"system": mapping.source, "vios": item.source_vios}
    for mapped in tables.find("vscsi_mappings", slot=item.source_slot, **shown):
        seen = tables.find("vios_disks", disk=mapped["backing"], **shown)
        ids = [mapped["disk_id"], *(row["disk_id"] for row in seen)]
        yield from [name for name in ids if name][:1]


def _movers(tables: Tables, mapping: MoveMapping) -> Iterator[str]:
    (state,) = {row["state"] for row in tables.find("lpars", system=mapping.source, lpar=mapping.lpar)}
    if state == "Not Activated":
        if mapping.movers:
            yield "has movers, though it is not active"
        return
    if not mapping.movers and not any("mover" in problem or "VIOSes" in problem for problem in mapping.problems):
        yield "has neither movers nor a problem"
    for pair in mapping.movers:
        for system, name, number in (
            (mapping.source, pair.source_vios, pair.source_id),
            (mapping.target, pair.target_vios, pair.target_id),
        ):
            rows = tables.find("lpars", system=system, lpar=name, lpar_id=number)
            if not any(is_up(row) and row["msp"] is not False for row in rows):
                yield f"mover {name} of {system} is not up"
            if not any(row["msp"] for row in rows) and not any(name in problem for problem in mapping.problems):
                yield f"mover {name} of {system} may be none, and nobody says so"
    for names in ([pair.source_vios for pair in mapping.movers], [pair.target_vios for pair in mapping.movers]):
        if len(set(names)) < len(names):
            yield f"movers {names} are no redundancy"


def _bridges(tables: Tables, mapping: MoveMapping) -> Iterator[str]:
    for item in mapping.vlans:
        if not item.bridges and not item.problems:
            yield f"VLAN {item.vlan} has neither bridge nor problem"
        best = []
        for vios, sea in item.bridges:
            if not tables.find("seas", system=mapping.target, vios=vios, sea=sea):
                yield f"{vios} has no SEA {sea}"
            trunks = tables.find(
                "virtual_ethernet", system=mapping.target, lpar=vios, vswitch=item.vswitch, is_trunk=True
            )
            carrying = [row for row in trunks if str(item.vlan) in [str(row["pvid"]), *(row["vlans"] or "").split(",")]]
            if not carrying:
                yield f"{vios} {sea} does not carry VLAN {item.vlan}"
            best.append(min((row["trunk_priority"] or 99 for row in carrying), default=99))
        if best != sorted(best):
            yield f"VLAN {item.vlan}: bridges are not in the order of their trunk priority: {best}"


def _pool(tables: Tables, mapping: MoveMapping) -> Iterator[str]:
    if mapping.pool is not None:
        rows = tables.find("proc_pools", system=mapping.target, pool=mapping.pool)
        if mapping.pool_id not in [row["pool_id"] for row in rows]:
            yield f"{mapping.target} has no pool {mapping.pool} with id {mapping.pool_id}"
        return
    for row in tables.find("processors", system=mapping.source, lpar=mapping.lpar):
        if (
            row["mode"] == "shared"
            and row["pool"] not in (None, "DefaultPool")
            and not any("pool" in p for p in mapping.problems)
        ):
            yield f"pool {row['pool']} is dropped in silence"
