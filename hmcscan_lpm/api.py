"""The library on one page: load, assess, plan, verify, diff, query, load_rules.

Nothing here prints, exits or keeps state between calls.
"""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hmcscan_lpm import catalogue as rule_catalogue
from hmcscan_lpm import dialects, engine, planning, readers, relations
from hmcscan_lpm import estate as estates
from hmcscan_lpm.catalogue import Catalogue
from hmcscan_lpm.engine import Assessment
from hmcscan_lpm.errors import SelectionError
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.examples import Prover, RuleCheck, check
from hmcscan_lpm.facts import with_facts
from hmcscan_lpm.planning import choosing
from hmcscan_lpm.planning.choices import Choices
from hmcscan_lpm.planning.choices import read as read_choices
from hmcscan_lpm.planning.execution import Placement
from hmcscan_lpm.planning.reserve import NO_RESERVE
from hmcscan_lpm.planning.reserve import parse as parse_reserve
from hmcscan_lpm.planning.timing.concurrency import NO_CAPS, Caps
from hmcscan_lpm.planning.timing.times import DEFAULT_SPEEDS, Speeds
from hmcscan_lpm.planning.timing.windows import parse as parse_window
from hmcscan_lpm.planning.wishes import Wishes
from hmcscan_lpm.relations import Selection
from hmcscan_lpm.results import (
    DifferencesResult,
    EvacuationsResult,
    MigrationPlan,
    PathLike,
    Questions,
    VerificationResult,
)
from hmcscan_lpm.supplements.read import FactFile
from hmcscan_lpm.supplements.read import read as read_facts
from hmcscan_lpm.tables.schema import records

if TYPE_CHECKING:
    import pandas as pd

Names = str | Iterable[str] | None


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
    :param reserve: what stays free on every target, as ``cores=10%,memory=5%``; who does not fit beside it is left out
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
    homeless: tuple[choosing.Move, ...] = ()
    if place and choosing.has_alternatives(moves):
        placement = _placed(assessment, moves, wishes)
        # Where nobody has a home, all moves stay: their findings say why.
        moves = choosing.placed(placement, wishes.choices) or moves
    elif place and (wishes.choices.apart or wishes.reserve != NO_RESERVE):
        moves, homeless = choosing.fitting(moves, _placed(assessment, moves, wishes), assessment)
    left_out = sorted([*_vioses_of(assessment), *chosen.left_out, *homeless])
    judged = _judged(assessment, replace(assessment.selection, chosen=moves, together=True))
    built = planning.build(judged, made_at=made_at, left_out=left_out, wishes=wishes, placement=placement)
    return MigrationPlan(built)


def _choices(given: PathLike | Choices | None) -> Choices:
    if given is None or isinstance(given, Choices):
        return given or Choices()
    return read_choices(Path(given))


def _placed(assessment: Assessment, moves: Sequence[choosing.Move], wishes: Wishes) -> Placement:
    """A target for each partition, by what the rules say of each move alone."""
    from hmcscan_lpm.planning.placement.placing import place

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


def evacuations(
    estate: Estate,
    *,
    choices: PathLike | Choices | None = None,
    reserve: str = "",
    rules: Iterable[PathLike] = (),
    params: PathLike | None = None,
    waivers: PathLike | None = None,
    attestations: PathLike | None = None,
    today: str | None = None,
    progress: engine.Progress | None = None,
) -> EvacuationsResult:
    """For each server whether all its partitions could go to the others today (N-1), and to where.

    :param choices: of these ``apart``, ``together`` and fabrics count
    :param reserve: what stays free on every other server, as ``cores=10%,memory=5%``
    :param rules, params, waivers, attestations, today, progress: as in :func:`assess`
    :raises SelectionError: there is no second server
    """
    from hmcscan_lpm.planning.placement.placing import evacuations as of_all

    judged = assess(
        estate,
        vios=False,
        rules=rules,
        params=params,
        waivers=waivers,
        attestations=attestations,
        today=today,
        progress=progress,
    )
    connection = relations.connect(estate, judged.selection, judged.catalogue.limits)
    held = parse_reserve(reserve) if reserve else NO_RESERVE
    return EvacuationsResult(of_all(judged, connection, _choices(choices), reserve=held))


def ask(assessment: Assessment) -> Questions:
    """What would settle the unknown findings of *assessment*, waived and attested ones left out."""
    return Questions(planning.ask(assessment))


def query(estate: Estate, sql: str) -> pd.DataFrame:
    """Ask the relations a question of one's own: one ``select`` over the tables and relations (docs/relations.md).

    :raises QueryError: the statement is no single select, does not bind, or fails
    """
    lpars = tuple(zip(estate.lpars["system"], estate.lpars["lpar"], strict=True))
    everything = Selection(lpars, tuple(estate.systems["system"]))
    return relations.query(relations.connect(estate, everything), sql)


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
