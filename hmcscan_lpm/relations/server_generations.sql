-- The processor generation of a server whose machine type is known.
-- system: server
-- type_model: its machine type and model
-- generation: POWER6 to POWER11
-- generation_order: 0 for POWER6, 1 for POWER7, 2 for POWER7+, and so on
-- is_documented: a document names the generation of that type; where it is false nothing may be decided by it
-- doubt: where it is false, that in words; else null
-- at: the cell of the machine type
select
  s.system,
  s.type_model,
  t.generation,
  t.generation_order,
  t.confidence <> 'expert' as is_documented,
  case
    when t.confidence = 'expert' then
      s.system || ' (' || s.type_model || ') is thought to be a ' || t.generation || ' server, but no document at hand says so'
  end as doubt,
  cell(s.at, 'type_model') as at
from systems s
join known_machine_types t on t.type_model = s.type_model
