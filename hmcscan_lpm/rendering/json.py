"""An assessment or a plan as JSON, for programs. The schemas stand in docs/, docs/json.md explains them.

Keys come in the order of the schema, lists in the order of the assessment: same input, same bytes.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from hmcscan_lpm.catalogue import Attestation, Catalogue, Waiver
from hmcscan_lpm.engine import Assessment, AttestationUse, Finding, WaiverUse
from hmcscan_lpm.estate import Evidence, FactSource, Source
from hmcscan_lpm.planning.model import MoveSummary, PartitionSheet, Plan, RuleGroup
from hmcscan_lpm.rendering.escape import json_text
from hmcscan_lpm.rendering.rule_pages import rules_document
from hmcscan_lpm.tables.schema import records

ASSESSMENT_SCHEMA = "hmcscan-lpm/assessment/1"
PLAN_SCHEMA = "hmcscan-lpm/plan/1"
RULES_SCHEMA = "hmcscan-lpm/rules/1"


def render_assessment(assessment: Assessment) -> str:
    """:func:`assessment_document` as text, with a newline at its end."""
    return _text(assessment_document(assessment))


def render_plan(plan: Plan) -> str:
    """:func:`plan_document` as text, with a newline at its end."""
    return _text(plan_document(plan))


def render_rules(catalogue: Catalogue) -> str:
    """The list of rules as text, with a newline at its end."""
    return _text({"schema": RULES_SCHEMA, "rules": rules_document(catalogue)})


def assessment_document(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain JSON values, schema ``hmcscan-lpm/assessment/1``."""
    return {
        "schema": ASSESSMENT_SCHEMA,
        "reports": [_report(source) for source in assessment.estate.sources],
        "facts": [_fact_source(source) for source in assessment.estate.fact_sources],
        "issues": _plain(assessment.estate.issues),
        "moves": [_move(row) for row in records(assessment.moves)],
        "findings": [_finding(item, assessment.evidence(item)) for item in assessment.items],
        "waivers": _waiver_use(assessment.waiver_use),
        "attestations": _attestation_use(assessment.attestation_use),
        "parameters": _plain(assessment.catalogue.parameters),
        "catalogue": {"version": assessment.catalogue.version, "sha256": assessment.catalogue.sha256},
    }


def plan_document(plan: Plan) -> dict[str, Any]:
    """Everything in the plan as plain JSON values, schema ``hmcscan-lpm/plan/1``; keys are the fields of the plan."""
    return {
        "schema": PLAN_SCHEMA,
        **_fields(
            plan,
            moves=[_planned_move(move) for move in plan.moves],
            left_out=[dict(zip(("source", "lpar", "reason"), item, strict=True)) for item in plan.left_out],
            groups=[_group(group) for group in plan.groups],
            partitions=[_partition(sheet) for sheet in plan.partitions],
            fact_sources=[_fact_source(source) for source in plan.fact_sources],
            waivers=_waiver_use(plan.waivers),
            attestations=_attestation_use(plan.attestations),
            questions=[_fields(item, rules=_pairs(item.rules, "title")) for item in plan.questions],
        ),
    }


def _fields(value: Any, **changed: Any) -> dict[str, Any]:
    """The fields of a dataclass by name, some of them in another shape."""
    names = [field.name for field in dataclasses.fields(value)]
    return {name: changed[name] if name in changed else _plain(getattr(value, name)) for name in names}


