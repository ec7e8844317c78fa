"""Dumps that lack a part of a server, a partition or a VIOS: nobody looked there."""

from __future__ import annotations

from typing import Any

import pytest

from hmcscan_lpm.dialects.python.parts import holes

from .books import gaps, kinds, loaded, row
from .builder import Document, document

ALPHA = "managed_system/alpha"


def taken_out(*path: str) -> Any:
    """A change that takes the value at a path out."""

    def change(content: Document) -> None:
        owner = content
        for key in path[:-1]:
            owner = owner[key]
        del owner[path[-1]]

    return change


def put_in(value: Any, *path: str) -> Any:
    """A change that puts a value at a path."""

    def change(content: Document) -> None:
        owner = content
        for key in path[:-1]:
            owner = owner[key]
        owner[path[-1]] = value

    return change


def alpha(*path: str) -> tuple[str, ...]:
    return ("managed_system", "alpha", *path)


def test_the_healthy_dump_has_no_hole() -> None:
    assert list(holes(document())) == []


@pytest.mark.parametrize(
    ("part", "table"),
    [
        ("npiv", "npiv_mappings"),
        ("vscsi", "vscsi_mappings"),
        ("disk", "vios_disks"),
        ("SEA", "seas"),
        ("etherChannel", "etherchannels"),
        ("fcs", "fc_ports"),
    ],
)
def test_a_vios_without_a_part_was_not_asked_about_it(part: str, table: str) -> None:
    report = loaded("dump", taken_out(*alpha("_vios", "vios1", part)))
    assert gaps(report, "alpha", "vios1") == {table: f"{ALPHA}/_vios/vios1 has no {part}"}
    assert gaps(report, "alpha", "vios2") == {}
    assert kinds(report) == [("", f"{ALPHA}/_vios/vios1", "not-collected")]


def test_a_part_that_no_vios_has_was_not_collected_from_any() -> None:
    def change(content: Document) -> None:
        for server in content["managed_system"].values():
            for vios in server["_vios"].values():
                del vios["npiv"]

    report = loaded("dump", change)
    for system, vios in (("alpha", "vios1"), ("alpha", "vios2"), ("beta", "viosb")):
        assert set(gaps(report, system, vios)) == {"npiv_mappings"}


@pytest.mark.parametrize("value", [None, "text", 7, ["vfchost0"]])
def test_a_part_of_another_shape_was_not_collected(value: Any) -> None:
    report = loaded("dump", put_in(value, *alpha("_vios", "vios1", "npiv")))
    assert set(gaps(report, "alpha", "vios1")) == {"npiv_mappings"}


@pytest.mark.parametrize("value", [{}, []])
def test_an_empty_part_means_none(value: Any) -> None:
    report = loaded("dump", put_in(value, *alpha("_vios", "vios1", "npiv")))
    assert gaps(report, "alpha", "vios1") == {}
    assert kinds(report) == []


@pytest.mark.parametrize(
    ("part", "tables"),
    [
        ("_sysIO", {"physical_slots", "io_children"}),
        ("_vswitch", {"virtual_switches"}),
        ("_procPool", {"proc_pools"}),
        ("_memPool", {"mem_pools"}),
        ("_sriov_vnic", {"vnics"}),
        ("_sriov_logport_eth", {"sriov_logical_ports"}),
        ("_sriov_physport_eth", {"sriov_ports"}),
    ],
)
def test_a_server_without_a_part_was_not_asked_about_it(part: str, tables: set[str]) -> None:
    report = loaded("dump", taken_out(*alpha(part)))
    assert gaps(report, "alpha") == dict.fromkeys(tables, f"{ALPHA} has no {part}")
    assert gaps(report, "beta") == {}


def test_a_server_without_partitions_in_the_dump_has_them_unknown() -> None:
    missing = gaps(loaded("dump", taken_out(*alpha("_lpar"))), "alpha")
    assert {"lpars", "profiles", "processors", "memory", "virtual_ethernet", "npiv_mappings"} <= set(missing)
    assert missing["lpars"] == f"{ALPHA} has no _lpar"


@pytest.mark.parametrize(
    ("part", "tables"),
    [
        ("conf", {"lpars"}),
        ("proc", {"processors"}),
        ("mem", {"memory"}),
        ("profile", {"profiles", "profile_adapters", "profile_slots"}),
        ("veth", {"virtual_ethernet"}),
        ("vscsi", {"virtual_scsi"}),
        ("vfc", {"virtual_fibre"}),
    ],
)
def test_a_partition_without_a_part_makes_the_tables_of_its_server_incomplete(part: str, tables: set[str]) -> None:
    report = loaded("dump", taken_out(*alpha("_lpar", "db1", part)))
    missing = gaps(report, "alpha")
    assert {missing[table] for table in tables} == {f"{ALPHA}/_lpar/db1 has no {part}"}
    assert gaps(report, "beta") == {}
    assert ("", f"{ALPHA}/_lpar/db1", "not-collected") in kinds(report)


def test_a_partition_that_the_console_left_out_of_a_list_has_a_row_without_facts() -> None:
    report = loaded("dump", put_in({}, *alpha("_lpar", "db1", "mem")))
    found = row(report, "memory", lpar="db1")
    assert (found["assigned_mb"], found["max_mb"]) == (None, None)
    assert kinds(report) == []


def test_a_server_that_is_switched_off_lacks_nothing() -> None:
    def change(content: Document) -> None:
        for part in [part for part in content["managed_system"]["gamma"] if part.startswith("_")]:
            del content["managed_system"]["gamma"][part]

    report = loaded("dump", change)
    assert kinds(report) == []
    assert set(gaps(report, "gamma").values()) == {"gamma is Power Off"}


@pytest.mark.parametrize("part", ["curr_profile", "default_profile", "lpar_env", "rmc_state", "msp"])
def test_null_is_not_told(part: str) -> None:
    """Only an empty text says that there is none."""
    column = {"curr_profile": "current_profile", "lpar_env": "env"}.get(part, part)
    report = loaded("dump", put_in(None, *alpha("_lpar", "vios1", "conf", part)))
    assert row(report, "lpars", lpar="vios1")[column] is None


@pytest.mark.parametrize("change", [put_in, lambda _, *path: taken_out(*path)], ids=["null", "absent"])
def test_wwpns_and_vlans_that_are_not_told_are_not_empty(change: Any) -> None:
    wwpns = loaded("dump", change(None, *alpha("_lpar", "db1", "vfc", "30", "wwpns")))
    found = row(wwpns, "virtual_fibre", lpar="db1", slot=30)
    assert (found["wwpn1"], found["wwpn2"]) == (None, None)
    vlans = loaded("dump", change(None, *alpha("_lpar", "db1", "veth", "2", "addl_vlan_ids")))
    assert row(vlans, "virtual_ethernet", lpar="db1", slot=2)["vlans"] is None


def test_a_vnic_without_its_backing_devices_has_an_unknown_number_of_them() -> None:
    def change(content: Document) -> None:
        del content["managed_system"]["alpha"]["_sriov_vnic"][0]["backing_devices"]

    found = row(loaded("dump", change), "vnics")
    assert (found["backing_count"], found["backing_vioses"]) == (None, None)
