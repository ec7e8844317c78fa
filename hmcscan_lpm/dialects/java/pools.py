"""Shared processor pools: defined in tab ``SW_cores``, which is a calculator with formulas but for its first rows.

Per server the tab has ``System cores`` and three rows ``ID``, ``Name`` and ``Size`` of up to 16 pools. Reserved units
and members are in LPAR_CPU, which also names pools where there is no SW_cores (CSV and HTML folders).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hmcscan_lpm.dialects.extract import address, is_blank, key_of
from hmcscan_lpm.dialects.java.scan import Scan, read_cell, row_name
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.values import Parser, number, plain, text, whole
from hmcscan_lpm.readers.model import Row, Sheet

_TAB = "SW_cores"
DEFAULT_POOL = "DefaultPool"
_LABELS: tuple[tuple[str, str, Parser], ...] = (
    ("id", "pool_id", whole),
    ("name", "pool", text),
    ("size", "max_units", number),
)


def take_pools(scan: Scan) -> None:
    """Fill table ``proc_pools``; the number of a pool in the report is its block."""
    sheet = scan.sheet(_TAB, ["proc_pools"])
    if sheet is not None:
        _take_defined(scan, sheet)
    _take_used(scan)
    _complete(scan)


def _cell(row: Row, position: int) -> Any:
    return row[position] if position < len(row) else None


def _take_defined(scan: Scan, sheet: Sheet) -> None:
    scan.blocks["proc_pools"] = set()
    title = ""
    for index, row in enumerate(sheet.rows):
        below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else ()
        if plain(_cell(row, 0)) and is_blank(row[1:]) and below and key_of(below[0]) == "systemcores":
            title = plain(row[0])
        if key_of(_cell(row, 0)) != "processorpools" or key_of(_cell(row, 1)) != "id":
            continue
        if not title:
            message = "Processor pools below no title that names a server: they were not taken."
            scan.extract.issue(_TAB, address(sheet, index + 1, None), "unknown-block", message)
            reason = f"the pools in {row_name(sheet, index + 1)} of tab {_TAB} could not be taken"
            scan.lost.setdefault(("proc_pools", None), reason)
            continue
        scan.blocks["proc_pools"].add(title)
        _add(scan, {"system": title, "pool": DEFAULT_POOL, "pool_id": 0}, sheet.name, index + 1, {})
        for values, places in _columns(scan, sheet, index, title):
            _add(scan, values, sheet.name, index + 1, places)
        title = ""


def _columns(scan: Scan, sheet: Sheet, index: int, system: str) -> Iterator[tuple[dict[str, Any], dict[str, Heading]]]:
    """One pool per column that has a name in the rows ``ID``, ``Name``, ``Size``."""
    labelled = {key_of(_cell(sheet.rows[row], 1)): row for row in range(index, min(index + 3, len(sheet.rows)))}
    if "name" not in labelled:
        scan.lost.setdefault(("proc_pools", system), f"tab {_TAB} has no names of the pools of {system}")
        return
    for position in range(2, len(sheet.rows[labelled["name"]])):
        if not plain(_cell(sheet.rows[labelled["name"]], position)):
            continue
        values: dict[str, Any] = {"system": system}
        places: dict[str, Heading] = {}
        for label, column, parse in _LABELS:
            if label in labelled:
                place = Heading(position, plain(sheet.rows[labelled[label]][1]), _TAB, labelled[label] + 1)
                places[column] = place
                values[column] = read_cell(scan, sheet, place, parse)
        yield values, places


def _add(scan: Scan, values: dict[str, Any], tab: str, number: int, places: Mapping[str, Heading]) -> None:
    block = len(scan.rows("proc_pools"))
    scan.extract.add("proc_pools", {**values, "report": scan.extract.report, "tab": tab, "row": number, "block": block})
    if places:
        scan.extract.locate("proc_pools", tab, block, places)


def _take_used(scan: Scan) -> None:
    """Pools that only LPAR_CPU names: all that a CSV or HTML folder shows, which is never the whole list."""
    known = {(row["system"], row["pool"]) for row in scan.rows("proc_pools")}
    for row in scan.rows("processors"):
        pool = row.get("pool")
        if pool is None or (row["system"], pool) in known:
            continue
        known.add((row["system"], pool))
        printed = scan.extract.headings.get(("processors", row["tab"], row["block"]), {})
        places = {"pool": printed["pool"]} if "pool" in printed else {}
        if "pool_max" in printed:
            places["max_units"] = printed["pool_max"]
        values = {"system": row["system"], "pool": pool, "max_units": row.get("pool_max")}
        if pool == DEFAULT_POOL:
            values["pool_id"] = 0
        _add(scan, values, row["tab"], row["row"], places)


def _complete(scan: Scan) -> None:
    """Reserved units and the entitlement of running members, both from LPAR_CPU."""
    members: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in scan.rows("processors"):
        if row.get("pool") is not None:
            members.setdefault((row["system"], row["pool"]), []).append(row)
    complete = {row["system"] for row in scan.rows("processors")} - {
        row["system"] for row in scan.rows("processors") if row.get("pool") is None and row.get("mode") != "ded"
    }
    for pool in scan.rows("proc_pools"):
        rows = members.get((pool["system"], pool["pool"]), [])
        reserved = [row["pool_reserved"] for row in rows if row.get("pool_reserved") is not None]
        pool["reserved_units"] = reserved[0] if reserved else None
        units = [row.get("units") for row in rows]
        if pool["system"] in complete and None not in units:
            pool["assigned_units"] = round(sum(unit for unit in units if unit is not None), 2)
