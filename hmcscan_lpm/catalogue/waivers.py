"""Waivers: findings that somebody takes upon themselves, in a TOML file. They stay visible, with the name behind them.

::

    [[waiver]]
    rule   = "vios-level"          # required: a rule's id
    lpar   = "db*"                 # names or patterns; what is left out is any
    source = "S1022-prod-01"
    target = "*"
    item   = "*"
    reason = "VIOS update is planned for week 48"      # required
    owner  = "J. Weber, CHG-4711"                      # required
    until  = 2026-12-15                                # required: the last day on which it holds
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hmcscan_lpm.catalogue.model import Catalogue
from hmcscan_lpm.errors import CatalogueError

_PATTERNS = ("lpar", "source", "target", "item")
_KEYS = ("rule", *_PATTERNS, "reason", "owner", "until")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver.

    :ivar rule: id of the rule
    :ivar lpar, source, target, item: patterns (``*``, ``?``) that a finding must match; a finding about whichever
        partition or server is matched by ``*`` only
    :ivar until: last day on which it holds, ``YYYY-MM-DD``
    :ivar file: where it stands
    """

    rule: str
    lpar: str
    source: str
    target: str
    item: str
    reason: str
    owner: str
    until: str
    file: str

    def is_expired(self, today: str) -> bool:
        """It no longer holds on the day *today* (``YYYY-MM-DD``; without one it cannot be known, and it holds)."""
        return bool(today) and self.until < today


def read(path: Path, catalogue: Catalogue) -> tuple[Waiver, ...]:
    """The waivers in the file *path*, in its order.

    :raises CatalogueError: no such file, not TOML, something missing, or a rule that the catalogue does not have
    """
    try:
        page = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise CatalogueError(str(path), f"cannot be read: {problem.strerror}.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise CatalogueError(str(path), f"is not TOML: {problem}") from None
    entries = page.get("waiver")
    if set(page) != {"waiver"} or not isinstance(entries, list):
        raise CatalogueError(str(path), "must consist of [[waiver]] sections.")
    known = {rule.id for rule in catalogue.rules}
    return tuple(_waiver(path, number, entry, known) for number, entry in enumerate(entries, 1))


def _waiver(path: Path, number: int, entry: Mapping[str, Any], known: set[str]) -> Waiver:
    def refuse(problem: str) -> CatalogueError:
        return CatalogueError(str(path), f"waiver {number}: {problem}")

    unknown = sorted(set(entry) - set(_KEYS))
    if unknown:
        raise refuse(f"has unknown keys: {', '.join(unknown)}.")
    for key in ("rule", "reason", "owner"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise refuse(f"{key} is missing: who waives what, and why, has to be said.")
    for key in _PATTERNS:
        if not isinstance(entry.get(key, "*"), str):
            raise refuse(f"{key} must be text.")
    if entry["rule"] not in known:
        raise refuse(f"{entry['rule']!r} is no rule.")
    until = entry.get("until")
    if not isinstance(until, date) or isinstance(until, datetime):
        raise refuse("until must be a date, as in until = 2026-12-15.")
    patterns = {key: entry.get(key, "*") for key in _PATTERNS}
    return Waiver(
        rule=entry["rule"],
        reason=entry["reason"].strip(),
        owner=entry["owner"].strip(),
        until=until.isoformat(),
        file=path.name,
        **patterns,
    )
