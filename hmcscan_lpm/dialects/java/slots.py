"""Physical slots: whose they are, which profiles name them, and which slot a device or port sits in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hmcscan_lpm.dialects.extract import address, find_columns
from hmcscan_lpm.dialects.java.flat import PHYSICAL_SLOTS
from hmcscan_lpm.dialects.java.scan import Scan, header_index, lacking
from hmcscan_lpm.dialects.model import Heading
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.readers.model import Sheet

_TAB = "Physical_Slots"
_NEEDED = ("system", "location", "drc_index", "desired_by", "required_by")
_FROM_SLOT = ("system", "drc_index", "location", "description", "report", "tab", "row")


def complete_slots(scan: Scan) -> None:
    """Owners of a sanitized report, parents of devices, and table ``profile_slots``."""
    if scan.is_sanitized:
        _forget_pseudo_owners(scan)
    _take_profile_slots(scan)
    for row, parent in zip(scan.rows("io_children"), _parents(scan), strict=True):
        row["parent"] = parent


def _forget_pseudo_owners(scan: Scan) -> None:
    """A sanitized report gives unassigned slots an owner called like a partition, and loses what is required."""
    for row in scan.rows("physical_slots"):
        if (row["system"], row.get("lpar")) not in scan.lpar_ids:
            row["lpar"] = None
        row["is_required"] = None


def parent_of(location: str, slots: Mapping[str, Any]) -> str | None:
    """The location in *slots* that *location* is or lies below: a prefix that ends where a part ends."""
    while location:
        if location in slots:
            return location
        location = location.rpartition("-")[0]
    return None


def _parents(scan: Scan) -> list[str | None]:
    slots: dict[str, dict[str, bool]] = {}
    for row in scan.rows("physical_slots"):
        slots.setdefault(row["system"], {})[row["location"]] = True
    return [
        parent_of(row["location"], slots.get(row["system"], {})) if row.get("location") else None
        for row in scan.rows("io_children")
    ]


def _take_profile_slots(scan: Scan) -> None:
    """One row per profile that a slot's two lists name (``partition@profile``, one per line)."""
    sheet = scan.sheet(_TAB, ["profile_slots"])
    if sheet is None:
        return
    header = sheet.rows[header_index(sheet, PHYSICAL_SLOTS, _NEEDED)]
    missing = lacking(header, PHYSICAL_SLOTS, _NEEDED)
    if missing:
        scan.gaps["profile_slots"] = f"tab {_TAB} has no column {missing[0]}"
    places = find_columns(header, PHYSICAL_SLOTS)
    profiles = {f"{row['lpar']}@{row['profile']}": (row["lpar"], row["profile"]) for row in scan.rows("profiles")}
    for block, column in enumerate(("desired_by", "required_by")):
        if column in places:
            _List(scan, sheet, block, places[column], profiles).take(column, places)


@dataclass(frozen=True, slots=True)
class _List:
    """One of the two columns that list profiles.

    :ivar block: 0: the profiles desire the slot, 1: they require it
    :ivar profiles: ``partition@profile`` → both names, for the profiles of LPAR_Profiles
    """

    scan: Scan
    sheet: Sheet
    block: int
    place: Heading
    profiles: Mapping[str, tuple[str, str]]

    def take(self, column: str, places: Mapping[str, Heading]) -> None:
        """Take the lists of all slots."""
        found = {name: places[name] for name in ("system", "drc_index", "location", "description") if name in places}
        found.update(lpar=self.place, profile=self.place, is_required=self.place)
        self.scan.extract.locate("profile_slots", self.sheet.name, self.block, found)
        for slot in self.scan.rows("physical_slots"):
            if not slot.get(column):
                continue
            for name in self.names(slot["row"]):
                self.add(slot, name)

    def names(self, number: int) -> Iterator[str]:
        """The names in one list: a line is one name where a profile is called so, else commas separate, too."""
        for line in plain(self.sheet.rows[number - 1][self.place.position]).split("\n"):
            parts = [line] if line.strip() in self.profiles else line.split(",")
            yield from (part.strip() for part in parts if part.strip())

    def add(self, slot: Mapping[str, Any], name: str) -> None:
        """Add one slot of one profile, or say why not."""
        lpar, profile = self.profiles.get(name) or _halves(name)
        if not lpar or not profile:
            self.leave_out(slot, f"{self.place.printed} names {name!r}, which is no partition@profile")
        elif slot.get("drc_index") is None:
            self.leave_out(slot, f"the slot that {name} uses has no drc_index")
        else:
            row = {key: slot.get(key) for key in _FROM_SLOT}
            row.update(lpar=lpar, profile=profile, is_required=bool(self.block), block=self.block)
            self.scan.extract.add("profile_slots", row)

    def leave_out(self, slot: Mapping[str, Any], problem: str) -> None:
        """Note a name that could not be taken, and that the profiles of this server are not complete."""
        cell = address(self.sheet, slot["row"], self.place)
        message = f"{problem}: it was not taken into table profile_slots."
        self.scan.extract.issue(self.sheet.name, cell, "unreadable-value", message, group=f"{self.place.printed} name")
        reason = f"a profile in {cell} of tab {self.sheet.name} could not be taken"
        self.scan.lost.setdefault(("profile_slots", slot["system"]), reason)


def _halves(name: str) -> tuple[str, str]:
    """Both names of a profile that LPAR_Profiles does not list; with several ``@`` nobody knows where they part."""
    lpar, _, profile = name.partition("@")
    return (lpar, profile) if "@" not in profile else ("", "")
