"""Client virtual Fibre Channel adapters → physical ports of the target.

Fabrics come first: a path in the wrong one sees no disk. Then the VIOS that takes over, the transfer size, a port per
adapter, and last how busy a port is (:mod:`hmcscan_lpm.planning.pairing.costs`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hmcscan_lpm.planning.choices import AdapterChoice
from hmcscan_lpm.planning.pairing.assignment import assign
from hmcscan_lpm.planning.pairing.costs import (
    APART,
    CROSS,
    DOUBLED,
    FOREIGN,
    INDEX,
    LOAD,
    NAME,
    PLACE,
    SMALLER,
    UNSERVED,
    UNSURE,
    WEAK,
)
from hmcscan_lpm.planning.pairing.desk import Desk
from hmcscan_lpm.planning.pairing.fabrics import HINTS, Hints, Match
from hmcscan_lpm.planning.pairing.facts import Facts
from hmcscan_lpm.planning.pairing.values import FibreAdapter, Move, Port, Vios


@dataclass(frozen=True, slots=True)
class Option:
    """A port for an adapter.

    :ivar obstacle: why it cannot be proposed, ``''`` = it can
    :ivar cost: how good it is, less is better
    """

    port: Port
    match: Match
    obstacle: str
    cost: int


@dataclass(frozen=True, slots=True)
class Table:
    """All adapters of a partition against all ports of the VIOSes of the target that may serve it.

    :ivar pins: for each adapter what the user chose
    :ivar hints: for each adapter what is known of its fabric
    :ivar options: for each adapter an option per port
    :ivar room: for each port how many adapters it still takes
    :ivar taken: VIOS and port → adapters of this partition that the user put there
    """

    adapters: tuple[FibreAdapter, ...]
    pins: tuple[AdapterChoice | None, ...]
    hints: tuple[Hints, ...]
    ports: tuple[Port, ...]
    options: tuple[tuple[Option, ...], ...]
    room: tuple[int, ...]
    taken: Mapping[tuple[str, str], int]

    def is_fixed(self, row: int) -> bool:
        """The user chose VIOS and port of an adapter."""
        pin = self.pins[row]
        return pin is not None and bool(pin.port)

    def rows_of(self, vios: str) -> list[int]:
        """The adapters that a VIOS serves today and whose port is still to be found."""
        return [row for row, adapter in enumerate(self.adapters) if adapter.vios == vios and not self.is_fixed(row)]


def table(desk: Desk, move: Move, candidates: Sequence[Vios]) -> Table:
    """Judge every port of *candidates* for every adapter of the partition."""
    adapters = desk.facts.fibre.get((move.source, move.lpar), ())
    pins = tuple(desk.pin(move, adapter.slot) for adapter in adapters)
    hints = tuple(desk.fabrics.adapter(move.source, adapter) for adapter in adapters)
    ports = tuple(port for vios in candidates for port in desk.facts.ports.get((vios.system, vios.name), ()))
    doubtful = {vios.name for vios in candidates if vios.is_up is None}
    options = tuple(
        tuple(
            judge(desk, move, adapter, hint, port, number * INDEX + (UNSURE if port.vios in doubtful else 0))
            for number, port in enumerate(ports)
        )
        for adapter, hint in zip(adapters, hints, strict=True)
    )
    taken = Counter((pin.vios, pin.port) for pin in pins if pin is not None and pin.port)
    room = tuple(max(desk.ledger.room(port) - taken[port.vios, port.name], 0) for port in ports)
    return Table(adapters, pins, hints, ports, options, room, taken)


def judge(desk: Desk, move: Move, adapter: FibreAdapter, hints: Hints, port: Port, cost: int = 0) -> Option:
    """How good a port is for an adapter, and whether it can be proposed at all.

    :param cost: what it costs anyhow
    """
    match = desk.fabrics.match(move.source, move.target, hints, desk.fabrics.port(port))
    obstacle = _obstacle(desk, match, port)
    if obstacle:
        return Option(port, match, obstacle, UNSERVED)
    cost += desk.ledger.load(port) * LOAD
    if match.same:
        cost += HINTS.index(match.by) * WEAK
    else:
        cost += UNSURE if match.same is None else FOREIGN
    if adapter.max_xfer_size is None or port.max_xfer_size is None:
        cost += UNSURE
    elif port.max_xfer_size < adapter.max_xfer_size:
        cost += SMALLER
    if port.has_link is None:
        cost += UNSURE
    if desk.ledger.is_beyond_documented(port):
        cost += UNSURE
    return Option(port, match, "", cost + _distance(desk, move, adapter, hints, match, port))


def _obstacle(desk: Desk, match: Match, port: Port) -> str:
    if port.has_link is False:
        return "has no link"
    if port.is_npiv is False:
        return "does no NPIV (lsnports: fabric 0)"
    if desk.ledger.room(port) < 1:
        return f"is full with {desk.ledger.load(port)} virtual adapters"
    if match.same is False and match.by != "domain":
        return f"is in fabric {match.there}, not in {match.here}"
    return ""


def _distance(desk: Desk, move: Move, adapter: FibreAdapter, hints: Hints, match: Match, port: Port) -> int:
    """What it costs that a port is not where today's port is: much where nothing else keeps fabrics apart."""
    cost = 0 if port.name == adapter.port else NAME
    if match.same is None and (stands_for := desk.fabrics.expected(move.source, move.target, hints)):
        return cost if desk.fabrics.port(port).best == stands_for else cost + APART
    is_one_label = match.by == "label" and len(desk.fabrics.offered(move.source, "label")) == 1
    if match.same is None or is_one_label:
        return cost if same_place(desk.facts, move, adapter, port) else cost + PLACE
    return cost


