"""Who could be asked about what: a row for every server and table, and for every VIOS and table that it answers.

An empty table means "none" only where this says ``collected``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hmcscan_lpm.dialects.java.sanitized import UNJOINED
from hmcscan_lpm.dialects.java.scan import Rows, Scan
from hmcscan_lpm.dialects.model import Coverage
from hmcscan_lpm.tables.vocabulary import TABLES

_NOT_PRINTED = frozenset({"profile_adapters", "mem_pools", "sriov_adapters"})
_MADE_FROM: Mapping[str, str] = {"npiv_mappings": "virtual_fibre", "profile_slots": "physical_slots"}
"""Table → the table whose rows it is made from: what that lost, this has lost, too."""

_NEVER_EMPTY: Mapping[str, str] = {
    "profiles": "LPAR_Profiles",
    "processors": "LPAR_CPU",
    "memory": "LPAR_MEM",
    "physical_slots": "Physical_Slots",
    "io_children": "IO_slot_children",
}
"""Table → its tab, where a server with partitions without a row there was not asked or did not answer."""

_BLOCK_TABS: Mapping[str, str] = {
    "virtual_ethernet": "Virtual_Ethernet",
    "virtual_switches": "Virtual_Ethernet",
    "proc_pools": "SW_cores",
}
_HMC_TABLES = tuple(name for name, table in TABLES.items() if table.collected_by == "hmc")
_VIOS_TABLES = tuple(name for name, table in TABLES.items() if table.collected_by == "vios")

Vios = tuple[str, str]
"""(server, VIOS)"""


def coverage(scan: Scan) -> tuple[Coverage, ...]:
    """All coverage of one report, by server in order of name, then by table."""
    return tuple(_Asked.of(scan).rows())


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the taken rows tell about who answered.

    :ivar status: server → status as printed
    :ivar lpars: (server, partition) → its row
    :ivar filled: (table, server) pairs that have rows
    :ivar vioses: every VIOS that is known, from LPAR_Summary or from its own answers
    :ivar answered: those that answered at least one question: a scan asks each VIOS all questions
    """

    scan: Scan
    status: Mapping[str, str | None]
    lpars: Mapping[tuple[str, str], Mapping[str, Any]]
    filled: frozenset[tuple[str, str]]
    vioses: frozenset[Vios]
    answered: frozenset[Vios]

    @classmethod
    def of(cls, scan: Scan) -> _Asked:
        filled = {(table, row["system"]) for table, rows in _joined(scan).items() for row in rows if "system" in row}
        answered = _answered(scan)
        return cls(
            scan=scan,
            status={row["system"]: row.get("status") for row in scan.rows("systems")},
            lpars={(row["system"], row["lpar"]): row for row in scan.rows("lpars")},
            filled=frozenset(filled),
            vioses=scan.vioses | answered,
            answered=answered,
        )

    def rows(self) -> Iterator[Coverage]:
        """Every server with every table."""
        for system in sorted({system for _, system in self.filled} | set(self.status)):
            for table in _HMC_TABLES:
                reason = self.gap(system, table)
                yield Coverage(system, None, table, not reason, reason)
            vioses = sorted(vios for owner, vios in self.vioses if owner == system)
            for table in _VIOS_TABLES:
                unlisted = self.gap(system, "lpars")
                if unlisted or not vioses:
                    yield Coverage(system, None, table, not unlisted, unlisted)
                for vios in vioses:
                    reason = self.general_gap(system, table) or self.silence(system, vios, table)
                    yield Coverage(system, vios, table, not reason, reason)

    def general_gap(self, system: str, table: str) -> str:
        """Why nobody could look at *table*, whoever had to be asked; ``''`` when somebody could."""
        scan = self.scan
        if table in _NOT_PRINTED:
            return "not printed by the Java HMC Scanner"
        if system in scan.mixed:
            return f"two servers are called {system}: the report mixes their data"
        if table in scan.gaps:
            return scan.gaps[table]
        if scan.is_sanitized and table in UNJOINED:
            return f"sanitized report: names in tab {UNJOINED[table]} no longer match"
        for name in (table, _MADE_FROM.get(table, table)):
            for owner in (system, None):
                if (name, owner) in scan.lost:
                    return scan.lost[name, owner]
        return ""

    def gap(self, system: str, table: str) -> str:
        """Why the HMC's answer about *table* is missing for *system*, ``''`` when it is there."""
        reason = self.general_gap(system, table)
        if reason or table == "hmcs" or (table, system) in self.filled:
            return reason
        if table == "systems":
            return f"tab System_Summary has no row of {system}"
        status = self.status.get(system)
        if status is None and ("lpars", system) not in self.filled:
            return f"the status of {system} is not known"
        if status is not None and status.lower() != "operating":
            return f"{system} is {status}"
        if table in _BLOCK_TABS and system not in self.scan.blocks.get(table, set()):
            return f"tab {_BLOCK_TABS[table]} has no block of {system} for it"
        if table in _NEVER_EMPTY and ("lpars", system) in self.filled:
            return f"tab {_NEVER_EMPTY[table]} has no row of {system}"
        return ""

    def silence(self, system: str, vios: str, table: str) -> str:
        """Why there is no answer of a VIOS, ``''`` when there is one."""
        if (system, vios) in self.answered:
            columns = self.scan.disk_vioses
            is_missing = table == "vios_disks" and columns is not None and (system, vios) not in columns
            return f"tab VIOS disks has no column of VIOS {vios}" if is_missing else ""
        lpar = self.lpars.get((system, vios), {})
        state, rmc = lpar.get("state"), lpar.get("rmc_state")
        if state is not None and state != "Running":
            return f"VIOS {vios} is {state}"
        if rmc is not None and rmc != "active":
            return f"VIOS {vios} has no RMC connection ({rmc})"
        if self.scan.is_sanitized:
            return f"sanitized report: it does not show whether VIOS {vios} answered"
        if not self.answered:
            return "the scan has no data of any VIOS (option -novios?)"
        return f"the scan has no data of VIOS {vios} (-novios?)"


def _joined(scan: Scan) -> Mapping[str, Rows]:
    """The tables whose names are those of the other tables: all, but for a sanitized report."""
    tables = scan.extract.rows
    return {name: rows for name, rows in tables.items() if not (scan.is_sanitized and name in UNJOINED)}


def _answered(scan: Scan) -> frozenset[Vios]:
    """Every VIOS that the report shows an answer of: a port, a mapping, a disk, a shared adapter.

    A virtual Fibre Channel adapter counts when its VIOS said what is behind it, even if nothing is.
    """
    joined = _joined(scan)
    found = {
        (row["system"], row["vios"])
        for table in ("fc_ports", "vscsi_mappings", "vios_disks", "seas", "etherchannels")
        for row in joined.get(table, [])
    }
    mapped = {(row["system"], row["vios"]) for row in scan.rows("npiv_mappings") if row.get("is_mapped") is not None}
    return frozenset(found | mapped)
