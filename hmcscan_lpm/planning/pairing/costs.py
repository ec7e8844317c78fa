"""What counts when a port or a VIOS is chosen, the gravest first.

A cost is one whole number: so many of this, so many of that. What stands higher in the list outweighs any amount of
what stands below it, and costs add up.
"""

from __future__ import annotations

_BITS = 24

INDEX = 1
"""The later port or VIOS: settles what is left, so that the same input gives the same plan."""
NAME = INDEX << _BITS
"""Not the port of the same name, not the VIOS of the same rank."""
LOAD = NAME << _BITS
"""Virtual adapters on the port so far."""
ORDER = LOAD << _BITS
"""An odd VIOS for an even one: the usual pairs of a server are its first and second, third and fourth."""
PLACE = ORDER << _BITS
"""Neither the name nor the place of today's port, while no fabric tells ports apart."""
WEAK = PLACE << _BITS
"""The same fabric by a weaker hint than the user's map: one for zoning, two for the label, three for the domain."""
DOUBLED = WEAK << _BITS
"""Another adapter of the partition is on the port."""
UNSURE = DOUBLED << _BITS
"""Something that decides is not known: link, fabric, transfer size, disks, RMC."""
APART = UNSURE << _BITS
"""Not the fabric that stands for today's one where their names cannot be compared."""
SMALLER = APART << _BITS
"""The port's max_xfer_size is smaller than today's."""
CROSS = SMALLER << _BITS
"""Another VIOS than the one that takes over from today's."""
FOREIGN = CROSS << _BITS
"""Another fabric, as far as the switch domain tells."""
UNSERVED = FOREIGN << _BITS
"""An adapter without port or VIOS."""
