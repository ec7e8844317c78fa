"""What a later scan says of a plan or of an older scan, on the terminal or in a pipe."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from hmcscan_lpm.planning.afterwards.changes import Change
from hmcscan_lpm.planning.afterwards.checks import Check
from hmcscan_lpm.planning.afterwards.differences import Differences
from hmcscan_lpm.planning.afterwards.holding import Held
from hmcscan_lpm.planning.afterwards.verification import Verification
from hmcscan_lpm.rendering.escape import one_line
from hmcscan_lpm.rendering.later import change_sections, gap_groups, moves_of, sections
from hmcscan_lpm.rendering.table import Grid, Part, show
from hmcscan_lpm.rendering.words import counted

MANY_CHANGES = 60
"""More changes of one section than this are counted on a terminal, not listed."""

_STYLES = {"failed": "bold red", "broken": "bold red", "changed": "yellow", "unproven": "yellow"}


def print_later(console: Console, found: Verification | Differences) -> None:
    """Either on a terminal or into a pipe."""
    if isinstance(found, Verification):
        show(console, _verification(found))
    else:
        show(console, _differences(found, cut=console.is_terminal))


def later_text(found: Verification | Differences) -> str:
    """What :func:`print_later` prints into a pipe."""
    text = io.StringIO()
    print_later(Console(file=text, color_system=None, force_terminal=False), found)
    return text.getvalue()


def _verification(found: Verification) -> Iterator[Part]:
    rows = [
        (
            move.verdict,
            *(one_line(name) for name in (move.lpar, move.source, move.target)),
            *(str(count) for count in (move.n_pass, move.n_fail, move.n_unknown, move.n_remarks)),
        )
        for move in found.moves
    ]
    numbers = ("as planned", "failed", "not known", "remarks")
    yield Grid(("verdict", "partition", "from", "to", *numbers), rows, frozenset(numbers))
    for section in sections(found):
        yield Text()
        yield Text(section.title, style="bold")
        for group in section.groups:
            yield Text(f"  {group.title}")
            for check in group.checks:
                yield Text(
                    "  - " + ", ".join(one_line(part) for part in _subject(check)) + f": {one_line(check.message)}"
                )
                for cell in check.evidence:
                    place = f"{one_line(cell.tab)}!{one_line(cell.cell)}" if cell.cell else one_line(cell.tab)
                    value = f" {one_line(cell.column)} = {one_line(cell.value) or 'empty'}" if cell.column else ""
                    yield Text(f"    {one_line(cell.report)}: {place}{value}", style="dim")
    yield Text()
    counts = Counter(check.outcome for check in found.checks)
    words = ", ".join(f"{counts[name]} {name}" for name in ("pass", "fail", "unknown"))
    line = Text(f"{counted(len(found.moves), 'move')}: ")
    line.append(found.verdict, style=_STYLES.get(found.verdict, "green"))
    yield line.append(f". {counted(len(found.checks), 'check')}: {words}.")


def _subject(check: Check) -> tuple[str, ...]:
    return tuple(part for part in (check.lpar, check.target or check.source, check.item) if part)


def _differences(found: Differences, *, cut: bool) -> Iterator[Part]:
    if found.held is not None:
        yield from _held_lines(found.held)
    for title, changes in change_sections(found):
        yield Text(title, style="bold")
        shown = changes[:MANY_CHANGES] if cut else changes
        yield Grid(
            ("server", "partition", "kind", "what", "change", "old", "new", "touches"), [_row(item) for item in shown]
        )
        if len(changes) > len(shown):
            yield Text(f"and {len(changes) - len(shown)} more", style="dim")
        yield Text()
    gaps = gap_groups(found.gaps)
    if gaps:
        yield Text("What cannot be compared", style="bold")
        rows = [
            (
                one_line(", ".join(systems)),
                one_line(gap.vios),
                one_line(" ".join([gap.table or "everything", ", ".join(gap.columns)]).strip()),
                gap.side,
                one_line(gap.reason),
            )
            for systems, gap in gaps
        ]
        yield Grid(("servers", "VIOS", "table", "not shown by", "why"), rows)
        yield Text()
    line = Text(f"{counted(len(found.systems), 'server')} compared, {counted(len(found.changes), 'change')}: ")
    yield line.append(found.verdict, style=_STYLES.get(found.verdict, "green"))


def _row(change: Change) -> tuple[str, ...]:
    what = f"{change.what} {change.column}".strip()
    cells = (
        change.system,
        change.lpar or change.vios,
        change.kind,
        change.item,
        f"{what} ({moves_of(change)})" if change.by_move else what,
        change.old,
        change.new,
        ", ".join(change.matters),
    )
    return tuple(one_line(cell) for cell in cells)


def _held_lines(held: Held) -> Iterator[Part]:
    names = ("state", "lpar", "source", "target", "planned", "before", "after", "reason")
    rows = [tuple(one_line(getattr(move, name)) for name in names) for move in held.moves]
    yield Grid(("plan", "partition", "from", "to", "planned", "old scan", "new scan", "remark"), rows)
    yield Text()
    if held.findings:
        yield Text("Findings that changed", style="bold")
    for item in held.findings:
        where = ", ".join(one_line(part) for part in (item.lpar, item.source, item.target, item.item) if part)
        outcomes = f"{item.old or 'settled'} -> {item.new or 'settled'}"
        yield Text(f"  {item.rule} ({item.severity}): {outcomes}, {where}: {one_line(item.message)}")
    if held.findings:
        yield Text()
