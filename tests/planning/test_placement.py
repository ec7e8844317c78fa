"""Placement over several servers, on the sample data centre: conditions, choices, reasons, evacuations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm import relations
from hmcscan_lpm.errors import SelectionError
from hmcscan_lpm.planning import reserve
from hmcscan_lpm.planning.choices import Choices, FabricChoice
from hmcscan_lpm.planning.execution import Placement
from hmcscan_lpm.planning.placement.placing import evacuations, place

from .check_placement import violations

OLD, NEW, BIG, HALF = "ams-s924-01", "ams-s1022-02", "ams-e1080-04", "ams-s1124-05"
Placing = Callable[..., tuple[Placement, lpm.Assessment]]


@pytest.fixture(scope="module")
def everything(samples: Path) -> lpm.Assessment:
    """Everything to everywhere."""
    return lpm.assess(lpm.load(samples / "both-consoles.zip"), today="")


@pytest.fixture(scope="module")
def placing(everything: lpm.Assessment) -> Placing:
    """Place the partitions of a server, or only some of them; the connection is made once."""
    connection = relations.connect(everything.estate, everything.selection, everything.catalogue.limits)

    def placed(
        source: str = OLD,
        choices: Choices | None = None,
        names: tuple[str, ...] = (),
        targets: str = ".*",
        **options: Any,
    ) -> tuple[Placement, lpm.Assessment]:
        moves = everything.moves
        kept = moves["source"].str.fullmatch(source) & moves["target"].str.fullmatch(targets)
        part = replace(everything, moves=moves[kept & (moves["lpar"].isin(names) | (not names))])
        return place(part, connection, choices or Choices(), **options), part

    return placed


def homes(found: Placement) -> Mapping[str, str]:
    return {home.lpar: home.target for home in found.homes}


def why(found: Placement, lpar: str) -> str:
    return next(home.reason for home in found.homes if home.lpar == lpar)


def test_a_server_is_emptied_as_far_as_the_rules_allow(placing: Placing) -> None:
    found, part = placing()
    assert violations(found, part) == []
    movable = part.moves[(part.moves["verdict"] != "blocked") & ~part.moves["is_vios"]]
    assert set(homes(found)) == set(movable["lpar"])  # there is room for all that may move
    assert (found.status, found.gap) == ("optimal", 0.0)
    assert found.objectives[0] == ("partitions placed", len(found.homes), len(found.homes))
    blocked = {each.lpar: each for each in found.homeless}["licence1"]
    assert [target for target, _ in blocked.reasons] == [BIG, NEW, "ams-s1024-03", HALF]
    assert all("migration-enabled (Migration is not disabled for the partition)" in said for _, said in blocked.reasons)
    assert blocked.change.startswith("migration-enabled (Migration is not disabled for the partition) mended: then ")


def test_the_same_moves_in_another_order_have_the_same_homes(placing: Placing, everything: lpm.Assessment) -> None:
    found, part = placing()
    mixed = replace(part, moves=part.moves.sample(frac=1, random_state=7), items=part.items[::-1])
    connection = relations.connect(everything.estate, everything.selection, everything.catalogue.limits)
    assert repr(place(mixed, connection)) == repr(found)
    assert repr(placing()[0]) == repr(found)


def test_all_servers_at_once(placing: Placing) -> None:
    found, part = placing(".*")
    assert violations(found, part) == []
    assert found.gap <= 0.005


def test_an_unproven_move_is_second_to_a_better_one(placing: Placing) -> None:
    found, part = placing(names=("erpapp1",))
    undecided = {
        target: len(
            {
                f.rule.id
                for f in part.touching("erpapp1", OLD, target)
                if (f.severity, f.outcome) == ("blocker", "unknown")
            }
        )
        for target in (NEW, BIG, HALF)
    }
    assert undecided[homes(found)["erpapp1"]] == min(undecided.values())
    assert why(found, "erpapp1").startswith("the least against it; blockers undecided: ")


def test_partitions_stay_apart_from_those_who_live_there(placing: Placing) -> None:
    choices = Choices(apart=("print*", "erpapp?", "cluster*"))
    found, part = placing(choices=choices)
    assert violations(found, part, choices) == []
    assert homes(found)["erpapp1"] != homes(found)["erpapp2"]
    alone = Choices(apart=("*",))
    found, part = placing(choices=alone)
    assert violations(found, part, alone) == []
    assert not found.homes
    said = dict(next(each.reasons for each in found.homeless if each.lpar == "erpapp1"))
    assert said[BIG] == "feed1 is there, and * stay apart"
    change = next(each.change for each in found.homeless if each.lpar == "erpapp1")
    assert change == "erpapp1 and analytics1 together on ams-s1022-02, although * stay apart"


def test_a_chosen_home_stays_and_its_faults_are_said(placing: Placing) -> None:
    choices = Choices(home={"erpapp1": HALF, "backup1": NEW})
    found, part = placing(choices=choices)
    assert violations(found, part, choices) == []
    assert (homes(found)["erpapp1"], homes(found)["backup1"]) == (HALF, NEW)
    assert why(found, "erpapp1") == "chosen by the user"
    assert why(found, "backup1") == (
        "chosen by the user; blocked by no-dedicated-io (No physical adapter is assigned to the partition)"
    )


def test_an_excluded_partition_is_neither_placed_nor_homeless(placing: Placing) -> None:
    choices = Choices(exclude={"erpapp1": "later"})
    found, part = placing(choices=choices)
    assert violations(found, part, choices) == []
    assert "erpapp1" not in {*homes(found), *(each.lpar for each in found.homeless)}


def test_what_belongs_together_shares_a_server(placing: Placing) -> None:
    names = ("erpapp1", "webshop1", "legacy1")
    choices = Choices(home={"webshop1": HALF}, together=("erpapp1", "[ew]*1"))
    found, _ = placing(choices=choices, names=names)
    assert ("servers beyond one per group", 1.0, 1.0) in found.objectives  # risks count more than being together
    assert homes(found)["erpapp1"] == NEW
    found, _ = placing(choices=Choices(together=("[el]*1",)), names=names)
    assert homes(found)["erpapp1"] == homes(found)["legacy1"]
    assert ("servers beyond one per group", 0.0, 0.0) in found.objectives


def test_a_reserve_takes_room_and_can_be_lowered(placing: Placing) -> None:
    free, _ = placing(names=("dwh1",))
    assert homes(free) == {"dwh1": BIG}
    found, _ = placing(names=("dwh1",), reserve=reserve.parse("memory=40%"))
    (dwh1,) = found.homeless
    assert dict(dwh1.reasons)[BIG] == "needs 648.69 GiB of memory, 471.09 left beside the reserve"
    assert dwh1.change == "a reserve of memory of 35.66% instead of 40%"
    again, _ = placing(names=("dwh1",), reserve=reserve.parse("memory=35.66%"))
    assert homes(again) == {"dwh1": BIG}
    assert not placing(names=("dwh1",), reserve=reserve.parse("memory=35.67%"))[0].homes


def test_two_partitions_of_one_name_do_not_meet(placing: Placing) -> None:
    found, part = placing(f"{OLD}|{NEW}", names=("print1", "cluster2"))
    assert violations(found, part) == []
    print1 = [home for home in found.homes if home.lpar == "print1"]
    assert len({home.target for home in print1}) == len(print1) == 2


def test_a_fabric_without_ports_takes_nobody(placing: Placing, everything: lpm.Assessment) -> None:
    ports = everything.estate.tables["fc_ports"]
    old = ports[ports["system"] == OLD]
    far = ports[ports["system"].isin([NEW, BIG, HALF])]
    fabrics = [FabricChoice(row.system, row.vios, row.port, "A") for row in old.itertuples()]
    fabrics += [FabricChoice(row.system, row.vios, row.port, "B") for row in far.itertuples()]
    choices = Choices(fabric=tuple(fabrics))
    assert homes(placing(names=("erpapp1",), choices=choices)[0]) == {"erpapp1": HALF}  # not all of its ports are known
    found, _ = placing(names=("erpapp1",), choices=choices, targets=f"{NEW}|{BIG}")
    (erpapp1,) = found.homeless
    assert dict(erpapp1.reasons)[NEW] == "needs 2 virtual Fibre Channel adapters in fabric A, 0 left"
    assert erpapp1.change.endswith("2 virtual Fibre Channel adapters in fabric A more on ams-e1080-04")


def test_blocked_moves_can_be_allowed(placing: Placing) -> None:
    found, _ = placing(names=("licence1",), allow_blocked=True)
    assert why(found, "licence1").startswith("no target is free of blockers: migration-enabled")


def test_what_is_not_known_is_said(placing: Placing) -> None:
    found, _ = placing()
    assert (
        f"The memory of these is not fully known, and what is not known takes nothing: newapp1 on {OLD}." in found.notes
    )


def test_each_server_is_emptied_alone(everything: lpm.Assessment) -> None:
    connection = relations.connect(everything.estate, everything.selection, everything.catalogue.limits)
    found = {each.server: each for each in evacuations(everything, connection)}
    clients = everything.estate.lpars[everything.estate.lpars["env"] != "vioserver"]["system"].value_counts()
    assert {name: each.partitions for name, each in found.items()} == dict(clients)
    moves = everything.moves[(everything.moves["verdict"] != "blocked") & ~everything.moves["is_vios"]]
    for name, each in found.items():
        assert each.movable + len(each.homeless) == each.partitions
        assert sum(count for _, count in each.targets) == each.movable
        assert {target for target, _ in each.targets} <= set(moves[moves["source"] == name]["target"])
        assert each.movable == moves[moves["source"] == name]["lpar"].nunique()
    assert found[HALF].homeless == ()
    full = {each.server: each for each in evacuations(everything, connection, reserve=reserve.parse("cores=100%"))}
    assert {each.movable for each in full.values()} == {0}


def test_moves_that_were_judged_together_are_refused(everything: lpm.Assessment) -> None:
    connection = relations.connect(everything.estate, everything.selection)
    together = replace(everything, selection=replace(everything.selection, together=True))
    with pytest.raises(ValueError, match="judged each alone"):
        place(together, connection)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cores=10%,memory=5%", reserve.Reserve(1000, 500)),
        (" memory = 7.25 ", reserve.Reserve(0, 725)),
        ("cores=0%", reserve.NO_RESERVE),
        ("cores=100", reserve.Reserve(10_000, 0)),
    ],
)
def test_a_reserve_is_read(text: str, expected: reserve.Reserve) -> None:
    assert reserve.parse(text) == expected
    assert reserve.parse(str(expected)) == expected


@pytest.mark.parametrize("text", ["", "cores", "cores=10%,cores=5%", "disk=1%", "cores=101%", "cores=-1", "cores=1e1"])
def test_a_reserve_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(SelectionError, match="Reserve"):
        reserve.parse(text)
