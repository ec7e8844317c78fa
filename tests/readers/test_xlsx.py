from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

from hmcscan_lpm.errors import TooLargeError, UnreadableFileError
from hmcscan_lpm.readers import Limits, Sheet, read

from .builders import ODD_NAMES, SHARED, file, unzipped, xlsx, zipped

SHEET = "xl/worksheets/sheet1.xml"


def edited(old: bytes, new: bytes, part: str = SHEET, grid: object = None) -> bytes:
    """A workbook with *old* replaced in one of its parts."""
    parts = unzipped(xlsx({"t": grid or [["a", 1.0], ["b", 2.0]]}))
    assert old in parts[part]
    return zipped({**parts, part: parts[part].replace(old, new, 1)})


def test_cells_come_as_they_stand_and_empty_text_is_no_cell(tmp_path: Path) -> None:
    grid = [["Name", "ID", "Note"], ["db1", 13.0, ""], ["db2", None, "a\nb"], [], [None, 0.5, " "]]
    (book,) = read(file(tmp_path, "scan.xlsx", xlsx({"LPAR details": grid})))

    assert (book.file, book.kind, book.notes) == ("scan.xlsx", "xlsx", ())
    assert book.sheets == (
        Sheet(
            "LPAR details",
            (("Name", "ID", "Note"), ("db1", 13.0), ("db2", None, "a\nb"), (), (None, 0.5, " ")),
        ),
    )


def test_rows_and_columns_before_the_first_cell_are_there(tmp_path: Path) -> None:
    (book,) = read(file(tmp_path, "scan.xlsx", xlsx({"t": [[], [], [None, None, "C3"]]})))

    assert book.sheets[0].rows == ((), (), (None, None, "C3"))


def test_odd_names_stay_text(tmp_path: Path) -> None:
    (book,) = read(file(tmp_path, "scan.xlsx", xlsx({"t": [[name] for name in ODD_NAMES]})))

    assert book.sheets[0].rows == tuple((name,) for name in ODD_NAMES)


def test_a_formula_is_given_as_it_was_typed_with_one_note_per_tab(tmp_path: Path) -> None:
    tabs = {"LPARs": [["Name"], ["=x"], ["db1"], ["{=y}"]], "Pools": [[1.0, "=A1-1"]], "Plain": [["a=b"]]}
    (book,) = read(file(tmp_path, "scan.xlsx", xlsx(tabs)))

    assert [sheet.rows for sheet in book.sheets] == [
        (("Name",), ("=x",), ("db1",), ("{=y}",)),
        ((1.0, "=A1-1"),),
        (("a=b",),),
    ]
    assert [(note.tab, note.cell, note.kind) for note in book.notes] == [
        ("LPARs", "A2", "formula-as-text"),
        ("Pools", "B1", "formula-as-text"),
    ]


def test_a_formula_that_refers_to_another_keeps_its_value(tmp_path: Path) -> None:
    data = edited(b'<c r="B2"><v>2</v>', b'<c r="B2"><f t="shared" si="0"/><v>2</v>', grid=[["a", "=1+1"], ["b", 2.0]])
    (book,) = read(file(tmp_path, "scan.xlsx", data))

    assert book.sheets[0].rows == (("a", "=1+1"), ("b", 2.0))
    assert book.notes[0].message.endswith("keep the value beside it: 1.")


