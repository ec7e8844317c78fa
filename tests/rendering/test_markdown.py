"""The Markdown is one document in every dialect: headings, tables and code as meant, and nothing out of the data."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hmcscan_lpm.rendering import markdown
from hmcscan_lpm.rendering.escape import one_line

from . import builders as b
from . import execution_builders as x

ALLOWED = {
    "text", "text_special", "softbreak", "code_inline", "strong_open", "strong_close", "em_open", "em_close", "link_open",
    "link_close",
}  # fmt: skip


def parse(text: str) -> list[Token]:
    return MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)


def shape(text: str) -> Counter[str]:
    """How many blocks of each kind there are, and that nothing inside them is more than text."""
    tokens = parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inline} <= ALLOWED
    links = {child.attrs.get("href") for child in inline if child.type == "link_open"}
    assert links <= {"https://www.ibm.com/docs/en/power10"}
    return Counter(token.type for token in tokens)


def assert_tables_are_even(text: str) -> None:
    """Counted by hand: a parser pads short rows and drops long ones."""
    columns = 0
    fence = ""
    for line in text.splitlines():
        if fence or line.startswith("```"):
            fence = (re.match("`+", line) or [""])[0] if not fence else "" if line == fence else fence
            continue
        if not line.startswith("|"):
            columns = 0
            continue
        assert line.endswith("|")
        found = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line))
        assert found == (columns or found)
        columns = found


@pytest.mark.parametrize("make", [b.plan, b.demo_plan, b.hostile_plan], ids=lambda make: make.__name__)
def test_tables_have_the_same_number_of_columns_in_every_row(make: Any) -> None:
    text = markdown.render_plan(make())
    assert_tables_are_even(text)
    shape(text)
    text.encode("utf-8")


def test_every_table_row_is_in_a_table() -> None:
    text = markdown.render_plan(b.demo_plan())
    rows = len([line for line in text.splitlines() if line.startswith("|") and not line.startswith("|-")])
    assert shape(text)["tr_open"] == rows


@pytest.fixture(scope="module")
def calm() -> Counter[str]:
    return shape(markdown.render_plan(b.with_texts(b.demo_plan(), lambda _: "calm")))


@pytest.mark.parametrize("text", b.HOSTILE)
def test_a_hostile_text_is_shown_and_does_nothing(text: str, calm: Counter[str]) -> None:
    hostile = markdown.render_plan(b.with_texts(b.demo_plan(), lambda _: text))
    assert_tables_are_even(hostile)
    found = shape(hostile)
    kinds = ("table_open", "heading_open", "fence", "tr_open", "hr", "html_block", "code_block")
    assert {kind: found[kind] for kind in kinds} == {kind: calm[kind] for kind in kinds}
    shown = "".join(
        child.content for token in parse(hostile) for child in token.children or () if child.type.startswith("text")
    )
    assert "".join(one_line(text).split()) in "".join(shown.split())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=5, max_size=5))
def test_no_text_of_a_plan_becomes_markup(texts: list[str]) -> None:
    count = 0

    def next_text(_: str) -> str:
        nonlocal count
        count += 1
        return texts[count % len(texts)]

    plan = b.plan(groups=(b.group(),), issues=b.demo_plan().issues[:2])
    text = markdown.render_plan(b.with_texts(plan, next_text))
    assert_tables_are_even(text)
    assert shape(text)["html_block"] == 0


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert markdown.render_plan(b.demo_plan()) == markdown.render_plan(b.demo_plan())


def test_there_is_no_html_in_it_and_no_empty_line_twice() -> None:
    text = markdown.render_plan(b.demo_plan())
    outside_code = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert re.findall(r"<(?!https://)", outside_code) == []
    assert "\n\n\n" not in text
    assert text.endswith(".\n")


def test_prose_has_one_sentence_per_line() -> None:
    lines = markdown.render_plan(b.plan(groups=(b.group(),))).splitlines()
    assert "The adapter logs in with one WWPN while it runs and with the other during the move." in lines
    assert "Without a second one the target cannot log in." in lines


def test_the_plan_says_what_the_page_says() -> None:
    text = markdown.render_plan(b.demo_plan())
    for words in (
        "| ✕ Blocked | 2 |",
        "| ? Unproven | 8 |",
        "## Capacity of the targets",
        "## Blockers",
        "## Open questions",
        "## SAN hand-over: WWPN pairs to zone and map",
        "## What the reports cannot show, and what to ask",
        "### On the HMC",
        "## Data quality",
        "**missing**",
        "| Memory, GB | 1024 | not known | 65 | not known | not known |",
        "On the HMC (**changes something**):",
    ):
        assert words in text


def test_how_the_moves_are_made_is_in_it() -> None:
    text = markdown.render_plan(b.demo_plan())
    for words in (
        "- 3 waves with 4 moves, 4 of them unproven",
        "First command, for erp-db-prd-01, on hmc-ams1: it validates and changes nothing.",
        "## Placement",
        "Proved gap: 0.4 %.",
        "**2 moves are blocked.**",
        "? Unproven · 2 moves · night 1 · 22:00–22:13 · 12.6 min, at most 27.1 min",
        "It may begin until 05:00 and still ends in the window.",
        "| erp-db-prd-01 | ams-s924-01 | ams-e1080-04 | active | ? Unproven | 22:00 – 22:13 (22:28) | 12.6 min | **3 remarks** | □ | □ | □ |",
        "| 15 | c050760901271500 c050760901271501 | ams-vios1 | fcs0 | **none found** |",
        f"**! Look:** {x.NO_PORT}",
        "Two HMCs take part: hmc-ams1 and hmc-ams2.",
        "**No command can be given: the notes below say why.**",
        "- [ ] **2.1 Move** (**changes something**)",
        "Owner (SAN and storage): …… Answer, date: ……",
        "| application, wave 3 | | | |",
    ):
        assert words in text


def test_all_findings_are_in_the_plan_even_the_folded_ones() -> None:
    text = markdown.render_plan(b.demo_plan())
    assert all(f"batch{number:02}" in text for number in range(1, 18))


def test_an_assessment_lists_moves_and_findings_by_rule() -> None:
    text = markdown.render_assessment(b.assessment())
    assert_tables_are_even(text)
    assert shape(text)["heading_open"] == 9
    for words in (
        f"| ✕ Blocked | db01 | {b.SOURCE} | {b.TARGET} | active | 1 | 1 | 0 | 0 | 0 | 31 |",
        "### Every NPIV adapter has two valid WWPNs that nobody else uses",
        "**✕ fail** · blocker · 1 move · `npiv-wwpn-pair`",
        "| db01 | Slot 14: there is no valid second WWPN. | no cell says it |",
    ):
        assert words in text
