"""Virtual adapters of the running configuration and of profiles."""

from __future__ import annotations

from typing import Any

from hmcscan_lpm.dialects.python import device_fields as f
from hmcscan_lpm.dialects.python.cells import raw_name
from hmcscan_lpm.dialects.python.tabs import Only, Rows, Scan, check_kinds, take_tab

_KEY = ("system", "lpar", "slot")
_KINDS = {"veth": "ethernet", "vscsi": "scsi", "vfc": "fibre", "serial": "serial"}


def take_adapters(scan: Scan) -> None:
    """Tables ``virtual_switches``, ``virtual_ethernet``, ``virtual_scsi``, ``virtual_fibre``, ``profile_adapters``."""
    tab = "LPAR vadapter details"
    tables = ("virtual_ethernet", "virtual_scsi", "virtual_fibre")
    check_kinds(scan, tab, "Type", ("veth", "vscsi", "vfc"), tables)
    switches = take_tab(scan, "virtual_switches", "Virtual Switch", f.SWITCHES, ("system", "vswitch"))
    _complete_defaults(switches)
    adapters = take_tab(scan, "virtual_ethernet", tab, f.ETHERNET, _KEY, Only("Type", "veth".__eq__))
    _name_switches(scan, switches, adapters)
    for table, kind, wanted in (("virtual_scsi", "vscsi", f.SCSI), ("virtual_fibre", "vfc", f.FIBRE)):
        for row in take_tab(scan, table, tab, wanted, _KEY, Only("Type", kind.__eq__)):
            _find_partner(scan, row)
            if row.get("type") != "client":
                row.update(dict.fromkeys(column for column in ("wwpn1", "wwpn2") if column in row))
        scan.drop(table, *f.PARTNER_HELPERS)
    _take_profile_adapters(scan)


def _complete_defaults(switches: Rows) -> None:
    """Where one switch of a server is marked as its default one, the others are not."""
    marked = {row["system"] for row in switches if row["is_default"]}
    for row in switches:
        if row["system"] in marked:
            row["is_default"] = bool(row["is_default"])


def _name_switches(scan: Scan, switches: Rows, adapters: Rows) -> None:
    """The adapters print the name of their switch guessed, the switches raw."""
    names: dict[str, list[str]] = {}
    for row in switches:
        names.setdefault(row["system"], []).append(row["vswitch"])
    for row in adapters:
        if "vswitch" in row:
            row["vswitch"] = raw_name(row["vswitch"], names.get(row["system"], []), is_guessed=scan.is_guessed)


def _take_profile_adapters(scan: Scan) -> None:
    key = ("system", "lpar", "profile", "slot", "kind")
    check_kinds(scan, "LPAR profiles vadapter", "Adapter Type", ("veth", "vscsi", "vfc"), ("profile_adapters",))
    for tab in ("LPAR profiles vadapter", "LPAR profiles serial"):
        only = Only("Adapter Type", _KINDS.__contains__)
        for row in take_tab(scan, "profile_adapters", tab, f.PROFILE_ADAPTERS, key, only):
            row["kind"] = _KINDS[row["kind"]]
            if row["kind"] == "ethernet":
                row.update(type=None, is_any=None)
            else:
                _find_partner(scan, row)
    scan.drop("profile_adapters", *f.PARTNER_HELPERS)


def _find_partner(scan: Scan, row: dict[str, Any]) -> None:
    """The partner's raw name by its id, and whether a server adapter is open to any client."""
    if row.get("type") == "client":
        row["is_any"] = False
    elif row.get("type") == "server":
        row["is_any"] = _is_open(row)
    else:
        row["is_any"] = None
    named = scan.name_of(row["system"], row.get("remote_id"))
    names = scan.lpars.get(row["system"], [])
    row["remote_lpar"] = named or raw_name(row.get("remote_lpar"), names, is_guessed=scan.is_guessed)


def _is_open(row: dict[str, Any]) -> bool | None:
    """Open to any client or slot: ``any``, or no partner at all; null where the columns do not tell."""
    lpar, slot = row.get("any_lpar"), row.get("is_any")
    if lpar or slot:
        return True
    has_partner = lpar is False or row.get("remote_lpar") is not None
    if not has_partner:
        return True if "any_lpar" in row or "remote_lpar" in row else None
    return None if slot is None else False
