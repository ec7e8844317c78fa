"""A spreadsheet tab before it is a file: cells with the distinctions that the Java scanner makes.

None is "no cell", "" is an empty label, " " a deliberate placeholder; an int is a cell with integer format, a float one with decimals.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import trunc


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula cell, without the leading equals sign."""

    text: str


Cell = str | int | float | Formula | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab. `merged` holds (first row, last row, first column, last column), `green` and `yellow` marked cells."""

    name: str
    rows: tuple[Row, ...]
    headers: frozenset[int] = frozenset({0})
    merged: tuple[tuple[int, int, int, int], ...] = ()
    green: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    yellow: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    csv_name: str = ""


def columns(*parts: str) -> tuple[str, ...]:
    """Headings from comma lists."""
    return tuple(",".join(part.rstrip(",") for part in parts).split(","))


def table(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], csv_name: str = "") -> Tab:
    """A flat tab: one header row, one record per row."""
    return Tab(name=name, rows=(tuple(header), *(tuple(row) for row in rows)), csv_name=csv_name)


def number(value: float) -> float:
    """Two decimals, cut off and not rounded, on the binary double: 1.15 becomes 1.14 as it does in the scanner."""
    return trunc(value * 100) / 100


def gigabytes(megabytes: int) -> float:
    """MB as the scanner prints GB."""
    return number(megabytes / 1024)


def lower(flag: bool) -> str:
    """The spelling of LPAR_Summary and LPAR_Profiles."""
    return "true" if flag else "false"


def title(flag: bool) -> str:
    """The spelling of the virtual adapter tabs."""
    return "True" if flag else "False"


def on_off(flag: bool) -> str:
    """The state of a virtual adapter."""
    return "On" if flag else "Off"
