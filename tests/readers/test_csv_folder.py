from __future__ import annotations

import re
from pathlib import Path

import pytest

from hmcscan_lpm.errors import TooLargeError, UnreadableFileError
from hmcscan_lpm.readers import Limits, Note, Sheet, Workbook, read

from .builders import KEYS, ODD_NAMES, SERVERS, SHARED, Grid, file, folder, java_csv, systems_csv

SLOTS = ("LPAR", "Reqrd", "Adapter description", "Location", "Profiles desiring", *KEYS)
VFC = java_csv([("LPAR name", "Slot", *KEYS), ("db1", "4", *SERVERS[0])])


def report(tmp_path: Path, files: dict[str, bytes], name: str = "hmc_CSV") -> Workbook:
    (book,) = read(folder(tmp_path, name, {"systems.csv": systems_csv(), "vfc.csv": VFC, **files}))
    return book


def sheet(book: Workbook, name: str) -> Sheet:
    return next(found for found in book.sheets if found.name == name)


def kinds(book: Workbook, tab: str) -> list[tuple[str, str]]:
    return [(note.kind, note.cell) for note in book.notes if note.tab == tab]


def counts(book: Workbook, tab: str) -> list[int]:
    return [int(re.search(r": (\d+), the first", note.message)[1]) for note in book.notes if note.tab == tab]


def check(tmp_path: Path, stem: str, grid: Grid, *, separator: str = ",", end: str = "\n") -> Workbook:
    """The folder with this grid in one of its files gives the grid back; nothing and '' are one."""
    files = {f"{stem}.csv": java_csv(grid, separator, end), "vfc.csv": b""}
    if stem != "systems":
        files["systems.csv"] = systems_csv(separator=separator)
    book = report(tmp_path, files)
    expected = tuple(tuple(cell or None for cell in row) for row in grid)
    assert sheet(book, stem).rows == expected
    return book


def test_a_folder_is_one_report_with_a_tab_per_file(tmp_path: Path) -> None:
    book = report(tmp_path, {"header.csv": b"Manager Name,hmc1\n\nFor issues send, please, a mail\n"})

    assert (book.file, book.kind, book.document) == ("hmc_CSV", "csv", None)
    assert [found.name for found in book.sheets] == ["header", "systems", "vfc"]
    assert sheet(book, "header") == Sheet(
        "header", (("Manager Name", "hmc1"), (), ("For issues send, please, a mail",)), (1, 2, 3)
    )
    assert [note.kind for note in book.notes] == ["lost-by-format", "rejoined-separators"]


def test_numbers_stay_text(tmp_path: Path) -> None:
    book = report(tmp_path, {"mem.csv": java_csv([("Name", "Curr GB", *KEYS), ("007", 4.0, *SERVERS[0])])})

    assert sheet(book, "mem").rows[1] == ("007", "4.0", *SERVERS[0])


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_survive(tmp_path: Path, name: str) -> None:
    check(tmp_path, "lpar", [("Name", "ID", *KEYS), ("db1", "1", *SERVERS[0]), (name, "2", *SERVERS[1])])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cells_with_line_breaks_are_rejoined(tmp_path: Path, end: str, separator: str) -> None:
    grid = [
        SLOTS,
        ("db1", "", "PCIe3 4-port", "U78D2-P1-C1", "a@p\nb@p\nc@p", *SERVERS[0]),
        ("", "", "Empty slot", "U78D2-P1-C2", "", *SERVERS[0]),
        ("", "", "Empty slot", "U78D2-P1-C3", "a@p\n\nb@p", *SERVERS[1]),
    ]
    book = check(tmp_path, "slots", grid, separator=separator, end=end)

    assert sheet(book, "slots").lines == (1, 2, 5, 6)


