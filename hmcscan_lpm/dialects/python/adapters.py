"""Virtual adapters: of the running configuration, of profiles, and SR-IOV."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from hmcscan_lpm.dialects.extract import find_columns, key_of
from hmcscan_lpm.dialects.python import fields as f
from hmcscan_lpm.dialects.python.tabs import Scan, header_of, take_tab
from hmcscan_lpm.dialects.values import plain

_KEY = ("system", "lpar", "slot")
_KINDS = {"veth": "ethernet", "vscsi": "scsi", "vfc": "fibre", "serial": "serial"}


def take_adapters(scan: Scan) -> None:
    """Tables ``virtual_ethernet``, ``virtual_scsi``, ``virtual_fibre``, ``profile_adapters``, ``virtual_switches``."""
    tab = "LPAR vadapter details"
    take_tab(scan, "virtual_switches", "Virtual Switch", f.SWITCHES, ("system", "vswitch"))
    take_tab(scan, "virtual_ethernet", tab, f.ETHERNET, _KEY, _is("veth"))
    for table, kind, wanted in (("virtual_scsi", "vscsi", f.SCSI), ("virtual_fibre", "vfc", f.FIBRE)):
        for row in take_tab(scan, table, tab, wanted, _KEY, _is(kind)):
            _find_partner(scan, row)
            if table == "virtual_fibre" and row.get("type") != "client":
                row["wwpn1"] = row["wwpn2"] = None
    for tab in ("LPAR profiles vadapter", "LPAR profiles serial"):
        rows = take_tab(scan, "profile_adapters", tab, f.PROFILE_ADAPTERS, ("system", "lpar", "profile", "slot"))
        for row in rows:
            row["kind"] = _KINDS.get(row.get("kind") or "", row.get("kind") or "unknown")
            _find_partner(scan, row)
            if row["kind"] == "ethernet":
                row["is_any"] = None


def _is(kind: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda raw: plain(raw.get("type")) == kind


def _find_partner(scan: Scan, row: dict[str, Any]) -> None:
    """The partner's raw name by its id; a server adapter without a named partner is open to any."""
    named = scan.name_of(row["system"], row.pop("remote_id", None))
    any_lpar = row.pop("any_lpar", None)
    remote = named or row.get("remote_lpar")
    row["remote_lpar"] = None if remote is not None and remote.lower() == "any" else remote
    if row.get("type") == "server":
        row["is_any"] = bool(row.get("is_any") or any_lpar or row["remote_lpar"] is None)
    elif row.get("type") == "client":
        row["is_any"] = False


def take_sriov(scan: Scan) -> None:
    """Tables ``sriov_adapters``, ``sriov_ports``, ``sriov_logical_ports`` and ``vnics``."""
    take_tab(scan, "sriov_adapters", "SR-IOV Adapters", f.SRIOV_ADAPTERS, ("system", "location"))
    for kind in ("ETH", "ROCE"):
        take_tab(scan, "sriov_ports", f"SR-IOV Physical Port {kind}", f.SRIOV_PORTS, ("system", "location"))
    detailed = set()
    for kind in ("ETH", "ROCE"):
        tab = f"SR-IOV Logical Port {kind}"
        for row in take_tab(scan, "sriov_logical_ports", tab, f.SRIOV_LOGICAL, ("system", "port")):
            _name_owner(scan, row)
            detailed.add((row["system"], row["port"]))
    plain_rows = take_tab(
        scan, "sriov_logical_ports", "SR-IOV Logical Port", f.SRIOV_LOGICAL, ("system", "port"),
        lambda raw: (plain(raw.get("managedsystem")), plain(raw.get("sriovlogicalportlocation"))) not in detailed,
    )  # fmt: skip
    for row in plain_rows:
        _name_owner(scan, row)
    _take_vnics(scan)
    backing = {(row["system"], row.get("mac")) for row in scan.rows("vnics") if row.get("mac")}
    for row in scan.rows("sriov_logical_ports"):
        row["is_vnic_backing"] = (row["system"], row.get("mac")) in backing or _is_vios(scan, row)


def _is_vios(scan: Scan, row: Mapping[str, Any]) -> bool:
    """A logical port of a VIOS backs a vNIC or is the VIOS's own; either way no client owns it."""
    return any(
        lpar["env"] == "vioserver"
        for lpar in scan.rows("lpars")
        if (lpar["system"], lpar["lpar"]) == (row["system"], row.get("lpar"))
    )


def _name_owner(scan: Scan, row: dict[str, Any]) -> None:
    row["lpar"] = scan.name_of(row["system"], row.pop("lpar_id", None)) or row.get("lpar")


def _take_vnics(scan: Scan) -> None:
    sheet = scan.sheet("SR-IOV vNIC")
    header = None if sheet is None else header_of(sheet)
    rows = take_tab(scan, "vnics", "SR-IOV vNIC", f.VNICS, ("system", "slot"))
    if sheet is None or header is None:
        return
    keys = {key_of(heading): position for position, heading in enumerate(sheet.rows[header])}
    ids = [position for key, position in sorted(keys.items()) if re.fullmatch(r"\d+vioslparid", key)]
    kept = []
    for row in rows:
        _name_owner(scan, row)
        cells = sheet.rows[row["row"] - 1]
        vioses = [scan.name_of(row["system"], _whole(cells[position])) for position in ids if position < len(cells)]
        row["backing_vioses"] = ",".join(name for name in vioses if name)
        row["vlans"] = "" if plain(row.get("vlans")).lower() in {"", "none"} else row["vlans"]
        if row.get("lpar") is None:
            where = f"{row['row']}"
            scan.extract.issue(sheet.name, where, "incomplete-row", "the vNIC has no owner: it was not taken.")
            continue
        kept.append(row)
    scan.extract.rows["vnics"] = kept
    scan.extract.locate("vnics", sheet.name, 0, find_columns(sheet.rows[header], f.VNICS))


def _whole(cell: Any) -> int | None:
    value = plain(cell)
    return int(value) if value.isdecimal() else None
