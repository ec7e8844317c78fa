"""What switches and storage told, by WWPN and by fabric: read once, before adapters are looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from hmcscan_lpm.planning.rows import rows
from hmcscan_lpm.supplements import brocade, cisco, ds8000, pure, svc
from hmcscan_lpm.supplements.model import Format

Row = Mapping[str, Any]


def _names(make: str, formats: Iterable[Format]) -> dict[str, str]:
    return {item.name: make for item in formats}


_MAKES: Mapping[str, str] = {
    **_names("brocade", brocade.FORMATS),
    **_names("cisco", cisco.FORMATS),
    **_names("svc", svc.FORMATS),
    **_names("ds8000", ds8000.FORMATS),
    **_names("pure", pure.FORMATS),
}
"""Format of an output → who makes what printed it; a CSV tells no make."""


@dataclass(frozen=True, slots=True)
class SanFacts:
    """Facts about the WWPNs of client adapters.

    :ivar zones: WWPN → rows of ``zones`` with it, active or not
    :ivar ports: (fabric, WWPN) → storage ports in its active zones there
    :ivar partial: (fabric, WWPN) with zones there of which a member is no WWPN: not all storage ports are told
    :ivar fabric_logins: WWPN → fabrics whose name server lists it
    :ivar client_logins: WWPN → client, vios or none, as ``lsnportlogin`` says
    :ivar zonesets: fabric → names of its active configuration or zone set
    :ivar makes: fabric → brocade or cisco; without those that tell nothing, or both
    :ivar array_makes: storage system → svc, ds8000 or pure, likewise
    :ivar aliases: WWPN → (fabric, alias) of those that stand for it alone
    :ivar names: every name that a zone database has
    :ivar hosts: WWPN → rows of ``storage_hosts``
    :ivar map_hosts: WWPN → (storage system, host or None) of volumes that are mapped to the WWPN itself
    """

    zones: Mapping[str, tuple[Row, ...]]
    ports: Mapping[tuple[str, str], tuple[str, ...]]
    partial: frozenset[tuple[str, str]]
    fabric_logins: Mapping[str, tuple[str, ...]]
    client_logins: Mapping[str, str]
    zonesets: Mapping[str, tuple[str, ...]]
    makes: Mapping[str, str]
    array_makes: Mapping[str, str]
    aliases: Mapping[str, tuple[tuple[str, str], ...]]
    names: frozenset[str]
    hosts: Mapping[str, tuple[Row, ...]]
    map_hosts: Mapping[str, tuple[tuple[str, str | None], ...]]

    def alias_in(self, wwpn: str, fabric: str) -> str | None:
        """The alias of a WWPN in a fabric; a device alias is told for the switch, whose VSANs share it."""
        found = (alias for place, alias in self.aliases.get(wwpn, ()) if is_of(place, fabric))
        return next(found, None)


def is_of(place: str, fabric: str) -> bool:
    """What is told of *place* holds in *fabric*: the same, or a VSAN of that switch."""
    return place == fabric or fabric.startswith(f"{place} vsan ")


_ZONES = "select z.* from zones z where z.wwpn is not null order by z.fabric, z.zone, z.row, z.at"
_HOSTS = "select h.* from storage_hosts h where h.wwpn is not null order by h.array, h.host, h.at"
_MAPS = "select distinct s.wwpn, s.array, s.host from storage_maps s where s.wwpn is not null order by all"
_PEERS = "select distinct fabric, wwpn, peer, kind, is_client from zone_peers order by all"
_LOGINS = "select wwpn, fabric from fabric_logins order by fabric"
_ZONESETS = "select distinct fabric, zoneset from zones where is_active and zoneset is not null order by all"
_MADE = "select fabric as place, tab from zones union select fabric, tab from fabric_logins"
_ARRAYS_MADE = "select h.array as place, h.tab from storage_hosts h union select s.array, s.tab from storage_maps s"


def collect(connection: duckdb.DuckDBPyConnection) -> SanFacts:
    """The facts that *connection* has; empty where none were handed over."""
    peers = rows(connection, _PEERS)
    maps = rows(connection, _MAPS)
    logins = rows(connection, "select wwpn, logged_in from npiv_logins")
    return SanFacts(
        zones=_by_wwpn(rows(connection, _ZONES)),
        ports=_grouped(
            ((row["fabric"], row["wwpn"]), row["peer"])
            for row in peers
            if row["kind"] == "wwpn" and not row["is_client"]
        ),
        partial=frozenset((row["fabric"], row["wwpn"]) for row in peers if row["kind"] != "wwpn"),
        fabric_logins=_grouped((row["wwpn"], row["fabric"]) for row in rows(connection, _LOGINS)),
        client_logins={row["wwpn"]: row["logged_in"] for row in logins if row["logged_in"]},
        zonesets=_grouped((row["fabric"], row["zoneset"]) for row in rows(connection, _ZONESETS)),
        makes=_makes(connection, _MADE),
        array_makes=_makes(connection, _ARRAYS_MADE),
        aliases=_aliases(connection),
        names=_names_in_use(connection),
        hosts=_by_wwpn(rows(connection, _HOSTS)),
        map_hosts=_grouped((row["wwpn"], (row["array"], row["host"])) for row in maps),
    )


def _by_wwpn(found: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    return _grouped((row["wwpn"], row) for row in found)


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, tuple[Any, ...]]:
    grouped: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return {key: tuple(values) for key, values in grouped.items()}


def _column(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    return [row[0] for row in connection.execute(sql).fetchall()]


def _makes(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, str]:
    """Place → make, where all outputs about it are of one.

    :param sql: gives ``place`` and ``tab``
    """
    told: dict[str, set[str]] = defaultdict(set)
    for row in rows(connection, sql):
        if row["tab"] in _MAKES:
            told[row["place"]].add(_MAKES[row["tab"]])
    return {place: next(iter(makes)) for place, makes in told.items() if len(makes) == 1}


def _aliases(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[tuple[str, str], ...]]:
    """Aliases of one WWPN: with an alias of two, a zone would get both."""
    sql = """
        select fabric, alias, min(wwpn) as wwpn
        from (
          select fabric, alias, wwpn from zone_aliases
          union select fabric, alias, wwpn from zones where kind = 'wwpn' and alias is not null
        )
        group by fabric, alias
        having count(distinct wwpn) = 1
        order by fabric, alias"""
    return _grouped((row["wwpn"], (row["fabric"], row["alias"])) for row in rows(connection, sql))


def _names_in_use(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    sql = """
        select alias as name from zone_aliases
        union select zone from zones
        union select unnest(string_split(zoneset, ',')) from zones
        union select alias from zones
        union select member from zones where kind = 'alias'"""
    return frozenset(name for name in _column(connection, sql) if name)
