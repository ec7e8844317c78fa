"""The grid of one file of a scanner's CSV folder.

The format has no quoting: separators and line breaks in cells stand as they are, and rows end where their last cell
does. What holds a row together is known per layout, and the layout is told from the headings:

* most files end each row with the server's name and serial, which ``systems.csv`` lists;
* ``sea`` and ``pfc`` begin each row with them;
* ``systems`` itself has the machine type before the serial;
* ``veth`` is a stack of blocks, whose VLAN lists alone span lines;
* ``viosdisks`` is a matrix, ``header`` a list of keys with values.

Knows the shape of the files, not what their columns mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from hmcscan_lpm.readers import csv_anchored, csv_blocks
from hmcscan_lpm.readers.csv_align import join_after_blanks
from hmcscan_lpm.readers.csv_anchored import KEY_HEADINGS, Servers
from hmcscan_lpm.readers.csv_lines import Lines, Repairs, split
from hmcscan_lpm.readers.model import Note, Row

_MARKS = (
    re.compile(r"\bManaged System Name([^\w\n])Managed System Serial"),
    re.compile(r"\AManaged System([^\w\n])Status\1Type Model\1Serial"),
    re.compile(r"\AManager Name([^\w\n])"),
    re.compile(r"\AUUID([^\w\n])SIZE"),
    re.compile(r"\AHardware([^\w\n])\1\1Software"),
    re.compile(r"^Virtual Ethernet Slots([^\w\n])\1+\r?$", re.MULTILINE),
)

Record = tuple[int, list[str]]


def separator_of(text: str) -> str:
    """The separator that the headings in *text* show, ``''`` when none of them is known."""
    for mark in _MARKS:
        found = mark.search(text)
        if found:
            return found[1]
    return ""


def is_scanner_text(text: str) -> bool:
    """Whether *text*, the beginning of a file, has the headings of one of the scanner's CSV files."""
    return bool(separator_of(text))


def common_separator(texts: Iterable[str]) -> str:
    """The separator of a folder: it is one option of one run of the scanner."""
    found = Counter(filter(None, map(separator_of, texts)))
    return found.most_common(1)[0][0] if found else ","


def servers_of(texts: Mapping[str, str], separator: str) -> Servers:
    """The servers that ``systems.csv`` lists; without it, those that whole rows of other files end in."""
    for text in texts.values():
        if _is_system_list(text, separator):
            records = csv_anchored.system_records(split(text).lines, separator, Repairs())
            return Servers.of(((cells[0], cells[3]) for _, cells in records[1:] if len(cells) > 3), separator)
    return Servers.of(csv_anchored.row_ends(map(split, texts.values()), separator), separator)


def parse(
    text: str, name: str, separator: str, servers: Servers
) -> tuple[tuple[Row, ...], tuple[int, ...], tuple[Note, ...]]:
    """The rows of a file, the line where each starts, and what was repaired.

    :param name: the file's stem, for the notes
    """
    lines = split(text)
    repairs = Repairs()
    if lines.is_cut:
        repairs.add("truncated-file", lines.lines[-1].number)
    records = _records(lines, separator, servers, repairs)
    rows = tuple(tuple(cell or None for cell in cells) for _, cells in records)
    return rows, tuple(number for number, _ in records), repairs.notes(name)


def _records(lines: Lines, separator: str, servers: Servers, repairs: Repairs) -> list[Record]:
    if not lines.lines:
        return []
    headings = lines.lines[0].text.split(separator)
    if len(headings) > 2 and tuple(headings[-2:]) == KEY_HEADINGS:
        return csv_anchored.flat_records(lines, separator, servers, repairs)
    if tuple(headings[:2]) == KEY_HEADINGS:
        return csv_anchored.stacked_records(lines, separator, servers, repairs)
    if _is_system_list(lines.lines[0].text, separator):
        return csv_anchored.system_records(lines.lines, separator, repairs)
    if headings[:2] == ["UUID", "SIZE"]:
        return csv_blocks.matrix_records(lines.lines, separator, repairs)
    if csv_blocks.has_blocks(lines.lines, separator):
        return csv_blocks.block_records(lines, separator, repairs)
    if headings[0] == "Manager Name":
        return [(line.number, _pair(line.text, separator)) for line in lines.lines]
    return [(line.number, _plain(line.number, line.text, separator, repairs)) for line in lines.lines]


def _is_system_list(text: str, separator: str) -> bool:
    return text.startswith(separator.join(("Managed System", "Status", "Type Model", "Serial")))


def _pair(text: str, separator: str) -> list[str]:
    """A key and its value; the footer's sentences may hold commas."""
    fields = join_after_blanks(text.split(separator), separator) if text else []
    return [fields[0], separator.join(fields[1:])] if len(fields) > 2 else fields


def _plain(number: int, text: str, separator: str, repairs: Repairs) -> list[str]:
    fields = text.split(separator) if text else []
    joined = join_after_blanks(fields, separator)
    if len(joined) < len(fields):
        repairs.add("rejoined-separators", number)
    return joined
