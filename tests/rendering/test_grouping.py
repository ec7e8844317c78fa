"""Findings are put together for reading without losing whom they are about."""

from __future__ import annotations

from typing import Any

import pytest

from hmcscan_lpm.engine import Finding
from hmcscan_lpm.planning import rule_groups
from hmcscan_lpm.rendering import grouping
from hmcscan_lpm.rendering.contexts import CommandBlock, SourceLink, Subject

from . import builders as b

SINGLE = grouping.Scope(has_sources=False, has_targets=False)


def _unknown(name: str, **changes: Any) -> Any:
    fields = {"lpar": name, "source": b.SOURCE, "slot": 14}
    given = {"outcome": "unknown", "message": f"No report shows the zones of {name}.", "fields": fields, **changes}
    return b.shown(b.finding(lpar=name, **given), evidence=())


def test_findings_that_differ_in_the_name_only_share_a_row() -> None:
    (row,) = grouping.merged([_unknown("db01"), _unknown("db02")], SINGLE)
    assert [subject.lpar for subject in row.subjects] == ["db01", "db02"]
    assert row.message == "No report shows the zones of db01."
    assert row.is_example


def test_the_same_words_about_several_are_no_example() -> None:
    (row,) = grouping.merged([_unknown(name, message="Not shown.") for name in ("db01", "db02")], SINGLE)
    assert not row.is_example


@pytest.mark.parametrize(
    "changes", [{"item": "slot 15"}, {"message": "The zones of db02 are for db01."}], ids=["item", "message"]
)
def test_findings_that_differ_in_more_have_their_own_row(changes: dict[str, str]) -> None:
    assert len(grouping.merged([_unknown("db01"), _unknown("db02", **changes)], SINGLE)) == 2


def test_findings_with_their_own_cells_have_their_own_row() -> None:
    shown = [
        b.shown(b.finding(lpar=name), evidence=(b.cell(cell=place),)) for name, place in (("a", "I1"), ("b", "I2"))
    ]
    assert len(grouping.merged(shown, SINGLE)) == 2


def test_a_name_inside_another_word_is_left_alone() -> None:
    assert len(grouping.merged([_unknown("a", message="a data"), _unknown("b", message="b dbtb")], SINGLE)) == 2


def test_evidence_beyond_three_cells_is_folded_and_counted() -> None:
    cells = tuple(b.cell(cell=f"I{row}") for row in range(5))
    (row,) = grouping.merged([b.shown(evidence=cells)], SINGLE)
    assert [len(group.cells) for group in row.cells] == [3]
    assert [len(group.cells) for group in row.more_cells] == [2]
    assert row.n_more_cells == 2


def test_cells_of_several_reports_name_each_once() -> None:
    groups = grouping.by_report([b.cell(report="a"), b.cell(report="b"), b.cell(report="a", cell="X1")])
    assert [(group.report, len(group.cells)) for group in groups] == [("a", 2), ("b", 1)]


@pytest.mark.parametrize(
    ("lpar", "scope", "subject"),
    [
        ("db01", (False, False), Subject("db01", None, ())),
        ("db01", (True, True), Subject("db01", b.SOURCE, (b.TARGET,))),
        ("db01", (False, True), Subject("db01", None, (b.TARGET,))),
        (None, (False, False), Subject(None, b.SOURCE, (b.TARGET,))),
    ],
)
def test_the_only_server_goes_without_saying(lpar: str | None, scope: tuple[bool, bool], subject: Subject) -> None:
    finding = b.finding(lpar=lpar, target=b.TARGET)
    assert grouping.Scope(*scope).subjects([finding]) == (subject,)


def test_the_targets_of_a_partition_are_told_together() -> None:
    findings = [b.finding(lpar=lpar, target=target) for lpar in ("a", "b") for target in ("t1", "t2")]
    subjects = grouping.Scope(has_sources=False, has_targets=True).subjects(findings)
    assert subjects == (Subject("a", None, ("t1", "t2")), Subject("b", None, ("t1", "t2")))


