"""Everything that a user may ask of a plan besides its moves."""

from __future__ import annotations

from dataclasses import dataclass

from hmcscan_lpm.planning.choices import NO_CHOICES, Choices
from hmcscan_lpm.planning.reserve import NO_RESERVE, Reserve


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a plan is made by.

    :ivar reserve: what stays free on every target
    :ivar remote_user: user on the other HMC where two take part, ``''`` = left open in the commands
    :ivar alias: how aliases of WWPNs are proposed, ``''`` = as :mod:`hmcscan_lpm.knowledge` has it
    """

    choices: Choices = NO_CHOICES
    reserve: Reserve = NO_RESERVE
    remote_user: str = ""
    alias: str = ""


NO_WISHES = Wishes()
