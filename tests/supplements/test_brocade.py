"""Outputs of Brocade switches.

The shapes follow openstack/cinder cinder/tests/unit/zonemanager/test_brcd_fc_zone_client_cli.py and
test_brcd_fc_san_lookup_service.py, opensvc's brocade drivers (nsshow, zoneshow) and the Fabric OS Administration Guide
(peer zones); the text is our own.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmcscan_lpm.supplements.brocade import FORMATS
from hmcscan_lpm.supplements.model import NOTHING
from tests.supplements.outputs import check, damaged, output, remarks, rows, survives_cuts

ZONING, NAME_SERVER = FORMATS

CFGSHOW = """\
Defined configuration:
 cfg:\tams_fab_a\tz_ams_db1_1; z_ams_db1_2; z_ams_port;
\t\tz_ams_peer
 cfg:\tams_old\tz_ams_db1_1
 zone:\tz_ams_db1_1
\t\tams_db1_c2; ams_fs1_p1; \n\t\tams_fs1_p2
 zone:\tz_ams_db1_2\tams_db1_c2_2; C0:50:76:0A:11:22:00:0B
 zone:\tz_ams_peer\t00:02:00:00:00:02:00:01; 50:05:07:68:0c:21:aa:01;
\t\tc0:50:76:0a:11:22:00:0c
 zone:\tz_ams_port\t3,17; ams_tape
 alias:\tams_db1_c2
\t\tc0:50:76:0a:11:22:00:0a
 alias:\tams_fs1_p1\t50:05:07:68:0c:21:aa:01
 alias:\tams_fs1_p2\t50:05:07:68:0c:21:aa:02; 50:05:07:68:0c:21:aa:03
 alias:\tams_tape\t3,22

Effective configuration:
 cfg:\tams_fab_a
 zone:\tz_ams_db1_1
\t\tc0:50:76:0a:11:22:00:0a
\t\t50:05:07:68:0c:21:aa:01
 zone:\tz_ams_peer
\t\t00:02:00:00:00:02:00:01
\t\t50:05:07:68:0c:21:aa:01
\t\tc0:50:76:0a:11:22:00:0c
 zone:\tz_ams_port\t3,17
\t\t3,22

