"""What several test modules need: where the samples and the shared reports lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# One commit has one result where it is judged; at a desk every run tries something new.
settings.register_profile("judged", derandomize=True)
settings.register_profile("desk", print_blob=True)
settings.load_profile("judged" if os.environ.get("CI") else "desk")

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
