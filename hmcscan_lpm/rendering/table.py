"""What the command line prints: an assessment or the contents of reports, for a terminal or a pipe.

On a terminal lines fit its width and long lists are cut, with their number said.
In a pipe nothing is cut, wrapped or coloured, so that ``grep`` finds every name whole.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hmcscan_lpm.examples import decided_by
from hmcscan_lpm.rendering.contexts import AssessmentPage, CellGroup, FindingRow, GroupView, Subject
from hmcscan_lpm.rendering.escape import one_line
from hmcscan_lpm.rendering.outline import outline_assessment
from hmcscan_lpm.rendering.words import counted, listed, moment
from hmcscan_lpm.tables.schema import records

if TYPE_CHECKING:
    from hmcscan_lpm.catalogue import Catalogue
    from hmcscan_lpm.dialects.model import Report
    from hmcscan_lpm.engine import Assessment
    from hmcscan_lpm.estate import Estate, Source
    from hmcscan_lpm.examples import RuleCheck
    from hmcscan_lpm.issues import Issue

MANY_MOVES = 200
"""More moves than this are counted by target on a terminal, not listed."""

FIRST = 10
"""Lines of one kind that a terminal shows."""

_STYLES = {
    "blocked": "bold red",
    "unproven": "yellow",
    "ready": "green",
    "fail": "bold red",
    "unknown": "yellow",
    "error": "bold red",
    "pass": "green",
    "not-applicable": "dim",
    "blocker": "red",
    "failed": "bold red",
    "verified": "green",
    "broken": "bold red",
    "holds": "green",
    "done": "green",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns of text under headings; columns named in *right* are numbers."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    right: frozenset[str] = frozenset()


Part = Text | Grid


def assessment_text(assessment: Assessment) -> str:
    """What :func:`print_assessment` prints into a pipe."""
    text = io.StringIO()
    print_assessment(Console(file=text, color_system=None, force_terminal=False), assessment)
    return text.getvalue()


def print_assessment(console: Console, assessment: Assessment) -> None:
    """Moves with their verdict, then the findings by rule, worst first."""
    page = outline_assessment(assessment)
    show(console, _assessment(page, cut=console.is_terminal))


def print_inspection(console: Console, estate: Estate) -> None:
    """What became of every tab, what the tables hold, who could not be asked, and what was wrong with the data."""
    show(console, _inspection(estate, cut=console.is_terminal))


def print_rules(console: Console, catalogue: Catalogue) -> None:
    """The catalogue, a line per rule."""
    rows = [
        (
            rule.id + " (own)" * (rule.id in catalogue.own),
            rule.severity,
            "".join(mode[0].upper() for mode in rule.modes),
            ", ".join(decided_by(rule)) or "people",
            one_line(rule.title),
        )
        for rule in catalogue.rules
    ]
    grid = Grid(("rule", "severity", "moves", "decided by", "holds when"), rows)
    show(console, [grid, Text(f"{counted(len(rows), 'rule')}; moves: A active, I inactive")])


def print_checks(console: Console, checks: Sequence[RuleCheck]) -> None:
    """What became of the examples of each rule: a line per rule, and what does not hold."""
    parts: list[Part] = []
    for item in checks:
        held = sum(result.holds for result in item.results)
        word = "holds" if item.holds else "DOES NOT HOLD"
        style = "green" if item.holds else "bold red"
        parts.append(Text(f"{item.rule.id}: {word}, {held} of {len(item.results)} examples", style=style))
        if item.lacking:
            parts.append(Text(f"  no example ends in {listed(item.lacking)}"))
        for result in item.results:
            if not result.holds:
                parts += [Text(f"  {one_line(line)}") for line in str(result).splitlines()]
    failed = sum(not item.holds for item in checks)
    parts.append(Text(f"{counted(len(checks), 'rule')}, {failed or 'none'} of them not proved"))
    show(console, parts)


def show(console: Console, parts: Iterable[Part]) -> None:
    """Print lines and grids: styled and wrapped on a terminal, whole lines into a pipe."""
    for part in parts:
        if not console.is_terminal:
            console.file.write(f"{part.plain}\n" if isinstance(part, Text) else _plain(part))
        elif isinstance(part, Grid):
            console.print(_table(part))
        elif part.no_wrap:
            console.print(part, soft_wrap=True)
        else:
            _wrapped(console, part)


def _wrapped(console: Console, line: Text) -> None:
    """Print *line* so that what has to be wrapped stands under its beginning."""
    indent = len(line.plain) - len(line.plain.lstrip())
    for piece in line[indent:].wrap(console, console.width - indent) if line.plain else [line]:
        piece.rstrip()
        console.print(Text(" " * indent) + piece)


def _plain(grid: Grid) -> str:
    """The grid as lines, every cell whole."""
    lines = [grid.headings, *grid.rows]
    widths = [max(cell_len(line[index]) for line in lines) for index in range(len(grid.headings))]
    shown = []
    for line in lines:
        cells = []
        for heading, cell, width in zip(grid.headings, line, widths, strict=True):
            blanks = " " * (width - cell_len(cell))
            cells.append(blanks + cell if heading in grid.right else cell + blanks)
        shown.append("  ".join(cells).rstrip())
    return "\n".join(shown) + "\n"


def _table(grid: Grid) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for heading in grid.headings:
        table.add_column(heading, justify="right" if heading in grid.right else "left", overflow="fold")
    for row in grid.rows:
        table.add_row(*(Text(cell, style=_STYLES.get(cell, "")) for cell in row))
    return table


def _line(*pieces: str | tuple[str, str]) -> Text:
    """A line of plain and styled pieces, in which markup means nothing."""
    line = Text()
    for piece in pieces:
        if isinstance(piece, str):
            line.append(piece)
        else:
            line.append(piece[0], style=piece[1])
    return line


def _assessment(page: AssessmentPage, *, cut: bool) -> Iterator[Part]:
    yield from _moves(page, cut=cut)
    for section in page.sections:
        for view in section.groups:
            yield Text()
            yield from _rule(view, cut=cut)
    yield Text()
    pieces: list[str | tuple[str, str]] = [f"{counted(len(page.moves), 'move')}: "]
    for index, item in enumerate(page.verdicts):
        pieces += [", " if index else "", (f"{item.count} {item.verdict}", _STYLES[item.verdict] if item.count else "")]
    for use in page.waivers:
        waiver, held = use.waiver, counted(use.findings, "finding")
        yield _line(f"Waiver of {one_line(waiver.owner)} for {waiver.rule} until {waiver.until}: {use.state}, {held}.")
    for given in page.attestations:
        said, held = given.attestation, counted(given.findings, "finding")
        yield _line(f"Attestation of {one_line(said.who)} for {said.rule} until {said.until}: {given.state}, {held}.")
    n_issues = sum(group.count for group in page.issues)
    pieces.append(f". {counted(page.n_rules, 'rule')}, {counted(n_issues, 'data-quality issue')}.")
    yield _line(*pieces)


def _moves(page: AssessmentPage, *, cut: bool) -> Iterator[Part]:
    if cut and len(page.moves) > MANY_MOVES:
        counts = Counter((move.source, move.target, move.verdict) for move in page.moves)
        pairs = dict.fromkeys((move.source, move.target) for move in page.moves)
        verdicts = tuple(item.verdict for item in page.verdicts)
        rows = [
            (one_line(source), one_line(target), *(str(counts[source, target, verdict]) for verdict in verdicts))
            for source, target in pairs
        ]
        yield Grid(("from", "to", *verdicts), rows, frozenset(verdicts))
        yield _line(("Too many moves to list here: choose with --source, --target or --lpar, or use a pipe.", "dim"))
        return
    yield Grid(
        ("verdict", "partition", "from", "to", "mode", "fail", "unknown"),
        [
            (
                move.verdict,
                *(one_line(name) for name in (move.lpar, move.source, move.target)),
                move.mode,
                str(move.n_fail),
                str(move.n_unknown + move.n_error),
            )
            for move in page.moves
        ],
        frozenset({"fail", "unknown"}),
    )


def _rule(view: GroupView, *, cut: bool) -> Iterator[Text]:
    group = view.group
    yield _line(
        ("WAIVED " if group.waived else "ATTESTED " if group.attested else "", "dim"),
        (group.outcome.upper(), _STYLES.get(group.outcome, "")),
        "  ",
        (group.severity, _STYLES.get(group.severity, "")),
        f"  {group.rule_id}  ({counted(group.moves, 'move')})",
    )
    yield _line("  ", (one_line(group.title), "bold"))
    rows = [*view.rows, *view.more_rows]
    shown = rows[:FIRST] if cut else rows
    for row in shown:
        yield from _finding(row, cut=cut)
    if len(rows) > len(shown):
        yield _line((f"    and {len(rows) - len(shown)} more", "dim"))
    if view.remedy:
        yield _line("  To do: ", one_line(view.remedy))
    commands = [line for block in view.check for line in block.run.splitlines()]
    listed_commands = commands[:1] if cut else commands
    for command in listed_commands:
        line = _line("  Settled by: " if group.outcome == "unknown" else "  Check: ", (one_line(command), "cyan"))
        line.no_wrap = True  # the terminal wraps it, so that it is copied as one line
        yield line
    if len(commands) > len(listed_commands):
        yield _line((f"    and {len(commands) - 1} more", "dim"))


def _finding(row: FindingRow, *, cut: bool) -> Iterator[Text]:
    subjects = [_subject(subject) for subject in row.subjects]
    names = subjects[:FIRST] if cut else subjects
    more = f" and {len(subjects) - len(names)} more" if len(subjects) > len(names) else ""
    item = f", {one_line(row.item)}" if row.item else ""
    likewise = " Likewise for the others." if row.is_example else ""
    yield _line("  - ", ", ".join(names), more, item, ": ", one_line(row.message), likewise)
    for statement in row.statements:
        yield _line(("    " + one_line(statement), "dim"))
    for cells in row.cells if cut else (*row.cells, *row.more_cells):
        yield _line(("    " + _cells(cells), "dim"))
    if cut and row.n_more_cells:
        yield _line((f"    and {counted(row.n_more_cells, 'more cell')}", "dim"))


def _subject(subject: Subject) -> str:
    lpar, source = (None if name is None else one_line(name) for name in (subject.lpar, subject.source))
    target = one_line(listed(subject.targets))
    if source and target:
        where = f"{source} -> {target}"
    elif lpar:
        where = f"on {source}" if source else f"-> {target}" if target else ""
    else:
        where = f"{source} as source" if source else f"{target} as target" if target else "every move"
    return f"{lpar} {where}".rstrip() if lpar else where


def _cells(cells: CellGroup) -> str:
    places = []
    for cell in cells.cells:
        place = f"{one_line(cell.tab)}!{one_line(cell.cell)}" if cell.cell else one_line(cell.tab)
        places.append(f"{place} {one_line(cell.column)} = {one_line(cell.value) or 'empty'}" if cell.column else place)
    return f"{one_line(cells.report)}: {'; '.join(places)}"


def _inspection(estate: Estate, *, cut: bool) -> Iterator[Part]:
    for report, source in zip(estate.reports, estate.sources, strict=True):
        yield from _report(report, source)
        yield Text()
    for handed in estate.fact_sources:
        yield _line((one_line(handed.file), "bold"))
        yield _line(("  sha256   ", "dim"), handed.sha256)
        yield Grid(("output", "rows"), [(name, str(rows)) for name, rows in handed.outputs], frozenset({"rows"}))
        yield Text()
    filled = [(name, str(len(data))) for name, data in estate.tables.items() if len(data)]
    if filled:
        yield _line(("Tables of all reports together", "bold"))
        yield Grid(("table", "rows"), filled, frozenset({"rows"}))
        yield Text()
    gaps = _gaps(estate)
    if gaps:
        yield _line(("Not collected: rules that need it answer unknown", "bold"))
        yield Grid(("server", "VIOS", "reason", "tables"), gaps)
        yield Text()
    yield from _issues(estate.issues, cut=cut)


def _report(report: Report, source: Source) -> Iterator[Part]:
    yield _line((one_line(report.file), "bold"))
    version = one_line(report.scanner_version) or "of unknown version"
    facts = (
        ("format", f"{report.kind}, {report.dialect} scanner {version}"),
        ("HMC", one_line(listed(source.managers)) or "not known"),
        ("scanned", one_line(moment(source.scanned_at))),
        ("servers", one_line(listed(source.systems)) or "none taken from here"),
        ("sha256", report.sha256),
    )
    for name, value in facts:
        yield _line((f"  {name:<8} ", "dim"), value)
    if report.sanitized:
        yield _line(("  sanitized: the scanner replaced names, so that tabs no longer fit together", "yellow"))
    yield Grid(
        ("tab", "rows", "loaded", "remark"),
        [
            (
                one_line(account.tab),
                str(account.rows),
                ", ".join(f"{table} {rows}" for table, rows in account.loaded.items()),
                one_line(account.remark),
            )
            for account in report.accounts
        ],
        frozenset({"rows"}),
    )


def _gaps(estate: Estate) -> list[tuple[str, str, str, str]]:
    """(servers, VIOS, reason, tables) of what nobody could look at; what holds for every server is one line."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in records(estate.coverage):
        if row["collected"] is False:
            key = (row["system"], one_line(row["vios"] or ""), one_line(row["reason"] or ""))
            found.setdefault(key, []).append(row["tbl"])
    servers: dict[tuple[str, str, str], list[str]] = {}
    for (system, vios, reason), tables in found.items():
        servers.setdefault((vios, reason, ", ".join(tables)), []).append(system)
    everywhere = len(estate.systems)
    return [
        ("every server" if len(names) == everywhere > 1 else one_line(", ".join(names)), vios, reason, tables)
        for (vios, reason, tables), names in servers.items()
    ]


def _issues(issues: Sequence[Issue], *, cut: bool) -> Iterator[Text]:
    yield _line((counted(len(issues), "data-quality issue"), "bold"))
    ordered = sorted(issues, key=lambda issue: (issue.report, issue.kind))
    for (report, kind), run in groupby(ordered, key=lambda issue: (issue.report, issue.kind)):
        found = list(run)
        yield _line(("  " + kind, "yellow"), f" ({len(found)}) in {one_line(report)}")
        shown = found[:FIRST] if cut else found
        for issue in shown:
            place = "!".join(one_line(part) for part in (issue.tab, issue.cell) if part)
            yield _line("  - ", f"{place}: " if place else "", one_line(issue.message))
        if len(found) > len(shown):
            yield _line((f"    and {len(found) - len(shown)} more", "dim"))
