"""Tab ``VIOS disks``: a matrix of unique disk ids by VIOSes, as one row per disk of a VIOS."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hmcscan_lpm.dialects.extract import address, fields, find_columns, is_blank, parse_row
from hmcscan_lpm.dialects.java.scan import Scan, header_index, lacking
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.values import megabytes, plain, word
from hmcscan_lpm.readers.model import Sheet

_TAB = "VIOS disks"
_FIELDS = fields(("disk_id", ("UUID", "Identifier"), word), ("size_mb", "SIZE", megabytes))


def take_vios_disks(scan: Scan) -> None:
    """Fill table ``vios_disks``; a column's number in the tab is its block.

    Disks without a unique id are one row of the tab, which shows only the first of them per VIOS and one size.
    """
    sheet = scan.sheet(_TAB, ["vios_disks"])
    if sheet is None:
        return
    header = header_index(sheet, _FIELDS, ("disk_id",))
    missing = lacking(sheet.rows[header], _FIELDS, ("disk_id",))
    if missing:
        scan.gaps["vios_disks"] = f"tab {_TAB} has no column {missing[0]}"
        message = f"no column {missing[0]!r}: the tab was not taken into table vios_disks."
        scan.extract.issue(_TAB, address(sheet, header + 1, None), "missing-column", message)
        return
    places = find_columns(sheet.rows[header], _FIELDS)
    owners = _owners(scan, sheet, header, places)
    scan.disk_vioses = set(owners.values())
    for block in owners:
        printed = plain(sheet.rows[header][block])
        scan.extract.locate("vios_disks", _TAB, block, {**places, "disk": Heading(block, printed)})
    for index in range(header + 1, len(sheet.rows)):
        if not is_blank(sheet.rows[index]):
            _take_row(scan, sheet, index, places, owners)


def _owners(scan: Scan, sheet: Sheet, header: int, places: Mapping[str, Heading]) -> dict[int, tuple[str, str]]:
    """Column → the (server, VIOS) in its heading ``server@vios``."""
    known = {f"{system}@{lpar}": (system, lpar) for system, lpar in scan.lpar_ids}
    known.update({f"{system}@{vios}": (system, vios) for system, vios in scan.vioses})
    taken = {place.position for place in places.values()}
    owners: dict[int, tuple[str, str]] = {}
    for position, cell in enumerate(sheet.rows[header]):
        printed = plain(cell)
        if position in taken or not printed:
            continue
        owner = known.get(printed) or _split(scan, printed)
        if owner is not None:
            owners[position] = owner
        if printed not in known and not (scan.is_sanitized and owner is not None):
            _note_unknown(scan, sheet, header, Heading(position, printed), owner)
    return owners


def _split(scan: Scan, printed: str) -> tuple[str, str] | None:
    """Server and VIOS of a heading that no partition of LPAR_Summary explains."""
    for system in sorted(scan.systems, key=len, reverse=True):
        if printed.startswith(f"{system}@") and len(printed) > len(system) + 1:
            return system, printed[len(system) + 1 :]
    system, _, vios = printed.partition("@")
    return (system, vios) if system and vios and "@" not in vios else None


def _note_unknown(scan: Scan, sheet: Sheet, header: int, place: Heading, owner: tuple[str, str] | None) -> None:
    done = "the column was left out" if owner is None else f"taken as VIOS {owner[1]} of {owner[0]}"
    message = f"Heading {place.printed!r} names no VIOS of LPAR_Summary: {done}."
    scan.extract.issue(_TAB, address(sheet, header + 1, place), "unknown-vios", message, group="heading")
    if owner is None:
        reason = f"a heading of tab {_TAB} cannot be read: {place.printed}"
        scan.lost.setdefault(("vios_disks", None), reason)


def _take_row(
    scan: Scan, sheet: Sheet, index: int, places: Mapping[str, Heading], owners: Mapping[int, tuple[str, str]]
) -> None:
    row = sheet.rows[index]
    values: dict[str, Any] = parse_row(scan.extract, sheet, index + 1, row, _FIELDS, places)
    if values["disk_id"] is None:
        values["size_mb"] = None
        message = "The row has no unique id: of all such disks it shows only the first per VIOS, and no size of them."
        cell = address(sheet, index + 1, places["disk_id"])
        scan.extract.issue(_TAB, cell, "collapsed-row", message, group="collapsed")
    values.update(report=scan.extract.report, tab=_TAB, row=index + 1)
    for block, (system, vios) in owners.items():
        disk = plain(row[block]) if block < len(row) else ""
        if disk:
            scan.rows("vios_disks").append({**values, "system": system, "vios": vios, "disk": disk, "block": block})
