from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from .reports import SAMPLES, XLS, book

WORKBOOKS = tuple(sorted(SAMPLES.glob("*.xlsx")))
CSV_FILES = (
    "codlog cpu header hmc iochildren lpar mem onoff pfc profile sea slots systems veth vfc viosdisks vscsi vscsimap"
)

each_workbook = pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)


@each_workbook
def test_a_workbook_has_the_35_tabs_of_its_scanner_and_one_of_its_console(path: Path) -> None:
    names = load_workbook(path, read_only=True).sheetnames
    assert (names[0], names[1], len(names)) == ("Header", f"HMC {path.stem}", 35)


@each_workbook
def test_a_workbook_claims_to_be_as_old_as_its_scan(path: Path) -> None:
    workbook = load_workbook(path)
    scanned = workbook[f"HMC {path.stem}"]["B3"].value
    assert workbook["Header"]["B8"].value == scanned
    assert f"{workbook.properties.created:%Y-%m-%d %H:%M:%S}" == scanned


@each_workbook
def test_a_workbook_and_its_dump_name_the_same_servers(path: Path) -> None:
    rows = load_workbook(path)["System Summary"].iter_rows(min_row=2, max_col=1, values_only=True)
    dump = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert {row[0] for row in rows} == set(dump["managed_system"])


def csv_lines(name: str) -> list[str]:
    (folder,) = SAMPLES.glob("*_CSV")
    return (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()


def test_the_csv_folder_has_one_file_per_tab_that_the_scanner_knows() -> None:
    (folder,) = SAMPLES.glob("*_CSV")
    assert sorted(path.name for path in folder.iterdir()) == [f"{name}.csv" for name in CSV_FILES.split()]


def test_csv_cells_are_not_quoted() -> None:
    assert ',0x0000000d "feed1",' in csv_lines("vscsimap")[1]
    assert csv_lines("codlog")[1].count(",") > csv_lines("codlog")[0].count(",")


def test_a_line_break_in_a_cell_breaks_the_csv_row() -> None:
    sheet = book(XLS[1]).sheet_by_name("Virtual_Ethernet")
    breaks = sum(str(cell).count("\n") for row in range(sheet.nrows) for cell in sheet.row_values(row))
    assert breaks
    assert len(csv_lines("veth")) == sheet.nrows + breaks
