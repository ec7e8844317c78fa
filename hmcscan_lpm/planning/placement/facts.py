"""What placements of one assessment rest on, read once: verdicts, findings, sizes, room, ports, addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from hmcscan_lpm.engine import Assessment
from hmcscan_lpm.planning.rows import rows
from hmcscan_lpm.tables.schema import records

_Key = tuple[str, str]

_PARTITIONS = """
select
  p.system,
  p.lpar,
  coalesce(p.is_vios, false) as is_vios,
  n.is_shared,
  n.low_mb,
  n.high_mb,
  coalesce(c.cores_high, c.cores) as cores,
  (select count(*) from virtual_fibre f where f.system = p.system and f.lpar = p.lpar and f.type = 'client') as fibre,
  (select count(*) from virtual_scsi s where s.system = p.system and s.lpar = p.lpar and s.type = 'client') as scsi,
  exists (
    select 1
    from partition_gaps g
    where g.system = p.system and g.lpar = p.lpar and g.tbl in ('virtual_fibre', 'virtual_scsi')
  ) as is_open,
  case when regexp_full_match(f.affinity_group, '[0-9]+') then f.affinity_group end as affinity_group
from partitions p
left join memory_needs n on n.system = p.system and n.lpar = p.lpar
left join processor_needs c on c.system = p.system and c.lpar = p.lpar
left join profiles f on f.system = p.system and f.lpar = p.lpar and f.profile = p.profile
order by p.system, p.lpar"""

_SERVERS = """
select
  s.system,
  s.free_mb,
  s.active_mb,
  s.lmb_mb,
  s.free_cores,
  s.active_cores,
  s.max_lpars - (select count(*) from lpars l where l.system = s.system) as lpars,
  (select case when count(v.free) = count(*) then sum(v.free) end from vios_slots v where v.system = s.system) as slots,
  (select list(g.tbl) from server_gaps g where g.system = s.system) as gaps
from systems s
order by s.system"""

_PORTS = """
select
  t.system,
  t.vios,
  t.port,
  greatest(
    case
      when q.port is not null then case when q.is_fabric then least(q.free_ports, q.free_wwpns // 2) else 0 end
      when f.speed_supported <= k.vfc_documented_gbit then k.vfc_per_port - t.clients
      else k.vfc_per_fast_port - t.clients
    end,
    0
  ) as room
from fc_targets t
join fc_ports f on f.at = t.at
cross join known_limits k
left join npiv_ports q on q.system = t.system and q.vios = t.vios and q.port = t.port
order by t.system, t.vios, t.port"""

_MACS = """
with adapters as (
  select e.system, e.lpar, e.mac from virtual_ethernet e
  union
  select n.system, n.lpar, n.mac from vnics n
)
select a.mac, list(a.system order by a.system, a.lpar) as systems, list(a.lpar order by a.system, a.lpar) as lpars
from adapters a
where a.mac is not null
group by a.mac
having count(*) > 1
order by a.mac"""


@dataclass(frozen=True, slots=True)
class Said:
    """What the rules say of one subject: blockers, undecided blockers and risks, by the rule's id."""

    blockers: frozenset[str] = frozenset()
    unknowns: frozenset[str] = frozenset()
    risks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that placements of one assessment rest on, read once."""

    moves: Sequence[Mapping[str, Any]]
    said: Mapping[tuple[str | None, str | None, str | None], Said]
    titles: Mapping[str, str]
    partitions: Mapping[_Key, Mapping[str, Any]]
    servers: Mapping[str, Mapping[str, Any]]
    ports: Sequence[Mapping[str, Any]]
    paths: Mapping[_Key, Sequence[Mapping[str, Any]]]
    macs: Sequence[tuple[str, frozenset[_Key]]]
    strangers: frozenset[_Key]


def read(assessment: Assessment, connection: duckdb.DuckDBPyConnection) -> Facts:
    """What the relations and the findings say.

    :raises ValueError: the moves were judged together, so that their verdicts depend on each other
    """
    if assessment.selection.together:
        raise ValueError("A placement needs moves that were judged each alone (together=False).")
    paths: dict[_Key, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows(connection, "select system, lpar, vios, fc_port from npiv_paths order by all"):
        paths[row["system"], row["lpar"]].append(row)
    return Facts(
        moves=[row for row in records(assessment.moves) if not row["is_vios"]],
        said=_said(assessment),
        titles={rule.id: rule.title for rule in assessment.catalogue.rules},
        partitions={(row["system"], row["lpar"]): row for row in rows(connection, _PARTITIONS)},
        servers={row["system"]: row for row in rows(connection, _SERVERS)},
        ports=rows(connection, _PORTS),
        paths=paths,
        macs=[
            (row["mac"], frozenset(zip(row["systems"], row["lpars"], strict=True))) for row in rows(connection, _MACS)
        ],
        strangers=frozenset((row["system"], row["other"]) for row in rows(connection, "select * from strangers")),
    )


def _said(assessment: Assessment) -> dict[tuple[str | None, str | None, str | None], Said]:
    """Subject → what its findings say; a part of the subject that is None means whichever."""
    found: dict[tuple[str | None, str | None, str | None], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for finding in assessment.items:
        subject = found[finding.lpar, finding.source, finding.target]
        if finding.waived is not None:
            continue
        if finding.outcome == "error" or (finding.severity, finding.outcome) == ("blocker", "unknown"):
            subject["unknowns"].add(finding.rule.id)
        elif finding.outcome == "fail" and finding.severity in ("blocker", "risk"):
            subject[finding.severity + "s"].add(finding.rule.id)
    return {key: Said(**{name: frozenset(rules) for name, rules in said.items()}) for key, said in found.items()}
