"""``lsmap`` in its long form: a heading, a line for the server adapter, and below it what it is mapped to.

The shapes are those of the manual page of lsmap and of public captures (IBM/lsvirt specs, megabreit/luninfo).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hmcscan_lpm.supplements.collect import is_open
from hmcscan_lpm.supplements.commands import read_command
from hmcscan_lpm.supplements.model import Line, Output, Parsed
from hmcscan_lpm.supplements.vios_places import LOCATION, Findings, slot_of, where

_RULE = re.compile(r"\s*-{4,}(?:\s+-{4,})+\s*")
_NPIV = re.compile(r"\s*Name\s+Physloc\s+ClntID\s+ClntName\s+ClntOS\s*")
_VSCSI = re.compile(r"\s*SVSA\s+Physloc\s+Client Partition ID\s*")
_NET = re.compile(r"\s*SVEA\s+Physloc\s*")
_VFCHOST = re.compile(rf"\s*(vfchost\d+)\s+({LOCATION})(?:\s+(\d{{1,5}})(?:\s.*)?)?\s*")
_VHOST = re.compile(rf"\s*(vhost\d+)\s+({LOCATION})\s+(0x[0-9a-fA-F]{{8}}|\d{{1,5}})\s*")
_TRUNK = re.compile(rf"\s*(ent\d+)\s+({LOCATION})\s*")

_NPIV_LINES = (
    ("status", re.compile(r"\s*Status:\s*(\w*)\s*()")),
    ("fc", re.compile(r"\s*FC name:\s*(\S*)\s+FC loc code:\s*(\S*)\s*")),
    ("ports", re.compile(r"\s*Ports logged in:\s*(\d*)\s*()")),
    ("flags", re.compile(r"\s*Flags:\s*(.*?)\s*()")),
    ("client", re.compile(r"\s*VFC client name:\s*(.*?)\s+VFC client DRC:\s*(\S*)\s*")),
    ("label", re.compile(r"\s*(?:FC|VFC)[A-Za-z ]*label\s*:(.*)()", re.IGNORECASE)),
)
_LABELS = ("VTD", "Status", "LUN", "Backing device", "Physloc", "Mirrored")
_LABELLED = re.compile(r"\s*(VTD|Status|LUN|Backing device|Physloc|Mirrored)(?:\s+(\S.*?))?\s*")
_NOTHING = re.compile(r"\s*(?:VTD\s+)?NO VIRTUAL TARGET DEVICE FOUND\s*")
_NET_LABELLED = re.compile(r"\s*(SEA|Backing device|Status|Physloc)(?:\s+(\S.*?))?\s*")
_NO_SEA = "NO SHARED ETHERNET ADAPTER FOUND"
_ETHERNET = re.compile(r"ent\d{1,5}")
_LUN = re.compile(r"0x[0-9a-fA-F]{4,16}")

Told = dict[str, tuple[str, Line]]
"""Label → value and the line in which it stands."""


@dataclass(frozen=True, slots=True)
class _Block:
    """One server adapter: its line, and the lines below it that are not empty, in groups as empty lines part them."""

    found: re.Match[str]
    line: Line
    body: tuple[tuple[Line, ...], ...]


def parse_npiv(output: Output) -> Parsed:
    """``lsmap -all -npiv`` → ``npiv_mappings``."""
    findings = Findings()
    for block in _blocks(output, findings, _NPIV, _VFCHOST, _is_npiv_line):
        _take_npiv(output, block, findings)
    return findings.parsed(output)


def parse_vscsi(output: Output) -> Parsed:
    """``lsmap -all`` → ``vscsi_mappings``."""
    findings = Findings()
    for block in _blocks(output, findings, _VSCSI, _VHOST, _is_vscsi_line):
        _take_vscsi(output, block, findings)
    return findings.parsed(output)


def parse_net(output: Output) -> Parsed:
    """``lsmap -all -net`` → ``seas``."""
    findings = Findings()
    trunks: dict[str, list[tuple[str, int | None]]] = {}
    heads: dict[str, tuple[Line, dict[str, Any]]] = {}
    for block in _blocks(output, findings, _NET, _TRUNK, _is_net_line):
        told = _labelled(output, block, findings)
        sea = told.get("SEA", ("", block.line))[0]
        place = where(output, block.found[2])
        if place is None:
            findings.no_vios(block.line, "lsmap -net")
        elif _ETHERNET.fullmatch(sea) and not is_open(output, told["SEA"][1]):
            trunks.setdefault(sea, []).append((block.found[1], slot_of(block.found[2])))
            heads.setdefault(sea, (block.line, {**place, "sea": sea, **_real(told)}))
    # The trunks of an adapter stand all in the list, or a list of some would read as the whole one.
    is_whole = read_command(output.command).has("-all") and not findings.remarks
    for sea, (line, values) in heads.items():
        if is_whole:
            values["virt_adapters"] = ",".join(name for name, _ in trunks[sea])
            values["virt_slots"] = ",".join(str(slot) for _, slot in trunks[sea])
        findings.row("seas", line, **values)
    return findings.parsed(output)


def _real(told: Told) -> dict[str, Any]:
    named = {"real_adapter": told.get("Backing device"), "real_location": told.get("Physloc")}
    return {column: value[0] for column, value in named.items() if value is not None and value[0]}


def _blocks(
    output: Output,
    findings: Findings,
    heading: re.Pattern[str],
    adapter: re.Pattern[str],
    is_body: Callable[[str], bool],
) -> Sequence[_Block]:
    """The adapters of one kind of map. A heading without its adapter is damaged, and so is what stands below it."""
    lines = output.lines
    blocks: list[_Block] = []
    position = 0
    while position + 1 < len(lines):
        start, position = position, position + 1
        if not heading.fullmatch(lines[start].text) or not _RULE.fullmatch(lines[start + 1].text):
            continue
        found = adapter.fullmatch(lines[start + 2].text) if start + 2 < len(lines) else None
        body, position = _body(lines, start + (2 if found is None else 3), is_body)
        if found is not None:
            findings.claim(*lines[start : start + 3], *(line for group in body for line in group))
            blocks.append(_Block(found, lines[start + 2], body))
        elif body:
            # The same heading stands above other kinds of adapters, whose lines look different.
            findings.claim(*lines[start : start + 2])
            for group in body:
                findings.claim(*group)
            findings.damaged(body[0][0])
    return blocks


def _body(
    lines: Sequence[Line], start: int, is_body: Callable[[str], bool]
) -> tuple[tuple[tuple[Line, ...], ...], int]:
    """Groups of lines below an adapter, and the position behind them."""
    groups: list[list[Line]] = [[]]
    position = start
    while position < len(lines):
        text = lines[position].text
        if not text.strip():
            groups.append([])
        elif is_body(text):
            groups[-1].append(lines[position])
        else:
            break
        position += 1
    return tuple(tuple(group) for group in groups if group), position


def _is_npiv_line(text: str) -> bool:
    return any(pattern.fullmatch(text) for _, pattern in _NPIV_LINES)


def _is_vscsi_line(text: str) -> bool:
    return bool(_LABELLED.fullmatch(text) or _NOTHING.fullmatch(text))


def _is_net_line(text: str) -> bool:
    return bool(_NET_LABELLED.fullmatch(text))


def _take_npiv(output: Output, block: _Block, findings: Findings) -> None:
    told: dict[str, tuple[re.Match[str], Line]] = {}
    for line in (line for group in block.body for line in group):
        name, match = next((name, match) for name, pattern in _NPIV_LINES if (match := pattern.fullmatch(line.text)))
        if name in told and name != "label":
            findings.damaged(line)
            return
        if is_open(output, line):
            findings.cut(line, "The output ends without a line end: its last line may be cut, and is not taken.")
        else:
            told[name] = (match, line)
    place = where(output, block.found[2])
    if place is None or not told:
        if place is None:
            findings.no_vios(block.line, "lsmap -npiv")
        return
    values: dict[str, Any] = {"slot": slot_of(block.found[2]), "vfchost": block.found[1]}
    if block.found[3]:
        values["client_id"] = int(block.found[3])
    if "fc" in told:
        port, location = told["fc"][0][1], told["fc"][0][2]
        values |= {"is_mapped": bool(port), "fc_port": port or None}
        values |= {"port_location": location} if location else {}
    if "status" in told and told["status"][0][1]:
        values["status"] = told["status"][0][1]
    slot = slot_of(told["client"][0][2]) if "client" in told else None
    if slot is not None:
        values["client_slot"] = slot
    findings.row("npiv_mappings", block.line, **place, **values)


def _take_vscsi(output: Output, block: _Block, findings: Findings) -> None:
    place = where(output, block.found[2])
    if place is None:
        findings.no_vios(block.line, "lsmap")
        return
    client = block.found[3]
    client_id = int(client, 16) if client.startswith("0x") else int(client)
    adapter = {**place, "slot": slot_of(block.found[2]), "vhost": block.found[1], "client_id": client_id}
    for group in block.body:
        if len(group) == 1 and _NOTHING.fullmatch(group[0].text):
            findings.row("vscsi_mappings", block.line, **adapter, vtd=None, backing=None)
            continue
        for item in _items(group):
            told = _item(output, item, findings)
            if told:
                lines = {column: line.number for column, (_, line) in told.items()}
                values = {column: value for column, (value, _) in told.items()}
                findings.row("vscsi_mappings", item[0], lines, **adapter, **values)


def _items(group: Sequence[Line]) -> list[list[Line]]:
    """The target devices of a group of lines: each begins with its name, and has its labels in their order."""
    items: list[list[Line]] = []
    rank = len(_LABELS)
    for line in group:
        match = _LABELLED.fullmatch(line.text)
        own = _LABELS.index(match[1]) if match else 0
        if own <= rank:
            items.append([])
        items[-1].append(line)
        rank = own
    return items


def _item(output: Output, item: Sequence[Line], findings: Findings) -> dict[str, tuple[Any, Line]]:
    """Columns of one target device, each with its line; none when it does not begin with its name."""
    matches = [(line, match) for line in item if (match := _LABELLED.fullmatch(line.text))]
    told = {match[1]: (match[2] or "", line) for line, match in matches}
    for label, (_, line) in list(told.items()):
        if is_open(output, line):
            findings.cut(line, "The output ends without a line end: its last line may be cut, and is not taken.")
            del told[label]
    if not told.get("VTD", ("",))[0]:
        if told:
            findings.damaged(item[0])
        return {}
    values: dict[str, tuple[Any, Line]] = {"vtd": told["VTD"]}
    for label, column in (("Status", "status"), ("Backing device", "backing"), ("Physloc", "location")):
        if label in told and (told[label][0] or column == "backing"):
            values[column] = (told[label][0] or None, told[label][1])
    if "LUN" in told and _LUN.fullmatch(told["LUN"][0]):
        values["lun"] = told["LUN"]
    if told.get("Mirrored", ("",))[0] in {"true", "false"}:
        values["is_mirrored"] = (told["Mirrored"][0] == "true", told["Mirrored"][1])
    return values


def _labelled(output: Output, block: _Block, findings: Findings) -> Told:
    """Label → value of a map of an Ethernet adapter; nothing when a label stands twice."""
    told: Told = {}
    for line in (line for group in block.body for line in group):
        match = _NET_LABELLED.fullmatch(line.text)
        if match is None or match[1] in told:
            findings.damaged(line)
            return {}
        if is_open(output, line):
            findings.cut(line, "The output ends without a line end: its last line may be cut, and is not taken.")
        else:
            told[match[1]] = (match[2] or "", line)
    return {} if told.get("SEA", ("",))[0] == _NO_SEA else told
