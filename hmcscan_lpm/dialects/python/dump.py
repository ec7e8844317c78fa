"""The JSON dump as sheets like the workbook's tabs: same names, same headings, but nothing in it was guessed.

A row's pointer is the path of the object that it comes from, so that evidence reads
``managed_system/S1/_lpar/db1/mem/curr_mem``; what a row takes from another place has a path of its own.
What only the dump holds gets tabs and rows of its own: memory pools, serial adapters of profiles, unused vhosts,
levels of VIOSes.
A part that no server of the dump has gives no tab: it was not collected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hmcscan_lpm.dialects.extract import DumpSheet
from hmcscan_lpm.readers.model import Cell, Row, Sheet


class At(NamedTuple):
    """A value that is no attribute of its row's object, and the path where it stands: a key there, or a value."""

    path: str
    value: Any


Record = tuple[str, dict[str, Any]]
"""(path, heading → value or :class:`At`)"""

Servers = Mapping[str, Mapping[str, Any]]
"""Name → what the dump has of a server."""


def sheets_of(document: Mapping[str, Any]) -> tuple[Sheet, ...]:
    """All sheets of a dump. What is not shaped like a dump is skipped: nothing is there to be read."""
    console = _dict(document.get("hmc"))
    manager = _manager(console)
    servers = {name: _dict(server) for name, server in sorted(_dict(document.get("managed_system")).items())}
    rows = {
        "System Summary": list(_servers(servers, manager)),
        "System CPU": list(_parts(servers, manager, "_sysProc")),
        "System RAM": list(_parts(servers, manager, "_sysMem")),
        "System microcode": list(_parts(servers, manager, "_lslic")),
        "Virtual Switch": list(_switches(servers, manager)),
        "Processor Pools": list(_processor_pools(servers, manager)),
        "Memory Pools": list(_memory_pools(servers, manager)),
        "System IO": list(_slots(servers, manager)),
        "LPAR details": list(_lpars(servers, manager, "conf")),
        "LPAR CPU details": list(_lpars(servers, manager, "proc")),
        "LPAR RAM details": list(_lpars(servers, manager, "mem")),
        "LPAR vadapter details": list(_adapters(servers, manager)),
        "LPAR profiles CPU RAM": list(_profiles(servers, manager)),
        "LPAR profiles vadapter": list(_profile_adapters(servers, manager)),
        "LPAR profiles serial": list(_profile_serial(servers, manager)),
        "LPAR profiles physical adapter": list(_profile_slots(servers, manager)),
        **_vios_tabs(servers, manager),
        **_sriov_tabs(servers, manager),
    }
    # Details and summary are one object in the dump.
    rows["System Details"] = rows["System Summary"]
    tabs = (_sheet(name, records) for name, records in rows.items() if _is_collected(servers, name, records))
    return (_console(str(manager.value), console), *tabs)


def _manager(console: Mapping[str, Any]) -> At:
    """The HMC's name, as the other tabs print it."""
    for key in ("scanner_name", "hostname"):
        if console.get(key):
            return At(f"hmc/{key}", str(console[key]))
    return At("hmc", "hmc")


_PARTS = {
    "Virtual Switch": "_vswitch",
    "Processor Pools": "_procPool",
    "Memory Pools": "_memPool",
    "System IO": "_sysIO",
    "SR-IOV Adapters": "_sriov_adapter",
    "SR-IOV Logical Port": "_sriov_logport",
    "SR-IOV Logical Port ETH": "_sriov_logport_eth",
    "SR-IOV Logical Port ROCE": "_sriov_logport_roce",
    "SR-IOV Physical Port ETH": "_sriov_physport_eth",
    "SR-IOV Physical Port ETHC": "_sriov_physport_ethc",
    "SR-IOV Physical Port ROCE": "_sriov_physport_roce",
    "SR-IOV vNIC": "_sriov_vnic",
    "NPIV": "_vios",
    "vSCSI MAP": "_vios",
    "VIOS Disks": "_vios",
    "SEA Config": "_vios",
    "VIOS Link Aggregation": "_vios",
    "VIOS Fiber Adapters": "_vios",
    "VIOS levels": "_vios",
}
"""Tab → the part of a server that it comes from; the scanner writes all parts, empty ones included."""


