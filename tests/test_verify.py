"""A plan held against a later scan: a move made as planned is verified, and every deviation is found by its check."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.errors import SelectionError
from hmcscan_lpm.planning.afterwards.checks import CHECKS
from hmcscan_lpm.planning.afterwards.saved import SavedPlan, parse_plan

from .moving import Edit, Row, Tables, later, moves, proposal, uncollected

SOURCE, TARGET = "ams-s924-01", "ams-s1022-02"
V1, V2 = "ams02vio1", "ams02vio2"
LPARS = (
    *("archive1", "backup1", "billing1", "cluster1", "crmbatch1", "dwh1", "erpapp1", "erpapp2", "erpdb1", "ledger1"),
    *("legacy1", "licence1", "webshop1"),
)
DISK = "332136005076810810A7E580000000000000104214503IBMfcp"


@pytest.fixture(scope="module")
def old(samples: Path) -> lpm.Estate:
    return lpm.load(samples / "hmc-ams1.json")


def document(samples: Path, name: str, estate: lpm.Estate, lpars: Sequence[str] = LPARS) -> dict[str, Any]:
    """A plan of the samples as JSON, for some of its partitions, with a mapping of each."""
    page: dict[str, Any] = json.loads((samples / "plans" / f"{name}-s924-to-s1022.json").read_text("utf-8"))
    for part in ("moves", "partitions"):
        page[part] = [item for item in page[part] if item["lpar"] in lpars]
    page["mappings"] = [proposal(estate, lpar, SOURCE, TARGET) for lpar in lpars]
    return page


@pytest.fixture(scope="module")
def page(samples: Path, old: lpm.Estate) -> dict[str, Any]:
    page = document(samples, "python", old)
    mappings = {item["lpar"]: item for item in page["mappings"]}
    mappings["legacy1"]["lpar_id"] = 77
    bridges = [[V1, "ent8"], [V2, "ent8"]]
    mappings["dwh1"]["vlans"] = [{"vswitch": "ETHERNET0", "vlan": 110, "bridges": bridges}]
    return page


@pytest.fixture(scope="module")
def plan(page: dict[str, Any]) -> SavedPlan:
    return parse_plan(json.dumps(page), "plan.json")


def done(page: dict[str, Any], *but: str) -> Edit:
    return moves(*(mapping for mapping in page["mappings"] if mapping["lpar"] not in but))


def problems(result: lpm.VerificationResult) -> dict[str, set[tuple[str, str, str, str]]]:
    """Partition → (check, item, outcome, severity) of all that did not pass; servers as a whole under their name."""
    found: dict[str, set[tuple[str, str, str, str]]] = {}
    for check in result.content.checks:
        if check.outcome != "pass":
            key = check.lpar or check.source
            found.setdefault(key, set()).add((check.what, check.item, check.outcome, check.severity))
    return found


def row(tables: Tables, name: str, **values: Any) -> Row:
    (found,) = [item for item in tables[name] if all(item[key] == value for key, value in values.items())]
    return found


def adapter(tables: Tables, lpar: str, slot: int) -> Row:
    return row(tables, "virtual_fibre", system=TARGET, lpar=lpar, slot=slot)


def mapping(tables: Tables, lpar: str, slot: int) -> Row:
    client = adapter(tables, lpar, slot)
    return row(tables, "npiv_mappings", system=TARGET, vios=client["remote_lpar"], slot=client["remote_slot"])


def to_other_vios(tables: Tables, lpar: str, *slots: int, vios: str = V2) -> None:
    for slot in slots:
        client, entry = adapter(tables, lpar, slot), mapping(tables, lpar, slot)
        server = row(tables, "virtual_fibre", system=TARGET, lpar=client["remote_lpar"], slot=client["remote_slot"])
        taken = {item["slot"] for item in tables["virtual_fibre"] if (item["system"], item["lpar"]) == (TARGET, vios)}
        free = next(number for number in range(400, 500) if number not in taken)
        server.update(lpar=vios, slot=free)
        client.update(remote_lpar=vios, remote_slot=free)
        entry.update(vios=vios, slot=free)


# ---- everything as planned


def test_moves_made_as_planned_are_verified_and_nothing_else_is_reported(
    old: lpm.Estate, page: dict[str, Any], plan: SavedPlan
) -> None:
    result = lpm.verify(plan, later(old, done(page)), before=old)
    assert result.verdict == "verified"
    assert problems(result) == {}
    assert set(result.moves["verdict"]) == {"verified"}
    assert result.moves["lpar"].tolist() == list(LPARS)


def test_what_a_java_report_cannot_show_is_no_proof_and_no_failure(samples: Path) -> None:
    old = lpm.load(samples / "hmc-ams1_20251014_021507_scan.xls")
    page = document(samples, "java", old, ["erpapp2", "erpdb1"])
    result = lpm.verify(parse_plan(json.dumps(page), "p"), later(old, done(page)), before=old)
    assert result.verdict == "verified"
    assert {(what, outcome) for (what, _, outcome, _) in problems(result)["erpdb1"]} == {("fibre-logged-in", "unknown")}
    assert "erpapp2" not in problems(result)


# ---- deviations: one per partition, so that each has to be found alone


def copy_of_lpar(tables: Tables, lpar: str) -> None:
    tables["lpars"].append({**row(tables, "lpars", system=TARGET, lpar=lpar), "system": SOURCE})


def swap(tables: Tables, lpar: str, slot: int) -> None:
    client = adapter(tables, lpar, slot)
    client["wwpn1"], client["wwpn2"] = client["wwpn2"], client["wwpn1"]


def still_mapped(tables: Tables, lpar: str, client: str | None) -> None:
    """The disk of *lpar* on the VIOS of the source again, or still."""
    own = row(tables, "virtual_scsi", system=TARGET, lpar=lpar, slot=10)
    entry = next(
        item
        for item in tables["vscsi_mappings"]
        if (item["system"], item["vios"], item["slot"]) == (TARGET, own["remote_lpar"], own["remote_slot"])
    )
    disk = row(tables, "vios_disks", system=SOURCE, vios="ams01vio1", disk_id=entry["disk_id"])
    tables["vscsi_mappings"].append(
        {
            **entry,
            "system": SOURCE,
            "vios": "ams01vio1",
            "slot": 99,
            "backing": disk["disk"],
            "vtd": "left_over",
            "client_lpar": client,
            "client_id": None,
        }
    )


def lose_disk(tables: Tables, slot: int) -> None:
    own = row(tables, "virtual_scsi", system=TARGET, lpar="erpapp2", slot=slot)
    place = (TARGET, own["remote_lpar"], own["remote_slot"])
    tables["vscsi_mappings"] = [
        item
        for item in tables["vscsi_mappings"]
        if (item["system"], item["vios"], item["slot"]) != place or item["disk_id"] != DISK
    ]


def lose_adapter(tables: Tables, lpar: str, slot: int) -> None:
    tables["virtual_fibre"].remove(adapter(tables, lpar, slot))


Case = tuple[str, str, Callable[[Tables], object], set[tuple[str, str, str, str]]]

FIRST: tuple[Case, ...] = (
    ("not moved", "erpapp1", lambda tables: None, {
        ("on-target", "", "fail", "blocker"), ("left-source", "", "fail", "blocker")}),
    ("on both servers", "webshop1", lambda tables: copy_of_lpar(tables, "webshop1"), {
        ("left-source", "", "fail", "blocker")}),
    ("another WWPN", "cluster1", lambda tables: adapter(tables, "cluster1", 30).update(wwpn2="c0507609a41fffff"), {
        ("wwpn-pair", "slot 30", "fail", "blocker")}),
    ("a WWPN is lost", "licence1", lambda tables: adapter(tables, "licence1", 31).update(wwpn2=""), {
        ("wwpn-pair", "slot 31", "fail", "blocker")}),
    ("a WWPN is not shown", "billing1", lambda tables: adapter(tables, "billing1", 30).update(wwpn2=None), {
        ("wwpn-pair", "slot 30", "unknown", "blocker")}),
    ("WWPNs in the other order", "ledger1", lambda tables: swap(tables, "ledger1", 30), set()),
    ("another MAC address", "legacy1", lambda tables: row(
        tables, "virtual_ethernet", system=TARGET, lpar="legacy1", slot=2).update(mac="020000000001"), {
        ("mac", "slot 2", "fail", "blocker")}),
    ("another VLAN", "backup1", lambda tables: row(
        tables, "virtual_ethernet", system=TARGET, lpar="backup1", slot=2).update(pvid=130), {
        ("vlan", "slot 2", "fail", "blocker")}),
    ("mapped to no port", "erpdb1", lambda tables: mapping(tables, "erpdb1", 30).update(
        is_mapped=False, fc_port=None, port_location=None), {
        ("fibre-mapped", "slot 30", "fail", "blocker")}),
    ("another VIOS and fabric", "dwh1", lambda tables: (
        to_other_vios(tables, "dwh1", 30), mapping(tables, "dwh1", 30).update(fc_port="fcs1")), {
        ("fibre-as-planned", "slot 30", "fail", "risk")}),
    ("all paths over one VIOS", "crmbatch1", lambda tables: to_other_vios(tables, "crmbatch1", 30, 31), {
        ("redundancy", "Fibre Channel", "fail", "blocker"),
        ("fibre-as-planned", "slot 30", "fail", "notice"), ("fibre-as-planned", "slot 31", "fail", "notice")}),
    ("a disk is missing", "erpapp2", lambda tables: lose_disk(tables, 10), {
        ("disk", f"slot 10, {DISK}", "fail", "blocker")}),
    ("a disk is still mapped", "archive1", lambda tables: still_mapped(tables, "archive1", None), {
        ("disk-released", "332136005076810810A7E580000000000000304214503IBMfcp", "fail", "blocker")}),
)  # fmt: skip

SECOND: tuple[Case, ...] = (
    ("less memory", "erpdb1", lambda tables: row(tables, "memory", system=TARGET, lpar="erpdb1").update(
        assigned_mb=90112), {("memory", "", "fail", "blocker")}),
    ("less entitlement", "backup1", lambda tables: row(tables, "processors", system=TARGET, lpar="backup1").update(
        assigned_units=0.7), {("processors", "", "fail", "blocker")}),
    ("fewer virtual processors", "webshop1", lambda tables: row(
        tables, "processors", system=TARGET, lpar="webshop1").update(assigned_procs=1), {
        ("processors", "virtual processors", "fail", "blocker")}),
    ("shared instead of dedicated", "crmbatch1", lambda tables: row(
        tables, "processors", system=TARGET, lpar="crmbatch1").update(mode="shared"), {
        ("processor-mode", "", "fail", "blocker")}),
    ("another pool", "erpapp1", lambda tables: row(tables, "processors", system=TARGET, lpar="erpapp1").update(
        pool="PoolDB"), {("processor-pool", "", "fail", "risk")}),
    ("RMC is down", "cluster1", lambda tables: row(tables, "lpars", system=TARGET, lpar="cluster1").update(
        rmc_state="inactive"), {("rmc", "", "fail", "blocker")}),
    ("RMC is not shown", "billing1", lambda tables: row(tables, "lpars", system=TARGET, lpar="billing1").update(
        rmc_state=None), {("rmc", "", "unknown", "blocker")}),
    ("it does not run", "legacy1", lambda tables: row(tables, "lpars", system=TARGET, lpar="legacy1").update(
        state="Open Firmware"), {("state", "", "fail", "blocker")}),
    ("started since", "archive1", lambda tables: row(tables, "lpars", system=TARGET, lpar="archive1").update(
        state="Running", rmc_state="active"), {("state", "", "fail", "notice")}),
    ("an adapter is lost", "ledger1", lambda tables: lose_adapter(tables, "ledger1", 31), {
        ("adapter-count", "virtual Fibre Channel", "fail", "blocker"), ("wwpn-pair", "slot 31", "fail", "blocker"),
        ("redundancy", "Fibre Channel", "fail", "blocker")}),
    ("not logged in", "licence1", lambda tables: mapping(tables, "licence1", 30).update(status="NOT_LOGGED_IN"), {
        ("fibre-logged-in", "slot 30", "fail", "risk")}),
    ("another port of the same fabric", "dwh1", lambda tables: mapping(tables, "dwh1", 30).update(fc_port="fcs2"), {
        ("fibre-as-planned", "slot 30", "fail", "notice")}),
    ("a disk is mapped to somebody else", "erpapp2", lambda tables: still_mapped(tables, "erpapp2", "report1"), {
        ("disk-released", DISK, "fail", "notice")}),
)  # fmt: skip


def swap_vioses(tables: Tables) -> None:
    """Slots 10 and 11 of erpapp2 are served by each other's VIOS."""
    first, second = (row(tables, "virtual_scsi", system=TARGET, lpar="erpapp2", slot=slot) for slot in (10, 11))
    for name in ("remote_lpar", "remote_slot"):
        first[name], second[name] = second[name], first[name]


