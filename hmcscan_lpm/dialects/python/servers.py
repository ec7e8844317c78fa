"""Servers, partitions and what belongs to a partition: the tabs that the HMC answers for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hmcscan_lpm.dialects.extract import address
from hmcscan_lpm.dialects.python import fields as f
from hmcscan_lpm.dialects.python.cells import raw_name
from hmcscan_lpm.dialects.python.tabs import (
    Looked,
    Only,
    Rows,
    Scan,
    check_kinds,
    complete,
    look_up,
    name_owner,
    own_blocks,
    take_tab,
)

_NUMBERS = (
    "ghz", "installed_cores", "active_cores", "deconfigured_cores", "free_cores", "pending_free_cores",
    "installed_mb", "active_mb", "deconfigured_mb", "firmware_mb", "free_mb", "pending_free_mb",
    "installed_level", "activated_level", "ec_number", "deferred_level",
)  # fmt: skip
_SIZE_TABS = ("System CPU RAM", "System CPU", "System RAM")
_PROCESSOR_TABS = ("LPAR CPU RAM details", "LPAR CPU details")
_MEMORY_TABS = ("LPAR CPU RAM details", "LPAR RAM details")
"""The tab of a workbook, and that of a dump; without either the shorter tab LPAR CPU RAM counts."""

_CONTRADICTION = "scan single HMC"
"""End of the sentence that stands beside the name of a server of which two HMCs say different things."""


def take_systems(scan: Scan) -> None:
    """Table ``systems``: one row per server out of four tabs, each fact with its own place."""
    _take_servers(scan)
    own_blocks(scan, "systems")
    _note_managers(scan)
    details = look_up(scan, "System Details", f.SYSTEM_KEY, f.SYSTEM_DETAILS)
    sizes = [look_up(scan, tab, f.SYSTEM_KEY, f.SYSTEM_CPU_RAM) for tab in _SIZE_TABS]
    microcode = look_up(scan, "System microcode", f.SYSTEM_KEY, f.MICROCODE)
    for found in (*sizes, microcode):
        _note_strangers(scan, found)
    capabilities = look_up(scan, "System Details", f.SYSTEM_KEY, f.CAPABILITIES)
    for row in scan.rows("systems"):
        key = (row["system"],)
        if row.get("status") != "Operating":
            # The scanner prints 0 in every number column of a server that does not operate.
            row.update(dict.fromkeys(_NUMBERS))
        complete(scan, "systems", row, details.get(key))
        for found in sizes:
            # These columns are headed by what they hold; the summary heads its MB with GB.
            complete(scan, "systems", row, found.get(key), is_better=True)
        complete(scan, "systems", row, microcode.get(key))
        _expand(scan, row, capabilities.get(key))
        service = row.get("service_lpar_id")
        # "none" is kept: it says that there is no service partition.
        row["service_lpar_id"] = service.lower() if service is not None else None


def _take_servers(scan: Scan) -> None:
    """The servers of the summary, and those that only the details list.

    Of a server about whose state or serial number two HMCs disagree, the summary of a merged workbook has a sentence
    instead of facts, and mostly not even that: the next server is written over it.
    """
    rows = take_tab(scan, "systems", "System Summary", f.SYSTEM_SUMMARY, ("system",))
    agreed = [row for row in rows if _CONTRADICTION not in (row.get("manager") or "")]
    has_summary = bool(rows)
    known = {row["system"] for row in agreed}
    listed = take_tab(scan, "systems", "System Details", f.IDENTITY, ("system",))
    more = [row for row in listed if row["system"] not in known]
    scan.extract.rows["systems"] = [*agreed, *more]
    for row in more if has_summary else ():
        row.update(status=None, type_model=None, serial=None)
        message = (
            f"System Summary does not tell {row['system']}: its HMCs say different things of it. "
            "Its state is not known; give the workbook of each HMC."
        )
        where = address(scan.sheets[row["tab"]], row["row"], None)
        scan.extract.issue(row["tab"], where, "contradiction", message)


def _note_strangers(scan: Scan, found: Mapping[tuple[Any, ...], Looked]) -> None:
    """Rows about a server that no other tab lists are not taken."""
    known = {row["system"] for row in scan.rows("systems")}
    for (system,), looked in found.items():
        if system in known:
            continue
        place = next(iter(looked.places.values()))
        message = f"{system!r} is no server that the report lists: nothing of the row was taken."
        where = address(scan.sheets[place.tab], place.row, None)
        scan.extract.issue(place.tab, where, "unknown-system", message)


def _note_managers(scan: Scan) -> None:
    """Of a server that two HMCs know, a merged workbook has the summary of the one and all other tabs of the other."""
    details = look_up(scan, "System Details", f.SYSTEM_KEY, f.MANAGER)
    for row in scan.rows("systems"):
        other = details.get((row["system"],))
        second = other.values.get("manager") if other else None
        if second in (None, row.get("manager")):
            continue
        message = (
            f"{row['system']} is known to {row.get('manager')} and {second}: tab {row['tab']} tells what the first "
            "of them said, the other tabs what the second did."
        )
        where = address(scan.sheets[row["tab"]], row["row"], None)
        scan.extract.issue(row["tab"], where, "two-managers", message)


def _expand(scan: Scan, row: dict[str, Any], found: Looked | None) -> None:
    """Flags out of the one list of capabilities: a word that is not in the list is a capability that is missing."""
    listed = found.values.get("capabilities") if found else None
    if found is None or not listed:
        return
    words = set(listed.split(","))
    headings = scan.extract.headings["systems", row["tab"], row["block"]]
    for column, name in f.CAPABILITY_WORDS.items():
        if row.get(column) is None:
            row[column] = name in words
            headings[column] = found.places["capabilities"]


def take_lpars(scan: Scan) -> None:
    """Table ``lpars``; afterwards names can be found by id."""
    rows = take_tab(scan, "lpars", "LPAR details", f.LPARS, ("system", "lpar"))
    for row in rows:
        scan.lpars.setdefault(row["system"], []).append(row["lpar"])
        if row.get("lpar_id") is not None:
            scan.names.setdefault((row["system"], row["lpar_id"]), row["lpar"])
    found = look_up(scan, "VIOS levels", f.LEVEL_KEY, f.LEVELS)
    levels = {key: looked for key, looked in found.items() if looked.values.get("os_version")}
    scan.levels.update(levels)
    if levels:
        own_blocks(scan, "lpars")
    for row in rows:
        own = levels.get((row["system"], row["lpar"]))
        if own is not None:
            complete(scan, "lpars", row, own)


def take_sizes(scan: Scan) -> None:
    """Tables ``processors``, ``memory`` and ``profiles``."""
    _take_processors(scan)
    _take_memory(scan)
    rows = take_tab(scan, "profiles", "LPAR profiles CPU RAM", f.PROFILES, ("system", "lpar", "profile"))
    _mark_current(scan, rows)


def _take_processors(scan: Scan) -> None:
    key = ("system", "lpar")
    for tab in _PROCESSOR_TABS:
        take_tab(scan, "processors", tab, f.PROCESSORS, key)
    if not any(scan.table_of(tab) for tab in _PROCESSOR_TABS):
        take_tab(scan, "processors", "LPAR CPU RAM", f.SHORT_PROCESSORS, key)
    for row in scan.rows("processors"):
        row["is_on"] = None if row.get("procs") is None else row["procs"] > 0
        if row.get("mode") == "ded":
            # The shorter tab copies the cores of a dedicated partition into its entitlement.
            row.update(dict.fromkeys(("units", "assigned_units", "min_units", "max_units")))


def _take_memory(scan: Scan) -> None:
    key = ("system", "lpar")
    for tab in _MEMORY_TABS:
        for row in take_tab(scan, "memory", tab, f.MEMORY, key):
            if row.get("used_mb") or row.get("assigned_expansion") is None:
                continue
            # A partition that does not run has no factor in use, but it has one.
            row.update(expansion=row["assigned_expansion"], block=1)
        places = scan.extract.headings.get(("memory", tab, 0), {})
        if "assigned_expansion" in places:
            own = {**places, "expansion": places["assigned_expansion"]}
            scan.extract.locate("memory", tab, 1, own)
    scan.drop("memory", "assigned_expansion")
    if not any(scan.table_of(tab) for tab in _MEMORY_TABS):
        take_tab(scan, "memory", "LPAR CPU RAM", f.SHORT_MEMORY, key)
    vioses: dict[str, list[str]] = {}
    for lpar in scan.rows("lpars"):
        if lpar.get("env") == "vioserver":
            vioses.setdefault(lpar["system"], []).append(lpar["lpar"])
    for row in scan.rows("memory"):
        for column in ("ams_primary", "ams_secondary"):
            row[column] = raw_name(row.get(column), vioses.get(row["system"], []), is_guessed=scan.is_guessed)


def _mark_current(scan: Scan, profiles: Rows) -> None:
    """Profiles in LPAR details are guessed (``007`` reads 7): match them with the raw names, and mark the current."""
    names: dict[tuple[str, str], list[str]] = {}
    for row in profiles:
        names.setdefault((row["system"], row["lpar"]), []).append(row["profile"])
    current: dict[tuple[str, str], str | None] = {}
    for lpar in scan.rows("lpars"):
        key = (lpar["system"], lpar["lpar"])
        for column in ("current_profile", "default_profile"):
            if column in lpar:
                lpar[column] = raw_name(lpar[column], names.get(key, []), is_guessed=scan.is_guessed)
        current.setdefault(key, lpar.get("current_profile"))
    for row in profiles:
        printed = current.get((row["system"], row["lpar"]))
        row["is_current"] = None if printed is None else row["profile"] == printed


def take_pools(scan: Scan) -> None:
    """Tables ``proc_pools`` and ``mem_pools``; afterwards partitions name their pool as it is written there."""
    take_tab(scan, "mem_pools", "Memory Pools", f.MEM_POOLS, ("system", "pool_id"))
    names: dict[str, list[str]] = {}
    for row in take_tab(scan, "proc_pools", "Processor Pools", f.PROC_POOLS, ("system", "pool")):
        names.setdefault(row["system"], []).append(row["pool"])
    for table in ("processors", "profiles"):
        for row in scan.rows(table):
            if "pool" in row:
                row["pool"] = raw_name(row["pool"], names.get(row["system"], []), is_guessed=scan.is_guessed)
    _size_pools(scan)


def _size_pools(scan: Scan) -> None:
    """What a partition's pool has; all members of a pool share a block, because these facts stand with the pool."""
    pools = {(row["system"], row["pool"]): (block, row) for block, row in enumerate(scan.rows("proc_pools"), 1)}
    for row in scan.rows("processors"):
        block, pool = pools.get((row["system"], row.get("pool") or ""), (0, {}))
        if not pool:
            continue
        own = scan.extract.headings["processors", row["tab"], 0]
        there = scan.extract.headings["proc_pools", pool["tab"], pool["block"]]
        borrowed = {}
        for column, source in (("pool_reserved", "reserved_units"), ("pool_max", "max_units")):
            row[column] = pool.get(source)
            if source in there:
                borrowed[column] = replace(there[source], tab=pool["tab"], row=pool["row"])
        row["block"] = block
        scan.extract.headings["processors", row["tab"], block] = {**own, **borrowed}


