"""The consoles: one ``HMC <name>`` tab each, labels in column A and values beside them."""

from __future__ import annotations

import re

from hmcscan_lpm.dialects.extract import key_of
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.python.tabs import Scan
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.readers.model import Sheet

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
    for block, sheet in enumerate(sheet for name, sheet in scan.sheets.items() if name.startswith("HMC ")):
        _take(scan, sheet, block)


def _take(scan: Scan, sheet: Sheet, block: int) -> None:
    labels = {key_of(row[0]): number for number, row in enumerate(sheet.rows, 1) if row and key_of(row[0])}
    row: dict[str, object] = {}
    places: dict[str, Heading] = {}
    for column, names in _LABELS.items():
        number = next((labels[key_of(name)] for name in names if key_of(name) in labels), None)
        if number is not None:
            line = sheet.rows[number - 1]
            row[column] = plain(line[1]) or None if len(line) > 1 else None
            places[column] = Heading(1, plain(line[0]), sheet.name, number)
    version = re.match(r"V(\d+)R(\d[\d.]*)", str(row.get("base_version") or ""))
    if version:
        row.update(version=int(version[1]), release=version[2])
        places.update(version=places["base_version"], release=places["base_version"])
    printed = re.fullmatch(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)", str(row.get("scanned_at") or ""))
    row["scanned_at"] = f"{printed[1]}T{printed[2]}" if printed else None
    if not printed:
        scan.extract.issue(sheet.name, "", "no-scan-date", "The tab has no readable Date: the scan's age is not known.")
    row.update(manager=sheet.name.removeprefix("HMC "), report=scan.extract.report, tab=sheet.name, row=1, block=block)
    scan.extract.add("hmcs", row)
    scan.extract.locate("hmcs", sheet.name, block, places)
