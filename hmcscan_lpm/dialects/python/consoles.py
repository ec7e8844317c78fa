"""The consoles: one ``HMC <name>`` tab each, labels in column A and values beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hmcscan_lpm.dialects.extract import address, key_of
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.python import fields as f
from hmcscan_lpm.dialects.python.tabs import Scan, look_up
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.readers.model import Sheet

_PREFIX = "HMC "
_LABELS = {
    "hostname": ("Hostname",),
    "type_model": ("Type-Model", "type_model"),
    "serial": ("Serial",),
    "base_version": ("Base Version", "base_version"),
    "build_level": ("Build level", "build_level"),
    "service_pack": ("Service pack", "service_pack"),
    "scanned_at": ("Date",),
}


def take_consoles(scan: Scan) -> None:
    """Table ``hmcs``. The true age of the data is the console's clock, not the day on which the file was written."""
    sheets = [sheet for name, sheet in scan.sheets.items() if name.startswith(_PREFIX)]
    names = _managers(scan, [sheet.name.removeprefix(_PREFIX) for sheet in sheets])
    for block, sheet in enumerate(sheets):
        _take(scan, sheet, block, names[sheet.name.removeprefix(_PREFIX)])


def _managers(scan: Scan, tabs: Sequence[str]) -> Mapping[str, str]:
    """Tab → the HMC's name as the other tabs print it: a tab has only the host part of a long one, or a number."""
    details = look_up(scan, "System Details", f.SYSTEM_KEY, f.MANAGER)
    printed = {looked.values.get("manager") for looked in details.values()}
    left = sorted(name for name in printed if name and name not in tabs)
    found = {}
    for tab in tabs:
        fitting = [name for name in left if name.split(".")[0] == tab]
        found[tab] = fitting[0] if len(fitting) == 1 else tab
    numbered = [tab for tab in tabs if tab.startswith("#")]
    rest = [name for name in left if name not in found.values()]
    if len(numbered) == len(rest) == 1:
        found[numbered[0]] = rest[0]
    return found


def _take(scan: Scan, sheet: Sheet, block: int, manager: str) -> None:
    labels: dict[str, int] = {}
    for index, cells in enumerate(sheet.rows, 1):
        if cells:
            labels.setdefault(key_of(cells[0]), index)
    row: dict[str, Any] = {}
    places: dict[str, Heading] = {}
    for column, names in _LABELS.items():
        number = next((labels[key_of(name)] for name in names if key_of(name) in labels), None)
        if number is not None:
            line = sheet.rows[number - 1]
            row[column] = plain(line[1]) or None if len(line) > 1 else None
            places[column] = Heading(1, plain(line[0]), sheet.name, number)
    _read_version(scan, sheet, row, places)
    _read_clock(scan, sheet, row, places)
    row.update(manager=manager, report=scan.extract.report, tab=sheet.name, row=1, block=block)
    scan.extract.add("hmcs", row)
    scan.extract.locate("hmcs", sheet.name, block, places)


def _read_version(scan: Scan, sheet: Sheet, row: dict[str, Any], places: dict[str, Heading]) -> None:
    """Version and release out of ``V10R3`` or ``V8R8.6.0``."""
    printed = row.get("base_version")
    match = re.match(r"V(\d{1,4})R(\d[\d.]*)", printed or "")
    if match:
        row.update(version=int(match[1]), release=match[2])
    elif printed:
        message = f"Base Version is {printed[:60]!r}: not a version like V10R3; treated as not known."
        where = address(sheet, places["base_version"].row, places["base_version"])
        scan.extract.issue(sheet.name, where, "unreadable-value", message)
    if "base_version" in places:
        places.update(version=places["base_version"], release=places["base_version"])


def _read_clock(scan: Scan, sheet: Sheet, row: dict[str, Any], places: dict[str, Heading]) -> None:
    """The console's clock at the scan as ``YYYY-MM-DDTHH:MM:SS``."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)", row.get("scanned_at") or "")
    row["scanned_at"] = f"{match[1]}T{match[2]}" if match else None
    if not match:
        place = places.get("scanned_at")
        where = address(sheet, place.row, place) if place else ""
        message = "The tab has no readable Date: the scan's age is not known."
        scan.extract.issue(sheet.name, where, "no-scan-date", message)
