"""Everything that others would have to type: logins on the HMC, zones on switches, ports of hosts on storage systems.

Syntax: IBM documentation, ``chnportlogin``; IBM Storage Virtualize command-line reference, ``addhostport``; Pure
Storage FlashArray User Guide, ``purehost setattr``. For other storage systems only what has to be so is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hmcscan_lpm.planning.handover.facts import SanFacts
from hmcscan_lpm.planning.handover.model import Draft, SanAdapter, SanWwpn
from hmcscan_lpm.planning.handover.names import is_name
from hmcscan_lpm.planning.handover.states import MAPPED, NOT_MAPPED, NOT_ZONED, ZONED
from hmcscan_lpm.planning.handover.zoning import Names, colons, said, zoning
from hmcscan_lpm.shell import fill_command

_ORDER = ("hmc", "brocade", "cisco", "svc", "pure", "storage")
_LOGIN = "chnportlogin -o login -m {source} -p {lpar}"
_LIST = "lsnportlogin -m {source} --filter lpar_names={lpar}"
_LOGOUT = "chnportlogin -o logout -m {source} -p {lpar}"


def drafts(adapters: Sequence[SanAdapter], facts: SanFacts, proposed: Names) -> tuple[Draft, ...]:
    """All drafts for *adapters*: what facts show to be missing first, then by the place where it is typed."""
    found = [*_logins(adapters), *zoning(adapters, facts, proposed), *_storage(adapters, facts)]
    return tuple(sorted(found, key=lambda draft: (not draft.is_missing, _ORDER.index(draft.on), draft.where)))


def _logins(adapters: Iterable[SanAdapter]) -> Iterator[Draft]:
    """Logins of the WWPNs that are not in use, so that switches and storage see them."""
    missing: dict[str, dict[str, None]] = defaultdict(dict)
    open_ones: dict[str, dict[str, None]] = defaultdict(dict)
    for adapter in adapters:
        if adapter.zoned == NOT_ZONED or adapter.mapped == NOT_MAPPED:
            missing[adapter.source][adapter.lpar] = None
        elif (adapter.zoned, adapter.mapped) != (ZONED, MAPPED):
            open_ones[adapter.source][adapter.lpar] = None
    for source, lpars in missing.items():
        yield _login(source, list(lpars), is_missing=True)
    for source, lpars in open_ones.items():
        rest = [lpar for lpar in lpars if lpar not in missing.get(source, ())]
        if rest:
            yield _login(source, rest, is_missing=False)


def _login(source: str, lpars: Sequence[str], *, is_missing: bool) -> Draft:
    sign = "" if is_missing else "# "
    lines = [
        f"# DRAFT for the HMC of {said(source)}: logs in every WWPN that is not in use.",
        "# Switches and storage see it then.",
    ]
    if not is_missing:
        lines.append("# If not zoned and mapped yet: no fact shows whether they are.")
    for lpar in lpars:
        fields = {"source": source, "lpar": lpar}
        lines += [f"{sign}{fill_command(command, fields)}" for command in (_LOGIN, _LIST)]
    lines.append("# Once zoned and mapped, and before the move:")
    lines += [f"# {fill_command(_LOGOUT, {'source': source, 'lpar': lpar})}" for lpar in lpars]
    return Draft("hmc", source, is_missing, tuple(lines))


@dataclass(frozen=True, slots=True)
class _Port:
    """A WWPN that a storage system does not have, and the host objects that have its partner."""

    adapter: SanAdapter
    wwpn: SanWwpn
    hosts: tuple[str, ...]

    @property
    def label(self) -> str:
        """Whom it is about, for a comment."""
        of = self.adapter
        return said(f"{of.lpar} on {of.source}, slot {of.slot}, WWPN #{self.wwpn.number} {self.wwpn.wwpn}")


def _storage(adapters: Iterable[SanAdapter], facts: SanFacts) -> Iterator[Draft]:
    """The ports that are missing in host objects, by storage system."""
    missing: dict[str, list[_Port]] = defaultdict(list)
    for adapter in adapters:
        for wwpn, partner in (adapter.wwpns, adapter.wwpns[::-1]):
            if wwpn.mapped != NOT_MAPPED or not wwpn.wwpn:
                continue
            own = _arrays(wwpn, facts, logins_count=True)
            for array in sorted(_arrays(partner, facts, logins_count=False) - own):
                missing[array].append(_Port(adapter, wwpn, _hosts(partner, array, facts)))
    for array, ports in sorted(missing.items()):
        make = facts.array_makes.get(array, "")
        yield _ports(array, make if make in ("svc", "pure") else "storage", ports)


def _arrays(wwpn: SanWwpn, facts: SanFacts, *, logins_count: bool) -> set[str]:
    """Storage systems that name a WWPN; ``lsfabric`` only shows who is logged in."""
    number = wwpn.wwpn or ""
    hosts = facts.hosts.get(number, ())
    by_host = {row["array"] for row in hosts if logins_count or row["tab"] != "lsfabric"}
    return by_host | {array for array, _ in facts.map_hosts.get(number, ())}


def _hosts(wwpn: SanWwpn, array: str, facts: SanFacts) -> tuple[str, ...]:
    """Host objects of a storage system that have a WWPN."""
    number = wwpn.wwpn or ""
    by_host = {row["host"] for row in facts.hosts.get(number, ()) if row["array"] == array}
    by_map = {host for place, host in facts.map_hosts.get(number, ()) if place == array}
    return tuple(sorted(name for name in by_host | by_map if name))


def _ports(array: str, on: str, ports: Sequence[_Port]) -> Draft:
    lines = [
        f"# DRAFT for storage system {said(array)}: gives hosts one more port. Read every line before it is typed."
    ]
    if on == "svc":
        lines.append("# A WWPN that is not logged in is refused: log it in first (HMC, above), or add -force.")
    for port in ports:
        lines.append(f"# {port.label}")
        host = port.hosts[0] if len(port.hosts) == 1 else None
        if on == "svc" and is_name(host, "svc"):
            lines.append(f"addhostport -fcwwpn {(port.wwpn.wwpn or '').upper()} {host}")
        elif on == "pure" and is_name(host, "pure"):
            lines.append(f"purehost setattr --addwwnlist {colons(port.wwpn.wwpn or '')} {host}")
        else:
            hosts = ", ".join(said(name) for name in port.hosts) or "not told"
            lines.append(f"# to be decided: the host object; its partner is in: {hosts}")
    return Draft(on, array, True, tuple(lines))
