"""What each server has left after each wave: cores, memory with page tables, Fibre Channel ports, virtual slots.

Counted as pairing and :mod:`~hmcscan_lpm.planning.capacity` do: a move takes memory in whole memory blocks of its
target, and one virtual slot per adapter on the VIOS that it is mapped to. Cores and memory that a partition leaves
behind are free once its wave is done; ports and slots are not counted as free again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from hmcscan_lpm.planning.execution import MoveMapping, Wave, WaveMove
from hmcscan_lpm.planning.reserve import NO_RESERVE, Reserve, reserved
from hmcscan_lpm.planning.rows import rows
from hmcscan_lpm.planning.timing.model import PortRoom, SlotRoom, WaveCapacity

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a partition takes; None = a figure is missing.

    :ivar cores, cores_high: at least and at most
    :ivar low, high: memory in MB at least and at most, page tables with it; 0 for one in a shared memory pool
    """

    mode: str | None
    cores: float | None
    cores_high: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class _Facts:
    systems: Mapping[str, _Row]
    needs: Mapping[tuple[str, str], _Needs]
    ports: Mapping[str, Sequence[_Row]]
    slots: Mapping[str, Sequence[_Row]]


def after_waves(
    connection: duckdb.DuckDBPyConnection,
    waves: Iterable[Wave],
    mappings: Iterable[MoveMapping],
    reserve: Reserve = NO_RESERVE,
) -> tuple[WaveCapacity, ...]:
    """Every target of the waves, before the first (wave 0) and after each wave that changes it, by server.

    :param mappings: of the moves, for ports and VIOSes; an adapter that is mapped nowhere takes none that is known
    """
    waves = list(waves)
    facts = _facts(connection)
    found = {(mapping.lpar, mapping.source, mapping.target): mapping for mapping in mappings}
    targets = sorted({move.target for wave in waves for move in wave.moves})
    return tuple(row for target in targets for row in _server(target, waves, found, facts, reserve))


def _facts(connection: duckdb.DuckDBPyConnection) -> _Facts:
    memory = {(row["system"], row["lpar"]): row for row in rows(connection, "select * from memory_needs")}
    needs = {}
    for row in rows(connection, "select * from processor_needs"):
        need = memory.get((row["system"], row["lpar"]), {})
        pooled = need.get("is_shared")
        low, high = (0.0, 0.0) if pooled else (need.get("low_mb"), need.get("high_mb"))
        if pooled is None:
            low, high = None, None
        needs[row["system"], row["lpar"]] = _Needs(row["mode"], row["cores"], row["cores_high"], low, high)
    ports = """
        select p.system, p.vios, p.port, coalesce(t.clients, 0) as clients,
          least(n.free_ports, n.free_wwpns // 2) as room,
          case when p.speed_supported is null then null when p.speed_supported <= 16 then k.vfc_per_port
            else k.vfc_per_fast_port end as most
        from fc_links l
        join fc_ports p on p.at = l.at
        cross join known_limits k
        left join fc_targets t on t.at = l.at
        left join npiv_ports n on n.system = p.system and n.vios = p.vios and n.port = p.port
        where l.has_link is distinct from false
        order by all"""
    return _Facts(
        systems={
            row["system"]: row
            for row in rows(
                connection, "select s.*, r.tolerance from systems s join core_rounding r using (system) order by s.at"
            )
        },
        needs=needs,
        ports=_by_system(rows(connection, ports)),
        slots=_by_system(rows(connection, "select system, vios, free from vios_slots order by all")),
    )


def _by_system(found: Iterable[_Row]) -> dict[str, list[_Row]]:
    grouped: dict[str, list[_Row]] = {}
    for row in found:
        grouped.setdefault(row["system"], []).append(row)
    return grouped


@dataclass(slots=True)
class _Balance:
    """What a server has, wave after wave; alive while it is counted.

    :ivar cores, least_cores, most_mb, least_mb: left; None once a figure was missing
    :ivar dedicated, shared: taken so far
    :ivar adapters, fibre: (VIOS, port) and VIOS → how many came
    """

    cores: float | None
    least_cores: float | None
    most_mb: float | None
    least_mb: float | None
    lmb: int
    dedicated: float | None = 0.0
    shared: float | None = 0.0
    fibre: Counter[tuple[str, str]] = field(default_factory=Counter)
    adapters: Counter[str] = field(default_factory=Counter)

    def arrive(self, need: _Needs, mapping: MoveMapping | None) -> None:
        self.cores = _sum(self.cores, need.cores, -1)
        self.least_cores = _sum(self.least_cores, need.cores_high, -1)
        if need.mode == "ded":
            self.dedicated = _sum(self.dedicated, need.cores)
        elif need.mode is not None:
            self.shared = _sum(self.shared, need.cores)
        else:
            self.dedicated = self.shared = None
        self.most_mb = _sum(self.most_mb, _blocks(need.low, self.lmb), -1)
        self.least_mb = _sum(self.least_mb, _blocks(need.high, self.lmb), -1)
        if mapping is not None:
            self.fibre.update((item.vios, item.port) for item in mapping.fibre if item.vios and item.port)
            homes = [*(item.vios for item in mapping.fibre), *(item.vios for item in mapping.scsi)]
            self.adapters.update(vios for vios in homes if vios)

    def leave(self, need: _Needs) -> None:
        """What becomes free at least counts for the least that is left, and the other way round."""
        self.cores = _sum(self.cores, need.cores_high)
        self.least_cores = _sum(self.least_cores, need.cores)
        self.most_mb = _sum(self.most_mb, need.high)
        self.least_mb = _sum(self.least_mb, need.low)


