"""Rules × subjects → outcomes: runs every rule over the relations and rolls the outcomes up to moves.

The engine decides three things that no rule has to remember: a subject whose needed tables nobody could fill is
unknown, a rule that does not concern a subject is not applicable, and a rule that crashes is an error, not the end.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb
import pandas as pd

from hmcscan_lpm.catalogue.attestations import Attestation
from hmcscan_lpm.catalogue.load import used_params
from hmcscan_lpm.catalogue.model import SEVERITIES, Catalogue, Command, Rule
from hmcscan_lpm.catalogue.statements import About
from hmcscan_lpm.catalogue.waivers import Waiver
from hmcscan_lpm.estate import Estate, Evidence
from hmcscan_lpm.relations import Selection
from hmcscan_lpm.shell import PLACE, fill_command

RANK: Mapping[str, int] = {"not-applicable": 0, "pass": 1, "unknown": 4, "error": 5, "fail": 6}
"""Of several items of one subject the worst one is the subject's outcome."""

ATTESTED, WAIVED = 2, 3
"""Ranks, in a move's roll-up, of what somebody attested or waived: worse than a pass, and no longer in the way."""

Progress = Callable[[str, int, int], None]
"""Called with a rule's id, how many rules are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says about one subject, or one item of it.

    :ivar lpar, source, target: which moves it touches; None = whichever
    :ivar item: which part of the subject (``slot 14``, ``VLAN 10``), ``''`` for the whole
    :ivar evidence_refs: references that :meth:`Estate.evidence` resolves
    :ivar fields: what the rule's SQL gave for this row: fills the places of commands
    :ivar waiver: somebody took it upon themselves; see :attr:`waived` for whether that still holds
    :ivar waiver_expired: that waiver has run out: the finding counts again
    :ivar attestation: somebody answered it; see :attr:`attested` for whether that still holds
    :ivar attestation_expired: that attestation has run out: the finding counts again
    """

    rule: Rule
    severity: str
    outcome: str
    lpar: str | None
    source: str | None
    target: str | None
    item: str
    message: str
    evidence_refs: tuple[str, ...]
    fields: Mapping[str, Any]
    waiver: Waiver | None = None
    waiver_expired: bool = False
    attestation: Attestation | None = None
    attestation_expired: bool = False

    @property
    def waived(self) -> Waiver | None:
        """The waiver because of which it does not count for the verdict."""
        return None if self.waiver_expired else self.waiver

    @property
    def attested(self) -> Attestation | None:
        """The attestation that answers it: because of it an unknown does not count for the verdict, or fails."""
        return None if self.attestation_expired else self.attestation

    @property
    def is_open(self) -> bool:
        """Unknown, and neither waived nor attested."""
        return self.outcome == "unknown" and self.waived is None and self.attested is None

    @property
    def remedy(self) -> str:
        """What to do about it, in one or two sentences; ``''`` for a pass."""
        return fill(self.rule.remedy.summary, self.fields) if self.outcome == "fail" else ""

    @property
    def commands(self) -> tuple[tuple[Command, str], ...]:
        """Commands that settle an unknown, or show that a failure is mended, with their places filled."""
        commands = self.rule.remedy.verify if self.outcome == "fail" else self.rule.ask
        return tuple(dict.fromkeys((command, fill_command(command.run, self.fields)) for command in commands))


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """What became of one waiver.

    :ivar state: used, unused (it matches no finding) or expired
    :ivar findings: how many findings it matches
    """

    waiver: Waiver
    state: str
    findings: int


@dataclass(frozen=True, slots=True)
class AttestationUse:
    """What became of one attestation; as :class:`WaiverUse`."""

    attestation: Attestation
    state: str
    findings: int


