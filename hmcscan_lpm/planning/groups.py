"""The findings of an assessment by rule: the rule's text once, its findings below it, and how many moves they touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from hmcscan_lpm.engine import Assessment, Finding
from hmcscan_lpm.planning.model import RuleGroup, ShownFinding

if TYPE_CHECKING:
    import pandas as pd


def rule_groups(assessment: Assessment) -> tuple[RuleGroup, ...]:
    """Groups of one rule, outcome, severity, waived or not, attested or not, in the order of the assessment."""
    touched = _Touched(assessment.moves)
    return tuple(_group(assessment, findings, touched) for findings in _by_rule(assessment.items))


def _by_rule(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """Findings in runs of one rule, outcome and severity; they come sorted by these."""
    runs = groupby(
        findings,
        key=lambda item: (
            item.rule.id,
            item.outcome,
            item.severity,
            item.waived is not None,
            item.attested is not None,
        ),
    )
    return [tuple(run) for _, run in runs]


def _group(assessment: Assessment, findings: Sequence[Finding], touched: _Touched) -> RuleGroup:
    first, rule = findings[0], findings[0].rule
    return RuleGroup(
        rule_id=rule.id,
        title=rule.title,
        family=rule.family,
        severity=first.severity,
        outcome=first.outcome,
        waived=first.waived is not None,
        attested=first.attested is not None,
        confidence=rule.confidence,
        why=rule.why,
        limits=rule.limits,
        remedy=rule.remedy.summary,
        remedy_steps=rule.remedy.steps,
        remedy_commands=tuple((item.on, item.run, item.disruptive) for item in rule.remedy.commands),
        references=tuple((item.title, item.url or item.publication) for item in rule.references),
        findings=tuple(_shown(assessment, finding) for finding in findings),
        moves=touched.count(findings),
    )


def _shown(assessment: Assessment, finding: Finding) -> ShownFinding:
    """*finding* with its cells and commands."""
    commands = tuple((command.on, run, command.disruptive) for command, run in finding.commands)
    return ShownFinding(finding, assessment.evidence(finding), commands)


class _Touched:
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
