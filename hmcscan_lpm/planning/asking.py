"""What to collect so that nothing decidable stays open: the fewest read-only commands, by the place where they run.

The commands are those of the rules' ``[[ask]]``; here they are gathered, widened where one wide command answers many
narrow ones, and addressed to the HMC, VIOS or person that can answer.
"""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hmcscan_lpm.catalogue.model import Rule
from hmcscan_lpm.engine import Assessment, Finding
from hmcscan_lpm.shell import within_double_quotes
from hmcscan_lpm.supplements.commands import addressed
from hmcscan_lpm.tables.schema import records
from hmcscan_lpm.tables.vocabulary import TABLES

_LISTING = re.compile(r"(lssyscfg -r (?:sys|lpar|prof)|lshwres -r \w+)\b.* -m ")
"""Commands that print every attribute where ``-F`` does not choose: one of them answers all that ask for a few."""

_FIELDS = re.compile(r" -F [\w,:]+")
_FILTER = re.compile(r" --filter (?:\"[^\"]*\"|'[^']*'|\S+)")
_LOGIN = re.compile(r"(lsnportlogin -m \S+ --filter )(?:lpar_names=([\w.-]+)|\"lpar_names=([\w.-]+)\")$")
"""Cannot do without a filter, which may name several partitions."""

_OPEN_PLACE = re.compile(r"<\w+>")


_Command = tuple[str, str, str]
"""(managed server or ``''``, VIOS or ``''`` for the HMC itself, command)."""


@dataclass(frozen=True, slots=True)
class Collected:
    """One command whose output can be handed over.

    :ivar server: managed server it asks about, ``''`` = none
    :ivar vios: VIOS that runs it, ``''`` = the HMC itself
    :ivar run: the command as that VIOS, or the HMC, runs it
    :ivar typed: the command as it is typed on the HMC
    :ivar rules: ids of the rules that it settles
    """

    server: str
    vios: str
    run: str
    typed: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HmcPart:
    """What is to be typed on one HMC."""

    manager: str
    commands: tuple[Collected, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A command for another place, or a question for a person.

    :ivar on: san, storage, lpar, vios (one that has to be filled in by hand) or owner
    :ivar subjects: partitions that it is about, in order
    """

    on: str
    run: str
    rules: tuple[tuple[str, str], ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Everything that is left to ask about the selected moves.

    :ivar hmcs: by HMC
    :ivar others: by place
    :ivar n_unknown: how many findings are unknown
    """

    hmcs: tuple[HmcPart, ...]
    others: tuple[Asked, ...]
    n_unknown: int


def ask(assessment: Assessment) -> Asking:
    """The questions that the unknown findings of *assessment* leave, waived and attested ones left out."""
    open_findings = [item for item in assessment.items if item.is_open]
    manager = {row["system"]: row["manager"] or "" for row in records(assessment.estate.systems)}
    vioses = _running_vioses(assessment)
    on_hmc: dict[str, dict[_Command, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    elsewhere: dict[tuple[str, str], dict[str, Rule]] = defaultdict(dict)
    subjects: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for finding in open_findings:
        for command, text in finding.commands:
            if command.on in ("hmc", "vios") and not _OPEN_PLACE.search(text):
                for key in _addressed(finding, command.on, text, vioses):
                    for name in _managers(finding, key[0], manager):
                        on_hmc[name][key][finding.rule.id] = None
                continue
            elsewhere[command.on, text][finding.rule.id] = finding.rule
            if finding.lpar:
                subjects[command.on, text][finding.lpar] = None
    return Asking(
        hmcs=tuple(
            HmcPart(
                name,
                tuple(
                    Collected(server, vios, run, _typed(server, vios, run), rules)
                    for (server, vios, run), rules in sorted(_widened(asked).items())
                ),
            )
            for name, asked in sorted(on_hmc.items())
        ),
        others=tuple(
            Asked(on, run, tuple((rule.id, rule.title) for rule in rules.values()), tuple(subjects[on, run]))
            for (on, run), rules in sorted(elsewhere.items())
        ),
        n_unknown=len(open_findings),
    )


def _managers(finding: Finding, server: str, manager: Mapping[str, str]) -> tuple[str, ...]:
    """The HMCs that can answer: that of the server, or where a command names none, those of the servers concerned."""
    servers = [server] if server else [name for name in (finding.source, finding.target) if name] or list(manager)
    return tuple(dict.fromkeys(manager.get(name, "") for name in servers))


def _running_vioses(assessment: Assessment) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in records(assessment.estate.lpars):
        if row["env"] == "vioserver" and row["state"] == "Running":
            found[row["system"]].append(row["lpar"])
    return {system: tuple(sorted(names)) for system, names in found.items()}


def _addressed(finding: Finding, on: str, text: str, vioses: Mapping[str, tuple[str, ...]]) -> Iterable[_Command]:
    """(server, VIOS or ``''``, command) of a command of a rule."""
    if on == "hmc":
        told = addressed(text)
        yield told.system, told.vios, told.run
        return
    named = finding.fields.get("vios")
    for server in _sides(finding):
        for vios in vioses.get(server, ()):
            if not isinstance(named, str) or named == vios or named not in vioses.get(server, ()):
                yield server, vios, text


def _sides(finding: Finding) -> tuple[str, ...]:
    """The servers whose VIOSes can answer: those of which the rule needs what VIOSes tell, else both."""
    needed = {need.side for need in finding.rule.needs if TABLES[need.table].collected_by == "vios"}
    asks_source = finding.target is None or not needed or bool(needed - {"target"})
    return tuple(name for name in (finding.source if asks_source else None, finding.target) if name)


def _widened(
    asked: Mapping[_Command, Mapping[str, None]],
) -> dict[_Command, tuple[str, ...]]:
    """Listings without ``-F``, and without ``--filter`` where several partitions are asked about."""
    asked = _joined(asked)
    by_stem: dict[_Command, dict[str, None]] = defaultdict(dict)
    settled: dict[_Command, set[str]] = defaultdict(set)
    for (server, vios, run), rules in asked.items():
        listing = not vios and _LISTING.match(run)
        whole = _FIELDS.sub("", run) if listing else run
        stem = _FILTER.sub("", whole) if listing else whole
        by_stem[server, vios, stem][whole] = None
        settled[server, vios, stem] |= rules.keys()
    return {
        (server, vios, next(iter(variants)) if len(variants) == 1 else stem): tuple(sorted(settled[server, vios, stem]))
        for (server, vios, stem), variants in by_stem.items()
    }


def _joined(
    asked: Mapping[_Command, Mapping[str, None]],
) -> Mapping[_Command, Mapping[str, None]]:
    """One login listing for all partitions of a server."""
    result: dict[_Command, dict[str, None]] = {}
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    settled: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for key, rules in asked.items():
        found = _LOGIN.fullmatch(key[2])
        if found:
            names[key[0], found[1]].add(found[2] or found[3])
            settled[key[0], found[1]] |= rules
        else:
            result[key] = dict(rules)
    for (server, begin), lpars in names.items():
        listed = ",".join(sorted(lpars))
        shown = f"lpar_names={listed}" if len(lpars) == 1 else f"'\"lpar_names={listed}\"'"
        result[server, "", f"{begin}{shown}"] = settled[server, begin]
    return result


def _typed(server: str, vios: str, run: str) -> str:
    """The command as it is typed on the HMC, names quoted."""
    if not vios:
        return run
    return f'viosvrcmd -m {shlex.quote(server)} -p {shlex.quote(vios)} -c "{within_double_quotes(run)}"'
