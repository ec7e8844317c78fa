"""Slots, VLANs, movers, pools and ids of a move, and what holds for all mappings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hmcscan_lpm.planning.choices import Choices, MoverChoice, MspAddress
from hmcscan_lpm.planning.execution import MoveMapping

from .workshop import Workshop

CLIENTS = ["app1", "db1", "ibmi1", "lnx1", "off1", "other1"]
ALL = [("SRC", name, "DST") for name in CLIENTS]


def slots(mapping: MoveMapping) -> dict[int, int | None]:
    return {item.slot: item.server_slot for item in (*mapping.fibre, *mapping.scsi)}


def reason(mapping: MoveMapping, slot: int) -> str:
    return next(item.reason for item in (*mapping.fibre, *mapping.scsi) if item.slot == slot)


# Slots


def test_a_server_slot_is_kept_where_it_is_free(python: Workshop) -> None:
    mapping = python.one("db1", "DST")
    assert slots(mapping) == {30: None, 31: 221, 32: None, 33: 221}
    assert "slot 220 is taken on dstvios1 by the virtual Fibre Channel adapter of web9" in reason(mapping, 30)


@pytest.mark.parametrize(
    ("edit", "kept", "why"),
    [
        ("update profiles set max_virtual_slots = 222 where lpar = 'dstvios1'", 221, "server slot 221 is kept"),
        ("update profiles set max_virtual_slots = 221 where lpar = 'dstvios1'", None, "slot 221 is beyond the 221 slots of dstvios1"),
        ("update profiles set max_virtual_slots = null where lpar = 'dstvios1'", None, "whether dstvios1 has a slot 221 is not told"),
        ("update virtual_ethernet set slot = 300 where lpar = 'dstvios1' and slot = 12; update profiles set max_virtual_slots = null where lpar = 'dstvios1'", 221, "server slot 221 is kept"),
        ("update virtual_ethernet set slot = 221 where lpar = 'dstvios1' and slot = 12", None, "slot 221 is taken on dstvios1 by a virtual Ethernet adapter"),
        ("update virtual_fibre set remote_slot = null where lpar = 'db1' and slot = 31", None, "today's is not known"),
        ("insert into profile_adapters by name select 'DST' as system, 'dstvios1' as lpar, profile, 'scsi' as kind, 221 as slot, 'p' as \"at\" from partitions where lpar = 'dstvios1'", None, "slot 221 is taken on dstvios1 by its profile"),
    ],
)  # fmt: skip
def test_a_slot_is_kept_or_left_to_the_hmc(python: Workshop, edit: str, kept: int | None, why: str) -> None:
    mapping = python.one("db1", "DST", *edit.split("; "))
    assert slots(mapping)[31] == kept
    assert why in reason(mapping, 31)


def test_a_slot_that_an_earlier_move_takes_is_gone(python: Workshop) -> None:
    (first, second), _ = python.pair(moves=[("SRC", "db1", "DST"), ("P9", "p9app1", "DST")])
    assert slots(first)[31] == 221
    assert slots(second) == {30: None, 31: None}
    assert "slot 221 is taken on dstvios1 by the adapter that is planned for db1" in reason(second, 31)


def test_a_vios_without_free_slots_is_a_problem(python: Workshop) -> None:
    mapping = python.one("db1", "DST", "update profiles set max_virtual_slots = 6 where lpar like 'dstvios%'")
    assert [item.problems for item in mapping.fibre] == [
        (),
        ("No virtual slot is free on dstvios1.",),
        (),
        ("No virtual slot is free on dstvios2.",),
    ]


# VLANs


def test_every_vlan_has_its_bridges_in_the_order_of_their_trunk_priority(python: Workshop) -> None:
    mapping = python.one("db1", "DST")
    assert [(item.slot, item.vlan, item.vswitch) for item in mapping.vlans] == [
        (2, 10, "ETHERNET0"),
        (3, 20, "ETHERNET0"),
        (3, 30, "ETHERNET0"),
    ]
    assert [vios for vios, _ in mapping.vlans[0].bridges] == ["dstvios1", "dstvios2"]
    turned = python.one(
        "db1", "DST", "update virtual_ethernet set trunk_priority = 3 - trunk_priority where system = 'DST'"
    )
    assert [vios for vios, _ in turned.vlans[0].bridges] == ["dstvios2", "dstvios1"]
    assert turned.vlans[0].reason.startswith(
        f"{turned.vlans[0].bridges[0][1]} of dstvios2 carries it (trunk priority 1); "
    )


@pytest.mark.parametrize(
    ("edits", "bridges", "problem"),
    [
        (("update virtual_ethernet set vlans = null where system = 'DST'",), 0, "VLAN 30 on virtual switch ETHERNET0 is not bridged on DST."),
        (("update virtual_ethernet set vlans = null where lpar = 'dstvios2'",), 1, "Only dstvios1 bridges VLAN 30 on virtual switch ETHERNET0 on DST; on SRC 2 VIOSes do."),
        (("delete from seas where system = 'DST'", "update coverage set collected = false, reason = 'no tab' where system = 'DST' and tbl = 'seas'"), 0, "Whether VLAN 30 on virtual switch ETHERNET0 is bridged on DST is not known: no tab."),
        (("update virtual_ethernet set vswitch = null where lpar = 'db1'",), 0, "The virtual switch of slot 3 is not known."),
        (("insert into strangers values ('SRC', 'DST', 'the names in x are placeholders')",), 0, "Whether VLAN 30 on virtual switch ETHERNET0 is bridged on DST is not known: the names in x are placeholders."),
    ],
)  # fmt: skip
def test_a_vlan_without_bridge_is_a_problem(
    python: Workshop, edits: tuple[str, ...], bridges: int, problem: str
) -> None:
    mapping = python.one("db1", "DST", *edits)
    item = mapping.vlans[-1]
    assert len(item.bridges) == bridges
    assert item.problems == (problem,)


# Movers


def movers(mapping: MoveMapping) -> list[tuple[str, str]]:
    return [(pair.source_vios, pair.target_vios) for pair in mapping.movers]


def test_two_pairs_of_movers_take_turns(python: Workshop) -> None:
    mappings, _ = python.pair(moves=[("SRC", name, "DST") for name in ("app1", "db1", "off1", "lnx1")])
    first, second = ("srcvios1", "dstvios1"), ("srcvios2", "dstvios2")
    assert [movers(mapping) for mapping in mappings] == [[first, second], [second, first], [], [first, second]]
    assert mappings[0].movers[0].reason == (
        "Both run with RMC and are mover service partitions; they carry the fewest moves so far (0 and 0)."
    )
    assert mappings[0].movers[1].reason.endswith("a second pair, for redundancy.")
    assert mappings[0].movers[0].source_id == mappings[0].movers[0].target_id == 1
    assert mappings[2].problems == ()


@pytest.mark.parametrize(
    ("edit", "expected", "problem"),
    [
        ("update lpars set msp = false where lpar = 'dstvios1'", [("srcvios1", "dstvios2")], ""),
        ("update lpars set rmc_state = 'inactive' where lpar = 'srcvios1'", [("srcvios2", "dstvios1")], ""),
        ("update lpars set msp = null where lpar = 'srcvios1'", [("srcvios2", "dstvios1")], ""),
        ("update lpars set msp = null where system = 'SRC'", [("srcvios1", "dstvios1"), ("srcvios2", "dstvios2")], "Whether srcvios1, srcvios2 of SRC can be movers is not known: which VIOS is a mover service partition is in no report."),
        ("update lpars set msp = null", [("srcvios1", "dstvios1"), ("srcvios2", "dstvios2")], "Whether srcvios1, srcvios2 of SRC and dstvios1, dstvios2 of DST can be movers is not known: which VIOS is a mover service partition is in no report."),
        ("update lpars set rmc_state = null where system = 'DST'", [("srcvios1", "dstvios1"), ("srcvios2", "dstvios2")], "Whether dstvios1, dstvios2 of DST can be movers is not known: Running, RMC not known."),
        ("update lpars set msp = false where system = 'DST'", [], "DST has no VIOS that can be the mover (dstvios1: Running, RMC active, no mover service partition, dstvios2: Running, RMC active, no mover service partition)."),
    ],
)  # fmt: skip
def test_movers_are_chosen(python: Workshop, edit: str, expected: list[tuple[str, str]], problem: str) -> None:
    mapping = python.one("app1", "DST", edit)
    assert movers(mapping) == expected
    assert [text for text in mapping.problems if "mover" in text] == ([problem] if problem else [])


def test_movers_and_their_addresses_may_be_chosen(python: Workshop) -> None:
    choices = Choices(
        mover=(MoverChoice("a*", "srcvios2", "dstvios1"),),
        msp=(MspAddress("SRC", "srcvios2", "10.0.0.2"), MspAddress("DST", "dstvios2", "10.0.0.4")),
    )
    (pinned, free), _ = python.pair(choices=choices, moves=[("SRC", "app1", "DST"), ("SRC", "db1", "DST")])
    (pair,) = pinned.movers
    assert (pair.source_vios, pair.source_address, pair.target_vios, pair.target_address) == (
        "srcvios2",
        "10.0.0.2",
        "dstvios1",
        "",
    )
    assert pair.pinned
    assert pinned.problems == ()
    assert movers(free) == [("srcvios1", "dstvios2"), ("srcvios2", "dstvios1")]
    assert free.movers[0].target_address == "10.0.0.4"


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        ("update lpars set msp = false where lpar = 'dstvios1'", "dstvios1 of DST is no mover service partition."),
        ("update lpars set msp = null where lpar = 'dstvios1'", "dstvios1 of DST may be no mover service partition: no report says."),
        ("update lpars set state = 'Not Activated' where lpar = 'srcvios2'", "srcvios2 does not run with RMC (Not Activated, RMC active)."),
    ],
)  # fmt: skip
def test_a_chosen_mover_stays_whatever_speaks_against_it(python: Workshop, edit: str, problem: str) -> None:
    mapping = python.one("app1", "DST", edit, choices=Choices(mover=(MoverChoice("app1", "srcvios2", "dstvios1"),)))
    assert movers(mapping) == [("srcvios2", "dstvios1")]
    assert problem in mapping.problems


def test_a_mover_of_another_server_is_a_contradiction(python: Workshop) -> None:
    choices = Choices(mover=(MoverChoice("app1", "srcvios1", "p9vios1"),))
    mapping = python.one("app1", "DST", choices=choices)
    assert movers(mapping) == [("srcvios1", "p9vios1")]
    assert mapping.problems == ("DST has no VIOS p9vios1.",)


# Pool and id


@pytest.mark.parametrize(
    ("edits", "pool", "problem"),
    [
        ((), "DBPool", ""),
        (("update proc_pools set pool_id = 3 where system = 'DST' and pool = 'DBPool'",), "DBPool", ""),
        (("delete from proc_pools where system = 'DST' and pool = 'DBPool'",), None, "DST has no shared processor pool DBPool: it would go to DefaultPool."),
        (("delete from proc_pools where system = 'DST'", "update coverage set collected = false, reason = 'no tab' where system = 'DST' and tbl = 'proc_pools'"), None, "Whether DST has its pool DBPool is not known: no tab."),
        (("update proc_pools set max_units = 1 where system = 'DST'",), "DBPool", "Pool DBPool of DST has room for 1.00 units; it needs 2.00."),
        (("update processors set pool = null where lpar = 'db1'", "update profiles set pool = null where lpar = 'db1'"), None, "Its shared processor pool is not known."),
        (("insert into strangers values ('SRC', 'DST', 'placeholders')",), None, "Whether DST has its pool DBPool is not known: placeholders."),
    ],
)  # fmt: skip
def test_the_shared_processor_pool_is_named(
    python: Workshop, edits: tuple[str, ...], pool: str | None, problem: str
) -> None:
    mapping = python.one("db1", "DST", *edits)
    assert mapping.pool == pool
    assert mapping.pool_id == (3 if "pool_id = 3" in "".join(edits) else None)
    assert "; ".join(mapping.problems) == problem


def test_dedicated_processors_and_the_default_pool_need_no_name(python: Workshop) -> None:
    assert [python.one(lpar, "DST").pool for lpar in ("lnx1", "app1")] == [None, None]


def test_room_in_a_pool_that_an_earlier_move_takes_is_gone(python: Workshop) -> None:
    edits = (
        "update processors set pool = 'DBPool' where system = 'SRC' and lpar = 'app1'",
        "update profiles set pool = 'DBPool' where system = 'SRC' and lpar = 'app1'",
        "update proc_pools set max_units = 2.5 where system = 'DST'",
    )
    mappings, _ = python.pair(*edits, moves=[("SRC", "db1", "DST"), ("SRC", "app1", "DST")])
    assert [mapping.problems for mapping in mappings] == [
        (),
        ("Pool DBPool of DST has room for 0.50 units; it needs 1.00.",),
    ]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ((), [None, None]),
        (("update lpars set lpar_id = 10 where lpar = 'web9'",), [3, None]),
        (("update lpars set lpar_id = 10 where lpar = 'web9'", "update lpars set lpar_id = 3 where lpar = 'app1'"), [4, None]),
        (("update lpars set lpar_id = 10 where lpar = 'app1'",), [None, 3]),
    ],
)  # fmt: skip
def test_another_id_is_asked_for_only_where_its_own_is_taken(
    python: Workshop, edits: tuple[str, ...], expected: list[int | None]
) -> None:
    mappings, _ = python.pair(*edits, moves=[("SRC", "db1", "DST"), ("SRC", "app1", "DST")])
    assert [mapping.lpar_id for mapping in mappings] == expected


def test_no_id_is_asked_for_where_none_is_left(python: Workshop) -> None:
    edits = ("update lpars set lpar_id = 10 where lpar = 'web9'", "update systems set max_lpars = 2")
    mapping = python.one("db1", "DST", *edits)
    assert mapping.lpar_id is None
    assert mapping.problems == ("Its id 10 is taken on DST, and no id up to 2 is free.",)


# What holds for all


def test_adapters_that_nobody_could_list_are_said(python: Workshop) -> None:
    edit = "update coverage set collected = false, reason = 'no tab' where system = 'SRC' and tbl = 'virtual_scsi'"
    mapping = python.one("db1", "DST", edit)
    assert "Which virtual SCSI adapters the partition has is not known: no tab." in mapping.problems


def test_a_vnic_is_left_to_the_hmc(python: Workshop) -> None:
    edit = "insert into vnics by name select 'SRC' as system, 'db1' as lpar, 7 as slot, 'v' as \"at\""
    assert python.one("db1", "DST", edit).problems == ("For the vNIC in slot 7 the HMC chooses VIOS and SR-IOV port.",)


def test_a_vios_is_mapped_to_nothing(python: Workshop) -> None:
    mapping = python.one("srcvios1", "DST")
    assert mapping == MoveMapping(
        "srcvios1", "SRC", "DST", (), (), (), (), (), None, None, None, ("A VIOS cannot move.",)
    )


def test_one_target_knows_nothing_of_another(python: Workshop) -> None:
    both, _ = python.pair(moves=[(*ALL[0][:2], "P9"), *ALL])
    alone, _ = python.pair(moves=ALL)
    without_movers = [replace(mapping, movers=()) for mapping in (*both[1:], *alone)]
    assert without_movers[: len(alone)] == without_movers[len(alone) :]
