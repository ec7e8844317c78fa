-- How much memory the target must have free for a partition: never less than the low, hardly more than the high figure.
-- The page table (HPT) comes from the maximum memory and is rounded up to a power of two; the high figure adds the
-- physical page table and what a system keeps per partition (limits: ppt_ratio, partition_overhead_mb).
-- One that is powered off, or whose state is not told, may take what it has or what its profile says: both must be known.
-- system: server
-- lpar: partition
-- is_shared: Active Memory Sharing: its memory comes from a pool; null when the report does not say
-- memory_mb: memory of the partition itself, the smaller of two figures; null when the report does not say
-- memory_high_mb: the same, the larger of two figures
-- max_mb: its maximum memory
-- hpt_ratio: page-table ratio, 128 for 1:128, which the Java scanner prints of the profile only; null when not told
-- low_mb: least that is needed
-- high_mb: most that is needed; null when a figure is missing
-- memory_at: the cell of the memory
-- max_at: the cell of the maximum
-- ratio_at: the cell of the ratio
with needed as (
  select
    p.system,
    p.lpar,
    m.mode = 'shared' as is_shared,
    case
      when (p.mode <> 'inactive' and p.state is not null) or m.assigned_mb <= f.desired_mb then m.assigned_mb
      when m.assigned_mb > f.desired_mb then f.desired_mb
    end as memory_mb,
    case
      when (p.mode <> 'inactive' and p.state is not null) or m.assigned_mb >= f.desired_mb then m.assigned_mb
      when m.assigned_mb < f.desired_mb then f.desired_mb
    end as memory_high_mb,
    m.max_mb,
    case when m.tab = 'LPAR_MEM' then f.hpt_ratio else m.hpt_ratio end as hpt_ratio,
    cell(m.at, 'assigned_mb') as memory_at,
    cell(m.at, 'max_mb') as max_at,
    case when m.tab = 'LPAR_MEM' then cell(f.at, 'hpt_ratio') else cell(m.at, 'hpt_ratio') end as ratio_at
  from partitions p
  left join memory m on m.system = p.system and m.lpar = p.lpar
  left join profiles f on f.system = p.system and f.lpar = p.lpar and f.profile = p.profile
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
  n.memory_at,
  n.max_at,
  n.ratio_at
from needed n
cross join known_limits l
