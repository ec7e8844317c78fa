-- The firmware of a server: 1060 for EC number 01ML1060, which IBM calls FW1060.
-- system: server
-- release: firmware release
-- service: level of the service pack in use
-- label: as people write it, FW1060 (067)
-- at: the cell of the EC number
select
  s.system,
  try_cast(regexp_extract(s.ec_number, '(\d{3,4})$', 1) as integer) as release,
  s.activated_level as service,
  'FW' || regexp_extract(s.ec_number, '(\d{3,4})$', 1)
    || coalesce(' (' || lpad(cast(s.activated_level as varchar), 3, '0') || ')', '') as label,
  cell(s.at, 'ec_number') as at
from systems s
where regexp_matches(s.ec_number, '\d{3,4}$')
