"""The command line: one call each, exit codes, what goes where."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from hmcscan_lpm.cli import main

from .conftest import only_rules

MOVE = ("--source", "ams-s924-01", "--target", "ams-s1022-02")


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
        "dual-vios-target",
    ):
        yield


@pytest.fixture(scope="module")
def reports(samples: Path) -> list[str]:
    return [str(path) for path in sorted(samples.glob("*_scan.xls"))]


def run(*arguments: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """The entry point, called in this process: what it prints, and the exit code."""
    out, err = io.StringIO(), io.StringIO()
    changed = {"COLUMNS": "200", **env}
    with (
        patch.dict(os.environ, changed),
        patch.object(sys, "argv", ["hmcscan-lpm", *arguments]),
        redirect_stdout(out),
        redirect_stderr(err),
        chdir(cwd or Path.cwd()),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    code = ended.value.code
    return subprocess.CompletedProcess(arguments, code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())


def run_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The same as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from hmcscan_lpm.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_inspect_names_every_tab_and_every_server(reports: list[str]) -> None:
    done = run("inspect", *reports)
    assert done.returncode == 0
    for word in ("Virtual_Fibre", "VIOS disks", "ams-s924-01", "hmc-ams1"):
        assert word in done.stdout


@pytest.mark.parametrize(("lpars", "code"), [((), 1), (("--lpar", "no-such-partition"), 2)])
def test_exit_codes_of_assess(reports: list[str], lpars: tuple[str, ...], code: int) -> None:
    assert run("assess", *reports, *MOVE, *lpars).returncode == code


def test_exit_code_three_when_nothing_blocks_but_something_is_unproven(reports: list[str]) -> None:
    everything = json.loads(run("assess", *reports, *MOVE, "--format", "json").stdout)
    free = next(move["lpar"] for move in everything["moves"] if move["verdict"] == "unproven")
    assert run("assess", *reports, *MOVE, "--lpar", free).returncode == 3


def test_the_json_has_the_documented_shape(reports: list[str]) -> None:
    document = json.loads(run("assess", *reports, *MOVE, "--format", "json").stdout)
    assert document["schema"] == "hmcscan-lpm/assessment/1"
    assert set(document) == {
        "schema",
        "reports",
        "facts",
        "issues",
        "moves",
        "findings",
        "waivers",
        "attestations",
        "parameters",
        "catalogue",
    }
    assert {"file", "sha256", "manager", "scanned_at", "scanner_version", "systems"} <= set(document["reports"][0])
    assert {"lpar", "lpar_id", "source", "target", "mode", "verdict", "counts"} == set(document["moves"][0])
    assert {
        "rule",
        "severity",
        "outcome",
        "lpar",
        "source",
        "target",
        "item",
        "message",
        "evidence",
        "remedy",
        "verify",
        "waived",
        "expired_waiver",
        "attested",
        "expired_attestation",
    } == set(document["findings"][0])
    assert {"report", "tab", "cell", "column", "value"} == set(document["findings"][0]["evidence"][0])
    assert not {finding["outcome"] for finding in document["findings"]} & {"pass", "not-applicable"}


def test_all_lists_passes_too(reports: list[str]) -> None:
    document = json.loads(run("assess", *reports, *MOVE, "--format", "json", "--all").stdout)
    assert {"pass", "not-applicable"} <= {finding["outcome"] for finding in document["findings"]}


@pytest.mark.parametrize("form", ["table", "csv", "md", "json"])
def test_every_format_goes_to_stdout_or_a_file(reports: list[str], form: str, tmp_path: Path) -> None:
    shown = run("assess", *reports, *MOVE, "--format", form)
    assert shown.stdout.strip()
    assert shown.stderr == ""
    if form == "csv":
        run("assess", *reports, *MOVE, "--format", form, "-o", str(tmp_path / "out"))
        assert (tmp_path / "out").stat().st_size > 500


def test_plan_writes_several_files_and_says_so(reports: list[str], tmp_path: Path) -> None:
    done = run("plan", *reports, *MOVE, "-o", "a.html", "-o", "a.md", "-o", "a.json", "--san", "s.csv", cwd=tmp_path)
    assert done.returncode == 1
    assert "moves: " in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "a.json", "a.md", "s.csv"]


def test_the_clock_is_an_argument(reports: list[str], tmp_path: Path) -> None:
    for name in ("a", "b"):
        run("plan", *reports, *MOVE, "--clock", "2026-01-01 10:00", "-o", f"{name}.html", cwd=tmp_path)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    run("plan", *reports, *MOVE, "-o", "c.md", cwd=tmp_path, SOURCE_DATE_EPOCH="0")
    assert "1970-01-01 00:00 UTC" in (tmp_path / "c.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("assess", "missing.xls"), "missing.xls"),
        (("plan", "missing.xls", "-o", "x.docx"), "x.docx"),
        (("plan", "missing.xls", "--san", "x.html"), "a SAN hand-over is written as .md, .csv, .txt"),
        (("assess", "missing.xls", "--mode", "both"), "--mode"),
        (("nonsense",), "nonsense"),
    ],
)
def test_wrong_usage_and_unreadable_input_end_with_two_and_no_traceback(
    arguments: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_process_ends_with_the_code_and_no_traceback() -> None:
    done = run_process("assess", "missing.xls")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "missing.xls" in done.stderr


def test_a_reader_that_goes_away_is_no_error(reports: list[str]) -> None:
    command = f"{sys.executable} -c 'from hmcscan_lpm.cli import main; main()' inspect {' '.join(reports)} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_the_reports_may_come_in_a_zip_or_an_e_mail(samples: Path) -> None:
    for name in ("both-consoles.zip", "scan-by-mail.eml"):
        assert run("inspect", str(samples / name)).returncode == 0


def test_rules_are_listed_and_shown() -> None:
    listed = run("rules", "list")
    assert listed.returncode == 0
    assert "npiv-zoned" in listed.stdout
    document = json.loads(run("rules", "list", "--format", "json").stdout)
    one = next(rule for rule in document["rules"] if rule["id"] == "lmb-equal")
    assert (one["severity"], one["decided_by"], one["own"]) == ("blocker", ["python"], False)
    shown = run("rules", "show", "lmb-equal")
    assert "## Decided by" in shown.stdout
    unknown = run("rules", "show", "lmb-equl")
    assert unknown.returncode == 2
    assert "Did you mean lmb-equal" in unknown.stderr


def test_own_rules_are_proved(tmp_path: Path, root: Path) -> None:
    page = (root / "rules" / "partition" / "migration-enabled.toml").read_text("utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "migration-enabled.toml").write_text(page, encoding="utf-8")
    held = run("rules", "check", str(own))
    assert held.returncode == 0, held.stdout
    assert "migration-enabled: holds" in held.stdout
    (own / "migration-enabled.toml").write_text(page.replace("'fail'", "'pass'"), encoding="utf-8")
    broken = run("rules", "check", str(own))
    assert broken.returncode == 1
    assert "expected fail, is pass" in broken.stdout
    (own / "migration-enabled.toml").write_text("id = 1", encoding="utf-8")
    assert run("rules", "check", str(own)).returncode == 2
    assert run("rules", "check", str(tmp_path / "none")).returncode == 2


def test_waivers_and_thresholds_are_options(reports: list[str], tmp_path: Path) -> None:
    waivers, params = tmp_path / "waivers.toml", tmp_path / "params.toml"
    waivers.write_text(
        "[[waiver]]\nrule = 'migration-aware'\nreason = 'asked'\nowner = 'me'\nuntil = 2030-01-01\n", encoding="utf-8"
    )
    params.write_text("[report-fresh]\ndays = 1\n", encoding="utf-8")
    options = ("--waivers", str(waivers), "--params", str(params), "--clock", "2025-10-20")
    document = json.loads(run("assess", *reports, *MOVE, *options, "--format", "json").stdout)
    assert [(item["rule"], item["state"]) for item in document["waivers"]] == [("migration-aware", "used")]
    assert [item["name"] for item in document["parameters"]] == ["days"]
    assert any(item["rule"] == "report-fresh" and item["outcome"] == "fail" for item in document["findings"])
    assert run("assess", *reports, *MOVE, "--clock", "yesterday").returncode == 2
