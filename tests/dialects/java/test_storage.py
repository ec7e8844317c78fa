"""Virtual and physical storage: mappings, ports, disks, slots and the joins between their tabs."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from hmcscan_lpm.dialects.java import load
from hmcscan_lpm.dialects.java.fibre import _natural
from hmcscan_lpm.dialects.java.slots import parent_of
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.readers.model import Cell

from .builder import DISK, Book, healthy, owner, port_location, port_wwpn


def column(report: Report, table: str, name: str, **key: Any) -> list[Any]:
    """The values of a column in the rows that *key* tells, null as None."""
    data = report.tables[table]
    for part, wanted in key.items():
        data = data[data[part] == wanted]
    return [None if pd.isna(value) else value for value in data[name]]


def kinds(report: Report, tab: str) -> list[tuple[str, str]]:
    return [(issue.cell, issue.kind) for issue in report.issues if issue.tab == tab]


SERVER = ("vios1", "server")
CLIENT = ("db1", "client", "vios1")


def with_ports(server: Cell, client: Cell, kind: str = "xls") -> Book:
    book = healthy().set("Virtual_Fibre", "Physical FC Slot", server, *SERVER)
    book.set("Virtual_Fibre", "Physical FC Slot", client, *CLIENT)
    book.kind = kind
    return book


PORT = port_location("alpha", "vios1", 0)


@pytest.mark.parametrize(
    ("server", "client", "mapped", "location", "row"),
    [
        (PORT, PORT, True, PORT, 2),
        (PORT, "", True, PORT, 2),
        (" ", " ", False, None, 2),
        ("", "", None, None, 2),
        (None, None, None, None, 2),
        ("", PORT, True, PORT, 3),
        (None, " ", False, None, 3),
        (" ", "", False, None, 2),
    ],
)
def test_the_three_ways_to_be_blank_mean_three_things(
    server: Cell, client: Cell, mapped: bool | None, location: str | None, row: int
) -> None:
    report = load(with_ports(server, client).workbook())
    names = ("is_mapped", "port_location", "row", "slot", "client_slot")
    found = [column(report, "npiv_mappings", name, vios="vios1") for name in names]
    assert found == [[mapped], [location], [row], [114], [14]]


def test_a_mapping_told_by_the_clients_row_points_there() -> None:
    report = load(with_ports(None, PORT).workbook())
    places = report.headings["npiv_mappings", "Virtual_Fibre", 1]
    assert column(report, "npiv_mappings", "block", vios="vios1") == [1]
    assert {name: place.printed for name, place in places.items()} == {
        "system": "Managed System Name",
        "vios": "Remote LPAR",
        "slot": "Remote Slot",
        "client_id": "LPAR name",
        "client_slot": "Slot",
        "port_location": "Physical FC Slot",
        "is_mapped": "Physical FC Slot",
    }


@pytest.mark.parametrize("kind", ["csv", "html"])
def test_folders_may_have_lost_what_a_blank_meant(kind: str) -> None:
    report = load(with_ports("", "", kind).workbook())
    assert column(report, "npiv_mappings", "is_mapped", vios="vios1") == [None]
    assert [issue.kind for issue in report.issues if issue.tab == "Virtual_Fibre"] == ["lost-by-format"]


def test_a_client_that_the_server_contradicts_does_not_speak_for_it() -> None:
    book = with_ports("", PORT).set("Virtual_Fibre", "Remote Slot", 99.0, *SERVER)
    assert column(load(book.workbook()), "npiv_mappings", "is_mapped", vios="vios1") == [None]


def test_a_server_adapter_that_is_open_to_any_client() -> None:
    book = with_ports("", PORT).set("Virtual_Fibre", "Remote Slot", "any", *SERVER)
    book.set("Virtual_Fibre", "Remote LPAR", "", *SERVER)
    report = load(book.workbook())
    assert column(report, "virtual_fibre", "is_any", lpar="vios1") == [True]
    assert column(report, "npiv_mappings", "client_id", vios="vios1") == [None]
    assert column(report, "npiv_mappings", "port_location", vios="vios1") == [PORT]


@pytest.mark.parametrize(
    ("kind", "name", "slot", "expected"),
    [
        ("server", "db1", 5.0, False),
        ("server", "db1", "any", True),
        ("server", "", "any", True),
        ("server", "", 5.0, True),
        ("server", "any", 5.0, True),
        ("server", "db1", "garbage", None),
        ("server", "db1", "", None),
        ("client", "", "any", False),
        ("", "db1", 5.0, None),
    ],
)
def test_which_adapters_are_open_to_any_client(kind: str, name: str, slot: Cell, expected: bool | None) -> None:
    book = healthy().set("Virtual_SCSI", "Remote LPAR", name, *SERVER).set("Virtual_SCSI", "Remote Slot", slot, *SERVER)
    book.set("Virtual_SCSI", "Type", kind, *SERVER)
    assert column(load(book.workbook()), "virtual_scsi", "is_any", lpar="vios1") == [expected]


def test_without_columns_of_the_partner_nobody_knows_what_is_open() -> None:
    book = healthy().drop_column("Virtual_SCSI", "Remote Slot").drop_column("Virtual_SCSI", "Remote LPAR")
    assert set(column(load(book.workbook()), "virtual_scsi", "is_any", type="server")) == {None}


def test_without_the_column_of_ports_no_mapping_is_known() -> None:
    report = load(healthy().drop_column("Virtual_Fibre", "Physical FC Slot").workbook())
    assert column(report, "npiv_mappings", "is_mapped") == [None, None]
    assert {item.reason for item in report.coverage if item.table == "npiv_mappings"} == {
        "tab Virtual_Fibre has no column Physical FC Slot"
    }


def test_ports_without_link_are_not_guessed_when_the_order_does_not_fit() -> None:
    book = healthy().set("FC", "wwpn", "0x" + port_wwpn("alpha", "vios1", 1), "vios1", "fcs0")
    assert column(load(book.workbook()), "fc_ports", "location", vios="vios1") == [
        port_location("alpha", "vios1", 1),
        None,
    ]


def test_ports_without_link_are_not_guessed_when_their_number_differs() -> None:
    book = healthy().remove("IO_slot_children", port_location("alpha", "vios1", 1))
    assert column(load(book.workbook()), "fc_ports", "location", vios="vios1")[1] is None


def test_ports_are_not_guessed_when_none_has_link() -> None:
    book = healthy().set("FC", "wwpn", "", "vios1", "fcs0")
    assert column(load(book.workbook()), "fc_ports", "location", vios="vios1") == [None, None]


def test_how_many_locations_were_inferred_is_said_once() -> None:
    found = [issue.message for issue in load(healthy().workbook()).issues if issue.kind == "inferred"]
    assert found == [
        (
            "3 FC ports without link have no WWPN: their locations were told from the order of the VIOS's ports, "
            "which agrees with every port whose WWPN is known."
        )
    ]


def test_locations_sort_by_number() -> None:
    printed = ["U1-C10-T0", "U1-C2-T1", "U1-C2-T0", "U1-C2"]
    assert sorted(printed, key=_natural) == ["U1-C2", "U1-C2-T0", "U1-C2-T1", "U1-C10-T0"]


@pytest.mark.parametrize(
    ("location", "expected"),
    [("U1-P0-C1", "U1-P0-C1"), ("U1-P0-C1-T0", "U1-P0-C1"), ("U1-P0-C10-T0", None), ("U1-P0", None), ("", None)],
)
def test_a_prefix_ends_where_a_part_of_the_location_ends(location: str, expected: str | None) -> None:
    assert parent_of(location, {"U1-P0-C1": True}) == expected


@pytest.mark.parametrize(
    ("client", "number", "name"),
    [
        ('0x0000000a "db1"', 10, "db1"),
        ('0x00000000 ""', 0, None),
        ('0x00000063 "ERROR"', 99, None),
        ('0x0000000a "say "hi""', 10, 'say "hi"'),
        ("", None, None),
    ],
)
def test_clients_of_a_vhost(client: str, number: int | None, name: str | None) -> None:
    report = load(healthy().set("VSCSI_Map", "Client", client, "vios1", "hdisk1").workbook())
    assert column(report, "vscsi_mappings", "client_id", backing="hdisk1") == [number]
    assert column(report, "vscsi_mappings", "client_lpar", backing="hdisk1") == [name]


def test_a_client_that_cannot_be_read_is_one_issue() -> None:
    report = load(healthy().set("VSCSI_Map", "Client", "garbage", "vios1", "hdisk1").workbook())
    assert column(report, "vscsi_mappings", "client_id", backing="hdisk1") == [None]
    assert kinds(report, "VSCSI_Map") == [("D2", "unreadable-value")]


def test_a_blank_identifier_is_looked_up_for_disks_only() -> None:
    book = healthy().set("VSCSI_Map", "Backing device", "lv01", "vios1", "hdisk1")
    book.set("VSCSI_Map", "Identifier", None, "vios1", "lv01")
    report = load(book.workbook())
    assert column(report, "vscsi_mappings", "disk_id") == [None, DISK.format(1), None, None]


def test_a_heading_of_the_disk_matrix_is_told_by_known_names() -> None:
    book = healthy()
    for rows in book.tabs.values():
        for row in rows:
            row[:] = [
                cell.replace("vios2", "v@2") if isinstance(cell, str) and cell in {"vios2", "alpha@vios2"} else cell
                for cell in row
            ]
    report = load(book.workbook())
    assert column(report, "vios_disks", "vios", disk="hdisk3") == ["v@2"]
    assert kinds(report, "VIOS disks") == []


@pytest.mark.parametrize(
    ("heading", "vios", "done"),
    [
        ("alpha@old", ["old"], "taken as VIOS old of alpha"),
        ("gone@old", ["old"], "taken as VIOS old of gone"),
        ("a@b@c", [], "the column was left out"),
        ("total", [], "the column was left out"),
    ],
)
def test_a_heading_of_the_disk_matrix_that_names_no_vios(heading: str, vios: list[str], done: str) -> None:
    report = load(healthy().rename("VIOS disks", "alpha@vios2", heading).workbook())
    assert column(report, "vios_disks", "vios", disk="hdisk3") == vios
    assert [issue.message for issue in report.issues if issue.kind == "unknown-vios"] == [
        f"Heading {heading!r} names no VIOS of LPAR_Summary: {done}."
    ]
    gaps = {item.reason for item in report.coverage if item.table == "vios_disks" and item.system != "gone"} - {""}
    unread = f"a heading of tab VIOS disks cannot be read: {heading}"
    assert gaps == {"tab VIOS disks has no column of VIOS vios2" if vios else unread}


def test_disks_without_a_unique_id_have_no_size() -> None:
    report = load(healthy().set("VIOS disks", "UUID", "", "hdisk3").workbook())
    assert column(report, "vios_disks", "size_mb", disk="hdisk3") == [None]
    assert column(report, "vios_disks", "disk_id", disk="hdisk3") == [None]
    assert kinds(report, "VIOS disks") == [("A3", "collapsed-row")]


def test_a_disk_matrix_without_ids_is_not_taken() -> None:
    report = load(healthy().rename("VIOS disks", "UUID", "Something").workbook())
    assert len(report.tables["vios_disks"]) == 0
    assert kinds(report, "VIOS disks") == [("1", "missing-column")]
    assert {item.reason for item in report.coverage if item.table == "vios_disks"} == {
        "tab VIOS disks has no column UUID"
    }


def test_profiles_that_name_a_slot() -> None:
    book = healthy().set("Physical_Slots", "Profiles requiring", "db1@default_profile", "db1")
    book.set("Physical_Slots", "Profiles desiring", "gone@old, 007@default_profile\na@b@c", "db1")
    report = load(book.workbook())
    found = report.tables["profile_slots"]
    found = found[found["location"] == "U78DA.ND0.alpha-P0-C12"][["lpar", "profile", "is_required", "block"]]
    assert [tuple(row) for row in found.to_numpy()] == [
        ("gone", "old", False, 0),
        ("007", "default_profile", False, 0),
        ("db1", "default_profile", True, 1),
    ]
    assert kinds(report, "Physical_Slots") == [("F6", "unreadable-value")]
    assert {item.system: item.reason for item in report.coverage if item.table == "profile_slots" and item.reason} == {
        "alpha": "a profile in F6 of tab Physical_Slots could not be taken"
    }


def test_partition_and_profile_names_may_hold_the_separator() -> None:
    book = healthy()
    for tab in ("LPAR_Summary", "LPAR_Profiles"):
        book.tabs[tab] = [["d@b" if cell == "db1" else cell for cell in row] for row in book.tabs[tab]]
    book.set("Physical_Slots", "Profiles desiring", "d@b@default_profile", "db1")
    report = load(book.workbook())
    assert column(report, "profile_slots", "profile", lpar="d@b") == ["default_profile"]


def test_a_slot_without_its_index_is_in_no_profile() -> None:
    report = load(healthy().set("Physical_Slots", "drc_index", "", "db1").workbook())
    assert column(report, "profile_slots", "lpar", location="U78DA.ND0.alpha-P0-C12") == []
    assert kinds(report, "Physical_Slots") == [("F6", "unreadable-value")] * 2


def test_pools_that_only_partitions_name_when_the_calculator_is_missing() -> None:
    report = load(healthy().without("SW_cores").workbook())
    data = report.tables["proc_pools"]
    assert [tuple(row) for row in data[["system", "pool", "tab"]].to_numpy()] == [
        ("alpha", "DefaultPool", "LPAR_CPU"),
        ("alpha", "PoolDB", "LPAR_CPU"),
        ("beta", "DefaultPool", "LPAR_CPU"),
    ]
    assert column(report, "proc_pools", "max_units", pool="PoolDB") == [6.0]
    assert {item.reason for item in report.coverage if item.table == "proc_pools"} == {"the report has no tab SW_cores"}


def test_a_pool_with_a_member_whose_entitlement_is_not_known() -> None:
    report = load(healthy().set("LPAR_CPU", "Curr Ent", "garbage", "db1").workbook())
    assert column(report, "proc_pools", "assigned_units", pool="PoolDB") == [None]


def test_pools_below_no_title_belong_to_nobody() -> None:
    book = healthy()
    book.tabs["SW_cores"] = book.tabs["SW_cores"][1:]
    report = load(book.workbook())
    assert kinds(report, "SW_cores") == [("2", "unknown-block")]
    assert {item.reason for item in report.coverage if item.table == "proc_pools"} == {
        "the pools in row 2 of tab SW_cores could not be taken"
    }


def test_pool_ids_and_sizes_that_cannot_be_read() -> None:
    book = healthy()
    book.tabs["SW_cores"][2][2] = "one"
    book.tabs["SW_cores"][4][2] = "big"
    report = load(book.workbook())
    assert column(report, "proc_pools", "pool_id", pool="PoolDB") == [None]
    assert column(report, "proc_pools", "max_units", pool="PoolDB") == [None]
    assert kinds(report, "SW_cores") == [("C3", "unreadable-value"), ("C5", "unreadable-value")]


def test_stale_server_adapters_stay_as_printed() -> None:
    book = healthy().add("Virtual_Fibre", f"vios1|120.0|Off|False|server|gone|9.0||||{owner('alpha')}")
    report = load(book.workbook())
    assert column(report, "npiv_mappings", "client_id", slot=120) == [None]
    assert column(report, "virtual_fibre", "remote_lpar", slot=120) == ["gone"]


@pytest.mark.parametrize(
    ("cell", "kind", "expected"), [("", "xls", ""), (" ", "xls", ""), (None, "xls", None), (None, "csv", "")]
)
def test_a_client_that_was_printed_without_a_wwpn_has_none(cell: Cell, kind: str, expected: str | None) -> None:
    book = healthy().set("Virtual_Fibre", "WWPN #2", cell, *CLIENT)
    book.kind = kind
    report = load(book.workbook())
    assert column(report, "virtual_fibre", "wwpn2", lpar="db1", slot=14) == [expected]
    assert column(report, "virtual_fibre", "wwpn2", lpar="vios1") == [None]


@pytest.mark.parametrize(("kind", "expected"), [("csv", ""), ("html", None), ("xls", None)])
def test_an_empty_cell_of_a_csv_file_is_empty_text(kind: str, expected: str | None) -> None:
    book = healthy().set("LPAR_Summary", "Current profile", None, "db1")
    book.set("Physical_Slots", "Profiles desiring", None, "db1")
    book.kind = kind
    report = load(book.workbook())
    assert column(report, "lpars", "current_profile", lpar="db1") == [expected]
    assert column(report, "physical_slots", "desired_by", lpar="db1") == [expected]
