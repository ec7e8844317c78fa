"""What people do around the moves: frozen values, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunbookCommand:
    """A command of a step.

    :ivar on: hmc, lpar or owner
    :ivar lpars: partitions that it is for, in the order of the plan
    """

    on: str
    run: str
    lpars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunbookStep:
    """One thing to do or to look at.

    :ivar who: whose it is
    :ivar changes: its commands change something; else they only read
    :ivar lpars: partitions that it is about, in the order of the plan; all of the plan where it says nothing else
    :ivar is_for_all: it is about every partition that moves
    """

    id: str
    who: str
    title: str
    why: str
    on: str
    changes: bool
    commands: tuple[RunbookCommand, ...]
    lpars: tuple[str, ...]
    is_for_all: bool
    source: str


@dataclass(frozen=True, slots=True)
class RunbookPhase:
    """A phase with the steps that apply to at least one move."""

    id: str
    title: str
    lead: str
    steps: tuple[RunbookStep, ...]
