from __future__ import annotations

from pathlib import Path

import pytest

from hmcscan_lpm.errors import TooLargeError, UnreadableFileError
from hmcscan_lpm.readers import Limits, Sheet, read

from .builders import KEYS, ODD_NAMES, SERVERS, file, folder, java_csv, java_html

LPARS = [("Name", "ID", *KEYS), ("db1", 13.0, *SERVERS[0])]


def only(tmp_path: Path, page: bytes, **options: object) -> Sheet:
    (book,) = read(folder(tmp_path, "hmc_HTML", {"lpar.html": page}), **options)  # type: ignore[arg-type]
    return book.sheets[0]


def test_a_folder_is_one_report_with_a_tab_per_page(tmp_path: Path) -> None:
    files = {"lpar.html": java_html(LPARS), "vfc.html": java_html([("LPAR name",)])}
    (book,) = read(folder(tmp_path, "hmc_HTML", files))

    assert (book.file, book.kind) == ("hmc_HTML", "html")
    assert book.sheets == (
        Sheet("lpar", (("Name", "ID", *KEYS), ("db1", "13.0", *SERVERS[0])), (11, 14)),
        Sheet("vfc", (("LPAR name",),), (11,)),
    )
    assert [note.kind for note in book.notes] == ["lost-by-format"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_nothing_is_escaped_so_nothing_is_unescaped(tmp_path: Path, end: str) -> None:
    names = (*ODD_NAMES, "a<TD>b", "&lt;", "<b>x</b>", "a\nb", "x</TD>y", " ", "a > b")
    sheet = only(tmp_path, java_html([[name, "next"] for name in names], end=end))

    assert sheet.rows == tuple((name, "next") for name in names)


def test_an_empty_cell_is_told_from_none(tmp_path: Path) -> None:
    assert only(tmp_path, java_html([[None, "", "x", None, ""], [], [""]])).rows == (
        (None, "", "x", None, ""),
        (),
        ("",),
    )


def test_merged_cells_keep_their_place(tmp_path: Path) -> None:
    grid = [["title", None, "y"], ["", ""], ["a", "b", "c"], ["d", None, "f"]]
    merges = {(0, 0): (2, 2), (2, 1): (2, 1)}
    page = java_html([["title", None, "y"], ["void", "void", "z"], *grid[2:]], merges)

    assert only(tmp_path, page).rows == (("title", None, "y"), (None, None, "z"), ("a", "b", "c"), ("d", None, "f"))


def test_a_row_without_any_cell_of_its_own(tmp_path: Path) -> None:
    page = java_html([["title", None], [None, None], ["a", "b"]], {(0, 0): (2, 2)})

    assert only(tmp_path, page).rows == (("title",), (), ("a", "b"))


def test_lines_point_to_the_start_of_each_row(tmp_path: Path) -> None:
    page = java_html([["a\nb\nc"], ["d"]])
    sheet = only(tmp_path, page)

    assert [page.decode().split("\n")[line - 1] for line in sheet.lines] == ["<TR>", "<TR>"]


def test_pages_that_are_no_tab_are_left_out_with_a_note(tmp_path: Path) -> None:
    files = {
        "lpar.html": java_html(LPARS),
        "index.html": b"<HTML>\n<BODY><iframe src=x></iframe></BODY></HTML>\n",
        "fedmenu.html": b"<HTML>\n<BODY><button>x</button></BODY></HTML>\n",
        "db1.html": b'<HTML>\n<BODY><IMG SRC="db1_daily.png"></BODY></HTML>\n',
        "db1_daily.png": b"\x89PNG....",
        "vfc.csv": java_csv([("LPAR name", *KEYS)]),
    }
    (book,) = read(folder(tmp_path, "hmc_HTML", files))

    assert [sheet.name for sheet in book.sheets] == ["lpar"]
    assert [note.message for note in book.notes if note.kind == "ignored-file"] == [
        "Left out: db1.html, db1_daily.png, fedmenu.html, index.html, vfc.csv (not needed beside the pages of an HTML report)."
    ]


def test_pictures_and_text_outside_of_cells_are_noted(tmp_path: Path) -> None:
    page = java_html([["a"], ['<IMG SRC="x.png">'], ["b"]]).replace(b"</TR>\n<TR>", b"</TR>\nstray\n<TR>", 1)
    (book,) = read(folder(tmp_path, "hmc_HTML", {"lpar.html": page}))

    assert book.sheets[0].rows == (("a",), (), ("b",))
    assert [(note.tab, note.cell, note.kind) for note in book.notes[1:]] == [
        ("lpar", "line 15", "unrepaired-row"),
        ("lpar", "line 15", "lost-by-format"),
    ]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_page_that_is_cut_off_is_refused(tmp_path: Path, cut: float) -> None:
    page = java_html(LPARS * 50)
    with pytest.raises(UnreadableFileError, match=r"lpar\.html: is damaged.*line \d+"):
        only(tmp_path, page[: int(len(page) * cut)])


def test_a_merge_without_bounds_is_refused_or_cut_to_the_sheet(tmp_path: Path) -> None:
    page = java_html([["a", "b"], ["c"]]).replace(b"<TD>a", b'<TD colspan="999999999" rowspan="999999999">a')
    rows = only(tmp_path, page).rows

    assert [len(row) for row in rows] == [257, 257]


def test_more_cells_than_allowed_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError, match="cells"):
        only(tmp_path, java_html([["a"] * 10] * 10), limits=Limits(cells=99))


def test_a_skipped_page_is_listed_with_its_reason(tmp_path: Path) -> None:
    assert only(tmp_path, java_html(LPARS), skip=lambda tab: f"not {tab}") == Sheet("lpar", (), skipped="not lpar")


def test_one_page_of_a_folder_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="Give the folder"):
        read(file(tmp_path, "lpar.html", java_html(LPARS)))


def test_pages_win_over_tables_in_one_folder(tmp_path: Path) -> None:
    files = {"lpar.html": java_html(LPARS), "lpar.csv": java_csv(LPARS)}
    (book,) = read(folder(tmp_path, "both", files))

    assert (book.kind, [note.kind for note in book.notes]) == ("html", ["lost-by-format", "ignored-file"])
