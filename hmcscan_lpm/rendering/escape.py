"""Text out of reports made harmless for the form it is printed in.

Names in a report are typed by people and may hold anything: markup, formulas, terminal sequences, characters that
turn the reading direction. HTML is escaped by Jinja, shell words where commands are made; the rest is here.
It knows nothing about plans.
"""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, characters without width, those that turn the direction, half surrogates, noncharacters."""

_LINE_BREAK = re.compile("\r\n|[\n\u2028\u2029]")
_BLANKS = re.compile("[ \t\u2028\u2029]*[\r\n\u2028\u2029]+[ \t\r\n\u2028\u2029]*|\t")
_REPLACEMENT = "\ufffd"


def visible(text: str) -> str:
    """*text* with every character that hides, turns or controls shown as ``[U+202E]``; line breaks are kept."""
    if text.isprintable():  # nearly always, and no hidden character is
        return text
    return _HIDDEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", _LINE_BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """:func:`visible`, on one line and without blanks around it."""
    return text.strip() if text.isprintable() else visible(_BLANKS.sub(" ", text)).strip()


_MARKUP = re.compile(r"[\\`*_\[\]|~$^]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
_AT_THE_START = re.compile(r"^(?:(?P<sign>[=#:]|[-+](?!\d))|(?P<number>\d{1,9})(?P<end>[.)])(?=\s|$))")


def markdown(text: str) -> str:
    r"""*text* on one line so that no Markdown dialect takes any of it for markup, in a table cell or outside.

    Entities are used where an unescaped character would be HTML, a mention or a link in some dialect.

    >>> markdown("- a|b_c <i>")
    '\\- a\\|b\\_c &lt;i&gt;'
    """
    escaped = _MARKUP.sub(r"\\\g<0>", re.sub("[&<>@]", lambda match: _ENTITIES[match[0]], one_line(text)))
    escaped = escaped.replace("://", ":&#47;/")
    return _AT_THE_START.sub(_escape_start, escaped)


def _escape_start(match: re.Match[str]) -> str:
    if match["sign"]:
        return f"\\{match['sign']}"
    return f"{match['number']}\\{match['end']}"


def fence(text: str) -> str:
    """A code fence that no line of *text* can close."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(3, longest + 1)


_FORMULA = re.compile("[\\s'\"]*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r]")
_INNER_FORMULA = re.compile(r"([;\t\n]\s*)(?=[=+\-@])")


def csv_cell(text: str) -> str:
    """*text* so that no spreadsheet takes it for a formula, whatever separator it splits the file at.

    >>> csv_cell("=1+1")
    "'=1+1"
    """
    safe = _INNER_FORMULA.sub(r"\1'", visible(text))
    return f"'{safe}" if may_be_formula(text) else safe


def may_be_formula(text: str) -> bool:
    """Whether a spreadsheet might take *text* for a formula when it is read from a file or typed again."""
    return _FORMULA.match(text) is not None


XLSX_CELL = 32_767
"""Characters that a cell of a workbook holds (ECMA-376, ST_Xstring as Excel limits it), counted in UTF-16."""

_XLSX_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def xlsx_text(text: str) -> str:
    """*text* as a string of a workbook: hidden characters shown, at most as long as a cell holds.

    ``_x202E_`` would be read as the character with that number (ECMA-376, ST_Xstring): its first ``_`` is escaped.
    """
    safe = _XLSX_ESCAPE.sub("_x005F_", visible(text))
    units = safe.encode("utf-16-le")
    if len(units) <= 2 * XLSX_CELL:
        return safe
    note = f" … [cut here, {len(text)} characters in all]"
    return units[: 2 * (XLSX_CELL - len(note))].decode("utf-16-le", "ignore") + note


_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][A-Za-z0-9._~:/?#@!$&*+,;=%-]*)?", re.ASCII)


def web_address(url: str) -> str:
    """*url* if it is a plain web address that may stand in a link, else ``''``: a rule page is data as well."""
    return url if _WEB_ADDRESS.fullmatch(url) else ""


def json_text(text: str) -> str:
    r"""A finished JSON text with hidden characters as ``\uXXXX``: the same values, nothing unseen in the file.

    Half surrogates have no valid form in JSON and become U+FFFD.
    """
    return _HIDDEN.sub(_json_escape, text)


def _json_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xD800 <= code <= 0xDFFF:
        return _REPLACEMENT
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
