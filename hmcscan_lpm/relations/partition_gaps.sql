-- A table that nobody could fill for a partition on its own server: its server's, or that of a VIOS that serves it.
-- system: server
-- lpar: partition
-- tbl: table of the vocabulary
-- reason: why
select l.system, l.lpar, c.tbl, string_agg(distinct c.reason, '; ' order by c.reason) as reason
from lpars l
join coverage c on c.system = l.system
where not c.collected
  and (
    c.vios is null
    or exists (
      select 1 from serving_vioses s where s.system = l.system and s.lpar = l.lpar and s.vios = c.vios
    )
  )
group by l.system, l.lpar, c.tbl