def _text(document: Mapping[str, Any]) -> str:
    return json_text(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def _report(source: Source) -> dict[str, Any]:
    return {
        "file": source.file,
        "sha256": source.sha256,
        "manager": ", ".join(source.managers),
        "scanned_at": source.scanned_at,
        "scanner_version": source.scanner_version,
        "systems": list(source.systems),
    }


def _fact_source(source: FactSource) -> dict[str, Any]:
    return _fields(source, outputs=[{"output": name, "rows": rows} for name, rows in source.outputs])


def _move(row: Mapping[str, Any]) -> dict[str, Any]:
    whole = {name: _whole(row[name]) for name in row if name.startswith("n_") or name == "lpar_id"}
    counts = {name: whole[f"n_{name.replace('-', '_')}"] for name in ("fail", "unknown", "pass", "not-applicable")}
    for name in ("error", "waived", "attested"):
        if whole[f"n_{name}"]:
            counts[name] = whole[f"n_{name}"]
    return {
        "lpar": row["lpar"],
        "lpar_id": whole["lpar_id"],
        "source": row["source"],
        "target": row["target"],
        "mode": row["mode"],
        "verdict": row["verdict"],
        "counts": counts,
    }


def _planned_move(move: MoveSummary) -> dict[str, Any]:
    return _fields(
        move,
        blockers=_pairs(move.blockers, "reason"),
        open_questions=_pairs(move.open_questions, "reason"),
        risks=_pairs(move.risks, "reason"),
    )


def _pairs(pairs: tuple[tuple[str, str], ...], name: str) -> list[dict[str, str]]:
    return [{"rule": rule, name: text} for rule, text in pairs]


def _finding(finding: Finding, evidence: tuple[Evidence, ...]) -> dict[str, Any]:
    return {
        "rule": finding.rule.id,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "lpar": finding.lpar,
        "source": finding.source,
        "target": finding.target,
        "item": finding.item,
        "message": finding.message,
        "evidence": [
            {"report": cell.report, "tab": cell.tab, "cell": cell.cell, "column": cell.column, "value": cell.value}
            for cell in evidence
        ],
        "remedy": finding.remedy,
        "verify": [run for _, run in finding.commands],
        "waived": None if finding.waived is None else _waiver(finding.waived),
        "expired_waiver": _waiver(finding.waiver) if finding.waiver and finding.waiver_expired else None,
        "attested": None if finding.attested is None else _attestation(finding.attested),
        "expired_attestation": (
            _attestation(finding.attestation) if finding.attestation and finding.attestation_expired else None
        ),
    }


def _attestation(given: Attestation) -> dict[str, str]:
    return {
        "answer": "yes" if given.is_met else "no",
        "who": given.who,
        "when": given.when,
        "until": given.until,
        "note": given.note,
    }


def _attestation_use(uses: Iterable[AttestationUse]) -> list[dict[str, Any]]:
    patterns = ("rule", "lpar", "source", "target", "item")
    return [
        {
            **{name: getattr(use.attestation, name) for name in patterns},
            **_attestation(use.attestation),
            "file": use.attestation.file,
            "state": use.state,
            "findings": use.findings,
        }
        for use in uses
    ]


def _waiver(waiver: Waiver) -> dict[str, str]:
    return {"reason": waiver.reason, "owner": waiver.owner, "until": waiver.until}


def _waiver_use(uses: Iterable[WaiverUse]) -> list[dict[str, Any]]:
    return [{**_plain(use.waiver), "state": use.state, "findings": use.findings} for use in uses]


def _group(group: RuleGroup) -> dict[str, Any]:
    return _fields(
        group,
        remedy_commands=_commands(group.remedy_commands),
        references=[{"title": title, "where": where} for title, where in group.references],
        findings=[
            {**_finding(item.finding, item.evidence), "verify": _commands(item.commands)} for item in group.findings
        ],
    )


def _commands(commands: tuple[tuple[str, str, bool], ...]) -> list[dict[str, Any]]:
    return [{"on": on, "run": run, "disruptive": disruptive} for on, run, disruptive in commands]


def _partition(sheet: PartitionSheet) -> dict[str, Any]:
    return _fields(
        sheet,
        disks=[
            _fields(disk, seen_by={target: list(vioses) for target, vioses in disk.seen_by}) for disk in sheet.disks
        ],
        physical_slots=[{"location": place, "description": what} for place, what in sheet.physical_slots],
    )


def _plain(value: Any) -> Any:
    """*value* as JSON knows it: numbers of numpy and pandas as numbers, whatever is missing or infinite as null."""
    if value is None or value is pd.NA or isinstance(value, str | bool | int):
        return None if value is pd.NA else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _plain_number(value)


def _plain_number(value: Any) -> Any:
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    return str(value)


def _whole(value: Any) -> int | None:
    """A whole number out of a frame, which turns them into floats as soon as one is missing."""
    plain = _plain(value)
    return None if plain is None else int(plain)
