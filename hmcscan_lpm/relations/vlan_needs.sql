-- A VLAN that a virtual Ethernet adapter of a partition uses. Trunk adapters of VIOSes are left out.
-- system: server
-- lpar: partition
-- slot: slot of the adapter
-- vswitch: virtual switch of the adapter
-- vlan: VLAN id
-- is_tagged: an additional VLAN; else the port VLAN
-- at: the adapter
-- vlan_at: the cell that names the VLAN
select a.system, a.lpar, a.slot, a.vswitch, a.pvid as vlan, false as is_tagged, a.at as at, cell(a.at, 'pvid') as vlan_at
from virtual_ethernet a
where a.is_trunk is not true and a.pvid > 0
union all
select a.system, a.lpar, a.slot, a.vswitch, cast(u.vlan as bigint), true, a.at, cell(a.at, 'vlans')
from virtual_ethernet a, unnest(string_split(a.vlans, ',')) as u(vlan)
where a.is_trunk is not true and u.vlan <> ''
