"""Values of a plan as cells of a workbook, in the words of the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from hmcscan_lpm.rendering import templates
from hmcscan_lpm.rendering.execution_contexts import Reason
from hmcscan_lpm.rendering.spreadsheet import Cell, Tone, Toned

_VERDICT_TONES: Mapping[str, Tone] = {"blocked": "bad", "unproven": "open", "ready": "good"}
_OUTCOME_TONES: Mapping[str, Tone] = {"fail": "bad", "error": "bad", "unknown": "open", "pass": "good"}
_MB_PER_GB = 1024


@cache
def words() -> Any:
    """The words that all documents share: ``templates/partials/words.jinja``."""
    return templates.html().get_template("partials/words.jinja").module


def word(mapping: Mapping[str, str], key: str) -> str:
    """What a key means, or the key."""
    return mapping.get(key, key)


def verdict(name: str) -> Cell:
    """A verdict with its sign."""
    known = words().verdicts.get(name)
    return Toned(f"{known['symbol']} {known['name']}" if known else name, _VERDICT_TONES.get(name, ""))


def outcome(name: str) -> Cell:
    """An outcome with its sign."""
    known = words().outcomes.get(name)
    return Toned(f"{known['symbol']} {name}" if known else name, _OUTCOME_TONES.get(name, ""))


def san_state(name: str) -> Cell:
    """What is told of zoning or mapping."""
    return Toned(name, _OUTCOME_TONES.get(words().san_states.get(name, "unknown"), ""))


def answer(value: bool | None) -> Cell:
    """Yes, no, or not known."""
    return None if value is None else "yes" if value else "no"


def marked(text: str, tone: Tone) -> Cell:
    """A text with a colour; an empty one has none."""
    return Toned(text, tone) if text else ""


def gb(megabytes: float | None) -> Cell:
    """Megabytes as a number of GB, to two decimals."""
    return None if megabytes is None else round(megabytes / _MB_PER_GB, 2)


def number(value: float | None) -> Cell:
    """A number to two decimals."""
    return None if value is None else round(value, 2)


def moment(clock: str) -> Cell:
    """A time of a report; a text that is none stands as it is."""
    try:
        return datetime.fromisoformat(clock).replace(tzinfo=None) if clock else None
    except ValueError:
        return clock


def reasons(items: Iterable[Reason]) -> str:
    """Reasons, one per line."""
    return "\n".join(reason.text or reason.rule_id for reason in items)
