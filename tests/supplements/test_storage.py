"""Outputs of storage systems.

The shapes follow IBM's command references (lshost, lshostvdiskmap, lsvdiskhostmap, lsfabric; lshostconnect, lsvolgrp,
showvolgrp), openstack/cinder cinder/tests/unit/volume/drivers/ibm/test_storwize_svc.py (details of a host, delimiters),
kairoaraujo/PyStorage README (dscli) and the FlashArray User Guide (purehost); the text is our own.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmcscan_lpm.supplements.model import NOTHING, Parsed
from hmcscan_lpm.supplements.storage import FORMATS
from tests.supplements.outputs import check, damaged, output, remarks, rows, survives_cuts

MAPS, VOLUME_MAPS, FABRIC, DETAIL, HOSTS, DS8000, PURE = FORMATS

UID = "600507680C80000AA00000000000000"

HOST_MAP = f"""\
id:name:SCSI_id:vdisk_id:vdisk_name:vdisk_UID:IO_group_id:IO_group_name:mapping_type:host_cluster_id:host_cluster_name:protocol
0:ams-db1:0:11:ams-db1-root:{UID}1:0:io_grp0:private:::scsi
0:ams-db1:12:12:ams-db1-data:{UID}2:0:io_grp0:private:::scsi
1:ams-db2:0:13:ams-db2-root:{UID}3:0:io_grp0:shared:0:ams-cluster:scsi
"""

HOST_MAP_ALIGNED = f"""\
id name    SCSI_id vdisk_id vdisk_name   vdisk_UID                        IO_group_id IO_group_name
0  ams-db1 0       11       ams-db1-root {UID}1 0           io_grp0
0  ams-db1 12      12       ams-db1-data {UID}2 0           io_grp0
1  ams db2 0       13       ams-db2-root {UID}3
"""

DETAIL_DELIM = """\
id:0
name:ams-db1
port_count:2
type:generic
mask:1111111111111111111111111111111111111111111111111111111111111111
iogrp_count:4
status:online
site_id:
site_name:
host_cluster_id:
host_cluster_name:
protocol:scsi
WWPN:C050760A1122000A
node_logged_in_count:2
state:active
WWPN:C050760A1122000B
node_logged_in_count:0
state:offline
owner_id:
"""

DETAIL_ALIGNED = DETAIL_DELIM.replace(":", " ").replace("ams-db1", "ams db2").replace("0A\n", "1A\n")

LSFABRIC = """\
remote_wwpn:remote_nportid:id:node_name:local_wwpn:local_port:local_nportid:state:name:cluster_name:type
C050760A1122000A:0A0100:1:node1:500507680C21AA01:1:0A0200:active:ams-db1::host
C050760A1122000A:0A0100:2:node2:500507680C21AA02:1:0A0300:active:ams-db1::host
C050760A1122000C:0A0110:1:node1:500507680C21AA01:1:0A0200:inactive:ams-db2::host
C050760A1122000D:0A0110:1:node1:500507680C21AA01:1:0A0200:inactive:::host
500507680C21BB01:0A0400:1:node1:500507680C21AA01:1:0A0200:active:node2:ams-fs1:node
"""

LSHOST = """\
id name    port_count iogrp_count status  site_id
0  ams-db1 2          4           online
1  ams-db2 2          4           offline 1
"""

DSCLI = """\
Date/Time: November 2, 2026 10:36:55 AM CET IBM DSCLI Version: 7.9.30.1 DS: IBM.2107-75AMS01
Name         ID   WWPN             HostType Profile               portgrp volgrpID ESSIOport
============================================================================================
ams-db1_c2   0000 C050760A1122000A pSeries  IBM pSeries - AIX           0 V10      all
ams-db1_c2_2 0001 C050760A1122000B pSeries  IBM pSeries - AIX           0 V10      I0000,I0130
-            0002 C050760A1122000C iSeries  IBM iSeries - OS/400        0 -        I0000
"""

SHOWVOLGRP = """\
Date/Time: November 2, 2026 10:37:12 AM CET IBM DSCLI Version: 7.9.30.1 DS: IBM.2107-75AMS01
Name ams_db1_vg
ID   V10
Type SCSI Mask
Vols 1000 1001 10AF
"""

PUREHOST = """\
Name     WWN                      IQN  NQN  Host Group
ams-db1  C0:50:76:0A:11:22:00:0A  -    -    ams-grp
         C0:50:76:0A:11:22:00:0B
