"""Whatever happens to an output on its way, nothing is told that it does not tell, and nothing raises."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hmcscan_lpm.supplements.model import COLLECTED, GROUPS
from hmcscan_lpm.supplements.read import FactFile, read_text

from .known import KNOWN, Known
from .outputs import damaged

SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Told = tuple[str, tuple[tuple[str, Any], ...]]

NOISE: dict[str, Callable[[str], str]] = {
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of a serial console": lambda text: text.replace("\n", "\r\r\n"),
    "line ends of an old Macintosh": lambda text: text.replace("\n", "\r"),
    "colours": lambda text: "\n".join(f"\x1b[1;32m{line}\x1b[0m\x1b[K" for line in text.split("\n")),
    "a pager": lambda text: text.replace("\n", "\n--More--\r        \r", text.count("\n") - 1),
    "a pager on lines of its own": lambda text: text.replace("\n", "\n--More--\n"),
    "a typing error": lambda text: text.replace("\n", "x\b\n"),
    "blanks at the ends": lambda text: text.replace("\n", "   \n"),
    "bells and zeros": lambda text: text.replace("\n", "\x07\x00\n"),
    "a banner": lambda text: f"Last login: Tue Oct 14 02:15:30 2025 from 10.4.0.9\n\n{text}",
    "a farewell": lambda text: f"{text}\nConnection to hmc-ams1 closed.\n",
}


def told(file: FactFile) -> set[Told]:
    """The facts of a file without the lines in which they stand."""
    return {(fact.row.table, tuple(sorted(_values(fact.row.values)))) for fact in file.facts}


def _values(values: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    return ((name, value) for name, value in values.items() if value is not None)


def invented(found: set[Told], whole: set[Told]) -> set[Told]:
    """Facts of *found* that neither are in *whole* nor say less than one that is."""
    return {fact for fact in found - whole if not any(_says_less(fact, other) for other in whole)}


def _says_less(fact: Told, other: Told) -> bool:
    """The same row with columns left out; an alias that is not resolved yet stands for itself."""
    mine, its = dict(fact[1]), dict(other[1])
    if mine.get("kind") == "alias":
        mine |= {"kind": its.get("kind"), "member": its.get("member")}
    # Fabric and storage system are put together of a prompt and a heading, and one of the two may be lost.
    places = all(str(mine.pop(name, "")) in str(its.get(name)) for name in ("fabric", "array"))
    return fact[0] == other[0] and places and mine.items() <= its.items()


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
def test_what_a_terminal_adds_changes_nothing(noise: Callable[[str], str]) -> None:
    for known in KNOWN:
        assert told(read_text("f.txt", noise(known.text))) == told(read_text("f.txt", known.text)), known.name


@pytest.mark.parametrize("width", [60, 80, 132])
def test_lines_that_a_window_wrapped(width: int) -> None:
    """Blanks at the end of a piece are lost, as they are where text is marked with a mouse."""
    same = 0
    for known in KNOWN:
        head, _, body = (
            known.text.partition("\n") if known.text.startswith(("#==>", "hscroot")) else ("", "", known.text)
        )
        rows = [
            line[at : at + width].rstrip() for line in body.split("\n") for at in range(0, max(len(line), 1), width)
        ]
        whole, wrapped = told(read_text("f.txt", known.text)), read_text("f.txt", "\n".join([head, *rows]))
        assert not invented(told(wrapped), whole), known.name
        assert told(wrapped) == whole or wrapped.issues, known.name
        same += told(wrapped) == whole
    assert same > 0.8 * len(KNOWN)


@given(known=st.sampled_from(KNOWN), data=st.data())
@SOME
def test_a_file_that_is_cut_says_the_same_or_less(known: Known, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(known.text)))
    found = told(read_text("f.txt", known.text[:end]))
    assert not invented(found, told(read_text("f.txt", known.text)))


@given(known=st.sampled_from(KNOWN), data=st.data())
@SOME
def test_foreign_and_doubled_lines_invent_nothing(known: Known, data: st.DataObject) -> None:
    lines = known.text.split("\n")
    foreign = st.sampled_from(
        ["", "ksh: not found", "client_loop: send disconnect", "* * *", "=====", "ok 1 of 3", "a:b:c"]
    )
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(1, len(lines) - 1))
        lines.insert(at, data.draw(st.one_of(foreign, st.just(lines[at]))))
    assert not invented(told(read_text("f.txt", "\n".join(lines))), told(read_text("f.txt", known.text)))


WORDS = frozenset({"wwpn", "port", "fcid", "alias", "client", "server", "VIOS", "vsan"})


@given(known=st.lists(st.sampled_from(KNOWN), min_size=1, max_size=3), data=st.data())
@SOME
def test_no_damage_raises_or_makes_a_name(known: list[Known], data: st.DataObject) -> None:
    text = data.draw(damaged("".join(item.text for item in known)))
    file = read_text("f.txt", text)
    # Wrapped lines are put together, capital letters and colons of WWPNs go.
    there = "".join(text.split("\n")) + "\n" + text
    plain = re.sub(r"[:\W_]", "", there).lower()
    for fact in file.facts:
        if fact.row.table == COLLECTED:
            continue
        for name, value in fact.row.values.items():
            if not isinstance(value, str) or name in {"moment", "asked_at"}:
                continue
            parts = [part for part in re.findall(r"[A-Za-z0-9]+", value) if part not in WORDS]
            assert all(part.lower() in plain for part in parts), (fact.row.table, name, value)
        assert fact.row.table != GROUPS or fact.row.values["volume"] in text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
@SOME
def test_any_text_at_all(text: str) -> None:
    file = read_text("f.txt", text)
    assert file.issues or file.facts or file.formats or not text.strip()


LISTS = {"zones", "storage_hosts", "storage_maps", "npiv_ports"}


@pytest.mark.parametrize("known", [known for known in KNOWN if known.table in LISTS], ids=lambda known: known.name)
def test_a_list_that_ends_in_half_a_line_is_not_taken(known: Known) -> None:
    """Which of two WWPNs is missing may be what matters; only behind a WWPN or a bracket a line is surely whole."""
    text = known.text.rstrip("\n")
    whole = [fact for fact in read_text("f.txt", known.text).facts if fact.row.table in LISTS]
    begin = max((fact.row.line for fact in whole), default=0)
    for end in range(len("\n".join(text.split("\n")[: begin - 1])) + 2, len(text) + 1):
        file = read_text("f.txt", text[:end])
        taken = [
            fact for fact in file.facts if fact.row.table in LISTS and fact.row.values.get("is_active") is not False
        ]
        is_sure = re.search(r"[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){7}\s*$|[0-9a-fA-F]{16}$|\]\s*$", text[:end])
        assert not taken or is_sure or text[:end].endswith("\n"), text[:end]
