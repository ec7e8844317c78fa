"""Write the generated documentation: rule pages, the rule index, the relations, the command line and the schema of plans.

``python tools/docs.py`` writes, ``--check`` fails when a file is not what would be written.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typer
from schema import with_generated
from typer.testing import CliRunner

from hmcscan_lpm import relations
from hmcscan_lpm.catalogue import load
from hmcscan_lpm.cli import app, rules_app
from hmcscan_lpm.rendering.rule_pages import index, rule_page
from hmcscan_lpm.tables.vocabulary import PROVENANCE, TABLES

ROOT = Path(__file__).resolve().parents[1]
MADE = "<!-- made by tools/docs.py -->"

KNOWN = {
    "settings": "One row: `mode` (auto, active, inactive), `together` (the moves are one plan), `today` (null: not given).",
    "selected_lpars": "The partitions asked for: `system`, `lpar`.",
    "selected_targets": "The targets asked for: `system`.",
    "chosen_moves": "The moves that were chosen one by one, none where all were asked for: `number`, `system`, `lpar`, `target`.",
    "coverage": "Who could be asked: `system`, `vios` (null: the whole server), `tbl`, `collected`, `reason`.",
    "reports": "The reports: `report` (file), `sanitized` (names and serial numbers in it are placeholders).",
    "known_machine_types": "Machine types: `type_model`, `machine`, `generation`, `generation_order`, `confidence`.",
    "known_processor_modes": "Modes by generation: `generation`, `mode`, `min_firmware`, `certain`.",
    "known_limits": "Single numbers of `knowledge/limits.toml`, one row.",
}


COLLECTED_BY = {
    "hmc": "collected by the HMC for the whole server",
    "vios": "collected by each VIOS for itself",
    "stats": "collected by the HMC, read on request only",
    "facts": "in no report: filled by what is handed over with `--facts`",
}


def main() -> int:
    catalogue = load()
    pages = {ROOT / "docs" / "rules" / f"{rule.id}.md": f"{MADE}\n{rule_page(rule)}" for rule in catalogue.rules}
    pages[ROOT / "rules" / "README.md"] = f"{MADE}\n{index(catalogue)}"
    pages[ROOT / "docs" / "relations.md"] = relations_page()
    pages[ROOT / "docs" / "cli.md"] = cli_page()
    schema = ROOT / "docs" / "plan.schema.json"
    pages[schema] = (
        json.dumps(with_generated(json.loads(schema.read_text("utf-8"))), indent=2, ensure_ascii=False) + "\n"
    )
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
        by = COLLECTED_BY[table.collected_by]
        lines += [
            f"### {table.name}",
            "",
            f"A row is {table.row}; {by}.",
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
        "`verify`: 0 verified, 1 failed, 3 unproven.",
        "`diff`: 0 nothing that touches a prerequisite changed, or the plan holds; 1 something did, or it holds no longer; 3 that cannot be told.",
        "",
        "Results go to stdout, progress to stderr when it is a terminal.",
        "`HMCSCAN_LPM_DEBUG=1` shows the traceback behind an error message.",
        "",
    ]
    runner = CliRunner(env={"COLUMNS": "100", "TERMINAL_WIDTH": "100"})
    for words in sorted([*commands(app), *(["rules", *rest] for rest in commands(rules_app))]):
        lines += [
            f"## hmcscan-lpm {' '.join(words)}",
            "",
            "```",
            runner.invoke(app, [*words, "--help"], prog_name="hmcscan-lpm").output.strip(),
            "```",
            "",
        ]
    return "\n".join(lines)


def commands(group: typer.Typer) -> list[list[Any]]:
    """The words that call each command of *group* itself."""
    return [[command.name or getattr(command.callback, "__name__", "")] for command in group.registered_commands]


if __name__ == "__main__":
    sys.exit(main())
