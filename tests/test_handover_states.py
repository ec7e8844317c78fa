"""States of WWPNs are those of rules npiv-zoned and npiv-storage-mapped, whatever facts there are."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import pandas as pd
import pytest

from hmcscan_lpm.planning import handover_states as states

from .test_engine import RULES

OUTCOMES = {"zoned": "pass", "mapped": "pass", "not zoned": "fail", "not mapped": "fail", "unknown": "unknown"}

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


def ruled(
    rule: str, pairs: list[tuple[dict[str, Any], dict[str, Any]]], untold_fabrics: Iterable[str] = ()
) -> dict[int, str]:
    """What the SQL of a rule says of *pairs*, by their place."""
    table = pd.DataFrame(
        [
            {"system": "s", "lpar": "l", "slot": slot, "which": which, **row, "adapter_at": "x:1"}
            for slot, pair in enumerate(pairs)
            for which, row in enumerate(pair, 1)
        ]
    )
    for column in ("zone_at", "host_at", "map_at"):
        table[column] = pd.array([None] * len(table), dtype="string")
    with duckdb.connect(":memory:") as connection:
        connection.register("client_wwpns", table)
        connection.execute("create table zones (fabric varchar, is_active boolean, kind varchar)")
        for fabric in untold_fabrics:
            connection.execute("insert into zones values (?, true, 'alias')", [fabric])
        sql = f"select slot, outcome from ({RULES[rule].sql}) where item = 'slot ' || slot"
        return dict(connection.execute(sql).fetchall())


@pytest.mark.parametrize("untold_fabrics", [(), ("b",)])
def test_zoning_is_what_the_rule_says_whatever_the_facts(untold_fabrics: tuple[str, ...]) -> None:
    pairs = every(ZONING)
    said = ruled("npiv-zoned", pairs, untold_fabrics)
    for slot, (first, second) in enumerate(pairs):
        reason = states.zoning_reason(first, second, untold_fabrics)
        assert OUTCOMES[states.zoning_outcome(reason)] == said[slot], (first, second)
        for home in ((), ("a",), ("b",), ("z",)):
            together(states.zoning_outcome(reason), states.zoning_states(reason, first, second, home), "zoned")


def test_mapping_is_what_the_rule_says_whatever_the_facts() -> None:
    pairs = [*every(MAPPING), ({**PLAIN, "wwpn": None}, PLAIN), (PLAIN, {**PLAIN, "wwpn": None})]
    said = ruled("npiv-storage-mapped", pairs)
    for slot, (first, second) in enumerate(pairs):
        reason = states.mapping_reason(first, second)
        assert OUTCOMES[states.mapping_outcome(reason)] == said[slot], (first, second)
        together(states.mapping_outcome(reason), states.mapping_states(reason, first, second), "mapped")


def together(pair: str, both: tuple[str, str], good: str) -> None:
    """The two states say no more and no less than the pair."""
    worst = next(state for state in (f"not {good}", "unknown", good) if state in both)
    assert worst == pair, both
