"""What the templates are given: a plan with the values derived from it, worked out once for all renderers.

Every field is read by a template, and templates read nothing else (a test compares the two).
Anchors are names of places in the same document; ``''`` means that there is no such place.
"""

from __future__ import annotations

from dataclasses import dataclass

from hmcscan_lpm.catalogue import Parameter
from hmcscan_lpm.engine import AttestationUse, WaiverUse
from hmcscan_lpm.estate import Evidence, FactSource, Source
from hmcscan_lpm.issues import Issue
from hmcscan_lpm.planning.handover.model import SanAdapter
from hmcscan_lpm.planning.model import (
    MoveSummary,
    PartitionSheet,
    Plan,
    RuleGroup,
    ScsiDisk,
    TargetCapacity,
)
from hmcscan_lpm.rendering.execution_contexts import Execution, Reason


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move in the table of moves.

    :ivar anchor: the sheet of its partition
    :ivar wave: number of its wave, 0 for none
    :ivar wave_anchor: that wave
    :ivar own_questions: open questions that are not common ones
    """

    move: MoveSummary
    anchor: str
    wave: int
    wave_anchor: str
    blockers: tuple[Reason, ...]
    own_questions: tuple[Reason, ...]
    risks: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A partition and its verdict for each target, in the order of the plan's targets; ``''`` = not asked for."""

    lpar: str
    source: str
    anchor: str
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A rule and how many moves it touches.

    :ivar share: of all moves, in percent
    """

    rule_id: str
    title: str
    anchor: str
    moves: int
    share: float


@dataclass(frozen=True, slots=True)
class Overview:
    """Which rules decide how much: what blocks, what is open, what is risky; most moves first."""

    key: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a finding is about. None or empty = whichever, or the only one there is."""

    lpar: str | None
    source: str | None
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellGroup:
    """Cells of one report."""

    report: str
    cells: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding, or several that say the same of different subjects.

    :ivar item: which part of the subject, ``''`` for the whole or where the message names it
    :ivar message: what is so; of the first subject where messages name theirs
    :ivar statements: who took it upon themselves or has attested it, and until when
    :ivar is_example: the message names its subject, and is meant likewise for the others
    :ivar cells: the first cells of the evidence
    :ivar more_cells: the others
    :ivar n_more_cells: how many others
    """

    subjects: tuple[Subject, ...]
    item: str
    message: str
    statements: tuple[str, ...]
    is_example: bool
    cells: tuple[CellGroup, ...]
    more_cells: tuple[CellGroup, ...]
    n_more_cells: int


@dataclass(frozen=True, slots=True)
class CommandBlock:
    """Commands for one place.

    :ivar on: hmc, vios, san, storage, lpar or owner
    :ivar run: the commands, one per line
    """

    on: str
    run: str
    n_commands: int
    is_disruptive: bool


@dataclass(frozen=True, slots=True)
class SourceLink:
    """Where a rule comes from.

    :ivar url: web address, ``''`` when there is none
    :ivar publication: what stands instead of one
    """

    title: str
    url: str
    publication: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """A rule with its findings.

    :ivar remedy, steps: with the places filled on which all findings agree
    :ivar rows: the first findings
    :ivar more_rows: the others, when there are many
    :ivar n_more: how many others
    :ivar mend: commands of the remedy
    :ivar check: commands that settle an unknown or show that a failure is mended
    :ivar is_asked: those commands are among the questions of the plan, too
    """

    group: RuleGroup
    anchor: str
    remedy: str
    steps: tuple[str, ...]
    rows: tuple[FindingRow, ...]
    more_rows: tuple[FindingRow, ...]
    n_more: int
    mend: tuple[CommandBlock, ...]
    check: tuple[CommandBlock, ...]
    is_asked: bool
    references: tuple[SourceLink, ...]


@dataclass(frozen=True, slots=True)
class GroupSection:
    """Rules that weigh the same: ``blocking``, ``crashed``, ``open``, ``risks``, ``attested``, ``waived`` or
    ``others``.
    """

    key: str
    groups: tuple[GroupView, ...]


@dataclass(frozen=True, slots=True)
class Meter:
    """A bar of a capacity, in percent of its length.

    :ivar used: in use today
    :ivar taken: by the moves, as far as there is room
    :ivar over: by the moves, beyond what there is
    """

    used: float
    taken: float
    over: float


@dataclass(frozen=True, slots=True)
class CapacityView:
    """A target with its bars; None where a figure is missing.

    :ivar short_at: the first partition, in the order of the plan, for which something is short; ``''`` = none
    :ivar has_sources: the partitions come from several servers
    """

    capacity: TargetCapacity
    anchor: str
    cores: Meter | None
    memory: Meter | None
    short_at: str
    has_sources: bool


@dataclass(frozen=True, slots=True)
class WwpnBlock:
    """The client adapters of one partition, each with its two WWPNs."""

    lpar: str
    source: str
    anchor: str
    adapters: tuple[SanAdapter, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Commands that settle the same rules."""

    rules: tuple[Reason, ...]
    run: str
    n_commands: int