def test_descriptions_with_commas_are_rejoined_and_noted_once(tmp_path: Path) -> None:
    grid = [
        SLOTS,
        ("v1", "yes", "PCIe3 4-port", "U78D2-P1-C1", "", *SERVERS[0]),
        ("v1", "yes", "SAS RAID Controller, PCIe3 x8, Quad-port 6Gb x8", "U78D2-P1-C2", "a@p\nb@p", *SERVERS[0]),
        ("", "", "Adapter,tight", "U78D2-P1-C3", "", *SERVERS[1]),
    ]
    book = check(tmp_path, "slots", grid)

    assert kinds(book, "slots") == [("rejoined-lines", "line 3"), ("rejoined-separators", "line 3")]
    assert counts(book, "slots") == [1, 2]


def test_a_file_from_windows_shows_where_rows_end(tmp_path: Path) -> None:
    grid = [("Name", "Notes", *KEYS), ("db1", "a\nb, c,d,S1,7800001", "unknown", "X")]
    data = b"Name,Notes," + ",".join(KEYS).encode() + b"\r\ndb1,a\nb,unknown,X\r\n"
    book = report(tmp_path, {"cpu.csv": data})

    assert sheet(book, "cpu").rows[1] == ("db1", "a\nb", "unknown", "X")
    assert grid[0] == sheet(book, "cpu").rows[0]


def test_a_row_that_is_short_because_the_scanner_skipped_columns_stays_short(tmp_path: Path) -> None:
    grid = [
        ("Type", "State", "Activated", "Available", *KEYS),
        ("CPU", "Off", *SERVERS[0]),
        ("MEM", "Off", "1", "2", *SERVERS[0]),
    ]
    book = check(tmp_path, "onoff", grid)

    assert kinds(book, "onoff") == []


def test_rows_that_fit_nothing_are_kept_as_they_stand_with_a_note(tmp_path: Path) -> None:
    data = java_csv(
        [("Name", "ID", "Mode", *KEYS), ("torn", "1"), ("db1", "2", "ded", *SERVERS[0]), ("rest", "3", "x")]
    )
    book = report(tmp_path, {"cpu.csv": data})

    assert sheet(book, "cpu").rows[1:] == (("torn", "1"), ("db1", "2", "ded", *SERVERS[0]), ("rest", "3", "x"))
    assert kinds(book, "cpu") == [("unrepaired-row", "line 2")]
    assert counts(book, "cpu") == [2]


def test_a_row_with_far_too_many_fields_is_kept_as_it_stands(tmp_path: Path) -> None:
    fields = ["x"] * 40
    book = report(tmp_path, {"cpu.csv": java_csv([("Name", "Mode", *KEYS), (*fields, *SERVERS[0])])})

    assert sheet(book, "cpu").rows[1] == (*fields, *SERVERS[0])
    assert kinds(book, "cpu") == [("unrepaired-row", "line 2")]


def test_a_row_that_can_be_read_in_two_ways_is_said_to_be_so(tmp_path: Path) -> None:
    grid = [("Name", "Profile Name", *KEYS), ("a", "b", "c", *SERVERS[0])]
    book = report(tmp_path, {"profile.csv": java_csv(grid)})

    assert len(sheet(book, "profile").rows[1]) == 4
    assert kinds(book, "profile") == [("ambiguous-row", "line 2")]


def test_without_the_list_of_servers_whole_rows_show_how_rows_end(tmp_path: Path) -> None:
    grid = [
        SLOTS,
        ("v1", "yes", "PCIe3 4-port", "U78D2-P1-C1", "a@p\nb@p", "S1", "SN-0"),
        ("v1", "yes", "PCIe3 4-port", "U78D2-P1-C1", "", "S1", "SN-0"),
    ]
    path = folder(tmp_path, "x", {"slots.csv": java_csv(grid)})
    (book,) = read(path)

    assert sheet(book, "slots").rows == tuple(tuple(cell or None for cell in row) for row in grid)


def test_names_with_commas_in_the_list_of_servers(tmp_path: Path) -> None:
    data = b"Managed System,Status,Type Model,Serial,GHz\nx, y,Power Off,9009-42A,78A\nz,Operating,9009-42A,78B,3.9\n"
    book = report(tmp_path, {"systems.csv": data})

    assert sheet(book, "systems").rows[1:] == (
        ("x, y", "Power Off", "9009-42A", "78A"),
        ("z", "Operating", "9009-42A", "78B", "3.9"),
    )
    assert kinds(book, "systems") == [("rejoined-separators", "line 2")]


