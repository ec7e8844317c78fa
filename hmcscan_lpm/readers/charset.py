"""Bytes of a text file to text: the scanner writes in whatever charset the scanning PC uses.

Knows charsets only.
"""

from __future__ import annotations

import codecs

from hmcscan_lpm.readers.model import Note


def decode(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    """The text of *data*, and a note when it is not UTF-8.

    :param name: the file, for the note
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
        return text, (Note(name, "", "charset", "The file is UTF-16, as an editor saves it; it was read as such."),)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        text, charset = data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; Latin-1 keeps them apart instead of losing them.
        text, charset = data.decode("latin-1"), "Latin-1"
    message = f"The file is not UTF-8; it was read as {charset}. Letters beyond ASCII may be wrong."
    return text, (Note(name, f"line {line}", "charset", message),)
