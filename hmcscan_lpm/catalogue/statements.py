"""What people say about findings, in TOML files: which findings a statement is about, and until when it holds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hmcscan_lpm.catalogue.model import Catalogue
from hmcscan_lpm.errors import CatalogueError

PATTERNS = ("lpar", "source", "target", "item")


@dataclass(frozen=True, slots=True)
class About:
    """Which findings a statement is about, and until when.

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
    until: str
    file: str

    def is_expired(self, today: str) -> bool:
        """It no longer holds on the day *today* (``YYYY-MM-DD``; without one it cannot be known, and it holds)."""
        return bool(today) and self.until < today


def toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file.

    :raises CatalogueError: it cannot be read, or is not TOML
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise CatalogueError(str(path), f"cannot be read: {problem.strerror}.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise CatalogueError(str(path), f"is not TOML: {problem}") from None


@dataclass(frozen=True, slots=True)
class Entry:
    """One section of a file of statements, on its way to become one."""

    path: Path
    name: str
    number: int
    values: Mapping[str, Any]

    def refuse(self, problem: str) -> CatalogueError:
        """The error to raise about this section."""
        return CatalogueError(str(self.path), f"{self.name} {self.number}: {problem}")

    def text(self, key: str, why: str) -> str:
        """The text under *key*, which must be there; *why* says what it is for."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(f"{key} is missing: {why}")
        return value.strip()

    def day(self, key: str) -> str:
        """The date under *key*, which must be there."""
        value = self.values.get(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refuse(f"{key} must be a date, as in {key} = 2026-12-15.")
        return value.isoformat()

    def about(self, catalogue: Catalogue) -> dict[str, str]:
        """The fields of :class:`About`."""
        rule = self.text("rule", "which rule is it about?")
        for key in PATTERNS:
            if not isinstance(self.values.get(key, "*"), str):
                raise self.refuse(f"{key} must be text.")
        if rule not in {known.id for known in catalogue.rules}:
            raise self.refuse(f"{rule!r} is no rule.")
        patterns = {key: self.values.get(key, "*") for key in PATTERNS}
        return {"rule": rule, **patterns, "until": self.day("until"), "file": self.path.name}


def entries(path: Path, name: str, keys: Sequence[str]) -> Iterator[Entry]:
    """The ``[[name]]`` sections of a file, which must consist of nothing else.

    :raises CatalogueError: it is no such file, or a section has other keys than *keys*
    """
    page = toml(path)
    found = page.get(name)
    if set(page) != {name} or not isinstance(found, list):
        raise CatalogueError(str(path), f"must consist of [[{name}]] sections.")
    for number, values in enumerate(found, 1):
        if not isinstance(values, dict):
            raise CatalogueError(str(path), f"must consist of [[{name}]] sections.")
        entry = Entry(path, name, number, values)
        unknown = sorted(set(values) - set(keys))
        if unknown:
            raise entry.refuse(f"has unknown keys: {', '.join(unknown)}.")
        yield entry
