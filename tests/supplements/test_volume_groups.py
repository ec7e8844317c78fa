"""Hosts and volumes of a DS8000 stand in different outputs, and are joined wherever they were handed over."""

from __future__ import annotations

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.facts import with_facts
from hmcscan_lpm.supplements.read import read_text
from tests.test_engine import RULES, assess, estate

BANNER = "Date/Time: November 2, 2026 10:36:55 AM CET IBM DSCLI Version: 7.9.30.1 DS: IBM.2107-75AMS01\n"
HOSTS = """\
Name       ID   WWPN             HostType Profile           portgrp volgrpID ESSIOport
======================================================================================
db1_a      0000 C0507600A1000000 pSeries  IBM pSeries - AIX       0 V10      all
db1_b      0001 C0507600A1000001 pSeries  IBM pSeries - AIX       0 V11      all
"""
V10 = "Name db1_vg\nID   V10\nType SCSI Mask\nVols 1000 1001\n"
V11 = V10.replace("V10", "V11")


def lay(*texts: str) -> lpm.Estate:
    return with_facts(estate(), [read_text(f"f{number}.txt", text) for number, text in enumerate(texts, 1)])


def maps(found: lpm.Estate) -> set[tuple[str, ...]]:
    columns = found.tables["storage_maps"][["array", "host", "wwpn", "volume"]]
    return set(columns.itertuples(index=False, name=None))


def issues(found: lpm.Estate) -> list[tuple[str, str, str]]:
    return [(item.report, item.cell, item.kind) for item in found.issues if item.report.startswith("f")]


EXPECTED = {
    ("IBM.2107-75AMS01", host, wwpn, volume)
    for host, wwpn in (("db1_a", "c0507600a1000000"), ("db1_b", "c0507600a1000001"))
    for volume in ("1000", "1001")
}


@pytest.mark.parametrize(
    "texts",
    [
        (f"{BANNER}{HOSTS}\n{BANNER}{V10}\n{BANNER}{V11}\n",),
        (
            f"dscli> lshostconnect\n{BANNER}{HOSTS}dscli> showvolgrp V10\n{BANNER}{V10}dscli> showvolgrp V11\n{BANNER}{V11}",
        ),
        (f"{BANNER}dscli> showvolgrp V10\n{V10}dscli> showvolgrp V11\n{V11}dscli> lshostconnect\n{HOSTS}",),
        (BANNER + HOSTS, BANNER + V10, BANNER + V11),
        (BANNER + V11, BANNER + V10, BANNER + HOSTS),
        tuple(
            f"#==> on=storage place=IBM.2107-75AMS01 :: {command}\n{text}"
            for command, text in (("lshostconnect", HOSTS), ("showvolgrp V10", V10), ("showvolgrp V11", V11))
        ),
    ],
)
def test_hosts_and_volumes_meet(texts: tuple[str, ...]) -> None:
    found = lay(*texts)
    assert maps(found) == EXPECTED
    assert len(found.tables["storage_maps"]) == len(EXPECTED)
    assert issues(found) == []


def test_both_lines_are_evidence() -> None:
    found = lay(BANNER + HOSTS, BANNER + V10)
    at = found.tables["storage_maps"]["at"].iloc[0]
    for column, file, line in (
        ("volume", "f2.txt", "line 5"),
        ("host", "f1.txt", "line 4"),
        ("wwpn", "f1.txt", "line 4"),
    ):
        cell = found.evidence(f"{at}#{column}")
        assert cell is not None
        assert (cell.report, cell.cell) == (file, line)


def test_another_storage_system_has_a_group_of_that_name() -> None:
    found = lay(BANNER + HOSTS, BANNER.replace("75AMS01", "75AMS02") + V10)
    assert maps(found) == set()
    assert issues(found) == [("f2.txt", "line 5", "no-hosts")]


def test_a_storage_system_that_nothing_names_is_the_file() -> None:
    assert issues(lay(HOSTS, V10)) == [("f2.txt", "line 4", "no-hosts")]
    assert {array for array, *_ in maps(lay(f"{HOSTS}\n{V10}"))} == {"f1.txt"}


def test_a_group_that_is_listed_twice_counts_once() -> None:
    found = lay(BANNER + HOSTS, BANNER + V10, BANNER + V10)
    assert len(found.tables["storage_maps"]) == 2
    assert issues(found) == []


def test_two_lists_of_a_group_that_differ_are_said() -> None:
    found = lay(BANNER + HOSTS, BANNER + V10, BANNER + V10.replace("1001", "1002"))
    assert {volume for *_, volume in maps(found)} == {"1000", "1001", "1002"}
    assert issues(found) == [("f3.txt", "line 5", "fact-differs")]


def test_a_cut_group_maps_nothing() -> None:
    found = lay(BANNER + HOSTS, (BANNER + V10).rstrip("\n"))
    assert maps(found) == set()
    assert {kind for *_, kind in issues(found)} == {"cut-output"}


@pytest.mark.parametrize(
    ("second", "expected"), [(V11, {"pass"}), (V11.replace("1001", "1002"), {"fail"}), ("", {"unknown"})]
)
def test_both_wwpns_of_a_client_see_the_same_volumes(second: str, expected: set[str]) -> None:
    found = lay(BANNER + HOSTS, BANNER + V10, *([BANNER + second] if second else []))
    result = assess(found, RULES["npiv-storage-mapped"])
    assert {item.outcome for item in result.items if (item.lpar, item.item) == ("db1", "slot 30")} == expected
