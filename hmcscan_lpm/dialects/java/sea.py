"""Tab ``SEA``: shared Ethernet adapters, link aggregations and statistics, stacked below each other.

Each table has its own heading row; how many trunk or member columns it has depends on the data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from hmcscan_lpm.dialects.extract import fields, key_of
from hmcscan_lpm.dialects.java.flat import SYSTEM
from hmcscan_lpm.dialects.java.scan import Rows, Scan, read_cell, take_records
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.values import plain, pvid, slot, text, word
from hmcscan_lpm.readers.model import Row, Sheet

_TAB = "SEA"

SEAS = fields(
    ("system", SYSTEM, text),
    ("vios", "VIOS", text),
    ("sea", "SEA", text),
    ("pvid", "pvid", pvid),
    ("pvid_adapter", "pvid_adapter", word),
    ("real_adapter", "real_adapter", word),
    ("real_location", "real_adapter slot", word),
    ("ha_mode", "ha_mode", word),
    ("jumbo_frames", "jumbo_frames", word),
)

ETHERCHANNELS = fields(
    ("system", SYSTEM, text),
    ("vios", "VIOS", text),
    ("name", "Etherchannel", text),
    ("mode", "mode", word),
    ("backup", "backup_adapter", word),
)

_SECTIONS: tuple[tuple[str, frozenset[str]], ...] = (
    ("statistics", frozenset({"vios", "sea", "virteth"})),
    ("etherchannels", frozenset({"vios", "etherchannel"})),
    ("seas", frozenset({"vios", "sea"})),
)
"""Headings that tell the stacked tables apart, the more particular first."""


def take_sea(scan: Scan) -> None:
    """Fill tables ``seas`` and ``etherchannels``; the number of a section in the tab is its block."""
    sheet = scan.sheet(_TAB, ["seas", "etherchannels"])
    if sheet is None:
        return
    for table, name in (("seas", "shared Ethernet adapters"), ("etherchannels", "link aggregations")):
        scan.gaps[table] = f"tab {_TAB} has no table of {name}"
    first = sheet_start = len(sheet.rows)
    for block, (table, header, last) in enumerate(_sections(sheet)):
        first = min(first, header)
        if table == "statistics":
            continue
        scan.gaps.pop(table, None)
        wanted, key = (SEAS, "sea") if table == "seas" else (ETHERCHANNELS, "name")
        rows = take_records(scan, table, sheet, wanted, ("system", "vios", key), header=header, last=last, block=block)
        complete = _complete_seas if table == "seas" else _complete_etherchannels
        complete(scan, sheet, header, block, rows)
    if first == sheet_start:
        scan.extract.issue(_TAB, "", "unknown-block", "No heading row of this tab is known: it was not taken.")


def _sections(sheet: Sheet) -> Iterator[tuple[str, int, int]]:
    """(table, index of its heading row, index behind its last row) for each stacked table."""
    starts = [(index, table) for index, row in enumerate(sheet.rows) if (table := _section(row))]
    for place, (index, table) in enumerate(starts):
        yield table, index, starts[place + 1][0] if place + 1 < len(starts) else len(sheet.rows)


def _section(row: Row) -> str:
    if not row or key_of(row[0]) not in {key_of(name) for name in SYSTEM}:
        return ""
    keys = {key_of(cell) for cell in row}
    return next((table for table, needed in _SECTIONS if needed <= keys), "")


def _pairs(header: Row, prefix: str) -> list[tuple[Heading, Heading | None]]:
    """``Virt#1``, ``Virt#1 slot``, ``Virt#2`` …: where each adapter stands and where its slot does."""
    positions: dict[str, int] = {}
    for position, cell in enumerate(header):
        positions.setdefault(key_of(cell), position)
    found = []
    for key, position in positions.items():
        match = re.fullmatch(rf"{prefix}(\d{{1,4}})", key)
        if match:
            beside = positions.get(f"{key}slot")
            place = Heading(position, plain(header[position]))
            found.append((int(match[1]), place, None if beside is None else Heading(beside, plain(header[beside]))))
    return [(place, beside) for _, place, beside in sorted(found, key=lambda item: item[0])]


def _at(cells: Row, place: Heading | None) -> str:
    return plain(cells[place.position]) if place is not None and place.position < len(cells) else ""


def _complete_seas(scan: Scan, sheet: Sheet, header: int, block: int, rows: Rows) -> None:
    """Trunk adapters and, aligned with them, their virtual slots: a slot that is not known is a blank in the list."""
    pairs = _pairs(sheet.rows[header], "virt")
    if pairs:
        place, beside = pairs[0]
        places = {"virt_adapters": place} if beside is None else {"virt_adapters": place, "virt_slots": beside}
        scan.extract.locate("seas", _TAB, block, places)
    for row in rows:
        cells = sheet.rows[row["row"] - 1]
        filled = [(place, beside) for place, beside in pairs if _at(cells, place) or _at(cells, beside)]
        adapters = [_at(cells, place) for place, _ in filled]
        slots = [_slot(scan, sheet, row["row"], beside) for _, beside in filled]
        own = dict(zip(adapters, slots, strict=True)).get(row.get("pvid_adapter") or "", "")
        row["virt_adapters"] = ",".join(adapters) or None
        row["virt_slots"] = ",".join(slots) if any(slots) else None
        row["pvid_slot"] = int(own) if own else None


def _slot(scan: Scan, sheet: Sheet, number: int, place: Heading | None) -> str:
    """A virtual slot number as text, blank when it is not known."""
    if place is None:
        return ""
    value = read_cell(scan, sheet, replace(place, row=number), slot)
    return "" if value is None else str(value)


def _complete_etherchannels(scan: Scan, sheet: Sheet, header: int, block: int, rows: Rows) -> None:
    """Member adapters; a row that names none has none that is known."""
    pairs = _pairs(sheet.rows[header], "adapter")
    if pairs:
        scan.extract.locate("etherchannels", _TAB, block, {"adapters": pairs[0][0]})
    for row in rows:
        cells = sheet.rows[row["row"] - 1]
        row["adapters"] = ",".join(name for place, _ in pairs if (name := _at(cells, place))) or None
