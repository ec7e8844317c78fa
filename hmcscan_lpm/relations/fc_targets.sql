-- A physical Fibre Channel port of a running VIOS with link: one that a partition could be mapped to.
-- system: server
-- vios: the VIOS
-- port: device name
-- location: location code
-- label: label
-- fcid: fabric address
-- max_xfer_size: bytes
-- clients: virtual adapters mapped to it today
-- at: the port
select
  f.system,
  f.vios,
  f.port,
  f.location,
  f.label,
  f.fcid,
  f.max_xfer_size,
  (
    select count(*)
    from npiv_mappings n
    where n.system = f.system
      and n.vios = f.vios
      and (n.fc_port = f.port or (n.fc_port is null and n.port_location = f.location))
  ) as clients,
  f.at as at
from fc_ports f
join vioses v on v.system = f.system and v.vios = f.vios and v.is_running
where f.wwpn is not null and coalesce(f.attention, 'Link Up') = 'Link Up'
