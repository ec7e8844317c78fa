"""The command line: parse, one call of the library, print, exit code. See docs/cli.md.

Exit codes: 0 every selected move is ready · 1 one is blocked · 3 none blocked, one unproven · 2 wrong usage or
unreadable input. Of ``verify``: 0 verified · 1 failed · 3 unproven. Of ``diff``: 0 nothing that touches a prerequisite
changed, or the plan holds · 1 something did, or it holds no longer · 3 that cannot be told.
"""

from __future__ import annotations

import difflib
import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from hmcscan_lpm import api
from hmcscan_lpm.engine import Assessment
from hmcscan_lpm.errors import HmcscanLpmError, OutputError, SelectionError
from hmcscan_lpm.planning.afterwards.saved import read_plan
from hmcscan_lpm.planning.timing.concurrency import Caps
from hmcscan_lpm.planning.timing.times import Speeds
from hmcscan_lpm.rendering import csv, json, later_table, markdown, table
from hmcscan_lpm.rendering.evacuations_table import print_evacuations
from hmcscan_lpm.results import PLAN_FORMATS, SAN_FORMS, DifferencesResult, EvacuationsResult, VerificationResult

READY, BLOCKED, USAGE, UNPROVEN = 0, 1, 2, 3

app = typer.Typer(
    help="Live Partition Mobility prerequisites and migration plans, offline, from HMC Scanner reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


rules_app = typer.Typer(
    help="The catalogue of prerequisites: list it, show a rule, check one's own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(rules_app, name="rules")


class Mode(StrEnum):
    """Which rules apply: by the state of each partition, or one kind for all."""

    auto = "auto"
    active = "active"
    inactive = "inactive"


class Format(StrEnum):
    """How an assessment is printed."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"


class ListFormat(StrEnum):
    """How the catalogue is printed."""

    table = "table"
    json = "json"


Reports = Annotated[
    list[str],
    typer.Argument(help="Report files or folders, several are one estate.", metavar="REPORT...", show_default=False),
]
Source = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        help="Server to move from: name, pattern, serial or type-model*serial. Default: all.",
        show_default=False,
    ),
]
Target = Annotated[
    list[str] | None,
    typer.Option("--target", help="Server to move to, likewise. Default: every other server.", show_default=False),
]
Lpar = Annotated[
    list[str] | None,
    typer.Option("--lpar", help="Partition: name or pattern such as 'db*'. Default: all.", show_default=False),
]
ModeOption = Annotated[
    Mode,
    typer.Option(
        "--mode",
        help="auto judges running partitions by the rules of an active "
        "move and powered-off ones by those of an inactive move.",
    ),
]
Rules = Annotated[
    list[Path] | None, typer.Option("--rules", help="Folder with rule pages to add or replace.", show_default=False)
]
Facts = Annotated[
    list[str] | None,
    typer.Option(
        "--facts",
        help="Text with outputs of HMC, VIOS, switch or storage commands: file, folder or zip; may repeat.",
        show_default=False,
    ),
]
Params = Annotated[
    Path | None, typer.Option("--params", help="TOML file with thresholds of rules.", show_default=False)
]
Waivers = Annotated[
    Path | None,
    typer.Option("--waivers", help="TOML file with findings that somebody answers for.", show_default=False),
]
Attestations = Annotated[
    Path | None,
    typer.Option("--attestations", help="TOML file with answers of people to what is unknown.", show_default=False),
]
Clock = Annotated[
    str | None,
    typer.Option(
        "--clock",
        help="Time by which the age of scans and waivers is judged and that is printed on a plan, YYYY-MM-DD...; "
        "'' for none. Default: now, or SOURCE_DATE_EPOCH.",
        show_default=False,
    ),
]


@app.command()
def inspect(reports: Reports, facts: Facts = None) -> None:
    """Show what was loaded: managers, servers, tabs, rows, and data-quality issues with their cells."""
    with _progress() as step:
        estate = api.load(*reports, facts=facts or (), progress=step)
    table.print_inspection(_console(), estate)


@app.command()
def assess(
    reports: Reports,
    source: Source = None,
    target: Target = None,
    lpar: Lpar = None,
    mode: ModeOption = Mode.auto,
    facts: Facts = None,
    together: Annotated[
        bool,
        typer.Option(
            "--together",
            help="The moves are one plan: what the earlier ones take of a server is gone for the later ones.",
        ),
    ] = False,
    rules: Rules = None,
    params: Params = None,
    waivers: Waivers = None,
    attestations: Attestations = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.table,
    everything: Annotated[bool, typer.Option("--all", help="List passes and not-applicable findings too.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write to this file.", show_default=False)
    ] = None,
    clock: Clock = None,
) -> None:
    """Judge every selected move: findings and verdict."""
    with _progress() as step:
        estate = api.load(*reports, facts=facts or (), progress=step)
        result = api.assess(
            estate,
            source=source,
            target=target,
            lpar=lpar,
            mode=mode.value,
            together=together,
            rules=rules or (),
            params=params,
            waivers=waivers,
            attestations=attestations,
            today=_now() if clock is None else clock,
            everything=everything,
            progress=lambda rule, _done, _all: step(f"rule {rule}"),
        )
    if form is Format.table and output is None:
        table.print_assessment(_console(), result)
    else:
        _print(_rendered(result, form), output)
    raise typer.Exit(_exit_code(result))


@app.command()
def plan(
    reports: Reports,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o", "--output", help="File to write: .html, .md, .xlsx or .json; may repeat.", show_default=False
        ),
    ] = None,
    source: Source = None,
    target: Target = None,
    lpar: Lpar = None,
    mode: ModeOption = Mode.auto,
    facts: Facts = None,
    rules: Rules = None,
    params: Params = None,
    waivers: Waivers = None,
    attestations: Attestations = None,
    san: Annotated[
        list[Path] | None,
        typer.Option(
            "--san",
            help="Write the SAN hand-over: .md, .csv, or .txt with draft commands; may repeat.",
            show_default=False,
        ),
    ] = None,
    alias: Annotated[
        str,
        typer.Option(
            "--alias",
            help="How aliases of WWPNs are proposed, from {lpar}, {source}, {slot}, {vios} and {number}. "
            "Default: {lpar}_{slot}_{number}.",
            show_default=False,
        ),
    ] = "",
    choices: Annotated[
        Path | None,
        typer.Option(
            "--choices",
            help="TOML file with pins, order, exclusions, fabrics; or a plan saved as JSON, to rebuild it.",
            show_default=False,
        ),
    ] = None,
    reserve: Annotated[
        str,
        typer.Option("--reserve", help="What stays free on every target: cores=10%,memory=5%.", show_default=False),
    ] = "",
    window: Annotated[
        str,
        typer.Option("--window", help="Hours in which moves may run: 22:00-06:00.", show_default=False),
    ] = "",
    usage: Annotated[
        bool,
        typer.Option("--usage", help="Read the hourly usage tabs: when is each partition quiet?"),
    ] = False,
    link: Annotated[
        float | None,
        typer.Option("--link", help="Speed of the link between the movers, Gbit/s.", show_default=False),
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option("--rate", help="Rate of one move alone as it was measured, MB/s.", show_default=False),
    ] = None,
    dirty: Annotated[
        float | None,
        typer.Option("--dirty", help="Rate at which partitions change their memory, MB/s.", show_default=False),
    ] = None,
    at_once: Annotated[
        int | None,
        typer.Option("--at-once", help="Moves that run at once at most, per server.", show_default=False),
    ] = None,
    everywhere: Annotated[
        bool,
        typer.Option("--everywhere", help="Keep all moves to all targets instead of choosing one for each partition."),
    ] = False,
    scripts: Annotated[
        Path | None,
        typer.Option("--scripts", help="Folder for a shell script per wave.", show_default=False),
    ] = None,
    remote_user: Annotated[
        str,
        typer.Option("--remote-user", help="User on the other HMC, for moves between two.", show_default=False),
    ] = "",
    clock: Clock = None,
) -> None:
    """Make the migration plan: who goes where and how, in which order, and how back.

    VIOSes are left out unless --lpar names them. Several targets: each partition gets the one that suits all best.
    """
    plans, hand_overs = output or [], san or []
    _check_endings(plans, PLAN_FORMATS, "a plan")
    _check_endings(hand_overs, tuple(f".{form}" for form in SAN_FORMS), "a SAN hand-over")
    if not plans and not hand_overs and scripts is None:
        raise OutputError("Nothing to write: name a file with -o, such as -o plan.html, with --san or --scripts.")
    made_at = _now() if clock is None else clock
    with _progress() as step:
        estate = api.load(*reports, facts=facts or (), usage=usage, progress=step)
        result = api.assess(
            estate,
            source=source,
            target=target,
            lpar=lpar,
            mode=mode.value,
            vios=False,
            together=True,
            rules=rules or (),
            params=params,
            waivers=waivers,
            attestations=attestations,
            today=made_at,
            progress=lambda rule, _done, _all: step(f"rule {rule}"),
        )
        step("plan")
        made = api.plan(
            result,
            made_at=made_at,
            choices=choices,
            reserve=reserve,
            window=window,
            speeds=Speeds(link_gbit=link, rate_mb_s=rate, dirty_mb_s=dirty),
            caps=Caps(per_system=at_once),
            remote_user=remote_user,
            alias=alias,
            place=not everywhere,
        )
        for path in plans:
            made.save(path)
        for path in hand_overs:
            made.to_san(path)
        waves = made.to_scripts(scripts) if scripts is not None else ()
    content = made.content
    counts = ", ".join(f"{content.count(name)} {name}" for name in ("blocked", "unproven", "ready"))
    homeless = len(content.placement.homeless) if content.placement else 0
    stay = f" Without a target: {homeless}." if homeless else ""
    written = ", ".join(map(str, (*plans, *hand_overs, *waves)))
    typer.echo(f"{len(content.moves)} moves: {counts}.{stay} Written: {written}")
    verdicts = {move.verdict for move in content.moves} | ({"blocked"} if homeless else set())
    raise typer.Exit(_code_of(verdicts))


@app.command()
def ask(
    reports: Reports,
    source: Source = None,
    target: Target = None,
    lpar: Lpar = None,
    mode: ModeOption = Mode.auto,
    facts: Facts = None,
    rules: Rules = None,
    params: Params = None,
    waivers: Waivers = None,
    attestations: Attestations = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            help="Write to this file: .md the questions, .toml a form for --attestations, else the script; may repeat. "
            "Default: the script to stdout.",
            show_default=False,
        ),
    ] = None,
    clock: Clock = None,
) -> None:
    """Say what to collect: read-only commands for each HMC, VIOS, switch and storage, and questions for people."""
    with _progress() as step:
        estate = api.load(*reports, facts=facts or (), progress=step)
        result = api.assess(
            estate,
            source=source,
            target=target,
            lpar=lpar,
            mode=mode.value,
            vios=False,
            rules=rules or (),
            params=params,
            waivers=waivers,
            attestations=attestations,
            today=_now() if clock is None else clock,
            progress=lambda rule, _done, _all: step(f"rule {rule}"),
        )
        questions = api.ask(result)
    if not output:
        sys.stdout.write(questions.to_script())
    writers = {".md": questions.to_markdown, ".toml": questions.to_attestations}
    for path in output or ():
        writers.get(path.suffix.lower(), questions.to_script)(path)


@rules_app.command("list")
def list_rules(
    rules: Rules = None,
    params: Params = None,
    form: Annotated[ListFormat, typer.Option("--format", help="How to print it.")] = ListFormat.table,
) -> None:
    """List the rules: severity, moves, what they judge and which scanner's report can decide them."""
    catalogue = api.load_rules(rules=rules or (), params=params)
    if form is ListFormat.json:
        sys.stdout.write(json.render_rules(catalogue))
    else:
        table.print_rules(_console(), catalogue)


@rules_app.command("show")
def show_rule(
    identifier: Annotated[str, typer.Argument(help="Id of the rule.", metavar="ID", show_default=False)],
    rules: Rules = None,
    params: Params = None,
) -> None:
    """Show one rule: why, limits, remedy, commands, SQL and examples, as Markdown."""
    catalogue = api.load_rules(rules=rules or (), params=params)
    try:
        rule = catalogue.rule(identifier)
    except KeyError:
        near = difflib.get_close_matches(identifier, [rule.id for rule in catalogue.rules], 3, 0.4)
        advice = f" Did you mean {' or '.join(near)}?" if near else " See: hmcscan-lpm rules list."
        raise SelectionError(f"There is no rule {identifier!r}.{advice}") from None
    sys.stdout.write(markdown.render_rule(rule))


@rules_app.command("check")
def check_rules(
    folder: Annotated[Path, typer.Argument(help="Folder with rule pages.", metavar="DIR", show_default=False)],
) -> None:
    """Prove the rule pages of a folder: that they load, bind, and that every example holds.

    Exit code 0 when all hold, 1 when one does not, 2 when a page cannot be used.
    """
    with _progress() as step:
        results = api.check_rules(folder, progress=step)
    table.print_checks(_console(), results)
    raise typer.Exit(READY if all(result.holds for result in results) else BLOCKED)


def _check_endings(paths: Iterable[Path], endings: Sequence[str], what: str) -> None:
    """Before anything is read: a file whose ending says nothing would be missed only at the end."""
    for path in paths:
        if path.suffix.lower() not in endings:
            raise OutputError(f"{path}: {what} is written as {', '.join(endings)}.")


def _exit_code(result: Assessment) -> int:
    return _code_of(set(result.moves["verdict"]))


def _code_of(verdicts: set[str]) -> int:
    if "blocked" in verdicts:
        return BLOCKED
    return UNPROVEN if "unproven" in verdicts else READY


def _rendered(result: Assessment, form: Format) -> str:
    match form:
        case Format.json:
            return json.render_assessment(result)
        case Format.csv:
            return csv.render_assessment(result)
        case Format.md:
            return markdown.render_assessment(result)
        case Format.table:
            return table.assessment_text(result)


def _print(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise OutputError(f"{output}: cannot be written: {problem.strerror}.") from None


def _now() -> str:
    """The time to print on a plan, UTC, to the minute; SOURCE_DATE_EPOCH wins, for reproducible output."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def _console() -> Console:
    return Console(highlight=False, emoji=False, markup=False)


class _Steps:
    """Called with what is being done now."""

    def __init__(self, bar: Progress | None) -> None:
        self._bar = bar
        self._task = bar.add_task("starting") if bar else None

    def __call__(self, what: str) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=what)


@contextmanager
def _progress() -> Iterator[_Steps]:
    """Progress on stderr when it is a terminal, silence otherwise."""
    console = Console(stderr=True, highlight=False, emoji=False)
    if not console.is_terminal:
        yield _Steps(None)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Steps(bar)


class LaterFormat(StrEnum):
    """How a verification or a comparison is printed."""

    table = "table"
    json = "json"
    md = "md"


LaterForm = Annotated[LaterFormat, typer.Option("--format", help="How to print it.")]
LaterOutput = Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.", show_default=False)]
_LATER_CODES = {
    "verified": READY,
    "holds": READY,
    "unchanged": READY,
    "failed": BLOCKED,
    "broken": BLOCKED,
    "changed": BLOCKED,
    "unproven": UNPROVEN,
}


@app.command()
def verify(
    plan: Annotated[Path, typer.Argument(help="Plan saved as JSON.", metavar="PLAN.json", show_default=False)],
    reports: Annotated[
        list[str],
        typer.Argument(help="Reports scanned after the moves.", metavar="REPORT...", show_default=False),
    ],
    before: Annotated[
        list[str] | None,
        typer.Option(
            "--before",
            help="Report that the plan was made from, to find changes that nobody planned; may repeat.",
            show_default=False,
        ),
    ] = None,
    lpar: Annotated[
        list[str] | None,
        typer.Option(
            "--lpar", help="Only this partition of the plan: name or pattern; may repeat.", show_default=False
        ),
    ] = None,
    facts: Facts = None,
    form: LaterForm = LaterFormat.table,
    output: LaterOutput = None,
) -> None:
    """Prove from a new scan that the moves of a plan are as planned. Facts are laid over the new reports.

    Exit code 0 verified, 1 something is not as planned, 3 the new reports cannot show everything.
    """
    saved = read_plan(plan)
    with _progress() as step:
        estate = api.load(*reports, facts=facts or (), progress=step)
        earlier = api.load(*before, progress=step) if before else None
        found = api.verify(saved, estate, before=earlier, lpar=lpar)
    _print_later(found, form, output)
    raise typer.Exit(_LATER_CODES[found.verdict])


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Report, folder or zip of the earlier scan.", show_default=False)],
    new: Annotated[str, typer.Argument(help="Report, folder or zip of the later scan.", show_default=False)],
    more_old: Annotated[
        list[str] | None,
        typer.Option("--old", help="Another report of the earlier scan; may repeat.", show_default=False),
    ] = None,
    more_new: Annotated[
        list[str] | None,
        typer.Option("--new", help="Another report of the later scan; may repeat.", show_default=False),
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan",
            help="Plan saved as JSON, made from OLD: say whether it still holds.",
            metavar="PLAN.json",
            show_default=False,
        ),
    ] = None,
    facts: Facts = None,
    rules: Rules = None,
    params: Params = None,
    waivers: Waivers = None,
    attestations: Attestations = None,
    form: LaterForm = LaterFormat.table,
    output: LaterOutput = None,
    clock: Clock = None,
) -> None:
    """Show what changed between two scans that matters to a plan. Facts are laid over both.

    Exit code 0 nothing that touches a prerequisite changed, or the plan holds; 1 something did, or the plan no longer
    holds; 3 that cannot be told, because the scans do not show the same things.
    """
    saved = None if plan is None else read_plan(plan)
    with _progress() as step:
        earlier = api.load(old, *(more_old or ()), facts=facts or (), progress=step)
        later = api.load(new, *(more_new or ()), facts=facts or (), progress=step)
        found = api.diff(
            earlier,
            later,
            plan=saved,
            rules=rules or (),
            params=params,
            waivers=waivers,
            attestations=attestations,
            today=_now() if clock is None else clock,
        )
    _print_later(found, form, output)
    raise typer.Exit(_LATER_CODES[found.verdict])


@app.command()
def evacuate(
    reports: Reports,
    facts: Facts = None,
    choices: Annotated[
        Path | None,
        typer.Option("--choices", help="TOML file: what has to stay apart or together.", show_default=False),
    ] = None,
    reserve: Annotated[
        str,
        typer.Option("--reserve", help="What stays free on every server: cores=10%,memory=5%.", show_default=False),
    ] = "",
    rules: Rules = None,
    params: Params = None,
    waivers: Waivers = None,
    attestations: Attestations = None,
    form: LaterForm = LaterFormat.table,
    output: LaterOutput = None,
    clock: Clock = None,
) -> None:
    """Say which servers could be emptied today, and to where, each with all others as they are.

    Exit code 0 every server could, 1 some partition would have to stay.
    """
    with _progress() as step:
        estate = api.load(*reports, facts=facts or (), progress=step)
        found = api.evacuations(
            estate,
            choices=choices,
            reserve=reserve,
            rules=rules or (),
            params=params,
            waivers=waivers,
            attestations=attestations,
            today=_now() if clock is None else clock,
            progress=lambda rule, _done, _all: step(f"rule {rule}"),
        )
    _print_evacuations(found, form, output)
    raise typer.Exit(READY if found.is_free else BLOCKED)


def _print_evacuations(found: EvacuationsResult, form: LaterFormat, output: Path | None) -> None:
    if form is LaterFormat.json:
        _print(found.to_json(), output)
    elif form is LaterFormat.md or output is not None:
        _print(found.to_markdown(), output)
    else:
        print_evacuations(_console(), found.content)


def _print_later(found: VerificationResult | DifferencesResult, form: LaterFormat, output: Path | None) -> None:
    match form:
        case LaterFormat.json:
            _print(found.to_json(), output)
        case LaterFormat.md:
            _print(found.to_markdown(), output)
        case LaterFormat.table if output is None:
            later_table.print_later(_console(), found.content)
        case LaterFormat.table:
            _print(later_table.later_text(found.content), output)


def main() -> None:
    """Entry point: bad input is one line on stderr and exit code 2; ``HMCSCAN_LPM_DEBUG=1`` shows the traceback."""
    debug = bool(os.environ.get("HMCSCAN_LPM_DEBUG"))
    try:
        app()
    except HmcscanLpmError as problem:
        if debug:
            traceback.print_exc()
        sys.stderr.write(f"hmcscan-lpm: {problem}\n")
        sys.exit(USAGE)
    except BrokenPipeError:
        # The reader of our output went away (… | head); what is left to flush would complain once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(READY)
    except Exception as problem:
        if debug:
            raise
        sys.stderr.write(
            f"hmcscan-lpm: internal error: {type(problem).__name__}: {problem}. "
            "Please report it; HMCSCAN_LPM_DEBUG=1 shows where.\n"
        )
        sys.exit(USAGE)
