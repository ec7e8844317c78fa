"""Laws over what the catalogue says: evidence, order of rows, and partitions that have nothing to do with a move."""

from __future__ import annotations

import pytest

from hmcscan_lpm.catalogue.model import Change
from hmcscan_lpm.engine import Finding
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.examples import apply, healthy, judge
from hmcscan_lpm.readers.model import Workbook

from .reports import (
    DIALECTS,
    damaged,
    damaged_estate,
    damaged_findings,
    healthy_estate,
    healthy_findings,
    load,
    outcomes,
    reversed_rows,
    rules,
    told,
    unchecked,
)

each_dialect = pytest.mark.parametrize("dialect", DIALECTS)


def without_evidence(estate: Estate, findings: tuple[Finding, ...]) -> list[tuple[str, str, str | None, str]]:
    bare = set()
    for found in findings:
        if found.outcome not in ("pass", "fail"):
            continue
        if not any(estate.evidence(reference) for reference in found.evidence_refs):
            bare.add((found.rule.id, found.outcome, found.lpar, found.item))
    return sorted(bare, key=repr)


@each_dialect
def test_no_rule_crashes(dialect: str) -> None:
    crashed = [f.message for f in (*healthy_findings(dialect), *damaged_findings(dialect)) if f.outcome == "error"]
    assert crashed == []


@each_dialect
def test_every_pass_and_fail_points_at_a_cell(dialect: str) -> None:
    assert without_evidence(healthy_estate(dialect), healthy_findings(dialect)) == []
    assert without_evidence(damaged_estate(dialect), damaged_findings(dialect)) == []


@each_dialect
def test_the_damaged_report_fails_most_rules_that_can_fail(dialect: str) -> None:
    """Guards the laws that rest on it: it must not be a heap of unknowns."""
    able = {
        r.id
        for r in rules().rules
        if any(e.outcome == "fail" and e.report == dialect and not e.facts for e in r.examples)
    }
    failed = {found.rule.id for found in damaged_findings(dialect) if found.outcome == "fail"}
    assert len(failed & able) >= 0.8 * len(able)


@each_dialect
@pytest.mark.parametrize("state", ["healthy", "damaged"])
def test_the_order_of_rows_does_not_matter(dialect: str, state: str) -> None:
    workbook, findings = reports(dialect, state)
    with unchecked():
        estate = load(reversed_rows(workbook))
    assert told(judge(estate, "auto", rules().rules)) == told(findings)


@each_dialect
@pytest.mark.parametrize("state", ["healthy", "damaged"])
def test_an_unrelated_partition_on_another_server_changes_no_other_outcome(dialect: str, state: str) -> None:
    workbook, findings = reports(dialect, state)
    with unchecked():
        estate = load(apply(workbook, NEWCOMER[dialect]))
    assert ("P9", "newcomer") in set(zip(estate.lpars["system"], estate.lpars["lpar"], strict=True))
    before = outcomes(findings)
    after = outcomes(judge(estate, "auto", rules().rules))
    other = {subject: outcome for subject, outcome in after.items() if "P9" not in subject[2:]}
    assert other == {subject: outcome for subject, outcome in before.items() if "P9" not in subject[2:]}


def reports(dialect: str, state: str) -> tuple[Workbook, tuple[Finding, ...]]:
    if state == "healthy":
        return healthy(dialect), healthy_findings(dialect)
    return damaged(dialect), damaged_findings(dialect)


def add(tab: str, where: dict[str, str], cells: dict[str, str]) -> Change:
    return Change(tab, "add", where, cells)


NEWCOMER = {
    "java": (
        add("LPAR_Summary", {"Name": "p9app1"}, {"Name": "newcomer", "ID": "6", "RMC IP": "10.20.3.6"}),
        add("LPAR_Profiles", {"Lpar Name": "p9app1"}, {"Lpar Name": "newcomer", "ID": "6"}),
        add("LPAR_CPU", {"Name": "p9app1"}, {"Name": "newcomer"}),
        add("LPAR_MEM", {"Name": "p9app1"}, {"Name": "newcomer"}),
        add(
            "Virtual_Ethernet",
            {"System": "P9", "LPAR name": "p9app1"},
            {"LPAR name": "newcomer", "MAC Addresss": "FAC300000602"},
        ),
        add(
            "Virtual_Fibre",
            {"LPAR name": "p9app1", "Slot": "30"},
            {
                "LPAR name": "newcomer",
                "Remote Slot": "230",
                "WWPN #1": "c0507600c3000010",
                "WWPN #2": "c0507600c3000011",
            },
        ),
        add("Virtual_Fibre", {"LPAR name": "p9vios1", "Slot": "220"}, {"Slot": "230", "Remote LPAR": "newcomer"}),
        Change("System_Summary", "set", {"Managed System": "P9"}, {"#LPAR": "3", "Curr Avail Cores": "20"}),
    ),
    "python": (
        add("LPAR details", {"Name": "p9app1"}, {"Name": "newcomer", "lpar_id": "6", "rmc_ipaddr": "10.20.3.6"}),
        add("LPAR CPU RAM", {"LPAR Name": "p9app1"}, {"LPAR Name": "newcomer", "ID": "6"}),
        add("LPAR CPU RAM details", {"Name": "p9app1"}, {"Name": "newcomer"}),
        add("LPAR profiles CPU RAM", {"LPAR Name": "p9app1"}, {"LPAR Name": "newcomer", "lpar_id": "6"}),
        add(
            "LPAR vadapter details",
            {"Name": "p9app1", "Type": "veth"},
            {
                "Name": "newcomer",
                "lpar_id": "6",
                "mac_addr": "FAC300000602",
                "drc_name": "U9009.42A.78C0003-V6-C2-T0",
            },
        ),
        add(
            "LPAR vadapter details",
            {"Name": "p9app1", "Slot": "30"},
            {
                "Name": "newcomer",
                "lpar_id": "6",
                "remote_slot_num": "230",
                "wwpns": "c0507600c3000010,c0507600c3000011",
            },
        ),
        add(
            "LPAR vadapter details",
            {"Name": "p9vios1", "Type": "vfc"},
            {"Slot": "230", "remote_lpar_id": "6", "remote_lpar_name": "newcomer"},
        ),
        add(
            "NPIV",
            {"VIOS Name": "p9vios1", "vfchost": "vfchost0"},
            {
                "vfchost": "vfchost9",
                "clntid": "6",
                "clntname": "newcomer",
                "physloc": "U9009.42A.78C0003-V1-C230",
                "vfcclientdrc": "U9009.42A.78C0003-V6-C30",
            },
        ),
    ),
}
"""One more partition on P9, as the scanner would print it."""
