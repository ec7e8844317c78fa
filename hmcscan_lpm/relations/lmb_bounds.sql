-- What the sizes in a report say about the logical memory block (LMB) of a server.
-- system: server
-- lmb_mb: the LMB where the report prints it
-- divisor_mb: greatest common divisor of all sizes: the LMB divides it
-- at: the cell of the LMB, else the server's row
with sizes as (
  select system, mb
  from (
    select system, unnest([active_mb, firmware_mb, free_mb]) as mb from systems
    union all
    select system, unnest([assigned_mb, min_mb, max_mb]) from memory
  )
  where mb > 0
)
select
  s.system,
  s.lmb_mb,
  (select list_reduce(list(z.mb), lambda a, b: gcd(a, b)) from sizes z where z.system = s.system) as divisor_mb,
  cell(s.at, case when s.lmb_mb is null then 'free_mb' else 'lmb_mb' end) as at
from systems s