@dataclass(frozen=True, slots=True)
class QuestionPlace:
    """All questions to be asked in one place."""

    on: str
    questions: tuple[QuestionView, ...]
    n_commands: int


@dataclass(frozen=True, slots=True)
class DiskRow:
    """A disk, and for each target of the plan the VIOSes that see it; None = it was not looked for there."""

    disk: ScsiDisk
    seen_by: tuple[tuple[str, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class SheetView:
    """The sheet of a partition.

    :ivar verdicts: (target, verdict)
    :ivar cards: (target, how the move there is made), for the moves that can be made
    """

    sheet: PartitionSheet
    anchor: str
    verdicts: tuple[tuple[str, str], ...]
    cards: tuple[tuple[str, str], ...]
    disks: tuple[DiskRow, ...]


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """Data-quality issues of one kind.

    :ivar more: the others, when there are many
    """

    kind: str
    count: int
    issues: tuple[Issue, ...]
    more: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many moves have a verdict.

    :ivar share: of all moves, in percent
    """

    verdict: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The whole plan as a document.

    :ivar n_partitions: partitions that the moves are about
    :ivar scans: first and last scan of the reports, ``''`` where none says
    :ivar common_questions: open for every move that has an open question, so that no row has to repeat them
    :ivar n_open: how many moves have an open question
    :ivar matrix: empty unless a partition may go to several targets
    :ivar n_pairs: WWPN pairs in all
    :ivar san_notes: adapters of which more is known than that they are right, or than nothing
    :ivar san_missing, san_open: how many drafts are about what is missing, and about what may be
    :ivar has_disks: a partition has virtual SCSI disks
    :ivar how: how the moves are made
    """

    plan: Plan
    n_partitions: int
    scans: tuple[str, str]
    verdicts: tuple[VerdictCount, ...]
    common_questions: tuple[Reason, ...]
    n_open: int
    moves: tuple[MoveRow, ...]
    matrix: tuple[MatrixRow, ...]
    overviews: tuple[Overview, ...]
    sections: tuple[GroupSection, ...]
    capacity: tuple[CapacityView, ...]
    wwpn_blocks: tuple[WwpnBlock, ...]
    n_pairs: int
    san_notes: tuple[SanAdapter, ...]
    san_missing: int
    san_open: int
    questions: tuple[QuestionPlace, ...]
    sheets: tuple[SheetView, ...]
    has_disks: bool
    issues: tuple[IssueGroup, ...]
    how: Execution


@dataclass(frozen=True, slots=True)
class AssessedMove:
    """One move of an assessment with its verdict and the number of rules per outcome."""

    lpar: str
    source: str
    target: str
    mode: str
    verdict: str
    n_fail: int
    n_unknown: int
    n_error: int
    n_waived: int
    n_attested: int
    n_pass: int


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """An assessment as a document."""

    sources: tuple[Source, ...]
    fact_sources: tuple[FactSource, ...]
    verdicts: tuple[VerdictCount, ...]
    moves: tuple[AssessedMove, ...]
    sections: tuple[GroupSection, ...]
    issues: tuple[IssueGroup, ...]
    waivers: tuple[WaiverUse, ...]
    attestations: tuple[AttestationUse, ...]
    parameters: tuple[Parameter, ...]
    n_rules: int
    catalogue_version: str
    catalogue_sha256: str
