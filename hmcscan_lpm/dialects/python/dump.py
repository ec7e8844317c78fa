"""The JSON dump as sheets like the workbook's tabs: same names, same headings, but nothing in it was guessed.

A row's pointer is the path of the object that it comes from, so that evidence reads
``managed_system/S1/_lpar/db1/mem/curr_mem``.
What only the dump holds gets tabs and rows of its own: memory pools, serial adapters of profiles, unused vhosts,
levels of VIOSes.
A part that no server of the dump has gives no tab: it was not collected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hmcscan_lpm.readers.model import Cell, Row, Sheet

Record = tuple[str, dict[str, Any]]
"""(path, heading → value)"""

Servers = Mapping[str, Mapping[str, Any]]
"""Name → what the dump has of a server."""


def sheets_of(document: Mapping[str, Any]) -> tuple[Sheet, ...]:
    """All sheets of a dump. What is not shaped like a dump is skipped: nothing is there to be read."""
    console = _dict(document.get("hmc"))
    manager = str(console.get("scanner_name") or console.get("hostname") or "hmc")
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
    return (_console(manager, console), *tabs)


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
    # N/A marks an attribute that this object does not have, as in the workbook.
    rows += [tuple(_cell(record[key]) if key in record else "N/A" for key in order) for _, record in records]
    return Sheet(name, tuple(rows), pointers=("", *(path for path, _ in records)))


def _console(manager: str, console: Mapping[str, Any]) -> Sheet:
    rows = tuple((key, _cell(value)) for key, value in sorted(console.items()))
    return Sheet(f"HMC {manager}", rows, pointers=tuple("hmc" for _ in rows))


def _key(system: str, manager: str, **more: Any) -> dict[str, Any]:
    return {"Managed System": system, "HMC": manager, **{key.replace("_", " "): value for key, value in more.items()}}


def _servers(servers: Servers, manager: str) -> Iterator[Record]:
    for system, server in servers.items():
        flat = {key: value for key, value in server.items() if not isinstance(value, dict) and not key.startswith("_")}
        yield f"managed_system/{system}", {**_key(system, manager), **flat}


def _parts(servers: Servers, manager: str, part: str) -> Iterator[Record]:
    for system, server in servers.items():
        if _dict(server.get(part)):
            yield f"managed_system/{system}/{part}", {**_key(system, manager), **_dict(server.get(part))}


def _switches(servers: Servers, manager: str) -> Iterator[Record]:
    for system, server in servers.items():
        for name, switch in sorted(_dict(server.get("_vswitch")).items()):
            values = _dict(switch)
            yield (
                f"managed_system/{system}/_vswitch/{name}",
                {
                    **_key(system, manager),
                    "Name": name,
                    **{key: value for key, value in values.items() if key != "vswitch"},
                },
            )


def _processor_pools(servers: Servers, manager: str) -> Iterator[Record]:
    for system, server in servers.items():
        members = _entitlements(server)
        for name, pool in sorted(_dict(server.get("_procPool")).items()):
            flat = {key: value for key, value in _dict(pool).items() if isinstance(value, str)}
            yield (
                f"managed_system/{system}/_procPool/{name}",
                {
                    **_key(system, manager),
                    "Pool Name": name,
                    **flat,
                    "Ent assigned": None if name == "DefaultPool" else members.get(name, 0.0),
                },
            )


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


def _memory_pools(servers: Servers, manager: str) -> Iterator[Record]:
    for system, server in servers.items():
        for number, pool in enumerate(_list(server.get("_memPool"))):
            # The HMC allows one pool per server and prints no id.
            record = {**_key(system, manager), "pool_id": str(number), **_dict(pool)}
            yield f"managed_system/{system}/_memPool/{number}", record


def _slots(servers: Servers, manager: str) -> Iterator[Record]:
    for system, server in servers.items():
        for location, slot in sorted(_dict(server.get("_sysIO")).items()):
            path = f"managed_system/{system}/_sysIO/{location}"
            flat = {key: value for key, value in _dict(slot).items() if key != "children"}
            yield path, {**_key(system, manager), "Location": location, "is Child": "N", **flat}
            key = {**_key(system, manager), "is Child": "Y"}
            for place, values in _children(path, _dict(slot)):
                flat = {key: value for key, value in values.items() if key != "children"}
                yield place, {**key, "Location": values.get("phys_loc"), **flat, "parent": location}


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


def _lpars(servers: Servers, manager: str, part: str) -> Iterator[Record]:
    for system, name, path, lpar in _each_lpar(servers):
        if _dict(lpar.get(part)):
            values = {key: value for key, value in _dict(lpar.get(part)).items() if key not in ("name", "lpar_name")}
            yield f"{path}/{part}", {**_key(system, manager), "Name": name, **values}


def _adapters(servers: Servers, manager: str) -> Iterator[Record]:
    for system, name, path, lpar in _each_lpar(servers):
        for kind in ("veth", "vscsi", "vfc"):
            for slot, adapter in sorted(_dict(lpar.get(kind)).items()):
                values = {key: value for key, value in _dict(adapter).items() if key not in ("lpar_name", "slot_num")}
                yield f"{path}/{kind}/{slot}", {
                    **_key(system, manager), "Name": name, "Slot": slot, "Type": kind, **values,
                }  # fmt: skip


def _each_profile(servers: Servers, manager: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Path, key columns and values of each profile."""
    for system, name, path, lpar in _each_lpar(servers):
        for profile, values in sorted(_dict(lpar.get("profile")).items()):
            key = {**_key(system, manager), "LPAR Name": name, "Profile Name": profile}
            yield f"{path}/profile/{profile}", key, _dict(values)


