"""Sentinels, versions and headings: what a cell means, and under which heading it is found."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from hmcscan_lpm.dialects.java import load
from hmcscan_lpm.dialects.java.cells import (
    client_id,
    client_name,
    fabric_address,
    is_open,
    known,
    physical_port,
    positive,
    required_slot,
    speed,
)
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.dialects.values import whole
from hmcscan_lpm.readers.model import Cell

from .builder import Book, healthy


def value(report: Report, table: str, column: str, **key: Any) -> Any:
    """One value of the row that *key* tells; None when it is null."""
    data = report.tables[table]
    for name, wanted in key.items():
        data = data[data[name] == wanted]
    assert len(data) == 1
    found = data.iloc[0][column]
    return None if pd.isna(found) else found


DECIDING = {
    "Status": "state",
    "Environment": "env",
    "OS Version": "os_version",
    "Proc mode": "effective_mode",
    "RMC State": "rmc_state",
    "Migration disabled": "migration_disabled",
    "Sync current profile": "sync_profile",
}


@pytest.mark.parametrize("cell", ["Unknown", "unknown", "null", "N/A", "", " ", None])
def test_a_deciding_cell_that_says_nothing_is_null(cell: Cell) -> None:
    book = healthy()
    for heading in DECIDING:
        book.set("LPAR_Summary", heading, cell, "db1")
    report = load(book.workbook())
    assert {column: value(report, "lpars", column, lpar="db1") for column in DECIDING.values()} == dict.fromkeys(
        DECIDING.values()
    )
    assert [issue.kind for issue in report.issues] == ["inferred"]


@pytest.mark.parametrize(
    ("cell", "expected"), [("", ""), (" ", ""), (None, None), ("default_profile", "default_profile"), ("null", "null")]
)
def test_a_partition_that_was_never_activated_is_not_one_that_is_not_known(cell: Cell, expected: str | None) -> None:
    report = load(healthy().set("LPAR_Summary", "Current profile", cell, "db1").workbook())
    assert value(report, "lpars", "current_profile", lpar="db1") == expected


@pytest.mark.parametrize(
    "name", ["0815", "NA", "null", "None", "nan", "N/A", "1E5", "größe-ñ", "any", "a@b", "ERROR", "x y"]
)
def test_no_partition_name_is_ever_lost(name: str) -> None:
    book = healthy()
    for tab, rows in book.tabs.items():
        if tab not in {"Header", "HMC"}:
            book.tabs[tab] = [[_renamed(cell, name) for cell in row] for row in rows]
    report = load(book.workbook())
    assert [issue.kind for issue in report.issues] == ["inferred"]
    assert value(report, "virtual_ethernet", "lpar_id", lpar=name) == 10
    assert value(report, "virtual_scsi", "remote_lpar", lpar="vios1") == name
    assert value(report, "virtual_scsi", "is_any", lpar="vios1") == False  # noqa: E712
    assert value(report, "npiv_mappings", "client_id", vios="vios1") == 10
    assert set(report.tables["vscsi_mappings"]["client_lpar"].dropna()) == {name}
    assert value(report, "profile_slots", "profile", lpar=name) == "default_profile"


def _renamed(cell: Cell, name: str) -> Cell:
    if not isinstance(cell, str) or "db1" not in cell.split("@")[0].split('"'):
        return name if cell == "db1" else cell
    return cell.replace("db1", name)


@pytest.mark.parametrize(("cell", "expected"), [("", None), (" ", None), ("null", None), ("0", 0), (2.0, 2)])
def test_bsr_arrays_are_counted_only_where_they_are_printed(cell: Cell, expected: int | None) -> None:
    report = load(healthy().set("LPAR_Profiles", "BSR_arrays", cell, "db1").workbook())
    assert value(report, "profiles", "bsr_arrays", lpar="db1") == expected


@pytest.mark.parametrize(
    ("printed", "expected"), [(0.25, 256), (0.12, 128), (0.06, 64), (0.01, 16), (196.75, 201472), (305.25, 312576)]
)
def test_memory_is_restored_to_the_megabyte(printed: float, expected: int) -> None:
    report = load(healthy().set("LPAR_MEM", "Tgt GB", printed, "db1").workbook())
    assert value(report, "memory", "assigned_mb", lpar="db1") == expected


def test_a_partition_that_never_ran_has_no_sizes() -> None:
    book = healthy()
    for heading in ("Min GB", "Curr GB", "Tgt GB", "Max GB"):
        book.set("LPAR_MEM", heading, 0.0, "007")
    for heading in ("Min CPU", "Curr CPU", "Tgt CPU", "Max CPU", "Min Ent", "Curr Ent", "Tgt Ent", "Max Ent"):
        book.set("LPAR_CPU", heading, 0.0, "007")
    report = load(book.workbook())
    assert [
        value(report, "memory", column, lpar="007") for column in ("min_mb", "used_mb", "assigned_mb", "max_mb")
    ] == [
        None,
        0,
        None,
        None,
    ]
    columns = ("min_procs", "procs", "assigned_procs", "max_procs", "min_units", "units", "assigned_units", "max_units")
    assert [value(report, "processors", column, lpar="007") for column in columns] == [
        *[None, 0, None, None],
        *[None, 0.0, None, None],
    ]


def test_an_old_version_knows_nothing_assigned_of_a_partition_that_is_off() -> None:
    report = load(healthy("0.11.34").workbook())
    assert report.scanner_version == "0.11.34"
    assert value(report, "processors", "assigned_procs", lpar="007") is None
    assert value(report, "processors", "assigned_units", lpar="007") is None
    assert value(report, "processors", "assigned_units", lpar="db1") == 0.5
    assert value(report, "memory", "assigned_mb", lpar="007") == 16384
    assert value(report, "memory", "used_mb", lpar="007") == 16384


def test_an_empty_target_is_not_what_a_partition_uses() -> None:
    report = load(healthy().set("LPAR_MEM", "Tgt GB", None, "db1").workbook())
    assert value(report, "memory", "assigned_mb", lpar="db1") is None
    assert value(report, "memory", "used_mb", lpar="db1") == 16384


@pytest.mark.parametrize(("version", "expected"), [("0.11.34", None), ("", None), ("0.11.50", False), ("0.12", False)])
def test_the_sync_setting_of_an_old_version_says_nothing(version: str, expected: bool | None) -> None:
    book = healthy()
    book.tabs["Header"][7][1] = version
    report = load(book.workbook())
    assert value(report, "lpars", "sync_profile", lpar="db1") == expected


def test_a_dedicated_partition_has_no_entitlement() -> None:
    book = healthy().set("LPAR_CPU", "Mode", "ded", "db1")
    for heading in ("Min Ent", "Curr Ent", "Max Ent", "Pool Name", "Pool Resv", "Pool Max"):
        book.set("LPAR_CPU", heading, None, "db1")
    report = load(book.workbook())
    columns = ("mode", "assigned_procs", "units", "assigned_units", "pool")
    assert [value(report, "processors", column, lpar="db1") for column in columns] == ["ded", 2, None, None, None]


def test_shared_memory_names_its_paging_vios() -> None:
    book = healthy().set("LPAR_MEM", "Mode", "shared", "db1").set("LPAR_MEM", "Weight", 128.0, "db1")
    book.set("LPAR_MEM", "Prim VIOS", "vios1", "db1").set("LPAR_MEM", "Sec VIOS", "none", "db1")
    report = load(book.workbook())
    columns = ("mode", "ams_weight", "ams_primary", "ams_secondary")
    assert [value(report, "memory", column, lpar="db1") for column in columns] == ["shared", 128, "vios1", None]


HEADINGS = [
    ("Virtual_Fibre", "WWPN #1", "WWPN#1", "virtual_fibre", "wwpn1"),
    ("Virtual_Fibre", "WWPN #2", "wwpn 2", "virtual_fibre", "wwpn2"),
    ("LPAR_Profiles", "Maxproc", "MaxProcs", "profiles", "max_procs"),
    ("LPAR_Profiles", "HPT_ratio", "HPT ratio", "profiles", "hpt_ratio"),
    ("LPAR_Profiles", "Lpar Name", "LPAR", "profiles", "lpar"),
    ("Physical_Slots", "Reqrd", "Required", "physical_slots", "is_required"),
    ("LPAR_Summary", "Managed System Name", "Managed System", "lpars", "system"),
]


@pytest.mark.parametrize(("tab", "printed", "other", "table", "column"), HEADINGS)
def test_a_heading_may_be_corrected_in_another_version(
    tab: str, printed: str, other: str, table: str, column: str
) -> None:
    expected = load(healthy().workbook()).tables[table]
    report = load(healthy().rename(tab, printed, other).workbook())
    assert report.tables[table][column].tolist() == expected[column].tolist()
    assert report.headings[table, tab, 0][column].printed == other


def test_the_mac_heading_without_its_typo() -> None:
    book = healthy()
    for row in book.tabs["Virtual_Ethernet"]:
        row[:] = ["MAC Address" if cell == "MAC Addresss" else cell for cell in row]
    assert load(book.workbook()).tables["virtual_ethernet"]["mac"].notna().all()


def test_columns_may_move_and_others_may_come() -> None:
    expected = load(healthy().workbook()).tables["lpars"]
    book = healthy()
    book.tabs["LPAR_Summary"] = [["new", *reversed(row)] for row in book.tabs["LPAR_Summary"]]
    report = load(book.workbook())
    pd.testing.assert_frame_equal(report.tables["lpars"], expected)


def test_a_column_that_is_missing_is_null_everywhere() -> None:
    report = load(healthy().drop_column("LPAR_Summary", "RMC State").workbook())
    assert report.tables["lpars"]["rmc_state"].isna().all()
    assert len(report.tables["lpars"]) == 6


def test_a_title_above_the_headings_does_no_harm() -> None:
    book = healthy()
    book.tabs["LPAR_Summary"].insert(0, ["Partitions of our data centre"])
    report = load(book.workbook())
    assert len(report.tables["lpars"]) == 6
    assert value(report, "lpars", "row", lpar="vios1") == 3


CELLS: list[tuple[Any, Cell, Any]] = [
    (known, "Running", "Running"),
    (required_slot, "yes", True),
    (required_slot, None, False),
    (required_slot, "no", False),
    (is_open, "any", True),
    (is_open, "ANY", True),
    (is_open, 13.0, False),
    (is_open, "13", False),
    (is_open, "", None),
    (is_open, "thirteen", None),
    (client_id, '0x0000000d "aix"', 13),
    (client_id, '0x00000000 ""', 0),
    (client_id, None, None),
    (client_name, '0x0000000d "say "hi""', 'say "hi"'),
    (client_name, '0x00000000 ""', None),
    (client_name, "nonsense", None),
    (physical_port, " ", " "),
    (physical_port, "", ""),
    (physical_port, None, None),
    (physical_port, "U1-C7-T0", "U1-C7-T0"),
    (speed, "32", 32),
    (speed, "32 GBIT", 32),
    (speed, 16.0, 16),
    (speed, "UNKNOWN", None),
    (fabric_address, "0xAA4100", "aa4100"),
    (fabric_address, "0x4100", "004100"),
    (fabric_address, "", None),
    (positive(whole), 0.0, None),
    (positive(whole), 3.0, 3),
]


@pytest.mark.parametrize(("parse", "cell", "expected"), CELLS)
def test_cells_that_only_this_scanner_writes(parse: Any, cell: Cell, expected: Any) -> None:
    assert parse(cell) == expected


@pytest.mark.parametrize(
    ("parse", "cell"),
    [
        (client_id, "db1"),
        (client_id, '0x123456789 "x"'),
        (speed, "fast"),
        (fabric_address, "0xAA41001"),
        (required_slot, "perhaps"),
    ],
)
def test_nonsense_is_refused(parse: Any, cell: Cell) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse(cell)


def test_numbers_that_do_not_fit_are_not_known() -> None:
    book: Book = healthy().set("LPAR_MEM", "Tgt GB", 1e300, "db1").set("LPAR_Summary", "ID", 1e300, "db1")
    report = load(book.workbook())
    assert value(report, "memory", "assigned_mb", lpar="db1") is None
    assert value(report, "lpars", "lpar_id", lpar="db1") is None
    assert [issue.cell for issue in report.issues if issue.kind == "unreadable-value"] == ["B4", "E4"]
