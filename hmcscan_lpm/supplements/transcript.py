"""A file of text to the outputs in it: terminal noise taken away, and cut where a command begins.

Commands are told by marker lines, which the collection script prints, or by the prompts of shells and switches.
A file without either is one output of which nobody knows the command.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from hmcscan_lpm.supplements.commands import addressed
from hmcscan_lpm.supplements.model import Line, Output

MARKER = "#==> "
"""Begins a line before each output: ``#==> on=vios server=S1 vios=v1 :: lsmap -all -npiv``; ``on``, ``server``,
``vios``, ``place`` and ``asked`` (the UTC clock of whoever asked) may be missing, values are quoted as for a shell."""

DSCLI_BANNER = re.compile(r"\s*Date/Time: .*\bIBM DSCLI Version: .*\bDS: (IBM\.\d{4}-[0-9A-Z]+)\s*")
"""What ``dscli`` prints when it starts and before each output: the storage system, which its prompt does not name."""

_NARROWEST = 60
"""Columns of the narrowest window that anybody works in."""

_ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Za-z0-9]|[=>78DEHMNOPZc])")
_PAGER = re.compile(r"^\s*(?:--+\s*[Mm]ore\s*--+(?:\s*\(\d+%\))?|<---? More ---?>|\(END\)|:)\s*")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_FAREWELL = re.compile(r"\s*(?:Shared connection|Connection) to \S+ closed\.?\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_COMMANDS = (
    "lssyscfg|lshwres|lslparmigr|lsnportlogin|lshmc|lslic|lspartition|lsrsrc|lsled|lsmemopt|lsvet|lscod|lslparutil|"
    "viosvrcmd|ioscli|lsmap|lsnports|lsdev|chkdev|lsattr|lspv|lspath|ioslevel|lssp|lsvg|cluster|lsseas|entstat|"
    "fcstat|date|cfgshow|cfgactvshow|zoneshow|zone(?=\\s+--)|alishow|nsshow|nsallshow|nscamshow|nodefind|switchshow|"
    "fabricshow|show|terminal|svcinfo|lshost|lshostvdiskmap|lsfabric|lsportfc|lsvdisk|lsvdiskhostmap|lssystem|"
    "lshostconnect|lsvolgrp|showvolgrp|purehost|purevol|dscli|echo|exit|logout"
)
_PROMPT = re.compile(
    rf"""^
    (?:\[(?P<bracketed>[^\]\s]{{1,64}})\]\s*|(?P<bare>[\w.@:~/\\-]{{0,80}}(?:\(config[\w-]*\))?))
    \s?[>$\#%]\s*
    (?P<command>(?:{_COMMANDS})\b.*)$""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Context:
    command: str = ""
    system: str = ""
    vios: str = ""
    place: str = ""
    asked: str = ""


def outputs(text: str) -> tuple[Output, ...]:
    """The outputs in *text*, in order; empty ones are left out."""
    found: list[Output] = []
    context, lines = _Context(), list[Line]()
    storage = ""
    for line in _clean(text):
        begun = _marker(line.text) or _prompt(line.text) or _farewell(line.text)
        if begun is None:
            banner = DSCLI_BANNER.fullmatch(line.text)
            storage = banner[1] if banner else storage
            lines.append(line)
            continue
        if begun.place == "dscli":
            begun = replace(begun, place=storage)
        # Whatever came before the next command is whole: a last line without an end would look cut.
        found += _output(context, [*lines, Line(line.number, "")])
        context, lines = begun, []
    found += _output(context, lines)
    return tuple(found)


def pieces(output: Output) -> frozenset[int]:
    """Numbers of the lines that a window may have cut off: the longest ones, which are as wide as it."""
    width = max((len(line.text) for line in output.lines), default=0)
    return frozenset(line.number for line in output.lines if len(line.text) == width >= _NARROWEST)


def unwrapped(output: Output, ends: Collection[int]) -> Output:
    """The *output* with each line in *ends* (numbers of lines) joined with the one behind it.

    A blank at the end of a piece is lost; such a piece is shorter than the others, and none of :func:`pieces`.
    """
    lines: list[Line] = []
    is_piece = False
    for line in output.lines:
        if is_piece:
            lines[-1] = Line(lines[-1].number, lines[-1].text + line.text)
        else:
            lines.append(line)
        is_piece = line.number in ends
    return replace(output, lines=tuple(lines))


def _output(context: _Context, lines: Iterable[Line]) -> Iterator[Output]:
    lines = tuple(lines)
    if any(line.text.strip() for line in lines):
        yield Output(context.command, context.system, context.vios, context.place, lines, context.asked)


def _clean(text: str) -> Iterator[Line]:
    """Lines as a person saw them: without escape sequences, pager prompts and what a carriage return overwrote."""
    for number, raw in enumerate(text.split("\n"), 1):
        line = _ESCAPE.sub("", raw.rstrip("\r"))
        if "\r" in line:
            line = next((part for part in reversed(line.split("\r")) if part.strip()), "")
        while "\b" in line:
            shorter = re.sub(r"[^\x08]\x08|^\x08", "", line)
            line = shorter if shorter != line else line.replace("\b", "")
        line = _CONTROL.sub("", line)
        pager = _PAGER.match(line)
        if pager and (line[pager.end() :].strip() == "" or "ore" in pager[0] or "END" in pager[0]):
            line = line[pager.end() :] if pager[0].strip() != ":" else line
            if not line.strip():
                continue
        yield Line(number, line.rstrip())


def _marker(line: str) -> _Context | None:
    if not line.startswith(MARKER):
        return None
    head, _, command = line.removeprefix(MARKER).partition(" :: ")
    try:
        words = dict(word.split("=", 1) for word in shlex.split(head) if "=" in word)
    except ValueError:
        return _Context(command.strip())
    told = addressed(command)
    return _Context(
        told.run,
        words.get("server", "") or told.system,
        words.get("vios", "") or told.vios,
        words.get("place", ""),
        words.get("asked", "") if _MOMENT.fullmatch(words.get("asked", "")) else "",
    )


def _prompt(line: str) -> _Context | None:
    found = _PROMPT.match(line)
    if not found:
        return None
    place = _place(found["bracketed"] or found["bare"] or "")
    told = addressed(found["command"])
    return _Context(told.run, told.system, told.vios, place)


def _farewell(line: str) -> _Context | None:
    """What ssh says when a session ends: nothing behind it belongs to the last command."""
    return _Context() if _FAREWELL.fullmatch(line) else None


def _place(prompt: str) -> str:
    """The machine in a prompt: ``user@host:~``, ``switch:admin``, ``IBM_FlashSystem:ams-fs1:superuser``."""
    words = prompt.rsplit("@", maxsplit=1)[-1].split(":")
    place = words[1] if len(words) > 2 and words[0].startswith("IBM_") else words[0]
    return re.sub(r"\(config[^)]*\)$", "", place).strip("~/\\ ")
