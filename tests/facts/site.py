"""The second sample site with everything that was handed over about it, and what becomes of it when a fact changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

import hmcscan_lpm as lpm
from hmcscan_lpm import engine, relations
from hmcscan_lpm.engine import RANK, Assessment
from hmcscan_lpm.facts import with_facts
from hmcscan_lpm.supplements.read import FactFile, read_text

SITE = Path(__file__).resolve().parents[2] / "sample_reports" / "rotterdam"
(REPORT,) = SITE.glob("*_scan.xls")
SOURCE, TARGET, TODAY = "rtm-s1022-01", "rtm-s1022-02", "2026-01-14"

HMC, FABRIC_A, FABRIC_B, STORAGE, VIOS = (
    "hmc-rtm1.txt",
    "fabric-a.txt",
    "fabric-b.txt",
    "rtmflash1.txt",
    "rtm01vio1.txt",
)

Outcomes = Mapping[tuple[str, str], str]
"""(rule, partition or ``*``) → the worst outcome."""

Told = Mapping[str, str]
"""File → text."""

NONE: Told = MappingProxyType({})


@cache
def handed_over() -> Told:
    """The files as they are."""
    return MappingProxyType({path.name: path.read_text("utf-8") for path in sorted((SITE / "facts").iterdir())})


@cache
def plain() -> lpm.Estate:
    """What the Java report alone tells."""
    return lpm.load(REPORT)


@lru_cache(maxsize=64)
def _read(name: str, text: str) -> FactFile:
    return read_text(name, text)


def told(files: Told) -> lpm.Estate:
    """The estate with these files handed over."""
    return with_facts(plain(), [_read(name, text) for name, text in sorted(files.items())])


@cache
def _pages(rules: frozenset[str]) -> lpm.Catalogue:
    pages = lpm.load_rules()
    return replace(pages, rules=tuple(rule for rule in pages.rules if rule.id in rules))


def assessed(files: Told) -> Assessment:
    """All rules over the twelve moves, as a user of the library asks."""
    return lpm.assess(told(files), source=SOURCE, target=TARGET, vios=False, everything=True, today=TODAY)


@cache
def before() -> Assessment:
    """What the report alone decides."""
    return assessed(NONE)


@cache
def after() -> Assessment:
    """What is decided with everything that was handed over."""
    return assessed(handed_over())


@cache
def decided() -> frozenset[str]:
    """The rules that facts decide at this site: all others answer the same with and without them."""
    first, last = outcomes(before()), outcomes(after())
    return frozenset(key[0] for key in first.keys() | last.keys() if first.get(key) != last.get(key))


def judged(files: Told) -> Assessment:
    """Only the rules that facts decide, which takes half the time."""
    estate, pages = told(files), _pages(decided())
    selection = replace(lpm.select(estate, source=SOURCE, target=TARGET, vios=False), today=TODAY)
    connection = relations.connect(estate, selection, pages.limits)
    return engine.run(connection, estate, selection, pages, everything=True)


def outcomes(result: Assessment) -> Outcomes:
    """The worst outcome of each rule for each partition."""
    found: dict[tuple[str, str], str] = {}
    for item in result.items:
        key = (item.rule.id, item.lpar or "*")
        if RANK[item.outcome] >= RANK[found.get(key, "not-applicable")]:
            found[key] = item.outcome
    return found


def verdicts(result: Assessment) -> dict[str, str]:
    return dict(zip(result.moves["lpar"], result.moves["verdict"], strict=True))
