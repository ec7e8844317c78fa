"""Messages that stand where an output should be: a command that failed, or that found nothing."""

from __future__ import annotations

import re

from hmcscan_lpm.supplements.model import NOTHING, Output, Parsed, Remark

NO_RESULTS = "No results were found."
_HMC = re.compile(r"(HSC[A-Z]{1,2}[0-9A-F]{4}|HSCLA[0-9A-F]{3}|VIOSE\d{11})\b")
_VIOS = re.compile(
    r"(0\d{3}-\d{3}|3\d{3}-\d{3})\s|(rksh|ksh|-?bash|ioscli|sh):\s.*(not found|denied|No such|not recognized)"
)
_STATUS = re.compile(r"rc=\d{1,3}")


def is_message(text: str) -> bool:
    """Whether *text* is no data, but a message of the HMC, a VIOS or a shell."""
    line = text.strip()
    return line == NO_RESULTS or bool(_HMC.match(line) or _VIOS.match(line) or _STATUS.fullmatch(line))


def hmc_messages(output: Output) -> Parsed:
    """Messages of the HMC; ``No results were found.`` is an answer, and needs no remark."""
    return _messages(output, _HMC)


def vios_messages(output: Output) -> Parsed:
    """Messages of a VIOS and of shells, with the return code that ``viosvrcmd`` prints behind them."""
    return _messages(output, _VIOS)


def _messages(output: Output, pattern: re.Pattern[str]) -> Parsed:
    claimed: set[int] = set()
    remarks: list[Remark] = []
    is_behind = False
    for line in output.lines:
        text = line.text.strip()
        if pattern.match(text):
            claimed.add(line.number)
            remarks.append(Remark(line.number, "command-failed", f"The command failed: {shown(text)}"))
            is_behind = True
        elif (pattern is _HMC and text == NO_RESULTS) or (pattern is _VIOS and is_behind and _STATUS.fullmatch(text)):
            claimed.add(line.number)
        elif text:
            is_behind = False
    return Parsed(frozenset(claimed), (), tuple(remarks)) if claimed else NOTHING


def shown(text: str) -> str:
    """*text* for a message: short, and without characters that a terminal would obey."""
    clean = "".join(character if character.isprintable() else " " for character in text)
    return clean if len(clean) <= 120 else clean[:117] + "..."
