"""Which servers can be emptied today, and to where: for a terminal, as Markdown and as JSON."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from hmcscan_lpm.planning.execution import Evacuation
from hmcscan_lpm.rendering import templates
from hmcscan_lpm.rendering.escape import json_text, one_line
from hmcscan_lpm.rendering.table import Grid, Part, show

SCHEMA = "hmcscan-lpm/evacuations/1"


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


def render_markdown(found: Sequence[Evacuation]) -> str:
    """The same as Markdown."""
    text = templates.markdown().get_template("md/evacuations.md.jinja").render(found=found)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def render_json(found: Sequence[Evacuation]) -> str:
    """The same as JSON; keys are the fields of :class:`Evacuation`."""
    document = {"schema": SCHEMA, "servers": [dataclasses.asdict(item) for item in found]}
    return json_text(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"
