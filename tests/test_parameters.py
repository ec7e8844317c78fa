"""Thresholds that a user sets: checked against the catalogue, used by the rules, and said in every output."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.errors import CatalogueError
from hmcscan_lpm.rendering import json as json_output
from hmcscan_lpm.rendering import markdown

from .conftest import only_rules
from .test_engine import estate


@pytest.fixture(autouse=True, scope="module")
def _few_rules() -> Iterator[None]:
    with only_rules("report-fresh", "memory-fits"):
        yield


def written(folder: Path, text: str) -> Path:
    path = folder / "params.toml"
    path.write_text(text, encoding="utf-8")
    return path


def outcome(result: lpm.Assessment, rule: str) -> set[str]:
    return {item.outcome for item in result.items if item.rule.id == rule}


def judge(params: Path | None, today: str = "2026-01-20") -> lpm.Assessment:
    return lpm.assess(estate(), lpar="db1", target="DST", params=params, today=today, everything=True)


def test_a_rule_uses_the_threshold_that_was_set(tmp_path: Path) -> None:
    assert outcome(judge(None), "report-fresh") == {"pass"}
    result = judge(written(tmp_path, "[report-fresh]\ndays = 4\n"))
    assert outcome(result, "report-fresh") == {"pass", "fail"}
    assert lpm.load_rules(params=tmp_path / "params.toml").rule("report-fresh").params == {"hours": 24, "days": 4}


def test_a_limit_reaches_the_relations(tmp_path: Path) -> None:
    assert outcome(judge(None), "memory-fits") == {"pass"}
    assert outcome(judge(written(tmp_path, "[limits]\npartition_overhead_mb = 4000000\n")), "memory-fits") == {
        "unknown"
    }


def test_outputs_say_what_was_set(tmp_path: Path) -> None:
    result = judge(written(tmp_path, "[report-fresh]\ndays = 4\n"))
    assert json_output.assessment_document(result)["parameters"] == [
        {"owner": "report-fresh", "name": "days", "value": 4, "given": 30}
    ]
    plan = lpm.plan(result)
    for text in (markdown.render_assessment(result), plan.to_markdown(), plan.to_html()):
        assert "Thresholds that were set other than the catalogue has them." in text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[report-fresh\n", "is not TOML"),
        ("days = 3\n", "neither a rule"),
        ("[no-such-rule]\ndays = 3\n", "neither a rule nor 'limits'"),
        ("report-fresh = 3\n", "must be a section"),
        ("[report-fresh]\nweeks = 3\n", "Its parameters: days, hours"),
        ("[report-fresh]\ndays = 'three'\n", "is no number"),
        ("[report-fresh]\ndays = true\n", "is no number"),
        ("[report-fresh]\ndays = -1\n", "is no number from 0"),
        ("[report-fresh]\ndays = nan\n", "is no number from 0"),
        ("[report-fresh]\ndays = 1.5\n", "must be a whole number"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        judge(written(tmp_path, text))
    assert problem in str(caught.value)
