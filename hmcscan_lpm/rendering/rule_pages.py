"""The catalogue for people and programs: a page per rule, the index of all, and the list of them as data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hmcscan_lpm.catalogue.model import FAMILIES, Catalogue, Command, Rule
from hmcscan_lpm.examples import decided_by

SCANNERS = {"java": "Java HMC Scanner", "python": "Python hmcscanner", "facts": "facts that are handed over"}


def _scanners(rule: Rule) -> str:
    return " and ".join(SCANNERS[dialect] for dialect in decided_by(rule)) or "people only"


def rules_document(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The rules as plain JSON values, in the catalogue's order."""
    return [
        {
            "id": rule.id,
            "family": rule.family,
            "title": rule.title,
            "severity": rule.severity,
            "modes": list(rule.modes),
            "subject": rule.subject,
            "confidence": rule.confidence,
            "decided_by": list(decided_by(rule)),
            "params": dict(rule.params),
            "own": rule.id in catalogue.own,
        }
        for rule in catalogue.rules
    ]


def rule_page(rule: Rule) -> str:
    """One rule as Markdown: all that its page says, in the order in which one reads it."""
    lines = [
        f"# {rule.id}",
        "",
        f"**{rule.title}.**",
        "",
        "| | |",
        "|---|---|",
        f"| severity | {rule.severity} |",
        f"| applies to | {' and '.join(rule.modes)} moves |",
        f"| judged for | {SUBJECTS[rule.subject]} |",
        f"| confidence | {rule.confidence} |",
        f"| decided by | {_scanners(rule)} |",
        f"| needs | {', '.join(f'`{need.table}` ({need.side})' for need in rule.needs) or 'what every report has'} |",
        f"| page | `rules/{rule.family}/{rule.id}.toml` |",
        "",
        "## Why",
        "",
        rule.why,
        "",
        "## What it cannot see",
        "",
        rule.limits,
        "",
    ]
    if rule.params:
        lines += ["## Parameters", "", *(f"- `{name}` = {value}" for name, value in rule.params.items()), ""]
    lines += ["## If it fails", "", rule.remedy.summary, ""]
    lines += [f"{number}. {step}" for number, step in enumerate(rule.remedy.steps, 1)]
    lines += [""] * bool(rule.remedy.steps)
    lines += _commands("Commands", rule.remedy.commands) + _commands("To verify", rule.remedy.verify)
    lines += _commands("If it is unknown", rule.ask, level=2)
    lines += ["## Decided by", "", "```sql", rule.sql, "```", ""]
    lines += ["## Proved by", "", "| example | report | outcome |", "|---|---|---|"]
    lines += [f"| {example.name} | {example.report} | {example.outcome} |" for example in rule.examples]
    lines += ["", "## References", ""]
    lines += [
        f"- [{ref.title}]({ref.url})" if ref.url else f"- {ref.title}{f' ({ref.publication})' * bool(ref.publication)}"
        for ref in rule.references
    ]
    return "\n".join(lines) + "\n"


SUBJECTS = {
    "move": "each move (partition and target)",
    "lpar": "each partition, whatever the target",
    "pair": "each pair of servers",
    "system": "each server",
    "estate": "all reports together",
}


def _commands(title: str, found: Iterable[Command], level: int = 3) -> list[str]:
    found = list(found)
    if not found:
        return []
    lines = [f"{'#' * level} {title}", "", "```"]
    lines += [f"{command.on}: {command.run}{'   (changes something)' * command.disruptive}" for command in found]
    return [*lines, "```", ""]


def index(catalogue: Catalogue) -> str:
    """All rules as a Markdown table by family, with links to their pages."""
    lines = [
        "# The catalogue",
        "",
        "One file is one prerequisite of a move: what it means, how it is decided, how that is proved.",
        "How to add one: [CONTRIBUTING.md](../CONTRIBUTING.md).",
        "",
    ]
    for family in FAMILIES:
        rules = [rule for rule in catalogue.rules if rule.family == family]
        if rules:
            lines += [
                f"## {family}",
                "",
                "| rule | holds when | severity | moves | confidence | decided by |",
                "|---|---|---|---|---|---|",
            ]
            lines += [
                f"| [{rule.id}](../docs/rules/{rule.id}.md) | {rule.title} | {rule.severity} | {', '.join(rule.modes)} "
                f"| {rule.confidence} | {_scanners(rule)} |"
                for rule in rules
            ]
            lines.append("")
    return "\n".join(lines)
