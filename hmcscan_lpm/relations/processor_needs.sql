-- How many cores the target must have free for a partition.
-- One that is powered off, or whose state is not told, may take what it has or what its profile says: both must be known.
-- system: server
-- lpar: partition
-- mode: shared or ded
-- cores: entitlement (shared) or whole cores (ded), the smaller of two figures; null when the report does not say
-- cores_high: the same, the larger of two figures
-- procs: virtual processors (shared) or cores (ded)
-- pool: shared processor pool
-- at: the cell
with sizes as (
  select
    p.system,
    p.lpar,
    p.mode = 'inactive' or p.state is null as is_inactive,
    c.mode,
    case c.mode when 'ded' then c.assigned_procs else c.assigned_units end as current,
    case c.mode when 'ded' then f.desired_procs else f.desired_units end as desired,
    c.assigned_procs as procs,
    c.pool,
    cell(c.at, case c.mode when 'ded' then 'assigned_procs' else 'assigned_units' end) as at
  from partitions p
  left join processors c on c.system = p.system and c.lpar = p.lpar
  left join profiles f on f.system = p.system and f.lpar = p.lpar and f.profile = p.profile
)
select
  system,
  lpar,
  mode,
  case
    when mode is null then null
    when not is_inactive or current <= desired then current
    when current > desired then desired
  end as cores,
  case
    when mode is null then null
    when not is_inactive or current >= desired then current
    when current < desired then desired
  end as cores_high,
  procs,
  pool,
  sizes.at as at
from sizes
