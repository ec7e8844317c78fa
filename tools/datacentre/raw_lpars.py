"""The raw cache of the Python scanner: partitions, their processors, memory and profiles."""

from collections.abc import Iterable

from datacentre.model import Partition, Profile, Server, VirtualEthernet
from datacentre.raw_text import OFF, bit, lines, listed, nested, record


def lpar_files(server: Server) -> dict[str, str]:
    """File name (without the server's name) to content."""
    partitions = server.newest_first
    return {
        "lpar_conf.txt": lines(_configuration(server, lpar) for lpar in partitions),
        "lpar_proc.txt": lines(map(_processors, partitions)),
        "lpar_mem.txt": lines(map(_memory, partitions)),
        "profiles.txt": lines(_profile(server, lpar, profile) for lpar in partitions for profile in lpar.profiles),
    }


def _configuration(server: Server, lpar: Partition) -> str:
    changeable = bit(lpar.dlpar_capable)
    extra = {}
    if lpar.vios:
        extra["msp"] = "1"
    if lpar.restricted_io is not None:
        extra |= {"restricted_io_partition": bit(lpar.restricted_io), "load_source_slot": "30", "console_slot": "hmc"}
    return record(
        name=lpar.name,
        lpar_id=lpar.id,
        lpar_env=lpar.env,
        state=lpar.state,
        resource_config=bit(lpar.activated),
        os_version=lpar.os,
        logical_serial_num=f"{server.serial}{lpar.id:X}",
        default_profile=lpar.profile.name,
        curr_profile=lpar.profile.name if lpar.activated else "",
        work_group_id="none",
        shared_proc_pool_util_auth=0,
        allow_perf_collection=bit(lpar.vios is None),
        power_ctrl_lpar_ids="none",
        boot_mode="norm",
        lpar_keylock="norm",
        auto_start=bit(lpar.vios is not None),
        redundant_err_path_reporting=0,
        rmc_state=lpar.rmc_state,
        rmc_ipaddr=lpar.rmc_ip,
        time_ref=0,
        lpar_avail_priority=191 if lpar.vios else 127,
        dlpar_mem_capable=changeable,
        dlpar_proc_capable=changeable,
        dlpar_io_capable=changeable,
        desired_lpar_proc_compat_mode=lpar.desired_mode,
        curr_lpar_proc_compat_mode=lpar.effective_mode if lpar.activated else "",
        suspend_capable=0,
        remote_restart_capable=0,
        simplified_remote_restart_capable=0,
        sync_curr_profile=bit(lpar.vios is not None),
        affinity_group_id="none",
        vtpm_enabled=0,
        migration_disabled=bit(lpar.migration_disabled),
        **extra,
    )


def _processors(lpar: Partition) -> str:
    profile, known = lpar.profile, 1 if lpar.activated else 0
    pool = lpar.pool
    attributes: dict[str, object] = {"lpar_name": lpar.name, "lpar_id": lpar.id}
    for tense in ("curr", "pend"):
        if not lpar.dedicated:
            attributes[f"{tense}_shared_proc_pool_id"] = pool.id if pool else 0
            attributes[f"{tense}_shared_proc_pool_name"] = pool.name if pool else "DefaultPool"
        attributes[f"{tense}_proc_mode"] = "ded" if lpar.dedicated else "shared"
        if not lpar.dedicated:
            attributes[f"{tense}_min_proc_units"] = profile.min_units * known
            attributes[f"{tense}_proc_units"] = profile.units * known
            attributes[f"{tense}_max_proc_units"] = profile.max_units * known
        attributes[f"{tense}_min_procs"] = profile.min_procs * known
        attributes[f"{tense}_procs"] = profile.procs * known
        attributes[f"{tense}_max_procs"] = profile.max_procs * known
        attributes[f"{tense}_sharing_mode"] = "share_idle_procs" if lpar.dedicated else "uncap"
        if not lpar.dedicated:
            attributes[f"{tense}_uncap_weight"] = 128
    if not lpar.dedicated:
        attributes["run_proc_units"] = profile.units if lpar.running else "0.0"
    attributes["run_procs"] = profile.procs if lpar.running else OFF
    if not lpar.dedicated:
        attributes["run_uncap_weight"] = 128 if lpar.running else OFF
    return record(**attributes)


