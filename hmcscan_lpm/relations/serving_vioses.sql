-- A VIOS that serves a partition today: behind a client virtual SCSI or Fibre Channel adapter, or a vNIC.
-- system: server
-- lpar: partition
-- vios: the VIOS
-- adapters: how many client adapters of the partition it serves
-- at: the first such adapter
with served as (
  select a.system, a.lpar, a.remote_lpar as vios, a.at as at from virtual_scsi a where a.type = 'client'
  union all
  select a.system, a.lpar, a.remote_lpar, a.at from virtual_fibre a where a.type = 'client'
  union all
  select v.system, v.lpar, trim(u.vios), v.at
  from vnics v, unnest(string_split(coalesce(v.backing_vioses, ''), ',')) as u(vios)
)
select system, lpar, vios, count(*) as adapters, min(served.at) as at
from served
where vios is not null and vios <> ''
group by system, lpar, vios
