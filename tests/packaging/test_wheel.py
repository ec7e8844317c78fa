"""The wheel alone does the main job: rules and templates are inside."""

from __future__ import annotations

import subprocess
import sys
import venv
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


def test_a_clean_environment_makes_the_plan(wheel: Path, samples: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True)
    reports = [str(path) for path in sorted(samples.glob("*_scan.xls"))]
    done = subprocess.run(
        [
            str(python.parent / "hmcscan-lpm"),
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
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert (tmp_path / "plan.html").read_text("utf-8").count("npiv-wwpn-pair")
