"""The best placement, by OR-Tools CP-SAT: one objective after the other, each keeps what those before it reached.

The same problem gives the same answer: one worker, a fixed seed, a program built in the order of names, and limits in
the solver's deterministic time; the clock only guards against a machine that is far too slow.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hmcscan_lpm.planning.placement.greedy import filled, greedy, in_order_of_names
from hmcscan_lpm.planning.placement.model import (
    Assignment,
    Problem,
    evenness_steps,
    objections,
    pinned,
    servers_of,
    used_shares,
)
from hmcscan_lpm.planning.placement.program import EVEN, LARGEST, PLACED, RISKS, SPLIT, Program, cost, program

WORK_PER_SECOND = 0.5
"""Deterministic time of the solver that a slow core does in a second, with room to spare."""

GOOD_ENOUGH = 0.005
"""Proved relative distance at which the search for balance ends."""

_SHARES = {PLACED: 0.4, RISKS: 0.5, SPLIT: 0.5, LARGEST: 0.6, EVEN: 0.25}
"""Part of the work that is left which the search for an objective may take."""


@dataclass(frozen=True, slots=True)
class Objective:
    """What was reached of one objective.

    :ivar bound: no placement that keeps the objectives before it can be better than this
    """

    name: str
    value: int
    bound: int

    @property
    def gap(self) -> float:
        """Distance to the bound as a part of the larger of both."""
        return abs(self.value - self.bound) / max(abs(self.value), abs(self.bound), 1)


@dataclass(frozen=True, slots=True)
class Solved:
    """A placement with what was proved of it."""

    assignment: Assignment
    objectives: tuple[Objective, ...]

    @property
    def gap(self) -> float:
        """The largest gap of all objectives."""
        return max(objective.gap for objective in self.objectives)


def solve(problem: Problem, *, seconds: float, balance: bool = True) -> Solved:
    """The best placement that is found in *seconds*.

    :param balance: False: only who is placed and what the rules say of it counts
    """
    assignment = greedy(problem)
    names = (PLACED, RISKS, *((SPLIT,) if problem.groups else ()), *((LARGEST, EVEN) if balance else ()))
    if not _is_forced(problem, assignment):
        return _search(problem, assignment, names, seconds)
    reached = {name: _reached(problem, assignment, name) for name in names if name != EVEN}
    return Solved(assignment, tuple(Objective(name, value, value) for name, value in reached.items()))


def _is_forced(problem: Problem, assignment: Assignment) -> bool:
    """Nobody has a choice, and whoever may go somewhere does."""
    for number, mover in enumerate(problem.movers):
        options = [option for option in mover.options if problem.usable(option)]
        if not mover.pin and (len(options) > 1 or (options and number not in assignment)):
            return False
    return True


def _reached(problem: Problem, assignment: Assignment, name: str) -> int:
    """What *assignment* reaches of an objective."""
    if name == PLACED:
        return len(assignment)
    if name == RISKS:
        return sum(objections(problem.movers[number].option(target)) for number, target in assignment.items())
    if name == SPLIT:
        return sum(max(len(servers_of(group, assignment)) - 1, 0) for group in problem.groups)
    shares = used_shares(problem, assignment).values()
    if name == LARGEST:
        return max(shares, default=0)
    return sum(max(share - step, 0) for share in shares for step in evenness_steps())


def _search(problem: Problem, start: Assignment, names: Sequence[str], seconds: float) -> Solved:
    from ortools.sat.python import cp_model

    built = program(cp_model.CpModel(), problem)
    best: Assignment = start
    objectives: list[Objective] = []
    work, ends = seconds * WORK_PER_SECOND, time.monotonic() + 3 * seconds
    everybody = len(problem.movers)
    for name in names:
        expression = cost(problem, built, name)
        built.model.minimize(expression)
        found, bound, done = _minimised(cp_model.CpSolver, built, best, work * _SHARES[name], ends, name)
        work = max(work - done, 0.01)
        if name == PLACED:
            best = max(best, filled(problem, {**pinned(problem), **found}), key=len)
            objectives.append(Objective(name, len(best), everybody - bound))
            built.model.add(expression <= everybody - len(best))
            continue
        best = min(best, {**pinned(problem), **found}, key=lambda each: _reached(problem, each, name))
        value = _reached(problem, best, name)
        objectives.append(Objective(name, value, min(bound, value)))
        built.model.add(expression <= value)
    best = in_order_of_names(problem, filled(problem, best))
    return Solved(best, tuple(_final(problem, best, each) for each in objectives if each.name != EVEN))


def _final(problem: Problem, assignment: Assignment, told: Objective) -> Objective:
    """The objective with what the last placement reaches, which may have partitions more than the searches found."""
    value = _reached(problem, assignment, told.name)
    return Objective(told.name, value, told.bound if told.name == PLACED else min(told.bound, value))


def _minimised(
    new_solver: Callable[[], Any], built: Program, start: Assignment, work: float, ends: float, name: str
) -> tuple[dict[int, str], int, float]:
    """The best assignment that is found, from *start* on, the bound that is proved, and the work that it took.

    First one plain search, which proves the most; where that does not get to the end, one that looks around what was
    found.
    """
    best, bound, done = {home: target for home, target in start.items() if home in built.homeless}, 0, 0.0
    for interleaved in (False, True):
        solver = new_solver()
        set_limits(solver.parameters, work / 2, seconds=max(ends - time.monotonic(), 0.01))
        solver.parameters.relative_gap_limit = GOOD_ENOUGH if name in (LARGEST, EVEN) else 0.0
        if interleaved:
            solver.parameters.interleave_search = True
            solver.parameters.subsolvers.append("max_lp")
        built.model.clear_hints()
        for (number, target), place in built.places.items():
            built.model.add_hint(place, best.get(number) == target)
        status = solver.status_name(solver.solve(built.model))
        done += solver.response_proto.deterministic_time
        if status in ("OPTIMAL", "FEASIBLE"):
            best = {number: target for (number, target), place in built.places.items() if solver.boolean_value(place)}
            if math.isfinite(solver.best_objective_bound):
                bound = max(math.ceil(solver.best_objective_bound - 1e-6), bound)
        if status == "OPTIMAL":
            break
    return best, bound, done


def set_limits(parameters: Any, work: float, *, seconds: float) -> None:
    """What makes a search repeatable, and its end: *work* in deterministic time, at the latest after *seconds*."""
    parameters.num_workers = 1
    parameters.random_seed = 1
    parameters.linearization_level = 2
    parameters.max_deterministic_time = work
    parameters.max_time_in_seconds = seconds