def _is_collected(servers: Servers, tab: str, records: Sequence[Record]) -> bool:
    part = _PARTS.get(tab)
    return bool(records) or part is None or any(part in server for server in servers.values())


_DEPTH = 8
"""Devices below devices below slots: more levels than any server has."""

_LIMIT = 1e300
"""Numbers beyond are no facts, and whole ones of them do not fit a float."""


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _cell(value: Any) -> Cell:
    """A list is joined as the workbook joins it; numbers (only ``vios_freq``) stay; objects are no cells."""
    if isinstance(value, bool) or value is None:
        return None if value is None else str(value)
    if isinstance(value, int | float):
        return float(value) if abs(value) < _LIMIT else str(value)
    if isinstance(value, list):
        return ",".join(str(item) for item in value if isinstance(item, str | int | float))
    return value if isinstance(value, str) else None


def _sheet(name: str, records: Iterable[Record]) -> Sheet:
    records = list(records)
    headings = {heading for _, record in records for heading in record}
    order = ["Managed System", "HMC", *sorted(set(headings) - {"Managed System", "HMC"})]
    rows: list[Row] = [tuple(order)]
    rows += [tuple(_told(record.get(key)) for key in order) for _, record in records]
    elsewhere = ({}, *(_elsewhere(path, record, order) for path, record in records))
    return DumpSheet(name, tuple(rows), pointers=("", *(path for path, _ in records)), elsewhere=elsewhere)


def _told(value: Any) -> Cell:
    """N/A marks what this object does not tell, as in the workbook: no such attribute, or null. Empty text is told."""
    cell = _cell(value.value if isinstance(value, At) else value)
    return "N/A" if cell is None else cell


def _elsewhere(path: str, record: Mapping[str, Any], headings: Iterable[str]) -> dict[str, str]:
    """Paths of what is no attribute of the object at *path*; of an attribute that it does not have, the object."""
    found = {heading: value.path for heading, value in record.items() if isinstance(value, At)}
    found.update({heading: path for heading in headings if heading not in record})
    return found


def _attribute(path: str, values: Mapping[str, Any], key: str) -> At:
    """An attribute under another heading."""
    return At(f"{path}/{key}", values[key]) if key in values else At(path, None)


def _console(name: str, console: Mapping[str, Any]) -> Sheet:
    rows = tuple((key, _cell(value)) for key, value in sorted(console.items()))
    return Sheet(f"HMC {name}", rows, pointers=tuple("hmc" for _ in rows))


def _key(system: str, manager: At) -> dict[str, Any]:
    return {"Managed System": At(f"managed_system/{system}", system), "HMC": manager}


def _servers(servers: Servers, manager: At) -> Iterator[Record]:
    for system, server in servers.items():
        flat = {key: value for key, value in server.items() if not isinstance(value, dict) and not key.startswith("_")}
        yield f"managed_system/{system}", {**_key(system, manager), **flat}


def _parts(servers: Servers, manager: At, part: str) -> Iterator[Record]:
    for system, server in servers.items():
        if _dict(server.get(part)):
            yield f"managed_system/{system}/{part}", {**_key(system, manager), **_dict(server.get(part))}


def _switches(servers: Servers, manager: At) -> Iterator[Record]:
    for system, server in servers.items():
        for name, switch in sorted(_dict(server.get("_vswitch")).items()):
            path = f"managed_system/{system}/_vswitch/{name}"
            values = {key: value for key, value in _dict(switch).items() if key != "vswitch"}
            yield path, {**_key(system, manager), "Name": At(path, name), **values}


