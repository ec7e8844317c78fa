-- A VIOS of a server.
-- system: server
-- vios: the VIOS
-- lpar_id: its id
-- state: as printed
-- rmc_state: as printed
-- is_running: its state is Running; null when the report does not say
-- os_version: its level
-- at: its row in table lpars
select
  l.system,
  l.lpar as vios,
  l.lpar_id,
  l.state,
  l.rmc_state,
  l.state = 'Running' as is_running,
  l.os_version,
  l.at as at
from lpars l
where l.env = 'vioserver'
