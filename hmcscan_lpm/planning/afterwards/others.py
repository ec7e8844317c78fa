"""After a move: whether anything changed on its servers that nobody planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hmcscan_lpm.estate import Estate
from hmcscan_lpm.planning.afterwards.changes import CHANGED, MOVED, Change, Gap, Moved
from hmcscan_lpm.planning.afterwards.checks import CHECKS, NOTICE, Check
from hmcscan_lpm.planning.afterwards.differences import Differences, diff_scans
from hmcscan_lpm.planning.afterwards.saved import SavedMove, SavedPlan
from hmcscan_lpm.planning.afterwards.scan import Scan, scan


def others(moves: Sequence[SavedMove], now: Scan, before: Estate | None, saved: SavedPlan) -> Iterator[Check]:
    """Changes on the servers of *moves* that none of the plan's moves brings about.

    :param before: the reports from before the moves; without them a plan knows its own partitions only
    """
    systems = sorted({name for move in moves for name in (move.source, move.target)})
    if before is None:
        reason = "The reports from before the moves were not handed over (--before), so nobody can tell."
        for system in systems:
            yield _check("unplanned-move", system, "unknown", reason, severity=NOTICE)
        return
    found = diff_scans(scan(before), now, systems)
    planned = {Moved(move.lpar, move.source, move.target) for move in saved.moves}
    own = {(name, move.lpar) for move in saved.moves for name in (move.source, move.target)}
    unplanned = [change for change in found.changes if not _is_planned(change, planned, own)]
    for system in systems:
        yield from _server(system, [change for change in unplanned if _place_of(change, systems) == system], found)


def _place_of(change: Change, systems: Sequence[str]) -> str:
    """The server under which a change is told: of a partition that came from elsewhere the one where it is."""
    return change.new if change.what == MOVED and change.system not in systems else change.system


def _is_planned(change: Change, planned: set[Moved], own: set[tuple[str, str]]) -> bool:
    """A planned move brings it about, or the checks of that move tell of it."""
    if change.by_move and planned.issuperset(change.by_move):
        return True
    is_place = change.kind == "partition" and (change.what != CHANGED or change.column == "state")
    return is_place and (change.system, change.lpar) in own


def _server(system: str, changes: Sequence[Change], found: Differences) -> Iterator[Check]:
    gaps = [gap for gap in found.gaps if gap.system == system]
    blind = [gap for gap in gaps if gap.table in ("", "lpars") and not gap.columns]
    for gap in blind:
        reason = f"Partitions cannot be compared: {gap.reason}."
        yield _check("unplanned-move", system, "unknown", reason, item=gap.table)
    grave = [change for change in changes if _is_grave(change)]
    for change in changes:
        what = "unplanned-move" if change in grave else "unplanned-change"
        severity = "" if change in grave or change.matters else NOTICE
        yield _found(what, change, severity)
    if not grave and not blind:
        yield _check("unplanned-move", system, "pass", f"No other partition of {system} moved, came or went.")
    if not blind and len(grave) == len(changes):
        yield _check("unplanned-change", system, "pass", f"Nothing else that could be compared changed on {system}.")
    for gap in gaps:
        if gap not in blind:
            yield _check("not-compared", system, "unknown", _gap(gap), item=_place(gap))


def _is_grave(change: Change) -> bool:
    """A partition or VIOS came, went, moved, or is in another state."""
    return change.kind in ("partition", "vios") and (change.what != CHANGED or change.column == "state")


def _found(what: str, change: Change, severity: str) -> Check:
    owner = change.lpar or change.vios
    item = ", ".join(part for part in (change.vios, change.item, change.column) if part)
    return _check(
        what,
        change.system,
        "fail",
        described(change),
        lpar=owner if change.lpar else "",
        item=item,
        severity=severity,
        change=change,
    )


def described(change: Change) -> str:
    """A change as one sentence."""
    owner = change.lpar or change.vios or change.system
    part = f"{owner}, {change.kind} {change.item}".rstrip() if change.item else owner
    match change.what:
        case "changed":
            return f"{part}: {change.column} is {change.new or 'empty'} and was {change.old or 'empty'}."
        case "moved":
            return f"{owner} moved from {change.old} to {change.new}."
        case "renamed":
            return f"{change.old} is called {change.new} now."
        case "gone":
            return f"{part} is gone from {change.system}."
    return f"{part} is new on {change.system}."


def _gap(gap: Gap) -> str:
    return f"{_place(gap)} cannot be compared: {gap.reason}."


def _place(gap: Gap) -> str:
    columns = f" ({', '.join(gap.columns)})" if gap.columns else ""
    return f"{gap.vios + ' ' if gap.vios else ''}{gap.table}{columns}"


def _check(
    what: str,
    system: str,
    outcome: str,
    message: str,
    *,
    lpar: str = "",
    item: str = "",
    severity: str = "",
    change: Change | None = None,
) -> Check:
    cells = (change.new_evidence,) if change else ()
    return Check(
        lpar=lpar,
        source=system,
        target="",
        what=what,
        item=item,
        severity=severity or CHECKS[what][0],
        outcome=outcome,
        message=message,
        expected=change.old if change else "",
        found=change.new if change else "",
        evidence=tuple(cell for cell in cells if cell is not None),
    )
