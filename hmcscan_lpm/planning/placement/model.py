"""What is placed and where it may go: movers, servers with room, who must stay apart, who belongs together.

All amounts are whole numbers: memory in MB, cores in thousandths, the rest counted. Nothing here reads an estate
(:mod:`facts`, :mod:`data`) and nothing searches for a placement (:mod:`solver`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from hmcscan_lpm.planning.reserve import NO_RESERVE, WHOLE, Reserve, reserved

MEMORY, CORES, FIBRE, SLOTS, LPARS = "memory", "cores", "fibre", "slots", "lpars"
FABRIC = "fabric "
"""Room for virtual Fibre Channel adapters in one fabric: ``fabric A``."""

SIZE_RULES = frozenset({"memory-fits", "cpu-fits"})
"""Rules that say of one move what the room of a server says of all: more room is what they ask for."""

UNDECIDED_WEIGHT = 10
"""A blocker that is not decided counts as much as so many risks that fail."""

BLOCKED_WEIGHT = 1000
"""The same for a blocker that fails, where blocked moves are allowed."""

Assignment = Mapping[int, str]
"""Number of a mover → server, for all that are placed."""


@dataclass(frozen=True, slots=True)
class Option:
    """A server that a partition was assessed for.

    :ivar needs: resource → how much of it the partition takes there
    :ivar verdict: of the move alone: ready, unproven or blocked
    :ivar blockers: (id, title) of the rules that block it
    :ivar unknowns: rules that would block it and are not decided
    :ivar risks: rules of severity risk that fail
    """

    target: str
    needs: Mapping[str, int]
    verdict: str
    blockers: tuple[tuple[str, str], ...] = ()
    unknowns: int = 0
    risks: int = 0


@dataclass(frozen=True, slots=True)
class Mover:
    """A partition to place.

    :ivar options: by target, in the order of their names
    :ivar pin: the server that the user chose, ``''`` for none
    """

    source: str
    lpar: str
    options: tuple[Option, ...]
    pin: str = ""

    def option(self, target: str) -> Option:
        """What was said of the move to *target*.

        :raises KeyError: it was not assessed
        """
        for option in self.options:
            if option.target == target:
                return option
        raise KeyError(f"The move of {self.lpar} to {target} was not assessed.")


@dataclass(frozen=True, slots=True)
class Server:
    """A target.

    :ivar free: resource → what is free today; a resource that is missing is not known
    :ivar active: the same for memory and cores that are active (configurable)
    """

    name: str
    free: Mapping[str, int]
    active: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Partitions of which no two may be on one server.

    :ivar kind: apart (a pattern of the user), name (they have the same name) or mac (the same MAC address)
    :ivar label: the pattern, name or address
    :ivar members: numbers of the movers
    :ivar living: server → a partition that matches and is there today
    """

    kind: Literal["apart", "name", "mac"]
    label: str
    members: tuple[int, ...]
    living: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Partitions that should be on one server.

    :ivar label: the pattern, or the affinity group
    :ivar living: servers on which one of them is today and stays
    """

    label: str
    members: tuple[int, ...]
    living: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Who has to be placed where, under which conditions; everything in the order of names.

    :ivar allow_blocked: a move that is blocked may be chosen, as a last resort
    :ivar notes: what is not known and so does not count, one sentence each
    """

    movers: tuple[Mover, ...]
    servers: Mapping[str, Server]
    exclusions: tuple[Exclusion, ...] = ()
    groups: tuple[Group, ...] = ()
    reserve: Reserve = NO_RESERVE
    allow_blocked: bool = False
    notes: tuple[str, ...] = ()

    def usable(self, option: Option) -> bool:
        """The move may be chosen, as far as the rules go."""
        return self.allow_blocked or option.verdict != "blocked"

    def exclusions_of(self, mover: int) -> tuple[Exclusion, ...]:
        """Those that the mover is a member of."""
        return tuple(item for item in self.exclusions if mover in item.members)


def pinned(problem: Problem) -> dict[int, str]:
    """The movers whose home the user chose, where it was assessed: they stay there, come what may."""
    return {
        number: mover.pin
        for number, mover in enumerate(problem.movers)
        if mover.pin in {option.target for option in mover.options}
    }


def kept_free(problem: Problem, server: str, resource: str) -> int:
    """What of a resource the reserve keeps free on *server*."""
    active = problem.servers[server].active.get(resource, 0)
    return reserved(active, {MEMORY: problem.reserve.memory, CORES: problem.reserve.cores}.get(resource, 0))


def capacity(problem: Problem, server: str) -> dict[str, int]:
    """What the movers together may take of *server*; below zero where not even the reserve is there."""
    return {name: free - kept_free(problem, server, name) for name, free in problem.servers[server].free.items()}


