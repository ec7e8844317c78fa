"""Values as a person writes them: sizes, counts, dates, and ``not known`` where a report says nothing.

Every template speaks through these functions, so that no renderer ever prints 0 for something nobody told.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

NOT_KNOWN = "not known"
_SMALLEST_SHOWN = 0.005
_MB_PER_GB = 1024
_MINUTES_PER_HOUR = 60


def number(value: float | None) -> str:
    """A number with at most two decimals: ``12``, ``0.5``, ``not known``."""
    if value is None or not math.isfinite(value):
        return NOT_KNOWN
    if value and abs(value) < _SMALLEST_SHOWN:
        return "less than 0.01" if value > 0 else "0"
    return f"{value:.2f}".rstrip("0").rstrip(".")


def gb(megabytes: float | None) -> str:
    """Megabytes as a number of GB."""
    return number(None if megabytes is None else megabytes / _MB_PER_GB)


def with_unit(shown: str, unit: str) -> str:
    """A shown number with its unit; what is not known has none."""
    return shown if shown == NOT_KNOWN else f"{shown} {unit}"


def duration(minutes: float | None) -> str:
    """Minutes as a person writes them: ``2.5 min``, ``1 h 05 min``, ``not known``; from an hour on rounded up."""
    if minutes is None or not math.isfinite(minutes):
        return NOT_KNOWN
    if minutes < _MINUTES_PER_HOUR:
        return f"{number(round(minutes, 1))} min"
    hours, rest = divmod(math.ceil(round(minutes, 1)), _MINUTES_PER_HOUR)
    return f"{hours} h {rest:02} min"


def hour(start: int | None) -> str:
    """An hour of the day: ``03:00-04:00``."""
    return NOT_KNOWN if start is None else f"{start:02}:00-{(start + 1) % 24:02}:00"


def per_cent(part: float) -> str:
    """A part of one: ``0.5 %``; what is more than nothing is never printed as nothing."""
    return f"{number(100 * part)} %"


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


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them: ``a``, ``a and b``, ``a, b and c``."""
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else "".join(names)


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
    """A stretch of prose: plain words, a literal that stood between backticks, or words between asterisks."""

    text: str
    is_literal: bool = False
    is_stressed: bool = False


_MARKED = re.compile(r"`([^`\n]+)`|(?<![\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])")


def spans(text: str) -> list[Span]:
    """Prose of a rule page split at its marks; an odd one out stays a character."""
    found, position = [], 0
    for match in _MARKED.finditer(text):
        found.append(Span(text[position : match.start()]))
        found.append(Span(match[1], is_literal=True) if match[1] else Span(match[2], is_stressed=True))
        position = match.end()
    return [span for span in (*found, Span(text[position:])) if span.text]
