"""Listings of the HMC line by line: which kind each line is, and the row that it gives.

Two shapes: ``attribute=value`` pairs separated by commas, where a pair with commas in its value is quoted as a whole
(``"feature_codes=5260,5899"``), and bare values (``-F``), whose attributes the heading (``--header``) or the command
tells.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from hmcscan_lpm.dialects.values import Parser, drc_index, mac, wwpn
from hmcscan_lpm.supplements import hmc_values as v
from hmcscan_lpm.supplements.collect import is_open
from hmcscan_lpm.supplements.commands import Command, read_command
from hmcscan_lpm.supplements.hmc_fields import KINDS, Attributes, Kind
from hmcscan_lpm.supplements.messages import is_message, shown
from hmcscan_lpm.supplements.model import Line, Output, Parsed, Remark, Row

_PAIR = re.compile(r"([A-Za-z0-9_]+)=(.*)", re.DOTALL)
_NAME = re.compile(r"[a-z0-9_]+")
_VARIABLE = re.compile(r"[$`<>{}*]")
_NOBODY = frozenset({"", "null", "none"})
_FIBRE = next(kind for kind in KINDS if kind.table == "virtual_fibre")
_SCSI = next(kind for kind in KINDS if kind.table == "virtual_scsi")
_FORMS = frozenset({v.bit, v.region, v.serial, v.type_model, v.system_time, v.login_status, wwpn, mac, drc_index})
"""Parsers of values that are whole when they can be read."""

_TOGETHER = frozenset(
    {
        "remote_lpar_id",
        "remote_lpar_name",
        "remote_slot_num",
        "backing_devices",
        "capabilities",
        "mtms",
        "virtual_serial_adapters",
    }
)
"""Attributes that are no column of their own, but make one together with others."""

_SERVERS = frozenset({"lssyscfg -r sys"})


@dataclass(slots=True)
class _Found:
    """What one kind of listing gives so far."""

    claimed: set[int] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, line: int, kind: str, message: str) -> None:
        self.remarks.append(Remark(line, kind, message))

    def remark_once(self, line: int, kind: str, message: str) -> None:
        if all(remark.kind != kind for remark in self.remarks):
            self.remark(line, kind, message)


@lru_cache(maxsize=4)
def read_listings(output: Output) -> dict[str, Parsed]:
    """What stands in *output*, by the name of the kind of listing."""
    command = read_command(output.command)
    found: dict[str, _Found] = {}
    _read_pairs(output, command, found)
    _read_values(output, command, found)
    return {
        name: Parsed(frozenset(kind.claimed), tuple(kind.rows), tuple(kind.remarks)) for name, kind in found.items()
    }


def fields_of(text: str, delimiter: str = ",") -> list[str] | None:
    """The fields of a line; None when its quotes do not close."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), None)
    except csv.Error:
        return None


def pairs_of(text: str) -> Attributes | None:
    """Attribute → value; None when *text* is not such a line, or one that was damaged."""
    if "=" not in text:
        return None
    matches = [_PAIR.fullmatch(item) for item in fields_of(text.strip()) or [""]]
    pairs = [(match[1], match[2]) for match in matches if match]
    attributes = dict(pairs)
    # An attribute that stands twice with two values: two lines that ran together.
    return attributes if len(pairs) == len(matches) and len(set(pairs)) == len(attributes) else None


def asked_kind(command: Command) -> Kind | None:
    """The kind of listing that *command* asks for."""
    resource, subtype, level = (command.option(flag) for flag in ("-r", "--rsubtype", "--level"))
    for kind in KINDS:
        program, wanted, wanted_subtype, wanted_level = kind.asked
        is_level = level == wanted_level or not wanted_level or (not level and wanted_subtype)
        if (command.program, subtype) == (program, wanted_subtype) and wanted in {"", resource} and is_level:
            return kind
    return None


def _read_pairs(output: Output, command: Command, found: dict[str, _Found]) -> None:
    lines = output.lines
    pairs = [pairs_of(line.text) for line in lines]
    kinds = _kinds(pairs, asked_kind(command))
    for position in _damaged(lines, pairs, kinds):
        kind = kinds[position]
        if kind is not None:
            _claim_damaged(found.setdefault(kind.name, _Found()), lines[position])
    for line, attributes, kind in zip(lines, pairs, kinds, strict=True):
        if attributes is None or kind is None:
            continue
        own = found.setdefault(kind.name, _Found())
        if line.number in own.claimed:
            continue
        own.claimed.add(line.number)
        _take(kind, attributes, line, output, command, own)


def _kinds(pairs: Sequence[Attributes | None], asked: Kind | None) -> list[Kind | None]:
    """The kind of each line of pairs."""
    kinds = [None if attributes is None else _kind_of(attributes) for attributes in pairs]
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] in (_SCSI, _FIBRE) and _order(pairs[end]) == _order(pairs[start]):
            end += 1
        if end > start:
            kinds[start:end] = _adapter_kinds([each or {} for each in pairs[start:end]], asked)
        start = max(end, start + 1)
    return kinds