@dataclass(frozen=True)
class Assessment:
    """What all rules say about the selected moves.

    :ivar estate: what was assessed
    :ivar selection: which moves were asked for
    :ivar catalogue: by which rules
    :ivar moves: one row per move: move, lpar, lpar_id, env, state, is_vios, source, target, mode, verdict (blocked,
        unproven, ready) and the number of rules per outcome: n_fail, n_unknown, n_error, n_waived, n_attested, n_pass,
        n_not_applicable
    :ivar items: the findings, worst and most severe first; passes only when they were asked for
    :ivar waivers, attestations: all that were given, those that match nothing included
    """

    estate: Estate
    selection: Selection
    catalogue: Catalogue
    moves: pd.DataFrame = field(repr=False)
    items: tuple[Finding, ...] = field(repr=False)
    waivers: tuple[Waiver, ...] = ()
    attestations: tuple[Attestation, ...] = ()

    @property
    def waiver_use(self) -> tuple[WaiverUse, ...]:
        """What became of each waiver."""
        counts = Counter(id(finding.waiver) for finding in self.items if finding.waiver)
        return tuple(WaiverUse(item, self._state(item, counts[id(item)]), counts[id(item)]) for item in self.waivers)

    @property
    def attestation_use(self) -> tuple[AttestationUse, ...]:
        """What became of each attestation."""
        counts = Counter(id(finding.attestation) for finding in self.items if finding.attestation)
        return tuple(
            AttestationUse(item, self._state(item, counts[id(item)]), counts[id(item)]) for item in self.attestations
        )

    def _state(self, statement: About, findings: int) -> str:
        return "expired" if statement.is_expired(self.selection.today) else "used" if findings else "unused"

    @property
    def findings(self) -> pd.DataFrame:
        """The findings as a frame of text, one row each.

        Columns: rule, severity, outcome, lpar, source, target, item, message, evidence, remedy, waived (reason and
        owner of a waiver that holds), attested (answer, and by whom).
        """
        rows = [
            (
                f.rule.id,
                f.severity,
                f.outcome,
                f.lpar,
                f.source,
                f.target,
                f.item,
                f.message,
                "; ".join(f"{e.report} {e.tab}!{e.cell}" for e in self.evidence(f)),
                f.remedy,
                f"{f.waived.reason} ({f.waived.owner})" if f.waived else None,
                f"{'yes' if f.attested.is_met else 'no'} ({f.attested.who})" if f.attested else None,
            )
            for f in self.items
        ]
        names = ["rule", "severity", "outcome", "lpar", "source", "target", "item", "message", "evidence", "remedy"]
        return pd.DataFrame(rows, columns=[*names, "waived", "attested"], dtype="object").astype("string")

    def evidence(self, finding: Finding) -> tuple[Evidence, ...]:
        """The cells that *finding* rests on."""
        found = (self.estate.evidence(reference) for reference in finding.evidence_refs)
        return tuple(dict.fromkeys(item for item in found if item is not None))

    def verdict(self, lpar: str, target: str, source: str | None = None) -> str:
        """blocked, unproven or ready: the move of *lpar* to *target*.

        :raises KeyError: no such move was assessed, or several partitions have that name and no *source* was given
        """
        moves = self.moves[(self.moves["lpar"] == lpar) & (self.moves["target"] == target)]
        if source is not None:
            moves = moves[moves["source"] == source]
        if len(moves) != 1:
            raise KeyError(f"{len(moves)} moves of {lpar} to {target} were assessed")
        return str(moves["verdict"].iloc[0])

    def touching(self, lpar: str, source: str, target: str) -> tuple[Finding, ...]:
        """The findings that concern one move."""
        return tuple(
            f
            for f in self.items
            if f.lpar in (None, lpar) and f.source in (None, source) and f.target in (None, target)
        )

    def __repr__(self) -> str:
        counts = self.moves["verdict"].value_counts()
        shown = ", ".join(f"{counts.get(name, 0)} {name}" for name in ("blocked", "unproven", "ready"))
        return f"Assessment({len(self.moves)} moves: {shown}; {len(self.items)} findings)"


def fill(text: str, fields: Mapping[str, Any]) -> str:
    """Put *fields* into the ``{places}`` of a sentence; a place without a value reads "not known"."""

    def value(match: re.Match[str]) -> str:
        found = fields.get(match[1])
        return "not known" if _is_null(found) else show(found)

    return PLACE.sub(value, text)


