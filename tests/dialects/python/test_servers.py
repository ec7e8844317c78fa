"""Servers and consoles: four tabs in one row, switched-off servers, contradictions, capabilities."""

from __future__ import annotations

from typing import Any

import pytest

from hmcscan_lpm.dialects.python import load

from .books import FORMS, excel, gaps, healthy, kinds, loaded, pick, put, row, rows, where, without, without_column
from .builder import Document, document

FREE = ("free_cores", "free_mb", "installed_cores", "installed_mb", "firmware_mb")


def server(content: Document, name: str = "alpha") -> Document:
    found: Document = content["managed_system"][name]
    return found


@pytest.mark.parametrize("form", FORMS)
def test_a_server_is_one_row_out_of_four_tabs(form: str) -> None:
    found = row(loaded(form), "systems", system="alpha")
    expected = {
        "serial": "7800001", "type_model": "9105-22A", "manager": "hmc1", "status": "Operating", "ghz": 2.95,
        "cpu_type": "PowerPC_POWER10", "installed_cores": 24.0, "active_cores": 20.0, "free_cores": 7.25,
        "installed_mb": 1048576, "firmware_mb": 27904, "free_mb": 201472, "lmb_mb": 256, "min_units_per_vp": 0.05,
        "max_vps_per_lpar": 256, "compat_modes": "default,POWER9,POWER10", "active_mobility": True,
        "inactive_mobility": True, "service_lpar_id": "none", "max_mem_pools": 1, "default_hpt_ratio": 128,
        "ec_number": "01ML1060", "activated_level": 68, "installed_level": 67, "deferred_level": "None",
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("form", FORMS)
def test_a_serial_number_keeps_its_zeros(form: str) -> None:
    assert row(loaded(form), "systems", system="beta")["serial"] == "0012345"


@pytest.mark.parametrize("form", FORMS)
def test_a_server_that_is_switched_off_has_no_numbers(form: str) -> None:
    found = row(loaded(form), "systems", system="gamma")
    assert [found[name] for name in FREE] == [None] * len(FREE)
    assert (found["status"], found["active_mobility"], found["compat_modes"]) == ("Power Off", None, None)
    assert found["service_lpar_id"] == "none"


@pytest.mark.parametrize("form", FORMS)
def test_a_capability_that_nobody_reports_is_not_known(form: str) -> None:
    found = row(loaded(form), "systems", system="alpha")
    assert (found["ame_capable"], found["vtpm_capable"], found["sriov_capable"]) == (None, None, True)


@pytest.mark.parametrize("form", FORMS)
def test_capabilities_may_be_one_list(form: str) -> None:
    def change(content: Document) -> None:
        for flag in ("active_lpar_mobility_capable", "inactive_lpar_mobility_capable"):
            for name in content["managed_system"]:
                del server(content, name)[flag]
        words = ["active_lpar_mobility_capable", "os400_lpar_mobility_capable", "active_mem_sharing_capable"]
        server(content)["capabilities"] = words
        server(content, "beta")["capabilities"] = "unavailable"

    report = loaded(form, change)
    found = row(report, "systems", system="alpha")
    told = [found[name] for name in ("active_mobility", "inactive_mobility", "ibmi_mobility", "ams_capable")]
    assert told == [True, False, True, True]
    assert found["sriov_capable"] is True, "its own flag counts"
    assert row(report, "systems", system="beta")["active_mobility"] is None
    assert where(report, "systems", "active_mobility", system="alpha")[1].endswith(("/capabilities", "2"))


@pytest.mark.parametrize("form", FORMS)
def test_a_service_partition_is_told_by_its_id(form: str) -> None:
    def change(content: Document) -> None:
        server(content).update(service_lpar_id="10", service_lpar_name="db1")

    assert row(loaded(form, change), "systems", system="alpha")["service_lpar_id"] == "10"


def test_without_the_summary_numbers_the_details_of_sizes_count() -> None:
    report = load(without_column(healthy(), "System Summary", "Curr Avail GB"))
    assert row(report, "systems", system="alpha")["free_mb"] == 201472
    assert where(report, "systems", "free_mb", system="alpha")[0] == "System CPU RAM"


def test_without_the_tab_of_sizes_there_is_no_lmb() -> None:
    assert row(load(without(healthy(), "System CPU RAM")), "systems", system="alpha")["lmb_mb"] is None


def test_an_unreadable_number_is_an_issue() -> None:
    report = load(put(healthy(), "System CPU RAM", "mem_region_size", "many", "alpha"))
    assert row(report, "systems", system="alpha")["lmb_mb"] is None
    assert [(tab, kind) for tab, _, kind in kinds(report)] == [("System CPU RAM", "unreadable-value")]


# -- consoles -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_console_tells_its_levels_and_the_time_of_the_scan(form: str) -> None:
    (found,) = rows(loaded(form), "hmcs")
    expected = {
        "manager": "hmc1", "hostname": "console1", "version": 10, "release": "3", "service_pack": "1060",
        "base_version": "V10R3", "build_level": "2405131234", "type_model": "7063-CR2", "serial": "13F0AAA",
        "scanned_at": "2026-01-10T06:00:12",
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("printed", "version", "release"), [("V8R8.6.0", 8, "8.6.0"), ("V9R1", 9, "1"), ("", None, None)]
)
def test_a_base_version_is_version_and_release(printed: str, version: int | None, release: str | None) -> None:
    def change(content: Document) -> None:
        content["hmc"]["base_version"] = printed

    (found,) = rows(loaded("dump", change), "hmcs")
    assert (found["version"], found["release"]) == (version, release)


def test_a_console_without_a_date_is_an_issue() -> None:
    def change(content: Document) -> None:
        del content["hmc"]["date"]

    for form, cell in (("workbook", "B3"), ("dump", "")):
        report = loaded(form, change)
        assert rows(report, "hmcs")[0]["scanned_at"] is None
        assert kinds(report) == [("HMC hmc1", cell, "no-scan-date")]


def test_a_base_version_that_makes_no_sense_is_an_issue() -> None:
    def change(content: Document) -> None:
        content["hmc"]["base_version"] = "ten"

    report = loaded("dump", change)
    assert kinds(report) == [("HMC hmc1", "hmc/base_version", "unreadable-value")]
    assert rows(report, "hmcs")[0]["version"] is None


def second(name: str = "hmc2", **changes: Any) -> Document:
    """Another HMC with one server, ``delta``."""
    content = document()
    found = server(content, "beta")
    found["name"] = "delta"
    content["hmc"].update(scanner_name=name, date="2026-01-10 07:00:00")
    content["managed_system"] = {"delta": {**found, **changes}}
    return content


def test_several_consoles_in_one_workbook_are_told_apart() -> None:
    report = load(excel(document(), second()))
    assert {found["manager"]: found["scanned_at"] for found in rows(report, "hmcs")} == {
        "hmc1": "2026-01-10T06:00:12",
        "hmc2": "2026-01-10T07:00:00",
    }
    managers = {found["system"]: found["manager"] for found in rows(report, "systems")}
    assert managers == {"alpha": "hmc1", "beta": "hmc1", "gamma": "hmc1", "delta": "hmc2"}
    assert kinds(report) == []


@pytest.mark.parametrize(
    ("name", "tab"),
    [
        ("hmc2.with.a.very.long.domain.example.net", "HMC hmc2"),
        ("a-host-name-that-is-much-too-long-for-a-tab", "HMC #2"),
    ],
)
def test_a_console_with_a_long_name_is_joined_with_its_servers(name: str, tab: str) -> None:
    report = load(excel(document(), second(name)))
    assert tab in report.sheets
    assert {found["manager"] for found in rows(report, "hmcs")} == {"hmc1", name}
    assert row(report, "systems", system="delta")["manager"] == name


@pytest.mark.parametrize("changes", [{"serial_num": "9999999"}, {"state": "No Connection"}])
@pytest.mark.parametrize("name", ["beta", "omega"], ids=["overwritten", "last"])
def test_a_server_of_which_two_consoles_disagree_is_not_known(name: str, changes: dict[str, str]) -> None:
    first, other = document(), second()
    first["managed_system"][name] = {**server(first, "beta"), "name": name}
    other["managed_system"] = {name: {**server(document(), "beta"), "name": name, **changes}}
    report = load(excel(first, other))
    found = row(report, "systems", system=name)
    assert (found["status"], found["serial"], found["manager"]) == (None, None, "hmc2")
    assert [(tab, kind) for tab, _, kind in kinds(report)] == [("System Details", "contradiction")]
    assert gaps(report, name)["sriov_adapters"] == f"the state of {name} is not known"
    assert row(report, "systems", system="alpha")["status"] == "Operating"


def test_without_the_summary_the_details_tell_the_servers() -> None:
    report = load(without(healthy(), "System Summary"))
    # "7800001" and "0012345" have become numbers there: what stood before them is not known.
    assert pick(report, "systems", "system", "status", "serial", "manager") == [
        ("alpha", "Operating", None, "hmc1"),
        ("beta", "Operating", None, "hmc1"),
        ("gamma", "Power Off", "78000E3", "hmc1"),
    ]
    assert row(report, "systems", system="alpha")["free_mb"] == 201472


def test_sizes_are_those_of_the_tab_that_heads_them_by_what_they_are() -> None:
    report = load(put(healthy(), "System Summary", "Curr Avail GB", 1.0, "alpha"))
    assert row(report, "systems", system="alpha")["free_mb"] == 201472
    report = load(put(healthy(), "System CPU RAM", "curr_avail_sys_mem", "N/A", "alpha"))
    assert row(report, "systems", system="alpha")["free_mb"] == 201472
    assert where(report, "systems", "free_mb", system="alpha")[0] == "System Summary"


@pytest.mark.parametrize("tab", ["System CPU RAM", "System microcode"])
@pytest.mark.parametrize("name", [None, "alhpa"])
def test_facts_of_a_server_that_no_tab_lists_are_not_lost_without_a_word(tab: str, name: str | None) -> None:
    report = load(put(healthy(), tab, "Managed System", name, "alpha"))
    assert kinds(report) == [(tab, "2", "unknown-system")]


def test_a_server_that_two_consoles_know_is_told() -> None:
    other = document()
    other["hmc"]["scanner_name"] = "hmc2"
    del other["managed_system"]["gamma"]
    report = load(excel(document(), other))
    assert kinds(report) == [("System Summary", "2", "two-managers"), ("System Summary", "3", "two-managers")]
    assert "alpha is known to hmc1 and hmc2" in report.issues[0].message
    assert {found["manager"] for found in rows(report, "systems")} == {"hmc1"}
