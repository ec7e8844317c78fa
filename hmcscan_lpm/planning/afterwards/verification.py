"""A scan taken after the move, held against the plan: what is where, and what is not as it was to be.

Every planned move gets its checks, every check an outcome: pass, fail or unknown.
A failure of the severity *blocker* makes a move failed, an unknown one makes it unproven.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hmcscan_lpm.estate import Estate, Source
from hmcscan_lpm.planning.afterwards.checks import BLOCKER, CHECKS, Case, Check
from hmcscan_lpm.planning.afterwards.disks import adapters_released, disks
from hmcscan_lpm.planning.afterwards.fibre import fibre
from hmcscan_lpm.planning.afterwards.network import network
from hmcscan_lpm.planning.afterwards.others import others
from hmcscan_lpm.planning.afterwards.partition import condition, place, size
from hmcscan_lpm.planning.afterwards.saved import SavedMove, SavedPlan
from hmcscan_lpm.planning.afterwards.scan import Scan, scan

VERIFIED, FAILED, UNPROVEN = "verified", "failed", "unproven"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")


@dataclass(frozen=True, slots=True)
class MoveProof:
    """One planned move and what became of it.

    :ivar planned: its verdict in the plan
    :ivar verdict: verified, failed or unproven
    :ivar n_pass, n_fail, n_unknown: checks of the severity blocker
    :ivar n_remarks: checks of lower severity that fail
    """

    lpar: str
    source: str
    target: str
    planned: str
    verdict: str
    n_pass: int
    n_fail: int
    n_unknown: int
    n_remarks: int


@dataclass(frozen=True, slots=True)
class Verification:
    """What the new scan says about the plan.

    :ivar sources: the new reports
    :ivar compared: the reports from before the moves were handed over: changes nobody planned were looked for
    :ivar moves: in the order of the plan
    :ivar checks: of each move, then of the servers as a whole
    """

    plan: SavedPlan
    sources: tuple[Source, ...]
    compared: bool
    moves: tuple[MoveProof, ...]
    checks: tuple[Check, ...]

    @property
    def verdict(self) -> str:
        """Failed when anything failed, else unproven when anything is not known, else verified."""
        return verdict_of(self.checks)


def verdict_of(checks: Iterable[Check]) -> str:
    """The verdict of some checks; none at all prove nothing."""
    outcomes = {check.outcome for check in checks if check.severity == BLOCKER}
    if "fail" in outcomes:
        return FAILED
    return UNPROVEN if "unknown" in outcomes or not outcomes else VERIFIED


def verify(saved: SavedPlan, estate: Estate, before: Estate | None = None, lpars: Sequence[str] = ()) -> Verification:
    """Hold *estate*, scanned after the moves, against the plan.

    :param before: the reports that the plan was made from: with them, changes that nobody planned are found
    :param lpars: only these partitions of the plan; none = all
    """
    now = scan(estate, saved.mode)
    chosen = [move for move in _decided(saved, now) if not lpars or move.lpar in lpars]
    checks: list[Check] = []
    proofs = []
    for move in chosen:
        found = list(_move(saved, move, now))
        proofs.append(_proof(move, found))
        checks += found
    checks += others(chosen, now, before, saved)
    return Verification(saved, estate.sources, before is not None, tuple(proofs), tuple(checks))


def _decided(saved: SavedPlan, now: Scan) -> Iterator[SavedMove]:
    """The moves; where a plan offers several targets for a partition, the one where it is, else the first."""
    by_lpar: dict[tuple[str, str], list[SavedMove]] = {}
    for move in saved.moves:
        by_lpar.setdefault((move.lpar, move.source), []).append(move)
    for moves in by_lpar.values():
        yield next((move for move in moves if now.lpar(move.target, move.lpar)), moves[0])


def _move(saved: SavedPlan, move: SavedMove, now: Scan) -> Iterator[Check]:
    case = Case(move, now, stale(saved, move.source, now))
    if reason := stale(saved, move.target, now):
        yield from (case.unknown(what, reason) for what in CHECKS if CHECKS[what][0] == BLOCKER and _is_of_move(what))
        return
    where = list(place(case))
    yield from where
    if where[0].outcome == "pass":
        for part in (condition, size, network, fibre, disks, adapters_released):
            yield from part(case)


def _is_of_move(what: str) -> bool:
    return not what.startswith(("unplanned-", "not-"))


def stale(saved: SavedPlan, system: str, now: Scan) -> str:
    """Why the new reports say nothing about a server after the plan was made, ``''`` when they do."""
    source, clock = saved.source_of(system), now.clocks.get(system)
    if clock is None:
        return f"{system} is not in the new reports"
    if source is None:
        return f"the plan does not say from which report it knows {system}"
    if source.sanitized or system in now.sanitized:
        return "names in a sanitized report are placeholders, which cannot be compared"
    if not _MOMENT.fullmatch(source.scanned_at):
        return f"the plan does not say when {system} was scanned"
    if not _MOMENT.fullmatch(clock):
        return f"the new report does not say when {system} was scanned"
    if clock <= source.scanned_at:
        return f"{system} was scanned at {clock}, which is not after the scan of the plan ({source.scanned_at})"
    return ""


def _proof(move: SavedMove, checks: Sequence[Check]) -> MoveProof:
    deciding = [check.outcome for check in checks if check.severity == BLOCKER]
    return MoveProof(
        lpar=move.lpar,
        source=move.source,
        target=move.target,
        planned=move.verdict,
        verdict=verdict_of(checks),
        n_pass=deciding.count("pass"),
        n_fail=deciding.count("fail"),
        n_unknown=deciding.count("unknown"),
        n_remarks=sum(check.outcome == "fail" and check.severity != BLOCKER for check in checks),
    )
