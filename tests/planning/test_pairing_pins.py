"""What the user chose stands; what speaks against it is a problem, and a name that no report knows an error."""

from __future__ import annotations

import pytest

from hmcscan_lpm.errors import ChoicesError
from hmcscan_lpm.planning.choices import AdapterChoice, Choices, FabricChoice, MoverChoice, MspAddress
from hmcscan_lpm.planning.execution import MoveMapping

from .workshop import Workshop


def pinned(lpar: str, slot: int, vios: str, port: str = "", server_slot: int = 0) -> Choices:
    return Choices(adapter=(AdapterChoice(lpar, slot, vios, port, server_slot),))


def homes(mapping: MoveMapping) -> dict[int, tuple[str | None, str | None]]:
    return {item.slot: (item.vios, item.port) for item in mapping.fibre}


HOME = {30: ("dstvios1", "fcs0"), 31: ("dstvios1", "fcs1"), 32: ("dstvios2", "fcs0"), 33: ("dstvios2", "fcs1")}


def test_a_pin_that_is_what_pairing_would_do_has_no_problem(python: Workshop) -> None:
    mapping = python.one("db1", "DST", choices=pinned("db1", 31, "dstvios1", "fcs1", 300))
    assert homes(mapping) == HOME
    (item,) = [item for item in mapping.fibre if item.pinned]
    assert (item.slot, item.vios_id, item.server_slot, item.fabric_by, item.problems) == (31, 1, 300, "label", ())
    assert item.reason == (
        "You chose VIOS and port; fcs1 has the label FabricB, like fcs1 today; server slot 300 was chosen."
    )


def test_the_other_adapters_follow_a_pin(python: Workshop) -> None:
    mapping = python.one("db1", "DST", choices=pinned("db1", 30, "dstvios2", "fcs0"))
    assert mapping.vioses == (("srcvios1", "dstvios2"), ("srcvios2", "dstvios1"))
    assert homes(mapping) == {
        30: ("dstvios2", "fcs0"),
        31: ("dstvios2", "fcs1"),
        32: ("dstvios1", "fcs0"),
        33: ("dstvios1", "fcs1"),
    }


def test_a_pin_of_the_vios_alone_leaves_the_port_open(python: Workshop) -> None:
    mapping = python.one("db1", "DST", choices=pinned("db1", 30, "dstvios2"))
    assert homes(mapping)[30] == ("dstvios2", "fcs0")
    item = mapping.fibre[0]
    assert item.pinned
    assert item.reason.startswith("You chose the VIOS; fcs0 has the label FabricA")


@pytest.mark.parametrize(
    ("choice", "edit", "problem"),
    [
        (("dstvios1", "fcs1"), "", "fcs1 of dstvios1 is in fabric FabricB, not in FabricA."),
        (("dstvios1", "fcs0"), "update fc_ports set attention = 'Link Down' where vios = 'dstvios1'", "fcs0 of dstvios1 has no link."),
        (("dstvios1", "fcs0"), "update known_limits set vfc_per_fast_port = 1", "fcs0 of dstvios1 is full with 1 virtual adapters."),
        (("dstvios1", "fcs0"), "update fc_ports set max_xfer_size = 1 where vios = 'dstvios1'", "fcs0 of dstvios1 has max_xfer_size 0x1, less than 0x400000 of today's port."),
        (("dstvios1", "fcs0"), "delete from fc_ports where vios = 'dstvios1' and port = 'fcs0'", "dstvios1 of DST has no Fibre Channel port fcs0."),
        (("dstvios1", "fcs0"), "delete from fc_ports where vios = 'dstvios1'; update coverage set collected = false, reason = 'no RMC' where vios = 'dstvios1' and tbl = 'fc_ports'", "Whether dstvios1 has a port fcs0 is not known: no RMC."),
        (("dstvios1", "fcs0"), "update lpars set state = 'Not Activated' where lpar = 'dstvios1'", "dstvios1 does not run with RMC (Not Activated, RMC active)."),
        (("p9vios1", "fcs0"), "", "DST has no VIOS p9vios1."),
        (("dstvios1", "fcs0", 220), "", "Slot 220 is taken on dstvios1 by the virtual Fibre Channel adapter of web9."),
        (("dstvios1", "fcs0", 1), "", "Slot 1 is taken on dstvios1 by a virtual serial adapter."),
        (("dstvios1", "fcs0", 5000), "", "Slot 5000 is beyond the 500 slots of dstvios1."),
    ],
)  # fmt: skip
def test_a_pin_stays_and_what_speaks_against_it_is_said(
    python: Workshop, choice: tuple[str, str, int], edit: str, problem: str
) -> None:
    mapping = python.one("db1", "DST", *filter(None, edit.split("; ")), choices=pinned("db1", 30, *choice))
    item = mapping.fibre[0]
    assert (item.vios, item.port, item.pinned) == (*choice[:2], True)
    assert problem in item.problems


