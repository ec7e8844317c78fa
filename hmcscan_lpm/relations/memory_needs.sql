-- How much memory the target must have free for a partition: never less than the low, hardly more than the high figure.
-- The page table (HPT) comes from the maximum memory and is rounded up to a power of two; the high figure adds the
-- physical page table and what a system keeps per partition (limits: ppt_ratio, partition_overhead_mb).
-- system: server
-- lpar: partition
-- is_shared: Active Memory Sharing: its memory comes from a pool
-- memory_mb: memory of the partition itself; null when the report does not say
-- memory_high_mb: the same where current and profile values of a powered-off partition differ: the larger one
-- max_mb: its maximum memory
-- hpt_ratio: page-table ratio, 128 for 1:128; null when not told
-- low_mb: least that is needed
-- high_mb: most that is needed; null when a figure is missing
-- memory_at: the cell of the memory
-- max_at: the cell of the maximum
-- ratio_at: the cell of the ratio
with sizes as (
  select
    p.system,
    p.lpar,
    coalesce(m.mode, f.mem_mode) = 'shared' as is_shared,
    case when p.mode = 'inactive' then least(m.assigned_mb, f.desired_mb) else m.assigned_mb end as current_mb,
    case when p.mode = 'inactive' then greatest(m.assigned_mb, f.desired_mb) else m.assigned_mb end as high_current_mb,
    f.desired_mb,
    m.max_mb as current_max_mb,
    f.max_mb as profile_max_mb,
    coalesce(m.hpt_ratio, f.hpt_ratio) as hpt_ratio,
    m.assigned_mb is null as is_from_profile,
    m.hpt_ratio is null as is_ratio_from_profile,
    m.max_mb is null as is_max_from_profile,
    m.at as memory_at,
    f.at as profile_at
  from partitions p
  left join memory m on m.system = p.system and m.lpar = p.lpar
  left join profiles f on f.system = p.system and f.lpar = p.lpar and f.profile = p.profile
),
needed as (
  select
    *,
    coalesce(current_mb, desired_mb) as memory_mb,
    coalesce(high_current_mb, desired_mb) as memory_high_mb,
    coalesce(current_max_mb, profile_max_mb) as max_mb
  from sizes
)
select
  n.system,
  n.lpar,
  n.is_shared,
  n.memory_mb,
  n.memory_high_mb,
  n.max_mb,
  n.hpt_ratio,
  n.memory_mb + coalesce(n.max_mb / n.hpt_ratio, 0) as low_mb,
  n.memory_high_mb
    + pow(2, ceil(log2(n.max_mb / coalesce(n.hpt_ratio, l.hpt_ratio_worst))))
    + n.max_mb / l.ppt_ratio
    + l.partition_overhead_mb as high_mb,
  case when n.is_from_profile then cell(n.profile_at, 'desired_mb') else cell(n.memory_at, 'assigned_mb') end as memory_at,
  case when n.is_max_from_profile then cell(n.profile_at, 'max_mb') else cell(n.memory_at, 'max_mb') end as max_at,
  case when n.is_ratio_from_profile then cell(n.profile_at, 'hpt_ratio') else cell(n.memory_at, 'hpt_ratio') end as ratio_at
from needed n
cross join known_limits l