SEA = [
    (*KEYS, "VIOS", "SEA", "ha_mode"),
    (*SERVERS[1], "v1", "ent5", "auto"),
    (*SERVERS[0], "v1", "ent6"),
    (),
    (),
    (),
    (*KEYS, "VIOS", "SEA", "VLANs", "Switch"),
    (*SERVERS[0], "v1", "ent5", "10, 20, 30", "ETHERNET0"),
    (*SERVERS[0], "v1", "ent5", "10\n20", "ETHERNET0"),
    (*SERVERS[1], "v1", "ent6", "None"),
]


def test_stacked_tables_with_lists_and_ragged_rows(tmp_path: Path) -> None:
    book = check(tmp_path, "sea", SEA)

    assert kinds(book, "sea") == [("rejoined-lines", "line 9"), ("rejoined-separators", "line 2")]


VETH_HEADER = (
    "LPAR name",
    "Slot",
    "State",
    "Required",
    "Trunk",
    "Trunk Priority",
    "MAC Addresss",
    "Virtual Switch",
    "Port VLAN id",
    "IEEE VLAN ids",
)


def title(text: str) -> tuple[str, ...]:
    return (text, *[""] * 9)


def veth(server: str, lpar: str, switch: str) -> list[tuple[str, ...]]:
    return [
        title(server),
        ("",) * 10,
        title("Virtual Switches"),
        ("Name", "ETHERNET0(Default)", switch),
        ("VLAN ids", "1\n10\n20", "none"),
        (),
        title("Virtual Ethernet Slots"),
        VETH_HEADER,
        (lpar, "2", "On", "False", "False", "", "263EFCE60402", "ETHERNET0", "10", ""),
        (lpar, "3", "On", "False", "True", "1", "263EFCE60403", switch, "1", "10\n20\n30"),
        (lpar, "4", "On", "False", "False", "", "263EFCE60404", "ETHERNET0", "10", ""),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blocks_with_lists_of_vlans(tmp_path: Path, end: str) -> None:
    grid = [*veth("S1", "db1", "VSW"), (), (), *veth("S2, the second", "x, y", "VSW, 2")]
    check(tmp_path, "veth", grid, end=end)


def test_a_server_without_virtual_switches_or_adapters(tmp_path: Path) -> None:
    grid = [title("S1"), ("",) * 10, title("Virtual Ethernet Slots"), VETH_HEADER]
    book = check(tmp_path, "veth", grid)

    assert kinds(book, "veth") == []


def test_the_matrix_of_disks_with_commas_in_names(tmp_path: Path) -> None:
    grid = [("UUID", "SIZE", "S1@v1", "S2, the second@v2", "a,b@c, d"), ("3321IBMfcp", "71680", "hdisk1", "", "hdisk9")]
    book = check(tmp_path, "viosdisks", grid)

    assert kinds(book, "viosdisks") == [("rejoined-separators", "line 1")]


def test_a_new_file_of_a_later_version_is_read_by_its_headings(tmp_path: Path) -> None:
    check(tmp_path, "sriovports", [(*KEYS, "Physical Port", "Label"), (*SERVERS[0], "U78D2-P1-C1-T1", "front")])


def test_the_charset_of_a_windows_pc(tmp_path: Path) -> None:
    data = java_csv([("Name", "ID", *KEYS), ("büro-á", "1", *SERVERS[0])]).decode().encode("cp1252")
    book = report(tmp_path, {"lpar.csv": data})

    assert sheet(book, "lpar").rows[1][0] == "büro-á"
    assert kinds(book, "lpar") == [("charset", "line 2")]


def test_bytes_that_no_charset_has_are_kept(tmp_path: Path) -> None:
    data = java_csv([("Name", "ID", *KEYS), ("?", "1", *SERVERS[0])]).replace(b"?", b"a\x81b")
    book = report(tmp_path, {"lpar.csv": data})

    assert sheet(book, "lpar").rows[1][0] == "a\x81b"


def test_a_file_that_ends_in_a_line_may_be_cut_off(tmp_path: Path) -> None:
    data = java_csv([("Name", "ID", *KEYS), ("db1", "1", *SERVERS[0])])
    book = report(tmp_path, {"lpar.csv": data[:-1], "empty.csv": b""})

    assert kinds(book, "lpar") == [("truncated-file", "line 2")]
    assert sheet(book, "empty") == Sheet("empty", ())


def test_the_file_that_strays_into_the_html_folder_is_missed_when_it_is_not_there(tmp_path: Path) -> None:
    (book,) = read(folder(tmp_path, "hmc_CSV", {"systems.csv": systems_csv()}))

    assert [note for note in book.notes if note.tab == "vfc"] == [
        Note("vfc", "", "lost-by-format", next(note.message for note in book.notes if note.tab == "vfc"))
    ]


@pytest.mark.parametrize(("name", "twin"), [("hmc_CSV", "hmc_HTML"), ("hmc_CSV_SANE", "hmc_HTML_SANE")])
def test_the_file_that_strays_into_the_html_folder_is_borrowed(tmp_path: Path, name: str, twin: str) -> None:
    folder(tmp_path, twin, {"vfc.csv": VFC})
    (book,) = read(folder(tmp_path, name, {"systems.csv": systems_csv()}))

    assert sheet(book, "vfc").rows[1] == ("db1", "4", *SERVERS[0])
    assert kinds(book, "vfc") == [("borrowed-file", "")]


def test_the_fingerprint_depends_on_names_and_contents_and_not_on_the_folder(tmp_path: Path) -> None:
    files = {"systems.csv": systems_csv(), "vfc.csv": VFC}
    prints = [
        read(folder(tmp_path, name, changed))[0].sha256
        for name, changed in (
            ("a", files),
            ("b", files),
            ("c", {**files, "vfc.csv": VFC + b"\n"}),
            ("d", {"systems.csv": files["systems.csv"], "vfb.csv": VFC}),
        )
    ]

    assert (prints[0] == prints[1], len(set(prints))) == (True, 3)


def test_a_skipped_file_is_listed_with_its_reason(tmp_path: Path) -> None:
    path = folder(tmp_path, "x", {"systems.csv": systems_csv(), "1_lparhourly.csv": b"a,b\n" * 1000})
    (book,) = read(path, skip=lambda tab: "usage" if "hourly" in tab else "", limits=Limits(cells=20))

    assert book.sheets[0] == Sheet("1_lparhourly", (), skipped="usage")


def test_one_file_of_a_folder_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="Give the folder"):
        read(file(tmp_path, "systems.csv", systems_csv()))


