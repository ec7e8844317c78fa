"""Findings put together for reading: one block per rule, findings that say the same in one row.

It knows findings and rules, not documents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from hmcscan_lpm.engine import Assessment, Finding, show
from hmcscan_lpm.planning.model import RuleGroup, ShownFinding
from hmcscan_lpm.rendering.contexts import (
    CellGroup,
    CommandBlock,
    FindingRow,
    GroupSection,
    GroupView,
    SourceLink,
    Subject,
)
from hmcscan_lpm.rendering.escape import web_address
from hmcscan_lpm.shell import PLACE, fill_command

if TYPE_CHECKING:
    import pandas as pd

    from hmcscan_lpm.estate import Evidence

FIRST_ROWS = 10
"""Findings of a rule that are read at a glance; the others are folded."""

FIRST_CELLS = 3

SECTIONS: tuple[str, ...] = ("blocking", "crashed", "open", "risks", "others")


@dataclass(frozen=True, slots=True)
class Scope:
    """What goes without saying in a document: its only source, its only target.

    :ivar asked: commands that stand among the questions of the document
    """

    has_sources: bool
    has_targets: bool
    asked: frozenset[str] = frozenset()

    def subjects(self, findings: Iterable[Finding]) -> tuple[Subject, ...]:
        """Whom *findings* are about, without what goes without saying, the targets of each together."""
        found: dict[tuple[str | None, str | None], dict[str, None]] = {}
        for finding in findings:
            says_source = self.has_sources or finding.lpar is None
            targets = found.setdefault((finding.lpar, finding.source if says_source else None), {})
            if finding.target is not None and (self.has_targets or finding.lpar is None):
                targets[finding.target] = None
        return tuple(Subject(lpar, source, tuple(targets)) for (lpar, source), targets in found.items())


def by_rule(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """Findings in runs of one rule, outcome and severity; they come sorted by these."""
    runs = groupby(findings, key=lambda item: (item.rule.id, item.outcome, item.severity))
    return [tuple(run) for _, run in runs]


def section_of(outcome: str, severity: str) -> str:
    """The section of a document in which such findings stand."""
    if outcome == "error":
        return "crashed"
    if outcome in {"pass", "not-applicable"}:
        return "others"
    if severity != "blocker":
        return "risks"
    return "blocking" if outcome == "fail" else "open"


class Touched:
    """Counts the moves that findings touch; a finding without partition, source or target touches any."""

    def __init__(self, moves: pd.DataFrame) -> None:
        self._moves = list(moves[["lpar", "source", "target"]].itertuples(index=False, name=None))
        self._by_shape: dict[tuple[bool, ...], dict[tuple[str | None, ...], list[int]]] = {}

    def count(self, findings: Iterable[Finding]) -> int:
        """How many moves at least one of *findings* touches."""
        touched: set[int] = set()
        for key in {(item.lpar, item.source, item.target) for item in findings}:
            touched.update(self._places(key))
        return len(touched)

    def _places(self, key: tuple[str | None, ...]) -> Sequence[int]:
        shape = tuple(part is not None for part in key)
        if shape not in self._by_shape:
            places: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
            for number, move in enumerate(self._moves):
                places[tuple(name if named else None for name, named in zip(move, shape, strict=True))].append(number)
            self._by_shape[shape] = places
        return self._by_shape[shape].get(key, ())


def rule_groups(assessment: Assessment) -> tuple[RuleGroup, ...]:
    """All findings of an assessment by rule, as a plan has them."""
    touched = Touched(assessment.moves)
    groups = []
    for findings in by_rule(assessment.items):
        rule = findings[0].rule
        groups.append(
            RuleGroup(
                rule_id=rule.id,
                title=rule.title,
                family=rule.family,
                severity=findings[0].severity,
                outcome=findings[0].outcome,
                confidence=rule.confidence,
                why=rule.why,
                limits=rule.limits,
                remedy=rule.remedy.summary,
                remedy_steps=rule.remedy.steps,
                remedy_commands=tuple((item.on, item.run, item.disruptive) for item in rule.remedy.commands),
                references=tuple((item.title, item.url) for item in rule.references),
                findings=tuple(shown(assessment, finding) for finding in findings),
                moves=touched.count(findings),
            )
        )
    return tuple(groups)


def shown(assessment: Assessment, finding: Finding) -> ShownFinding:
    """*finding* with its cells and commands."""
    commands = tuple((command.on, run, command.disruptive) for command, run in finding.commands)
    return ShownFinding(finding, assessment.evidence(finding), commands)


def sections(groups: Iterable[RuleGroup], anchors: Sequence[str], scope: Scope) -> tuple[GroupSection, ...]:
    """The sections that have a rule, in order.

    :param anchors: one for each group
    """
    views: dict[str, list[GroupView]] = {key: [] for key in SECTIONS}
    for group, anchor in zip(groups, anchors, strict=True):
        views[section_of(group.outcome, group.severity)].append(view(group, anchor, scope))
    return tuple(GroupSection(key, tuple(found)) for key, found in views.items() if found)


def view(group: RuleGroup, anchor: str, scope: Scope) -> GroupView:
    """A rule with its findings, ready to print."""
    agreed = _agreed(item.finding.fields for item in group.findings)
    rows = merged(group.findings, scope)
    folded = rows[FIRST_ROWS:] if len(rows) > FIRST_ROWS + 1 else ()
    commands = tuple(dict.fromkeys(command for item in group.findings for command in item.commands))
    is_failure = group.outcome == "fail"
    return GroupView(
        group=group,
        anchor=anchor,
        remedy=_fill(group.remedy, agreed) if is_failure else "",
        steps=tuple(_fill(step, agreed) for step in group.remedy_steps) if is_failure else (),
        rows=rows[: len(rows) - len(folded)],
        more_rows=folded,
        n_more=len(folded),
        mend=blocks((on, fill_command(run, agreed), changes) for on, run, changes in group.remedy_commands)
        if is_failure
        else (),
        check=blocks(commands),
        is_asked=bool(commands) and scope.asked.issuperset(run for _, run, _ in commands),
        references=tuple(_reference(title, where) for title, where in group.references),
    )


def _reference(title: str, where: str) -> SourceLink:
    url = web_address(where)
    return SourceLink(title, url, "" if url else where)


def _fill(sentence: str, agreed: Mapping[str, Any]) -> str:
    """A sentence with the places filled that mean the same in all findings; the others read ``<place>``."""
    return PLACE.sub(lambda match: show(agreed[match[1]]) if match[1] in agreed else f"<{match[1]}>", sentence)


def _agreed(fields: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The fields that have one and the same value, and have one at all, in all findings."""
    first, *others = fields
    return {
        name: value
        for name, value in first.items()
        if isinstance(value, str | int | float)
        and value == value  # noqa: PLR0124 - NaN is no value
        and all(name in other and repr(other[name]) == repr(value) for other in others)
    }


