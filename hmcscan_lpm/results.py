"""What the library gives back: plans, questions, proofs and differences, each with its renderings."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hmcscan_lpm import planning
from hmcscan_lpm.errors import OutputError
from hmcscan_lpm.planning.execution import Evacuation, MoveCommands
from hmcscan_lpm.rendering import collect, evacuations, handover, html, later, markdown
from hmcscan_lpm.rendering import json as json_output
from hmcscan_lpm.rendering.wave_script import render_wave_script

if TYPE_CHECKING:
    import pandas as pd

PathLike = str | os.PathLike[str]

PLAN_FORMATS = (".html", ".htm", ".md", ".json", ".xlsx")
"""Endings of files that a plan can be written to."""

SAN_FORMS: Mapping[str, Callable[[planning.Plan], str]] = {
    "md": handover.render_markdown,
    "csv": handover.render_csv,
    "txt": handover.render_text,
}
"""Forms of the SAN hand-over, which are the endings of its files, too."""


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
    def waves(self) -> pd.DataFrame:
        """One row per move that has a wave: wave, night, begins, lpar, source, target, starts, ends, latest_end.

        Times of a move are minutes from the begin of its wave.
        """
        import pandas as pd

        names = ["lpar", "source", "target", "starts", "ends", "latest_end"]
        rows = [
            [wave.number, wave.night, wave.begins, *(getattr(move, name) for name in names)]
            for wave in self.content.schedule.waves
            for move in wave.moves
        ]
        return pd.DataFrame(rows, columns=["wave", "night", "begins", *names])

    @property
    def mappings(self) -> pd.DataFrame:
        """One row per client adapter: lpar, source, target, kind (fc, scsi), slot, from_vios, vios, port, server_slot,
        fabric, reason, problems.
        """
        import pandas as pd

        rows = []
        for move in self.content.mappings:
            key = [move.lpar, move.source, move.target]
            for fc in move.fibre:
                where = [fc.slot, fc.source_vios, fc.vios, fc.port, fc.server_slot, fc.fabric, fc.reason]
                rows.append([*key, "fc", *where, " ".join(fc.problems)])
            for scsi in move.scsi:
                where = [scsi.slot, scsi.source_vios, scsi.vios, None, scsi.server_slot, "", scsi.reason]
                rows.append([*key, "scsi", *where, " ".join(scsi.problems)])
        names = ["lpar", "source", "target", "kind", "slot", "from_vios", "vios", "port", "server_slot", "fabric"]
        return pd.DataFrame(rows, columns=[*names, "reason", "problems"])

    @property
    def commands(self) -> pd.DataFrame:
        """One row per move that is not blocked, its columns the fields of ``MoveCommands``."""
        return later.as_frame(MoveCommands, self.content.commands)

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

    def to_xlsx(self, path: PathLike | None = None) -> bytes:
        """The plan as an Excel workbook (docs/plan.md); also written to *path* where given."""
        from hmcscan_lpm.rendering import xlsx

        content = xlsx.render_plan(self.content)
        if path is not None:
            _write_bytes(content, path)
        return content

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
        """Write the plan in the format that the ending of *path* names: ``.html``, ``.md``, ``.json`` or
        ``.xlsx``.

        :raises OutputError: another ending, or the file cannot be written
        """
        writers: Mapping[str, Callable[[PathLike], object]] = {
            ".html": self.to_html,
            ".htm": self.to_html,
            ".md": self.to_markdown,
            ".json": self.to_json,
            ".xlsx": self.to_xlsx,
        }
        ending = Path(path).suffix.lower()
        if ending not in writers:
            raise OutputError(f"{os.fspath(path)}: a plan is written as {', '.join(PLAN_FORMATS)}.")
        writers[ending](path)

    def _repr_html_(self) -> str:
        counts = ", ".join(f"{self.content.count(name)} {name}" for name in ("blocked", "unproven", "ready"))
        return f"<p>Migration plan, {len(self.content.moves)} moves: {counts}</p>{self.moves.to_html(escape=True)}"


@dataclass(frozen=True)
class EvacuationsResult:
    """Which servers could be emptied today, with its renderings. ``content`` is the same as data."""

    content: tuple[Evacuation, ...]

    @property
    def servers(self) -> pd.DataFrame:
        """One row per server: server, partitions, movable, homeless, targets, gap, status."""
        return later.as_frame(Evacuation, self.content)

    @property
    def is_free(self) -> bool:
        """Every server could be emptied."""
        return not any(item.homeless for item in self.content)

    def to_markdown(self, path: PathLike | None = None) -> str:
        """The servers, and the partitions that would have to stay, as Markdown."""
        return _write(evacuations.render_markdown(self.content), path)

    def to_json(self, path: PathLike | None = None) -> str:
        """The same as JSON (docs/json.md)."""
        return _write(evacuations.render_json(self.content), path)

    def _repr_html_(self) -> str:
        return f"<p>Servers that could be emptied today</p>{self.servers.to_html(escape=True)}"


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


def _write(text: str, path: PathLike | None) -> str:
    if path is not None:
        _write_bytes(text.encode("utf-8"), path)
    return text


def _write_bytes(content: bytes, path: PathLike) -> None:
    try:
        Path(path).write_bytes(content)
    except OSError as problem:
        raise OutputError(f"{os.fspath(path)}: cannot be written: {problem.strerror}.") from None
