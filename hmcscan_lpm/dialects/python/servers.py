"""Servers, partitions and what belongs to a partition: the tabs that the HMC answers for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hmcscan_lpm.dialects.python import fields as f
from hmcscan_lpm.dialects.python.cells import guesses
from hmcscan_lpm.dialects.python.tabs import Scan, complete, look_up, own_blocks, take_tab
from hmcscan_lpm.dialects.values import plain

_NUMBERS = (
    "ghz", "installed_cores", "active_cores", "deconfigured_cores", "free_cores", "pending_free_cores",
    "installed_mb", "active_mb", "deconfigured_mb", "firmware_mb", "free_mb", "pending_free_mb",
    "installed_level", "activated_level", "ec_number", "deferred_level",
)  # fmt: skip
_SERVICE_NONE = "none"


def take_systems(scan: Scan) -> None:
    """Table ``systems``: one row per server out of four tabs, each fact with its own place."""
    rows = take_tab(scan, "systems", "System Summary", f.SYSTEM_SUMMARY, ("system",))
    own_blocks(scan, "systems")
    others = [
        look_up(scan, tab, f.SYSTEM_KEY, wanted)
        for tab, wanted in (
            ("System Details", f.SYSTEM_DETAILS),
            ("System CPU RAM", f.SYSTEM_CPU_RAM),
            ("System CPU", f.SYSTEM_CPU_RAM),
            ("System RAM", f.SYSTEM_CPU_RAM),
            ("System microcode", f.MICROCODE),
        )
    ]
    capabilities = look_up(scan, "System Details", f.SYSTEM_KEY, f.CAPABILITIES)
    for row in rows:
        if row.get("status") != "Operating":
            # The scanner prints 0 in every number column of a server that does not operate.
            row.update(dict.fromkeys(_NUMBERS))
        key = (row["system"],)
        for found in others:
            complete(scan, "systems", row, found.get(key))
        _expand(scan, row, capabilities.get(key))


def _expand(scan: Scan, row: dict[str, Any], found: Any) -> None:
    """Flags out of the one list of capabilities: a word that is not in the list is a capability that is missing."""
    listed = found.values.get("capabilities") if found else None
    if not listed:
        return
    words = set(listed.split(","))
    headings = scan.extract.headings["systems", row["tab"], row["block"]]
    for column, name in f.CAPABILITY_WORDS.items():
        if row.get(column) is None:
            row[column] = name in words
            headings[column] = found.places["capabilities"]


def take_lpars(scan: Scan) -> None:
    """Table ``lpars``; afterwards names can be found by id."""
    for row in take_tab(scan, "lpars", "LPAR details", f.LPARS, ("system", "lpar")):
        if row.get("lpar_id") is not None:
            scan.names.setdefault((row["system"], row["lpar_id"]), row["lpar"])


def take_sizes(scan: Scan) -> None:
    """Tables ``processors``, ``memory`` and ``profiles``."""
    for tab in ("LPAR CPU RAM details", "LPAR CPU details"):
        for row in take_tab(scan, "processors", tab, f.PROCESSORS, ("system", "lpar")):
            row["is_on"] = None if row.get("procs") is None else row["procs"] > 0
            if row.get("mode") == "ded":
                row.update(dict.fromkeys(("units", "assigned_units", "min_units", "max_units")))
    for tab in ("LPAR CPU RAM details", "LPAR RAM details"):
        take_tab(scan, "memory", tab, f.MEMORY, ("system", "lpar"))
    rows = take_tab(scan, "profiles", "LPAR profiles CPU RAM", f.PROFILES, ("system", "lpar", "profile"))
    _mark_current(scan, rows)


def _mark_current(scan: Scan, profiles: list[dict[str, Any]]) -> None:
    """Profile names in LPAR details are guessed (``007`` reads 7): match them with the raw ones, and mark the current."""
    names: dict[tuple[str, str], list[str]] = {}
    for row in profiles:
        names.setdefault((row["system"], row["lpar"]), []).append(row["profile"])
    current: dict[tuple[str, str], str | None] = {}
    for lpar in scan.rows("lpars"):
        key = (lpar["system"], lpar["lpar"])
        for column in ("current_profile", "default_profile"):
            lpar[column] = raw_name(lpar.get(column), names.get(key, []))
        current[key] = lpar.get("current_profile")
    for row in profiles:
        printed = current.get((row["system"], row["lpar"]))
        row["is_current"] = None if printed is None else row["profile"] == printed


def raw_name(printed: str | None, names: list[str]) -> str | None:
    """The one of *names* that the scanner's guessing made *printed* of, else *printed*."""
    if printed is None or printed in names:
        return printed
    fitting = [name for name in names if plain(printed) in guesses(name)]
    return fitting[0] if len(fitting) == 1 else printed


def service_ids(scan: Scan) -> None:
    """``service_lpar_id`` as text, ``none`` kept: it says that there is no service partition."""
    for row in scan.rows("systems"):
        value = row.get("service_lpar_id")
        row["service_lpar_id"] = _SERVICE_NONE if value is not None and value.lower() == "none" else value


def take_pools(scan: Scan) -> None:
    """Tables ``proc_pools`` and ``mem_pools``."""
    take_tab(scan, "proc_pools", "Processor Pools", f.PROC_POOLS, ("system", "pool"))
    take_tab(scan, "mem_pools", "Memory Pools", f.MEM_POOLS, ("system", "pool_id"))


def take_slots(scan: Scan) -> None:
    """Tables ``physical_slots``, ``profile_slots`` and ``io_children``."""
    for row in take_tab(scan, "physical_slots", "System IO", f.SLOTS, ("system", "location"), _is_parent):
        owner = scan.name_of(row["system"], row.pop("lpar_id", None))
        row["lpar"] = owner or row.get("lpar")
    take_tab(scan, "profile_slots", "LPAR profiles physical adapter", f.PROFILE_SLOTS,
             ("system", "lpar", "profile", "drc_index"))  # fmt: skip
    _join_profiles(scan)
    sheet = scan.sheet("System IO")
    trusted = sheet is not None and bool(sheet.pointers)
    for row in take_tab(scan, "io_children", "System IO", f.CHILDREN, ("system",), _is_child):
        if not trusted:
            # The workbook prints the location of a slot's last child for all of its children.
            row["location"] = None


def _is_parent(raw: Mapping[str, Any]) -> bool:
    return plain(raw.get("ischild")) != "Y"


def _is_child(raw: Mapping[str, Any]) -> bool:
    return not _is_parent(raw)


def _join_profiles(scan: Scan) -> None:
    """``desired_by`` and ``required_by`` of physical slots, from the profiles that name them; is it required now."""
    current = {(row["system"], row["lpar"]): row["profile"] for row in scan.rows("profiles") if row.get("is_current")}
    named: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in scan.rows("profile_slots"):
        named.setdefault((row["system"], row["drc_index"]), []).append(row)
    for slot in scan.rows("physical_slots"):
        found = named.get((slot["system"], slot.get("drc_index") or ""), [])
        for column, required in (("desired_by", False), ("required_by", True)):
            slot[column] = ",".join(f"{row['lpar']}@{row['profile']}" for row in found if row["is_required"] is required)
        owner = slot.get("lpar")
        if owner and (slot["system"], owner) in current:
            profile = current[slot["system"], owner]
            slot["is_required"] = any(
                row["is_required"] for row in found if row["lpar"] == owner and row["profile"] == profile
            )
