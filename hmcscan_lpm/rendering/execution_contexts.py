"""What the templates are given of how the moves are made: placement, waves, a card for each move, the runbook.

Every field is read by a template, as those of :mod:`.contexts`; anchors are as there.
"""

from __future__ import annotations

from dataclasses import dataclass

from hmcscan_lpm.planning.execution import Home, MoveCommands, MoveMapping, MoveTime, Wave, WaveMove
from hmcscan_lpm.planning.model import MoveSummary
from hmcscan_lpm.planning.runbook_model import RunbookPhase, RunbookStep
from hmcscan_lpm.planning.timing.model import PortRoom, QuietHour, SlotRoom, WaveCapacity


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that decides something about a move, in a few words.

    :ivar anchor: the section of that rule
    """

    rule_id: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class BlockedMove:
    """A move that no wave has because something blocks it."""

    move: MoveSummary
    blockers: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PlacedHome:
    """A partition on its new server.

    :ivar verdict: of that move, ``''`` when it is not in the plan
    :ivar anchor: the card of the move
    """

    home: Home
    verdict: str
    anchor: str


@dataclass(frozen=True, slots=True)
class TargetHomes:
    """All partitions that are placed on one server."""

    target: str
    homes: tuple[PlacedHome, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """A move on the time line of its wave, in per cent of the line.

    :ivar before: until it starts
    :ivar likely: as long as it likely takes
    :ivar late: what comes on top if everything takes as long as it may
    """

    before: float
    likely: float
    late: float


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One move of a wave.

    :ivar anchor: its card
    :ivar problems: how many things are wrong with its mapping
    :ivar time: its estimate, as if it were alone
    :ivar begins, ends, latest: by the clock, ``''`` without windows
    :ivar track: None where a time is not known
    """

    move: WaveMove
    anchor: str
    verdict: str
    mode: str
    problems: int
    time: MoveTime | None
    begins: str
    ends: str
    latest: str
    track: Track | None


@dataclass(frozen=True, slots=True)
class WaveView:
    """One wave.

    :ivar latest_minutes: how long it takes if everything takes as long as it may; None when that is not known
    :ivar problems: how many of its moves have a problem
    """

    wave: Wave
    anchor: str
    rows: tuple[WaveRow, ...]
    latest_minutes: float | None
    problems: int


@dataclass(frozen=True, slots=True)
class RoomRow:
    """What a server has left after a wave.

    :ivar tightest_port, tightest_slots: where least is left; None where nothing is known
    """

    room: WaveCapacity
    tightest_port: PortRoom | None
    tightest_slots: SlotRoom | None


@dataclass(frozen=True, slots=True)
class RoomView:
    """A server, before the first wave and after each that changes it.

    :ivar has_reserve: something is to stay free on it
    """

    system: str
    rows: tuple[RoomRow, ...]
    has_reserve: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences about one move.

    :ivar own: those of which most moves have no like
    :ivar shared: numbers, from 1, of those that most moves share: they stand once, in :class:`SharedWords`
    """

    own: tuple[str, ...]
    shared: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SharedWords:
    """What is said of most moves alike, so that no card has to repeat it."""

    assumptions: tuple[str, ...]
    notes: tuple[str, ...]
    back_notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveCard:
    """How one move is made.

    :ivar sheet: the sheet of its partition
    :ivar wave: its wave, None for none
    :ivar why_unscheduled: why it has none
    :ivar questions: prerequisites that are open, besides those that are for every move
    :ivar n_questions: how many are open in all
    :ivar problems: how many things are wrong or not sure about its mapping
    :ivar assumptions: how its time was estimated
    :ivar notes, back_notes: why its commands are as they are
    """

    move: MoveSummary
    anchor: str
    sheet: str
    wave: WaveView | None
    row: WaveRow | None
    why_unscheduled: str
    questions: tuple[Reason, ...]
    n_questions: int
    mapping: MoveMapping | None
    problems: int
    time: MoveTime | None
    assumptions: Said
    quiet: QuietHour | None
    commands: MoveCommands | None
    notes: Said
    back_notes: Said


@dataclass(frozen=True, slots=True)
class RunbookBlock:
    """Commands of a step that are run in one place.

    :ivar lpars: partitions to run them in; empty where the commands name theirs
    :ivar run: the commands, one per line
    """

    on: str
    lpars: tuple[str, ...]
    run: str
    n_commands: int


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of the runbook.

    :ivar number: ``2.3``
    :ivar is_with_moves: its commands stand on the cards of the moves
    """

    step: RunbookStep
    number: str
    blocks: tuple[RunbookBlock, ...]
    is_with_moves: bool


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase of the runbook."""

    phase: RunbookPhase
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class Execution:
    """How the moves are made, as part of a document.

    :ivar is_planned: there is at least one wave, or a reason why there is none
    :ivar n_scheduled: moves that have a wave
    :ivar n_unproven: how many of those have open questions
    :ivar n_problems: how many have a problem with their mapping
    :ivar nights: how many windows it takes, 0 without windows
    :ivar minutes, latest_minutes: all waves together, likely and at most; None when a time is not known
    :ivar first: the first move of the first wave
    :ivar placement: by target; empty where nothing was placed
    :ivar quiet: partitions whose usage was read
    :ivar n_no_usage: how many others there are
    :ivar who: everybody whom the runbook names, in the order in which it does
    """

    is_planned: bool
    n_scheduled: int
    n_unproven: int
    n_problems: int
    nights: int
    minutes: float | None
    latest_minutes: float | None
    first: MoveCard | None
    blocked: tuple[BlockedMove, ...]
    placement: tuple[TargetHomes, ...]
    waves: tuple[WaveView, ...]
    rooms: tuple[RoomView, ...]
    quiet: tuple[QuietHour, ...]
    n_no_usage: int
    cards: tuple[MoveCard, ...]
    shared: SharedWords
    runbook: tuple[PhaseView, ...]
    who: tuple[str, ...]
