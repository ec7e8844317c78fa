"""How the moves are made, as the document has it: who is in which wave, what is said once, what leads where."""

from __future__ import annotations

import dataclasses

import pytest

from hmcscan_lpm.planning.execution import WaveMove
from hmcscan_lpm.planning.timing.model import PortRoom, Schedule, SlotRoom
from hmcscan_lpm.rendering.execution_contexts import Execution, Said, Track
from hmcscan_lpm.rendering.outline import outline

from . import builders as b
from . import execution_builders as x

MOVES = tuple(b.move(name, verdict="unproven") for name in ("a", "b", "c"))


def how(moves: tuple[b.MoveSummary, ...] = MOVES, **changes: object) -> Execution:
    return outline(b.plan(moves=moves, **{**x.executed(moves), **changes})).how


def test_cards_come_in_the_order_of_the_waves_then_those_without_one() -> None:
    waves = (x.wave([MOVES[2]], 1), x.wave([MOVES[1]], 2))
    found = how(schedule=Schedule(waves, (), ()))
    assert [(card.move.lpar, card.anchor) for card in found.cards] == [
        ("c", "move-1"),
        ("b", "move-2"),
        ("a", "move-3"),
    ]
    assert [card.wave and card.wave.anchor for card in found.cards] == ["wave-1", "wave-2", None]
    assert [row.anchor for view in found.waves for row in view.rows] == ["move-1", "move-2"]
    assert found.first is found.cards[0]


def test_a_blocked_move_has_no_wave_no_card_and_its_blockers() -> None:
    blocked = b.move("d", verdict="blocked", blockers=(("npiv-wwpn-pair", "Slot 14."),))
    page = outline(b.plan(moves=(*MOVES, blocked), groups=(b.group(),), **x.executed((*MOVES, blocked))))
    assert [card.move.lpar for card in page.how.cards] == ["a", "b", "c"]
    (item,) = page.how.blocked
    assert (item.move.lpar, item.blockers[0].anchor) == ("d", "rule-npiv-wwpn-pair-fail")
    assert [(row.wave, row.wave_anchor) for row in page.moves] == [(1, "wave-1"), (1, "wave-1"), (2, "wave-2"), (0, "")]


def test_a_plan_of_which_nothing_can_be_made_still_says_so() -> None:
    found = how((b.move(verdict="blocked"),), **x.executed(()))
    assert (found.is_planned, found.waves, found.cards, found.first) == (True, (), (), None)
    assert outline(b.plan()).how.is_planned is False


def test_the_time_of_all_waves_is_known_only_when_every_one_is() -> None:
    assert (how().minutes, how().latest_minutes) == (12.6 * 2, 27.1 * 2)
    timeless = dataclasses.replace(x.wave([MOVES[0]]), minutes=None)
    open_end = x.wave([MOVES[0]], moves=(WaveMove("a", b.SOURCE, b.TARGET, 0.0, 5.0, None),))
    assert how(schedule=Schedule((timeless,), (), ())).minutes is None
    assert how(schedule=Schedule((open_end,), (), ())).minutes == 12.6
    assert how(schedule=Schedule((open_end,), (), ())).latest_minutes is None


@pytest.mark.parametrize(
    ("begins", "starts", "ends", "shown"),
    [
        ("22:00", 0.0, 12.6, ("22:00", "22:13")),
        ("23:50", 9.9, 10.0, ("23:59", "00:00")),
        ("", 0.0, 12.6, ("", "")),
        ("22:00", None, None, ("", "")),
        ("at ten", 0.0, 1.0, ("", "")),
    ],
)
def test_a_clock_is_told_in_windows_only(begins: str, starts: float, ends: float, shown: tuple[str, str]) -> None:
    wave = x.wave([MOVES[0]], begins=begins, moves=(WaveMove("a", b.SOURCE, b.TARGET, starts, ends),))
    (row,) = how(schedule=Schedule((wave,), (), ())).waves[0].rows
    assert (row.begins, row.ends) == shown


