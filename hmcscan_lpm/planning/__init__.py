"""From findings to a plan: what goes where, what is left there, and what each partition takes along."""

from hmcscan_lpm.planning.asking import Asking, ask
from hmcscan_lpm.planning.build import build
from hmcscan_lpm.planning.groups import rule_groups
from hmcscan_lpm.planning.model import Plan

__all__ = ["Asking", "Plan", "ask", "build", "rule_groups"]