def _profiles(servers: Servers, manager: str) -> Iterator[Record]:
    lists = ("vscsi", "vfc", "veth", "virt_serial", "phy_slots", "name", "lpar_name")
    for path, key, profile in _each_profile(servers, manager):
        yield path, {**key, **{name: value for name, value in profile.items() if name not in lists}}


def _profile_adapters(servers: Servers, manager: str) -> Iterator[Record]:
    for path, key, profile in _each_profile(servers, manager):
        for kind in ("veth", "vscsi", "vfc"):
            for number, adapter in enumerate(_list(profile.get(kind))):
                values = _dict(adapter)
                record = {**key, "Adapter Type": kind, **values, "Slot": values.get("slot")}
                yield f"{path}/{kind}/{number}", record


def _profile_serial(servers: Servers, manager: str) -> Iterator[Record]:
    for path, key, profile in _each_profile(servers, manager):
        for number, adapter in enumerate(_list(profile.get("virt_serial"))):
            values = _dict(adapter)
            record = {**key, "Adapter Type": "serial", **values, "Slot": values.get("slot")}
            yield f"{path}/virt_serial/{number}", record


def _profile_slots(servers: Servers, manager: str) -> Iterator[Record]:
    where = {
        (system, str(_dict(slot).get("drc_index"))): (location, _dict(slot).get("description"))
        for system, server in servers.items()
        for location, slot in _dict(server.get("_sysIO")).items()
    }
    for path, key, profile in _each_profile(servers, manager):
        for number, slot in enumerate(_list(profile.get("phy_slots"))):
            values = _dict(slot)
            location, description = where.get((key["Managed System"], str(values.get("drc_index"))), (None, None))
            record = {**key, **values, "Location": location, "Description": description}
            yield f"{path}/phy_slots/{number}", record


