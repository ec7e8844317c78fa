"""Tabs Header and HMC: who scanned when, and the console's own level."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from hmcscan_lpm.dialects.java import load
from hmcscan_lpm.dialects.model import Report

from .builder import Book, cells, healthy


def console(report: Report, column: str) -> Any:
    found = report.tables["hmcs"][column].iloc[0]
    return None if pd.isna(found) else found


def issues(report: Report) -> list[tuple[str, str, str]]:
    return [(issue.tab, issue.cell, issue.kind) for issue in report.issues if issue.kind != "inferred"]


def with_header(**values: str | None) -> Book:
    """Header values by label with ``_`` for blanks; None removes the row."""
    book = healthy()
    for label, value in values.items():
        index = next(i for i, row in enumerate(book.tabs["Header"]) if row[0] == label.replace("_", " "))
        if value is None:
            del book.tabs["Header"][index]
        else:
            book.tabs["Header"][index][1] = value
    return book


def test_the_clock_of_the_console_counts() -> None:
    assert console(load(healthy().workbook()), "scanned_at") == "2025-06-01T07:30:12"


@pytest.mark.parametrize("date", [None, "", "01.06.2025", "2025-13-01"])
def test_without_it_the_clock_of_the_scanning_pc_is_taken(date: str | None) -> None:
    report = load(with_header(Manager_Date=date).workbook())
    assert console(report, "scanned_at") == "2025-06-01T15:30:00"
    assert issues(report) == [("Header", "B4", "no-manager-time")]


def test_without_any_clock_the_scan_has_no_time() -> None:
    report = load(with_header(Manager_Date=None, Generation_Time="now").workbook())
    assert console(report, "scanned_at") is None
    assert issues(report) == [("Header", "", "no-scan-time")]


def test_another_kind_of_manager_is_said() -> None:
    assert issues(load(with_header(Manager_Type="IVM").workbook())) == [("Header", "B2", "manager-type")]


def test_without_a_header_the_servers_name_their_manager() -> None:
    report = load(healthy().without("Header").workbook())
    assert report.scanner_version == ""
    assert console(report, "manager") == "hmc1"
    assert (console(report, "tab"), console(report, "row")) == ("System_Summary", 2)
    assert report.headings["systems", "System_Summary", 0]["manager"].printed == "Mgr #1"
    assert set(report.tables["systems"]["manager"]) == {"hmc1"}


def test_without_any_name_of_the_manager_there_is_no_console() -> None:
    report = load(healthy().without("Header").drop_column("System_Summary", "Mgr #1").workbook())
    assert len(report.tables["hmcs"]) == 0
    assert report.tables["systems"]["manager"].isna().all()
    assert issues(report) == [("Header", "", "no-manager")]


def test_labels_may_stand_in_other_rows() -> None:
    book = healthy()
    book.tabs["HMC"] = [cells("~|~|~|~|~"), *reversed(book.tabs["HMC"])]
    expected = load(healthy().workbook()).tables["hmcs"].drop(columns="row")
    pd.testing.assert_frame_equal(load(book.workbook()).tables["hmcs"].drop(columns="row"), expected)


def test_numbers_of_the_console_may_be_cells_with_numbers() -> None:
    book = healthy()
    book.tabs["HMC"][1][4] = 10.0
    book.tabs["HMC"][2][4] = 3.0
    report = load(book.workbook())
    assert (console(report, "version"), console(report, "release")) == (10, "3")


def test_a_version_that_cannot_be_read() -> None:
    book = healthy()
    book.tabs["HMC"][1][4] = "ten"
    report = load(book.workbook())
    assert console(report, "version") is None
    assert issues(report) == [("HMC", "E2", "unreadable-value")]


def test_a_report_of_another_manager_has_no_console_level() -> None:
    report = load(healthy().without("HMC").workbook())
    assert (console(report, "manager"), console(report, "version")) == ("hmc1", None)
    assert {item.reason for item in report.coverage if item.table == "hmcs"} == {"the report has no tab HMC"}
