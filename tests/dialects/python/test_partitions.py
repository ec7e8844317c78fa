"""Partitions, profiles, processors, memory and pools."""

from __future__ import annotations

from typing import Any

import pytest

from hmcscan_lpm.dialects.python import load

from .books import FORMS, gaps, healthy, kinds, loaded, pick, put, row, rows, where, without, without_column
from .builder import Document, profile


def partition(content: Document, name: str, server: str = "alpha") -> Document:
    found: Document = content["managed_system"][server]["_lpar"][name]
    return found


def conf(name: str, **values: Any) -> Any:
    return lambda content: partition(content, name)["conf"].update(values)


@pytest.mark.parametrize("form", FORMS)
def test_a_running_partition_is_told_whole(form: str) -> None:
    found = row(loaded(form), "lpars", lpar="db1")
    expected = {
        "lpar_id": 10, "state": "Running", "env": "aixlinux", "os_version": "AIX 7.3 7300-03-01-2520",
        "effective_mode": "POWER10", "configured_mode": "default", "rmc_state": "active", "rmc_ip": "10.1.0.10",
        "default_profile": "normal", "current_profile": "normal", "was_activated": True, "migration_disabled": False,
        "msp": None, "redundant_error_path": False, "vtpm": False, "time_reference": False, "restricted_io": None,
        "dlpar_memory": None, "suspend_capable": None,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("form", FORMS)
def test_only_a_vios_can_be_a_mover_service_partition(form: str) -> None:
    assert dict(pick(loaded(form), "lpars", "lpar", "msp", system="alpha")) == {
        "vios1": True, "vios2": True, "db1": None, "007": None, "büro-á": None,
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_an_inactive_partition_has_no_known_level(form: str) -> None:
    assert row(loaded(form), "lpars", lpar="007")["os_version"] is None


@pytest.mark.parametrize("form", FORMS)
def test_a_partition_that_was_never_activated_has_an_empty_current_profile(form: str) -> None:
    found = row(loaded(form, conf("db1", curr_profile="", resource_config="0")), "lpars", lpar="db1")
    assert (found["current_profile"], found["was_activated"]) == ("", False)


@pytest.mark.parametrize("form", FORMS)
def test_a_partition_without_that_attribute_has_no_known_profile(form: str) -> None:
    report = loaded(form, lambda content: partition(content, "db1")["conf"].pop("curr_profile"))
    assert row(report, "lpars", lpar="db1")["current_profile"] is None
    assert row(report, "profiles", lpar="db1")["is_current"] is None


@pytest.mark.parametrize("form", FORMS)
def test_the_current_profile_is_found_though_the_workbook_makes_a_number_of_it(form: str) -> None:
    report = loaded(form)
    assert row(report, "lpars", lpar="007")["current_profile"] == "0815"
    assert dict(pick(report, "profiles", "profile", "is_current", lpar="007")) == {"0815": True, "normal": False}


def test_a_current_profile_that_may_be_one_of_two_is_not_known() -> None:
    def change(content: Document) -> None:
        partition(content, "007")["profile"]["815"] = profile("815", "007", 11)

    assert row(loaded("workbook", change), "lpars", lpar="007")["current_profile"] is None
    assert row(loaded("dump", change), "lpars", lpar="007")["current_profile"] == "0815"


@pytest.mark.parametrize("form", FORMS)
def test_an_unknown_rmc_state_is_kept_as_printed(form: str) -> None:
    assert row(loaded(form, conf("db1", rmc_state="unknown")), "lpars", lpar="db1")["rmc_state"] == "unknown"


def test_the_level_that_a_vios_told_counts_where_the_console_has_none() -> None:
    report = loaded("dump", conf("vios1", os_version="Unknown"))
    assert row(report, "lpars", lpar="vios1")["os_version"] == "VIOS 4.1.1.0"
    assert where(report, "lpars", "os_version", lpar="vios1")[1] == "managed_system/alpha/_vios/vios1/ioslevel"
    assert where(report, "lpars", "os_version", lpar="db1")[1] == "managed_system/alpha/_lpar/db1/conf/os_version"
    assert row(loaded("workbook", conf("vios1", os_version="Unknown")), "lpars", lpar="vios1")["os_version"] is None


@pytest.mark.parametrize("form", FORMS)
def test_flags_may_be_unavailable(form: str) -> None:
    assert row(loaded(form, conf("db1", migration_disabled="unavailable")), "lpars", lpar="db1")[
        "migration_disabled"
    ] is None  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_processors_of_a_running_partition(form: str) -> None:
    found = row(loaded(form), "processors", lpar="db1")
    expected = {
        "mode": "shared", "is_on": True, "min_procs": 1, "procs": 2, "assigned_procs": 2, "max_procs": 4,
        "min_units": 0.1, "units": 0.5, "assigned_units": 0.5, "max_units": 4.0, "sharing_mode": "uncap",
        "weight": 128,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("form", FORMS)
def test_processors_of_a_partition_that_is_off_are_the_assigned_ones(form: str) -> None:
    found = row(loaded(form), "processors", lpar="007")
    assert (found["is_on"], found["procs"], found["units"]) == (False, 0, 0.0)
    assert (found["assigned_procs"], found["assigned_units"]) == (2, 0.5)


@pytest.mark.parametrize("form", FORMS)
def test_sizes_of_a_partition_that_was_never_activated_are_not_known(form: str) -> None:
    def change(content: Document) -> None:
        off = partition(content, "007")
        off["proc"].update(curr_procs="0", curr_proc_units="0.0")
        off["mem"].update(curr_mem="0", curr_max_mem="0")

    report = loaded(form, change)
    found = row(report, "processors", lpar="007")
    assert (found["assigned_procs"], found["assigned_units"]) == (None, None)
    found = row(report, "memory", lpar="007")
    assert (found["assigned_mb"], found["max_mb"]) == (None, None)


@pytest.mark.parametrize("form", FORMS)
def test_dedicated_processors_have_no_entitlement(form: str) -> None:
    def change(content: Document) -> None:
        proc = partition(content, "büro-á")["proc"]
        for name in [name for name in proc if "units" in name or "weight" in name or "pool" in name]:
            del proc[name]
        proc.update(curr_proc_mode="ded", curr_sharing_mode="share_idle_procs", run_procs="2")

    found = row(loaded(form, change), "processors", lpar="büro-á")
    assert (found["mode"], found["procs"], found["units"], found["assigned_units"]) == ("ded", 2, None, None)
    assert (found["weight"], found["pool"]) == (None, None)


@pytest.mark.parametrize("form", FORMS)
def test_the_pool_is_found_though_the_workbook_makes_a_number_of_it(form: str) -> None:
    report = loaded(form)
    assert row(report, "processors", lpar="db1")["pool"] == "0815"
    found = row(report, "proc_pools", system="alpha", pool="0815")
    assert (found["max_units"], found["reserved_units"], found["assigned_units"]) == (6.0, 1.0, 0.5)
    assert row(report, "proc_pools", system="alpha", pool="DefaultPool")["max_units"] is None


@pytest.mark.parametrize("form", FORMS)
def test_a_profile_without_a_pool_has_none(form: str) -> None:
    report = loaded(form, lambda content: partition(content, "db1")["profile"]["normal"].pop("shared_proc_pool_name"))
    assert row(report, "profiles", lpar="db1")["pool"] is None


@pytest.mark.parametrize("form", FORMS)
def test_memory_is_printed_in_mb(form: str) -> None:
    found = row(loaded(form), "memory", lpar="db1")
    expected = {
        "mode": "ded", "min_mb": 4096, "used_mb": 16384, "assigned_mb": 16384, "max_mb": 32768, "hpt_ratio": 128,
        "huge_pages": 0, "expansion": 0.0, "ams_primary": None,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "running", "assigned", "expected", "attribute"),
    [
        ("db1", "1.25", "1.50", 1.25, "run_mem_expansion"),
        ("db1", "0.0", "1.50", 0.0, "run_mem_expansion"),
        ("007", "0.0", "1.50", 1.5, "curr_mem_expansion"),
    ],
)
def test_memory_expansion_is_the_running_one_or_that_of_the_next_start(
    form: str, name: str, running: str, assigned: str, expected: float, attribute: str
) -> None:
    def change(content: Document) -> None:
        partition(content, name)["mem"].update(run_mem_expansion=running, curr_mem_expansion=assigned)

    report = loaded(form, change)
    assert row(report, "memory", lpar=name)["expansion"] == expected
    found = row(report, "memory", lpar=name)
    assert report.headings["memory", found["tab"], found["block"]]["expansion"].printed == attribute


@pytest.mark.parametrize("form", FORMS)
def test_active_memory_sharing_names_its_paging_vios(form: str) -> None:
    def change(content: Document) -> None:
        partition(content, "db1")["mem"].update(
            mem_mode="shared", curr_mem_weight="128", curr_primary_paging_vios_name="vios1",
            curr_secondary_paging_vios_name="none",
        )  # fmt: skip

    found = row(loaded(form, change), "memory", lpar="db1")
    assert [found[name] for name in ("mode", "ams_weight", "ams_primary", "ams_secondary")] == [
        "shared", 128, "vios1", None,
    ]  # fmt: skip


def test_without_the_details_the_shorter_tab_tells_sizes() -> None:
    report = load(without(healthy(), "LPAR CPU RAM details"))
    found = row(report, "processors", lpar="db1")
    assert (found["procs"], found["units"], found["pool"], found["assigned_units"]) == (2, 0.5, "0815", None)
    found = row(report, "memory", lpar="db1")
    assert (found["mode"], found["assigned_mb"], found["max_mb"]) == ("ded", 16384, None)
    assert "memory" not in gaps(report, "alpha")


def test_details_without_names_are_no_reason_to_take_the_shorter_tab() -> None:
    report = load(without_column(healthy(), "LPAR CPU RAM details", "Name"))
    assert not rows(report, "memory")
    assert gaps(report, "alpha")["memory"] == "tab LPAR CPU RAM details has no column Name"


def test_without_both_tabs_sizes_were_not_collected() -> None:
    report = load(without(healthy(), "LPAR CPU RAM details", "LPAR CPU RAM"))
    assert gaps(report, "alpha")["memory"] == "the report has no tab LPAR CPU RAM details"


@pytest.mark.parametrize("form", FORMS)
def test_profiles_tell_sizes_and_slots(form: str) -> None:
    found = row(loaded(form), "profiles", lpar="db1")
    expected = {
        "min_mb": 4096, "desired_mb": 16384, "max_mb": 32768, "hpt_ratio": 128, "proc_mode": "shared",
        "desired_units": 0.5, "desired_procs": 2, "weight": 128, "pool_id": 0, "pool": "DefaultPool",
        "bsr_arrays": 0, "compat_mode": "default", "max_virtual_slots": 64, "vtpm_adapters": "none",
        "all_resources": False, "is_current": True, "min_huge_pages": None,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("column", ["curr_max_mem", "curr_hpt_ratio", "mem_mode"])
def test_a_missing_column_is_not_known_everywhere(column: str) -> None:
    report = load(without_column(healthy(), "LPAR CPU RAM details", column))
    name = {"curr_max_mem": "max_mb", "curr_hpt_ratio": "hpt_ratio", "mem_mode": "mode"}[column]
    assert {found[name] for found in rows(report, "memory")} == {None}
    assert kinds(report) == []


def test_a_partition_without_a_name_is_left_out_and_its_server_is_not_complete() -> None:
    report = load(put(healthy(), "LPAR details", "Name", None, "db1"))
    assert kinds(report) == [("LPAR details", "C4", "incomplete-row")]
    assert gaps(report, "alpha")["lpars"] == "row 4 of tab LPAR details could not be taken"
    assert "lpars" not in gaps(report, "beta")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("value", ["", "none"])
def test_an_empty_profile_or_none_says_that_there_was_no_activation(form: str, value: str) -> None:
    assert row(loaded(form, conf("db1", curr_profile=value)), "lpars", lpar="db1")["current_profile"] == ""


@pytest.mark.parametrize("form", FORMS)
def test_bounds_of_a_partition_that_was_never_activated_are_not_known(form: str) -> None:
    def change(content: Document) -> None:
        off = partition(content, "007")
        off["proc"].update(curr_min_procs="0", curr_max_procs="0", curr_min_proc_units="0.0", curr_max_proc_units="0.0")
        off["mem"].update(curr_min_mem="0", curr_max_mem="0")

    report = loaded(form, change)
    found = row(report, "processors", lpar="007")
    assert [found[name] for name in ("min_procs", "max_procs", "min_units", "max_units")] == [None] * 4
    found = row(report, "memory", lpar="007")
    assert (found["min_mb"], found["max_mb"]) == (None, None)
    assert row(report, "memory", lpar="db1")["min_mb"] == 4096


@pytest.mark.parametrize("form", FORMS)
def test_a_partition_tells_what_its_pool_has(form: str) -> None:
    report = loaded(form)
    assert pick(report, "processors", "pool", "pool_reserved", "pool_max", system="alpha", lpar="db1") == [
        ("0815", 1.0, 6.0)
    ]
    assert pick(report, "processors", "pool", "pool_reserved", "pool_max", lpar="vios1") == [
        ("DefaultPool", None, None)
    ]


def test_without_the_tab_of_pools_nobody_knows_what_they_have() -> None:
    found = row(load(without(healthy(), "Processor Pools")), "processors", lpar="db1")
    assert (found["pool_reserved"], found["pool_max"], found["assigned_units"]) == (None, None, 0.5)


def test_a_pool_of_a_dump_without_partitions_has_no_known_entitlement() -> None:
    def change(content: Document) -> None:
        del content["managed_system"]["alpha"]["_lpar"]

    assert row(loaded("dump", change), "proc_pools", pool="0815")["assigned_units"] is None
