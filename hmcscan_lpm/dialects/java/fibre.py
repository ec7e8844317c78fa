"""Fibre Channel: mappings of virtual adapters to physical ports, and where a VIOS's ports are.

The scanner prints both ends of a virtual adapter with the location of the physical port, and the ports of a VIOS
without their location. The two meet through WWPNs, and for ports without link through their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from hmcscan_lpm.dialects.java.scan import Rows, Scan

Port = tuple[str, str]
"""(server, VIOS): whose ports are meant."""

_PORT = {"system": "system", "port_location": "port_location", "is_mapped": "port_location"}
_ENDS: tuple[Mapping[str, str], ...] = (
    {**_PORT, "vios": "lpar", "slot": "slot", "client_id": "remote_lpar", "client_slot": "remote_slot"},
    {**_PORT, "vios": "remote_lpar", "slot": "remote_slot", "client_id": "lpar", "client_slot": "slot"},
)
"""Column of ``npiv_mappings`` → column of ``virtual_fibre`` that tells it, on the server's row and the client's."""


def complete_fibre(scan: Scan) -> None:
    """Locations of table ``fc_ports``, then table ``npiv_mappings`` with the port behind each adapter."""
    _locate_ports(scan)
    _take_mappings(scan)


# -- where a VIOS's ports are ------------------------------------------------------------------------------------


def _locate_ports(scan: Scan) -> None:
    by_wwpn = {
        (row["system"], row["wwpn"]): row["location"]
        for row in scan.rows("io_children")
        if row.get("wwpn") and row.get("location")
    }
    ports: dict[Port, Rows] = {}
    for row in scan.rows("fc_ports"):
        row["location"] = by_wwpn.get((row["system"], row["wwpn"])) if row.get("wwpn") else None
        ports.setdefault((row["system"], row["vios"]), []).append(row)
    places = _owned_ports(scan)
    inferred = sum(_infer(rows, places.get(owner, [])) for owner, rows in ports.items())
    if inferred:
        message = (
            f"{inferred} FC ports without link have no WWPN: their locations were told from the order of the "
            "VIOS's ports, which agrees with every port whose WWPN is known."
        )
        scan.extract.issue("FC", "", "inferred", message)


def _owned_ports(scan: Scan) -> dict[Port, list[str]]:
    """Locations of the Fibre Channel ports in the slots of each partition, in the order of their parts."""
    owners = {(row["system"], row["location"]): row["lpar"] for row in scan.rows("physical_slots") if row.get("lpar")}
    found: dict[Port, set[str]] = {}
    for row in scan.rows("io_children"):
        owner = owners.get((row["system"], row.get("parent")))
        if row.get("wwpn") and row.get("location") and owner:
            found.setdefault((row["system"], owner), set()).add(row["location"])
    return {owner: sorted(locations, key=_natural) for owner, locations in found.items()}


def _natural(location: str) -> tuple[tuple[int, str], ...]:
    """A sort key that puts ``C2`` before ``C10``."""
    parts = re.split(r"([0-9]+)", location)
    return tuple((int(part), "") if index % 2 else (-1, part) for index, part in enumerate(parts))


def _infer(rows: Rows, locations: list[str]) -> int:
    """Give each port without location the one of its place in the order; how many got one.

    Only where ``fcs0`` … ``fcsN`` are as many as the locations, and the ports whose WWPN is known, at least one,
    all stand at their place.
    """
    names = {row["port"]: row for row in rows}
    if len(rows) != len(locations) or set(names) != {f"fcs{index}" for index in range(len(locations))}:
        return 0
    told = [(names[f"fcs{index}"], location) for index, location in enumerate(locations)]
    anchors = [row["location"] == location for row, location in told if row["location"] is not None]
    if not anchors or not all(anchors):
        return 0
    missing = [(row, location) for row, location in told if row["location"] is None]
    for row, location in missing:
        row["location"] = location
    return len(missing)


# -- what a virtual adapter is mapped to -------------------------------------------------------------------------


def _take_mappings(scan: Scan) -> None:
    """One row per virtual server adapter, told from its own row or from its client's, whichever says more."""
    _locate_mappings(scan)
    printed = scan.pop("virtual_fibre", "port_location")
    rows = scan.rows("virtual_fibre")
    clients: dict[tuple[str, Any, Any], list[tuple[dict[str, Any], str | None]]] = {}
    for row, port in zip(rows, printed, strict=True):
        if row.get("type") == "client":
            key = (row["system"], row.get("remote_lpar"), row.get("remote_slot"))
            clients.setdefault(key, []).append((row, port))
    ports = {
        (row["system"], row["vios"], row["location"]): row["port"] for row in scan.rows("fc_ports") if row["location"]
    }
    for row, port in zip(rows, printed, strict=True):
        if row.get("type") == "server":
            client = _client_of(row, clients.get((row["system"], row["lpar"], row["slot"]), []))
            scan.extract.add("npiv_mappings", _mapping(scan, row, port, client, ports))
    if scan.is_sanitized or scan.kind in ("csv", "html"):
        _note_lost(scan, printed)


