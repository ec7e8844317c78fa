"""What every step of pairing works with, and the words that several of them need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from hmcscan_lpm.planning.choices import AdapterChoice, Choices
from hmcscan_lpm.planning.pairing.fabrics import Fabrics
from hmcscan_lpm.planning.pairing.facts import Facts
from hmcscan_lpm.planning.pairing.ledger import Ledger
from hmcscan_lpm.planning.pairing.values import Move, Vios


class Desk:
    """Facts, fabrics, the user's choices, and what earlier moves took."""

    def __init__(self, facts: Facts, choices: Choices) -> None:
        self.facts = facts
        self.choices = choices
        self.fabrics = Fabrics(facts, choices)
        self.ledger = Ledger(facts)
        self._pins = {(pin.lpar, pin.slot): pin for pin in reversed(choices.adapter)}

    @cached_property
    def _targets(self) -> Mapping[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for move in self.facts.moves:
            found[move.source, move.lpar].add(move.target)
        return found

    def pin(self, move: Move, slot: int) -> AdapterChoice | None:
        """What the user chose for a client adapter, unless it is meant for another target of the same partition."""
        pin = self._pins.get((move.lpar, slot))
        if pin is None or self.facts.vios(move.target, pin.vios):
            return pin
        others = self._targets[move.source, move.lpar]
        return None if any(self.facts.vios(other, pin.vios) for other in others) else pin

    def candidates(self, target: str) -> tuple[Vios, ...]:
        """The VIOSes of a server that may serve a partition: they run, and the HMC reaches them as far as is known."""
        return tuple(vios for vios in self.facts.vioses.get(target, ()) if vios.is_running and vios.is_up is not False)

    def vios_problems(self, target: str, name: str) -> list[str]:
        """What is wrong with a VIOS as a home of adapters."""
        vios = self.facts.vios(target, name)
        if vios is None:
            gap = self.facts.gap(target, "lpars")
            return [
                f"{target} has no VIOS {name}." if gap is None else f"Whether {target} has a VIOS {name} is not known."
            ]
        if vios.is_up is None:
            return [f"Whether {name} runs with RMC is not known ({vios.shown})."]
        return [] if vios.is_up else [f"{name} does not run with RMC ({vios.shown})."]

    def none_left(self, move: Move, vios: str | None) -> str:
        """Why no VIOS of the target takes over from one of the source."""
        shown = ", ".join(f"{other.name}: {other.shown}" for other in self.facts.vioses.get(move.target, ()))
        if not self.candidates(move.target):
            gap = self.facts.gap(move.target, "lpars")
            told = f"not known: {gap}" if gap else shown or "it has none"
            return f"No VIOS of {move.target} can serve the partition ({told})."
        return (
            f"No VIOS of {move.target} is left to take over from {vios or 'the one behind it'} ({shown}): "
            "two paths over one VIOS would be no redundancy."
        )


def listed(names: Iterable[str]) -> str:
    """Names with commas, each once."""
    return ", ".join(dict.fromkeys(names))


def plural(number: int, one: str) -> str:
    """``no adapter``, ``1 adapter``, ``2 adapters``."""
    return f"{number or 'no'} {one}" if number < 2 else f"{number} {one}s"


def one_line(parts: Sequence[str]) -> str:
    """The parts of a reason as one sentence; it may begin with a name, which is never capitalised.

    Whatever a name out of a report holds, the sentence stays on one line.
    """
    text = " ".join("; ".join(part for part in parts if part).splitlines())
    return f"{text}." if text else ""
