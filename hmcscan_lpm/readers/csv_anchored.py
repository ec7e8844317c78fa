"""CSV rows that are held together by the server's name and serial, at their end or at their beginning.

Knows these two columns and rows, no files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hmcscan_lpm.readers.csv_align import Column, align, join_after_blanks, learn
from hmcscan_lpm.readers.csv_lines import Line, Lines, Repairs

KEY_HEADINGS = ("Managed System Name", "Managed System Serial")
"""The headings of the two columns that name the server of a row."""

Record = tuple[int, list[str]]

_SERIAL = re.compile(r"[0-9A-Za-z-]{1,32}")
_IBM_SERIAL = re.compile(r"[0-9A-Z]{7}|SN-\d+")
_MACHINE_TYPE = re.compile(r"\w{4}-\w{3}")


@dataclass(frozen=True, slots=True)
class Servers:
    """The servers of a report, as rows end and begin with them.

    :ivar ends: serial → ``,name,serial`` of each server with that serial
    :ivar starts: name up to its first separator → ``name,serial`` of each such server
    """

    ends: Mapping[str, tuple[str, ...]]
    starts: Mapping[str, tuple[str, ...]]

    @staticmethod
    def of(pairs: Iterable[tuple[str, str]], separator: str) -> Servers:
        """The servers with these names and serials."""
        ends: dict[str, list[str]] = {}
        starts: dict[str, list[str]] = {}
        for name, serial in sorted(set(pairs)):
            ends.setdefault(serial, []).append(f"{separator}{name}{separator}{serial}")
            starts.setdefault(name.split(separator, 1)[0], []).append(f"{name}{separator}{serial}")
        return Servers(
            {serial: tuple(found) for serial, found in ends.items()},
            {name: tuple(found) for name, found in starts.items()},
        )

    def end_of(self, text: str, separator: str) -> str:
        """The name and serial that *text* ends with, with the separator before them, else ``''``."""
        serial = text[text.rfind(separator) + 1 :]
        return max((end for end in self.ends.get(serial, ()) if text.endswith(end)), key=len, default="")

    def start_of(self, text: str, separator: str) -> str:
        """The name and serial that *text* begins with, else ``''``."""
        first = text.split(separator, 1)[0]
        found = (start for start in self.starts.get(first, ()) if text.startswith(start + separator) or text == start)
        return max(found, key=len, default="")


def row_ends(files: Iterable[Lines], separator: str) -> Iterator[tuple[str, str]]:
    """Name and serial at the end of rows that have as many fields as their header."""
    for lines in files:
        headings = lines.lines[0].text.split(separator) if lines.lines else []
        if tuple(headings[-2:]) != KEY_HEADINGS:
            continue
        for line in lines.lines[1:]:
            fields = line.text.split(separator)
            if len(fields) == len(headings) and _SERIAL.fullmatch(fields[-1]):
                yield fields[-2], fields[-1]


def flat_records(lines: Lines, separator: str, servers: Servers, repairs: Repairs) -> list[Record]:
    """A header and rows that end with the server."""
    header = lines.lines[0]
    headings = header.text.split(separator)
    body = lines.lines[1:]
    texts = body if lines.are_rows else tuple(_rejoin(body, len(headings), separator, servers, repairs))
    split_rows = [line.text.split(separator) for line in texts]
    columns = learn(headings, (fields for fields in split_rows if len(fields) == len(headings)))
    records: list[Record] = [(header.number, headings)]
    for line, fields in zip(texts, split_rows, strict=True):
        if len(fields) > len(headings):
            records.append((line.number, _flat_row(line, columns, separator, servers, repairs)))
            continue
        if len(fields) < len(headings) and not servers.end_of(line.text, separator):
            repairs.add("unrepaired-row", line.number)
        records.append((line.number, fields if line.text else []))
    return records


def _flat_row(line: Line, columns: Sequence[Column], separator: str, servers: Servers, repairs: Repairs) -> list[str]:
    """A row with more fields than columns; a server's own name may hold separators too."""
    end = servers.end_of(line.text, separator)
    if not end:
        return surplus_row(line, line.text.split(separator), columns, separator, repairs)
    name, _, serial = end[1:].rpartition(separator)
    inner = line.text[: -len(end)].split(separator)
    if len(inner) == len(columns) - 2:
        repairs.add("rejoined-separators", line.number)
        return [*inner, name, serial]
    return [*surplus_row(line, inner, columns[:-2], separator, repairs), name, serial]


