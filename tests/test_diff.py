"""Two scans compared: what changed and what that touches, what cannot be compared, whether a plan still holds."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm import catalogue, engine, planning, relations
from hmcscan_lpm.cli import main
from hmcscan_lpm.planning.afterwards.changes import Moved, specs
from hmcscan_lpm.planning.afterwards.saved import parse_plan
from hmcscan_lpm.tables.vocabulary import TABLES

from .moving import Tables, later, moves, proposal, uncollected
from .test_verify import SOURCE, TARGET, V1, V2, row

SERVERS = [TARGET, "ams-s1024-03", SOURCE]


@pytest.fixture(scope="module")
def old(samples: Path) -> lpm.Estate:
    return lpm.load(samples / "hmc-ams1.json")


def told(result: lpm.DifferencesResult) -> set[tuple[str, ...]]:
    """(kind, what, server, partition or VIOS, item, column, old, new) of every change that no move explains."""
    return {
        (item.kind, item.what, item.system, item.lpar or item.vios, item.item, item.column, item.old, item.new)
        for item in result.content.changes
        if not item.by_move
    }


# ---- nothing changed


def test_the_same_scan_in_other_formats_has_no_change_and_what_one_lacks_cannot_be_compared(
    old: lpm.Estate, samples: Path
) -> None:
    book, java = lpm.load(samples / "hmc-ams1.xlsx"), lpm.load(samples / "hmc-ams1_20251014_021507_scan.xls")
    for first, second, missing in ((old, book, "serial adapters"), (java, old, "lmb_mb")):
        result = lpm.diff(first, second)
        assert told(result) == set()
        assert result.verdict == "unproven"
        assert any(missing in columns for columns in result.gaps["columns"])
        assert result.content.systems == tuple(sorted(SERVERS))


def test_order_counters_and_clocks_are_no_change(old: lpm.Estate) -> None:
    def noise(tables: Tables) -> None:
        for rows in tables.values():
            rows.reverse()
        for port in tables["fc_ports"]:
            port.update(error_frames=17, invalid_crc=99)
        for system in tables["systems"]:
            system.update(system_time="10/20/2025 03:00:00", pending_free_mb=1, firmware_mb=2)
        for item in tables["virtual_ethernet"]:
            item["vlans"] = ",".join(reversed(item["vlans"].split(",")))

    result = lpm.diff(old, later(old, noise))
    assert (told(result), result.verdict) == (set(), "unchanged")
    assert repr(result) == "DifferencesResult(unchanged: 0 changes, 0 gaps)"


# ---- what changed


def lpar_gone(tables: Tables, system: str, lpar: str) -> None:
    for name, rows in tables.items():
        tables[name] = [item for item in rows if (item.get("system"), item.get("lpar")) != (system, lpar)]


def lose_vlan(tables: Tables) -> None:
    trunk = row(tables, "virtual_ethernet", system=TARGET, lpar=V2, slot=11)
    trunk["vlans"] = "110,130"


CHANGES: tuple[tuple[Callable[[Tables], object], tuple[str, ...], str], ...] = (
    (lambda t: row(t, "lpars", system=SOURCE, lpar="erpdb1").update(state="Not Activated"),
     ("partition", "changed", SOURCE, "erpdb1", "", "state", "Running", "Not Activated"), "movable-state"),
    (lambda t: row(t, "lpars", system=SOURCE, lpar="erpapp1").update(rmc_state="inactive"),
     ("partition", "changed", SOURCE, "erpapp1", "", "rmc_state", "active", "inactive"), "rmc-active"),
    (lambda t: row(t, "lpars", system=TARGET, lpar=V1).update(os_version="VIOS 4.1.2.0"),
     ("vios", "changed", TARGET, V1, "", "os_version", "VIOS 4.1.1.10", "VIOS 4.1.2.0"), "vios-level"),
    (lambda t: row(t, "memory", system=SOURCE, lpar="dwh1").update(assigned_mb=655616),
     ("memory", "changed", SOURCE, "dwh1", "", "assigned_mb", "655360", "655616"), "memory-fits"),
    (lambda t: row(t, "processors", system=SOURCE, lpar="crmbatch1").update(mode="shared"),
     ("processors", "changed", SOURCE, "crmbatch1", "", "mode", "ded", "shared"), "entitlement-compatible"),
    (lambda t: row(t, "lpars", system=SOURCE, lpar="legacy1").update(effective_mode="POWER10"),
     ("partition", "changed", SOURCE, "legacy1", "", "effective_mode", "POWER9", "POWER10"), "proc-compat"),
    (lambda t: row(t, "virtual_fibre", system=SOURCE, lpar="cluster1", slot=30).update(wwpn2="c0507609a41fffff"),
     ("fibre", "changed", SOURCE, "cluster1", "slot 30", "wwpns", "c0507609a4100030,c0507609a4100031",
      "c0507609a4100030,c0507609a41fffff"), "npiv-wwpn-pair"),
    (lambda t: row(t, "virtual_ethernet", system=SOURCE, lpar="voip1", slot=2).update(mac="020000000001"),
     ("ethernet", "changed", SOURCE, "voip1", "slot 2", "mac", "", "020000000001"), "mac-unique"),
    (lambda t: t["virtual_ethernet"].remove(row(t, "virtual_ethernet", system=SOURCE, lpar="dmz1", slot=2)),
     ("ethernet", "gone", SOURCE, "dmz1", "slot 2", "", "", ""), "has-virtual-ethernet"),
    (lambda t: row(t, "npiv_mappings", system=SOURCE, vios="ams01vio1", slot=200).update(fc_port="fcs1"),
     ("mapping", "changed", SOURCE, "ams01vio1", "slot 200", "fc_port", "fcs0", "fcs1"), "npiv-fabric-match"),
    (lambda t: t["vios_disks"].remove(row(t, "vios_disks", system=TARGET, vios=V2, disk="hdisk4")),
     ("disk", "gone", TARGET, V2, "device 332136005076810810A7E580000000000000304214503IBMfcp", "", "", ""),
     "vscsi-disk-visible-on-target"),
    (lose_vlan,
     ("bridge", "changed", TARGET, "", "vswitch ETHERNET0, vlan 120", "vioses", f"{V1},{V2}", V1),
     "vlan-bridged-on-target"),
    (lambda t: row(t, "systems", system=TARGET).update(free_mb=1024),
     ("server", "changed", TARGET, "", "", "free_mb", "617728", "1024"), "memory-fits"),
    (lambda t: row(t, "systems", system="ams-s1024-03").update(lmb_mb=256),
     ("server", "changed", "ams-s1024-03", "", "", "lmb_mb", "128", "256"), "lmb-equal"),
    (lambda t: row(t, "systems", system=SOURCE).update(activated_level=999),
     ("server", "changed", SOURCE, "", "", "activated_level", "", "999"), "server-supported"),
    (lambda t: row(t, "fc_ports", system=TARGET, vios=V1, port="fcs1").update(attention="Link Down", fcid="000000"),
     ("port", "changed", TARGET, V1, "port fcs1", "has_link", "True", "False"), "npiv-port-available"),
    (lambda t: lpar_gone(t, TARGET, "labels1"),
     ("partition", "gone", TARGET, "labels1", "", "", "", ""), "lpar-name-unique"),
    (lambda t: t["lpars"].append({**row(t, "lpars", system=TARGET, lpar="print1"), "lpar": "fresh1", "lpar_id": 99}),
     ("partition", "new", TARGET, "fresh1", "", "", "", ""), "lpar-name-unique"),
    (lambda t: [item.update(lpar="hugedb9") for rows in t.values() for item in rows
                if (item.get("system"), item.get("lpar")) == (TARGET, "hugedb1")],
     ("partition", "renamed", TARGET, "hugedb1", "", "", "hugedb1", "hugedb9"), "lpar-name-unique"),
)  # fmt: skip


def test_every_change_is_told_with_what_it_touches_and_where_it_stands(old: lpm.Estate) -> None:
    def edit(tables: Tables) -> None:
        for change, _, _ in CHANGES:
            change(tables)

    result = lpm.diff(old, later(old, edit))
    found = {(c.kind, c.what, c.system, c.lpar or c.vios, c.item, c.column): c for c in result.content.changes}
    for _, (*key, before, after), rule in CHANGES:
        change = found[tuple(key)]  # type: ignore[index]
        assert rule in change.matters
        assert change.new == after
        if before:
            assert change.old == before
        evidence = change.old_evidence if change.what != "new" else change.new_evidence
        assert evidence is not None
        assert evidence.report == "hmc-ams1.json"
    side_effects = {(kind, column) for kind, _, _, _, _, column, _, _ in told(result)}
    side_effects -= {(key[0], key[5]) for _, key, _ in CHANGES}
    # A name that changed stands in the adapters of the VIOSes as well, a trunk without a VLAN is one that changed.
    assert side_effects <= {("fibre", "remote_lpar"), ("ethernet", "vlans"), ("port", "fcid")}
    assert result.verdict == "changed"


def test_a_partition_that_moved_is_one_change_and_what_it_takes_along_is_explained(old: lpm.Estate) -> None:
    mapping = proposal(old, "erpapp2", SOURCE, TARGET)

    def edit(tables: Tables) -> None:
        moves(mapping)(tables)
        row(tables, "memory", system=TARGET, lpar="erpapp2")["max_mb"] += 1024

    result = lpm.diff(old, later(old, edit))
    moved = [item for item in result.content.changes if item.what == "moved"]
    assert [(item.lpar, item.old, item.new, item.by_move) for item in moved] == [
        ("erpapp2", SOURCE, TARGET, (Moved("erpapp2", SOURCE, TARGET),))
    ]
    assert told(result) == {("memory", "changed", TARGET, "erpapp2", "", "max_mb", "98304", "99328")}


def test_of_a_name_alone_nobody_can_tell_that_a_partition_moved(old: lpm.Estate) -> None:
    def edit(tables: Tables) -> None:
        moves(proposal(old, "erpapp1", SOURCE, TARGET))(tables)
        for item in tables["virtual_ethernet"] + tables["virtual_fibre"]:
            if item["lpar"] == "erpapp1":
                item.update({key: "0" * 12 for key in ("mac",) if key in item})
                item.update({key: "0" * 16 for key in ("wwpn1", "wwpn2") if key in item})

    found = {key[:4] for key in told(lpm.diff(old, later(old, edit))) if key[0] == "partition"}
    assert found == {("partition", "gone", SOURCE, "erpapp1"), ("partition", "new", TARGET, "erpapp1")}


# ---- what cannot be compared


def test_what_a_vios_did_not_answer_is_never_gone(old: lpm.Estate) -> None:
    asked = ("npiv_mappings", "vscsi_mappings", "vios_disks", "seas", "etherchannels", "fc_ports")
    new = uncollected(later(old, lambda tables: None), TARGET, V2, asked, "VIOS ams02vio2 has no RMC connection")
    for scans, side in (((old, new), "new"), ((new, later(old, lambda tables: None, day="2025-10-21")), "old")):
        result = lpm.diff(*scans)
        assert told(result) == set()
        assert result.verdict == "unproven"
        gaps = {(gap.system, gap.table, gap.side, gap.reason) for gap in result.content.gaps}
        for table in (*asked, "vlan_bridges"):
            assert (TARGET, table, side, "VIOS ams02vio2 has no RMC connection") in gaps


def test_a_server_that_only_one_scan_has_or_that_is_older_is_not_compared(old: lpm.Estate) -> None:
    (source,) = (new := later(old, lambda tables: tables["lpars"].clear())).sources
    fewer = dataclasses.replace(new, sources=(dataclasses.replace(source, systems=(SOURCE, TARGET)),))
    result = lpm.diff(old, fewer)
    assert ("ams-s1024-03", "new") in {(gap.system, gap.side) for gap in result.content.gaps if not gap.table}
    backwards = lpm.diff(new, old)
    assert backwards.content.systems == ()
    assert all("is older than" in reason for reason in backwards.gaps["reason"])
    assert backwards.verdict == "unproven"


def test_placeholders_are_not_compared(old: lpm.Estate) -> None:
    masked = dataclasses.replace(
        old, sources=tuple(dataclasses.replace(source, sanitized=True) for source in old.sources)
    )
    result = lpm.diff(old, masked)
    assert (result.content.systems, told(result)) == ((), set())


# ---- whether a plan still holds


@pytest.fixture(scope="module")
def page(samples: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((samples / "plans" / "python-s924-to-s1022.json").read_text("utf-8"))
    found["moves"] = [item for item in found["moves"] if item["lpar"] in ("erpapp1", "erpapp2", "erpdb1", "voip1")]
    return found


@pytest.fixture(scope="module")
def judged(page: dict[str, Any]) -> Callable[[lpm.Estate], lpm.Assessment | None]:
    """The plan's moves judged by two rules, which is quicker than by all."""
    saved, pages = parse_plan(json.dumps(page), "plan.json"), catalogue.load()
    few = dataclasses.replace(pages, rules=tuple(rule for rule in pages.rules if rule.id in ("rmc-active", "not-vios")))

    def judge(estate: lpm.Estate) -> lpm.Assessment | None:
        selection = planning.selection(saved, estate, "")
        return selection and engine.run(relations.connect(estate, selection), estate, selection, few)

    return judge


