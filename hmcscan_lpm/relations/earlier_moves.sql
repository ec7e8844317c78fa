-- What the moves before a move, in the order of relation moves, take from its target when all are made together.
-- Empty unless the moves are judged together. Null where a figure of one of the earlier partitions is not known.
-- A partition that cannot go there even alone, for want of memory or cores, takes nothing.
-- move: number of the move
-- lpar: partition
-- source: server it is on
-- target: server it would go to
-- n: how many moves that take something come before it
-- severity: risk where one of these partitions may go to another server as well; else null
-- cores: cores and entitlement that the earlier ones take at least
-- cores_high: at most
-- low_mb: memory with page tables that they take at least, in whole memory blocks of the target
-- high_mb: at most
-- adapters: virtual SCSI and Fibre Channel server adapters that they need
-- fibre: of these, Fibre Channel
with wants as (
  select
    m.move,
    m.lpar,
    m.source,
    m.target,
    c.cores,
    c.cores_high,
    case n.is_shared when true then 0 when false then ceil(n.low_mb / coalesce(t.lmb_mb, 1)) * coalesce(t.lmb_mb, 1) end as low_mb,
    case n.is_shared when true then 0 when false then ceil(n.high_mb / coalesce(t.lmb_mb, 16)) * coalesce(t.lmb_mb, 16) end as high_mb,
    (select count(*) from virtual_fibre f where f.system = m.source and f.lpar = m.lpar and f.type = 'client') as fibre,
    (select count(*) from virtual_scsi s where s.system = m.source and s.lpar = m.lpar and s.type = 'client') as scsi,
    count(*) over (partition by m.source, m.lpar) as targets
  from moves m
  cross join settings w
  join systems t on t.system = m.target
  left join processor_needs c on c.system = m.source and c.lpar = m.lpar
  left join memory_needs n on n.system = m.source and n.lpar = m.lpar
  where w.together and not m.is_vios
),
fitting as (
  select
    w.*,
    coalesce(w.low_mb <= t.free_mb, true) and coalesce(w.cores <= t.free_cores + r.tolerance, true) as takes
  from wants w
  join systems t on t.system = w.target
  join core_rounding r on r.system = w.target
),
summed as (
  select
    w.*,
    count(*) filter (w.takes) over before as n,
    count(*) filter (w.takes and w.targets > 1) over before as movable_elsewhere,
    sum(w.cores) filter (w.takes) over before as cores_before,
    count(w.cores) filter (w.takes) over before as cores_known,
    sum(w.cores_high) filter (w.takes) over before as cores_high_before,
    count(w.cores_high) filter (w.takes) over before as cores_high_known,
    sum(w.low_mb) filter (w.takes) over before as low_before,
    count(w.low_mb) filter (w.takes) over before as low_known,
    sum(w.high_mb) filter (w.takes) over before as high_before,
    count(w.high_mb) filter (w.takes) over before as high_known,
    sum(w.fibre) filter (w.takes) over before as fibre_before,
    sum(w.scsi) filter (w.takes) over before as scsi_before
  from fitting w
  window before as (partition by w.target order by w.move rows between unbounded preceding and 1 preceding)
)
select
  s.move,
  s.lpar,
  s.source,
  s.target,
  s.n,
  case when s.movable_elsewhere > 0 or s.targets > 1 then 'risk' end as severity,
  case when s.cores_known = s.n then s.cores_before end as cores,
  case when s.cores_high_known = s.n then s.cores_high_before end as cores_high,
  case when s.low_known = s.n then s.low_before end as low_mb,
  case when s.high_known = s.n then s.high_before end as high_mb,
  s.fibre_before + s.scsi_before as adapters,
  s.fibre_before as fibre
from summed s
where s.n > 0
