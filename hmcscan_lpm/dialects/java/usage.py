"""Tabs ``LPAR_Hourly_Usage_N<k>``: when a partition is busy, as an average for each hour of the day.

A tab has a column per partition and a row per hour of up to 60 days, in the HMC's clock; a cell is the average number
of cores used in that hour, empty where nobody sampled. A fleet has millions of such cells, so they are added up here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hmcscan_lpm.dialects.extract import address, key_of
from hmcscan_lpm.dialects.java.scan import Scan
from hmcscan_lpm.dialects.java.tabs import is_hourly
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.values import number, plain
from hmcscan_lpm.readers.model import Cell, Sheet

_STAMP = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2}) (\d{1,2})")
_LEGEND_ROWS = 40
"""Rows among which the names and the word Date are looked for: legend and statistics stand above them."""


@dataclass(slots=True)
class _Hours:
    """What was sampled of one partition; alive while its tab is taken."""

    total: list[float] = field(default_factory=lambda: [0.0] * 24)
    peak: list[float] = field(default_factory=lambda: [0.0] * 24)
    samples: list[int] = field(default_factory=lambda: [0] * 24)
    first: list[str] = field(default_factory=lambda: [""] * 24)
    last: list[str] = field(default_factory=lambda: [""] * 24)

    def add(self, hour: int, day: str, cores: float) -> None:
        """Count one sample; ISO days sort as text."""
        self.first[hour] = min(self.first[hour] or day, day)
        self.last[hour] = max(self.last[hour], day)
        self.total[hour] += cores
        self.peak[hour] = max(self.peak[hour], cores)
        self.samples[hour] += 1


def take_hourly_usage(scan: Scan) -> None:
    """Fill table ``hourly_usage`` from the hourly tabs that were read; a partition's column in its tab is its block."""
    owners: dict[str, list[str]] = {}
    for system, lpar in scan.lpar_ids:
        owners.setdefault(lpar, []).append(system)
    for name, sheet in scan.sheets.items():
        if is_hourly(name) and sheet.rows and not sheet.skipped:
            _take_tab(scan, sheet, owners)


def _take_tab(scan: Scan, sheet: Sheet, owners: Mapping[str, list[str]]) -> None:
    keys = [key_of(row[0]) if row else "" for row in sheet.rows[:_LEGEND_ROWS]]
    if "hours" not in keys[1:] or "date" not in keys:
        message = "The tab has no row Hours below the names, or no row Date: it was not taken into table hourly_usage."
        scan.extract.issue(sheet.name, "", "missing-column", message)
        return
    names = keys.index("hours", 1) - 1
    columns = _columns(scan, sheet, names, owners)
    taken = {position: _Hours() for position in columns}
    for index in range(keys.index("date") + 1, len(sheet.rows)):
        _take_hour(scan, sheet, index, taken)
    for position, (system, lpar) in columns.items():
        scan.extract.locate("hourly_usage", sheet.name, position, {"lpar": Heading(position, lpar)})
        _add(scan, sheet, names, position, (system, lpar), taken[position])


def _columns(scan: Scan, sheet: Sheet, names: int, owners: Mapping[str, list[str]]) -> dict[int, tuple[str, str]]:
    """Column → (server, partition): the tabs go by name alone, so a name on two servers is nobody's."""
    columns: dict[int, tuple[str, str]] = {}
    for position, cell in enumerate(sheet.rows[names]):
        lpar = plain(cell)
        if not lpar or not position:
            continue
        systems = owners.get(lpar, [])
        if len(systems) == 1:
            columns[position] = (systems[0], lpar)
            continue
        kind, why = ("ambiguous-name", "stands on several servers") if systems else ("unknown-lpar", "is on no server")
        message = f"Partition {lpar!r} {why} of LPAR_Summary: its hours were left out."
        where = address(sheet, names + 1, Heading(position, lpar))
        scan.extract.issue(sheet.name, where, kind, message, group="heading")
    return columns


def _take_hour(scan: Scan, sheet: Sheet, index: int, taken: Mapping[int, _Hours]) -> None:
    """One row: its cells, if any, into the hour of the day that its label names."""
    row = sheet.rows[index]
    if len(row) < 2:
        return
    stamp = _stamp(plain(row[0]))
    if stamp is None:
        message = f"{plain(row[0])[:60]!r} is no day and hour: the row was left out."
        scan.extract.issue(sheet.name, address(sheet, index + 1, None), "unreadable-value", message, group="hour")
        return
    day, hour = stamp
    for position in range(1, len(row)):
        hours = taken.get(position)
        cores = None if hours is None else _cores(scan, sheet, index, position, row[position])
        if hours is not None and cores is not None:
            hours.add(hour, day, cores)


def _stamp(label: str) -> tuple[str, int] | None:
    """``2025/8/3 0`` → its day as ISO text and its hour."""
    found = _STAMP.fullmatch(label)
    if not found or int(found[4]) > 23:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat(), int(found[4])
    except ValueError:
        return None


def _cores(scan: Scan, sheet: Sheet, index: int, position: int, cell: Cell) -> float | None:
    """A sample; text as in CSV and HTML is read, what is no number of cores is an issue."""
    if type(cell) is float and math.isfinite(cell) and cell >= 0:
        return cell
    try:
        cores = number(cell)
        if cores is None or cores >= 0:
            return cores
        problem = "negative"
    except ValueError as error:
        problem = str(error)
    where = address(sheet, index + 1, Heading(position, ""))
    message = f"{plain(cell)[:60]!r}: {problem}; treated as not known."
    scan.extract.issue(sheet.name, where, "unreadable-value", message, group="cores")
    return None


def _add(scan: Scan, sheet: Sheet, names: int, position: int, owner: tuple[str, str], hours: _Hours) -> None:
    for hour in range(24):
        if hours.samples[hour]:
            row = {
                "system": owner[0],
                "lpar": owner[1],
                "hour": hour,
                "cores": round(hours.total[hour] / hours.samples[hour], 4),
                "peak_cores": round(hours.peak[hour], 4),
                "samples": hours.samples[hour],
                "first_day": hours.first[hour],
                "last_day": hours.last[hour],
                "report": scan.extract.report,
                "tab": sheet.name,
                "row": names + 1,
                "block": position,
            }
            scan.extract.add("hourly_usage", row)
