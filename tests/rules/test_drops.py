"""Less information never makes a better verdict: every tab and every column is taken away once.

Allowed is that an outcome becomes unknown, or that its subject is no longer in the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest

from hmcscan_lpm import dialects
from hmcscan_lpm.catalogue import Rule
from hmcscan_lpm.catalogue.model import Change
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.examples.bench import Bench
from hmcscan_lpm.examples.edits import apply, headings

from .reports import (
    DIALECTS,
    Subject,
    damaged,
    damaged_estate,
    damaged_findings,
    load,
    mentions,
    outcomes,
    reads,
    rules,
    unchecked,
)

Drop = tuple[Change, ...]
"""Columns or a tab that are taken away at the same time."""

Drops = Callable[[str], Iterator[Drop]]

BETTER = {"fail": {"pass", "not-applicable"}, "unknown": {"pass", "not-applicable"}, "pass": {"not-applicable"}}
"""Outcome before → outcomes that would mean that the missing information was taken for good news."""

FALLBACKS: dict[tuple[str, str, str], str] = {
    (
        "java",
        "LPAR_MEM",
        "Tgt GB",
    ): "reports before 0.11.50 have no such column and print the assigned memory as Curr GB",
    (
        "python",
        "LPAR details",
        "desired_lpar_proc_compat_mode",
    ): "the profile then says what is configured, as in the Java report",
}
"""(dialect, tab, column or '') whose absence makes another figure count → why that is right."""


def kept(before: Estate, after: Estate) -> Estate:
    """*after* with the very frames of *before* where they are equal, so that only others are loaded again."""
    tables = {
        name: before.tables[name] if data.equals(before.tables[name]) else data for name, data in after.tables.items()
    }
    coverage = before.coverage if after.coverage.equals(before.coverage) else after.coverage
    return replace(after, tables=tables, coverage=coverage)


def changed_columns(before: Estate, after: Estate) -> dict[str, set[str]]:
    """Table → columns that differ; all of them where rows are missing."""
    changed = {}
    for name, data in after.tables.items():
        old = before.tables[name]
        if data is not old:
            same = len(data) == len(old)
            changed[name] = {str(c) for c in data.columns if not same or not data[c].equals(old[c])}
    return changed


def changed_coverage(before: Estate, after: Estate) -> set[str]:
    """Tables that can be known of other servers or VIOSes than before."""
    gaps = [
        {
            tuple(row)
            for row in estate.coverage[["system", "vios", "collected", "tbl"]].astype("string").fillna("").to_numpy()
        }
        for estate in (before, after)
    ]
    return {row[3] for row in gaps[0] ^ gaps[1]}


def is_like_its_tab(before: Estate, after: Estate) -> bool:
    """Only whole tables are missing, and known to be missing: that is what happens without the tab."""
    gone = {name for name, data in after.tables.items() if data is not before.tables[name]}
    return all(after.tables[name].empty for name in gone) and gone <= changed_coverage(before, after)


def concerned(before: Estate, after: Estate) -> tuple[Rule, ...]:
    """The rules that read a column that differs, or a table whose coverage does."""
    changed = changed_columns(before, after)
    known = set() if after.coverage is before.coverage else changed_coverage(before, after)
    return tuple(
        rule
        for rule in rules().rules
        if any(name in reads(rule) and columns & mentions(rule) for name, columns in changed.items())
        or known & {need.table for need in rule.needs}
        or ("coverage" in reads(rule) and known & reads(rule))
    )


def tab_drops(dialect: str) -> Iterator[Drop]:
    for sheet in damaged(dialect).sheets:
        yield (Change(sheet.name, "drop-tab", {}, {}),)


def column_drops(dialect: str) -> Iterator[Drop]:
    """Every printed column that some rule reads a fact from; together those that no rule reads both of."""
    drops: list[tuple[list[Change], set[str]]] = []
    for (tab, heading), readers in sorted(columns_read(dialect).items(), key=lambda item: (-len(item[1]), item[0])):
        change = Change(tab, "drop-column", {}, {heading: ""})
        for changes, concerned_by in drops:
            if not readers & concerned_by and all(other.tab != tab for other in changes):
                changes.append(change)
                concerned_by.update(readers)
                break
        else:
            drops.append(([change], {*readers}))
    return (tuple(changes) for changes, _ in drops)


@cache
def columns_read(dialect: str) -> dict[tuple[str, str], set[str]]:
    """(tab, heading) → ids of the rules that read a fact from there."""
    workbook = damaged(dialect)
    report = dialects.load(workbook)
    printed = {(sheet.name, heading) for sheet in workbook.sheets for heading in headings(sheet)}
    found: dict[tuple[str, str], set[str]] = {}
    for (table, tab, _), places in report.headings.items():
        for column, heading in places.items():
            place = (heading.tab or tab, heading.printed)
            readers = {rule.id for rule in rules().rules if table in reads(rule) and column in mentions(rule)}
            if readers and place in printed and (report.dialect, *place) not in FALLBACKS:
                found.setdefault(place, set()).update(readers)
    return found


def modes(estate: Estate) -> dict[tuple[str | None, str | None], bool]:
    """(partition, server) → whether its moves are inactive ones; a rule for one mode only depends on that."""
    lpars = estate.lpars
    is_off = (lpars["state"] == "Not Activated").fillna(value=False)
    return dict(zip(zip(lpars["lpar"], lpars["system"], strict=True), is_off, strict=True))


def suspicious(bench: Bench, base: dict[Subject, str], dialect: str, drop: Drop) -> list[str]:
    """What got better by taking something away."""
    estate = kept(bench.first, load(apply(damaged(dialect), drop)))
    judges = concerned(bench.first, estate)
    if not judges or (drop[0].cells and is_like_its_tab(bench.first, estate)):
        return []
    before, after = modes(bench.first), modes(estate)
    better = {
        (rule, was, now): f"{lpar} {source} → {target}"
        for (rule, lpar, source, target), now in outcomes(bench.judge(estate, judges)).items()
        if (was := base.get((rule, lpar, source, target))) is not None
        and now in BETTER.get(was, ())
        and before.get((lpar, source)) == after.get((lpar, source))
    }
    return [
        f"without {missing(dialect, drop, rule)}: {rule} was {was}, is {now} ({example})"
        for (rule, was, now), example in sorted(better.items())
    ]


def missing(dialect: str, drop: Drop, rule: str) -> str:
    """What of *drop* concerns a rule."""
    places = [(change.tab, next(iter(change.cells), "")) for change in drop]
    known = [place for place in places if rule in columns_read(dialect).get(place, ())]
    return ", ".join(" ".join(place).strip() for place in known or places)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("drops", [tab_drops, column_drops], ids=["tab", "column"])
def test_less_information_never_makes_a_better_verdict(dialect: str, drops: Drops) -> None:
    bench, base = Bench(damaged_estate(dialect), "auto"), outcomes(damaged_findings(dialect))
    with unchecked():
        better = [line for drop in drops(dialect) for line in suspicious(bench, base, dialect, drop)]
    assert not better, "\n".join(better)
