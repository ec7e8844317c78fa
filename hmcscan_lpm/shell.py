"""Names out of a report in commands that a person pastes into a shell: quoted so that no name can break out.

A report comes by e-mail and a partition may be called ``x'; rm -rf /; '``.
"""

from __future__ import annotations

import math
import re
import shlex
from collections.abc import Mapping
from typing import Any

PLACE = re.compile(r"\{(\w+)\}")
_HARMLESS = re.compile(r"[A-Za-z0-9_.:/@%+,=-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


def fill_command(template: str, fields: Mapping[str, Any]) -> str:
    """*template* with its ``{places}`` filled from *fields*, each value quoted for where it stands.

    Outside quotes a value is quoted for the shell; inside double quotes it is escaped for them, and quoted once more
    for the shell on the VIOS where the command runs there (``viosvrcmd -c "…"``).
    Control characters become ``?``. A place without a value reads ``<place>``.
    """
    pieces, position, quoted = [], 0, False
    nested = "viosvrcmd" in template
    for match in PLACE.finditer(template):
        before = template[position : match.start()]
        pieces.append(before)
        quoted ^= before.count('"') % 2 == 1
        value = fields.get(match[1])
        if value is None or (isinstance(value, float) and math.isnan(value)):
            pieces.append(f"<{match[1]}>")
        else:
            pieces.append(_quoted(one_line(str(value)), inside=quoted, nested=nested))
        position = match.end()
    pieces.append(template[position:])
    return "".join(pieces)


def one_line(text: str) -> str:
    """*text* without line breaks and control characters: none of them may begin a command."""
    return _CONTROL.sub("?", text)


def within_double_quotes(text: str) -> str:
    """*text* as it stands between double quotes of a shell."""
    return re.sub(r'([\\"$`])', r"\\\1", text)


def _quoted(value: str, *, inside: bool, nested: bool) -> str:
    if _HARMLESS.fullmatch(value) and not value.startswith("-"):
        return value
    if not inside:
        return shlex.quote(value)
    return within_double_quotes(shlex.quote(value) if nested else value)
