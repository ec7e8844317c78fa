"""Moves that run at the same time and share links: who ends when.

A mover's link is divided evenly among the moves that copy through it; a move gets the smallest of its shares, and no
more than it could use alone. When one ends, the others get its share. Knows nothing of servers or limits.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from hmcscan_lpm.planning.timing.times import Work

_DUST = 1e-9
"""Minutes and MB below this are rounding."""


@dataclass(slots=True)
class Running:
    """A move that was begun, and what it still has to do: alive while a wave is planned.

    :ivar links: movers whose links it uses
    :ivar minutes: left before it copies
    :ivar copy_mb: left to copy
    """

    key: Hashable
    links: tuple[Hashable, ...]
    minutes: float
    copy_mb: float
    rate_mb_s: float
    dirty_mb_s: float

    @classmethod
    def begin(cls, key: Hashable, links: Iterable[Hashable], work: Work) -> Running:
        """A move that begins now."""
        return cls(key, tuple(links), work.minutes, work.copy_mb, work.rate_mb_s, work.dirty_mb_s)

    @property
    def is_done(self) -> bool:
        """Nothing is left to do."""
        return self.minutes <= _DUST and self.copy_mb <= _DUST

    @property
    def is_copying(self) -> bool:
        """It uses its links now."""
        return self.minutes <= _DUST < self.copy_mb


def shares(running: Sequence[Running], carries: float) -> list[float]:
    """What each move gets of its links, MB/s, if all of them copied now.

    :param carries: what one link carries, MB/s
    """
    users = Counter(link for move in running if move.copy_mb > _DUST for link in move.links)
    return [min([move.rate_mb_s, *(carries / users[link] for link in move.links if users[link])]) for move in running]


def touching(running: Sequence[Running], links: Iterable[Hashable]) -> list[Running]:
    """The moves on these links, those on their other links, and so on: nothing else changes when they end."""
    reached, found = set(links), []
    left = list(running)
    while near := [move for move in left if reached.intersection(move.links)]:
        found += near
        reached.update(link for move in near for link in move.links)
        left = [move for move in left if not reached.intersection(move.links)]
    return found


def ends(running: Sequence[Running], carries: float) -> dict[Hashable, float]:
    """Minutes from now until each move ends, when no other begins; infinite where the copy never would."""
    found: dict[Hashable, float] = {move.key: 0.0 for move in running if move.is_done}
    moves = [replace(move) for move in running if not move.is_done]
    now = 0.0
    while moves:
        passed = _step(moves, carries, math.inf)
        if math.isinf(passed):
            return found | {move.key: math.inf for move in moves}
        now += passed
        found |= {move.key: now for move in moves if move.is_done}
        moves = [move for move in moves if not move.is_done]
    return found


@dataclass(slots=True)
class Timeline:
    """Moves as they begin one after the other; alive while a wave is planned.

    :ivar carries: what one link carries, MB/s
    :ivar now: minutes
    :ivar running: those that have begun and not ended by now
    :ivar ended: move → when
    """

    carries: float
    now: float = 0.0
    running: list[Running] = field(default_factory=list)
    ended: dict[Hashable, float] = field(default_factory=dict)

    def begin(self, move: Running) -> None:
        """Let a move begin now."""
        self.running.append(move)

    def longest(self, links: Iterable[Hashable]) -> float:
        """Minutes from now until all have ended that share these links, directly or through others; 0 for none."""
        return max(ends(touching(self.running, links), self.carries).values(), default=0.0)

    def next_end(self) -> float:
        """Minutes from now until the next one ends; infinite when none does."""
        moves = [replace(move) for move in self.running]
        passed = 0.0
        while moves and not any(move.is_done for move in moves):
            passed += _step(moves, self.carries, math.inf)
            if math.isinf(passed):
                break
        return passed if moves else math.inf

    def advance(self, minutes: float) -> None:
        """Let time pass."""
        until = self.now + minutes
        self._drop(self.now)
        while until - self.now > _DUST and self.running:
            self.now += min(_step(self.running, self.carries, until - self.now), until - self.now)
            self._drop(self.now)
        self.now = until

    def _drop(self, now: float) -> None:
        """Note what has ended."""
        self.ended |= {move.key: now for move in self.running if move.is_done}
        self.running = [move for move in self.running if not move.is_done]

    def all_ends(self) -> dict[Hashable, float]:
        """Move → when it ends, if no other begins."""
        coming = ends(self.running, self.carries)
        return self.ended | {key: self.now + passed for key, passed in coming.items()}


def _step(moves: Sequence[Running], carries: float, most: float) -> float:
    """Let all moves work until the first change, at most so many minutes; how many it were, infinite for never."""
    copying = [move for move in moves if move.is_copying]
    useful = {
        id(move): max(share - move.dirty_mb_s, 0.0) * 60
        for move, share in zip(copying, shares(copying, carries), strict=True)
    }
    due = [move.minutes for move in moves if not move.is_copying]
    due += [move.copy_mb / useful[id(move)] for move in copying if useful[id(move)] > 0]
    passed = min([most, *due])
    if math.isinf(passed):
        return passed
    for move in moves:
        if id(move) in useful:
            move.copy_mb = _rest(move.copy_mb, useful[id(move)] * passed)
        else:
            move.minutes = _rest(move.minutes, passed)
    return passed


def _rest(amount: float, used: float) -> float:
    left = amount - used
    return left if left > _DUST * max(amount, 1.0) else 0.0
