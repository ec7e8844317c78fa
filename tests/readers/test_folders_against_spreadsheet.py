"""The CSV and HTML folders of the Java scanner hold the same grids as its ``.xls``, but for what the formats lose."""

from __future__ import annotations

from pathlib import Path

import pytest

from hmcscan_lpm.readers import Sheet, Workbook, read

ALPHA = Path(__file__).parents[2].parent / "shared" / "reports" / "alpha"
pytestmark = pytest.mark.skipif(not ALPHA.is_dir(), reason="the shared reports are not here")

TABS = {
    "header": "Header",
    "hmc": "HMC",
    "systems": "System_Summary",
    "onoff": "OnOff CoD",
    "codlog": "CoD Events",
    "lpar": "LPAR_Summary",
    "profile": "LPAR_Profiles",
    "cpu": "LPAR_CPU",
    "mem": "LPAR_MEM",
    "slots": "Physical_Slots",
    "iochildren": "IO_slot_children",
    "veth": "Virtual_Ethernet",
    "vscsi": "Virtual_SCSI",
    "vscsimap": "VSCSI_Map",
    "vfc": "Virtual_Fibre",
    "viosdisks": "VIOS disks",
    "sea": "SEA",
    "pfc": "FC",
}
SCANS = {
    "hmc-alpha1_20250601_073012": ("", "_SANE"),
    "hmc-alpha2_20250601_074155": ("", "_SANE"),
}
FOLDERS = [
    (f"{scan}_{form}{sane}", f"{scan}_scan{'_safe' if sane else ''}.xls")
    for scan, variants in SCANS.items()
    for sane in variants
    for form in ("CSV", "HTML")
]
CASES = [(folder, spreadsheet, stem) for folder, spreadsheet in FOLDERS for stem in TABS]


@pytest.fixture(scope="module")
def reports() -> dict[str, Workbook]:
    """Each folder and spreadsheet, read once."""
    names = {name for pair in FOLDERS for name in pair}
    return {name: read(ALPHA / name)[0] for name in names}


def sheet(book: Workbook, name: str) -> Sheet:
    """The tab of that name."""
    return next(found for found in book.sheets if found.name == name)


def as_written(cell: str | float | None) -> str:
    """A cell as the scanner's Java writes it as text: decimals cut at two places once more, integers as such."""
    if isinstance(cell, float):
        return str(int(cell * 100) / 100)
    return cell or ""


def as_number(text: str | float | None, like: str | float | None) -> str:
    """A cell of a folder in the same form, where the spreadsheet has a number."""
    return str(float(text)) if isinstance(like, float) and text else str(text or "")


def padded(rows: tuple[tuple[str | float | None, ...], ...]) -> list[list[str | float | None]]:
    """The rows at one width, since each form ends them elsewhere."""
    width = max(map(len, rows), default=0)
    return [[*row, *[None] * (width - len(row))] for row in rows]


@pytest.mark.parametrize(("folder", "spreadsheet", "stem"), CASES)
def test_a_file_of_a_folder_has_the_grid_of_its_tab(
    reports: dict[str, Workbook], folder: str, spreadsheet: str, stem: str
) -> None:
    expected = padded(sheet(reports[spreadsheet], TABS[stem]).rows)
    width = len(expected[0])
    actual = [
        [*row, *[None] * (width - len(row))]
        for row in (row[:width] if not any(row[width:]) else row for row in sheet(reports[folder], stem).rows)
    ]

    assert [[as_written(cell) for cell in row] for row in expected] == [
        [as_number(cell, like) for cell, like in zip(row, expected_row, strict=True)]
        for row, expected_row in zip(actual, expected, strict=True)
    ]


@pytest.mark.parametrize(("folder", "spreadsheet"), [pair for pair in FOLDERS if "HTML" in pair[0]])
def test_a_page_tells_empty_cells_from_missing_ones(
    reports: dict[str, Workbook], folder: str, spreadsheet: str
) -> None:
    for stem, tab in TABS.items():
        blanks = [[cell for cell in row if cell in (None, "")] for row in sheet(reports[spreadsheet], tab).rows]
        assert blanks == [[cell for cell in row if cell in (None, "")] for row in sheet(reports[folder], stem).rows], (
            tab
        )


@pytest.mark.parametrize("folder", [folder for folder, _ in FOLDERS])
def test_every_tab_but_the_calculator_is_there_and_every_row_has_a_line(
    reports: dict[str, Workbook], folder: str
) -> None:
    book = reports[folder]

    assert sorted(TABS) == sorted(found.name for found in book.sheets)
    assert all(len(found.lines) == len(found.rows) for found in book.sheets)
    assert all(list(found.lines) == sorted(set(found.lines)) for found in book.sheets)


def test_lines_lead_to_the_row_in_the_file(reports: dict[str, Workbook]) -> None:
    folder = "hmc-alpha1_20250601_073012_CSV"
    text = (ALPHA / folder / "veth.csv").read_text().split("\n")
    found = sheet(reports[folder], "veth")

    starts = {line: row[0] for line, row in zip(found.lines, found.rows, strict=True) if row and row[0]}
    assert starts == {line: text[line - 1].split(",")[0] for line in starts}


def test_the_file_that_strayed_into_the_html_folder_is_used_and_said_so(reports: dict[str, Workbook]) -> None:
    notes = [note for note in reports["hmc-alpha1_20250601_073012_CSV"].notes if note.kind == "borrowed-file"]

    assert [(note.tab, "_HTML/vfc.csv" in note.message) for note in notes] == [("vfc", True)]


def test_repairs_are_noted_once_per_file_and_kind(reports: dict[str, Workbook]) -> None:
    notes = [(note.tab, note.kind, note.cell) for note in reports["hmc-alpha1_20250601_073012_CSV"].notes if note.tab]

    assert notes == [
        ("vfc", "borrowed-file", ""),
        ("codlog", "rejoined-separators", "line 3"),
        ("sea", "rejoined-separators", "line 32"),
        ("veth", "rejoined-lines", "line 5"),
    ]


def test_the_whole_data_centre_can_be_given_as_one_folder() -> None:
    books = read(ALPHA, skip=lambda _: "not needed here")

    assert sorted([*(f"alpha/{name}" for name in {name for pair in FOLDERS for name in pair})]) == sorted(
        book.file for book in books
    )
