"""What pairing asks the relations: a query per thing, limited to the servers and partitions of the moves.

Every query whose order matters sorts by what its rows say, never by where they stand in a report.
"""

from __future__ import annotations

from collections.abc import Mapping

_SERVERS = "(select source from moves union select target from moves)"
_MOVED = "(select source, lpar from moves)"

QUERIES: Mapping[str, str] = {
    "moves": "select lpar, lpar_id, source, target, mode, is_vios from moves order by move",
    "vioses": f"""
        select v.system, v.vios, v.lpar_id, v.is_running, v.state, v.rmc_state, l.msp
        from vioses v join lpars l on l.at = v.at where v.system in {_SERVERS} order by all""",
    # A port that lsnports lists with fabric 1 has a link, whatever a report says; a report may not list it at all.
    "ports": f"""
        select l.system, l.vios, l.port, coalesce(n.is_fabric, false) or l.has_link as has_link,
          coalesce(l.label, n.label) as label, l.domain, p.wwpn, p.max_xfer_size, p.speed_supported,
          (
            select count(*) from npiv_mappings m
            where m.system = l.system and m.vios = l.vios
              and (m.fc_port = l.port or (m.fc_port is null and m.port_location = p.location))
          ) as clients,
          n.is_fabric, least(n.free_ports, n.free_wwpns // 2) as room
        from fc_links l join fc_ports p on p.at = l.at
        left join npiv_ports n on n.system = l.system and n.vios = l.vios and n.port = l.port
        where l.system in {_SERVERS}
        union all
        select n.system, n.vios, n.port, case when n.is_fabric then true end, n.label, null, null, null, null,
          (
            select count(*) from npiv_mappings m
            where m.system = n.system and m.vios = n.vios
              and (m.fc_port = n.port or (m.fc_port is null and m.port_location = n.location))
          ),
          n.is_fabric, least(n.free_ports, n.free_wwpns // 2)
        from npiv_ports n
        where n.system in {_SERVERS}
          and exists (select 1 from vioses v where v.system = n.system and v.vios = n.vios and v.is_running)
          and not exists (
            select 1 from fc_links l where l.system = n.system and l.vios = n.vios and l.port = n.port
          )
        order by all""",
    "logins": "select distinct wwpn, fabric from fabric_logins order by all",
    "zoned": "select distinct wwpn, fabric from zones where is_active and wwpn is not null order by all",
    "wired": f"""
        select distinct system, vios, fc_port as port, w.wwpn
        from npiv_paths, unnest([wwpn1, wwpn2]) as w(wwpn)
        where system in {_SERVERS} and fc_port is not null and w.wwpn <> '' order by all""",
    "fibre": f"""
        select system, lpar, slot, vios, server_slot, nullif(wwpn1, '') as wwpn1, nullif(wwpn2, '') as wwpn2,
          fc_port as port, port_location as location, max_xfer_size, is_mapped
        from npiv_paths where (system, lpar) in {_MOVED} order by all""",
    "scsi": f"""
        select system, lpar, slot, vios, server_slot, kind, coalesce(disk_id, case when kind = 'ssp' then backing end)
          as unit, coalesce(backing, vtd, '') as name
        from vscsi_disks where (system, lpar) in {_MOVED} order by all""",
    "sights": """
        select distinct system, vios, disk_id as unit from vios_disks
        where disk_id is not null and system in (select target from moves)""",
    "units": f"""
        select distinct system, vios, backing as unit from vscsi_mappings
        where system in {_SERVERS} and regexp_full_match(backing, '.+\\.[0-9a-f]{{32}}')""",
    "clusters": "select system, vios, coalesce(cluster_id, cluster) as cluster from clusters order by all",
    "slots": """
        select a.system, a.lpar, a.slot, a.user from (
          select system, lpar, slot, 'a virtual Ethernet adapter' as user from virtual_ethernet
          union all
          select system, lpar, slot, 'the virtual SCSI adapter of ' || coalesce(remote_lpar, 'any') from virtual_scsi
          union all
          select system, lpar, slot, 'the virtual Fibre Channel adapter of ' || coalesce(remote_lpar, 'any')
          from virtual_fibre
          union all
          select system, lpar, slot, 'a vNIC' from vnics
        ) a
        where (a.system, a.lpar) in (select system, vios from vioses where system in (select target from moves))
          and a.slot is not null
        order by all""",
    "planned_slots": """
        select a.system, a.lpar, a.slot from profile_adapters a
        join partitions p on p.system = a.system and p.lpar = a.lpar and p.profile = a.profile
        where p.is_vios and a.slot is not null and a.system in (select target from moves) order by all""",
    "sizes": "select system, vios, max(max_slots) as max_slots from vios_slots group by all",
    "needs": f"""
        select distinct system, lpar, slot, vswitch, vlan from vlan_needs
        where (system, lpar) in {_MOVED} order by slot, vswitch, vlan""",
    "bridges": f"""
        select system, vswitch, vlan, vios, sea, min(trunk_priority) as priority from vlan_bridges
        where system in {_SERVERS} and vswitch is not null group by all order by priority nulls last, vios, sea""",
    "vnics": f"select distinct system, lpar, slot from vnics where (system, lpar) in {_MOVED} order by all",
    "ids": "select system, lpar_id, min(lpar) as lpar from lpars where lpar_id is not null group by all",
    "most": "select system, max(max_lpars) as most from systems group by all",
    "pools": """
        select system, pool, min(pool_id) as pool_id,
          min(max_units - coalesce(assigned_units, 0) - coalesce(reserved_units, 0)) as room
        from proc_pools where pool is not null group by all""",
    "cores": f"""
        select system, lpar, min(mode) as mode, min(pool) as pool, min(cores) as cores from processor_needs
        where (system, lpar) in {_MOVED} group by all""",
    "rounding": "select system, max(tolerance) as tolerance from core_rounding group by all",
    "strangers": "select system, other, why from strangers order by all",
    "gaps": "select system, vios, tbl, min(reason) as reason from coverage where not collected group by all",
    "server_gaps": "select system, tbl, min(reason) as reason from server_gaps group by all",
    "limits": "select vfc_per_port, vfc_per_fast_port, vfc_documented_gbit from known_limits",
}
