-- The operating system of a partition, taken apart: VIOSes included.
-- system: server
-- lpar: partition
-- os: AIX, IBM i, VIOS, or the distribution of a Linux as printed (Red Hat, SuSE); null when it is not known
-- level: numbers of the level, [7, 2, 5, 8] for AIX 7.2 TL5 SP8; null when it is not known
-- label: as people write it
-- at: the cell
with taken_apart as (
  select
    l.system,
    l.lpar,
    l.os_version,
    case
      when l.os_version like 'AIX %' then 'AIX'
      when l.os_version like 'VIOS %' then 'VIOS'
      when l.os_version like 'Linux/%' then nullif(regexp_extract(l.os_version, '^Linux/([A-Za-z ]*[A-Za-z])', 1), '')
      when l.env = 'os400' then 'IBM i'
    end as os,
    l.at as lpar_at
  from lpars l
),
dotted as (
  select
    *,
    case
      when os = 'AIX' and regexp_matches(os_version, '^AIX \d+\.\d+ \d{4}-\d\d-\d\d') then
        regexp_replace(os_version, '^AIX (\d+\.\d+) \d{4}-(\d\d)-(\d\d).*$', '\1.\2.\3')
      when os = 'AIX' then regexp_extract(os_version, '^AIX (\d+\.\d+)', 1)
      when os = 'VIOS' then regexp_extract(os_version, '^VIOS (\d+(\.\d+)+)', 1)
      when os = 'IBM i' and regexp_matches(os_version, 'V\d+R\d+') then
        regexp_replace(regexp_extract(os_version, 'V\d+R\d+'), 'V(\d+)R(\d+)', '\1.\2')
      when os = 'IBM i' then regexp_extract(os_version, '(\d+\.\d+)', 1)
      else regexp_extract(os_version, ' (\d+(\.\d+)*)$', 1)
    end as dots
  from taken_apart
)
select
  system,
  lpar,
  os,
  case when dots <> '' then list_transform(string_split(dots, '.'), lambda part: cast(part as integer)) end as level,
  os_version as label,
  cell(lpar_at, 'os_version') as at
from dotted
