"""What the moves planned so far take of their targets: alive, and changed, during one call of pairing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from hmcscan_lpm.planning.pairing.facts import Facts
from hmcscan_lpm.planning.pairing.values import Key, Move, Port

FIRST_SLOT = 2
"""Slots 0 and 1 of every partition are its two serial adapters."""


@dataclass(slots=True)
class Ledger:
    """Ports, slots, ids, pools and movers that are taken.

    Nothing that a move leaves behind on its source counts as free again.

    :ivar ports: (server, VIOS, port) → virtual adapters planned for it
    :ivar slots: VIOS → slot → for whom it is planned
    :ivar unplaced: VIOS → adapters for which the HMC chooses the slot
    :ivar ids: server → partition id → for whom it is planned
    :ivar pools: (server, pool) → units planned for it
    :ivar movers: VIOS → moves that it is the first mover of
    """

    facts: Facts
    ports: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    slots: dict[Key, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    unplaced: Counter[Key] = field(default_factory=Counter)
    ids: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    pools: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    movers: Counter[Key] = field(default_factory=Counter)

    def load(self, port: Port) -> int:
        """Virtual adapters on a port, today's and those planned."""
        return port.clients + self.ports[port.system, port.vios, port.name]

    def room(self, port: Port) -> int:
        """Virtual adapters that a port still takes: by the limits, and by lsnports where it was handed over.

        The limit of fast ports counts where the speed is not known; see :meth:`is_beyond_documented`.
        """
        slow, fast, slow_gbit = self.facts.limits
        is_slow = port.speed is not None and port.speed <= slow_gbit
        room = (slow if is_slow else fast) - self.load(port)
        if port.room is not None:
            room = min(room, port.room - self.ports[port.system, port.vios, port.name])
        return max(room, 0)

    def is_beyond_documented(self, port: Port) -> bool:
        """The next adapter is more than a document allows on a port whose speed is not known."""
        return port.speed is None and self.load(port) >= self.facts.limits[0]

    def free_slots(self, vios: Key) -> int | None:
        """Virtual slots that a VIOS still has; None = its max_virtual_slots is not known."""
        most = self.facts.max_slots.get(vios)
        if most is None:
            return None
        used = sum(slot >= FIRST_SLOT for slot in self.facts.slots.get(vios, ()))
        return max(most - FIRST_SLOT - used - len(self.slots[vios]) - self.unplaced[vios], 0)

    def owner_of_slot(self, vios: Key, slot: int) -> str:
        """Whose a slot is, in words; ``''`` = nobody's, as far as is told."""
        if slot < FIRST_SLOT:
            return "a virtual serial adapter"
        taken = self.facts.slots.get(vios, {}).get(slot)
        if taken:
            return taken
        if slot in self.slots[vios]:
            return f"the adapter that is planned for {self.slots[vios][slot]}"
        return "its profile" if slot in self.facts.profile_slots.get(vios, ()) else ""

    def place(self, move: Move, vios: Key, wanted: int | None, pinned: int = 0) -> tuple[int | None, str, list[str]]:
        """Give the new server adapter of a move a slot on a VIOS: slot, remark, problems.

        :param wanted: slot of the server adapter today
        :param pinned: slot that the user chose, which it gets whatever is in it; 0 for none
        """
        if pinned:
            return self._pin(move, vios, pinned)
        name = vios[1]
        problems = [f"No virtual slot is free on {name}."] if self.free_slots(vios) == 0 else []
        refusal = self._refusal(vios, wanted)
        if wanted is not None and not refusal and not problems:
            self.slots[vios][wanted] = move.lpar
            return wanted, f"server slot {wanted} is kept", problems
        self.unplaced[vios] += 1
        return None, f"the HMC chooses the server slot{refusal and ': '}{refusal}", problems

    def _pin(self, move: Move, vios: Key, slot: int) -> tuple[int, str, list[str]]:
        refusal = self._refusal(vios, slot)
        self.slots[vios].setdefault(slot, move.lpar)
        return slot, f"server slot {slot} was chosen", [f"{refusal[0].upper()}{refusal[1:]}."] if refusal else []

    def _refusal(self, vios: Key, slot: int | None) -> str:
        """Why an adapter cannot have a slot; ``''`` = it can."""
        if slot is None:
            return "today's is not known"
        if owner := self.owner_of_slot(vios, slot):
            return f"slot {slot} is taken on {vios[1]} by {owner}"
        most = self.facts.max_slots.get(vios)
        if most is not None:
            return f"slot {slot} is beyond the {most} slots of {vios[1]}" if slot >= most else ""
        highest = max(self.facts.slots.get(vios, ()), default=0)
        return f"whether {vios[1]} has a slot {slot} is not told" if slot > highest else ""
