from __future__ import annotations

import io
import struct
from email import message_from_bytes, policy
from pathlib import Path
from zipfile import ZipFile

import pytest
import python_calamine
import xlrd
from xlrd.compdoc import CompDoc

from .reports import SAMPLES, XLS, book, records

TABS = [
    "Header", "HMC", "System_Summary", "Ent_Sys_Pools", "OnOff CoD", "CoD Events", "LPAR_Summary", "LPAR_Profiles",
    "LPAR_CPU", "LPAR_MEM", "Physical_Slots", "IO_slot_children", "Virtual_Ethernet", "Virtual_SCSI", "VSCSI_Map",
    "Virtual_Fibre", "VIOS disks", "SEA", "FC", "SRIOV Phys Ports", "SRIOV Logical Ports", "vNIC", "SW_cores",
]  # fmt: skip
WIDTHS = {
    "System_Summary": 30, "OnOff CoD": 15, "CoD Events": 4, "LPAR_Summary": 20, "LPAR_Profiles": 35, "LPAR_CPU": 19,
    "LPAR_MEM": 18, "Physical_Slots": 9, "IO_slot_children": 7, "Virtual_Ethernet": 10, "Virtual_SCSI": 9,
    "VSCSI_Map": 13, "Virtual_Fibre": 12, "SEA": 33, "FC": 36, "SRIOV Phys Ports": 19, "SRIOV Logical Ports": 18,
    "vNIC": 36, "SW_cores": 26,
}  # fmt: skip

each_report = pytest.mark.parametrize("path", XLS, ids=lambda path: path.name)


def biff_records(path: Path) -> list[tuple[int, bytes]]:
    stream, offset, size = CompDoc(path.read_bytes(), logfile=io.StringIO()).locate_named_stream("Workbook")
    found, end = [], offset + size
    while offset < end:
        kind, length = struct.unpack_from("<HH", stream, offset)
        found.append((kind, bytes(stream[offset + 4 : offset + 4 + length])))
        offset += 4 + length
    return found


def string_flags(path: Path) -> set[int]:
    """The option flags of all shared strings, also of the pieces that continue in the next record."""
    kinds = biff_records(path)
    start = next(index for index, (kind, _) in enumerate(kinds) if kind == 0x00FC)
    pieces = [kinds[start][1]]
    for kind, data in kinds[start + 1 :]:
        if kind != 0x003C:
            break
        pieces.append(data)
    flags, at, piece = set(), 8, 0
    for _ in range(struct.unpack_from("<II", pieces[0])[1]):
        if at == len(pieces[piece]):
            piece, at = piece + 1, 0
        characters, flag = struct.unpack_from("<HB", pieces[piece], at)
        flags.add(flag)
        at += 3
        rest = 2 * characters if flag & 1 else characters
        while rest > len(pieces[piece]) - at:
            rest -= len(pieces[piece]) - at
            piece, at = piece + 1, 1
            flags.add(pieces[piece][0])
        at += rest
    return flags


@each_report
def test_a_report_has_the_23_tabs_of_its_scanner(path: Path) -> None:
    assert book(path).sheet_names() == TABS


@each_report
def test_every_tab_is_as_wide_as_in_a_real_report(path: Path) -> None:
    assert {name: book(path).sheet_by_name(name).ncols for name in WIDTHS} == WIDTHS


@each_report
def test_no_string_is_compressed_to_eight_bits(path: Path) -> None:
    assert string_flags(path) == {1}


@each_report
def test_the_code_page_is_the_misleading_one(path: Path) -> None:
    assert [data for kind, data in biff_records(path) if kind == 0x0042] == [struct.pack("<H", 1252)]


@each_report
def test_calamine_shows_the_known_damage(path: Path) -> None:
    rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Header").to_python()
    assert rows[0][0] == "".join(f"{letter}\0" for letter in "Manager Name")


@each_report
def test_repairing_the_code_page_repairs_calamine(path: Path) -> None:
    data = path.read_bytes().replace(bytes.fromhex("42000200e404"), bytes.fromhex("42000200b004"))
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("LPAR_CPU").to_python()
    sheet = book(path).sheet_by_name("LPAR_CPU")
    assert rows == [sheet.row_values(row) for row in range(sheet.nrows)]


@each_report
def test_an_empty_label_is_text_and_a_missing_number_is_no_cell(path: Path) -> None:
    summary = book(path).sheet_by_name("System_Summary")
    second_manager = summary.row_values(0).index("Mgr #2")
    assert summary.cell(1, second_manager).ctype == xlrd.XL_CELL_TEXT
    memory = book(path).sheet_by_name("LPAR_MEM")
    assert memory.cell(1, memory.row_values(0).index("ExpFact")).ctype == xlrd.XL_CELL_EMPTY


@each_report
def test_formulas_were_never_calculated(path: Path) -> None:
    formulas = [data for kind, data in biff_records(path) if kind == 0x0006]
    assert formulas
    assert {struct.unpack_from("<d", data, 6)[0] for data in formulas} == {4.0}


def test_a_disk_that_its_vios_does_not_use_is_green() -> None:
    sheet = book(XLS[0]).sheet_by_name("VIOS disks")
    formats = book(XLS[0]).xf_list
    green = {
        (row, column)
        for row in range(1, sheet.nrows)
        for column in range(2, sheet.ncols)
        if formats[sheet.cell_xf_index(row, column)].background.pattern_colour_index == 42
    }
    used = {(r["Managed System Name"], r["VIOS"], r["Backing device"]) for r in records(XLS[0], "VSCSI_Map")}
    names = {(*sheet.cell_value(0, column).split("@"), sheet.cell_value(row, column)) for row, column in green}
    assert names
    assert not names & used


def test_the_mail_and_the_archive_hold_the_reports() -> None:
    mail = message_from_bytes((SAMPLES / "scan-by-mail.eml").read_bytes(), policy=policy.default)
    attached = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    with ZipFile(SAMPLES / "both-consoles.zip") as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    loose = {path.name: path.read_bytes() for path in XLS}
    assert packed == loose
    assert attached == {XLS[1].name: loose[XLS[1].name]}
