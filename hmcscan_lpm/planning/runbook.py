"""What people do around the moves, phase by phase: the steps of ``knowledge/runbook.toml`` that apply, filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hmcscan_lpm import knowledge
from hmcscan_lpm.planning.execution import MoveCommands, MoveMapping
from hmcscan_lpm.planning.model import MoveSummary, PartitionSheet
from hmcscan_lpm.planning.runbook_model import RunbookCommand, RunbookPhase, RunbookStep
from hmcscan_lpm.shell import fill_command, within_double_quotes

_OPTICAL = ("optical", "file-optical", "empty-optical")


@dataclass(frozen=True, slots=True)
class _Subject:
    """One move with all that conditions and places need."""

    lpar: str
    traits: frozenset[str]
    fields: Mapping[str, Any]
    vioses: tuple[tuple[str, str], ...]
    target_vioses: tuple[tuple[str, str], ...]
    commands: MoveCommands | None


def runbook(
    moves: Sequence[MoveSummary],
    sheets: Iterable[PartitionSheet],
    mappings: Iterable[MoveMapping],
    commands: Iterable[MoveCommands],
) -> tuple[RunbookPhase, ...]:
    """The phases for *moves*; the other arguments are looked up by partition, source and target."""
    subjects = _subjects(moves, sheets, mappings, commands)
    page = knowledge.facts("runbook")
    phases = []
    for phase in page["phase"]:
        steps = (_step(entry, subjects) for entry in page["step"] if entry["phase"] == phase["id"])
        kept = tuple(step for step in steps if step is not None)
        if kept:
            phases.append(RunbookPhase(phase["id"], phase["title"], phase["lead"], kept))
    return tuple(phases)


def _subjects(
    moves: Sequence[MoveSummary],
    sheets: Iterable[PartitionSheet],
    mappings: Iterable[MoveMapping],
    commands: Iterable[MoveCommands],
) -> tuple[_Subject, ...]:
    sheet_of = {(sheet.source, sheet.lpar): sheet for sheet in sheets}
    mapping_of = {(item.lpar, item.source, item.target): item for item in mappings}
    commands_of = {(item.lpar, item.source, item.target): item for item in commands}
    return tuple(
        _subject(
            move,
            sheet_of[move.source, move.lpar],
            mapping_of.get((move.lpar, move.source, move.target)),
            commands_of.get((move.lpar, move.source, move.target)),
        )
        for move in moves
    )


def _subject(
    move: MoveSummary, sheet: PartitionSheet, mapping: MoveMapping | None, commands: MoveCommands | None
) -> _Subject:
    proposed = [*(item.vios for item in mapping.fibre), *(item.vios for item in mapping.scsi)] if mapping else []
    return _Subject(
        lpar=move.lpar,
        traits=frozenset(_traits(move, sheet, commands)),
        fields={"lpar": move.lpar, "source": move.source, "target": move.target},
        vioses=tuple((move.source, vios) for vios in sheet.served_by),
        target_vioses=tuple((move.target, vios) for vios in dict.fromkeys(proposed) if vios),
        commands=commands,
    )


def _traits(move: MoveSummary, sheet: PartitionSheet, commands: MoveCommands | None) -> Iterable[str]:
    yield move.mode
    yield from _system(move)
    if sheet.wwpn_pairs:
        yield "npiv"
    if sheet.disks:
        yield "vscsi"
    if any(disk.kind in _OPTICAL for disk in sheet.disks):
        yield "optical"
    if commands and commands.remote:
        yield "two-hmcs"


def _system(move: MoveSummary) -> tuple[str, ...]:
    """The operating system; where nobody knows it, every one that it may be."""
    if move.env == "os400":
        return ("ibmi",)
    level = move.os_version or ""
    if level.startswith("AIX"):
        return ("aix",)
    if level.startswith("Linux"):
        return ("linux",)
    return ("aix", "linux") if move.env in ("aixlinux", None) else ()


def _step(entry: Mapping[str, Any], subjects: Sequence[_Subject]) -> RunbookStep | None:
    meant = [item for item in subjects if _applies(entry, item.traits)]
    if not meant:
        return None
    listed = _commands(entry, meant)
    if "command" in entry and not listed:
        return None
    return RunbookStep(
        id=entry["id"],
        who=entry["who"],
        title=entry["title"],
        why=entry["why"],
        on=entry["on"],
        changes=entry.get("changes", False),
        commands=listed,
        lpars=tuple(dict.fromkeys(item.lpar for item in meant)),
        is_for_all=len(meant) == len(subjects),
        source=entry["source"],
    )


def _applies(entry: Mapping[str, Any], traits: frozenset[str]) -> bool:
    any_of, all_of = entry.get("only", ()), entry.get("all", ())
    return (not any_of or not traits.isdisjoint(any_of)) and traits.issuperset(all_of)


def _commands(entry: Mapping[str, Any], subjects: Sequence[_Subject]) -> tuple[RunbookCommand, ...]:
    """The commands of a step, each once with the partitions that it is for."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for subject in subjects:
        for on, run in _filled(entry, subject):
            found.setdefault((on, run), {})[subject.lpar] = None
    return tuple(RunbookCommand(on, run, tuple(lpars)) for (on, run), lpars in found.items())


def _filled(entry: Mapping[str, Any], subject: _Subject) -> Iterable[tuple[str, str]]:
    if "command" in entry:
        line = getattr(subject.commands, entry["command"]) if subject.commands else ""
        return [("hmc", line)] if line else []
    if entry["on"] in ("vios", "target-vios"):
        vioses = subject.vioses if entry["on"] == "vios" else subject.target_vioses
        return [("hmc", _on_vios(server, vios, run)) for server, vios in vioses for run in entry.get("run", ())]
    return [(entry["on"], fill_command(run, subject.fields)) for run in entry.get("run", ())]


def _on_vios(server: str, vios: str, run: str) -> str:
    begin = fill_command("viosvrcmd -m {server} -p {vios}", {"server": server, "vios": vios})
    return f'{begin} -c "{within_double_quotes(run)}"'
