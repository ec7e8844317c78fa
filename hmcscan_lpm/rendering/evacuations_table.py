"""Which servers can be emptied today, and to where, on the terminal or in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from hmcscan_lpm.planning.execution import Evacuation
from hmcscan_lpm.rendering.escape import one_line
from hmcscan_lpm.rendering.table import Grid, Part, show


def print_evacuations(console: Console, found: Sequence[Evacuation]) -> None:
    """A line per server, then the partitions that would have to stay."""
    show(console, _parts(found))


def _parts(found: Sequence[Evacuation]) -> Iterator[Part]:
    numbers = ("partitions", "can go")
    yield Grid(
        ("server", *numbers, "to"),
        [
            (
                one_line(item.server),
                str(item.partitions),
                str(item.movable),
                ", ".join(f"{one_line(name)} ({count})" for name, count in item.targets),
            )
            for item in found
        ],
        frozenset(numbers),
    )
    for item in found:
        if item.homeless:
            yield Text()
            yield Text(one_line(item.server), style="bold")
        for partition in item.homeless:
            yield Text(f"  - {one_line(partition.lpar)}: {one_line(partition.change) or 'no single change is enough'}")
            for target, reason in partition.reasons:
                yield Text(f"    {one_line(target)}: {one_line(reason)}", style="dim")
