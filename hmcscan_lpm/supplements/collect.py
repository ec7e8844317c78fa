"""What the formats of switches and storage systems share: WWPNs in text, cut lines, and the gathering of findings.

It knows nothing of any format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from hmcscan_lpm.supplements.model import Line, Output, Parsed, Remark, Row

WWN = r"(?:(?:[0-9a-fA-F]{2}:){7}[0-9a-fA-F]{2}|[0-9a-fA-F]{16})"
"""A WWPN as switches (colons) and storage systems (none) print it; match it only between delimiters."""

_WWN = re.compile(WWN)
_NONE: Mapping[str, int] = MappingProxyType({})


def wwpn(text: str) -> str | None:
    """A WWPN as 16 lower-case hexadecimal digits; None when *text* is none, or not all of one."""
    text = text.strip()
    return text.replace(":", "").lower() if _WWN.fullmatch(text) else None


def is_open(output: Output, line: Line) -> bool:
    """Nothing follows the line: where the file was cut, its last word may be half a word.

    A line that another one follows, even an empty one, is whole.
    """
    return bool(output.lines) and line.number == output.lines[-1].number


def indent(text: str) -> int:
    """Columns of blanks before the text, with tabs as wide as terminals show them."""
    expanded = text.expandtabs()
    return len(expanded) - len(expanded.lstrip())


@dataclass(slots=True)
class Found:
    """What a parser has found so far; :meth:`parsed` gives the result."""

    claimed: set[int] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def claim(self, *lines: Line) -> None:
        """Count the lines as understood."""
        self.claimed.update(line.number for line in lines)

    def row(self, table: str, line: Line, lines: Mapping[str, int] = _NONE, /, **values: Any) -> None:
        """Add a row that stands in *line*; *lines* are columns that stand in other lines."""
        self.claim(line)
        self.rows.append(Row(table, line.number, values, lines))

    def unreadable(self, line: Line, message: str) -> None:
        """Add a remark on a line that is of the format, but damaged."""
        self._remark(line, "unreadable-value", message)

    def cut(self, line: Line, message: str) -> None:
        """Add a remark on a line behind which the file was cut."""
        self._remark(line, "cut-output", message)

    def _remark(self, line: Line, kind: str, message: str) -> None:
        self.claim(line)
        self.remarks.append(Remark(line.number, kind, message))

    def parsed(self, output: Output) -> Parsed:
        """The result: in the order of the lines, empty lines between claimed ones claimed as well."""
        return Parsed(
            frozenset(self.claimed | _between(output.lines, self.claimed)),
            tuple(sorted(self.rows, key=lambda row: row.line)),
            tuple(sorted(self.remarks, key=lambda remark: remark.line)),
        )


def _between(lines: Iterable[Line], claimed: set[int]) -> set[int]:
    """Empty lines with claimed lines directly before and behind them."""
    between: set[int] = set()
    waiting: list[int] = []
    after_claimed = False
    for line in lines:
        if line.number in claimed:
            between.update(waiting)
            waiting, after_claimed = [], True
        elif line.text.strip():
            waiting, after_claimed = [], False
        elif after_claimed:
            waiting.append(line.number)
    return between
