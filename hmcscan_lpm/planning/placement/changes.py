"""The smallest single change that gives a partition a home, when the others may be placed elsewhere for it.

One search for each partition: everybody who has a home keeps one, the partition gets one, and at most one thing changes
(see :mod:`hmcscan_lpm.planning.placement.homeless` for the order of changes).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hmcscan_lpm.planning.placement.homeless import Change, direct, options_by_rule, room_change, size
from hmcscan_lpm.planning.placement.model import (
    CORES,
    MEMORY,
    Assignment,
    Problem,
    left,
    pinned,
    risk_points,
)
from hmcscan_lpm.planning.placement.program import Program, program
from hmcscan_lpm.planning.placement.solver import set_limits
from hmcscan_lpm.planning.reserve import WHOLE

_MILLIONTHS = 1_000_000
_ROOM, _COUNT, _RULE = 10 * _MILLIONTHS, 30 * _MILLIONTHS, 50 * _MILLIONTHS
"""What a change of each kind costs at least: a part of a server's memory or cores, something counted, a rule."""


@dataclass(frozen=True, slots=True)
class _Levers:
    """What may change: at most one of *used*; *price* is to be small.

    :ivar more: (server, resource) → room that it adds, in ten-thousandths of its unit
    """

    more: Mapping[tuple[str, str], Any]
    used: list[Any]
    price: list[Any]


def smallest_change(problem: Problem, assignment: Assignment, number: int, work: float) -> Change | None:
    """The smallest change that is found with so much *work* of the solver."""
    first = direct(problem, assignment, number)
    roomy = any(rule is None for _, rule in options_by_rule(problem, problem.movers[number]))
    if problem.movers[number].pin or work <= 0 or not (roomy or first is None):
        return first
    found = _rearranged(problem, assignment, number, work)
    return min((change for change in (first, found) if change), key=lambda each: size(problem, each), default=None)


def _rearranged(problem: Problem, assignment: Assignment, number: int, work: float) -> Change | None:
    from ortools.sat.python import cp_model

    rules = {option.target: rule for option, rule in options_by_rule(problem, problem.movers[number])}
    if not rules:
        return None
    wanted = _with_options(problem, number, set(rules))
    model = cp_model.CpModel()
    levers = _levers(model, wanted, assignment, number)
    built = program(model, wanted, levers.more)
    _mend_rules(wanted, built, number, rules, levers)
    for mover, none in built.homeless.items():
        model.add(none == int(mover != number and mover not in assignment))
    for (mover, target), place in built.places.items():
        model.add_hint(place, assignment.get(mover) == target)
    model.add_at_most_one(levers.used)
    model.minimize(sum(levers.price))
    solver = cp_model.CpSolver()
    set_limits(solver.parameters, work, seconds=work * 20)
    if solver.status_name(solver.solve(model)) not in ("OPTIMAL", "FEASIBLE"):
        return None
    homes = {who: there for (who, there), place in built.places.items() if solver.boolean_value(place)}
    return _told(problem, wanted, assignment, {**pinned(problem), **homes}, number, rules)


def _with_options(problem: Problem, number: int, targets: set[str]) -> Problem:
    """The problem in which the rules let the mover go to *targets*, and moves that size alone blocks wait for room."""
    movers = []
    for index, mover in enumerate(problem.movers):
        open_to = targets if index == number else {o.target for o, rule in options_by_rule(problem, mover) if not rule}
        options = [replace(o, verdict="unproven", blockers=()) for o in mover.options if o.target in open_to]
        movers.append(mover if mover.pin else replace(mover, options=tuple(options)))
    return replace(problem, movers=tuple(movers))


def _levers(model: Any, problem: Problem, assignment: Assignment, number: int) -> _Levers:
    levers = _Levers({}, [], [])
    more: dict[tuple[str, str], Any] = {}
    largest = _largest_needs(problem, {*assignment, number})
    lowered = {}
    for resource, reserve in ((MEMORY, problem.reserve.memory), (CORES, problem.reserve.cores)):
        if reserve:
            lowered[resource] = _lever(model, levers, reserve, 0)
            levers.price.append(lowered[resource])
    for name, room in left(problem, pinned(problem)).items():
        active = problem.servers[name].active
        for resource, free in room.items():
            if not largest.get(resource):
                continue
            most = largest[resource] + max(-free, 0)
            added = _lever(model, levers, most, _ROOM if active.get(resource) else _COUNT)
            more[name, resource] = WHOLE * added
            if active.get(resource):
                part = model.new_int_var(0, -(-most * _MILLIONTHS // active[resource]), "")
                model.add(part * active[resource] >= added * _MILLIONTHS)
                levers.price.append(part)
                more[name, resource] += lowered.get(resource, 0) * active[resource]
            else:
                levers.price.append(added)
    return replace(levers, more=more)


def _largest_needs(problem: Problem, numbers: set[int]) -> dict[str, int]:
    largest: dict[str, int] = {}
    for number in numbers:
        for option in problem.movers[number].options:
            for resource, need in option.needs.items():
                largest[resource] = max(largest.get(resource, 0), need)
    return largest


def _lever(model: Any, levers: _Levers, most: int, price: int) -> Any:
    """A number that is more than zero only where its lever is the one that is used."""
    used, value = model.new_bool_var(""), model.new_int_var(0, most, "")
    model.add(value <= most * used)
    levers.used.append(used)
    levers.price.append(price * used)
    return value


def _mend_rules(
    problem: Problem, built: Program, number: int, rules: Mapping[str, tuple[str, str] | None], levers: _Levers
) -> None:
    points = {option.target: risk_points(option) for option in problem.movers[number].options}
    for target, rule in sorted(rules.items()):
        if rule and (number, target) in built.places:
            mended = built.model.new_bool_var(f"mended for {target}")
            built.model.add_implication(built.places[number, target], mended)
            levers.used.append(mended)
            levers.price.append((_RULE + points[target]) * mended)


def _told(
    problem: Problem,
    wanted: Problem,
    before: Assignment,
    after: Assignment,
    number: int,
    rules: Mapping[str, tuple[str, str] | None],
) -> Change | None:
    """The one change that *after* needs; None where it needs none or more than one."""
    moved = sum(before[mover] != after[mover] for mover in before)
    if rule := rules[after[number]]:
        points = risk_points(wanted.movers[number].option(after[number]))
        return Change("rule", after[number], rule=rule, moved=moved, points=points)
    rooms, fixed = left(wanted, after), pinned(wanted)
    missing = {
        (name, resource): -rooms[name][resource]
        for mover, name in after.items()
        for resource, need in wanted.movers[mover].option(name).needs.items()
        if need and mover not in fixed and rooms[name].get(resource, 0) < 0
    }
    if not missing:
        return None
    changes = [room_change(problem, name, resource, short) for (name, resource), short in sorted(missing.items())]
    kinds = {(change.kind, change.resource) for change in changes}
    if len(changes) > 1 and (len(kinds) > 1 or changes[0].kind != "reserve"):
        return None
    return replace(max(changes, key=lambda change: size(problem, change)), moved=moved)
