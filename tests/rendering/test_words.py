"""Values are written as a person writes them, and what is not known is never 0."""

from __future__ import annotations

import math

import pytest

from hmcscan_lpm.rendering import words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "not known"),
        (math.nan, "not known"),
        (math.inf, "not known"),
        (0, "0"),
        (0.0, "0"),
        (2.0, "2"),
        (2.5, "2.5"),
        (1.005, "1"),
        (0.001, "less than 0.01"),
        (-0.001, "0"),
        (-5.25, "-5.25"),
        (1000000.0, "1000000"),
        (100, "100"),
    ],
)
def test_numbers_have_at_most_two_decimals(value: float | None, shown: str) -> None:
    assert words.number(value) == shown


@pytest.mark.parametrize(
    ("megabytes", "shown"), [(None, "not known"), (65536, "64"), (66560, "65"), (1280, "1.25"), (0, "0")]
)
def test_memory_is_told_in_gb(megabytes: int | None, shown: str) -> None:
    assert words.gb(megabytes) == shown


def test_what_is_not_known_has_no_unit() -> None:
    assert words.with_unit(words.gb(None), "GB") == "not known"
    assert words.with_unit(words.gb(1024), "GB") == "1 GB"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "not known"), (True, "yes"), (False, "no"), (3, "3"), (2.50, "2.5"), ("x", "x"), ("", "")],
)
def test_any_value_has_words(value: object, shown: str) -> None:
    assert words.known(value) == shown


def test_nouns_agree_with_their_number() -> None:
    assert [words.counted(n, "move") for n in (0, 1, 2)] == ["0 moves", "1 move", "2 moves"]
    assert words.counted(2, "question is", "questions are") == "2 questions are"


def test_names_are_listed_as_in_a_sentence() -> None:
    assert [words.listed(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("clock", "shown"),
    [
        ("2025-08-20T07:54:19", "2025-08-20 07:54"),
        ("2025-08-20 07:54 UTC", "2025-08-20 07:54 UTC"),
        ("", "not known"),
    ],
)
def test_times_are_shown_to_the_minute(clock: str, shown: str) -> None:
    assert words.moment(clock) == shown


def test_prose_has_one_string_per_sentence_whatever_its_line_breaks() -> None:
    text = "An active\nmove is refused. IBM i is exempt: the hypervisor\ntalks to it. Use 2.2.4 or later."
    assert words.sentences(text) == [
        "An active move is refused.",
        "IBM i is exempt: the hypervisor talks to it.",
        "Use 2.2.4 or later.",
    ]
    assert words.sentences("") == []


def test_prose_knows_literals_and_stress_and_keeps_odd_marks() -> None:
    spans = words.spans("Set `reserve_policy` from *maximum* memory, not 2 * 3 or a`b.")
    assert [(span.text, span.is_literal, span.is_stressed) for span in spans] == [
        ("Set ", False, False),
        ("reserve_policy", True, False),
        (" from ", False, False),
        ("maximum", False, True),
        (" memory, not 2 * 3 or a`b.", False, False),
    ]


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (None, "not known"),
        (float("inf"), "not known"),
        (0.0, "0 min"),
        (2.0, "2 min"),
        (12.64, "12.6 min"),
        (59.9, "59.9 min"),
        (60.0, "1 h 00 min"),
        (69.2, "1 h 10 min"),
        (119.5, "2 h 00 min"),
    ],
)
def test_minutes(minutes: float | None, shown: str) -> None:
    assert words.duration(minutes) == shown


@pytest.mark.parametrize(("hour", "shown"), [(None, "not known"), (3, "03:00-04:00"), (23, "23:00-00:00")])
def test_an_hour_of_the_day(hour: int | None, shown: str) -> None:
    assert words.hour(hour) == shown


@pytest.mark.parametrize(
    ("part", "shown"), [(0.0, "0 %"), (0.004, "0.4 %"), (1.0, "100 %"), (0.00001, "less than 0.01 %")]
)
def test_a_part_in_per_cent(part: float, shown: str) -> None:
    assert words.per_cent(part) == shown
