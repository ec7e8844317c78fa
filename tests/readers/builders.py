"""Small reports in every form, made the way the scanners and the world make them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path

import xlsxwriter
import xlwt
from xlwt.CompoundDoc import XlsDoc

Cell = str | float | None
Grid = Sequence[Sequence[Cell]]

SHARED = Path(__file__).parents[2].parent / "shared"
"""Reports that are not part of the project; a fresh clone does not have them."""

ODD_NAMES = ("007", "NA", "null", "büro-á", "a<b", "x, y", "R&D", 'say "hi"', "1E5", "nan", "-", "名前")

KEYS = ("Managed System Name", "Managed System Serial")
SYSTEMS_HEADER = ("Managed System", "Status", "Type Model", "Serial", "GHz")
SERVERS = (("S1", "7800001"), ("S2, the second", "7800002"))


def xls(tabs: Mapping[str, Grid]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for name, grid in tabs.items():
        sheet = book.add_sheet(name)
        for row, cells in enumerate(grid):
            for column, cell in enumerate(cells):
                if cell == "":  # write() makes a blank cell of it, the scanner's library a text
                    sheet.row(row).set_cell_text(column, "")
                elif cell is not None:
                    sheet.row(row).write(column, cell)
    return saved(book)


def saved(book: xlwt.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xlsx(tabs: Mapping[str, Grid]) -> bytes:
    """As hmcscanner does: XlsxWriter decides from the text whether it is a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, grid in tabs.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(grid):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(row, column, cell)
    return buffer.getvalue()


def ole2(stream: str, data: bytes = b"x" * 5000) -> bytes:
    """An OLE2 document with one stream of that name."""
    buffer = io.BytesIO()
    XlsDoc().save(buffer, data)
    document = bytearray(buffer.getvalue())
    start = document.index("Workbook".encode("utf-16-le"))
    name = stream.encode("utf-16-le") + b"\0\0"
    document[start : start + 66] = name.ljust(64, b"\0") + len(name).to_bytes(2, "little")
    return bytes(document)


def encrypted_xls() -> bytes:
    """A workbook with the record that says that the rest is encrypted."""
    book = xlwt.Workbook()
    book.add_sheet("Header")
    stream = book.get_biff_data()
    begin = 4 + int.from_bytes(stream[2:4], "little")
    password = bytes.fromhex("2f00 0600 0000 0000 0000")
    buffer = io.BytesIO()
    XlsDoc().save(buffer, stream[:begin] + password + stream[begin:])
    return buffer.getvalue()


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def locked_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip whose members say that they need a password."""
    data = bytearray(zipped(files))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + flags] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def mail(attachments: Mapping[str, bytes], inner: Iterable[EmailMessage] = ()) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "admin@example.net"
    message["To"] = "planner@example.net"
    message["Subject"] = "the scan"
    message.set_content("Here it is.")
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    for other in inner:
        message.add_attachment(other)
    return message


def dump(**systems: object) -> bytes:
    return json.dumps({"hmc": {"hmc1": {}}, "managed_system": systems}, indent=2).encode()


def java_number(number: float) -> str:
    """A number as the scanner prints it: decimals are cut, not rounded."""
    return str(int(number * 100) / 100)


def java_csv(grid: Grid, separator: str = ",", end: str = "\n") -> bytes:
    """A file of the CSV folder: no quoting, rows end where their last cell does."""
    lines = (
        separator.join(java_number(cell) if isinstance(cell, float) else cell or "" for cell in row) for row in grid
    )
    return "".join(line + end for line in lines).encode()


def systems_csv(servers: Iterable[tuple[str, str]] = SERVERS, separator: str = ",") -> bytes:
    return java_csv(
        [SYSTEMS_HEADER, *((name, "Operating", "9009-42A", serial, "3.9") for name, serial in servers)], separator
    )


_PAGE = """<HTML>
<HEAD>
<style>
\ttable{border-collapse:collapse}
\tth,td{border:1px solid black;border-collapse:collapse;padding:7px;font-family:calibri;font-size:12px;}
</style>
</HEAD>
<BODY style="background-color:#e6e6e6;">
<TABLE>
"""


def java_html(grid: Grid, merges: Mapping[tuple[int, int], tuple[int, int]] | None = None, end: str = "\n") -> bytes:
    """A page of the HTML folder.

    :param merges: row and column of a merge's first cell → rows and columns it covers; covered cells are left out
    """
    merges = merges or {}
    covered = {
        (row + down, column + right)
        for (row, column), (rows, columns) in merges.items()
        for down in range(rows)
        for right in range(columns)
    } - set(merges)
    lines = [_PAGE + end]
    for row, cells in enumerate(grid):
        if not cells:
            lines.append(f'<TR style="border:0px">{end}\t<TD style="border:0px"></TD>{end}</TR>{end}')
            continue
        shown = "".join(
            _td(cell, merges.get((row, column), (1, 1)))
            for column, cell in enumerate(cells)
            if (row, column) not in covered
        )
        lines.append(f"<TR>{end}{shown}\n</TR>{end}")
    return ("".join(lines) + f"</TABLE>\n</BODY>\n</HTML>{end}").encode()


def _td(cell: Cell, span: tuple[int, int]) -> str:
    if cell is None:
        return '\t<TD style="border:0px"></TD>'
    rows, columns = span
    spans = (f' colspan="{columns}"' if columns > 1 else "") + (f' rowspan="{rows}"' if rows > 1 else "")
    return f"\t<TD{spans}>{java_number(cell) if isinstance(cell, float) else cell}</TD>"


def folder(root: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """A folder on disk with these files."""
    path = root / name
    for file, data in files.items():
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        (path / file).write_bytes(data)
    path.mkdir(exist_ok=True)
    return path


def file(root: Path, name: str, data: bytes) -> Path:
    path = root / name
    path.write_bytes(data)
    return path
