"""Who could be asked: a server that operates, a VIOS that answered.

An empty table means "none" only where this says ``collected``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hmcscan_lpm.dialects.model import Coverage
from hmcscan_lpm.dialects.python.tabs import Scan, header_of, is_headless, sentence
from hmcscan_lpm.tables.vocabulary import TABLES

_TABS: Mapping[str, tuple[str, ...]] = {
    "systems": ("System Summary",),
    "lpars": ("LPAR details",),
    "profiles": ("LPAR profiles CPU RAM",),
    "processors": ("LPAR CPU RAM details", "LPAR CPU details", "LPAR CPU RAM"),
    "memory": ("LPAR CPU RAM details", "LPAR RAM details", "LPAR CPU RAM"),
    "physical_slots": ("System IO",),
    "io_children": ("System IO",),
    "profile_slots": ("LPAR profiles physical adapter",),
    "virtual_switches": ("Virtual Switch",),
    "virtual_ethernet": ("LPAR vadapter details",),
    "virtual_scsi": ("LPAR vadapter details",),
    "virtual_fibre": ("LPAR vadapter details",),
    "profile_adapters": ("LPAR profiles vadapter",),
    "proc_pools": ("Processor Pools",),
    "mem_pools": ("Memory Pools",),
    "sriov_adapters": ("SR-IOV Adapters",),
    "sriov_ports": ("SR-IOV Physical Port ETH", "SR-IOV Physical Port ETHC", "SR-IOV Physical Port ROCE"),
    "sriov_logical_ports": ("SR-IOV Logical Port", "SR-IOV Logical Port ETH", "SR-IOV Logical Port ROCE"),
    "vnics": ("SR-IOV vNIC",),
    "npiv_mappings": ("NPIV",),
    "vscsi_mappings": ("vSCSI MAP",),
    "vios_disks": ("VIOS Disks",),
    "seas": ("SEA Config",),
    "etherchannels": ("VIOS Link Aggregation",),
    "fc_ports": ("VIOS Fiber Adapters",),
}
"""Table → tabs that it may come from."""

_TOGETHER = frozenset({"sriov_ports", "sriov_logical_ports"})
"""Tables that no single one of their tabs tells whole."""

_BARE = "has no table"
_SENTENCE_MEANS_NONE = frozenset({"sriov_adapters", "sriov_ports", "sriov_logical_ports", "vnics"})
_NEVER_EMPTY = frozenset({"profiles", "processors", "memory"})
"""Tables in which a server with partitions has rows, if anybody looked."""

_HMC_TABLES = tuple(name for name, table in TABLES.items() if table.collected_by == "hmc")
_VIOS_TABLES = tuple(name for name, table in TABLES.items() if table.collected_by == "vios")

Vios = tuple[str, str]
"""(server, VIOS)"""


def coverage(scan: Scan) -> tuple[Coverage, ...]:
    """A row for every server and table, and for every VIOS and table that it answers for itself."""
    return tuple(_Asked.of(scan).rows())


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the taken rows tell about who answered.

    :ivar systems: server → its row
    :ivar lpars: (server, partition) → its row
    :ivar filled: (table, server) pairs that have rows
    :ivar vioses: every VIOS that is known, from LPAR details or from its own answers
    :ivar answered: those that answered at least one question: a scan asks each VIOS all questions
    :ivar absent: table → why the report cannot tell it of any server, ``''`` when it can
    """

    scan: Scan
    systems: Mapping[str, Mapping[str, Any]]
    lpars: Mapping[Vios, Mapping[str, Any]]
    filled: frozenset[tuple[str, str]]
    vioses: frozenset[Vios]
    answered: frozenset[Vios]
    absent: Mapping[str, str]

    @classmethod
    def of(cls, scan: Scan) -> _Asked:
        answered = _answered(scan)
        listed = {(row["system"], row["lpar"]) for row in scan.rows("lpars") if row.get("env") == "vioserver"}
        return cls(
            scan=scan,
            systems={row["system"]: row for row in scan.rows("systems")},
            lpars={(row["system"], row["lpar"]): row for row in scan.rows("lpars")},
            filled=frozenset(
                (table, row["system"]) for table, rows in scan.extract.rows.items() for row in rows if "system" in row
            ),
            vioses=answered | listed | frozenset(scan.silent),
            answered=answered,
            absent={table: _absent(scan, table) for table in TABLES},
        )

    def rows(self) -> Iterator[Coverage]:
        """Every server with every table."""
        scan = self.scan
        for system in sorted({system for _, system in self.filled} | set(self.systems)):
            for table in _HMC_TABLES:
                reason = self.gap(system, table)
                yield Coverage(system, None, table, not reason, reason)
            vioses = sorted(vios for owner, vios in self.vioses if owner == system)
            unlisted = self.unlisted(system)
            for table in _VIOS_TABLES:
                reason = self.general_gap(system, table)
                if unlisted or not vioses:
                    yield Coverage(system, None, table, not (reason or unlisted), reason or unlisted)
                for vios in vioses:
                    said = reason or self.silence(system, vios) or scan.unasked.get((system, vios, table), "")
                    yield Coverage(system, vios, table, not said, said)

    def general_gap(self, system: str, table: str) -> str:
        """Why nobody could look at *table*, whoever had to be asked; ``''`` when somebody could."""
        scan = self.scan
        if table == "hmcs":
            return "" if scan.rows("hmcs") else "the report has no tab of an HMC"
        if table == "systems":
            return scan.gaps.get(table) or self.absent[table]
        lost = scan.lost.get((table, system)) or scan.lost.get((table, None)) or ""
        return scan.gaps.get(table) or self.absent[table] or lost

    def gap(self, system: str, table: str) -> str:
        """Why the HMC's answer about *table* is missing for *system*, ``''`` when it is there."""
        reason = self.general_gap(system, table)
        if reason or table in ("systems", "hmcs"):
            return reason
        server = self.systems.get(system, {})
        status, is_filled = server.get("status"), (table, system) in self.filled
        if status is not None and status != "Operating":
            return f"{system} is {status}"
        if is_filled:
            return ""
        if status is None:
            return f"the state of {system} is not known"
        has_lpars = ("lpars", system) in self.filled
        if not has_lpars and server.get("installed_cores") is None:
            return f"the scan has nothing of {system} but its name"
        if has_lpars and table in _NEVER_EMPTY:
            return f"tab {_TABS[table][0]} has no row of {system}"
        return ""

    def unlisted(self, system: str) -> str:
        """Why there may be VIOSes of *system* that nobody knows of, ``''`` when all are listed."""
        reason = self.gap(system, "lpars")
        if reason:
            return reason
        unclear = any(owner == system and row.get("env") is None for (owner, _), row in self.lpars.items())
        return f"the report does not say which partitions of {system} are VIOSes" if unclear else ""

    def silence(self, system: str, vios: str) -> str:
        """Why there is no answer of a VIOS, ``''`` when there is one."""
        if (system, vios) in self.answered:
            return ""
        lpar = self.lpars.get((system, vios), {})
        state, rmc = lpar.get("state"), lpar.get("rmc_state")
        if state is not None and state != "Running":
            return f"VIOS {vios} is {state}"
        if rmc is not None and rmc != "active":
            return f"VIOS {vios} has no RMC connection ({rmc})"
        if (system, vios) in self.scan.silent:
            return f"VIOS {vios} answered {self.scan.silent[system, vios]!r}"
        if not self.answered:
            return "the scan has no data of any VIOS (option --novios?)"
        return f"the scan has no data of VIOS {vios}"


