"""From facts to a placement problem: what each move needs, what each target has, what the rules say of it.

Memory is the most that a partition can need, page tables included, in whole memory blocks of the target (relation
``memory_needs``); cores are the larger of two figures (relation ``processor_needs``). Nothing is counted as freed by a
partition that leaves a server: no order of moves is decided here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from hmcscan_lpm.planning.choices import Choices
from hmcscan_lpm.planning.placement.facts import Facts, Said
from hmcscan_lpm.planning.placement.model import (
    CORES,
    FABRIC,
    FIBRE,
    LPARS,
    MEMORY,
    SLOTS,
    Exclusion,
    Group,
    Mover,
    Option,
    Problem,
    Server,
)
from hmcscan_lpm.planning.reserve import Reserve

_Key = tuple[str, str]

_SMALLEST_LMB = 16
"""MB; where a target's memory block is not known its needs are rounded up to the smallest that there is."""


def problem(
    facts: Facts,
    choices: Choices,
    reserve: Reserve,
    *,
    allow_blocked: bool = False,
    source: str | None = None,
) -> Problem:
    """The placement problem of all moves, or of those from *source*.

    :param choices: apart, together, home and exclude count
    """
    grouped: dict[_Key, list[Mapping[str, Any]]] = defaultdict(list)
    for row in facts.moves:
        if (source is None or row["source"] == source) and row["lpar"] not in choices.exclude:
            grouped[row["source"], row["lpar"]].append(row)
    targets = sorted({row["target"] for moves in grouped.values() for row in moves})
    movers = tuple(
        Mover(key[0], key[1], _options(facts, choices, grouped[key]), choices.home.get(key[1], ""))
        for key in sorted(grouped)
    )
    return Problem(
        movers=movers,
        servers={name: _server(facts, choices, name) for name in targets},
        exclusions=(*_apart(facts, choices, movers, targets), *_same_names(facts, movers), *_same_macs(facts, movers)),
        groups=tuple(_groups(facts, choices, movers, targets)),
        reserve=reserve,
        allow_blocked=allow_blocked,
        notes=tuple(_notes(facts, movers, targets)),
    )


def _options(facts: Facts, choices: Choices, moves: Iterable[Mapping[str, Any]]) -> tuple[Option, ...]:
    return tuple(_option(facts, choices, row) for row in sorted(moves, key=lambda row: str(row["target"])))


def _option(facts: Facts, choices: Choices, move: Mapping[str, Any]) -> Option:
    lpar, source, target = move["lpar"], move["source"], move["target"]
    parts = [
        facts.said.get((name, here, there), Said())
        for name in (lpar, None)
        for here in (source, None)
        for there in (target, None)
    ]
    blockers = sorted(set().union(*(said.blockers for said in parts)))
    return Option(
        target=target,
        needs=_needs(facts, choices, (source, lpar), target),
        verdict=move["verdict"],
        blockers=tuple((rule, facts.titles[rule]) for rule in blockers),
        unknowns=len(frozenset().union(*(said.unknowns for said in parts))),
        risks=len(frozenset().union(*(said.risks for said in parts))),
    )


def _needs(facts: Facts, choices: Choices, key: _Key, target: str) -> dict[str, int]:
    """What a partition takes on *target*; what is not known takes nothing (:func:`_notes` says so)."""
    row = facts.partitions[key]
    block = facts.servers[target]["lmb_mb"] or _SMALLEST_LMB
    memory = row["high_mb"] if row["high_mb"] is not None else row["low_mb"]
    needs = {
        MEMORY: 0 if memory is None or row["is_shared"] else _rounded_up(memory, block),
        CORES: _rounded_up((row["cores"] or 0) * 1000, 1),
        FIBRE: row["fibre"],
        SLOTS: row["fibre"] + row["scsi"],
        LPARS: 1,
    }
    for path in facts.paths.get(key, ()) if choices.fabric else ():
        if fabric := choices.fabric_of(key[0], path["vios"] or "", path["fc_port"] or ""):
            needs[FABRIC + fabric] = needs.get(FABRIC + fabric, 0) + 1
    return needs