def blocks(commands: Iterable[tuple[str, str, bool]]) -> tuple[CommandBlock, ...]:
    """Commands in their order, those that follow each other in one place together."""
    found = []
    for (on, changes), run in groupby(commands, key=lambda command: (command[0], command[2])):
        lines = [line for _, line, _ in run]
        found.append(CommandBlock(on, "\n".join(lines), len(lines), changes))
    return tuple(found)


def merged(findings: Iterable[ShownFinding], scope: Scope) -> tuple[FindingRow, ...]:
    """Rows for *findings*: those that differ in nothing but their subject's name share one."""
    alike: dict[tuple[Any, ...], list[ShownFinding]] = {}
    for item in findings:
        key = (item.finding.item, _without_names(item.finding), item.evidence, item.finding.lpar is None)
        alike.setdefault(key, []).append(item)
    return tuple(_row(items, scope) for items in alike.values())


def _row(items: Sequence[ShownFinding], scope: Scope) -> FindingRow:
    first = items[0]
    visible_cells = first.evidence[:FIRST_CELLS]
    others = first.evidence[FIRST_CELLS:]
    return FindingRow(
        subjects=scope.subjects(item.finding for item in items),
        item="" if first.finding.item.lower() in first.finding.message.lower() else first.finding.item,
        message=first.finding.message,
        is_example=any(item.finding.message != first.finding.message for item in items),
        cells=by_report(visible_cells),
        more_cells=by_report(others),
        n_more_cells=len(others),
    )


def _without_names(finding: Finding) -> str:
    """The message with the subject's names blotted out."""
    text = finding.message
    for place, name in (("1", finding.lpar), ("2", finding.source), ("3", finding.target)):
        if name and name in text:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", f"\0{place}", text)
    return text


def by_report(cells: Iterable[Evidence]) -> tuple[CellGroup, ...]:
    """Cells with their report said once."""
    found: dict[str, list[Evidence]] = {}
    for cell in cells:
        found.setdefault(cell.report, []).append(cell)
    return tuple(CellGroup(report, tuple(inside)) for report, inside in found.items())
