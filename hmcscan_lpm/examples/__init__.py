"""The healthy report and the runner of examples: rules proved through the whole real path, from report to outcome."""

from hmcscan_lpm.examples.bench import Bench, judge
from hmcscan_lpm.examples.edits import NO_CELL, apply
from hmcscan_lpm.examples.runner import (
    REPORTS,
    ExampleResult,
    Prover,
    RuleCheck,
    check,
    decided_by,
    healthy,
    run,
)

__all__ = [
    "NO_CELL",
    "REPORTS",
    "Bench",
    "ExampleResult",
    "Prover",
    "RuleCheck",
    "apply",
    "check",
    "decided_by",
    "healthy",
    "judge",
    "run",
]
