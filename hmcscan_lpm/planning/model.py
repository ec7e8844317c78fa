"""What a plan is: frozen values, complete enough that a renderer needs nothing else.

Units: memory in MB, processing in cores. ``None`` is always "the report does not say".
"""

from __future__ import annotations

from dataclasses import dataclass

from hmcscan_lpm.catalogue import Parameter
from hmcscan_lpm.engine import AttestationUse, Finding, WaiverUse
from hmcscan_lpm.estate import Evidence, FactSource, Source
from hmcscan_lpm.issues import Issue
from hmcscan_lpm.planning.choices import Choices
from hmcscan_lpm.planning.execution import MoveCommands, MoveMapping, MoveTime, Placement
from hmcscan_lpm.planning.handover.model import San
from hmcscan_lpm.planning.runbook_model import RunbookPhase
from hmcscan_lpm.planning.timing.model import QuietHour, Schedule, WaveCapacity


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its evidence resolved and its commands filled in.

    :ivar commands: (on, command, disruptive): what settles an unknown, or proves a failure mended
    """

    finding: Finding
    evidence: tuple[Evidence, ...]
    commands: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """All findings of one rule with one outcome: the rule's text stands once, its findings below it.

    :ivar waived: somebody took these findings upon themselves
    :ivar attested: somebody answered these findings
    :ivar moves: how many of the selected moves it touches
    :ivar remedy_commands: (on, command, disruptive) of the remedy, as templates
    """

    rule_id: str
    title: str
    family: str
    severity: str
    outcome: str
    waived: bool
    attested: bool
    confidence: str
    why: str
    limits: str
    remedy: str
    remedy_steps: tuple[str, ...]
    remedy_commands: tuple[tuple[str, str, bool], ...]
    references: tuple[tuple[str, str], ...]
    findings: tuple[ShownFinding, ...]
    moves: int


@dataclass(frozen=True, slots=True)
class MoveSummary:
    """One selected move with its verdict and what decides it.

    :ivar blockers: titles of the blockers that fail, as (rule id, short reason)
    :ivar open_questions: (rule id, short reason) of the blockers that are unknown
    :ivar risks: (rule id, short reason) of failing or unknown risks and notices
    """

    lpar: str
    lpar_id: int | None
    os_version: str | None
    env: str | None
    state: str | None
    source: str
    target: str
    mode: str
    verdict: str
    n_fail: int
    n_unknown: int
    n_pass: int
    n_not_applicable: int
    n_error: int
    n_waived: int
    n_attested: int
    cores: float | None
    memory_mb: int | None
    blockers: tuple[tuple[str, str], ...]
    open_questions: tuple[tuple[str, str], ...]
    risks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CapacityStep:
    """What is left on the target after one more move, in the order of the plan.

    :ivar cores: cores or entitlement that the partition needs
    :ivar memory_mb: memory with its page table: least that is needed
    :ivar cores_left, memory_left_mb: after this and all earlier moves; None once a figure was missing
    """

    lpar: str
    source: str
    verdict: str
    cores: float | None
    memory_mb: int | None
    cores_left: float | None
    memory_left_mb: int | None


@dataclass(frozen=True, slots=True)
class TargetCapacity:
    """A target before and after all selected moves.

    :ivar free_cores, free_mb: unassigned today
    :ivar fits_cores, fits_memory: all moves together fit; None when a figure is missing
    """

    target: str
    type_model: str | None
    active_cores: float | None
    active_mb: int | None
    free_cores: float | None
    free_mb: int | None
    steps: tuple[CapacityStep, ...]
    cores_wanted: float | None
    memory_wanted_mb: int | None
    cores_left: float | None
    memory_left_mb: int | None
    fits_cores: bool | None
    fits_memory: bool | None


@dataclass(frozen=True, slots=True)
class WwpnPair:
    """The two WWPNs of a client adapter: both have to be zoned and mapped before the move.

    :ivar fabric: port label, or the switch domain out of the fabric address, ``''`` when neither is told
    """

    lpar: str
    source: str
    slot: int
    vios: str | None
    fc_port: str | None
    port_location: str | None
    fabric: str
    wwpn1: str | None
    wwpn2: str | None
    cell: str


@dataclass(frozen=True, slots=True)
class EthernetAdapter:
    """A virtual Ethernet adapter of a partition."""

    slot: int
    vswitch: str | None
    pvid: int | None
    vlans: str
    mac: str | None
    is_required: bool | None


@dataclass(frozen=True, slots=True)
class ScsiDisk:
    """What stands behind a client virtual SCSI adapter.

    :ivar kind: disk, lv, file, file-optical, empty-optical, optical, tape, ssp, unmapped, unknown
    :ivar seen_by: target → VIOSes there that see the disk
    """

    slot: int
    vios: str | None
    vtd: str | None
    backing: str | None
    kind: str
    disk_id: str | None
    size_mb: int | None
    seen_by: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class PartitionSheet:
    """Everything a partition takes along."""

    lpar: str
    source: str
    lpar_id: int | None
    os_version: str | None
    state: str | None
    mode: str
    processor_mode: str | None
    cores: float | None
    procs: int | None
    is_dedicated: bool
    memory_mb: int | None
    max_memory_mb: int | None
    served_by: tuple[str, ...]
    ethernet: tuple[EthernetAdapter, ...]
    wwpn_pairs: tuple[WwpnPair, ...]
    disks: tuple[ScsiDisk, ...]
    physical_slots: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A command that settles something the reports do not show.

    :ivar on: hmc, vios, san, storage, lpar or owner
    :ivar rules: (rule id, title) that it settles
    """

    on: str
    command: str
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A migration plan, before any rendering.

    :ivar made_at: clock given by the caller, ``''`` when none was given
    :ivar fact_sources: files of facts that were laid over the reports
    :ivar left_out: VIOSes and other partitions of the sources that were not asked for by name, with the reason
    :ivar groups: findings by rule, worst first
    :ivar waivers, attestations: all that were given, and what became of them
    :ivar parameters: thresholds that the user set
    :ivar questions: what the reports cannot show, and what would
    :ivar choices: what the user wanted; a plan saved as JSON is rebuilt with them
    :ivar reserve, window: as the user gave them, ``''`` = none
    :ivar placement: which partition goes where and why, None where every partition has one target
    :ivar mappings: adapters, VLANs and movers of each move that is not blocked
    :ivar times, schedule: how long each move takes, and when it is made
    :ivar room: what is left on each target after each wave
    :ivar quiet: when partitions use least processors, where hourly usage was read
    :ivar commands: for the HMCs, by move
    :ivar runbook: what people do around the moves that are not blocked
    :ivar san: the WWPN pairs with what switches and storage say of them, and drafts of what is missing
    """

    title: str
    made_at: str
    sources: tuple[Source, ...]
    fact_sources: tuple[FactSource, ...]
    source_systems: tuple[str, ...]
    target_systems: tuple[str, ...]
    moves: tuple[MoveSummary, ...]
    left_out: tuple[tuple[str, str, str], ...]
    capacity: tuple[TargetCapacity, ...]
    groups: tuple[RuleGroup, ...]
    partitions: tuple[PartitionSheet, ...]
    questions: tuple[Question, ...]
    issues: tuple[Issue, ...]
    waivers: tuple[WaiverUse, ...]
    attestations: tuple[AttestationUse, ...]
    parameters: tuple[Parameter, ...]
    catalogue_version: str
    catalogue_sha256: str
    n_rules: int
    san: San
    choices: Choices
    reserve: str
    window: str
    placement: Placement | None
    mappings: tuple[MoveMapping, ...]
    times: tuple[MoveTime, ...]
    schedule: Schedule
    room: tuple[WaveCapacity, ...]
    quiet: tuple[QuietHour, ...]
    commands: tuple[MoveCommands, ...]
    runbook: tuple[RunbookPhase, ...]

    def count(self, verdict: str) -> int:
        """How many moves have that verdict."""
        return sum(move.verdict == verdict for move in self.moves)

    @property
    def wwpn_pairs(self) -> tuple[WwpnPair, ...]:
        """All WWPN pairs of the plan, by partition and slot."""
        return tuple(pair for sheet in self.partitions for pair in sheet.wwpn_pairs)