def _server(
    system: str,
    waves: Iterable[Wave],
    mappings: Mapping[tuple[str, str, str], MoveMapping],
    facts: _Facts,
    reserve: Reserve,
) -> Iterable[WaveCapacity]:
    row = facts.systems[system]
    free = (row["free_cores"], row["free_cores"], row["free_mb"], row["free_mb"])
    balance = _Balance(*free, lmb=row["lmb_mb"] or 1)
    yield _state(row, (0, (), ()), balance, facts, reserve, keeps=_keeps(row, balance, reserve))
    for wave in waves:
        came = [move for move in wave.moves if move.target == system]
        left = [move for move in wave.moves if move.source == system]
        for move in came:
            balance.arrive(_needs(facts, move), mappings.get((move.lpar, move.source, move.target)))
        tight = _keeps(row, balance, reserve)
        for move in left:
            balance.leave(_needs(facts, move))
        if came or left:
            yield _state(row, (wave.number, came, left), balance, facts, reserve, keeps=tight)


def _needs(facts: _Facts, move: WaveMove) -> _Needs:
    return facts.needs.get((move.source, move.lpar), _Needs(None, None, None, None, None))


def _state(
    row: _Row,
    done: tuple[int, Sequence[WaveMove], Sequence[WaveMove]],
    balance: _Balance,
    facts: _Facts,
    reserve: Reserve,
    *,
    keeps: bool | None,
) -> WaveCapacity:
    """One line of the account.

    :param done: number of the wave, what came with it, what left with it
    """
    wave, came, left = done
    cores, memory = _reserved(row, reserve)
    return WaveCapacity(
        system=row["system"],
        wave=wave,
        arrived=tuple(move.lpar for move in came),
        departed=tuple(move.lpar for move in left),
        cores_taken=balance.dedicated,
        entitlement_taken=balance.shared,
        cores_left=balance.cores,
        memory_left_mb=None if balance.most_mb is None else round(balance.most_mb),
        memory_left_least_mb=None if balance.least_mb is None else round(balance.least_mb),
        cores_reserved=cores,
        memory_reserved_mb=memory,
        keeps_reserve=keeps,
        ports=tuple(
            PortRoom(port["vios"], port["port"], _room(port, balance.fibre[port["vios"], port["port"]]))
            for port in facts.ports.get(row["system"], ())
        ),
        slots=tuple(
            SlotRoom(vios["vios"], None if vios["free"] is None else vios["free"] - balance.adapters[vios["vios"]])
            for vios in facts.slots.get(row["system"], ())
        ),
    )


def _reserved(row: _Row, reserve: Reserve) -> tuple[float | None, int | None]:
    """Cores and MB that stay free; None where the server's size is not known and something is to be kept."""
    cores: float | None = 0.0
    memory: int | None = 0
    if reserve.cores:
        active = row["active_cores"]
        cores = None if active is None else reserved(round(active * 1000), reserve.cores) / 1000
    if reserve.memory:
        memory = None if row["active_mb"] is None else reserved(row["active_mb"], reserve.memory)
    return cores, memory


def _keeps(row: _Row, balance: _Balance, reserve: Reserve) -> bool | None:
    cores, memory = _reserved(row, reserve)
    # Free cores are printed cut to two decimals: there may be a little more than that.
    most = _sum(balance.cores, row["tolerance"])
    kept = (_kept(most, balance.least_cores, cores), _kept(balance.most_mb, balance.least_mb, memory))
    return False if False in kept else None if None in kept else True


def _kept(most: float | None, least: float | None, wanted: float | None) -> bool | None:
    """Whether what is left is as much as wanted; None when it depends on what is not known."""
    if most is not None and wanted is not None and round(most - wanted, 6) < 0:
        return False
    return True if least is not None and wanted is not None and round(least - wanted, 6) >= 0 else None


def _room(port: _Row, came: int) -> int | None:
    bounds = [
        value
        for value in (port["room"], None if port["most"] is None else port["most"] - port["clients"])
        if value is not None
    ]
    return min(bounds) - came if bounds else None


def _blocks(amount: float | None, lmb: int) -> float | None:
    """Memory in whole memory blocks."""
    return None if amount is None else -(-amount // lmb) * lmb


def _sum(total: float | None, amount: float | None, sign: int = 1) -> float | None:
    """The sum, None as soon as one part is not known."""
    return None if total is None or amount is None else round(total + sign * amount, 4)