def add_disk(tables: Tables) -> None:
    own = row(tables, "virtual_scsi", system=TARGET, lpar="archive1", slot=10)
    entry = next(
        item
        for item in tables["vscsi_mappings"]
        if (item["system"], item["vios"], item["slot"]) == (TARGET, own["remote_lpar"], own["remote_slot"])
    )
    tables["vscsi_mappings"].append({**entry, "vtd": "vtscsi99", "backing": "hdisk99", "disk_id": "another"})


def lose_server_adapter(tables: Tables, lpar: str, slot: int) -> None:
    own = adapter(tables, lpar, slot)
    place = {"system": TARGET, "lpar": own["remote_lpar"], "slot": own["remote_slot"]}
    tables["virtual_fibre"].remove(row(tables, "virtual_fibre", **place))


def left_adapter(tables: Tables, lpar: str) -> None:
    own = adapter(tables, lpar, 30)
    server = row(tables, "virtual_fibre", system=TARGET, lpar=own["remote_lpar"], slot=own["remote_slot"])
    tables["virtual_fibre"].append({**server, "system": SOURCE, "lpar": "ams01vio1", "slot": 333})


def left_mapping(tables: Tables, lpar: str, client_id: int) -> None:
    entry = {**mapping(tables, lpar, 30), "system": SOURCE, "vios": "ams01vio1", "slot": 334, "client_id": client_id}
    tables["npiv_mappings"].append(entry)


