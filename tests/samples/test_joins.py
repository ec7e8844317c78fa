from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from .reports import SYSTEM, XLS, Record, records, servers, stacked, virtual_ethernet

each_report = pytest.mark.parametrize("path", XLS, ids=lambda path: path.name)
each_kind = pytest.mark.parametrize("tab", ["Virtual_SCSI", "Virtual_Fibre"])


def ends(rows: list[Record], kind: str) -> set[tuple[object, ...]]:
    """(server, partition, slot, remote partition, remote slot) of one type of adapter."""
    fields = (SYSTEM, "LPAR name", "Slot", "Remote LPAR", "Remote Slot")
    return {tuple(row[name] for name in fields) for row in rows if row["Type"] == kind}


@each_report
@each_kind
def test_each_client_adapter_has_its_server_adapter_and_the_reverse(path: Path, tab: str) -> None:
    rows = records(path, tab)
    turned = {(system, far, far_slot, near, slot) for system, near, slot, far, far_slot in ends(rows, "server")}
    assert turned == ends(rows, "client")
    assert turned


@each_report
def test_every_partition_named_anywhere_is_in_the_summary(path: Path) -> None:
    known = {(row[SYSTEM], row["Name"]) for row in records(path, "LPAR_Summary")}
    named = {(row[SYSTEM], row["Lpar Name"]) for row in records(path, "LPAR_Profiles")}
    named |= {(row[SYSTEM], row["LPAR"]) for row in records(path, "Physical_Slots") if row["LPAR"]}
    named |= {(row[SYSTEM], row["LPAR name"]) for row in virtual_ethernet(path)}
    for tab in ("LPAR_CPU", "LPAR_MEM"):
        assert {(row[SYSTEM], row["Name"]) for row in records(path, tab)} == known
    assert named == known


@each_report
def test_a_slot_number_is_used_once_per_partition(path: Path) -> None:
    rows = [*records(path, "Virtual_SCSI"), *records(path, "Virtual_Fibre"), *virtual_ethernet(path)]
    used = Counter((row[SYSTEM], row["LPAR name"], row["Slot"]) for row in rows)
    assert [slot for slot, count in used.items() if count > 1] == []


@each_report
def test_each_vscsi_server_adapter_has_a_mapping_to_its_client(path: Path) -> None:
    ids = {(row[SYSTEM], row["Name"]): int(row["ID"]) for row in records(path, "LPAR_Summary")}
    mapped = {(row[SYSTEM], row["VIOS"], row["Slot"], row["Client"]) for row in records(path, "VSCSI_Map")}
    servers_ends = {
        (system, vios, slot, f'0x{ids[system, client]:08x} "{client}"')
        for system, vios, slot, client, _ in ends(records(path, "Virtual_SCSI"), "server")
    }
    assert mapped == servers_ends


@each_report
def test_each_mapped_disk_is_in_the_matrix_under_its_identifier(path: Path) -> None:
    matrix = {
        (column, row[column]): row["UUID"] for row in records(path, "VIOS disks") for column in row if "@" in column
    }
    for row in records(path, "VSCSI_Map"):
        if row["Backing device"].startswith("hdisk"):
            assert matrix[f"{row[SYSTEM]}@{row['VIOS']}", row["Backing device"]] == row["Identifier"]


@each_report
def test_each_virtual_fibre_adapter_has_a_linked_port_behind_it(path: Path) -> None:
    children = {row["Physical Location"]: row["WWPN"] for row in records(path, "IO_slot_children")}
    linked = {row["wwpn"][2:].lower(): row["VIOS"] for row in records(path, "FC") if row["wwpn"]}
    for row in records(path, "Virtual_Fibre"):
        vios = row["LPAR name"] if row["Type"] == "server" else row["Remote LPAR"]
        assert linked[children[row["Physical FC Slot"]]] == vios


@each_report
def test_wwpns_are_pairs_but_for_the_planted_ones(path: Path) -> None:
    clients = [row for row in records(path, "Virtual_Fibre") if row["Type"] == "client"]
    used = Counter(wwpn for row in clients for wwpn in (row["WWPN #1"], row["WWPN #2"]))
    bad = {
        row["LPAR name"]
        for row in clients
        if used[row["WWPN #1"]] > 1 or not row["WWPN #2"] or int(row["WWPN #2"], 16) != int(row["WWPN #1"], 16) + 1
    }
    assert bad == ({"billing1", "labels1"} if path == XLS[0] else set())


@each_report
def test_each_sea_stands_on_trunks_of_its_vios(path: Path) -> None:
    trunks = {
        (row[SYSTEM], row["LPAR name"], str(int(row["Slot"]))): row
        for row in virtual_ethernet(path)
        if row["Trunk"] == "True"
    }
    seas, channels, statistics = stacked(path)
    on_sea = {
        (sea[SYSTEM], sea["VIOS"], sea[f"Virt#{k} slot"]) for sea in seas for k in (1, 2) if sea.get(f"Virt#{k} slot")
    }
    silent = {(row[SYSTEM], row["Name"]) for row in records(path, "LPAR_Summary") if row["OS Version"] == "Unknown"}
    assert on_sea == {key for key in trunks if key[:2] not in silent}
    for sea in seas:
        assert str(int(trunks[sea[SYSTEM], sea["VIOS"], sea["Virt#1 slot"]]["Port VLAN id"])) == sea["pvid"]
    behind = {(channel[SYSTEM], channel["VIOS"], channel["Etherchannel"]) for channel in channels}
    assert {(s[SYSTEM], s["VIOS"], s["real_adapter"]) for s in seas if not s["real_adapter slot"]} == behind
    assert {(row[SYSTEM], row["VIOS"]) for row in statistics} == {(sea[SYSTEM], sea["VIOS"]) for sea in seas}


@each_report
def test_two_trunks_of_one_vlan_differ_in_priority(path: Path) -> None:
    trunks = [row for row in virtual_ethernet(path) if row["Trunk"] == "True"]
    taken = Counter((row[SYSTEM], row["Virtual Switch"], row["Port VLAN id"], row["Trunk Priority"]) for row in trunks)
    assert set(taken.values()) == {1}


@each_report
def test_both_dialects_show_the_same_adapters(path: Path) -> None:
    here = {row["Managed System"] for row in records(path, "System_Summary")}
    lpars = [(name, lpar) for name, server in servers().items() if name in here for lpar in server["_lpar"].values()]
    macs = {(name, nic["mac_addr"]) for name, lpar in lpars for nic in lpar["veth"].values()}
    # A single WWPN is a plain string in the dump, a pair is a list.
    wwpns = {
        (name, str(fc["wwpns"]).strip("[']")[:16])
        for name, lpar in lpars
        for fc in lpar["vfc"].values()
        if "wwpns" in fc
    }
    assert macs == {(row[SYSTEM], row["MAC Addresss"]) for row in virtual_ethernet(path)}
    assert wwpns == {(row[SYSTEM], row["WWPN #1"]) for row in records(path, "Virtual_Fibre") if row["WWPN #1"]}


def test_a_vios_without_rmc_has_no_devices_in_any_tab() -> None:
    path = XLS[1]
    seen = {row["VIOS"] for tab in ("FC", "VSCSI_Map") for row in records(path, tab)}
    seen |= {row["VIOS"] for table in stacked(path) for row in table}
    seen |= {name.split("@")[1] for name in records(path, "VIOS disks")[0] if "@" in name}
    assert seen == {"ams04vio1", "ams04vio2", "ams05vio1"}
