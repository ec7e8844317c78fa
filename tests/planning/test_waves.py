"""Waves: what is made together, in which order, in which nights; limits and windows by a judge of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hmcscan_lpm.errors import SelectionError
from hmcscan_lpm.planning.choices import NO_CHOICES, Choices
from hmcscan_lpm.planning.execution import MoveMapping
from hmcscan_lpm.planning.model import MoveSummary
from hmcscan_lpm.planning.timing import windows
from hmcscan_lpm.planning.timing.concurrency import Caps, Limits, sentences
from hmcscan_lpm.planning.timing.concurrency import limits as limits_of
from hmcscan_lpm.planning.timing.link_sharing import Running, ends
from hmcscan_lpm.planning.timing.model import Schedule
from hmcscan_lpm.planning.timing.times import DEFAULT_SPEEDS, Speeds, Work
from hmcscan_lpm.planning.timing.waves import schedule
from hmcscan_lpm.planning.timing.windows import Window

from .check_schedule import problems
from .moving import limits, mapping, move
from .workshop import Workshop

GB = 1024
NIGHT = windows.parse("22:00-06:00")
ONE_LINK = ("v1", "v1")


def names(found: Schedule) -> list[list[str]]:
    return [[item.lpar for item in wave.moves] for wave in found.waves]


def through(moves: Sequence[MoveSummary], *movers: tuple[str, str]) -> list[MoveMapping]:
    """The same movers for all."""
    return [mapping(item, *(movers or (ONE_LINK,))) for item in moves]


def planned(
    moves: Sequence[MoveSummary],
    maps: Sequence[MoveMapping] | None = None,
    within: Limits | None = None,
    choices: Choices = NO_CHOICES,
    window: Window | None = None,
    speeds: Speeds = DEFAULT_SPEEDS,
) -> Schedule:
    """A schedule that the judge has nothing against."""
    maps = through(moves) if maps is None else maps
    within = within or limits("S1", "T1", "S2", "T2")
    found = schedule(moves, maps, within, choices=choices, window=window, speeds=speeds)
    assert problems(found, moves, maps, within, choices, window, speeds) == []
    return found


def fleet(count: int, **given: Any) -> list[MoveSummary]:
    return [move(f"p{number:02}", **given) for number in range(1, count + 1)]


# What ends a wave ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("within", "sizes", "reason"),
    [
        ({"vioses": 3}, [3, 2], "p04 comes next: VIOS v1 of S1 has 3 moves at once, which is the limit (a test)."),
        ({"active": 2}, [2, 2, 1], "p03 comes next: S1 has 2 active moves at once, which is the limit (a test)."),
        ({"hmc": 4}, [4, 1], "p05 comes next: HMC hmc1 has 4 moves at once, which is the limit (a test)."),
        ({}, [5], "No move is left."),
    ],
)
def test_a_wave_is_what_the_limits_let_run_at_once(within: dict[str, int], sizes: list[int], reason: str) -> None:
    found = planned(fleet(5), within=limits("S1", "T1", **within))
    assert [len(wave.moves) for wave in found.waves] == sizes
    assert found.waves[0].reason == reason
    assert {item.starts for wave in found.waves for item in wave.moves} == {0.0}


def test_inactive_moves_have_a_limit_of_their_own_and_need_no_mover() -> None:
    moves = [*fleet(3), *fleet(7, mode="inactive")[3:]]
    found = planned(moves, within=limits("S1", "T1", vioses=2, inactive=3))
    assert names(found) == [["p01", "p02", "p04", "p05", "p06"], ["p03", "p07"]]


def test_moves_of_other_servers_fill_a_wave() -> None:
    moves = [*fleet(3), *(replace(item, lpar=f"q{item.lpar}", source="S2", target="T2") for item in fleet(2))]
    found = planned(moves, within=limits("S1", "T1", "S2", "T2", active=2))
    assert names(found) == [["p01", "p02", "qp01", "qp02"], ["p03"]]


def test_without_a_mover_a_move_counts_for_every_vios_of_its_servers() -> None:
    moves = fleet(3)
    maps = [mapping(moves[0]), mapping(moves[1], ("v1", "v1")), mapping(moves[2], ("v2", "v2"))]
    assert names(planned(moves, maps, limits("S1", "T1", vioses=1))) == [["p01"], ["p02", "p03"]]
    assert names(planned(moves, [], limits("S1", "T1", vioses=1))) == [["p01"], ["p02"], ["p03"]]


def test_of_a_server_without_known_vioses_four_run_at_once() -> None:
    found = planned(fleet(5), [], limits("S1", "T1", pair=False))
    assert names(found) == [["p01", "p02", "p03", "p04"], ["p05"]]
    assert "the mover of S1 has 4 moves at once" in found.waves[0].reason


def test_a_redundant_pair_takes_a_place_on_both_movers() -> None:
    moves = fleet(2)
    maps = [mapping(moves[0], ("v1", "v1"), ("v2", "v2")), mapping(moves[1], ("v2", "v2"))]
    assert names(planned(moves, maps, limits("S1", "T1", vioses=1))) == [["p01"], ["p02"]]


# Order ---------------------------------------------------------------------------------------------------------------


def test_blocked_moves_are_in_no_wave() -> None:
    found = planned([move("a", verdict="blocked"), move("b")])
    assert (names(found), found.unscheduled) == ([["b"]], ())


def test_ready_moves_come_before_open_ones_which_have_waves_of_their_own() -> None:
    found = planned([move("a", verdict="unproven"), move("b"), move("c", verdict="unproven"), move("d")])
    assert names(found) == [["b", "d"], ["a", "c"]]
    assert [wave.verdict for wave in found.waves] == ["ready", "unproven"]
    assert found.waves[0].reason == "a comes next: moves with open questions have waves of their own."


def test_the_given_order_comes_first_and_is_never_overtaken() -> None:
    choices = Choices(order=("p04", "p02", "p03"))
    found = planned(fleet(5), within=limits("S1", "T1", active=2), choices=choices)
    assert names(found) == [["p04", "p02"], ["p03", "p01"], ["p05"]]


def test_an_open_move_of_the_given_order_keeps_its_place() -> None:
    moves = [move("a"), move("b", verdict="unproven"), move("c")]
    assert names(planned(moves, choices=Choices(order=("b", "c")))) == [["b"], ["c", "a"]]


def test_of_a_cluster_one_partition_moves_at_a_time() -> None:
    moves = [move("db1"), move("db2"), move("web"), move("db3")]
    found = planned(moves, choices=Choices(apart=("db*",)))
    assert names(found) == [["db1", "web"], ["db2"], ["db3"]]
    assert found.waves[0].reason == "db2 comes next: db1 is moving, and of db* one partition moves at a time."
    found = planned(moves, choices=Choices(apart=("db*",)), window=NIGHT)
    assert names(found) == [["db1", "web", "db2", "db3"]]


def test_a_partition_moves_once() -> None:
    found = planned([move("a", verdict="blocked"), move("a", target="T2"), move("a", target="T1")])
    assert names(found) == [["a"]]
    assert found.waves[0].moves[0].target == "T2"
    assert [(item.target, item.reason) for item in found.unscheduled] == [
        ("T1", "It moves to T2 in this plan, and a partition moves once.")
    ]


def test_partitions_of_one_name_on_two_servers_are_two() -> None:
    assert names(planned([move("a"), move("a", source="S2", target="T2")])) == [["a", "a"]]


# Times ---------------------------------------------------------------------------------------------------------------


def test_moves_through_one_mover_share_its_link() -> None:
    alone = planned(fleet(1, memory_mb=200 * GB)).waves[0]
    both = planned(fleet(2, memory_mb=200 * GB)).waves[0]
    apart = planned(
        moves := fleet(2, memory_mb=200 * GB), [mapping(moves[0], ONE_LINK), mapping(moves[1], ("v2", "v2"))]
    )
    assert alone.minutes == 35.1  # rounded up, as all ends are
    assert both.minutes == 68.1  # 2 minutes, then 400 GB over a link that likely carries 103.4 MB/s
    assert apart.waves[0].minutes == 35.1


def test_when_one_ends_the_others_get_its_share() -> None:
    small, large = Work(0, 1120 * 60, 112, 0), Work(0, 3360 * 60, 112, 0)
    running = [Running.begin("small", ["link"], small), Running.begin("large", ["link"], large)]
    assert ends(running, 112) == pytest.approx({"small": 20, "large": 40})


def test_a_move_is_as_slow_as_its_slower_side() -> None:
    works = {name: Work(0, 60, 1, 0) for name in "abc"}
    links = {"a": ["s1", "t1"], "b": ["s1", "t2"], "c": ["s2", "t2"]}
    running = [Running.begin(name, links[name], work) for name, work in works.items()]
    assert ends(running, 1) == pytest.approx({"a": 2, "b": 2, "c": 2})


def test_a_copy_that_never_ends_says_so() -> None:
    running = [Running.begin(name, ["link"], Work(1, 60, 10, 6)) for name in "ab"]
    assert ends(running, 10) == {"a": float("inf"), "b": float("inf")}
    assert ends(running[:1], 10) == pytest.approx({"a": 1.25})


def test_no_more_moves_share_a_link_than_pages_change_for() -> None:
    found = planned(fleet(4), speeds=Speeds(link_gbit=1, dirty_mb_s=25))  # of 103 MB/s a share of 50 at least
    assert [len(wave.moves) for wave in found.waves] == [2, 2]
    assert "its share of the link would be too small" in found.waves[0].reason


@pytest.mark.parametrize("given_moves", [{"memory_mb": None}, {"memory_mb": 200 * GB}])
def test_a_move_whose_time_is_not_known_has_a_wave_of_its_own_and_no_window(given_moves: dict[str, Any]) -> None:
    speeds = Speeds(rate_mb_s=50, dirty_mb_s=60) if given_moves["memory_mb"] else DEFAULT_SPEEDS
    moves = [move("a", **given_moves), move("b", mode="inactive"), move("c", **given_moves)]
    found = planned(moves, speeds=speeds)
    assert names(found) == [["a"], ["b"], ["c"]]
    assert (found.waves[0].minutes, found.waves[0].moves[0].ends) == (None, None)
    found = planned(moves, speeds=speeds, window=NIGHT)
    assert names(found) == [["b"]]
    assert [(item.lpar, item.reason) for item in found.unscheduled] == [
        (name, "How long it takes is not known: nobody can say that it ends in a window.") for name in "ac"
    ]


# Windows -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "begins", "minutes"),
    [
        ("22:00-06:00", 1320, 480),
        ("06:00-22:00", 360, 960),
        (" 9:05 - 9:06 ", 545, 1),
        ("23:59-00:00", 1439, 1),
        ("00:00-24:00", 0, 1440),
    ],
)
def test_windows(text: str, begins: int, minutes: int) -> None:
    assert windows.parse(text) == Window(begins, minutes)


@pytest.mark.parametrize(
    "text", ["", "22-06", "24:00-06:00", "22:60-06:00", "22:00-24:01", "06:00-06:00", "22:00", "a"]
)
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(SelectionError, match=r"is none|has no length"):
        windows.parse(text)


@given(st.text(alphabet="0123456789:- ", max_size=14))
def test_a_window_is_read_as_it_is_shown_or_refused(text: str) -> None:
    try:
        window = windows.parse(text)
    except SelectionError:
        return
    assert 1 <= window.minutes <= 24 * 60
    assert window.minutes == 24 * 60 or windows.parse(str(window)) == window


def test_hours_of_a_window() -> None:
    assert [hour for hour in range(24) if windows.parse("22:30-02:00").holds(hour)] == [0, 1, 23]


def test_in_a_window_the_next_move_begins_when_one_has_ended() -> None:
    found = planned(fleet(4, memory_mb=20 * GB), within=limits("S1", "T1", active=2), window=NIGHT)
    (wave,) = found.waves
    assert [(item.lpar, item.starts, item.ends) for item in wave.moves] == [
        ("p01", 0.0, 8.7),
        ("p02", 0.0, 8.7),
        ("p03", 9.0, 17.7),
        ("p04", 9.0, 17.7),
    ]
    assert (wave.night, wave.begins, wave.ends, wave.minutes) == (1, "22:00", "22:18", 17.7)


def test_what_does_not_fit_goes_to_the_next_night_and_smaller_ones_fill_this_one() -> None:
    moves = [move("a", memory_mb=1400 * GB), move("b", memory_mb=1400 * GB), move("c", memory_mb=8 * GB)]
    found = planned(moves, window=NIGHT)
    assert names(found) == [["a", "c"], ["b"]]
    assert [(wave.night, wave.begins) for wave in found.waves] == [(1, "22:00"), (2, "22:00")]
    assert found.waves[0].reason == "b comes next: it may take 383 minutes, and 245 are left of the window."


def test_what_would_be_late_if_all_took_long_goes_into_a_wave_that_begins_only_if_there_is_time() -> None:
    found = planned([move("a", memory_mb=1000 * GB), move("b", memory_mb=1000 * GB)], window=NIGHT)
    assert names(found) == [["a"], ["b"]]
    assert [(wave.night, wave.begins, wave.ends, wave.latest) for wave in found.waves] == [
        (1, "22:00", "00:48", "01:23"),
        (1, "00:48", "03:36", "01:23"),
    ]
    assert found.waves[0].reason == (
        "b comes next: it would not end in the window if all of this wave took as long as it may."
    )


def test_what_fits_into_no_window_is_said() -> None:
    found = planned([move("a", memory_mb=4096 * GB), move("b")], window=NIGHT)
    assert names(found) == [["b"]]
    assert [item.reason for item in found.unscheduled] == [
        "It may take 1102 minutes, and the window 22:00-06:00 has 480."
    ]


def test_a_small_open_move_does_not_overtake_a_ready_one() -> None:
    moves = [
        move("a", memory_mb=1400 * GB),
        move("b", memory_mb=1400 * GB),
        move("c", memory_mb=GB, verdict="unproven"),
    ]
    assert [(wave.night, [item.lpar for item in wave.moves]) for wave in planned(moves, window=NIGHT).waves] == [
        (1, ["a"]),
        (2, ["b"]),
        (2, ["c"]),
    ]


# All of it -----------------------------------------------------------------------------------------------------------

_SYSTEMS = ("S1", "S2", "T1", "T2")


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """Moves with movers, limits, choices, a window or none, and speeds."""
    count = draw(st.integers(1, 12))
    moves, maps = [], []
    for number in range(count):
        item = move(
            f"{draw(st.sampled_from(['db', 'app']))}{number}",
            source=draw(st.sampled_from(_SYSTEMS[:2])),
            target=draw(st.sampled_from(_SYSTEMS[2:])),
            mode=draw(st.sampled_from(["active", "active", "inactive"])),
            verdict=draw(st.sampled_from(["ready", "ready", "unproven", "blocked"])),
            memory_mb=draw(st.one_of(st.none(), st.integers(1, 600).map(lambda size: size * GB))),
        )
        moves.append(item)
        vios = st.sampled_from(["v1", "v2"])
        maps.append(mapping(item, *draw(st.lists(st.tuples(vios, vios), max_size=2))))
    few = st.integers(1, 4)
    hmc = draw(st.one_of(st.none(), few))
    some = st.lists(st.sampled_from([item.lpar for item in moves]), unique=True, max_size=4)
    return {
        "moves": moves,
        "maps": maps,
        "within": limits(*_SYSTEMS, vioses=draw(few), active=draw(few), inactive=draw(few), hmc=hmc),
        "choices": Choices(order=tuple(draw(some)), apart=draw(st.sampled_from([(), ("db*",), ("db*", "*1")]))),
        "window": draw(st.sampled_from([None, NIGHT, windows.parse("23:30-00:45")])),
        "speeds": Speeds(link_gbit=draw(st.sampled_from([None, 10])), dirty_mb_s=draw(st.sampled_from([None, 20, 70]))),
    }


@settings(max_examples=60, deadline=None)
@given(plans())
def test_no_schedule_breaks_a_rule(given_plan: dict[str, Any]) -> None:
    first = planned(**given_plan)
    assert planned(**given_plan) == first


def _shifted(found: Schedule, **changes: Any) -> Schedule:
    """The schedule with another last move of its first wave."""
    first = found.waves[0]
    moves = (*first.moves[:-1], replace(first.moves[-1], **changes))
    return replace(found, waves=(replace(first, moves=moves), *found.waves[1:]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts": 0.0}, "3 at once on vios S1 v1"),
        ({"starts": 0.0}, "two of p* at once"),
        ({"ends": 9.1}, "p03 ends too soon"),
        ({"latest_end": 500.0}, "wave 1 may not end in its window"),
        ({"lpar": "p02"}, "moves are lost, doubled or blocked"),
    ],
)
def test_the_judge_is_not_blind(change: dict[str, Any], said: str) -> None:
    moves = fleet(3)
    maps, within, choices = through(moves), limits("S1", "T1", vioses=2), Choices(apart=("p*",))
    found = schedule(moves, maps, within, window=NIGHT)
    told = problems(_shifted(found, **change), moves, maps, within, choices, NIGHT, DEFAULT_SPEEDS)
    assert any(said in problem for problem in told)


def test_a_large_evacuation() -> None:
    moves = [
        move(f"p{number:03}", memory_mb=(1 + number % 37) * 8 * GB, target=f"T{number % 3}") for number in range(200)
    ]
    maps = [mapping(item, (f"v{1 + number % 2}", f"v{1 + number % 2}")) for number, item in enumerate(moves)]
    within = limits("S1", "T0", "T1", "T2")
    found = planned(moves, maps, within, window=NIGHT, speeds=Speeds(link_gbit=10))
    assert found.unscheduled == ()
    assert len({wave.night for wave in found.waves}) <= 3


# Limits --------------------------------------------------------------------------------------------------------------


def test_limits_follow_the_levels_and_what_is_told(java: Workshop) -> None:
    edits = (
        "update os_levels set level = [2, 2, 1, 4] where lpar = 'srcvios1'",
        "update os_levels set level = [3, 1, 4, 0] where lpar = 'srcvios2'",
        "update os_levels set level = null where lpar = 'dstvios1'",
        "insert into lpm_attributes by name select 'DST' as system, 'dstvios2' as vios, 'cfg_msp_lpm_ops' as attribute, '5' as value",
        "update systems set active_migrations = 16, inactive_migrations = 6 where system = 'DST'",
    )
    with java.changed(*edits, moves=[("SRC", "db1", "DST")]) as connection:
        found = limits_of(connection, speeds=Speeds(link_gbit=10))
        slow = limits_of(connection)
        capped = limits_of(connection, caps=Caps(per_vios=2, per_system=3, per_hmc=1))
    assert {name: limit.most for name, limit in found.vioses.items()} == {
        ("SRC", "srcvios1"): 4,
        ("SRC", "srcvios2"): 8,
        ("DST", "dstvios1"): 4,
        ("DST", "dstvios2"): 5,
    }
    assert {name: limit.most for name, limit in found.active.items()} == {"SRC": 4, "DST": 16}
    assert {name: limit.most for name, limit in found.inactive.items()} == {"SRC": 4, "DST": 6}
    assert (set(found.hmcs), found.per_hmc) == ({"SRC", "DST"}, None)
    assert slow.vioses["SRC", "srcvios2"].most == 4
    assert {limit.most for limit in capped.vioses.values()} == {2}
    assert {limit.most for limit in (*capped.active.values(), *capped.inactive.values())} == {3}
    assert capped.per_hmc is not None
    told = sentences(found)
    assert "At once at most 5 (VIOS): dstvios2 of DST (its cfg_msp_lpm_ops, as handed over)." in told
    assert told[-1] == "How many moves an HMC runs at once is published nowhere: no limit was counted with."
    assert sentences(capped)[-1] == "At once at most 1 (HMC): each (chosen)."


def test_a_current_hmc_and_current_vioses_let_a_server_move_eight(java: Workshop) -> None:
    edits = ("update os_levels set level = [4, 1, 0, 0] where lpar like '%vios%'",)
    with java.changed(*edits, moves=[("SRC", "db1", "DST")]) as connection:
        found = limits_of(connection)
    assert {limit.most for limit in found.active.values()} == {8}


@pytest.mark.parametrize("value", ["none", "", "0", "9999", None])
def test_an_attribute_that_is_no_number_is_not_believed(java: Workshop, value: str | None) -> None:
    told = "null" if value is None else f"'{value}'"
    edit = f"insert into lpm_attributes by name select 'SRC' as system, 'srcvios1' as vios, 'cfg_msp_lpm_ops' as attribute, {told} as value"
    with java.changed(edit, moves=[("SRC", "db1", "DST")]) as connection:
        assert limits_of(connection).vioses["SRC", "srcvios1"].most == 4


@pytest.mark.parametrize("caps", [{"per_vios": 0}, {"per_system": -1}, {"per_hmc": 0}])
def test_limits_below_one_are_refused(caps: dict[str, int]) -> None:
    with pytest.raises(SelectionError, match="moves at once per"):
        Caps(**caps)
