-- What stands behind a client virtual SCSI adapter: one row per virtual target device, one for an adapter without any.
-- system: server
-- lpar: partition
-- slot: slot of the client adapter
-- vios: VIOS that serves it
-- server_slot: slot of the server adapter
-- vtd: virtual target device
-- backing: what is behind it, as printed
-- kind: disk, lv, file, file-optical, empty-optical, optical, tape, ssp, unmapped, unknown (the VIOS could not be asked)
-- disk_id: unique id of a disk
-- size_mb: its size
-- is_internal: it sits inside the server; null when nothing in the report tells
-- adapter_at: the client adapter
-- mapping_at: the mapping
-- disk_at: the disk as the VIOS sees it
with mapped as (
  select
    c.system,
    c.lpar,
    c.slot,
    c.remote_lpar as vios,
    c.remote_slot as server_slot,
    m.vtd,
    m.backing,
    m.location,
    coalesce(m.disk_id, d.disk_id) as disk_id,
    d.size_mb,
    m.vios is not null as is_listed,
    d.disk is not null as is_disk,
    c.at as adapter_at,
    m.at as mapping_at,
    d.at as disk_at
  from virtual_scsi c
  left join vscsi_mappings m
    on m.system = c.system
    and m.vios = c.remote_lpar
    and m.slot = c.remote_slot
  left join vios_disks d
    on d.system = m.system
    and d.vios = m.vios
    and d.disk = m.backing
  where c.type = 'client'
),
seen_elsewhere as (
  -- A sanitized report may show, by another name, a server of another report.
  select disk_id, max(servers) > 1 as on_two_servers
  from (
    select d.disk_id, count(distinct d.system) as servers
    from vios_disks d
    join reports r on r.report = d.report
    where d.disk_id is not null
    group by d.disk_id, case when r.sanitized then d.report end
  )
  group by disk_id
)
select
  b.system,
  b.lpar,
  b.slot,
  b.vios,
  b.server_slot,
  b.vtd,
  b.backing,
  case
    when v.collected is distinct from true and (not b.is_listed or b.backing is null) then 'unknown'
    when b.vtd is null and b.backing is null then 'unmapped'
    when b.backing is null then 'empty-optical'
    when b.backing like '/%' and (
      b.backing ilike '%/vmlibrary/%' or b.backing ilike '%.iso' or b.vtd like 'vtopt%'
    ) then 'file-optical'
    when b.backing like '/%' then 'file'
    when b.disk_id is not null or b.is_disk or regexp_full_match(b.backing, 'hdisk\d+') then 'disk'
    when regexp_full_match(b.backing, 'cd\d+') then 'optical'
    when regexp_full_match(b.backing, 'rmt\d+') then 'tape'
    when regexp_full_match(b.backing, '.+\.[0-9a-f]{32}') then 'ssp'
    else 'lv'
  end as kind,
  b.disk_id,
  b.size_mb,
  case
    when e.on_two_servers then false
    when regexp_matches(coalesce(b.disk_id, ''), '(fcp|iscsi)$') then false
    when regexp_matches(coalesce(b.location, ''), '-W[0-9A-Fa-f]{16}-L[0-9A-Fa-f]+') then false
    when regexp_matches(coalesce(b.disk_id, ''), '(sas|nvme|scsi|vscsi)$') then true
    when regexp_matches(coalesce(b.location, ''), '-D\d+$') then true
  end as is_internal,
  b.adapter_at,
  b.mapping_at,
  b.disk_at
from mapped b
left join seen_elsewhere e on e.disk_id = b.disk_id
left join coverage v on v.system = b.system and v.vios = b.vios and v.tbl = 'vscsi_mappings'