def _processor_pools(servers: Servers, manager: At) -> Iterator[Record]:
    for system, server in servers.items():
        members = _entitlements(server)
        for name, pool in sorted(_dict(server.get("_procPool")).items()):
            path = f"managed_system/{system}/_procPool/{name}"
            flat = {key: value for key, value in _dict(pool).items() if isinstance(value, str)}
            assigned = At(path, None)
            if name != "DefaultPool" and isinstance(server.get("_lpar"), dict):
                assigned = At(f"managed_system/{system}/_lpar", members.get(name, 0.0))
            yield path, {**_key(system, manager), "Pool Name": At(path, name), **flat, "Ent assigned": assigned}


def _entitlements(server: Mapping[str, Any]) -> dict[str, float]:
    """Pool → entitlement of its running members, added up as the workbook does."""
    found: dict[str, float] = {}
    for lpar in _dict(server.get("_lpar")).values():
        proc = _dict(_dict(lpar).get("proc"))
        pool, units = proc.get("curr_shared_proc_pool_name"), proc.get("curr_proc_units")
        is_running = _dict(_dict(lpar).get("conf")).get("state") == "Running"
        if is_running and isinstance(pool, str) and re.fullmatch(r"\d{1,6}(\.\d{1,6})?", str(units)):
            found[pool] = found.get(pool, 0.0) + float(str(units))
    return found


def _memory_pools(servers: Servers, manager: At) -> Iterator[Record]:
    for system, server in servers.items():
        for number, pool in enumerate(_list(server.get("_memPool"))):
            # The HMC allows one pool per server and prints no id.
            path = f"managed_system/{system}/_memPool/{number}"
            yield path, {**_key(system, manager), "pool_id": At(path, str(number)), **_dict(pool)}


def _slots(servers: Servers, manager: At) -> Iterator[Record]:
    for system, server in servers.items():
        for location, slot in sorted(_dict(server.get("_sysIO")).items()):
            path = f"managed_system/{system}/_sysIO/{location}"
            flat = {key: value for key, value in _dict(slot).items() if key != "children"}
            slot_itself = At(path, location)
            yield path, {**_key(system, manager), "Location": slot_itself, "is Child": At(path, "N"), **flat}
            for place, values in _children(path, _dict(slot)):
                flat = {key: value for key, value in values.items() if key != "children"}
                own = {"is Child": At(place, "Y"), "Location": _attribute(place, values, "phys_loc")}
                yield place, {**_key(system, manager), **own, **flat, "parent": slot_itself}


def _children(path: str, parent: Mapping[str, Any], depth: int = 0) -> Iterator[Record]:
    """What stands in a slot, and what stands in that."""
    for number, child in enumerate(_list(parent.get("children"))):
        place, values = f"{path}/children/{number}", _dict(child)
        yield place, values
        if depth < _DEPTH:
            yield from _children(place, values, depth + 1)


def _each_lpar(servers: Servers) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for system, server in servers.items():
        for name, lpar in sorted(_dict(server.get("_lpar")).items()):
            yield system, name, f"managed_system/{system}/_lpar/{name}", _dict(lpar)


def _lpars(servers: Servers, manager: At, part: str) -> Iterator[Record]:
    listed = {system for system, _, _, lpar in _each_lpar(servers) if _dict(lpar.get(part))}
    for system, name, path, lpar in _each_lpar(servers):
        known = _dict(lpar.get(part))
        # A partition that the HMC left out of a list has a row without facts, as in the workbook.
        if known or (part in lpar and part != "conf" and system in listed):
            values = {key: value for key, value in known.items() if key not in ("name", "lpar_name")}
            yield f"{path}/{part}", {**_key(system, manager), "Name": At(path, name), **values}


def _adapters(servers: Servers, manager: At) -> Iterator[Record]:
    for system, name, path, lpar in _each_lpar(servers):
        for kind in ("veth", "vscsi", "vfc"):
            for slot, adapter in sorted(_dict(lpar.get(kind)).items()):
                values = {key: value for key, value in _dict(adapter).items() if key not in ("lpar_name", "slot_num")}
                place = f"{path}/{kind}/{slot}"
                own = {"Name": At(path, name), "Slot": At(place, slot), "Type": At(f"{path}/{kind}", kind)}
                yield place, {**_key(system, manager), **own, **values}


