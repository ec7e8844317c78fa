"""The healthy data centre and the samples, connected once for all tests of planning."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm import dialects
from hmcscan_lpm.estate import combine
from hmcscan_lpm.examples import healthy

from .workshop import Workshop


@pytest.fixture(scope="session")
def java() -> Workshop:
    return Workshop(combine([dialects.load(healthy("java"))]))


@pytest.fixture(scope="session")
def python() -> Workshop:
    return Workshop(combine([dialects.load(healthy("python"))]))


@pytest.fixture(scope="session")
def sample(samples: Path) -> Callable[[str], Workshop]:
    """The samples by the ending of their files: xls as the Java scanner writes them, xlsx as the Python one."""
    return cache(lambda ending: Workshop(lpm.load(*sorted(samples.glob(f"hmc-ams*.{ending}")))))
