"""The raw answers that both HMC Scanners keep beside their reports: which command gave a file, and about what.

Nothing in such a file tells that, but its name does. Server and VIOS stand in one word there, ``SERVER_VIOS``; which
is which is told only by an estate that knows both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from hmcscan_lpm import knowledge
from hmcscan_lpm.supplements.model import Line, Output

_DEVICE = re.compile(r"#([a-z]{2,8}\d{1,5})")


@dataclass(frozen=True, slots=True)
class ScannerFile:
    """What the name of a file tells.

    :ivar command: as the scanner asked it; ``{device}`` where the file has the answers for several devices
    :ivar level: whose answer it is: hmc, server or vios
    :ivar whose: the server, or server and VIOS in one word; ``''`` of an HMC
    :ivar is_read: False where nothing in the file is of use
    """

    command: str
    level: str
    whose: str
    is_read: bool


def scanner_file(name: str, text: str) -> ScannerFile | None:
    """What the file *name* with *text* is; None when no scanner names a file so."""
    stem = name.removesuffix(".txt")
    if stem == name:
        return None
    fitting = [
        (len(end), entry, stem.removesuffix(end).removesuffix("_"))
        for end, entry in _ends()
        if stem == end or (entry["level"] != "hmc" and stem.endswith(f"_{end}"))
        if text.lstrip().startswith(entry.get("begins", ""))
    ]
    if not fitting:
        return None
    # Of vnic_lpar and lpar the longer one; of two with one name the one whose text is told apart.
    _, entry, whose = max(fitting, key=lambda found: (found[0], "begins" in found[1], found[1]["level"] == "hmc"))
    if entry["level"] != "hmc" and not whose:
        return None
    return ScannerFile(entry["command"], entry["level"], whose, entry.get("is_read", True))


@cache
def _ends() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    return tuple((end, entry) for entry in knowledge.facts("scanner_files")["file"] for end in entry["ends"])


def asked_by_scanner(output: Output, file: ScannerFile, folder: str) -> Iterator[Output]:
    """The *output* of a whole file with what its name tells, one output for each device.

    Of a VIOS, ``system`` and ``vios`` are both the one word of the name.

    :param folder: the folder that the file lies in, which the scanner names like the HMC
    """
    vios = file.whose if file.level == "vios" else ""
    known = replace(output, system=file.whose, vios=vios, place="" if file.whose else folder)
    if "{device}" not in file.command:
        yield replace(known, command=file.command)
        return
    device, lines = "", list[Line]()
    for line in output.lines:
        begun = _DEVICE.fullmatch(line.text.strip())
        if begun is None:
            lines.append(line)
            continue
        # What follows is another answer, so the last line here is whole.
        yield _of_device(known, file, device, [*lines, Line(line.number, "")])
        device, lines = begun[1], []
    yield _of_device(known, file, device, lines)


def _of_device(output: Output, file: ScannerFile, device: str, lines: list[Line]) -> Output:
    return replace(output, command=file.command.format(device=device), lines=tuple(lines))