def _each_profile(servers: Servers, manager: At) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Path, key columns and values of each profile."""
    for system, name, path, lpar in _each_lpar(servers):
        for profile, values in sorted(_dict(lpar.get("profile")).items()):
            place = f"{path}/profile/{profile}"
            key = {**_key(system, manager), "LPAR Name": At(path, name), "Profile Name": At(place, profile)}
            yield place, key, _dict(values)


def _profiles(servers: Servers, manager: At) -> Iterator[Record]:
    lists = ("vscsi", "vfc", "veth", "virt_serial", "phy_slots", "name", "lpar_name")
    for path, key, profile in _each_profile(servers, manager):
        yield path, {**key, **{name: value for name, value in profile.items() if name not in lists}}


def _profile_adapters(servers: Servers, manager: At) -> Iterator[Record]:
    for kind in ("veth", "vscsi", "vfc"):
        yield from _profile_list(servers, manager, kind, kind)


def _profile_serial(servers: Servers, manager: At) -> Iterator[Record]:
    return _profile_list(servers, manager, "virt_serial", "serial")


def _profile_list(servers: Servers, manager: At, part: str, kind: str) -> Iterator[Record]:
    for path, key, profile in _each_profile(servers, manager):
        for number, adapter in enumerate(_list(profile.get(part))):
            place, values = f"{path}/{part}/{number}", _dict(adapter)
            own = {"Adapter Type": At(f"{path}/{part}", kind), "Slot": _attribute(place, values, "slot")}
            yield place, {**key, **values, **own}


def _profile_slots(servers: Servers, manager: At) -> Iterator[Record]:
    found: dict[tuple[str, str], dict[str, At]] = {}
    for system, server in servers.items():
        for location, slot in _dict(server.get("_sysIO")).items():
            place, index = f"managed_system/{system}/_sysIO/{location}", str(_dict(slot).get("drc_index"))
            told = {"Location": At(place, location), "Description": _attribute(place, _dict(slot), "description")}
            found[system, index] = told
    for path, key, profile in _each_profile(servers, manager):
        for number, slot in enumerate(_list(profile.get("phy_slots"))):
            place, values = f"{path}/phy_slots/{number}", _dict(slot)
            told = found.get((key["Managed System"].value, str(values.get("drc_index"))), {})
            yield place, {**key, **values, **told}


def _each_vios(servers: Servers, manager: At) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for system, server in servers.items():
        for name, vios in sorted(_dict(server.get("_vios")).items()):
            path = f"managed_system/{system}/_vios/{name}"
            yield path, {**_key(system, manager), "VIOS Name": At(path, name)}, _dict(vios)


_VIOS_TABS = {
    "NPIV": ("npiv", "vfchost"),
    "VIOS Disks": ("disk", "VIOS disk"),
    "SEA Config": ("SEA", "SEA"),
    "VIOS Link Aggregation": ("etherChannel", "EtherChannel Adapter"),
    "VIOS Fiber Adapters": ("fcs", "Fibre Channel Adapter"),
}


def _vios_tabs(servers: Servers, manager: At) -> dict[str, list[Record]]:
    tabs: dict[str, list[Record]] = {tab: [] for tab in (*_VIOS_TABS, "vSCSI MAP", "VIOS levels")}
    for path, key, vios in _each_vios(servers, manager):
        for tab, (part, heading) in _VIOS_TABS.items():
            for name, values in sorted(_dict(vios.get(part)).items()):
                place = f"{path}/{part}/{name}"
                flat = {item: value for item, value in _dict(values).items() if not isinstance(value, dict)}
                trunks = _trunks(place, _dict(values)) if part == "SEA" else {}
                tabs[tab].append((place, {**key, **flat, **trunks, heading: At(place, name)}))
        for vhost, adapter in sorted(_dict(vios.get("vscsi")).items()):
            place, values = f"{path}/vscsi/{vhost}", _dict(adapter)
            own = {
                **key,
                "vSCSI Name": At(place, vhost),
                "Virtual adapter": _attribute(place, values, "physloc"),
                "LPAR id": _attribute(place, values, "clntid"),
            }
            devices = [_dict(device) for device in _list(values.get("data"))]
            tabs["vSCSI MAP"] += [(f"{place}/data/{n}", {**own, **device}) for n, device in enumerate(devices)]
            if not devices:
                tabs["vSCSI MAP"].append((place, own))
        level = {"ioslevel": vios["ioslevel"]} if "ioslevel" in vios else {}
        tabs["VIOS levels"].append((path, {**key, **level}))
    return tabs


def _trunks(path: str, sea: Mapping[str, Any]) -> dict[str, At]:
    """The trunk adapters that the statistics of a SEA tell, with the addresses by which their slots are found.

    The scanner keeps the last trunk of each SEA only.
    """
    told = [_dict(trunk) for trunk in _list(_dict(sea.get("stats")).get("virtual_adapter"))]
    known = [f"{trunk['name']}={trunk['mac']}" for trunk in told if "name" in trunk and "mac" in trunk]
    return {"trunks": At(f"{path}/stats/virtual_adapter", ",".join(known))} if known else {}


_SRIOV_TABS = {
    "SR-IOV Adapters": ("_sriov_adapter", "phys_loc", "SR-IOV Adapter Location"),
    "SR-IOV Logical Port": ("_sriov_logport", "location_code", "SR-IOV Logical Port Location"),
    "SR-IOV Logical Port ETH": ("_sriov_logport_eth", "location_code", "SR-IOV Logical Port Location"),
    "SR-IOV Logical Port ROCE": ("_sriov_logport_roce", "location_code", "SR-IOV Logical Port Location"),
    "SR-IOV Physical Port ETH": ("_sriov_physport_eth", "phys_port_loc", "SR-IOV Physical Port Location"),
    "SR-IOV Physical Port ETHC": ("_sriov_physport_ethc", "phys_port_loc", "SR-IOV Physical Port Location"),
    "SR-IOV Physical Port ROCE": ("_sriov_physport_roce", "phys_port_loc", "SR-IOV Physical Port Location"),
}


def _sriov_tabs(servers: Servers, manager: At) -> dict[str, list[Record]]:
    tabs: dict[str, list[Record]] = {tab: [] for tab in _SRIOV_TABS}
    for tab, (part, attribute, heading) in _SRIOV_TABS.items():
        for system, server in servers.items():
            for number, item in enumerate(_list(server.get(part))):
                path, values = f"managed_system/{system}/{part}/{number}", _dict(item)
                location = {heading: _attribute(path, values, attribute)}
                tabs[tab].append((path, {**_key(system, manager), **values, **location}))
    tabs["SR-IOV vNIC"] = list(_vnics(servers, manager))
    return tabs


def _vnics(servers: Servers, manager: At) -> Iterator[Record]:
    for system, server in servers.items():
        part = "_sriov_vnic" if _list(server.get("_sriov_vnic")) else "_sriov_vnic_lpar"
        for number, item in enumerate(_list(server.get(part))):
            path, values = f"managed_system/{system}/{part}/{number}", _dict(item)
            devices = [_dict(device) for device in _list(values.get("backing_devices"))]
            if any("vios-lpar-ID" not in device for device in devices):
                # The scanner cuts a single device into its letters, one "device" each.
                devices = [{}]
            place = f"{path}/backing_devices"
            count = {"#backing devices": At(place, str(len(devices)))} if devices else {}
            numbered = {
                f"#{n + 1} {key}": At(f"{place}/{n}/{key}", value)
                for n, device in enumerate(devices)
                for key, value in device.items()
            }
            flat = {key: value for key, value in values.items() if key != "backing_devices"}
            yield path, {**_key(system, manager), **flat, **count, **numbered}
