"""Placements of made-up problems: as good as the best of all, conditions kept, and changes that are true."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hmcscan_lpm.planning.placement.changes import smallest_change
from hmcscan_lpm.planning.placement.homeless import reasons, sentence
from hmcscan_lpm.planning.placement.model import Exclusion, Group, Problem
from hmcscan_lpm.planning.placement.solver import GOOD_ENOUGH, solve
from hmcscan_lpm.planning.reserve import Reserve

from .placements import changed, mover, option, placements, problem, score, server, violations

WORK = 0.3


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    names = ["A", "B", "C"][: draw(st.integers(1, 3))]
    servers = {name: server(name, draw(st.integers(0, 8)) * 256, draw(st.integers(1, 10)) * 100) for name in names}
    movers = []
    for number in range(draw(st.integers(1, 5))):
        memory, cores = draw(st.integers(1, 6)) * 256, draw(st.integers(1, 5)) * 100
        options = []
        for name in draw(st.lists(st.sampled_from(names), min_size=1, unique=True)):
            rules = draw(st.sampled_from([(), (), (), ("vlan",), ("vlan", "disk")]))
            small = ("memory-fits",) if memory > servers[name].free["memory"] else ()
            weights = {"unknowns": draw(st.integers(0, 2)), "risks": draw(st.integers(0, 3))}
            options.append(option(name, memory, cores, *rules, *small, **weights))
        pin = draw(st.sampled_from(["", "", "", "", options[0].target]))
        movers.append(mover(f"p{number}", *options, pin=pin))
    numbers = range(len(movers))
    members = st.lists(st.sampled_from(numbers), min_size=min(2, len(movers)), unique=True)
    apart, together = draw(st.lists(members, max_size=1)), draw(st.lists(members, max_size=1))
    return problem(
        movers,
        list(servers.values()),
        exclusions=[Exclusion("apart", "a*", tuple(sorted(each)), {}) for each in apart],
        groups=[Group("g*", tuple(sorted(each)), ()) for each in together],
        reserve=Reserve(cores=draw(st.sampled_from([0, 0, 100])), memory=draw(st.sampled_from([0, 0, 500, 1250]))),
    )


@settings(max_examples=20, deadline=None)
@given(problems())
def test_no_other_placement_is_better(found: Problem) -> None:
    solved = solve(found, seconds=2)
    assert violations(found, solved.assignment) == []
    best = min(score(found, homes) for homes in placements(found, range(len(found.movers))))
    reached = score(found, solved.assignment)
    assert reached[:3] == best[:3]
    assert reached[3] * (1 - GOOD_ENOUGH) <= best[3] + 1
    assert solved.gap <= GOOD_ENOUGH
    assert [each.value for each in solved.objectives[:2]] == [-reached[0], reached[1]]


@settings(max_examples=20, deadline=None)
@given(problems())
def test_a_change_is_true_and_no_smaller_one_of_its_kind_is(found: Problem) -> None:
    homes = solve(found, seconds=1).assignment
    for number in set(range(len(found.movers))) - set(homes):
        assert [target for target, why in reasons(found, homes, number) if why] == [
            each.target for each in found.movers[number].options
        ]
        change = smallest_change(found, homes, number, WORK)
        if change is None:
            continue
        assert sentence(found, found.movers[number], change)
        wanted = [*homes, number]
        after = changed(found, number, change)
        assert any(placements(after, wanted, everybody=True))
        assert len(solve(after, seconds=1).assignment) > len(homes)
        if change.kind == "room":
            less = changed(found, number, replace(change, count=change.count - 1))
            assert not any(placements(less, wanted, everybody=True))


def test_the_others_make_room_where_that_needs_less() -> None:
    """6 and 6 lie on two servers of 10, and 8 has no home: beside one of them 4 are missing, on an empty one none."""
    found = problem(
        [
            mover(name, *(option(target, size * 256) for target in "AB"))
            for name, size in (("x", 6), ("y", 6), ("z", 8))
        ],
        [server("A", 2560), server("B", 2560)],
    )
    change = smallest_change(found, {0: "A", 1: "B"}, 2, WORK)
    assert change is not None
    told = sentence(found, found.movers[2], change)
    assert told == f"0.5 GiB of memory more on {change.target}, with 1 other placed elsewhere"


TWO = [server("A", 1024), server("B", 1024)]


@pytest.mark.parametrize(
    ("found", "change", "why"),
    [
        (
            problem([mover("x", option("A", 1536), option("B", 2048))], TWO),
            "0.5 GiB of memory more on A",
            ("needs 1.5 GiB of memory, 1 left", "needs 2 GiB of memory, 1 left"),
        ),
        (
            problem([mover("x", option("A", 256, 10_250), option("B", 256, 11_000))], TWO),
            "0.25 cores more on A",
            ("needs 10.25 cores, 10 left", "needs 11 cores, 10 left"),
        ),
        (
            problem([mover("x", option("A", 1000), option("B", 1020))], TWO, reserve=Reserve(memory=500)),
            "a reserve of memory of 0.58% instead of 5%",
            (
                "needs 0.98 GiB of memory, 0.79 left beside the reserve",
                "needs 1 GiB of memory, 0.79 left beside the reserve",
            ),
        ),
        (
            problem([mover("x", option("A", 256, 100, "vlan"), option("B", 256, 100, "vlan", "disk"))], TWO),
            "vlan (Vlan) mended: then nothing blocks its move to A",
            ("blocked by vlan (Vlan)", "blocked by vlan (Vlan), disk (Disk)"),
        ),
        (
            problem([mover("x", option("A", 256, 100, "vlan", "disk"))], TWO),
            "",
            ("blocked by vlan (Vlan), disk (Disk)",),
        ),
        (
            problem([mover("x", option("A", 256))], TWO, exclusions=[Exclusion("apart", "x*", (0,), {"A": "x2"})]),
            "x and x2 together on A, although x* stay apart",
            ("x2 is there, and x* stay apart",),
        ),
        (
            problem([mover("x", option("A", 256), pin="C")], TWO),
            "C as a target, or another home than that",
            ("it is the home that was chosen, and no target of these moves",),
        ),
    ],
)
def test_a_partition_without_a_home_has_reasons_and_a_change(found: Problem, change: str, why: tuple[str, ...]) -> None:
    assert solve(found, seconds=1).assignment == {}
    assert tuple(said for _, said in reasons(found, {}, 0)) == why
    assert sentence(found, found.movers[0], smallest_change(found, {}, 0, WORK)) == change


def test_a_chosen_home_stays_and_takes_its_room() -> None:
    found = problem(
        [
            mover("x", option("A", 4096, 100, "vlan"), option("B", 256), pin="A"),
            mover("y", option("A", 256), option("B", 1024)),
            mover("z", option("A", 256), option("B", 256)),
        ],
        TWO,
    )
    assert solve(found, seconds=1).assignment == {0: "A", 2: "B"}


def test_blocked_moves_are_a_last_resort() -> None:
    movers = [
        mover("x", option("A", 256, 100, "vlan"), option("B", 256, 100, unknowns=50)),
        mover("y", option("A", 256, 100, "vlan")),
    ]
    assert solve(problem(movers, TWO), seconds=1).assignment == {0: "B"}
    assert solve(problem(movers, TWO, allow_blocked=True), seconds=1).assignment == {0: "B", 1: "A"}


def test_of_equal_partitions_the_names_decide() -> None:
    movers = [mover(f"p{n}", option("A", 512), option("B", 512)) for n in range(4)]
    homes = solve(problem(movers, TWO), seconds=1).assignment
    assert homes == {0: "A", 1: "A", 2: "B", 3: "B"}


def test_two_hundred_partitions_on_eight_servers(root: object) -> None:
    sys.path.insert(0, f"{root}/benchmarks")
    try:
        from placement import estate
    finally:
        sys.path.pop(0)
    found = estate(seed=2, full=0.5)
    solved = solve(found, seconds=2)
    assert violations(found, solved.assignment) == []
    assert len(solved.assignment) == 200
    assert solved.gap <= 0.01


def test_the_solver_is_loaded_only_when_it_is_needed() -> None:
    code = "import sys, hmcscan_lpm, hmcscan_lpm.planning.placement; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
