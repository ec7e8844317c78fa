"""Outputs of Cisco switches.

The shapes follow openstack/cinder cinder/tests/unit/zonemanager/test_cisco_fc_zone_client_cli.py, srbharadwaj/MDSLib
(mdslib/parsers/zone.py, zoneset.py), the fixtures of Pure Storage's cisco_utils tests and the Cisco MDS 9000 Fabric
Configuration Guide (full zone sets, fcaliases, interfaces); the text is our own.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmcscan_lpm.supplements.cisco import FORMATS
from hmcscan_lpm.supplements.model import NOTHING
from tests.supplements.outputs import check, damaged, output, remarks, rows, survives_cuts

ZONES, DEVICE_ALIASES, NAME_SERVER = FORMATS

ACTIVE = """\
zoneset name ams_zs10 vsan 10
  zone name z_ams_db1_1 vsan 10
  * fcid 0x0a0100 [pwwn c0:50:76:0a:11:22:00:0a] [ams_db1_c2]
    pwwn c0:50:76:0a:11:22:00:0b [ams_db1_c2_2]
  * fcid 0x0a0200 [pwwn 50:05:07:68:0c:21:aa:01]

  zone name z_ams_db2_1 vsan 10
  * fcid 0x0a0300 [device-alias ams_db2_c2] [pwwn c0:50:76:0a:11:22:00:0c] init
    device-alias ams_db2_c2_2 [pwwn c0:50:76:0a:11:22:00:0d] init
  * fcid 0x0a0400 [device-alias ams_fs1_p1]
    device-alias ams_fs1_p2
    fc1/7
    interface fc2/3 swwn 20:00:00:0d:ec:aa:bb:00
    fcid 0x0a0500
  * fcid 0x0a0600 [interface fc1/9 swwn 20:00:00:0d:ec:aa:bb:00]

zoneset name ams_zs20 vsan 20
  zone name z_ams_db1_1 vsan 20
    pwwn c0:50:76:0a:11:22:00:1a

"""

FULL = """\
zoneset name ams_zs10 vsan 10
  zone name z_ams_db1_1 vsan 10
    fcalias name fa_fs1 vsan 10
      pwwn 50:05:07:68:0c:21:aa:01 [ams_fs1_p1]
      pwwn 50:05:07:68:0c:21:aa:02
    pwwn c0:50:76:0a:11:22:00:0a
    fcalias fa_unknown

"""

FCNS = """\

VSAN 10:
--------------------------------------------------------------------------
FCID        TYPE  PWWN                    (VENDOR)        FC4-TYPE:FEATURE
--------------------------------------------------------------------------
0x0a0100    N     c0:50:76:0a:11:22:00:0a (IBM)           scsi-fcp:init fc-gs
                  [ams_db1_c2]
0x0a0200    N     50:05:07:68:0c:21:aa:01 (IBM)           scsi-fcp:both
0x0a0300    NL    50:05:07:63:0a:08:00:e4

Total number of entries = 3

VSAN 20:
--------------------------------------------------------------------------
FCID        TYPE  PWWN                    (VENDOR)        FC4-TYPE:FEATURE
--------------------------------------------------------------------------
0x140100    N     50:05:07:63:0a:08:00:e5                 scsi-fcp:target

Total number of entries = 1
"""

ALIASES = """\
device-alias name ams_db1_c2 pwwn c0:50:76:0a:11:22:00:0a
device-alias name ams_fs1_p1 pwwn 50:05:07:68:0c:21:aa:01
device-alias name ams_fs1_p2 pwwn 50:05:07:68:0c:21:aa:02

