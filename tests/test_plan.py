"""A plan says how: choices of the user, placement over several targets, waves, scripts, the way to rebuild it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.errors import ChoicesError, SelectionError

from .conftest import only_rules

SOURCE, TARGET, SMALL = "ams-s924-01", "ams-s1022-02", "ams-s1024-03"
DAY = "2025-10-15"


@pytest.fixture(autouse=True, scope="module")
def _few_rules() -> Iterator[None]:
    with only_rules(
        "npiv-wwpn-pair",
        "npiv-zoned",
        "mac-unique",
        "memory-fits",
        "cpu-fits",
        "lmb-equal",
        "no-dedicated-io",
        "migration-aware",
        "report-fresh",
        "vlan-bridged-on-target",
        "dual-vios-target",
    ):
        yield


@pytest.fixture(scope="module")
def estate(samples: Path) -> lpm.Estate:
    return lpm.load(samples / "hmc-ams1.xlsx")


@pytest.fixture(scope="module")
def judged(estate: lpm.Estate) -> lpm.Assessment:
    return lpm.assess(estate, source=SOURCE, target=TARGET, vios=False, together=True, today=DAY)


@pytest.fixture(scope="module")
def plan(judged: lpm.Assessment) -> lpm.MigrationPlan:
    return lpm.plan(judged)


def test_every_move_that_is_not_blocked_has_a_mapping_commands_a_time_and_a_wave(plan: lpm.MigrationPlan) -> None:
    going = {(move.lpar, move.target) for move in plan.content.moves if move.verdict != "blocked"}
    assert going
    assert {(item.lpar, item.target) for item in plan.content.mappings} == going
    assert {(item.lpar, item.target) for item in plan.content.times} == going
    assert set(zip(plan.commands["lpar"], plan.commands["target"], strict=True)) == going
    assert set(zip(plan.waves["lpar"], plan.waves["target"], strict=True)) == going
    assert set(plan.mappings["lpar"]) <= {lpar for lpar, _ in going}
    in_runbook = {lpar for phase in plan.content.runbook for step in phase.steps for lpar in step.lpars}
    assert in_runbook == {lpar for lpar, _ in going}


def test_a_runbook_step_concerns_those_it_is_about(plan: lpm.MigrationPlan) -> None:
    steps = {step.id: step for phase in plan.content.runbook for step in phase.steps}
    npiv = {sheet.lpar for sheet in plan.content.partitions if sheet.wwpn_pairs}
    running = {move.lpar for move in plan.content.moves if move.mode == "active"}
    assert set(steps["logins"].lpars) <= npiv
    assert set(steps["rmc"].lpars) <= running
    assert steps["arrived"].is_for_all
    assert not steps["rmc"].is_for_all
    for step in steps.values():
        if not step.changes:
            words = {command.run.split()[0] for command in step.commands if command.on == "hmc"}
            assert words <= {"lssyscfg", "lslparmigr", "lsnportlogin", "viosvrcmd", "lsmemopt", "migrlpar"}, step.id
            assert not [c.run for c in step.commands if c.run.startswith("migrlpar") and " -o v " not in c.run]


def test_the_same_choices_give_the_same_plan_from_toml_and_from_its_json(
    judged: lpm.Assessment, plan: lpm.MigrationPlan, tmp_path: Path
) -> None:
    wanted = tmp_path / "choices.toml"
    wanted.write_text('order = ["webshop1", "erpapp2"]\n[exclude]\nprint1 = "is switched off soon"\n', encoding="utf-8")
    first = lpm.plan(judged, choices=wanted)
    saved = tmp_path / "plan.json"
    first.to_json(saved)
    assert lpm.plan(judged, choices=saved).to_json() == first.to_json()
    assert [move.lpar for move in first.content.moves][:2] == ["webshop1", "erpapp2"]
    assert (SOURCE, "print1", "is switched off soon") in first.content.left_out
    assert "print1" in set(plan.moves["lpar"])
    assert "print1" not in set(first.moves["lpar"])
    document = json.loads(saved.read_text("utf-8"))
    document["choices"]["exclude"] = {}
    saved.write_text(json.dumps(document), encoding="utf-8")
    assert "print1" in set(lpm.plan(judged, choices=saved).moves["lpar"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('order = ["nobody"]', "no report has a partition 'nobody'"),
        ("[exclude]\nnobody = 'x'", "[exclude]: no report has"),
        (f"[home]\nwebshop1 = '{SMALL}'", "its targets are"),
        ("[[mover]]\nlpar = 'webshop1'", "source is missing"),
        ("[[adapter]]\nlpar = 'webshop1'\nslot = 'x'\nvios = 'v'", "slot must be a number"),
        ("[[fabric]]\nserver = 's'\nvios = 'v'\nport = 'p'\nname = ''", "name must be text"),
        ("[wishes]\na = 1", "no such choice"),
        ("order = 'webshop1'", "must be a list"),
        ("order = [", "neither TOML nor a saved plan"),
        ('{"choices": [1]}', "without choices"),
    ],
)
def test_choices_that_cannot_be_used_say_why(judged: lpm.Assessment, tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "choices.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ChoicesError) as caught:
        lpm.plan(judged, choices=path)
    assert problem in str(caught.value)


def test_nothing_left_to_move_is_said(judged: lpm.Assessment) -> None:
    everybody = dict.fromkeys(judged.moves["lpar"], "stays")
    with pytest.raises(SelectionError, match="Nothing is left to move"):
        lpm.plan(judged, choices=lpm.Choices(exclude=everybody))


def test_several_targets_give_each_partition_one_home_or_a_reason(estate: lpm.Estate) -> None:
    found = lpm.assess(estate, source=SOURCE, target=(TARGET, SMALL), vios=False, today=DAY)
    plan = lpm.plan(found)
    placement = plan.content.placement
    assert placement is not None
    homes = {home.lpar for home in placement.homes}
    assert sorted(plan.moves["lpar"]) == sorted(homes)
    assert homes | {item.lpar for item in placement.homeless} == set(found.moves["lpar"])
    assert homes.isdisjoint(item.lpar for item in placement.homeless)
    assert all(len(item.reasons) == 2 for item in placement.homeless)
    assert plan.content.count("blocked") == 0
    assert placement.gap <= 0.01
    assert lpm.plan(found).to_json() == plan.to_json()
    assert len(lpm.plan(found, place=False).moves) == len(found.moves)


def test_where_nobody_has_a_home_the_plan_shows_why(estate: lpm.Estate) -> None:
    found = lpm.assess(estate, source=SOURCE, lpar="billing1", target=(TARGET, SMALL), vios=False, today=DAY)
    plan = lpm.plan(found)
    assert plan.content.placement is not None
    assert not plan.content.placement.homes
    assert plan.content.count("blocked") == len(plan.moves) == 2
    assert not plan.content.schedule.waves


def test_a_window_spreads_the_waves_over_nights(judged: lpm.Assessment) -> None:
    plan = lpm.plan(judged, window="22:00-23:15", caps=lpm.Caps(per_system=1))
    nights = [wave.night for wave in plan.content.schedule.waves]
    assert max(nights) > 1
    assert nights == sorted(nights)
    assert all("22:00" <= wave.begins <= "23:15" for wave in plan.content.schedule.waves)
    assert plan.content.window == "22:00-23:15"


@pytest.mark.parametrize("wishes", [{"window": "late"}, {"reserve": "a lot"}])
def test_wishes_that_say_nothing_are_refused(judged: lpm.Assessment, wishes: dict[str, str]) -> None:
    with pytest.raises(SelectionError):
        lpm.plan(judged, **wishes)


def test_a_script_is_written_for_each_wave(plan: lpm.MigrationPlan, tmp_path: Path) -> None:
    written = plan.to_scripts(tmp_path / "waves")
    assert [path.name for path in written] == [f"wave-{wave.number}.sh" for wave in plan.content.schedule.waves]
    texts = [path.read_text("utf-8") for path in written]
    for wave, text in zip(plan.content.schedule.waves, texts, strict=True):
        assert all(move.lpar in text for move in wave.moves)


def test_who_must_stay_apart_does_not_go_to_one_target(judged: lpm.Assessment) -> None:
    plan = lpm.plan(judged, choices=lpm.Choices(apart=("erpapp*",)))
    assert len({"erpapp1", "erpapp2"} & set(plan.moves["lpar"])) == 1
    (left_out,) = [item for item in plan.content.left_out if item[1].startswith("erpapp")]
    assert "erpapp" in left_out[2]
    assert plan.content.count("blocked") == (judged.moves["verdict"] == "blocked").sum()


def test_which_servers_can_be_emptied(estate: lpm.Estate) -> None:
    found = lpm.evacuations(estate, today=DAY)
    servers = found.servers.set_index("server")
    assert not found.is_free
    assert servers.loc[SOURCE, "movable"] < servers.loc[SOURCE, "partitions"]
    assert (servers["movable"] <= servers["partitions"]).all()
    for item in found.content:
        assert item.partitions - item.movable == len(item.homeless)
        assert sum(count for _, count in item.targets) == item.movable
    document = json.loads(found.to_json())
    assert [item["server"] for item in document["servers"]] == list(servers.index)
    assert SOURCE in found.to_markdown()
