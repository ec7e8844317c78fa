-- The virtual slots of a running VIOS. Slots 0 and 1 are always its two serial adapters.
-- system: server
-- vios: the VIOS
-- used: virtual Ethernet, SCSI and Fibre Channel adapters and vNICs in slots from 2
-- highest: highest slot that one of them is in
-- max_slots: virtual slots that it has now, else max_virtual_slots of its current profile; null when neither is told
-- free: slots left; null when max_slots is not known
-- gaps: unused slots below the highest one in use, which exist whatever max_slots is
-- used_at: its first adapter; its row in table lpars when it has none
-- max_at: the cell of max_slots
with taken as (
  select distinct a.system, a.lpar, a.slot, a.adapter_at
  from (
    select e.system, e.lpar, e.slot, e.at as adapter_at from virtual_ethernet e
    union all
    select s.system, s.lpar, s.slot, s.at from virtual_scsi s
    union all
    select f.system, f.lpar, f.slot, f.at from virtual_fibre f
    union all
    select n.system, n.lpar, n.slot, n.at from vnics n
  ) a
  where a.slot >= 2
),
counted as (
  select t.system, t.lpar, count(distinct t.slot) as used, max(t.slot) as highest, min(t.adapter_at) as adapter_at
  from taken t
  group by t.system, t.lpar
)
select
  v.system,
  v.vios,
  coalesce(c.used, 0) as used,
  c.highest,
  coalesce(l.max_slots, f.max_virtual_slots) as max_slots,
  case
    when coalesce(l.max_slots, f.max_virtual_slots) is not null
      then greatest(coalesce(l.max_slots, f.max_virtual_slots) - 2 - coalesce(c.used, 0), 0)
  end as free,
  coalesce(c.highest - 1 - c.used, 0) as gaps,
  coalesce(cell(c.adapter_at, 'slot'), cell(v.at, 'lpar')) as used_at,
  case when l.max_slots is not null then cell(l.at, 'max_slots') else cell(f.at, 'max_virtual_slots') end as max_at
from vioses v
join lpars l on l.at = v.at
left join counted c on c.system = v.system and c.lpar = v.vios
left join partitions p on p.system = v.system and p.lpar = v.vios
left join profiles f on f.system = v.system and f.lpar = v.vios and f.profile = p.profile
where v.is_running
