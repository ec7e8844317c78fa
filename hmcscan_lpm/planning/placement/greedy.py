"""A quick placement to start from: the hardest partitions first, each where the rules object least."""

from __future__ import annotations

from collections.abc import Mapping

from hmcscan_lpm.planning.placement.model import (
    Assignment,
    Problem,
    by_size,
    in_the_way,
    interchangeable,
    left,
    objections,
    pinned,
    shortages,
)
from hmcscan_lpm.planning.reserve import WHOLE


def greedy(problem: Problem) -> dict[int, str]:
    """A placement that keeps all conditions; not the best one."""
    return filled(problem, pinned(problem))


def filled(problem: Problem, assignment: Assignment) -> dict[int, str]:
    """*assignment* with every partition more that still fits somewhere, one after the other."""
    found = dict(assignment)
    rooms = left(problem, found)
    for number in by_size(problem, (n for n in range(len(problem.movers)) if n not in found)):
        if problem.movers[number].pin:
            continue
        fitting = [
            option
            for option in problem.movers[number].options
            if problem.usable(option)
            and not shortages(rooms[option.target], option)
            and not in_the_way(problem, found, number, option.target)
        ]
        if not fitting:
            continue
        best = min(fitting, key=lambda o: (objections(o), _fullest(rooms[o.target], o.needs), o.target))
        found[number] = best.target
        for resource, amount in best.needs.items():
            if resource in rooms[best.target]:
                rooms[best.target][resource] -= amount
    return found


def _fullest(room: dict[str, int], needs: Mapping[str, int]) -> int:
    """The largest part of what is left of a resource that would be taken."""
    return max((need * WHOLE // room[name] for name, need in needs.items() if room.get(name)), default=0)


def in_order_of_names(problem: Problem, assignment: Assignment) -> dict[int, str]:
    """The same placement where partitions between which nothing else tells stand in the order of their names."""
    found = dict(assignment)
    for alike in interchangeable(problem):
        homes = sorted(assignment[number] for number in alike if number in assignment)
        for number in alike:
            found.pop(number, None)
        found.update(zip(alike, homes, strict=False))
    return dict(sorted(found.items()))
