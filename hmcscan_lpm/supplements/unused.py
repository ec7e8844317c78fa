"""Outputs that are known by their command and in which nothing is read: said once, instead of line by line."""

from __future__ import annotations

from hmcscan_lpm.supplements.commands import read_command
from hmcscan_lpm.supplements.messages import is_message
from hmcscan_lpm.supplements.model import NOTHING, Format, Output, Parsed, Remark

_COMMANDS = frozenset(
    {"entstat", "lscod", "lsled", "lslparutil", "lsmemopt", "lspath", "lsrsrc", "lsseas", "lssp", "lsvet", "lsvg"}
    | {"fabricshow", "nsallshow", "lsportfc", "lssystem", "lsvdisk", "purevol", "echo", "exit", "logout", "terminal"}
)
"""Commands that people run while they collect; what they print says nothing that a table has."""


def _unused(output: Output) -> Parsed:
    """Claim everything but messages: a command that failed is said as such."""
    program = read_command(output.command).program
    told = [line for line in output.lines if line.text.strip() and not is_message(line.text)]
    if program not in _COMMANDS or not told:
        return NOTHING
    message = f"The output of {program} is known, and nothing in it is read."
    return Parsed(frozenset(line.number for line in told), (), (Remark(told[0].number, "unused-output", message),))


FORMAT = Format("outputs in which nothing is read", _unused)
"""Asked last: what another format understands of such an output is taken."""