def test_an_item_that_the_message_names_is_not_said_twice() -> None:
    rows = grouping.merged([b.shown(), b.shown(b.finding(item="VLAN 7"))], SINGLE)
    assert [row.item for row in rows] == ["", "VLAN 7"]


def test_places_are_filled_where_all_findings_agree() -> None:
    findings = [b.shown(b.finding(fields={"lpar": name, "source": b.SOURCE, "slot": 14})) for name in ("db01", "db02")]
    view = grouping.view(b.group(findings), "rule-x", SINGLE)
    assert view.remedy == "Remove the adapter in slot 14 and create it again."
    assert view.steps[0] == "Take the path over slot 14 out of multipathing in <lpar>."
    assert view.mend == (CommandBlock("hmc", f"chhwres -r virtualio -m {b.SOURCE} -p <lpar> -o r -s 14", 1, True),)


def test_a_hostile_name_is_quoted_in_the_commands_of_the_remedy() -> None:
    finding = b.finding(fields={"lpar": "x'; touch pwned; '", "source": b.SOURCE, "slot": 1})
    view = grouping.view(b.group([b.shown(finding)]), "rule-x", SINGLE)
    assert "'x'\"'\"'; touch pwned; '\"'\"''" in view.mend[0].run


def test_an_unknown_has_no_remedy_but_what_settles_it() -> None:
    view = grouping.view(b.group([_unknown("db01")]), "rule-x", SINGLE)
    assert (view.remedy, view.steps, view.mend) == ("", (), ())
    assert view.check[0].run.endswith("lpar_names=db01")


def test_commands_of_one_place_stand_together_in_their_order() -> None:
    commands = [("hmc", "a", False), ("hmc", "b", False), ("vios", "c", True), ("hmc", "d", False)]
    assert grouping.blocks(commands) == (
        CommandBlock("hmc", "a\nb", 2, False),
        CommandBlock("vios", "c", 1, True),
        CommandBlock("hmc", "d", 1, False),
    )


def test_many_findings_are_folded_but_never_a_single_one() -> None:
    def rows(count: int) -> tuple[int, int]:
        found = [b.shown(b.finding(item=f"slot {number}")) for number in range(count)]
        view = grouping.view(b.group(found), "rule-x", SINGLE)
        return len(view.rows), view.n_more

    assert [rows(count) for count in (10, 11, 12)] == [(10, 0), (11, 0), (10, 2)]


def test_a_source_without_a_web_address_is_named() -> None:
    references = (("Redbook", "SG24-7460"), ("Doc", "https://www.ibm.com/x"), ("Bad", "javascript:x"))
    view = grouping.view(b.group(references=references), "rule-x", SINGLE)
    assert view.references == (
        SourceLink("Redbook", "", "SG24-7460"),
        SourceLink("Doc", "https://www.ibm.com/x", ""),
        SourceLink("Bad", "", "javascript:x"),
    )


@pytest.mark.parametrize("waived", [True, False])
@pytest.mark.parametrize(
    ("outcome", "severity", "section"),
    [
        ("fail", "blocker", "blocking"),
        ("unknown", "blocker", "open"),
        ("fail", "risk", "risks"),
        ("unknown", "notice", "risks"),
        ("error", "blocker", "crashed"),
        ("error", "notice", "crashed"),
        ("pass", "blocker", "others"),
    ],
)
def test_every_finding_has_its_section(outcome: str, severity: str, section: str, waived: bool) -> None:
    group = b.group(outcome=outcome, severity=severity, waived=waived)
    assert grouping.section_of(group) == ("waived" if waived else section)


def test_a_finding_touches_the_moves_that_it_does_not_exclude() -> None:
    def count(*findings: Finding) -> int:
        (group,) = rule_groups(b.assessment(findings))
        return group.moves

    counts = [
        count(b.finding(lpar=lpar, source=source, target=target))
        for lpar, source, target in (
            (None, None, None),
            ("db01", None, None),
            (None, b.SOURCE, None),
            (None, None, "elsewhere"),
            ("db01", b.SOURCE, b.TARGET),
        )
    ]
    assert counts == [2, 1, 2, 0, 1]
    assert count(b.finding(lpar="db01"), b.finding(lpar=None)) == 2