def surplus_row(
    line: Line, fields: list[str], columns: Sequence[Column], separator: str, repairs: Repairs
) -> list[str]:
    """The fields of a row as one cell per column; as they stand, with a note, where that cannot be."""
    found = align(fields, columns, separator)
    if found is None:
        repairs.add("unrepaired-row", line.number)
        return fields
    repairs.add("rejoined-separators" if found.is_unique else "ambiguous-row", line.number)
    return list(found.cells)


def _rejoin(lines: Sequence[Line], width: int, separator: str, servers: Servers, repairs: Repairs) -> Iterator[Line]:
    """Whole rows from physical lines: a row is whole when it ends with a server."""
    pending: list[Line] = []
    fields = 1
    for line in lines:
        alone = line.text.count(separator) + 1
        if pending and alone >= width:
            # A whole row by itself: what was gathered before it never found its end.
            yield from _gathered(pending, fields == width, repairs)
            pending, fields = [], 1
        pending.append(line)
        fields += alone - 1
        last = line.text[line.text.rfind(separator) + 1 :]
        if servers.end_of(line.text, separator) or (fields == width and _IBM_SERIAL.fullmatch(last)):
            yield from _gathered(pending, True, repairs)
            pending, fields = [], 1
    yield from _gathered(pending, fields == width, repairs)


def _gathered(lines: Sequence[Line], is_row: bool, repairs: Repairs) -> Iterator[Line]:
    """The lines as one row; those that make no row each for itself, so that none becomes a cell of another."""
    if not is_row or len(lines) == 1:
        yield from lines
        return
    repairs.add("rejoined-lines", lines[0].number)
    yield Line(lines[0].number, "\n".join(line.text for line in lines))


def stacked_records(lines: Lines, separator: str, servers: Servers, repairs: Repairs) -> list[Record]:
    """Tables one below the other, each with its header, whose rows begin with the server."""
    texts = lines.lines if lines.are_rows else tuple(_rejoin_stacked(lines.lines, separator, servers, repairs))
    records: list[Record] = []
    headings: list[str] = []
    for line in texts:
        fields = line.text.split(separator) if line.text else []
        if tuple(fields[:2]) == KEY_HEADINGS:
            headings = fields
        elif fields:
            start = servers.start_of(line.text, separator)
            fields = _stacked_row(line, start, headings, separator, repairs)
        records.append((line.number, fields))
    return records


def _rejoin_stacked(lines: Iterable[Line], separator: str, servers: Servers, repairs: Repairs) -> Iterator[Line]:
    pending: list[Line] = []
    for line in lines:
        fields = line.text.split(separator)
        is_start = (
            servers.start_of(line.text, separator)
            or tuple(fields[:2]) == KEY_HEADINGS
            or (len(fields) > 3 and _SERIAL.fullmatch(fields[1]))
        )
        if not is_start and line.text and pending and pending[0].text:
            pending.append(line)
            continue
        if pending:
            yield from _gathered(pending, True, repairs)
        pending = [line]
    if pending:
        yield from _gathered(pending, True, repairs)


def _stacked_row(line: Line, start: str, headings: list[str], separator: str, repairs: Repairs) -> list[str]:
    """A row below *headings*. Rows end where their last cell does, so that surplus shows only in lists."""
    if not start:
        fields = join_after_blanks(line.text.split(separator), separator)
        if len(fields) < 2 or len(fields) > len(headings):
            repairs.add("unrepaired-row", line.number)
        return fields
    name, _, serial = start.rpartition(separator)
    given = line.text[len(start) + 1 :].split(separator) if len(line.text) > len(start) else []
    rest = join_after_blanks(given, separator)
    if len(rest) > len(headings) - 2:
        columns = tuple(Column(heading) for heading in headings[2:])
        rest = surplus_row(line, rest, columns, separator, repairs)
    elif len(rest) < len(given) or separator in name:
        repairs.add("rejoined-separators", line.number)
    return [name, serial, *rest]


def system_records(lines: Sequence[Line], separator: str, repairs: Repairs) -> list[Record]:
    """The list of servers: name, status, machine type and model, serial, and more."""
    records: list[Record] = []
    for line in lines:
        fields = line.text.split(separator) if line.text else []
        position = next((index for index, text in enumerate(fields[2:], 2) if _MACHINE_TYPE.fullmatch(text)), 2)
        if position > 2:
            fields = [separator.join(fields[: position - 1]), *fields[position - 1 :]]
            repairs.add("rejoined-separators", line.number)
        records.append((line.number, fields))
    if records and any(len(cells) > len(records[0][1]) for _, cells in records):
        first = next(number for number, cells in records if len(cells) > len(records[0][1]))
        repairs.add("unrepaired-row", first)
    return records
