"""Moves of one plan, judged together: what the earlier ones take is gone for the later ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import hmcscan_lpm as lpm

from .conftest import only_rules
from .test_engine import Change, estate

CLIENTS = ["app1", "db1", "ibmi1", "lnx1", "off1", "other1"]


@pytest.fixture(autouse=True, scope="module")
def _few_rules() -> Iterator[None]:
    with only_rules("cpu-fits", "memory-fits", "npiv-port-available", "slots-free-on-target"):
        yield


def fails(result: lpm.Assessment, rule: str) -> list[str]:
    return sorted(
        item.lpar or ""
        for item in result.items
        if (item.rule.id, item.outcome, item.severity) == (rule, "fail", "blocker")
    )


def judge(free_cores: float, *, together: bool, target: str | list[str] = "DST") -> lpm.Assessment:
    found = estate(
        Change("System_Summary", "set", {"Managed System": "DST"}, {"Curr Avail Cores": str(free_cores)}),
    )
    return lpm.assess(found, source="SRC", target=target, lpar=CLIENTS, together=together, today="")


def test_each_fits_alone_and_not_all_together() -> None:
    needs = {move.lpar: move.cores for move in lpm.plan(judge(50, together=False)).content.moves}
    order = judge(50, together=False).moves["lpar"].tolist()
    for position in (1, 4):
        wanted = [needs[name] or 0 for name in order]
        free = sum(wanted[:position])
        late, taken = [], 0.0
        for name, cores in zip(order, wanted, strict=True):
            if cores > free + 0.011:
                continue  # it cannot go there at all, so it takes nothing
            if taken + cores > free + 0.011:
                late.append(name)
            taken += cores
        alone = [name for name in order if (needs[name] or 0) > free + 0.011]
        assert fails(judge(free, together=False), "cpu-fits") == sorted(alone)
        assert fails(judge(free, together=True), "cpu-fits") == sorted({*late, *alone})


def test_whoever_can_go_elsewhere_is_not_blocked() -> None:
    result = judge(2.5, together=True, target=["DST", "P9"])
    late = [item for item in result.items if item.rule.id == "cpu-fits" and item.item == "with the moves before it"]
    assert {item.severity for item in late if item.outcome == "fail"} == {"risk"}


def test_a_vios_takes_nothing() -> None:
    with_vioses = lpm.assess(estate(), source="SRC", target="DST", together=True, everything=True, today="")
    without = lpm.assess(estate(), source="SRC", target="DST", vios=False, together=True, everything=True, today="")

    def said(result: lpm.Assessment) -> set[tuple[str | None, str]]:
        return {(item.lpar, item.message) for item in result.items if item.item == "with the moves before it"}

    assert said(with_vioses) == said(without)


@pytest.mark.parametrize("together", [True, False])
def test_the_first_move_has_none_before_it(together: bool) -> None:
    result = lpm.assess(estate(), source="SRC", lpar="db1", target="DST", together=together, everything=True, today="")
    assert not [item for item in result.items if item.item == "with the moves before it"]
