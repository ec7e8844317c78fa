"""Findings put together for reading: one block per rule, findings that say the same in one row.

It knows findings and rules, not documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from hmcscan_lpm.engine import Finding, show
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
    from hmcscan_lpm.estate import Evidence

FIRST_ROWS = 10
"""Findings of a rule that are read at a glance; the others are folded."""

FIRST_CELLS = 3

SECTIONS: tuple[str, ...] = ("blocking", "crashed", "open", "risks", "attested", "waived", "others")


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


def section_of(group: RuleGroup) -> str:
    """The section of a document in which the findings of *group* stand."""
    if group.waived:
        return "waived"
    outcome, severity = group.outcome, group.severity
    if group.attested and outcome == "unknown":
        return "attested"
    if outcome == "error":
        return "crashed"
    if outcome in {"pass", "not-applicable"}:
        return "others"
    if severity != "blocker":
        return "risks"
    return "blocking" if outcome == "fail" else "open"


def sections(groups: Iterable[RuleGroup], anchors: Sequence[str], scope: Scope) -> tuple[GroupSection, ...]:
    """The sections that have a rule, in order.

    :param anchors: one for each group
    """
    views: dict[str, list[GroupView]] = {key: [] for key in SECTIONS}
    for group, anchor in zip(groups, anchors, strict=True):
        views[section_of(group)].append(view(group, anchor, scope))
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
        key = (
            item.finding.item,
            _without_names(item.finding),
            item.evidence,
            item.finding.lpar is None,
            item.finding.waiver,
            item.finding.attestation,
        )
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
        statements=_statements(first.finding),
        is_example=any(item.finding.message != first.finding.message for item in items),
        cells=by_report(visible_cells),
        more_cells=by_report(others),
        n_more_cells=len(others),
    )


def _statements(finding: Finding) -> tuple[str, ...]:
    """Who waived or attested it, and whether that still holds."""
    said = []
    if finding.attestation:
        given = finding.attestation
        note = f": {given.note}" if given.note else "."
        if finding.attestation_expired:
            said.append(f"The attestation of {given.who} ran out on {given.until}, and no longer counts{note}")
        else:
            answer = "is so" if given.is_met else "is not so"
            said.append(f"Attested, not proved: {given.who} said on {given.when} that it {answer}{note}")
    if finding.waiver:
        held = finding.waiver
        if finding.waiver_expired:
            said.append(f"The waiver of {held.owner} ran out on {held.until}, and no longer counts: {held.reason}")
        else:
            said.append(f"Waived by {held.owner} until {held.until}: {held.reason}")
    return tuple(said)


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
