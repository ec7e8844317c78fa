"""Client virtual SCSI adapters → VIOSes of the target that see their disks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hmcscan_lpm.planning.choices import AdapterChoice
from hmcscan_lpm.planning.execution import ScsiMapping
from hmcscan_lpm.planning.pairing.costs import UNSERVED, UNSURE
from hmcscan_lpm.planning.pairing.desk import Desk, listed, one_line
from hmcscan_lpm.planning.pairing.values import Disk, Move, ScsiAdapter, Vios

_FIXED = {"lv": "logical volume", "file": "file"}
"""What belongs to one VIOS: no other one can present it."""
_REMOVABLE = {
    "file-optical": "an image in a virtual optical device",
    "optical": "an optical drive",
    "empty-optical": "a virtual optical device",
    "tape": "a tape drive",
}
"""What has to be taken off the partition before it moves."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Whether a VIOS of the target can present what an adapter carries.

    :ivar sees: all of it; None = not known
    :ivar why: what it does not see or what is not known, one sentence each
    """

    sees: bool | None
    why: tuple[str, ...]

    @property
    def cost(self) -> int:
        """See :mod:`hmcscan_lpm.planning.pairing.costs`."""
        return {True: 0, None: UNSURE, False: UNSERVED}[self.sees]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All virtual SCSI adapters of a partition.

    :ivar pins: for each adapter what the user chose
    :ivar holders: SSP unit → VIOSes of the source that present it to the partition
    """

    adapters: tuple[ScsiAdapter, ...]
    pins: tuple[AdapterChoice | None, ...]
    holders: Mapping[str, frozenset[str]]

    def rows_of(self, vios: str) -> list[int]:
        """The adapters that a VIOS serves today and that the user did not place."""
        return [row for row, adapter in enumerate(self.adapters) if adapter.vios == vios and self.pins[row] is None]


def shelf(desk: Desk, move: Move) -> Shelf:
    """The virtual SCSI adapters of the partition of a move."""
    adapters = desk.facts.scsi.get((move.source, move.lpar), ())
    holders: dict[str, set[str]] = defaultdict(set)
    for adapter in adapters:
        for disk in adapter.disks:
            if disk.kind == "ssp" and disk.unit and adapter.vios:
                holders[disk.unit].add(adapter.vios)
    pins = tuple(desk.pin(move, adapter.slot) for adapter in adapters)
    return Shelf(adapters, pins, {unit: frozenset(vioses) for unit, vioses in holders.items()})


def sight(desk: Desk, move: Move, found: Shelf, adapter: ScsiAdapter, vios: str) -> Sight:
    """Whether *vios* of the target can present everything that *adapter* carries."""
    said: list[str] = []
    sees: list[bool | None] = []
    for disk in adapter.disks:
        one, why = _sees(desk, move, found, disk, vios)
        sees.append(one)
        said += [why] if why else []
    if adapter.is_unknown:
        sees.append(None)
        said.append("What it carries is not known.")
    if False in sees:
        return Sight(False, tuple(said))
    return Sight(None if None in sees else True, tuple(said))


def _sees(desk: Desk, move: Move, found: Shelf, disk: Disk, vios: str) -> tuple[bool | None, str]:
    facts = desk.facts
    if disk.kind in _FIXED:
        return False, f"{disk.name} is a {_FIXED[disk.kind]}, which no other VIOS can present."
    if disk.kind == "ssp":
        return _in_cluster(desk, move, found, disk, vios)
    if disk.kind != "disk":
        return True, ""
    if disk.unit is None:
        return None, f"Disk {disk.name} has no unique id in the report: whether {vios} sees it is not known."
    if disk.unit in facts.sights.get((move.target, vios), ()):
        return True, ""
    gap = facts.gap(move.target, "vios_disks", vios)
    if gap is not None:
        return None, f"Which disks {vios} sees is not known: {gap}."
    return False, f"{vios} does not see disk {disk.unit} ({disk.name})."


def _in_cluster(desk: Desk, move: Move, found: Shelf, disk: Disk, vios: str) -> tuple[bool | None, str]:
    """As rule ssp-same-cluster has it: told by cluster -list, or proved by a unit that both present."""
    facts = desk.facts
    holders = [(move.source, name) for name in found.holders.get(disk.unit or "", ())]
    there = facts.clusters.get((move.target, vios), frozenset())
    here = frozenset(name for key in holders for name in facts.clusters.get(key, ()))
    if here and there:
        same = bool(here & there)
        return same, "" if same else f"{vios} is not in the cluster of {disk.name}."
    units = facts.units.get((move.target, vios), frozenset())
    if any(units & facts.units.get(key, frozenset()) for key in holders):
        return True, ""
    return None, f"Whether {vios} is in the cluster of {disk.name} is not known."


