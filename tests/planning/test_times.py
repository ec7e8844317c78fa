"""How long a move takes: the published figure, the formula, and what is said about both."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmcscan_lpm.errors import SelectionError
from hmcscan_lpm.knowledge import facts
from hmcscan_lpm.planning.execution import MoveTime
from hmcscan_lpm.planning.timing.times import DEFAULT_SPEEDS, Speeds, estimate, estimates, ethernet_gbit, link_notes

from .moving import move
from .workshop import Workshop

GB = 1024
memory = st.integers(256, 64 * 1024 * GB)
gbit = st.floats(0.1, 400)
dirty = st.floats(0, 300)


def test_the_published_move_takes_as_long_as_it_did() -> None:
    found = estimate(move(memory_mb=200 * GB))
    assert (found.minutes, found.low, found.high, found.rate_mb_s) == (35.0, 16.2, 63.4, 103.4)
    assert found.assumptions[0] == (
        "T = fixed + M/B · 1/(1 − d/B) = 2 min + 204,800 MB / 103.4 MB/s · 1/(1 − 0/103.4) = 35.0 min. "
        "M is the memory assigned to the partition."
    )
    assert "1 Gbit/s between the movers is assumed (J. Lynch (2018): 200 GB in 35 minutes" in found.assumptions[1]


def test_the_table_fits_the_published_move() -> None:
    published, (first, *_) = facts("speeds")["calibration"], facts("speeds")["link"]
    copying = published["minutes"] - facts("speeds")["defaults"]["fixed_minutes"]
    assert published["link_gbit"] == first["gbit"] == DEFAULT_SPEEDS.link
    assert first["likely"] == pytest.approx(published["memory_mb"] / copying / 60, abs=0.05)


@pytest.mark.parametrize(
    ("speeds", "minutes"),
    [
        (Speeds(rate_mb_s=97.5, fixed_minutes=0), 35.0),  # the published rate over all
        (Speeds(rate_mb_s=100, fixed_minutes=0), 34.1),
        (Speeds(rate_mb_s=100, dirty_mb_s=50, fixed_minutes=0), 68.3),  # 1/(1 - 1/2): twice as long
        (Speeds(rate_mb_s=100, dirty_mb_s=75, fixed_minutes=1), 137.5),
        (Speeds(link_gbit=10), 7.7),
        (Speeds(link_gbit=0.5), 68.0),
    ],
)
def test_the_formula(speeds: Speeds, minutes: float) -> None:
    assert estimate(move(memory_mb=200 * GB), speeds).minutes == minutes


def test_a_figure_that_nobody_published_says_so() -> None:
    assert "nobody published" in estimate(move(), Speeds(link_gbit=25)).assumptions[1]
    assert "nobody published" in estimate(move(), Speeds(link_gbit=5)).assumptions[1]
    assert "nobody published" not in estimate(move(), Speeds(link_gbit=1)).assumptions[1]
    assert estimate(move(), Speeds(rate_mb_s=700)).assumptions[1] == "B = 700 MB/s was given."


@pytest.mark.parametrize("changing", [100.0, 250.0])
def test_a_copy_that_would_never_end_has_no_time(changing: float) -> None:
    found = estimate(move(), Speeds(rate_mb_s=100, dirty_mb_s=changing))
    assert (found.minutes, found.low, found.high) == (None, None, None)
    assert "the copy would never end" in found.assumptions[0]


def test_a_copy_that_might_never_end_has_no_longest_time() -> None:
    found = estimate(move(memory_mb=200 * GB), Speeds(dirty_mb_s=90))
    assert (found.minutes, found.high) == (256.7, None)
    assert any("without end" in said for said in found.assumptions)


def test_without_memory_there_is_no_time() -> None:
    found = estimate(move(memory_mb=None))
    assert (found.minutes, found.low, found.high, found.rate_mb_s) == (None, None, None, None)
    assert found.assumptions == (
        "T = fixed + M/B · 1/(1 − d/B): the report does not say how much memory M the partition has.",
    )


@pytest.mark.parametrize("size", [None, 256, 4096 * GB])
def test_an_inactive_move_copies_nothing(size: int | None) -> None:
    found = estimate(move(mode="inactive", memory_mb=size))
    assert (found.low, found.minutes, found.high, found.rate_mb_s) == (0.5, 2.0, 10.0, None)
    assert "no memory is copied" in found.assumptions[0]


def test_estimates_keep_the_order_of_the_moves() -> None:
    moves = [move("b"), move("a", target="T2"), move("a")]
    assert [(item.lpar, item.target) for item in estimates(moves)] == [("b", "T1"), ("a", "T2"), ("a", "T1")]


def times(found: MoveTime) -> tuple[float, float, float]:
    """Low, likely, high, without end for what has none."""
    low, likely, high = (float("inf") if value is None else value for value in (found.low, found.minutes, found.high))
    return low, likely, high


@given(memory, memory, gbit, dirty)
def test_more_memory_never_takes_less_time(one: int, other: int, link: float, changing: float) -> None:
    speeds = Speeds(link_gbit=link, dirty_mb_s=changing)
    less, more = (times(estimate(move(memory_mb=size), speeds)) for size in sorted((one, other)))
    assert all(a <= b for a, b in zip(less, more, strict=True))


@given(memory, gbit, gbit, dirty)
def test_a_faster_link_never_takes_longer(size: int, one: float, other: float, changing: float) -> None:
    slow, fast = sorted((one, other))
    before, after = (
        times(estimate(move(memory_mb=size), Speeds(link_gbit=link, dirty_mb_s=changing))) for link in (slow, fast)
    )
    assert all(a >= b for a, b in zip(before, after, strict=True))


@given(memory, gbit, dirty, dirty)
def test_more_changed_pages_never_take_less_time(size: int, link: float, one: float, other: float) -> None:
    few, many = (
        times(estimate(move(memory_mb=size), Speeds(link_gbit=link, dirty_mb_s=value)))
        for value in sorted((one, other))
    )
    assert all(a <= b for a, b in zip(few, many, strict=True))


@given(memory, gbit, dirty)
def test_the_likely_time_lies_in_its_range(size: int, link: float, changing: float) -> None:
    low, likely, high = times(estimate(move(memory_mb=size), Speeds(link_gbit=link, dirty_mb_s=changing)))
    assert 0 < low <= likely <= high


@pytest.mark.parametrize(
    "given_speeds",
    [
        {"link_gbit": 0},
        {"link_gbit": -1},
        {"link_gbit": float("nan")},
        {"rate_mb_s": 0},
        {"rate_mb_s": float("inf")},
        {"dirty_mb_s": -0.1},
        {"fixed_minutes": -1},
    ],
)
def test_what_is_no_speed_is_refused(given_speeds: dict[str, Any]) -> None:
    with pytest.raises(SelectionError, match="cannot be: give a number from"):
        Speeds(**given_speeds)


@pytest.mark.parametrize(
    ("description", "speed"),
    [
        ("PCIe4 4-Port 25/10/1 GbE RoCE SFP28 Adapter", 25),
        ("PCIe2 2-Port 10GbE Base-T Adapter", 10),
        ("PCIe2 4-Port (10GbE SFP+ & 1GbE RJ45) Adapter", 10),
        ("1 Gigabit Ethernet (UTP) 4 Port Adapter PCIE", 1),
        ("PCIe3 2-port 10Gb NIC&RoCE SR/Cu Adapter", 10),
        ("PCIe4 2-Port 100GbE RoCE x16 Adapter", 100),
        ("PCIe4 2-Port 32Gb FC Adapter", 0),
        ("Ethernet", 0),
        ("", 0),
    ],
)
def test_speed_of_an_ethernet_adapter(description: str, speed: int) -> None:
    assert ethernet_gbit(description) == speed


def test_faster_adapters_of_a_vios_are_told_until_a_speed_is_given(java: Workshop) -> None:
    with java.changed(
        "update physical_slots set description = 'PCIe2 2-Port 10GbE Base-T Adapter' where system = 'SRC' and lpar like '%vios%'",
        "update physical_slots set description = 'none' where system = 'DST'",
        moves=[("SRC", "db1", "DST")],
    ) as connection:
        (note,) = link_notes(connection)
        assert note.startswith("VIOSes have Ethernet adapters of up to: SRC 10 Gbit/s. No report says whether")
        assert link_notes(connection, Speeds(link_gbit=1)) == ()
        assert link_notes(connection, Speeds(rate_mb_s=90)) == ()
