"""CSV files that are no flat table: the blocks of virtual Ethernet, and the matrix of disks.

Knows their layout, not what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hmcscan_lpm.readers.csv_align import Column, join_after_blanks
from hmcscan_lpm.readers.csv_anchored import Record, surplus_row
from hmcscan_lpm.readers.csv_lines import Line, Lines, Repairs

_WIDTH = 10  # titles are merged over the ten columns of the adapter table
_ADAPTERS = "Virtual Ethernet Slots"
_SWITCHES = "Name"
_VLANS = "VLAN ids"


def has_blocks(lines: Sequence[Line], separator: str) -> bool:
    """Whether a line is the title of a table of virtual Ethernet adapters."""
    title = _ADAPTERS + separator * (_WIDTH - 1)
    return any(line.text == title for line in lines)


def block_records(lines: Lines, separator: str, repairs: Repairs) -> list[Record]:
    """Titles, virtual switches with their VLAN lists, and tables of adapters, per server."""
    texts = lines.lines if lines.are_rows else tuple(_rejoin(lines.lines, separator, repairs))
    records: list[Record] = []
    columns: tuple[Column, ...] = ()
    title = ""
    for line in texts:
        fields = _fields(line, separator, repairs)
        if not fields:
            columns = ()
        elif title == _ADAPTERS:
            columns = tuple(Column(heading) for heading in fields)
        elif columns and len(fields) > len(columns):
            fields = surplus_row(line, fields, columns, separator, repairs)
        elif columns and len(fields) < len(columns):
            repairs.add("unrepaired-row", line.number)
        elif fields[0] == _VLANS and records and records[-1][1][:1] == [_SWITCHES]:
            records[-1] = _switches(records[-1], len(fields), separator, repairs)
        title = fields[0] if fields else ""
        records.append((line.number, fields))
    return records


def _fields(line: Line, separator: str, repairs: Repairs) -> list[str]:
    """The fields of a line; a title is one cell and the nine that its merge covers, whatever its text."""
    if not line.text:
        return []
    text = line.text.removesuffix(separator * (_WIDTH - 1))
    if len(text) == len(line.text) or not text:
        return line.text.split(separator)
    if separator in text:
        repairs.add("rejoined-separators", line.number)
    return [text, *[""] * (_WIDTH - 1)]


def _switches(record: Record, width: int, separator: str, repairs: Repairs) -> Record:
    """The names of virtual switches: as many as there are VLAN lists below them."""
    number, fields = record
    if len(fields) == width:
        return record
    joined = join_after_blanks(fields, separator)
    repairs.add("rejoined-separators" if len(joined) == width else "unrepaired-row", number)
    return number, joined if len(joined) == width else fields


def _rejoin(lines: Sequence[Line], separator: str, repairs: Repairs) -> Iterator[Line]:
    """Rows from physical lines: only VLAN lists span lines."""
    pending: list[Line] = []
    is_list = is_table = False
    previous = ""
    for line in lines:
        # A list of VLANs ends at a blank line; a list in the last column of an adapter has no separator.
        if pending and line.text and (is_list or (is_table and separator not in line.text)):
            pending.append(line)
            continue
        if pending:
            yield _whole(pending, repairs)
        pending = [line]
        is_list = line.text.startswith(_VLANS + separator) and previous == _SWITCHES
        previous = line.text.split(separator, 1)[0]
        is_table = bool(line.text) and (is_table or previous == _ADAPTERS)
    if pending:
        yield _whole(pending, repairs)


def _whole(lines: Sequence[Line], repairs: Repairs) -> Line:
    if len(lines) > 1:
        repairs.add("rejoined-lines", lines[0].number)
    return Line(lines[0].number, "\n".join(line.text for line in lines))


def matrix_records(lines: Sequence[Line], separator: str, repairs: Repairs) -> list[Record]:
    """Disks by VIOS: the header names ``server@vios``, and either name may hold separators."""
    records: list[Record] = [(line.number, line.text.split(separator) if line.text else []) for line in lines]
    number, headings = records[0]
    width = max((len(cells) for _, cells in records[1:]), default=len(headings))
    if len(headings) > width:
        joined = _join_names(join_after_blanks(headings, separator), separator)
        repairs.add("rejoined-separators" if len(joined) == width else "unrepaired-row", number)
        records[0] = (number, joined if len(joined) == width else headings)
    for line_number, cells in records[1:]:
        if len(cells) > len(records[0][1]):
            repairs.add("unrepaired-row", line_number)
    return records


def _join_names(headings: Sequence[str], separator: str) -> list[str]:
    """Headings rejoined so that each behind the first two holds an ``@``."""
    joined = list(headings[:2])
    pending = ""
    for heading in headings[2:]:
        pending = pending + separator + heading if pending else heading
        if "@" in pending:
            joined.append(pending)
            pending = ""
    if pending:
        joined.append(pending)
    return joined
