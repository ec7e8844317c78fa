"""Names of the places in a document, and rules as reasons that lead to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from hmcscan_lpm.planning.model import MoveSummary, Plan, RuleGroup
from hmcscan_lpm.rendering.execution_contexts import Reason

MoveKey = tuple[str, str, str]
"""(partition, source, target)"""

SHEET = "partition-{}"
WAVE = "wave-{}"
_CARD = "move-{}"


class OfMove(Protocol):
    """Whatever is about one move: the move itself, its mapping, time, commands, place in a wave."""

    @property
    def lpar(self) -> str:
        """Partition."""

    @property
    def source(self) -> str:
        """Server that it leaves."""

    @property
    def target(self) -> str:
        """Server to which it goes."""


def key_of(item: OfMove) -> MoveKey:
    """Which move *item* is about."""
    return item.lpar, item.source, item.target


@dataclass(frozen=True, slots=True)
class Anchors:
    """Names of the places in a document.

    :ivar groups: one for each rule group
    :ivar rules: (rule id, outcome) → the section of that rule
    :ivar titles: rule id → the rule's title
    :ivar sheets: (source, partition) → its sheet
    :ivar cards: move → how it is made; moves that cannot be made have none
    """

    groups: tuple[str, ...]
    rules: Mapping[tuple[str, str], str]
    titles: Mapping[str, str]
    sheets: Mapping[tuple[str, str], str]
    cards: Mapping[MoveKey, str]

    def reason(self, rule_id: str, text: str) -> Reason:
        """A reason as it was said, with the section of its rule: where that failed, or where it is open."""
        sections_of_rule = (self.rules.get((rule_id, outcome), "") for outcome in ("fail", "unknown", "error"))
        return Reason(rule_id, text, next(filter(None, sections_of_rule), ""))

    def question(self, rule_id: str, text: str) -> Reason:
        """A reason as the prerequisite that is open: "the report does not show it" alone says nothing."""
        anchors = (self.rules.get((rule_id, outcome), "") for outcome in ("unknown", "error", "fail"))
        return Reason(rule_id, self.titles.get(rule_id, text), next(filter(None, anchors), ""))

    def risk(self, rule_id: str, text: str) -> Reason:
        """What was found where the rule failed somewhere, else the prerequisite that is open."""
        return self.reason(rule_id, text) if (rule_id, "fail") in self.rules else self.question(rule_id, text)


def anchors_of(plan: Plan) -> Anchors:
    """The places in the document of *plan*."""
    groups = group_anchors(plan.groups)
    rules: dict[tuple[str, str], str] = {}
    for group, anchor in zip(plan.groups, groups, strict=True):
        rules.setdefault((group.rule_id, group.outcome), anchor)
    titles = {group.rule_id: group.title for group in plan.groups}
    sheets = {(sheet.source, sheet.lpar): SHEET.format(number) for number, sheet in enumerate(plan.partitions, 1)}
    cards = {key: _CARD.format(number) for number, key in enumerate(map(key_of, made(plan)), 1)}
    return Anchors(groups, rules, titles, sheets, cards)


def made(plan: Plan) -> tuple[MoveSummary, ...]:
    """The moves of which the plan says how they are made: in the order of the waves, then those without one."""
    told = {*map(key_of, plan.mappings), *map(key_of, plan.times), *map(key_of, plan.commands)}
    rank = {key_of(move): number for number, move in enumerate(_scheduled(plan))}
    found = [move for move in plan.moves if key_of(move) in told or key_of(move) in rank]
    return tuple(sorted(found, key=lambda move: rank.get(key_of(move), len(rank))))


def _scheduled(plan: Plan) -> Iterable[OfMove]:
    return (move for wave in plan.schedule.waves for move in wave.moves)


def group_anchors(groups: Iterable[RuleGroup]) -> tuple[str, ...]:
    """``rule-<id>-<outcome>``, numbered where a rule has several groups of one outcome."""
    seen: Counter[str] = Counter()
    anchors = []
    for group in groups:
        name = "rule-" + re.sub(r"[^a-z0-9]+", "-", f"{group.rule_id}-{group.outcome}".lower()).strip("-")
        seen[name] += 1
        anchors.append(name if seen[name] == 1 else f"{name}--{seen[name]}")
    return tuple(anchors)
