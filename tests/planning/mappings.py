"""Moves as a planner would have chosen them: healthy defaults, changed by keyword."""

from __future__ import annotations

from typing import Any

from hmcscan_lpm.planning.execution import FcMapping, MoveMapping, MoverPair, ScsiMapping, VlanBridge
from hmcscan_lpm.planning.orders.directory import Directory, Server

V7, V8, V10 = (7, 7, 7, 0, 1), (8, 8, 6, 0, 0), (10, 3, 0, 0, 1060)


def server(called: str, **changed: Any) -> Server:
    values: dict[str, Any] = {
        "name": called,
        "machine": f"9105-22A*78{called}",
        "hmc": "hmc1",
        "hmc_serial": "78C1A01",
        "hmc_level": V10,
        "hmc_label": "V10R3 SP1060",
        "ids": {"vios1": 1, "vios2": 2, "db1": 5},
        "pools": {"db1": ("gold", 2)},
        "active": frozenset({"db1"}),
    }
    return Server(**values | changed)


def directory(source: dict[str, Any] | None = None, target: dict[str, Any] | None = None) -> Directory:
    return Directory({"SRC": server("SRC", **source or {}), "DST": server("DST", **target or {})})


def fc(slot: int = 4, **changed: Any) -> FcMapping:
    values: dict[str, Any] = {
        "slot": slot,
        "wwpn1": None,
        "wwpn2": None,
        "source_vios": "vios1",
        "source_port": "fcs0",
        "source_fabric": "A",
        "vios": "vios1",
        "vios_id": 1,
        "port": "fcs2",
        "server_slot": 14,
        "fabric": "A",
        "fabric_by": "label",
        "pinned": False,
        "reason": "",
        "problems": (),
    }
    return FcMapping(**values | changed)


def scsi(slot: int = 6, **changed: Any) -> ScsiMapping:
    values: dict[str, Any] = {
        "slot": slot,
        "source_vios": "vios1",
        "source_slot": 26,
        "disks": (),
        "vios": "vios1",
        "vios_id": 1,
        "server_slot": None,
        "pinned": False,
        "reason": "",
        "problems": (),
    }
    return ScsiMapping(**values | changed)


def movers(**changed: Any) -> MoverPair:
    values: dict[str, Any] = {
        "source_vios": "vios1",
        "source_id": 1,
        "source_address": "10.0.0.1",
        "target_vios": "vios2",
        "target_id": 2,
        "target_address": "10.0.0.2",
        "pinned": False,
        "reason": "",
    }
    return MoverPair(**values | changed)


def unbridged(vlan: int) -> VlanBridge:
    return VlanBridge(3, "ETHERNET0", vlan, (), "", ())


def mapping(lpar: str = "db1", **changed: Any) -> MoveMapping:
    values: dict[str, Any] = {
        "lpar": lpar,
        "source": "SRC",
        "target": "DST",
        "vioses": (),
        "fibre": (),
        "scsi": (),
        "vlans": (),
        "movers": (),
        "pool": None,
        "pool_id": None,
        "lpar_id": None,
        "problems": (),
    }
    return MoveMapping(**values | changed)


TWO_PATHS = (
    fc(),
    fc(5, source_vios="vios2", source_port="fcs1", vios="vios2", vios_id=2, port="fcs3", server_slot=None),
)
