"""One wave while it is filled: what starts when, and why another move cannot start yet.

Knows limits and links, not nights: it is told how many minutes are left.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from hmcscan_lpm.planning.timing.concurrency import Limits
from hmcscan_lpm.planning.timing.link_sharing import Timeline
from hmcscan_lpm.planning.timing.times import Speeds, Work, tenth_up
from hmcscan_lpm.planning.timing.track import Candidate, Track

_LATE = "it would not end in the window if all of this wave took as long as it may"


@dataclass(slots=True)
class Lane:
    """The moves of a wave that have to do with each other, in both cases.

    :ivar likely: as it will likely go
    :ivar worst: the same moves in the same order if everything takes as long as it may, each when there is room for it
    :ivar version: goes up when a place becomes free
    :ivar hopeless: movers → minutes that are too many for the rest of the window as it is now
    """

    likely: Track
    worst: Track
    version: int = 0
    hopeless: dict[tuple[tuple[str, str], ...], float] = field(default_factory=dict)

    def wait_until(self, minute: int) -> None:
        """Let what ends by then end."""
        if self.likely.next_minute() <= minute:
            self.likely.wait_until(minute)
            self.version += 1
            self.hopeless.clear()


@dataclass(slots=True)
class Draft:
    """A wave on its way.

    :ivar rest: minutes left in the window, None = no window: all moves of the wave start together
    :ivar placed: its moves and when they start, in minutes
    :ivar lanes: by the group of their moves; what happens on one is nothing to the others
    :ivar refused: move → why it could not start when it was last looked at, and the version of its lane then
    """

    limits: Limits
    speeds: Speeds
    rest: int | None
    now: int = 0
    placed: list[tuple[Candidate, int]] = field(default_factory=list)
    lanes: dict[int, Lane] = field(default_factory=dict)
    refused: dict[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict)

    def fill(self, queue: Sequence[Candidate]) -> list[Candidate]:
        """Take what fits of *queue*, in order; what is left."""
        left = self._start(queue)
        while self.rest is not None and left:
            minute = min((lane.likely.next_minute() for lane in self.lanes.values()), default=math.inf)
            if math.isinf(minute):
                break
            self.now = int(minute)
            for lane in self.lanes.values():
                lane.wait_until(self.now)
            left = self._start(left)
        return left

    def ends(self) -> tuple[dict[Hashable, float], dict[Hashable, float]]:
        """Move → when it ends, likely and if everything takes as long as it may."""
        likely: dict[Hashable, float] = {}
        worst: dict[Hashable, float] = {}
        for lane in self.lanes.values():
            likely |= lane.likely.ends()
            worst |= lane.worst.ends()
        return likely, worst

    def reason(self, candidate: Candidate) -> str:
        """Why a move is not in this wave."""
        return self.refused.get(candidate.key, ("it waits for its turn", 0))[0]

    def _start(self, queue: Sequence[Candidate]) -> list[Candidate]:
        """Start what may start now; the rest, in order."""
        left: list[Candidate] = []
        for number, candidate in enumerate(queue):
            lane = self._lane(candidate)
            reason, version = self.refused.get(candidate.key, ("", -1))
            if version != lane.version:
                waiting = bool(left) and candidate.rank[0] > left[0].rank[0]
                reason = "what is ready comes first" if waiting else self._refusal(candidate, lane)
            if not reason:
                continue
            self.refused[candidate.key] = reason, lane.version
            left.append(candidate)
            if candidate.rank[0] == 0:
                return [*left, *queue[number + 1 :]]
        return left

    def _lane(self, candidate: Candidate) -> Lane:
        if candidate.group not in self.lanes:
            likely, worst = Timeline(self.speeds.carries("likely")), Timeline(self.speeds.carries("worst"))
            self.lanes[candidate.group] = Lane(Track(self.limits, likely), Track(self.limits, worst))
        return self.lanes[candidate.group]

    def _refusal(self, candidate: Candidate, lane: Lane) -> str:
        """Start a move now, or say why it cannot."""
        if self.placed:
            first = self.placed[0][0]
            if candidate.verdict != first.verdict:
                out = "out" if candidate.verdict == "ready" else ""
                return f"moves with{out} open questions have waves of their own"
            if not candidate.is_timed or not first.is_timed:
                return "how long a move takes is not known, so that it has a wave of its own"
        if candidate.likely and candidate.worst:
            lane.likely.wait_until(self.now)
            reason = lane.likely.refusal(candidate, candidate.likely) or self._no_time(candidate, candidate.worst, lane)
            if reason:
                return reason
            lane.likely.begin(candidate, candidate.likely)
        self.placed.append((candidate, self.now))
        return ""

    def _no_time(self, candidate: Candidate, work: Work, lane: Lane) -> str:
        """Put a move on the worst track; or why not: it, or another that it slows down, might not end in the window."""
        if self.rest is None or not candidate.is_timed:
            lane.worst.begin(candidate, work)
            return ""
        if self.now + tenth_up(candidate.longest) > self.rest:
            return f"it may take {candidate.longest:.0f} minutes, and {self.rest - self.now} are left of the window"
        if candidate.longest >= lane.hopeless.get(candidate.links, math.inf):
            return _LATE
        track = lane.worst.copy()
        track.wait_until(self.now)
        while track.refusal(candidate, work):
            track.wait()
        track.begin(candidate, work)
        if tenth_up(track.last_end(candidate, work)) > self.rest:
            lane.hopeless[candidate.links] = candidate.longest
            return _LATE
        lane.worst = track
        return ""
