"""A captured terminal session is cut where commands begin, and read as a person saw it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmcscan_lpm.supplements.model import Output
from hmcscan_lpm.supplements.transcript import MARKER, outputs


def only(text: str) -> Output:
    (found,) = outputs(text)
    return found


def texts(output: Output) -> list[str]:
    return [line.text for line in output.lines if line.text]


@pytest.mark.parametrize(
    ("line", "command", "system", "vios", "place"),
    [
        ("hscroot@hmc1:~> lssyscfg -r sys -m S1", "lssyscfg -r sys -m S1", "S1", "", "hmc1"),
        ("$ lsmap -all -npiv", "lsmap -all -npiv", "", "", ""),
        ("hscroot@hmc1:~> viosvrcmd -m 'S 1' -p v1 -c \"ioscli lsnports\"", "lsnports", "S 1", "v1", "hmc1"),
        ("ams-sw1:admin> cfgshow", "cfgshow", "", "", "ams-sw1"),
        ("ams-mds1# show zoneset active", "show zoneset active", "", "", "ams-mds1"),
        ("ams-mds1(config)# show zoneset active", "show zoneset active", "", "", "ams-mds1"),
        ("IBM_FlashSystem:ams-fs1:superuser>lshost -delim :", "lshost -delim :", "", "", "ams-fs1"),
        ("[root@ams-admin ~]# lshost", None, "", "", ""),
        (f"{MARKER}on=vios server='a b' vios=v1 :: lsnports", "lsnports", "a b", "v1", ""),
        (f"{MARKER}on=san place=fab-a :: cfgshow", "cfgshow", "", "", "fab-a"),
        (f"{MARKER}on=hmc :: lshwres -r mem -m S1 --level sys", "lshwres -r mem -m S1 --level sys", "S1", "", ""),
    ],
)
def test_where_a_command_begins(line: str, command: str | None, system: str, vios: str, place: str) -> None:
    found = outputs(f"before\n{line}\nafter\n")
    if command is None:
        assert [output.command for output in found] == [""]
        return
    assert [output.command for output in found] == ["", command]
    assert (found[1].system, found[1].vios, found[1].place) == (system, vios, place)
    assert [(item.number, item.text) for item in found[1].lines if item.text] == [(3, "after")]


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("\x1b[1;31mred\x1b[0m and plain", ["red and plain"]),
        ("\x1b]0;title\x07text", ["text"]),
        ("first\r\nsecond\r\n", ["first", "second"]),
        ("--More--\rline", ["line"]),
        ("--More--\nline", ["line"]),
        ("--More-- (42%)line", ["line"]),
        ("typpo\b\bo", ["typo"]),
        ("a\x00b\x07", ["ab"]),
        ("", []),
    ],
)
def test_noise_of_a_terminal_is_taken_away(raw: str, seen: list[str]) -> None:
    found = outputs(f"{raw}\n")
    assert [text for output in found for text in texts(output)] == seen


def test_the_clock_of_whoever_asked_stands_in_the_marker() -> None:
    assert only(f"{MARKER}on=vios asked=2026-01-15T10:00:01 :: date -u\nx\n").asked == "2026-01-15T10:00:01"
    assert only(f"{MARKER}on=vios asked=yesterday :: date -u\nx\n").asked == ""


def test_what_came_before_a_command_is_whole() -> None:
    first, second = outputs(f"{MARKER}:: a\nlast word\n{MARKER}:: b\nlast word")
    assert first.lines[-1].text == ""
    assert second.lines[-1].text == "last word"


@given(st.text(st.characters(codec="utf-8"), max_size=400))
def test_any_text_gives_outputs_of_its_own_lines(text: str) -> None:
    count = text.count("\n") + 1
    numbers = [line.number for output in outputs(text) for line in output.lines]
    assert numbers == sorted(numbers)
    assert all(1 <= number <= count for number in numbers)
