"""Reports and judgements that the tests of this folder share: the healthy one, a damaged one, and changed copies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from itertools import islice

from pandera.config import config_context

from hmcscan_lpm import catalogue, dialects, estate, relations
from hmcscan_lpm.catalogue import Catalogue, Rule
from hmcscan_lpm.engine import RANK, Finding
from hmcscan_lpm.errors import CatalogueError
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.examples import REPORTS, apply, healthy, judge
from hmcscan_lpm.readers.model import Row, Sheet, Workbook
from hmcscan_lpm.tables.vocabulary import TABLES

from .damage import FAULTS

DIALECTS = tuple(REPORTS)

Subject = tuple[str, str | None, str | None, str | None]
"""(rule, partition, source, target) of a finding: what an outcome is about."""

GROUPED = {"System IO": "is Child"}
"""Tabs whose rows belong to the row above them, with the heading that says so."""


@cache
def rules() -> Catalogue:
    """The catalogue as it is shipped."""
    return catalogue.load()


@contextmanager
def unchecked() -> Iterator[None]:
    """Loading without pandera, which takes most of the time of a load: for laws that load hundreds of reports."""
    with config_context(validation_enabled=False):
        yield


def load(workbook: Workbook) -> Estate:
    """The estate of one report."""
    return estate.combine([dialects.load(workbook)])


@cache
def healthy_estate(dialect: str) -> Estate:
    """The healthy report, loaded."""
    return load(healthy(dialect))


@cache
def healthy_findings(dialect: str) -> tuple[Finding, ...]:
    """What all rules say about the healthy report."""
    return judge(healthy_estate(dialect), "auto", rules().rules)


@cache
def damaged(dialect: str) -> Workbook:
    """The healthy report with all the faults of :mod:`damage` and of each rule's first failing example at once.

    An example that puts a server or VIOS out of reach is left out: it would hide the faults of the others.
    So is one that makes the report contradict itself together with another one.
    """
    workbook = apply(healthy(dialect), FAULTS[dialect])
    with unchecked():
        poor = _poorness(workbook)
        for rule in rules().rules:
            failing = (
                e for e in rule.examples if (e.report, e.outcome, e.mode, e.facts) == (dialect, "fail", "auto", "")
            )
            for example in islice(failing, 1):
                with suppress(CatalogueError):
                    changed = apply(workbook, example.changes)
                    if _poorness(changed) <= poor:
                        workbook = changed
    return replace(workbook, file=f"damaged.{workbook.kind}")


def _poorness(workbook: Workbook) -> set[tuple[str, ...]]:
    """What nobody could look at, and what is wrong with the report itself."""
    report = dialects.load(workbook)
    gaps = {(item.system, item.vios or "", item.table) for item in report.coverage if not item.collected}
    return gaps | {(issue.tab, issue.kind) for issue in report.issues}


@cache
def damaged_estate(dialect: str) -> Estate:
    """The damaged report, loaded."""
    return load(damaged(dialect))


@cache
def damaged_findings(dialect: str) -> tuple[Finding, ...]:
    """What all rules say about the damaged report."""
    return judge(damaged_estate(dialect), "auto", rules().rules)


def outcomes(findings: tuple[Finding, ...]) -> dict[Subject, str]:
    """The worst outcome per rule and subject."""
    worst: dict[Subject, str] = {}
    for found in findings:
        subject = (found.rule.id, found.lpar, found.source, found.target)
        known = worst.get(subject, "not-applicable")
        worst[subject] = max(known, found.outcome, key=RANK.__getitem__)
    return worst


def told(findings: tuple[Finding, ...]) -> list[tuple[str | None, ...]]:
    """What the findings say, without where it stands in the report, in one order."""
    said = [(f.rule.id, f.severity, f.outcome, f.lpar, f.source, f.target, f.item, f.message) for f in findings]
    return sorted(said, key=repr)


def texts(rule: Rule) -> frozenset[str]:
    """The SQL of *rule* and of all relations that it rests on."""
    return _closure(rule.sql)


@cache
def _closure(sql: str) -> frozenset[str]:
    by_name = {relation.name: relation.sql for relation in relations.relations()}
    found, waiting = {sql}, [sql]
    while waiting:
        deeper = {by_name[name] for name in words(waiting.pop()) & by_name.keys()} - found
        found |= deeper
        waiting += deeper
    return frozenset(found)


@cache
def words(sql: str) -> frozenset[str]:
    """Names in a statement."""
    return frozenset(re.findall(r"[a-z_]\w*", sql))


def facts(rule: Rule) -> frozenset[tuple[str, str]]:
    """(table, column) that *rule* may read: both stand in one statement that it rests on, or the engine reads them."""
    return _facts(texts(rule))


@cache
def _facts(statements: frozenset[str]) -> frozenset[tuple[str, str]]:
    found = {("lpars", "env"), ("lpars", "state")}
    for named in map(words, statements):
        for name in named & TABLES.keys():
            found |= {(name, column.name) for column in TABLES[name].columns if column.name in named}
    return frozenset(found)


def reversed_rows(workbook: Workbook) -> Workbook:
    """The same report with the records of every tab in reverse order."""
    return replace(workbook, sheets=tuple(_reversed(sheet) for sheet in workbook.sheets))


def _reversed(sheet: Sheet) -> Sheet:
    if sheet.name in {"Header", "HMC"} or sheet.name.startswith("HMC "):
        return sheet
    rows: list[Row] = []
    for start, end in _record_spans(sheet):
        rows += sheet.rows[len(rows) : start]
        rows += _backwards(sheet, sheet.rows[start:end])
    return replace(sheet, rows=(*rows, *sheet.rows[len(rows) :]))


def _record_spans(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Indexes of the records between headings and blank rows."""
    headings = {"SEA": "Managed System Name", "Virtual_Ethernet": "LPAR name", "SW_cores": "LPAR Name"}
    if sheet.name.startswith("SR-IOV "):
        yield 2, len(sheet.rows)
        return
    if sheet.name not in headings:
        yield 1, len(sheet.rows)
        return
    for number, row in enumerate(sheet.rows):
        if row and row[0] == headings[sheet.name]:
            start = number + (2 if sheet.name == "SW_cores" else 1)
            end = next(
                (at for at in range(start, len(sheet.rows)) if not sheet.rows[at] or sheet.rows[at][0] is None),
                len(sheet.rows),
            )
            yield start, end


def _backwards(sheet: Sheet, rows: tuple[Row, ...]) -> list[Row]:
    if sheet.name not in GROUPED:
        return list(reversed(rows))
    position = sheet.rows[0].index(GROUPED[sheet.name])
    groups: list[list[Row]] = []
    for row in rows:
        if row[position] == "N" or not groups:
            groups.append([])
        groups[-1].append(row)
    return [row for group in reversed(groups) for row in group]


def touching(findings: Mapping[Subject, str], *, source: str, target: str) -> dict[Subject, str]:
    """The outcomes that matter to moves from *source* to *target*."""
    return {
        subject: outcome
        for subject, outcome in findings.items()
        if subject[2] in (None, source) and subject[3] in (None, target)
    }
