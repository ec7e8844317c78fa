-- A WWPN in an active zone, and another member of that zone: what it may talk to.
-- fabric: fabric or VSAN
-- wwpn: the WWPN
-- zone: the zone
-- peer: WWPN of the other member; what is printed where it is none
-- kind: of the other member: wwpn, port, fcid, alias
-- is_client: the other member is no storage port but an initiator: a client adapter of this estate or of another Power server, a port of a VIOS, or what the name server says is none
-- wwpn_at: the first member
-- peer_at: the other one
with clients as (
  select wwpn1 as wwpn from virtual_fibre where wwpn1 <> ''
  union
  select wwpn2 from virtual_fibre where wwpn2 <> ''
  union
  select wwpn from fc_ports where wwpn <> ''
  union
  select wwpn from fabric_logins where not is_target
)
select distinct
  a.fabric,
  a.wwpn,
  a.zone,
  coalesce(b.wwpn, b.member) as peer,
  b.kind,
  b.wwpn is not null and (b.wwpn in (select c.wwpn from clients c) or starts_with(b.wwpn, 'c05076')) as is_client,
  min(a.at) over (partition by a.fabric, a.zone, a.wwpn) as wwpn_at,
  min(b.at) over (partition by b.fabric, b.zone, b.member, b.wwpn) as peer_at
from zones a
join zones b on b.fabric = a.fabric and b.zone = a.zone and b.is_active and (b.wwpn is distinct from a.wwpn)
where a.is_active and a.wwpn is not null
