"""The sheets of a plan as a workbook, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from hmcscan_lpm.planning.model import MoveSummary, ShownFinding
from hmcscan_lpm.rendering import xlsx_execution_sheets as how
from hmcscan_lpm.rendering.anchors import key_of
from hmcscan_lpm.rendering.contexts import GroupView, MoveRow, PlanPage
from hmcscan_lpm.rendering.execution_contexts import MoveCard
from hmcscan_lpm.rendering.spreadsheet import Cell, Sheet, lines
from hmcscan_lpm.rendering.words import counted, duration, listed
from hmcscan_lpm.rendering.xlsx_cells import (
    answer,
    gb,
    moment,
    number,
    outcome,
    reasons,
    verdict,
    word,
    words,
)


def sheets(page: PlanPage) -> tuple[Sheet, ...]:
    """All sheets; each has its heading row even where it has nothing to say."""
    placed = (_placement(page),) if page.plan.placement is not None else ()
    return (
        _summary(page),
        _moves(page),
        *placed,
        _findings(page),
        _questions(page),
        how.waves(page),
        how.mapping_fc(page),
        how.mapping_vscsi(page),
        how.vlans(page),
        how.san(page),
        how.capacity(page),
        how.commands(page),
        how.runbook(page),
        how.sign_off(page),
        _quality(page),
        _sources(page),
    )


def _summary(page: PlanPage) -> Sheet:
    plan = page.plan
    rows: list[tuple[Cell, ...]] = [
        ("Plan", plan.title, ""),
        ("From", listed(plan.source_systems), ""),
        ("To", listed(plan.target_systems), ""),
        ("First scan", moment(page.scans[0]), ""),
        ("Last scan", moment(page.scans[1]), ""),
        ("Plan made", moment(plan.made_at), "") if plan.made_at else ("Plan made", "", "no time was given"),
        ("Moves", len(plan.moves), f"of {counted(page.n_partitions, 'partition')}, {counted(plan.n_rules, 'rule')}"),
    ]
    rows += [
        (verdict(item.verdict), item.count, words().verdicts.get(item.verdict, {}).get("meaning", ""))
        for item in page.verdicts
    ]
    return Sheet("Summary", ("What", "Value", "Meaning"), (*rows, *_execution(page), ("", "", words().last_word)))


def _execution(page: PlanPage) -> Iterator[tuple[Cell, ...]]:
    made = page.how
    if not made.is_planned:
        return
    yield "Waves", len(made.waves), f"with {counted(made.n_scheduled, 'move')}, {made.n_unproven} of them unproven"
    if made.n_unproven:
        yield "Unproven moves in waves", made.n_unproven, words().unproven
    yield (
        "Time for all waves, minutes, likely",
        number(made.minutes),
        f"{duration(made.minutes)}, and the looks between",
    )
    yield "Time for all waves, minutes, at most", number(made.latest_minutes), duration(made.latest_minutes)
    if page.plan.window:
        yield "Nights", made.nights, page.plan.window
    yield "Blocked moves, in no wave", len(made.blocked), words().blocked_lead if made.blocked else ""
    yield "Other moves in no wave", len(page.plan.schedule.unscheduled), ""
    if page.plan.placement is not None:
        yield "Partitions without a home", len(page.plan.placement.homeless), ""
    yield "Mappings to look at", made.n_problems, ""
    if page.plan.reserve:
        yield "Reserve", page.plan.reserve, "what stays free on every target"
    if made.first is not None and made.first.commands is not None:
        first = made.first.commands
        yield "First command", first.validate, f"for {first.lpar}, on {first.hmc or 'the HMC of ' + first.source}"


_MOVES = (
    "Verdict", "Partition", "Id", "Operating system", "State", "From", "To", "Mode", "Wave", "Night", "Cores",
    "Memory GB", "Alone, minutes", "At least", "At most", "Movers", "Pool there", "Id there", "Blocked by",
    "Open questions", "Risks and notices", "Mapping: look at", "Fail", "Unknown", "Pass", "Waived", "Attested",
)  # fmt: skip


def _moves(page: PlanPage) -> Sheet:
    cards = {key_of(card.move): card for card in page.how.cards}
    return Sheet("Moves", _MOVES, tuple(_move(row, cards.get(key_of(row.move)), page) for row in page.moves))


def _move(row: MoveRow, card: MoveCard | None, page: PlanPage) -> tuple[Cell, ...]:
    move = row.move
    return (
        verdict(move.verdict),
        move.lpar,
        move.lpar_id,
        move.os_version if move.os_version is not None else words().environments.get(move.env),
        move.state,
        move.source,
        move.target,
        move.mode,
        row.wave or "none",
        card.wave.wave.night if card and card.wave and card.wave.wave.night else "",
        number(move.cores),
        gb(move.memory_mb),
        *_card(card, move),
        reasons(row.blockers),
        reasons((*row.own_questions, *(page.common_questions if move.open_questions else ()))),
        reasons(row.risks),
        lines(how.problems(card.mapping)) if card and card.mapping else "",
        move.n_fail,
        move.n_unknown,
        move.n_pass,
        move.n_waived,
        move.n_attested,
    )


def _card(card: MoveCard | None, move: MoveSummary) -> tuple[Cell, ...]:
    """Time, movers, pool and id of a move; nothing for one that cannot be made."""
    if card is None:
        return ("",) * 6
    time, mapping = card.time, card.mapping
    minutes: tuple[Cell, ...] = (
        ("",) * 3 if time is None else (number(time.minutes), number(time.low), number(time.high))
    )
    if mapping is None:
        return (*minutes, "", "", "")
    movers = lines([f"{pair.source_vios} → {pair.target_vios}" for pair in mapping.movers])
    none = "none, it is not running" if move.mode == "inactive" else "the HMC chooses"
    return (*minutes, movers or none, mapping.pool or "", mapping.lpar_id or "the HMC chooses")


def _placement(page: PlanPage) -> Sheet:
    placement = page.plan.placement
    homes = [(placed, target.target) for target in page.how.placement for placed in target.homes]
    rows: list[tuple[Cell, ...]] = [
        (
            placed.home.lpar,
            placed.home.source,
            target,
            verdict(placed.verdict) if placed.verdict else "",
            placed.home.reason,
            "",
        )
        for placed, target in homes
    ]
    for item in placement.homeless if placement else ():
        why = lines([f"{target}: {reason}" for target, reason in item.reasons])
        rows.append((item.lpar, item.source, "none", "", why, item.change or "No single change was found."))
    columns = ("Partition", "From", "Home", "Verdict", "Why", "Smallest change that would give it a home")
    return Sheet("Placement", columns, tuple(rows))


_FINDINGS = (
    "Severity", "Outcome", "Rule", "Prerequisite", "Partition", "Source", "Target", "Item", "What was found",
    "Evidence", "Remedy", "What settles or proves it", "Waived or attested", "Why it matters",
    "What the rule cannot see",
)  # fmt: skip


def _findings(page: PlanPage) -> Sheet:
    """One row per finding; source or target are empty where it touches any."""
    views = [view for section in page.sections for view in section.groups]
    return Sheet("Findings", _FINDINGS, tuple(_finding(view, item) for view in views for item in view.group.findings))


def _finding(view: GroupView, item: ShownFinding) -> tuple[Cell, ...]:
    found, group = item.finding, view.group
    return (
        found.severity,
        outcome(found.outcome),
        group.rule_id,
        group.title,
        found.lpar or "",
        found.source or "",
        found.target or "",
        found.item,
        found.message,
        lines([_cell(cell.report, cell.tab, cell.cell, cell.column, cell.value) for cell in item.evidence]),
        found.remedy,
        lines([run for _, run, _ in item.commands]),
        _statement(item),
        " ".join(group.why.split()),
        " ".join(group.limits.split()),
    )


def _cell(report: str, tab: str, cell: str, column: str, value: str) -> str:
    place = f"{report} {tab}!{cell}"
    return f"{place} {column} = {value or '(empty)'}" if column else place


def _statement(item: ShownFinding) -> str:
    found, said = item.finding, []
    if found.waiver is not None:
        state = "waiver ran out on" if found.waiver_expired else "waived until"
        said.append(f"{state} {found.waiver.until} by {found.waiver.owner}: {found.waiver.reason}")
    if found.attestation is not None:
        given = found.attestation
        state = "attestation ran out on" if found.attestation_expired else "attested until"
        said.append(f"{state} {given.until} by {given.who} ({'yes' if given.is_met else 'no'}) {given.note}".rstrip())
    return lines(said)


def _questions(page: PlanPage) -> Sheet:
    """One row per command or question, with blanks for whoever answers it."""
    rows: list[tuple[Cell, ...]] = []
    for place in page.questions:
        where = words().places[place.on]["name"] if place.on in words().places else place.on
        owner = word(words().question_owners, place.on)
        for question in place.questions:
            settles = reasons(question.rules)
            rows += [(where, line, settles, owner, "", "", "") for line in question.run.splitlines()]
    columns = ("Where", "Command or question", "Settles", "Part of", "Owner", "Answer", "Date")
    return Sheet("Open questions", columns, tuple(rows))


def _quality(page: PlanPage) -> Sheet:
    rows = tuple(
        (group.kind, issue.report, issue.tab or "whole report", issue.cell, issue.message)
        for group in page.issues
        for issue in (*group.issues, *group.more)
    )
    return Sheet("Data quality", ("Kind", "Report", "Tab", "Cell", "What is there, and what was done"), rows)


def _sources(page: PlanPage) -> Sheet:
    plan = page.plan
    rows: list[tuple[Cell, ...]] = [
        (
            "report",
            source.file,
            moment(source.scanned_at),
            listed(source.managers) or None,
            f"{source.dialect} {source.scanner_version}".strip(),
            listed(source.systems) or "none",
            answer(source.sanitized),
            source.sha256,
        )
        for source in plan.sources
    ]
    for told in plan.fact_sources:
        outputs = lines([f"{name} ({counted(n_rows, 'row')})" for name, n_rows in told.outputs]) or "nothing"
        rows.append(("facts", told.file, "", "", "", outputs, "", told.sha256))
    rows += [
        (
            "threshold",
            parameter.name,
            "",
            "",
            "",
            f"{parameter.value} instead of {parameter.given}",
            "",
            parameter.owner,
        )
        for parameter in plan.parameters
    ]
    rows.append(
        ("catalogue", plan.catalogue_version, "", "", "", counted(plan.n_rules, "rule"), "", plan.catalogue_sha256)
    )
    columns = (
        "Kind",
        "Name",
        "Scanned",
        "HMC",
        "Scanner",
        "Servers, or what was understood",
        "Sanitized",
        "SHA-256, or rule",
    )
    return Sheet("Sources", columns, tuple(rows))
