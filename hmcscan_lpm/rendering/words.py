"""Values as a person writes them: sizes, counts, dates, and ``not known`` where a report says nothing.

Every template speaks through these functions, so that no renderer ever prints 0 for something nobody told.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

NOT_KNOWN = "not known"
_SMALLEST_SHOWN = 0.005
_MB_PER_GB = 1024


def number(value: float | None) -> str:
    """A number with at most two decimals: ``12``, ``0.5``, ``not known``."""
    if value is None or not math.isfinite(value):
        return NOT_KNOWN
    if value and abs(value) < _SMALLEST_SHOWN:
        return "less than 0.01" if value > 0 else "0"
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def gb(megabytes: float | None) -> str:
    """Megabytes as a number of GB."""
    return number(None if megabytes is None else megabytes / _MB_PER_GB)


def with_unit(shown: str, unit: str) -> str:
    """A shown number with its unit; what is not known has none."""
    return shown if shown == NOT_KNOWN else f"{shown} {unit}"


def known(value: object) -> str:
    """Any value of a report as text: ``not known``, yes or no, a number, or the text as it stands."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    return str(value)


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: ``1 move``, ``2 moves``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(names: tuple[str, ...] | list[str], last: str = "and") -> str:
    """Names as a sentence lists them: ``a``, ``a and b``, ``a, b and c``."""
    return ", ".join(names[:-1]) + f" {last} {names[-1]}" if len(names) > 1 else "".join(names)


def moment(clock: str) -> str:
    """``2025-08-20T07:54:19`` as ``2025-08-20 07:54``; anything else as it stands."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d)?.*", clock)
    return f"{match[1]} {match[2]}" if match else clock or NOT_KNOWN


def sentences(text: str) -> list[str]:
    """Prose as one string per sentence, whatever its line breaks."""
    flat = " ".join(text.split())
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[A-Z\"'(`])", flat) if part]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of prose: plain words, or a literal that stood between backticks."""

    text: str
    is_literal: bool


def spans(text: str) -> list[Span]:
    """Prose of a rule page split at its backticks; an odd one out stays a character."""
    parts = re.split(r"`([^`\n]+)`", text)
    return [Span(part, is_literal=bool(index % 2)) for index, part in enumerate(parts) if part]
