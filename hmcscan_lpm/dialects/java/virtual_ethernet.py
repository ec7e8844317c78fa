"""Tab ``Virtual_Ethernet``: per server a title, its virtual switches side by side, and its adapters one per row.

The tab has no server column; the title is the only thing that says whose adapters follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hmcscan_lpm.dialects.extract import address, fields, is_blank, key_of
from hmcscan_lpm.dialects.java.flat import LPAR
from hmcscan_lpm.dialects.java.scan import Scan, read_cell, row_name, take_records
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.values import flag, mac, plain, pvid, slot, text, vlan_ids, whole
from hmcscan_lpm.readers.model import Row, Sheet

_TAB = "Virtual_Ethernet"
_MARKERS = {"virtualswitches": "switches", "virtualethernetslots": "adapters"}
_DEFAULT = "(Default)"

ADAPTERS = fields(
    ("lpar", LPAR, text),
    ("slot", "Slot", slot),
    ("is_on", "State", flag),
    ("is_required", ("Required", "Reqrd"), flag),
    ("is_trunk", "Trunk", flag),
    ("trunk_priority", "Trunk Priority", whole),
    ("mac", ("MAC Addresss", "MAC Address", "MAC"), mac),
    ("vswitch", "Virtual Switch", text),
    ("pvid", ("Port VLAN id", "Port VLAN", "PVID"), pvid),
    ("vlans", ("IEEE VLAN ids", "Additional VLAN ids", "VLAN ids"), vlan_ids),
)
_REQUIRED = ("lpar", "slot")


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the tab.

    :ivar system: server in the title above, ``''`` when there is none
    :ivar kind: ``switches`` or ``adapters``, or ``stray`` for rows that belong to nothing
    :ivar first: index of its first row behind the marker: the names of the switches, or the headings
    :ivar last: index behind its last row
    """

    system: str
    kind: str
    first: int
    last: int


def take_virtual_ethernet(scan: Scan) -> None:
    """Fill tables ``virtual_ethernet`` and ``virtual_switches``."""
    sheet = scan.sheet(_TAB, ["virtual_ethernet", "virtual_switches"])
    if sheet is None:
        return
    scan.blocks.update(virtual_ethernet=set(), virtual_switches=set())
    block = 0
    for part in _parts(sheet, scan.systems):
        if part.kind == "stray" or not part.system:
            _note_stray(scan, sheet, part)
        elif part.kind == "switches":
            _take_switches(scan, sheet, part)
        else:
            _take_adapters(scan, sheet, part, block)
            block += 1


def _is_lone(row: Row) -> bool:
    """Only the first cell holds anything: a title or a marker."""
    return bool(row) and bool(plain(row[0])) and is_blank(row[1:])


def _parts(sheet: Sheet, systems: frozenset[str]) -> Iterator[_Part]:
    """The pieces of the tab in order.

    A marker is told from a title by what follows: names of switches or headings. So a server may be called like a
    marker, and a partition like a server.
    """
    filled = [index for index, row in enumerate(sheet.rows) if not is_blank(row)]
    system, kind, first = "", "stray", -1
    for place, index in enumerate(filled):
        row = sheet.rows[index]
        after = sheet.rows[filled[place + 1]] if place + 1 < len(filled) else ()
        marker = _marker(row, after)
        is_title = not marker and _is_title(row, after, systems)
        if not marker and not is_title:
            first = index if first < 0 else first
            continue
        if first >= 0:
            yield _Part(system, kind, first, index)
        system, kind, first = (plain(row[0]), "stray", -1) if is_title else (system, marker, -1)
    if first >= 0:
        yield _Part(system, kind, first, len(sheet.rows))


def _marker(row: Row, after: Row) -> str:
    """``switches`` or ``adapters`` when *row* introduces what stands in the row *after*, else ``''``."""
    return _MARKERS.get(key_of(row[0]), "") if _is_lone(row) and not _is_lone(after) else ""


