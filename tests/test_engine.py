"""What the engine adds to the rules: gaps, subjects, roll-up, and rules that crash."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from hmcscan_lpm import catalogue, dialects, engine, relations
from hmcscan_lpm.catalogue.model import Catalogue, Change, Need, Rule
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.engine import Assessment
from hmcscan_lpm.estate import Estate, combine
from hmcscan_lpm.examples import apply, healthy
from hmcscan_lpm.relations import Selection

RULES = {rule.id: rule for rule in catalogue.load().rules}
BASE = RULES["migration-enabled"]


def estate(*changes: Change, report: str = "java") -> Estate:
    return combine([dialects.load(apply(healthy(report), changes))])


def assess(found: Estate, *rules: Rule, mode: str = "auto", vios: bool = False) -> Assessment:
    lpars = found.lpars if vios else found.lpars[found.lpars["env"] != "vioserver"]
    selection = Selection(
        tuple(sorted(zip(lpars["system"], lpars["lpar"], strict=True))), tuple(sorted(found.systems["system"])), mode
    )
    connection = relations.connect(found, selection)
    return engine.run(connection, found, selection, Catalogue(tuple(rules), "0", ""), everything=True)


def rule(sql: str, **changes: object) -> Rule:
    defaults: dict[str, object] = {"sql": sql, "needs": (), "params": {}, "messages": {"fail": "bad", "unknown": "?"}}
    return dataclasses.replace(BASE, **{**defaults, **changes})  # type: ignore[arg-type]


def outcomes(result: Assessment) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in result.items:
        found.setdefault(finding.lpar or "*", set()).add(finding.outcome)
    return found


ALL_PASS = "select l.system, l.lpar, 'pass' as outcome from lpars l"


def test_a_rule_that_crashes_is_an_error_and_makes_every_move_unproven() -> None:
    crash = rule("select l.system, l.lpar, cast(l.lpar as integer)::varchar as outcome from lpars l")
    result = assess(estate(), crash, RULES["not-vios"])
    (finding,) = [item for item in result.items if item.outcome == "error"]
    assert finding.message.startswith("The rule crashed: ConversionException")
    assert set(result.moves["verdict"]) == {"unproven"}
    assert set(result.moves["n_error"]) == {1}
    assert {item.rule.id for item in result.items} == {"migration-enabled", "not-vios"}


def test_an_outcome_that_does_not_exist_is_an_error() -> None:
    result = assess(estate(), rule("select l.system, l.lpar, 'maybe' as outcome from lpars l"))
    assert {item.outcome for item in result.items} == {"error"}


@pytest.mark.parametrize(
    ("witness", "said", "expected"),
    [
        ("none", "pass", "unknown"),
        ("none", "fail", "unknown"),
        ("pass", "pass", "pass"),
        ("pass", "fail", "unknown"),
        ("fail", "fail", "fail"),
        ("fail", "pass", "unknown"),
        ("none", "not-applicable", "unknown"),
    ],
)
def test_over_a_gap_only_the_witness_stands(witness: str, said: str, expected: str) -> None:
    gap = Change("Physical_Slots", "drop-tab", {}, {})
    judged = rule(
        f"select l.system, l.lpar, '{said}' as outcome from lpars l",
        needs=(Need("physical_slots", "source"),),
        witness=witness,
    )
    assert outcomes(assess(estate(gap), judged))["db1"] == {expected}
    assert outcomes(assess(estate(), judged))["db1"] == {said}


def test_a_gap_says_why() -> None:
    gap = Change("Physical_Slots", "drop-tab", {}, {})
    judged = rule(ALL_PASS, needs=(Need("physical_slots", "source"),))
    messages = {item.message for item in assess(estate(gap), judged).items}
    assert messages == {"Not decided: the report has no tab Physical_Slots."}


def test_a_silent_vios_of_the_target_is_a_gap_for_what_vioses_answer_only() -> None:
    silent = [
        Change("LPAR_Summary", "set", {"Name": "dstvios2"}, {"RMC State": "inactive"}),
        Change("SEA", "delete", {"VIOS": "dstvios2"}, {}),
        Change("FC", "delete", {"VIOS": "dstvios2"}, {}),
        Change("VSCSI_Map", "delete", {"VIOS": "dstvios2"}, {}),
        Change("VIOS disks", "drop-column", {}, {"DST@dstvios2": ""}),
        Change("Virtual_Fibre", "delete", {"LPAR name": "dstvios2"}, {}),
    ]
    sql = "select m.lpar, m.source, m.target, 'pass' as outcome from moves m"
    for table, expected in (("seas", "unknown"), ("virtual_ethernet", "pass")):
        judged = rule(sql, subject="move", needs=(Need(table, "target"),))
        found = {
            item.outcome
            for item in assess(estate(*present(silent)), judged).items
            if item.target == "DST" and item.lpar == "db1"
        }
        assert found == {expected}


def present(changes: Sequence[Change]) -> list[Change]:
    """Changes that find something in the healthy report: not every tab has rows of every VIOS."""
    from hmcscan_lpm.errors import CatalogueError

    kept = []
    for change in changes:
        try:
            apply(healthy("java"), [change])
        except CatalogueError:
            continue
        kept.append(change)
    return kept


def test_a_subject_without_rows_is_not_applicable() -> None:
    judged = rule("select l.system, l.lpar, 'fail' as outcome from lpars l where l.lpar = 'app1'")
    found = outcomes(assess(estate(), judged))
    assert found["app1"] == {"fail"}
    assert found["db1"] == {"not-applicable"}


def test_a_rule_of_the_other_mode_does_not_apply() -> None:
    judged = rule(ALL_PASS, modes=("inactive",))
    found = outcomes(assess(estate(), judged))
    assert found["db1"] == {"not-applicable"}
    assert found["off1"] == {"pass"}
    assert outcomes(assess(estate(), judged, mode="inactive"))["db1"] == {"pass"}


def test_only_rules_that_say_so_judge_vioses() -> None:
    for vios, expected in ((False, {"not-applicable"}), (True, {"pass"})):
        assert outcomes(assess(estate(), rule(ALL_PASS, vios=vios), vios=True))["srcvios1"] == expected


def test_a_rule_may_lower_the_severity_of_a_row_and_never_raise_it() -> None:
    sql = "select l.system, l.lpar, 'fail' as outcome, '{}' as severity from lpars l"
    lowered = assess(estate(), rule(sql.format("notice")))
    assert {item.severity for item in lowered.items} == {"notice"}
    assert set(lowered.moves["verdict"]) == {"ready"}
    raised = assess(estate(), rule(sql.format("blocker"), severity="risk", confidence="expert"))
    assert {item.severity for item in raised.items} == {"risk"}


def test_a_failing_risk_does_not_block() -> None:
    result = assess(estate(), rule(ALL_PASS.replace("pass", "fail"), severity="risk"))
    assert set(result.moves["verdict"]) == {"ready"}
    assert set(result.moves["n_fail"]) == {1}


def test_the_worst_item_of_a_subject_is_its_outcome() -> None:
    judged = rule(
        "select l.system, l.lpar, u.outcome, u.outcome as item from lpars l, "
        "unnest(['pass', 'unknown', 'fail']) as u(outcome)"
    )
    assert set(assess(estate(), judged).moves["verdict"]) == {"blocked"}


def test_what_is_so_for_a_pair_of_servers_is_one_finding() -> None:
    sql = "select distinct m.source, m.target, 'fail' as outcome from moves m"
    alone = assess(estate(), rule(sql, subject="pair"))
    assert {item.lpar for item in alone.items} == {None}
    assert set(alone.moves["verdict"]) == {"blocked"}


def test_a_failing_pair_is_named_by_partition_where_vioses_are_selected_too() -> None:
    """Whichever partition would include the VIOSes, about which only not-vios says something."""
    sql = "select distinct m.source, m.target, 'fail' as outcome from moves m"
    result = assess(estate(), rule(sql, subject="pair"), vios=True)
    assert "srcvios1" not in {item.lpar for item in result.items}
    assert None not in {item.lpar for item in result.items}
    verdicts = result.moves.set_index(["lpar", "target"])["verdict"]
    assert verdicts["srcvios1", "DST"] == "ready"
    assert verdicts["db1", "DST"] == "blocked"


def test_a_server_is_judged_in_both_roles() -> None:
    sql = "select s.system, 'fail' as outcome from systems s where s.system = 'DST'"
    result = assess(estate(), rule(sql, subject="system"))
    assert {(item.source, item.target) for item in result.items if item.outcome == "fail"} == {
        ("DST", None),
        (None, "DST"),
    }
    verdicts = result.moves.set_index(["lpar", "target"])["verdict"]
    assert verdicts["db1", "DST"] == "blocked"
    assert verdicts["web9", "SRC"] == "blocked"
    assert verdicts["db1", "P9"] == "ready"


def scan(file: str, *changes: Change, sanitized: bool) -> Report:
    """The healthy report as another file, with other content."""
    workbook = dataclasses.replace(apply(healthy("java"), changes), file=file, sha256=file)
    return dataclasses.replace(dialects.load(workbook), sanitized=sanitized)


def across(result: Assessment, found: Estate) -> dict[str, set[str]]:
    """Rule → what it says of moves between servers of two reports."""
    files = dict(zip(found.systems["system"], found.systems["report"], strict=True))
    said: dict[str, set[str]] = {}
    for item in result.items:
        if item.source and item.target and files[item.source] != files[item.target]:
            said.setdefault(item.rule.id, set()).add(item.outcome)
    return said


NAMED = ("lpar-name-unique", "remote-hmc", "vswitch-on-target", "vlan-bridged-on-target", "shared-pool-on-target")
IN_POOL = Change("LPAR_CPU", "set", {"Name": "db1"}, {"Pool Name": "Oracle"})


@pytest.mark.parametrize("sanitized", [(True, True), (True, False), (False, True)])
def test_names_are_not_compared_between_a_sanitized_report_and_another(sanitized: tuple[bool, bool]) -> None:
    found = combine([scan(f"{number}.xls", IN_POOL, sanitized=flag) for number, flag in enumerate(sanitized)])
    result = assess(found, *(RULES[name] for name in NAMED))
    said = across(result, found)
    assert [said[name] - {"not-applicable"} for name in NAMED] == [{"unknown"}] * len(NAMED)
    between = {item.message for item in result.items if item.rule.id != "shared-pool-on-target" and "*" in item.message}
    assert any("are placeholders" in message for message in between)
    inside = {item.outcome for item in result.items if item.rule.id == "remote-hmc"} - {"unknown"}
    assert inside == {"pass"}


def test_a_disk_is_not_on_two_servers_because_a_sanitized_report_shows_its_server_again() -> None:
    drive = {"Backing device": "hdisk9", "Phys Loc": "U78DA.ND0.WZS0001-P2-D2", "Identifier": "500A1B2C3D4sas"}
    columns = {"SRC@srcvios1": "hdisk9", "SRC@srcvios2": "", "DST@dstvios1": "", "DST@dstvios2": ""}
    changes = (
        Change("VSCSI_Map", "set", {"VIOS": "srcvios1", "VTD": "vtscsi1"}, drive),
        Change("VIOS disks", "add", {"SRC@srcvios1": "hdisk2"}, {"UUID": "500A1B2C3D4sas", **columns}),
    )
    found = combine([scan("real.xls", *changes, sanitized=False), scan("again.xls", *changes, sanitized=True)])
    result = assess(found, RULES["vscsi-no-internal-disk"])
    assert {item.source for item in result.items if item.outcome == "fail"} == {"SRC*78A0001", "SRC*again.xls"}


def test_findings_come_worst_and_most_severe_first() -> None:
    fail = rule(ALL_PASS.replace("pass", "fail"), severity="notice")
    unknown = dataclasses.replace(rule(ALL_PASS.replace("pass", "unknown")), id="other")
    ranks = [(item.outcome, item.severity) for item in assess(estate(), fail, unknown).items]
    assert ranks == sorted(ranks, key=lambda pair: (-engine.RANK[pair[0]], pair[1] != "blocker"))


def test_progress_is_told_rule_by_rule() -> None:
    told: list[tuple[str, int, int]] = []
    found = estate()
    selection = Selection((("SRC", "db1"),), ("DST",))
    rules = Catalogue((BASE, RULES["not-vios"]), "0", "")
    engine.run(relations.connect(found, selection), found, selection, rules, progress=lambda *step: told.append(step))
    assert told == [("migration-enabled", 0, 2), ("not-vios", 1, 2)]