def _memory(lpar: Partition) -> str:
    profile, known = lpar.profile, 1 if lpar.activated else 0
    attributes: dict[str, object] = {"lpar_name": lpar.name, "lpar_id": lpar.id, "mem_mode": "ded"}
    for tense in ("curr", "pend"):
        attributes[f"{tense}_min_mem"] = profile.min_mb * known
        attributes[f"{tense}_mem"] = lpar.assigned_mb
        attributes[f"{tense}_max_mem"] = profile.max_mb * known
    attributes["run_min_mem"] = profile.min_mb if lpar.running else OFF
    attributes["run_mem"] = lpar.mb if lpar.running else OFF
    for tense in ("curr", "pend"):
        attributes[f"{tense}_min_num_huge_pages"] = 0
        attributes[f"{tense}_num_huge_pages"] = lpar.huge_pages
        attributes[f"{tense}_max_num_huge_pages"] = lpar.huge_pages
    attributes["run_num_huge_pages"] = lpar.huge_pages if lpar.running else OFF
    attributes |= {"curr_mem_expansion": "0.0", "pend_mem_expansion": "0.0", "run_mem_expansion": "0.0"}
    attributes |= {"curr_hpt_ratio": f"1:{lpar.hpt_ratio}", "pend_hpt_ratio": f"1:{lpar.hpt_ratio}"}
    return record(**attributes)


def _profile(server: Server, lpar: Partition, profile: Profile) -> str:
    shared = not lpar.dedicated
    units: dict[str, object] = {}
    if shared:
        units = {"min_proc_units": profile.min_units, "desired_proc_units": profile.units}
        units["max_proc_units"] = profile.max_units
    pool: dict[str, object] = {"sharing_mode": "share_idle_procs"}
    if shared:
        pool = {
            "sharing_mode": "uncap",
            "uncap_weight": 128,
            "shared_proc_pool_id": lpar.pool.id if lpar.pool else 0,
            "shared_proc_pool_name": lpar.pool.name if lpar.pool else "DefaultPool",
        }
    own = [f"{s.drc_index}/none/{bit(s.required)}" for s in server.slots if s.owner == lpar.name]
    return record(
        name=profile.name,
        lpar_name=lpar.name,
        lpar_id=lpar.id,
        lpar_env=lpar.env,
        all_resources=0,
        min_mem=profile.min_mb,
        desired_mem=profile.desired_mb,
        max_mem=profile.max_mb,
        min_num_huge_pages=0,
        desired_num_huge_pages=profile.huge_pages,
        max_num_huge_pages=profile.huge_pages,
        mem_mode="ded",
        mem_expansion="0.0",
        hpt_ratio=f"1:{lpar.hpt_ratio}",
        proc_mode="shared" if shared else "ded",
        **units,
        min_procs=profile.min_procs,
        desired_procs=profile.procs,
        max_procs=profile.max_procs,
        **pool,
        affinity_group_id="none",
        io_slots=listed(own),
        lpar_io_pool_ids="none",
        max_virtual_slots=lpar.max_slots,
        virtual_serial_adapters="0/server/1/any//any/1,1/server/1/any//any/1",
        virtual_scsi_adapters=listed(_profile_scsi(server, lpar)),
        virtual_eth_adapters=nested([_profile_nic(nic) for nic in lpar.ethernet]),
        virtual_fc_adapters=nested(list(_profile_fibre(server, lpar))),
        vtpm_adapters="none",
        boot_mode="norm",
        conn_monitoring=bit(lpar.vios is None),
        auto_start=bit(lpar.vios is not None),
        power_ctrl_lpar_ids="none",
        work_group_id="none",
        redundant_err_path_reporting=0,
        bsr_arrays=0,
        lpar_proc_compat_mode=lpar.desired_mode,
        sriov_eth_logical_ports="none",
    )


def _profile_nic(nic: VirtualEthernet) -> str:
    ieee = bit(bool(nic.tags) or nic.trunk_priority is not None)
    tags = ",".join(map(str, nic.tags))
    priority = nic.trunk_priority or 0
    return f"{nic.slot}/{ieee}/{nic.pvid}/{tags}/{priority}/{bit(nic.required)}/{nic.switch}//all/none"


def _profile_scsi(server: Server, lpar: Partition) -> Iterable[str]:
    for a in lpar.scsi:
        vios = server.partition(a.vios)
        yield f"{a.slot}/client/{vios.id}/{a.vios}/{a.vios_slot}/{bit(a.required)}"
    for s in lpar.vios.scsi if lpar.vios else ():
        yield f"{s.slot}/server/{s.client_id}/{s.client}/{s.client_slot}/0"


def _profile_fibre(server: Server, lpar: Partition) -> Iterable[str]:
    for a in lpar.fibre:
        vios = server.partition(a.vios)
        yield f"{a.slot}/client/{vios.id}/{a.vios}/{a.vios_slot}/{','.join(a.wwpns)}/{bit(a.required)}"
    for s in lpar.vios.fibre if lpar.vios else ():
        yield f"{s.slot}/server/{s.client_id}/{s.client}/{s.client_slot}//0"
