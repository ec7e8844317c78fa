"""Outputs made from text, and ways in which files damage them."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from hmcscan_lpm.supplements.model import Format, Line, Output, Parsed
from hmcscan_lpm.tables.schema import columns
from hmcscan_lpm.tables.vocabulary import TABLES


def output(text: str, **context: str) -> Output:
    """An output as it stands in a file from line 1; a text that ends with a line feed ends with an empty line."""
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return Output(**{"command": "", "system": "", "vios": "", "place": "", "lines": lines, **context})


def rows(parsed: Parsed, table: str, *names: str) -> list[tuple]:
    """Chosen columns of the rows of one table."""
    return [tuple(row.values.get(name) for name in names) for row in parsed.rows if row.table == table]


def remarks(parsed: Parsed) -> list[tuple[int, str]]:
    return [(remark.line, remark.kind) for remark in parsed.remarks]


def facts(parsed: Parsed) -> set[tuple]:
    """The rows without the lines in which they stand."""
    return {(row.table, *sorted(row.values.items(), key=str)) for row in parsed.rows}


def wwpns(text: str) -> set[str]:
    """Every WWPN that stands whole in the text."""
    pattern = r"(?<![0-9A-Za-z:])(?:0[xX])?((?:[0-9a-fA-F]{2}:){7}[0-9a-fA-F]{2}|[0-9a-fA-F]{16})(?![0-9A-Za-z:])"
    colons = re.sub(r"(?m)^WWPN:", "WWPN ", text)
    return {match.replace(":", "").lower() for match in re.findall(pattern, colons)} | {
        field.lower() for field in re.split(r"[\s:]", text) if re.fullmatch(r"[0-9a-fA-F]{16}", field)
    }


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """The text with lines deleted, doubled, moved or garbled, and cut at any position."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["delete", "double", "garble", "move", "drop character"]))
        if kind == "delete" and len(lines) > 1:
            del lines[at]
        elif kind == "double":
            lines.insert(at, lines[at])
        elif kind == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif lines[at]:
            where = draw(st.integers(0, len(lines[at]) - 1))
            noise = "" if kind == "drop character" else draw(st.text(max_size=3))
            lines[at] = lines[at][:where] + noise.replace("\n", "") + lines[at][where + 1 :]
    joined = "\n".join(lines)
    return joined[: draw(st.integers(0, len(joined)))] if draw(st.booleans()) else joined


def check(parsed: Parsed, text: str) -> None:
    """What holds of every result: known columns, claimed lines of the text, no WWPN that does not stand there."""
    told = wwpns(text)
    numbers = set(range(1, text.count("\n") + 2))
    assert parsed.claimed <= numbers
    for row in parsed.rows:
        if row.table in TABLES:
            told_columns = {name for name in row.values if not name.startswith("_")}
            assert told_columns <= {column.name for column in columns(row.table)}
        assert row.line in parsed.claimed
        assert row.values.get("wwpn") is None or row.values["wwpn"] in told
    assert {remark.line for remark in parsed.remarks} <= parsed.claimed


def survives_cuts(format_: Format, text: str, **context: str) -> None:
    """However the text is cut, the rows are rows of the whole text, or say less."""
    whole = facts(format_.parse(output(text, **context)))
    for end in range(len(text)):
        parsed = format_.parse(output(text[:end], **context))
        check(parsed, text[:end])
        for fact in facts(parsed) - whole:
            assert any(_says_less(fact, other) for other in whole), (end, fact)


def _says_less(fact: tuple, other: tuple) -> bool:
    """The same row with unknown columns; an alias may not be resolved yet."""
    mine, its = dict(fact[1:]), dict(other[1:])
    if mine.get("kind") == "alias":
        mine = {**mine, "kind": its.get("kind"), "wwpn": None, "member": its.get("member")}
    return fact[0] == other[0] and all(value in (None, its.get(name)) for name, value in mine.items())
