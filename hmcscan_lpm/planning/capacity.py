"""What is left on each target when all selected moves have gone there, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from hmcscan_lpm.planning.model import CapacityStep, MoveSummary, TargetCapacity
from hmcscan_lpm.planning.rows import rows


def capacity(connection: duckdb.DuckDBPyConnection, moves: Sequence[MoveSummary]) -> tuple[TargetCapacity, ...]:
    """The targets of *moves* with what they have free before, after each move and at the end.

    Memory counts the partition's memory with its page table (relation ``memory_needs``), cores its entitlement or
    its dedicated cores (relation ``processor_needs``).
    """
    systems = {row["system"]: row for row in rows(connection, "select * from systems")}
    memory = {(row["system"], row["lpar"]): row for row in rows(connection, "select * from memory_needs")}
    cores = {(row["system"], row["lpar"]): row for row in rows(connection, "select * from processor_needs")}
    targets = sorted({move.target for move in moves})
    return tuple(
        _target(systems[target], [move for move in moves if move.target == target], memory, cores) for target in targets
    )


def _target(
    system: Mapping[str, Any],
    moves: Iterable[MoveSummary],
    memory: Mapping[tuple[str, str], Mapping[str, Any]],
    cores: Mapping[tuple[str, str], Mapping[str, Any]],
) -> TargetCapacity:
    free_cores, free_mb = system["free_cores"], system["free_mb"]
    cores_left, memory_left = free_cores, free_mb
    cores_wanted: float | None = 0.0
    memory_wanted: int | None = 0
    steps = []
    for move in moves:
        need = memory.get((move.source, move.lpar), {})
        low = need.get("low_mb")
        wants_mb = None if low is None else round(low)
        wants_cores = cores.get((move.source, move.lpar), {}).get("cores")
        cores_wanted, memory_wanted = _plus(cores_wanted, wants_cores), _plus(memory_wanted, wants_mb)
        cores_left, memory_left = _minus(cores_left, wants_cores), _minus(memory_left, wants_mb)
        steps.append(CapacityStep(move.lpar, move.source, move.verdict, wants_cores, wants_mb, cores_left, memory_left))
    return TargetCapacity(
        target=system["system"],
        type_model=system["type_model"],
        active_cores=system["active_cores"],
        active_mb=system["active_mb"],
        free_cores=free_cores,
        free_mb=free_mb,
        steps=tuple(steps),
        cores_wanted=cores_wanted,
        memory_wanted_mb=memory_wanted,
        cores_left=cores_left,
        memory_left_mb=memory_left,
        fits_cores=None if cores_left is None else cores_left >= 0,
        fits_memory=None if memory_left is None else memory_left >= 0,
    )


def _plus(total: Any, amount: Any) -> Any:
    """The sum, null as soon as one part is not known."""
    return None if total is None or amount is None else round(total + amount, 2)


def _minus(total: Any, amount: Any) -> Any:
    return None if total is None or amount is None else round(total - amount, 2)
