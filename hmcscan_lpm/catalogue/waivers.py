"""Waivers: findings that somebody takes upon themselves, in a TOML file. They stay visible, with the name behind them.

::

    [[waiver]]
    rule   = "vios-level"          # required: a rule's id
    lpar   = "db*"                 # names or patterns; what is left out is any
    source = "S1022-prod-01"
    target = "*"
    item   = "*"
    reason = "VIOS update is planned for week 48"      # required
    owner  = "J. Weber, CHG-4711"                      # required
    until  = 2026-12-15                                # required: the last day on which it holds
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hmcscan_lpm.catalogue.model import Catalogue
from hmcscan_lpm.catalogue.statements import PATTERNS, About, entries

_KEYS = ("rule", *PATTERNS, "reason", "owner", "until")
_WHY = "who waives what, and why, has to be said."


@dataclass(frozen=True, slots=True)
class Waiver(About):
    """One waiver.

    :ivar reason: why the finding does not stop the move
    :ivar owner: who answers for that
    """

    reason: str
    owner: str


def read(path: Path, catalogue: Catalogue) -> tuple[Waiver, ...]:
    """The waivers in the file *path*, in its order.

    :raises CatalogueError: no such file, not TOML, something missing, or a rule that the catalogue does not have
    """
    return tuple(
        Waiver(reason=entry.text("reason", _WHY), owner=entry.text("owner", _WHY), **entry.about(catalogue))
        for entry in entries(path, "waiver", _KEYS)
    )