def test_cells_that_no_scanner_writes_become_text_with_a_note(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["A1"], sheet["B1"], sheet["A2"] = True, "#N/A", dt.datetime.fromisoformat("2025-06-01T07:30:00")
    sheet["B1"].data_type = "e"
    buffer = io.BytesIO()
    workbook.save(buffer)
    (book,) = read(file(tmp_path, "scan.xlsx", buffer.getvalue()))

    assert book.sheets[0].rows == (("TRUE", "#N/A"), ("2025-06-01 07:30:00",))
    assert sorted((note.cell, note.kind) for note in book.notes) == [
        ("A1", "odd-cell"),
        ("A2", "odd-cell"),
        ("B1", "odd-cell"),
    ]


def test_a_chart_is_listed_without_cells(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "a"
    workbook.create_chartsheet("chart")
    buffer = io.BytesIO()
    workbook.save(buffer)
    (book,) = read(file(tmp_path, "scan.xlsx", buffer.getvalue()))

    assert [(sheet.name, bool(sheet.rows), bool(sheet.skipped)) for sheet in book.sheets] == [
        ("Sheet", True, False),
        ("chart", False, True),
    ]


def test_a_skipped_tab_is_never_opened(tmp_path: Path) -> None:
    data = edited(b"<sheetData>", b"<sheetData><not xml")
    (book,) = read(file(tmp_path, "scan.xlsx", data), skip=lambda tab: f"not {tab}")

    assert book.sheets == (Sheet("t", (), skipped="not t"),)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (xlsx({"t": [["a"]]})[:-200], "truncated or damaged"),
        (edited(b"<sheetData>", b"<sheetData><not xml"), "XML is damaged"),
        (edited(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'), "document type"),
        (edited(b'r="A1"', b'r="A0"'), "no cell"),
        (edited(b'r="A1" ', b""), "no cell"),
        (
            edited(b'Target="worksheets/sheet1.xml"', b'Target="worksheets/gone.xml"', "xl/_rels/workbook.xml.rels"),
            "missing",
        ),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"\x00"}), "list of tabs"),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "cannot be opened"),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b""}), ".xlsb"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}), ".ods"),
        (zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "no spreadsheet"),
    ],
    ids=["cut", "xml", "doctype", "row 0", "no address", "no sheet", "binary", "empty workbook", "xlsb", "ods", "docx"],
)
def test_packages_that_cannot_be_used_say_why(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        read(file(tmp_path, "scan.xlsx", data))


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b'<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD1048576"><x:v>1</x:v></x:c>',
        b'<c t="inlineStr" r="XFD1048576"><is><t>x</t></is></c>',
        b'<c r="XFD1048576"><f>1</f></c>',
    ],
)
def test_a_cell_far_away_is_refused_before_the_grid_is_made(tmp_path: Path, cell: bytes) -> None:
    data = edited(b"</sheetData>", b'<row r="1048576">' + cell + b"</row></sheetData>")
    with pytest.raises(TooLargeError, match=r"row 1,048,576, column 16,384"):
        read(file(tmp_path, "scan.xlsx", data))


def test_formatted_cells_far_away_do_no_harm(tmp_path: Path) -> None:
    data = edited(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')
    (book,) = read(file(tmp_path, "scan.xlsx", data))

    assert book.sheets[0].rows == (("a", 1.0), ("b", 2.0))


def test_a_text_repeated_beyond_measure_is_refused(tmp_path: Path) -> None:
    data = xlsx({"t": [["x" * 30_000] * 50] * 40})
    with pytest.raises(TooLargeError, match="letters"):
        read(file(tmp_path, "scan.xlsx", data), limits=Limits(unpacked_bytes=50_000_000))


def test_a_part_that_unpacks_beyond_measure_is_refused(tmp_path: Path) -> None:
    data = edited(b"</worksheet>", b" " * 60_000_000 + b"</worksheet>")
    with pytest.raises(TooLargeError, match="ratio"):
        read(file(tmp_path, "scan.xlsx", data))
    with pytest.raises(TooLargeError, match="unpacked_bytes"):
        read(file(tmp_path, "scan.xlsx", data), limits=Limits(ratio=2000, unpacked_bytes=50_000_000))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not here")
def test_real_workbooks_agree_with_another_library() -> None:
    path = SHARED / "reports" / "beta" / "hmcbeta2.xlsx"
    (book,) = read(path)
    other = openpyxl.load_workbook(path)

    def plain(value: object) -> object:
        return float(value) if isinstance(value, int) else value or None

    for sheet in book.sheets:
        expected = [[plain(cell) for cell in row] for row in other[sheet.name].iter_rows(values_only=True)]
        width = max(map(len, expected))
        actual = [[*row, *[None] * (width - len(row))] for row in sheet.rows]
        assert expected == actual + [[None] * width] * (len(expected) - len(actual)), sheet.name
