-- The level of a management console (HMC).
-- report: the report that it is in
-- manager: HMC as the scanner was given it
-- serial: its serial number
-- level: numbers of the level, [8, 8, 6, 0, 2] for V8R8.6.0 SP2 and [10, 3, 0, 0, 1060] for V10R3 SP1060; null when not known
-- release: the same without the service pack
-- label: as people write it
-- scanned_at: its clock at the scan
-- at: the cell of the version
-- pack_at: the cell of the service pack
-- time_at: the cell of the clock
with printed as (
  select
    h.*,
    coalesce(
      h.version || '.' || nullif(regexp_extract(h.release, '^\d+(\.\d+)*'), ''),
      nullif(regexp_replace(regexp_extract(h.base_version, '^V\d+R\d+(\.\d+)*'), 'V(\d+)R', '\1.'), '')
    ) as dots,
    try_cast(nullif(regexp_extract(h.service_pack, '\d+'), '') as integer) as pack
  from hmcs h
),
numbered as (
  select
    *,
    list_transform(string_split(dots, '.'), lambda part: cast(part as integer)) as numbers
  from printed
),
padded as (
  select
    *,
    case when numbers is not null then list_resize(numbers, 4, 0) end as release_numbers
  from numbered
)
select
  report,
  manager,
  serial,
  case when pack is not null then list_append(release_numbers, pack) end as level,
  release_numbers as release,
  coalesce(base_version, 'V' || version || 'R' || release, 'not known') || coalesce(' SP' || pack, '') as label,
  scanned_at,
  case when version is null then cell(padded.at, 'base_version') else cell(padded.at, 'version') end as at,
  cell(padded.at, 'service_pack') as pack_at,
  cell(padded.at, 'scanned_at') as time_at
from padded