def _rounded_up(value: float, unit: int) -> int:
    """The whole units that hold *value*; a last digit that only binary fractions have does not count."""
    return -int(-round(value, 3) // unit) * unit


def _server(facts: Facts, choices: Choices, name: str) -> Server:
    row = facts.servers[name]
    gaps = set(row["gaps"] or ())
    ports = [port for port in facts.ports if port["system"] == name]
    free = {
        MEMORY: row["free_mb"],
        CORES: None if row["free_cores"] is None else int(round(row["free_cores"] * 1000, 3)),
        FIBRE: None if "fc_ports" in gaps else sum(int(port["room"]) for port in ports),
        SLOTS: None if gaps & {"virtual_ethernet", "virtual_scsi", "virtual_fibre", "profiles"} else row["slots"],
        LPARS: None if "lpars" in gaps else row["lpars"],
    }
    if free[FIBRE] is not None:
        for fabric in sorted({item.name for item in choices.fabric}):
            fitting = (fabric, "")  # a port of which nobody said anything may be in any fabric
            free[FABRIC + fabric] = sum(
                int(port["room"]) for port in ports if choices.fabric_of(name, port["vios"], port["port"]) in fitting
            )
    active = {
        MEMORY: row["active_mb"],
        CORES: None if row["active_cores"] is None else int(round(row["active_cores"] * 1000, 3)),
    }
    return Server(name, _known(free), _known(active))


def _known(amounts: Mapping[str, Any]) -> dict[str, int]:
    return {resource: int(value) for resource, value in amounts.items() if value is not None}


def _matches(name: str, pattern: str) -> bool:
    return name == pattern or fnmatchcase(name, pattern)


def _residents(facts: Facts, servers: Iterable[str], wanted: Callable[[str], bool]) -> dict[str, str]:
    """Server → the first partition there, no VIOS, whose name is wanted."""
    found: dict[str, str] = {}
    for (system, lpar), row in sorted(facts.partitions.items()):
        if system in servers and not row["is_vios"] and wanted(lpar):
            found.setdefault(system, lpar)
    return found


def _apart(facts: Facts, choices: Choices, movers: Sequence[Mover], targets: Sequence[str]) -> list[Exclusion]:
    """The user's patterns of partitions that stay apart."""
    found = []
    for pattern in dict.fromkeys(choices.apart):
        members = tuple(number for number, mover in enumerate(movers) if _matches(mover.lpar, pattern))
        living = _residents(facts, targets, lambda name, pattern=pattern: _matches(name, pattern))  # type: ignore[misc]
        if members and (len(members) > 1 or living):
            found.append(Exclusion("apart", pattern, members, living))
    return found


def _same_names(facts: Facts, movers: Sequence[Mover]) -> list[Exclusion]:
    """Partitions of several servers that have one name; placeholders of sanitized reports are no names."""
    named: dict[str, list[int]] = defaultdict(list)
    for number, mover in enumerate(movers):
        named[mover.lpar].append(number)
    return [
        Exclusion("name", name, tuple(numbers), {})
        for name, numbers in sorted(named.items())
        if len(numbers) > 1
        and not any((movers[a].source, movers[b].source) in facts.strangers for a in numbers for b in numbers)
    ]


def _same_macs(facts: Facts, movers: Sequence[Mover]) -> list[Exclusion]:
    numbers = {(mover.source, mover.lpar): number for number, mover in enumerate(movers)}
    shared = [(mac, tuple(sorted(numbers[key] for key in keys if key in numbers))) for mac, keys in facts.macs]
    return [Exclusion("mac", mac, members, {}) for mac, members in shared if len(members) > 1]


def _groups(facts: Facts, choices: Choices, movers: Sequence[Mover], targets: Sequence[str]) -> list[Group]:
    """The user's patterns of partitions that belong together, then the affinity groups of the HMC."""
    moving = {(mover.source, mover.lpar) for mover in movers}
    staying = {key for key, row in facts.partitions.items() if key not in moving and not row["is_vios"]}
    found = []
    for pattern in dict.fromkeys(choices.together):
        members = tuple(number for number, mover in enumerate(movers) if _matches(mover.lpar, pattern))
        living = sorted({system for system, lpar in staying if system in targets and _matches(lpar, pattern)})
        found.append(Group(pattern, members, tuple(living)))
    affine: dict[_Key, list[int]] = defaultdict(list)
    for number, mover in enumerate(movers):
        if group := facts.partitions[mover.source, mover.lpar]["affinity_group"]:
            affine[mover.source, group].append(number)
    found += [
        Group(f"affinity group {group} of {source}", tuple(numbers), ())
        for (source, group), numbers in sorted(affine.items())
    ]
    return [group for group in found if group.members and len(group.members) + len(group.living) > 1]


def _notes(facts: Facts, movers: Sequence[Mover], targets: Sequence[str]) -> list[str]:
    """What is not known and so does not count."""
    notes = []
    keys = [(mover.source, mover.lpar) for mover in movers]
    unknown = {
        "The memory": [key for key in keys if facts.partitions[key]["high_mb"] is None],
        "The entitlement": [key for key in keys if facts.partitions[key]["cores"] is None],
        "The adapters": [key for key in keys if facts.partitions[key]["is_open"]],
    }
    for what, found in unknown.items():
        if found:
            names = ", ".join(f"{lpar} on {source}" for source, lpar in found)
            notes.append(f"{what} of these is not fully known, and what is not known takes nothing: {names}.")
    rooms = {"memory": "free_mb", "cores": "free_cores"}
    for what, column in rooms.items():
        if found_targets := [name for name in targets if facts.servers[name][column] is None]:
            notes.append(f"Free {what} of these is not known, and sets no limit: {', '.join(found_targets)}.")
    return notes
