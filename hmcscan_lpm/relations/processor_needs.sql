-- How many cores the target must have free for a partition.
-- system: server
-- lpar: partition
-- mode: shared or ded
-- cores: entitlement (shared) or whole cores (ded); null when the report does not say
-- cores_high: the same where current and profile values of a powered-off partition differ: the larger one
-- procs: virtual processors (shared) or cores (ded)
-- pool: shared processor pool
-- at: the cell
with sizes as (
  select
    p.system,
    p.lpar,
    p.mode = 'inactive' as is_inactive,
    coalesce(c.mode, f.proc_mode) as mode,
    case when coalesce(c.mode, f.proc_mode) = 'ded' then c.assigned_procs else c.assigned_units end as current,
    case when coalesce(c.mode, f.proc_mode) = 'ded' then f.desired_procs else f.desired_units end as desired,
    coalesce(c.assigned_procs, f.desired_procs) as procs,
    coalesce(c.pool, f.pool) as pool,
    c.at as processors_at,
    f.at as profile_at
  from partitions p
  left join processors c on c.system = p.system and c.lpar = p.lpar
  left join profiles f on f.system = p.system and f.lpar = p.lpar and f.profile = p.profile
)
select
  system,
  lpar,
  mode,
  case when is_inactive then least(current, desired) else coalesce(current, desired) end as cores,
  case when is_inactive then greatest(current, desired) else coalesce(current, desired) end as cores_high,
  procs,
  pool,
  case
    when current is null and mode = 'ded' then cell(profile_at, 'desired_procs')
    when current is null then cell(profile_at, 'desired_units')
    when mode = 'ded' then cell(processors_at, 'assigned_procs')
    else cell(processors_at, 'assigned_units')
  end as at
from sizes
