"""Virtual adapters of the running configuration and of profiles, and virtual switches."""

from __future__ import annotations

from typing import Any

import pytest

from hmcscan_lpm.dialects.python import load

from .books import FORMS, gaps, healthy, kinds, loaded, pick, put, row, rows, without_column
from .builder import Document

TAB = "LPAR vadapter details"


def adapter(content: Document, owner: str, kind: str, slot: int) -> Document:
    found: Document = content["managed_system"]["alpha"]["_lpar"][owner][kind][str(slot)]
    return found


def edit(owner: str, kind: str, slot: int, **values: Any) -> Any:
    return lambda content: adapter(content, owner, kind, slot).update(values)


@pytest.mark.parametrize("form", FORMS)
def test_a_virtual_ethernet_adapter_is_told_whole(form: str) -> None:
    found = row(loaded(form), "virtual_ethernet", lpar="vios1")
    expected = {
        "lpar_id": 1, "slot": 11, "is_on": True, "is_required": False, "is_trunk": True, "trunk_priority": 1,
        "mac": "a6d2f0c0b10b", "vswitch": "ETHERNET0", "pvid": 1, "vlans": "10,20", "is_ieee": True,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("form", FORMS)
def test_additional_vlans_may_be_none_one_or_many(form: str) -> None:
    assert dict(pick(loaded(form), "virtual_ethernet", "lpar", "vlans", slot=2)) == {
        "db1": "", "007": "30", "büro-á": "30,40",
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_mac_address_of_digits_keeps_its_zeros(form: str) -> None:
    assert row(loaded(form), "virtual_ethernet", lpar="db1")["mac"] == "024681357902"


@pytest.mark.parametrize("form", FORMS)
def test_a_switch_may_be_called_like_a_number(form: str) -> None:
    def change(content: Document) -> None:
        switch = {"vswitch": "007", "switch_mode": "VEB", "vlan_ids": "30", "allowed_lpar_ids": "all"}
        content["managed_system"]["alpha"]["_vswitch"]["007"] = switch
        adapter(content, "db1", "veth", 2)["vswitch"] = "007"

    report = loaded(form, change)
    assert row(report, "virtual_ethernet", lpar="db1")["vswitch"] == "007"
    assert row(report, "virtual_switches", vswitch="007")["vlans"] == "30"


@pytest.mark.parametrize("form", FORMS)
def test_switches_tell_their_mode_and_the_vlans_in_use(form: str) -> None:
    assert pick(loaded(form), "virtual_switches", "vswitch", "is_default", "mode", "vlans", system="alpha") == [
        ("ETHERNET0", None, "VEB", "1,10,20"),
        ("VSW2", None, "VEPA", ""),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_the_mark_of_the_default_switch_is_no_part_of_its_name(form: str) -> None:
    def change(content: Document) -> None:
        server = content["managed_system"]["alpha"]
        server["_vswitch"]["ETHERNET0(Default)"] = server["_vswitch"].pop("ETHERNET0")
        adapter(content, "db1", "veth", 2)["vswitch"] = "ETHERNET0(Default)"

    report = loaded(form, change)
    assert dict(pick(report, "virtual_switches", "vswitch", "is_default", system="alpha")) == {
        "ETHERNET0": True, "VSW2": False,
    }  # fmt: skip
    assert row(report, "virtual_ethernet", lpar="db1")["vswitch"] == "ETHERNET0"


@pytest.mark.parametrize("form", FORMS)
def test_a_fibre_client_tells_its_partner_and_both_wwpns(form: str) -> None:
    found = row(loaded(form), "virtual_fibre", lpar="db1", slot=30)
    expected = {
        "type": "client", "is_on": True, "is_required": False, "remote_lpar": "vios1", "remote_slot": 200,
        "is_any": False, "wwpn1": "c0507600a1000002", "wwpn2": "c0507600a1000003",
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("wwpns", "expected"),
    [("c0507600a1000002", ("c0507600a1000002", "")), ("", ("", "")), ("none", ("", ""))],
)
def test_wwpns_that_a_client_does_not_have_are_empty(form: str, wwpns: str, expected: tuple[str, str]) -> None:
    found = row(loaded(form, edit("db1", "vfc", 30, wwpns=wwpns)), "virtual_fibre", lpar="db1", slot=30)
    assert (found["wwpn1"], found["wwpn2"]) == expected


@pytest.mark.parametrize("form", FORMS)
def test_a_server_adapter_has_no_wwpns(form: str) -> None:
    found = row(loaded(form), "virtual_fibre", lpar="vios1")
    assert (found["wwpn1"], found["wwpn2"]) == (None, None)


def test_a_wwpn_of_digits_that_the_workbook_rounds_is_never_a_wrong_one() -> None:
    change = edit("db1", "vfc", 30, wwpns="9007199254740993")
    report = loaded("workbook", change)
    found = row(report, "virtual_fibre", lpar="db1", slot=30)
    assert (found["wwpn1"], found["wwpn2"]) == (None, None)
    assert {kind for _, _, kind in kinds(report)} == {"unreadable-value"}
    assert row(loaded("dump", change), "virtual_fibre", lpar="db1", slot=30)["wwpn1"] == "9007199254740993"


@pytest.mark.parametrize("form", FORMS)
def test_a_partner_called_007_is_found_by_its_id(form: str) -> None:
    found = row(loaded(form), "virtual_scsi", lpar="vios1")
    assert (found["type"], found["remote_lpar"], found["remote_slot"], found["is_any"]) == ("server", "007", 5, False)


def test_any_in_all_its_spellings_is_open() -> None:
    """The program crashes on most of them while it writes the workbook; the dump is there."""
    for values in (
        {"remote_lpar_id": "any", "remote_lpar_name": "", "remote_slot_num": "any"},
        {"remote_slot_num": "any"},
        {"remote_lpar_id": "any", "remote_lpar_name": "any", "remote_slot_num": "5"},
        {"remote_lpar_id": "", "remote_lpar_name": "", "remote_slot_num": "5"},
    ):
        found = row(loaded("dump", edit("vios1", "vscsi", 50, **values)), "virtual_scsi", lpar="vios1")
        assert found["is_any"] is True, values


def test_a_workbook_tells_an_open_adapter() -> None:
    change = edit("vios1", "vscsi", 50, remote_lpar_id="any", remote_lpar_name="", remote_slot_num="any")
    found = row(loaded("workbook", change), "virtual_scsi", lpar="vios1")
    assert (found["is_any"], found["remote_lpar"], found["remote_slot"]) == (True, None, None)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("remote_lpar_name",), ("007", False)),
        (("remote_lpar_id",), ("007", False)),
        (("remote_slot_num",), ("007", None)),
        (("remote_lpar_id", "remote_lpar_name"), (None, None)),
        (("adapter_type",), ("007", None)),
    ],
)
def test_without_the_columns_nobody_knows_whether_an_adapter_is_open(
    columns: tuple[str, ...], expected: tuple[Any, ...]
) -> None:
    workbook = healthy()
    for column in columns:
        workbook = without_column(workbook, TAB, column)
    found = row(load(workbook), "virtual_scsi", lpar="vios1")
    assert (found["remote_lpar"], found["is_any"]) == expected


