"""Tabs ``Header`` and ``HMC``: who scanned when with which version, and the console's own level.

Both print a label beside its value; they are read by label, because rows and columns move between versions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hmcscan_lpm.dialects.extract import address, key_of
from hmcscan_lpm.dialects.java.scan import Scan, read_cell
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.values import Parser, plain, text, whole
from hmcscan_lpm.readers.model import Cell, Sheet

_LABEL_COLUMNS = (0, 3)
"""Labels stand in columns A and D: tab HMC prints hardware and software side by side."""

_CONSOLE: tuple[tuple[str, str, Parser], ...] = (
    ("hostname", "Hostname", text),
    ("version", "Version", whole),
    ("release", "Release", text),
    ("service_pack", "Service Pack", text),
    ("base_version", "Base Version", text),
    ("build_level", "Build Level", text),
    ("type_model", "Model", text),
    ("serial", "Serial", text),
)


def take_header(scan: Scan) -> None:
    """Fill table ``hmcs`` with the one console of the report, and the scan's version and manager."""
    header = scan.sheets.get("Header")
    scan.version = _value(header, "HMC Scanner Version")[0]
    manager, place = _value(header, "Manager Name")
    if not manager:
        manager, place = _first_manager(scan)
    scan.manager = manager
    _check_type(scan, header)
    console = scan.sheet("HMC", ["hmcs"])
    if not manager:
        scan.gaps["hmcs"] = "the report does not say which HMC it comes from"
        scan.extract.issue("Header", "", "no-manager", "The report has no Manager Name: table hmcs is empty.")
        return
    row: dict[str, Any] = {"manager": manager}
    places = {"manager": place} if place else {}
    if console is not None:
        _take_console(scan, console, row, places)
    if header is not None:
        _take_clock(scan, header, row, places)
    tab = place.tab if place else "Header"
    row.update(report=scan.extract.report, tab=tab, row=place.row if place else 1, block=0)
    scan.extract.add("hmcs", row)
    scan.extract.locate("hmcs", tab, 0, places)


def _find(sheet: Sheet, label: str) -> tuple[Cell, Heading] | None:
    """The value beside *label* and where it stands."""
    wanted = key_of(label)
    for column in _LABEL_COLUMNS:
        for index, row in enumerate(sheet.rows):
            if column < len(row) and key_of(row[column]) == wanted:
                value = row[column + 1] if column + 1 < len(row) else None
                return value, Heading(column + 1, plain(row[column]), sheet.name, index + 1)
    return None


def _value(sheet: Sheet | None, label: str) -> tuple[str, Heading | None]:
    found = _find(sheet, label) if sheet is not None else None
    return (plain(found[0]), found[1]) if found else ("", None)


def _first_manager(scan: Scan) -> tuple[str, Heading | None]:
    """Without a Header: the manager that System_Summary prints beside each server."""
    sheet = scan.sheets.get("System_Summary")
    if sheet is None or not sheet.rows:
        return "", None
    position = next((index for index, cell in enumerate(sheet.rows[0]) if key_of(cell) == "mgr1"), None)
    if position is None:
        return "", None
    for index, row in enumerate(sheet.rows[1:], start=2):
        if position < len(row) and plain(row[position]):
            return plain(row[position]), Heading(position, plain(sheet.rows[0][position]), sheet.name, index)
    return "", None


def _check_type(scan: Scan, header: Sheet | None) -> None:
    kind, place = _value(header, "Manager Type")
    if header is not None and place is not None and kind and kind.upper() != "HMC":
        scan.extract.issue(
            "Header",
            address(header, place.row, place),
            "manager-type",
            f"Manager Type is {kind!r}: only reports of an HMC are known; tabs may be missing or differ.",
        )


def _take_console(scan: Scan, sheet: Sheet, row: dict[str, Any], places: dict[str, Heading]) -> None:
    for column, label, parse in _CONSOLE:
        found = _find(sheet, label)
        if found is not None:
            places[column] = found[1]
            row[column] = read_cell(scan, sheet, found[1], parse)


def _take_clock(scan: Scan, header: Sheet, row: dict[str, Any], places: dict[str, Heading]) -> None:
    """``scanned_at`` from the HMC's clock, else from the clock of the PC that ran the scanner."""
    for clock in ("Manager", "Generation"):
        date, place = _value(header, f"{clock} Date")
        time, _ = _value(header, f"{clock} Time")
        moment = _moment(date, time)
        if moment is None or place is None:
            continue
        row["scanned_at"] = moment
        places["scanned_at"] = place
        if clock == "Generation":
            message = "No Manager Date and Time: the clock of the scanning PC was taken, perhaps of another time zone."
            scan.extract.issue("Header", address(header, place.row, place), "no-manager-time", message)
        return
    scan.extract.issue("Header", "", "no-scan-time", "Neither Manager nor Generation Date and Time can be read.")


def _moment(date: str, time: str) -> str | None:
    """``YYYY-MM-DDTHH:MM:SS``, None where the two are no date and time."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", date, re.ASCII) or not re.fullmatch(r"\d\d:\d\d:\d\d", time, re.ASCII):
        return None
    try:
        return datetime.fromisoformat(f"{date}T{time}").isoformat()
    except ValueError:
        return None


def manager_places(scan: Scan) -> Mapping[str, Heading]:
    """Where the manager of all servers stands, for table ``systems``."""
    for places in (places for (table, _, _), places in scan.extract.headings.items() if table == "hmcs"):
        if "manager" in places:
            return {"manager": places["manager"]}
    return {}