def test_tracks_share_the_line_of_their_wave() -> None:
    moves = (WaveMove("a", b.SOURCE, b.TARGET, 0.0, 50.0, 100.0), WaveMove("b", b.SOURCE, b.TARGET, 25.0, 75.0, 70.0))
    view = how(schedule=Schedule((x.wave(MOVES[:2], moves=moves),), (), ())).waves[0]
    assert [row.track for row in view.rows] == [Track(0.0, 50.0, 50.0), Track(25.0, 50.0, 0.0)]
    nobody = x.wave(MOVES[:1], moves=(WaveMove("a", b.SOURCE, b.TARGET, None, None),))
    assert how(schedule=Schedule((nobody,), (), ())).waves[0].rows[0].track is None


def test_every_remark_on_a_mapping_is_counted() -> None:
    bad = x.mapping(
        "a",
        problems=("one",),
        fibre=(x.fibre(problems=("two", "three")),),
        scsi=(x.scsi(problems=("four",)),),
        vlans=(dataclasses.replace(x.mapping().vlans[0], problems=("five",)),),
    )
    found = how(mappings=(bad, x.mapping("b")))
    assert [card.problems for card in found.cards] == [5, 0, 0]
    assert (found.n_problems, [view.problems for view in found.waves]) == (1, [1, 0])


def test_what_is_said_of_most_moves_is_said_once() -> None:
    orders = tuple(
        x.commands(name, notes=notes) for name, notes in (("a", ("x", "y", "1")), ("b", ("x", "2")), ("c", ("y", "x")))
    )
    found = how(commands=orders)
    assert found.shared.notes == ("x", "y")
    assert [card.notes for card in found.cards] == [Said(("1",), (1, 2)), Said(("2",), (1,)), Said((), (1, 2))]
    alone = how((MOVES[0],), commands=orders[:1])
    assert (alone.shared.notes, alone.cards[0].notes) == ((), Said(("x", "y", "1"), ()))


def test_questions_that_are_open_for_every_move_are_not_repeated() -> None:
    moves = (
        b.move("a", verdict="unproven", open_questions=(("q1", "one"), ("q2", "two"))),
        b.move("b", verdict="unproven", open_questions=(("q1", "one"),)),
    )
    assert [(card.n_questions, [reason.rule_id for reason in card.questions]) for card in how(moves).cards] == [
        (2, ["q2"]),
        (1, []),
    ]


def test_commands_of_the_moves_stand_with_the_moves_and_others_in_the_runbook() -> None:
    steps = {view.step.id: view for phase in how().runbook for view in phase.steps}
    assert (steps["go"].is_with_moves, steps["go"].blocks) == (True, ())
    assert [(block.on, block.lpars, block.n_commands) for block in steps["rmc"].blocks] == [("hmc", (), 3)]
    assert [(block.on, block.lpars, block.run) for block in steps["errors"].blocks] == [
        ("lpar", ("a", "b", "c"), "errpt -d H\nlspath")
    ]
    assert [view.number for phase in how().runbook for view in phase.steps] == ["1.1", "1.2", "1.3", "1.4", "2.1"]
    assert (steps["agree"].blocks, steps["agree"].is_with_moves) == ((), False)


def test_the_tightest_place_is_the_one_that_is_known() -> None:
    room = x.room(
        ports=(PortRoom("v", "fcs0", None), PortRoom("v", "fcs1", 3), PortRoom("v", "fcs2", 0)),
        slots=(SlotRoom("v", None),),
    )
    (view,) = how(room=(room,)).rooms
    assert view.rows[0].tightest_port == PortRoom("v", "fcs2", 0)
    assert view.rows[0].tightest_slots is None
    assert view.has_reserve is False


def test_homes_are_told_by_target_with_the_verdict_of_the_move() -> None:
    placement = x.placement((b.move("a", target="t2"), *MOVES))
    found = how(placement=placement)
    assert [
        (place.target, [(placed.home.lpar, placed.verdict, placed.anchor) for placed in place.homes])
        for place in found.placement
    ] == [
        (b.TARGET, [("a", "unproven", "move-1"), ("b", "unproven", "move-2"), ("c", "unproven", "move-3")]),
        ("t2", [("a", "", "")]),
    ]


def test_the_sheet_of_a_partition_leads_to_how_it_is_moved() -> None:
    moves = (b.move(), b.move(target=b.SECOND_TARGET, verdict="blocked"))
    (view,) = outline(b.plan(moves=moves, **x.executed(moves))).sheets
    assert view.cards == ((b.TARGET, "move-1"),)
    assert outline(b.plan()).sheets[0].cards == ()
