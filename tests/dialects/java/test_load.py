"""A healthy report, whole: what every table holds and where it says it comes from."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from hmcscan_lpm.dialects.extract import address
from hmcscan_lpm.dialects.java import load, recognises
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.tables.schema import DTYPES, columns
from hmcscan_lpm.tables.vocabulary import PROVENANCE, TABLES

from .builder import DISK, Book, healthy, port_location, port_wwpn


def rows(report: Report, table: str) -> list[dict[str, Any]]:
    """Rows of a table without provenance and without what is null."""
    frame = report.tables[table].drop(columns=[column.name for column in PROVENANCE])
    return [
        {str(key): value for key, value in row.items() if not pd.isna(value)} for row in frame.to_dict(orient="records")
    ]


@pytest.fixture(scope="module")
def report() -> Report:
    return load(healthy().workbook())


def test_the_report_says_what_it_is(report: Report) -> None:
    assert recognises(healthy().workbook())
    assert (report.file, report.kind, report.dialect) == ("scan.xls", "xls", "java")
    assert (report.scanner_version, report.sanitized) == ("0.11.50", False)
    assert tuple(report.sheets) == tuple(healthy().tabs)


def test_every_table_of_the_vocabulary_is_there_with_its_types(report: Report) -> None:
    assert {
        name: [(column, str(dtype)) for column, dtype in data.dtypes.items()] for name, data in report.tables.items()
    } == {name: [(column.name, _dtype(column.kind)) for column in columns(name)] for name in TABLES}


def _dtype(kind: str) -> str:
    return str(pd.array([], dtype=DTYPES[kind]).dtype)


def test_the_only_issue_is_that_locations_were_inferred(report: Report) -> None:
    assert [(issue.tab, issue.kind) for issue in report.issues] == [("FC", "inferred")]


def test_console(report: Report) -> None:
    assert rows(report, "hmcs") == [
        {
            "manager": "hmc1",
            "hostname": "console1",
            "version": 10,
            "release": "3",
            "service_pack": "1060",
            "base_version": "V10R3",
            "build_level": "2304190312",
            "type_model": "7063-CR2",
            "serial": "78A4410",
            "scanned_at": "2025-06-01T07:30:12",
        }
    ]


def test_server(report: Report) -> None:
    assert rows(report, "systems")[0] == {
        "system": "alpha",
        "serial": "7800001",
        "type_model": "9105-22A",
        "manager": "hmc1",
        "status": "Operating",
        "cpu_type": "PowerPC_POWER10",
        "ghz": 2.9,
        "installed_cores": 24.0,
        "active_cores": 20.0,
        "deconfigured_cores": 0.0,
        "free_cores": 7.25,
        "pending_free_cores": 7.0,
        "installed_mb": 1048576,
        "active_mb": 1024000,
        "deconfigured_mb": 0,
        "firmware_mb": 27904,
        "free_mb": 201472,
        "pending_free_mb": 201216,
        "ec_number": "01ML1060",
        "installed_level": 67,
        "activated_level": 68,
        "deferred_level": "None",
    }


def test_running_and_switched_off_partition(report: Report) -> None:
    by_name = {row["lpar"]: row for row in rows(report, "lpars")}
    assert by_name["db1"] == {
        "system": "alpha",
        "lpar": "db1",
        "lpar_id": 10,
        "state": "Running",
        "env": "aixlinux",
        "os_version": "AIX 7.3 7300-03-01-2520",
        "effective_mode": "POWER10",
        "rmc_state": "active",
        "rmc_ip": "10.1.0.10",
        "default_profile": "default_profile",
        "current_profile": "default_profile",
        "migration_disabled": False,
        "suspend_capable": False,
        "remote_restart": False,
        "simplified_remote_restart": True,
        "sync_profile": False,
        "auto_start": True,
    }
    assert {key: by_name["007"].get(key) for key in ("state", "os_version", "rmc_state", "rmc_ip")} == {
        "state": "Not Activated",
        "os_version": None,
        "rmc_state": "inactive",
        "rmc_ip": None,
    }


def test_profile(report: Report) -> None:
    assert rows(report, "profiles")[2] == {
        "system": "alpha",
        "lpar": "db1",
        "lpar_id": 10,
        "profile": "default_profile",
        "is_current": True,
        "env": "aixlinux",
        "all_resources": False,
        "min_mb": 4096,
        "desired_mb": 16384,
        "max_mb": 32768,
        "min_huge_pages": 0,
        "desired_huge_pages": 1,
        "max_huge_pages": 2,
        "mem_mode": "ded",
        "hpt_ratio": 128,
        "proc_mode": "shared",
        "min_units": 0.1,
        "desired_units": 0.5,
        "max_units": 4.0,
        "min_procs": 1,
        "desired_procs": 2,
        "max_procs": 4,
        "sharing_mode": "uncap",
        "weight": 128,
        "pool_id": 0,
        "pool": "DefaultPool",
        "affinity_group": "none",
        "compat_mode": "default",
        "mem_expansion": 0.0,
    }


def test_processors_and_memory(report: Report) -> None:
    assert rows(report, "processors")[2] == {
        "system": "alpha",
        "lpar": "db1",
        "mode": "shared",
        "is_on": True,
        "min_procs": 1,
        "procs": 2,
        "assigned_procs": 2,
        "max_procs": 4,
        "min_units": 0.1,
        "units": 0.5,
        "assigned_units": 0.5,
        "max_units": 3.5,
        "sharing_mode": "uncap",
        "weight": 128,
        "pool": "PoolDB",
        "pool_reserved": 1.0,
        "pool_max": 6.0,
    }
    assert rows(report, "memory")[3] == {
        "system": "alpha",
        "lpar": "007",
        "mode": "ded",
        "min_mb": 4096,
        "used_mb": 512,
        "assigned_mb": 16384,
        "max_mb": 32768,
        "expansion": 0.0,
    }


def test_physical_slots_and_the_profiles_that_name_them(report: Report) -> None:
    owned = {
        "system": "alpha",
        "location": "U78DA.ND0.alpha-P0-C12",
        "drc_index": "21010019",
        "lpar": "db1",
        "is_required": False,
        "description": "SAS Adapter",
        "desired_by": "db1@default_profile,007@default_profile",
        "required_by": "",
    }
    named = {key: owned[key] for key in ("system", "location", "drc_index", "description")}
    assert rows(report, "physical_slots")[3:] == [
        {
            "system": "alpha",
            "location": "U78DA.ND0.alpha-P0-C11",
            "drc_index": "21010018",
            "is_required": False,
            "description": "NVMe JBOF Card",
            "desired_by": "",
            "required_by": "",
        },
        owned,
    ]
    assert rows(report, "profile_slots")[:2] == [
        {**named, "lpar": lpar, "profile": "default_profile", "is_required": False} for lpar in ("db1", "007")
    ]


def test_devices_know_the_slot_they_sit_in(report: Report) -> None:
    found = rows(report, "io_children")
    assert found[0] == {
        "system": "alpha",
        "location": port_location("alpha", "vios1", 0),
        "parent": "U78DA.ND0.alpha-P0-C1",
        "description": "FC Adapter",
        "wwpn": port_wwpn("alpha", "vios1", 0),
        "microcode": "19511400",
    }
    assert (found[-1]["parent"], found[-1]["mac"]) == ("U78DA.ND0.alpha-P0-C12", "001122334455")


def test_virtual_ethernet(report: Report) -> None:
    assert rows(report, "virtual_ethernet")[1:3] == [
        {
            "system": "alpha",
            "lpar": "007",
            "lpar_id": 11,
            "slot": 2,
            "is_on": False,
            "is_required": False,
            "is_trunk": False,
            "mac": "a6d2f0c0b902",
            "vswitch": "ETHERNET0",
            "pvid": 20,
            "vlans": "30,40",
        },
        {
            "system": "alpha",
            "lpar": "vios1",
            "lpar_id": 1,
            "slot": 11,
            "is_on": True,
            "is_required": False,
            "is_trunk": True,
            "trunk_priority": 1,
            "mac": "a6d2f0c0ba0b",
            "vswitch": "ETHERNET0",
            "pvid": 1,
            "vlans": "10,20,30,40",
        },
    ]
    assert rows(report, "virtual_switches") == [
        {"system": "alpha", "vswitch": "ETHERNET0", "is_default": True, "vlans": "1,10,20,30,40"},
        {"system": "alpha", "vswitch": "VSW2", "is_default": False, "vlans": ""},
        {"system": "beta", "vswitch": "ETHERNET0", "is_default": True, "vlans": "1,10,20"},
    ]


def test_virtual_scsi(report: Report) -> None:
    common = {"system": "alpha", "is_on": True, "is_required": False}
    server = {**common, "lpar": "vios2", "lpar_id": 2, "type": "server"}
    assert rows(report, "virtual_scsi")[1:4] == [
        {**server, "slot": 50, "remote_lpar": "db1", "remote_slot": 6, "is_any": False},
        {**server, "slot": 51, "is_any": True},
        {
            **common,
            "lpar": "db1",
            "lpar_id": 10,
            "slot": 5,
            "type": "client",
            "remote_lpar": "vios1",
            "remote_slot": 50,
            "is_any": False,
        },
    ]


def test_what_a_vios_maps_to_its_clients(report: Report) -> None:
    disk = {
        "system": "alpha",
        "slot": 50,
        "vhost": "vhost0",
        "client_id": 10,
        "client_lpar": "db1",
        "vtd": "vtscsi0",
        "status": "Available",
        "lun": "0x81",
        "location": "U78DA.ND0.alpha-P0-C1-T0-W500507680C2178A1-L0",
        "is_mirrored": False,
        "disk_id": DISK.format(1),
    }
    optical = {**disk, "vios": "vios1", "vtd": "vtopt0", "lun": "0x82", "backing": "/var/vio/VMLibrary/x.iso"}
    for column in ("location", "is_mirrored", "disk_id"):
        del optical[column]
    assert rows(report, "vscsi_mappings") == [
        {**disk, "vios": "vios1", "backing": "hdisk1"},
        {**disk, "vios": "vios2", "backing": "hdisk2"},
        optical,
        {"system": "alpha", "vios": "vios2", "slot": 51, "vhost": "vhost1", "client_id": 0},
    ]


def test_virtual_fibre_and_the_port_behind_it(report: Report) -> None:
    assert rows(report, "virtual_fibre")[:2] == [
        {
            "system": "alpha",
            "lpar": "vios1",
            "lpar_id": 1,
            "slot": 114,
            "is_on": True,
            "is_required": False,
            "type": "server",
            "remote_lpar": "db1",
            "remote_slot": 14,
            "is_any": False,
        },
        {
            "system": "alpha",
            "lpar": "db1",
            "lpar_id": 10,
            "slot": 14,
            "is_on": True,
            "is_required": False,
            "type": "client",
            "remote_lpar": "vios1",
            "remote_slot": 114,
            "is_any": False,
            "wwpn1": "c0507607c9350040",
            "wwpn2": "c0507607c9350041",
        },
    ]
    assert rows(report, "npiv_mappings") == [
        {
            "system": "alpha",
            "vios": vios,
            "slot": slot,
            "client_id": 10,
            "client_slot": client_slot,
            "fc_port": "fcs0",
            "port_location": port_location("alpha", vios, 0),
            "is_mapped": True,
        }
        for vios, slot, client_slot in (("vios1", 114, 14), ("vios2", 115, 15))
    ]


def test_ports_with_and_without_link(report: Report) -> None:
    assert rows(report, "fc_ports")[:2] == [
        {
            "system": "alpha",
            "vios": "vios1",
            "port": "fcs0",
            "wwpn": port_wwpn("alpha", "vios1", 0),
            "location": port_location("alpha", "vios1", 0),
            "max_xfer_size": 0x400000,
            "num_cmd_elems": 2048,
            "speed_supported": 32,
            "speed_running": 16,
            "fcid": "aa4100",
            "port_type": "Fabric",
            "error_frames": 0,
            "dumped_frames": 0,
            "invalid_crc": 7,
            "invalid_tx": 0,
        },
        {
            "system": "alpha",
            "vios": "vios1",
            "port": "fcs1",
            "location": port_location("alpha", "vios1", 1),
            "max_xfer_size": 0x100000,
            "num_cmd_elems": 2048,
        },
    ]


def test_disks_are_one_row_per_vios_that_sees_them(report: Report) -> None:
    assert rows(report, "vios_disks") == [
        {"system": system, "vios": vios, "disk": disk, "disk_id": DISK.format(number), "size_mb": size}
        for number, size, system, vios, disk in (
            (1, 102400, "beta", "viosb", "hdisk1"),
            (1, 102400, "alpha", "vios2", "hdisk2"),
            (1, 102400, "alpha", "vios1", "hdisk1"),
            (2, 204800, "alpha", "vios2", "hdisk3"),
        )
    ]


def test_shared_ethernet_and_link_aggregations(report: Report) -> None:
    assert rows(report, "seas")[0] == {
        "system": "alpha",
        "vios": "vios1",
        "sea": "ent8",
        "pvid": 1,
        "pvid_adapter": "ent4",
        "pvid_slot": 11,
        "real_adapter": "ent7",
        "ha_mode": "auto",
        "jumbo_frames": "no",
        "virt_adapters": "ent4",
        "virt_slots": "11",
    }
    assert rows(report, "etherchannels")[2] == {
        "system": "beta",
        "vios": "viosb",
        "name": "ent7",
        "mode": "8023ad",
        "adapters": "ent0,ent2",
        "backup": "NONE",
    }


def test_processor_pools(report: Report) -> None:
    assert rows(report, "proc_pools") == [
        {"system": "alpha", "pool": "DefaultPool", "pool_id": 0, "assigned_units": 1.0},
        {
            "system": "alpha",
            "pool": "PoolDB",
            "pool_id": 1,
            "max_units": 6.0,
            "reserved_units": 1.0,
            "assigned_units": 0.5,
        },
        {"system": "beta", "pool": "DefaultPool", "pool_id": 0, "assigned_units": 1.0},
    ]


def test_everything_that_the_scanner_prints_was_collected(report: Report) -> None:
    assert {item.table for item in report.coverage if not item.collected} == {
        "profile_adapters",
        "mem_pools",
        "sriov_adapters",
    }
    asked = {(item.system, item.vios, item.table) for item in report.coverage}
    by_hmc = {(s, None, name) for s in ("alpha", "beta") for name, t in TABLES.items() if t.collected_by == "hmc"}
    by_vios = {
        (system, vios, name)
        for system, vios in (("alpha", "vios1"), ("alpha", "vios2"), ("beta", "viosb"))
        for name, t in TABLES.items()
        if t.collected_by == "vios"
    }
    assert asked == by_hmc | by_vios
    assert len(report.coverage) == len(asked)


def test_every_tab_is_accounted_for(report: Report) -> None:
    accounts = {account.tab: account for account in report.accounts}
    assert tuple(accounts) == tuple(report.sheets)
    assert dict(accounts["Virtual_Fibre"].loaded) == {"virtual_fibre": 4, "npiv_mappings": 2}
    assert (accounts["OnOff CoD"].rows, accounts["OnOff CoD"].remark) == (2, "not needed for a move")
    silent = [name for name, account in accounts.items() if not account.loaded and not account.remark]
    assert silent == ["SRIOV Phys Ports", "SRIOV Logical Ports", "vNIC"]


@pytest.mark.parametrize("kind", ["xls", "csv"])
@pytest.mark.parametrize("version", ["0.11.34", "0.11.50"])
def test_every_row_points_at_cells_that_hold_its_values(kind: str, version: str) -> None:
    book = healthy(version)
    book.kind = kind
    pointed = _pointed(load(book.workbook()))
    assert ("lpars", "lpar", "LPAR_Summary", "Name", "db1") in pointed
    assert ("hmcs", "hostname", "HMC", "Hostname", "console1") in pointed
    assert ("systems", "manager", "Header", "Manager Name", "hmc1") in pointed
    assert ("vios_disks", "disk", "VIOS disks", "alpha@vios2", "hdisk3") in pointed
    assert ("virtual_switches", "vlans", "Virtual_Ethernet", "VLAN ids", "none") in pointed
    assert ("npiv_mappings", "vios", "Virtual_Fibre", "LPAR name", "vios1") in pointed
    assert ("proc_pools", "max_units", "SW_cores", "Size", "6") in pointed
    assert ("seas", "virt_slots", "SEA", "Virt#1 slot", "11") in pointed
    assigned = "Curr GB" if version < "0.11.50" else "Tgt GB"
    assert {heading for table, column, _, heading, _ in pointed if (table, column) == ("memory", "assigned_mb")} == {
        assigned
    }


def _pointed(report: Report) -> set[tuple[str, str, str, str, str]]:
    """(table, column, tab, heading, cell) for every value that has a cell; text is in the cell as it stands."""
    found = set()
    for (table, tab, block), places in report.headings.items():
        data = report.tables[table]
        for row in data[(data["tab"] == tab) & (data["block"] == block)].to_dict(orient="records"):
            for column, place in places.items():
                assert column in row, (table, column)
                sheet = report.sheets[place.tab or tab]
                number = place.row or row["row"]
                cells = sheet.rows[number - 1]
                cell = plain(cells[place.position]) if place.position < len(cells) else ""
                assert address(sheet, number, place)
                if not pd.isna(row[column]):
                    found.add((table, column, sheet.name, place.printed, cell))
    return found


def test_a_report_of_csv_files_names_lines_and_the_tabs_of_the_workbook() -> None:
    stems = {"Header": "header", "System_Summary": "systems", "LPAR_Summary": "lpar", "LPAR_CPU": "cpu"}
    book = Book({stem: healthy().tabs[tab] for tab, stem in stems.items()}, kind="csv")
    book.set("lpar", "ID", "ten", "db1")
    loaded = load(book.workbook())
    assert tuple(loaded.sheets) == tuple(stems)
    assert [(issue.tab, issue.cell) for issue in loaded.issues if issue.kind == "unreadable-value"] == [
        ("LPAR_Summary", "line 4, column 2")
    ]
