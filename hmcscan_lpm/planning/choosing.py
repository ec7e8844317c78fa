"""Which of the assessed moves become the plan, and in which order: exclusions, homes and the user's order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hmcscan_lpm.engine import Assessment
from hmcscan_lpm.errors import ChoicesError, SelectionError
from hmcscan_lpm.planning.choices import Choices
from hmcscan_lpm.planning.execution import Placement
from hmcscan_lpm.tables.schema import records

Move = tuple[str, str, str]
"""(server, partition, target)"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The moves of a plan.

    :ivar moves: in the order in which they are made
    :ivar left_out: (server, partition, reason) of partitions that are deliberately not part of it
    """

    moves: tuple[Move, ...]
    left_out: tuple[Move, ...]


def wanted(assessment: Assessment, choices: Choices) -> Chosen:
    """The moves of *assessment* without those that the choices exclude, or send elsewhere, in the user's order.

    :raises ChoicesError: a choice names a partition that was not selected, or a home that is no selected target
    :raises SelectionError: nothing is left
    """
    moves = [(row["source"], row["lpar"], row["target"]) for row in records(assessment.moves)]
    _check_names(choices, assessment, moves)
    excluded = dict.fromkeys((source, lpar) for source, lpar, _ in moves if lpar in choices.exclude)
    left_out = tuple((source, lpar, choices.exclude[lpar]) for source, lpar in excluded)
    kept = [move for move in moves if move[1] not in choices.exclude and choices.home.get(move[1], move[2]) == move[2]]
    if not kept:
        raise SelectionError("Nothing is left to move: the choices exclude every partition.")
    return Chosen(ordered(kept, choices), left_out)


def placed(placement: Placement, choices: Choices) -> tuple[Move, ...]:
    """The moves of *placement*, in the user's order."""
    return ordered([(home.source, home.lpar, home.target) for home in placement.homes], choices)


def fitting(
    moves: Sequence[Move], placement: Placement, assessment: Assessment
) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    """*moves* to one target without those that only the user's wishes keep away, and these with the reason.

    A move that a rule blocks stays: its findings say why.
    """
    blocked = {(row["source"], row["lpar"]) for row in records(assessment.moves) if row["verdict"] == "blocked"}
    reasons = {
        (item.source, item.lpar): "; ".join(reason for _, reason in item.reasons)
        for item in placement.homeless
        if (item.source, item.lpar) not in blocked
    }
    kept = tuple(move for move in moves if move[:2] not in reasons)
    return kept, tuple((source, lpar, reason) for (source, lpar), reason in sorted(reasons.items()))


def ordered(moves: Iterable[Move], choices: Choices) -> tuple[Move, ...]:
    """*moves* with those of the user's order first."""
    rank: Mapping[str, int] = {lpar: number for number, lpar in enumerate(choices.order)}
    return tuple(sorted(moves, key=lambda move: rank.get(move[1], len(rank))))


def has_alternatives(moves: Sequence[Move]) -> bool:
    """Whether some partition may go to more than one server."""
    return len({move[:2] for move in moves}) < len(moves)


def _check_names(choices: Choices, assessment: Assessment, moves: Sequence[Move]) -> None:
    known = {str(name) for name in assessment.estate.lpars["lpar"]}
    targets: dict[str, set[str]] = {}
    for _, lpar, target in moves:
        targets.setdefault(lpar, set()).add(target)
    for section, names in (("order", choices.order), ("[exclude]", choices.exclude), ("[home]", choices.home)):
        for name in names:
            if name not in known:
                raise ChoicesError(f"{section}: no report has a partition {name!r}.")
    for lpar, home in choices.home.items():
        if lpar in targets and home not in targets[lpar]:
            offered = ", ".join(sorted(targets[lpar]))
            raise ChoicesError(f"[home]: {lpar} cannot go to {home!r}: its targets are {offered}.")