def _absent(scan: Scan, table: str) -> str:
    """Why a table cannot be told from this report at all, ``''`` when it can."""
    tabs = _TABS.get(table, ())
    if not tabs:
        return ""
    gone = [tab for tab in tabs if scan.sheet(tab) is None]
    if gone and table in _TOGETHER:
        return f"the report has no tab {gone[0]}"
    sheets = [sheet for sheet in (scan.sheet(tab) for tab in tabs) if sheet is not None]
    unusable = [sheet for sheet in sheets if sheet.skipped or is_headless(sheet)]
    if unusable and table in _TOGETHER:
        return f"tab {unusable[0].name} " + (f"was not read: {unusable[0].skipped}" if unusable[0].skipped else _BARE)
    if not sheets:
        if table == "mem_pools" and scan.is_guessed:
            return "only the JSON dump of the hmcscanner holds shared memory pools"
        return f"the report has no tab {tabs[0]}"
    skipped = [sheet for sheet in sheets if sheet.skipped]
    if len(skipped) == len(sheets):
        return f"tab {skipped[0].name} was not read: {skipped[0].skipped}"
    if any(header_of(sheet) is not None for sheet in sheets):
        return ""
    says_none = table in _SENTENCE_MEANS_NONE or TABLES[table].collected_by == "vios"
    if says_none and any(sentence(sheet) for sheet in sheets):
        return ""
    return f"tab {sheets[0].name} {_BARE}"


def _answered(scan: Scan) -> frozenset[Vios]:
    """Every VIOS that shows in a tab that only its own answer fills."""
    found = {(row["system"], row["vios"]) for table in _VIOS_TABLES for row in scan.rows(table)}
    # The dump holds the level that each VIOS told, even where it has nothing else.
    return frozenset(found | scan.levels)
