"""One wave while it is filled: what starts when, and why another move cannot start yet.

Knows limits and links, not nights: it is told how many minutes are left.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from hmcscan_lpm.planning.concurrency import Limits
from hmcscan_lpm.planning.link_sharing import Timeline
from hmcscan_lpm.planning.times import Speeds, tenth_up
from hmcscan_lpm.planning.wave_track import Candidate, Track


@dataclass(slots=True)
class Draft:
    """A wave on its way.

    :ivar rest: minutes left in the window, None = no window: all moves of the wave start together
    :ivar placed: its moves and when they start, in minutes
    :ivar likely: as it will likely go
    :ivar worst: the same moves in the same order if everything takes as long as it may, each when there is room for it
    :ivar refused: move → why it could not start when it was last looked at
    :ivar hopeless: movers → minutes that are too many for the rest of the window as it is now
    """

    limits: Limits
    speeds: Speeds
    rest: int | None
    placed: list[tuple[Candidate, int]] = field(default_factory=list)
    likely: Track = field(init=False)
    worst: Track = field(init=False)
    refused: dict[tuple[str, str, str], str] = field(default_factory=dict)
    hopeless: dict[tuple[tuple[str, str], ...], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with nothing running."""
        self.likely = Track(self.limits, Timeline(self.speeds.carries("likely")))
        self.worst = Track(self.limits, Timeline(self.speeds.carries("worst")))

    def fill(self, queue: Sequence[Candidate]) -> list[Candidate]:
        """Take what fits of *queue*, in order; what is left."""
        left = self._start(queue)
        while self.rest is not None and left and self.likely.running:
            self.likely.wait()
            self.hopeless.clear()
            left = self._start(left)
        return left

    def _start(self, queue: Sequence[Candidate]) -> list[Candidate]:
        """Start what may start now; the rest, in order."""
        left: list[Candidate] = []
        for number, candidate in enumerate(queue):
            waiting = bool(left) and candidate.rank[0] > left[0].rank[0]
            reason = "what is ready comes first" if waiting else self._refusal(candidate)
            if not reason:
                continue
            self.refused[candidate.key] = reason
            left.append(candidate)
            if candidate.rank[0] == 0:
                return [*left, *queue[number + 1 :]]
        return left

    def _refusal(self, candidate: Candidate) -> str:
        """Start a move now, or say why it cannot."""
        if self.placed:
            first = self.placed[0][0]
            if candidate.verdict != first.verdict:
                out = "out" if candidate.verdict == "ready" else ""
                return f"moves with{out} open questions have waves of their own"
            if not candidate.is_timed or not first.is_timed:
                return "how long a move takes is not known, so that it has a wave of its own"
        if candidate.likely is None or candidate.worst is None:
            self.placed.append((candidate, 0))
            return ""
        reason = self.likely.refusal(candidate, candidate.likely) or self._no_time(candidate)
        if not reason:
            self.placed.append((candidate, self.likely.now))
            self.likely.begin(candidate, candidate.likely)
        return reason

    def _no_time(self, candidate: Candidate) -> str:
        """Put a move on the worst track; or why not: it, or another that it slows down, might not end in the window."""
        if candidate.worst is None:
            return ""
        now, rest = self.likely.now, math.inf if self.rest is None else self.rest
        late = "it would not end in the window if all of this wave took as long as it may"
        if not candidate.is_timed:
            return ""
        if now + tenth_up(candidate.longest) > rest:
            return f"it may take {candidate.longest:.0f} minutes, and {rest - now:.0f} are left of the window"
        if candidate.longest >= self.hopeless.get(candidate.links, math.inf):
            return late
        track = self.worst.copy()
        track.wait_until(now)
        while track.refusal(candidate, candidate.worst):
            track.wait()
        track.begin(candidate, candidate.worst)
        if tenth_up(track.last_end()) > rest:
            self.hopeless[candidate.links] = candidate.longest
            return late
        self.worst = track
        return ""