def _kind_of(attributes: Attributes) -> Kind | None:
    """The kind whose signs all stand in *attributes*; of several the one with the most."""
    fitting = [
        kind for kind in KINDS if kind.signs and kind.signs <= attributes.keys() and not kind.lacks & attributes.keys()
    ]
    return max(fitting, key=lambda kind: len(kind.signs), default=None)


def _order(attributes: Attributes | None) -> bool:
    """Whether the type stands before the state: live captures have it so for Fibre Channel, and not for SCSI."""
    names = list(attributes or ())
    return "state" in names and "adapter_type" in names and names.index("adapter_type") < names.index("state")


def _adapter_kinds(block: Sequence[Attributes], asked: Kind | None) -> list[Kind | None]:
    """SCSI or Fibre Channel: only the lines of Fibre Channel clients show it, server adapters of both look alike."""
    if asked in (_SCSI, _FIBRE):
        return [asked for _ in block]
    clients = [attributes for attributes in block if attributes.get("adapter_type") == "client"]
    with_wwpns = [attributes for attributes in clients if "wwpns" in attributes]
    if clients and len(with_wwpns) == len(clients):
        return [_FIBRE for _ in block]
    if clients and not with_wwpns and not _order(block[0]):
        return [_SCSI for _ in block]
    return [_FIBRE if "wwpns" in attributes else None for attributes in block]


def _damaged(lines: Sequence[Line], pairs: Sequence[Attributes | None], kinds: list[Kind | None]) -> list[int]:
    """Positions of lines that are of a kind, but damaged; their kind is filled in."""
    damaged = []
    for position, line in enumerate(lines):
        if kinds[position] is not None or "=" not in line.text or is_message(line.text):
            continue
        named = set(re.findall(r"([A-Za-z0-9_]+)=", line.text))
        near = [kinds[at] for at in (position - 1, position + 1) if 0 <= at < len(lines)]
        candidates = [kind for kind in near if kind is not None and len(named & _attributes(kind)) > 1]
        if not candidates and pairs[position] is None:
            candidates = [
                kind for kind in KINDS if len(kind.signs) > 2 and kind.signs <= named and not kind.lacks & named
            ]
        if candidates:
            kinds[position] = candidates[0]
            damaged.append(position)
    return damaged


def _attributes(kind: Kind) -> set[str]:
    """Every attribute of which a kind knows something."""
    return {attribute for attribute, _, _ in kind.fields} | kind.signs | ({kind.lpar} if kind.lpar else set())


def _read_values(output: Output, command: Command, found: dict[str, _Found]) -> None:
    """Bare values: below a heading, or in the order of the command's ``-F``."""
    asked = asked_kind(command)
    listed = command.option("-F")
    delimiter = ":" if ":" in listed and "," not in listed else ","
    names = listed.split(delimiter) if _is_list(listed, delimiter) and not command.is_altered else []
    position = 0
    while position < len(output.lines):
        text = output.lines[position].text.strip()
        heading = text.split(delimiter) if _is_list(text, delimiter) else []
        kind = (asked or _kind_by_names(heading)) if _is_heading(heading, names, command) else None
        if kind is not None:
            own = found.setdefault(kind.name, _Found())
            own.claimed.add(output.lines[position].number)
            position = _read_table(output, position + 1, heading, delimiter, kind, command, own)
        elif names and asked is not None and text and not is_message(text) and pairs_of(text) is None:
            own = found.setdefault(asked.name, _Found())
            position = _read_table(output, position, names, delimiter, asked, command, own)
            names = []
        else:
            position += 1


def _is_list(text: str, delimiter: str) -> bool:
    names = text.split(delimiter)
    return bool(text) and all(_NAME.fullmatch(name) for name in names) and len(set(names)) == len(names)


def _is_heading(heading: Sequence[str], names: Sequence[str], command: Command) -> bool:
    """A line of attribute names: those of ``-F``, or any that only one kind of listing can have."""
    if not heading:
        return False
    if names:
        return list(heading) == list(names)
    return len(heading) > 1 and (command.has("--header") or _kind_by_names(heading) is not None)


def _kind_by_names(names: Sequence[str]) -> Kind | None:
    """The only kind that has an attribute of *names* that no other kind has, and knows most of them.

    A list that somebody made himself may have one heading that the HMC has as well: ``wwpn,zone``.
    """
    telling = {kind.name for kind in KINDS for name in names if name in _attributes(kind) and _SPREAD[name] == 1}
    known = [kind for kind in KINDS if telling == {kind.name} and kind.name in telling]
    if not known or 2 * len(_attributes(known[0]) & set(names)) <= len(names):
        return None
    return known[0]


_SPREAD = Counter(name for kind in KINDS for name in _attributes(kind))
"""In how many kinds an attribute stands."""


