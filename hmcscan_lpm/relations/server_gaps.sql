-- A table that nobody could fill for a server: an empty answer there says nothing.
-- For tables that each VIOS answers for itself, one running VIOS that could not be asked makes a gap.
-- system: server
-- tbl: table of the vocabulary
-- reason: why
select c.system, c.tbl, string_agg(distinct c.reason, '; ' order by c.reason) as reason
from coverage c
left join vioses v on v.system = c.system and v.vios = c.vios
where not c.collected and (c.vios is null or v.is_running is distinct from false)
group by c.system, c.tbl
