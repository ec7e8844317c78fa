"""Outputs of a VIOS with a delimiter between fields: ``lsmap -fmt :``, ``lsnports -fmt :``, ``chkdev -fmt :``.

With ``-fmt`` an empty field is one blank, with ``-fmt2`` nothing (manual page of lsmap).
Which fields stand there tells ``-field``; without it the order is that of the manual page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hmcscan_lpm.supplements.collect import is_open
from hmcscan_lpm.supplements.commands import Command, read_command
from hmcscan_lpm.supplements.model import Line, Output, Parsed
from hmcscan_lpm.supplements.vios_places import LOCATION, Findings, slot_of, where

_NPIV = [
    "name",
    "physloc",
    "clntid",
    "clntname",
    "clntos",
    "status",
    "fc",
    "fcphysloc",
    "ports",
    "flags",
    "vfcclient",
    "vfcclientdrc",
]
_VSCSI_HEAD = ["svsa", "physloc", "clientid"]
_VSCSI_ITEM = ["vtd", "status", "lun", "backing", "bdphysloc", "mirrored"]
_NET = ["svea", "physloc", "sea", "backing", "status", "bdphysloc"]
_DEVICES = {"npiv": r"vfchost\d+", "net": r"ent\d+", "vscsi": r"vhost\d+"}
_ID = re.compile(r"0x[0-9a-fA-F]{8}|\d{1,5}")
_LUN = re.compile(r"0x[0-9a-fA-F]{4,16}")
_STATUS = re.compile(r"[A-Z][A-Za-z_]*")


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the lines of an output are cut: delimiter, the fields in front, and those that may repeat behind them."""

    delimiter: str
    head: list[str]
    item: list[str]

    def items(self, text: str) -> list[dict[str, str]] | None:
        """The fields of each mapping in a line; None when their number does not fit."""
        values = [value.strip() for value in text.split(self.delimiter)]
        rest = values[len(self.head) :]
        if len(values) < len(self.head) or (rest and not self.item) or (self.item and (not rest or self._odd(rest))):
            return None
        head = dict(zip(self.head, values, strict=False))
        width = len(self.item) or 1
        parts = [rest[at : at + width] for at in range(0, len(rest), width)] or [[]]
        return [head | dict(zip(self.item, part, strict=True)) for part in parts]

    def _odd(self, rest: Sequence[str]) -> bool:
        return len(rest) % len(self.item) != 0


def parse_npiv(output: Output) -> Parsed:
    """``lsmap -all -npiv -fmt :`` → ``npiv_mappings``."""
    return _parse(output, "npiv")


def parse_vscsi(output: Output) -> Parsed:
    """``lsmap -all -fmt :`` → ``vscsi_mappings``; all target devices of an adapter stand in its line."""
    return _parse(output, "vscsi")


def parse_net(output: Output) -> Parsed:
    """``lsmap -all -net -fmt :`` → ``seas``."""
    return _parse(output, "net")


def delimiter_of(command: Command) -> str:
    """The delimiter that *command* asks for; ``''`` when it asks for none."""
    found = command.option("-fmt", "-fmt2")
    return found if len(found) == 1 else ""


def _parse(output: Output, kind: str) -> Parsed:
    findings = Findings()
    command = read_command(output.command)
    asked = command.program == "lsmap" and bool(delimiter_of(command))
    is_kind = kind == ("npiv" if command.has("-npiv") else "net" if command.has("-net") else "vscsi")
    if command.is_altered or (asked and (not is_kind or command.has("-vnic", "-ams", "-suspend", "-clustername"))):
        return findings.parsed(output)
    seas: set[str] = set()
    for line in output.lines:
        shape = _asked_shape(command, kind) if asked else _seen_shape(line.text, kind)
        if shape is None or not re.match(rf"{_DEVICES[kind]}(?!\w)|U\d{{4}}\.", line.text.strip()):
            continue
        items = shape.items(line.text)
        if items is None:
            findings.damaged(line)
            continue
        findings.claim(line)
        last = (shape.item or shape.head)[-1]
        if is_open(output, line) and items[-1][last]:
            findings.cut(line, f"The output ends without a line end: {last} may be cut, and is not taken.")
            del items[-1][last]
        _take(output, line, kind, items, findings, seas)
    return findings.parsed(output)


