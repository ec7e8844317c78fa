"""The page is complete, self-contained, well-formed and harmless, whatever the reports hold."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from hmcscan_lpm.planning.model import Plan
from hmcscan_lpm.rendering import html
from hmcscan_lpm.rendering.escape import one_line

from . import builders as b

VOID = {"meta", "link", "br", "hr", "input", "img"}
ELEMENTS = {
    "html", "head", "body", "meta", "title", "style", "script", "a", "header", "nav", "main", "section", "article", "div",
    "p", "h1", "h2", "h3", "h4", "span", "b", "i", "em", "code", "pre", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "svg", "rect", "button", "input", "label",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "role", "aria-label", "aria-labelledby",
    "aria-hidden", "aria-pressed", "tabindex", "hidden", "type", "data-verdict", "data-label", "autocomplete",
    "placeholder", "scope", "rowspan", "open", "rel", "width", "height", "rx", "x",
}  # fmt: skip


class Outline(HTMLParser):
    """Fails on a tag that is closed wrongly, or an element or attribute that the templates do not use."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.headings: list[int] = []
        self.elements: Counter[str] = Counter()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS
        names = [name for name, _ in attrs]
        assert set(names) <= ATTRIBUTES
        assert len(names) == len(set(names))
        given = dict(attrs)
        self.elements[tag] += 1
        self.ids.update([given["id"]] if given.get("id") else [])
        if "href" in given:
            self.links.add(given["href"] or "")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "rect"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "script"}:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def read(page: str) -> Outline:
    outline = Outline()
    outline.feed(page)
    outline.close()
    assert outline.open == []
    return outline


PLANS = {
    "smallest": b.plan,
    "demo": b.demo_plan,
    "hostile": b.hostile_plan,
    "nothing": lambda: b.plan(moves=(), capacity=(), partitions=(), sources=()),
}


@pytest.fixture(params=PLANS, scope="module")
def plan(request: pytest.FixtureRequest) -> Plan:
    made = PLANS[request.param]()
    assert isinstance(made, Plan)
    return made


@pytest.fixture(scope="module")
def page(plan: Plan) -> str:
    return html.render_plan(plan)


def test_the_page_is_well_formed_and_its_links_lead_somewhere(page: str) -> None:
    outline = read(page)
    assert [name for name, count in outline.ids.items() if count > 1] == []
    anchors = {link.removeprefix("#") for link in outline.links if link.startswith("#")}
    assert anchors <= set(outline.ids)
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(below - above <= 1 for above, below in zip(outline.headings, outline.headings[1:], strict=False))


def test_the_page_loads_nothing(page: str) -> None:
    assert re.findall(r"<(?:link|img|iframe|object|embed|base|form|audio|video|source)\b", page) == []
    assert re.findall(r"@import|url\(", page[: page.index("</style>")]) == []
    outside = {link for link in read(page).links if not link.startswith("#")}
    assert outside <= {"https://www.ibm.com/docs/en/power10"}


def test_the_policy_allows_the_inlined_style_and_script_and_nothing_else(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    for name, tag in (("style-src", "style"), ("script-src", "script")):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert rules.pop(name) == f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    assert rules == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}


def test_another_parser_reads_the_same_text(page: str) -> None:
    document = lxml_html.fromstring(re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL).encode("utf-8"))
    assert "".join(document.text_content().split()) == read(page).text.replace(" ", "")


def test_the_same_plan_gives_the_same_bytes(plan: Plan, page: str) -> None:
    assert html.render_plan(plan) == page
    page.encode("utf-8")


def test_nothing_is_printed_as_python_would(page: str) -> None:
    text = read(page).text
    for word in ("None", "True", "False", "Undefined", "nan", "datetime", "0x7f"):
        assert not re.search(rf"\b{word}\b", text), word


