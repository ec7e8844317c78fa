"""Data quality: whatever is not taken as it stands is said, with its tab and cell."""

from __future__ import annotations

from hmcscan_lpm.dialects.extract import Extract
from hmcscan_lpm.dialects.java import load
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.issues import Issue

from .builder import Book, healthy, owner


def issues(report: Report) -> list[tuple[str, str, str]]:
    return [(issue.tab, issue.cell, issue.kind) for issue in report.issues if issue.kind != "inferred"]


def test_a_cell_that_cannot_be_read_is_null_and_an_issue() -> None:
    report = load(healthy().set("LPAR_MEM", "Max GB", "a lot", "db1").workbook())
    assert report.tables["memory"]["max_mb"].isna().sum() == 1
    assert [issue for issue in report.issues if issue.tab == "LPAR_MEM"] == [
        Issue(
            "scan.xls",
            "LPAR_MEM",
            "F4",
            "unreadable-value",
            "Max GB is 'a lot': not a number; treated as not known.",
        )
    ]


def test_a_row_without_its_name_is_left_out_and_an_issue() -> None:
    report = load(healthy().set("LPAR_MEM", "Name", "", "db1").workbook())
    assert "db1" not in set(report.tables["memory"]["lpar"])
    assert issues(report) == [("LPAR_MEM", "A4", "incomplete-row")]


def test_of_rows_with_one_key_the_first_is_kept() -> None:
    book = healthy()
    row = list(book.tabs["LPAR_CPU"][3])
    row[2] = "ded"
    book.tabs["LPAR_CPU"].append(row)
    report = load(book.workbook())
    data = report.tables["processors"]
    assert data[data["lpar"] == "db1"]["mode"].tolist() == ["shared"]
    assert issues(report) == [("LPAR_CPU", "8", "duplicate-row")]


def test_tables_without_a_key_may_repeat_rows() -> None:
    book = healthy()
    book.tabs["VSCSI_Map"].append(list(book.tabs["VSCSI_Map"][1]))
    report = load(book.workbook())
    assert len(report.tables["vscsi_mappings"]) == 5
    assert issues(report) == []


def test_a_partition_that_the_summary_does_not_list_is_said() -> None:
    report = load(healthy().add("Virtual_SCSI", f"gone|3.0|On|False|client|vios1|60.0|{owner('alpha')}").workbook())
    assert issues(report) == [("Virtual_SCSI", "7", "unknown-lpar")]
    assert "gone" in set(report.tables["virtual_scsi"]["lpar"])


def test_a_server_that_the_summary_does_not_list_is_said() -> None:
    report = load(healthy().add("Virtual_SCSI", "db9|3.0|On|False|client|vios1|60.0|gamma|789").workbook())
    assert issues(report) == [("Virtual_SCSI", "7", "unknown-system"), ("Virtual_SCSI", "7", "unknown-lpar")]
    assert {item.reason for item in report.coverage if item.system == "gamma" and item.table == "systems"} == {
        "tab System_Summary has no row of gamma"
    }


def damaged(count: int) -> Book:
    """A report in which so many WWPNs cannot be read."""
    book = healthy()
    for number in range(count):
        book.add("IO_slot_children", f"U78DA.ND0.alpha-P0-C12-T{number}|x|||bad{number}|{owner('alpha')}")
    return book


def test_few_issues_of_one_column_are_told_each() -> None:
    assert len(issues(load(damaged(20).workbook()))) == 20


def test_many_issues_of_one_column_are_told_as_one() -> None:
    found = [issue for issue in load(damaged(21).workbook()).issues if issue.tab == "IO_slot_children"]
    first = "WWPN is 'bad0': not a WWPN (16 hexadecimal digits); treated as not known."
    assert [(issue.cell, issue.kind, issue.message) for issue in found] == [
        (
            "E9",
            "unreadable-value",
            f"21 cells from E9 to E29 are alike; the first: {first}",
        )
    ]


def test_issues_keep_their_order_when_some_are_told_as_one() -> None:
    extract = Extract("r")
    extract.issue("t", "A1", "a", "first")
    for number in range(3):
        extract.issue("t", f"B{number}", "b", f"b{number}", group="b")
    extract.issue("t", "C1", "b", "other", group="c")
    extract.issue("t", "D1", "d", "last")
    assert [issue.message for issue in extract.condensed(2)] == [
        "first",
        "3 cells from B0 to B2 are alike; the first: b0",
        "other",
        "last",
    ]
    assert extract.condensed(3) == tuple(extract.issues)