def _asked_shape(command: Command, kind: str) -> _Shape | None:
    fields = [field.lower() for field in command.options("-field")]
    delimiter = delimiter_of(command)
    if not fields:
        return _default_shape(delimiter, kind)
    if kind != "vscsi":
        return _Shape(delimiter, fields, [])
    first = next((at for at, field in enumerate(fields) if field in _VSCSI_ITEM), len(fields))
    is_parted = all(field in _VSCSI_ITEM for field in fields[first:])
    return _Shape(delimiter, fields[:first], fields[first:]) if is_parted else None


def _default_shape(delimiter: str, kind: str) -> _Shape:
    if kind == "vscsi":
        return _Shape(delimiter, _VSCSI_HEAD, _VSCSI_ITEM)
    return _Shape(delimiter, _NPIV if kind == "npiv" else _NET, [])


def _seen_shape(text: str, kind: str) -> _Shape | None:
    """The order of the manual page, where the line shows it itself: a device and its location, and enough fields."""
    found = re.match(rf"{_DEVICES[kind]}([^\w\s.-]){LOCATION}\1", text.strip())
    if found is None:
        return None
    shape = _default_shape(found[1], kind)
    items = shape.items(text)
    return shape if items and all(_is_default(item, kind) for item in items) else None


def _is_default(item: dict[str, str], kind: str) -> bool:
    if kind == "vscsi":
        return bool(_ID.fullmatch(item["clientid"])) and item["mirrored"] in {"", "true", "false", "N/A"}
    return kind == "net" or (item["status"].endswith("LOGGED_IN") and bool(_ID.fullmatch(item["clntid"])))


def _take(
    output: Output, line: Line, kind: str, items: list[dict[str, str]], findings: Findings, seas: set[str]
) -> None:
    for item in items:
        place = where(output, item.get("physloc", ""))
        if place is None:
            findings.no_vios(line, "lsmap -fmt")
            return
        values = _READERS[kind](item)
        if kind == "net":
            if values and values["sea"] not in seas:
                seas.add(values["sea"])
                findings.row("seas", line, **place, **values)
        elif values.get("slot") is None:
            message = "No field physloc tells the slot of the adapter: nothing is taken."
            findings.remark_once(line, "no-slot", message)
        elif len(values) > 1:
            findings.row("npiv_mappings" if kind == "npiv" else "vscsi_mappings", line, **place, **values)


def _npiv(item: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {"slot": slot_of(item.get("physloc", ""))}
    if item.get("name", "").startswith("vfchost"):
        values["vfchost"] = item["name"]
    values |= _client(item.get("clntid", ""))
    if "fc" in item:
        values |= {"is_mapped": bool(item["fc"]), "fc_port": item["fc"] or None}
    if item.get("fcphysloc"):
        values["port_location"] = item["fcphysloc"]
    if _STATUS.fullmatch(item.get("status", "")):
        values["status"] = item["status"]
    slot = slot_of(item.get("vfcclientdrc", ""))
    return values if slot is None else {**values, "client_slot": slot}


def _vscsi(item: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {"slot": slot_of(item.get("physloc", ""))}
    if item.get("svsa"):
        values["vhost"] = item["svsa"]
    values |= _client(item.get("clientid", ""))
    values |= {column: item[column] or None for column in ("vtd", "backing") if column in item}
    if _STATUS.fullmatch(item.get("status", "")):
        values["status"] = item["status"]
    if item.get("bdphysloc"):
        values["location"] = item["bdphysloc"]
    if _LUN.fullmatch(item.get("lun", "")):
        values["lun"] = item["lun"]
    if item.get("mirrored") in {"true", "false"}:
        values["is_mirrored"] = item["mirrored"] == "true"
    return values


def _client(told: str) -> dict[str, Any]:
    if not _ID.fullmatch(told):
        return {}
    return {"client_id": int(told, 16) if told.startswith("0x") else int(told)}


def _sea(item: dict[str, str]) -> dict[str, Any]:
    if not re.fullmatch(r"ent\d{1,5}", item.get("sea", "")):
        return {}
    named = {"real_adapter": item.get("backing"), "real_location": item.get("bdphysloc")}
    return {"sea": item["sea"]} | {column: value for column, value in named.items() if value}


_READERS = {"npiv": _npiv, "vscsi": _vscsi, "net": _sea}
