"""From findings to a plan: what goes where, what is left there, and what each partition takes along."""

from hmcscan_lpm.planning.afterwards.changes import Change, Gap
from hmcscan_lpm.planning.afterwards.checks import Check
from hmcscan_lpm.planning.afterwards.differences import Differences, diff
from hmcscan_lpm.planning.afterwards.holding import HeldMove, holds, selection
from hmcscan_lpm.planning.afterwards.saved import SavedPlan, parse_plan, read_plan
from hmcscan_lpm.planning.afterwards.verification import MoveProof, Verification, verify
from hmcscan_lpm.planning.asking import Asking, ask
from hmcscan_lpm.planning.build import build
from hmcscan_lpm.planning.groups import rule_groups
from hmcscan_lpm.planning.model import Plan

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
