"""Logins at the ports of one switch.

The shapes follow Cisco's and Broadcom's command references (``show flogi database``, ``switchshow``) and what switches
printed in public parsers' tests (see :mod:`hmcscan_lpm.supplements.fabric_ports`); the text is our own.
"""

from __future__ import annotations

import pytest

from hmcscan_lpm.supplements import unused
from hmcscan_lpm.supplements.fabric_ports import FORMATS
from hmcscan_lpm.supplements.model import NOTHING
from hmcscan_lpm.supplements.read import read_text
from tests.supplements.outputs import output, remarks, rows, survives_cuts

FLOGI, SWITCHSHOW = FORMATS

LOGINS = """\
--------------------------------------------------------------------------------
INTERFACE        VSAN    FCID           PORT NAME               NODE NAME
--------------------------------------------------------------------------------
fc1/3            10    0x0a0300  c0:50:76:0a:11:22:00:0a c0:50:76:0a:11:22:00:0a
                           [ams-db1_a]
vfc1001          20    0x140000  10:00:00:90:fa:53:00:03 20:00:00:90:fa:53:00:03

Total number of flogi = 2.
"""
PORTS = """\
switchName:\tams-sw1
switchType:\t109.1
switchState:\tOnline
zoning:\t\tON (cfg_a)
LS Attributes:\t[FID: 128, Base Switch: No, Default Switch: Yes, Address Mode 0]

Index Port Address Media Speed State     Proto
==============================================
   0   0   010000   id    N16  Online      FC  F-Port  10:00:00:90:fa:53:00:02
   1   1   010100   id    N16  Online      FC  F-Port  1 N Port + 3 NPIV public
   2   2   010200   --    N16  No_Module   FC
   3   3   010300   id    N16  Online      FC  E-Port  10:00:50:eb:1a:09:40:52 "ams-sw2" (upstream)
"""


def test_logins_at_a_cisco_switch() -> None:
    parsed = FLOGI.parse(output(LOGINS, place="ams-mds1"))
    assert rows(parsed, "fabric_logins", "fabric", "wwpn", "fcid", "is_target") == [
        ("ams-mds1 vsan 10", "c050760a1122000a", "0a0300", None),
        ("ams-mds1 vsan 20", "10000090fa530003", "140000", None),
    ]
    assert parsed.claimed == frozenset(range(1, 9))


@pytest.mark.parametrize(("place", "fabric"), [("", "ams-sw1"), ("core1", "core1")])
def test_logins_at_a_brocade_switch_that_names_itself(place: str, fabric: str) -> None:
    parsed = SWITCHSHOW.parse(output(PORTS, place=place))
    assert rows(parsed, "fabric_logins", "fabric", "wwpn", "fcid") == [(fabric, "10000090fa530002", "010000")]
    assert (parsed.claimed, parsed.remarks) == (frozenset(range(1, 13)), ())


def test_a_director_has_slots() -> None:
    text = PORTS.replace("Index Port", "Index Slot Port").replace("   0   0   01", "   0    3    0   01")
    assert rows(SWITCHSHOW.parse(output(text)), "fabric_logins", "wwpn") == [("10000090fa530002",)]


def test_a_damaged_login_is_remarked_and_no_row() -> None:
    parsed = FLOGI.parse(output(LOGINS.replace("c0:50:76:0a:11:22:00:0a c0", "c0:50:76:0a:11:22:00 c0")))
    assert (remarks(parsed), [row.line for row in parsed.rows]) == ([(4, "unreadable-value")], [6])


@pytest.mark.parametrize(
    "text", ["", "Name WWPN\nfc1/3 10 0x0a0300 c0:50\n", "   0   0   010000   id    N16  Online      FC\n"]
)
def test_other_outputs_are_left_to_others(text: str) -> None:
    assert [form.parse(output(text)) for form in FORMATS] == [NOTHING, NOTHING]


@pytest.mark.parametrize(("form", "text"), [(FLOGI, LOGINS), (SWITCHSHOW, PORTS)])
def test_a_cut_output_gives_no_half_facts(form: object, text: str) -> None:
    survives_cuts(form, text, place="ams-sw1")  # type: ignore[arg-type]


def test_an_output_of_which_nothing_is_read_is_said_once() -> None:
    parsed = unused.FORMAT.parse(
        output("time_stamp=02/11/2025 08:41:23,entry=x\n\ntime_stamp=y\n", command="lsvet -t hist")
    )
    assert (parsed.claimed, remarks(parsed)) == (frozenset({1, 3}), [(1, "unused-output")])


def test_a_command_that_failed_is_said_as_such() -> None:
    file = read_text("f.txt", "#==> on=hmc server=S1 :: lsmemopt -m S1\nHSCL0237 This operation is not allowed.\n")
    assert [issue.kind for issue in file.issues] == ["command-failed"]


def test_what_a_format_understands_of_an_unused_output_is_taken() -> None:
    text = "#==> on=vios server=S1 vios=v1 :: lssp -clustername c1\nPOOL_NAME:      p1\nSOMETHING NEW:  3\n"
    file = read_text("f.txt", text)
    assert [fact.row.values["pool"] for fact in file.facts] == ["p1"]
    assert [issue.kind for issue in file.issues] == ["unused-output"]