@pytest.mark.parametrize("text", b.HOSTILE)
def test_a_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    page = html.render_plan(b.with_texts(b.demo_plan(), lambda _: text))
    outline = read(page)
    assert outline.elements["script"] == 1
    assert one_line(text) in outline.text


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=5, max_size=5))
def test_no_text_of_a_plan_becomes_markup(texts: list[str]) -> None:
    count = 0

    def next_text(_: str) -> str:
        nonlocal count
        count += 1
        return texts[count % len(texts)]

    read(html.render_plan(b.with_texts(b.plan(groups=(b.group(),), issues=b.demo_plan().issues[:2]), next_text)))


def test_a_large_plan_stays_small_enough_to_mail() -> None:
    assert len(html.render_plan(b.large_plan()).encode("utf-8")) < 5_000_000


def test_what_is_not_known_is_never_zero() -> None:
    unsaid = b.move(cores=None, memory_mb=None, os_version=None, env=None, lpar_id=None)
    sheet = b.sheet(
        cores=None, memory_mb=None, max_memory_mb=None, procs=None, state=None, processor_mode=None, served_by=()
    )
    target = b.capacity(free_cores=None, cores_left=None, fits_cores=None, active_mb=None)
    page = read(html.render_plan(b.plan(moves=(unsaid,), partitions=(sheet,), capacity=(target,)))).text
    for words in (
        "operating system not known active not known not known",
        "Cores not known Virtual processors not known Memory not known Maximum memory not known Served by not known",
        "Cores 40 not known 2.5 not known ? not known",
    ):
        assert words in page


def test_the_second_wwpn_stands_out_and_a_missing_one_more() -> None:
    pair = b.sheet().wwpn_pairs[0]
    page = html.render_plan(b.plan())
    assert f'<code class="second">{pair.wwpn2}</code>' in page
    text = read(html.render_plan(b.demo_plan())).text
    assert "missing" in text
    assert "No HMC Scanner report shows zoning or storage mapping." in text


def test_the_hand_over_says_where_each_state_is_told_and_drafts_what_is_missing() -> None:
    page = read(html.render_plan(b.plan()))
    for words in (
        "c050760901270e00 alias db01_14_1 logged in: client ✓ zoned z_db01 zoning.txt line 7 old only defined zoning.txt line 7",
        "✕ not zoned ✕ not mapped",
        "slot 14: not zoned (the second one is in no zone), not mapped (the second one is in no host).",
        "WWPNs of other adapters in the same zones: 2.",
        "Brocade, fabric fab-a ! draft, changes something # db01 on ams-s924-01, slot 14 alicreate",
        "If not zoned yet: 1 draft",
    ):
        assert words in page.text


def test_each_verdict_is_explained_and_said_in_words() -> None:
    text = read(html.render_plan(b.demo_plan())).text
    for words in (
        "2 ✕ Blocked",
        "8 ? Unproven No blocker was found, but the reports cannot prove that there is none.",
        "2 ✓ Ready Every prerequisite that can block the move is met, going by the reports.",
    ):
        assert words in text


def test_a_command_that_changes_something_says_so() -> None:
    text = read(html.render_plan(b.plan(groups=(b.group(),)))).text
    assert f"On the HMC ! changes something chhwres -r virtualio -m {b.SOURCE} -p db01 -o r -s 14" in text
    assert "To see that it is mended On the HMC lshwres" in text


def test_evidence_names_report_tab_cell_column_and_value() -> None:
    text = read(html.render_plan(b.plan(groups=(b.group(),)))).text
    assert f"{b.FILE} Virtual_Fibre · I14 · WWPN #2 = empty" in text
    row = b.group([b.shown(evidence=(b.cell(cell="14", column="", value=""),))])
    assert "Virtual_Fibre · row 14" in read(html.render_plan(b.plan(groups=(row,)))).text


def test_a_plan_without_problems_has_no_section_about_them() -> None:
    ids = set(read(html.render_plan(b.plan())).ids)
    assert ids & {"blocking", "open", "risks", "crashed", "questions"} == set()
    assert {"summary", "moves", "capacity", "wwpns", "partitions", "quality", "about"} <= ids


def test_the_time_is_printed_only_when_it_was_given() -> None:
    assert "Plan made" not in html.render_plan(b.plan())
    assert "Plan made 2026-01-01 10:00" in read(html.render_plan(b.plan(made_at="2026-01-01 10:00"))).text
