"""Text out of reports is harmless in every form, and still readable."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from hmcscan_lpm.rendering import escape

from .builders import HOSTILE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("db01", "db01"),
        ("\u202egnp.exe", "[U+202E]gnp.exe"),
        ("a\x00b\x1b[31m", "a[U+0000]b[U+001B][31m"),
        ("a\u2066b\u2069", "a[U+2066]b[U+2069]"),
        ("half \ud800", "half [U+D800]"),
        ("zero\u200bwidth", "zero[U+200B]width"),
        ("two\r\nlines", "two\nlines"),
        ("Größe 日本語 é", "Größe 日本語 é"),
    ],
)
def test_hidden_characters_are_shown_and_letters_are_left_alone(text: str, shown: str) -> None:
    assert escape.visible(text) == shown


def test_a_line_break_in_a_name_becomes_a_blank() -> None:
    assert escape.one_line(" a\r\n  b\tc\u2028d ") == "a b c d"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain words, 3.5 GB (and more)", "plain words, 3.5 GB (and more)"),
        ("a|b", "a\\|b"),
        ("*x* _y_ `z`", "\\*x\\* \\_y\\_ \\`z\\`"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("[a](b)", "\\[a\\](b)"),
        ("# head", "\\# head"),
        ("- item", "\\- item"),
        ("-5", "-5"),
        ("1. first", "1\\. first"),
        ("2025.08", "2025.08"),
        ("---", "\\---"),
        ("a\nb", "a b"),
        ("@team https://example.org", "&#64;team https:&#47;/example.org"),
    ],
)
def test_markdown_takes_no_text_for_markup(text: str, escaped: str) -> None:
    assert escape.markdown(text) == escaped


@given(st.one_of(st.text(), st.sampled_from(HOSTILE), st.text(alphabet="`*_[]()<>|#-+.1 \n\\!~&;:/ahtps@=")))
def test_escaped_markdown_reads_as_the_text_itself(text: str) -> None:
    for before, after in (("", ""), ("x ", " y")):
        tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(before + escape.markdown(text) + after)
        inline = [child for token in tokens for child in token.children or ()]
        assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
        assert {child.type for child in inline} <= {"text", "text_special"}
        shown = f"{before}{escape.one_line(text)}{after}"
        assert "".join(child.content for child in inline).split() == shown.split()


@given(st.text(alphabet="`a\n"))
def test_no_line_closes_the_fence_around_it(text: str) -> None:
    mark = escape.fence(text)
    tokens = MarkdownIt().parse(f"{mark}sh\n{text}\n{mark}\n")
    assert [token.type for token in tokens] == ["fence"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", "=cmd|' /C calc'!A0", "\n=1", "\ttab"],
)
def test_a_formula_becomes_text(text: str) -> None:
    assert escape.csv_cell(text).startswith("'")


def test_a_formula_behind_another_separator_becomes_text() -> None:
    assert escape.csv_cell("x;=1+1") == "x;'=1+1"


@given(st.text())
def test_no_cell_of_a_csv_file_starts_a_formula_whatever_the_separator(text: str) -> None:
    line = f'"{escape.csv_cell(text)}"'
    for separator in (";", "\t"):
        for row in csv.reader(io.StringIO(line), delimiter=separator):
            assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://www.ibm.com/docs/en/power10?topic=x&y=1#z", True),
        ("http://a.example:8080/x", True),
        ("javascript:alert(1)", False),
        ("https://a.example/<script>", False),
        ('https://a.example/"onclick="', False),
        ("data:text/html,x", False),
        ("//a.example/", False),
        ("https://user@evil.example/", False),
        ("https://a.example/x y", False),
        ("", False),
    ],
)
def test_only_plain_web_addresses_become_links(url: str, kept: bool) -> None:
    assert escape.web_address(url) == (url if kept else "")


@given(st.text())
def test_json_keeps_every_value_but_half_surrogates(text: str) -> None:
    shown = escape.json_text(json.dumps(text, ensure_ascii=False))
    shown.encode("utf-8")
    assert json.loads(shown) == "".join("\ufffd" if 0xD800 <= ord(letter) <= 0xDFFF else letter for letter in text)
    assert escape.visible(shown) == shown
