"""What a VIOS prints. Servers, partitions and disks are invented; the shapes are those of the sources named."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hmcscan_lpm.supplements.model import Format, Output, Parsed
from hmcscan_lpm.supplements.vios import FORMATS
from hmcscan_lpm.tables.schema import columns

from .outputs import damaged, facts, output, remarks

HERE = {"system": "ams-s1022-02", "vios": "amsvio1"}
PRIVATE = {"_serial", "_type_model", "_vios_id"}
MANY = settings(max_examples=75, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def parse(name: str, text: str, command: str = "", **context: str) -> Parsed:
    form = next(form for form in FORMATS if form.name == name)
    return form.parse(output(text, command=command, **context))


def values(parsed: Parsed) -> list[dict[str, Any]]:
    return [dict(row.values) for row in parsed.rows]


# Long forms: a Ruby parser's specs with captures of IBM's lsvirt (lsmap -all, -net), and notes on NPIV mapping with
# a capture of lsmap -npiv -vadapter.
NPIV = """\
Name          Physloc                            ClntID ClntName       ClntOS
------------- ---------------------------------- ------ -------------- -------
vfchost0      U9105.22A.78A0001-V2-C120              11 amsdb1         AIX

Status:LOGGED_IN
FC name:fcs0                    FC loc code:U78DA.ND0.AMS0001-P0-C2-T0
Ports logged in:3
Flags:a<LOGGED_IN,STRIP_MERGE>
VFC client name:fcs0            VFC client DRC:U9105.22A.78A0001-V11-C33

Name          Physloc                            ClntID ClntName       ClntOS
------------- ---------------------------------- ------ -------------- -------
vfchost1      U9105.22A.78A0001-V2-C121              14

Status:NOT_LOGGED_IN
FC name:                        FC loc code:
Ports logged in:0
Flags:1<NOT_MAPPED,NOT_CONNECTED>
VFC client name:                VFC client DRC:

"""
VSCSI = """\
SVSA            Physloc                                      Client Partition ID
--------------- -------------------------------------------- ------------------
vhost0          U9105.22A.78A0001-V2-C81                     0x0000000b

VTD                   amsdb1_root
Status                Available
LUN                   0x8100000000000000
Backing device        hdisk12
Physloc               U78DA.ND0.AMS0001-P0-C2-T0-W50060E8013350012-L1E000000000000
Mirrored              false

VTD                   vtopt0
Status                Available
LUN                   0x8200000000000000
Backing device
Physloc
Mirrored              N/A

SVSA            Physloc                                      Client Partition ID
--------------- -------------------------------------------- ------------------
vhost1          U9105.22A.78A0001-V2-C82                     0x00000000

VTD                   NO VIRTUAL TARGET DEVICE FOUND

"""
NET = """\
SVEA   Physloc
------ --------------------------------------------
ent4   U9105.22A.78A0001-V2-C2-T1

SEA                   ent8
Backing device        ent0
Status                Available
Physloc               U78DA.ND0.AMS0001-P0-C3-T0

SVEA   Physloc
------ --------------------------------------------
ent5   U9105.22A.78A0001-V2-C3-T1

SEA                   ent8
Backing device        ent0
Status                Available
Physloc               U78DA.ND0.AMS0001-P0-C3-T0

SVEA   Physloc
------ --------------------------------------------
ent6   U9105.22A.78A0001-V2-C4-T1

SEA                   NO SHARED ETHERNET ADAPTER FOUND

"""
LSPV_U = """\
hdisk3          00c3e35c560841b6                    rootvg          active              2A1135000C5005474B9C30AMS9146853SS03IBMsas                          b98fed26-76da-f15c-45c9-b65a814e3d75
hdisk4          none                                None                                3E21360170E50202E5A5A0000025E50A12AB20F1746      FAStT03IBMfcp      a9be7b27-42fd-b0d6-a5ba-da61929cf4fc
"""
PORTS = """\
name             physloc                        fabric tports aports swwpns  awwpns label
fcs0             U78DA.ND0.AMS0001-P0-C2-T0          1     64     60   2048    2044 Fabric1
fcs1             U78DA.ND0.AMS0001-P0-C2-T1          0     64     64   2048    2048
"""
LPM = """\
attribute       value description                                                 user_settable

