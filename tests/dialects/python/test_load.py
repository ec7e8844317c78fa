"""The healthy report in both forms: recognition, accounts, every table, and the way back to each cell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.dialects.python import load, recognises
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.readers.model import Sheet, Workbook
from hmcscan_lpm.tables.vocabulary import PROVENANCE, TABLES

from .books import (
    FORMS,
    cell_at,
    dump,
    excel,
    filled_rows,
    healthy,
    kinds,
    loaded,
    rows,
    saying,
    tab,
    where,
    with_sheet,
    without,
)
from .builder import Document, document, lpar, slot

DIFFERENT: dict[str, tuple[str, ...]] = {
    "io_children": ("location",),  # the workbook prints a wrong one
    "proc_pools": ("pool_id",),  # not in the workbook
}
"""Columns that the two forms tell differently."""


def facts(report: Report, table: str) -> list[dict[str, Any]]:
    """The rows of a table without provenance and without what the forms tell differently, sorted."""
    left_out = {column.name for column in PROVENANCE} | set(DIFFERENT.get(table, ()))
    found = [{name: value for name, value in row.items() if name not in left_out} for row in rows(report, table)]
    return sorted(found, key=lambda row: [(value is not None, str(value)) for value in row.values()])


def only_in_dump(table: str, row: dict[str, Any]) -> bool:
    return table == "mem_pools" or (table == "profile_adapters" and row["kind"] == "serial")


def test_both_forms_are_recognised() -> None:
    assert recognises(healthy())
    assert recognises(dump(document()))


def test_a_workbook_of_a_forced_split_has_no_version_and_is_recognised() -> None:
    split = with_sheet(healthy(), Sheet("Header", ((None,), *tab(healthy(), "Header").rows[1:])))
    assert recognises(split)
    assert load(split).scanner_version == ""


def test_the_version_is_told() -> None:
    assert loaded("workbook").scanner_version == "0.8"


@pytest.mark.parametrize(
    "workbook",
    [
        Workbook("scan.xls", "xls", "0" * 64, (Sheet("System_Summary", ()), Sheet("LPAR_Summary", ()))),
        Workbook("budget.xlsx", "xlsx", "0" * 64, (Sheet("Sheet1", ((1.0,),)),)),
        Workbook("x.json", "json", "0" * 64, (), {"hmc": {}}),
        Workbook("x.json", "json", "0" * 64, (), {"managed_system": []}),
    ],
)
def test_other_files_are_not_recognised(workbook: Workbook) -> None:
    assert not recognises(workbook)


@pytest.mark.parametrize("form", FORMS)
def test_a_healthy_report_has_no_issue(form: str) -> None:
    assert kinds(loaded(form)) == []


def test_both_forms_tell_the_same() -> None:
    workbook, content = loaded("workbook"), loaded("dump")
    for table in TABLES:
        told = [row for row in facts(content, table) if not only_in_dump(table, row)]
        assert facts(workbook, table) == told, table


def test_only_the_dump_tells_memory_pools_serial_adapters_and_unused_vhosts() -> None:
    content = document()
    content["managed_system"]["beta"]["_vios"]["viosb"]["vscsi"] = {
        "vhost9": {"physloc": "U9105.22A.0012345-V1-C59", "clntid": "0x00000000", "data": []}
    }
    report = load(dump(content))
    (pool,) = rows(report, "mem_pools")
    assert (pool["size_mb"], pool["paging_vioses"]) == (40960, "vios1,vios2")
    assert {row["slot"] for row in rows(report, "profile_adapters", kind="serial", lpar="db1")} == {0, 1}
    (unused,) = rows(report, "vscsi_mappings", vhost="vhost9")
    assert (unused["slot"], unused["client_id"], unused["vtd"], unused["backing"]) == (59, 0, None, None)
    assert not rows(load(excel(content)), "vscsi_mappings", vhost="vhost9")


def test_every_tab_has_an_account() -> None:
    report = loaded("workbook")
    assert [account.tab for account in report.accounts] == [sheet.name for sheet in healthy().sheets]
    assert len(report.accounts) == 35
    for account in report.accounts:
        assert account.loaded or account.remark, account
        assert account.rows == filled_rows(report.sheets[account.tab])


def test_accounts_count_what_was_loaded() -> None:
    counts = {account.tab: dict(account.loaded) for account in loaded("workbook").accounts}
    assert counts["LPAR vadapter details"] == {"virtual_ethernet": 6, "virtual_scsi": 4, "virtual_fibre": 4}
    assert counts["System IO"] == {"physical_slots": 5, "io_children": 5}
    assert counts["CoD History"] == {}


def test_a_tab_of_one_sentence_says_it_in_its_account() -> None:
    report = load(saying(healthy(), "NPIV", "No NPIV configuration detected"))
    (account,) = (account for account in report.accounts if account.tab == "NPIV")
    assert (account.rows, account.loaded, account.remark) == (1, {}, "No NPIV configuration detected")


def test_an_unknown_tab_is_an_issue() -> None:
    workbook = replace(healthy(), sheets=(*healthy().sheets, Sheet("Notes of Jo", (("call me",),))))
    report = load(workbook)
    assert kinds(report) == [("Notes of Jo", "", "unknown-tab")]
    assert report.accounts[-1].remark.startswith("no tab of this scanner")


def test_the_formulas_of_the_scanner_itself_are_no_issue() -> None:
    notes = {(note.tab, note.kind) for note in healthy().notes}
    assert ("Processor Pools", "formula-as-text") in notes
    assert not [issue for issue in loaded("workbook").issues if issue.kind == "formula-as-text"]


def test_a_second_row_with_the_same_key_is_left_out() -> None:
    sheet = tab(healthy(), "VIOS Disks")
    report = load(with_sheet(healthy(), replace(sheet, rows=(*sheet.rows, sheet.rows[1]))))
    assert len(rows(report, "vios_disks")) == 6
    assert kinds(report) == [("VIOS Disks", "8", "duplicate-row")]


def test_many_unreadable_cells_of_a_column_are_one_issue() -> None:
    sheet = tab(healthy(), "VIOS Disks")
    assert sheet.rows[0][4] == "MB"
    lines = [(*sheet.rows[1][:3], f"hdisk{n}", "?", *sheet.rows[1][5:]) for n in range(30)]
    report = load(with_sheet(healthy(), replace(sheet, rows=(sheet.rows[0], *lines))))
    (issue,) = report.issues
    assert (issue.tab, issue.cell, issue.kind) == ("VIOS Disks", "E2", "unreadable-value")
    assert issue.message.startswith("30 cells from E2 to E31 are alike")


def test_a_workbook_without_any_known_row_gives_empty_tables() -> None:
    bare = replace(healthy(), sheets=tuple(replace(sheet, rows=sheet.rows[:1]) for sheet in healthy().sheets))
    report = load(bare)
    assert {name: len(data) for name, data in report.tables.items() if name != "hmcs" and len(data)} == {}


def test_an_empty_dump_gives_empty_tables() -> None:
    report = load(dump({"hmc": {}, "managed_system": {}}))
    assert {name for name, data in report.tables.items() if len(data)} == {"hmcs"}


# -- the way back -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_every_column_points_at_a_cell_with_that_heading(form: str) -> None:
    report = loaded(form)
    for (table, name, _), places in report.headings.items():
        assert set(places) <= {column.name for column in TABLES[table].columns}
        for place in places.values():
            sheet = report.sheets[place.tab or name]
            above = {plain(line[place.position]) for line in sheet.rows if place.position < len(line)}
            assert place.printed in above or name.startswith("HMC ")


CELLS = [
    ("systems", "free_mb", {"system": "alpha"}, "System CPU RAM", "curr_avail_sys_mem", ("alpha",)),
    ("systems", "installed_cores", {"system": "beta"}, "System CPU RAM", "installed_sys_proc_units", ("beta",)),
    ("systems", "ghz", {"system": "beta"}, "System Summary", "GHz", ("beta",)),
    ("processors", "pool_max", {"lpar": "db1"}, "Processor Pools", "Size", ("alpha", "0815")),
    ("systems", "lmb_mb", {"system": "beta"}, "System CPU RAM", "mem_region_size", ("beta",)),
    ("systems", "compat_modes", {"system": "beta"}, "System Details", "lpar_proc_compat_modes", ("beta",)),
    ("systems", "deferred_level", {"system": "gamma"}, "System microcode", "deferred_level", ("gamma",)),
    ("lpars", "effective_mode", {"lpar": "db1"}, "LPAR details", "curr_lpar_proc_compat_mode", ("db1",)),
    ("memory", "assigned_mb", {"lpar": "db1"}, "LPAR CPU RAM details", "curr_mem", ("db1",)),
    ("virtual_fibre", "wwpn2", {"lpar": "db1", "slot": 31}, "LPAR vadapter details", "wwpns", ("db1", 31.0)),
    ("npiv_mappings", "fc_port", {"vios": "vios2"}, "NPIV", "fc", ("vios2",)),
    ("sriov_ports", "label", {"system": "alpha"}, "SR-IOV Physical Port ETH", "phys_port_label", ("alpha",)),
]


@pytest.mark.parametrize(("table", "column", "key", "name", "heading", "cells"), CELLS)
def test_a_fact_of_the_workbook_names_its_cell(
    table: str, column: str, key: dict[str, Any], name: str, heading: str, cells: tuple[Any, ...]
) -> None:
    lines = tab(healthy(), name).rows
    header = next(index for index, line in enumerate(lines) if "HMC" in line)
    number = next(n for n, line in enumerate(lines, 1) if n > header + 1 and set(cells) <= set(line))
    letter = get_column_letter(lines[header].index(heading) + 1)
    assert where(loaded("workbook"), table, column, **key) == (name, f"{letter}{number}")


PATHS = [
    ("systems", "lmb_mb", {"system": "alpha"}, "managed_system/alpha/_sysMem/mem_region_size"),
    ("systems", "compat_modes", {"system": "alpha"}, "managed_system/alpha/lpar_proc_compat_modes"),
    ("systems", "status", {"system": "gamma"}, "managed_system/gamma/state"),
    ("lpars", "rmc_state", {"lpar": "db1"}, "managed_system/alpha/_lpar/db1/conf/rmc_state"),
    ("memory", "assigned_mb", {"lpar": "db1"}, "managed_system/alpha/_lpar/db1/mem/curr_mem"),
    ("processors", "assigned_units", {"lpar": "007"}, "managed_system/alpha/_lpar/007/proc/curr_proc_units"),
    ("profiles", "max_mb", {"profile": "0815"}, "managed_system/alpha/_lpar/007/profile/0815/max_mem"),
    ("virtual_fibre", "wwpn2", {"lpar": "db1", "slot": 31}, "managed_system/alpha/_lpar/db1/vfc/31/wwpns"),
    ("virtual_switches", "vlans", {"vswitch": "VSW2"}, "managed_system/alpha/_vswitch/VSW2/vlan_ids"),
    ("npiv_mappings", "status", {"vios": "vios2"}, "managed_system/alpha/_vios/vios2/npiv/vfchost0/status"),
    ("vscsi_mappings", "backing", {"vios": "vios1"}, "managed_system/alpha/_vios/vios1/vscsi/vhost0/data/0/backing"),
    ("mem_pools", "size_mb", {"system": "alpha"}, "managed_system/alpha/_memPool/0/curr_pool_mem"),
    ("hmcs", "service_pack", {"manager": "hmc1"}, "hmc/service_pack"),
    ("systems", "system", {"system": "alpha"}, "managed_system/alpha"),
    ("systems", "manager", {"system": "alpha"}, "hmc/scanner_name"),
    ("lpars", "lpar", {"lpar": "db1"}, "managed_system/alpha/_lpar/db1"),
    ("virtual_fibre", "slot", {"lpar": "db1", "slot": 31}, "managed_system/alpha/_lpar/db1/vfc/31"),
    (
        "profile_adapters",
        "slot",
        {"lpar": "db1", "slot": 30},
        "managed_system/alpha/_lpar/db1/profile/normal/vfc/0/slot",
    ),
    ("vscsi_mappings", "slot", {"vios": "vios1"}, "managed_system/alpha/_vios/vios1/vscsi/vhost0/physloc"),
    ("vnics", "backing_vioses", {"slot": 3}, "managed_system/alpha/_sriov_vnic/0/backing_devices/0/vios-lpar-name"),
]


def at(content: Document, path: str) -> Any:
    found: Any = content
    for key in path.split("/"):
        found = found[int(key)] if isinstance(found, list) else found[key]
    return found


@pytest.mark.parametrize(("table", "column", "key", "path"), PATHS)
def test_a_fact_of_the_dump_names_its_path(table: str, column: str, key: dict[str, Any], path: str) -> None:
    report = loaded("dump")
    assert where(report, table, column, **key)[1] == path
    value = at(document(), path)
    if isinstance(value, list):
        value = ",".join(value)
    elif isinstance(value, dict):
        value = path.rpartition("/")[2]
    assert cell_at(report, table, column, **key) == value


def test_devices_below_devices_are_listed_with_their_slot() -> None:
    content = document()
    below = {"phys_loc": "U78DA-P0-C1-T1-D1", "parent": "U78DA-P0-C1", "description": "drive"}
    ports = {"description": "port", "children": [below]}
    content["managed_system"]["beta"]["_sysIO"] = slot(1, ("1", "viosb"), "21010201", ports, frame="WZS0002")
    found = {row["description"]: row for row in rows(load(dump(content)), "io_children", system="beta")}
    assert set(found) == {"port", "drive"}
    assert found["drive"]["parent"] == "U78DA.ND0.WZS0002-P0-C1"
    assert found["drive"]["location"] == "U78DA-P0-C1-T1-D1"


@pytest.mark.parametrize("form", FORMS)
def test_a_partition_may_be_called_anything(form: str) -> None:
    names = ["1_000", "00012", "NA", "N_A", "1e5", "büro-á2", "=A1+1", "null", "1.50", "-3", "True", "ü" * 31]
    content = document()
    for number, name in enumerate(names, 40):
        content["managed_system"]["alpha"]["_lpar"][name] = lpar(name, number)
    report = load(FORMS[form](content))
    assert {row["lpar_id"]: row["lpar"] for row in rows(report, "lpars") if row["lpar_id"] >= 40} == dict(
        enumerate(names, 40)
    )
    for table in ("processors", "memory", "profiles"):
        assert {row["lpar"] for row in rows(report, table)} >= set(names), table


def test_without_a_tab_the_rest_is_loaded() -> None:
    report = load(without(healthy(), "VIOS Disks"))
    assert len(rows(report, "vios_disks")) == 0
    assert {row["disk_id"] for row in rows(report, "vscsi_mappings")} == {None}
