"""Live Partition Mobility prerequisites and migration plans, offline, from HMC Scanner reports.

::

    import hmcscan_lpm as lpm

    estate = lpm.load("hmc1_scan.xls", "hmc2.xlsx")
    result = lpm.assess(estate, source="S1", target="S2")
    lpm.plan(result).to_html("plan.html")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hmcscan_lpm import errors

if TYPE_CHECKING:
    from hmcscan_lpm.api import (
        ask,
        assess,
        diff,
        evacuations,
        load,
        load_rules,
        plan,
        query,
        select,
        verify,
    )
    from hmcscan_lpm.engine import Assessment, Finding
    from hmcscan_lpm.estate import Estate, Evidence
    from hmcscan_lpm.issues import Issue
    from hmcscan_lpm.planning.choices import Choices
    from hmcscan_lpm.planning.timing.concurrency import Caps
    from hmcscan_lpm.planning.timing.times import Speeds
    from hmcscan_lpm.results import (
        DifferencesResult,
        EvacuationsResult,
        MigrationPlan,
        Questions,
        VerificationResult,
    )

__all__ = [
    "Assessment",
    "Caps",
    "Choices",
    "DifferencesResult",
    "Estate",
    "EvacuationsResult",
    "Evidence",
    "Finding",
    "Issue",
    "MigrationPlan",
    "Questions",
    "Speeds",
    "VerificationResult",
    "ask",
    "assess",
    "diff",
    "errors",
    "evacuations",
    "load",
    "load_rules",
    "plan",
    "query",
    "select",
    "verify",
]

_HOME = {
    "Assessment": "engine",
    "Caps": "planning.timing.concurrency",
    "Choices": "planning.choices",
    "DifferencesResult": "results",
    "EvacuationsResult": "results",
    "MigrationPlan": "results",
    "Questions": "results",
    "Speeds": "planning.timing.times",
    "VerificationResult": "results",
    "Estate": "estate",
    "Evidence": "estate",
    "Finding": "engine",
    "Issue": "issues",
}


def __getattr__(name: str) -> Any:
    """Import public names at first use: ``import hmcscan_lpm`` alone loads neither pandas nor DuckDB."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'api')}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
