"""What a command for an HMC needs to know of servers: who manages them, ids behind names, pools, what is running.

It knows nothing about moves that are planned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from hmcscan_lpm.planning.rows import rows


@dataclass(frozen=True, slots=True)
class Server:
    """A server, as far as commands name it.

    :ivar name: as the estate calls it; two servers of one name have their serial number behind it
    :ivar machine: type, model and serial number as an HMC takes them for a name (``9105-22A*7812345``); ``''`` = not
        known
    :ivar hmc: the HMC that manages it, as the scanner was given it; ``''`` = not known
    :ivar hmc_serial: serial number of that HMC; ``''`` = not known
    :ivar hmc_level: numbers of its level as in ``knowledge/hmc_options.toml``, without the service pack where that is
        not known; empty = not known
    :ivar hmc_label: its level as people write it; ``''`` = not known
    :ivar sanitized: its names are placeholders
    :ivar ids: partition or VIOS → id
    :ivar pools: partition → name and id of its shared processor pool, where it has one
    :ivar active: partitions that would move running
    """

    name: str
    machine: str = ""
    hmc: str = ""
    hmc_serial: str = ""
    hmc_level: tuple[int, ...] = ()
    hmc_label: str = ""
    sanitized: bool = False
    ids: Mapping[str, int] = field(default_factory=dict)
    pools: Mapping[str, tuple[str, int | None]] = field(default_factory=dict)
    active: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Directory:
    """All servers of an estate.

    :ivar strangers: pairs of servers whose HMCs cannot be compared, because names are placeholders
    """

    servers: Mapping[str, Server]
    strangers: frozenset[tuple[str, str]] = frozenset()

    def one_hmc(self, source: str, target: str) -> bool | None:
        """Whether one HMC manages both; None when that is not known. Two names with one serial number are one HMC."""
        a, b = self.servers[source], self.servers[target]
        if (source, target) in self.strangers or not a.hmc or not b.hmc:
            return None
        return a.hmc == b.hmc or (a.hmc_serial != "" and a.hmc_serial == b.hmc_serial)


def directory(connection: duckdb.DuckDBPyConnection) -> Directory:
    """The directory of the servers that *connection* shows (:func:`hmcscan_lpm.relations.connect`)."""
    ids: dict[str, dict[str, int]] = defaultdict(dict)
    active: dict[str, set[str]] = defaultdict(set)
    for row in rows(connection, "select system, lpar, lpar_id, mode from partitions order by system, lpar"):
        if row["lpar_id"] is not None:
            ids[row["system"]][row["lpar"]] = row["lpar_id"]
        if row["mode"] == "active":
            active[row["system"]].add(row["lpar"])
    pools: dict[str, dict[str, tuple[str, int | None]]] = defaultdict(dict)
    for row in rows(connection, _POOLS):
        pools[row["system"]][row["lpar"]] = row["pool"], row["pool_id"]
    servers = {
        row["system"]: _server(row, ids[row["system"]], pools[row["system"]], frozenset(active[row["system"]]))
        for row in rows(connection, _SERVERS)
    }
    strangers = rows(connection, "select system, other from strangers")
    return Directory(servers, frozenset((row["system"], row["other"]) for row in strangers))


_SERVERS = """
select
  s.system,
  s.type_model,
  s.serial,
  s.manager,
  c.serial as hmc_serial,
  coalesce(c.level, c.release) as hmc_level,
  c.label as hmc_label,
  coalesce(r.sanitized, false) as sanitized
from systems s
left join console_levels c on c.report = s.report and c.manager = s.manager
left join reports r on r.report = s.report
order by s.system
"""

_POOLS = """
select p.system, p.lpar, p.pool, n.pool_id
from processors p
left join proc_pools n on n.system = p.system and n.pool = p.pool
where p.pool is not null and p.pool <> '' and p.mode = 'shared'
order by p.system, p.lpar
"""


def _server(
    row: Mapping[str, Any],
    ids: Mapping[str, int],
    pools: Mapping[str, tuple[str, int | None]],
    active: frozenset[str],
) -> Server:
    known = row["type_model"] and row["serial"]
    return Server(
        name=row["system"],
        machine=f"{row['type_model']}*{row['serial']}" if known else "",
        hmc=row["manager"] or "",
        hmc_serial=row["hmc_serial"] or "",
        hmc_level=tuple(row["hmc_level"] or ()),
        hmc_label=row["hmc_label"] or "" if row["hmc_level"] else "",
        sanitized=row["sanitized"],
        ids=ids,
        pools=pools,
        active=active,
    )
