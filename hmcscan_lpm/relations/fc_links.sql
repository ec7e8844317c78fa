-- A physical Fibre Channel port of a running VIOS, and whether it has a link.
-- The Java scanner (tab FC) prints no WWPN of a port without link; the Python one prints what fcstat says (attention).
-- system: server
-- vios: the VIOS
-- port: device name
-- has_link: null when the report does not tell
-- fcid: fabric address, 6 hexadecimal digits
-- domain: switch domain, the first two digits of it
-- label: what the administrator wrote on the port, null for none
-- at: the port
with addresses as (
  select f.*, lpad(regexp_replace(lower(f.fcid), '^0x', ''), 6, '0') as address
  from fc_ports f
)
select
  f.system,
  f.vios,
  f.port,
  case
    when f.attention <> 'Link Up' then false
    when f.address = '000000' then false
    when f.attention = 'Link Up' then true
    when f.tab <> 'FC' then null
    when f.wwpn is not null then true
    when exists (select 1 from fc_ports o where o.report = f.report and o.wwpn is not null) then false
  end as has_link,
  f.address as fcid,
  nullif(left(f.address, 2), '00') as domain,
  case when lower(f.label) not in ('', 'none', 'null', 'n/a') then f.label end as label,
  f.at as at
from addresses f
join vioses v on v.system = f.system and v.vios = f.vios and v.is_running
