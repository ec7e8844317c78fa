"""Reports that the real scanner wrote of a whole data centre, where they are at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hmcscan_lpm.dialects.extract import column_letter
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.dialects.python import load, recognises
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.readers import read
from hmcscan_lpm.readers.model import Cell
from hmcscan_lpm.tables.vocabulary import PROVENANCE, TABLES

from .books import rows

SHARED = Path(__file__).parents[3].parent / "shared"
BETA = SHARED / "reports" / "beta"
HMCS = ("hmcbeta1", "hmcbeta2")

pytestmark = pytest.mark.skipif(not BETA.is_dir(), reason="the fictional estate is not at hand")

DIFFERENT: dict[str, set[str]] = {
    "io_children": {"location"},  # the workbook prints that of the slot's last child
    "proc_pools": {"pool_id"},  # not in the workbook
    "fc_ports": {"location"},  # of ports without a mapping, by way of io_children
    "seas": {"pvid_slot", "virt_slots"},  # by way of the addresses in the statistics
}
"""Columns that the workbook tells less of than the dump: null there, or equal."""


@cache
def report(name: str) -> Report:
    (workbook,) = read(BETA / name)
    assert recognises(workbook)
    return load(workbook)


def facts(name: str, table: str) -> list[dict[str, Any]]:
    left_out = {column.name for column in PROVENANCE}
    return [{key: value for key, value in row.items() if key not in left_out} for row in rows(report(name), table)]


def ordered(found: list[dict[str, Any]], ignored: set[str] = frozenset()) -> list[dict[str, Any]]:  # type: ignore[assignment]
    kept = [{key: value for key, value in row.items() if key not in ignored} for row in found]
    return sorted(kept, key=lambda row: [(value is not None, str(value)) for value in row.values()])


COUNTS = {
    "hmcs": 2, "systems": 5, "lpars": 69, "profiles": 69, "processors": 69, "memory": 69, "physical_slots": 42,
    "profile_slots": 38, "io_children": 82, "virtual_switches": 9, "virtual_ethernet": 86, "virtual_scsi": 22,
    "virtual_fibre": 218, "profile_adapters": 326, "npiv_mappings": 109, "vscsi_mappings": 15, "vios_disks": 52,
    "seas": 17, "etherchannels": 10, "fc_ports": 32, "proc_pools": 9, "mem_pools": 0, "sriov_adapters": 4,
    "sriov_ports": 8, "sriov_logical_ports": 1, "vnics": 1,
}  # fmt: skip


def test_the_merged_workbook_is_loaded_whole() -> None:
    counts = {name: len(data) for name, data in report("beta-both-hmcs.xlsx").tables.items()}
    assert {name: count for name, count in counts.items() if TABLES[name].collected_by in ("hmc", "vios")} == COUNTS


@pytest.mark.parametrize("table", TABLES)
def test_the_merged_workbook_is_both_consoles_together(table: str) -> None:
    apart = [row for hmc in HMCS for row in facts(f"{hmc}.xlsx", table)]
    assert ordered(facts("beta-both-hmcs.xlsx", table)) == ordered(apart)


@pytest.mark.parametrize("hmc", HMCS)
@pytest.mark.parametrize("table", TABLES)
def test_workbook_and_dump_tell_the_same(table: str, hmc: str) -> None:
    told = [
        row
        for row in facts(f"{hmc}.json", table)
        if table != "mem_pools" and not (table == "profile_adapters" and row["kind"] == "serial")
    ]
    assert ordered(facts(f"{hmc}.xlsx", table), DIFFERENT.get(table, set())) == ordered(
        told, DIFFERENT.get(table, set())
    )


@pytest.mark.parametrize("hmc", HMCS)
def test_a_location_of_a_port_in_the_workbook_is_that_of_the_dump(hmc: str) -> None:
    known = {(row["vios"], row["port"]): row["location"] for row in facts(f"{hmc}.json", "fc_ports")}
    told = {(row["vios"], row["port"]): row["location"] for row in facts(f"{hmc}.xlsx", "fc_ports")}
    assert {key: value for key, value in told.items() if value} == {key: known[key] for key in told if told[key]}


@pytest.mark.parametrize("name", [f"{hmc}.{kind}" for hmc in HMCS for kind in ("xlsx", "json")])
def test_nothing_is_wrong_with_these_reports(name: str) -> None:
    assert report(name).issues == ()
    reasons = {item.reason for item in report(name).coverage if not item.collected}
    assert reasons <= {"only the JSON dump of the hmcscanner holds shared memory pools"}


@pytest.mark.parametrize("name", ["hmcbeta1.xlsx", "beta-both-hmcs.xlsx"])
def test_every_tab_has_an_account(name: str) -> None:
    accounts = report(name).accounts
    assert {account.tab for account in accounts} == set(report(name).sheets)
    assert all(account.loaded or account.remark for account in accounts)


# -- the way back -------------------------------------------------------------------------------------------------


@cache
def pointed(name: str) -> dict[tuple[str, str], tuple[str, Cell]]:
    """(tab, cell) → heading and cell, of all that the facts of a report point at."""
    found = {}
    source = report(name)
    for table, data in source.tables.items():
        for row in data.to_dict(orient="records"):
            for place in source.headings.get((table, row["tab"], row["block"]), {}).values():
                sheet = source.sheets[place.tab or row["tab"]]
                number = place.row or row["row"]
                line = sheet.rows[number - 1]
                cell = line[place.position] if place.position < len(line) else None
                found[sheet.name, f"{column_letter(place.position)}{number}"] = (place.printed, cell)
    return found


def places() -> Iterator[tuple[str, dict[str, Any]]]:
    if BETA.is_dir():
        truth = json.loads((BETA / "truth.json").read_text(encoding="utf-8"))
        for case in truth["cases"]:
            for where in case["where"]:
                if "cell" in where:
                    yield f"{where['report']} {where['tab']} {where['cell']}", where


PLACES = dict(places())
UNUSED = {
    ("LPAR CPU RAM details", "run_num_huge_pages"),  # curr_num_huge_pages
    ("LPAR profiles vadapter", "wwpns"),  # no table has them
    ("LPAR vadapter details", "remote_lpar_id"),  # remote_slot_num, remote_lpar_name
}
"""Columns that no fact points at, with those that say the same."""


def test_every_planted_fact_is_pointed_at_by_a_fact_of_the_tables() -> None:
    wrong = []
    for name, where in PLACES.items():
        if (where["tab"], where["column"]) in UNUSED:
            continue
        expected = (where["column"], plain(_cell(where["value"])))
        heading, cell = pointed(f"{where['report']}.xlsx").get((where["tab"], where["cell"]), ("", None))
        if (heading, plain(cell)) != expected:
            wrong.append((name, expected, (heading, plain(cell))))
    assert len(PLACES) > 200
    assert not wrong


def _cell(value: Any) -> Cell:
    return float(value) if isinstance(value, int | float) else value


@pytest.mark.parametrize("hmc", HMCS)
def test_the_trunks_of_a_shared_adapter_are_found_by_their_address(hmc: str) -> None:
    source = report(f"{hmc}.json")
    trunks = {(row["system"], row["lpar"], row["slot"]): row for row in rows(source, "virtual_ethernet")}
    for row in rows(source, "seas"):
        trunk = trunks[row["system"], row["vios"], row["pvid_slot"]]
        assert (trunk["is_trunk"], trunk["pvid"]) == (True, row["pvid"])
        assert row["virt_slots"] in (None, str(row["pvid_slot"]))