def _each_vios(servers: Servers, manager: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for system, server in servers.items():
        for name, vios in sorted(_dict(server.get("_vios")).items()):
            yield f"managed_system/{system}/_vios/{name}", {**_key(system, manager), "VIOS Name": name}, _dict(vios)


_VIOS_TABS = {
    "NPIV": ("npiv", "vfchost"),
    "VIOS Disks": ("disk", "VIOS disk"),
    "SEA Config": ("SEA", "SEA"),
    "VIOS Link Aggregation": ("etherChannel", "EtherChannel Adapter"),
    "VIOS Fiber Adapters": ("fcs", "Fibre Channel Adapter"),
}


def _vios_tabs(servers: Servers, manager: str) -> dict[str, list[Record]]:
    tabs: dict[str, list[Record]] = {tab: [] for tab in (*_VIOS_TABS, "vSCSI MAP", "VIOS levels")}
    for path, key, vios in _each_vios(servers, manager):
        for tab, (part, heading) in _VIOS_TABS.items():
            for name, values in sorted(_dict(vios.get(part)).items()):
                flat = {item: value for item, value in _dict(values).items() if not isinstance(value, dict)}
                tabs[tab].append((f"{path}/{part}/{name}", {**key, **flat, heading: name}))
        for vhost, adapter in sorted(_dict(vios.get("vscsi")).items()):
            values = _dict(adapter)
            own = {
                **key,
                "vSCSI Name": vhost,
                "Virtual adapter": values.get("physloc"),
                "LPAR id": values.get("clntid"),
            }
            devices = [_dict(device) for device in _list(values.get("data"))]
            place = f"{path}/vscsi/{vhost}"
            tabs["vSCSI MAP"] += [(f"{place}/data/{n}", {**own, **device}) for n, device in enumerate(devices)]
            if not devices:
                tabs["vSCSI MAP"].append((place, own))
        tabs["VIOS levels"].append((path, {**key, "ioslevel": vios.get("ioslevel")}))
    return tabs


_SRIOV_TABS = {
    "SR-IOV Adapters": ("_sriov_adapter", "phys_loc", "SR-IOV Adapter Location"),
    "SR-IOV Logical Port": ("_sriov_logport", "location_code", "SR-IOV Logical Port Location"),
    "SR-IOV Logical Port ETH": ("_sriov_logport_eth", "location_code", "SR-IOV Logical Port Location"),
    "SR-IOV Logical Port ROCE": ("_sriov_logport_roce", "location_code", "SR-IOV Logical Port Location"),
    "SR-IOV Physical Port ETH": ("_sriov_physport_eth", "phys_port_loc", "SR-IOV Physical Port Location"),
    "SR-IOV Physical Port ETHC": ("_sriov_physport_ethc", "phys_port_loc", "SR-IOV Physical Port Location"),
    "SR-IOV Physical Port ROCE": ("_sriov_physport_roce", "phys_port_loc", "SR-IOV Physical Port Location"),
}


def _sriov_tabs(servers: Servers, manager: str) -> dict[str, list[Record]]:
    tabs: dict[str, list[Record]] = {}
    for tab, (part, attribute, heading) in _SRIOV_TABS.items():
        tabs[tab] = [
            (
                f"managed_system/{system}/{part}/{number}",
                {**_key(system, manager), **_dict(item), heading: _dict(item).get(attribute)},
            )
            for system, server in servers.items()
            for number, item in enumerate(_list(server.get(part)))
        ]
    tabs["SR-IOV vNIC"] = list(_vnics(servers, manager))
    return tabs


def _vnics(servers: Servers, manager: str) -> Iterator[Record]:
    for system, server in servers.items():
        part = "_sriov_vnic" if _list(server.get("_sriov_vnic")) else "_sriov_vnic_lpar"
        for number, item in enumerate(_list(server.get(part))):
            values = _dict(item)
            devices = [_dict(device) for device in _list(values.get("backing_devices"))]
            if any("vios-lpar-ID" not in device for device in devices):
                # The scanner cuts a single device into its letters, one "device" each.
                devices = [{}]
            numbered = {f"#{n} {key}": value for n, device in enumerate(devices, 1) for key, value in device.items()}
            flat = {key: value for key, value in values.items() if key != "backing_devices"}
            record = {**_key(system, manager), **flat, "#backing devices": str(len(devices)), **numbered}
            yield f"managed_system/{system}/{part}/{number}", record
