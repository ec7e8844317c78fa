"""The plan in a real browser: on a phone, without scripts, printed, and with hostile names in it."""

from __future__ import annotations

import base64
import re

import pytest

from .conftest import Browser
from .plans import builders as b

VISIBLE_ROWS = "return [...document.querySelectorAll('#move-table tbody tr')].filter(row => row.offsetParent).length"


@pytest.mark.parametrize("make", [b.plan, b.demo_plan, b.hostile_plan], ids=lambda make: make.__name__)
def test_the_page_asks_for_nothing_and_complains_about_nothing(browser: Browser, make: object) -> None:
    browser.driver.get_log("browser")  # what an earlier page complained about
    browser.open(make())  # type: ignore[operator]
    browser.run("window.scrollTo(0, document.body.scrollHeight)")
    events = browser.log()
    asked = {event["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
    assert len(asked) == 1
    assert next(iter(asked)).startswith("file://")
    assert browser.driver.get_log("browser") == []


@pytest.mark.parametrize("width", [320, 390, 768, 1000, 1280, 1920])
@pytest.mark.parametrize("make", [b.demo_plan, b.hostile_plan], ids=lambda make: make.__name__)
def test_the_page_never_scrolls_sideways(browser: Browser, make: object, width: int) -> None:
    browser.open(make(), width=width)  # type: ignore[operator]
    browser.run("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    assert browser.run("return [document.documentElement.scrollWidth, window.innerWidth]") == [width, width]


def test_no_hostile_name_runs(browser: Browser) -> None:
    browser.open(b.hostile_plan())
    browser.run("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    browser.run("document.querySelectorAll('main *').forEach(element => element.dispatchEvent(new Event('mouseover')))")
    assert browser.run("return [document.scripts.length, document.images.length, document.forms.length]") == [1, 0, 0]
    assert (
        browser.run(
            "return [...document.querySelectorAll('*')].some(element => element.onclick || element.onmouseover)"
        )
        is False
    )
    dialogs = [event for event in browser.log() if event["method"] == "Page.javascriptDialogOpening"]
    assert dialogs == []


def test_an_injected_script_would_be_stopped_by_the_policy(browser: Browser) -> None:
    browser.open(b.plan())
    browser.run(
        "const script = document.createElement('script'); script.textContent = 'window.ran = true';"
        "document.body.append(script);"
    )
    assert browser.run("return window.ran === undefined") is True


def test_moves_are_filtered_by_verdict_and_by_words(browser: Browser) -> None:
    browser.open(b.demo_plan())
    assert browser.run(VISIBLE_ROWS) == 12
    browser.run("document.querySelector('.choices [data-verdict=blocked]').click()")
    assert browser.run(VISIBLE_ROWS) == 2
    assert browser.run("return document.getElementById('filtered').textContent") == "2 of 12 shown"
    assert browser.run("return document.querySelector('[data-verdict=blocked]').getAttribute('aria-pressed')") == "true"
    find = browser.driver.find_element("id", "find")
    find.send_keys("ERP-DB 1022")
    assert browser.run(VISIBLE_ROWS) == 1
    browser.run("document.querySelector('.choices [data-verdict=\"\"]').click()")
    find.clear()
    find.send_keys("no such partition")
    assert browser.run(VISIBLE_ROWS) == 0


def test_everything_is_unfolded_and_folded_at_once(browser: Browser) -> None:
    browser.open(b.demo_plan())
    folds = "return new Set([...document.querySelectorAll('details')].map(fold => fold.open)).size === 1 && document.querySelector('details').open"
    button = browser.driver.find_element("id", "unfold")
    button.click()
    assert browser.run(folds) is True
    assert button.text == "Fold all"
    button.click()
    assert browser.run(folds) is False


def test_a_link_to_a_folded_rule_unfolds_it(browser: Browser) -> None:
    browser.open(b.demo_plan())
    opened = "return document.getElementById('rule-npiv-zoned-unknown').open"
    assert browser.run(opened) is False
    browser.run("document.querySelector('main a[href=\"#rule-npiv-zoned-unknown\"]').click()")
    browser.driver.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => setTimeout(done, 0))")
    assert browser.run(opened) is True
    browser.open(b.demo_plan(), anchor="#partition-2")
    assert browser.run("return document.getElementById('partition-2').open") is True


def test_steps_and_moves_can_be_ticked_and_stay_ticked(browser: Browser) -> None:
    browser.open(b.demo_plan())
    browser.run("try { localStorage.clear() } catch { /* none */ }")
    boxes = browser.driver.find_elements("css selector", "#runbook .tick input, #waves .tick input")
    n_moves = sum(len(wave.moves) for wave in b.demo_plan().schedule.waves)
    assert len(boxes) == 3 * n_moves + sum(len(phase.steps) for phase in b.demo_plan().runbook)
    assert not any(box.is_selected() for box in boxes)
    browser.run("arguments[0].click()", boxes[1])
    browser.driver.refresh()
    ticked = "return [...document.querySelectorAll('.tick input')].map(box => box.checked)"
    assert [place for place, is_ticked in enumerate(browser.run(ticked)) if is_ticked] == [1]
    browser.open(b.plan(**b.x.executed(b.plan().moves)))
    assert not any(browser.run(ticked))


def test_a_link_of_a_wave_unfolds_how_the_move_is_made(browser: Browser) -> None:
    browser.open(b.demo_plan())
    browser.run("document.querySelector('#waves a[href=\"#move-2\"]').click()")
    browser.driver.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => setTimeout(done, 0))")
    opened = "return [...document.querySelectorAll('#mappings > .sheet')].map(card => card.open)"
    assert [place for place, is_open in enumerate(browser.run(opened), 1) if is_open] == [2]


def test_a_command_block_can_be_copied(browser: Browser) -> None:
    browser.open(b.plan(groups=(b.group(),)))
    browser.run(
        "window.copied = []; Object.defineProperty(navigator, 'clipboard',"
        " {value: {writeText: async text => { window.copied.push(text); }}})"
    )
    button = browser.driver.find_element("css selector", ".copyable button")
    button.click()
    assert browser.run("return window.copied") == [f"chhwres -r virtualio -m {b.SOURCE} -p db01 -o r -s 14"]


def test_the_page_is_complete_without_scripts(browser: Browser) -> None:
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(b.demo_plan())
    shown = browser.driver.find_elements("css selector", "#move-table tbody tr")
    assert len(shown) == 12
    assert all(row.is_displayed() for row in shown)
    for selector in (".filter", ".tools", "#unfold"):
        assert not browser.driver.find_element("css selector", selector).is_displayed()
    fold = browser.driver.find_element("id", "rule-npiv-zoned-unknown")
    fold.find_element("css selector", "summary").click()
    assert fold.get_attribute("open") == "true"


@pytest.mark.parametrize("scripts", [True, False])
def test_print_shows_everything_and_no_controls(browser: Browser, scripts: bool) -> None:
    browser.command("Emulation.setScriptExecutionDisabled", value=not scripts)
    browser.open(b.demo_plan())
    folded = browser.command("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(folded["data"])))
    assert 8 < pages < 55
    browser.command("Emulation.setEmulatedMedia", media="print")
    for selector in (".toc", ".filter", ".skip"):
        assert not browser.driver.find_element("css selector", selector).is_displayed()
    folded_cell = "return document.querySelector('#partition-1 .disks code').getBoundingClientRect().height"
    assert browser.run(folded_cell) > 0
    assert browser.run("return document.querySelector('#move-1 .map code').getBoundingClientRect().height") > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(browser: Browser, scheme: str) -> None:
    browser.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.open(b.demo_plan())
    browser.run("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    weakest = browser.run(CONTRAST)
    assert weakest["ratio"] >= 4.5, weakest


CONTRAST = """
const numbers = color => color.match(/[\\d.]+/g).map(Number);
const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
  .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const behind = element => {
  for (let at = element; at; at = at.parentElement) {
    const color = numbers(getComputedStyle(at).backgroundColor);
    if (color.length === 3 || color[3] === 1) return color;
  }
  return [255, 255, 255];
};
let weakest = {ratio: 21};
for (const element of document.querySelectorAll('body *')) {
  const ownText = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  if (!ownText || !element.checkVisibility()) continue;
  const pair = [luminance(numbers(getComputedStyle(element).color)), luminance(behind(element))].sort((a, b) => b - a);
  const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
  if (ratio < weakest.ratio) weakest = {ratio, text: element.textContent.slice(0, 60), name: element.className};
}
return weakest;
"""


def test_every_control_and_region_has_a_name(browser: Browser) -> None:
    browser.open(b.demo_plan())
    tree = browser.command("Accessibility.getFullAXTree")["nodes"]
    nameless = {
        node["role"]["value"]
        for node in tree
        if not node.get("ignored")
        and node["role"]["value"]
        in {"button", "link", "searchbox", "region", "navigation", "DisclosureTriangle", "checkbox"}
        and not node.get("name", {}).get("value")
    }
    assert nameless == set()
    landmarks = {node["role"]["value"] for node in tree}
    assert {"banner", "navigation", "main", "search", "table", "columnheader", "rowheader"} <= landmarks
