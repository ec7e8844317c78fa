"""From a plan or an assessment to the document that templates print: anchors, counts, shares, what is common.

Words stand in the templates; here are only the values.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from hmcscan_lpm.engine import Assessment
from hmcscan_lpm.issues import Issue
from hmcscan_lpm.planning import rule_groups
from hmcscan_lpm.planning.handover.model import SanAdapter
from hmcscan_lpm.planning.model import MoveSummary, PartitionSheet, Plan, Question, RuleGroup, TargetCapacity
from hmcscan_lpm.rendering.anchors import SHEET, WAVE, Anchors, anchors_of, group_anchors, key_of
from hmcscan_lpm.rendering.contexts import (
    AssessedMove,
    AssessmentPage,
    Bar,
    CapacityView,
    DiskRow,
    IssueGroup,
    MatrixRow,
    Meter,
    MoveRow,
    Overview,
    PlanPage,
    QuestionPlace,
    QuestionView,
    SheetView,
    VerdictCount,
    WwpnBlock,
)
from hmcscan_lpm.rendering.execution_outline import execution
from hmcscan_lpm.rendering.grouping import Scope, section_of, sections
from hmcscan_lpm.tables.schema import records

VERDICTS: tuple[str, ...] = ("blocked", "unproven", "ready")
PLACES: tuple[str, ...] = ("hmc", "vios", "san", "storage", "lpar", "owner")
"""Where commands run, in the order in which a person would go round."""

FIRST_ISSUES = 15
_OVERVIEWS: tuple[str, ...] = ("blocking", "open", "risks")


def outline(plan: Plan) -> PlanPage:
    """The document of *plan*."""
    anchors = anchors_of(plan)
    scope = Scope(
        has_sources=len(plan.source_systems) > 1,
        has_targets=len(plan.target_systems) > 1,
        asked=frozenset(question.command for question in plan.questions),
    )
    common = _common_questions(plan.moves)
    scans = sorted(source.scanned_at for source in plan.sources if source.scanned_at)
    wwpn_blocks = _wwpn_blocks(plan, anchors)
    n_partitions = len({(move.source, move.lpar) for move in plan.moves})
    waves = {key_of(move): wave.number for wave in plan.schedule.waves for move in wave.moves}
    return PlanPage(
        plan=plan,
        n_partitions=n_partitions,
        scans=(scans[0], scans[-1]) if scans else ("", ""),
        verdicts=_verdicts(move.verdict for move in plan.moves),
        common_questions=tuple(anchors.question(*item) for item in common.items()),
        n_open=sum(bool(move.open_questions) for move in plan.moves),
        moves=tuple(_move_row(move, waves.get(key_of(move), 0), anchors, common) for move in plan.moves),
        matrix=_matrix(plan, anchors) if n_partitions < len(plan.moves) else (),
        overviews=_overviews(plan.groups, anchors.groups, len(plan.moves)),
        sections=sections(plan.groups, anchors.groups, scope),
        capacity=tuple(
            _capacity(item, f"target-{number}", has_sources=scope.has_sources)
            for number, item in enumerate(plan.capacity, 1)
        ),
        wwpn_blocks=wwpn_blocks,
        n_pairs=sum(len(block.adapters) for block in wwpn_blocks),
        san_notes=tuple(filter(_is_telling, plan.san.adapters)),
        san_missing=sum(draft.is_missing for draft in plan.san.drafts),
        san_open=sum(not draft.is_missing for draft in plan.san.drafts),
        questions=_questions(plan.questions, anchors),
        sheets=_sheets(plan, anchors),
        has_disks=any(sheet.disks for sheet in plan.partitions),
        issues=_issues(plan.issues),
        how=execution(plan, anchors, common),
    )


def outline_assessment(assessment: Assessment) -> AssessmentPage:
    """The document of *assessment*."""
    groups = rule_groups(assessment)
    names = [field.name for field in dataclasses.fields(AssessedMove)]
    moves = tuple(AssessedMove(**{name: row[name] for name in names}) for row in records(assessment.moves))
    scope = Scope(
        has_sources=len({move.source for move in moves}) > 1,
        has_targets=len({move.target for move in moves}) > 1,
    )
    return AssessmentPage(
        sources=assessment.estate.sources,
        fact_sources=assessment.estate.fact_sources,
        verdicts=_verdicts(move.verdict for move in moves),
        moves=moves,
        sections=sections(groups, group_anchors(groups), scope),
        issues=_issues(assessment.estate.issues),
        waivers=assessment.waiver_use,
        attestations=assessment.attestation_use,
        parameters=assessment.catalogue.parameters,
        n_rules=len(assessment.catalogue.rules),
        catalogue_version=assessment.catalogue.version,
        catalogue_sha256=assessment.catalogue.sha256,
    )


def _verdicts(found: Iterable[str]) -> tuple[VerdictCount, ...]:
    counts = Counter(found)
    total = sum(counts.values())
    return tuple(VerdictCount(name, counts[name], _percent(counts[name], total)) for name in VERDICTS)


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _common_questions(moves: Iterable[MoveSummary]) -> dict[str, str]:
    """Rule id → reason of the questions that all moves with open questions share, in the order of the first."""
    open_moves = [move for move in moves if move.open_questions]
    if len(open_moves) < 2:  # with one move nothing is common
        return {}
    everywhere = set.intersection(*({rule_id for rule_id, _ in move.open_questions} for move in open_moves))
    return {rule_id: text for rule_id, text in open_moves[0].open_questions if rule_id in everywhere}


def _move_row(move: MoveSummary, wave: int, anchors: Anchors, common: Mapping[str, str]) -> MoveRow:
    return MoveRow(
        move=move,
        anchor=anchors.sheets.get((move.source, move.lpar), ""),
        wave=wave,
        wave_anchor=WAVE.format(wave) if wave else "",
        blockers=tuple(anchors.reason(*item) for item in move.blockers),
        own_questions=tuple(anchors.question(*item) for item in move.open_questions if item[0] not in common),
        risks=tuple(anchors.risk(*item) for item in move.risks),
    )


def _matrix(plan: Plan, anchors: Anchors) -> tuple[MatrixRow, ...]:
    verdicts = {(move.source, move.lpar, move.target): move.verdict for move in plan.moves}
    partitions = dict.fromkeys((move.source, move.lpar) for move in plan.moves)
    return tuple(
        MatrixRow(
            lpar=lpar,
            source=source,
            anchor=anchors.sheets.get((source, lpar), ""),
            verdicts=tuple(verdicts.get((source, lpar, target), "") for target in plan.target_systems),
        )
        for source, lpar in partitions
    )


def _overviews(groups: Sequence[RuleGroup], anchors: Sequence[str], n_moves: int) -> tuple[Overview, ...]:
    found: dict[str, list[Bar]] = {key: [] for key in _OVERVIEWS}
    for group, anchor in zip(groups, anchors, strict=True):
        key = section_of(group)
        if key in found:
            found[key].append(Bar(group.rule_id, group.title, anchor, group.moves, _percent(group.moves, n_moves)))
    return tuple(
        Overview(key, tuple(sorted(bars, key=lambda bar: (-bar.moves, bar.title))))
        for key, bars in found.items()
        if bars
    )


def _capacity(capacity: TargetCapacity, anchor: str, *, has_sources: bool) -> CapacityView:
    short = (
        step.lpar
        for step in capacity.steps
        if any(left is not None and left < 0 for left in (step.cores_left, step.memory_left_mb))
    )
    return CapacityView(
        capacity=capacity,
        anchor=anchor,
        cores=_meter(capacity.active_cores, capacity.free_cores, capacity.cores_wanted),
        memory=_meter(capacity.active_mb, capacity.free_mb, capacity.memory_wanted_mb),
        short_at=next(short, ""),
        has_sources=has_sources,
    )


def _meter(active: float | None, free: float | None, wanted: float | None) -> Meter | None:
    """The bar of one resource; without the size of the server it shows what is free only."""
    if free is None or wanted is None:
        return None
    used = max(0.0, (active if active is not None else free) - free)
    taken = min(wanted, max(0.0, free))
    over = max(0.0, wanted - taken)
    whole = max(used + max(0.0, free), used + taken + over)
    return Meter(_percent(used, whole), _percent(taken, whole), _percent(over, whole))


def _wwpn_blocks(plan: Plan, anchors: Anchors) -> tuple[WwpnBlock, ...]:
    by_partition: dict[tuple[str, str], list[SanAdapter]] = defaultdict(list)
    for adapter in plan.san.adapters:
        by_partition[adapter.source, adapter.lpar].append(adapter)
    return tuple(
        WwpnBlock(lpar, source, anchors.sheets.get((source, lpar), ""), tuple(adapters))
        for (source, lpar), adapters in by_partition.items()
    )


def _is_telling(adapter: SanAdapter) -> bool:
    """There is more to say of an adapter than that both WWPNs are right, or that nothing is told of them."""
    wwpns = adapter.wwpns
    is_named = any(item.zones for item in wwpns), any(item.hosts or item.map_told_by for item in wwpns)
    faulty = "not zoned" in adapter.zoned or "not mapped" in adapter.mapped
    is_open = (adapter.zoned == "unknown" and is_named[0]) or (adapter.mapped == "unknown" and is_named[1])
    lacks_one = any(item.wwpn == "" for item in wwpns)
    return faulty or is_open or lacks_one or adapter.has_port_members or adapter.neighbours > 0


def _questions(questions: Iterable[Question], anchors: Anchors) -> tuple[QuestionPlace, ...]:
    """Questions by place, those that settle the same rules together."""
    by_place: dict[str, dict[tuple[tuple[str, str], ...], list[str]]] = defaultdict(dict)
    for question in questions:
        by_place[question.on].setdefault(question.rules, []).append(question.command)
    order = [place for place in PLACES if place in by_place] + sorted(by_place.keys() - set(PLACES))
    return tuple(
        QuestionPlace(
            on=place,
            questions=tuple(
                QuestionView(tuple(anchors.question(*rule) for rule in rules), "\n".join(commands), len(commands))
                for rules, commands in by_place[place].items()
            ),
            n_commands=sum(len(commands) for commands in by_place[place].values()),
        )
        for place in order
    )


def _sheets(plan: Plan, anchors: Anchors) -> tuple[SheetView, ...]:
    moves: dict[tuple[str, str], list[MoveSummary]] = defaultdict(list)
    for move in plan.moves:
        moves[move.source, move.lpar].append(move)
    return tuple(
        _sheet(sheet, SHEET.format(number), moves[sheet.source, sheet.lpar], anchors)
        for number, sheet in enumerate(plan.partitions, 1)
    )


def _sheet(sheet: PartitionSheet, anchor: str, moves: Sequence[MoveSummary], anchors: Anchors) -> SheetView:
    verdicts = tuple((move.target, move.verdict) for move in moves)
    cards = tuple((move.target, anchors.cards.get(key_of(move), "")) for move in moves)
    disks = []
    for disk in sheet.disks:
        seen = dict(disk.seen_by)
        disks.append(DiskRow(disk, tuple(seen.get(target) for target, _ in verdicts)))
    return SheetView(sheet, anchor, verdicts, tuple(card for card in cards if card[1]), tuple(disks))


def _issues(issues: Iterable[Issue]) -> tuple[IssueGroup, ...]:
    groups = []
    for kind, run in groupby(sorted(issues, key=lambda issue: issue.kind), key=lambda issue: issue.kind):
        found = tuple(run)
        first = found if len(found) <= FIRST_ISSUES + 1 else found[:FIRST_ISSUES]
        groups.append(IssueGroup(kind, len(found), first, found[len(first) :]))
    return tuple(groups)
