"""What the command line prints fits a terminal, and is whole in a pipe."""

from __future__ import annotations

import io
import re
from typing import Any

import pandas as pd
from rich.cells import cell_len
from rich.console import Console

from hmcscan_lpm.issues import Issue
from hmcscan_lpm.rendering import table

from . import builders as b

LONG = "a-partition-with-a-name-that-is-far-too-long-for-any-column-of-a-terminal-of-eighty"


def terminal(width: int = 80) -> tuple[Console, io.StringIO]:
    text = io.StringIO()
    return Console(file=text, width=width, force_terminal=True, color_system="standard", highlight=False), text


def shown(text: io.StringIO) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", text.getvalue()).splitlines()


def moves(*names: str, target: str = b.TARGET) -> list[dict[str, Any]]:
    row = {"lpar_id": 1, "source": b.SOURCE, "target": target, "mode": "active", "verdict": "blocked"}
    counts = {
        "n_fail": 1,
        "n_unknown": 2,
        "n_error": 0,
        "n_waived": 0,
        "n_attested": 0,
        "n_pass": 3,
        "n_not_applicable": 4,
    }
    return [{"lpar": name, **row, **counts} for name in names]


def test_a_pipe_gets_moves_findings_and_the_sum() -> None:
    assert table.assessment_text(b.assessment()).splitlines() == [
        "verdict   partition  from         to            mode    fail  unknown",
        "blocked   db01       ams-s924-01  ams-s1022-02  active     1        1",
        "unproven  web01      ams-s924-01  ams-s1022-02  active     0        2",
        "",
        "FAIL  blocker  npiv-wwpn-pair  (1 move)",
        "  Every NPIV adapter has two valid WWPNs that nobody else uses",
        "  - db01: Slot 14: there is no valid second WWPN.",
        "  To do: Remove the adapter in slot 14 and create it again.",
        "  Check: lshwres -r virtualio --rsubtype fc -m ams-s924-01 --filter lpar_names=db01",
        "",
        "UNKNOWN  blocker  lmb-equal  (2 moves)",
        "  The memory region size is the same on both servers",
        "  - ams-s924-01 -> ams-s1022-02: The report does not show it.",
        "  Settled by: lshwres -r virtualio --rsubtype fc -m ams-s924-01 --filter lpar_names=<lpar>",
        "",
        "UNKNOWN  blocker  npiv-zoned  (1 move)",
        "  Both WWPNs are zoned",
        "  - web01, slot 14: No report shows zoning.",
        "  Settled by: lshwres -r virtualio --rsubtype fc -m ams-s924-01 --filter lpar_names=web01",
        "",
        "2 moves: 1 blocked, 1 unproven, 0 ready. 1 rule, 1 data-quality issue.",
    ]


def test_a_terminal_of_80_columns_is_not_overrun_and_shows_whole_names() -> None:
    console, text = terminal()
    table.print_assessment(console, b.assessment(moves=moves(LONG, "db02")))
    lines = shown(text)
    assert max(cell_len(line) for line in lines if "lshwres" not in line) <= 80
    first = [line[9:] for line in lines[1 : next(i for i, line in enumerate(lines) if "db02" in line)]]
    column = "".join(line.split("  ")[0].strip() for line in first)
    assert column == LONG


def test_a_pipe_shows_whole_names_on_one_line() -> None:
    text = table.assessment_text(b.assessment(moves=moves(LONG)))
    assert any(LONG in line for line in text.splitlines())
    assert "\x1b" not in text


def test_a_terminal_counts_many_moves_and_a_pipe_lists_them() -> None:
    many = b.assessment(findings=(), moves=moves(*(f"lpar{number}" for number in range(201))))
    console, text = terminal()
    table.print_assessment(console, many)
    lines = shown(text)
    assert re.split(r"  +", lines[1].strip()) == [b.SOURCE, b.TARGET, "201", "0", "0"]
    assert len(table.assessment_text(many).splitlines()) == 204