def choose(
    desk: Desk, move: Move, found: Shelf, vioses: Mapping[str, str], candidates: Sequence[Vios]
) -> Mapping[int, str | None]:
    """A VIOS for every adapter: row of the shelf → VIOS of the target.

    An adapter leaves the VIOS that takes over from its own only where that one does not see its disks, and not for one
    over which another path to the same disk goes.

    :param vioses: VIOS of the source → VIOS of the target that takes over from it
    """
    chosen: dict[int, str | None] = {}
    lost = []
    for row, adapter in enumerate(found.adapters):
        pin, paired = found.pins[row], vioses.get(adapter.vios or "")
        if pin is not None:
            chosen[row] = pin.vios
        elif paired and sight(desk, move, found, adapter, paired).sees is not False:
            chosen[row] = paired
        else:
            lost.append(row)
    for row in lost:
        # Without a VIOS that takes over from today's the partition would lose one: no other one may be asked for more.
        ask = found.adapters[row].vios is None or found.adapters[row].vios in vioses
        chosen[row] = _elsewhere(desk, move, found, row, chosen, candidates) if ask else None
    return chosen


def _elsewhere(
    desk: Desk, move: Move, found: Shelf, row: int, chosen: Mapping[int, str | None], candidates: Sequence[Vios]
) -> str | None:
    adapter = found.adapters[row]
    units = {disk.unit or disk.name for disk in adapter.disks}
    partners = {
        vios
        for other, vios in chosen.items()
        if found.adapters[other].vios != adapter.vios
        and units & {disk.unit or disk.name for disk in found.adapters[other].disks}
    }
    seen = [
        (sight(desk, move, found, adapter, vios.name).cost, vios) for vios in candidates if vios.name not in partners
    ]
    able = [(cost, vios.position, vios.name) for cost, vios in seen if cost < UNSERVED]
    return min(able)[2] if able else None


def mappings(
    desk: Desk, move: Move, found: Shelf, vioses: Mapping[str, str], chosen: Mapping[int, str | None]
) -> tuple[ScsiMapping, ...]:
    """A mapping for every adapter, by slot, with its reason and problems; the slots are taken in the ledger."""
    return tuple(_mapping(desk, move, found, row, vioses, chosen[row]) for row in range(len(found.adapters)))


def _mapping(
    desk: Desk, move: Move, found: Shelf, row: int, vioses: Mapping[str, str], vios: str | None
) -> ScsiMapping:
    adapter, pin = found.adapters[row], found.pins[row]
    problems = ["Which VIOS serves it today is not known."] if adapter.vios is None else []
    slot, reason = None, "No VIOS can be proposed."
    if vios is None:
        problems += _refusals(desk, move, found, adapter, vioses)
    else:
        seen = sight(desk, move, found, adapter, vios)
        problems += [*desk.vios_problems(move.target, vios), *seen.why]
        if pin and pin.port:
            problems.append(f"Port {pin.port} means nothing for a virtual SCSI adapter.")
        wanted = adapter.server_slot
        slot, remark, troubles = desk.ledger.place(move, (move.target, vios), wanted, pin.server_slot if pin else 0)
        problems += troubles
        reason = one_line([_who(adapter, vios, vioses, pin), _sight_in_words(adapter, seen, vios), remark])
    for disk in adapter.disks:
        if disk.kind in _REMOVABLE:
            problems.append(f"It carries {_REMOVABLE[disk.kind]}, which cannot move ({disk.name}).")
    home = desk.facts.vios(move.target, vios) if vios else None
    return ScsiMapping(
        slot=adapter.slot,
        source_vios=adapter.vios,
        source_slot=adapter.server_slot,
        disks=tuple(dict.fromkeys(disk.unit or disk.name for disk in adapter.disks)),
        vios=vios,
        vios_id=home.lpar_id if home else None,
        server_slot=slot,
        pinned=pin is not None,
        reason=reason,
        problems=tuple(dict.fromkeys(problems)),
    )


def _refusals(desk: Desk, move: Move, found: Shelf, adapter: ScsiAdapter, vioses: Mapping[str, str]) -> list[str]:
    candidates = desk.candidates(move.target)
    if not candidates or (adapter.vios is not None and adapter.vios not in vioses):
        return [desk.none_left(move, adapter.vios)]
    paired = vioses.get(adapter.vios or "") or candidates[0].name
    said = [*sight(desk, move, found, adapter, paired).why]
    able = [
        vios.name
        for vios in candidates
        if vios.name != paired and sight(desk, move, found, adapter, vios.name).sees is not False
    ]
    return [*said, f"Another path to its disks goes over {listed(able)} already."] if able else said


def _who(adapter: ScsiAdapter, vios: str, vioses: Mapping[str, str], pin: AdapterChoice | None) -> str:
    if pin is not None:
        return "You chose the VIOS"
    if adapter.vios is None or vioses.get(adapter.vios) == vios:
        return f"{vios} takes over from {adapter.vios or 'the one behind it'}"
    return f"{vios} takes over, for {vioses.get(adapter.vios, 'no other VIOS')} does not see its disks"


def _sight_in_words(adapter: ScsiAdapter, seen: Sight, vios: str) -> str:
    n = sum(disk.kind in ("disk", "ssp") for disk in adapter.disks)
    if seen.sees and n:
        return "it sees its disk" if n == 1 else f"it sees all its {n} disks"
    return "" if adapter.disks or adapter.is_unknown else f"nothing has to be seen by {vios}: it carries no disk"