ams-db2  C0:50:76:0A:11:22:00:1A  -    -    -
ams-esx  -                        -    -    -

"""

PURECONNECT = """\
Name     LUN  Vol             Host Group
ams-db1  1    ams-db1-root    -
         254  pod1::ams-data  ams-grp
ams-db2  1    ams-db2-root    -

"""


@pytest.mark.parametrize(("text", "second"), [(HOST_MAP, "ams-db2"), (HOST_MAP_ALIGNED, "ams db2")])
def test_volumes_are_mapped_to_host_objects(text, second):
    parsed = MAPS.parse(output(text, place="ams-fs1"))
    assert [(row.table, row.line, *row.values.values()) for row in parsed.rows] == [
        ("storage_maps", 2, "ams-fs1", "ams-db1", None, "ams-db1-root", f"{UID}1", "0"),
        ("storage_maps", 3, "ams-fs1", "ams-db1", None, "ams-db1-data", f"{UID}2", "12"),
        ("storage_maps", 4, "ams-fs1", second, None, "ams-db2-root", f"{UID}3", "0"),
    ]
    assert (parsed.claimed, parsed.remarks) == (frozenset(range(1, 5)), ())


def test_columns_are_told_by_their_headings_with_any_delimiter():
    text = f"vdisk_UID!name!extra!id!SCSI_id!vdisk_name\n{UID}1!ams-db1!x:y!0!3!ams-db1-root\n"
    parsed = MAPS.parse(output(text))
    assert rows(parsed, "storage_maps", "host", "volume", "lun") == [("ams-db1", "ams-db1-root", "3")]


def test_hosts_of_a_volume_are_mapped_the_other_way_round():
    text = f"id:name:SCSI_id:host_id:host_name:vdisk_UID:IO_group_id\n11:ams-db1-root:0:0:ams-db1:{UID}1:0\n"
    parsed = VOLUME_MAPS.parse(output(text))
    assert rows(parsed, "storage_maps", "host", "volume", "lun") == [("ams-db1", "ams-db1-root", "0")]
    assert MAPS.parse(output(text)) == NOTHING


def test_lost_blanks_do_not_matter_where_no_cell_is_empty():
    lines = HOST_MAP_ALIGNED.splitlines()[:3]
    parsed = MAPS.parse(output("\n".join(" ".join(line.split()) for line in lines) + "\n"))
    assert rows(parsed, "storage_maps", "volume") == [("ams-db1-root",), ("ams-db1-data",)]


@pytest.mark.parametrize(
    ("text", "host", "first"), [(DETAIL_DELIM, "ams-db1", "0a"), (DETAIL_ALIGNED, "ams db2", "1a")]
)
def test_the_details_of_a_host_tell_its_ports(text, host, first):
    parsed = DETAIL.parse(output(text, place="ams-fs1"))
    assert [(row.table, row.line, *row.values.values()) for row in parsed.rows] == [
        ("storage_hosts", 13, "ams-fs1", host, f"c050760a112200{first}", "active"),
        ("storage_hosts", 16, "ams-fs1", host, "c050760a1122000b", "offline"),
    ]
    assert parsed.claimed == frozenset(range(1, 20))


def test_hosts_behind_each_other_are_told_apart():
    parsed = DETAIL.parse(output(DETAIL_DELIM + DETAIL_DELIM.replace("id:0\nname:ams-db1", "id:1\nname:ams-db9")))
    assert [host for (host,) in rows(parsed, "storage_hosts", "host")] == ["ams-db1"] * 2 + ["ams-db9"] * 2


def test_details_of_other_things_are_left_to_others():
    assert DETAIL.parse(output("id:0\nname:node1\nWWNN:500507680C00AA01\nstatus:online\n")) == NOTHING


def test_a_damaged_port_gives_no_row_and_no_state_to_the_port_before():
    text = DETAIL_DELIM.replace("WWPN:C050760A1122000B", "WWPN:C050760A112200B").replace("state:active\n", "")
    parsed = DETAIL.parse(output(text))
    assert rows(parsed, "storage_hosts", "wwpn", "state") == [("c050760a1122000a", None)]
    assert remarks(parsed) == [(15, "unreadable-value")]


def test_the_fabric_of_a_storage_system_tells_hosts_once():
    parsed = FABRIC.parse(output(LSFABRIC, place="ams-fs1"))
    assert [(row.table, row.line, *row.values.values()) for row in parsed.rows] == [
        ("storage_hosts", 2, "ams-fs1", "ams-db1", "c050760a1122000a", "active"),
        ("storage_hosts", 4, "ams-fs1", "ams-db2", "c050760a1122000c", "inactive"),
    ]
    assert parsed.claimed == frozenset(range(1, 7))


def test_the_list_of_hosts_is_understood_but_has_no_wwpn():
    assert HOSTS.parse(output(LSHOST)) == Parsed(claimed=frozenset({1, 2, 3}))


def test_two_tables_without_a_prompt_between_them_are_kept_apart():
    text = HOST_MAP + LSFABRIC
    assert MAPS.parse(output(text)).claimed == frozenset(range(1, 5))
    assert FABRIC.parse(output(text)).claimed == frozenset(range(5, 11))
    assert len(rows(FABRIC.parse(output(text)), "storage_hosts")) == 2


@pytest.mark.parametrize(
    ("before", "after"), [(f"{UID}2", UID), (":12:12:", ":x:12:"), ("12:ams-db1-data:", "12:"), ("ams-db1:12", ":12")]
)
def test_a_damaged_map_is_remarked_and_no_row(before, after):
    parsed = MAPS.parse(output(HOST_MAP.replace(before, after)))
    assert [line for line, _ in remarks(parsed)] == [3]
    assert [row.line for row in parsed.rows] == [2, 4]


def test_host_connections_are_read_from_both_ends():
    parsed = DS8000.parse(output(DSCLI))
    assert [(row.table, row.line, *row.values.values()) for row in parsed.rows] == [
        ("storage_hosts", 4, "IBM.2107-75AMS01", "ams-db1_c2", "c050760a1122000a", None, "V10"),
        ("storage_hosts", 5, "IBM.2107-75AMS01", "ams-db1_c2_2", "c050760a1122000b", None, "V10"),
        ("storage_hosts", 6, "IBM.2107-75AMS01", "0002", "c050760a1122000c", None),
    ]
    assert (parsed.claimed, parsed.remarks) == (frozenset(range(1, 7)), ())


def test_volumes_of_a_group_wait_for_host_connections():
    parsed = DS8000.parse(output(SHOWVOLGRP))
    whose = {"array": "IBM.2107-75AMS01", "_volume_group": "V10"}
    assert [row.values for row in parsed.rows] == [{**whose, "volume": name} for name in ("1000", "1001", "10AF")]
    assert {row.line for row in parsed.rows} == {5}


@pytest.mark.parametrize(
    ("context", "array"),
    [
        ({"place": "ds1"}, "ds1"),
        ({"command": "showvolgrp -dev IBM.2107-75AMS02 V10"}, "IBM.2107-75AMS02"),
        ({"command": "dscli -hmc1 h showvolgrp -dev IBM.2107-75AMS02 V10", "place": "nim1"}, "IBM.2107-75AMS02"),
        ({"command": "showvolgrp -dev $DS V10", "place": "nim1"}, "nim1"),
    ],
)
def test_without_banner_the_command_or_the_prompt_names_the_storage_system(context, array):
    parsed = DS8000.parse(output(SHOWVOLGRP.split("\n", 1)[1], **context))
    assert {row.values["array"] for row in parsed.rows} == {array}


def test_a_group_whose_volumes_are_cut_says_so():
    parsed = DS8000.parse(output(SHOWVOLGRP.rstrip("\n")))
    assert remarks(parsed) == [(5, "cut-output")]


def test_the_list_of_volume_groups_is_understood():
    text = "Name       ID  Type\n=====================\nams_db1_vg V10 SCSI Mask\nAll Fixed Block-512 V20 SCSI All\n"
    assert DS8000.parse(output(text)) == Parsed(claimed=frozenset(range(1, 5)))


def test_a_line_behind_the_volumes_of_a_group_is_none_of_them():
    text = SHOWVOLGRP + "     10B0 10B1\nwwpn,zone\n"
    assert DS8000.parse(output(text)).claimed == frozenset(range(1, 7))


def test_a_damaged_host_connection_gives_no_row():
    parsed = DS8000.parse(output(DSCLI.replace("C050760A1122000B", "C050760A112200B")))
    assert remarks(parsed) == [(5, "unreadable-value")]
    assert [row.line for row in parsed.rows] == [4, 6]


def test_hosts_of_a_flash_array_have_several_lines():
    parsed = PURE.parse(output(PUREHOST, place="ams-pure1"))
    assert [(row.table, row.line, *row.values.values()) for row in parsed.rows] == [
        ("storage_hosts", 2, "ams-pure1", "ams-db1", "c050760a1122000a", None),
        ("storage_hosts", 3, "ams-pure1", "ams-db1", "c050760a1122000b", None),
        ("storage_hosts", 4, "ams-pure1", "ams-db2", "c050760a1122001a", None),
    ]
    assert parsed.claimed == frozenset(range(1, 6))


def test_connections_of_a_flash_array_are_maps():
    parsed = PURE.parse(output(PURECONNECT, place="ams-pure1"))
    assert [(row.table, row.line, *row.values.values()) for row in parsed.rows] == [
        ("storage_maps", 2, "ams-pure1", "ams-db1", None, "ams-db1-root", None, "1"),
        ("storage_maps", 3, "ams-pure1", "ams-db1", None, "pod1::ams-data", None, "254"),
        ("storage_maps", 4, "ams-pure1", "ams-db2", None, "ams-db2-root", None, "1"),
    ]


def test_a_line_with_as_many_words_as_headings_is_no_host_of_a_flash_array():
    parsed = PURE.parse(output(PUREHOST.rstrip("\n") + "\nzoneset name ams_zs vsan 10\n"))
    assert (parsed.claimed, parsed.remarks) == (frozenset(range(1, 6)), ())


def test_ports_below_a_damaged_host_belong_to_nobody():
    parsed = PURE.parse(output(PUREHOST.replace("ams-db1  C0", "ams?db1  C0")))
    assert [row.line for row in parsed.rows] == [4]
    assert remarks(parsed) == [(2, "unreadable-value"), (3, "unreadable-value")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Name     Status\nams-db1  ok\n",
        "id:name:status\n0:mdisk0:online\n",
        "wwpn,volume\nc050760a1122000a,v1\n",
        "Name ID Type\n",
        "a:b\nc:d\n",
    ],
)
def test_other_outputs_are_left_to_others(text):
    assert [format_.parse(output(text)) for format_ in FORMATS] == [NOTHING] * len(FORMATS)


CASES = [
    (MAPS, HOST_MAP),
    (MAPS, HOST_MAP_ALIGNED),
    (DETAIL, DETAIL_DELIM),
    (DETAIL, DETAIL_ALIGNED),
    (FABRIC, LSFABRIC),
    (DS8000, DSCLI),
    (DS8000, DSCLI + SHOWVOLGRP),
    (PURE, PUREHOST),
    (PURE, PURECONNECT),
]


@pytest.mark.parametrize(("format_", "text"), CASES)
def test_a_cut_output_gives_no_half_facts(format_, text):
    survives_cuts(format_, text)


@given(st.one_of(*(damaged(text) for _, text in CASES), damaged(HOST_MAP + LSFABRIC + DSCLI), st.text()))
def test_no_damage_raises_or_makes_a_wwpn(text):
    for format_ in FORMATS:
        check(format_.parse(output(text)), text)
