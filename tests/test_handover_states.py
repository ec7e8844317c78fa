"""The states of two WWPNs say together what a rule says of the pair, whatever facts there are."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import pytest

from hmcscan_lpm.planning.handover import states

ZONING = {
    "wwpn": (None, "w"),
    "fabrics": (None, "a", "b", "a, b"),
    "targets": (None, "1", "2", "1, 2"),
    "by_port": (False, True),
    "untold": (False, True),
}
MAPPING = {
    "hosts": (None, "s/h", "s/i"),
    "arrays": ([], ["s"]),
    "lacking": ([], ["s"]),
    "unmapped": ([], ["s/h"]),
    "volumes": (None, "s/1", "s/2", "s/1, s/2"),
}
PLAIN = {**{name: values[-1] for name, values in (ZONING | MAPPING).items()}, "neighbours": 0}


def every(columns: Mapping[str, tuple[Any, ...]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every pair of rows of ``client_wwpns`` that differ in *columns*."""
    rows = [PLAIN | dict(zip(columns, values, strict=True)) for values in itertools.product(*columns.values())]
    return list(itertools.product(rows, rows))


@pytest.mark.parametrize("outcome", ["pass", "fail", "unknown"])
def test_zoning_says_together_what_the_rule_says(outcome: str) -> None:
    for first, second in every(ZONING):
        for home in ((), ("a",), ("b",), ("z",)):
            together(states.zoning_of_pair(outcome), states.zoning_states(outcome, first, second, home), "zoned")


@pytest.mark.parametrize("outcome", ["pass", "fail", "unknown"])
def test_mapping_says_together_what_the_rule_says(outcome: str) -> None:
    for first, second in every(MAPPING):
        together(states.mapping_of_pair(outcome), states.mapping_states(outcome, first, second), "mapped")


def together(pair: str, both: tuple[str, str], good: str) -> None:
    """The two states say no more and no less than the pair."""
    worst = next(state for state in (f"not {good}", "unknown", good) if state in both)
    assert worst == pair, both
