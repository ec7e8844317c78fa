-- A trunk adapter of a shared Ethernet adapter (SEA) of a running VIOS.
-- Where a report does not say which trunks a SEA has, they are those on the virtual switch of its PVID adapter that are
-- no other SEA's PVID adapter; a SEA with a single virtual adapter has its PVID adapter only.
-- system: server
-- vios: the VIOS
-- sea: the SEA
-- slot: virtual slot of the trunk adapter
-- vswitch: its virtual switch
-- pvid: its port VLAN
-- vlans: its tags
-- trunk_priority: its priority
-- is_pvid_adapter: it carries the default VLAN of the SEA; null where the VIOS has a SEA whose PVID adapter is not told
-- at: the trunk adapter
-- sea_at: the SEA
with running_seas as (
  select s.*
  from seas s
  join vioses v on v.system = s.system and v.vios = s.vios and v.is_running
),
vios_trunks as (
  select t.*
  from virtual_ethernet t
  where t.is_trunk
),
pvid_trunks as (
  select s.system, s.vios, s.sea, t.slot, t.vswitch
  from running_seas s
  join vios_trunks t
    on t.system = s.system
    and t.lpar = s.vios
    and case when s.pvid_slot is null then t.pvid = s.pvid else t.slot = s.pvid_slot end
),
without_pvid_trunk as (
  select distinct s.system, s.vios
  from running_seas s
  where not exists (
    select 1 from pvid_trunks p where p.system = s.system and p.vios = s.vios and p.sea = s.sea
  )
)
select
  s.system,
  s.vios,
  s.sea,
  t.slot,
  t.vswitch,
  t.pvid,
  t.vlans,
  t.trunk_priority,
  case
    when own.slot is not null then true
    when untold.vios is not null then null
    else false
  end as is_pvid_adapter,
  t.at as at,
  s.at as sea_at
from running_seas s
join vios_trunks t on t.system = s.system and t.lpar = s.vios
left join pvid_trunks own on own.system = s.system and own.vios = s.vios and own.sea = s.sea and own.slot = t.slot
left join without_pvid_trunk untold on untold.system = s.system and untold.vios = s.vios
where case
  when s.virt_slots is not null then list_contains(string_split(s.virt_slots, ','), cast(t.slot as varchar))
  when own.slot is not null then true
  when s.virt_adapters is not null and not contains(s.virt_adapters, ',') then false
  else
    exists (
      select 1
      from pvid_trunks p
      where p.system = s.system and p.vios = s.vios and p.sea = s.sea and p.vswitch = t.vswitch
    )
    and not exists (
      select 1
      from pvid_trunks other
      where other.system = s.system and other.vios = s.vios and other.slot = t.slot
    )
end
