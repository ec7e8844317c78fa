"""Which partition goes to which server, under all rules; and which servers can be emptied today.

A move may be chosen where the assessment does not block it. What the rules judge for each move alone is taken from the
assessment, what moves take from each other (memory, cores, ports, slots, names, MAC addresses) is decided here.

The objectives, each of which keeps what those before it reached:

1. as many partitions as possible have a home;
2. risks: as few undecided blockers (ten points each) and failing risks (one point each) as possible;
3. partitions that belong together, by the user's patterns or an affinity group of the HMC, share a server;
4. the largest used share of the active memory or cores of a target is as small as possible; what is still open then
   is spread evenly, and of partitions that differ in nothing the names decide.

A home that the user chose stays, whatever is wrong with it; that is said.
"""

from __future__ import annotations

from collections import Counter

import duckdb

from hmcscan_lpm.engine import Assessment
from hmcscan_lpm.planning.choices import NO_CHOICES, Choices
from hmcscan_lpm.planning.execution import Evacuation, Home, Homeless, Placement
from hmcscan_lpm.planning.placement.changes import smallest_change
from hmcscan_lpm.planning.placement.data import problem as problem_of
from hmcscan_lpm.planning.placement.facts import read
from hmcscan_lpm.planning.placement.homeless import direct, reasons, sentence
from hmcscan_lpm.planning.placement.model import (
    Assignment,
    Problem,
    amount,
    in_the_way,
    left,
    objections,
    used_shares,
)
from hmcscan_lpm.planning.placement.program import LARGEST
from hmcscan_lpm.planning.placement.solver import GOOD_ENOUGH, WORK_PER_SECOND, Solved, solve
from hmcscan_lpm.planning.reserve import NO_RESERVE, Reserve

_FOR_CHANGES = 0.2
"""Part of the time that goes into what would give a home to those without one."""

_CHANGE_AT_MOST = 0.3
"""Work for one of them, in the solver's deterministic time."""


def place(
    assessment: Assessment,
    connection: duckdb.DuckDBPyConnection,
    choices: Choices = NO_CHOICES,
    *,
    reserve: Reserve = NO_RESERVE,
    seconds: float = 10.0,
    allow_blocked: bool = False,
) -> Placement:
    """A home for every partition of *assessment*, as far as there is one; VIOSes stay where they are.

    :param assessment: partitions and targets, each move judged alone (``together=False``)
    :param connection: the relations of the same selection (:func:`hmcscan_lpm.relations.connect`)
    :param choices: apart, together, home and exclude count
    :param reserve: what stays free of the active cores and memory of every target
    :param seconds: time on a slow core; the search ends by a count of its steps, so that the same input has the same
        answer, and by the clock only when three times as much has gone by
    :param allow_blocked: a blocked move may be chosen where there is no other
    :raises ValueError: the moves were judged together
    """
    problem = problem_of(read(assessment, connection), choices, reserve, allow_blocked=allow_blocked)
    return _placement(problem, seconds)


def _placement(problem: Problem, seconds: float) -> Placement:
    solved = solve(problem, seconds=seconds * (1 - _FOR_CHANGES))
    missing = [number for number in range(len(problem.movers)) if number not in solved.assignment]
    work = min(seconds * _FOR_CHANGES * WORK_PER_SECOND / max(len(missing), 1), _CHANGE_AT_MOST)
    return Placement(
        homes=tuple(_home(problem, solved.assignment, number) for number in sorted(solved.assignment)),
        homeless=tuple(_homeless(problem, solved.assignment, number, work) for number in missing),
        gap=solved.gap,
        status=_status(solved),
        objectives=tuple(_figures(each.name, each.value, each.bound) for each in solved.objectives),
        notes=problem.notes,
    )


def _status(solved: Solved) -> str:
    return "optimal" if not solved.gap else "close" if solved.gap <= GOOD_ENOUGH else "stopped"


