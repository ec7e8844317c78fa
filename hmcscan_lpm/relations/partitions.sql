-- A partition (VIOSes included) with its current profile and the kind of move that its state calls for.
-- system: server
-- lpar: partition, unique on its server only
-- lpar_id: its id
-- env: aixlinux, os400, vioserver
-- state: as printed
-- is_vios: it is a VIOS; null when the report does not say
-- mode: active or inactive; what --mode asks for, else inactive for "Not Activated" and active for everything else
-- profile: its current profile, else its default profile
-- lpar_at: its row in table lpars
-- memory_at: its row in table memory
-- processors_at: its row in table processors
-- profile_at: the row of that profile in table profiles
select
  l.system,
  l.lpar,
  l.lpar_id,
  l.env,
  l.state,
  l.env = 'vioserver' as is_vios,
  case
    when s.mode <> 'auto' then s.mode
    when l.state = 'Not Activated' then 'inactive'
    else 'active'
  end as mode,
  p.profile,
  l.at as lpar_at,
  m.at as memory_at,
  c.at as processors_at,
  p.at as profile_at
from lpars l
cross join settings s
left join memory m on m.system = l.system and m.lpar = l.lpar
left join processors c on c.system = l.system and c.lpar = l.lpar
left join profiles p
  on p.system = l.system
  and p.lpar = l.lpar
  and p.profile = coalesce(nullif(l.current_profile, ''), l.default_profile)
