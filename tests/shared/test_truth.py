"""Estates with known truth: no violation missed, none invented, nothing guessed. Skipped where they are not at hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.rendering import json as json_output

CASES = {
    "alpha xls": ("alpha", ["hmc-alpha1_20250601_073012_scan.xls", "hmc-alpha2_20250601_074155_scan.xls"]),
    "alpha csv": ("alpha", ["hmc-alpha1_20250601_073012_CSV", "hmc-alpha2_20250601_074155_CSV"]),
    "alpha html": ("alpha", ["hmc-alpha1_20250601_073012_HTML", "hmc-alpha2_20250601_074155_HTML"]),
    "beta xlsx": ("beta", ["hmcbeta1.xlsx", "hmcbeta2.xlsx"]),
    "beta json": ("beta", ["hmcbeta1.json", "hmcbeta2.json"]),
    "beta both": ("beta", ["beta-both-hmcs.xlsx"]),
}


LOST = {"shared-pool-on-target"}
"""Rules that CSV and HTML folders cannot decide: the tab with the processor pools has no file there."""


def rules(root: Path, case: str) -> str:
    lost = LOST if case.endswith(("csv", "html")) else set()
    return ",".join(path.stem for path in sorted((root / "rules").glob("*/*.toml")) if path.stem not in lost)


@pytest.mark.parametrize("case", CASES)
def test_truth(case: str, shared: Path, root: Path, tmp_path: Path) -> None:
    name, reports = CASES[case]
    folder = shared / "reports" / name
    result = lpm.assess(lpm.load(*(folder / report for report in reports)))
    assessment = tmp_path / "assessment.json"
    assessment.write_text(json_output.render_assessment(result), "utf-8")
    done = subprocess.run(
        [
            sys.executable,
            str(shared / "check" / "truth.py"),
            str(assessment),
            str(folder / "matrix.json"),
            "--rules",
            rules(root, case),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.endswith("\n0 wrong\n"), done.stdout


def test_a_real_report_has_an_account_of_every_tab(shared: Path) -> None:
    estate = lpm.load(*sorted((shared / "reports" / "real").glob("*.xls")))
    for report in estate.reports:
        assert {account.tab for account in report.accounts} == set(report.sheets)
        for account in report.accounts:
            assert account.loaded or account.remark or account.rows <= 1
    assert not [issue for issue in estate.issues if issue.kind in {"unreadable-value", "unknown-tab", "missing-column"}]


def test_the_raw_cache_gets_a_clear_message(shared: Path) -> None:
    with pytest.raises(lpm.errors.ReportError, match="raw"):
        lpm.load(shared / "reports" / "beta" / "raw-cache.zip")


@pytest.mark.parametrize("form", ["CSV", "HTML"])
def test_csv_and_html_of_a_scan_say_the_same_as_its_xls(form: str, shared: Path) -> None:
    folder = shared / "reports" / "alpha"
    stem = "hmc-alpha1_20250601_073012"

    def outcomes(report: Path) -> set[tuple[str | None, ...]]:
        items = lpm.assess(lpm.load(report)).items
        return {(f.rule.id, f.outcome, f.lpar, f.source, f.target) for f in items if f.outcome == "fail"}

    missing = outcomes(folder / f"{stem}_scan.xls") - outcomes(folder / f"{stem}_{form}")
    # These formats cannot tell "mapped to no port" from "not answered": fail becomes unknown, never pass.
    assert {rule for rule, *_ in missing} <= {"npiv-mapped", *LOST}
    extra = outcomes(folder / f"{stem}_{form}") - outcomes(folder / f"{stem}_scan.xls")
    assert not extra


def test_sanitized_reports_are_recognised_and_joined_facts_are_unknown(shared: Path) -> None:
    folder = shared / "reports" / "alpha"
    estate = lpm.load(*sorted(folder.glob("*_scan_safe.xls")))
    assert all(source.sanitized for source in estate.sources)
    items = lpm.assess(estate).items
    joined = {"vlan-bridged-on-target", "vscsi-disk-visible-on-target", "npiv-max-xfer-size", "npiv-wwpn-pair"}
    assert {f.outcome for f in items if f.rule.id in joined} == {"unknown"}


def test_two_sanitized_reports_together_say_nothing_that_the_plain_ones_deny(shared: Path) -> None:
    """Both begin to count at ``System#0``, ``LPAR0`` and ``IP#0``: equal names of two reports mean nothing."""
    folder = shared / "reports" / "alpha"
    plain = lpm.load(*sorted(folder.glob("*_scan.xls")))
    hidden = lpm.load(*sorted(folder.glob("*_scan_safe.xls")))
    assert len(hidden.systems) == len(plain.systems)
    servers = dict(zip(hidden.systems["system"], plain.systems["system"], strict=True))
    names = zip(hidden.lpars["system"], hidden.lpars["lpar"], plain.lpars["lpar"], strict=True)
    real = {(system, lpar): name for system, lpar, name in names}
    truth, known = lpm.assess(plain, everything=True), lpm.assess(hidden, everything=True)
    assert len(known.moves) == len(truth.moves)

    said: dict[tuple[str | None, ...], set[str]] = {}
    for item in known.items:
        lpar = real[item.source, item.lpar] if item.source and item.lpar else None
        key = (item.rule.id, lpar, servers.get(item.source or ""), servers.get(item.target or ""))
        said.setdefault(key, set()).add(item.outcome)
    meant: dict[tuple[str | None, ...], set[str]] = {}
    for item in truth.items:
        meant.setdefault((item.rule.id, item.lpar, item.source, item.target), set()).add(item.outcome)

    invented = {key for key, outcomes in said.items() if "fail" in outcomes and "fail" not in meant[key]}
    missed = {key for key, outcomes in meant.items() if "fail" in outcomes and not said[key] & {"fail", "unknown"}}
    assert (invented, missed) == (set(), set())