def _figures(name: str, value: int, bound: int) -> tuple[str, float, float]:
    """An objective as it is told: a share in per cent."""
    if name == LARGEST:
        return f"{name}, per cent", value / 100, bound / 100
    return name, float(value), float(bound)


def _homeless(problem: Problem, assignment: Assignment, number: int, work: float) -> Homeless:
    mover = problem.movers[number]
    change = smallest_change(problem, assignment, number, work) if work else direct(problem, assignment, number)
    return Homeless(mover.lpar, mover.source, reasons(problem, assignment, number), sentence(problem, mover, change))


def _home(problem: Problem, assignment: Assignment, number: int) -> Home:
    mover, target = problem.movers[number], assignment[number]
    return Home(mover.lpar, mover.source, target, _why(problem, assignment, number, target))


def _why(problem: Problem, assignment: Assignment, number: int, target: str) -> str:
    mover = problem.movers[number]
    if mover.pin:
        return "; ".join(["chosen by the user", *_objected(problem, assignment, number, target)])
    usable = [option for option in mover.options if problem.usable(option)]
    if len(usable) == 1:
        return "the only target that no rule blocks"
    own = mover.option(target)
    if own.blockers:
        return "no target is free of blockers: " + ", ".join(rule for rule, _ in own.blockers)
    mates = [
        f"with {problem.movers[mate].lpar} ({group.label})"
        for group in problem.groups
        for mate in group.members
        if number in group.members and mate != number and assignment.get(mate) == target
    ]
    risks = f"blockers undecided: {own.unknowns}, risks failing: {own.risks}"
    if objections(own) < min(objections(option) for option in usable if option.target != target):
        return f"the least against it; {risks}"
    if mates:
        return mates[0]
    shares = {name: share for (name, _), share in sorted(used_shares(problem, assignment).items()) if name == target}
    used = f"; {target} is then {max(shares.values()) / 100:g} % full" if shares else ""
    return f"for room and balance among {len(usable)} targets; {risks}{used}"


def _objected(problem: Problem, assignment: Assignment, number: int, target: str) -> list[str]:
    """What is wrong with a home that the user chose."""
    option = problem.movers[number].option(target)
    said = [f"blocked by {rule} ({title})" for rule, title in option.blockers]
    for resource, rest in left(problem, assignment)[target].items():
        if rest < 0 and option.needs.get(resource):
            said.append(f"{target} lacks {amount(resource, -rest)}")
    said += [
        f"{there} is there as well ({item.kind}: {item.label})"
        for item, there in in_the_way(problem, assignment, number, target)
    ]
    return said


def evacuations(
    assessment: Assessment,
    connection: duckdb.DuckDBPyConnection,
    choices: Choices = NO_CHOICES,
    *,
    reserve: Reserve = NO_RESERVE,
    seconds: float = 10.0,
) -> tuple[Evacuation, ...]:
    """For each server of the estate whether all its partitions can go to the others today, and to which.

    Each server is looked at alone, with all others as they are now.

    :param assessment: everything to everywhere, each move judged alone
    :param choices: apart and together count; homes and exclusions belong to one plan
    :param seconds: for all servers together, as of :func:`place`
    :raises ValueError: the moves were judged together
    """
    facts = read(assessment, connection)
    asked = Choices(apart=choices.apart, together=choices.together, fabric=choices.fabric)
    systems = sorted(facts.servers)
    return tuple(
        _evacuation(name, problem_of(facts, asked, reserve, source=name), seconds / len(systems)) for name in systems
    )


def _evacuation(server: str, problem: Problem, seconds: float) -> Evacuation:
    solved = solve(problem, seconds=seconds, balance=False)
    missing = [number for number in range(len(problem.movers)) if number not in solved.assignment]
    return Evacuation(
        server=server,
        partitions=len(problem.movers),
        movable=len(solved.assignment),
        homeless=tuple(_homeless(problem, solved.assignment, number, 0.0) for number in missing),
        targets=tuple(sorted(Counter(solved.assignment.values()).items())),
        gap=solved.gap,
        status=_status(solved),
    )
