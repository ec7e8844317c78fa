"""Which VIOS of the target takes over from which of the source: the same one for Fibre Channel and SCSI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from hmcscan_lpm.planning.pairing import fibre, scsi
from hmcscan_lpm.planning.pairing.assignment import assign
from hmcscan_lpm.planning.pairing.costs import CROSS, DOUBLED, NAME, ORDER, UNSERVED, UNSURE
from hmcscan_lpm.planning.pairing.desk import Desk, one_line
from hmcscan_lpm.planning.pairing.values import Move, Vios

_MOST_WAYS = 4096
"""Ways to fold many VIOSes onto few that are all tried; with more of them they take turns."""


def sources(desk: Desk, move: Move, adapters: fibre.Table, disks: scsi.Shelf) -> tuple[str, ...]:
    """The VIOSes that serve the partition over these adapters, in the order of their ids."""
    names = {adapter.vios for adapter in adapters.adapters} | {adapter.vios for adapter in disks.adapters}
    rank = {vios.name: vios.position for vios in desk.facts.vioses.get(move.source, ())}
    return tuple(sorted((name for name in names if name), key=lambda name: (rank.get(name, len(rank)), name)))


def pair(
    desk: Desk, move: Move, adapters: fibre.Table, disks: scsi.Shelf, candidates: Sequence[Vios]
) -> tuple[dict[str, str], str]:
    """VIOS of the source → VIOS of the target, and one line that says why.

    Each has one of its own where there are enough. With fewer, but at least two, one takes over from several, not from
    two that are paths to the same disks if that can be helped. A single one takes over from one only: redundancy is
    not given up in silence.
    """
    today = sources(desk, move, adapters, disks)
    if not today or not candidates:
        return {}, ""
    costs = [[_cost(desk, move, adapters, disks, name, vios) for vios in candidates] for name in today]
    if len(today) <= len(candidates) or len(candidates) < 2:
        places = _own(costs)
    else:
        places = _folded(costs, _rivals(adapters, disks, today))
    pairs = {name: candidates[place].name for name, place in zip(today, places, strict=True) if place < len(candidates)}
    total = sum(costs[row][place] for row, place in enumerate(places) if place < len(candidates))
    return pairs, _reason(pairs, today, candidates, total)


def _cost(desk: Desk, move: Move, adapters: fibre.Table, disks: scsi.Shelf, name: str, vios: Vios) -> int:
    rows = adapters.rows_of(name)
    cost = fibre.solve(adapters, rows, dict.fromkeys(rows, vios.name), cross=False).cost
    shelved = disks.rows_of(name)
    cost += sum(scsi.sight(desk, move, disks, disks.adapters[row], vios.name).cost for row in shelved)
    pins = [pin for path, pin in zip(adapters.adapters, adapters.pins, strict=True) if path.vios == name]
    pins += [pin for shown, pin in zip(disks.adapters, disks.pins, strict=True) if shown.vios == name]
    cost += sum(pin is not None and pin.vios != vios.name for pin in pins) * CROSS
    free = desk.ledger.free_slots((vios.system, vios.name))
    if free is not None:
        cost += max(len(rows) + len(shelved) - free, 0) * UNSURE
    if vios.is_up is None:
        cost += UNSURE
    today = desk.facts.vios(move.source, name)
    distance = abs(today.position - vios.position) if today else 0
    return cost + distance % 2 * ORDER + distance * NAME


def _own(costs: Sequence[Sequence[int]]) -> list[int]:
    """A column of its own for each row; with too few columns some rows get none: a number behind the last one."""
    lacking = max(len(costs) - len(costs[0]), 0)
    return assign([[*line, *([UNSERVED * 2**12] * lacking)] for line in costs])


def _rivals(adapters: fibre.Table, disks: scsi.Shelf, today: Sequence[str]) -> frozenset[tuple[int, int]]:
    """Pairs of *today* that are paths to the same: both serve Fibre Channel, or present the same disk."""
    shows: dict[str, set[str]] = {name: set() for name in today}
    for path in adapters.adapters:
        if path.vios:
            shows[path.vios].add("Fibre Channel")
    for adapter in disks.adapters:
        if adapter.vios:
            shows[adapter.vios] |= {f"disk {disk.unit or disk.name}" for disk in adapter.disks}
    numbers = range(len(today))
    return frozenset((a, b) for a in numbers for b in numbers if a < b and shows[today[a]] & shows[today[b]])


def _folded(costs: Sequence[Sequence[int]], rivals: Iterable[tuple[int, int]]) -> list[int]:
    """A column for each row, of which there are more; at least two columns are used."""
    n, m = len(costs), len(costs[0])
    if m**n > _MOST_WAYS:
        return [row % m for row in range(n)]
    clashing = list(rivals)

    def total(places: tuple[int, ...]) -> tuple[bool, int]:
        used = len(set(places))
        clashes = sum(places[a] == places[b] for a, b in clashing)
        served = sum(costs[row][place] for row, place in enumerate(places))
        return used < 2, served + (n - used) * DOUBLED + clashes * CROSS

    best = min(product(range(m), repeat=n), key=total)
    return list(best)


def _reason(pairs: Mapping[str, str], today: Sequence[str], candidates: Sequence[Vios], total: int) -> str:
    said = ", ".join(f"{name} → {pairs.get(name, 'none')}" for name in today)
    order = [vios.name for vios in candidates]
    places = [order.index(pairs[name]) for name in today if name in pairs]
    if total >= UNSERVED or len(pairs) < len(today):
        why = "no other pairing leaves fewer adapters without a home"
    elif len(set(pairs.values())) < len(pairs):
        why = f"the target has only {len(order)} for {len(today)}"
    elif places == sorted(places):
        why = "every adapter finds its port and its disks there, and the order of ids is kept"
    else:
        why = "every adapter finds its port and its disks there, with fewer problems than in the order of ids"
    return one_line([f"{said}: {why}"])
