"""Partitions without a home: why each server cannot take them, and the smallest single change that would help.

A change is the smallest in this order: a lower reserve, more room on one server, one blocker mended, two partitions no
longer kept apart; of one kind the smallest part of the server counts, then what the rules leave open of the move. All
that have a home keep one, perhaps another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from hmcscan_lpm.planning.placement.model import (
    CORES,
    MEMORY,
    SIZE_RULES,
    Assignment,
    Exclusion,
    Mover,
    Option,
    Problem,
    amount,
    in_the_way,
    kept_free,
    left,
    number_of,
    risk_points,
    shortages,
)
from hmcscan_lpm.planning.reserve import WHOLE, percent

Kind = Literal["reserve", "room", "rule", "exclusion", "pin"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would give a partition a home.

    :ivar resource, count: what there has to be more of on *target*; for a reserve what it may be, in hundredths of a
        per cent
    :ivar rule: (id, title) of the blocker to mend
    :ivar exclusion: what keeps it from *other*
    :ivar moved: how many other partitions are placed elsewhere then
    :ivar points: risk points that the move has then
    """

    kind: Kind
    target: str
    resource: str = ""
    count: int = 0
    rule: tuple[str, str] = ("", "")
    exclusion: Exclusion | None = None
    other: str = ""
    moved: int = 0
    points: int = 0


def reasons(problem: Problem, assignment: Assignment, number: int) -> tuple[tuple[str, str], ...]:
    """(Server, why the partition cannot go there), beside those that are placed."""
    mover = problem.movers[number]
    if mover.pin:
        return ((mover.pin, "it is the home that was chosen, and no target of these moves"),)
    rooms = left(problem, assignment)
    return tuple(
        (option.target, _reason(problem, assignment, number, option, rooms[option.target])) for option in mover.options
    )


def _reason(problem: Problem, assignment: Assignment, number: int, option: Option, room: dict[str, int]) -> str:
    parts = []
    if blockers := _rules(problem, option):
        parts.append("blocked by " + ", ".join(f"{rule} ({title})" for rule, title in blockers))
    others = " beside the others" if option.target in assignment.values() else ""
    for resource in shortages(room, option):
        kept = " and the reserve" if kept_free(problem, option.target, resource) else ""
        beside = f"{others}{kept}" if others else kept.replace(" and", " beside")
        rest = number_of(resource, max(room[resource], 0), enough=False)
        parts.append(f"needs {amount(resource, option.needs[resource])}, {rest} left{beside}")
    for item, there in in_the_way(problem, assignment, number, option.target):
        said = {
            "apart": f"{there} is there, and {item.label} stay apart",
            "name": f"another partition called {there} goes there",
            "mac": f"{there} goes there, with the same MAC address {item.label}",
        }
        parts.append(said[item.kind])
    if not parts:
        parts = [f"blocked by {rule} ({title})" for rule, title in option.blockers] or ["not looked at to the end"]
    return "; ".join(parts)


def _rules(problem: Problem, option: Option) -> tuple[tuple[str, str], ...]:
    """The blockers that more room does not mend."""
    if problem.usable(option):
        return ()
    return tuple(rule for rule in option.blockers if rule[0] not in SIZE_RULES)


def options_by_rule(problem: Problem, mover: Mover) -> Iterable[tuple[Option, tuple[str, str] | None]]:
    """The options that at most one blocker stands in the way of, besides room, with that blocker."""
    for option in mover.options:
        rules = _rules(problem, option)
        if len(rules) < 2 and (problem.usable(option) or option.blockers):
            yield option, (rules[0] if rules else None)


def direct(problem: Problem, assignment: Assignment, number: int) -> Change | None:
    """The smallest change that helps while everybody else stays where they are."""
    mover = problem.movers[number]
    if mover.pin:
        return Change("pin", mover.pin)
    rooms = left(problem, assignment)
    found = []
    for option, rule in options_by_rule(problem, mover):
        short = shortages(rooms[option.target], option)
        exclusions = in_the_way(problem, assignment, number, option.target)
        if len(short) + len(exclusions) + (rule is not None) != 1:
            continue
        if rule:
            found.append(Change("rule", option.target, rule=rule, points=risk_points(option)))
        elif exclusions:
            item, other = exclusions[0]
            found.append(Change("exclusion", option.target, exclusion=item, other=other, points=risk_points(option)))
        else:
            ((resource, missing),) = short.items()
            found.append(room_change(problem, option.target, resource, missing))
    return min(found, key=lambda change: size(problem, change), default=None)


def room_change(problem: Problem, target: str, resource: str, missing: int) -> Change:
    """What gives *missing* more of a resource: a lower reserve if that is enough."""
    kept = kept_free(problem, target, resource)
    if kept >= missing:
        return Change("reserve", target, resource, (kept - missing) * WHOLE // problem.servers[target].active[resource])
    return Change("room", target, resource, missing)


def size(problem: Problem, change: Change) -> tuple[int, float, int, str, str]:
    """A key that puts the smaller change first."""
    kinds = ("reserve", "room", "count", "rule", "exclusion", "pin")
    active = problem.servers[change.target].active.get(change.resource, 0) if change.kind == "room" else 0
    part = change.count / active if active else float(change.count)
    if change.kind == "reserve":
        part = -part
    kind = "count" if change.kind == "room" and change.resource not in (MEMORY, CORES) else change.kind
    return kinds.index(kind), part, change.points, change.target, change.rule[0]


def sentence(problem: Problem, mover: Mover, change: Change | None) -> str:
    """A change as a person says it, ``''`` for none."""
    if change is None:
        return ""
    others = "1 other" if change.moved == 1 else f"{change.moved} others"
    moved = f", with {others} placed elsewhere" if change.moved else ""
    if change.kind == "reserve":
        today = {MEMORY: problem.reserve.memory, CORES: problem.reserve.cores}[change.resource]
        return f"a reserve of {change.resource} of {percent(change.count)} instead of {percent(today)}{moved}"
    if change.kind == "room":
        return f"{amount(change.resource, change.count)} more on {change.target}{moved}"
    if change.kind == "rule":
        return f"{change.rule[0]} ({change.rule[1]}) mended: then nothing blocks its move to {change.target}{moved}"
    if change.kind == "pin":
        return f"{change.target} as a target, or another home than that"
    kind, label = (change.exclusion.kind, change.exclusion.label) if change.exclusion else ("apart", "")
    if kind == "apart":
        return f"{mover.lpar} and {change.other} together on {change.target}, although {label} stay apart"
    what = f"name for one of the partitions called {label}"
    if kind == "mac":
        what = f"MAC address than {label} for one of {mover.lpar} and {change.other}"
    return f"another {what}: then nothing blocks its move to {change.target}"
