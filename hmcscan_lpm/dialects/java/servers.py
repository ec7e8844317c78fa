"""Servers and their partitions: what the flat tabs leave to be completed.

Names that two servers share, assigned processors and memory, and settings that old versions print wrongly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from hmcscan_lpm.dialects.extract import address
from hmcscan_lpm.dialects.java.header import manager_places
from hmcscan_lpm.dialects.java.scan import Scan
from hmcscan_lpm.dialects.model import Heading

Pairs = tuple[tuple[str, str], ...]
"""(assigned column, running column) of a table."""


def complete_servers(scan: Scan) -> None:
    """Complete tables ``systems``, ``lpars``, ``processors`` and ``memory`` in place."""
    _find_mixed(scan)
    names = [row["system"] for row in scan.rows("systems")]
    counted = dict(zip(names, scan.pop("systems", "lpar_count"), strict=True))
    for row in scan.rows("systems"):
        row["manager"] = scan.manager or None
    places = manager_places(scan)
    for table, tab, block in list(scan.extract.headings):
        if table == "systems":
            scan.extract.locate(table, tab, block, places)
    _compare_counts(scan, counted)
    _correct_sync(scan)
    _assign(scan, "processors", (("assigned_procs", "procs"), ("assigned_units", "units")), mixed=True)
    _assign(scan, "memory", (("assigned_mb", "used_mb"),), mixed=False)
    for row in scan.rows("memory"):
        for column in ("ams_primary", "ams_secondary"):
            if row.get(column) == "none" and (row["system"], "none") not in scan.lpar_ids:
                row[column] = None


def _find_mixed(scan: Scan) -> None:
    """Two servers of one name: the scanner keys its data by name, so rows of both are mixed or lost."""
    serials: dict[str, set[str | None]] = {}
    first: dict[str, str] = {}
    kept = []
    for row in scan.rows("systems"):
        known = serials.setdefault(row["system"], set())
        if known and row.get("serial") not in known:
            sheet = scan.sheets[row["tab"]]
            scan.mixed.add(row["system"])
            scan.extract.issue(
                row["tab"],
                address(sheet, row["row"], None),
                "duplicate-system",
                f"Two servers are called {row['system']} (serials {first[row['system']]} and {row.get('serial')}): "
                "the scanner mixes their data, the second row was not taken and nothing about them is relied on.",
            )
            continue
        known.add(row.get("serial"))
        first.setdefault(row["system"], str(row.get("serial")))
        kept.append(row)
    scan.extract.rows["systems"] = kept


def _compare_counts(scan: Scan, counted: dict[str, int | None]) -> None:
    """A server with more partitions than LPAR_Summary has rows: some of them are not in the report."""
    found = Counter(row["system"] for row in scan.rows("lpars"))
    for system, count in counted.items():
        if "lpars" in scan.gaps or not count or count <= found[system]:
            continue
        reason = f"System_Summary counts {count} partitions of {system}, tab LPAR_Summary has {found[system]}"
        scan.lost.setdefault(("lpars", system), reason)
        scan.extract.issue("LPAR_Summary", "", "missing-row", f"{reason}: the others are not known.")


def _correct_sync(scan: Scan) -> None:
    """Versions before 0.11.50 ask the HMC for an attribute that it does not have: their ``false`` says nothing."""
    if not scan.is_before(0, 11, 50):
        return
    for row in scan.rows("lpars"):
        if row.get("sync_profile") is False:
            row["sync_profile"] = None


def _assign(scan: Scan, table: str, pairs: Pairs, *, mixed: bool) -> None:
    """Assigned values from the ``Tgt`` column, else from ``Curr``; zero is not known.

    Versions before 0.11.50 have only ``Curr``, which is the assigned value of a partition that runs. Zero means that
    the HMC has no value, because the partition is off or never ran.
    Which of the columns a row took is its block, so that each value points at the cell that it came from.

    :param mixed: an empty ``Tgt`` cell means ``Curr`` (processors of running partitions), else it means not known
    """
    for row in scan.rows(table):
        block = 0
        for bit, (assigned, current) in enumerate(pairs):
            if row.get(assigned) is None and (mixed or (assigned not in row and scan.is_before(0, 11, 50))):
                row[assigned] = row.get(current)
            else:
                block |= 1 << bit
            row[assigned] = row.get(assigned) or None
        row["block"] = block
    for (name, tab, block), printed in list(scan.extract.headings.items()):
        if name == table and block == 0:
            for made in range(1 << len(pairs)):
                scan.extract.headings[table, tab, made] = _chosen(printed, pairs, made)


def _chosen(printed: Mapping[str, Heading], pairs: Pairs, block: int) -> dict[str, Heading]:
    """Headings of one block that :func:`_assign` makes: bit n is set where pair n comes from ``Tgt``."""
    places = dict(printed)
    for bit, (assigned, current) in enumerate(pairs):
        if block & (1 << bit):
            continue
        places.pop(assigned, None)
        if current in printed:
            places[assigned] = printed[current]
    return places
