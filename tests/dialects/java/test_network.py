"""Virtual Ethernet, shared Ethernet adapters and virtual NICs: the tabs that are no plain tables."""

from __future__ import annotations

import pytest

from hmcscan_lpm.dialects.java import load
from hmcscan_lpm.dialects.model import Report

from .builder import Book, Grid, cells, ethernet_block, healthy, owner, table


def with_ethernet(*blocks: Grid) -> Book:
    """A healthy report with other blocks in Virtual_Ethernet."""
    book = healthy()
    book.tabs["Virtual_Ethernet"] = [row for block in blocks for row in block]
    return book


def adapters(report: Report) -> list[tuple[str, str, int, int]]:
    return list(
        report.tables["virtual_ethernet"][["system", "lpar", "slot", "block"]].itertuples(index=False, name=None)
    )


def switches(report: Report) -> list[tuple[str, str]]:
    return list(report.tables["virtual_switches"][["system", "vswitch"]].itertuples(index=False, name=None))


def uncollected(report: Report, name: str) -> dict[str, str]:
    """Server → why the table was not collected."""
    return {item.system: item.reason for item in report.coverage if item.table == name and not item.collected}


DB1 = "db1|2.0|On|False|False||A6D2F0C0B802|ETHERNET0|10.0|"
ONE = {"ETHERNET0(Default)": "1\n10"}


def test_a_server_without_switches_and_without_adapters() -> None:
    report = load(with_ethernet(ethernet_block("alpha", ONE, [DB1]), ethernet_block("beta", {}, [])).workbook())
    assert adapters(report) == [("alpha", "db1", 2, 0)]
    assert switches(report) == [("alpha", "ETHERNET0")]
    assert uncollected(report, "virtual_ethernet") == {}
    assert uncollected(report, "virtual_switches") == {"beta": "tab Virtual_Ethernet has no block of beta for it"}


def test_a_server_without_a_block_was_not_asked() -> None:
    report = load(with_ethernet(ethernet_block("alpha", ONE, [DB1])).workbook())
    assert uncollected(report, "virtual_ethernet") == {"beta": "tab Virtual_Ethernet has no block of beta for it"}


def test_more_than_nine_switches_run_past_column_j() -> None:
    names = {f"VSW{number}": str(number) for number in range(1, 13)}
    report = load(with_ethernet(ethernet_block("alpha", names, [DB1]), ethernet_block("beta", ONE, [])).workbook())
    assert [name for system, name in switches(report) if system == "alpha"] == list(names)
    last = report.headings["virtual_switches", "Virtual_Ethernet", 11]
    assert (last["vswitch"].position, last["vlans"].row) == (12, 5)


@pytest.mark.parametrize("name", ["Virtual Switches", "Virtual Ethernet Slots", "LPAR name", "db1", "7", "Name", "x@y"])
def test_a_server_may_be_called_like_anything(name: str) -> None:
    book = with_ethernet(ethernet_block(name, ONE, [DB1]), ethernet_block("beta", ONE, []))
    for tab, rows in book.tabs.items():
        if tab not in {"Virtual_Ethernet", "VIOS disks"}:
            book.tabs[tab] = [[name if cell == "alpha" else cell for cell in row] for row in rows]
    report = load(book.workbook())
    assert adapters(report) == [(name, "db1", 2, 0)]
    assert switches(report) == [(name, "ETHERNET0"), ("beta", "ETHERNET0")]
    assert [issue.kind for issue in report.issues if issue.tab == "Virtual_Ethernet"] == []


def test_a_partition_may_be_called_like_a_server_or_a_marker() -> None:
    named = [DB1.replace("db1", name) for name in ("alpha", "Virtual Switches", "beta")]
    report = load(with_ethernet(ethernet_block("alpha", ONE, named), ethernet_block("beta", ONE, [DB1])).workbook())
    assert [(system, lpar) for system, lpar, _, _ in adapters(report)] == [
        ("alpha", "alpha"),
        ("alpha", "Virtual Switches"),
        ("alpha", "beta"),
        ("beta", "db1"),
    ]


def test_blocks_are_told_without_the_second_row_of_a_title() -> None:
    block = [row for row in ethernet_block("alpha", ONE, [DB1]) if any(row)]
    report = load(with_ethernet(block, ethernet_block("beta", ONE, [])).workbook())
    assert adapters(report) == [("alpha", "db1", 2, 0)]
    assert switches(report) == [("alpha", "ETHERNET0"), ("beta", "ETHERNET0")]


def test_a_server_that_the_summary_does_not_list_is_taken_and_said() -> None:
    report = load(with_ethernet(ethernet_block("gamma", ONE, [DB1])).workbook())
    assert adapters(report) == [("gamma", "db1", 2, 0)]
    assert {(issue.tab, issue.cell, issue.kind) for issue in report.issues} >= {
        ("Virtual_Ethernet", "9", "unknown-system")
    }


