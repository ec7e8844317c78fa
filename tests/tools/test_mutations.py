from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from hmcscan_lpm.catalogue import Rule
from hmcscan_lpm.catalogue.load import parse

PAGE = """
id         = "few-slots"
title      = "The partition has no adapter above slot 30"
severity   = "risk"
modes      = ["active", "inactive"]
subject    = "lpar"
needs      = ["source:virtual_fibre"]
confidence = "observed"
why        = "A page of this test."
limits     = "None."
ask        = []
reference  = []

[check]
sql = "select f.system, f.lpar, case when f.slot > 30 then 'fail' else 'pass' end as outcome from virtual_fibre f"

[messages]
fail    = "Above 30."
unknown = "Not known."

[remedy]
summary = "None."

[[example]]
name    = "far above"
change  = [{ tab = "Virtual_Fibre", where = { "LPAR name" = "web9", "Slot" = 31 }, set = { "Slot" = "300" } }]
lpar    = "web9"
outcome = "fail"

[[example]]
name    = "far below"
change  = [{ tab = "Virtual_Fibre", where = { "LPAR name" = "web9" }, set = { "Slot" = "3" } }]
lpar    = "web9"
outcome = "pass"

[[example]]
name    = "at the boundary"
change  = [{ tab = "Virtual_Fibre", where = { "LPAR name" = "web9", "Slot" = 31 }, delete = true }]
lpar    = "web9"
outcome = "pass"

[[example]]
name    = "just above"
lpar    = "web9"
outcome = "fail"
"""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """``tools/mutations.py``; tools are no package."""
    path = Path(__file__).resolve().parents[2] / "tools" / "mutations.py"
    spec = importlib.util.spec_from_file_location("mutations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def strong() -> Rule:
    return parse("servers/few-slots.toml", "few-slots", PAGE.encode())


@pytest.fixture(scope="module")
def weak(strong: Rule) -> Rule:
    return replace(strong, examples=strong.examples[:2])


def told(tool: ModuleType, rule: Rule, listed: dict[str, dict[str, str]]) -> tuple[int, list[str]]:
    lines: list[str] = []
    return tool.report([rule], None, listed, lines.append), lines


def test_examples_on_both_sides_of_a_boundary_leave_no_survivor(tool: ModuleType, strong: Rule) -> None:
    code, lines = told(tool, strong, {})
    assert (code, [line for line in lines if line.startswith(" ")]) == (0, [])


def test_a_boundary_that_no_example_shows_has_survivors(tool: ModuleType, weak: Rule) -> None:
    code, lines = told(tool, weak, {})
    assert (code, [line.strip() for line in lines if line.startswith(" ")]) == (
        1,
        ["survives: outcome: f.slot > 30 → f.slot >= 30", "survives: outcome: 30 → 31"],
    )


def test_survivors_of_which_nothing_can_be_told_are_no_failure(tool: ModuleType, weak: Rule) -> None:
    listed = {"few-slots": {"outcome: f.slot > 30 → f.slot >= 30": "said so", "outcome: 30 → 31": "said so"}}
    assert told(tool, weak, listed)[0] == 0


def test_a_listed_mutant_that_does_not_survive_is_a_failure(tool: ModuleType, strong: Rule) -> None:
    code, lines = told(tool, strong, {"few-slots": {"outcome: 30 → 31": "said so"}})
    assert (code, [line.strip() for line in lines if line.startswith(" ")]) == (
        1,
        ["listed as equivalent, but does not survive: outcome: 30 → 31"],
    )


def test_each_listed_mutant_names_a_rule_and_says_why(tool: ModuleType) -> None:
    rules = {rule.id for rule in tool.catalogue.load().rules}
    listed = tool.equivalents()
    assert listed.keys() <= rules
    assert all(reason for mutants in listed.values() for reason in mutants.values())


@pytest.mark.parametrize(
    ("sql", "mutant"),
    [
        ("select 1 from a where x < y", "select 1 from a where x <= y"),
        ("select 1 from a where x = y", "select 1 from a where x <> y"),
        ("select 1 from a where x = y", "select 1 from a"),
        ("select 1 from a where x and y", "select 1 from a where x or y"),
        ("select 1 from a where x and y and z", "select 1 from a where x and z"),
        ("select 1 from a where not x", "select 1 from a where x"),
        ("select 1 from a left join b on a.x = b.x", "select 1 from a join b on a.x = b.x"),
        ("select 1 from a join b using (x, y)", "select 1 from a join b using (y)"),
        ("select 'fail' as outcome", "select 'unknown' as outcome"),
        (
            "select 1 from a union all select 2 from b union all select 3 from c",
            "select 1 from a union all select 3 from c",
        ),
        ("with c as (select 1) select 1 from c union all select 2 from c", "with c as (select 1) select 2 from c"),
        ("select case when x then 1 when y then 2 end", "select case when y then 2 end"),
        ("select case when x then 1 else 2 end", "select 2"),
    ],
)
def test_mutants_are_those_that_a_slip_of_the_hand_would_make(tool: ModuleType, sql: str, mutant: str) -> None:
    made = {made.sql for made in tool.mutants(sql)}
    assert tool.sqlglot.parse_one(mutant, dialect="duckdb").sql(dialect="duckdb") in made


def test_references_to_cells_are_left_as_they_are(tool: ModuleType) -> None:
    assert tool.mutants("select case when x then y end as row_at from a") == ()
