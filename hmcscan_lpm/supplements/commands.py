"""What a command that somebody typed says of its output: the program, its options, and what else changes the text.

Knows nothing of outputs themselves.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

_HARMLESS = frozenset({"grep", "egrep", "fgrep", "sort", "uniq", "head", "tail", "more", "less", "pg", "tee", "cat"})
"""Programs behind a pipe that drop or order lines, and leave each line as it is."""

_END = frozenset({"|", "||", "&&", ";", "&", ">", ">>", "<", "2"})
_WRAPPERS = frozenset({"ioscli", "sudo", "time", "timeout", "nohup"})
_DEPTH = 5
"""``ssh hmc "viosvrcmd -c \\"ioscli lsmap\\""`` has three; more are no command that anybody types."""

_LPAR_NAMES = re.compile(r"lpar_names=([^\"'\\]*)")


@dataclass(frozen=True, slots=True)
class Command:
    """A command without what carries it (``ssh``, ``viosvrcmd -c``, ``ioscli``).

    :ivar words: program and arguments, without quotes
    :ivar is_altered: a later program of the pipe may have changed lines (``awk``, ``cut``, ``sed``...)
    """

    words: tuple[str, ...]
    is_altered: bool = False

    @property
    def program(self) -> str:
        """Name of the program without its path; ``''`` for no command."""
        return PurePosixPath(self.words[0]).name if self.words else ""

    def has(self, *flags: str) -> bool:
        """Whether one of *flags* stands among the arguments."""
        return any(flag in self.words[1:] for flag in flags)

    def option(self, *flags: str) -> str:
        """The argument behind the first of *flags*; ``''`` when it is not there, or another flag follows at once."""
        for position, word in enumerate(self.words[:-1]):
            if word in flags and position:
                value = self.words[position + 1]
                return "" if value.startswith("-") and len(value) > 1 else value
        return ""

    def options(self, *flags: str) -> tuple[str, ...]:
        """All arguments behind the first of *flags* up to the next flag: ``-field name physloc``."""
        for position, word in enumerate(self.words):
            if word in flags and position:
                rest = self.words[position + 1 :]
                ends = [at for at, other in enumerate(rest) if other.startswith("-") and len(other) > 1]
                return rest[: ends[0]] if ends else rest
        return ()

    @property
    def lpar(self) -> str:
        """The one partition that ``--filter lpar_names=`` names; ``''`` for none or several."""
        found = _LPAR_NAMES.search(self.option("--filter"))
        name = found[1].strip() if found else ""
        return "" if "," in name or not _is_literal(name) else name


@dataclass(frozen=True, slots=True)
class Addressed:
    """A command and whose output it prints, as far as its words say.

    :ivar run: the command as whoever runs it sees it: without ``viosvrcmd``, ``ioscli`` and ``svcinfo``
    :ivar system: managed server (``-m``), ``''`` = not told
    :ivar vios: VIOS (``viosvrcmd -p``), ``''`` = not told
    """

    run: str
    system: str = ""
    vios: str = ""


def addressed(typed: str) -> Addressed:
    """What *typed*, which may be anything at all, runs and where."""
    words, _ = _split(typed)
    command = Command(words)
    run, system, vios = typed.strip(), "" if command.program == "ssh" else command.option("-m"), ""
    if command.program == "viosvrcmd":
        run, vios = command.option("-c").strip(), command.option("-p")
    first, _, rest = run.partition(" ")
    if first in ("ioscli", "svcinfo") and rest.strip():
        run = rest.strip()
    return Addressed(run, system, vios)


def read_command(typed: str) -> Command:
    """The command in *typed*, which may be anything at all."""
    words, is_altered = _split(typed)
    for _ in range(_DEPTH):
        inner = _unwrapped(words)
        if inner is None:
            break
        words, is_inner = _split(inner) if isinstance(inner, str) else (inner, False)
        is_altered = is_altered or is_inner
    return Command(words, is_altered)


def _is_literal(name: str) -> bool:
    """Whether *name* is a name, and no variable of a script or placeholder of a manual."""
    return not re.search(r"[$`<>{}*]", name)


def _split(text: str) -> tuple[tuple[str, ...], bool]:
    """The words of the first command of *text*, and whether its output goes through a program that changes it."""
    try:
        lexer = shlex.shlex(text, posix=True, punctuation_chars="|;&<>")
        lexer.whitespace_split = True
        lexer.commenters = ""
        words = list(lexer)
    except ValueError:
        words = text.split()
    end = next((at for at, word in enumerate(words) if word in _END), len(words))
    rest = words[end:]
    later = [after for before, after in pairwise(rest) if before == "|"]
    return tuple(words[:end]), any(PurePosixPath(program).name not in _HARMLESS for program in later)


def _unwrapped(words: tuple[str, ...]) -> str | tuple[str, ...] | None:
    """What *words* carry: a text to split, or words; None when they carry nothing."""
    command = Command(words)
    if command.program == "viosvrcmd":
        return command.option("-c") or None
    if command.program in _WRAPPERS:
        return words[1:]
    if command.program == "ssh":
        carried = [word for word in words[1:] if " " in word]
        return carried[-1] if carried else _behind_host(words[1:])
    return None


def _behind_host(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """``hmc1 lshmc -V`` → ``lshmc -V``; options of ssh before the host may have an argument of their own."""
    position = 0
    while position < len(words) and words[position].startswith("-"):
        takes_argument = words[position] in {"-l", "-i", "-o", "-p", "-F"}
        position += 2 if takes_argument else 1
    return words[position + 1 :] or None
