"""What must be so whatever the estate: the healthy data centre with any of the catalogue's own faults, several at once."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from pathlib import Path

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandera.config import config_context

import hmcscan_lpm as lpm
from hmcscan_lpm import catalogue, dialects
from hmcscan_lpm.catalogue.model import Change
from hmcscan_lpm.engine import Assessment, Finding
from hmcscan_lpm.errors import CatalogueError
from hmcscan_lpm.estate import Estate, combine
from hmcscan_lpm.examples import apply, healthy
from hmcscan_lpm.rendering import json as json_output

FEW = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
MODES = ("auto", "active", "inactive")


@cache
def faults(dialect: str) -> tuple[tuple[Change, ...], ...]:
    """The changes of all examples of the catalogue: each is something that a report may well hold."""
    return tuple(
        tuple(example.changes)
        for rule in catalogue.load().rules
        for example in rule.examples
        if example.report == dialect and example.changes
    )


@st.composite
def estates(draw: st.DrawFn) -> Estate:
    """The healthy report as one scanner prints it, with up to six faults that go together."""
    dialect = draw(st.sampled_from(["java", "python"]))
    workbook = healthy(dialect)
    for changes in draw(st.lists(st.sampled_from(faults(dialect)), max_size=6)):
        with suppress(CatalogueError):  # the rows that it would change are gone
            workbook = apply(workbook, changes)
    with config_context(validation_enabled=False):
        return combine([dialects.load(workbook)])


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    """Everything that all rules say about every move of such an estate."""
    return lpm.assess(
        draw(estates()),
        mode=draw(st.sampled_from(MODES)),
        together=draw(st.booleans()),
        today=draw(st.sampled_from(["", "2026-01-16", "2030-01-01"])),
        everything=True,
    )


@FEW
@given(result=assessments())
def test_no_rule_crashes_and_every_verdict_has_a_cell(result: Assessment) -> None:
    assert [item.message for item in result.items if item.outcome == "error"] == []
    bare = {
        (item.rule.id, item.lpar, item.item)
        for item in result.items
        if item.outcome in ("pass", "fail") and not result.evidence(item)
    }
    assert bare == set()


@FEW
@given(result=assessments())
def test_the_verdict_is_what_the_findings_say(result: Assessment) -> None:
    for move in result.moves.itertuples():
        touching = result.touching(move.lpar, move.source, move.target)
        if move.is_vios:
            touching = tuple(item for item in touching if item.rule.vios or item.outcome != "not-applicable")
        blockers = {item.outcome for item in touching if item.severity == "blocker"}
        crashed = any(item.outcome == "error" for item in touching)
        expected = "blocked" if "fail" in blockers else "unproven" if "unknown" in blockers or crashed else "ready"
        assert move.verdict == expected, [said(item) for item in touching if item.outcome in ("fail", "unknown")]
        counted = (
            move.n_fail
            + move.n_unknown
            + move.n_error
            + move.n_waived
            + move.n_attested
            + move.n_pass
            + move.n_not_applicable
        )
        assert counted == len(result.catalogue.rules)


def said(item: Finding) -> str:
    return f"{item.rule.id} {item.severity} {item.outcome} {item.lpar} {item.source} {item.target} {item.message}"


@FEW
@given(estate=estates(), together=st.booleans())
def test_the_same_estate_gives_the_same_bytes(estate: Estate, together: bool) -> None:
    first, second = (json_output.render_assessment(lpm.assess(estate, together=together, today="")) for _ in range(2))
    assert first == second


@FEW
@given(estate=estates(), target=st.sampled_from(["DST", "P9"]))
def test_a_selection_says_what_the_whole_says(estate: Estate, target: str) -> None:
    """What a rule says of a move does not depend on which other moves were asked for."""
    if not {"SRC", target} <= set(estate.systems["system"]):
        return
    whole, part = (
        lpm.assess(estate, source="SRC", target=name, vios=False, today="") for name in (["DST", "P9"], target)
    )
    moves = whole.moves[(whole.moves["target"] == target) & (whole.moves["source"] == "SRC")]
    columns = ["lpar", "mode", "verdict", "n_fail", "n_unknown", "n_pass"]
    assert moves[columns].values.tolist() == part.moves[columns].values.tolist()


@settings(FEW, max_examples=2)
@given(estate=estates())
def test_every_plan_can_be_printed_and_fits_its_schema(estate: Estate) -> None:
    result = lpm.assess(estate, source="SRC", target="DST", vios=False, together=True, today="")
    plan = lpm.plan(result)
    assert plan.to_html().startswith("<!doctype html>")
    assert plan.to_markdown().startswith("# ")
    jsonschema.Draft202012Validator(schema()).validate(json.loads(plan.to_json()))


@cache
def schema() -> object:
    return json.loads((Path(__file__).parents[2] / "docs" / "plan.schema.json").read_text("utf-8"))
