"""The library as a user calls it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.errors import (
    NotAReportError,
    OutputError,
    QueryError,
    SelectionError,
    UnreadableFileError,
)

from .conftest import only_rules

JAVA = ("hmc-ams1_20251014_021507_scan.xls", "hmc-ams2_20251014_024133_scan.xls")


@pytest.fixture(autouse=True, scope="module")
def _few_rules() -> Iterator[None]:
    with only_rules(
        "npiv-wwpn-pair",
        "npiv-zoned",
        "mac-unique",
        "memory-fits",
        "cpu-fits",
        "lmb-equal",
        "no-dedicated-io",
        "migration-aware",
        "report-fresh",
        "vlan-bridged-on-target",
        "not-vios",
    ):
        yield


@pytest.fixture(scope="module")
def estate(samples: Path) -> lpm.Estate:
    return lpm.load(*(samples / name for name in JAVA))


def test_importing_the_package_loads_neither_pandas_nor_duckdb() -> None:
    code = "import sys, hmcscan_lpm; print(sorted({'pandas', 'duckdb', 'jinja2'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_servers_are_selected_by_name_pattern_serial_and_type_model_serial(estate: lpm.Estate) -> None:
    row = estate.systems.query("system == 'ams-s924-01'").iloc[0]
    for name in ("ams-s924-01", "ams-s924*", row["serial"], f"{row['type_model']}*{row['serial']}"):
        selection = lpm.select(estate, source=name, target="ams-s1022-02")
        assert {system for system, _ in selection.lpars} == {"ams-s924-01"}


@pytest.mark.parametrize("wrong", [{"source": "nobody"}, {"target": "nobody"}, {"lpar": "nobody"}, {"mode": "maybe"}])
def test_a_name_that_no_report_knows_is_an_error_that_lists_what_there_is(
    estate: lpm.Estate, wrong: dict[str, str]
) -> None:
    with pytest.raises(SelectionError):
        lpm.assess(estate, **wrong)


def test_moving_to_its_own_server_is_nothing_to_move(estate: lpm.Estate) -> None:
    with pytest.raises(SelectionError, match="Nothing to move"):
        lpm.assess(estate, source="ams-s924-01", target="ams-s924-01")


def test_every_move_has_a_verdict_that_follows_from_its_findings(estate: lpm.Estate) -> None:
    result = lpm.assess(estate)
    assert set(result.moves["verdict"]) <= {"blocked", "unproven", "ready"}
    for row in result.moves.sample(60, random_state=1).itertuples():
        found = result.touching(row.lpar, row.source, row.target)
        blockers = {finding.outcome for finding in found if finding.severity == "blocker"}
        expected = "blocked" if "fail" in blockers else "unproven" if "unknown" in blockers else "ready"
        assert row.verdict == expected == result.verdict(row.lpar, row.target, row.source)


def test_a_selection_changes_no_outcome(estate: lpm.Estate) -> None:
    whole = lpm.assess(estate, source="ams-s924-01", target="ams-s1022-02")
    for lpar in whole.moves["lpar"].tolist()[::5]:
        alone = lpm.assess(estate, source="ams-s924-01", target="ams-s1022-02", lpar=lpar)
        assert alone.verdict(lpar, "ams-s1022-02") == whole.verdict(lpar, "ams-s1022-02")


def test_findings_are_a_frame_with_evidence(estate: lpm.Estate) -> None:
    findings = lpm.assess(estate, source="ams-s924-01", target="ams-s1022-02").findings
    failed = findings[findings["outcome"] == "fail"]
    assert len(failed)
    assert (failed["evidence"] != "").all()
    assert (failed["remedy"] != "").all()


def test_a_plan_leaves_vioses_out_unless_they_are_named(estate: lpm.Estate) -> None:
    result = lpm.assess(estate, source="ams-s924-01", target="ams-s1022-02", vios=False)
    plan = lpm.plan(result)
    assert not result.moves["is_vios"].any()
    assert {reason for _, _, reason in plan.content.left_out} == {"a VIOS cannot be moved"}


def test_capacity_adds_up_all_selected_moves(estate: lpm.Estate) -> None:
    names = ["archive1", "dwh1", "erpdb1", "ledger1"]
    result = lpm.assess(estate, source="ams-s924-01", target="ams-s1022-02", lpar=names)
    plan = lpm.plan(result).content
    (target,) = plan.capacity
    assert target.cores_left == pytest.approx(target.free_cores - sum(step.cores for step in target.steps))
    assert target.memory_left_mb == target.free_mb - sum(step.memory_mb for step in target.steps)
    assert [step.lpar for step in target.steps] == [move.lpar for move in plan.moves]


def test_the_same_reports_give_the_same_bytes(estate: lpm.Estate, samples: Path) -> None:
    again = lpm.load(*(samples / name for name in JAVA))
    first, second = (
        lpm.plan(lpm.assess(loaded, source="ams-s924-01", target="ams-s1022-02", vios=False))
        for loaded in (estate, again)
    )
    assert first.to_html() == second.to_html()
    assert first.to_markdown() == second.to_markdown()
    assert first.to_json() == second.to_json()


def test_own_questions_in_sql(estate: lpm.Estate) -> None:
    answer = lpm.query(estate, "select system, count(*) as n from lpars group by system order by system")
    assert dict(zip(answer["system"], answer["n"], strict=True)) == estate.lpars.groupby("system").size().to_dict()


@pytest.mark.parametrize(
    "sql",
    [
        "drop table lpars",
        "select 1; select 2",
        "select nothing from lpars",
        "select * from read_csv('/etc/passwd')",
        "copy lpars to 'x.csv'",
        "set enable_external_access = true",
        "this is no sql",
    ],
)
def test_a_question_cannot_change_reach_or_break_anything(estate: lpm.Estate, sql: str) -> None:
    with pytest.raises(QueryError):
        lpm.query(estate, sql)


def test_a_plan_is_written_by_its_ending(estate: lpm.Estate, tmp_path: Path) -> None:
    plan = lpm.plan(lpm.assess(estate, source="ams-s924-01", target="ams-s1022-02", vios=False))
    for ending, start in ((".html", "<!doctype html>"), (".md", "# "), (".json", "{")):
        plan.save(tmp_path / f"plan{ending}")
        assert (tmp_path / f"plan{ending}").read_text("utf-8").lower().startswith(start)
    with pytest.raises(OutputError, match="is written as"):
        plan.save(tmp_path / "plan.docx")
    with pytest.raises(OutputError, match="cannot be written"):
        plan.save(tmp_path / "no" / "such" / "folder" / "plan.md")


def test_bad_input_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        lpm.load(tmp_path / "missing.xls")
    with pytest.raises(SelectionError, match="No report was given"):
        lpm.load()
    import openpyxl

    other = openpyxl.Workbook()
    other.save(tmp_path / "budget.xlsx")
    with pytest.raises(NotAReportError, match="no HMC Scanner wrote it"):
        lpm.load(tmp_path / "budget.xlsx")


def test_reprs_are_short_and_say_what_it_is(estate: lpm.Estate) -> None:
    result = lpm.assess(estate, source="ams-s924-01", target="ams-s1022-02", vios=False)
    assert repr(estate).startswith("Estate(2 reports, 5 servers")
    assert repr(result).startswith(f"Assessment({len(result.moves)} moves: ")
    assert "Migration plan" in lpm.plan(result)._repr_html_()
