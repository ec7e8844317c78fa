"""Made-up placement problems, who keeps their conditions, and the best of all placements by trying every one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from hmcscan_lpm.planning.placement.homeless import Change
from hmcscan_lpm.planning.placement.model import SIZE_RULES, Exclusion, Group, Mover, Option, Problem, Server
from hmcscan_lpm.planning.reserve import NO_RESERVE, WHOLE, Reserve

Homes = Mapping[int, str]


def mover(name: str, *options: Option, source: str = "OLD", pin: str = "") -> Mover:
    return Mover(source, name, tuple(sorted(options, key=lambda option: option.target)), pin)


def option(target: str, memory: int, cores: int = 100, *blockers: str, unknowns: int = 0, risks: int = 0) -> Option:
    verdict = "blocked" if blockers else "unproven" if unknowns else "ready"
    needs = {"memory": memory, "cores": cores}
    return Option(target, needs, verdict, tuple((rule, rule.title()) for rule in blockers), unknowns, risks)


def server(name: str, memory: int, cores: int = 10_000, active: tuple[int, int] = (4096, 20_000)) -> Server:
    return Server(name, {"memory": memory, "cores": cores}, {"memory": active[0], "cores": active[1]})


def problem(
    movers: Sequence[Mover],
    servers: Sequence[Server],
    *,
    exclusions: Sequence[Exclusion] = (),
    groups: Sequence[Group] = (),
    reserve: Reserve = NO_RESERVE,
    allow_blocked: bool = False,
) -> Problem:
    named = {each.name: each for each in sorted(servers, key=lambda each: each.name)}
    return Problem(tuple(movers), named, tuple(exclusions), tuple(groups), reserve, allow_blocked)


def violations(found: Problem, homes: Homes) -> list[str]:
    """What is wrong with a placement, pinned partitions aside."""
    wrong = []
    for name, each in found.servers.items():
        there = [number for number, target in homes.items() if target == name]
        for resource, free in each.free.items():
            kept = {"memory": found.reserve.memory, "cores": found.reserve.cores}.get(resource, 0)
            taken = sum(found.movers[number].option(name).needs.get(resource, 0) for number in there)
            needs_room = any(
                found.movers[number].option(name).needs.get(resource) and not found.movers[number].pin
                for number in there
            )
            if needs_room and (free - taken) * WHOLE < each.active.get(resource, 0) * kept:
                wrong.append(f"{resource} of {name}")
        for item in found.exclusions:
            rivals = [number for number in item.members if homes.get(number) == name]
            if len(rivals) + (name in item.living) > 1 and not all(found.movers[number].pin for number in rivals):
                wrong.append(f"{item.label} on {name}")
    for number, target in homes.items():
        each_option = found.movers[number].option(target)
        if each_option.verdict == "blocked" and not found.allow_blocked and not found.movers[number].pin:
            wrong.append(f"{number} is blocked on {target}")
    return wrong


def placements(found: Problem, who: Sequence[int], *, everybody: bool = False) -> Iterator[dict[int, str]]:
    """All placements of *who* that keep the conditions; only those where all of them have a home."""
    choices = [
        [found.movers[n].pin]
        if found.movers[n].pin
        else [*([] if everybody else [""]), *(each.target for each in found.movers[n].options)]
        for n in who
    ]
    for targets in product(*choices):
        homes = {number: target for number, target in zip(who, targets, strict=True) if target}
        if not violations(found, homes):
            yield homes


def score(found: Problem, homes: Homes) -> tuple[int, int, int, int]:
    """What counts, in its order; smaller is better."""
    chosen = [found.movers[number].option(target) for number, target in homes.items()]
    points = sum(1000 * len(each.blockers) + 10 * each.unknowns + each.risks for each in chosen)
    split = sum(
        max(len({homes[n] for n in group.members if n in homes} | set(group.living)) - 1, 0) for group in found.groups
    )
    largest = 0
    for name, each in found.servers.items():
        for resource, active in each.active.items():
            needs = [found.movers[n].option(name).needs[resource] for n, target in homes.items() if target == name]
            load = active - each.free[resource] + sum(needs)
            largest = max(largest, -(-load * WHOLE // active))
    return -len(homes), points, split, largest


def changed(found: Problem, number: int, change: Change) -> Problem:
    """The problem after a change, judged anew: a move that only size blocked is free where there is room for it."""
    if change.kind == "reserve":
        found = replace(found, reserve=replace(found.reserve, **{change.resource: change.count}))
    if change.kind == "room":
        each = found.servers[change.target]
        more = replace(each, free={**each.free, change.resource: each.free[change.resource] + change.count})
        found = replace(found, servers={**found.servers, change.target: more})
    if change.kind == "exclusion":
        found = replace(found, exclusions=tuple(item for item in found.exclusions if item != change.exclusion))
    mended = change.rule[0] if change.kind == "rule" else ""
    movers = [
        replace(each, options=tuple(_judged(found, o, mended if index == number else "") for o in each.options))
        for index, each in enumerate(found.movers)
    ]
    return replace(found, movers=tuple(movers))


def _judged(found: Problem, each: Option, mended: str) -> Option:
    free = found.servers[each.target].free
    blockers = tuple(
        rule
        for rule in each.blockers
        if rule[0] != mended
        and not (rule[0] in SIZE_RULES and all(need <= free[resource] for resource, need in each.needs.items()))
    )
    return replace(each, blockers=blockers, verdict="blocked" if blockers else "unproven")
