"""Findings as CSV for a spreadsheet: one row per finding, no cell of which a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io

from hmcscan_lpm.catalogue import Attestation
from hmcscan_lpm.engine import Assessment, Finding
from hmcscan_lpm.rendering.escape import csv_cell

COLUMNS: tuple[str, ...] = (
    "rule", "severity", "outcome", "lpar", "source", "target", "item", "message", "evidence", "remedy", "verify",
    "waived", "attested",
)  # fmt: skip
"""``lpar``, ``source`` and ``target`` are empty where a finding touches any."""


def render_assessment(assessment: Assessment) -> str:
    """The findings of *assessment* with a heading row; every cell is quoted, lines end with a line feed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([csv_cell(cell) for cell in _row(assessment, finding)] for finding in assessment.items)
    return text.getvalue()


def _row(assessment: Assessment, finding: Finding) -> tuple[str, ...]:
    evidence = (
        f"{cell.report} {cell.tab}!{cell.cell} {cell.column}={cell.value}"
        if cell.column
        else f"{cell.report} {cell.tab}!{cell.cell}"
        for cell in assessment.evidence(finding)
    )
    return (
        finding.rule.id,
        finding.severity,
        finding.outcome,
        finding.lpar or "",
        finding.source or "",
        finding.target or "",
        finding.item,
        finding.message,
        "; ".join(evidence),
        finding.remedy,
        "\n".join(run for _, run in finding.commands),
        f"until {finding.waived.until} by {finding.waived.owner}: {finding.waived.reason}" if finding.waived else "",
        _answer(finding.attested),
    )


def _answer(given: Attestation | None) -> str:
    if given is None:
        return ""
    note = f": {given.note}" if given.note else ""
    return f"{'yes' if given.is_met else 'no'}, {given.who} on {given.when}, until {given.until}{note}"
