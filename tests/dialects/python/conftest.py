"""Validation of frames costs more than loading a small report: some modules keep it, the others go without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pandera.config import config_context

VALIDATING = {"test_load", "test_shared"}


@pytest.fixture(autouse=True)
def frames_validated_in_some_modules(request: pytest.FixtureRequest) -> Iterator[None]:
    with config_context(validation_enabled=request.module.__name__.rpartition(".")[2] in VALIDATING):
        yield