def test_without_a_summary_titles_are_told_by_what_follows() -> None:
    report = load(healthy().without("System_Summary").workbook())
    assert len(report.tables["virtual_ethernet"]) == 6
    assert set(report.tables["virtual_ethernet"]["system"]) == {"alpha", "beta"}


def test_adapters_below_no_title_belong_to_nobody() -> None:
    report = load(with_ethernet(ethernet_block("alpha", ONE, [DB1])[2:]).workbook())
    assert adapters(report) == []
    assert [(issue.cell, issue.kind) for issue in report.issues if issue.tab == "Virtual_Ethernet"] == [
        ("2", "unknown-block"),
        ("6", "unknown-block"),
    ]
    assert set(uncollected(report, "virtual_ethernet")) == {"alpha", "beta"}


def test_an_adapter_that_lost_its_slot_makes_the_server_incomplete() -> None:
    report = load(healthy().set("Virtual_Ethernet", "Slot", None, "007", header=7).workbook())
    assert ("alpha", "007") not in [(system, lpar) for system, lpar, _, _ in adapters(report)]
    assert uncollected(report, "virtual_ethernet") == {"alpha": "row 10 of tab Virtual_Ethernet could not be taken"}
    assert [(issue.cell, issue.kind) for issue in report.issues if issue.tab == "Virtual_Ethernet"] == [
        ("B10", "incomplete-row")
    ]


def test_a_row_of_a_name_alone_is_no_title() -> None:
    block = ethernet_block("alpha", ONE, [DB1, "db2"])
    report = load(with_ethernet(block, ethernet_block("beta", ONE, [DB1])).workbook())
    assert adapters(report) == [("alpha", "db1", 2, 0), ("beta", "db1", 2, 1)]
    assert set(uncollected(report, "virtual_ethernet")) == {"alpha"}


def test_a_block_without_the_slot_column_is_a_gap_of_its_server() -> None:
    header = "LPAR name|State|Required"
    broken = ethernet_block("alpha", ONE, ["db1|On|False"], header)
    report = load(with_ethernet(broken, ethernet_block("beta", ONE, [DB1])).workbook())
    assert adapters(report) == [("beta", "db1", 2, 1)]
    assert uncollected(report, "virtual_ethernet") == {"alpha": "tab Virtual_Ethernet has no column Slot"}


def test_switches_without_names_are_not_known() -> None:
    block = [row for row in ethernet_block("alpha", ONE, [DB1]) if row[0] != "Name"]
    report = load(with_ethernet(block, ethernet_block("beta", ONE, [])).workbook())
    assert switches(report) == [("beta", "ETHERNET0")]
    assert uncollected(report, "virtual_switches") == {
        "alpha": "tab Virtual_Ethernet has no names of the virtual switches of alpha"
    }


def test_a_row_below_the_switches_that_nobody_knows_is_said() -> None:
    block = ethernet_block("alpha", ONE, [DB1])
    block.insert(5, cells("Mode|VEB"))
    report = load(with_ethernet(block, ethernet_block("beta", ONE, [])).workbook())
    assert [(issue.cell, issue.kind) for issue in report.issues if issue.tab == "Virtual_Ethernet"] == [
        ("6", "unknown-row")
    ]
    assert adapters(report) == [("alpha", "db1", 2, 0)]


def test_vlans_of_a_switch_that_cannot_be_read() -> None:
    block = ethernet_block("alpha", {"ETHERNET0(Default)": "1\nten"}, [DB1])
    report = load(with_ethernet(block, ethernet_block("beta", ONE, [])).workbook())
    assert report.tables["virtual_switches"]["vlans"].isna().tolist() == [True, False]
    assert [(issue.cell, issue.kind) for issue in report.issues if issue.tab == "Virtual_Ethernet"] == [
        ("B5", "unreadable-value")
    ]


def test_three_bare_headers_of_a_scan_without_vioses() -> None:
    book = healthy()
    book.tabs["SEA"] = [row for row in book.tabs["SEA"] if row[0] in {None, "Managed System Name"}]
    report = load(book.workbook())
    assert (len(report.tables["seas"]), len(report.tables["etherchannels"])) == (0, 0)
    assert uncollected(report, "seas") == {}


def sea_of(report: Report, vios: str) -> tuple[object, ...]:
    data = report.tables["seas"]
    return tuple(data[data["vios"] == vios][["virt_adapters", "virt_slots", "pvid_slot"]].iloc[0])


