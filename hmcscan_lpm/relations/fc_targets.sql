-- A physical Fibre Channel port of a running VIOS that a partition could be mapped to: with link, as far as is known.
-- system: server
-- vios: the VIOS
-- port: device name
-- location: location code
-- label: label
-- fcid: fabric address
-- max_xfer_size: bytes
-- has_link: true, or null when the report does not tell
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
  l.has_link,
  (
    select count(*)
    from npiv_mappings n
    where n.system = f.system
      and n.vios = f.vios
      and (n.fc_port = f.port or (n.fc_port is null and n.port_location = f.location))
  ) as clients,
  f.at as at
from fc_ports f
join fc_links l on l.at = f.at
where l.has_link is distinct from false
