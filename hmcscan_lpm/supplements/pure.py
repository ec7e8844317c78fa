"""Hosts and connections of Pure Storage FlashArray (``purehost list``).

Shapes: FlashArray User Guide, Purity CLI commands (``purehost list``, ``--connect``, ``--all``).
A host with several WWNs, or several volumes, has its name only in the first of its lines.
"""

from __future__ import annotations

import re

from hmcscan_lpm.supplements.collect import Found, is_open, wwpn
from hmcscan_lpm.supplements.columns import Record, tables
from hmcscan_lpm.supplements.model import NOTHING, Format, Output, Parsed

_NAME = re.compile(r"[A-Za-z0-9][\w:/.-]*")
_NONE = frozenset({"", "-"})


_HEADINGS = (
    frozenset({"Name", "WWN", "IQN"}),
    frozenset({"Name", "WWN", "NQN"}),
    frozenset({"Name", "LUN", "Vol"}),
)


def _hosts(output: Output) -> Parsed:
    """Rows of ``storage_hosts`` from WWNs, and of ``storage_maps`` from connected volumes."""
    found = Found()
    for table in tables(output, _HEADINGS, continues=True):
        found.claim(table.heading)
        host: str | None = None
        for record in table.records:
            name = record.cells["Name"]
            if name:
                host = name if _NAME.fullmatch(name) else None
            if host is None or not _take(output, record, host, found):
                # Lines below a damaged one may belong to a host whose name is lost.
                host = None if name else host
                note = found.cut if is_open(output, record.line) else found.unreadable
                note(record.line, f"{record.line.text.strip()!r} does not fit the headings above it.")
    return found.parsed(output) if found.claimed else NOTHING


def _take(output: Output, record: Record, host: str, found: Found) -> bool:
    """The rows of one line; False when something in it cannot be read."""
    port, volume, lun = (record.cells.get(name, "") for name in ("WWN", "Vol", "LUN"))
    # Further WWNs of a host stand alone in their lines; behind its first one are more columns.
    is_half = record.cut in {"Name", "Vol", "LUN"} or (record.cut == "WWN" and record.cells["Name"])
    if is_half or (port not in _NONE and wwpn(port) is None):
        return False
    if volume not in _NONE and not (_NAME.fullmatch(volume) and (lun in _NONE or lun.isdecimal())):
        return False
    found.claim(record.line)
    if port not in _NONE:
        found.row("storage_hosts", record.line, array=output.place, host=host, wwpn=wwpn(port), state=None)
    if volume not in _NONE:
        values = {"array": output.place, "host": host, "wwpn": None, "volume": volume, "volume_id": None}
        found.row("storage_maps", record.line, **values, lun=None if lun in _NONE else lun)
    return True


FORMATS: tuple[Format, ...] = (Format("purehost list", _hosts),)