def same_place(facts: Facts, move: Move, adapter: FibreAdapter, port: Port) -> bool:
    """The port has the name of today's port or, where there is none of that name, its place among all with link."""
    if port.name == adapter.port:
        return True
    today = facts.port(move.source, adapter.vios, adapter.port)
    linked = [other for other in facts.ports.get((port.system, port.vios), ()) if other.has_link is not False]
    if today is None or not linked or any(other.name == adapter.port for other in linked):
        return False
    return port.position == today.position % len(linked)


@dataclass(frozen=True, slots=True)
class Solution:
    """A port for each of some adapters.

    :ivar ports: row of the table → number of the port, None = none
    """

    ports: Mapping[int, int | None]
    cost: int


def solve(found: Table, rows: Sequence[int], paired: Mapping[int, str | None], *, cross: bool) -> Solution:
    """Give *rows* ports at the least cost.

    :param paired: row → the VIOS that takes over from today's, None = none does
    :param cross: ports of other VIOSes may be taken as well, at a cost; they always may where nobody knows today's
    """
    homes = {row: pin.vios if (pin := found.pins[row]) else paired[row] for row in rows}
    anywhere = {row for row in rows if found.pins[row] is None and (cross or found.adapters[row].vios is None)}
    columns = [
        (number, copy)
        for number, port in enumerate(found.ports)
        if anywhere or port.vios in homes.values()
        for copy in range(min(len(rows), found.room[number]))
    ]
    costs = []
    for row in rows:
        line = [_cost(found, row, number, copy, homes[row], row in anywhere) for number, copy in columns]
        costs.append(line + [UNSERVED] * len(rows))
    places = assign(costs)
    ports = {row: columns[place][0] if place < len(columns) else None for row, place in zip(rows, places, strict=True)}
    return Solution(ports, sum(line[place] for line, place in zip(costs, places, strict=True)))


def _cost(found: Table, row: int, number: int, copy: int, home: str | None, is_anywhere: bool) -> int:
    """More than that of having no port at all where the port cannot be taken."""
    option = found.options[row][number]
    vios = option.port.vios
    if option.obstacle or not (is_anywhere or vios == home):
        return 2 * UNSERVED
    doubled = copy + found.taken.get((vios, option.port.name), 0)
    is_cross = vios != home and found.adapters[row].vios is not None
    return option.cost + is_cross * CROSS + doubled * (DOUBLED + LOAD)


def choose(found: Table, vioses: Mapping[str, str]) -> Mapping[int, int | None]:
    """A port for every adapter whose port the user did not choose: row of the table → number of the port.

    Adapters leave the VIOS that takes over from theirs only where it has no port for them, and only as long as a
    partition that two VIOSes serve is still served by two.

    :param vioses: VIOS of the source → VIOS of the target that takes over from it
    """
    rows = [row for row in range(len(found.adapters)) if not found.is_fixed(row)]
    paired = {row: vioses.get(found.adapters[row].vios or "") for row in rows}
    strict = solve(found, rows, paired, cross=False)
    if strict.cost < FOREIGN:
        return strict.ports
    loose = solve(found, rows, paired, cross=True)
    return loose.ports if loose.cost < strict.cost and _is_spread(found, loose.ports) else strict.ports


def _is_spread(found: Table, ports: Mapping[int, int | None]) -> bool:
    """What two VIOSes serve today two VIOSes serve then; an adapter whose VIOS is not known proves nothing."""
    pairs: set[tuple[str, str]] = set()
    for row, adapter in enumerate(found.adapters):
        pin, number = found.pins[row], ports.get(row)
        if adapter.vios is not None and pin is not None and pin.port:
            pairs.add((adapter.vios, pin.vios))
        elif adapter.vios is not None and number is not None:
            pairs.add((adapter.vios, found.ports[number].vios))
    return len({there for _, there in pairs}) >= min(len({here for here, _ in pairs}), 2)