cfg_msp_lpm_ops 8     Configured number of concurrent LPM operations for this MSP True
dst_lun_val     on    Destination LUN validation                                  True
src_lun_val     off   Source LUN validation                                       True
tcp_port_low          TCP lowest ephemeral port                                   True
"""
# The VIOS's documentation of fcstat, and reports of AIX systems in the tests of a public parser.
FCSTAT = """\
FIBRE CHANNEL STATISTICS REPORT: fcs0

Device Type: FC Adapter (adapter/pciex/df1000e3)
Serial Number: 1E313BB001

ZA: 11.4.415.10
World Wide Node Name: 0x20000090FA530001
World Wide Port Name: 0x10000090FA530001

Port Speed (supported): 16 GBIT
Port Speed (running):   UNKNOWN
Port FC ID: 0x0a0100
Port Type: Fabric
Attention Type:   Link Up

\tTransmit Statistics\tReceive Statistics
\t-------------------\t------------------
Frames: 1 \t\tFrames: 1
Error Frames:  0
Dumped Frames: -1
Invalid CRC Count: 3

FIBRE CHANNEL STATISTICS REPORT: fcs1

Node WWN: 20000090FA530002
Port WWN: 10000090FA530002
FC SCSI Adapter Driver Information
"""
STATUS = """\
Cluster Name         State
amsssp               OK

