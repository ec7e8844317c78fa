"""The library on one page: load, assess, plan, verify, diff, query, load_rules.

Nothing here prints, exits or keeps state between calls.
"""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hmcscan_lpm import catalogue as rule_catalogue
from hmcscan_lpm import dialects, engine, planning, readers, relations
from hmcscan_lpm import estate as estates
from hmcscan_lpm.catalogue import Catalogue
from hmcscan_lpm.engine import Assessment
from hmcscan_lpm.errors import OutputError, SelectionError
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.examples import Prover, RuleCheck, check
from hmcscan_lpm.facts import with_facts
from hmcscan_lpm.planning import choosing
from hmcscan_lpm.planning.choices import Choices
from hmcscan_lpm.planning.choices import read as read_choices
from hmcscan_lpm.planning.concurrency import NO_CAPS, Caps
from hmcscan_lpm.planning.execution import Placement
from hmcscan_lpm.planning.reserve import NO_RESERVE
from hmcscan_lpm.planning.reserve import parse as parse_reserve
from hmcscan_lpm.planning.times import DEFAULT_SPEEDS, Speeds
from hmcscan_lpm.planning.windows import parse as parse_window
from hmcscan_lpm.planning.wishes import Wishes
from hmcscan_lpm.relations import Selection
from hmcscan_lpm.rendering import collect, handover, html, later, markdown
from hmcscan_lpm.rendering import json as json_output
from hmcscan_lpm.rendering.wave_script import render_wave_script
from hmcscan_lpm.supplements.read import FactFile
from hmcscan_lpm.supplements.read import read as read_facts
from hmcscan_lpm.tables.schema import records

if TYPE_CHECKING:
    import pandas as pd

Names = str | Iterable[str] | None
PathLike = str | os.PathLike[str]

PLAN_FORMATS = (".html", ".htm", ".md", ".json")
"""Endings of files that a plan can be written to."""

SAN_FORMS: Mapping[str, Callable[[planning.Plan], str]] = {
    "md": handover.render_markdown,
    "csv": handover.render_csv,
    "txt": handover.render_text,
}
"""Forms of the SAN hand-over, which are the endings of its files, too."""