"""

NSSHOW = """\
{
 Type Pid    COS     PortName                NodeName                 TTL(sec)
 N    011000;    2,3;c0:50:76:0a:11:22:00:0a;c0:50:76:0a:11:22:00:0a; na
    FC4s: FCP
    PortSymb: [36] "IBM NPIV"
    Fabric Port Name: 20:10:00:05:1e:aa:bb:01
    Permanent Port Name: 10:00:00:90:fa:aa:bb:01
    Device type: NPIV Initiator
    Port Index: 16
    Share Area: No
 N    011100;      3;50:05:07:68:0c:21:aa:01;50:05:07:68:0c:00:aa:01; na
    FC4s: FCP
    Device type: Physical Initiator+Target
    Port Index: 17
 N    011200;      3;50:05:07:68:0c:21:aa:02;50:05:07:68:0c:00:aa:01; na
    Device type: Physical Unknown(initiator/target)
The Local Name Server has 3 entries }
"""


def test_the_defined_configuration_resolves_aliases_and_is_not_active():
    parsed = ZONING.parse(output(CFGSHOW, place="ams-sw1"))
    defined = [row for row in parsed.rows if row.table == "zones" and row.values["is_active"] is False]
    names = ("zoneset", "zone", "kind", "wwpn", "member", "alias")
    assert [(row.line, *(row.values[name] for name in names)) for row in defined] == [
        (6, "ams_fab_a,ams_old", "z_ams_db1_1", "wwpn", "c050760a1122000a", "ams_db1_c2", "ams_db1_c2"),
        (6, "ams_fab_a,ams_old", "z_ams_db1_1", "wwpn", "500507680c21aa01", "ams_fs1_p1", "ams_fs1_p1"),
        (7, "ams_fab_a,ams_old", "z_ams_db1_1", "wwpn", "500507680c21aa02", "ams_fs1_p2", "ams_fs1_p2"),
        (7, "ams_fab_a,ams_old", "z_ams_db1_1", "wwpn", "500507680c21aa03", "ams_fs1_p2", "ams_fs1_p2"),
        (8, "ams_fab_a", "z_ams_db1_2", "alias", None, "ams_db1_c2_2", "ams_db1_c2_2"),
        (8, "ams_fab_a", "z_ams_db1_2", "wwpn", "c050760a1122000b", "C0:50:76:0A:11:22:00:0B", None),
        (9, "ams_fab_a", "z_ams_peer", "wwpn", "500507680c21aa01", "50:05:07:68:0c:21:aa:01", None),
        (10, "ams_fab_a", "z_ams_peer", "wwpn", "c050760a1122000c", "c0:50:76:0a:11:22:00:0c", None),
        (11, "ams_fab_a", "z_ams_port", "port", None, "3,17", None),
        (11, "ams_fab_a", "z_ams_port", "port", None, "3,22", "ams_tape"),
    ]


def test_the_effective_configuration_is_active():
    parsed = ZONING.parse(output(CFGSHOW, place="ams-sw1"))
    active = [row for row in parsed.rows if row.table == "zones" and row.values["is_active"]]
    assert {tuple(row.values[name] for name in ("fabric", "zoneset", "alias", "is_logged_in")) for row in active} == {
        ("ams-sw1", "ams_fab_a", None, None)
    }
    names = ("zone", "kind", "wwpn", "member")
    assert [(row.line, *(row.values[name] for name in names)) for row in active] == [
        (21, "z_ams_db1_1", "wwpn", "c050760a1122000a", "c0:50:76:0a:11:22:00:0a"),
        (22, "z_ams_db1_1", "wwpn", "500507680c21aa01", "50:05:07:68:0c:21:aa:01"),
        (25, "z_ams_peer", "wwpn", "500507680c21aa01", "50:05:07:68:0c:21:aa:01"),
        (26, "z_ams_peer", "wwpn", "c050760a1122000c", "c0:50:76:0a:11:22:00:0c"),
        (27, "z_ams_port", "port", None, "3,17"),
        (28, "z_ams_port", "port", None, "3,22"),
    ]


def test_every_line_of_a_whole_output_is_claimed():
    parsed = ZONING.parse(output(CFGSHOW))
    assert parsed.claimed == frozenset(range(1, 29))
    assert parsed.remarks == ()


def test_aliases_are_told_to_other_files():
    text = " alias:\tams_db1_c2\tC0:50:76:0A:11:22:00:0A;\n\t\tc0:50:76:0a:11:22:00:0b\n alias:\tams_tape\t3,22\n"
    parsed = ZONING.parse(output(text, command="alishow", place="ams-sw1"))
    assert [(row.table, row.line, *row.values.values()) for row in parsed.rows] == [
        ("zone_aliases", 1, "ams-sw1", "ams_db1_c2", "c050760a1122000a"),
        ("zone_aliases", 2, "ams-sw1", "ams_db1_c2", "c050760a1122000b"),
    ]


def test_a_zone_without_heading_may_be_active_or_not():
    parsed = ZONING.parse(output(" zone:\tz_ams_1\tc0:50:76:0a:11:22:00:0a\n", command='zoneshow "z_ams_1"'))
    assert rows(parsed, "zones", "zone", "is_active", "wwpn") == [("z_ams_1", None, "c050760a1122000a")]


def test_members_of_a_peer_zone_stand_under_labels():
    text = (
        "Effective configuration:\n zone:\tz_peer\n    Property Member: 00:02:00:00:00:03:00:01\n"
        "    Created by: User\n    Principal Member(s):\n\t\t50:05:07:68:0c:21:aa:01\n"
        "    Peer Member(s):\n\t\tc0:50:76:0a:11:22:00:0a; c0:50:76:0a:11:22:00:0b\n"
    )
    parsed = ZONING.parse(output(text))
    assert rows(parsed, "zones", "wwpn") == [("500507680c21aa01",), ("c050760a1122000a",), ("c050760a1122000b",)]
    assert len(parsed.claimed) == 8


def test_aliases_of_one_configuration_do_not_resolve_those_of_another_that_differs():
    one = "Defined configuration:\n zone:\tz1\ta1; c0:50:76:0a:11:22:00:01\n alias:\ta1\tc0:50:76:0a:11:22:00:0a\n"
    two = one.replace("0a\n", "0b\n").replace("z1", "z2")
    three = "Defined configuration:\n zone:\tz3\ta1; c0:50:76:0a:11:22:00:01\n"
    parsed = ZONING.parse(output(one + two + three))
    assert rows(parsed, "zones", "zone", "kind", "wwpn")[::2] == [
        ("z1", "wwpn", "c050760a1122000a"),
        ("z2", "wwpn", "c050760a1122000b"),
        ("z3", "alias", None),
    ]


def test_no_configuration_is_understood():
    text = (
        "Defined configuration:\n no configuration defined\n\nEffective configuration:\n no configuration in effect\n"
    )
    parsed = ZONING.parse(output(text))
    assert (parsed.rows, parsed.claimed) == ((), frozenset(range(1, 6)))


def test_a_damaged_member_is_remarked_and_no_row():
    text = CFGSHOW.replace("\t\tc0:50:76:0a:11:22:00:0a\n\t\t50:05", "\t\tc0:50:76:0a:11:22:00\n\t\t50:05")
    parsed = ZONING.parse(output(text))
    assert remarks(parsed) == [(21, "unreadable-value")]
    assert rows(parsed, "zones", "zone", "wwpn")[10:11] == [("z_ams_db1_1", "500507680c21aa01")]


def test_a_foreign_line_ends_the_zone_and_what_was_known_of_the_section():
    text = CFGSHOW.replace(" zone:\tz_ams_peer\n", "2026/11/02-10:11:12, [ZONE-1022], INFO\n zone:\tz_ams_peer\n")
    parsed = ZONING.parse(output(text))
    assert 23 not in parsed.claimed
    assert {row.values["is_active"] for row in parsed.rows if row.line > 23} == {None}


def test_a_cut_alias_name_is_no_member():
    parsed = ZONING.parse(output("Defined configuration:\n zone:\tz1\tc0:50:76:0a:11:22:00:01; ams_d"))
    assert rows(parsed, "zones", "member") == [("c0:50:76:0a:11:22:00:01",)]
    assert remarks(parsed) == [(2, "cut-output")]


def test_the_name_server_tells_storage_ports():
    parsed = NAME_SERVER.parse(output(NSSHOW, place="ams-sw1"))
    assert [(row.table, row.line, *row.values.values()) for row in parsed.rows] == [
        ("fabric_logins", 3, "ams-sw1", "c050760a1122000a", "011000", False),
        ("fabric_logins", 11, "ams-sw1", "500507680c21aa01", "011100", True),
        ("fabric_logins", 15, "ams-sw1", "500507680c21aa02", "011200"),
    ]
    assert parsed.claimed == frozenset(range(1, 18))


def test_an_empty_name_server_is_understood():
    assert NAME_SERVER.parse(output("There is no entry in the Local Name Server\n")).claimed == {1}


def test_a_damaged_entry_of_the_name_server_gives_no_row():
    parsed = NAME_SERVER.parse(output(NSSHOW.replace("50:05:07:68:0c:21:aa:01;", "50:05:07:68:0c:21:aa;")))
    assert rows(parsed, "fabric_logins", "wwpn", "is_target") == [
        ("c050760a1122000a", False),
        ("500507680c21aa02", None),
    ]
    assert remarks(parsed) == [(11, "unreadable-value")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "zoneset name ams vsan 10\n  zone name z1 vsan 10\n    pwwn c0:50:76:0a:11:22:00:0a\n",
        "name:\tfcs0\nalias:\tsomething\n",
        "wwpn,zone\nc0:50:76:0a:11:22:00:0a,z1\n",
        "{\n}\n",
    ],
)
def test_other_outputs_are_left_to_others(text):
    assert [format_.parse(output(text)) for format_ in FORMATS] == [NOTHING, NOTHING]


@pytest.mark.parametrize(("format_", "text"), [(ZONING, CFGSHOW), (NAME_SERVER, NSSHOW)])
def test_a_cut_output_gives_no_half_facts(format_, text):
    survives_cuts(format_, text)


@given(st.one_of(damaged(CFGSHOW), damaged(NSSHOW), damaged(CFGSHOW + NSSHOW), st.text()))
def test_no_damage_raises_or_makes_a_wwpn(text):
    for format_ in FORMATS:
        check(format_.parse(output(text)), text)