def take_slots(scan: Scan) -> None:
    """Tables ``physical_slots``, ``profile_slots`` and ``io_children``."""
    tab = "System IO"
    check_kinds(scan, tab, "is Child", ("Y", "N"), ("physical_slots", "io_children"))
    for row in take_tab(scan, "physical_slots", tab, f.SLOTS, ("system", "location"), Only("is Child", "N".__eq__)):
        name_owner(scan, "physical_slots", row)
    scan.drop("physical_slots", "lpar_id")
    key = ("system", "lpar", "profile", "drc_index")
    take_tab(scan, "profile_slots", "LPAR profiles physical adapter", f.PROFILE_SLOTS, key)
    if scan.table_of("LPAR profiles physical adapter") and "profile_slots" not in scan.gaps:
        _join_profiles(scan)
    for row in take_tab(scan, "io_children", tab, f.CHILDREN, ("system",), Only("is Child", "Y".__eq__)):
        if scan.is_guessed:
            # The workbook prints the location of a slot's last child for all of its children.
            row["location"] = None
    if scan.is_guessed:
        scan.extract.headings.get(("io_children", tab, 0), {}).pop("location", None)


def _join_profiles(scan: Scan) -> None:
    """``desired_by`` and ``required_by`` of physical slots, from the profiles that name them; is it required now."""
    current = {(row["system"], row["lpar"]): row["profile"] for row in scan.rows("profiles") if row.get("is_current")}
    named: dict[tuple[str, str], Rows] = {}
    for row in scan.rows("profile_slots"):
        named.setdefault((row["system"], row["drc_index"]), []).append(row)
    for slot in scan.rows("physical_slots"):
        if slot.get("drc_index") is None:
            continue
        found = named.get((slot["system"], slot["drc_index"]), [])
        if any(row.get("is_required") is None for row in found):
            continue
        for column, required in (("desired_by", False), ("required_by", True)):
            by = [f"{row['lpar']}@{row['profile']}" for row in found if row["is_required"] is required]
            slot[column] = ",".join(by)
        profile = current.get((slot["system"], slot.get("lpar") or ""))
        if profile is not None:
            own = [row for row in found if (row["lpar"], row["profile"]) == (slot["lpar"], profile)]
            slot["is_required"] = any(row["is_required"] for row in own)