def load(
    *reports: PathLike,
    facts: Iterable[PathLike] = (),
    usage: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Estate:
    """Read reports of either HMC Scanner and put them together.

    :param reports: files or folders: ``.xls``, ``.xlsx``, JSON dump, CSV or HTML folder, a zip or e-mail with them;
        what a file is, is found by its content
    :param facts: text files with outputs of HMC and VIOS commands, zone sets, host maps (docs/facts.md), or folders
        and zips of them; what they tell wins over the reports
    :param usage: read the hourly usage tabs as well, which show when a partition is quiet
    :param progress: called with the name of each report before it is read
    :returns: the estate, with ``.tables`` (typed frames), ``.tab(name)`` (raw tabs), ``.issues`` and ``.coverage``
    :raises ReportError: a file that cannot be used
    """
    if not reports:
        raise SelectionError("No report was given.")
    skip = dialects.unread_tab_but_hours if usage else dialects.unread_tab
    loaded = []
    for report in reports:
        if progress:
            progress(os.fspath(report))
        loaded += [dialects.load(workbook) for workbook in readers.read(report, skip=skip)]
    estate = estates.combine(loaded)
    handed: list[FactFile] = []
    for path in facts:
        if progress:
            progress(os.fspath(path))
        handed += read_facts(path)
    return with_facts(estate, handed) if handed else estate


def assess(
    estate: Estate,
    *,
    source: Names = None,
    target: Names = None,
    lpar: Names = None,
    mode: str = "auto",
    vios: bool = True,
    rules: Iterable[PathLike] = (),
    together: bool = False,
    params: PathLike | None = None,
    waivers: PathLike | None = None,
    attestations: PathLike | None = None,
    today: str | None = None,
    everything: bool = False,
    progress: engine.Progress | None = None,
) -> Assessment:
    """Decide every prerequisite of every selected move.

    :param source: servers to move from: names or patterns (``'S9*'``), serials, or ``type-model*serial``;
        default: all
    :param target: servers to move to, likewise; default: every other server
    :param lpar: partitions, names or patterns; default: all
    :param mode: auto (by state), active or inactive
    :param vios: judge VIOSes too where no *lpar* names them (they cannot move)
    :param rules: folders with rule pages to add or replace
    :param together: the moves are one plan: memory, cores, ports and slots that the earlier moves to a server take
        are gone for the later ones, in the order of :attr:`Assessment.moves`
    :param params: TOML file with thresholds (see :mod:`hmcscan_lpm.catalogue.parameters`)
    :param waivers: TOML file with waivers (see :mod:`hmcscan_lpm.catalogue.waivers`)
    :param attestations: TOML file with answers of people (see :mod:`hmcscan_lpm.catalogue.attestations`)
    :param today: ``YYYY-MM-DD``, by which the age of scans, waivers and attestations is judged; default: the clock;
        ``''``: neither
    :param everything: keep passes and not-applicable findings
    :raises SelectionError: a name that no report knows
    :raises CatalogueError: a rule page, parameter, waiver or attestation that cannot be used
    """
    selection = replace(
        select(estate, source=source, target=target, lpar=lpar, mode=mode, vios=vios),
        together=together,
        today=_day(today),
    )
    pages = load_rules(rules=rules, params=params)
    waived = rule_catalogue.waivers.read(Path(waivers), pages) if waivers is not None else ()
    attested = rule_catalogue.attestations.read(Path(attestations), pages) if attestations is not None else ()
    connection = relations.connect(estate, selection, pages.limits)
    return engine.run(
        connection,
        estate,
        selection,
        pages,
        everything=everything,
        waivers=waived,
        attestations=attested,
        progress=progress,
    )


def _day(today: str | None) -> str:
    if today is None:
        return datetime.now().astimezone().date().isoformat()
    try:
        return date.fromisoformat(today[:10]).isoformat() if today else ""
    except ValueError:
        raise SelectionError(f"Time {today!r} does not begin with a date, YYYY-MM-DD.") from None


def load_rules(*, rules: Iterable[PathLike] = (), params: PathLike | None = None) -> Catalogue:
    """The rules, with one's own pages and thresholds; parameters as in :func:`assess`.

    :raises CatalogueError: a rule page or parameter that cannot be used
    """
    pages = rule_catalogue.load([Path(folder) for folder in rules])
    if params is None:
        return pages
    return rule_catalogue.parameters.applied(pages, rule_catalogue.parameters.read(Path(params), pages))


def check_rules(folder: PathLike, *, progress: Callable[[str], None] | None = None) -> tuple[RuleCheck, ...]:
    """Prove the rule pages in *folder*: run each page's examples against the healthy sample reports.

    :param progress: called with each rule's id before its examples are run
    :raises CatalogueError: a page cannot be used, or an example's changes do not fit the sample report
    """
    pages = load_rules(rules=[folder])
    prover = Prover()
    checks = []
    for identifier in pages.own:
        if progress:
            progress(identifier)
        checks.append(check(pages.rule(identifier), prover))
    return tuple(checks)


def select(
    estate: Estate,
    *,
    source: Names = None,
    target: Names = None,
    lpar: Names = None,
    mode: str = "auto",
    vios: bool = True,
) -> Selection:
    """Resolve names and patterns; parameters as in :func:`assess`.

    :raises SelectionError: a name that no report knows, or nothing is left to move
    """
    if mode not in ("auto", "active", "inactive"):
        raise SelectionError(f"Mode {mode!r} is none of auto, active, inactive.")
    sources = _systems(estate, source, "source")
    targets = _systems(estate, target, "target")
    lpars = estate.lpars[estate.lpars["system"].isin(sources)]
    wanted = _list(lpar)
    if wanted:
        names = _match(wanted, [str(name) for name in lpars["lpar"]], "partition")
        lpars = lpars[lpars["lpar"].isin(names)]
    elif not vios:
        lpars = lpars[(lpars["env"] != "vioserver").fillna(True)]
    pairs = tuple(sorted(zip(lpars["system"], lpars["lpar"], strict=True)))
    if not any(target != system for system, _ in pairs for target in targets):
        raise SelectionError("Nothing to move: no selected partition has a selected target other than its own server.")
    return Selection(pairs, tuple(targets), mode)


def _list(names: Names) -> list[str]:
    if names is None:
        return []
    return [names] if isinstance(names, str) else list(names)


def _systems(estate: Estate, names: Names, role: str) -> list[str]:
    """Servers by name, serial, type-model*serial or pattern."""
    known = estate.systems
    if names is None or not (wanted := _list(names)):
        return [str(name) for name in known["system"]]
    exact: dict[str, str] = {}
    for row in records(known):
        exact[row["system"]] = row["system"]
        if row["serial"]:
            exact.setdefault(row["serial"], row["system"])
            exact.setdefault(f"{row['type_model']}*{row['serial']}", row["system"])
    found = [exact[name] for name in wanted if name in exact]
    rest = [name for name in wanted if name not in exact]
    return sorted({*found, *_match(rest, [str(name) for name in known["system"]], role)})


def _match(patterns: Sequence[str], names: Sequence[str], what: str) -> list[str]:
    """Names that match one of the patterns; a pattern that matches nothing is an error."""
    found: set[str] = set()
    for pattern in patterns:
        matched = {name for name in names if name == pattern} or set(fnmatch.filter(names, pattern))
        if not matched:
            shown = ", ".join(sorted(set(names))[:20]) or "none"
            raise SelectionError(f"No {what} matches {pattern!r}. The reports have: {shown}.")
        found |= matched
    return sorted(found)


def plan(
    assessment: Assessment,
    *,
    made_at: str = "",
    choices: PathLike | Choices | None = None,
    reserve: str = "",
    window: str = "",
    speeds: Speeds = DEFAULT_SPEEDS,
    caps: Caps = NO_CAPS,
    remote_user: str = "",
    alias: str = "",
    place: bool = True,
) -> MigrationPlan:
    """The migration plan for the moves of *assessment*, judged together.

    :param made_at: time to print on it; without one the same reports give the same plan, byte for byte
    :param choices: what the user wants of it: pins, order, exclusions (:mod:`hmcscan_lpm.planning.choices`): a TOML
        file, or a plan saved as JSON, which is rebuilt with the choices that it was made with
    :param reserve: what stays free on every target, as ``cores=10%,memory=5%``
    :param window: hours in which moves may run, as ``22:00-06:00``: the waves are then spread over nights
    :param speeds: what is known of the links of the movers
    :param caps: how many moves may run at once, where that is to differ from what is told or documented
    :param remote_user: user on the other HMC where the commands of a move need one
    :param alias: how aliases of WWPNs are proposed, from ``{lpar}``, ``{source}``, ``{slot}``, ``{vios}`` and
        ``{number}`` (1 or 2); default: ``{lpar}_{slot}_{number}``
    :param place: where partitions may go to several targets, choose one for each; else all moves stay in the plan
    :raises ChoicesError: *choices* or *alias* cannot be used
    :raises SelectionError: *reserve* or *window* says nothing, or nothing is left to move
    """
    wishes = Wishes(
        choices=_choices(choices),
        reserve=parse_reserve(reserve) if reserve else NO_RESERVE,
        window=parse_window(window) if window else None,
        speeds=speeds,
        caps=caps,
        remote_user=remote_user,
        alias=alias,
    )
    chosen = choosing.wanted(assessment, wishes.choices)
    moves, placement = chosen.moves, None
    if place and choosing.has_alternatives(moves):
        placement = _placed(assessment, moves, wishes)
        # Where nobody has a home, all moves stay: their findings say why.
        moves = choosing.placed(placement, wishes.choices) or moves
    left_out = sorted([*_vioses_of(assessment), *chosen.left_out])
    judged = _judged(assessment, replace(assessment.selection, chosen=moves, together=True))
    built = planning.build(judged, made_at=made_at, left_out=left_out, wishes=wishes, placement=placement)
    return MigrationPlan(built)


def _choices(given: PathLike | Choices | None) -> Choices:
    if given is None or isinstance(given, Choices):
        return given or Choices()
    return read_choices(Path(given))


def _placed(assessment: Assessment, moves: Sequence[choosing.Move], wishes: Wishes) -> Placement:
    """A target for each partition, by what the rules say of each move alone."""
    from hmcscan_lpm.planning.placement import place

    alone = _judged(assessment, replace(assessment.selection, chosen=tuple(moves), together=False))
    connection = relations.connect(alone.estate, alone.selection, alone.catalogue.limits)
    return place(alone, connection, wishes.choices, reserve=wishes.reserve)


def _judged(assessment: Assessment, selection: Selection) -> Assessment:
    """The same estate judged by the same rules for another selection; *assessment* itself where that is the same."""
    before = assessment.selection
    moves = tuple((row["source"], row["lpar"], row["target"]) for row in records(assessment.moves))
    if replace(before, chosen=selection.chosen) == selection and moves == selection.chosen:
        return assessment
    connection = relations.connect(assessment.estate, selection, assessment.catalogue.limits)
    return engine.run(
        connection,
        assessment.estate,
        selection,
        assessment.catalogue,
        waivers=assessment.waivers,
        attestations=assessment.attestations,
    )


def _vioses_of(assessment: Assessment) -> list[tuple[str, str, str]]:
    """The VIOSes of the servers that partitions leave, as left out."""
    selected = set(assessment.selection.lpars)
    sources = {system for system, _ in selected}
    return [
        (row["system"], row["lpar"], "a VIOS cannot be moved")
        for row in records(assessment.estate.lpars)
        if row["system"] in sources and (row["system"], row["lpar"]) not in selected and row["env"] == "vioserver"
    ]


def ask(assessment: Assessment) -> Questions:
    """What would settle the unknown findings of *assessment*, waived and attested ones left out."""
    return Questions(planning.ask(assessment))


@dataclass(frozen=True)
class Questions:
    """What is left to ask, with its renderings. ``content`` is the same as data."""

    content: planning.Asking

    def to_script(self, path: PathLike | None = None) -> str:
        """A shell script of read-only commands for the HMCs; what it prints is fit for ``load(..., facts=[...])``."""
        return _write(collect.render_script(self.content), path)

    def to_markdown(self, path: PathLike | None = None) -> str:
        """All questions as Markdown, with those that only people can answer."""
        return _write(collect.render_questions(self.content), path)

    def to_attestations(self, path: PathLike | None = None) -> str:
        """A TOML file for the answers of people, to fill in and hand over with ``assess(..., attestations=...)``."""
        return _write(collect.render_attestations(self.content), path)


def query(estate: Estate, sql: str) -> pd.DataFrame:
    """Ask the relations a question of one's own: one ``select`` over the tables and relations (docs/relations.md).

    :raises QueryError: the statement is no single select, does not bind, or fails
    """
    lpars = tuple(zip(estate.lpars["system"], estate.lpars["lpar"], strict=True))
    everything = Selection(lpars, tuple(estate.systems["system"]))
    return relations.query(relations.connect(estate, everything), sql)


@dataclass(frozen=True)
class MigrationPlan:
    """A plan with its renderings. ``content`` is the plan as data."""

    content: planning.Plan

    @property
    def moves(self) -> pd.DataFrame:
        """One row per move: lpar, source, target, mode, verdict, cores, memory_mb and the counts of outcomes."""
        import pandas as pd

        names = ["lpar", "source", "target", "mode", "verdict", "cores", "memory_mb", "n_fail", "n_unknown", "n_pass"]
        return pd.DataFrame([[getattr(move, name) for name in names] for move in self.content.moves], columns=names)

    @property
    def wwpn_pairs(self) -> pd.DataFrame:
        """The WWPN pairs to zone and map: lpar, source, slot, vios, fc_port, fabric, wwpn1, wwpn2."""
        import pandas as pd

        names = ["lpar", "source", "slot", "vios", "fc_port", "fabric", "wwpn1", "wwpn2"]
        return pd.DataFrame(
            [[getattr(pair, name) for name in names] for pair in self.content.wwpn_pairs], columns=names
        )

    def to_html(self, path: PathLike | None = None) -> str:
        """One self-contained HTML page; also written to *path* where given."""
        return _write(html.render_plan(self.content), path)

    def to_markdown(self, path: PathLike | None = None) -> str:
        """The plan as Markdown; also written to *path* where given."""
        return _write(markdown.render_plan(self.content), path)

    def to_json(self, path: PathLike | None = None) -> str:
        """The plan as JSON (docs/json.md); also written to *path* where given."""
        return _write(json_output.render_plan(self.content), path)

    def to_san(self, path: PathLike | None = None, form: str = "") -> str:
        """The SAN hand-over for those who zone and map (docs/san-handover.md); also written to *path* where given.

        :param form: ``md``: states with evidence and drafts; ``csv``: a row per WWPN; ``txt``: draft commands;
            default: the ending of *path*, else ``md``
        :raises OutputError: another form, or the file cannot be written
        """
        chosen = form or (Path(path).suffix.lower().removeprefix(".") if path is not None else "md")
        if chosen not in SAN_FORMS:
            named = f"{os.fspath(path)}: " if path is not None else ""
            raise OutputError(f"{named}a SAN hand-over is written as {', '.join(SAN_FORMS)}.")
        return _write(SAN_FORMS[chosen](self.content), path)

    def to_scripts(self, folder: PathLike) -> tuple[Path, ...]:
        """A shell script for each wave, which validates all its moves before it moves any (docs/plan.md).

        :returns: the files written: ``wave-1.sh`` and so on
        :raises OutputError: the folder cannot be written
        """
        place = Path(folder)
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise OutputError(f"{os.fspath(folder)}: cannot be made: {problem.strerror}.") from None
        written = []
        for wave in self.content.schedule.waves:
            path = place / f"wave-{wave.number}.sh"
            _write(render_wave_script(wave, self.content.commands, title=self.content.title), path)
            written.append(path)
        return tuple(written)

    def save(self, path: PathLike) -> None:
        """Write the plan in the format that the ending of *path* names: ``.html``, ``.md`` or ``.json``.

        :raises OutputError: another ending, or the file cannot be written
        """
        writers = {".html": self.to_html, ".htm": self.to_html, ".md": self.to_markdown, ".json": self.to_json}
        ending = Path(path).suffix.lower()
        if ending not in writers:
            raise OutputError(f"{os.fspath(path)}: a plan is written as {', '.join(PLAN_FORMATS)}.")
        writers[ending](path)

    def _repr_html_(self) -> str:
        counts = ", ".join(f"{self.content.count(name)} {name}" for name in ("blocked", "unproven", "ready"))
        return f"<p>Migration plan, {len(self.content.moves)} moves: {counts}</p>{self.moves.to_html(escape=True)}"


def _write(text: str, path: PathLike | None) -> str:
    if path is not None:
        try:
            Path(path).write_text(text, encoding="utf-8", newline="\n")
        except OSError as problem:
            raise OutputError(f"{os.fspath(path)}: cannot be written: {problem.strerror}.") from None
    return text


PlanLike = planning.SavedPlan | MigrationPlan | PathLike
"""A plan as a JSON file, as just made, or as read back."""


def verify(plan: PlanLike, estate: Estate, *, before: Estate | None = None, lpar: Names = None) -> VerificationResult:
    """Hold a scan taken after the moves against the plan.

    :param estate: the new reports; a server that was not scanned after the plan's own scan proves nothing
    :param before: the reports that the plan was made from: with them, changes that nobody planned are found, too
    :param lpar: only these partitions of the plan: names or patterns
    :raises ChoicesError: the plan cannot be used
    :raises SelectionError: a partition that the plan does not move
    """
    saved = _saved(plan)
    wanted = _list(lpar)
    lpars = _match(wanted, [move.lpar for move in saved.moves], "partition of the plan") if wanted else []
    return VerificationResult(planning.verify(saved, estate, before, lpars))


def diff(
    old: Estate,
    new: Estate,
    *,
    plan: PlanLike | None = None,
    rules: Iterable[PathLike] = (),
    params: PathLike | None = None,
    waivers: PathLike | None = None,
    attestations: PathLike | None = None,
    today: str | None = None,
) -> DifferencesResult:
    """What changed between two scans that matters to a plan.

    :param plan: a plan made from the old scan: only its servers are compared, and its moves are judged again on both
        scans by the same rules, to say whether it still holds
    :param rules, params, waivers, attestations, today: for that judgement, as in :func:`assess`
    :raises ChoicesError: the plan cannot be used
    """
    if plan is None:
        return DifferencesResult(planning.diff(old, new))
    saved = _saved(plan)
    pages = load_rules(rules=rules, params=params)
    waived = rule_catalogue.waivers.read(Path(waivers), pages) if waivers is not None else ()
    attested = rule_catalogue.attestations.read(Path(attestations), pages) if attestations is not None else ()

    def judged(estate: Estate) -> Assessment | None:
        selection = planning.selection(saved, estate, _day(today))
        if selection is None:
            return None
        connection = relations.connect(estate, selection, pages.limits)
        return engine.run(connection, estate, selection, pages, waivers=waived, attestations=attested)

    held = planning.holds(saved, judged(old), judged(new), new)
    return DifferencesResult(replace(planning.diff(old, new, saved.systems), held=held))


def _saved(plan: PlanLike) -> planning.SavedPlan:
    if isinstance(plan, MigrationPlan):
        return planning.parse_plan(plan.to_json(), "the plan")
    return plan if isinstance(plan, planning.SavedPlan) else planning.read_plan(Path(plan))


@dataclass(frozen=True)
class VerificationResult:
    """What a later scan proves of a plan, with its renderings. ``content`` is the same as data."""

    content: planning.Verification

    @property
    def verdict(self) -> str:
        """``verified``, ``failed`` or ``unproven``."""
        return self.content.verdict

    @property
    def moves(self) -> pd.DataFrame:
        """One row per move: lpar, source, target, planned, verdict and how many checks ended how."""
        return later.as_frame(planning.MoveProof, self.content.moves)

    @property
    def checks(self) -> pd.DataFrame:
        """One row per check, its columns the fields of ``planning.Check``; evidence as ``report tab!cell``."""
        return later.as_frame(planning.Check, self.content.checks)

    def to_markdown(self, path: PathLike | None = None) -> str:
        """All that is not as planned, then what is, as Markdown."""
        return _write(later.verification_markdown(self.content), path)

    def to_json(self, path: PathLike | None = None) -> str:
        """All checks as JSON (docs/json.md)."""
        return _write(later.verification_json(self.content), path)

    def __repr__(self) -> str:
        return f"VerificationResult({self.verdict}: {len(self.content.moves)} moves, {len(self.content.checks)} checks)"

    def _repr_html_(self) -> str:
        return f"<p>After the move: {self.verdict}</p>{self.moves.to_html(escape=True)}"


@dataclass(frozen=True)
class DifferencesResult:
    """What changed between two scans, with its renderings. ``content`` is the same as data."""

    content: planning.Differences

    @property
    def verdict(self) -> str:
        """Of a plan ``holds``, ``broken`` or ``unproven``; without one ``unchanged``, ``changed`` or ``unproven``."""
        return self.content.verdict

    @property
    def changes(self) -> pd.DataFrame:
        """One row per change: kind, what, system, lpar, vios, item, column, old, new, matters, by_move, evidence."""
        return later.as_frame(planning.Change, self.content.changes)

    @property
    def gaps(self) -> pd.DataFrame:
        """One row for what cannot be compared: system, vios, table, columns, side, reason."""
        return later.as_frame(planning.Gap, self.content.gaps)

    @property
    def moves(self) -> pd.DataFrame:
        """One row per move of the plan that was handed over: its verdicts then and now, and whether it still holds."""
        return later.as_frame(planning.HeldMove, self.content.held.moves if self.content.held else ())

    def to_markdown(self, path: PathLike | None = None) -> str:
        """The differences as Markdown."""
        return _write(later.differences_markdown(self.content), path)

    def to_json(self, path: PathLike | None = None) -> str:
        """The differences as JSON (docs/json.md)."""
        return _write(later.differences_json(self.content), path)

    def __repr__(self) -> str:
        return f"DifferencesResult({self.verdict}: {len(self.content.changes)} changes, {len(self.content.gaps)} gaps)"

    def _repr_html_(self) -> str:
        return f"<p>Two scans: {self.verdict}</p>{self.changes.to_html(escape=True)}"
