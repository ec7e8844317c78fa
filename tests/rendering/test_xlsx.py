"""The workbook is read back as meant: typed, harmless, complete, and the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from hmcscan_lpm.errors import OutputError
from hmcscan_lpm.rendering import xlsx
from hmcscan_lpm.rendering.escape import XLSX_CELL, one_line, visible, xlsx_text
from hmcscan_lpm.rendering.spreadsheet import Sheet, Toned
from hmcscan_lpm.results import MigrationPlan

from . import builders as b
from . import execution_builders as x

TITLES = [
    "Summary", "Moves", "Placement", "Findings", "Open questions", "Waves", "Mapping FC", "Mapping vSCSI", "VLANs", "SAN",
    "Capacity", "Commands", "Runbook", "Sign-off", "Data quality", "Sources",
]  # fmt: skip


def read(content: bytes) -> dict[str, list[list[Any]]]:
    """Title → rows, the heading row first."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {title: book.get_sheet_by_name(title).to_python() for title in book.sheet_names}


def table(sheet: list[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(sheet[0], row, strict=True)) for row in sheet[1:]]


def one(*cells: Any) -> list[Any]:
    """What is read back of a sheet with one row."""
    sheet = Sheet("One", tuple(f"c{place}" for place in range(len(cells))), (cells,))
    return read(xlsx.workbook_bytes((sheet,), title="", made=xlsx.NO_CLOCK))["One"][1]


@pytest.fixture(scope="module")
def demo() -> dict[str, list[list[Any]]]:
    return read(xlsx.render_plan(b.demo_plan()))


def test_every_sheet_is_there_with_its_headings(demo: dict[str, list[list[Any]]]) -> None:
    assert list(demo) == TITLES
    assert all(all(rows[0]) and len(set(rows[0])) == len(rows[0]) for rows in demo.values())
    assert list(read(xlsx.render_plan(b.plan()))) == [title for title in TITLES if title != "Placement"]


def test_moves_have_typed_cells(demo: dict[str, list[list[Any]]]) -> None:
    blocked, unproven = table(demo["Moves"])[:2]
    assert (blocked["Verdict"], blocked["Partition"], blocked["Wave"]) == ("✕ Blocked", "erp-db-prd-01", "none")
    assert (unproven["Cores"], unproven["Memory GB"], unproven["Wave"], unproven["Night"]) == (2.5, 64.0, 1, 1)
    assert unproven["Movers"] == "ams-vios1 → ams2-vios1\nams-vios2 → ams2-vios2"
    assert table(demo["Moves"])[-1]["Cores"] == "not known"


def test_waves_have_the_moves_then_who_is_in_none(demo: dict[str, list[list[Any]]]) -> None:
    rows = table(demo["Waves"])
    assert [row["Wave"] for row in rows] == [1, 1, 2, 3, *["none"] * 8]
    assert (rows[0]["Starts, minute"], rows[0]["Ends, minute"], rows[0]["Ends at"]) == (0, 12.6, "22:13")
    assert rows[0]["Validated"] == ""
    assert rows[2]["Ends, minute"] == "not known"
    assert rows[4]["Why the wave ends"] == "A partition moves once."
    assert rows[-1]["Why the wave ends"] == "Blocked: VLAN 900 is not bridged; 146.5 GB of memory missing"


def test_mappings_say_what_is_missing_and_why(demo: dict[str, list[list[Any]]]) -> None:
    first, second, third, *_ = table(demo["Mapping FC"])
    assert (first["VIOS there"], first["Port there"], first["Look at"]) == ("none found", "none found", x.NO_PORT)
    assert (second["Server slot there"], second["The same, known by"]) == (
        "the HMC chooses",
        "not shown to be the same",
    )
    assert (third["Slot"], third["VIOS id there"], third["Pinned"]) == (17, 1, "yes")
    scsi = table(demo["Mapping vSCSI"])
    assert (scsi[1]["VIOS there"], scsi[1]["Carries"]) == ("none found", "nothing")
    assert table(demo["VLANs"])[1]["Bridged there by"] == "none found"


def test_every_command_of_every_move_is_there(demo: dict[str, list[list[Any]]]) -> None:
    rows = table(demo["Commands"])
    commands = {row["Command"] for row in rows}
    names = [name for name in type(b.demo_plan().commands[0]).__slots__ if name not in {"lpar", "source", "target"}]
    meant = {getattr(item, name) for item in b.demo_plan().commands for name in names if name not in NOT_COMMANDS}
    assert commands == meant - {""} | {"none can be given"}
    changing = [row["Command"] for row in rows if row["Changes something"] == "! yes"]
    assert not [run for run in changing if " -o v " in run or run.startswith("ls")]
    assert rows[0]["On HMC"] == "hmc-ams1"


NOT_COMMANDS = {"hmc", "target_hmc", "remote", "asks_user", "notes", "back_notes"}


def test_what_is_not_known_is_never_zero_and_never_empty(demo: dict[str, list[list[Any]]]) -> None:
    rows = table(demo["Capacity"])
    assert (rows[2]["Cores left"], rows[2]["Memory left GB, at most"], rows[2]["Reserve kept"]) == ("not known",) * 3
    assert rows[2]["Room on ports"] == "ams2-vios1 fcs2: ?"
    assert one(None, "", 0, 2.5) == ["not known", "", 0, 2.5]


