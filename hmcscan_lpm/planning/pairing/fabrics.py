"""Which fabric a physical Fibre Channel port hangs on, and whether two ports of two servers hang on the same one.

No report says it. Four things hint at it, the best first:

======== ==============================================================================================================
choice   the user's map of ports
zoning   the fabric whose name server or active zones know the WWPN of the port, or of a client behind it
label    the label that an administrator wrote on the port
domain   the switch domain, the first byte of the port's fabric address; two fabrics may have the same one, so it counts
         only between servers that each show several
======== ==============================================================================================================
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hmcscan_lpm.planning.choices import Choices
from hmcscan_lpm.planning.pairing.facts import Facts
from hmcscan_lpm.planning.pairing.values import FibreAdapter, Port, natural

HINTS = ("choice", "zoning", "label", "domain")


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of the fabric of a port or adapter; ``''`` = nothing."""

    choice: str = ""
    zoning: str = ""
    label: str = ""
    domain: str = ""

    def of(self, kind: str) -> str:
        """One of the four."""
        return str(getattr(self, kind))

    @property
    def best(self) -> tuple[str, str]:
        """Kind and name of the best hint there is."""
        return next(((kind, self.of(kind)) for kind in HINTS if self.of(kind)), ("", ""))


@dataclass(frozen=True, slots=True)
class Match:
    """Whether an adapter and a port are in the same fabric.

    :ivar same: None = nothing tells
    :ivar by: the hint that tells, ``''`` for none
    :ivar here, there: fabric of the adapter today, and of the port
    """

    same: bool | None
    by: str
    here: str
    there: str


_Key = tuple[str, str]
"""Kind and name of a hint."""
_Place = tuple[tuple[int, str], int]
"""A port by its name and by the rank of its VIOS."""


class Fabrics:
    """The fabrics of all ports of the servers concerned."""

    def __init__(self, facts: Facts, choices: Choices) -> None:
        self._facts = facts
        self._chosen = {(entry.server, entry.vios, entry.port): entry.name for entry in reversed(choices.fabric)}
        self._hints: dict[tuple[str, str, str], Hints] = {}
        self._offered: dict[tuple[str, str], frozenset[str]] = {}
        self._matches: dict[tuple[str, str, Hints, Hints], Match] = {}
        self._expected: dict[tuple[str, str], Mapping[_Key, _Key]] = {}

    def port(self, port: Port) -> Hints:
        """What is known of a port."""
        key = (port.system, port.vios, port.name)
        if key not in self._hints:
            domain = f"domain 0x{port.domain}" if port.domain else ""
            self._hints[key] = Hints(self._chosen.get(key, ""), self._zoning(port), port.label, domain)
        return self._hints[key]

    def adapter(self, system: str, adapter: FibreAdapter) -> Hints:
        """What is known of a client adapter: of its own WWPNs, and of the port behind it today."""
        port = self._facts.port(system, adapter.vios, adapter.port)
        behind = self.port(port) if port else Hints()
        chosen = behind.choice or self._chosen.get((system, adapter.vios or "", adapter.port or ""), "")
        own = [wwpn for wwpn in (adapter.wwpn1, adapter.wwpn2) if wwpn]
        seen = _single(self._facts.logins, own) or behind.zoning or _single(self._facts.zoned, own)
        return Hints(chosen, seen, behind.label, behind.domain)

    def _zoning(self, port: Port) -> str:
        facts = self._facts
        own = [port.wwpn] if port.wwpn else []
        clients = facts.wired.get((port.system, port.vios, port.name), frozenset())
        return (
            _single(facts.logins, own)
            or _single(facts.logins, clients)
            or _single(facts.zoned, own)
            or _single(facts.zoned, clients)
        )

    def match(self, source: str, target: str, adapter: Hints, port: Hints) -> Match:
        """Compare an adapter on *source* with a port of *target* by the best hint that both have."""
        key = source, target, adapter, port
        found = self._matches.get(key)
        if found is None:
            found = self._matches[key] = self._match(source, target, adapter, port)
        return found

    def _match(self, source: str, target: str, adapter: Hints, port: Hints) -> Match:
        for kind in HINTS:
            here, there = adapter.of(kind), port.of(kind)
            if here and there and self._is_comparable(kind, here, source, target):
                return Match(here == there, kind, here, there)
        return Match(None, "", adapter.best[1], port.best[1])

    def _is_comparable(self, kind: str, name: str, source: str, target: str) -> bool:
        """Names that the target has not at all may only be other names for the same."""
        if kind == "choice":
            return True
        if (source, target) in self._facts.strangers or name not in self.offered(target, kind):
            return False
        return kind != "domain" or all(len(self.offered(system, kind)) > 1 for system in (source, target))

    def offered(self, system: str, kind: str) -> frozenset[str]:
        """All fabrics of the ports of a server by one hint; ports without link do not count."""
        key = system, kind
        if key not in self._offered:
            self._offered[key] = frozenset(self.port(port).of(kind) for port in self._linked(system)) - {""}
        return self._offered[key]

    def _linked(self, system: str) -> Iterable[Port]:
        vioses = self._facts.vioses.get(system, ())
        ports = (port for vios in vioses for port in self._facts.ports.get((system, vios.name), ()))
        return (port for port in ports if port.has_link is not False)

    def expected(self, source: str, target: str, adapter: Hints) -> _Key | None:
        """The fabric of *target* that stands for that of an adapter where their names cannot be compared.

        Each fabric of the source has one of its own on the target: of the same name, else with the most ports of the
        same names, so that two fabrics stay apart.
        """
        key = source, target
        if key not in self._expected:
            self._expected[key] = _paired(self._groups(source), self._groups(target))
        return self._expected[key].get(adapter.best)

    def _groups(self, system: str) -> dict[_Key, list[_Place]]:
        """Fabric of a server → where its ports are; a hint that is the same for all of them tells none apart."""
        groups: dict[_Key, list[_Place]] = defaultdict(list)
        for vios in self._facts.vioses.get(system, ()):
            for port in self._facts.ports.get((system, vios.name), ()):
                kind, name = self.port(port).best
                if port.has_link is not False and kind and len(self.offered(system, kind)) > 1:
                    groups[kind, name].append((natural(port.name), vios.position))
        return groups


def _single(known: Mapping[str, frozenset[str]], wwpns: Iterable[str]) -> str:
    """The one fabric in which *wwpns* are known; ``''`` for none, or for several."""
    fabrics = frozenset(name for wwpn in wwpns for name in known.get(wwpn, ()))
    return next(iter(fabrics)) if len(fabrics) == 1 else ""


def _paired(source: Mapping[_Key, list[_Place]], target: Mapping[_Key, list[_Place]]) -> Mapping[_Key, _Key]:
    pairs = {key: key for key in source if key in target}
    free = sorted(set(target) - set(pairs), key=lambda key: (sorted(target[key]), key))
    for key in sorted(set(source) - set(pairs), key=lambda key: (sorted(source[key]), key)):
        if not free:
            break
        best = max(free, key=lambda other: _likeness(source[key], target[other]))
        pairs[key] = best
        free.remove(best)
    return pairs


def _likeness(places: Iterable[_Place], others: Iterable[_Place]) -> tuple[int, int]:
    """How many ports have the same name, and how many of these are on a VIOS of the same rank."""
    places, others = list(places), list(others)
    names = Counter(name for name, _ in places) & Counter(name for name, _ in others)
    return sum(names.values()), sum((Counter(places) & Counter(others)).values())
