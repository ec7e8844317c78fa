"""Who runs when in one wave, in one case: the places that are taken, the links that are shared, and who still waits.

A wave is followed on two tracks: as it will likely go, and as it goes if everything takes as long as it may.
"""

from __future__ import annotations

import copy
import math
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field

from hmcscan_lpm import knowledge
from hmcscan_lpm.planning.timing.concurrency import Limit, Limits, any_level
from hmcscan_lpm.planning.timing.link_sharing import Running, Timeline, shares
from hmcscan_lpm.planning.timing.times import Work

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
    :ivar group: moves of different groups have no place, link or pattern in common
    """

    key: tuple[str, str, str]
    verdict: str
    rank: tuple[int, int]
    links: tuple[tuple[str, str], ...]
    slots: tuple[Slot, ...]
    patterns: tuple[str, ...]
    likely: Work | None
    worst: Work | None
    group: int = 0

    @property
    def longest(self) -> float:
        """Minutes that it may take alone; infinite when nobody can say."""
        return math.inf if self.likely is None or self.worst is None else max(self.likely.alone, self.worst.alone)

    @property
    def is_timed(self) -> bool:
        """How long it takes at most is known."""
        return math.isfinite(self.longest)


@dataclass(slots=True)
class Track:
    """One case of a wave; moves begin on full minutes.

    :ivar running: those that take a place now
    """

    limits: Limits
    timeline: Timeline
    running: list[Candidate] = field(default_factory=list)
    taken: Counter[Slot] = field(default_factory=Counter)

    @property
    def now(self) -> int:
        """Minutes from the begin of the wave."""
        return round(self.timeline.now)

    def copy(self) -> Track:
        """The same track, to try something on it."""
        timeline = Timeline(
            self.timeline.carries,
            self.timeline.now,
            [copy.copy(move) for move in self.timeline.running],
            dict(self.timeline.ended),
        )
        return Track(self.limits, timeline, list(self.running), Counter(self.taken))

    def begin(self, candidate: Candidate, work: Work) -> None:
        """Let a move begin now."""
        self.running.append(candidate)
        self.taken.update(candidate.slots)
        self.timeline.begin(Running.begin(candidate.key, candidate.links, work))

    def next_minute(self) -> float:
        """The full minute after the next end: places of what has ended are free then; infinite when nothing ends."""
        end = self.timeline.now + self.timeline.next_end()
        return end if math.isinf(end) else max(math.ceil(round(end, 6)), self.now + 1)

    def wait(self) -> None:
        """Until then."""
        self.wait_until(int(self.next_minute()))

    def wait_until(self, minute: int) -> None:
        """Let time pass; nothing happens when that minute is over."""
        if minute > self.now:
            self.timeline.advance(minute - self.now)
            self.running = [candidate for candidate in self.running if candidate.key not in self.timeline.ended]
            self.taken = Counter(slot for candidate in self.running for slot in candidate.slots)

    def ends(self) -> dict[Hashable, float]:
        """Move → when it ends, if no other begins."""
        return self.timeline.all_ends()

    def last_end(self, candidate: Candidate, work: Work) -> float:
        """When a move that has just begun, and all that share links with it, have ended."""
        return self.timeline.now + max(self.timeline.longest(candidate.links), work.minutes)

    def refusal(self, candidate: Candidate, work: Work) -> str:
        """Why a move cannot begin now beside what runs; ``''`` = it can."""
        return self._apart(candidate) or self._full(candidate) or self._starved(candidate, work)

    def _apart(self, candidate: Candidate) -> str:
        """Another partition of the same cluster is moving."""
        for other in self.running:
            shared = [text for text in candidate.patterns if text in other.patterns]
            if shared:
                return f"{other.key[0]} is moving, and of {shared[0]} one partition moves at a time"
        return ""

    def _full(self, candidate: Candidate) -> str:
        """A place that it needs is not free."""
        for slot in candidate.slots:
            limit = _limit(self.limits, slot)
            if limit is not None and self.taken[slot] >= limit.most:
                kind, where, vios = slot
                name = {"vios": f"VIOS {vios} of {where}" if vios else f"the mover of {where}", "hmc": f"HMC {where}"}
                what = f"{kind} moves" if kind in ("active", "inactive") else "moves"
                return f"{name.get(kind, where)} has {limit.most} {what} at once, which is the limit ({limit.origin})"
        return ""

    def _starved(self, candidate: Candidate, work: Work) -> str:
        """With one more, a link would not be much faster than pages change."""
        if not candidate.links or not work.dirty_mb_s:
            return ""
        together = [*self.timeline.running, Running.begin(candidate.key, candidate.links, work)]
        slowed = [
            share
            for move, share in zip(together, shares(together, self.timeline.carries), strict=True)
            if set(move.links) & set(candidate.links)
        ]
        least = knowledge.facts("speeds")["sharing"]["least_share_of_dirty"] * work.dirty_mb_s
        if len(slowed) > 1 and min(slowed) < least:
            return "its share of the link would be too small beside the rate at which pages change"
        return ""


def _limit(limits: Limits, slot: Slot) -> Limit | None:
    kind, where, vios = slot
    if kind == "hmc":
        return limits.per_hmc
    if kind == "vios":
        return limits.vioses.get((where, vios)) or any_level()
    return (limits.active if kind == "active" else limits.inactive).get(where) or any_level()