def test_a_missing_wwpn_says_so(demo: dict[str, list[list[Any]]]) -> None:
    assert [row["WWPN"] for row in table(demo["SAN"])][-1] == "missing"
    assert all(isinstance(row["WWPN"], str) for row in table(demo["SAN"]))


@pytest.mark.parametrize("text", [*b.HOSTILE, "-2+3", "+1", "@sum(1)", "\t=1", "\r=1", "＝1+1", "#N/A", "12e5", "0012"])
def test_no_text_is_a_formula_a_number_or_an_error(text: str) -> None:
    content = xlsx.workbook_bytes((Sheet("One", ("c",), ((text,),)),), title=text, made=xlsx.NO_CLOCK)
    cell = openpyxl.load_workbook(io.BytesIO(content))["One"]["A2"]
    assert (cell.value, cell.data_type) == (visible(text), "s")
    assert cell.quotePrefix or not text.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_every_hostile_text_is_shown_and_none_is_more_than_a_text() -> None:
    content = xlsx.render_plan(b.hostile_plan())
    cells = "\n".join(str(cell) for rows in read(content).values() for row in rows[1:] for cell in row)
    assert [text for text in b.HOSTILE if visible(text) not in cells] == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pages = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert len(pages) == len(TITLES)
    assert not [page for page in pages if b"<f>" in page or b"<hyperlink" in page or b't="e"' in page]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=30))
def test_a_text_is_read_back_as_it_is_shown(text: str) -> None:
    assert one(Toned(text, "bad"), "end") == [visible(text), "end"]


def test_an_escape_of_the_format_stays_a_text() -> None:
    assert xlsx_text("_x202E_ _x12_ x_x0041_") == "_x005F_x202E_ _x12_ x_x005F_x0041_"
    assert one("_x202E_ _x12_ x_x0041_") == ["_x202E_ _x12_ x_x0041_"]


@pytest.mark.parametrize("text", ["a" * 40_000, "\U0001f600" * 20_000, "=" + "1" * 40_000, "_x0041_" * 9_000])
def test_a_text_that_is_too_long_is_cut_and_says_so(text: str) -> None:
    shown = xlsx_text(text)
    assert len(shown.encode("utf-16-le")) <= 2 * XLSX_CELL
    assert shown.endswith(f"… [cut here, {len(text)} characters in all]")
    assert len(shown.encode("utf-16-le")) > 2 * XLSX_CELL - 8
    assert one(text)[0].endswith("characters in all]")


def test_the_same_plan_gives_the_same_bytes_whatever_the_clock() -> None:
    content = xlsx.render_plan(b.demo_plan())
    assert xlsx.render_plan(b.demo_plan()) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b">2000-01-01T00:00:00Z<") == 2


@pytest.mark.parametrize(
    ("made_at", "clock"),
    [
        ("", xlsx.NO_CLOCK),
        ("2026-01-01 10:00", datetime.fromisoformat("2026-01-01T10:00")),
        ("2026-02-03T04:05:06+01:00", datetime.fromisoformat("2026-02-03T04:05:06")),
        ("2026-01-01", datetime.fromisoformat("2026-01-01")),
        ("2026-99-01", xlsx.NO_CLOCK),
        ("next week", xlsx.NO_CLOCK),
    ],
)
def test_the_file_was_made_when_the_plan_was(made_at: str, clock: datetime) -> None:
    properties = openpyxl.load_workbook(io.BytesIO(xlsx.render_plan(b.plan(made_at=made_at)))).properties
    assert (properties.created, properties.modified) == (clock, clock)
    assert properties.title == "Leave ams-s924-01"


def test_headings_stay_in_view_rows_can_be_filtered_and_colours_have_words() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render_plan(b.demo_plan())))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(8 <= sheet.column_dimensions[cell.column_letter].width <= 60 for cell in sheet[1])
        assert all(cell.alignment.wrap_text for row in sheet for cell in row)
    cell = book["Moves"]["A2"]
    assert (cell.value, cell.fill.fgColor.rgb) == ("✕ Blocked", "00FDE2E2")


def test_a_plan_is_saved_as_a_workbook(tmp_path: Path) -> None:
    plan = MigrationPlan(b.plan())
    plan.save(tmp_path / "plan.XLSX")
    assert (tmp_path / "plan.XLSX").read_bytes() == plan.to_xlsx() == xlsx.render_plan(b.plan())
    with pytest.raises(OutputError, match=r"plan\.xlsx: cannot be written"):
        plan.to_xlsx(tmp_path / "missing" / "plan.xlsx")


def test_times_of_reports_are_dates() -> None:
    scanned = [row["Scanned"] for row in table(read(xlsx.render_plan(b.plan()))["Sources"])]
    assert scanned[0] == datetime.fromisoformat("2025-08-20T07:54:19")


def test_what_the_page_folds_is_all_there(demo: dict[str, list[list[Any]]]) -> None:
    places = {row["Partition"] for row in table(demo["Findings"])}
    assert {f"batch{number:02}" for number in range(1, 18)} <= places
    assert len(table(demo["Data quality"])) == 23
    assert one_line(demo["Summary"][1][1]) == "Move the ERP partitions off ams-s924-01"
