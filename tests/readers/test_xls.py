from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
import xlwt

from hmcscan_lpm.errors import TooLargeError, UnreadableFileError
from hmcscan_lpm.readers import Limits, Sheet, read

from .builders import ODD_NAMES, SHARED, encrypted_xls, file, ole2, saved, xls


def test_cells_come_as_they_stand(tmp_path: Path) -> None:
    grid = [["Name", "ID", "Note"], ["db1", 13.0, ""], ["db2", None, "a\nb"], [], [None, None, " "]]
    (book,) = read(file(tmp_path, "scan.xls", xls({"LPAR_Summary": grid})))

    assert (book.file, book.kind, book.document, book.notes) == ("scan.xls", "xls", None, ())
    assert book.sheets == (
        Sheet(
            "LPAR_Summary",
            (("Name", "ID", "Note"), ("db1", 13.0, ""), ("db2", None, "a\nb"), (), (None, None, " ")),
        ),
    )


def test_odd_names_stay_text(tmp_path: Path) -> None:
    (book,) = read(file(tmp_path, "scan.xls", xls({"t": [[name] for name in ODD_NAMES]})))

    assert book.sheets[0].rows == tuple((name,) for name in ODD_NAMES)


def test_a_skipped_tab_is_listed_with_its_reason_and_never_parsed(tmp_path: Path) -> None:
    path = file(tmp_path, "scan.xls", xls({"A": [["a"]], "Hourly": [["h"] * 200] * 50, "B": [["b"]]}))
    (book,) = read(path, skip=lambda tab: "usage" if tab == "Hourly" else "", limits=Limits(cells=10))

    assert book.sheets == (Sheet("A", (("a",),)), Sheet("Hourly", (), skipped="usage"), Sheet("B", (("b",),)))


def test_cells_that_no_scanner_writes_become_text_with_a_note(tmp_path: Path) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("t")
    sheet.write(0, 0, True)
    sheet.write(0, 1, False)
    sheet.row(1).set_cell_error(2, 0x2A)
    sheet.write(2, 0, dt.datetime.fromisoformat("2025-06-01T07:30:00"), xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM"))
    (book,) = read(file(tmp_path, "scan.xls", saved(workbook)))

    assert book.sheets[0].rows == (("TRUE", "FALSE"), (None, None, "#N/A"), ("2025-06-01 07:30:00",))
    assert [(note.tab, note.cell, note.kind) for note in book.notes] == [
        ("t", "A1", "odd-cell"),
        ("t", "C2", "odd-cell"),
        ("t", "A3", "odd-cell"),
    ]


def test_the_fingerprint_is_that_of_the_file(tmp_path: Path) -> None:
    data = xls({"t": [["a"]]})
    (book,) = read(file(tmp_path, "scan.xls", data))

    assert book.sha256 == hashlib.sha256(data).hexdigest()


def test_the_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    (book,) = read(file(tmp_path, "scan.csv", xls({"t": [["a"]]})))

    assert (book.file, book.kind) == ("scan.csv", "xls")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (encrypted_xls(), "password"),
        (ole2("EncryptedPackage"), "password"),
        (ole2("__properties_version1.0"), ".eml"),
        (ole2("WordDocument"), "without a spreadsheet"),
        (ole2("Workbook"), "truncated or damaged"),
        (xls({"t": [["a"]]})[:1000], "truncated or damaged"),
        (xls({"t": [["a"]]})[:3000], "truncated or damaged"),
    ],
    ids=["encrypted xls", "encrypted xlsx", "msg", "doc", "garbage", "cut early", "cut late"],
)
def test_ole2_files_that_cannot_be_used_say_why(tmp_path: Path, data: bytes, words: str) -> None:
    path = file(tmp_path, "scan.xls", data)
    with pytest.raises(UnreadableFileError) as caught:
        read(path)

    assert words in str(caught.value)
    assert caught.value.file == str(path)
    assert caught.value.advice


def test_more_cells_than_allowed_are_refused(tmp_path: Path) -> None:
    path = file(tmp_path, "scan.xls", xls({"a": [["x"] * 10] * 10, "b": [["x"] * 10] * 10}))

    assert len(read(path, limits=Limits(cells=200))) == 1
    with pytest.raises(TooLargeError, match="cells"):
        read(path, limits=Limits(cells=199))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not here")
def test_a_real_report_keeps_its_tabs_and_shapes() -> None:
    (book,) = [found for path in (SHARED / "reports" / "real").glob("*.xls") for found in read(path)]
    shapes = {sheet.name: (len(sheet.rows), max(map(len, sheet.rows), default=0)) for sheet in book.sheets}

    assert (len(shapes), shapes["LPAR_Profiles"], shapes["VIOS disks"]) == (23, (10, 35), (19, 4))
    assert shapes["Ent_Sys_Pools"] == (0, 0)
