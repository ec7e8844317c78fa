"""What the document says beyond the plan: links that lead somewhere, what is common, bars that add up."""

from __future__ import annotations

from hmcscan_lpm.rendering.contexts import AssessedMove, Meter
from hmcscan_lpm.rendering.outline import outline, outline_assessment

from . import builders as b

ASKED = b.rule("npiv-zoned", title="Both WWPNs are zoned")


def test_a_reason_leads_to_the_section_of_its_rule() -> None:
    page = outline(
        b.plan(moves=(b.move(blockers=(("npiv-wwpn-pair", "Slot 14."), ("gone", "x"))),), groups=(b.group(),))
    )
    assert [(reason.text, reason.anchor) for reason in page.moves[0].blockers] == [
        ("Slot 14.", "rule-npiv-wwpn-pair-fail"),
        ("x", ""),
    ]


def test_an_open_question_is_told_by_the_title_of_its_rule() -> None:
    unknown = b.group([b.shown(b.finding(ASKED, outcome="unknown"))])
    page = outline(b.plan(moves=(b.move(open_questions=(("npiv-zoned", "Not shown."),)),), groups=(unknown,)))
    (reason,) = page.moves[0].own_questions
    assert (reason.text, reason.anchor) == ("Both WWPNs are zoned", "rule-npiv-zoned-unknown")


def test_questions_of_all_open_moves_are_told_once() -> None:
    moves = (
        b.move("a", open_questions=(("q1", "one"), ("q2", "two"))),
        b.move("b", open_questions=(("q1", "one"),)),
        b.move("c"),
    )
    page = outline(b.plan(moves=moves))
    assert [reason.rule_id for reason in page.common_questions] == ["q1"]
    assert page.n_open == 2
    assert [[reason.rule_id for reason in row.own_questions] for row in page.moves] == [["q2"], [], []]


def test_one_open_move_keeps_its_questions() -> None:
    page = outline(b.plan(moves=(b.move("a", open_questions=(("q1", "one"),)), b.move("b"))))
    assert page.common_questions == ()
    assert [reason.rule_id for reason in page.moves[0].own_questions] == ["q1"]


def test_two_groups_of_one_rule_and_outcome_have_two_anchors() -> None:
    page = outline(b.plan(groups=(b.group(), b.group(severity="notice"))))
    anchors = [view.anchor for section in page.sections for view in section.groups]
    assert anchors == ["rule-npiv-wwpn-pair-fail", "rule-npiv-wwpn-pair-fail--2"]


def test_a_matrix_is_for_partitions_with_several_targets_only() -> None:
    two = {"target_systems": (b.TARGET, "elsewhere")}
    assert outline(b.plan()).matrix == ()
    assert outline(b.plan(**two, moves=(b.move("a"), b.move("b", target="elsewhere")))).matrix == ()
    page = outline(b.plan(**two, moves=(b.move("a"), b.move("a", target="elsewhere"), b.move("b"))))
    assert [(row.lpar, row.verdicts) for row in page.matrix] == [("a", ("ready", "ready")), ("b", ("ready", ""))]


def test_rules_are_ranked_by_the_moves_they_touch() -> None:
    groups = (b.group(moves=1, title="B"), b.group(moves=3), b.group(moves=1, title="A"), b.group(severity="risk"))
    overviews = outline(b.plan(groups=groups, moves=(b.move("a"), b.move("b"), b.move("c"), b.move("d")))).overviews
    assert [(overview.key, [bar.moves for bar in overview.bars]) for overview in overviews] == [
        ("blocking", [3, 1, 1]),
        ("risks", [1]),
    ]
    assert [bar.title for bar in overviews[0].bars][1:] == ["A", "B"]
    assert overviews[0].bars[0].share == 75


def test_bars_show_use_today_what_the_moves_take_and_what_is_missing() -> None:
    fits = b.capacity(active_cores=40.0, free_cores=10.0, cores_wanted=5.0)
    short = b.capacity(active_mb=1000, free_mb=100, memory_wanted_mb=350)
    (view,) = outline(b.plan(capacity=(fits,))).capacity
    assert view.cores == Meter(75.0, 12.5, 0.0)
    (view,) = outline(b.plan(capacity=(short,))).capacity
    assert view.memory == Meter(72.0, 8.0, 20.0)


def test_no_bar_without_its_figures() -> None:
    (view,) = outline(b.plan(capacity=(b.capacity(free_cores=None, memory_wanted_mb=None),))).capacity
    assert (view.cores, view.memory) == (None, None)
    (view,) = outline(b.plan(capacity=(b.capacity(active_cores=None, free_cores=10.0, cores_wanted=2.5),))).capacity
    assert view.cores == Meter(0.0, 25.0, 0.0)


def test_the_first_partition_for_which_it_is_short_is_named() -> None:
    steps = b.demo_plan().capacity[0].steps
    assert outline(b.plan(capacity=(b.capacity(steps=steps),))).capacity[0].short_at == "archive1"
    assert outline(b.plan()).capacity[0].short_at == ""


def test_the_scans_are_told_from_first_to_last() -> None:
    sources = tuple(b.source(scanned_at=clock) for clock in ("2025-02-02T00:00:00", "", "2025-01-01T00:00:00"))
    assert outline(b.plan(sources=sources)).scans == ("2025-01-01T00:00:00", "2025-02-02T00:00:00")
    assert outline(b.plan(sources=())).scans == ("", "")


def test_a_disk_that_nobody_looked_for_is_not_one_that_nobody_sees() -> None:
    disks = (b.sheet().disks[0], b.ScsiDisk(21, None, None, None, "disk", None, None, ()))
    moves = (b.move(), b.move(target=b.SECOND_TARGET))
    (view,) = outline(b.plan(moves=moves, partitions=(b.sheet(disks=disks),))).sheets
    assert [row.seen_by for row in view.disks] == [(("ams2-vios1", "ams2-vios2"), ()), (None, None)]


def test_an_empty_plan_has_a_document() -> None:
    page = outline(b.plan(sources=(), moves=(), capacity=(), partitions=(), source_systems=(), target_systems=()))
    assert [item.count for item in page.verdicts] == [0, 0, 0]


def test_an_assessment_has_its_moves_with_counts() -> None:
    page = outline_assessment(b.assessment())
    assert page.moves[0] == AssessedMove("db01", b.SOURCE, b.TARGET, "active", "blocked", 1, 1, 0, 0, 0, 31)
    assert [(section.key, len(section.groups)) for section in page.sections] == [("blocking", 1), ("open", 2)]
    assert [view.group.moves for section in page.sections for view in section.groups] == [1, 2, 1]