Total number of entries = 3
"""


def test_the_active_zone_set_shows_who_is_logged_in():
    parsed = ZONES.parse(output(ACTIVE, command="show zoneset active", place="ams-mds1"))
    assert {(row.values["fabric"], row.values["zoneset"], row.values["is_active"]) for row in parsed.rows} == {
        ("ams-mds1 vsan 10", "ams_zs10", True),
        ("ams-mds1 vsan 20", "ams_zs20", True),
    }
    names = ("zone", "kind", "wwpn", "member", "alias", "is_logged_in")
    assert [(row.line, *(row.values[name] for name in names)) for row in parsed.rows] == [
        (3, "z_ams_db1_1", "wwpn", "c050760a1122000a", "c0:50:76:0a:11:22:00:0a", "ams_db1_c2", True),
        (4, "z_ams_db1_1", "wwpn", "c050760a1122000b", "c0:50:76:0a:11:22:00:0b", "ams_db1_c2_2", False),
        (5, "z_ams_db1_1", "wwpn", "500507680c21aa01", "50:05:07:68:0c:21:aa:01", None, True),
        (8, "z_ams_db2_1", "wwpn", "c050760a1122000c", "c0:50:76:0a:11:22:00:0c", "ams_db2_c2", True),
        (9, "z_ams_db2_1", "wwpn", "c050760a1122000d", "ams_db2_c2_2", "ams_db2_c2_2", False),
        (10, "z_ams_db2_1", "alias", None, "ams_fs1_p1", "ams_fs1_p1", True),
        (11, "z_ams_db2_1", "alias", None, "ams_fs1_p2", "ams_fs1_p2", False),
        (12, "z_ams_db2_1", "port", None, "fc1/7", None, False),
        (13, "z_ams_db2_1", "port", None, "fc2/3", None, False),
        (14, "z_ams_db2_1", "fcid", None, "0x0a0500", None, False),
        (15, "z_ams_db2_1", "port", None, "fc1/9", None, True),
        (19, "z_ams_db1_1", "wwpn", "c050760a1122001a", "c0:50:76:0a:11:22:00:1a", None, False),
    ]
    assert parsed.remarks == ()
    assert parsed.claimed == frozenset(range(1, 20))


def test_device_aliases_of_the_same_output_are_resolved():
    text = ACTIVE + ALIASES
    parsed = ZONES.parse(output(text))
    assert rows(parsed, "zones", "kind", "wwpn", "alias")[5:7] == [
        ("wwpn", "500507680c21aa01", "ams_fs1_p1"),
        ("wwpn", "500507680c21aa02", "ams_fs1_p2"),
    ]
    assert parsed.remarks == ()
    assert not parsed.claimed & DEVICE_ALIASES.parse(output(text)).claimed


@pytest.mark.parametrize(
    ("command", "active", "logged_in"),
    [
        ("", None, None),
        ("show zoneset vsan 10", False, None),
        ("show zone name active vsan 10", False, None),
        ("sh zoneset act vsan 10 | no-more", True, False),
        ("show zone active", True, False),
        ("show running-config", False, None),
    ],
)
def test_without_a_star_the_command_tells_what_is_active(command, active, logged_in):
    text = "zoneset name ams_zs10 vsan 10\n  zone name z1 vsan 10\n    pwwn c0:50:76:0a:11:22:00:0a\n"
    parsed = ZONES.parse(output(text, command=command))
    assert rows(parsed, "zones", "fabric", "zoneset", "is_active", "is_logged_in") == [
        ("vsan 10", "ams_zs10", active, logged_in)
    ]


def test_a_star_tells_that_the_zone_set_is_active():
    parsed = ZONES.parse(output(ACTIVE))
    assert rows(parsed, "zones", "is_active", "is_logged_in")[:2] == [(True, True), (True, False)]
    assert rows(parsed, "zones", "is_active", "is_logged_in")[-1] == (None, None)


def test_an_fcalias_stands_for_the_members_below_it():
    parsed = ZONES.parse(output(FULL, command="show zoneset"))
    assert rows(parsed, "zones", "kind", "wwpn", "member", "alias") == [
        ("wwpn", "500507680c21aa01", "fa_fs1", "fa_fs1"),
        ("wwpn", "500507680c21aa02", "fa_fs1", "fa_fs1"),
        ("wwpn", "c050760a1122000a", "c0:50:76:0a:11:22:00:0a", None),
        ("alias", None, "fa_unknown", "fa_unknown"),
    ]
    assert rows(parsed, "zone_aliases", "fabric", "alias", "wwpn") == [
        ("vsan 10", "fa_fs1", "500507680c21aa01"),
        ("vsan 10", "fa_fs1", "500507680c21aa02"),
    ]


def test_fcaliases_are_told_to_other_files():
    text = "fcalias name fa_db1 vsan 10\n  pwwn c0:50:76:0a:11:22:00:0a [ams_db1_c2]\n\nfcalias name fa_p vsan 10\n  interface fc1/1\n"
    parsed = ZONES.parse(output(text, place="ams-mds1"))
    assert [(row.table, row.line, *row.values.values()) for row in parsed.rows] == [
        ("zone_aliases", 2, "ams-mds1 vsan 10", "fa_db1", "c050760a1122000a")
    ]
    assert parsed.claimed == frozenset(range(1, 6))


def test_a_zone_of_the_configuration_is_read_with_the_zone_set_that_lists_it():
    text = (
        "zone name z1 vsan 10\n    member pwwn c0:50:76:0a:11:22:00:0a init\n"
        "!           [ams_db1_c2]\n    member device-alias ams_fs1_p1\n    attribute-group name $default_zone_attr$ vsan 10\n"
        "zoneset name ams_zs10 vsan 10\n    member z1\n\n"
    )
    parsed = ZONES.parse(output(text, command="show running-config"))
    assert rows(parsed, "zones", "zoneset", "zone", "is_active", "kind", "member") == [
        ("ams_zs10", "z1", False, "wwpn", "c0:50:76:0a:11:22:00:0a"),
        ("ams_zs10", "z1", False, "alias", "ams_fs1_p1"),
    ]
    assert parsed.claimed == frozenset(range(1, 8))


def test_zones_without_indentation_are_read():
    text = "zoneset name ams_zs vsan 30\nzone name z1 vsan 30\npwwn c0:50:76:0a:11:22:00:0a\npwwn 50:05:07:68:0c:21:aa:01\n"
    parsed = ZONES.parse(output(text))
    assert rows(parsed, "zones", "zoneset", "zone", "wwpn") == [
        ("ams_zs", "z1", "c050760a1122000a"),
        ("ams_zs", "z1", "500507680c21aa01"),
    ]


def test_the_full_database_behind_the_active_zone_set_is_not_taken_for_active():
    text = ACTIVE + "zone name z9 vsan 20\n  pwwn c0:50:76:0a:11:22:00:9a\n\n"
    parsed = ZONES.parse(output(text))
    assert rows(parsed, "zones", "zone", "zoneset", "is_active")[-1] == ("z9", None, None)


@pytest.mark.parametrize(
    ("before", "after", "remark"),
    [
        ("pwwn c0:50:76:0a:11:22:00:0b [", "pwwn c0:50:76:0a:11:22:00 [", (4, "unreadable-value")),
        ("  * fcid 0x0a0100 [pwwn", "    fcid 0x0a0100 [pwwn", (3, "unreadable-value")),
        ("0x0a0200 [pwwn 50:05:07:68:0c:21:aa:01]", "0x0a0200 [pwwn 50:05:07:68:0c:21:aa:01", (5, "unreadable-value")),
        ("    fc1/7", "    symbolic-nodename iqn.ams", (12, "unreadable-value")),
    ],
)
def test_a_damaged_member_is_remarked_and_no_row(before, after, remark):
    parsed = ZONES.parse(output(ACTIVE.replace(before, after, 1)))
    assert remarks(parsed) == [remark]
    assert remark[0] not in {row.line for row in parsed.rows}


def test_members_behind_a_foreign_line_belong_to_no_zone():
    text = ACTIVE.replace("  zone name z_ams_db2_1 vsan 10", "  zona nome z_ams_db2_1 vsan 10")
    parsed = ZONES.parse(output(text))
    assert {row.line for row in parsed.rows} == {3, 4, 5, 19}
    assert parsed.claimed == {1, 2, 3, 4, 5, 17, 18, 19}


def test_device_aliases_are_told_to_other_files():
    parsed = DEVICE_ALIASES.parse(output(ALIASES, place="ams-mds1"))
    assert rows(parsed, "zone_aliases", "fabric", "alias", "wwpn") == [
        ("ams-mds1", "ams_db1_c2", "c050760a1122000a"),
        ("ams-mds1", "ams_fs1_p1", "500507680c21aa01"),
        ("ams-mds1", "ams_fs1_p2", "500507680c21aa02"),
    ]
    assert parsed.claimed == frozenset(range(1, 6))


def test_a_damaged_device_alias_gives_no_row():
    parsed = DEVICE_ALIASES.parse(output(ALIASES.replace("11:22:00:0a", "11:22:00:0")))
    assert remarks(parsed) == [(1, "unreadable-value")]
    assert len(rows(parsed, "zone_aliases")) == 2


def test_the_name_server_tells_storage_ports():
    parsed = NAME_SERVER.parse(output(FCNS, place="ams-mds1"))
    assert [(row.table, row.line, *row.values.values()) for row in parsed.rows] == [
        ("fabric_logins", 6, "ams-mds1 vsan 10", "c050760a1122000a", "0a0100", False),
        ("fabric_logins", 8, "ams-mds1 vsan 10", "500507680c21aa01", "0a0200", True),
        ("fabric_logins", 9, "ams-mds1 vsan 10", "500507630a0800e4", "0a0300"),
        ("fabric_logins", 17, "ams-mds1 vsan 20", "500507630a0800e5", "140100", True),
    ]
    assert parsed.claimed == frozenset(range(2, 20))


def test_entries_behind_a_damaged_vsan_are_left_unread():
    parsed = NAME_SERVER.parse(output(FCNS.replace("VSAN 20:\n", "VSxN 20:\n").replace("FCID  ", "FC\x00D  ")))
    assert parsed == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Defined configuration:\n zone:\tz1\tc0:50:76:0a:11:22:00:0a\n",
        "    pwwn c0:50:76:0a:11:22:00:0a\n",
        "VSAN 10:\nTotal number of entries = 3\n",
        "interface fc1/1\n  switchport vsan 10\n",
    ],
)
def test_other_outputs_are_left_to_others(text):
    assert [format_.parse(output(text)) for format_ in FORMATS] == [NOTHING] * 3


@pytest.mark.parametrize(
    ("format_", "text"), [(ZONES, ACTIVE), (ZONES, FULL), (DEVICE_ALIASES, ALIASES), (NAME_SERVER, FCNS)]
)
def test_a_cut_output_gives_no_half_facts(format_, text):
    survives_cuts(format_, text)


@given(st.one_of(damaged(ACTIVE), damaged(FULL + ACTIVE), damaged(ALIASES + FULL), damaged(FCNS), st.text()))
def test_no_damage_raises_or_makes_a_wwpn(text):
    for format_ in FORMATS:
        check(format_.parse(output(text)), text)
