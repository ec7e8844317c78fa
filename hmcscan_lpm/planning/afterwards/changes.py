"""What a change between two scans is, and what is known of the tables that are compared. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hmcscan_lpm import knowledge
from hmcscan_lpm.estate import Evidence
from hmcscan_lpm.tables.vocabulary import PROVENANCE

CHANGED, GONE, APPEARED, MOVED, RENAMED = "changed", "gone", "new", "moved", "renamed"


@dataclass(frozen=True, slots=True)
class Moved:
    """A partition that is on another server in the new scan; *lpar* is its name in the old one."""

    lpar: str
    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.lpar}: {self.source} to {self.target}"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two scans.

    :ivar kind: what it is about: partition, server, memory, processors, ethernet, fibre, scsi, mapping, disk, bridge…
    :ivar what: changed, gone, new, moved or renamed
    :ivar system: server in the new scan; of a partition that moved the one it left
    :ivar lpar: partition, ``''`` for what belongs to a server or VIOS
    :ivar vios: VIOS, ``''`` for what belongs to a server or partition
    :ivar item: which part: ``slot 14``, ``port fcs0``; ``''`` for the whole
    :ivar column: the fact, as the table calls it; ``''`` where a whole row comes or goes
    :ivar old, new: the values, in words
    :ivar matters: ids of the rules that it can decide anew
    :ivar by_move: the moves that bring it about; none = something else does
    """

    kind: str
    what: str
    system: str
    lpar: str
    vios: str
    item: str
    column: str
    old: str
    new: str
    matters: tuple[str, ...]
    by_move: tuple[Moved, ...]
    old_evidence: Evidence | None
    new_evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that cannot be compared.

    :ivar vios: ``''`` for the whole server
    :ivar table: ``''`` for everything
    :ivar columns: what one scan does not show; none = the whole table
    :ivar side: the scan that does not show it: old, new or both
    """

    system: str
    vios: str
    table: str
    columns: tuple[str, ...]
    side: str
    reason: str


@dataclass(frozen=True, slots=True)
class Spec:
    """How a table is compared: see ``changes.toml``."""

    table: str
    kind: str
    key: tuple[str, ...]
    rules: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    none: frozenset[str]
    by_move: frozenset[str]
    rows_by_move: bool
    figures: frozenset[str]
    ignored: frozenset[str]

    @property
    def owner(self) -> str:
        """``lpar`` or ``vios`` where rows belong to one, else ``''``."""
        return next((name for name in ("lpar", "vios") if name in self.key), "")

    def rules_of(self, column: str) -> tuple[str, ...]:
        """What a change of *column* touches."""
        return self.columns.get(column, ())

    def is_compared(self, column: str) -> bool:
        """It is a fact, and neither identity nor noise."""
        return column not in self.ignored and column not in self.key and column not in _BOOKKEEPING


_BOOKKEEPING = frozenset({"system", "at", "client", *(column.name for column in PROVENANCE)})


@cache
def specs() -> tuple[Spec, ...]:
    """The tables that are compared, in the order of the file."""
    page = knowledge.facts("changes")
    return tuple(_spec(name, entry) for name, entry in page.items() if name != "not_compared")


def _spec(table: str, entry: Mapping[str, Any]) -> Spec:
    return Spec(
        table=table,
        kind=entry["kind"],
        key=tuple(entry["key"]),
        rules=tuple(entry.get("rules", ())),
        columns={name: tuple(rules) for name, rules in entry.get("compare", {}).items()},
        none=frozenset(entry.get("none", ())),
        by_move=frozenset(entry.get("by_move", ())),
        rows_by_move=bool(entry.get("rows_by_move")),
        figures=frozenset(entry.get("figures", ())),
        ignored=frozenset(entry.get("ignore", {})),
    )
