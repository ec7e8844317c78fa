"""The raw cache of the Python scanner: what the console answers about one server and its hardware."""

from collections.abc import Iterable
from datetime import datetime

from datacentre.model import Manager, Pool, Server
from datacentre.raw_adapters import adapter_files
from datacentre.raw_lpars import lpar_files
from datacentre.raw_sriov import sriov_files
from datacentre.raw_text import NOTHING, lines, listed, record


def server_files(server: Server, manager: Manager) -> dict[str, str]:
    """File name (without the server's name) to content, about one server."""
    return {
        "system_proc.txt": lines([_system_processors(server)]),
        "system_mem.txt": lines([_system_memory(server)]),
        "system.slot.txt": lines(_slots(server)),
        "lshwres-slotchilden.txt": lines(_slot_children(server)),
        "procpool.txt": lines(_pools(server)),
        "mempool.txt": NOTHING,
        "lslic_syspower.txt": lines([_firmware(server)]),
        **lpar_files(server),
        **adapter_files(server),
        **sriov_files(server),
        **_capacity_on_demand(server, manager.python_scan),
    }


def _system_processors(server: Server) -> str:
    return record(
        configurable_sys_proc_units=float(server.active_cores),
        curr_avail_sys_proc_units=server.free_cores,
        pend_avail_sys_proc_units=server.free_cores,
        installed_sys_proc_units=float(server.installed_cores),
        deconfig_sys_proc_units=0,
        min_proc_units_per_virtual_proc=0.05,
        max_shared_proc_pools=64,
        max_virtual_procs_per_lpar=256,
        max_procs_per_lpar=256,
    )


def _system_memory(server: Server) -> str:
    return record(
        configurable_sys_mem=server.active_mb,
        curr_avail_sys_mem=server.free_mb,
        pend_avail_sys_mem=server.free_mb,
        installed_sys_mem=server.installed_mb,
        deconfig_sys_mem=0,
        sys_firmware_mem=server.firmware_mb,
        mem_region_size=server.lmb,
        configurable_num_sys_huge_pages=16,
        curr_avail_num_sys_huge_pages=16 - sum(lpar.huge_pages for lpar in server.partitions),
        max_mem_pools=0,
        max_paging_vios_per_mem_pool=2,
        possible_hpt_ratios="1:32,1:64,1:128,1:256,1:512",
        default_hpt_ratios="1:128",
    )


def _slots(server: Server) -> Iterable[str]:
    for slot in server.slots:
        unit, place = slot.location.split("-", 1)
        owner = {"lpar_name": slot.owner} if slot.owner else {}
        yield record(
            unit_phys_loc=unit,
            bus_id=slot.bus_id,
            phys_loc=place,
            drc_index=slot.drc_index,
            **owner,
            lpar_id=slot.owner_id or "none",
            slot_io_pool_id="none",
            description=slot.description,
            feature_codes="none",
            drc_name=slot.location,
        )


def _slot_children(server: Server) -> Iterable[str]:
    for slot in server.slots:
        for number, child in enumerate(slot.children):
            extra = {"mac_address": child.mac} if child.mac else {}
            if child.wwpn:
                extra = {"wwpn": child.wwpn, "wwnn": f"2{child.wwpn[1:]}"}
            if child.microcode:
                extra["microcode_version"] = child.microcode
            yield record(
                parent=slot.location,
                parent_slot_child_id="none",
                slot_child_id=f"{slot.drc_index}{number:02X}",
                phys_loc=child.location,
                description=child.description,
                **extra,
            )


def _pools(server: Server) -> Iterable[str]:
    def members(pool: Pool | None) -> dict[str, str]:
        found = [lpar for lpar in server.newest_first if not lpar.dedicated and lpar.pool is pool]
        if not found:
            return {}
        return {"lpar_ids": listed(p.id for p in found), "lpar_names": listed(p.name for p in found)}

    yield record(name="DefaultPool", shared_proc_pool_id=0, **members(None))
    for pool in server.pools:
        yield record(
            name=pool.name,
            shared_proc_pool_id=pool.id,
            max_pool_proc_units=pool.max_units,
            curr_reserved_pool_proc_units=pool.reserved,
            pend_reserved_pool_proc_units=pool.reserved,
            **members(pool),
        )


def _firmware(server: Server) -> str:
    return record(
        lic_type="Managed System",
        management_status="Enabled",
        disabled_reason="",
        activated_level=server.level,
        installed_level=server.level,
        accepted_level=server.level,
        ecnumber=server.ec_number,
        mtms=f"{server.type_model}*{server.serial}",
        deferred_level="None",
        platform_ipl_level=server.level,
    )


def _capacity_on_demand(server: Server, scanned: datetime) -> dict[str, str]:
    bill = record(
        sys_type=server.type_model.split("-")[0],
        sys_serial_num=server.serial,
        collection_date=f"{scanned:%Y-%m-%d}",
        collection_time=f"{scanned:%H:%M:%S}",
        hist_expired_resource_days=0,
        hist_unreturned_resource_days=0,
        total_sys_run_time_hours=9312,
    )
    processors = record(
        proc_onoff_state="Code Not Entered",
        activated_onoff_procs=0,
        avail_procs_for_onoff=server.installed_cores - server.active_cores,
        unreturned_onoff_procs=0,
        onoff_request_proc_days_left=0,
        onoff_proc_day_hours_left=0,
        onoff_proc_days_avail=0,
    )
    event = "HSCL0302 CoD advanced functions activation code entered, PowerVM: Enterprise Edition."
    return {
        "lscod_bill_proc.txt": lines([bill]),
        "lscod_bill_mem.txt": lines([bill]),
        "lscod_cap_proc_onoff.txt": lines([processors]),
        "lscod_cap_mem_onoff.txt": "HSCL0412 The managed system does not support Elastic CoD for memory.\n",
        "lscod_hist.txt": lines([record(time_stamp="09/20/2024 08:41:07", entry=event)]),
    }
