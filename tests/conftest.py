"""What several test modules need: where the samples and the shared reports lie."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings

from hmcscan_lpm import catalogue

# One commit has one result where it is judged; at a desk every run tries something new.
settings.register_profile("judged", derandomize=True)
settings.register_profile("desk", print_blob=True)
settings.load_profile("judged" if os.environ.get("CI") else "desk")

SLOW = ("tests/rules", "tests/properties", "tests/shared", "tests/packaging", "tests/test_cli.py")
"""What takes longest is given out first, so that no worker is left alone with it at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        place = item.path.relative_to(ROOT).as_posix()
        return next((number for number, begin in enumerate(SLOW) if place.startswith(begin)), len(SLOW))

    items.sort(key=rank)


ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def only_rules(*identifiers: str) -> Iterator[None]:
    """The shipped catalogue with these rules only: for tests of what is the same whatever the rules are.

    All 72 take a second and a half per judgement; that they hold together is the business of tests/rules.
    """
    whole = catalogue.load

    def load(extra: Iterable[Path] = ()) -> catalogue.Catalogue:
        found = whole(extra)
        kept = tuple(rule for rule in found.rules if rule.id in identifiers or rule.id in found.own)
        assert {rule.id for rule in kept} >= set(identifiers)
        return replace(found, rules=kept)

    with patch("hmcscan_lpm.catalogue.load", load):
        yield


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
