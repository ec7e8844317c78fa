"""Tab ``vNIC``: flat, but its last columns repeat four headings per backing device, so they go by position."""

from __future__ import annotations

from hmcscan_lpm.dialects.extract import fields, key_of
from hmcscan_lpm.dialects.java.flat import LPAR, SYSTEM
from hmcscan_lpm.dialects.java.scan import Scan, header_index, take_flat
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.values import flag, listed, mac, plain, pvid, slot, text

_TAB = "vNIC"
_REQUIRED = ("system", "lpar", "slot")

VNICS = fields(
    ("system", SYSTEM, text),
    ("lpar", LPAR, text),
    ("slot", "Slot", slot),
    ("auto_failover", "Auto failover", flag),
    ("pvid", ("Port VLAN", "Port VLAN id"), pvid),
    ("vlans", "Allowed VLANs", listed),
    ("mac", "MAC", mac),
    ("is_required", ("Required", "Reqrd"), flag),
)


def take_vnics(scan: Scan) -> None:
    """Fill table ``vnics``."""
    rows = take_flat(scan, "vnics", _TAB, VNICS, _REQUIRED)
    sheet = scan.sheets.get(_TAB)
    if sheet is None or not sheet.rows:
        return
    header = sheet.rows[header_index(sheet, VNICS, _REQUIRED)]
    positions = [position for position, cell in enumerate(header) if key_of(cell) == "vios"]
    if not positions:
        return
    place = Heading(positions[0], plain(header[positions[0]]))
    scan.extract.locate("vnics", _TAB, 0, {"backing_vioses": place, "backing_count": place})
    for row in rows:
        cells = sheet.rows[row["row"] - 1]
        vioses = [plain(cells[position]) for position in positions if position < len(cells) and plain(cells[position])]
        row["backing_vioses"] = ",".join(dict.fromkeys(vioses)) or None
        row["backing_count"] = len(vioses)
