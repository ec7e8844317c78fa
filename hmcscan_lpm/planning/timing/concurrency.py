"""How many moves may run at once: per VIOS, per server and per HMC, and who says so.

A server is asked first (``lslparmigr -r sys``, ``lsdev -dev vioslpm0 -attr``, handed over as facts); else the level
of VIOSes and HMC decides (``knowledge/limits.toml``); what is not known counts as four, which works at all levels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from hmcscan_lpm import knowledge
from hmcscan_lpm.errors import SelectionError
from hmcscan_lpm.planning.rows import rows
from hmcscan_lpm.planning.timing.times import DEFAULT_SPEEDS, Speeds

Mover = tuple[str, str]
"""(server, VIOS)"""

_EIGHT_PER_VIOS = [2, 2, 2, 0]
"""VIOS level from which ``cfg_msp_lpm_ops`` is 8 by default: source of ``migrations_per_vios_most``."""

_EIGHT_PER_SERVER = 8
"""HMC version that is later than any "Version 7 Release" from which a server moves eight at any firmware level."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once, and who says so."""

    most: int
    origin: str


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits that the user sets instead; None = what is told or documented.

    :raises SelectionError: a limit below one
    """

    per_vios: int | None = None
    per_system: int | None = None
    per_hmc: int | None = None

    def __post_init__(self) -> None:
        """Refuse limits under which nothing would ever move."""
        for name, value in (("VIOS", self.per_vios), ("server", self.per_system), ("HMC", self.per_hmc)):
            if value is not None and value < 1:
                raise SelectionError(f"{value} moves at once per {name} cannot be: give 1 or more.")


NO_CAPS = Caps()


@dataclass(frozen=True, slots=True)
class Limits:
    """How many moves may run at once.

    :ivar vioses: of every VIOS that runs, or of which nobody knows that it does not
    :ivar active, inactive: of every server, active and inactive moves apart
    :ivar hmcs: server → HMC that manages it, ``''`` = not known
    :ivar per_hmc: None = none
    """

    vioses: Mapping[Mover, Limit]
    active: Mapping[str, Limit]
    inactive: Mapping[str, Limit]
    hmcs: Mapping[str, str]
    per_hmc: Limit | None


_SERVERS = "(select source from moves union select target from moves)"


def limits(connection: duckdb.DuckDBPyConnection, *, caps: Caps = NO_CAPS, speeds: Speeds = DEFAULT_SPEEDS) -> Limits:
    """The limits of all servers that relation ``moves`` names."""
    known = rows(connection, "select * from known_limits")[0]
    vioses = rows(
        connection,
        f"""
        select v.system, v.vios, o.level, a.value as told, c.value as lvl
        from vioses v
        left join os_levels o on o.system = v.system and o.lpar = v.vios
        left join lpm_attributes a on a.system = v.system and a.vios = v.vios and a.attribute = 'cfg_msp_lpm_ops'
        left join lpm_attributes c on c.system = v.system and c.vios = v.vios and c.attribute = 'concurrency_lvl'
        where v.is_running is distinct from false and v.system in {_SERVERS}
        order by all""",
    )
    systems = rows(
        connection,
        f"""
        select s.system, s.manager, s.active_migrations, s.inactive_migrations, max(l.level[1]) as version
        from systems s
        left join console_levels l on l.manager = s.manager
        where s.system in {_SERVERS}
        group by all order by all""",
    )
    levels: dict[str, list[list[int] | None]] = defaultdict(list)
    for row in vioses:
        levels[row["system"]].append(row["level"])
    return Limits(
        vioses={(row["system"], row["vios"]): _of_vios(row, known, caps, speeds) for row in vioses},
        active={row["system"]: _of_server(row, levels[row["system"]], known, caps) for row in systems},
        inactive={row["system"]: _of_inactive(row, known, caps) for row in systems},
        hmcs={row["system"]: row["manager"] or "" for row in systems},
        per_hmc=None if caps.per_hmc is None else Limit(caps.per_hmc, "chosen"),
    )


def _of_vios(row: Mapping[str, Any], known: Mapping[str, Any], caps: Caps, speeds: Speeds) -> Limit:
    if caps.per_vios is not None:
        return Limit(caps.per_vios, "chosen")
    told = int(row["told"]) if row["told"] and row["told"].isdecimal() and len(row["told"]) < 4 else 0
    if told:
        lvl = row["lvl"]
        doubt = f"; its concurrency_lvl {lvl} may allow fewer" if lvl in ("1", "2", "3") else ""
        return Limit(told, f"its cfg_msp_lpm_ops, as handed over{doubt}")
    if speeds.link <= 1:
        return Limit(_number(known, "migrations_per_vios_slow_link"), _source("migrations_per_vios_slow_link"))
    if row["level"] and row["level"] >= _EIGHT_PER_VIOS:
        return Limit(_number(known, "migrations_per_vios_most"), _source("migrations_per_vios_most"))
    return Limit(_number(known, "migrations_any_level"), _source("migrations_any_level"))


def _of_server(
    row: Mapping[str, Any], levels: Iterable[list[int] | None], known: Mapping[str, Any], caps: Caps
) -> Limit:
    if caps.per_system is not None:
        return Limit(caps.per_system, "chosen")
    if row["active_migrations"]:
        return Limit(row["active_migrations"], "num_active_migrations_supported of lslparmigr -r sys, as handed over")
    is_later = (row["version"] or 0) >= _EIGHT_PER_SERVER
    if is_later and all(level is not None and level >= _EIGHT_PER_VIOS for level in levels):
        return Limit(_number(known, "migrations_later_level"), _source("migrations_later_level"))
    return Limit(_number(known, "migrations_any_level"), _source("migrations_any_level"))


def _of_inactive(row: Mapping[str, Any], known: Mapping[str, Any], caps: Caps) -> Limit:
    if caps.per_system is not None:
        return Limit(caps.per_system, "chosen")
    if row["inactive_migrations"]:
        origin = "num_inactive_migrations_supported of lslparmigr -r sys, as handed over"
        return Limit(row["inactive_migrations"], origin)
    return Limit(_number(known, "migrations_inactive_most"), _source("migrations_inactive_most"))


def _number(known: Mapping[str, Any], name: str) -> int:
    """A number of ``limits.toml``, or what the user set for it; at least one."""
    return max(int(known[name]), 1)


def _source(name: str) -> str:
    return str(knowledge.facts("limits")[name]["source"])


def any_level() -> Limit:
    """What works at all levels: for a VIOS or server that nothing is known of."""
    return Limit(int(knowledge.facts("limits")["migrations_any_level"]["value"]), _source("migrations_any_level"))


def sentences(found: Limits) -> tuple[str, ...]:
    """The limits that were counted with, each with its origin, equal ones together."""
    groups: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for (system, vios), limit in sorted(found.vioses.items()):
        groups["VIOS", limit.most, limit.origin].append(f"{vios} of {system}")
    for kind, table in (("active moves, server", found.active), ("inactive moves, server", found.inactive)):
        for system, limit in sorted(table.items()):
            groups[kind, limit.most, limit.origin].append(system)
    told = [
        f"At once at most {most} ({kind}): {_listed(names)} ({origin})."
        for (kind, most, origin), names in groups.items()
    ]
    if found.per_hmc is None:
        return (*told, "How many moves an HMC runs at once is published nowhere: no limit was counted with.")
    return (*told, f"At once at most {found.per_hmc.most} (HMC): each ({found.per_hmc.origin}).")


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 6 else f"{', '.join(names[:5])} and {len(names) - 5} more"
