"""What changed between two scans that matters to a plan, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from hmcscan_lpm.estate import Estate, Source
from hmcscan_lpm.planning.afterwards.changes import APPEARED, GONE, MOVED, RENAMED, Change, Gap, Moved, specs
from hmcscan_lpm.planning.afterwards.comparing import cell_of, compare_tables
from hmcscan_lpm.planning.afterwards.holding import Held
from hmcscan_lpm.planning.afterwards.same_partition import Partitions, Place, matched
from hmcscan_lpm.planning.afterwards.scan import Scan, scan

UNCHANGED, CHANGED_SINCE, UNPROVEN = "unchanged", "changed", "unproven"


@dataclass(frozen=True, slots=True)
class Differences:
    """The difference between two estates.

    :ivar systems: servers that both show and that were compared
    :ivar changes: by server, then partitions first
    :ivar held: whether a plan still holds, where one was handed over
    """

    old: tuple[Source, ...]
    new: tuple[Source, ...]
    systems: tuple[str, ...]
    changes: tuple[Change, ...]
    gaps: tuple[Gap, ...]
    held: Held | None = None

    @property
    def verdict(self) -> str:
        """Of a plan: holds, broken or unproven. Without one: changed when something that touches a prerequisite
        changed, else unproven when only one of the scans shows something, else unchanged.
        """
        if self.held is not None:
            return self.held.verdict
        if any(change.matters for change in self.changes):
            return CHANGED_SINCE
        return UNPROVEN if any(gap.side != "both" for gap in self.gaps) else UNCHANGED


def diff(old: Estate, new: Estate, systems: Collection[str] = ()) -> Differences:
    """Everything that differs; *systems* are the servers to look at, none = all."""
    return diff_scans(scan(old), scan(new), systems)


def diff_scans(before: Scan, after: Scan, systems: Collection[str] = ()) -> Differences:
    """As :func:`diff`, of estates that were indexed before."""
    unlike = list(_unlike(before, after))
    alike = frozenset(before.clocks) - {gap.system for gap in unlike}
    unlike = [gap for gap in unlike if not systems or gap.system in systems]
    unlike += [
        Gap(name, "", "", (), "both", _ABSENT) for name in systems if name not in {*before.clocks, *after.clocks}
    ]
    partitions = matched(before, after, alike)
    common = alike.intersection(systems) if systems else alike
    changes, gaps = compare_tables(before, after, common, partitions)
    changes = [*_partitions(before, after, partitions, systems), *changes]
    return Differences(
        old=before.estate.sources,
        new=after.estate.sources,
        systems=tuple(sorted(common)),
        changes=tuple(sorted(changes, key=_order)),
        gaps=tuple(sorted({*unlike, *gaps}, key=lambda gap: (gap.system, gap.vios, gap.table, gap.columns))),
    )


_ABSENT = "the server is not in these reports"


def _unlike(old: Scan, new: Scan) -> Iterator[Gap]:
    """Servers that only one estate has, or of which nothing can be compared."""
    for system in sorted({*old.clocks, *new.clocks}):
        before, after = old.clocks.get(system), new.clocks.get(system)
        if before is None or after is None:
            yield Gap(system, "", "", (), "old" if before is None else "new", _ABSENT)
        elif system in old.sanitized or system in new.sanitized:
            yield Gap(system, "", "", (), "both", "names in a sanitized report are placeholders")
        elif before and after and after < before:
            yield Gap(system, "", "", (), "new", f"its scan of {after} is older than that of {before}")


def _partitions(old: Scan, new: Scan, found: Partitions, systems: Collection[str]) -> Iterator[Change]:
    """Partitions that moved, were renamed, came or went."""
    for place, now in found.moved.items():
        if not systems or {place[0], now[0]} & set(systems):
            by_move = (Moved(place[1], place[0], now[0]),)
            yield _change(old, new, MOVED, place, now, (place[0], now[0]), by_move)
    for place, now in found.renamed.items():
        if not systems or place[0] in systems:
            yield _change(old, new, RENAMED, place, now, (place[1], now[1]))
    for place in found.gone:
        if not systems or place[0] in systems:
            yield _change(old, new, GONE, place, None)
    for place in found.appeared:
        if not systems or place[0] in systems:
            yield _change(old, new, APPEARED, None, place)


def _change(
    old: Scan,
    new: Scan,
    what: str,
    was: Place | None,
    now: Place | None,
    texts: tuple[str, str] = ("", ""),
    by_move: tuple[Moved, ...] = (),
) -> Change:
    before, after = old.lpar(*was) if was else None, new.lpar(*now) if now else None
    row = before or after or {}
    is_vios = row.get("env") == "vioserver"
    system, lpar = was or now or ("", "")
    return Change(
        kind="vios" if is_vios else "partition",
        what=what,
        system=system,
        lpar="" if is_vios else lpar,
        vios=lpar if is_vios else "",
        item="",
        column="",
        old=texts[0],
        new=texts[1],
        matters=next(spec.rules for spec in specs() if spec.table == "lpars"),
        by_move=by_move,
        old_evidence=cell_of(old, f"{before['at']}#lpar" if before else None),
        new_evidence=cell_of(new, f"{after['at']}#lpar" if after else None),
    )


def _order(change: Change) -> tuple[object, ...]:
    kinds = ["partition", "vios", *dict.fromkeys(spec.kind for spec in specs())]
    owner = change.lpar or change.vios
    return change.system, kinds.index(change.kind), owner, change.item, change.column, change.what
