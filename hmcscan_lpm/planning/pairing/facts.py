"""What pairing reads of the relations: fetched once, found by its keys. Decides nothing.

Of two rows for one thing the first is taken by what it says: the order of the rows in a report changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

import duckdb

from hmcscan_lpm.planning.pairing.sql import QUERIES
from hmcscan_lpm.planning.pairing.values import Disk, FibreAdapter, Key, Move, Port, ScsiAdapter, Vios, natural
from hmcscan_lpm.planning.rows import rows

_Row = Mapping[str, Any]


class Facts:
    """Everything that pairing reads, by key. Each query runs when it is first asked for, once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def _rows(self, name: str) -> list[dict[str, Any]]:
        return rows(self._connection, QUERIES[name])

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """All moves in their order."""
        return tuple(Move(**row) for row in self._rows("moves"))

    @cached_property
    def vioses(self) -> Mapping[str, tuple[Vios, ...]]:
        """Server → its VIOSes by id."""
        found: dict[str, dict[str, _Row]] = defaultdict(dict)
        for row in self._rows("vioses"):
            found[row["system"]].setdefault(row["vios"], row)
        return {system: tuple(_vioses(by_name.values())) for system, by_name in found.items()}

    def vios(self, system: str, name: str) -> Vios | None:
        """A VIOS by its name."""
        return next((vios for vios in self.vioses.get(system, ()) if vios.name == name), None)

    @cached_property
    def ports(self) -> Mapping[Key, tuple[Port, ...]]:
        """VIOS → its ports, fcs2 before fcs10."""
        found: dict[Key, dict[str, _Row]] = defaultdict(dict)
        for row in self._rows("ports"):
            found[row["system"], row["vios"]].setdefault(row["port"], row)
        return {key: tuple(_ports(by_name.values())) for key, by_name in found.items()}

    def port(self, system: str, vios: str | None, name: str | None) -> Port | None:
        """A port by its name."""
        return self._ports_by_name.get((system, vios or "", name or ""))

    @cached_property
    def _ports_by_name(self) -> Mapping[tuple[str, str, str], Port]:
        return {(port.system, port.vios, port.name): port for ports in self.ports.values() for port in ports}

    @cached_property
    def logins(self) -> Mapping[str, frozenset[str]]:
        """WWPN → the fabrics whose name servers know it."""
        return _sets(self._rows("logins"), lambda row: row["wwpn"], "fabric")

    @cached_property
    def zoned(self) -> Mapping[str, frozenset[str]]:
        """WWPN → the fabrics in whose active zones it stands."""
        return _sets(self._rows("zoned"), lambda row: row["wwpn"], "fabric")

    @cached_property
    def wired(self) -> Mapping[tuple[str, str, str], frozenset[str]]:
        """(server, VIOS, port) → WWPNs of the client adapters mapped to it; asked for only where zoning is told."""
        if not self.logins and not self.zoned:
            return {}
        return _sets(self._rows("wired"), lambda row: (row["system"], row["vios"], row["port"]), "wwpn")

    @cached_property
    def fibre(self) -> Mapping[Key, tuple[FibreAdapter, ...]]:
        """Partition → its client virtual Fibre Channel adapters by slot."""
        found: dict[Key, dict[int, FibreAdapter]] = defaultdict(dict)
        for row in self._rows("fibre"):
            key = row.pop("system"), row.pop("lpar")
            if row["slot"] is not None:
                found[key].setdefault(row["slot"], FibreAdapter(**row))
        return {key: tuple(by_slot.values()) for key, by_slot in found.items()}

    @cached_property
    def scsi(self) -> Mapping[Key, tuple[ScsiAdapter, ...]]:
        """Partition → its client virtual SCSI adapters by slot."""
        found: dict[Key, dict[int, list[_Row]]] = defaultdict(lambda: defaultdict(list))
        for row in self._rows("scsi"):
            if row["slot"] is not None:
                found[row["system"], row["lpar"]][row["slot"]].append(row)
        return {key: tuple(_scsi(group) for group in by_slot.values()) for key, by_slot in found.items()}

    @cached_property
    def sights(self) -> Mapping[Key, frozenset[str]]:
        """VIOS → unique ids of the disks that it sees."""
        return _sets(self._rows("sights"), _vios_key, "unit")

    @cached_property
    def units(self) -> Mapping[Key, frozenset[str]]:
        """VIOS → the units of shared storage pools that it presents."""
        return _sets(self._rows("units"), _vios_key, "unit")

    @cached_property
    def clusters(self) -> Mapping[Key, frozenset[str]]:
        """VIOS → the cluster that it is in."""
        return _sets(self._rows("clusters"), _vios_key, "cluster")

    @cached_property
    def slots(self) -> Mapping[Key, Mapping[int, str]]:
        """VIOS → slot → whose it is, in words."""
        found: dict[Key, dict[int, str]] = defaultdict(dict)
        for row in self._rows("slots"):
            found[row["system"], row["lpar"]].setdefault(row["slot"], row["user"])
        return found

    @cached_property
    def profile_slots(self) -> Mapping[Key, frozenset[int]]:
        """VIOS → slots that its current profile gives to adapters."""
        return _sets(self._rows("planned_slots"), lambda row: (row["system"], row["lpar"]), "slot")

    @cached_property
    def max_slots(self) -> Mapping[Key, int | None]:
        """Running VIOS → its max_virtual_slots; None = not told."""
        return {_vios_key(row): row["max_slots"] for row in self._rows("sizes")}

    @cached_property
    def needs(self) -> Mapping[Key, list[_Row]]:
        """Partition → rows (slot, vswitch, vlan) of relation ``vlan_needs``."""
        return _lists(self._rows("needs"), lambda row: (row["system"], row["lpar"]))

    @cached_property
    def bridges(self) -> Mapping[tuple[str, str, int], list[_Row]]:
        """(server, switch, VLAN) → rows (vios, sea, priority), best trunk priority first."""
        return _lists(self._rows("bridges"), lambda row: (row["system"], row["vswitch"], row["vlan"]))

    @cached_property
    def vnics(self) -> Mapping[Key, list[_Row]]:
        """Partition → its vNICs."""
        return _lists(self._rows("vnics"), lambda row: (row["system"], row["lpar"]))

    @cached_property
    def ids(self) -> Mapping[str, Mapping[int, str]]:
        """Server → partition id → whose it is."""
        found: dict[str, dict[int, str]] = defaultdict(dict)
        for row in self._rows("ids"):
            found[row["system"]][row["lpar_id"]] = row["lpar"]
        return found

    @cached_property
    def brought_ids(self) -> Mapping[str, frozenset[int]]:
        """Server → ids of the partitions that move there."""
        found: dict[str, set[int]] = defaultdict(set)
        for move in self.moves:
            if move.lpar_id is not None:
                found[move.target].add(move.lpar_id)
        return {system: frozenset(numbers) for system, numbers in found.items()}

    @cached_property
    def most_lpars(self) -> Mapping[str, int | None]:
        """Server → how many partitions it can have."""
        return {row["system"]: row["most"] for row in self._rows("most")}

    @cached_property
    def pools(self) -> Mapping[tuple[str, str], _Row]:
        """(server, shared processor pool) → row (pool_id, room: units that it still takes at most)."""
        return {(row["system"], row["pool"]): row for row in self._rows("pools")}

    @cached_property
    def cores(self) -> Mapping[Key, _Row]:
        """Partition → row (mode, pool, cores)."""
        return {(row["system"], row["lpar"]): row for row in self._rows("cores")}

    @cached_property
    def core_tolerance(self) -> Mapping[str, float]:
        """Server → cores by which its figures may be too small (relation ``core_rounding``)."""
        return {row["system"]: row["tolerance"] or 0.0 for row in self._rows("rounding")}

    @cached_property
    def strangers(self) -> Mapping[tuple[str, str], str]:
        """Two servers whose names cannot be compared → why."""
        return {(row["system"], row["other"]): row["why"] for row in self._rows("strangers")}

    @cached_property
    def _gaps(self) -> Mapping[tuple[str, str | None, str], str]:
        return {(row["system"], row["vios"], row["tbl"]): row["reason"] or "" for row in self._rows("gaps")}

    @cached_property
    def _server_gaps(self) -> Mapping[tuple[str, str], str]:
        return {(row["system"], row["tbl"]): row["reason"] or "" for row in self._rows("server_gaps")}

    def gap(self, system: str, table: str, vios: str | None = None) -> str | None:
        """Why *table* could not be filled for a VIOS, or for a server with all its running VIOSes; None = it could."""
        if vios is None:
            return self._server_gaps.get((system, table))
        whole = self._gaps.get((system, None, table))
        return self._gaps.get((system, vios, table)) if whole is None else whole

    @cached_property
    def limits(self) -> tuple[int, int, int]:
        """Virtual adapters that a slow port takes, and a fast one; Gbit/s up to which a port is a slow one."""
        row = self._rows("limits")[0]
        return int(row["vfc_per_port"]), int(row["vfc_per_fast_port"]), int(row["vfc_documented_gbit"])


