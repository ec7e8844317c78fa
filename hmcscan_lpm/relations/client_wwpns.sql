-- A WWPN of a client virtual Fibre Channel adapter with what switches and storage say of it, as far as it was handed over.
-- system: server
-- lpar: partition
-- slot: slot of the client adapter
-- which: 1 or 2: the first or the second WWPN of the pair
-- wwpn: the WWPN
-- fabrics: fabrics in whose active zones it stands, comma list; null = in none that was handed over
-- targets: the storage ports zoned with it, comma list in order
-- by_port: an active zone with it has members that are no WWPNs but ports
-- untold: an active zone with it has members that nobody can name (aliases that are not told)
-- neighbours: other client WWPNs in its zones
-- hosts: host objects that it is in (array/host), comma list; null = in none that was handed over
-- arrays: storage systems of which a host object or a map names it, list
-- lacking: storage systems that name its partner, by more than its login, and not it, list
-- unmapped: host objects that it is in and of which no map was handed over, list
-- volumes: what is mapped to it (array/volume/LUN), comma list in order; null = no map was handed over
-- adapter_at: the adapter
-- zone_at: where it stands in a zone
-- host_at: where it stands in a host object
-- map_at: the first volume mapped to it
with pairs as (
  select v.system, v.lpar, v.slot, 1 as which, nullif(v.wwpn1, '') as wwpn, v.wwpn2 as other, v.at as adapter_at
  from virtual_fibre v
  where v.type = 'client'
  union all
  select v.system, v.lpar, v.slot, 2, nullif(v.wwpn2, ''), v.wwpn1, v.at
  from virtual_fibre v
  where v.type = 'client'
),
zoned as (
  select
    z.wwpn,
    string_agg(distinct z.fabric, ', ' order by z.fabric) as fabrics,
    min(z.at) as zone_at
  from zones z
  where z.is_active and z.wwpn is not null
  group by z.wwpn
),
peers as (
  select
    p.system,
    p.lpar,
    p.slot,
    p.which,
    string_agg(distinct z.peer, ', ' order by z.peer) filter (z.kind = 'wwpn' and not z.is_client) as targets,
    bool_or(z.kind in ('port', 'fcid')) as by_port,
    bool_or(z.kind = 'alias') as untold,
    count(distinct z.peer) filter (z.is_client and z.peer is distinct from p.other) as neighbours
  from pairs p
  join zone_peers z on z.wwpn = p.wwpn
  group by p.system, p.lpar, p.slot, p.which
),
hosted as (
  select
    h.wwpn,
    string_agg(distinct h.array || '/' || h.host, ', ' order by h.array || '/' || h.host) as hosts,
    min(h.at) as host_at
  from storage_hosts h
  where h.wwpn is not null
  group by h.wwpn
),
named as (
  select
    n.wwpn,
    list(distinct n.array order by n.array) as arrays,
    list(distinct n.array order by n.array) filter (n.is_sure) as sure_arrays,
    list(distinct n.array || '/' || n.host order by n.array || '/' || n.host)
      filter (n.host is not null and not exists (select 1 from storage_maps s where s.array = n.array and s.host = n.host)) as unmapped
  from (
    -- lsfabric lists logins: a second WWPN is not missing there.
    select h.wwpn, h.array, h.host, h.tab <> 'lsfabric' as is_sure from storage_hosts h
    union all
    select s.wwpn, s.array, null, true from storage_maps s
  ) n
  where n.wwpn is not null
  group by n.wwpn
),
mapped as (
  select
    m.wwpn,
    string_agg(distinct m.volume, ', ' order by m.volume) as volumes,
    min(m.map_at) as map_at
  from (
    select
      coalesce(s.wwpn, h.wwpn) as wwpn,
      s.array || '/' || coalesce(s.volume_id, s.volume) || coalesce('/' || s.lun, '') as volume,
      s.at as map_at
    from storage_maps s
    left join storage_hosts h on s.wwpn is null and h.array = s.array and h.host = s.host
  ) m
  where m.wwpn is not null
  group by m.wwpn
)
select
  p.system,
  p.lpar,
  p.slot,
  p.which,
  p.wwpn,
  z.fabrics,
  e.targets,
  coalesce(e.by_port, false) as by_port,
  coalesce(e.untold, false) as untold,
  coalesce(e.neighbours, 0) as neighbours,
  h.hosts,
  coalesce(n.arrays, []) as arrays,
  coalesce(list_filter(o.sure_arrays, lambda x: not list_contains(coalesce(n.arrays, []), x)), []) as lacking,
  coalesce(n.unmapped, []) as unmapped,
  m.volumes,
  p.adapter_at,
  z.zone_at,
  h.host_at,
  m.map_at
from pairs p
left join zoned z on z.wwpn = p.wwpn
left join peers e on e.system = p.system and e.lpar = p.lpar and e.slot = p.slot and e.which = p.which
left join hosted h on h.wwpn = p.wwpn
left join named n on n.wwpn = p.wwpn
left join named o on o.wwpn = p.other
left join mapped m on m.wwpn = p.wwpn
