"""Whether a plan still holds: its moves judged by the same rules on the scan it was made from and on a newer one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from hmcscan_lpm.catalogue.model import SEVERITIES
from hmcscan_lpm.engine import RANK, Assessment, Finding
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.planning.afterwards.saved import SavedMove, SavedPlan
from hmcscan_lpm.relations import Selection
from hmcscan_lpm.tables.schema import records

HOLDS, BROKEN, UNPROVEN, DONE = "holds", "broken", "unproven", "done"
_VERDICTS = ("ready", "unproven", "blocked")

_Key = tuple[str, str | None, str | None, str | None, str]
_Move = tuple[str, str, str]
"""(server, partition, target), as a selection has it."""


@dataclass(frozen=True, slots=True)
class HeldMove:
    """One planned move, judged again.

    :ivar planned: verdict in the plan
    :ivar before, after: verdicts on the old and the new scan by the rules of today, ``''`` = could not be judged
    :ivar state: holds, broken, unproven, or done (the partition is on the target already)
    :ivar reason: one line, ``''`` where the verdicts say it
    """

    lpar: str
    source: str
    target: str
    planned: str
    before: str
    after: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that is another one on the new scan.

    :ivar old, new: outcomes; ``''`` = it passes, or concerns nobody any more
    :ivar message: of the new finding, else of the old one
    """

    rule: str
    severity: str
    lpar: str | None
    source: str | None
    target: str | None
    item: str
    old: str
    new: str
    message: str


@dataclass(frozen=True, slots=True)
class Held:
    """Whether the plan still holds, and why not."""

    plan: SavedPlan
    moves: tuple[HeldMove, ...]
    findings: tuple[FindingChange, ...]

    @property
    def verdict(self) -> str:
        """Broken when a move is, else unproven when a move is, else holds."""
        states = {move.state for move in self.moves}
        return BROKEN if BROKEN in states else UNPROVEN if UNPROVEN in states else HOLDS


def selection(saved: SavedPlan, estate: Estate, today: str) -> Selection | None:
    """The plan's moves that *estate* can judge, in their order; None when there is none."""
    servers = set(estate.systems["system"])
    places = set(zip(estate.lpars["system"], estate.lpars["lpar"], strict=True))
    chosen = [
        (move.source, move.lpar, move.target)
        for move in saved.moves
        if (move.source, move.lpar) in places and move.target in servers and move.target != move.source
    ]
    if not chosen:
        return None
    lpars = tuple(dict.fromkeys((source, lpar) for source, lpar, _ in chosen))
    targets = tuple(dict.fromkeys(target for _, _, target in chosen))
    return Selection(lpars, targets, saved.mode, together=True, today=today, chosen=tuple(chosen))


def holds(saved: SavedPlan, old: Assessment | None, new: Assessment | None, estate: Estate) -> Held:
    """Compare what the rules say of the plan's moves on both scans.

    :param old, new: assessments of :func:`selection`, None where no move could be judged
    :param estate: the new scan
    """
    before, after = _verdicts(old), _verdicts(new)
    places = set(zip(estate.lpars["system"], estate.lpars["lpar"], strict=True))
    servers = set(estate.systems["system"])
    moves = tuple(_move(move, before, after, places, servers) for move in saved.moves)
    return Held(saved, moves, tuple(_findings(old, new)))


def _verdicts(assessment: Assessment | None) -> dict[_Move, str]:
    if assessment is None:
        return {}
    return {(row["source"], row["lpar"], row["target"]): row["verdict"] for row in records(assessment.moves)}


def _move(
    move: SavedMove,
    before: Mapping[_Move, str],
    after: Mapping[_Move, str],
    places: set[tuple[str, str]],
    servers: set[str],
) -> HeldMove:
    key = (move.source, move.lpar, move.target)
    old, new = before.get(key, ""), after.get(key, "")
    missing = [server for server in (move.source, move.target) if server not in servers]
    if missing:
        state, reason = UNPROVEN, f"{' and '.join(missing)} is not in the new reports"
    elif (move.source, move.lpar) not in places:
        is_done = (move.target, move.lpar) in places
        state = DONE if is_done else BROKEN
        reason = f"it is on {move.target}" if is_done else f"{move.source} has no such partition any more"
    elif new not in _VERDICTS:
        state, reason = UNPROVEN, "the new scan could not be judged"
    else:
        # A plan made from facts or answers that are not at hand now is compared with what the same rules say of
        # its own scan, else with itself.
        state, reason = _compared(old if old in _VERDICTS else move.verdict, new), ""
    return HeldMove(move.lpar, move.source, move.target, move.verdict, old, new, state, reason)


def _compared(old: str, new: str) -> str:
    if old in _VERDICTS and _VERDICTS.index(new) <= _VERDICTS.index(old):
        return HOLDS
    return BROKEN if new == "blocked" else UNPROVEN


def _findings(old: Assessment | None, new: Assessment | None) -> Iterable[FindingChange]:
    """Findings with another outcome that touch a move judged on both scans, new failures first."""
    both = _verdicts(old).keys() & _verdicts(new).keys()
    touching = {
        (lpar, source, target)
        for move in both
        for source in (move[0], None)
        for lpar in (move[1], None)
        for target in (move[2], None)
    }
    before, after = _by_key(old, touching), _by_key(new, touching)
    found = []
    for key in before.keys() | after.keys():
        was, now = before.get(key), after.get(key)
        outcomes = was.outcome if was else "", now.outcome if now else ""
        finding = now or was
        if finding is None or outcomes[0] == outcomes[1]:
            continue
        rule, lpar, source, target, item = key
        found.append(
            FindingChange(rule, finding.severity, lpar, source, target, item, *outcomes, message=finding.message)
        )
    return sorted(
        found,
        key=lambda item: (
            SEVERITIES.index(item.severity),
            -RANK.get(item.new, -1),
            item.rule,
            item.lpar or "",
            item.source or "",
            item.target or "",
            item.item,
        ),
    )


def _by_key(
    assessment: Assessment | None, touching: Collection[tuple[str | None, str | None, str | None]]
) -> dict[_Key, Finding]:
    """The worst finding of each rule, subject and item."""
    found: dict[_Key, Finding] = {}
    for finding in assessment.items if assessment else ():
        if finding.waived is not None or finding.outcome not in ("fail", "unknown", "error"):
            continue
        if (finding.lpar, finding.source, finding.target) not in touching:
            continue
        key = (finding.rule.id, finding.lpar, finding.source, finding.target, finding.item)
        if key not in found or RANK[finding.outcome] > RANK[found[key].outcome]:
            found[key] = finding
    return found
