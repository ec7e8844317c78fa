"""Whatever the bytes are, a reader gives reports or one error of ours; and what a scanner writes comes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hmcscan_lpm.errors import HmcscanLpmError
from hmcscan_lpm.readers import read

from .builders import (
    KEYS,
    SERVERS,
    dump,
    folder,
    java_csv,
    java_html,
    mail,
    ole2,
    systems_csv,
    unzipped,
    xls,
    xlsx,
    zipped,
)

quick = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

GRID = [["Name", "ID", "Note"], ["db1", 13.0, "a\nb"], ["=x", None, "x, y"]]
FORMS: dict[str, Callable[[], bytes]] = {
    "xls": lambda: xls({"LPAR_Summary": GRID, "SEA": GRID}),
    "xlsx": lambda: xlsx({"LPAR details": GRID, "SEA": GRID}),
    "json": lambda: dump(S1={"a": ["1", "2"]}),
    "mail": lambda: mail({"scan.xls": xls({"t": GRID}), "a.zip": zipped({"b.json": dump()})}).as_bytes(),
    "zip": lambda: zipped({"a/systems.csv": systems_csv(), "b/lpar.html": java_html(GRID), "c.xls": xls({"t": GRID})}),
    "stored zip": lambda: zipped({"a/systems.csv": systems_csv(), "b/lpar.html": java_html(GRID)}, 0),
    "msg": lambda: ole2("__properties_version1.0"),
}
sample = cache(lambda form: FORMS[form]())


def survives(root: Path, data: bytes) -> None:
    """Reading *data* gives at least one report or one error of ours; anything else fails the test by itself."""
    path = root / "fuzz"
    path.write_bytes(data)
    try:
        books = read(path)
    except HmcscanLpmError as error:
        books = ()
        message = str(error)
    else:
        assert books
        message = str(path)
    assert message.startswith(str(path))
    for book in books:
        for sheet in book.sheets:
            assert all(isinstance(cell, (str, float, type(None))) for row in sheet.rows for cell in row)
            assert len(sheet.lines) in (0, len(sheet.rows))


SIGNATURES = [
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{",
    b"From: a\nTo: b\n\n",
    b"\x1f\x8b",
    b"<HTML>",
]


@quick
@given(start=st.sampled_from(SIGNATURES), rest=st.binary(max_size=600))
def test_no_bytes_surprise_the_readers(tmp_path: Path, start: bytes, rest: bytes) -> None:
    survives(tmp_path, start + rest)


@pytest.mark.parametrize("form", FORMS)
@quick
@given(data=st.data())
def test_no_truncation_surprises_the_readers(tmp_path: Path, form: str, data: st.DataObject) -> None:
    whole = sample(form)
    survives(tmp_path, whole[: data.draw(st.integers(0, len(whole)))])


edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=8)), min_size=1, max_size=6)


def edit(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for share, removed, added in changes:
        start = int(share * len(data))
        data = data[:start] + added + data[start + removed :]
    return data


@pytest.mark.parametrize("form", FORMS)
@quick
@given(changes=edits)
def test_no_change_surprises_the_readers(tmp_path: Path, form: str, changes: list[tuple[float, int, bytes]]) -> None:
    survives(tmp_path, edit(sample(form), changes))


TOKENS = [
    b'<c r="XFD1048576"><v>1</v></c>', b"<f>", b"</f>", b"<v>", b"</v>", b' t="s"', b' t="e"', b' t="d"', b"<v>1e999</v>",
    b"&#0;", b"&x;", b"<![CDATA[", b"]]>", b'<row r="9">', b"<v>-1</v>", b'<c r="B2">', b' r="B2"', b"\xff\xfe",
]  # fmt: skip


@quick
@given(data=st.data())
def test_no_change_inside_of_a_package_surprises_the_readers(tmp_path: Path, data: st.DataObject) -> None:
    parts = unzipped(sample("xlsx"))
    part = data.draw(st.sampled_from(sorted(parts)))
    changes = data.draw(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20), st.sampled_from(TOKENS)), max_size=4))
    survives(tmp_path, zipped({**parts, part: edit(parts[part], changes)}))


MARKUP = [
    b"<TR>\n",
    b"\n</TR>\n",
    b"\t<TD>",
    b"</TD>",
    b'\t<TD colspan="99999999">',
    b'\t<TD rowspan="3">',
    b"</TABLE>",
    b"\r\n",
]


@quick
@given(changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(MARKUP)), max_size=5))
def test_no_change_to_a_page_surprises_the_readers(tmp_path: Path, changes: list[tuple[float, int, bytes]]) -> None:
    survives(tmp_path, zipped({"a/lpar.html": edit(java_html(GRID * 3, {(0, 0): (2, 2)}), changes)}))


FIELDS = [
    b",",
    b"\n",
    b"\r\n",
    b",S1,7800001\n",
    b'"',
    b",".join(key.encode() for key in KEYS),
    b"Virtual Ethernet Slots,,,,,,,,,\n",
]


@quick
@given(changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(FIELDS)), max_size=8))
def test_no_change_to_a_table_loses_a_word(tmp_path: Path, changes: list[tuple[float, int, bytes]]) -> None:
    header = ("LPAR", "Adapter description", "Slot", *KEYS)
    rows = [(f"lpar{number}", f"PCIe3, part{number}", str(number), *SERVERS[number % 2]) for number in range(8)]
    data = edit(java_csv([header, *rows]), changes)
    (book,) = read(folder(tmp_path, "x", {"systems.csv": systems_csv(), "slots.csv": data}))

    def words(text: str) -> list[str]:
        return text.replace(",", " ").split()

    cells = [cell for row in book.sheets[0].rows for cell in row if cell]
    assert words(data.decode()) == words(" ".join(map(str, cells)))


name = st.text(st.characters(categories=["L", "N", "S", "P"], exclude_characters=",\r\n"), min_size=1, max_size=8)
listing = st.lists(name.map(lambda text: f"{text}@p"), min_size=1, max_size=4).map("\n".join)
words = st.lists(name, min_size=1, max_size=4).map(", ".join)


@quick
@given(
    rows=st.lists(
        st.tuples(name, st.one_of(name, words), name, st.one_of(st.just(""), listing)), min_size=1, max_size=8
    ),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_tables_come_back_as_the_scanner_wrote_them(
    tmp_path: Path, rows: list[tuple[str, str, str, str]], end: str
) -> None:
    header = ("Number", "Adapter description", "Location", "Profiles desiring", *KEYS)
    regular = ("1", "Empty slot", "U78D2.001-P1-C1", "", *SERVERS[0])
    grid = [
        header,
        regular,
        *((str(number), text, f"U78D2.001-P1-C{number}", profiles, *SERVERS[number % 2])
          for number, (_, text, _, profiles) in enumerate(rows)),
    ]  # fmt: skip
    files = {"systems.csv": systems_csv(), "slots.csv": java_csv(grid, end=end)}
    (book,) = read(folder(tmp_path, "x", files))

    assert book.sheets[0].rows == tuple(tuple(cell or None for cell in row) for row in grid)


text = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12).filter(
    lambda text: not any(mark in text.upper() for mark in ("<TD", "</TD>", "\n</TR>", "<TR", "<IMG"))
)


@quick
@given(grid=st.lists(st.lists(st.one_of(st.none(), text), max_size=5), max_size=6), end=st.sampled_from(["\n", "\r\n"]))
def test_pages_come_back_as_the_scanner_wrote_them(tmp_path: Path, grid: list[list[str | None]], end: str) -> None:
    (book,) = read(folder(tmp_path, "x", {"lpar.html": java_html(grid, end=end)}))

    assert [trimmed(row) for row in book.sheets[0].rows] == [trimmed(row) for row in grid]


def trimmed(row: object) -> list[object]:
    cells = list(row)  # type: ignore[call-overload]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


cell = st.one_of(
    st.none(),
    st.integers(-10_000_000, 10_000_000).map(lambda number: number / 100),
    st.text(st.characters(codec="utf-8", min_codepoint=32, exclude_categories=["C"]), min_size=1, max_size=10).filter(
        lambda text: not text.startswith(("=", "{=", "http", "mailto:", "internal:", "external:", "_x"))
    ),
)


@quick
@given(grid=st.lists(st.lists(cell, max_size=5), min_size=1, max_size=6))
def test_spreadsheets_come_back_as_they_were_written(tmp_path: Path, grid: list[list[str | float | None]]) -> None:
    for name, make in (("a.xls", xls), ("a.xlsx", xlsx)):
        (tmp_path / name).write_bytes(make({"t": grid}))
        rows = [trimmed(row) for row in read(tmp_path / name)[0].sheets[0].rows]
        expected = [trimmed(row) for row in grid]
        while expected and not expected[-1]:
            expected.pop()
        assert rows == expected, name
