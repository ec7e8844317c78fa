"""Which moves are made together, in which order and when: waves within limits, links and maintenance windows.

The rules, in this order:

* Moves of ``choices.order`` start first and in that order; then those that are ready, then those with open questions,
  each in the order of the plan. A move that cannot start yet is overtaken by later ones, but never one of that list.
* A wave holds moves of one verdict: validation of an open one may fail, and a failure ends a wave.
* Per VIOS, server and HMC no more run at once than :class:`~hmcscan_lpm.planning.timing.concurrency.Limits` say.
* Of the partitions that match a pattern of ``choices.apart`` one moves at a time.
* Without a window a wave is what may start together. With one it goes on as long as all its moves end in the window
  even if everything takes as long as it may: as soon as one ends, the next begins, on a full minute. Another wave of
  the same night begins when this one has likely ended; what is left if it took longer goes to the next night.

What runs at the same time shares the links of its movers (:mod:`link_sharing`).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from hmcscan_lpm.planning.choices import NO_CHOICES, Choices
from hmcscan_lpm.planning.execution import MoveMapping, Wave, WaveMove
from hmcscan_lpm.planning.model import MoveSummary
from hmcscan_lpm.planning.timing.concurrency import Limits, sentences
from hmcscan_lpm.planning.timing.draft import Draft
from hmcscan_lpm.planning.timing.model import Schedule, Unscheduled
from hmcscan_lpm.planning.timing.times import DEFAULT_SPEEDS, Speeds, tenth_up, work
from hmcscan_lpm.planning.timing.track import Candidate
from hmcscan_lpm.planning.timing.windows import Window

_Key = tuple[str, str, str]


def schedule(
    moves: Iterable[MoveSummary],
    mappings: Iterable[MoveMapping],
    limits: Limits,
    *,
    choices: Choices = NO_CHOICES,
    window: Window | None = None,
    speeds: Speeds = DEFAULT_SPEEDS,
) -> Schedule:
    """The waves of all moves that nothing blocks.

    :param moves: in the order of the plan; blocked ones are in no wave
    :param mappings: of these moves, for their movers; without one a move counts for every VIOS of its servers
    """
    once, unscheduled = _once(moves)
    found = {(mapping.lpar, mapping.source, mapping.target): mapping for mapping in mappings}
    candidates = _grouped([_candidate(move, found.get(_key(move)), limits, choices, speeds) for move in once])
    queue = []
    for candidate in sorted(candidates, key=lambda item: item.rank):
        reason = _never_fits(candidate, window)
        if reason:
            unscheduled.append(_unscheduled(candidate, reason))
        else:
            queue.append(candidate)
    waves = _waves(queue, limits, window, speeds, unscheduled)
    return Schedule(waves, tuple(unscheduled), _assumptions(limits, window, speeds))


def _key(move: MoveSummary) -> _Key:
    return move.lpar, move.source, move.target


def _once(moves: Iterable[MoveSummary]) -> tuple[list[MoveSummary], list[Unscheduled]]:
    """The moves that are not blocked, of each partition the first; and the others of these."""
    first: dict[tuple[str, str], MoveSummary] = {}
    others = []
    for move in moves:
        if move.verdict == "blocked":
            continue
        taken = first.setdefault((move.source, move.lpar), move)
        if taken is not move:
            reason = f"It moves to {taken.target} in this plan, and a partition moves once."
            others.append(Unscheduled(*_key(move), reason))
    return list(first.values()), others


def _candidate(
    move: MoveSummary, mapping: MoveMapping | None, limits: Limits, choices: Choices, speeds: Speeds
) -> Candidate:
    listed = choices.order.index(move.lpar) if move.lpar in choices.order else None
    rank = (0, listed) if listed is not None else (1 if move.verdict == "ready" else 2, 0)
    links = () if move.mode == "inactive" else _movers(move, mapping, limits)
    hmcs = {limits.hmcs.get(system, "") for system in (move.source, move.target)} - {""} if limits.per_hmc else set()
    kind = "inactive" if move.mode == "inactive" else "active"
    return Candidate(
        key=_key(move),
        verdict=move.verdict,
        rank=rank,
        links=links,
        slots=(
            *(("vios", *mover) for mover in links),
            *((kind, system, "") for system in (move.source, move.target)),
            *(("hmc", hmc, "") for hmc in sorted(hmcs)),
        ),
        patterns=tuple(text for text in choices.apart if move.lpar == text or fnmatchcase(move.lpar, text)),
        likely=work(move.mode, move.memory_mb, speeds, "likely"),
        worst=work(move.mode, move.memory_mb, speeds, "worst"),
    )


def _grouped(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that have a place or pattern in common, directly or through others, in one group."""
    parents: dict[Hashable, Hashable] = {}

    def root(item: Hashable) -> Hashable:
        while parents.setdefault(item, item) != item:
            parents[item] = item = parents[parents[item]]
        return item

    for candidate in candidates:
        for shared in (*candidate.slots, *candidate.patterns):
            parents[root(shared)] = root(candidate.slots[0])
    numbers: dict[Hashable, int] = {}
    return [
        replace(candidate, group=numbers.setdefault(root(candidate.slots[0]), len(numbers))) for candidate in candidates
    ]


