"""A judge of schedules that knows the rules and nothing of how they are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import pairwise

from hmcscan_lpm.planning.choices import Choices
from hmcscan_lpm.planning.execution import MoveMapping, Wave, WaveMove
from hmcscan_lpm.planning.model import MoveSummary
from hmcscan_lpm.planning.timing.concurrency import Limits
from hmcscan_lpm.planning.timing.model import Schedule
from hmcscan_lpm.planning.timing.times import Speeds, estimate
from hmcscan_lpm.planning.timing.windows import Window

Key = tuple[str, str, str]


def key(item: MoveSummary | MoveMapping | WaveMove) -> Key:
    return item.lpar, item.source, item.target


def problems(
    schedule: Schedule,
    moves: Sequence[MoveSummary],
    mappings: Iterable[MoveMapping],
    limits: Limits,
    choices: Choices,
    window: Window | None,
    speeds: Speeds,
) -> list[str]:
    """Everything that is wrong, one sentence each."""
    by_key = {key(item): item for item in moves}
    movers = {key(item): item.movers for item in mappings}
    found = [*_whole(schedule, moves), *_ordered(schedule, choices, by_key)]
    for wave in schedule.waves:
        found += _timed(wave, by_key, speeds)
        found += _within(wave, by_key, movers, limits)
        found += _apart(wave, choices)
        found += _in_window(wave, window)
        if {by_key[key(item)].verdict for item in wave.moves} != {wave.verdict}:
            found.append(f"wave {wave.number} mixes verdicts")
    found += _nights(schedule.waves, window)
    return found


def _whole(schedule: Schedule, moves: Sequence[MoveSummary]) -> list[str]:
    """Every move that is not blocked is in one wave or told as unscheduled, and a partition moves once."""
    placed = [key(item) for wave in schedule.waves for item in wave.moves]
    told = [(item.lpar, item.source, item.target) for item in schedule.unscheduled]
    wanted = sorted(key(item) for item in moves if item.verdict != "blocked")
    found = [] if sorted(placed + told) == wanted else ["moves are lost, doubled or blocked"]
    partitions = Counter((source, lpar) for lpar, source, _ in placed)
    return found + [f"{who} moves twice" for who, count in partitions.items() if count > 1]


def _ordered(schedule: Schedule, choices: Choices, by_key: Mapping[Key, MoveSummary]) -> list[str]:
    """Starts, wave after wave: the order of the user, then what is ready, then what is open."""
    starts = [(wave.number, item.starts or 0.0, item) for wave in schedule.waves for item in wave.moves]
    listed = [choices.order.index(item.lpar) for *_, item in starts if item.lpar in choices.order]
    found = [] if listed == sorted(listed) else ["the order of the user is not kept"]
    last = max(((number, at) for number, at, item in starts if item.lpar in choices.order), default=(0, 0.0))
    others = [(number, at, item) for number, at, item in starts if item.lpar not in choices.order]
    found += [f"{item.lpar} overtakes the order of the user" for number, at, item in others if (number, at) < last]
    verdicts = [by_key[key(item)].verdict for *_, item in others]
    return found if verdicts == sorted(verdicts) else [*found, "open moves start before ready ones"]


def _timed(wave: Wave, by_key: Mapping[Key, MoveSummary], speeds: Speeds) -> list[str]:
    """No move ends sooner than it would alone; the wave is as long as its last move."""
    found = []
    for item in wave.moves:
        alone = estimate(by_key[key(item)], speeds)
        if item.starts is None:
            found.append(f"{item.lpar} has no start")
        elif alone.minutes is not None and (item.ends is None or item.ends - item.starts < alone.minutes - 0.11):
            found.append(f"{item.lpar} ends too soon")
        elif alone.high is not None and (item.latest_end is None or item.latest_end - item.starts < alone.high - 0.11):
            found.append(f"{item.lpar} may not end so soon")
    ends = [item.ends for item in wave.moves]
    length = None if None in ends else max(end for end in ends if end is not None)
    return found if wave.minutes == length else [*found, f"wave {wave.number} has another length than its moves"]


def _within(
    wave: Wave, by_key: Mapping[Key, MoveSummary], movers: Mapping[Key, Sequence[object]], limits: Limits
) -> list[str]:
    """Sweep over all starts: what runs right then must not be more than a limit says."""
    found = []
    for moment in sorted({item.starts or 0.0 for item in wave.moves}):
        count: Counter[tuple[str, str, str]] = Counter()
        for item in _running(wave, moment):
            mode = by_key[key(item)].mode
            for system in (item.source, item.target):
                count[mode, system, ""] += 1
            count.update({("hmc", limits.hmcs[system], "") for system in (item.source, item.target)})
            if mode == "active":
                count.update(_vioses(item, movers, limits))
        for (kind, where, vios), running in count.items():
            table = {"active": limits.active, "inactive": limits.inactive}.get(kind, {})
            limit = limits.per_hmc if kind == "hmc" else limits.vioses.get((where, vios)) or table.get(where)
            if limit is not None and running > limit.most:
                found.append(f"wave {wave.number}, minute {moment}: {running} at once on {kind} {where} {vios}")
    return found


def _running(wave: Wave, moment: float) -> list[WaveMove]:
    return [item for item in wave.moves if (item.starts or 0.0) <= moment < (item.ends or float("inf"))]


def _vioses(item: WaveMove, movers: Mapping[Key, Sequence[object]], limits: Limits) -> set[tuple[str, str, str]]:
    chosen = movers.get(key(item), ())
    if chosen:
        named = {("vios", item.source, pair.source_vios) for pair in chosen}  # type: ignore[attr-defined]
        return named | {("vios", item.target, pair.target_vios) for pair in chosen}  # type: ignore[attr-defined]
    return {("vios", system, vios) for system, vios in limits.vioses if system in (item.source, item.target)}


def _apart(wave: Wave, choices: Choices) -> list[str]:
    found = []
    for pattern in choices.apart:
        nodes = [item for item in wave.moves if fnmatchcase(item.lpar, pattern)]
        for moment in [item.starts or 0.0 for item in nodes]:
            together = [item for item in nodes if (item.starts or 0.0) <= moment < (item.ends or float("inf"))]
            if len(together) > 1:
                found.append(f"wave {wave.number}: two of {pattern} at once")
    return found


def _in_window(wave: Wave, window: Window | None) -> list[str]:
    if window is None:
        return (
            [] if (wave.night, wave.begins, wave.ends, wave.latest) == (0, "", "", "") else ["a window out of nothing"]
        )
    begins, latest = _offset(wave.begins, window), _offset(wave.latest, window)
    longest = max(item.latest_end or float("inf") for item in wave.moves)
    found = []
    if begins + longest > window.minutes:
        found.append(f"wave {wave.number} may not end in its window")
    if latest < begins or latest + longest > window.minutes:
        found.append(f"wave {wave.number} must not begin as late as {wave.latest}")
    return found


def _nights(waves: Sequence[Wave], window: Window | None) -> list[str]:
    """Waves of one night begin one after the other; nights and numbers go up without gaps."""
    found = [] if [wave.number for wave in waves] == list(range(1, len(waves) + 1)) else ["numbers have gaps"]
    if window is None:
        return found
    nights = [wave.night for wave in waves]
    if sorted(set(nights)) != list(range(1, len(set(nights)) + 1)) or nights != sorted(nights):
        found.append("nights have gaps")
    for one, other in pairwise(waves):
        if one.night == other.night and _offset(other.begins, window) < _offset(one.begins, window) + (
            one.minutes or 0
        ):
            found.append(f"wave {other.number} begins before wave {one.number} has ended")
    return found


def _offset(clock: str, window: Window) -> int:
    """Minutes of a time after the begin of the window."""
    hour, minute = clock.split(":")
    return (int(hour) * 60 + int(minute) - window.begins) % (24 * 60)
