"""Headroom: the part of a target's active cores and memory that a plan leaves free.

Written ``cores=10%,memory=5%``; what is not named has no reserve.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hmcscan_lpm.errors import SelectionError

WHOLE = 10_000
"""One hundred per cent, in the hundredths of a per cent that a reserve is counted in."""


@dataclass(frozen=True, slots=True)
class Reserve:
    """What stays free on every target, in hundredths of a per cent of its active cores and memory (1000 = 10 %)."""

    cores: int = 0
    memory: int = 0

    def __str__(self) -> str:
        return f"cores={percent(self.cores)},memory={percent(self.memory)}"


NO_RESERVE = Reserve()


def percent(hundredths: int) -> str:
    """Hundredths of a per cent as a person writes them: ``7.5%``."""
    return f"{hundredths / 100:g}%"


def parse(text: str) -> Reserve:
    """The reserve in a text such as ``cores=10%,memory=5%``; the sign ``%`` may be left out.

    :raises SelectionError: the text says something else, names a part twice, or is not between 0 and 100 per cent
    """
    found: dict[str, int] = {}
    for part in text.split(","):
        match = re.fullmatch(r"\s*(cores|memory)\s*=\s*([0-9]{1,3}(?:\.[0-9]{1,2})?)\s*%?\s*", part)
        hundredths = round(float(match[2]) * 100) if match else WHOLE + 1
        if not match or hundredths > WHOLE:
            raise SelectionError(
                f"Reserve {part.strip()!r} is none: it is written cores=10%,memory=5%, each between 0 and 100."
            )
        if match[1] in found:
            raise SelectionError(f"Reserve {text!r} names {match[1]} twice.")
        found[match[1]] = hundredths
    return Reserve(**found)


def reserved(active: int, hundredths: int) -> int:
    """What of *active* (MB, thousandths of a core) stays free, rounded up."""
    return -(-active * hundredths // WHOLE)
