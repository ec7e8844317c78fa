-- A VLAN that a shared Ethernet adapter (SEA) of a running VIOS bridges to the outside.
-- Tags of every trunk adapter of the SEA, and the port VLAN of its PVID adapter only: packets on the port VLAN of
-- another trunk are dropped (IBM documentation, Preparing the network configuration for partition mobility).
-- system: server
-- vios: the VIOS
-- sea: the SEA
-- vswitch: virtual switch of the trunk adapter
-- vlan: VLAN id
-- trunk_priority: of the trunk adapter
-- at: the trunk adapter
-- sea_at: the SEA
with pvid_trunks as (
  select s.system, s.vios, s.sea, t.vswitch, t.slot
  from seas s
  join virtual_ethernet t
    on t.system = s.system
    and t.lpar = s.vios
    and t.is_trunk
    and case when s.pvid_slot is null then t.pvid = s.pvid else t.slot = s.pvid_slot end
),
trunks as (
  select
    s.system,
    s.vios,
    s.sea,
    t.vswitch,
    t.slot,
    t.pvid,
    t.vlans,
    t.trunk_priority,
    p.slot is not null as is_pvid_adapter,
    t.at as at,
    s.at as sea_at
  from seas s
  join vioses v on v.system = s.system and v.vios = s.vios and v.is_running
  join virtual_ethernet t on t.system = s.system and t.lpar = s.vios and t.is_trunk
  left join pvid_trunks p
    on p.system = s.system and p.vios = s.vios and p.sea = s.sea and p.slot = t.slot
  where case
    -- A report without slots of the trunk adapters: the trunks on the switch of the PVID adapter are the SEA's.
    when s.virt_slots is null then exists (
      select 1
      from pvid_trunks o
      where o.system = s.system and o.vios = s.vios and o.sea = s.sea and o.vswitch = t.vswitch
    )
    else list_contains(string_split(s.virt_slots, ','), cast(t.slot as varchar))
  end
)
select system, vios, sea, vswitch, pvid as vlan, trunk_priority, trunks.at as at, sea_at
from trunks
where is_pvid_adapter and pvid > 0
union all
select system, vios, sea, vswitch, cast(u.vlan as bigint), trunk_priority, trunks.at, sea_at
from trunks, unnest(string_split(vlans, ',')) as u(vlan)
where u.vlan <> ''