def test_more_cells_than_allowed_are_refused(tmp_path: Path) -> None:
    path = folder(tmp_path, "x", {"systems.csv": systems_csv(), "vfc.csv": VFC})
    with pytest.raises(TooLargeError, match="cells"):
        read(path, limits=Limits(cells=20))


TABS = {
    "header": "Header",
    "systems": "System_Summary",
    "lpar": "LPAR_Summary",
    "profile": "LPAR_Profiles",
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


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not here")
@pytest.mark.parametrize(("separator", "end"), [(",", "\n"), (",", "\r\n"), (";", "\n")])
def test_a_real_report_written_as_csv_comes_back(tmp_path: Path, separator: str, end: str) -> None:
    (source,) = [found for path in (SHARED / "reports" / "real").glob("*.xls") for found in read(path)]
    grids = {}
    for stem, tab in TABS.items():
        # The titles of virtual Ethernet are merged over ten columns, and CSV shows the merge.
        merged = stem == "veth"
        grids[stem] = [[*row, *[None] * (9 if merged and len(row) == 1 else 0)] for row in sheet(source, tab).rows]
    files = {f"{stem}.csv": java_csv(grid, separator, end) for stem, grid in grids.items()}
    (book,) = read(folder(tmp_path, "x", files))

    for stem, grid in grids.items():
        expected = [[str(cell) if isinstance(cell, float) else cell or None for cell in row] for row in grid]
        assert [list(row) for row in sheet(book, stem).rows] == expected, stem