def _locate_mappings(scan: Scan) -> None:
    """Headings of ``npiv_mappings``: block 0 is told by the server's row, block 1 by the client's."""
    scan.gaps["npiv_mappings"] = scan.gaps.get("virtual_fibre", "tab Virtual_Fibre has no column Physical FC Slot")
    for (table, tab, _), printed in list(scan.extract.headings.items()):
        if table != "virtual_fibre":
            continue
        if "port_location" in printed and "virtual_fibre" not in scan.gaps:
            del scan.gaps["npiv_mappings"]
        for block, ends in enumerate(_ENDS):
            places = {column: printed[name] for column, name in ends.items() if name in printed}
            scan.extract.locate("npiv_mappings", tab, block, places)


def _client_of(
    server: Mapping[str, Any], clients: Iterable[tuple[dict[str, Any], str | None]]
) -> tuple[dict[str, Any], str | None] | None:
    """The one client row that names *server* and that *server* does not contradict."""
    fitting = [
        (row, port)
        for row, port in clients
        if server.get("is_any")
        or (row["lpar"] == server.get("remote_lpar") and row["slot"] == server.get("remote_slot"))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _mapping(
    scan: Scan,
    server: Mapping[str, Any],
    port: str | None,
    client: tuple[dict[str, Any], str | None] | None,
    ports: Mapping[tuple[str, str, str], str],
) -> dict[str, Any]:
    source, block = server, 0
    if client is not None and _says(client[1]) > _says(port):
        source, port, block = client[0], client[1], 1
    location = port if _says(port) == 2 else None
    return {
        "system": server["system"],
        "vios": server["lpar"],
        "slot": server["slot"],
        "client_id": scan.lpar_ids.get((server["system"], server.get("remote_lpar") or "")),
        "client_slot": server.get("remote_slot"),
        "fc_port": ports.get((server["system"], server["lpar"], location)) if location else None,
        "port_location": location,
        "is_mapped": None if _says(port) == 0 else location is not None,
        "report": source["report"],
        "tab": source["tab"],
        "row": source["row"],
        "block": block,
    }


def _says(port: str | None) -> int:
    """How much ``Physical FC Slot`` says: 2 a location, 1 mapped to no port, 0 nothing."""
    return 0 if not port else 1 if port == " " else 2


def _note_lost(scan: Scan, printed: Iterable[str | None]) -> None:
    """In these formats an adapter without a port and an adapter that nobody asked about may look the same."""
    blank = sum(not port for port in printed)
    if blank:
        what = "A sanitized report" if scan.is_sanitized else "This format"
        message = (
            f"{what} may print an unmapped port and one that is not known alike: Physical FC Slot is blank in "
            f"{blank} rows, whether a port is behind those adapters is treated as not known."
        )
        scan.extract.issue("Virtual_Fibre", "", "lost-by-format", message)
