"""How long a move takes: fixed + M/B · 1/(1 − d/B), with figures that are said.

Memory is copied while the partition runs; what it changes meanwhile is copied again, and what it changes during that
once more: a geometric series. M is its memory, B the rate of the copy, d the rate at which it changes pages; at
d ≥ B the copy would never end. Knows nothing of other moves: what shares a link is :mod:`link_sharing`'s.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import duckdb

from hmcscan_lpm import knowledge
from hmcscan_lpm.errors import SelectionError
from hmcscan_lpm.planning.execution import MoveTime
from hmcscan_lpm.planning.model import MoveSummary
from hmcscan_lpm.planning.rows import rows

Case = Literal["best", "likely", "worst"]
CASES: tuple[Case, ...] = ("best", "likely", "worst")

_ETHERNET = re.compile(r"GbE|Ethernet|RoCE|NIC", re.IGNORECASE)
_GBIT = re.compile(r"(\d{1,3}(?:/\d{1,3})*) ?(?:Gb|Gigabit)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speeds:
    """What a user knows of the network of the movers and of the partitions; None = the default of ``speeds.toml``.

    :ivar link_gbit: speed of the link between the movers, Gbit/s
    :ivar rate_mb_s: rate of one move alone as it was measured; it replaces the table of link speeds
    :ivar dirty_mb_s: rate at which a partition changes its pages, MB/s
    :ivar fixed_minutes: what a move takes besides copying: validation, suspending, cleaning up
    :raises SelectionError: a number that cannot be
    """

    link_gbit: float | None = None
    rate_mb_s: float | None = None
    dirty_mb_s: float | None = None
    fixed_minutes: float | None = None

    def __post_init__(self) -> None:
        """Refuse what is no speed, rate or time."""
        for name, value, least in (
            ("Speed of the link (Gbit/s)", self.link_gbit, 0.01),
            ("Rate of a move (MB/s)", self.rate_mb_s, 0.1),
            ("Dirty-page rate (MB/s)", self.dirty_mb_s, 0.0),
            ("Fixed time of a move (minutes)", self.fixed_minutes, 0.0),
        ):
            if value is not None and not least <= value <= 100_000:
                raise SelectionError(f"{name} {value:g} cannot be: give a number from {least:g} to 100000.")

    @property
    def link(self) -> float:
        """Speed of the link that counts, Gbit/s."""
        return float(_facts("defaults")["link_gbit"]) if self.link_gbit is None else self.link_gbit

    @property
    def dirty(self) -> float:
        """Dirty-page rate that counts, MB/s."""
        return float(_facts("defaults")["dirty_mb_s"]) if self.dirty_mb_s is None else self.dirty_mb_s

    def carries(self, case: Case) -> float:
        """What the link carries for all moves together, MB/s: in the best case all that fits, else less in the
        proportion in which a single move is slower; no less than a rate that was measured.
        """
        full = self.link * float(_facts("carries")["mb_s_per_gbit"])
        return max(full * _table_rate(self.link, case) / _table_rate(self.link, "best"), self.rate_mb_s or 0.0)

    def rate(self, case: Case) -> float:
        """Rate of one move alone, MB/s."""
        return _table_rate(self.link, case) if self.rate_mb_s is None else self.rate_mb_s

    def fixed(self, case: Case) -> float:
        """What a move takes besides copying, minutes."""
        if self.fixed_minutes is not None:
            return self.fixed_minutes
        key = "fixed_minutes" if case == "likely" else f"fixed_{case}"
        return float(_facts("defaults" if case == "likely" else "range")[key])


DEFAULT_SPEEDS = Speeds()


@dataclass(frozen=True, slots=True)
class Work:
    """What one move has to do.

    :ivar minutes: besides copying
    :ivar copy_mb: to copy, pages that are sent again by the dirty rate not counted
    :ivar rate_mb_s: of the copy as long as it has the link to itself
    :ivar dirty_mb_s: rate at which pages change
    """

    minutes: float
    copy_mb: float
    rate_mb_s: float
    dirty_mb_s: float

    @property
    def alone(self) -> float:
        """Minutes of the move when it has the link to itself; infinite when the copy would never end."""
        if self.copy_mb == 0:
            return self.minutes
        useful = self.rate_mb_s - self.dirty_mb_s
        return self.minutes + self.copy_mb / useful / 60 if useful > 0 else math.inf


def work(mode: str, memory_mb: int | None, speeds: Speeds, case: Case) -> Work | None:
    """What a move has to do in the best, likely or worst case; None when its memory is not known.

    :param mode: active or inactive; an inactive move copies no memory
    """
    if mode == "inactive":
        return Work(float(_facts("inactive")[case]), 0.0, speeds.rate(case), 0.0)
    if memory_mb is None:
        return None
    bounds = _facts("range")
    part = {"best": bounds["touched_best"], "likely": 1.0, "worst": bounds["resend_worst"]}[case]
    return Work(speeds.fixed(case), memory_mb * part, speeds.rate(case), speeds.dirty)


def estimates(moves: Iterable[MoveSummary], speeds: Speeds = DEFAULT_SPEEDS) -> tuple[MoveTime, ...]:
    """The time of every move, each as if it had the link to itself."""
    return tuple(estimate(move, speeds) for move in moves)


def estimate(move: MoveSummary, speeds: Speeds = DEFAULT_SPEEDS) -> MoveTime:
    """How long a move takes alone; memory as it is assigned to the partition.

    Low is rounded down, high up, to a tenth of a minute.
    """
    found = {case: work(move.mode, move.memory_mb, speeds, case) for case in CASES}
    alone = {case: math.inf if item is None else item.alone for case, item in found.items()}
    likely = found["likely"]
    is_known = math.isfinite(alone["likely"])
    return MoveTime(
        lpar=move.lpar,
        source=move.source,
        target=move.target,
        memory_mb=move.memory_mb,
        minutes=round(alone["likely"], 1) if is_known else None,
        low=math.floor(alone["best"] * 10) / 10 if is_known else None,
        high=tenth_up(alone["worst"]) if is_known and math.isfinite(alone["worst"]) else None,
        rate_mb_s=None if move.mode == "inactive" or likely is None else round(likely.rate_mb_s, 1),
        assumptions=tuple(_inactive() if move.mode == "inactive" else _active(move.memory_mb, speeds, alone)),
    )


def tenth_up(minutes: float) -> float:
    """Minutes rounded up to a tenth; what is a tenth but for the last bits stays."""
    return math.ceil(round(minutes * 10, 6)) / 10


def link_notes(connection: duckdb.DuckDBPyConnection, speeds: Speeds = DEFAULT_SPEEDS) -> tuple[str, ...]:
    """A sentence where the movers may have a faster link than is counted with: the adapters of VIOSes tell no more.

    No report says over which network movers talk; a user who gave a speed or rate is not contradicted.
    """
    if speeds.link_gbit is not None or speeds.rate_mb_s is not None:
        return ()
    fastest: dict[str, int] = {}
    query = """
        select distinct s.system, s.description from physical_slots s
        join vioses v on v.system = s.system and v.vios = s.lpar
        where s.system in (select source from moves union select target from moves) and s.description is not null"""
    for row in rows(connection, query):
        fastest[row["system"]] = max(fastest.get(row["system"], 0), ethernet_gbit(row["description"]))
    told = [f"{system} {gbit} Gbit/s" for system, gbit in sorted(fastest.items()) if gbit > speeds.link]
    if not told:
        return ()
    note = (
        f"VIOSes have Ethernet adapters of up to: {', '.join(told)}. No report says whether movers use them: "
        f"{speeds.link:g} Gbit/s is counted with until the speed of their link is given."
    )
    return (note,)


def ethernet_gbit(description: str) -> int:
    """Highest speed that the description of an Ethernet adapter names, Gbit/s; 0 for none, or another adapter."""
    if not _ETHERNET.search(description):
        return 0
    return max((int(part) for found in _GBIT.findall(description) for part in found.split("/")), default=0)


def _facts(section: str) -> Any:
    return knowledge.facts("speeds")[section]


def _table_rate(gbit: float, case: Case) -> float:
    """The rate of one move at a speed of the link, MB/s: never less at a faster one."""
    links = _facts("link")
    if gbit <= links[0]["gbit"]:
        return float(links[0][case] * gbit / links[0]["gbit"])
    for slower, faster in pairwise(links):
        if gbit <= faster["gbit"]:
            part = (gbit - slower["gbit"]) / (faster["gbit"] - slower["gbit"])
            return float(slower[case] + part * (faster[case] - slower[case]))
    return float(links[-1][case])


def _inactive() -> list[str]:
    facts = _facts("inactive")
    said = (
        "The partition is not running: no memory is copied, the time is that of validation and hand-over "
        f"({facts['best']:g} to {facts['worst']:g} minutes; {facts['source']})."
    )
    return [said]


def _active(memory_mb: int | None, speeds: Speeds, alone: dict[Case, float]) -> list[str]:
    """The formula with its figures, where each comes from, and what the range is."""
    if memory_mb is None:
        return ["T = fixed + M/B · 1/(1 − d/B): the report does not say how much memory M the partition has."]
    rate, dirty, fixed = speeds.rate("likely"), speeds.dirty, speeds.fixed("likely")
    formula = (
        f"T = fixed + M/B · 1/(1 − d/B) = {fixed:g} min + {memory_mb:,} MB / {rate:.1f} MB/s "
        f"· 1/(1 − {dirty:g}/{rate:.1f})"
    )
    if not math.isfinite(alone["likely"]):
        said = f"{formula}: pages change as fast as they can be copied (d ≥ B), so that the copy would never end."
        return [said, _rate_said(speeds), _dirty_said(speeds)]
    return [
        f"{formula} = {alone['likely']:.1f} min. M is the memory assigned to the partition.",
        _rate_said(speeds),
        _dirty_said(speeds),
        _range_said(speeds, alone),
        "Moves that run at the same time share the link of a mover and take longer: the waves count with that.",
    ]


def _rate_said(speeds: Speeds) -> str:
    if speeds.rate_mb_s is not None:
        return f"B = {speeds.rate_mb_s:g} MB/s was given."
    links = _facts("link")
    used = [link for link in links if link["gbit"] == speeds.link]
    near = used or [links[0], *(link for link in links[1:] if link["gbit"] <= speeds.link)][-1:]
    near += [] if used else [link for link in links if link["gbit"] > speeds.link][:1]
    documented = all(link["confidence"] == "documented" for link in near)
    doubt = "" if documented else " It is an estimate that nobody published: measure one move and give its rate."
    sources = " / ".join(dict.fromkeys(link["source"] for link in near))
    origin = "is assumed" if speeds.link_gbit is None else "was given"
    return (
        f"B = {speeds.rate('likely'):.1f} MB/s: a link of {speeds.link:g} Gbit/s between the movers {origin} "
        f"({sources}).{doubt}"
    )


def _dirty_said(speeds: Speeds) -> str:
    if speeds.dirty_mb_s is not None:
        return f"d = {speeds.dirty_mb_s:g} MB/s of changed pages was given."
    return (
        f"d = {speeds.dirty:g} MB/s is assumed: the partition of the published figure was fairly active, the pages "
        "that it changed meanwhile are in its rate. No report shows how fast a partition changes pages."
    )


def _range_said(speeds: Speeds, alone: dict[Case, float]) -> str:
    bounds = _facts("range")
    best, worst = alone["best"], alone["worst"]
    longest = f"{worst:.1f} min" if math.isfinite(worst) else "without end"
    return (
        f"Range: {best:.1f} min if only {bounds['touched_best']:.0%} of the memory was ever written (untouched pages "
        f"do not travel), at {speeds.rate('best'):.1f} MB/s and {speeds.fixed('best'):g} min besides; {longest} if "
        f"{bounds['resend_worst'] - 1:.0%} more is sent again, at {speeds.rate('worst'):.1f} MB/s and "
        f"{speeds.fixed('worst'):g} min besides."
    )
