"""Two scans, table by table: rows that came, went or changed, and what cannot be compared.

What one scan could not collect is never "gone", and an empty cell is a change only where it is an answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hmcscan_lpm.estate import Evidence
from hmcscan_lpm.planning.afterwards.changes import APPEARED, CHANGED, GONE, Change, Gap, Moved, Spec, specs
from hmcscan_lpm.planning.afterwards.checks import is_same, shown
from hmcscan_lpm.planning.afterwards.comparable import rows_of
from hmcscan_lpm.planning.afterwards.same_partition import Partitions
from hmcscan_lpm.planning.afterwards.scan import Row, Scan
from hmcscan_lpm.tables.vocabulary import TABLES

_Key = tuple[Any, ...]


@dataclass
class Comparing:
    """One comparison: alive during one call of :func:`compare_tables`.

    :ivar systems: servers that both scans show
    """

    old: Scan
    new: Scan
    systems: frozenset[str]
    partitions: Partitions
    changes: list[Change] = field(default_factory=list)
    gaps: dict[tuple[str, str, str], Gap] = field(default_factory=dict)
    empty: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def table(self, spec: Spec) -> None:
        """All changes of one table."""
        before, after = self.rows(spec, self.old, is_old=True), self.rows(spec, self.new, is_old=False)
        if spec.table == "profile_adapters":
            before, after = self.told_serial(before, after, "new"), self.told_serial(after, before, "old")
        for key in sorted(before.keys() | after.keys(), key=lambda key: tuple(str(part) for part in key)):
            old, new = before.get(key), after.get(key)
            if self.is_comparable(spec, old, new, key):
                self.changes += self.pair(spec, key, old, new)

    def rows(self, spec: Spec, scan: Scan, *, is_old: bool) -> dict[_Key, Row]:
        """Rows by their key in terms of the new scan: those of a partition that moved stand where it is now."""
        found: dict[_Key, Row] = {}
        for row in rows_of(spec, scan):
            system, owner = row.get("system") or "", row[spec.owner] if spec.owner else ""
            place = self.partitions.now(system, owner) if is_old else (system, owner)
            if spec.table != "hmcs" and place[0] not in self.systems:
                continue
            lost = self.partitions.gone if is_old else self.partitions.appeared
            if owner and (system, owner) in lost:
                continue
            values = [place[1] if name == spec.owner else row[name] for name in spec.key]
            found.setdefault((place[0], *values), row)
        return found

    def told_serial(self, rows: dict[_Key, Row], others: Mapping[_Key, Row], side: str) -> dict[_Key, Row]:
        """*rows* without virtual serial adapters where the other scan lists none: only a JSON dump lists them."""
        told = {key[0] for key, row in others.items() if row["kind"] == "serial"}
        untold = {key for key, row in rows.items() if row["kind"] == "serial" and key[0] not in told}
        for key in untold:
            self.empty[key[0], "profile_adapters", side].add("serial adapters")
        return {key: row for key, row in rows.items() if key not in untold}

    def is_comparable(self, spec: Spec, old: Row | None, new: Row | None, key: _Key) -> bool:
        """Both scans could have shown the row; if not, that is noted once."""
        if spec.table == "hmcs":
            return old is not None and new is not None
        system, vios = key[0], key[1] if spec.owner == "vios" else ""
        was_on = old["system"] if old is not None else system
        table = "seas" if spec.table == "vlan_bridges" else spec.table
        reasons = self.old.unseen(table, was_on, vios), self.new.unseen(table, system, vios)
        if not any(reasons):
            return True
        self.note(system, vios, spec.table, reasons)
        return False

    def note(self, system: str, vios: str, table: str, reasons: tuple[str, str]) -> None:
        """Keep why a table cannot be compared; *reasons* are those of the old and the new scan."""
        side = "both" if all(reasons) else "old" if reasons[0] else "new"
        self.gaps[system, vios, table] = Gap(system, vios, table, (), side, reasons[1] or reasons[0])

    def pair(self, spec: Spec, key: _Key, old: Row | None, new: Row | None) -> Iterator[Change]:
        """The changes of one row."""
        row = new if new is not None else old
        if row is None:
            return
        system, owner = key[0], (row[spec.owner] if spec.owner else "")
        if spec.table == "lpars" and None in (old, new):
            return  # said as a change of the partition
        move = self.partitions.moves_at(system, owner) if spec.owner == "lpar" else ()
        served = self.partitions.moves_at(system, row["client"]) if row.get("client") else ()
        if old is None or new is None:
            by = (move if spec.rows_by_move else ()) or served
            what, refs = (GONE, (row["at"], None)) if new is None else (APPEARED, (None, row["at"]))
            yield self.change(spec, what, key, owner, by, refs=refs)
            return
        if not served and old.get("client"):
            served = self.partitions.moves_at(system, old["client"])
        for column in new:
            if not spec.is_compared(column) or (move and column in spec.by_move):
                continue
            if not self.is_equal(spec, column, old, new):
                by = self.partitions.moves_at(system) if column in spec.figures else served
                yield self.change(
                    spec, CHANGED, key, owner, by, column=column, old=old[column], new=new[column],
                    refs=(f"{old['at']}#{column}", f"{new['at']}#{column}"),
                )  # fmt: skip

    def is_equal(self, spec: Spec, column: str, old: Row, new: Row) -> bool:
        """The same value; where one scan shows none, that is noted and counts as the same."""
        before, after = old.get(column), new[column]
        if (before is None) != (after is None) and column not in spec.none:
            self.empty[new.get("system") or "", spec.table, "old" if before is None else "new"].add(column)
            return True
        if isinstance(before, str) and isinstance(after, str) and ("," in before or "," in after):
            return _parts(before) == _parts(after)
        return is_same(before, after)

    def change(
        self,
        spec: Spec,
        what: str,
        key: _Key,
        owner: str,
        by_move: tuple[Moved, ...],
        *,
        column: str = "",
        old: object = "",
        new: object = "",
        refs: tuple[str | None, str | None] = (None, None),
    ) -> Change:
        """One change, with its cells."""
        system = key[0]
        parts = zip(spec.key, key[1:], strict=True)
        item = ", ".join(f"{name} {value}" for name, value in parts if name != spec.owner and value is not None)
        is_vios = spec.owner == "vios" or self.is_vios(system, owner)
        return Change(
            kind="vios" if is_vios and spec.table == "lpars" else spec.kind,
            what=what,
            system=system,
            lpar="" if is_vios else owner,
            vios=owner if is_vios else "",
            item=item,
            column=column,
            old="" if old == "" or old is None else shown(old),
            new="" if new == "" or new is None else shown(new),
            matters=spec.rules_of(column) if column else spec.rules,
            by_move=by_move,
            old_evidence=cell_of(self.old, refs[0]),
            new_evidence=cell_of(self.new, refs[1]),
        )

    def is_vios(self, system: str, lpar: str) -> bool:
        """Either scan says that the partition is a VIOS."""
        rows = (scan.lpar(system, lpar) for scan in (self.old, self.new))
        return any(row is not None and row["env"] == "vioserver" for row in rows)

    def untold(self) -> Iterator[Gap]:
        """Facts of which one scan shows nothing where the other shows a value."""
        for (system, table, side), columns in sorted(self.empty.items()):
            if (system, "", table) in self.gaps:
                continue
            reason = f"the {side} scan does not show it everywhere"
            yield Gap(system, "", table, tuple(sorted(columns)), side, reason)


def compare_tables(
    old: Scan, new: Scan, systems: frozenset[str], partitions: Partitions
) -> tuple[list[Change], list[Gap]]:
    """All changes in tables, and what could not be compared."""
    comparing = Comparing(old, new, systems, partitions)
    for spec in specs():
        comparing.table(spec)
    for system in sorted(systems):
        _silent(comparing, system)
    return comparing.changes, [*comparing.gaps.values(), *comparing.untold()]


def _silent(comparing: Comparing, system: str) -> None:
    """Tables without a row in either scan may still be ones that nobody could look at."""
    for spec in specs():
        if spec.table in ("hmcs", "vlan_bridges") or any(key[0::2] == (system, spec.table) for key in comparing.gaps):
            continue
        reasons = comparing.old.unseen(spec.table, system), comparing.new.unseen(spec.table, system)
        if any(reasons):
            comparing.note(system, "", spec.table, reasons)


def cell_of(scan: Scan, reference: str | None) -> Evidence | None:
    """The cell behind a reference; what was put together from several cells has none of its own."""
    if reference is None:
        return None
    where, _, column = reference.partition("#")
    table = where.partition(":")[0]
    if column and column not in {item.name for item in TABLES[table].columns}:
        reference = where
    return scan.estate.evidence(reference)


def _parts(text: str) -> set[str]:
    return {part.strip() for part in text.split(",")} - {""}
