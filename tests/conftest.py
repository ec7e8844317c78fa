"""What several test modules need: where the samples and the shared reports lie."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "sample_reports"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Reports that are not part of the project; a fresh clone does not have them."""
    folder = ROOT.parent / "shared"
    if not (folder / "reports").is_dir():
        pytest.skip("the shared reports are not here")
    return folder
