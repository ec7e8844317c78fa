"""Make the plans and assessments of the sample reports: read by people, compared in the tests.

``python tools/goldens.py`` writes ``sample_reports/plans/``, ``--check`` fails when a file is not what would be written.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import hmcscan_lpm as lpm
from hmcscan_lpm.rendering import json

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "sample_reports"
PLANS = SAMPLES / "plans"
DAY = "2025-10-15"

CASES = {
    "java-s924-to-s1022": (
        ["hmc-ams1_20251014_021507_scan.xls", "hmc-ams2_20251014_024133_scan.xls"],
        "ams-s924-01",
        "ams-s1022-02",
    ),
    "python-s924-to-s1022": (["hmc-ams1.xlsx", "hmc-ams2.xlsx"], "ams-s924-01", "ams-s1022-02"),
    "python-e1080-to-s1022": (["hmc-ams1.json", "hmc-ams2.json"], "ams-e1080-04", "ams-s1022-02"),
}


def make(folder: Path) -> None:
    """Write all plans and assessments into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(SAMPLES)
    for name, (reports, source, target) in CASES.items():
        estate = lpm.load(*reports)
        result = lpm.assess(estate, source=source, target=target, vios=False, together=True, today=DAY)
        plan = lpm.plan(result, made_at=DAY)
        for ending in (".html", ".md", ".json"):
            plan.save(folder / f"{name}{ending}")
        (folder / f"{name}.assessment.json").write_text(json.render_assessment(result), "utf-8", newline="\n")


def main() -> int:
    if "--check" not in sys.argv:
        make(PLANS)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        make(Path(temporary))
        made = {path.name: path.read_bytes() for path in Path(temporary).iterdir()}
    kept = {path.name: path.read_bytes() for path in PLANS.iterdir()}
    wrong = sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))
    for name in wrong:
        print(f"sample_reports/plans/{name} is not what tools/goldens.py writes; run it and read the difference")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
