"""From findings to a plan: what goes where, what is left there, and what each partition takes along."""

from hmcscan_lpm.planning.asking import Asking, ask
from hmcscan_lpm.planning.build import build
from hmcscan_lpm.planning.changes import Change, Gap
from hmcscan_lpm.planning.checks import Check
from hmcscan_lpm.planning.differences import Differences, diff
from hmcscan_lpm.planning.groups import rule_groups
from hmcscan_lpm.planning.holding import HeldMove, holds, selection
from hmcscan_lpm.planning.model import Plan
from hmcscan_lpm.planning.saved import SavedPlan, parse_plan, read_plan
from hmcscan_lpm.planning.verification import MoveProof, Verification, verify

__all__ = [
    "Asking",
    "Change",
    "Check",
    "Differences",
    "Gap",
    "HeldMove",
    "MoveProof",
    "Plan",
    "SavedPlan",
    "Verification",
    "ask",
    "build",
    "diff",
    "holds",
    "parse_plan",
    "read_plan",
    "rule_groups",
    "selection",
    "verify",
]
