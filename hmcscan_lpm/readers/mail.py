"""The attachments of an e-mail (``.eml``), messages in messages included.

Knows mail, not what is attached.
"""

from __future__ import annotations

import binascii
import codecs
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import (
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
    MessageError,
)
from email.header import decode_header, make_header
from email.message import Message

from hmcscan_lpm.readers.archive import numbered
from hmcscan_lpm.readers.place import Job, Place, foreign, printable
from hmcscan_lpm.readers.source import Item, held

_MAIL_ERRORS = (
    MessageError,
    binascii.Error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
    AssertionError,
)
_BASE64_DEFECTS = (InvalidBase64CharactersDefect, InvalidBase64LengthDefect, InvalidBase64PaddingDefect)
_ADVICE = "Save the attachments and give those."


def items(data: bytes, place: Place, job: Job) -> tuple[Item, ...]:
    """The attachments of the message *data*; its text is none.

    :raises UnreadableFileError: the message cannot be taken apart
    :raises TooLargeError: more attachments or bytes than the limits allow, or messages nested too deeply
    """
    found: list[Item] = []
    seen: dict[str, int] = {}
    with foreign(place, _MAIL_ERRORS, "the e-mail cannot be read", _ADVICE):
        message = message_from_bytes(data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n"))
        for part, depth in _parts(message, 0):
            if depth > job.limits.depth or len(found) >= job.limits.members:
                raise place.too_large("holds too many messages in messages, or too many attachments (depth, members).")
            name = _name(part, len(found) + 1)
            if name:
                found.append(_attachment(part, numbered(name, seen), place, job))
    return tuple(found)


def _attachment(part: Message, name: str, place: Place, job: Job) -> Item:
    """The attachment; when its base64 is damaged, one that says so as soon as it is looked at."""
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    job.unpack(len(data), place)
    if not any(isinstance(defect, _BASE64_DEFECTS) for defect in part.defects):
        return held(name, data)

    def refuse(_: int) -> bytes:
        raise place.inside(name).unreadable("is cut off or damaged in the e-mail.", "Save the e-mail again.")

    return Item(name, len(data), refuse)


def _parts(message: Message, depth: int) -> Iterator[tuple[Message, int]]:
    """The parts that hold content, with the number of messages around them; without recursion."""
    waiting = [(message, depth)]
    while waiting:
        part, around = waiting.pop()
        if part.is_multipart():
            inner = [child for child in part.get_payload() if isinstance(child, Message)]
            around += part.get_content_type() == "message/rfc822"
            waiting.extend((child, around) for child in reversed(inner))
        else:
            yield part, around


def _name(part: Message, number: int) -> str:
    """The attachment's file name without folders; ``''`` for the text of the message itself."""
    given = part.get_filename()
    if not given:
        return "" if part.get_content_maintype() == "text" else f"attachment {number}"
    try:
        given = str(make_header(decode_header(given)))
    except (MessageError, LookupError, ValueError, TypeError):
        given = str(given)  # a name in a charset nobody knows: shown as it came
    name = given.replace("\\", "/").rpartition("/")[2].strip()
    name = "".join(letter for letter in name if letter.isprintable())
    return printable(name) or f"attachment {number}"
