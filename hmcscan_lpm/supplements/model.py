"""What is read out of text that people hand over: outputs of commands, the rows in them, and where each stands.

A format is a function from an output to what it understood of it. It claims only lines of which it is sure: what no
format claims is listed as an issue, so a format never has to guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, without escape sequences, carriage returns and prompts of a pager.

    :ivar number: in the file, from 1; of a line that was wrapped, where it begins
    """

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Output:
    """What one command printed, as far as the file tells commands apart.

    :ivar command: the command as it was typed, without prompt; ``''`` when the file does not show it
    :ivar system: managed server it speaks of, from the command or a marker line; ``''`` = not told
    :ivar vios: VIOS that ran it, likewise
    :ivar place: switch, storage system or HMC that ran it (prompt or marker line); ``''`` = not told
    :ivar lines: the lines of the output, the command itself not among them
    :ivar asked: UTC clock of the machine that asked, ``YYYY-MM-DDTHH:MM:SS``, ``''`` = not told
    """

    command: str
    system: str
    vios: str
    place: str
    lines: tuple[Line, ...]
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of the vocabulary.

    :ivar line: where it stands, or the first of its lines
    :ivar values: column → value; only what the output says
    :ivar lines: columns that stand in other lines than the row's
    """

    table: str
    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in an output that could not be taken as it stands; becomes an issue.

    :ivar kind: short stable word, such as ``unreadable-value``
    """

    line: int
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a format understood of an output.

    :ivar claimed: numbers of the lines that it understood, headings and empty lines between them included; empty
        when the output is none of its kind
    """

    claimed: frozenset[int] = frozenset()
    rows: tuple[Row, ...] = ()
    remarks: tuple[Remark, ...] = ()


NOTHING = Parsed()

GROUP = "_volume_group"
"""Value of a row of ``storage_hosts`` or :data:`GROUPS`: the volume group that stands between hosts and volumes."""

COLLECTED = "_collected"
"""No table of the vocabulary either: ``system`` and ``table`` of which a listing told everything, and ``level``."""

GROUPS = "_volume_groups"
"""No table of the vocabulary: ``array``, :data:`GROUP` and ``volume``, until host connections tell who sees them."""

Parser = Callable[[Output], Parsed]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of output.

    :ivar name: the command that prints it, as a person knows it (``lsmap -all -npiv``)
    :ivar parse: gives :data:`NOTHING` for any other output; must never raise, whatever the text
    """

    name: str
    parse: Parser
