"""Which partition of an old scan is which of a new one: the same, moved, renamed, gone or new.

A name says little on another server: there a partition is known by a WWPN or MAC address that it had.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from hmcscan_lpm.planning.afterwards.changes import Moved
from hmcscan_lpm.planning.afterwards.scan import Scan

Place = tuple[str, str]
"""(server, partition)"""


@dataclass(frozen=True, slots=True)
class Partitions:
    """What became of the partitions.

    :ivar moved: where it was → where it is, on another server
    :ivar renamed: where it was → the same server and another name
    :ivar gone: of the old scan
    :ivar appeared: of the new scan
    """

    moved: dict[Place, Place]
    renamed: dict[Place, Place]
    gone: frozenset[Place]
    appeared: frozenset[Place]

    def now(self, system: str, lpar: str) -> Place:
        """Where a partition of the old scan is now."""
        return self.moved.get((system, lpar)) or self.renamed.get((system, lpar)) or (system, lpar)

    def moves_at(self, system: str, lpar: str = "") -> tuple[Moved, ...]:
        """The moves from or to *system*, of all partitions or of one."""
        return tuple(
            Moved(old[1], old[0], new[0])
            for old, new in self.moved.items()
            if system in (old[0], new[0]) and (not lpar or lpar in (old[1], new[1]))
        )


def matched(old: Scan, new: Scan, systems: Collection[str]) -> Partitions:
    """Match the partitions of both scans; *systems* are those that both show."""
    before, after = set(_partitions(old)), set(_partitions(new))
    leaving = sorted(place for place in before - after if place[0] in systems or place[0] not in new.clocks)
    coming = sorted(place for place in after - before if place[0] in systems or place[0] not in old.clocks)
    marks = {place: _marks(new, *place) for place in coming}
    moved: dict[Place, Place] = {}
    renamed: dict[Place, Place] = {}
    for place in leaving:
        mine = _marks(old, *place)
        taken = {*moved.values(), *renamed.values()}
        fitting = [other for other in coming if other not in taken and mine & marks[other]]
        same_name = [other for other in fitting if other[0] != place[0] and other[1] == place[1]]
        same_server = [other for other in fitting if other[0] == place[0]]
        if same_name:
            moved[place] = same_name[0]
        elif same_server:
            renamed[place] = same_server[0]
    return Partitions(
        moved=moved,
        renamed=renamed,
        gone=frozenset(place for place in leaving if place[0] in systems) - moved.keys() - renamed.keys(),
        appeared=frozenset(place for place in coming if place[0] in systems)
        - frozenset(moved.values())
        - frozenset(renamed.values()),
    )


def _partitions(scan: Scan) -> Iterator[Place]:
    for system in scan.clocks:
        if not scan.unseen("lpars", system):
            yield from ((system, row["lpar"]) for row in scan.on("lpars", system))


def _marks(scan: Scan, system: str, lpar: str) -> frozenset[str]:
    """WWPNs and MAC addresses by which it is known."""
    macs = (row["mac"] for row in scan.of("ethernet", system, lpar))
    wwpns = (row[name] for row in scan.of("fibre", system, lpar) for name in ("wwpn1", "wwpn2"))
    return frozenset(mark for mark in (*macs, *wwpns) if mark)
