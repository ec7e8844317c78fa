"""Rule pages: what makes one unusable is said with page and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from hmcscan_lpm import catalogue
from hmcscan_lpm.errors import CatalogueError

PAGE = """
id         = "own-rule"
title      = "The partition is called well"
severity   = "risk"
modes      = ["active", "inactive"]
subject    = "lpar"
needs      = ["source:lpars"]
confidence = "expert"
why        = "Because."
limits     = "None."
ask        = []
reference  = []
[check]
sql = "select l.system, l.lpar, 'pass' as outcome, l.env from lpars l"
[messages]
fail    = "{env} is bad."
unknown = "?"
[remedy]
summary = "Rename it."
"""


def write(folder: Path, text: str, name: str = "own-rule.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_own_rules_are_added(tmp_path: Path) -> None:
    with_own = catalogue.load([write(tmp_path, PAGE)])
    assert len(with_own.rules) == len(catalogue.load().rules) + 1
    assert with_own.rule("own-rule").title == "The partition is called well"
    assert with_own.sha256 != catalogue.load().sha256


def test_a_page_of_the_same_id_replaces_ours(tmp_path: Path) -> None:
    page = PAGE.replace("own-rule", "not-vios")
    replaced = catalogue.load([write(tmp_path, page, "not-vios.toml")])
    assert len(replaced.rules) == len(catalogue.load().rules)
    assert replaced.rule("not-vios").severity == "risk"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id         = "own-rule"', 'id = "other"', "must be the file's name"),
        ('severity   = "risk"', 'severity = "fatal"', "none of blocker, risk, notice"),
        ('severity   = "risk"', 'severity = "blocker"', "never a blocker"),
        ('title      = "The partition is called well"', "", "'title' is missing"),
        ('needs      = ["source:lpars"]', 'needs = ["nothing"]', "which is no table"),
        ("select l.system", "select l.nothing", "does not bind"),
        ("select l.system, l.lpar", "select l.system", "lacks the columns lpar"),
        ("{env} is bad.", "{colour} is bad.", "{colour} is no column"),
        ('fail    = "{env} is bad."', "", "messages.fail is missing"),
        ("select l.system", "drop table lpars; select l.system", "single select"),
        ('why        = "Because."', 'why = "Because."\nwhim = 1', "unknown keys: whim"),
        ("[check]", "[check", "is not TOML"),
        ('subject    = "lpar"', 'subject = "pair"\n', "lacks the columns"),
    ],
)
def test_a_page_that_cannot_be_used_says_why(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in PAGE
    with pytest.raises(CatalogueError, match="own-rule") as caught:
        catalogue.load([write(tmp_path, PAGE.replace(old, new))])
    assert said in str(caught.value)


def test_a_folder_without_pages_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="holds no rule pages"):
        catalogue.load([tmp_path])
    with pytest.raises(CatalogueError, match="is not a folder"):
        catalogue.load([tmp_path / "missing"])
