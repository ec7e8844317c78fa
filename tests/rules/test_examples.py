"""Every example of every rule page, through the whole real path.

But for pandera, which would take three quarters of the time: it checks the dialects, and has its say in their tests.
"""

from __future__ import annotations

import os

import pytest

from hmcscan_lpm.catalogue import Rule
from hmcscan_lpm.catalogue.model import Example
from hmcscan_lpm.engine import Finding
from hmcscan_lpm.examples.bench import Bench
from hmcscan_lpm.examples.runner import Prover

from .reports import (
    DIALECTS,
    damaged_estate,
    damaged_findings,
    healthy_estate,
    healthy_findings,
    rules,
    told,
    unchecked,
)

SEVERAL = 12

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{example.name}".replace(" ", "-"))
    for rule in rules().rules
    for example in rule.examples
]


@pytest.fixture(scope="module")
def prover() -> Prover:
    return Prover()


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_holds(rule: Rule, example: Example, prover: Prover) -> None:
    with unchecked():
        result = prover.run(rule, example)
    assert result.holds, str(result)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_putting_another_estate_in_place_is_as_good_as_connecting_it(dialect: str) -> None:
    """What makes examples fast must not change what they say: a few rules at a time, there and back again."""
    bench = Bench(healthy_estate(dialect), "auto")
    for estate, findings in (
        (damaged_estate(dialect), damaged_findings(dialect)),
        (healthy_estate(dialect), healthy_findings(dialect)),
    ):
        every = rules().rules
        # Where every commit is judged, every third dozen; at a desk all.
        for start in range(0, len(every), SEVERAL * (3 if os.environ.get("CI") else 1)):
            some = every[start : start + SEVERAL]
            assert told(bench.judge(estate, some)) == of(some, findings)


def of(some: tuple[Rule, ...], findings: tuple[Finding, ...]) -> list[tuple[str | None, ...]]:
    ids = {rule.id for rule in some}
    return told(tuple(found for found in findings if found.rule.id in ids))
