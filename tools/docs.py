"""Write the generated documentation: rule pages, the rule index, the relations and the command line.

``python tools/docs.py`` writes, ``--check`` fails when a file is not what would be written.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from typer.testing import CliRunner

from hmcscan_lpm import relations
from hmcscan_lpm.catalogue import load
from hmcscan_lpm.catalogue.model import FAMILIES, Catalogue, Command, Rule
from hmcscan_lpm.cli import app
from hmcscan_lpm.tables.vocabulary import PROVENANCE, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[1]
MADE = "<!-- made by tools/docs.py -->"

KNOWN = {
    "settings": "One row: `mode` (auto, active, inactive).",
    "selected_lpars": "The partitions asked for: `system`, `lpar`.",
    "selected_targets": "The targets asked for: `system`.",
    "coverage": "Who could be asked: `system`, `vios` (null: the whole server), `tbl`, `collected`, `reason`.",
    "known_machine_types": "Machine types: `type_model`, `machine`, `generation`, `generation_order`, `confidence`.",
    "known_processor_modes": "Modes by generation: `generation`, `mode`, `min_firmware`, `certain`.",
    "known_limits": "Single numbers of `knowledge/limits.toml`, one row.",
}


def main() -> int:
    catalogue = load()
    pages = {ROOT / "docs" / "rules" / f"{rule.id}.md": rule_page(rule) for rule in catalogue.rules}
    pages[ROOT / "rules" / "README.md"] = index(catalogue)
    pages[ROOT / "docs" / "relations.md"] = relations_page()
    pages[ROOT / "docs" / "cli.md"] = cli_page()
    stale = [path for path in (ROOT / "docs" / "rules").glob("*.md") if path not in pages]
    if "--check" in sys.argv:
        wrong = [path for path, text in pages.items() if not path.is_file() or path.read_text("utf-8") != text]
        for path in [*wrong, *stale]:
            print(f"{path.relative_to(ROOT)} is not what tools/docs.py writes; run it")
        return 1 if wrong or stale else 0
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for path in stale:
        path.unlink()
    return 0


def rule_page(rule: Rule) -> str:
    lines = [
        MADE,
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
    lines += commands("Commands", rule.remedy.commands) + commands("To verify", rule.remedy.verify)
    lines += commands("If it is unknown", rule.ask, level=2)
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


def commands(title: str, found: Iterable[Command], level: int = 3) -> list[str]:
    found = list(found)
    if not found:
        return []
    lines = [f"{'#' * level} {title}", "", "```"]
    lines += [f"{command.on}: {command.run}{'   (changes something)' * command.disruptive}" for command in found]
    return [*lines, "```", ""]


def index(catalogue: Catalogue) -> str:
    lines = [
        MADE,
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
                "| rule | holds when | severity | moves | confidence |",
                "|---|---|---|---|---|",
            ]
            lines += [
                f"| [{rule.id}](../docs/rules/{rule.id}.md) | {rule.title} | {rule.severity} | {', '.join(rule.modes)} "
                f"| {rule.confidence} |"
                for rule in rules
            ]
            lines.append("")
    return "\n".join(lines)


def relations_page() -> str:
    lines = [
        MADE,
        "# Tables and relations",
        "",
        "What rules and `query` can read.",
        (
            "Every table and most relations have `at`, the reference of their row; "
            "`cell(at, 'column')` names one cell of it as evidence."
        ),
        "",
        "## Relations",
        "",
    ]
    for relation in sorted(relations.relations(), key=lambda relation: relation.name):
        lines += [f"### {relation.name}", "", relation.row, "", "| column | meaning |", "|---|---|"]
        lines += [f"| `{name}` | {meaning} |" for name, meaning in relation.columns.items()] + [""]
    lines += ["## Given relations", "", "| relation | rows |", "|---|---|"]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in KNOWN.items()]
    lines += [
        "",
        "## Tables",
        "",
        "Memory is in MB, processing in cores.",
        "Every table has the columns "
        + ", ".join(f"`{column.name}` ({column.meaning})" for column in PROVENANCE)
        + ".",
        "",
    ]
    for table in TABLES.values():
        by = "the HMC for the whole server" if table.collected_by == "hmc" else "each VIOS for itself"
        lines += [
            f"### {table.name}",
            "",
            f"A row is {table.row}; collected by {by}.",
            "",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        lines += [f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in table.columns] + [""]
    return "\n".join(lines)


def cli_page() -> str:
    lines = [
        MADE,
        "# The command line",
        "",
        "| exit code | meaning |",
        "|---|---|",
        "| 0 | every selected move is ready |",
        "| 1 | one is blocked |",
        "| 2 | wrong usage or unreadable input |",
        "| 3 | none is blocked, one is unproven |",
        "",
        "Results go to stdout, progress to stderr when it is a terminal.",
        "`HMCSCAN_LPM_DEBUG=1` shows the traceback behind an error message.",
        "",
    ]
    runner = CliRunner(env={"COLUMNS": "100", "TERMINAL_WIDTH": "100"})
    for command in sorted(app.registered_commands, key=command_name):
        name = command_name(command)
        lines += [
            f"## hmcscan-lpm {name}",
            "",
            "```",
            runner.invoke(app, [name, "--help"], prog_name="hmcscan-lpm").output.strip(),
            "```",
            "",
        ]
    return "\n".join(lines)


def command_name(command: typer.models.CommandInfo) -> str:
    return command.name or command.callback.__name__


if __name__ == "__main__":
    sys.exit(main())