def test_pins_that_give_up_redundancy_are_a_problem_of_the_move(python: Workshop) -> None:
    choices = Choices(adapter=tuple(AdapterChoice("db1", slot, "dstvios1", "fcs0") for slot in (30, 31, 32, 33)))
    mapping = python.one("db1", "DST", choices=choices)
    assert mapping.problems == (
        "srcvios1, srcvios2 serve it today, on DST only dstvios1 would.",
        "It is in 2 fabrics today and would be in FabricA only.",
    )


def test_a_disk_adapter_stays_where_it_was_put(python: Workshop) -> None:
    mapping = python.one("app1", "P9", choices=pinned("app1", 5, "p9vios1", "fcs0"))
    item = mapping.scsi[0]
    assert (item.vios, item.pinned) == ("p9vios1", True)
    assert [problem.split(" disk ")[0] for problem in item.problems] == [
        "p9vios1 does not see",
        "p9vios1 does not see",
        "Port fcs0 means nothing for a virtual SCSI adapter.",
    ]


def test_a_pin_is_meant_for_the_target_that_has_the_vios(python: Workshop) -> None:
    moves = [("SRC", "db1", "P9"), ("SRC", "db1", "DST")]
    mappings, _ = python.pair(choices=pinned("db1", 30, "dstvios2", "fcs0"), moves=moves)
    assert [[item.pinned for item in mapping.fibre] for mapping in mappings] == [
        [False] * 4,
        [True, False, False, False],
    ]


def test_of_two_pins_for_one_adapter_the_first_counts(python: Workshop) -> None:
    choices = Choices(
        adapter=(AdapterChoice("db1", 30, "dstvios2", "fcs0"), AdapterChoice("db1", 30, "dstvios1", "fcs1"))
    )
    assert homes(python.one("db1", "DST", choices=choices))[30] == ("dstvios2", "fcs0")


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        (pinned("nobody", 30, "dstvios1"), "[[adapter]] 1: no report knows a partition 'nobody'."),
        (pinned("db1", 30, "nobody"), "[[adapter]] 1: no report knows a VIOS 'nobody'. There are: dstvios1, dstvios2, p9vios1, srcvios1, srcvios2."),
        (pinned("db1", 30, "dstvios1", "fsc0"), "[[adapter]] 1: no report knows a Fibre Channel port 'fsc0'. There are: fcs0, fcs1."),
        (pinned("db1", 99, "dstvios1"), "[[adapter]] 1: db1 has no client virtual Fibre Channel or SCSI adapter in slot 99. Its slots: 30, 31, 32, 33."),
        (Choices(fabric=(FabricChoice("DTS", "dstvios1", "fcs0", "A"),)), "[[fabric]] 1: no report knows a server 'DTS'. There are: DST, P9, SRC."),
        (Choices(fabric=(FabricChoice("DST", "srcvios1", "fcs0", "A"),)), "[[fabric]] 1: no report knows a VIOS on DST 'srcvios1'."),
        (Choices(fabric=(FabricChoice("DST", "dstvios1", "fcs7", "A"),)), "[[fabric]] 1: no report knows a port of dstvios1 on DST 'fcs7'."),
        (Choices(msp=(MspAddress("DST", "web9", "10.1.1.1"),)), "[[msp]] 1: no report knows a VIOS on DST 'web9'."),
        (Choices(mover=(MoverChoice("nobody", "srcvios1", "dstvios1"),)), "[[mover]] 1: no report knows a partition 'nobody'."),
        (Choices(mover=(MoverChoice("db*", "srcvios1", "dstvios1"), MoverChoice("db*", "srcvios1", "no"))), "[[mover]] 2: no report knows a VIOS 'no'."),
    ],
)  # fmt: skip
def test_a_name_that_no_report_knows_is_an_error(python: Workshop, choices: Choices, message: str) -> None:
    with pytest.raises(ChoicesError) as caught:
        python.one("db1", "DST", choices=choices)
    assert str(caught.value).startswith(message)


def test_a_pattern_may_match_nobody(python: Workshop) -> None:
    choices = Choices(mover=(MoverChoice("sap*", "srcvios1", "dstvios1"),))
    assert not any(pair.pinned for pair in python.one("app1", "DST", choices=choices).movers)


def test_slots_are_not_looked_up_where_adapters_could_not_be_listed(python: Workshop) -> None:
    edit = "update coverage set collected = false where system = 'SRC' and tbl = 'virtual_fibre'"
    assert python.one("db1", "DST", edit, choices=pinned("db1", 99, "dstvios1")).lpar == "db1"