Node Name        MTM           Partition Num  State  Pool State
amsvio1          9105-22A0278A0001        2  OK     OK
amsvio2          9105-22A0278A0002        1  DOWN
"""
BY_PLACE = {"_type_model": "9105-22A", "_serial": "78A0001", "_vios_id": 2}


def test_npiv_map_of_a_vios_that_nothing_but_its_locations_tells() -> None:
    parsed = parse("lsmap -all -npiv", NPIV)
    assert values(parsed) == [
        {
            **BY_PLACE,
            "slot": 120,
            "vfchost": "vfchost0",
            "client_id": 11,
            "client_slot": 33,
            "fc_port": "fcs0",
            "port_location": "U78DA.ND0.AMS0001-P0-C2-T0",
            "is_mapped": True,
            "status": "LOGGED_IN",
        },
        {
            **BY_PLACE,
            "slot": 121,
            "vfchost": "vfchost1",
            "client_id": 14,
            "fc_port": None,
            "is_mapped": False,
            "status": "NOT_LOGGED_IN",
        },
    ]
    assert parsed.remarks == ()
    assert parsed.claimed >= set(range(1, 20)) - {20}


def test_a_told_vios_is_taken_before_its_locations() -> None:
    assert {key: values(parse("lsmap -all -npiv", NPIV, **HERE))[0][key] for key in HERE} == HERE


def test_vscsi_map_with_a_disk_an_empty_optical_device_and_an_adapter_without_any() -> None:
    adapter = {**HERE, "slot": 81, "vhost": "vhost0", "client_id": 11, "status": "Available"}
    assert values(parse("lsmap -all", VSCSI, **HERE)) == [
        {
            **adapter,
            "vtd": "amsdb1_root",
            "lun": "0x8100000000000000",
            "backing": "hdisk12",
            "location": "U78DA.ND0.AMS0001-P0-C2-T0-W50060E8013350012-L1E000000000000",
            "is_mirrored": False,
        },
        {**adapter, "vtd": "vtopt0", "lun": "0x8200000000000000", "backing": None},
        {**HERE, "slot": 82, "vhost": "vhost1", "client_id": 0, "vtd": None, "backing": None},
    ]


def test_net_map_tells_all_trunks_only_where_all_were_asked_for() -> None:
    sea = {**HERE, "sea": "ent8", "real_adapter": "ent0", "real_location": "U78DA.ND0.AMS0001-P0-C3-T0"}
    assert values(parse("lsmap -all -net", NET, "lsmap -all -net", **HERE)) == [
        {**sea, "virt_adapters": "ent4,ent5", "virt_slots": "2,3"}
    ]
    assert values(parse("lsmap -all -net", NET, **HERE)) == [sea]


def test_three_maps_behind_each_other_are_told_apart() -> None:
    whole = NPIV + VSCSI + NET
    counts = [len(form.parse(output(whole, **HERE)).rows) for form in FORMATS[:3]]
    claims = [form.parse(output(whole, **HERE)).claimed for form in FORMATS[:3]]
    assert counts == [2, 3, 1]
    assert not (claims[0] & claims[1]) | (claims[1] & claims[2])


def test_a_target_device_without_its_name_is_no_row() -> None:
    parsed = parse("lsmap -all", VSCSI.replace("VTD                   vtopt0\n", ""), **HERE)
    assert [row.values["vtd"] for row in parsed.rows] == ["amsdb1_root", None]
    assert [kind for _, kind in remarks(parsed)] == ["damaged-line"]


def test_what_stands_below_a_heading_without_adapter_is_no_row() -> None:
    parsed = parse("lsmap -all -npiv", re.sub("vfchost0 .*\n", "", NPIV), **HERE)
    assert [row.values["vfchost"] for row in parsed.rows] == ["vfchost1"]
    assert [kind for _, kind in remarks(parsed)] == ["damaged-line"]


def test_maps_of_vnics_have_the_same_heading_and_are_left_alone() -> None:
    # IBM's lsvirt specs: lsmap -all -vnic
    text = re.sub("vfchost0 ", "vnicserver0", NPIV.split("\n\n", 1)[0]) + "\n\nBacking device:ent6\nStatus:Available\n"
    assert parse("lsmap -all -npiv", text, **HERE) == Parsed()


# Delimited forms: the parser of the Python hmcscanner (one blank for an empty field, target devices repeat in the
# line), a Polish handbook (order of -field is that of the typing), and a vendor's shell script for -net.
FMT = [
    (
        "lsmap -all -npiv -fmt",
        "lsmap -all -npiv -fmt :",
        (
            "vfchost0:U9105.22A.78A0001-V2-C120:11:amsdb1:AIX:LOGGED_IN:fcs0:U78DA.ND0.AMS0001-P0-C2-T0:3:a:fcs0:U9105.22A.78A0001-V11-C33\n"
            "vfchost1:U9105.22A.78A0001-V2-C121:14: : :NOT_LOGGED_IN: : :0:1: : \n"
        ),
        "lsmap -all -npiv",
        NPIV,
    ),
    (
        "lsmap -all -fmt",
        "ioscli lsmap -all -fmt '|'",
        (
            "vhost0|U9105.22A.78A0001-V2-C81|0x0000000b|amsdb1_root|Available|0x8100000000000000|hdisk12|"
            "U78DA.ND0.AMS0001-P0-C2-T0-W50060E8013350012-L1E000000000000|false|"
            "vtopt0|Available|0x8200000000000000| | |N/A\n"
            "vhost1|U9105.22A.78A0001-V2-C82|0x00000000| | | | | | \n"
        ),
        "lsmap -all",
        VSCSI,
    ),
]


@pytest.mark.parametrize(("name", "command", "text", "long_name", "long"), FMT)
@pytest.mark.parametrize("is_told", [True, False])
def test_a_delimited_map_says_what_the_long_one_says(
    name: str, command: str, text: str, long_name: str, long: str, is_told: bool
) -> None:
    parsed = parse(name, text, command if is_told else "", **HERE)
    assert facts(parsed) == facts(parse(long_name, long, **HERE))


def test_fields_stand_in_the_order_in_which_they_were_asked_for() -> None:
    command = "lsmap -all -npiv -field name clntid physloc fc -fmt ,"
    text = "vfchost0,3,U9105.22A.78A0001-V2-C120,fcs0\nvfchost2,4,U9105.22A.78A0001-V2-C122, \n"
    assert values(parse("lsmap -all -npiv -fmt", text, command, **HERE)) == [
        {**HERE, "slot": 120, "vfchost": "vfchost0", "client_id": 3, "is_mapped": True, "fc_port": "fcs0"},
        {**HERE, "slot": 122, "vfchost": "vfchost2", "client_id": 4, "is_mapped": False, "fc_port": None},
    ]


def test_a_map_without_slots_gives_a_remark() -> None:
    parsed = parse("lsmap -all -npiv -fmt", "vfchost0:fcs0\n", "lsmap -all -npiv -field name fc -fmt :", **HERE)
    assert (parsed.rows, remarks(parsed)) == ((), [(1, "no-slot")])


def test_lines_that_another_program_cut_are_left_alone() -> None:
    assert parse("lsmap -all -npiv -fmt", FMT[0][2], "lsmap -all -npiv -fmt : | cut -d: -f1,3", **HERE) == Parsed()


def test_net_map_with_delimiter() -> None:
    text = "ent4:U9105.22A.78A0001-V2-C2-T1:ent8:ent0:Available:U78DA.ND0.AMS0001-P0-C3-T0\nent6:U9105.22A.78A0001-V2-C4-T1: : : : \n"
    assert values(parse("lsmap -all -net -fmt", text, "lsmap -all -net -fmt :", **HERE)) == [
        {**HERE, "sea": "ent8", "real_adapter": "ent0", "real_location": "U78DA.ND0.AMS0001-P0-C3-T0"}
    ]


def test_ports_by_their_heading_with_or_without_label() -> None:
    # A Ruby parser's test data of lsnports, and powercampus.de for the label.
    first = {"total_ports": 64, "free_ports": 60, "total_wwpns": 2048, "free_wwpns": 2044}
    second = {"total_ports": 64, "free_ports": 64, "total_wwpns": 2048, "free_wwpns": 2048}
    place = "U78DA.ND0.AMS0001-P0-C2-T"
    assert values(parse("lsnports", PORTS, **HERE)) == [
        {**HERE, "port": "fcs0", "location": f"{place}0", "is_fabric": True, **first, "label": "Fabric1"},
        {**HERE, "port": "fcs1", "location": f"{place}1", "is_fabric": False, **second},
    ]


def test_ports_with_delimiter() -> None:
    text = "fcs0:U78DA.ND0.AMS0001-P0-C2-T0:1:64:60\n"
    command = "lsnports -fmt : -field name physloc fabric tports aports"
    expected = {"is_fabric": True, "total_ports": 64, "free_ports": 60, "location": "U78DA.ND0.AMS0001-P0-C2-T0"}
    assert values(parse("lsnports", text, command, **HERE)) == [{**HERE, "port": "fcs0", **expected}]


def test_nothing_tells_the_vios_of_a_list_of_ports() -> None:
    parsed = parse("lsnports", PORTS)
    assert (parsed.rows, remarks(parsed)) == ((), [(2, "no-vios")])


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("lsdev -dev hdisk5 -attr reserve_policy", "value\n\nno_reserve\n"),
        ("viosvrcmd -m s -p v -c 'lsdev -dev hdisk5 -attr reserve_policy'", "value\n\nno_reserve\n"),
        ("lsattr -El hdisk5 -a reserve_policy", "reserve_policy no_reserve Reserve Policy True+\n"),
        ("lsattr -El hdisk5 -a reserve_policy -F value", "no_reserve\n"),
        (
            "lsdev -dev hdisk5 -attr",
            (
                "attribute       value       description     user_settable\n\n"
                "queue_depth     20          Queue DEPTH     True\nreserve_policy  no_reserve  Reserve Policy  True\n"
            ),
        ),
    ],
)
def test_reserve_policy_of_the_disk_that_the_command_names(command: str, text: str) -> None:
    parsed = parse("lsdev -attr, lsattr", text, command, **HERE)
    assert values(parsed) == [{**HERE, "disk": "hdisk5", "reserve_policy": "no_reserve"}]


def test_attributes_of_a_device_that_nothing_names_are_left_alone() -> None:
    text = "reserve_policy no_reserve Reserve Policy True+\n"
    for command in ("", "for d in hdisk1 hdisk2; do lsattr -El $d -a reserve_policy; done", "lsattr -El $d"):
        assert parse("lsdev -attr, lsattr", text, command, **HERE) == Parsed()


def test_a_reserve_policy_that_is_none_is_left_out() -> None:
    parsed = parse("lsdev -attr, lsattr", "value\n\nno_reser\n", "lsdev -dev hdisk5 -attr reserve_policy", **HERE)
    assert (parsed.rows, remarks(parsed)) == ((), [(3, "unreadable-value")])


def test_attributes_of_the_mover_device_need_no_command() -> None:
    # sites.google.com/site/rhdisk0/unix/aix/lpm: lsattr -HEl vioslpm0
    found = [(row.values["attribute"], row.values["value"]) for row in parse("lsdev -attr, lsattr", LPM, **HERE).rows]
    assert found == [("cfg_msp_lpm_ops", "8"), ("dst_lun_val", "on"), ("src_lun_val", "off")]


def test_attributes_of_ports_and_shared_ethernet_adapters() -> None:
    text = "max_xfer_size 0x400000 Maximum Transfer Size True\nnum_cmd_elems 1024 Number of commands True\n"
    assert values(parse("lsdev -attr, lsattr", text, "lsattr -El fcs0", **HERE)) == [
        {**HERE, "port": "fcs0", "max_xfer_size": 0x400000, "num_cmd_elems": 1024}
    ]
    text = (
        "attribute     value      description                        user_settable\n\n"
        "ctl_chan                 Control Channel adapter            True\n"
        "pvid          1          PVID to use for the SEA device     True\n"
        "virt_adapters ent4,ent6  List of virtual adapters           True\n"
    )
    assert values(parse("lsdev -attr, lsattr", text, "lsdev -dev ent8 -attr", **HERE)) == [
        {**HERE, "sea": "ent8", "pvid": 1, "virt_adapters": "ent4,ent6"}
    ]


def test_statistics_of_ports() -> None:
    """Counters of -1 are not kept, and what the link does not tell is left out; each value has its own line."""
    parsed = parse("fcstat", FCSTAT, **HERE)
    assert values(parsed) == [
        {
            **HERE,
            "port": "fcs0",
            "firmware": "11.4.415.10",
            "wwpn": "10000090fa530001",
            "speed_supported": 16,
            "fcid": "0a0100",
            "port_type": "Fabric",
            "attention": "Link Up",
            "error_frames": 0,
            "invalid_crc": 3,
        },
        {**HERE, "port": "fcs1", "wwpn": "10000090fa530002"},
    ]
    assert (parsed.rows[0].line, parsed.rows[0].lines["invalid_crc"]) == (1, 21)
    assert parsed.claimed == frozenset(range(1, 28))


def test_statistics_of_a_client_are_those_of_no_port() -> None:
    text = FCSTAT.replace(
        "FC Adapter (adapter/pciex/df1000e3)", "Virtual Fibre Channel Client Adapter (adapter/vdevice/IBM,vfc-client)"
    )
    assert [row["port"] for row in values(parse("fcstat", text, **HERE))] == ["fcs1"]


@pytest.mark.parametrize(
    ("before", "after", "remark"),
    [
        ("Link Up", "Link U", (14, "unreadable-value")),
        ("FIBRE CHANNEL STATISTICS REPORT: fcs1\n", "", (1, "damaged-line")),
    ],
)
def test_damaged_statistics(before: str, after: str, remark: tuple[int, str]) -> None:
    parsed = parse("fcstat", FCSTAT.replace(before, after), **HERE)
    assert remarks(parsed) == [remark]
    assert all("attention" not in row for row in values(parsed))


def test_disks_with_delimiter() -> None:
    text = "hdisk3:00c3e35c560841b6:1024\nhdisk4:none:2048\nhdisk5:none\n"
    parsed = parse("lspv", text, "lspv -free -fmt :", **HERE)
    assert values(parsed) == [
        {**HERE, "disk": "hdisk3", "pvid": "00c3e35c560841b6", "size_mb": 1024, "is_free": True},
        {**HERE, "disk": "hdisk4", "size_mb": 2048, "is_free": True},
    ]
    assert remarks(parsed) == [(3, "damaged-line")]
    assert parse("lspv", text, **HERE).rows == ()


def test_disks_with_unique_ids_that_may_hold_blanks() -> None:
    # blog.gregorymussich.com, lspv -u: the id of an array's disk has blanks in it, the last column is a UUID.
    assert values(parse("lspv", LSPV_U, "lspv -u", **HERE)) == [
        {**HERE, "disk": "hdisk3", "pvid": "00c3e35c560841b6", "disk_id": "2A1135000C5005474B9C30AMS9146853SS03IBMsas"},
        {**HERE, "disk": "hdisk4", "disk_id": "3E21360170E50202E5A5A0000025E50A12AB20F1746      FAStT03IBMfcp"},
    ]


def test_free_disks_and_their_sizes() -> None:
    # A public parser of lspv -free (free disks of a VIOS, in Ruby) quotes the heading.
    text = "NAME            PVID                                SIZE(megabytes)\nhdisk7          none                                102400\n"
    assert values(parse("lspv", text, "lspv -free", **HERE)) == [
        {**HERE, "disk": "hdisk7", "size_mb": 102400, "is_free": True}
    ]
    assert values(parse("lspv", text, **HERE)) == [{**HERE, "disk": "hdisk7", "size_mb": 102400}]


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("chkdev -fmt : -field name identifier", "hdisk5:33213AMS05076300808C7A004503IBMfcp\n"),
        (
            "",
            "NAME:                hdisk5\nIDENTIFIER:          33213AMS05076300808C7A004503IBMfcp\nPHYS2VIRT_CAPABLE:   YES\n",
        ),
    ],
)
def test_unique_ids_of_chkdev(command: str, text: str) -> None:
    parsed = parse("chkdev", text, command, **HERE)
    assert values(parsed) == [{**HERE, "disk": "hdisk5", "disk_id": "33213AMS05076300808C7A004503IBMfcp"}]


def test_level_of_a_vios() -> None:
    expected = {"system": "ams-s1022-02", "lpar": "amsvio1", "os_version": "VIOS 4.1.0.21"}
    assert values(parse("ioslevel", "4.1.0.21\n", "ioslevel", **HERE)) == [expected]
    assert parse("ioslevel", "4.1.0.21\n", **HERE) == Parsed()
    assert parse("ioslevel", "4.1.0.21", "ioslevel", **HERE).rows == ()


def test_cluster_and_its_nodes() -> None:
    # Shell tooling reads CLUSTER_NAME and POOL_NAME so, and -fmt ':' as name and id.
    text = "CLUSTER_NAME:    amsssp\nCLUSTER_ID:      0123456789abcdef0123456789abcdef\n"
    expected = [{**HERE, "cluster": "amsssp", "cluster_id": "0123456789abcdef0123456789abcdef"}]
    assert values(parse("cluster -list", text, **HERE)) == expected
    text = "amsssp:0123456789abcdef0123456789abcdef\n"
    assert values(parse("cluster -list", text, "cluster -list -fmt ':'", **HERE)) == expected
    nodes = [("78A0001", 2), ("78A0002", 1)]
    assert values(parse("cluster -status", STATUS)) == [
        {"_type_model": "9105-22A", "_serial": serial, "_vios_id": vios_id, "cluster": "amsssp"}
        for serial, vios_id in nodes
    ]
    text = "POOL_NAME:           amspool\nPOOL_SIZE:           1023744\n"
    assert values(parse("lssp -clustername", text, "lssp -clustername amsssp", **HERE)) == [
        {**HERE, "cluster": "amsssp", "pool": "amspool"}
    ]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon Jun  2 10:15:30 UTC 2025", "2025-06-02T10:15:30"),
        ("Mon Jun  2 10:15:30 GMT 2025", "2025-06-02T10:15:30"),
        ("Mon Jun  2 12:15:30 AM +02 2025", "2025-06-01T22:15:30"),
        ("Mon  2 Jun 2025 10:15:30 AM UTC", "2025-06-02T10:15:30"),
        ("2025-06-02 10:15:30 -0530", "2025-06-02T15:45:30"),
    ],
)
def test_clocks_of_sure_zones(text: str, moment: str) -> None:
    assert values(parse("date", text + "\n", "date -u", **HERE)) == [{**HERE, "moment": moment}]


@pytest.mark.parametrize("text", ["Mon Jun  2 10:15:30 CEST 2025", "Mon Feb 30 10:15:30 UTC 2025"])
def test_clocks_that_say_no_moment(text: str) -> None:
    parsed = parse("date", text + "\n", "date", **HERE)
    assert (parsed.rows, remarks(parsed)) == ((), [(1, "unreadable-value")])


def test_messages_are_quoted() -> None:
    parsed = parse("messages of a VIOS", "0516-010 lspv: Volume group is locked\nrksh: foo:  not found\nrc=127\n")
    assert (parsed.claimed, remarks(parsed)) == ({1, 2, 3}, [(1, "command-failed"), (2, "command-failed")])


SAMPLES = [
    ("", NPIV),
    ("", VSCSI),
    ("lsmap -all -net", NET),
    ("lsmap -all -net", NPIV + VSCSI + NET),
    ("lsmap -all -npiv -fmt :", FMT[0][2]),
    ("lsmap -all -fmt '|'", FMT[1][2]),
    ("lspv -u", LSPV_U),
    ("lsnports", PORTS),
    ("lsdev -dev vioslpm0 -attr", LPM),
    ("cluster -status", STATUS),
    ("lsdev -dev hdisk5 -attr reserve_policy", "value\n\nno_reserve\n"),
    ("date", "Mon Jun  2 10:15:30 UTC 2025\n"),
    ("fcstat fcs0", FCSTAT),
    ("lspv -size -fmt :", "hdisk3:00c3e35c560841b6:1024\nhdisk4:none:2048\n"),
]


def _check(form: Format, there: Output) -> Parsed:
    parsed = form.parse(there)
    assert parsed.claimed <= {line.number for line in there.lines}
    for row in parsed.rows:
        assert row.values.keys() <= {column.name for column in columns(row.table)} | PRIVATE
        assert row.line in parsed.claimed
    return parsed


@given(sample=st.sampled_from(SAMPLES), data=st.data())
@MANY
def test_damaged_text_never_raises_and_no_name_is_invented(sample: tuple[str, str], data: st.DataObject) -> None:
    command, text = sample
    bad = data.draw(damaged(text))
    context = HERE if data.draw(st.booleans()) else {}
    for form in FORMATS:
        parsed = _check(form, output(bad, command=command, **context))
        for row in parsed.rows:
            for column in ("vfchost", "vhost", "vtd", "backing", "disk", "disk_id", "sea", "port", "cluster"):
                assert str(row.values.get(column) or "") in bad + command
            assert row.values.get("_serial", "") in bad


@pytest.mark.parametrize(("command", "text"), SAMPLES)
def test_a_text_that_is_cut_says_the_same_or_less(command: str, text: str) -> None:
    for form in FORMATS:
        whole = [dict(row.values) for row in form.parse(output(text, command=command, **HERE)).rows]
        for end in range(0, len(text), 1 + len(text) // 1000):
            for row in _check(form, output(text[:end], command=command, **HERE)).rows:
                kept = {key: value for key, value in row.values.items() if key not in {"virt_adapters", "virt_slots"}}
                assert any(kept.items() <= other.items() for other in whole), (form.name, end, row)


@given(text=st.text(max_size=300), command=st.text(max_size=40))
@settings(max_examples=50, deadline=None)
def test_any_text_at_all(text: str, command: str) -> None:
    for form in FORMATS:
        _check(form, output(text, command=command, **HERE))
