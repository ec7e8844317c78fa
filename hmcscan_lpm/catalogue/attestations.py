"""Attestations: what a person has answered where no report and no command can, in a TOML file.

They settle what is unknown, and nothing else: what a report shows they cannot talk away. ``answer = "yes"`` says that
the prerequisite (the rule's title) is met: the finding stays unknown, marked as attested, and no longer counts.
``answer = "no"`` says that it is not met: the finding fails.

::

    [[attestation]]
    rule   = "migration-aware"     # required: a rule's id
    lpar   = "db*"                 # names or patterns; what is left out is any
    source = "*"
    target = "*"
    item   = "*"
    answer = "yes"                 # required: yes or no
    who    = "J. Weber, database team"     # required
    when   = 2026-11-20                    # required: the day of the answer
    until  = 2026-12-15                    # required: the last day on which it holds
    note   = "Asked the vendor, case 4711" # may be left out
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hmcscan_lpm.catalogue.model import Catalogue
from hmcscan_lpm.catalogue.statements import PATTERNS, About, Entry, entries

_KEYS = ("rule", *PATTERNS, "answer", "who", "when", "until", "note")


@dataclass(frozen=True, slots=True)
class Attestation(About):
    """One attestation.

    :ivar is_met: the prerequisite is met
    :ivar who: who says so
    :ivar when: day of the answer, ``YYYY-MM-DD``
    :ivar note: what was looked at, ``''`` for none
    """

    is_met: bool
    who: str
    when: str
    note: str


def read(path: Path, catalogue: Catalogue) -> tuple[Attestation, ...]:
    """The attestations in the file *path*, in its order.

    :raises CatalogueError: no such file, not TOML, something missing, or a rule that the catalogue does not have
    """
    return tuple(_attestation(entry, catalogue) for entry in entries(path, "attestation", _KEYS))


def _attestation(entry: Entry, catalogue: Catalogue) -> Attestation:
    about = entry.about(catalogue)
    if entry.values.get("answer") not in ("yes", "no"):
        raise entry.refuse('answer must be "yes" or "no".')
    when = entry.day("when")
    if when > about["until"]:
        raise entry.refuse("when is later than until.")
    note = entry.values.get("note", "")
    if not isinstance(note, str):
        raise entry.refuse("note must be text.")
    return Attestation(
        is_met=entry.values["answer"] == "yes",
        who=entry.text("who", "an answer without a name proves nothing."),
        when=when,
        note=note.strip(),
        **about,
    )
