"""Waivers: what somebody answers for stays visible, and does not count as long as the waiver holds."""

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

NO_SECOND_WWPN = Change("Virtual_Fibre", "set", {"LPAR name": "db1", "Slot": "30"}, {"WWPN #2": ""})
DAY = "2026-02-01"

WAIVER = """
[[waiver]]
rule   = "{rule}"
lpar   = "{lpar}"
item   = "{item}"
reason = "A second adapter carries the disks"
owner  = "J. Weber, CHG-4711"
until  = {until}
"""


@pytest.fixture(autouse=True, scope="module")
def _few_rules() -> Iterator[None]:
    with only_rules("npiv-wwpn-pair", "npiv-mapped", "npiv-zoned", "server-operating", "vios-level", "migration-aware"):
        yield


def waivers(folder: Path, rule: str = "npiv-wwpn-pair", lpar: str = "*", item: str = "*", until: str = DAY) -> Path:
    path = folder / "waivers.toml"
    path.write_text(WAIVER.format(rule=rule, lpar=lpar, item=item, until=until), encoding="utf-8")
    return path


def blocked(result: lpm.Assessment) -> list[lpm.Finding]:
    return [item for item in result.items if item.rule.id == "npiv-wwpn-pair" and item.outcome == "fail"]


def judge(path: Path | None, today: str = DAY) -> lpm.Assessment:
    return lpm.assess(estate(NO_SECOND_WWPN), lpar="db1", target="DST", waivers=path, today=today)


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"lpar": "db1"}, True),
        ({"lpar": "d?1"}, True),
        ({"lpar": "db1", "item": "slot 30"}, True),
        ({"lpar": "db2"}, False),
        ({"lpar": "DB1"}, False),
        ({"item": "slot 31"}, False),
        ({"rule": "npiv-mapped"}, False),
        ({"until": "2026-01-31"}, False),
    ],
)
def test_a_waiver_counts_for_what_it_matches_until_its_day(
    tmp_path: Path, changes: dict[str, str], holds: bool
) -> None:
    assert judge(None).verdict("db1", "DST") == "blocked"
    result = judge(waivers(tmp_path, **changes))
    (found,) = blocked(result)
    assert (found.waived is not None) is holds
    assert result.verdict("db1", "DST") == ("unproven" if holds else "blocked")
    assert result.moves["n_waived"].tolist() == [int(holds)]


def test_a_waiver_that_ran_out_says_so(tmp_path: Path) -> None:
    result = judge(waivers(tmp_path, until="2026-01-31"))
    (found,) = blocked(result)
    assert found.waiver_expired
    assert found.waiver is not None
    assert [(use.state, use.findings) for use in result.waiver_use] == [("expired", 1)]
    assert "ran out on 2026-01-31" in markdown.render_assessment(result)
    document = json_output.assessment_document(result)
    (shown,) = [item for item in document["findings"] if item["rule"] == "npiv-wwpn-pair"]
    assert shown["waived"] is None
    assert shown["expired_waiver"]["owner"] == "J. Weber, CHG-4711"


def test_a_waiver_that_matches_nothing_is_listed(tmp_path: Path) -> None:
    result = judge(waivers(tmp_path, lpar="nobody"))
    assert [(use.state, use.findings) for use in result.waiver_use] == [("unused", 0)]


def test_a_finding_about_all_partitions_is_not_waived_for_some(tmp_path: Path) -> None:
    found = estate(Change("System_Summary", "set", {"Managed System": "DST"}, {"Status": "Power Off"}))
    some = lpm.assess(found, target="DST", waivers=waivers(tmp_path, "server-operating", "db*"), today=DAY)
    assert not [item for item in some.items if item.waived]
    everyone = lpm.assess(found, target="DST", waivers=waivers(tmp_path, "server-operating", "*"), today=DAY)
    assert [item.rule.id for item in everyone.items if item.waived] == ["server-operating"]


def test_every_output_shows_what_is_waived_and_by_whom(tmp_path: Path) -> None:
    result = judge(waivers(tmp_path))
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
        assert "A second adapter carries the disks" in text
        assert "J. Weber, CHG-4711" in text
    (move,) = json.loads(json_output.render_assessment(result))["moves"]
    assert move["counts"]["waived"] == 1
    assert not plan.content.moves[0].blockers


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[[waiver]]", "[[waiver]", "is not TOML"),
        ("[[waiver]]", "[[waivers]]", "[[waiver]] sections"),
        ('rule   = "npiv-wwpn-pair"', 'rule = "npiv"', "is no rule"),
        ('owner  = "J. Weber, CHG-4711"', "", "owner is missing"),
        ('reason = "A second adapter carries the disks"', 'reason = " "', "reason is missing"),
        ("until  = 2026-02-01", 'until = "soon"', "must be a date"),
        ("until  = 2026-02-01", "", "must be a date"),
        ('item   = "*"', "item = 30", "item must be text"),
        ('item   = "*"', 'slot = "30"', "unknown keys: slot"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = waivers(tmp_path)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        judge(path)
    assert problem in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read"):
        judge(tmp_path / "none.toml")
