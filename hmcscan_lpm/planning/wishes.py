"""Everything that a user may ask of a plan besides its moves."""

from __future__ import annotations

from dataclasses import dataclass

from hmcscan_lpm.planning.choices import NO_CHOICES, Choices
from hmcscan_lpm.planning.reserve import NO_RESERVE, Reserve
from hmcscan_lpm.planning.timing.concurrency import NO_CAPS, Caps
from hmcscan_lpm.planning.timing.times import DEFAULT_SPEEDS, Speeds
from hmcscan_lpm.planning.timing.windows import Window


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a plan is made by.

    :ivar reserve: what stays free on every target
    :ivar window: when moves may run, None = at any time
    :ivar speeds: what is known of links and partitions
    :ivar caps: how many moves may run at once
    :ivar remote_user: user on the other HMC where two take part, ``''`` = left open in the commands
    :ivar alias: how aliases of WWPNs are proposed, ``''`` = as :mod:`hmcscan_lpm.knowledge` has it
    """

    choices: Choices = NO_CHOICES
    reserve: Reserve = NO_RESERVE
    window: Window | None = None
    speeds: Speeds = DEFAULT_SPEEDS
    caps: Caps = NO_CAPS
    remote_user: str = ""
    alias: str = ""


NO_WISHES = Wishes()
