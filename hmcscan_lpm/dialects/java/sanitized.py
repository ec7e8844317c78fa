"""Sanitized reports: the scanner replaced names by running numbers, but not in every tab.

What it replaces is the same in all tabs that it replaces; the tabs that keep the real names join with nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from hmcscan_lpm.dialects.extract import find_columns
from hmcscan_lpm.dialects.java.flat import LPARS, SYSTEMS
from hmcscan_lpm.dialects.java.scan import Scan, header_index
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.readers.model import Sheet

UNJOINED: Mapping[str, str] = {
    "profiles": "LPAR_Profiles",
    "profile_slots": "Physical_Slots",
    "io_children": "IO_slot_children",
    "vios_disks": "VIOS disks",
    "seas": "SEA",
    "etherchannels": "SEA",
    "fc_ports": "FC",
}
"""Table → its tab, which keeps names that the other tabs have lost."""


def is_sanitized(sheets: Mapping[str, Sheet]) -> bool:
    """All partitions are called like ``LPAR7``, and all servers like ``System#0`` or their serials like ``SN-1``.

    The file name is no proof: users rename files.
    """
    systems = _column(sheets.get("System_Summary"), "system") | _column(sheets.get("LPAR_Summary"), "system")
    serials = _column(sheets.get("System_Summary"), "serial")
    lpars = _column(sheets.get("LPAR_Summary"), "lpar")
    return all(re.fullmatch(r"LPAR\d+", name) for name in lpars) and (
        _all_like(r"System#\d+", systems) or (bool(lpars) and _all_like(r"SN-\d+", serials))
    )


def _all_like(pattern: str, names: set[str]) -> bool:
    return bool(names) and all(re.fullmatch(pattern, name) for name in names)


def _column(sheet: Sheet | None, column: str) -> set[str]:
    if sheet is None or not sheet.rows:
        return set()
    wanted = [item for item in (SYSTEMS if sheet.name == "System_Summary" else LPARS) if item.column == column]
    header = header_index(sheet, wanted, (column,))
    place = find_columns(sheet.rows[header], wanted).get(column)
    if place is None:
        return set()
    cells = (row[place.position] for row in sheet.rows[header + 1 :] if place.position < len(row))
    return {plain(cell) for cell in cells} - {""}


def note_sanitized(scan: Scan) -> None:
    """Say once what a sanitized report cannot show."""
    tabs = ", ".join(dict.fromkeys(UNJOINED.values()))
    scan.extract.issue(
        "",
        "",
        "sanitized",
        "The scanner replaced the names in this report. WWPNs, MAC addresses and required slots are lost, and the "
        f"tabs {tabs} keep names that no longer match the others: what needs them is treated as not known.",
    )
    for row in scan.rows("profiles"):
        row["is_current"] = None
