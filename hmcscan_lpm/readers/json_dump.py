"""The JSON dump of the Python ``hmcscanner`` (it writes it as ``<name>.txt``).

Knows the two keys by which the dump is told from other JSON, and nothing of what they hold.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections import Counter
from typing import Any

from hmcscan_lpm.readers.model import Note, Workbook
from hmcscan_lpm.readers.place import Job, Place, foreign, shorten

_KEYS = ("hmc", "managed_system")
_BEGIN = re.compile(rb'\s*\{\s*"(?:hmc|managed_system)"\s*:\s*\{')
_JSON_ERRORS = (ValueError, RecursionError)
_ADVICE = "If it was cut off or edited, take the dump again from where hmcscanner wrote it."


def is_dump(head: bytes) -> bool:
    """Whether a file that begins with *head* is a dump, or was one before it was cut."""
    return _BEGIN.match(head.removeprefix(codecs.BOM_UTF8)) is not None


def read(data: bytes, place: Place, job: Job) -> Workbook:
    """The dump in *data*.

    :raises UnreadableFileError: no JSON, truncated, nested too deeply, or JSON of something else
    :raises TooLargeError: larger than ``json_bytes``
    """
    if len(data) > job.limits.json_bytes:
        raise place.too_large(f"is a JSON file of more than {job.limits.json_bytes:,} bytes (json_bytes).")
    repeated: list[str] = []

    def keep(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            repeated.extend(key for key, count in counts.items() if count > 1)
        return found

    with foreign(place, _JSON_ERRORS, "is no valid JSON", _ADVICE):
        text = data.removeprefix(codecs.BOM_UTF8)
        document = json.loads(text, object_pairs_hook=keep, parse_constant=str, parse_int=_number)
    if not isinstance(document, dict) or any(not isinstance(document.get(key), dict) for key in _KEYS):
        raise place.unreadable(
            "is JSON, but no dump of hmcscanner: it has no objects 'hmc' and 'managed_system'.",
            "Give the scanner's .xls or .xlsx, or the dump that hmcscanner writes beside it.",
        )
    return Workbook(place.shown, "json", hashlib.sha256(data).hexdigest(), (), document, _repeats(repeated))


def _number(text: str) -> int | float:
    """Whole numbers of any length: Python refuses to read thousands of digits."""
    return int(text) if len(text) < 400 else float(text)


def _repeats(keys: list[str]) -> tuple[Note, ...]:
    if not keys:
        return ()
    message = f"{len(keys)} keys occur twice in their object, the first is {shorten(keys[0])!r}; the later value holds."
    return (Note("", "", "duplicate-key", message),)
