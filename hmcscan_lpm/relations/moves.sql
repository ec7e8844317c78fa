-- A move that was asked for: one partition from its server to another one.
-- move: number, in the order in which they were chosen, else of source, partition, target
-- lpar: partition
-- lpar_id: its id
-- env: aixlinux, os400, vioserver
-- state: state of the partition as printed
-- is_vios: it is a VIOS
-- source: server it is on
-- target: server it would go to
-- mode: active or inactive
select
  row_number() over (order by c.number, p.system, p.lpar, t.system) as move,
  p.lpar,
  p.lpar_id,
  p.env,
  p.state,
  coalesce(p.is_vios, false) as is_vios,
  p.system as source,
  t.system as target,
  p.mode
from partitions p
join selected_lpars w on w.system = p.system and w.lpar = p.lpar
join systems t on t.system <> p.system
join selected_targets g on g.system = t.system
left join chosen_moves c on c.system = p.system and c.lpar = p.lpar and c.target = t.system
where c.number is not null or not exists (select * from chosen_moves)
