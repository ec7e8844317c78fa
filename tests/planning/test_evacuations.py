"""Every server evacuated to every other one: what pairing proposes is possible by the tables alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.planning.execution import MoveMapping

from .check_mapping import violations
from .workshop import Workshop


def evacuation(workshop: Workshop, source: str) -> list[tuple[str, str, str]]:
    """All partitions of a server to every other one; the targets know nothing of each other."""
    lpars = workshop.estate.lpars
    clients = lpars[(lpars["system"] == source) & (lpars["env"] != "vioserver")]
    others = [name for name in sorted(workshop.estate.systems["system"]) if name != source]
    return [(source, lpar, target) for lpar in sorted(clients["lpar"]) for target in others]


def evacuate_all(workshop: Workshop) -> list[MoveMapping]:
    made: list[MoveMapping] = []
    for source in sorted(workshop.estate.systems["system"]):
        moves = evacuation(workshop, source)
        if moves:
            mappings, tables = workshop.pair(moves=moves)
            assert [(m.source, m.lpar, m.target) for m in mappings] == moves
            assert violations(tables, mappings) == []
            made += mappings
    return made


def served(mappings: Sequence[MoveMapping]) -> Counter[tuple[str, bool]]:
    return Counter(
        (kind, item.vios is not None)
        for mapping in mappings
        for kind, items in (("fibre", mapping.fibre), ("scsi", mapping.scsi))
        for item in items
    )


@pytest.mark.parametrize("ending", ["xls", "xlsx"])
def test_every_server_of_the_samples(sample: Callable[[str], Workshop], ending: str) -> None:
    shares = served(evacuate_all(sample(ending)))
    assert shares["fibre", True] > 2 * shares["fibre", False] > 0
    assert shares["scsi", True] > 10


@pytest.mark.parametrize(("folder", "pattern"), [("alpha", "*_scan.xls"), ("beta", "hmcbeta?.xlsx")])
def test_every_server_of_the_shared_data_centres(shared: Path, folder: str, pattern: str) -> None:
    workshop = Workshop(lpm.load(*sorted((shared / "reports" / folder).glob(pattern))))
    shares = served(evacuate_all(workshop))
    assert shares["fibre", True] > 2 * shares["fibre", False] > 0
    assert shares["scsi", True] > 10
