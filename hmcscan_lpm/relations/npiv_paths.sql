-- A client virtual Fibre Channel adapter, the server adapter behind it and the physical port behind that.
-- system: server
-- lpar: partition
-- slot: slot of the client adapter
-- vios: VIOS that serves it
-- server_slot: slot of the server adapter
-- wwpn1: first WWPN
-- wwpn2: second WWPN, the one that a move logs in with
-- has_server_adapter: the VIOS has the server adapter that the client names, and it points back
-- is_mapped: a physical port is behind it; null when nobody could look
-- fc_port: the port (fcs0)
-- port_location: its location code
-- label: its label
-- fcid: its fabric address
-- max_xfer_size: of that port, bytes
-- adapter_at: the client adapter
-- server_at: the server adapter
-- mapping_at: the mapping
-- port_at: the port
select
  c.system,
  c.lpar,
  c.slot,
  c.remote_lpar as vios,
  c.remote_slot as server_slot,
  c.wwpn1,
  c.wwpn2,
  s.lpar is not null as has_server_adapter,
  n.is_mapped,
  coalesce(n.fc_port, f.port) as fc_port,
  coalesce(n.port_location, f.location) as port_location,
  f.label,
  f.fcid,
  f.max_xfer_size,
  c.at as adapter_at,
  s.at as server_at,
  n.at as mapping_at,
  f.at as port_at
from virtual_fibre c
left join virtual_fibre s
  on s.system = c.system
  and s.lpar = c.remote_lpar
  and s.slot = c.remote_slot
  and s.type = 'server'
  and (s.is_any or (s.remote_lpar = c.lpar and s.remote_slot = c.slot))
left join npiv_mappings n
  on n.system = c.system
  and n.vios = c.remote_lpar
  and n.slot = c.remote_slot
left join fc_ports f
  on f.system = c.system
  and f.vios = c.remote_lpar
  and (f.port = n.fc_port or (n.fc_port is null and f.location = n.port_location))
where c.type = 'client'
