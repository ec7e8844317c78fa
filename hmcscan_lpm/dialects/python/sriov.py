"""SR-IOV adapters, their ports, and the virtual NICs that stand on them."""

from __future__ import annotations

import re
from typing import Any

from hmcscan_lpm.dialects.extract import address, key_of
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.python import device_fields as f
from hmcscan_lpm.dialects.python.tabs import Rows, Scan, name_owner, take_tab
from hmcscan_lpm.dialects.values import drc_index, plain, text, whole
from hmcscan_lpm.readers.model import Cell, Row

_VNIC_TAB = "SR-IOV vNIC"

Numbered = dict[int, dict[str, int]]
"""Number of a backing device → which of its facts → position of its column."""


def take_sriov(scan: Scan) -> None:
    """Tables ``sriov_adapters``, ``sriov_ports``, ``vnics`` and ``sriov_logical_ports``."""
    take_tab(scan, "sriov_adapters", "SR-IOV Adapters", f.SRIOV_ADAPTERS, ("system", "location"))
    for kind in ("ETH", "ETHC", "ROCE"):
        take_tab(scan, "sriov_ports", f"SR-IOV Physical Port {kind}", f.SRIOV_PORTS, ("system", "location"))
    backing = _take_vnics(scan)
    _take_logical_ports(scan, backing)


def _take_logical_ports(scan: Scan, backing: set[tuple[str, str]]) -> None:
    """The tabs per protocol say more than the list of all logical ports; a port is taken from the first that has it."""
    kept: Rows = []
    seen: set[tuple[str, str]] = set()
    for tab in ("SR-IOV Logical Port ETH", "SR-IOV Logical Port ROCE", "SR-IOV Logical Port"):
        for row in take_tab(scan, "sriov_logical_ports", tab, f.SRIOV_LOGICAL, ("system", "port")):
            if (row["system"], row["port"]) not in seen:
                seen.add((row["system"], row["port"]))
                kept.append(row)
    vioses = {(row["system"], row["lpar"]) for row in scan.rows("lpars") if row.get("env") == "vioserver"}
    has_vnics = scan.sheet(_VNIC_TAB) is not None and "vnics" not in scan.gaps
    for row in kept:
        name_owner(scan, "sriov_logical_ports", row)
        # A logical port of a VIOS backs a vNIC or is the VIOS's own; either way no client owns it.
        is_backing = (row["system"], row["lpar"]) in vioses or (row["system"], row.get("logical_id")) in backing
        row["is_vnic_backing"] = True if is_backing else False if has_vnics else None
    scan.extract.rows["sriov_logical_ports"] = kept
    scan.drop("sriov_logical_ports", "lpar_id", "logical_id")


def _take_vnics(scan: Scan) -> set[tuple[str, str]]:
    """Table ``vnics``; gives (server, id) of the logical ports behind them."""
    backing: set[tuple[str, str]] = set()
    rows = take_tab(scan, "vnics", _VNIC_TAB, f.VNICS, ("system", "slot"))
    found = scan.table_of(_VNIC_TAB)
    if found is None:
        return backing
    sheet, header = found
    numbered = _numbered(sheet.rows[header])
    for row in rows:
        name_owner(scan, "vnics", row)
        cells = sheet.rows[row["row"] - 1]
        for places in numbered.values():
            port = _read(cells, places.get("sriovlogicalportid"), drc_index)
            if port is not None:
                backing.add((row["system"], port))
        vioses = [_vios(scan, row["system"], cells, places) for _, places in sorted(numbered.items())]
        row["backing_vioses"] = ",".join(dict.fromkeys(name for name in vioses if name)) or None
        if row["backing_vioses"] is None:
            where = address(sheet, row["row"], _first(sheet.rows[header], numbered))
            message = "no VIOS is told for the backing devices of the vNIC (the scanner garbles a single one)."
            scan.extract.issue(sheet.name, where, "garbled-value", message, group="backing devices")
    scan.drop("vnics", "lpar_id")
    place = _first(sheet.rows[header], numbered)
    if place is not None:
        scan.extract.locate("vnics", sheet.name, 0, {"backing_vioses": place})
    return backing


def _numbered(header: Row) -> Numbered:
    """The columns ``#1 vios-lpar-name``, ``#1 vios-lpar-ID``, … by number."""
    found: Numbered = {}
    for position, heading in enumerate(header):
        match = re.fullmatch(r"(\d{1,3})([a-z]+)", key_of(heading))
        if match:
            found.setdefault(int(match[1]), {}).setdefault(match[2], position)
    return found


def _first(header: Row, numbered: Numbered) -> Heading | None:
    places = numbered.get(1, {})
    position = places.get("vioslparname", places.get("vioslparid"))
    return None if position is None else Heading(position, plain(header[position]))


def _vios(scan: Scan, system: str, cells: Row, places: dict[str, int]) -> str | None:
    """The VIOS of one backing device, by its id; its name is guessed."""
    by_id = scan.name_of(system, _read(cells, places.get("vioslparid"), whole))
    name: str | None = by_id or _read(cells, places.get("vioslparname"), _told)
    return name


def _told(cell: Cell) -> str | None:
    value = text(cell)
    return None if value == "N/A" else value


def _read(cells: Row, position: int | None, parse: Any) -> Any:
    """The value of one cell; null where there is none or it cannot be read."""
    try:
        return None if position is None or position >= len(cells) else parse(cells[position])
    except ValueError:
        return None