def _read_table(
    output: Output, start: int, names: Sequence[str], delimiter: str, kind: Kind, command: Command, own: _Found
) -> int:
    """Rows of bare values from *start* on; gives the position behind them."""
    lines = output.lines
    rows = [_values(line.text, names, delimiter) for line in lines]
    last = max((at for at in range(start, len(lines)) if rows[at] is not None), default=start - 1)
    if len(names) == 1:
        # Any word passes for a value here: only an answer of one line, about one thing, is one.
        is_single = kind.table == "systems" or bool(kind.lpar and command.lpar)
        told = [at for at in range(start, len(lines)) if lines[at].text.strip()]
        if not is_single or len(told) != 1 or names[0] in {kind.lpar, "name"}:
            return len(lines)
    for position in range(start, last + 1):
        line, attributes = lines[position], rows[position]
        if attributes is not None:
            own.claimed.add(line.number)
            _take(kind, attributes, line, output, command, own)
        elif not line.text.strip():
            own.claimed.add(line.number)
        elif delimiter in line.text and not is_message(line.text) and pairs_of(line.text) is None:
            _claim_damaged(own, line)
        elif not is_message(line.text):
            return position
    return last + 1


def _values(text: str, names: Sequence[str], delimiter: str) -> Attributes | None:
    if not text.strip() or is_message(text):
        return None
    values = fields_of(text.strip(), delimiter)
    if values is None or len(values) != len(names) or pairs_of(text) is not None:
        return None
    return dict(zip(names, values, strict=True))


def _claim_damaged(own: _Found, line: Line) -> None:
    own.claimed.add(line.number)
    own.remark(line.number, "damaged-line", f"The line is damaged, and nothing of it is taken: {shown(line.text)}")


def _take(kind: Kind, attributes: Attributes, line: Line, output: Output, command: Command, own: _Found) -> None:
    """The row of one line, if it says anything, and those that it lists."""
    if not kind.table:
        message = f"The output of {kind.name} is understood, but nothing in it is needed."
        own.remark_once(line.number, "unused-output", message)
        return
    if is_open(output, line):
        attributes = _without_end(kind, attributes, line, own)
    where = _where(kind, attributes, output, command)
    if isinstance(where, tuple):
        own.remark_once(line.number, *where)
        return
    values = _told(kind, attributes, line, own)
    if kind.finish is not None:
        kind.finish(attributes, values)
    if all(column in values for column in kind.key) and values.keys() - set(kind.key):
        own.rows.append(Row(kind.table, line.number, {**where, **values}))
    if kind.lists is not None and all(column in values for column in kind.key):
        attribute, table, listed = kind.lists
        key = {column: values[column] for column in kind.key}
        own.rows += [Row(table, line.number, {**where, **key, **row}) for row in listed(attributes.get(attribute, ""))]


def _without_end(kind: Kind, attributes: Attributes, line: Line, own: _Found) -> Attributes:
    """The attributes without the last one, where nothing shows that the file was not cut in the middle of it."""
    last = next(reversed(attributes), "")
    parsers = [parse for attribute, _, parse in kind.fields if attribute == last]
    if line.text.rstrip().endswith('"') or (attributes.get(last) and _has_form(parsers)):
        return attributes
    if parsers or last in _TOGETHER | {kind.lpar}:
        own.remark(line.number, "cut-output", f"The file ends without a line end: {last} may be cut, and is not taken.")
    return {attribute: value for attribute, value in attributes.items() if attribute != last}


def _has_form(parsers: Sequence[Parser]) -> bool:
    return bool(parsers) and parsers[0] in _FORMS


def _told(kind: Kind, attributes: Attributes, line: Line, own: _Found) -> dict[str, Any]:
    """Column → value of what a line tells."""
    values: dict[str, Any] = {}
    for attribute, column, parse in kind.fields:
        if attribute not in attributes or column in values:
            continue
        try:
            value = parse(attributes[attribute])
        except ValueError as error:
            message = f"{attribute} is {shown(attributes[attribute])!r}: {error}."
            if all(remark.message != message or remark.line != line.number for remark in own.remarks):
                own.remark(line.number, "unreadable-value", message)
            continue
        if value is not None:
            values[column] = value
    return values


def _where(kind: Kind, attributes: Attributes, output: Output, command: Command) -> dict[str, Any] | tuple[str, str]:
    """Server and partition of a line, or kind and message of the remark that they are not told."""
    where: dict[str, Any] = {}
    system = (attributes.get("name") if kind.name in _SERVERS else None) or output.system
    told = v.machine(system or attributes.get("mtms", ""))
    if told is not None:
        where["_type_model"], where["_serial"] = told
    elif system and not _VARIABLE.search(system):
        where["system"] = system
    else:
        message = (
            f'No server is told: put a line "#==> server=NAME :: {kind.name}" before the output, or keep its command '
            f"with -m NAME."
        )
        return ("no-server", message)
    if kind.lpar:
        lpar = attributes.get(kind.lpar, command.lpar)
        if lpar.lower() in _NOBODY:
            message = f"No partition is told: {kind.lpar} is missing in -F, and the command names no single partition."
            return ("no-partition", message)
        where["lpar"] = lpar
    return where
