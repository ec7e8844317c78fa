-- A trunk adapter of a shared Ethernet adapter (SEA) of a running VIOS.
-- Where a report does not say which trunks a SEA has, all those may be its that are no other SEA's PVID adapter; on the
-- virtual switch of its own PVID adapter they are. A SEA whose single virtual adapter is its PVID adapter has no other.
-- system: server
-- vios: the VIOS
-- sea: the SEA
-- slot: virtual slot of the trunk adapter
-- vswitch: its virtual switch
-- pvid: its port VLAN
-- vlans: its tags
-- trunk_priority: its priority
-- is_pvid_adapter: it carries the default VLAN of the SEA; null where that, or whose trunk it is, is not told
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
),
pairs as (
  select
    s.system,
    s.vios,
    s.sea,
    t.slot,
    t.vswitch,
    t.pvid,
    t.vlans,
    t.trunk_priority,
    own.slot is not null as is_own,
    list_contains(string_split(s.virt_slots, ','), cast(t.slot as varchar)) as is_listed,
    not list_contains(string_split(s.virt_slots, ','), '') as is_list_whole,
    s.virt_adapters = s.pvid_adapter as is_single,
    exists (
      select 1 from pvid_trunks p where p.system = s.system and p.vios = s.vios and p.sea = s.sea
    ) as is_pvid_told,
    exists (
      select 1
      from pvid_trunks p
      where p.system = s.system and p.vios = s.vios and p.sea = s.sea and p.vswitch = t.vswitch
    ) as is_on_its_switch,
    exists (
      select 1
      from pvid_trunks other
      where other.system = s.system and other.vios = s.vios and other.sea <> s.sea and other.slot = t.slot
    ) as is_of_another,
    untold.vios is not null as is_vios_untold,
    t.at as trunk_at,
    s.at as sea_at
  from running_seas s
  join vios_trunks t on t.system = s.system and t.lpar = s.vios
  left join pvid_trunks own on own.system = s.system and own.vios = s.vios and own.sea = s.sea and own.slot = t.slot
  left join without_pvid_trunk untold on untold.system = s.system and untold.vios = s.vios
)
select
  p.system,
  p.vios,
  p.sea,
  p.slot,
  p.vswitch,
  p.pvid,
  p.vlans,
  p.trunk_priority,
  case
    when p.is_own then true
    when p.is_vios_untold then null
    when p.is_listed or p.is_on_its_switch then false
  end as is_pvid_adapter,
  p.trunk_at as at,
  p.sea_at
from pairs p
where case
  when p.is_own or p.is_listed then true
  when p.is_list_whole then false
  when p.is_single and p.is_pvid_told then false
  else not p.is_of_another
end
