"""Moves and mappings with plain defaults, for tests of times and waves."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hmcscan_lpm.planning.execution import MoveMapping, MoverPair
from hmcscan_lpm.planning.model import MoveSummary
from hmcscan_lpm.planning.timing.concurrency import Limit, Limits

_GIVEN = {
    "lpar": "db1",
    "lpar_id": 10,
    "state": "Running",
    "source": "S1",
    "target": "T1",
    "mode": "active",
    "verdict": "ready",
    "memory_mb": 65536,
}


def move(lpar: str = "db1", **given: Any) -> MoveSummary:
    """An active, ready move of 64 GB from S1 to T1."""
    values: dict[str, Any] = {**_GIVEN, "lpar": lpar, **given}
    for item in fields(MoveSummary):
        empty = 0 if item.name.startswith("n_") else () if str(item.type).startswith("tuple") else None
        values.setdefault(item.name, empty)
    return MoveSummary(**values)


def mapping(item: MoveSummary, *movers: tuple[str, str]) -> MoveMapping:
    """What is chosen for a move: its movers, by name."""
    pairs = tuple(MoverPair(a, 1, "", b, 1, "", pinned=False, reason="") for a, b in movers)
    return MoveMapping(item.lpar, item.source, item.target, (), (), (), (), pairs, None, None, None, ())


def limits(
    *systems: str, vioses: int = 8, active: int = 8, inactive: int = 4, hmc: int | None = None, pair: bool = True
) -> Limits:
    """The same limits for all servers; each has two VIOSes, v1 and v2, unless it has none."""
    names = ("v1", "v2") if pair else ()
    return Limits(
        vioses={(system, name): Limit(vioses, "a test") for system in systems for name in names},
        active={system: Limit(active, "a test") for system in systems},
        inactive={system: Limit(inactive, "a test") for system in systems},
        hmcs=dict.fromkeys(systems, "hmc1"),
        per_hmc=None if hmc is None else Limit(hmc, "a test"),
    )
