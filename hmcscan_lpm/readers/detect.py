"""What a file is, told from its first bytes and never from its name.

Knows signatures of formats; opens nothing.
"""

from __future__ import annotations

import codecs
import re
from enum import Enum

from hmcscan_lpm.readers import archive, csv_layout, html_table


class Form(Enum):
    """The form of a file, with the words in which it is named to the user."""

    EMPTY = "an empty file"
    OLE2 = "an OLE2 document"
    ZIP = "a zip archive"
    JSON = "a JSON file"
    MAIL = "an e-mail"
    CSV = "one CSV file of a scanner's CSV folder"
    HTML = "one HTML page of a scanner's HTML folder"
    TNEF = "an Outlook winmail.dat"
    GZIP = "a gzip archive"
    SEVEN_ZIP = "a 7z archive"
    RAR = "a RAR archive"
    TAR = "a tar archive"
    XZ = "an xz archive"
    BZIP2 = "a bzip2 archive"
    PDF = "a PDF document"
    IMAGE = "a picture"
    PAGE = "an HTML page that no scanner wrote"
    XML = "an XML file"
    TEXT = "a text file"
    BINARY = "a binary file of an unknown kind"


ARCHIVES = (Form.GZIP, Form.SEVEN_ZIP, Form.RAR, Form.TAR, Form.XZ, Form.BZIP2)
"""Archives that are not opened."""

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SIGNATURES = (
    (_OLE2, Form.OLE2),
    (b"\x78\x9f\x3e\x22", Form.TNEF),
    (b"\x1f\x8b", Form.GZIP),
    (b"7z\xbc\xaf\x27\x1c", Form.SEVEN_ZIP),
    (b"Rar!\x1a\x07", Form.RAR),
    (b"\xfd7zXZ\x00", Form.XZ),
    (b"BZh", Form.BZIP2),
    (b"%PDF-", Form.PDF),
    (b"\x89PNG", Form.IMAGE),
    (b"\xff\xd8\xff", Form.IMAGE),
    (b"GIF8", Form.IMAGE),
)
_TAR_MARK = (257, b"ustar")

_HEADER_LINE = re.compile(rb"([!-9;-~]+):")
_MAIL_HEADERS = frozenset(
    b"from to cc subject date received message-id mime-version return-path delivered-to content-type reply-to "
    b"content-transfer-encoding x-mailer sender".split()
)


def detect(head: bytes) -> Form:
    """The form of the file that begins with *head* (:data:`hmcscan_lpm.readers.source.PEEK` bytes or all of it)."""
    if not head:
        return Form.EMPTY
    if head.startswith(archive.SIGNATURES):
        return Form.ZIP
    for signature, form in _SIGNATURES:
        if head.startswith(signature):
            return form
    offset, mark = _TAR_MARK
    if head[offset : offset + len(mark)] == mark:
        return Form.TAR
    return _detect_text(head)


def _detect_text(head: bytes) -> Form:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    elif b"\x00" in head:
        return Form.BINARY
    else:
        text = head.decode("utf-8-sig", errors="replace")
    start = text.lstrip()
    if not start:
        return Form.EMPTY
    if start.startswith(("{", "[")):
        return Form.JSON
    if html_table.is_page(text):
        return Form.HTML
    if re.match(r"<(!doctype\s+html|html|head|body)\b", start, re.IGNORECASE):
        return Form.PAGE
    if start.startswith("<?xml"):
        return Form.XML
    if _is_mail(head):
        return Form.MAIL
    return Form.CSV if csv_layout.is_scanner_text(text) else Form.TEXT


def _is_mail(head: bytes) -> bool:
    """Whether *head* begins with a block of mail headers, two of them well known."""
    known = set()
    lines = head.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n").splitlines()
    for number, line in enumerate(lines):
        if number == 0 and line.startswith(b"From "):  # the envelope line of an mbox
            continue
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        header = _HEADER_LINE.match(line)
        if not header:
            return False
        known.add(header[1].lower())
    return len(known & _MAIL_HEADERS) >= 2