def test_slots_stay_beside_their_adapters() -> None:
    book = healthy()
    for heading, cell in (("Virt#1", "ent5"), ("Virt#1 slot", "12"), ("Virt#2", "ent4"), ("Virt#2 slot", "11")):
        book.set("SEA", heading, cell, "vios1")
    assert sea_of(load(book.workbook()), "vios1") == ("ent5,ent4", "12,11", 11)


def test_a_trunk_slot_that_cannot_be_read_is_a_blank_in_the_list() -> None:
    book = healthy().set("SEA", "Virt#1 slot", "eleven", "vios1")
    book.set("SEA", "Virt#2", "ent5", "vios1").set("SEA", "Virt#2 slot", "12", "vios1")
    report = load(book.workbook())
    adapters_, slots, own = sea_of(report, "vios1")
    assert (adapters_, slots) == ("ent4,ent5", ",12")
    assert own is not own or str(own) == "<NA>"
    assert [(issue.cell, issue.kind) for issue in report.issues if issue.tab == "SEA"] == [("P2", "unreadable-value")]


def test_more_than_nine_trunks_keep_their_order() -> None:
    book = healthy()
    for row in book.tabs["SEA"][:4]:
        row.extend([None] * 20)
    for number in range(3, 13):
        book.tabs["SEA"][0][12 + 2 * number : 14 + 2 * number] = [f"Virt#{number}", f"Virt#{number} slot"]
        book.tabs["SEA"][1][12 + 2 * number : 14 + 2 * number] = [f"ent{number}0", f"{number}0"]
    assert sea_of(load(book.workbook()), "vios1") == (
        "ent4,ent30,ent40,ent50,ent60,ent70,ent80,ent90,ent100,ent110,ent120",
        "11,30,40,50,60,70,80,90,100,110,120",
        11,
    )


def test_a_tab_without_any_table_of_shared_adapters() -> None:
    book = healthy()
    book.tabs["SEA"] = [["nothing", "here"]]
    report = load(book.workbook())
    assert set(uncollected(report, "seas").values()) == {"tab SEA has no table of shared Ethernet adapters"}
    assert set(uncollected(report, "etherchannels").values()) == {"tab SEA has no table of link aggregations"}
    assert [issue.kind for issue in report.issues if issue.tab == "SEA"] == ["unknown-block"]


def test_sections_without_trunk_or_member_columns() -> None:
    book = healthy()
    book.tabs["SEA"] = table(
        "Managed System Name|Managed System Serial|VIOS|SEA|pvid|pvid_adapter", [f"{owner('alpha')}|vios1|ent8|1|ent4"]
    )
    report = load(book.workbook())
    assert report.tables["seas"]["virt_slots"].isna().all()
    assert len(report.tables["etherchannels"]) == 0


def test_virtual_nics_name_the_vioses_that_back_them() -> None:
    book = healthy()
    backing = "vios1|50|U1-C1-T1|27004001|vios2|60|U1-C2-T1|27004002|vios1|70|U1-C3-T1|27004003" + "|~" * 12
    book.add("vNIC", f"{owner('alpha')}|db1|4.0|1|10.0|none|A6D2F0C0B804|all|{backing}")
    book.add("vNIC", f"{owner('alpha')}|db1|5.0|0|0.0|20,30|A6D2F0C0B805||" + "|~" * 23)
    data = load(book.workbook()).tables["vnics"]
    columns = ["lpar", "slot", "mac", "pvid", "vlans", "auto_failover", "backing_vioses", "backing_count"]
    assert data[columns].astype(object).where(data[columns].notna(), None).to_numpy().tolist() == [
        ["db1", 4, "a6d2f0c0b804", 10, "", True, "vios1,vios2", 3],
        ["db1", 5, "a6d2f0c0b805", 0, "20,30", False, None, 0],
    ]


def test_sriov_ports_are_taken_as_text() -> None:
    book = healthy()
    book.add("SRIOV Phys Ports", f"{owner('alpha')}|U78DA-P0-C4-T1|left|roce|Up|20|3")
    book.add(
        "SRIOV Logical Ports", f"{owner('alpha')}|db1|Running|U78DA-P0-C4-T1|27004001|False|eth|0|A6D2F0C0B806|10|0"
    )
    report = load(book.workbook())
    port = report.tables["sriov_ports"].iloc[0]
    assert (port["location"], port["label"], port["state"]) == ("U78DA-P0-C4-T1", "left", "Up")
    assert (port["max_logical_ports"], port["logical_ports"]) == (20, 3)
    logical = report.tables["sriov_logical_ports"].iloc[0]
    assert (logical["lpar"], logical["port"], logical["location"]) == ("db1", "27004001", "U78DA-P0-C4-T1")
    assert (logical["is_required"], logical["is_vnic_backing"], logical["pvid"]) == (False, False, 10)
