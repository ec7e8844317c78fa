"""Maintenance windows: the same hours every night, written ``22:00-06:00``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hmcscan_lpm.errors import SelectionError

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Window:
    """Hours in which moves may run; across midnight when it ends before it begins.

    :ivar begins: minutes after midnight
    :ivar minutes: how long it is
    """

    begins: int
    minutes: int

    def clock(self, minutes: float) -> str:
        """The time so many minutes after its begin, as ``HH:MM``."""
        hour, minute = divmod((self.begins + int(minutes)) % _DAY, 60)
        return f"{hour:02}:{minute:02}"

    def holds(self, hour: int) -> bool:
        """Whether a whole hour of the day lies in it."""
        return (hour * 60 - self.begins) % _DAY + 60 <= self.minutes

    def __str__(self) -> str:
        return f"{self.clock(0)}-{self.clock(self.minutes)}"


def parse(text: str) -> Window:
    """The window in a text such as ``22:00-06:00``.

    :raises SelectionError: the text is something else, or the window has no length
    """
    found = re.fullmatch(r"\s*([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})\s*", text)
    times = [int(part) for part in found.groups()] if found else [99, 0, 0, 0]
    if not found or times[0] > 23 or times[1] > 59 or times[3] > 59 or times[2] * 60 + times[3] > _DAY:
        raise SelectionError(f"Window {text!r} is none: write it 22:00-06:00.")
    begins, ends = times[0] * 60 + times[1], times[2] * 60 + times[3]
    if begins == ends:
        raise SelectionError(f"Window {text!r} has no length: for the whole day write 00:00-24:00.")
    return Window(begins, (ends - begins) % _DAY or _DAY)
