"""Attestations: what people answer settles what is unknown, stays marked as attested, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.errors import CatalogueError
from hmcscan_lpm.rendering import csv, markdown, table
from hmcscan_lpm.rendering import json as json_output

from .conftest import only_rules
from .test_engine import Change, estate

DAY = "2026-02-01"
NOTE = "Seen in the zone set of both fabrics"
SECTION = """
[[attestation]]
rule   = "{rule}"
lpar   = "{lpar}"
item   = "{item}"
answer = "{answer}"
who    = "J. Weber, storage team"
when   = 2026-01-20
until  = {until}
note   = "Seen in the zone set of both fabrics"
"""


@pytest.fixture(autouse=True, scope="module")
def _few_rules() -> Iterator[None]:
    with only_rules(
        "npiv-wwpn-pair",
        "npiv-zoned",
        "npiv-storage-mapped",
        "migration-aware",
        "lmb-equal",
        "msp-available",
        "server-operating",
    ):
        yield


def attested(folder: Path, **changes: str) -> Path:
    values = {"rule": "npiv-zoned", "lpar": "*", "item": "*", "answer": "yes", "until": DAY, **changes}
    path = folder / "attestations.toml"
    path.write_text(SECTION.format(**values), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def found() -> lpm.Estate:
    return estate()


def judge(found: lpm.Estate, path: Path | None) -> lpm.Assessment:
    return lpm.assess(found, lpar="db1", target="DST", attestations=path, today=DAY, everything=True)


def zoned(result: lpm.Assessment) -> list[lpm.Finding]:
    return [item for item in result.items if item.rule.id == "npiv-zoned"]


def test_a_yes_leaves_it_unknown_and_no_longer_counts(found: lpm.Estate, tmp_path: Path) -> None:
    before = judge(found, None)
    result = judge(found, attested(tmp_path))
    assert {item.outcome for item in zoned(result)} == {"unknown"}
    assert all(item.attested is not None and not item.is_open for item in zoned(result))
    assert result.moves["n_attested"].tolist() == [1]
    assert result.moves["n_unknown"].tolist() == [before.moves["n_unknown"][0] - 1]
    assert [(use.state, use.findings) for use in result.attestation_use] == [("used", len(zoned(result)))]
    asked = {rule for part in lpm.ask(result).content.hmcs for item in part.commands for rule in item.rules}
    assert "npiv-zoned" not in asked


def test_a_no_makes_it_fail_and_names_who_said_so(found: lpm.Estate, tmp_path: Path) -> None:
    result = judge(found, attested(tmp_path, answer="no"))
    assert {item.outcome for item in zoned(result)} == {"fail"}
    assert all("J. Weber, storage team" in item.message and NOTE in item.message for item in zoned(result))
    assert result.verdict("db1", "DST") == "blocked"


def test_all_open_blockers_attested_make_a_move_ready(found: lpm.Estate, tmp_path: Path) -> None:
    before = judge(found, None)
    assert before.verdict("db1", "DST") == "unproven"
    rules = sorted({item.rule.id for item in before.items if item.outcome == "unknown" and item.severity == "blocker"})
    path = tmp_path / "all.toml"
    sections = [SECTION.format(rule=rule, lpar="db1", item="*", answer="yes", until=DAY) for rule in rules]
    whichever = [section.replace('"db1"', '"*"') for section in sections]
    path.write_text("".join(whichever), encoding="utf-8")
    assert judge(found, path).verdict("db1", "DST") == "ready"


@pytest.mark.parametrize(
    ("changes", "state"),
    [({"until": "2026-01-31"}, "expired"), ({"lpar": "db2"}, "unused"), ({"item": "no such slot"}, "unused")],
)
def test_what_does_not_hold_does_not_count(
    found: lpm.Estate, tmp_path: Path, changes: dict[str, str], state: str
) -> None:
    result = judge(found, attested(tmp_path, **changes))
    assert result.moves["n_attested"].tolist() == [0]
    assert [use.state for use in result.attestation_use] == [state]
    assert all(item.is_open for item in zoned(result))


def test_nobody_can_talk_away_what_a_report_shows(tmp_path: Path) -> None:
    broken = estate(Change("Virtual_Fibre", "set", {"LPAR name": "db1", "Slot": "30"}, {"WWPN #2": ""}))
    result = judge(broken, attested(tmp_path, rule="npiv-wwpn-pair"))
    assert [
        item.attestation for item in result.items if item.rule.id == "npiv-wwpn-pair" and item.outcome == "fail"
    ] == [None]
    assert result.verdict("db1", "DST") == "blocked"


def test_every_output_shows_who_attested_what(found: lpm.Estate, tmp_path: Path) -> None:
    result = lpm.assess(found, lpar="db1", target="DST", attestations=attested(tmp_path), today=DAY)
    plan = lpm.plan(result)
    for text in (
        table.assessment_text(result),
        csv.render_assessment(result),
        markdown.render_assessment(result),
        json_output.render_assessment(result),
        plan.to_html(),
        plan.to_markdown(),
        plan.to_json(),
    ):
        assert NOTE in text
        assert "J. Weber, storage team" in text
    assert "Attested, not proved" in plan.to_html()
    assert "Attested, not proved" in plan.to_markdown()
    document = json.loads(json_output.render_assessment(result))
    assert document["moves"][0]["counts"]["attested"] == 1
    assert {item["attested"]["answer"] for item in document["findings"] if item["rule"] == "npiv-zoned"} == {"yes"}
    assert "npiv-zoned" not in {rule for rule, _ in plan.content.moves[0].open_questions}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[[attestation]]", "[[attest]]", "[[attestation]] sections"),
        ('"npiv-zoned"', '"npiv"', "is no rule"),
        ('answer = "yes"', 'answer = "perhaps"', 'answer must be "yes" or "no"'),
        ('who    = "J. Weber, storage team"', 'who = " "', "who is missing"),
        ("when   = 2026-01-20", 'when = "yesterday"', "when must be a date"),
        ("when   = 2026-01-20", "when = 2026-03-20", "later than until"),
        ("until  = 2026-02-01", "", "until must be a date"),
        ("note   =", "remark =", "unknown keys: remark"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    found: lpm.Estate, tmp_path: Path, old: str, new: str, problem: str
) -> None:
    path = attested(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"attestations\.toml") as caught:
        judge(found, path)
    assert problem in str(caught.value)
