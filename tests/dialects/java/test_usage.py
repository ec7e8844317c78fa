"""The hours of partitions: averages for each hour of the day, by partition, from the tabs of option ``-stats``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hmcscan_lpm.dialects import unread_tab_but_hours
from hmcscan_lpm.dialects.java import load
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.readers import read
from hmcscan_lpm.readers.model import Cell
from hmcscan_lpm.tables.schema import records

from .builder import Book, healthy

TAB = "LPAR_Hourly_Usage_N1"


def usage(names: list[Cell], *hours: list[Cell]) -> list[list[Cell]]:
    """The tab as the scanner prints it."""
    return [
        ["Red", "Usage >= 90% of max allowed size"],
        ["Yellow", "Usage >= 70% of max allowed size"],
        ["Bold", "Usage > entitled capacity"],
        ["LPAR color", "Colored cells >= 25.0% of total (yellows include reds)"],
        [],
        ["Average LPAR Usage"],
        [None, *names],
        ["Hours", 2.0, 2.0],
        ["Reds %", 0.0, 0.0],
        ["Last Ent", 1.0, 1.0],
        [],
        ["Date"],
        *hours,
    ]


def taken(*tabs: list[list[Cell]], kind: str = "xls") -> Report:
    book = healthy()
    for number, rows in enumerate(tabs, 1):
        book.tabs[f"LPAR_Hourly_Usage_N{number}"] = rows
    return load(Book(book.tabs, kind).workbook())


def facts(report: Report) -> list[tuple[Any, ...]]:
    columns = ("system", "lpar", "hour", "cores", "peak_cores", "samples", "first_day", "last_day")
    return [tuple(row[name] for name in columns) for row in records(report.tables["hourly_usage"])]


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(issue.tab, issue.cell, issue.kind) for issue in report.issues if "Usage" in issue.tab]


def test_each_hour_of_the_day_has_its_average_over_the_days() -> None:
    report = taken(
        usage(["db1", "büro-á"], ["2025/8/3 0"], ["2025/9/30 4", 0.5, 0.25], ["2025/10/1 4", 1.5], ["2025/10/1 5", 2.0])
    )
    assert facts(report) == [
        ("alpha", "db1", 4, 1.0, 1.5, 2, "2025-09-30", "2025-10-01"),
        ("alpha", "db1", 5, 2.0, 2.0, 1, "2025-10-01", "2025-10-01"),
        ("beta", "büro-á", 4, 0.25, 0.25, 1, "2025-09-30", "2025-09-30"),
    ]
    assert told(report) == []
    (account,) = [account for account in report.accounts if account.tab == TAB]
    assert account.loaded == {"hourly_usage": 3}
    assert report.headings["hourly_usage", TAB, 2]["lpar"].printed == "büro-á"


def test_text_is_read_where_a_folder_has_nothing_else() -> None:
    report = taken(usage(["db1"], ["2025/9/30 4", "0.5"], ["2025/10/1 4", ""]), kind="html")
    assert facts(report) == [("alpha", "db1", 4, 0.5, 0.5, 1, "2025-09-30", "2025-09-30")]


@pytest.mark.parametrize("label", ["2025/13/1 4", "2025/9/30 24", "2025/9/30", "yesterday", ""])
def test_a_row_that_names_no_hour_is_left_out_and_said(label: str) -> None:
    report = taken(usage(["db1"], [label, 0.5]))
    assert (facts(report), told(report)) == ([], [(TAB, "13", "unreadable-value")])


@pytest.mark.parametrize("cell", ["much", -1.0, float("inf")])
def test_a_sample_that_is_no_number_of_cores_is_not_counted(cell: Cell) -> None:
    report = taken(usage(["db1"], ["2025/9/30 4", cell], ["2025/10/1 4", 0.5]))
    assert facts(report) == [("alpha", "db1", 4, 0.5, 0.5, 1, "2025-10-01", "2025-10-01")]
    assert told(report) == [(TAB, "B13", "unreadable-value")]


def test_a_name_on_no_server_or_on_two_is_nobodys() -> None:
    book = healthy()
    book.add("LPAR_Summary", "|".join("~" if cell is None else str(cell) for cell in _renamed(book)))
    book.tabs[TAB] = usage(["gone", "db1"], ["2025/9/30 4", 0.5, 0.5])
    report = load(book.workbook())
    assert facts(report) == []
    assert told(report) == [(TAB, "B7", "unknown-lpar"), (TAB, "C7", "ambiguous-name")]


def _renamed(book: Book) -> list[Cell]:
    """The partition of beta, under the name of one of alpha."""
    row = list(book.tabs["LPAR_Summary"][book.row("LPAR_Summary", "büro-á")])
    row[book.column("LPAR_Summary", "Name")] = "db1"
    return row


def test_a_tab_without_its_headings_is_said() -> None:
    report = taken([["Red"], ["Hours"]], [[None, "db1"], ["Hours"], ["2025/9/30 4", 0.5]])
    assert facts(report) == []
    assert told(report) == [(TAB, "", "missing-column"), ("LPAR_Hourly_Usage_N2", "", "missing-column")]


def test_a_partition_in_two_tabs_counts_once() -> None:
    report = taken(usage(["db1"], ["2025/9/30 4", 0.5]), usage(["db1"], ["2025/9/30 4", 9.0]))
    assert [row[3] for row in facts(report)] == [0.5]
    assert told(report) == [("LPAR_Hourly_Usage_N2", "7", "duplicate-row")]


def test_only_the_hours_of_partitions_are_read_when_asked_for() -> None:
    names = [TAB, "2_lparhourly", "LPAR_Daily_Usage_N1", "CPU_Pool_Hourly_Usage", "LPAR_CPU", "poolhourly"]
    unread = "usage tab, not read on this path"
    assert [unread_tab_but_hours(name) for name in names] == ["", "", unread, unread, "", unread]


def test_hours_of_a_csv_folder(tmp_path: Path) -> None:
    folder = tmp_path / "hmc_20251001_030000_CSV"
    folder.mkdir()
    lpars = (
        "Name,ID,State,Environment,Managed System Name,Managed System Serial\ndb1,10,Running,aixlinux,alpha,7800001\n"
    )
    (folder / "lpar.csv").write_text(lpars)
    rows = usage(["db1"], ["2025/8/3 0"], ["2025/10/1 4", 0.5])
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    (folder / "1_lparhourly.csv").write_text(text + "\n")
    (workbook,) = read(folder, skip=unread_tab_but_hours)
    assert facts(load(workbook)) == [("alpha", "db1", 4, 0.5, 0.5, 1, "2025-10-01", "2025-10-01")]
