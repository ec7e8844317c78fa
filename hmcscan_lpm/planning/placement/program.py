"""A placement problem as a program of whole numbers: variables, conditions, objectives. The model is handed in.

``places`` has a yes-or-no variable for every (mover, server) that is possible at all; every mover that is not pinned
has exactly one of its places, or no home.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hmcscan_lpm.planning.placement.model import (
    CORES,
    MEMORY,
    Problem,
    evenness_steps,
    in_the_way,
    left,
    objections,
    pinned,
    shortages,
)
from hmcscan_lpm.planning.reserve import WHOLE

PLACED, RISKS, SPLIT, LARGEST = "partitions placed", "risk points", "servers beyond one per group", "largest used share"
EVEN = "evenness"


@dataclass(frozen=True, slots=True)
class Program:
    """The variables of a problem in a model of the solver.

    :ivar places: (mover, server) → 1 where it goes there
    :ivar homeless: mover → 1 where it has no home
    :ivar shares: used part of the active memory and cores of each server, in hundredths of a per cent, and the most
        that it can be
    """

    model: Any
    places: Mapping[tuple[int, str], Any]
    homeless: Mapping[int, Any]
    shares: Sequence[tuple[Any, int]]


def program(model: Any, problem: Problem, more: Mapping[tuple[str, str], Any] | None = None) -> Program:
    """Variables and conditions in *model*.

    :param more: (server, resource) → room that may be added, in ten-thousandths (:data:`WHOLE`) of its unit
    """
    more = more or {}
    fixed = pinned(problem)
    rooms = left(problem, fixed)
    places = {
        (number, option.target): model.new_bool_var(f"{number} on {option.target}")
        for number, mover in enumerate(problem.movers)
        if not mover.pin
        for option in mover.options
        if problem.usable(option)
        and all((option.target, resource) in more for resource in shortages(rooms[option.target], option))
        and not in_the_way(problem, fixed, number, option.target)
    }
    homeless = {n: model.new_bool_var(f"{n} homeless") for n in range(len(problem.movers)) if n not in fixed}
    needs = _needs(problem, places)
    _one_home_each(model, places, homeless)
    for target, room in rooms.items():
        for resource, free in room.items():
            if terms := needs.get((target, resource)):
                _limit(model, terms, free, more.get((target, resource)))
    for item in problem.exclusions:
        for target in problem.servers:
            if rivals := [places[number, target] for number in item.members if (number, target) in places]:
                model.add_at_most_one(rivals)
    return Program(model, places, homeless, _shares(model, problem, needs))


def _one_home_each(model: Any, places: Mapping[tuple[int, str], Any], homeless: Mapping[int, Any]) -> None:
    choices = {number: [none] for number, none in homeless.items()}
    for (number, _), place in places.items():
        choices[number].append(place)
    for each in choices.values():
        model.add_exactly_one(each)


def _limit(model: Any, terms: Sequence[tuple[int, Any]], free: int, added: Any) -> None:
    """Who is there has no more than what is free; where less than nothing is free, nobody may be there."""
    taken = sum(need * place for need, place in terms)
    if added is None:
        model.add(taken <= max(free, 0))
        return
    limit = model.add(WHOLE * taken <= WHOLE * free + added)
    if free < 0:
        is_used = model.new_bool_var("")
        model.add_max_equality(is_used, [place for _, place in terms])
        limit.only_enforce_if(is_used)


def _needs(problem: Problem, places: Mapping[tuple[int, str], Any]) -> dict[tuple[str, str], list[tuple[int, Any]]]:
    """(Server, resource) → amount and variable of all that may take of it."""
    needs: dict[tuple[str, str], list[tuple[int, Any]]] = defaultdict(list)
    for (number, target), place in places.items():
        for resource, amount in problem.movers[number].option(target).needs.items():
            if amount:
                needs[target, resource].append((amount, place))
    return needs


def _shares(
    model: Any, problem: Problem, needs: Mapping[tuple[str, str], Sequence[tuple[int, Any]]]
) -> list[tuple[Any, int]]:
    empty, rooms, shares = left(problem, {}), left(problem, pinned(problem)), []
    for name, server in problem.servers.items():
        for resource in (MEMORY, CORES):
            active = server.active.get(resource)
            if not active or resource not in server.free:
                continue
            terms = needs.get((name, resource), ())
            taken = active - server.free[resource] + empty[name][resource] - rooms[name][resource]
            most = max(-(-(taken + sum(need for need, _ in terms)) * WHOLE // active), 0)
            share = model.new_int_var(0, most, f"{resource} of {name}")
            model.add(share * active >= WHOLE * (sum(need * place for need, place in terms) + taken))
            shares.append((share, most))
    return shares


def cost(problem: Problem, found: Program, objective: str) -> Any:
    """What is to be small in an objective; adds the conditions that it rests on."""
    if objective == PLACED:
        return sum(found.homeless.values())
    if objective == RISKS:
        return _all_objections(problem, found)
    if objective == SPLIT:
        return sum(_extra_servers(problem, found))
    if objective == LARGEST:
        largest = found.model.new_int_var(0, max((most for _, most in found.shares), default=0), "largest share")
        for share, _ in found.shares:
            found.model.add(largest >= share)
        return largest
    return sum(
        _above(found.model, share, most, step)
        for share, most in found.shares
        for step in evenness_steps()
        if step < most
    )


def _all_objections(problem: Problem, found: Program) -> Any:
    fixed = sum(objections(problem.movers[number].option(target)) for number, target in pinned(problem).items())
    return fixed + sum(
        objections(problem.movers[number].option(target)) * place for (number, target), place in found.places.items()
    )


def _extra_servers(problem: Problem, found: Program) -> list[Any]:
    """For each group the servers that it takes beyond one."""
    model, fixed, extras = found.model, pinned(problem), []
    for index, group in enumerate(problem.groups):
        there = {fixed[number] for number in group.members if number in fixed} | set(group.living)
        used: list[Any] = [1 for _ in there]
        for target in problem.servers:
            members = [found.places[n, target] for n in group.members if (n, target) in found.places]
            if members and target not in there:
                used.append(model.new_bool_var(f"group {index} on {target}"))
                model.add_max_equality(used[-1], members)
        extras.append(model.new_int_var(0, len(used), f"extra servers of group {index}"))
        model.add(extras[-1] >= sum(used) - 1)
    return extras


def _above(model: Any, share: Any, most: int, step: int) -> Any:
    """By how much a share is above *step*."""
    above = model.new_int_var(0, most - step, "")
    model.add(above >= share - step)
    return above
