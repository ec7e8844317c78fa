"""From files that people hand over to facts: every output to the format that understands it, every line accounted for.

Knows formats and tables; whether a fact fits an estate is not known here.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hmcscan_lpm.issues import Issue
from hmcscan_lpm.readers.texts import TextFile, read_texts
from hmcscan_lpm.supplements import brocade, cisco, fabric_ports, hmc, plain, storage, unused, vios
from hmcscan_lpm.supplements.collect import WWN
from hmcscan_lpm.supplements.model import GROUPS, Format, Line, Output, Parsed, Remark, Row
from hmcscan_lpm.supplements.scanner_files import asked_by_scanner, scanner_file
from hmcscan_lpm.supplements.transcript import outputs, pieces, unwrapped

FORMATS: tuple[Format, ...] = (
    *plain.FORMATS,
    *hmc.FORMATS,
    *vios.FORMATS,
    *brocade.FORMATS,
    *cisco.FORMATS,
    *fabric_ports.FORMATS,
    *storage.FORMATS,
)
"""Every format, the ones that are told most surely first."""

_WHOLE_OR_NOT = frozenset({"zones", "storage_hosts", "storage_maps", "npiv_ports", GROUPS})
"""Tables from which a rule concludes that something is *not* there."""

_DAMAGE = frozenset({"damaged-line", "unreadable-value", "cut-output"})
"""Remarks that say that lines are not as a command prints them."""

_WHOLE = re.compile(rf"(?:(?<![\w:]){WWN}|[\])}}\"])\s*$")
"""What ends a line of which nothing is missing: a WWPN, a bracket or a quote that closes."""

_MORE_PAIRS = re.compile(r',"?[a-z][a-z0-9_]*=')

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fact:
    """One row that a file of facts holds, and the output that it was in.

    :ivar system, vios, place: what the output's command or marker says; ``''`` = not told
    :ivar asked: UTC clock of whoever asked
    """

    row: Row
    format: str
    system: str
    vios: str
    place: str
    asked: str


@dataclass(frozen=True, slots=True)
class FactFile:
    """One file that was handed over.

    :ivar lines: the file as it stands, for evidence
    :ivar facts: what was understood
    :ivar formats: which outputs were found, with the number of rows of each
    :ivar issues: what could not be taken as it stands
    """

    file: str
    sha256: str
    lines: tuple[str, ...]
    facts: tuple[Fact, ...]
    formats: tuple[tuple[str, int], ...]
    issues: tuple[Issue, ...]


def place_of(file: FactFile, fact: Fact) -> str:
    """The fabric or storage system of a *fact* whose line does not name it: of its prompt or marker, else the file."""
    return fact.place or file.file


def read(path: str | os.PathLike[str]) -> tuple[FactFile, ...]:
    """All facts in a text file, or in the text files of a folder, zip or e-mail.

    :raises UnreadableFileError: missing, empty, or nothing in it is text
    :raises TooLargeError: larger than the limits allow
    """
    return tuple(_file(text) for text in read_texts(path))


def read_text(name: str, text: str) -> FactFile:
    """All facts in *text*.

    :param name: how the text is shown in evidence and issues
    """
    return _file(TextFile(name, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), text, (), name))


def _file(text: TextFile) -> FactFile:
    if "\n" not in text.text:
        # Lines that end as on an old Macintosh, or a single one.
        text = replace(text, text=text.text.replace("\r", "\n"))
    facts: list[Fact] = []
    counts: dict[str, int] = {}
    issues = [Issue(text.file, note.tab, note.cell, note.kind, note.message) for note in text.notes]
    asked, unread = _outputs(text)
    issues += unread
    left = []
    for output in asked:
        for form, part, parsed in _read(output):
            if form is None:
                left.append(part)
                continue
            rows, left_out = _without_cut_lists(text, form, part, parsed)
            issues += left_out
            counts[form.name] = counts.get(form.name, 0) + len(rows)
            facts += [Fact(row, form.name, output.system, output.vios, output.place, output.asked) for row in rows]
            issues += [
                Issue(text.file, form.name, f"line {remark.line}", remark.kind, remark.message)
                for remark in parsed.remarks
            ]
    issues += _not_understood(text, left)
    return FactFile(
        text.file, text.sha256, tuple(text.text.split("\n")), tuple(facts), tuple(counts.items()), tuple(issues)
    )


def _without_cut_lists(
    text: TextFile, form: Format, part: Output, parsed: Parsed
) -> tuple[tuple[Row, ...], list[Issue]]:
    """The rows of *parsed*. Lists in which it matters what is missing are taken whole or not at all."""
    kept = tuple(row for row in parsed.rows if row.table not in _WHOLE_OR_NOT)
    if len(kept) == len(parsed.rows):
        return kept, []
    cut = next((remark.line for remark in parsed.remarks if remark.kind == "cut-output"), 0)
    line = cut or _open_end(text.text, part, parsed)
    if not line:
        return parsed.rows, []
    message = (
        f"The output is cut: none of its {len(parsed.rows) - len(kept)} rows was taken, because what is missing may be "
        "what matters. Collect it again; if it is whole, end it with an empty line."
    )
    return kept, [Issue(text.file, form.name, f"line {line}", "cut-output", message)]


def _open_end(text: str, part: Output, parsed: Parsed) -> int:
    """The last line, where the file ends in it or in the one behind it, and nothing shows that its last word is whole.

    0 when the part ends before the file does, or with an end of line.
    """
    last, end = part.lines[-1], text[text.rfind("\n") + 1 :]
    if not end or last.number != text.count("\n") + 1 or bool(last.text) is not bool(end.strip()):
        return 0
    is_list = last.number in parsed.claimed or (len(part.lines) > 1 and part.lines[-2].number in parsed.claimed)
    return last.number if is_list and not _WHOLE.search(last.text) else 0


_Part = tuple[Format | None, Output, Parsed]
"""A part of an output, the format that claims most of it, and what that understood; None for what no format claims."""


def _read(output: Output) -> list[_Part]:
    """The parts of an output as it stands, or with its lines put together where only that makes sense of all of it."""
    as_it_stands = list(_understood(output))
    odd = {number for part in as_it_stands for number in _odd(part)}
    follows = {before.number: after for before, after in pairwise(output.lines)}
    ends = {end for end in pieces(output) & follows.keys() if {end, follows[end].number} & odd}
    both = {end for end in ends if {end, follows[end].number} <= odd}
    # A piece may make sense that ends within a value: the next one goes on with attributes of the HMC.
    more = {end for end in ends if _MORE_PAIRS.search(follows[end].text)}
    for joints in (both, both | more):
        parts = list(_understood(unwrapped(output, joints))) if joints else []
        if parts and not any(map(_odd, parts)):
            return parts
    return [_without_pieces(part, ends) for part in as_it_stands]


def _without_pieces(part: _Part, ends: set[int]) -> _Part:
    """A part without what stands in lines of which the end may be missing; a list that matters whole counts as cut."""
    form, output, parsed = part
    cut = dict.fromkeys(line for row in parsed.rows for line in (row.line, *row.lines.values()) if line in ends)
    message = "The line may be wrapped, because the one behind it makes no sense: nothing of it is taken."
    remarks = (Remark(line, "cut-output", message) for line in cut)
    rows = (_without(row, ends) for row in parsed.rows if row.line not in ends)
    return form, output, replace(parsed, rows=tuple(rows), remarks=(*parsed.remarks, *remarks))


def _without(row: Row, ends: set[int]) -> Row:
    values = {column: value for column, value in row.values.items() if row.lines.get(column) not in ends}
    return replace(row, values=values)


def _odd(part: _Part) -> set[int]:
    """Numbers of the lines that make no sense."""
    form, output, parsed = part
    if form is None:
        return {line.number for line in output.lines if line.text.strip()}
    return {remark.line for remark in parsed.remarks if remark.kind in _DAMAGE}


def _understood(output: Output) -> Iterable[_Part]:
    waiting = [output]
    while waiting:
        part = waiting.pop(0)
        if not any(line.text.strip() for line in part.lines):
            continue
        form, parsed = _best(part)
        yield form, part, parsed
        if form is not None:
            waiting = [*(replace(part, lines=rest) for rest in _rest(part.lines, parsed.claimed)), *waiting]


def _best(part: Output) -> tuple[Format | None, Parsed]:
    """The format that claims most of *part*, the first of several; None when none claims anything."""
    best: tuple[Format | None, Parsed] = (None, Parsed())
    for form in FORMATS:
        parsed = form.parse(part)
        if len(parsed.claimed) > len(best[1].claimed):
            best = (form, parsed)
    if best[0] is not None:
        return best
    parsed = unused.FORMAT.parse(part)
    return (unused.FORMAT, parsed) if parsed.claimed else best


def _rest(lines: Sequence[Line], claimed: frozenset[int]) -> Iterable[tuple[Line, ...]]:
    """Runs of lines that were not claimed."""
    run: list[Line] = []
    for line in lines:
        if line.number in claimed:
            if run:
                # What follows is another output, so the last line here is whole.
                yield (*run, Line(line.number, ""))
            run = []
        else:
            run.append(line)
    if run:
        yield tuple(run)


def _outputs(text: TextFile) -> tuple[tuple[Output, ...], list[Issue]]:
    """The outputs in a file, and what is to be said where none of it is read.

    A file that a scanner left says by its name what it is, unless commands stand in it.
    """
    found = outputs(text.text)
    scanned = scanner_file(text.name, text.text)
    if scanned is None or len(found) != 1 or found[0].command:
        return found, []
    if not scanned.is_read:
        command = scanned.command.removesuffix(" {device}")
        message = f"The file has the output of {command}, of which nothing is read."
        return (), [Issue(text.file, "", "", "unused-output", message)]
    return tuple(asked_by_scanner(found[0], scanned, text.folder)), []


def _not_understood(text: TextFile, parts: Sequence[Output]) -> list[Issue]:
    """An issue for each part that no format knows; of a file that a scanner left only one."""
    if scanner_file(text.name, text.text) is None:
        return [Issue(text.file, "", where, "not-understood", message) for where, message in map(_shown, parts)]
    more = f" {len(parts) - 1} more places are not either." if len(parts) > 1 else ""
    return [Issue(text.file, "", where, "not-understood", message + more) for where, message in map(_shown, parts[:1])]


def _shown(part: Output) -> tuple[str, str]:
    """Where a part is that no format knows, and what stands there."""
    told = [line for line in part.lines if line.text.strip()]
    first, last = told[0], told[-1]
    where = f"line {first.number}" if first is last else f"lines {first.number} to {last.number}"
    shown = first.text.strip() if len(first.text.strip()) <= _SHOWN else first.text.strip()[: _SHOWN - 1] + "…"
    command = f" (output of {part.command.split(None, 1)[0]})" if part.command.strip() else ""
    begin = "begins" if first is last else "begin"
    message = f"{where.capitalize()}{command} {begin} {shown!r}: no known output. Nothing was taken from it."
    return f"line {first.number}", message
