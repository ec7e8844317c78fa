"""Who could be asked: a server that operates, a VIOS that answered."""

from __future__ import annotations

from hmcscan_lpm.dialects.model import Coverage
from hmcscan_lpm.dialects.python.tabs import Scan, header_of, sentence
from hmcscan_lpm.tables.vocabulary import TABLES

_TABS: dict[str, tuple[str, ...]] = {
    "systems": ("System Summary",),
    "lpars": ("LPAR details",),
    "profiles": ("LPAR profiles CPU RAM",),
    "processors": ("LPAR CPU RAM details", "LPAR CPU details"),
    "memory": ("LPAR CPU RAM details", "LPAR RAM details"),
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
    "sriov_ports": ("SR-IOV Physical Port ETH",),
    "sriov_logical_ports": ("SR-IOV Logical Port",),
    "vnics": ("SR-IOV vNIC",),
    "npiv_mappings": ("NPIV",),
    "vscsi_mappings": ("vSCSI MAP",),
    "vios_disks": ("VIOS Disks",),
    "seas": ("SEA Config",),
    "etherchannels": ("VIOS Link Aggregation",),
    "fc_ports": ("VIOS Fiber Adapters",),
}
_MAY_BE_EMPTY = frozenset({"sriov_adapters", "sriov_ports", "sriov_logical_ports", "vnics", "mem_pools"})


def coverage(scan: Scan) -> tuple[Coverage, ...]:
    """A row for every server and table, and for every VIOS and table that it answers for itself."""
    answered = _answered(scan)
    found = []
    for system in scan.rows("systems"):
        name, status = system["system"], system.get("status")
        stopped = "" if status == "Operating" else f"{name} is {status or 'in an unknown state'}"
        vioses = [row for row in scan.rows("lpars") if row["system"] == name and row.get("env") == "vioserver"]
        for table in TABLES.values():
            missing = _missing(scan, table.name)
            if table.collected_by == "hmc":
                reason = missing or (stopped if table.name not in ("systems", "hmcs") else "")
                found.append(Coverage(name, None, table.name, not reason, reason))
                continue
            if not vioses:
                reason = missing or stopped
                found.append(Coverage(name, None, table.name, not reason, reason))
            for vios in vioses:
                reason = missing or ("" if (name, vios["lpar"]) in answered else _silence(vios, answered=bool(answered)))
                found.append(Coverage(name, vios["lpar"], table.name, not reason, reason))
    return tuple(found)


def _missing(scan: Scan, table: str) -> str:
    """Why a table cannot be told from this report at all, ``''`` when it can."""
    tabs = _TABS.get(table, ())
    if not tabs:
        return ""
    sheets = [sheet for sheet in (scan.sheet(tab) for tab in tabs) if sheet is not None]
    if not sheets:
        if table == "mem_pools":
            return "only the JSON dump of the hmcscanner holds shared memory pools"
        return f"the report has no tab {tabs[0]}"
    if any(header_of(sheet) is not None for sheet in sheets) or TABLES[table].collected_by == "vios":
        return ""
    if table in _MAY_BE_EMPTY and any(sentence(sheet) for sheet in sheets):
        return ""
    return f"tab {sheets[0].name} has no table"


def _answered(scan: Scan) -> frozenset[tuple[str, str]]:
    """Every VIOS that shows in a tab that only its own answer fills: it was asked everything."""
    return frozenset(
        (row["system"], row["vios"])
        for table in ("npiv_mappings", "vscsi_mappings", "vios_disks", "seas", "etherchannels", "fc_ports")
        for row in scan.rows(table)
    )


def _silence(vios: dict[str, object], *, answered: bool) -> str:
    name, state, rmc = vios["lpar"], vios.get("state"), vios.get("rmc_state")
    if state is not None and state != "Running":
        return f"VIOS {name} is {state}"
    if rmc is not None and rmc != "active":
        return f"VIOS {name} has no RMC connection ({rmc})"
    if not answered:
        return "the scan has no data of any VIOS (option --novios?)"
    return f"the scan has no data of VIOS {name}"
