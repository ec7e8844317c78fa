"""Reports that the real scanner wrote, where they are at hand: counts, joins, formats and the way back to each cell."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from hmcscan_lpm.dialects.extract import address
from hmcscan_lpm.dialects.java import load, recognises, usage_tab
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.readers import read
from hmcscan_lpm.tables.vocabulary import PROVENANCE, TABLES

REPORTS = Path(__file__).parents[3].parent / "shared" / "reports"
ALPHA = REPORTS / "alpha"
STEMS = {"hmc-alpha1": "hmc-alpha1_20250601_073012", "hmc-alpha2": "hmc-alpha2_20250601_074155"}

needs_alpha = pytest.mark.skipif(not ALPHA.is_dir(), reason="the fictional estate is not at hand")
needs_real = pytest.mark.skipif(not (REPORTS / "real").is_dir(), reason="the real report is not at hand")


@cache
def loaded(path: Path) -> Report:
    (workbook,) = read(path, skip=usage_tab)
    assert recognises(workbook)
    return load(workbook)


def alpha(manager: str, ending: str = "_scan.xls") -> Report:
    return loaded(ALPHA / f"{STEMS[manager]}{ending}")


@cache
def real() -> Report:
    return loaded(next((REPORTS / "real").glob("*.xls")))


def counts(report: Report) -> dict[str, int]:
    return {name: len(data) for name, data in report.tables.items() if len(data)}


def facts(report: Report, table: str) -> pd.DataFrame:
    """A table without its provenance, null as None."""
    data = report.tables[table].drop(columns=[column.name for column in PROVENANCE]).astype(object)
    return data.where(data.notna(), None)


@pytest.mark.skipif(not (REPORTS / "beta").is_dir(), reason="the other scanner's reports are not at hand")
@pytest.mark.parametrize("name", ["hmcbeta1.xlsx", "beta-both-hmcs.xlsx", "hmcbeta2.json"])
def test_reports_of_the_other_scanner_are_refused(name: str) -> None:
    assert [recognises(workbook) for workbook in read(REPORTS / "beta" / name)] == [False]


# -- a real report: counts and invariants only, its names are nobody's business -----------------------------------


@needs_real
def test_the_real_report_is_loaded_whole() -> None:
    assert counts(real()) == {
        "hmcs": 1,
        "systems": 3,
        "lpars": 7,
        "profiles": 9,
        "processors": 7,
        "memory": 7,
        "physical_slots": 57,
        "profile_slots": 34,
        "io_children": 84,
        "virtual_switches": 3,
        "virtual_ethernet": 14,
        "virtual_scsi": 8,
        "virtual_fibre": 32,
        "npiv_mappings": 16,
        "vscsi_mappings": 8,
        "vios_disks": 18,
        "seas": 6,
        "etherchannels": 6,
        "fc_ports": 12,
        "proc_pools": 3,
    }
    assert [issue.kind for issue in real().issues] == ["inferred"]
    assert {account.tab for account in real().accounts} == set(real().sheets)


@needs_real
def test_memory_and_cores_of_the_real_servers_add_up() -> None:
    tables = real().tables
    assigned = tables["memory"].groupby("system")["assigned_mb"].sum()
    for system in tables["systems"].itertuples():
        assert system.firmware_mb + system.free_mb + assigned[system.system] == system.active_mb
    processors = tables["processors"]
    cores = processors["assigned_units"].fillna(processors["assigned_procs"].astype("Float64"))
    used = cores.groupby(processors["system"]).sum()
    for system in tables["systems"].itertuples():
        assert used[system.system] + system.free_cores == pytest.approx(system.active_cores, abs=0.011)


@needs_real
def test_names_of_the_real_report_join() -> None:
    tables = real().tables
    lpars = set(zip(tables["lpars"]["system"], tables["lpars"]["lpar"], strict=True))
    for table, column in (
        ("profiles", "lpar"),
        ("virtual_scsi", "remote_lpar"),
        ("fc_ports", "vios"),
        ("seas", "vios"),
    ):
        assert set(zip(tables[table]["system"], tables[table][column], strict=True)) <= lpars
    assert tables["virtual_ethernet"]["lpar_id"].notna().all()
    assert tables["physical_slots"]["lpar"].isna().sum() == 6
    assert (tables["profiles"]["is_current"]).sum() == 6


@needs_real
def test_ports_of_the_real_report_are_found() -> None:
    tables = real().tables
    assert tables["fc_ports"]["location"].notna().all()
    assert tables["fc_ports"]["wwpn"].isna().sum() == 8
    assert tables["npiv_mappings"]["is_mapped"].all()
    assert tables["npiv_mappings"]["fc_port"].notna().all()
    assert tables["npiv_mappings"]["port_location"].nunique() == 4
    assert tables["io_children"]["parent"].isna().sum() == 6
    assert tables["seas"]["pvid_slot"].notna().all()
    assert (~tables["virtual_scsi"]["is_any"]).all()


@needs_real
def test_everything_of_the_real_report_was_collected() -> None:
    reasons = {item.reason for item in real().coverage if not item.collected}
    assert reasons == {"not printed by the Java HMC Scanner"}


# -- the fictional estate ------------------------------------------------------------------------------------------


@needs_alpha
def test_the_fictional_estate_is_loaded_whole_and_without_issues() -> None:
    assert counts(alpha("hmc-alpha1")) == {
        "hmcs": 1,
        "systems": 5,
        "lpars": 60,
        "profiles": 60,
        "processors": 60,
        "memory": 60,
        "physical_slots": 43,
        "profile_slots": 43,
        "io_children": 88,
        "virtual_switches": 8,
        "virtual_ethernet": 72,
        "virtual_scsi": 52,
        "virtual_fibre": 302,
        "npiv_mappings": 151,
        "vscsi_mappings": 30,
        "vios_disks": 180,
        "seas": 15,
        "etherchannels": 7,
        "fc_ports": 36,
        "proc_pools": 8,
    }
    assert (alpha("hmc-alpha1").issues, alpha("hmc-alpha2").issues) == ((), ())


@needs_alpha
def test_only_the_server_that_is_off_was_not_asked() -> None:
    absent = {"the report has no tab SRIOV Phys Ports", "the report has no tab SRIOV Logical Ports"}
    absent |= {"the report has no tab vNIC", "not printed by the Java HMC Scanner"}
    found = {(item.system, item.reason) for item in alpha("hmc-alpha1").coverage if not item.collected}
    assert {pair for pair in found if pair[1] not in absent} == {("S1022-DC1-99", "S1022-DC1-99 is Power Off")}


@needs_alpha
@pytest.mark.parametrize("manager", STEMS)
@pytest.mark.parametrize("ending", ["_CSV", "_HTML"])
def test_a_folder_says_what_the_workbook_says(manager: str, ending: str) -> None:
    report, expected = alpha(manager, ending), alpha(manager)
    for table in set(TABLES) - {"proc_pools"}:
        pd.testing.assert_frame_equal(facts(report, table), facts(expected, table), obj=table)
    pools = set(zip(*(report.tables["proc_pools"][name] for name in ("system", "pool")), strict=True))
    assert pools < set(zip(*(expected.tables["proc_pools"][name] for name in ("system", "pool")), strict=True)) or (
        manager == "hmc-alpha2"
    )
    assert [item for item in report.coverage if item.table != "proc_pools"] == [
        item for item in expected.coverage if item.table != "proc_pools"
    ]
    assert {issue.tab for issue in report.issues} <= {"", *expected.sheets}


@needs_alpha
@pytest.mark.parametrize("manager", STEMS)
@pytest.mark.parametrize("ending", ["_scan_safe.xls", "_CSV_SANE", "_HTML_SANE"])
def test_a_sanitized_report_is_told_and_keeps_its_sizes(manager: str, ending: str) -> None:
    report, expected = alpha(manager, ending), alpha(manager)
    assert report.sanitized
    assert not expected.sanitized
    assert len(report.issues) < 12
    for table, columns in {
        "systems": ["free_cores", "free_mb", "type_model"],
        "memory": ["assigned_mb", "max_mb"],
        "processors": ["assigned_procs", "assigned_units"],
        "virtual_ethernet": ["slot", "pvid", "vlans", "is_trunk"],
    }.items():
        pd.testing.assert_frame_equal(facts(report, table)[columns], facts(expected, table)[columns])


def truth() -> list[dict[str, Any]]:
    """Every cell that the truth of the estate points at."""
    if not ALPHA.is_dir():
        return []
    cases = json.loads((ALPHA / "truth.json").read_text(encoding="utf-8"))["cases"]
    return [where for case in cases for where in case["where"] if where.get("cell")]


@cache
def pointed(manager: str) -> dict[tuple[str, str], str]:
    """(tab, cell) → the cell as it stands, for every cell that some row of a table points at."""
    report = alpha(manager)
    found = {}
    for (table, tab, block), places in report.headings.items():
        data = report.tables[table]
        numbers = data[(data["tab"] == tab) & (data["block"] == block)]["row"]
        for place in places.values():
            sheet = report.sheets[place.tab or tab]
            for number in [place.row] if place.row else numbers:
                cells = sheet.rows[number - 1]
                cell = plain(cells[place.position]) if place.position < len(cells) else ""
                found[sheet.name, address(sheet, number, place)] = cell
    return found


@needs_alpha
def test_every_cell_of_the_truth_can_be_pointed_at() -> None:
    found = {}
    for where in truth():
        key = (where["report"], where["tab"], where["cell"])
        found[key] = (_printed(where["value"]), pointed(where["report"]).get(key[1:], "").removesuffix("(Default)"))
    assert len(found) > 150
    assert {key: pair for key, pair in found.items() if pair[0] != pair[1]} == _told_by_another_row()


def _printed(value: Any) -> str:
    return plain(float(value) if isinstance(value, int) else value)


def _told_by_another_row() -> dict[tuple[str, str, str], tuple[str, str]]:
    """A client's port: the mapping points at the same location in the row of its server adapter."""
    return {
        (where["report"], where["tab"], where["cell"]): (where["value"], "")
        for where in truth()
        if where["column"] == "Physical FC Slot" and where["match"].get("Type") == "client" and where["value"].strip()
    }