def _movers(move: MoveSummary, mapping: MoveMapping | None, limits: Limits) -> tuple[tuple[str, str], ...]:
    """The movers of an active move; where none are chosen, all that the HMC might take."""
    if mapping is not None and mapping.movers:
        pairs = [((move.source, pair.source_vios), (move.target, pair.target_vios)) for pair in mapping.movers]
        return tuple(dict.fromkeys(mover for pair in pairs for mover in pair))
    known = [mover for mover in sorted(limits.vioses) if mover[0] in (move.source, move.target)]
    return tuple(known) or ((move.source, ""), (move.target, ""))


def _never_fits(candidate: Candidate, window: Window | None) -> str:
    """Why no window has room for a move even alone; ``''`` = one has, or there are none."""
    if window is None:
        return ""
    if not candidate.is_timed:
        return "How long it takes is not known: nobody can say that it ends in a window."
    longest = tenth_up(candidate.longest)
    if longest <= window.minutes:
        return ""
    return f"It may take {longest:.0f} minutes, and the window {window} has {window.minutes}."


def _unscheduled(candidate: Candidate, reason: str) -> Unscheduled:
    return Unscheduled(*candidate.key, reason)


def _waves(
    queue: Sequence[Candidate],
    limits: Limits,
    window: Window | None,
    speeds: Speeds,
    unscheduled: list[Unscheduled],
) -> tuple[Wave, ...]:
    """Fill one wave after the other, window after window."""
    waves: list[Wave] = []
    left = list(queue)
    night, cursor = (1, 0) if window else (0, 0)
    while left:
        rest = None if window is None else window.minutes - cursor
        draft = Draft(limits, speeds, rest)
        left = draft.fill(left)
        if draft.placed:
            wave = _wave(draft, left, len(waves) + 1, night, cursor, window)
            waves.append(wave)
            cursor += 0 if window is None else math.ceil(wave.minutes or 0)
        elif cursor:
            night, cursor = night + 1, 0
        else:  # an empty wave refuses no move that fits alone: this keeps the loop from going on for ever
            unscheduled.append(_unscheduled(left.pop(0), "No wave takes it."))
    return tuple(waves)


def _wave(draft: Draft, left: Sequence[Candidate], number: int, night: int, cursor: int, window: Window | None) -> Wave:
    likely, worst = draft.ends()
    moves = tuple(
        WaveMove(*item.key, float(starts), _minutes(likely.get(item.key)), _minutes(worst.get(item.key)))
        for item, starts in draft.placed
    )
    ends = [move.ends for move in moves if move.ends is not None]
    minutes = max(ends) if len(ends) == len(moves) else None
    latest = max((move.latest_end or 0.0 for move in moves), default=0.0)
    return Wave(
        number=number,
        night=night,
        begins=window.clock(cursor) if window else "",
        ends=window.clock(cursor + math.ceil(minutes or 0)) if window else "",
        moves=moves,
        minutes=minutes,
        reason=_reason(draft, left),
        verdict=draft.placed[0][0].verdict,
        latest=window.clock(window.minutes - math.ceil(latest)) if window else "",
    )


def _minutes(end: float | None) -> float | None:
    """To a tenth; None where there is no end."""
    return None if end is None or not math.isfinite(end) else tenth_up(end)


def _reason(draft: Draft, left: Sequence[Candidate]) -> str:
    if not left:
        return "No move is left."
    return f"{left[0].key[0]} comes next: {draft.reason(left[0])}."


def _assumptions(limits: Limits, window: Window | None, speeds: Speeds) -> tuple[str, ...]:
    shared = (
        f"Moves through one mover share its link of {speeds.link:g} Gbit/s, which likely carries "
        f"{speeds.carries('likely'):.0f} MB/s for all of them; without a mover chosen a move counts for every VIOS of "
        "its servers."
    )
    if window is None:
        ended = "All moves of a wave start together; the next wave begins when all have ended and were looked at."
    else:
        ended = (
            f"Window {window}: in a wave a move starts as soon as there is room for it, and only where all end in the "
            "window even if everything takes as long as it may, counted from the begin of the wave; a wave that begins "
            "later than it may has to wait for the next window."
        )
    first = (
        "Partitions of the given order start first, in that order; then the ready moves, then those with open "
        "questions, in waves of their own. A move that cannot start yet is overtaken, but none of the given order."
    )
    return (first, ended, shared, *sentences(limits))
