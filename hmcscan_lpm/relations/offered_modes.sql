-- A processor compatibility mode that a server offers.
-- system: server
-- mode: the mode
-- is_certain: the server itself says so, or all documents agree for its type, generation and firmware
-- source: hmc (the report prints the list) or generation (from the domain table)
-- at: the cell
select s.system, trim(u.mode) as mode, true as is_certain, 'hmc' as source, cell(s.at, 'compat_modes') as at
from systems s, unnest(string_split(s.compat_modes, ',')) as u(mode)
where s.compat_modes is not null and trim(u.mode) <> ''
union all
select
  s.system,
  k.mode,
  k.certain and g.is_documented and (
    k.min_firmware = 0
    or coalesce(try_cast(regexp_extract(s.ec_number, '(\d{3,4})$', 1) as integer) >= k.min_firmware, false)
  ),
  'generation',
  g.at
from systems s
join server_generations g on g.system = s.system
join known_processor_modes k on k.generation = g.generation
where s.compat_modes is null
