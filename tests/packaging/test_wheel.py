"""The wheel alone does the main job: rules and templates are inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_rules_and_templates_are_inside(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    pages = {f"hmcscan_lpm/_data/rules/{page.parent.name}/{page.name}" for page in (root / "rules").glob("*/*.toml")}
    assert pages <= names
    assert any(name.startswith("hmcscan_lpm/_data/templates/") for name in names)
    assert not any(name.startswith(("tests/", "tools/")) for name in names)


def test_what_is_in_the_wheel_makes_the_plan(wheel: Path, samples: Path, tmp_path: Path) -> None:
    """Its dependencies are those of this environment; that they are named is shown by the first command of README."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    reports = [str(path) for path in sorted(samples.glob("*_scan.xls"))]
    begin = "import hmcscan_lpm, sys; sys.stderr.write(hmcscan_lpm.__file__); from hmcscan_lpm.cli import main; main()"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            begin,
            "plan",
            *reports,
            "--source",
            "ams-s924-01",
            "--target",
            "ams-s1022-02",
            "-o",
            "plan.html",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr == str(tmp_path / "installed" / "hmcscan_lpm" / "__init__.py")
    assert (tmp_path / "plan.html").read_text("utf-8").count("npiv-wwpn-pair")
