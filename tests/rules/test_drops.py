"""Less information never makes a better verdict: every tab and every column is taken away once.

Allowed is that an outcome becomes unknown, or that its subject is no longer in the report.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pytest

from hmcscan_lpm import dialects, relations
from hmcscan_lpm.catalogue import Rule
from hmcscan_lpm.catalogue.model import SEVERITIES, Change
from hmcscan_lpm.engine import RANK, Finding
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.examples import apply, healthy
from hmcscan_lpm.examples.bench import Bench
from hmcscan_lpm.examples.edits import headings
from hmcscan_lpm.readers.model import Workbook
from hmcscan_lpm.tables.vocabulary import STRUCTURE, TABLES

from .reports import DIALECTS, damaged, load, rules, texts, unchecked, words

Place = tuple[str, str]
"""(tab, heading), or (tab, '') for all of it."""

Changes = dict[tuple[str, str], tuple[object, ...]]
"""(table, column or "coverage") that differs → what stands there now."""

Subject = tuple[str, str | None, str | None, str | None, str]
"""(rule, partition, source, target, severity)"""

Judged = dict[Subject, str]
"""What an outcome is about → the worst among findings of that severity or a graver one.

By severity, because a failure that is left as a notice only would be lost as well.
"""

LPAR = {("lpars", name) for name in ("system", "lpar", "env", "state")} | {("systems", "system")}
"""What decides which rows relation ``moves`` has, and what the engine reads there."""

PROFILE = {("lpars", name) for name in ("lpar_id", "current_profile", "default_profile")} | {
    (table, name) for table in ("processors", "memory", "profiles") for name in TABLES[table].key
}
"""What else relation ``partitions`` reads."""

DISHONEST = {
    "fail": {"pass", "not-applicable"},
    "unknown": {"pass", "not-applicable", "fail"},
    "pass": {"fail", "not-applicable"},
    "not-applicable": {"fail"},
}
"""Outcome before → outcomes that would mean that missing information was taken for good news, or for bad news."""

_SHORT_TABS = "tab LPAR CPU RAM prints the mode as well; the damaged report contradicts itself there"
_DOCUMENTED = "the documented share of the generation counts; the damaged report prints one that no such server has"
_STATE = "who is in an unknown state is taken for running, and movable-state is unknown"

EXCEPTIONS: dict[tuple[str, str, str], str] = {
    ("ams-on-target", "LPAR CPU RAM details", ""): _SHORT_TABS,
    ("ams-on-target", "LPAR CPU RAM details", "Managed System"): _SHORT_TABS,
    ("ams-on-target", "LPAR CPU RAM details", "Name"): _SHORT_TABS,
    ("entitlement-compatible", "System CPU RAM", ""): _DOCUMENTED,
    ("entitlement-compatible", "System CPU RAM", "Managed System"): _DOCUMENTED,
    ("entitlement-compatible", "System CPU RAM", "min_proc_units_per_virtual_proc"): _DOCUMENTED,
    ("activated-once", "LPAR_Summary", "Status"): _STATE,
    ("activated-once", "LPAR details", "state"): _STATE,
}
"""(rule, tab, heading) → why something else than unknown is right without it."""


@dataclass
class Drop:
    """Columns, or a tab, that are taken away at the same time: no rule reads two of them.

    :ivar readers: place → the rules that read something from there
    """

    readers: dict[Place, frozenset[str]] = field(default_factory=dict)

    def fits(self, place: Place, readers: frozenset[str]) -> bool:
        return all(place[0] != tab and not readers & known for (tab, _), known in self.readers.items())

    def applied(self, workbook: Workbook) -> Workbook:
        return apply(workbook, tuple(change(place) for place in self.readers))

    def told(self, rule: str) -> list[Place]:
        """What of it concerns *rule*, as far as that is known."""
        return [place for place, readers in self.readers.items() if rule in readers] or [*self.readers]


def change(place: Place) -> Change:
    tab, heading = place
    return Change(tab, "drop-column", {}, {heading: ""}) if heading else Change(tab, "drop-tab", {}, {})


@cache
def report(dialect: str, state: str) -> Workbook:
    return healthy(dialect) if state == "healthy" else damaged(dialect)


def drops(dialect: str, state: str) -> list[Drop]:
    """Every tab by itself, and every column, those together that no rule reads both of."""
    workbook = report(dialect, state)
    tabs = [Drop({(sheet.name, ""): frozenset()}) for sheet in workbook.sheets]
    known = readers(workbook)
    # The healthy report has little that a missing column could hide: there a sample has to do.
    # Where every commit is judged, a twelfth of both.
    step = (1 if state == "damaged" else 6) * (12 if os.environ.get("CI") else 1)
    places = [(sheet.name, heading) for sheet in workbook.sheets for heading in headings(sheet)]
    packed: list[Drop] = []
    for place in sorted(places, key=lambda place: -len(known.get(place, ()))):
        reading = known.get(place, frozenset())
        drop = next((drop for drop in packed if drop.fits(place, reading)), None)
        if drop is None:
            drop = Drop()
            packed.append(drop)
        drop.readers[place] = reading
    return [*tabs, *packed][::step]


def readers(workbook: Workbook) -> dict[Place, frozenset[str]]:
    """(tab, heading) → ids of the rules that read a fact from there, or a table that is none without it."""
    found: dict[Place, set[str]] = {}
    for (table, tab, _), places in dialects.load(workbook).headings.items():
        for column, heading in places.items():
            place = (heading.tab or tab, heading.printed)
            needed = column in STRUCTURE.get(table, TABLES[table].key)
            reading = {
                rule
                for rule, view in views().items()
                if (table, column) in view.facts or (needed and table in view.tables)
            }
            found.setdefault(place, set()).update(reading)
    return {place: frozenset(ids) for place, ids in found.items()}


@dataclass(frozen=True)
class View:
    """What a rule may notice: facts, and the tables that it reads or needs."""

    facts: frozenset[tuple[str, str]]
    tables: frozenset[str]


@cache
def views() -> dict[str, View]:
    """Rule → what it may notice.

    Every rule reads ``moves``, most read ``partitions``; of the tables below those only few columns get through.
    """
    wide = next(relation.sql for relation in relations.relations() if relation.name == "partitions")
    found = {}
    for rule in rules().rules:
        statements = texts(replace(rule, sql=re.sub(r"\bmoves\b", "", rule.sql)))
        read = {
            (table, word) for sql in statements - {wide} for table in words(sql) & TABLES.keys() for word in words(sql)
        }
        tables = {table for table, _ in read} | {need.table for need in rule.needs}
        found[rule.id] = View(frozenset(read | LPAR | (PROFILE if wide in statements else set())), frozenset(tables))
    return found


def kept(before: Estate, after: Estate) -> Estate:
    """*after* with the very frames of *before* where they are equal, so that only others are loaded again."""
    tables = {
        name: before.tables[name] if data.equals(before.tables[name]) else data for name, data in after.tables.items()
    }
    coverage = before.coverage if after.coverage.equals(before.coverage) else after.coverage
    return replace(after, tables=tables, coverage=coverage)


def changes(before: Estate, after: Estate) -> Changes:
    """What differs: all columns of a table where rows are missing, and of whom something was collected."""
    changed: Changes = {}
    for name, data in after.tables.items():
        old = before.tables[name]
        for column in data.columns if data is not old else ():
            if len(data) != len(old) or not data[column].equals(old[column]):
                changed[name, str(column)] = tuple(data[column].astype("object").fillna(""))
    if after.coverage is not before.coverage:
        was, now = collected(before), collected(after)
        changed |= {(name, "coverage"): now.get(name, ()) for name in was | now if was.get(name) != now.get(name)}
    return changed


def collected(estate: Estate) -> dict[str, tuple[object, ...]]:
    """Table → (server, VIOS) pairs that could be asked."""
    asked = estate.coverage[estate.coverage["collected"]].astype("object").fillna("")
    return {str(name): tuple(zip(rows["system"], rows["vios"], strict=True)) for name, rows in asked.groupby("tbl")}


def seen_by(rule: Rule, changed: Changes) -> frozenset[tuple[tuple[str, str], tuple[object, ...]]]:
    """What of *changed* *rule* may notice."""
    view = views()[rule.id]
    return frozenset(
        (fact, values)
        for fact, values in changed.items()
        if fact in view.facts or (fact[1] == "coverage" and fact[0] in view.tables)
    )


def judged(findings: tuple[Finding, ...]) -> Judged:
    worst: Judged = {}
    for found in findings:
        # Failures of a pair of servers are named by partition where the report tells which of them are VIOSes.
        lpar = None if found.rule.subject == "pair" else found.lpar
        for severity in SEVERITIES[SEVERITIES.index(found.severity) :]:
            subject = (found.rule.id, lpar, found.source, found.target, severity)
            worst[subject] = max(worst.get(subject, "not-applicable"), found.outcome, key=RANK.__getitem__)
    return worst


class Judge:
    """A report and what all rules say about it, beside which the same is said with less information.

    What looks the same to a rule is judged once: most columns without which there are no rows do.
    """

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.bench = Bench(load(workbook), "auto")
        self.base = judged(self.bench.judge(self.bench.first, rules().rules))
        self.seen: dict[str, set[frozenset[Any]]] = {rule.id: {frozenset()} for rule in rules().rules}

    def dishonest(self, drop: Drop) -> Iterator[str]:
        """What is said without *drop* that must not be."""
        estate = kept(self.bench.first, load(drop.applied(self.workbook)))
        if estate.lpars.empty or len(estate.systems) < 2:
            return  # there are no moves left
        judges = self.judges(changes(self.bench.first, estate))
        if not judges:
            return
        now, ids = judged(self.bench.judge(estate, judges)), {rule.id for rule in judges}
        told = set()
        for subject, was in self.base.items():
            rule, outcome = subject[0], now.get(subject, "not-applicable")
            if rule in ids and outcome in DISHONEST[was] and is_there(estate, subject):
                if was == "not-applicable" and not is_clear(estate, subject):
                    continue
                places = [place for place in drop.told(rule) if (rule, *place) not in EXCEPTIONS]
                if places and (rule, was, outcome) not in told:
                    told.add((rule, was, outcome))
                    where = ", ".join(" ".join(place).strip() for place in places)
                    yield f"without {where}: {rule} was {was}, is {outcome}: {subject[1:]}"

    def judges(self, changed: Changes) -> tuple[Rule, ...]:
        """The rules that notice *changed* and have not seen the like."""
        found = []
        for rule in rules().rules:
            view = seen_by(rule, changed)
            if view not in self.seen[rule.id]:
                self.seen[rule.id].add(view)
                found.append(rule)
        return tuple(found)


def is_there(estate: Estate, subject: Subject) -> bool:
    """*estate* still has moves of that partition, from that server, to that one."""
    _, lpar, source, target, _ = subject
    systems, owners = {*estate.systems["system"]}, {*estate.lpars["system"]}
    if lpar and (lpar, source) not in zip(estate.lpars["lpar"], estate.lpars["system"], strict=True):
        return False
    return (not source or source in owners & systems) and (
        not target or (target in systems and bool(owners - {target}))
    )


def is_clear(estate: Estate, subject: Subject) -> bool:
    """*estate* tells what the partition is and whether it runs; else a rule for some only is said of it, too."""
    told = estate.lpars[estate.lpars[["env", "state"]].notna().all(axis=1)]
    return subject[1:3] in set(zip(told["lpar"], told["system"], strict=True))


@pytest.mark.parametrize("state", ["damaged", "healthy"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_less_information_never_makes_a_better_verdict(dialect: str, state: str) -> None:
    with unchecked():
        judge = Judge(report(dialect, state))
        found = [line for drop in drops(dialect, state) for line in judge.dishonest(drop)]
    assert not found, "\n".join(found)
