"""From a plan to the part of the document that says how the moves are made: placement, waves, cards, runbook.

Words stand in the templates; here are only the values.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hmcscan_lpm.planning.execution import MoveCommands, MoveMapping, MoveTime, Wave, WaveMove
from hmcscan_lpm.planning.model import MoveSummary, Plan
from hmcscan_lpm.planning.runbook_model import RunbookCommand, RunbookPhase, RunbookStep
from hmcscan_lpm.planning.timing.model import QuietHour, WaveCapacity
from hmcscan_lpm.rendering.anchors import WAVE, Anchors, MoveKey, key_of, made
from hmcscan_lpm.rendering.execution_contexts import (
    BlockedMove,
    Execution,
    MoveCard,
    PhaseView,
    PlacedHome,
    RoomRow,
    RoomView,
    RunbookBlock,
    Said,
    SharedWords,
    StepView,
    TargetHomes,
    Track,
    WaveRow,
    WaveView,
)

_IN_COMMANDS = (
    "validate",
    "move",
    "stop",
    "recover",
    "back_validate",
    "back_move",
    "login",
    "logins_listed",
    "logout",
    "progress",
    "at_source",
    "at_target",
)
"""The fields of :class:`MoveCommands` that are commands."""


@dataclass(frozen=True, slots=True)
class _Index:
    """What belongs to each move."""

    moves: Mapping[MoveKey, MoveSummary]
    mappings: Mapping[MoveKey, MoveMapping]
    times: Mapping[MoveKey, MoveTime]
    commands: Mapping[MoveKey, MoveCommands]
    quiet: Mapping[tuple[str, str], QuietHour]
    unscheduled: Mapping[MoveKey, str]
    common: Collection[str]


def execution(plan: Plan, anchors: Anchors, common: Collection[str] = ()) -> Execution:
    """How the moves of *plan* are made.

    :param common: rules that are open for every move, which no card has to repeat
    """
    index = _Index(
        moves={key_of(move): move for move in plan.moves},
        mappings={key_of(item): item for item in plan.mappings},
        times={key_of(item): item for item in plan.times},
        commands={key_of(item): item for item in plan.commands},
        quiet={(item.source, item.lpar): item for item in plan.quiet if item.hour is not None},
        unscheduled={key_of(item): item.reason for item in plan.schedule.unscheduled},
        common=common,
    )
    waves = tuple(_wave(wave, index, anchors) for wave in plan.schedule.waves)
    shared = _shared_words(plan)
    cards = _cards(plan, waves, index, shared, anchors)
    blocked = tuple(
        BlockedMove(move, tuple(anchors.reason(*item) for item in move.blockers))
        for move in plan.moves
        if move.verdict == "blocked"
    )
    scheduled = [row for view in waves for row in view.rows]
    return Execution(
        is_planned=bool(waves or blocked or plan.schedule.unscheduled),
        n_scheduled=len(scheduled),
        n_unproven=sum(row.verdict == "unproven" for row in scheduled),
        n_problems=sum(card.problems > 0 for card in cards),
        nights=len({view.wave.night for view in waves} - {0}),
        minutes=_total(view.wave.minutes for view in waves),
        latest_minutes=_total(view.latest_minutes for view in waves),
        first=next((card for card in cards if card.wave is not None), None),
        blocked=blocked,
        placement=_placement(plan, anchors),
        waves=waves,
        rooms=_rooms(plan.room),
        quiet=tuple(item for item in plan.quiet if item.hour is not None),
        n_no_usage=sum(item.hour is None for item in plan.quiet),
        cards=cards,
        shared=shared,
        runbook=_runbook(plan),
        who=tuple(dict.fromkeys(step.who for phase in plan.runbook for step in phase.steps)),
    )


def _total(minutes: Iterable[float | None]) -> float | None:
    found = list(minutes)
    return None if None in found else sum(value for value in found if value is not None)


def _wave(wave: Wave, index: _Index, anchors: Anchors) -> WaveView:
    ends = [end for move in wave.moves for end in (move.ends, move.latest_end) if end is not None]
    latest = [move.ends if move.latest_end is None else move.latest_end for move in wave.moves]
    rows = tuple(_wave_row(move, wave, max(ends, default=0.0), index, anchors) for move in wave.moves)
    is_timed = wave.minutes is not None and all(move.latest_end is not None for move in wave.moves)
    return WaveView(
        wave=wave,
        anchor=WAVE.format(wave.number),
        rows=rows,
        latest_minutes=max((end for end in latest if end is not None), default=None) if is_timed else None,
        problems=sum(row.problems > 0 for row in rows),
    )


def _wave_row(move: WaveMove, wave: Wave, whole: float, index: _Index, anchors: Anchors) -> WaveRow:
    key = key_of(move)
    summary = index.moves.get(key)
    return WaveRow(
        move=move,
        anchor=anchors.cards.get(key, ""),
        verdict=summary.verdict if summary else wave.verdict,
        mode=summary.mode if summary else "",
        problems=problems_of(index.mappings.get(key)),
        time=index.times.get(key),
        begins=_clock(wave.begins, move.starts, math.floor),
        ends=_clock(wave.begins, move.ends, math.ceil),
        latest=_clock(wave.begins, move.latest_end, math.ceil),
        track=_track(move, whole),
    )


def _clock(begins: str, minutes: float | None, rounded: Callable[[float], int]) -> str:
    """The time so many minutes after ``HH:MM``; ``''`` where either is not known."""
    match = re.fullmatch(r"(\d\d):(\d\d)", begins, re.ASCII)
    if not match or minutes is None:
        return ""
    hour, minute = divmod((int(match[1]) * 60 + int(match[2]) + rounded(minutes)) % (24 * 60), 60)
    return f"{hour:02}:{minute:02}"


def _track(move: WaveMove, whole: float) -> Track | None:
    if move.starts is None or move.ends is None or whole <= 0:
        return None
    late = move.ends if move.latest_end is None else max(move.ends, move.latest_end)
    before, likely, last = (round(100 * part / whole, 1) for part in (move.starts, move.ends, late))
    return Track(before, round(likely - before, 1), round(last - likely, 1))


def problems_of(mapping: MoveMapping | None) -> int:
    """How many things are wrong or not sure about a mapping, its adapters and VLANs included."""
    if mapping is None:
        return 0
    parts = (
        *(item.problems for item in mapping.fibre),
        *(item.problems for item in mapping.scsi),
        *(item.problems for item in mapping.vlans),
    )
    return len(mapping.problems) + sum(map(len, parts))


def _shared_words(plan: Plan) -> SharedWords:
    return SharedWords(
        assumptions=_shared(item.assumptions for item in plan.times),
        notes=_shared(item.notes for item in plan.commands),
        back_notes=_shared(item.back_notes for item in plan.commands),
    )


def _shared(texts: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """What more than half of all say, and at least two."""
    found = [tuple(dict.fromkeys(own)) for own in texts]
    counts = Counter(text for own in found for text in own)
    return tuple(text for text, count in counts.items() if count > 1 and 2 * count > len(found))


def _cards(
    plan: Plan, waves: Sequence[WaveView], index: _Index, shared: SharedWords, anchors: Anchors
) -> tuple[MoveCard, ...]:
    places = {key_of(row.move): (view, row) for view in waves for row in view.rows}
    return tuple(_card(move, places.get(key_of(move)), index, shared, anchors) for move in made(plan))


def _card(
    move: MoveSummary, place: tuple[WaveView, WaveRow] | None, index: _Index, shared: SharedWords, anchors: Anchors
) -> MoveCard:
    key = key_of(move)
    time, commands, mapping = index.times.get(key), index.commands.get(key), index.mappings.get(key)
    return MoveCard(
        move=move,
        anchor=anchors.cards[key],
        sheet=anchors.sheets.get((move.source, move.lpar), ""),
        wave=place[0] if place else None,
        row=place[1] if place else None,
        why_unscheduled=index.unscheduled.get(key, ""),
        questions=tuple(anchors.question(*item) for item in move.open_questions if item[0] not in index.common),
        n_questions=len(move.open_questions),
        mapping=mapping,
        problems=problems_of(mapping),
        time=time,
        assumptions=_said(time.assumptions if time else (), shared.assumptions),
        quiet=index.quiet.get((move.source, move.lpar)),
        commands=commands,
        notes=_said(commands.notes if commands else (), shared.notes),
        back_notes=_said(commands.back_notes if commands else (), shared.back_notes),
    )


def _said(texts: Iterable[str], shared: Sequence[str]) -> Said:
    said = tuple(texts)
    return Said(
        tuple(text for text in said if text not in shared),
        tuple(number for number, text in enumerate(shared, 1) if text in said),
    )


def _placement(plan: Plan, anchors: Anchors) -> tuple[TargetHomes, ...]:
    if plan.placement is None:
        return ()
    verdicts = {key_of(move): move.verdict for move in plan.moves}
    homes: dict[str, list[PlacedHome]] = {}
    for home in plan.placement.homes:
        key = key_of(home)
        homes.setdefault(home.target, []).append(PlacedHome(home, verdicts.get(key, ""), anchors.cards.get(key, "")))
    return tuple(TargetHomes(target, tuple(homes[target])) for target in sorted(homes))


def _rooms(room: Iterable[WaveCapacity]) -> tuple[RoomView, ...]:
    by_system: dict[str, list[WaveCapacity]] = {}
    for item in room:
        by_system.setdefault(item.system, []).append(item)
    return tuple(
        RoomView(
            system=system,
            rows=tuple(_room_row(item) for item in items),
            has_reserve=any(item.cores_reserved != 0 or item.memory_reserved_mb != 0 for item in items),
        )
        for system, items in by_system.items()
    )


def _room_row(room: WaveCapacity) -> RoomRow:
    ports = [(port.left, port) for port in room.ports if port.left is not None]
    slots = [(slot.left, slot) for slot in room.slots if slot.left is not None]
    return RoomRow(
        room,
        min(ports, key=lambda item: item[0], default=(0, None))[1],
        min(slots, key=lambda item: item[0], default=(0, None))[1],
    )


def _runbook(plan: Plan) -> tuple[PhaseView, ...]:
    on_cards = frozenset(getattr(item, name) for item in plan.commands for name in _IN_COMMANDS)
    return tuple(_phase(phase, number, on_cards) for number, phase in enumerate(plan.runbook, 1))


def _phase(phase: RunbookPhase, number: int, on_cards: frozenset[str]) -> PhaseView:
    steps = enumerate(phase.steps, 1)
    return PhaseView(phase, tuple(_step(step, f"{number}.{place}", on_cards) for place, step in steps))


def _step(step: RunbookStep, number: str, on_cards: frozenset[str]) -> StepView:
    """A step; commands that stand on the cards of the moves are not repeated."""
    is_with_moves = bool(step.commands) and all(command.run in on_cards for command in step.commands)
    return StepView(step, number, () if is_with_moves else _blocks(step.commands), is_with_moves)


def _blocks(commands: Iterable[RunbookCommand]) -> tuple[RunbookBlock, ...]:
    """Commands by place; what is typed in partitions by these, as it does not name them."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for command in commands:
        found.setdefault((command.on, command.lpars if command.on == "lpar" else ()), []).append(command.run)
    return tuple(RunbookBlock(on, lpars, "\n".join(runs), len(runs)) for (on, lpars), runs in found.items())