def test_a_terminal_cuts_long_lists_and_says_so() -> None:
    findings = [b.finding(item=f"slot {number}", message="Not mapped.") for number in range(30)]
    console, text = terminal()
    table.print_assessment(console, b.assessment(findings=findings))
    assert "    and 20 more" in shown(text)
    assert table.assessment_text(b.assessment(findings=findings)).count("  - db01, slot") == 30


def test_a_terminal_indents_what_it_wraps_but_leaves_commands_whole() -> None:
    message = "There is no valid second WWPN, and this sentence is longer than a line of a terminal."
    console, text = terminal()
    table.print_assessment(console, b.assessment(findings=[b.finding(message=message)]))
    lines = shown(text)
    first = next(index for index, line in enumerate(lines) if "db01, slot 14: There" in line)
    assert lines[first + 1].startswith("  ")
    command = f"  Check: lshwres -r virtualio --rsubtype fc -m {b.SOURCE} --filter lpar_names=db01"
    assert command in lines


def test_names_cannot_drive_the_terminal_or_use_markup() -> None:
    name = "\x1b[31mred[/bold][link=x]\u202e"
    text = table.assessment_text(b.assessment(findings=[b.finding(lpar=name)], moves=moves(name)))
    assert "\x1b" not in text
    assert text.count("[U+001B][31mred[/bold][link=x][U+202E]") == 2
    console, screen = terminal(200)
    table.print_assessment(console, b.assessment(findings=[b.finding(lpar=name)], moves=moves(name)))
    assert "\n".join(shown(screen)).count("[U+001B][31mred[/bold][link=x][U+202E]") == 2


def test_inspection_accounts_for_every_tab() -> None:
    text = io.StringIO()
    systems = pd.DataFrame({"system": ["s1", "s2"]})
    tables = {"systems": systems, "lpars": pd.DataFrame({"lpar": ["a", "b", "c"]}), "seas": pd.DataFrame()}
    coverage = pd.DataFrame(
        {
            "system": ["s1", "s1", "s1", "s1", "s2"],
            "vios": [None, "v1", "v1", None, None],
            "tbl": ["lpars", "seas", "vios_disks", "mem_pools", "mem_pools"],
            "collected": [True, False, False, False, False],
            "reason": [None, "no RMC", "no RMC", "not printed", "not printed"],
        }
    ).astype({"vios": "string", "reason": "string"})
    table.print_inspection(Console(file=text), b.estate(tables=tables, coverage=coverage))
    assert text.getvalue().splitlines() == [
        b.FILE,
        "  format   xls, java scanner 0.11.50",
        "  HMC      hmc-ams1",
        "  scanned  2025-08-20 07:54",
        "  servers  ams-s924-01 and ams-s1022-02",
        f"  sha256   {b.SHA}",
        "tab             rows  loaded   remark",
        "LPAR_Summary       9  lpars 8",
        "SEA Statistics   120           usage over time, not needed for moves",
        "",
        "Tables of all reports together",
        "table    rows",
        "systems     2",
        "lpars       3",
        "",
        "Not collected: rules that need it answer unknown",
        "server        VIOS  reason       tables",
        "s1            v1    no RMC       seas, vios_disks",
        "every server        not printed  mem_pools",
        "",
        "1 data-quality issue",
        f"  unreadable-value (1) in {b.FILE}",
        "  - VIOS disks!H14: 12 GiB? is no size; taken as not known.",
    ]


def test_issues_are_cut_on_a_terminal_only() -> None:
    issues = tuple(Issue(b.FILE, "LPAR_MEM", f"H{row}", "unreadable-value", "What is it?") for row in range(12))
    console, text = terminal()
    table.print_inspection(console, b.estate(issues=issues))
    assert shown(text)[-1] == "    and 2 more"
    pipe = io.StringIO()
    table.print_inspection(Console(file=pipe), b.estate(issues=issues))
    assert pipe.getvalue().count("What is it?") == 12
