"""SR-IOV adapters, ports, logical ports and virtual NICs."""

from __future__ import annotations

import pytest

from hmcscan_lpm.dialects.python import load

from .books import FORMS, gaps, healthy, kinds, loaded, pick, row, rows, saying, without, without_column
from .builder import Document

BANNER = "SR-IOV is under development."
CARD = "U78DA.ND0.WZS0001-P0-C9"


def server(content: Document) -> Document:
    found: Document = content["managed_system"]["alpha"]
    return found


@pytest.mark.parametrize("form", FORMS)
def test_adapters_and_ports(form: str) -> None:
    report = loaded(form)
    assert pick(report, "sriov_adapters", "location", "state", "adapter_id") == [(CARD, "sriov", "1")]
    columns = ("location", "label", "state", "max_logical_ports", "logical_ports")
    assert pick(report, "sriov_ports", *columns) == [(f"{CARD}-T0", "left", "1", 20, 2)]


@pytest.mark.parametrize("form", FORMS)
def test_a_logical_port_is_a_clients_own_or_backs_a_vnic(form: str) -> None:
    columns = ("lpar", "port", "location", "is_vnic_backing", "is_migratable", "is_required", "mac", "pvid")
    assert pick(loaded(form), "sriov_logical_ports", *columns) == [
        ("db1", f"{CARD}-T0-S1", f"{CARD}-T0", False, False, False, "2ea1b2c3d401", 10),
        ("vios1", f"{CARD}-T0-S2", f"{CARD}-T0", True, False, False, "2ea1b2c3d402", 0),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_logical_port_of_no_protocol_is_taken_from_the_list_of_all(form: str) -> None:
    def change(content: Document) -> None:
        server(content)["_sriov_logport_eth"] = []

    found = rows(loaded(form, change), "sriov_logical_ports", lpar="db1")
    assert [(port["tab"], port["mac"]) for port in found] == [("SR-IOV Logical Port", None)]


@pytest.mark.parametrize("form", FORMS)
def test_a_logical_port_without_an_owner_has_none(form: str) -> None:
    def change(content: Document) -> None:
        server(content)["_sriov_logport_eth"][0].update(lpar_name="none", lpar_id="none")

    assert row(loaded(form, change), "sriov_logical_ports", port=f"{CARD}-T0-S1")["lpar"] is None


def test_without_the_tab_of_vnics_nobody_knows_what_backs_them() -> None:
    found = dict(pick(load(without(healthy(), "SR-IOV vNIC")), "sriov_logical_ports", "lpar", "is_vnic_backing"))
    assert found == {"db1": None, "vios1": True}


@pytest.mark.parametrize("form", FORMS)
def test_a_vnic_tells_the_vioses_behind_it(form: str) -> None:
    found = row(loaded(form), "vnics")
    expected = {
        "system": "alpha", "lpar": "büro-á", "slot": 3, "mac": "2ea1b2c3d503", "pvid": 10, "vlans": "all",
        "auto_failover": True, "backing_count": 2, "backing_vioses": "vios1,vios2", "is_required": None,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("form", FORMS)
def test_two_backing_devices_on_one_vios_are_one_vios(form: str) -> None:
    def change(content: Document) -> None:
        server(content)["_sriov_vnic"][0]["backing_devices"][1].update({"vios-lpar-name": "vios1", "vios-lpar-ID": "1"})

    found = row(loaded(form, change), "vnics")
    assert (found["backing_count"], found["backing_vioses"]) == (2, "vios1")


def test_a_single_backing_device_that_the_program_cut_into_letters_is_one_and_not_known() -> None:
    def change(content: Document) -> None:
        letters = "sriov/vios1/1/1/0/27004002/2.0/2.0/50/100.0/100.0"
        cut = [{"vios-lpar-name": ""} if letter == "/" else {} for letter in letters]
        for part in ("_sriov_vnic", "_sriov_vnic_lpar"):
            server(content)[part][0]["backing_devices"] = cut

    report = loaded("dump", change)
    found = row(report, "vnics")
    assert (found["backing_count"], found["backing_vioses"]) == (1, None)
    assert [(tab, kind) for tab, _, kind in kinds(report)] == [("SR-IOV vNIC", "garbled-value")]


def test_a_vnic_without_an_owner_makes_its_server_incomplete() -> None:
    def change(content: Document) -> None:
        server(content)["_sriov_vnic"][0].update(lpar_name="none", lpar_id="99")

    report = loaded("workbook", change)
    assert not rows(report, "vnics")
    assert "row 3" in gaps(report, "alpha")["vnics"]
    assert "vnics" not in gaps(report, "beta")


@pytest.mark.parametrize("column", ["allowed_vlan_ids", "auto_priority_failover", "#backing devices"])
def test_what_a_vnic_does_not_tell_is_not_known(column: str) -> None:
    name = {"allowed_vlan_ids": "vlans", "#backing devices": "backing_count"}.get(column, "auto_failover")
    assert row(load(without_column(healthy(), "SR-IOV vNIC", column)), "vnics")[name] is None


@pytest.mark.parametrize(
    ("tab", "sentence", "table"),
    [
        ("SR-IOV Adapters", "No SR-IOV adapter was detected", "sriov_adapters"),
        ("SR-IOV vNIC", "No SR-IOV vNIC was detected", "vnics"),
    ],
)
def test_a_sentence_below_the_banner_means_none(tab: str, sentence: str, table: str) -> None:
    report = load(saying(healthy(), tab, BANNER, sentence))
    assert not len(report.tables[table])
    assert table not in gaps(report, "alpha")
    (account,) = (account for account in report.accounts if account.tab == tab)
    assert account.remark == sentence


def test_a_dump_of_a_program_without_sriov_says_nothing_of_it() -> None:
    def change(content: Document) -> None:
        for found in content["managed_system"].values():
            for part in [part for part in found if part.startswith("_sriov")]:
                del found[part]

    missing = gaps(loaded("dump", change), "alpha")
    assert missing["vnics"] == "the report has no tab SR-IOV vNIC"
    assert {"sriov_adapters", "sriov_ports", "sriov_logical_ports"} <= set(missing)
