"""When a partition is quiet: the hour of the day in which it uses least processors, by the hourly usage tabs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from hmcscan_lpm.planning.rows import rows
from hmcscan_lpm.planning.timing.model import QuietHour
from hmcscan_lpm.planning.timing.windows import Window


def quiet_hours(connection: duckdb.DuckDBPyConnection, *, window: Window | None = None) -> tuple[QuietHour, ...]:
    """The quietest hour of every partition of relation ``moves``, in their order; of equal ones the earliest.

    Memory is changed by what runs: few processors are the best hint at few changed pages that a report has.
    Reports show hours only where they were made with usage tabs and loaded with them (table ``hourly_usage``).

    :param window: propose an hour in it, too
    """
    moves = rows(connection, "select source, lpar, min(move) as first from moves group by source, lpar order by first")
    usage: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows(connection, "select * from hourly_usage where cores is not null order by system, lpar, hour"):
        usage[row["system"], row["lpar"]].append(row)
    return tuple(_quiet(row["lpar"], row["source"], usage[row["source"], row["lpar"]], window) for row in moves)


def _quiet(lpar: str, source: str, hours: Sequence[Mapping[str, Any]], window: Window | None) -> QuietHour:
    quietest = _least(hours)
    inside = _least([row for row in hours if window is not None and window.holds(row["hour"])], window)
    busiest = max(hours, key=lambda row: (row["cores"], -row["hour"]), default={})
    samples = sum(row["samples"] for row in hours)
    return QuietHour(
        lpar=lpar,
        source=source,
        hour=quietest.get("hour"),
        cores=quietest.get("cores"),
        samples=quietest.get("samples", 0),
        mean_cores=round(sum(row["cores"] * row["samples"] for row in hours) / samples, 4) if samples else None,
        busiest_hour=busiest.get("hour"),
        busiest_cores=busiest.get("cores"),
        hours=len(hours),
        window_hour=inside.get("hour"),
        window_cores=inside.get("cores"),
    )


def _least(hours: Sequence[Mapping[str, Any]], window: Window | None = None) -> Mapping[str, Any]:
    """The hour with the least use; of equal ones the earliest, in a window counted from its begin."""
    begins = 0 if window is None else window.begins // 60
    return min(hours, key=lambda row: (row["cores"], (row["hour"] - begins) % 24), default={})
