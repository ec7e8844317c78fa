"""The SAN hand-over: for every client adapter of a plan its two WWPNs, with what switches and storage say of them.

Rules npiv-zoned and npiv-storage-mapped decide each pair: what they leave open is unknown here, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from hmcscan_lpm.catalogue import Catalogue
from hmcscan_lpm.estate import Estate, Evidence
from hmcscan_lpm.planning.handover import states
from hmcscan_lpm.planning.handover.drafts import drafts
from hmcscan_lpm.planning.handover.facts import SanFacts, collect
from hmcscan_lpm.planning.handover.model import HostEntry, San, SanAdapter, SanWwpn, ZoneEntry
from hmcscan_lpm.planning.handover.names import Wanted, default_scheme, proposals
from hmcscan_lpm.planning.handover.rules import Ruling, ruling
from hmcscan_lpm.planning.handover.zoning import Names
from hmcscan_lpm.planning.partitions import fabric as fabric_of_port
from hmcscan_lpm.planning.rows import rows

Row = Mapping[str, Any]


def handover(connection: duckdb.DuckDBPyConnection, estate: Estate, catalogue: Catalogue, *, scheme: str = "") -> San:
    """The hand-over of all moves in *connection*; a VIOS cannot move and has none.

    :param catalogue: whose rules decide the pairs
    :param scheme: how proposed aliases are made, see ``knowledge/san_names.toml``; ``''`` = as it says there
    :raises ChoicesError: the scheme cannot be used
    """
    facts = collect(connection)
    pairs = _pairs(connection)
    wanted = {
        (pair.key, number): Wanted(*pair.key, number, pair.path.get("vios") or "")
        for pair in pairs
        for number, row in enumerate((pair.first, pair.second), 1)
        if row["wwpn"]
    }
    names = proposals(wanted.values(), facts.names, scheme or default_scheme())
    proposed = {key: names[item] for key, item in wanted.items()}
    zoning, mapping = (ruling(connection, catalogue, name) for name in ("npiv-zoned", "npiv-storage-mapped"))
    desk = _Desk(facts, zoning, mapping, estate, proposed)
    adapters = tuple(desk.adapter(pair) for pair in pairs)
    return San(adapters, drafts(adapters, facts, proposed))


@dataclass(frozen=True, slots=True)
class _Pair:
    """An adapter in the relations.

    :ivar key: (server, partition, slot)
    :ivar first, second: rows of ``client_wwpns``
    :ivar path: row of ``npiv_paths`` with the WWPN of the VIOS port, empty where there is none
    """

    key: tuple[str, str, int]
    first: Row
    second: Row
    path: Row


def _pairs(connection: duckdb.DuckDBPyConnection) -> list[_Pair]:
    """The client adapters of all partitions that move, by server, partition and slot."""
    paths = {}
    sql = """
        select n.*, f.wwpn as port_wwpn
        from npiv_paths n left join fc_ports f on f.at = n.port_at
        order by n.fc_port desc, n.port_at desc"""
    for row in rows(connection, sql):
        paths[row["system"], row["lpar"], row["slot"]] = row
    by_key: dict[tuple[str, str, int], dict[int, Row]] = defaultdict(dict)
    sql = """
        select c.*
        from client_wwpns c
        join (select distinct source, lpar from moves where not is_vios) m on m.source = c.system and m.lpar = c.lpar
        order by c.system, c.lpar, c.slot, c.which, c.adapter_at"""
    for row in rows(connection, sql):
        by_key[row["system"], row["lpar"], row["slot"]].setdefault(row["which"], row)
    return [_Pair(key, found[1], found[2], paths.get(key, {})) for key, found in by_key.items()]


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where adapters are put together.

    :ivar zoning, mapping: what the rules say of each adapter
    :ivar proposed: ((server, partition, slot), 1 or 2) → a free name for that WWPN
    """

    facts: SanFacts
    zoning: Ruling
    mapping: Ruling
    estate: Estate
    proposed: Names

    def adapter(self, pair: _Pair) -> SanAdapter:
        """One adapter with both WWPNs, as far as it is told."""
        first, second, path = pair.first, pair.second, pair.path
        home = _logins(pair, self.facts)
        fabrics, known_by = _fabrics(pair, home)
        zoning, mapping = self.zoning.of(pair.key), self.mapping.of(pair.key)
        zoned = states.zoning_states(zoning.outcome, first, second, home)
        mapped = states.mapping_states(mapping.outcome, first, second)
        source, lpar, slot = pair.key
        return SanAdapter(
            lpar=lpar,
            source=source,
            slot=slot,
            vios=path.get("vios"),
            fc_port=path.get("fc_port"),
            port_location=path.get("port_location"),
            fabrics=fabrics,
            fabric_known_by=known_by,
            make=self._make(fabrics, known_by),
            zoned=states.zoning_of_pair(zoning.outcome),
            zoning_reason=zoning.reason,
            mapped=states.mapping_of_pair(mapping.outcome),
            mapping_reason=mapping.reason,
            ports=tuple(sorted({*states.listed(first["targets"]), *states.listed(second["targets"])})),
            has_port_members=bool(first["by_port"] or second["by_port"]),
            neighbours=max(first["neighbours"], second["neighbours"]),
            wwpns=(
                self._wwpn(pair, 1, fabrics, (zoned[0], mapped[0])),
                self._wwpn(pair, 2, fabrics, (zoned[1], mapped[1])),
            ),
        )

    def _make(self, fabrics: tuple[str, ...], known_by: str) -> str:
        """Who makes the switches, where facts named the fabrics and all are of one make."""
        makes = {self.facts.makes.get(name, "") for name in fabrics} if known_by in ("zones", "login") else set()
        return makes.pop() if len(makes) == 1 else ""

    def _wwpn(self, pair: _Pair, number: int, fabrics: tuple[str, ...], state: tuple[str, str]) -> SanWwpn:
        facts, row = self.facts, pair.first if number == 1 else pair.second
        wwpn = row["wwpn"] or ""
        told = next((alias for name in fabrics if (alias := facts.alias_in(wwpn, name))), None)
        told = told or next((alias for _, alias in facts.aliases.get(wwpn, ())), None)
        return SanWwpn(
            number=number,
            wwpn=pair.path.get(f"wwpn{number}"),
            zoned=state[0],
            mapped=state[1],
            alias=told or self.proposed.get((pair.key, number), ""),
            is_alias_told=told is not None,
            login=facts.client_logins.get(wwpn, ""),
            zones=tuple(self._zone(item) for item in facts.zones.get(wwpn, ())),
            ports=tuple(states.listed(row["targets"])),
            hosts=tuple(
                HostEntry(item["array"], item["host"], self._line(item["at"], "wwpn"))
                for item in facts.hosts.get(wwpn, ())
            ),
            map_told_by=self._line(row["map_at"], "volume"),
        )

    def _zone(self, row: Row) -> ZoneEntry:
        told_by = self._line(row["at"], "wwpn")
        return ZoneEntry(row["fabric"], row["zone"], row["zoneset"], row["is_active"], row["alias"], told_by)

    def _line(self, at: str | None, column: str) -> Evidence | None:
        return self.estate.evidence(f"{at}#{column}") if at else None


def _logins(pair: _Pair, facts: SanFacts) -> tuple[str, ...]:
    """Fabrics whose name server lists a WWPN of the adapter, or else the VIOS port behind it."""
    own = {name for row in (pair.first, pair.second) for name in facts.fabric_logins.get(row["wwpn"], ())}
    return tuple(sorted(own or facts.fabric_logins.get(pair.path.get("port_wwpn", ""), ())))


def _fabrics(pair: _Pair, home: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The fabrics of an adapter, and how they are known."""
    zoned = {*states.listed(pair.first["fabrics"]), *states.listed(pair.second["fabrics"])}
    if zoned:
        return tuple(sorted(zoned)), "zones"
    if home:
        return home, "login"
    label, fcid = pair.path.get("label"), pair.path.get("fcid")
    if label and label.lower() in ("none", "null", "n/a"):  # what scanners print for a port without label
        label = None
    name = fabric_of_port(label, fcid)
    return ((name,), "label" if label else "domain") if name else ((), "")
