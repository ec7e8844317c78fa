"""The plain CSV for everything whose own outputs are not read; a form of our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmcscan_lpm.supplements.model import NOTHING
from hmcscan_lpm.supplements.plain import FORMATS
from tests.supplements.outputs import check, damaged, output, remarks, rows, survives_cuts

(LIST,) = FORMATS

ZONES = """\
wwpn,zone,fabric,zoneset,active
c0:50:76:0a:11:22:00:0a,z_ams_db1,ams_fab_a,ams_cfg,yes
C050760A1122000B,"z_ams_db1, second",ams_fab_a,,no
"0xc050760a1122000c",z_ams_db2,,,
"""

VOLUMES = """\
Array;Host;LUN;Volume ID;Volume;WWPN;Remark
ams-unity;ams-db1;0;600601;ams-db1-root;C0:50:76:0A:11:22:00:0A;boot
ams-unity;ams-db1;1;600602;"ams-db1; data";C0:50:76:0A:11:22:00:0A;
;;;;ams-db2-root;C0:50:76:0A:11:22:00:0C;"no, yes"
"""


def test_zones_are_read():
    parsed = LIST.parse(output(ZONES, place="ams-sw1"))
    assert [(row.table, row.line, *row.values.values()) for row in parsed.rows] == [
        (
            "zones",
            2,
            "ams_fab_a",
            "ams_cfg",
            "z_ams_db1",
            True,
            "wwpn",
            "c050760a1122000a",
            "c0:50:76:0a:11:22:00:0a",
            None,
            None,
        ),
        (
            "zones",
            3,
            "ams_fab_a",
            None,
            "z_ams_db1, second",
            False,
            "wwpn",
            "c050760a1122000b",
            "C050760A1122000B",
            None,
            None,
        ),
        ("zones", 4, "ams-sw1", None, "z_ams_db2", None, "wwpn", "c050760a1122000c", "0xc050760a1122000c", None, None),
    ]
    assert (parsed.claimed, parsed.remarks) == (frozenset(range(1, 5)), ())


def test_volumes_are_read_from_columns_in_any_order():
    parsed = LIST.parse(output(VOLUMES))
    assert [(row.table, row.line, *row.values.values()) for row in parsed.rows] == [
        ("storage_maps", 2, "ams-unity", "ams-db1", "c050760a1122000a", "ams-db1-root", "600601", "0"),
        ("storage_hosts", 2, "ams-unity", "ams-db1", "c050760a1122000a", None),
        ("storage_maps", 3, "ams-unity", "ams-db1", "c050760a1122000a", "ams-db1; data", "600602", "1"),
        ("storage_maps", 4, "", None, "c050760a1122000c", "ams-db2-root", None, None),
    ]
    assert (parsed.claimed, parsed.remarks) == (frozenset(range(1, 5)), ())


def test_a_byte_order_mark_does_not_hide_the_headings():
    parsed = LIST.parse(output("\ufeff" + ZONES))
    assert len(parsed.rows) == 3


@pytest.mark.parametrize(
    "line",
    [
        "c0:50:76:0a:11:22:00,z1,fab,cfg,yes",
        "c0:50:76:0a:11:22:00:0a,z1,fab",
        "c0:50:76:0a:11:22:00:0a,,fab,cfg,yes",
        "c0:50:76:0a:11:22:00:0a,z1,fab,cfg,perhaps",
        'c0:50:76:0a:11:22:00:0a,"z1,fab,cfg,yes',
        ",z1,fab,cfg,yes",
    ],
)
def test_a_damaged_line_is_remarked_and_no_row(line):
    text = ZONES.splitlines()[0] + f"\n{line}\n"
    parsed = LIST.parse(output(text))
    assert (parsed.rows, remarks(parsed)) == ((), [(2, "unreadable-value")])


def test_the_last_field_of_a_cut_file_is_not_believed():
    parsed = LIST.parse(output("wwpn,zone\nc050760a1122000a,z_ams_d"))
    assert (parsed.rows, remarks(parsed)) == ((), [(2, "cut-output")])


def test_a_cut_file_whose_last_field_is_a_wwpn_is_believed():
    parsed = LIST.parse(output("zone,wwpn\nz_ams_db1,c050760a1122000a"))
    assert rows(parsed, "zones", "zone", "wwpn") == [("z_ams_db1", "c050760a1122000a")]


def test_lines_of_another_kind_end_the_list():
    parsed = LIST.parse(output("wwpn,zone\nc050760a1122000a,z1\n\nthe end, they say, of it\nc050760a1122000b,z2\n"))
    assert [row.line for row in parsed.rows] == [2]
    assert parsed.claimed == {1, 2}


@pytest.mark.parametrize(
    "text",
    ["", "wwpn,lun\nc050760a1122000a,1\n", "zone,volume\nz1,v1\n", "wwpn zone\n", "id:name:WWPN\n", "wwpn,zone,zone\n"],
)
def test_other_lists_are_left_to_others(text):
    assert LIST.parse(output(text)) == NOTHING


@pytest.mark.parametrize("text", [ZONES, VOLUMES])
def test_a_cut_list_gives_no_half_facts(text):
    survives_cuts(LIST, text)


@given(st.one_of(damaged(ZONES), damaged(VOLUMES), st.text()))
def test_no_damage_raises_or_makes_a_wwpn(text):
    check(LIST.parse(output(text)), text)
