"""From an assessment to a plan: moves in order, findings by rule, capacity, what each partition takes along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import duckdb

from hmcscan_lpm import relations
from hmcscan_lpm.catalogue.model import SEVERITIES, Rule
from hmcscan_lpm.engine import RANK, Assessment, Finding
from hmcscan_lpm.planning.capacity import capacity
from hmcscan_lpm.planning.execution import MoveMapping, Placement
from hmcscan_lpm.planning.groups import rule_groups
from hmcscan_lpm.planning.handover.build import handover
from hmcscan_lpm.planning.model import MoveSummary, Plan, Question, RuleGroup
from hmcscan_lpm.planning.orders.commands import commands
from hmcscan_lpm.planning.orders.directory import directory
from hmcscan_lpm.planning.pairing.mapping import pair
from hmcscan_lpm.planning.partitions import partitions
from hmcscan_lpm.planning.reserve import NO_RESERVE
from hmcscan_lpm.planning.rows import rows
from hmcscan_lpm.planning.runbook import runbook
from hmcscan_lpm.planning.timing.concurrency import limits
from hmcscan_lpm.planning.timing.quiet import quiet_hours
from hmcscan_lpm.planning.timing.room import after_waves
from hmcscan_lpm.planning.timing.times import estimates, link_notes
from hmcscan_lpm.planning.timing.waves import schedule
from hmcscan_lpm.planning.wishes import NO_WISHES, Wishes
from hmcscan_lpm.tables.schema import records


def build(
    assessment: Assessment,
    *,
    made_at: str = "",
    left_out: Sequence[tuple[str, str, str]] = (),
    wishes: Wishes = NO_WISHES,
    placement: Placement | None = None,
) -> Plan:
    """The plan for all moves of *assessment*, in their order.

    :param made_at: time to print on it, ``''`` for none: the same assessment then gives the same plan
    :param left_out: (server, partition, reason) of partitions that are deliberately not part of it
    :param placement: from which the moves were chosen
    :raises ChoicesError: a choice or the scheme of aliases cannot be used
    """
    connection = relations.connect(assessment.estate, assessment.selection, assessment.catalogue.limits)
    moves = _moves(connection, assessment)
    going = [move for move in moves if move.verdict != "blocked"]
    sheets = partitions(connection, assessment.estate, moves)
    mappings = _of(going, pair(connection, wishes.choices))
    orders = commands(mappings, directory(connection), remote_user=wishes.remote_user)
    at_once = limits(connection, caps=wishes.caps, speeds=wishes.speeds)
    planned = schedule(moves, mappings, at_once, choices=wishes.choices, window=wishes.window, speeds=wishes.speeds)
    planned = replace(planned, assumptions=(*planned.assumptions, *link_notes(connection, wishes.speeds)))
    sources = sorted({move.source for move in moves})
    targets = sorted({move.target for move in moves})
    return Plan(
        title=f"{', '.join(sources)} to {', '.join(targets)}",
        made_at=made_at,
        sources=assessment.estate.sources,
        fact_sources=assessment.estate.fact_sources,
        source_systems=tuple(sources),
        target_systems=tuple(targets),
        moves=moves,
        left_out=tuple(left_out),
        capacity=capacity(connection, moves),
        groups=_ranked(rule_groups(assessment), assessment),
        partitions=sheets,
        questions=_questions(assessment.items),
        issues=assessment.estate.issues,
        waivers=assessment.waiver_use,
        attestations=assessment.attestation_use,
        parameters=assessment.catalogue.parameters,
        catalogue_version=assessment.catalogue.version,
        catalogue_sha256=assessment.catalogue.sha256,
        n_rules=len(assessment.catalogue.rules),
        san=handover(connection, assessment.estate, assessment.catalogue, scheme=wishes.alias),
        choices=wishes.choices,
        reserve="" if wishes.reserve == NO_RESERVE else str(wishes.reserve),
        window="" if wishes.window is None else str(wishes.window),
        placement=placement,
        mappings=mappings,
        times=estimates(going, wishes.speeds),
        schedule=planned,
        room=after_waves(connection, planned.waves, mappings, wishes.reserve),
        quiet=quiet_hours(connection, window=wishes.window),
        commands=orders,
        runbook=runbook(going, sheets, mappings, orders),
    )


def _of(moves: Iterable[MoveSummary], mappings: Iterable[MoveMapping]) -> tuple[MoveMapping, ...]:
    """The mappings of *moves*."""
    wanted = {(move.lpar, move.source, move.target) for move in moves}
    return tuple(item for item in mappings if (item.lpar, item.source, item.target) in wanted)


def _moves(connection: duckdb.DuckDBPyConnection, assessment: Assessment) -> tuple[MoveSummary, ...]:
    cores = {(row["system"], row["lpar"]): row["cores"] for row in rows(connection, "select * from processor_needs")}
    memory = {(row["system"], row["lpar"]): row["memory_mb"] for row in rows(connection, "select * from memory_needs")}
    level = {(row["system"], row["lpar"]): row["os_version"] for row in rows(connection, "select * from lpars")}
    touching = _by_move(assessment)
    connection.register("verdicts", assessment.moves)
    found = rows(connection, "select * from verdicts order by move")
    connection.unregister("verdicts")
    return tuple(
        MoveSummary(
            lpar=row["lpar"],
            lpar_id=row["lpar_id"],
            os_version=level.get((row["source"], row["lpar"])),
            env=row["env"],
            state=row["state"],
            source=row["source"],
            target=row["target"],
            mode=row["mode"],
            verdict=row["verdict"],
            n_fail=row["n_fail"],
            n_unknown=row["n_unknown"],
            n_pass=row["n_pass"],
            n_not_applicable=row["n_not_applicable"],
            n_error=row["n_error"],
            n_waived=row["n_waived"],
            n_attested=row["n_attested"],
            cores=cores.get((row["source"], row["lpar"])),
            memory_mb=memory.get((row["source"], row["lpar"])),
            blockers=_reasons(touching[row["move"]], ("blocker",), ("fail",)),
            open_questions=_reasons(touching[row["move"]], ("blocker",), ("unknown", "error")),
            risks=_reasons(touching[row["move"]], ("risk", "notice"), ("fail", "unknown")),
        )
        for row in found
    )


def _by_move(assessment: Assessment) -> dict[int, list[Finding]]:
    """Move number → the findings that touch it."""
    index: dict[tuple[str | None, str | None, str | None], list[Finding]] = defaultdict(list)
    for finding in assessment.items:
        index[finding.lpar, finding.source, finding.target].append(finding)
    touching: dict[int, list[Finding]] = {}
    for row in records(assessment.moves):
        keys = [
            (lpar, source, target)
            for lpar in (row["lpar"], None)
            for source in (row["source"], None)
            for target in (row["target"], None)
        ]
        touching[row["move"]] = [finding for key in keys for finding in index.get(key, ())]
    return touching


def _reasons(
    findings: Iterable[Finding], severities: Sequence[str], outcomes: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """(rule id, message) of the first finding of each rule that is one of those."""
    reasons: dict[str, str] = {}
    more: dict[str, int] = defaultdict(int)
    for finding in findings:
        is_settled = finding.waived or (finding.attested and finding.outcome == "unknown")
        if finding.severity in severities and finding.outcome in outcomes and not is_settled:
            more[finding.rule.id] += 1
            reasons.setdefault(finding.rule.id, finding.message)
    return tuple(
        (rule, message if more[rule] == 1 else f"{message} (and {more[rule] - 1} more)")
        for rule, message in reasons.items()
    )


def _ranked(groups: Iterable[RuleGroup], assessment: Assessment) -> tuple[RuleGroup, ...]:
    """What a plan has to say: blockers before risks, failures before what is open."""
    order = {rule.id: number for number, rule in enumerate(assessment.catalogue.rules)}
    telling = [group for group in groups if group.outcome in ("fail", "unknown", "error")]
    return tuple(
        sorted(
            telling,
            key=lambda group: (SEVERITIES.index(group.severity), -RANK[group.outcome], order[group.rule_id]),
        )
    )


_PLACES = ("hmc", "vios", "san", "storage", "lpar", "owner")


def _questions(findings: Iterable[Finding]) -> tuple[Question, ...]:
    """Every command that settles an unknown, once, with the rules that it settles."""
    settles: dict[tuple[str, str], dict[str, Rule]] = defaultdict(dict)
    for finding in findings:
        if finding.is_open:
            for command, text in finding.commands:
                settles[command.on, text][finding.rule.id] = finding.rule
    ordered = sorted(settles.items(), key=lambda item: (_PLACES.index(item[0][0]), item[0][1]))
    return tuple(
        Question(on, command, tuple((identifier, rule.title) for identifier, rule in sorted(by.items())))
        for (on, command), by in ordered
    )