def show(value: Any) -> str:
    """A value as a person writes it: 12, 0.5, text as it is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{round(value, 2):g}" if abs(value) < 1e6 else f"{value:.0f}"
    return str(value)


def _is_null(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def run(
    connection: duckdb.DuckDBPyConnection,
    estate: Estate,
    selection: Selection,
    catalogue: Catalogue,
    *,
    everything: bool = False,
    waivers: Sequence[Waiver] = (),
    attestations: Sequence[Attestation] = (),
    progress: Progress | None = None,
) -> Assessment:
    """Judge all moves of *connection* (see :func:`hmcscan_lpm.relations.connect`) by all rules of *catalogue*.

    :param everything: keep passes and not-applicable findings as well
    :param waivers: findings that match one of them do not count for the verdicts as long as it holds; of several the
        first that holds counts
    :param attestations: unknown findings that match one of them are answered as long as it holds; likewise
    """
    connection.execute("create table move_outcomes (move bigint, rule_no integer, severity varchar, rank integer)")
    statements = _Statements(tuple(waivers), tuple(attestations))
    _put(connection, statements, selection.today)
    findings: list[Finding] = []
    for number, rule in enumerate(catalogue.rules):
        if progress:
            progress(rule.id, number, len(catalogue.rules))
        findings += _judge(connection, number, rule, statements, everything=everything)
    order = {rule.id: number for number, rule in enumerate(catalogue.rules)}
    findings.sort(key=lambda f: _sort_key(f, order))
    return Assessment(estate, selection, catalogue, _roll_up(connection), tuple(findings), *statements.given)


@dataclass(frozen=True, slots=True)
class _Statements:
    """What people said about findings, and about which rules."""

    waivers: tuple[Waiver, ...]
    attestations: tuple[Attestation, ...]

    @property
    def given(self) -> tuple[tuple[Waiver, ...], tuple[Attestation, ...]]:
        return self.waivers, self.attestations

    def concern(self, rule: Rule) -> bool:
        return any(item.rule == rule.id for item in (*self.waivers, *self.attestations))


def _put(connection: duckdb.DuckDBPyConnection, statements: _Statements, today: str) -> None:
    """The statements as tables, so that they count in the roll-up."""
    for name, given in (("waivers", statements.waivers), ("attestations", statements.attestations)):
        connection.execute(
            f"create or replace temp table {name} (number integer, expired boolean, is_met boolean, rule varchar, "
            "lpar varchar, source varchar, target varchar, item varchar)"
        )
        for number, item in enumerate(given):
            is_met = item.is_met if isinstance(item, Attestation) else None
            connection.execute(
                f"insert into {name} values (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    number,
                    item.is_expired(today),
                    is_met,
                    item.rule,
                    item.lpar,
                    item.source,
                    item.target,
                    item.item,
                ],
            )


def _sort_key(finding: Finding, order: Mapping[str, int]) -> tuple[Any, ...]:
    return (
        -RANK[finding.outcome],
        SEVERITIES.index(finding.severity),
        order[finding.rule.id],
        finding.waived is not None,
        finding.attested is not None,
        finding.source or "",
        finding.lpar or "",
        finding.target or "",
        natural(finding.item),
        finding.message,
        finding.evidence_refs,
    )


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts slot 9 before slot 10."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", text) if part)


def _judge(
    connection: duckdb.DuckDBPyConnection, number: int, rule: Rule, statements: _Statements, *, everything: bool
) -> list[Finding]:
    """Run one rule; whatever goes wrong with it is its own outcome."""
    try:
        connection.execute(f"create or replace temp table rule_rows as {rule.sql}", used_params(rule))
        connection.execute(f"create or replace temp table judged as {_judged_sql(connection, rule, statements)}")
        _record(connection, number, rule)
        wanted = "" if everything else "where outcome not in ('pass', 'not-applicable')"
        answer = connection.execute(f"select * from judged {wanted}")
        names = [column[0] for column in answer.description]
        found = [_finding(rule, dict(zip(names, row, strict=True)), statements) for row in answer.fetchall()]
        return _without_vioses(connection, found) if rule.subject == "pair" and not rule.vios else found
    except Exception as problem:  # a rule page is data, perhaps the user's: its crash must not end the run
        connection.execute(
            "insert into move_outcomes select move, ?, ?, ? from moves", [number, rule.severity, RANK["error"]]
        )
        message = f"The rule crashed: {type(problem).__name__}: {str(problem).splitlines()[0] if str(problem) else ''}"
        return [Finding(rule, rule.severity, "error", None, None, None, "", message, (), {})]


def _without_vioses(connection: duckdb.DuckDBPyConnection, findings: list[Finding]) -> list[Finding]:
    """Failures of a pair of servers, named for each partition where VIOSes are among the selected ones.

    "Whichever partition" would include the VIOSes, of which only not-vios says something.
    """
    mixed = set(connection.execute("select distinct source, target from moves where is_vios").fetchall())
    clients: dict[tuple[str, str], list[str]] = {}
    for source, target, lpar in connection.execute(
        "select source, target, lpar from moves where not is_vios order by move"
    ).fetchall():
        clients.setdefault((source, target), []).append(lpar)
    split = []
    for finding in findings:
        pair = (finding.source or "", finding.target or "")
        if finding.outcome == "fail" and pair in mixed:
            split += [replace(finding, lpar=lpar, fields={**finding.fields, "lpar": lpar}) for lpar in clients[pair]]
        else:
            split.append(finding)
    return split


def _judged_sql(connection: duckdb.DuckDBPyConnection, rule: Rule, statements: _Statements) -> str:
    """The select that turns a rule's rows into outcomes of every subject there is.

    Gives subj_source, subj_lpar, subj_target, item, outcome, severity, gap and all columns of the rule's rows.
    """
    columns = [row[0] for row in connection.execute("describe rule_rows").fetchall()]
    item = "cast(r.item as varchar)" if "item" in columns else "null"
    severity = f"coalesce(r.severity, '{rule.severity}')" if "severity" in columns else f"'{rule.severity}'"
    match = {
        "move": "r.lpar = s.lpar and r.source = s.source and r.target = s.target",
        "lpar": "r.lpar = s.lpar and r.system = s.source",
        "pair": "r.source = s.source and r.target = s.target",
        "system": "r.system = coalesce(s.source, s.target)",
        "estate": "true",
    }[rule.subject]
    reserved = {"item", "outcome", "severity"}
    carried = "".join(f', r."{name}" as "row_{name}"' for name in columns if name not in reserved)
    # Where somebody could not be asked, only a witness stands, and none of a lower severity than what may be hidden.
    by_gap = f"""s.concerns and g.reason is not null
        and not (coalesce(r.outcome in ('{rule.witness}', 'unknown'), false) and {severity} = '{rule.severity}')"""
    decided = f"""
        case
          when not s.concerns then 'not-applicable'
          when {by_gap} then 'unknown'
          when r.present is null then 'not-applicable'
          when r.outcome in ('pass', 'fail', 'unknown', 'not-applicable') then r.outcome
          else 'error'
        end"""
    return f"""
        with subjects as ({_subjects_sql(rule)}),
        gaps as ({_gaps_sql(rule)}),
        decided as (
          select s.source as subj_source, s.lpar as subj_lpar, s.target as subj_target, s.mode as subj_mode,
            {item} as item, {decided} as outcome,
            case when {by_gap} then '{rule.severity}' else {severity} end as severity,
            case when {by_gap} then g.reason end as gap,
            r.outcome as said {carried}
          from subjects s
          left join (select *, true as present from rule_rows) r on s.concerns and {match}
          left join gaps g on g.source is not distinct from s.source and g.lpar is not distinct from s.lpar
            and g.target is not distinct from s.target
        ),
        kept as (
          select * from decided where gap is null
          union all
          select * from (
            select * from decided where gap is not null
            qualify row_number() over (partition by subj_source, subj_lpar, subj_target order by item) = 1
          )
        )
        {_with_statements(rule, statements)}"""


_STATEMENT = "struct(number integer, expired boolean, is_met boolean)"


def _with_statements(rule: Rule, statements: _Statements) -> str:
    """The judged rows of ``kept`` with attestation and waiver, null where there is none; a "no" makes a failure."""
    if not statements.concern(rule):
        return f"""
        select *, cast(null as {_STATEMENT}) as attestation, cast(null as {_STATEMENT}) as waiver from kept"""
    return f"""
        select k.*, {_statement_sql(rule, "waivers", "'fail', 'unknown'")} as waiver
        from (
          select
            a.* replace (
              case when not a.attestation.expired and not a.attestation.is_met then 'fail' else a.outcome end as outcome
            )
          from (select k.*, {_statement_sql(rule, "attestations", "'unknown'")} as attestation from kept k) a
        ) k"""


def _statement_sql(rule: Rule, table: str, outcomes: str) -> str:
    """The statement about a judged row ``k``: of several the first that holds."""
    return f"""
        case
          when k.outcome in ({outcomes}) then (
            select struct_pack(number := w.number, expired := w.expired, is_met := w.is_met)
            from {table} w
            where w.rule = '{rule.id}'
              and {_glob("k.subj_lpar", "w.lpar")}
              and {_glob("k.subj_source", "w.source")}
              and {_glob("k.subj_target", "w.target")}
              and {_glob("case when k.gap is null then k.item end", "w.item")}
            order by w.expired, w.number
            limit 1
          )
        end"""


def _glob(value: str, pattern: str) -> str:
    """A name matches a pattern; what is not named ("whichever") matches ``*`` only."""
    return f"({value} = {pattern} or coalesce({value}, '') glob {pattern})"


def _subjects_sql(rule: Rule) -> str:
    """Every subject there is, and whether the rule concerns it."""
    modes = ", ".join(f"'{mode}'" for mode in rule.modes)
    concerns = f"mode in ({modes})" + ("" if rule.vios else " and not is_vios")
    nothing = "cast(null as varchar)"
    return {
        "move": f"select source, lpar, target, mode, {concerns} as concerns from moves",
        "lpar": f"select distinct source, lpar, {nothing} as target, mode, {concerns} as concerns from moves",
        "pair": f"select distinct source, {nothing} as lpar, target, {nothing} as mode, true as concerns from moves"
        + ("" if rule.vios else " where not is_vios"),
        "system": " union ".join(
            f"select distinct {'source' if role == 'source' else nothing} as source, {nothing} as lpar, "
            f"{'target' if role == 'target' else nothing} as target, {nothing} as mode, true as concerns from moves"
            for role in rule.roles
        ),
        "estate": f"select {nothing} as source, {nothing} as lpar, {nothing} as target, {nothing} as mode, "
        "true as concerns",
    }[rule.subject]


def _gaps_sql(rule: Rule) -> str:
    """Subjects for which a needed table could not be filled, with the reason."""
    on_source = ", ".join(f"'{need.table}'" for need in rule.needs if need.side != "target") or "''"
    on_target = ", ".join(f"'{need.table}'" for need in rule.needs if need.side != "source") or "''"
    partition = f"""
        select s.source, s.lpar, s.target, g.reason
        from subjects s join partition_gaps g on g.system = s.source and g.lpar = s.lpar and g.tbl in ({on_source})"""
    source = f"""
        select s.source, s.lpar, s.target, g.reason
        from subjects s join server_gaps g on g.system = s.source and g.tbl in ({on_source})"""
    target = f"""
        select s.source, s.lpar, s.target, g.reason
        from subjects s join server_gaps g on g.system = s.target and g.tbl in ({on_target})"""
    parts = {
        "move": f"{partition} union {target}",
        "lpar": partition,
        "pair": f"{source} union {target}",
        "system": f"{source} union {target}",
        "estate": f"{source} limit 0",
    }[rule.subject]
    return f"""
        select source, lpar, target, string_agg(distinct reason, '; ' order by reason) as reason
        from ({parts}) group by source, lpar, target"""


def _record(connection: duckdb.DuckDBPyConnection, number: int, rule: Rule) -> None:
    """Roll the judged rows of one rule up to the moves they touch."""
    match = {
        "move": "m.source = j.subj_source and m.lpar = j.subj_lpar and m.target = j.subj_target",
        "lpar": "m.source = j.subj_source and m.lpar = j.subj_lpar",
        "pair": "m.source = j.subj_source and m.target = j.subj_target" + ("" if rule.vios else " and not m.is_vios"),
        "estate": "true",
    }
    ranks = " ".join(f"when j.outcome = '{name}' then {value}" for name, value in RANK.items())
    rank = f"""case
        when not j.waiver.expired then {WAIVED}
        when not j.attestation.expired and j.attestation.is_met then {ATTESTED}
        {ranks}
      end"""
    worst = f"select subj_source, subj_lpar, subj_target, severity, max({rank}) as rank from judged j group by all"
    conditions = (
        [match[rule.subject]] if rule.subject != "system" else ["m.source = j.subj_source", "m.target = j.subj_target"]
    )
    for condition in conditions:
        connection.execute(
            f"insert into move_outcomes select m.move, {number}, j.severity, j.rank "
            f"from ({worst}) j join moves m on {condition}"
        )
    if rule.subject == "pair" and not rule.vios:
        connection.execute(
            f"insert into move_outcomes select move, {number}, '{rule.severity}', 0 from moves where is_vios"
        )


def _finding(rule: Rule, row: Mapping[str, Any], statements: _Statements) -> Finding:
    fields = {name.removeprefix("row_"): value for name, value in row.items() if name.startswith("row_")}
    refs = [value for name, value in fields.items() if name.endswith("_at") or name == "at"]
    refs = [ref for value in refs for ref in (value if isinstance(value, list) else [value])]
    places = {
        **{name: value for name, value in fields.items() if not name.endswith("_at") and name != "at"},
        "item": row["item"],
        "mode": row["subj_mode"],
    }
    for name, key in (("lpar", "subj_lpar"), ("source", "subj_source"), ("target", "subj_target")):
        if row[key] is not None or name not in places:
            places[name] = row[key]
    places.setdefault("system", row["subj_source"] or row["subj_target"])
    outcome, severity = row["outcome"], row["severity"]
    if severity not in SEVERITIES or SEVERITIES.index(severity) < SEVERITIES.index(rule.severity):
        severity = rule.severity
    waiver, attestation = row["waiver"], row["attestation"]
    answer = statements.attestations[attestation["number"]] if attestation else None
    return Finding(
        rule=rule,
        severity=severity,
        outcome=outcome,
        lpar=row["subj_lpar"],
        source=row["subj_source"],
        target=row["subj_target"],
        item="" if row["item"] is None or row["gap"] else str(row["item"]),
        message=_answer(answer) if answer and outcome == "fail" else _message(rule, outcome, row, places),
        evidence_refs=() if row["gap"] else tuple(dict.fromkeys(ref for ref in refs if ref)),
        fields=places,
        waiver=statements.waivers[waiver["number"]] if waiver else None,
        waiver_expired=bool(waiver and waiver["expired"]),
        attestation=answer,
        attestation_expired=bool(attestation and attestation["expired"]),
    )


def _answer(given: Attestation) -> str:
    note = f": {given.note}" if given.note else "."
    return f"Not so, as {given.who} said on {given.when}{note}"


def _message(rule: Rule, outcome: str, row: Mapping[str, Any], places: Mapping[str, Any]) -> str:
    if row["gap"]:
        return f"Not decided: {row['gap']}."
    if outcome == "error":
        return f"The rule gave an outcome that does not exist: {row['said']!r}."
    return fill(rule.messages.get(outcome, rule.title + "."), places)


def _roll_up(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Outcomes of all rules → one verdict per move."""
    return connection.execute(
        f"""
        with per_rule as (
          select
            move,
            rule_no,
            max(rank) as rank,
            coalesce(bool_or(severity = 'blocker' and rank = {RANK["fail"]}), false) as blocks,
            coalesce(bool_or((severity = 'blocker' and rank = {RANK["unknown"]}) or rank = {RANK["error"]}), false)
              as unproven
          from move_outcomes
          group by move, rule_no
        )
        select
          m.*,
          case
            when coalesce(bool_or(p.blocks), false) then 'blocked'
            when coalesce(bool_or(p.unproven), false) then 'unproven'
            else 'ready'
          end as verdict,
          count(*) filter (p.rank = {RANK["fail"]}) as n_fail,
          count(*) filter (p.rank = {RANK["unknown"]}) as n_unknown,
          count(*) filter (p.rank = {RANK["error"]}) as n_error,
          count(*) filter (p.rank = {WAIVED}) as n_waived,
          count(*) filter (p.rank = {ATTESTED}) as n_attested,
          count(*) filter (p.rank = {RANK["pass"]}) as n_pass,
          count(*) filter (p.rank = {RANK["not-applicable"]}) as n_not_applicable
        from moves m
        left join per_rule p using (move)
        group by all
        order by m.move
        """
    ).df()