def test_a_plan_holds_as_long_as_none_of_its_moves_is_worse_off(
    old: lpm.Estate, page: dict[str, Any], judged: Callable[[lpm.Estate], lpm.Assessment | None]
) -> None:
    def edit(tables: Tables) -> None:
        moves(proposal(old, "erpapp2", SOURCE, TARGET))(tables)
        row(tables, "lpars", system=SOURCE, lpar="erpdb1")["rmc_state"] = None

    saved, new = parse_plan(json.dumps(page), "plan.json"), later(old, edit)
    before, after = judged(old), judged(new)
    worse = planning.holds(saved, before, after, new)
    states = {move.lpar: move.state for move in worse.moves}
    assert states == {"erpapp1": "holds", "erpapp2": "done", "erpdb1": "unproven", "voip1": "holds"}
    assert [(item.rule, item.lpar, item.old, item.new) for item in worse.findings] == [
        ("rmc-active", "erpdb1", "", "unknown")
    ]
    same = planning.holds(saved, after, after, new)
    assert (worse.verdict, same.verdict, same.findings) == ("unproven", "holds", ())
    better = planning.holds(saved, after, before, old)
    assert (better.verdict, [(item.old, item.new) for item in better.findings]) == ("holds", [("unknown", "")])


def test_a_plan_is_broken_by_what_blocks_a_move_or_takes_its_partition_away(
    root: Path, old: lpm.Estate, page: dict[str, Any], tmp_path: Path
) -> None:
    def edit(tables: Tables) -> None:
        row(tables, "lpars", system=SOURCE, lpar="erpdb1")["migration_disabled"] = True
        row(tables, "lpars", system=SOURCE, lpar="erpdb1")["os_version"] = "<b>AIX</b>"
        lpar_gone(tables, SOURCE, "erpapp1")

    path = tmp_path / "plan.json"
    path.write_text(json.dumps(page), "utf-8")
    result = lpm.diff(old, later(old, edit), plan=path, today="")
    found = {move.lpar: (move.state, move.before, move.after) for move in result.content.held.moves}  # type: ignore[union-attr]
    assert found["erpdb1"] == ("broken", "unproven", "blocked")
    assert found["erpapp1"] == ("broken", "unproven", "")
    assert result.verdict == "broken"
    findings = {(item.rule, item.lpar, item.old, item.new) for item in result.content.held.findings}  # type: ignore[union-attr]
    assert ("migration-enabled", "erpdb1", "", "fail") in findings
    assert "erpapp1" not in {lpar for _, lpar, _, _ in findings}
    text = result.to_markdown()
    assert "✕ Holds no longer" in text
    assert "<b>" not in text
    document = json.loads(result.to_json())
    schema = json.loads((root / "docs" / "differences.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["plan"]["verdict"] == "broken"


def test_a_plan_whose_server_is_not_in_the_new_scan_is_unproven(old: lpm.Estate, page: dict[str, Any]) -> None:
    def edit(tables: Tables) -> None:
        for name, rows in tables.items():
            tables[name] = [item for item in rows if item.get("system") != TARGET]

    result = planning.holds(parse_plan(json.dumps(page), "plan.json"), None, None, later(old, edit))
    assert {(move.state, move.reason) for move in result.moves} == {("unproven", f"{TARGET} is not in the new reports")}
    assert result.verdict == "unproven"


# ---- the table of what is compared


def test_what_is_known_of_changes_fits_tables_and_rules() -> None:
    rules = {rule.id for rule in catalogue.load().rules}
    computed = {"wwpns", "device", "has_link", "vioses"}
    for spec in specs():
        named = {*spec.rules, *(rule for found in spec.columns.values() for rule in found)}
        assert named <= rules, spec.table
        if spec.table in TABLES:
            columns = {column.name for column in TABLES[spec.table].columns} | computed
            mentioned = {*spec.key, *spec.columns, *spec.none, *spec.by_move, *spec.figures, *spec.ignored}
            assert mentioned <= columns, spec.table
    compared = {spec.table for spec in specs()} | {"io_children"}
    scanned = {name for name, table in TABLES.items() if table.collected_by in ("hmc", "vios")}
    assert scanned <= compared, "say in knowledge/changes.toml how the table is compared, or why it is not"


# ---- the command line


@dataclasses.dataclass
class Run:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    def called(*arguments: str) -> Run:
        monkeypatch.setattr("sys.argv", ["hmcscan-lpm", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return Run(int(ended.value.code or 0), *capsys.readouterr())

    return called


def test_the_commands_print_and_exit_with_what_they_found(
    run: Callable[..., Run], samples: Path, tmp_path: Path
) -> None:
    report, plan = str(samples / "hmc-ams2.json"), str(samples / "plans" / "python-e1080-to-s1022.json")
    same = run("diff", report, report)
    assert (same.code, same.err) == (0, "")
    assert same.out.endswith("2 servers compared, 0 changes: unchanged\n")
    stale = run("verify", plan, report, "--format", "json", "-o", str(tmp_path / "out.json"))
    assert (stale.code, stale.out) == (3, "")
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["verdict"] == "unproven"
    changed = tmp_path / "changed.json"
    text = Path(report).read_text("utf-8")
    assert text.count('"1572864"')
    changed.write_text(text.replace('"1572864"', '"1572608"'), "utf-8")
    other = run("diff", report, str(changed), "--format", "md")
    assert other.code == 1
    assert "1572608" in other.out
    wrong = run("verify", report, report)
    assert (wrong.code, wrong.out) == (2, "")
    assert "is no saved plan" in wrong.err
