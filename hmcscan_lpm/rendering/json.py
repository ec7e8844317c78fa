"""An assessment or a plan as JSON, for programs. The schemas stand in docs/, docs/json.md explains them.

Keys come in the order of the schema, lists in the order of the assessment: same input, same bytes.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from hmcscan_lpm.engine import Assessment, Finding
from hmcscan_lpm.estate import Evidence, Source
from hmcscan_lpm.planning.model import MoveSummary, PartitionSheet, Plan, RuleGroup, ShownFinding
from hmcscan_lpm.rendering.escape import json_text
from hmcscan_lpm.tables.schema import records

ASSESSMENT_SCHEMA = "hmcscan-lpm/assessment/1"
PLAN_SCHEMA = "hmcscan-lpm/plan/1"


def render_assessment(assessment: Assessment) -> str:
    """:func:`assessment_document` as text, with a newline at its end."""
    return _text(assessment_document(assessment))


def render_plan(plan: Plan) -> str:
    """:func:`plan_document` as text, with a newline at its end."""
    return _text(plan_document(plan))


def assessment_document(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain JSON values, schema ``hmcscan-lpm/assessment/1``."""
    return {
        "schema": ASSESSMENT_SCHEMA,
        "reports": [_report(source) for source in assessment.estate.sources],
        "issues": [dataclasses.asdict(issue) for issue in assessment.estate.issues],
        "moves": [_move(row) for row in records(assessment.moves)],
        "findings": [_finding(item, assessment.evidence(item)) for item in assessment.items],
        "catalogue": {"version": assessment.catalogue.version, "sha256": assessment.catalogue.sha256},
    }


def plan_document(plan: Plan) -> dict[str, Any]:
    """Everything in the plan as plain JSON values, schema ``hmcscan-lpm/plan/1``."""
    return {
        "schema": PLAN_SCHEMA,
        "title": plan.title,
        "made_at": plan.made_at,
        "reports": [
            {**_report(source), "kind": source.kind, "dialect": source.dialect, "sanitized": source.sanitized}
            for source in plan.sources
        ],
        "sources": list(plan.source_systems),
        "targets": list(plan.target_systems),
        "moves": [_planned_move(move) for move in plan.moves],
        "left_out": [dict(zip(("source", "lpar", "reason"), item, strict=True)) for item in plan.left_out],
        "capacity": _plain(plan.capacity),
        "rules": [_group(group) for group in plan.groups],
        "partitions": [_partition(sheet) for sheet in plan.partitions],
        "questions": [
            {"on": item.on, "run": item.command, "rules": [_pair(rule, "title") for rule in item.rules]}
            for item in plan.questions
        ],
        "issues": _plain(plan.issues),
        "catalogue": {"version": plan.catalogue_version, "sha256": plan.catalogue_sha256, "rules": plan.n_rules},
    }


def _text(document: Mapping[str, Any]) -> str:
    plain = json.dumps(_plain(document), ensure_ascii=False, indent=2, allow_nan=False)
    return json_text(plain) + "\n"


def _report(source: Source) -> dict[str, Any]:
    return {
        "file": source.file,
        "sha256": source.sha256,
        "manager": ", ".join(source.managers),
        "scanned_at": source.scanned_at,
        "scanner_version": source.scanner_version,
        "systems": list(source.systems),
    }


def _counts(fail: Any, unknown: Any, passed: Any, not_applicable: Any, error: Any) -> dict[str, Any]:
    counts = {"fail": fail, "unknown": unknown, "pass": passed, "not-applicable": not_applicable}
    return {**counts, "error": error} if error else counts


def _move(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "lpar": row["lpar"],
        "lpar_id": _whole(row["lpar_id"]),
        "source": row["source"],
        "target": row["target"],
        "mode": row["mode"],
        "verdict": row["verdict"],
        "counts": _counts(row["n_fail"], row["n_unknown"], row["n_pass"], row["n_not_applicable"], row["n_error"]),
    }


def _planned_move(move: MoveSummary) -> dict[str, Any]:
    return {
        "lpar": move.lpar,
        "lpar_id": move.lpar_id,
        "source": move.source,
        "target": move.target,
        "mode": move.mode,
        "verdict": move.verdict,
        "counts": _counts(move.n_fail, move.n_unknown, move.n_pass, move.n_not_applicable, move.n_error),
        "env": move.env,
        "os_version": move.os_version,
        "state": move.state,
        "cores": move.cores,
        "memory_mb": move.memory_mb,
        "blockers": [_pair(item, "reason") for item in move.blockers],
        "open_questions": [_pair(item, "reason") for item in move.open_questions],
        "risks": [_pair(item, "reason") for item in move.risks],
    }


def _pair(pair: tuple[str, str], name: str) -> dict[str, str]:
    return {"rule": pair[0], name: pair[1]}


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
        "evidence": [dataclasses.asdict(cell) for cell in evidence],
        "remedy": finding.remedy,
        "verify": [run for _, run in finding.commands],
        "waived": None,
    }


def _group(group: RuleGroup) -> dict[str, Any]:
    return {
        "rule": group.rule_id,
        "title": group.title,
        "family": group.family,
        "severity": group.severity,
        "outcome": group.outcome,
        "confidence": group.confidence,
        "why": group.why,
        "limits": group.limits,
        "remedy": {
            "summary": group.remedy,
            "steps": list(group.remedy_steps),
            "commands": [_command(command) for command in group.remedy_commands],
        },
        "references": [{"title": title, "where": where} for title, where in group.references],
        "moves": group.moves,
        "findings": [_shown(item) for item in group.findings],
    }


def _shown(item: ShownFinding) -> dict[str, Any]:
    finding = _finding(item.finding, item.evidence)
    return {**finding, "verify": [_command(command) for command in item.commands]}


def _partition(sheet: PartitionSheet) -> dict[str, Any]:
    disks = [{**dataclasses.asdict(disk), "seen_by": dict(disk.seen_by)} for disk in sheet.disks]
    slots = [{"location": location, "description": description} for location, description in sheet.physical_slots]
    return {**dataclasses.asdict(sheet), "disks": disks, "physical_slots": slots}


def _command(command: tuple[str, str, bool]) -> dict[str, Any]:
    on, run, disruptive = command
    return {"on": on, "run": run, "disruptive": disruptive}


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


def _whole(value: Any) -> Any:
    """A partition id: frames turn whole numbers into floats as soon as one is missing."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