def _vios_key(row: _Row) -> Key:
    return row["system"], row["vios"]


def _sets(found: Iterable[_Row], key: Callable[[_Row], Any], value: str) -> dict[Any, frozenset[Any]]:
    sets: dict[Any, set[Any]] = defaultdict(set)
    for row in found:
        sets[key(row)].add(row[value])
    return {name: frozenset(values) for name, values in sets.items()}


def _lists(found: Iterable[_Row], key: Callable[[_Row], Any]) -> dict[Any, list[_Row]]:
    lists: dict[Any, list[_Row]] = defaultdict(list)
    for row in found:
        lists[key(row)].append(row)
    return lists


def _vioses(found: Iterable[_Row]) -> Iterable[Vios]:
    by_id = sorted(found, key=lambda row: (row["lpar_id"] is None, row["lpar_id"] or 0, row["vios"]))
    for position, row in enumerate(by_id):
        state = row["is_running"], row["state"], row["rmc_state"], row["msp"]
        yield Vios(row["system"], row["vios"], row["lpar_id"], *state, position)


def _ports(found: Iterable[_Row]) -> Iterable[Port]:
    position = 0
    for row in sorted(found, key=lambda row: natural(row["port"])):
        yield Port(
            system=row["system"],
            vios=row["vios"],
            name=row["port"],
            has_link=row["has_link"],
            label=row["label"] or "",
            domain=row["domain"] or "",
            wwpn=row["wwpn"],
            max_xfer_size=row["max_xfer_size"],
            speed=row["speed_supported"],
            clients=row["clients"],
            is_npiv=row["is_fabric"],
            room=row["room"],
            position=position,
        )
        position += row["has_link"] is not False


def _scsi(group: list[_Row]) -> ScsiAdapter:
    first = group[0]
    carried = (
        Disk(row["kind"], row["unit"], row["name"]) for row in group if row["kind"] not in ("unmapped", "unknown")
    )
    return ScsiAdapter(
        first["slot"],
        first["vios"],
        first["server_slot"],
        tuple(dict.fromkeys(carried)),
        any(row["kind"] == "unknown" for row in group),
    )
