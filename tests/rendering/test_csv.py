"""The CSV is read back as written, and no cell of it runs."""

from __future__ import annotations

import csv as reader
import io

from hmcscan_lpm.rendering import csv

from . import builders as b


def rows(text: str) -> list[list[str]]:
    return list(reader.reader(io.StringIO(text)))


def test_one_row_per_finding_under_its_headings() -> None:
    found = rows(csv.render_assessment(b.assessment()))
    assert found[0] == list(csv.COLUMNS)
    assert found[1][:8] == [
        "npiv-wwpn-pair", "blocker", "fail", "db01", b.SOURCE, "", "slot 14", "Slot 14: there is no valid second WWPN.",
    ]  # fmt: skip
    assert len(found) == 4


def test_no_hostile_name_is_a_formula() -> None:
    findings = [
        b.finding(lpar=text, item=text, message=text, fields={"lpar": text, "source": b.SOURCE, "slot": text})
        for text in b.HOSTILE
    ]
    text = csv.render_assessment(b.assessment(findings=findings))
    text.encode("utf-8")
    found = rows(text)
    assert {len(row) for row in found} == {len(csv.COLUMNS)}
    assert not [cell for row in found for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert found[2][3] == "'=cmd|' /C calc'!A0"


def test_no_findings_leave_the_headings() -> None:
    assert csv.render_assessment(b.assessment(findings=())).count("\n") == 1