def _is_title(row: Row, after: Row, systems: frozenset[str]) -> bool:
    """A server's name alone in its row; a server that System_Summary does not know needs a marker below it."""
    if not _is_lone(row):
        return False
    is_followed = bool(after) and key_of(after[0]) in _MARKERS
    return plain(row[0]) in systems or (is_followed and key_of(row[0]) not in _MARKERS)


def _note_stray(scan: Scan, sheet: Sheet, part: _Part) -> None:
    """Rows that stand below no title, or below no marker: whose they are, nobody knows."""
    cell = address(sheet, part.first + 1, None)
    count = sum(not is_blank(row) for row in sheet.rows[part.first : part.last])
    what = "below no marker that is known" if part.system else "below no title that names a server"
    message = f"{count} rows stand {what}: they were not taken."
    scan.extract.issue(_TAB, cell, "unknown-block", message)
    for table in ("virtual_ethernet", "virtual_switches"):
        reason = f"{count} rows of tab {_TAB} could not be taken, the first is {row_name(sheet, part.first + 1)}"
        scan.lost.setdefault((table, part.system or None), reason)


def _take_adapters(scan: Scan, sheet: Sheet, part: _Part, block: int) -> None:
    scan.blocks["virtual_ethernet"].add(part.system)
    gap = scan.gaps.pop("virtual_ethernet", None)
    take_records(
        scan,
        "virtual_ethernet",
        sheet,
        ADAPTERS,
        _REQUIRED,
        header=part.first,
        last=part.last,
        block=block,
        system=part.system,
    )
    missing = scan.gaps.pop("virtual_ethernet", None)
    if missing:
        scan.lost.setdefault(("virtual_ethernet", part.system), missing)
    if gap:
        scan.gaps["virtual_ethernet"] = gap


def _take_switches(scan: Scan, sheet: Sheet, part: _Part) -> None:
    """Names from column B of row ``Name``, and below each in row ``VLAN ids`` those in use on it."""
    scan.blocks["virtual_switches"].add(part.system)
    labelled: dict[str, int] = {}
    for index in range(part.first, part.last):
        row = sheet.rows[index]
        if is_blank(row):
            continue
        label = key_of(row[0])
        if label in ("name", "vlanids") and label not in labelled:
            labelled[label] = index
        else:
            message = f"Row {plain(row[0])[:60]!r} below the virtual switches is not known: it was not taken."
            scan.extract.issue(_TAB, address(sheet, index + 1, None), "unknown-row", message)
    if "name" not in labelled:
        reason = f"tab {_TAB} has no names of the virtual switches of {part.system}"
        scan.lost.setdefault(("virtual_switches", part.system), reason)
        return
    names = sheet.rows[labelled["name"]]
    for position in range(1, len(names)):
        if plain(names[position]):
            _take_switch(scan, sheet, part.system, position, labelled)


def _take_switch(scan: Scan, sheet: Sheet, system: str, position: int, labelled: Mapping[str, int]) -> None:
    block = len(scan.rows("virtual_switches"))
    names = sheet.rows[labelled["name"]]
    printed = plain(names[position])
    place = Heading(position, plain(names[0]))
    places = {"vswitch": place, "is_default": place}
    row: dict[str, Any] = {
        "system": system,
        "vswitch": printed.removesuffix(_DEFAULT).strip() or printed,
        "is_default": printed.endswith(_DEFAULT),
    }
    if "vlanids" in labelled:
        number = labelled["vlanids"] + 1
        places["vlans"] = Heading(position, plain(sheet.rows[number - 1][0]), _TAB, number)
        row["vlans"] = read_cell(scan, sheet, places["vlans"], vlan_ids)
    row.update(report=scan.extract.report, tab=_TAB, row=labelled["name"] + 1, block=block)
    scan.extract.add("virtual_switches", row)
    scan.extract.locate("virtual_switches", _TAB, block, places)
