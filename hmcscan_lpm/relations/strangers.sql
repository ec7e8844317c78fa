-- Two servers whose names, and those of their partitions, HMCs, switches and pools, cannot be compared: the names in a
-- sanitized report are placeholders that mean nothing outside it.
-- system: server
-- other: another server
-- why: in words
select
  a.system,
  b.system as other,
  'the names in '
    || concat_ws(' and ', case when r.sanitized then a.report end, case when s.sanitized then b.report end)
    || ' are placeholders' as why
from systems a
join reports r on r.report = a.report
join systems b on b.report <> a.report
join reports s on s.report = b.report
where r.sanitized or s.sanitized