def unbridge(tables: Tables) -> None:
    row(tables, "virtual_ethernet", system=TARGET, lpar=V2, slot=11)["vlans"] = "120,130"


def ethernet(tables: Tables, lpar: str) -> Row:
    return row(tables, "virtual_ethernet", system=TARGET, lpar=lpar, slot=2)


THIRD: tuple[Case, ...] = (
    ("another virtual switch", "erpdb1", lambda tables: ethernet(tables, "erpdb1").update(vswitch="VSW-BACKUP"), {
        ("vswitch", "slot 2", "fail", "blocker")}),
    ("an Ethernet adapter is lost", "erpapp1", lambda tables: tables["virtual_ethernet"].remove(
        ethernet(tables, "erpapp1")), {
        ("adapter-count", "virtual Ethernet", "fail", "blocker"), ("mac", "slot 2", "fail", "blocker")}),
    ("no server adapter", "webshop1", lambda tables: lose_server_adapter(tables, "webshop1", 30), {
        ("fibre-mapped", "slot 30", "fail", "blocker"), ("redundancy", "Fibre Channel", "fail", "blocker")}),
    ("another partition id", "legacy1", lambda tables: row(
        tables, "lpars", system=TARGET, lpar="legacy1").update(lpar_id=78), {("lpar-id", "", "fail", "notice")}),
    ("an adapter is left on the source", "cluster1", lambda tables: left_adapter(tables, "cluster1"), {
        ("adapters-released", "", "fail", "notice")}),
    ("a mapping is left on the source", "licence1", lambda tables: left_mapping(tables, "licence1", 26), {
        ("adapters-released", "", "fail", "notice")}),
    ("the VIOSes are swapped", "erpapp2", swap_vioses, {
        ("scsi-as-planned", "slot 10", "fail", "notice"), ("scsi-as-planned", "slot 11", "fail", "notice")}),
    ("a disk too many", "archive1", add_disk, {("disk", "slot 10, another", "fail", "risk")}),
    ("bridged by one VIOS only", "dwh1", unbridge, {("vlan-bridged", "VLAN 110", "fail", "risk")}),
    ("the state is not shown", "ledger1", lambda tables: row(
        tables, "lpars", system=TARGET, lpar="ledger1").update(state=None), {("state", "", "unknown", "blocker")}),
    ("the memory is not shown", "backup1", lambda tables: row(
        tables, "memory", system=TARGET, lpar="backup1").update(assigned_mb=None), {
        ("memory", "", "unknown", "blocker")}),
    ("the MAC address is not shown", "billing1", lambda tables: ethernet(tables, "billing1").update(mac=None), {
        ("mac", "slot 2", "unknown", "blocker")}),
    ("VLANs are not shown", "crmbatch1", lambda tables: ethernet(tables, "crmbatch1").update(vlans=None), {
        ("vlan", "slot 2", "unknown", "blocker")}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("cases", "verdict"), [(FIRST, "failed"), (SECOND, "failed"), (THIRD, "failed")], ids=["1", "2", "3"]
)
def test_each_deviation_is_found_by_its_check_and_by_no_other(
    cases: tuple[Case, ...], verdict: str, old: lpm.Estate, page: dict[str, Any], plan: SavedPlan
) -> None:
    assert sorted(lpar for _, lpar, _, _ in cases) == sorted(LPARS)
    left = {lpar for name, lpar, _, _ in cases if name == "not moved"}

    def edit(tables: Tables) -> None:
        done(page, *left)(tables)
        for _, _, change, _ in cases:
            change(tables)

    result = lpm.verify(plan, later(old, edit))
    found = problems(result)
    assert {name: found.get(lpar, set()) for name, lpar, _, _ in cases} == {name: want for name, _, _, want in cases}
    if "ledger1" in {lpar for _, lpar, _, want in cases if not want}:
        said = result.checks.query("lpar == 'ledger1'").set_index(["what", "item"])["message"]
        assert said["wwpn-pair", "slot 30"] == "It has the same WWPNs, in the other order."
    assert result.verdict == verdict
    worst = {lpar: {outcome for _, _, outcome, severity in want if severity == "blocker"} for _, lpar, _, want in cases}
    expected = {
        lpar: "failed" if "fail" in outcomes else "unproven" if outcomes else "verified"
        for lpar, outcomes in worst.items()
    }
    assert dict(zip(result.moves["lpar"], result.moves["verdict"], strict=True)) == expected


# ---- servers, scans and reports


def both(old: lpm.Estate, page: dict[str, Any], change: Callable[[Tables], object]) -> lpm.Estate:
    def edit(tables: Tables) -> None:
        done(page)(tables)
        change(tables)

    return later(old, edit)


def test_a_scan_that_is_not_newer_than_the_plan_proves_nothing(
    old: lpm.Estate, page: dict[str, Any], plan: SavedPlan
) -> None:
    result = lpm.verify(plan, later(old, done(page), day="2025-10-14"))
    assert result.verdict == "unproven"
    assert set(result.checks["outcome"]) == {"unknown"}
    assert "which is not after the scan of the plan" in result.checks["message"].iloc[0]


def test_a_server_that_was_not_scanned_again_is_not_known(
    old: lpm.Estate, page: dict[str, Any], plan: SavedPlan
) -> None:
    (source,) = (new := later(old, done(page))).sources
    without = dataclasses.replace(new, sources=(dataclasses.replace(source, systems=(SOURCE,)),))
    result = lpm.verify(plan, without, before=old, lpar="erpdb1")
    assert set(result.checks.query("lpar == 'erpdb1'")["outcome"]) == {"unknown"}
    assert ("unplanned-move", "", "unknown", "blocker") in problems(result)[TARGET]
    assert set(result.moves["verdict"]) == {"unproven"}


def test_a_vios_that_did_not_answer_leaves_its_mappings_unknown(
    old: lpm.Estate, page: dict[str, Any], plan: SavedPlan
) -> None:
    silent = "VIOS ams02vio2 has no RMC connection (inactive)"
    tables = ("npiv_mappings", "vscsi_mappings", "vios_disks", "seas", "fc_ports")
    new = uncollected(later(old, done(page)), TARGET, V2, tables, silent)
    result = lpm.verify(plan, new, lpar=["erpapp1", "erpapp2"])
    assert result.verdict == "unproven"
    assert problems(result)["erpapp1"] == {
        ("fibre-mapped", "slot 31", "unknown", "blocker"),
        ("fibre-as-planned", "slot 31", "unknown", "notice"),
        ("redundancy", "Fibre Channel", "unknown", "blocker"),
    }
    assert {(what, outcome) for what, _, outcome, _ in problems(result)["erpapp2"]} == {
        ("disk", "unknown"),
        ("redundancy", "unknown"),
    }
    messages = result.checks.query("what == 'fibre-mapped' and outcome == 'unknown'")["message"]
    assert messages.tolist() == [f"Not known: {silent}."]


def test_a_vios_of_the_source_that_did_not_answer_may_still_map_the_disks(
    old: lpm.Estate, page: dict[str, Any], plan: SavedPlan
) -> None:
    new = uncollected(later(old, done(page)), SOURCE, "ams01vio1", ["vscsi_mappings"], "no RMC")
    result = lpm.verify(plan, new, lpar="erpapp2")
    assert problems(result)["erpapp2"] == {("disk-released", "", "unknown", "blocker")}


def test_tables_that_were_not_collected_are_unknown(old: lpm.Estate, page: dict[str, Any], plan: SavedPlan) -> None:
    moved = later(old, done(page))
    reason = "the report has no such tab"
    new = uncollected(moved, TARGET, None, ["virtual_ethernet", "virtual_fibre", "memory"], reason)
    found = problems(lpm.verify(plan, new, lpar="erpdb1"))["erpdb1"]
    assert {what for what, *_ in found} == {"mac", "vlan", "vswitch", "wwpn-pair", "fibre-mapped", "memory"}
    assert {outcome for _, _, outcome, _ in found} == {"unknown"}
    nowhere = uncollected(moved, TARGET, None, ["lpars"], reason)
    assert problems(lpm.verify(plan, nowhere, lpar="erpdb1"))["erpdb1"] == {("on-target", "", "unknown", "blocker")}


def test_a_vios_that_does_not_run_maps_nothing(old: lpm.Estate, page: dict[str, Any], plan: SavedPlan) -> None:
    new = both(old, page, lambda tables: row(tables, "lpars", system=TARGET, lpar=V2).update(state="Not Activated"))
    result = lpm.verify(plan, new, lpar="erpapp1")
    assert problems(result)["erpapp1"] == {
        ("fibre-mapped", "slot 31", "fail", "blocker"),
        ("redundancy", "Fibre Channel", "fail", "blocker"),
    }


def test_a_vlan_that_nobody_bridges_any_more_is_found(old: lpm.Estate, page: dict[str, Any], plan: SavedPlan) -> None:
    def unbridge(tables: Tables) -> None:
        for item in tables["virtual_ethernet"]:
            if item["system"] == TARGET and item["is_trunk"]:
                item["vlans"] = item["vlans"].replace(",130", "")

    result = lpm.verify(plan, both(old, page, unbridge), lpar=["cluster1", "erpapp1"])
    assert problems(result).get("cluster1") == {("vlan-bridged", "VLAN 130", "fail", "blocker")}
    assert "erpapp1" not in problems(result)


def test_what_nobody_planned_is_found_with_the_reports_from_before(
    old: lpm.Estate, page: dict[str, Any], plan: SavedPlan
) -> None:
    def unplanned(tables: Tables) -> None:
        moves(proposal(old, "voip1", SOURCE, TARGET), proposal(old, "test1", "ams-s1024-03", TARGET))(tables)
        for name, items in tables.items():
            tables[name] = [item for item in items if (item.get("system"), item.get("lpar")) != (TARGET, "crmapp1")]
        row(tables, "memory", system=TARGET, lpar="crmdb2")["assigned_mb"] += 1024
        row(tables, "lpars", system=TARGET, lpar="erpdb1")["effective_mode"] = "POWER10"

    new = both(old, page, unplanned)
    found = problems(lpm.verify(plan, new, before=old))
    assert ("unplanned-move", "", "fail", "blocker") in found["voip1"]
    assert ("unplanned-move", "", "fail", "blocker") in found["test1"]
    assert found["crmapp1"] == {("unplanned-move", "", "fail", "blocker")}
    assert found["crmdb2"] == {("unplanned-change", "assigned_mb", "fail", "risk")}
    assert found["erpdb1"] == {("unplanned-change", "effective_mode", "fail", "risk")}
    without = lpm.verify(plan, new)
    assert without.verdict == "verified"
    assert {what for what, *_ in problems(without)[TARGET]} == {"unplanned-move"}


def test_of_several_targets_the_one_where_the_partition_is_counts(old: lpm.Estate, page: dict[str, Any]) -> None:
    other = [{**move, "target": "ams-s1024-03"} for move in page["moves"]]
    saved = parse_plan(json.dumps({**page, "moves": [*other, *page["moves"]]}), "p")
    result = lpm.verify(saved, later(old, done(page)), lpar="erpdb1")
    assert (result.moves["target"].tolist(), result.verdict) == ([TARGET], "verified")


def test_moves_made_as_a_plan_just_made_proposes_are_verified(old: lpm.Estate) -> None:
    chosen = ["crmbatch1", "erpapp2"]
    made = lpm.plan(lpm.assess(old, source=SOURCE, target=TARGET, lpar=chosen, together=True, today=""))
    mappings = json.loads(made.to_json())["mappings"]
    assert sorted(mapping["lpar"] for mapping in mappings) == chosen
    result = lpm.verify(made, later(old, moves(*mappings)), before=old)
    assert (result.verdict, problems(result)) == ("verified", {})
    assert "fibre-as-planned" in set(result.checks["what"])
    with pytest.raises(SelectionError, match="No partition of the plan matches 'nobody'"):
        lpm.verify(made, old, lpar="nobody")


# ---- what is printed


def test_renderings_say_the_same_and_hostile_names_stay_text(
    root: Path, old: lpm.Estate, page: dict[str, Any], plan: SavedPlan
) -> None:
    evil = "<img src=x onerror=alert(1)>|\u202e\x1b[31m"
    hostile = both(old, page, lambda tables: adapter(tables, "erpdb1", 30).update(wwpn2=evil))
    result = lpm.verify(plan, hostile, lpar=["erpdb1", "erpapp1"])
    document = json.loads(result.to_json())
    schema = json.loads((root / "docs" / "verification.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["verdict"] == result.verdict == "failed"
    assert len(document["checks"]) == len(result.checks)
    text = result.to_markdown()
    assert "✕ Failed" in text
    assert "erpapp1" in text
    assert "<img" not in text
    assert "\x1b" not in text + result.to_json()
    assert "<img" not in result._repr_html_()
    assert repr(result).startswith("VerificationResult(failed: 2 moves")


def test_every_check_is_documented(root: Path) -> None:
    text = (root / "docs" / "after-the-move.md").read_text("utf-8")
    for name, (severity, title) in CHECKS.items():
        assert f"| `{name}` | {severity} | {title}".lower() in text.lower()