def test_a_partner_that_cannot_be_read_does_not_open_an_adapter() -> None:
    workbook = put(healthy(), TAB, "remote_lpar_id", "1?", "vios1", "vscsi")
    found = row(load(put(workbook, TAB, "remote_lpar_name", None, "vios1", "vscsi")), "virtual_scsi", lpar="vios1")
    assert (found["remote_lpar"], found["is_any"]) == (None, False)


@pytest.mark.parametrize(
    ("heading", "value", "cell"), [("Slot", "eleven", "D6"), ("Type", "vxyz", "E6"), ("Type", None, "E6")]
)
def test_an_adapter_that_cannot_be_taken_makes_its_server_incomplete(heading: str, value: Any, cell: str) -> None:
    report = load(put(healthy(), TAB, heading, value, "db1", "veth"))
    assert (TAB, cell) in {(tab, place) for tab, place, _ in kinds(report)}
    assert "row 6" in gaps(report, "alpha")["virtual_ethernet"]
    assert "virtual_ethernet" not in gaps(report, "beta")
    assert not rows(report, "virtual_ethernet", lpar="db1")


@pytest.mark.parametrize("column", ["Type", "Slot", "Name"])
def test_without_a_deciding_column_no_adapter_was_collected(column: str) -> None:
    report = load(without_column(healthy(), TAB, column))
    for table in ("virtual_ethernet", "virtual_scsi", "virtual_fibre"):
        assert gaps(report, "beta")[table] == f"tab {TAB} has no column {column}"
        assert not len(report.tables[table])
    assert {kind for _, _, kind in kinds(report)} == {"missing-column"}


@pytest.mark.parametrize("form", FORMS)
def test_adapters_of_profiles_are_told_by_kind(form: str) -> None:
    columns = ("kind", "slot", "type", "is_required", "remote_lpar", "remote_slot", "is_any")
    told = [found for found in pick(loaded(form), "profile_adapters", *columns, lpar="db1") if found[0] != "serial"]
    assert sorted(told) == [
        ("ethernet", 2, None, True, None, None, None),
        ("fibre", 30, "client", False, "vios1", 200, False),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_partner_in_a_profile_is_found_by_its_id(form: str) -> None:
    def change(content: Document) -> None:
        content["managed_system"]["alpha"]["_lpar"]["vios1"]["profile"]["normal"]["vscsi"] = [
            {"slot": "50", "type": "server", "remote_id": "11", "remote_name": "007", "remote_slot": "5",
             "required": "0"},
            {"slot": "51", "type": "server", "remote_id": "any", "remote_name": "", "remote_slot": "any",
             "required": "0"},
        ]  # fmt: skip

    told = pick(loaded(form, change), "profile_adapters", "slot", "remote_lpar", "is_any", lpar="vios1", kind="scsi")
    assert told == [(50, "007", False), (51, None, True)]


@pytest.mark.parametrize("form", FORMS)
def test_an_adapter_that_tells_no_switch_is_on_an_unknown_one(form: str) -> None:
    report = loaded(form, lambda content: adapter(content, "db1", "veth", 2).pop("vswitch"))
    assert row(report, "virtual_ethernet", lpar="db1")["vswitch"] is None
    assert row(report, "virtual_ethernet", lpar="007")["vswitch"] == "ETHERNET0"


@pytest.mark.parametrize("cell", [-24681357902.0, 1e12, 2.5])
def test_no_mac_address_is_made_of_another_number(cell: float) -> None:
    report = load(put(healthy(), TAB, "mac_addr", cell, "db1", "veth"))
    assert row(report, "virtual_ethernet", lpar="db1")["mac"] is None
    assert [(tab, kind) for tab, _, kind in kinds(report)] == [(TAB, "unreadable-value")]
