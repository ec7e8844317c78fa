"""One wave while it is filled: who runs when, and why another move cannot start yet.

Knows limits and links, not nights: it is told how many minutes are left.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from hmcscan_lpm import knowledge
from hmcscan_lpm.planning.concurrency import Limit, Limits, any_level
from hmcscan_lpm.planning.link_sharing import Running, Timeline, shares
from hmcscan_lpm.planning.times import Speeds, Work, tenth_up

Slot = tuple[str, str, str]
"""vios, active, inactive or hmc; server or HMC; VIOS."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A move that a wave may take.

    :ivar key: partition, source, target
    :ivar rank: lower starts first; of rank (0, …) none is overtaken
    :ivar links: its movers
    :ivar slots: where it takes one of the places that are limited
    :ivar patterns: of the partitions that match one of these, one moves at a time
    :ivar likely, worst: None = its memory is not known
    """

    key: tuple[str, str, str]
    verdict: str
    rank: tuple[int, int]
    links: tuple[tuple[str, str], ...]
    slots: tuple[Slot, ...]
    patterns: tuple[str, ...]
    likely: Work | None
    worst: Work | None

    @property
    def longest(self) -> float:
        """Minutes that it may take alone; infinite when nobody can say."""
        return math.inf if self.likely is None or self.worst is None else max(self.likely.alone, self.worst.alone)

    @property
    def is_timed(self) -> bool:
        """How long it takes at most is known."""
        return math.isfinite(self.longest)


@dataclass(slots=True)
class Draft:
    """A wave on its way.

    :ivar rest: minutes left in the window, None = no window: all moves of the wave start together
    :ivar placed: its moves and when they start, in minutes
    :ivar likely, worst: when they end, likely and if everything takes as long as it may
    :ivar taken: places taken now
    :ivar refused: move → why it could not start when it was last looked at
    :ivar hopeless: movers → minutes that are too many for the rest of the window as it is now
    """

    limits: Limits
    speeds: Speeds
    rest: int | None
    placed: list[tuple[Candidate, int]] = field(default_factory=list)
    likely: Timeline = field(init=False)
    worst: Timeline = field(init=False)
    taken: Counter[Slot] = field(default_factory=Counter)
    refused: dict[tuple[str, str, str], str] = field(default_factory=dict)
    hopeless: dict[tuple[tuple[str, str], ...], float] = field(default_factory=dict)
    now: int = 0

    def __post_init__(self) -> None:
        """Begin with nothing running."""
        self.likely, self.worst = Timeline(self.speeds.carries), Timeline(self.speeds.carries)

    def fill(self, queue: Sequence[Candidate]) -> list[Candidate]:
        """Take what fits of *queue*, in order; what is left."""
        left = self._start(queue)
        while self.rest is not None and left and self.likely.running:
            self._wait()
            left = self._start(left)
        return left

    def _wait(self) -> None:
        """Until the full minute after the next end: its places are free then."""
        minutes = max(math.ceil(round(self.likely.now + self.likely.next_end(), 6)) - self.now, 1)
        self.likely.advance(minutes)
        self.worst.advance(minutes)
        self.now += minutes
        running = {move.key for move in self.likely.running}
        self.taken = Counter(
            slot for candidate, _ in self.placed if candidate.key in running for slot in candidate.slots
        )
        self.hopeless.clear()

    def _start(self, queue: Sequence[Candidate]) -> list[Candidate]:
        """Start what may start now; the rest, in order."""
        left: list[Candidate] = []
        for number, candidate in enumerate(queue):
            waiting = bool(left) and candidate.rank[0] > left[0].rank[0]
            reason = "what is ready comes first" if waiting else self._refusal(candidate)
            if not reason:
                self._place(candidate)
                continue
            self.refused[candidate.key] = reason
            left.append(candidate)
            if candidate.rank[0] == 0:
                return [*left, *queue[number + 1 :]]
        return left

    def _place(self, candidate: Candidate) -> None:
        self.placed.append((candidate, self.now))
        self.taken.update(candidate.slots)
        if candidate.likely and candidate.worst:
            self.likely.begin(Running.begin(candidate.key, candidate.links, candidate.likely))
            self.worst.begin(Running.begin(candidate.key, candidate.links, candidate.worst))

    def _refusal(self, candidate: Candidate) -> str:
        """Why a move cannot start now; ``''`` = it can."""
        if not self.placed:
            return self._no_time(candidate)
        if candidate.verdict != self.placed[0][0].verdict:
            open_ones = candidate.verdict != "ready"
            return f"moves with{'' if open_ones else 'out'} open questions have waves of their own"
        if not candidate.is_timed or not self.placed[0][0].is_timed:
            return "how long a move takes is not known, so that it has a wave of its own"
        return self._apart(candidate) or self._full(candidate) or self._starved(candidate) or self._no_time(candidate)

    def _apart(self, candidate: Candidate) -> str:
        """Another partition of the same cluster is moving, or might still be."""
        running = {move.key for move in self.worst.running}
        for other, _ in self.placed:
            shared = [text for text in candidate.patterns if text in other.patterns]
            if shared and other.key in running:
                return f"{other.key[0]} is moving, and of {shared[0]} one partition moves at a time"
        return ""

    def _full(self, candidate: Candidate) -> str:
        """A place that it needs is not free."""
        for slot in candidate.slots:
            limit = self._limit(slot)
            if limit is not None and self.taken[slot] >= limit.most:
                kind, where, vios = slot
                name = {"vios": f"VIOS {vios} of {where}" if vios else f"the mover of {where}", "hmc": f"HMC {where}"}
                what = f"{kind} moves" if kind in ("active", "inactive") else "moves"
                return f"{name.get(kind, where)} has {limit.most} {what} at once, which is the limit ({limit.origin})"
        return ""

    def _limit(self, slot: Slot) -> Limit | None:
        kind, where, vios = slot
        if kind == "hmc":
            return self.limits.per_hmc
        if kind == "vios":
            return self.limits.vioses.get((where, vios)) or any_level()
        return (self.limits.active if kind == "active" else self.limits.inactive).get(where) or any_level()

    def _starved(self, candidate: Candidate) -> str:
        """With one more, the links would not be much faster than pages change."""
        if not (candidate.links and candidate.likely and candidate.worst and candidate.worst.dirty_mb_s):
            return ""
        least = knowledge.facts("speeds")["sharing"]["least_share_of_dirty"] * candidate.worst.dirty_mb_s
        for timeline, work in ((self.likely, candidate.likely), (self.worst, candidate.worst)):
            begun = Running.begin(candidate.key, candidate.links, work)
            together = [*timeline.running, begun]
            slowed = [
                share
                for move, share in zip(together, shares(together, timeline.carries), strict=True)
                if set(move.links) & set(begun.links)
            ]
            if len(slowed) > 1 and min(slowed) < least:
                return "its share of the link would be too small beside the rate at which pages change"
        return ""

    def _no_time(self, candidate: Candidate) -> str:
        """It, or another that it slows down, might not end in the window."""
        if self.rest is None or candidate.worst is None:
            return ""
        reason = f"it may not end in the {self.rest - self.now} minutes that are left of the window"
        alone = candidate.longest
        if self.now + tenth_up(alone) > self.rest or alone >= self.hopeless.get(candidate.links, math.inf):
            return reason
        longest = self.worst.longest(Running.begin(candidate.key, candidate.links, candidate.worst))
        if self.now + tenth_up(longest) > self.rest:
            self.hopeless[candidate.links] = alone
            return reason
        return ""