def left(problem: Problem, assignment: Assignment) -> dict[str, dict[str, int]]:
    """Server → resource → what is left of the capacity with *assignment*."""
    rooms = {name: capacity(problem, name) for name in problem.servers}
    for number, target in assignment.items():
        for resource, need in problem.movers[number].option(target).needs.items():
            if resource in rooms[target]:
                rooms[target][resource] -= need
    return rooms


def shortages(room: Mapping[str, int], option: Option) -> dict[str, int]:
    """Resource → how much of it is missing; nothing where the option fits into *room*."""
    missing = {resource: need - room[resource] for resource, need in option.needs.items() if need and resource in room}
    return {resource: short for resource, short in missing.items() if short > 0}


def in_the_way(problem: Problem, assignment: Assignment, mover: int, target: str) -> tuple[tuple[Exclusion, str], ...]:
    """The exclusions that keep the mover from *target*, each with the partition that is there."""
    found = []
    for item in problem.exclusions_of(mover):
        there = [
            problem.movers[other].lpar for other in item.members if other != mover and assignment.get(other) == target
        ]
        living = [item.living[target]] if target in item.living else []
        if living or there:
            found.append((item, (living + there)[0]))
    return tuple(found)


def servers_of(group: Group, assignment: Assignment) -> set[str]:
    """The servers on which the members of a group are."""
    return {assignment[number] for number in group.members if number in assignment} | set(group.living)


def evenness_steps() -> range:
    """The used shares, in hundredths of a per cent, above which every further part counts once more."""
    return range(0, WHOLE, WHOLE // 10)


def used_shares(problem: Problem, assignment: Assignment) -> dict[tuple[str, str], int]:
    """(Server, memory or cores) → part of the active ones that is used, in hundredths of a per cent, rounded up."""
    loads: dict[tuple[str, str], int] = {}
    for name, server in problem.servers.items():
        for resource in (MEMORY, CORES):
            if server.active.get(resource) and resource in server.free:
                loads[name, resource] = server.active[resource] - server.free[resource]
    for number, target in assignment.items():
        for resource, need in problem.movers[number].option(target).needs.items():
            if (target, resource) in loads:
                loads[target, resource] += need
    return {(name, key): -(-load * WHOLE // problem.servers[name].active[key]) for (name, key), load in loads.items()}


def interchangeable(problem: Problem) -> list[tuple[int, ...]]:
    """Groups of movers between which nothing tells but their names."""
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, mover in enumerate(problem.movers):
        options = tuple(
            (o.target, tuple(sorted(o.needs.items())), o.verdict, len(o.blockers), o.unknowns, o.risks)
            for o in mover.options
        )
        memberships = tuple(
            (index, item.kind) for index, item in enumerate(problem.exclusions) if number in item.members
        )
        groups = tuple(index for index, group in enumerate(problem.groups) if number in group.members)
        if not mover.pin:
            alike[options, memberships, groups].append(number)
    return [tuple(numbers) for numbers in alike.values() if len(numbers) > 1]


def amount(resource: str, count: int, *, enough: bool = True) -> str:
    """An amount as a person writes it: ``12.5 GiB of memory``, ``1.5 cores``.

    :param enough: rounded up to two decimals; else down
    """
    names = {MEMORY: "GiB of memory", CORES: "cores", SLOTS: "virtual slots", LPARS: "partitions"}
    name = names.get(resource, "virtual Fibre Channel adapters")
    return (
        f"{number_of(resource, count, enough=enough)} {name}{f' in {resource}' if resource.startswith(FABRIC) else ''}"
    )


def number_of(resource: str, count: int, *, enough: bool = True) -> str:
    """The same without what it is an amount of."""
    unit = {MEMORY: 1024, CORES: 1000}.get(resource, 1)
    hundredths = -(-count * 100 // unit) if enough else count * 100 // unit
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def objections(option: Option) -> int:
    """What the rules have against a move that may be chosen, as one number."""
    return BLOCKED_WEIGHT * len(option.blockers) + risk_points(option)


def risk_points(option: Option) -> int:
    """The same without its blockers."""
    return UNDECIDED_WEIGHT * option.unknowns + option.risks


def by_size(problem: Problem, movers: Iterable[int]) -> list[int]:
    """Movers that are hard to place first: few options, then a large part of a server; names decide the rest."""

    def key(number: int) -> tuple[int, int, str, str]:
        mover = problem.movers[number]
        options = [option for option in mover.options if problem.usable(option)]
        parts = [
            option.needs[resource] * WHOLE // max(problem.servers[option.target].free.get(resource, 0), 1)
            for option in options
            for resource in (MEMORY, CORES)
        ]
        return (len(options), -max(parts, default=0), mover.source, mover.lpar)

    return sorted(movers, key=key)
