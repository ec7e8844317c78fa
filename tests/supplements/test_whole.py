"""A listing without filter is whole: what a report did not collect counts as collected when one is handed over."""

from __future__ import annotations

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.catalogue.model import Change
from hmcscan_lpm.facts import with_facts
from hmcscan_lpm.supplements.read import read_text
from tests.test_engine import RULES, assess, estate

VNIC = (
    "lpar_name=db1,lpar_id=11,slot_num=7,auto_priority_failover=1,port_vlan_id=10,mac_addr=2EA1B2C3D503,"
    "backing_devices=sriov/srcvios1/1/1/0/27004003/2.0/2.0/50/100.0/100.0\n"
)
NONE = "No results were found.\n"
ASKED = "lshwres -r virtualio --rsubtype vnic --level lpar -m SRC"
PORTS = "lshwres -r sriov --rsubtype logport --level {} -m SRC"


@pytest.fixture(scope="module")
def old() -> lpm.Estate:
    """A report of a scanner that lists neither vNICs nor SR-IOV."""
    return estate(*(Change(tab, "drop-tab", {}, {}) for tab in ("vNIC", "SRIOV Logical Ports", "SRIOV Phys Ports")))


def collected(found: lpm.Estate, table: str) -> bool:
    rows = found.coverage
    (told,) = rows[(rows["system"] == "SRC") & (rows["tbl"] == table) & rows["vios"].isna()]["collected"]
    return bool(told)


def lay(found: lpm.Estate, *outputs: tuple[str, str]) -> lpm.Estate:
    return with_facts(
        found, [read_text("f.txt", "".join(f"#==> on=hmc :: {command}\n{text}" for command, text in outputs))]
    )


@pytest.mark.parametrize(
    ("command", "text", "expected"),
    [
        (ASKED, NONE, True),
        (ASKED, VNIC, True),
        (ASKED, VNIC + "lpar_name=db2,lpar_id=12,slot_nu\n", False),
        (ASKED, VNIC + "HSCL0001 The command was interrupted.\n", False),
        (ASKED, "HSCL3206 The managed system does not support vNICs.\n", False),
        (ASKED, VNIC[:-1], False),
        (f"{ASKED} --filter lpar_names=db1", VNIC, False),
        (f"{ASKED} --filter lpar_names=db1", NONE, False),
        (f"{ASKED} | grep db1", VNIC, False),
        (f"{ASKED} -F lpar_name,slot_num,mac_addr", "db1,7,2EA1B2C3D503\n", False),
        (ASKED.replace(" -m SRC", ""), NONE, False),
        (ASKED.replace("SRC", "ELSEWHERE"), NONE, False),
    ],
)
def test_what_makes_a_listing_whole(old: lpm.Estate, command: str, text: str, *, expected: bool) -> None:
    assert collected(lay(old, (command, text)), "vnics") is expected


@pytest.mark.parametrize(
    ("levels", "expected"), [(["eth"], False), (["eth", "roce"], True), (["roce", "eth", "eth"], True), ([""], False)]
)
def test_ports_are_listed_by_level(old: lpm.Estate, levels: list[str], *, expected: bool) -> None:
    found = lay(old, *((PORTS.format(level).replace("--level  ", ""), NONE) for level in levels))
    assert collected(found, "sriov_logical_ports") is expected


@pytest.mark.parametrize("rule", ["no-direct-sriov", "vnic-on-target"])
def test_listings_settle_what_an_old_report_leaves_open(old: lpm.Estate, rule: str) -> None:
    told = lay(
        old,
        (ASKED, NONE),
        *((PORTS.format(level), NONE) for level in ("eth", "roce")),
        *((f"lshwres -r sriov --rsubtype physport --level {level} -m DST", NONE) for level in ("eth", "ethc", "roce")),
    )
    before, after = (
        {
            item.outcome
            for item in assess(found, RULES[rule]).items
            if item.lpar == "db1" and item.target in {"DST", None}
        }
        for found in (old, told)
    )
    assert (before, "unknown" in after) == ({"unknown"}, False)
