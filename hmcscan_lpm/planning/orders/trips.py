"""The two directions of a move as ``migrlpar`` sees them: what goes where, there and back, as data and as wishes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hmcscan_lpm import knowledge
from hmcscan_lpm.planning.execution import FcMapping, MoveMapping, ScsiMapping
from hmcscan_lpm.planning.orders import words
from hmcscan_lpm.planning.orders.directory import Directory, Server
from hmcscan_lpm.planning.orders.words import Home, Mover


@dataclass(frozen=True, slots=True)
class Trip:
    """One direction of a move.

    :ivar who: ``-p`` or ``--id`` with its value, empty when the partition cannot be named
    :ivar active: it moves running
    :ivar movers: (mover of the start, mover of the goal), the second pair for redundancy
    :ivar pool: name and id of the shared processor pool to name at the goal
    :ivar lpar_id: id to ask for at the goal
    :ivar vioses_before, vioses_after: how many VIOSes serve its storage at the start and at the goal; None = not known
    :ivar unbridged: VLANs that nothing bridges at the goal
    """

    start: Server
    goal: Server
    lpar: str
    who: tuple[str, ...]
    active: bool
    fibre: tuple[Home, ...]
    scsi: tuple[Home, ...]
    movers: tuple[tuple[Mover, Mover], ...]
    pool: tuple[str, int | None] | None
    lpar_id: int | None
    vioses_before: int | None
    vioses_after: int | None
    unbridged: tuple[int, ...]


def there(mapping: MoveMapping, directory: Directory) -> Trip:
    """The move itself, to the VIOSes, ports and slots that were chosen."""
    start, goal = directory.servers[mapping.source], directory.servers[mapping.target]
    adapters: tuple[FcMapping | ScsiMapping, ...] = (*mapping.fibre, *mapping.scsi)
    return Trip(
        start=start,
        goal=goal,
        lpar=mapping.lpar,
        who=words.partition_words(mapping.lpar, start.ids.get(mapping.lpar)),
        active=mapping.lpar in start.active,
        fibre=tuple(
            Home(a.slot, a.vios, _id(goal, a.vios, a.vios_id), a.server_slot, a.port or None) for a in mapping.fibre
        ),
        scsi=tuple(Home(a.slot, a.vios, _id(goal, a.vios, a.vios_id), a.server_slot, "") for a in mapping.scsi),
        movers=tuple(
            (
                Mover(pair.source_vios, _id(start, pair.source_vios, pair.source_id), pair.source_address),
                Mover(pair.target_vios, _id(goal, pair.target_vios, pair.target_id), pair.target_address),
            )
            for pair in mapping.movers
        ),
        pool=None if mapping.pool is None and mapping.pool_id is None else (mapping.pool or "", mapping.pool_id),
        lpar_id=mapping.lpar_id,
        vioses_before=_count(a.source_vios for a in adapters),
        vioses_after=_count(a.vios for a in adapters),
        unbridged=tuple(sorted({v.vlan for v in mapping.vlans if not v.bridges})),
    )


def back(mapping: MoveMapping, directory: Directory) -> Trip:
    """The way back, to what serves the partition today.

    Where the name of the partition cannot be carried, its id on the target is needed, which is known only when the
    move asked for one.
    """
    start, goal = directory.servers[mapping.target], directory.servers[mapping.source]
    forth, pool = there(mapping, directory), goal.pools.get(mapping.lpar)
    return Trip(
        start=start,
        goal=goal,
        lpar=mapping.lpar,
        who=words.partition_words(mapping.lpar, mapping.lpar_id),
        active=forth.active,
        fibre=tuple(
            Home(a.slot, a.source_vios, _id(goal, a.source_vios, None), None, a.source_port or None)
            for a in mapping.fibre
        ),
        scsi=tuple(
            Home(a.slot, a.source_vios, _id(goal, a.source_vios, None), a.source_slot, "") for a in mapping.scsi
        ),
        movers=tuple((b, a) for a, b in forth.movers),
        pool=None if pool is not None and pool[1] == 0 else pool,  # 0 is the default pool: it lands there anyway
        lpar_id=goal.ids.get(mapping.lpar) if mapping.lpar_id is not None else None,
        vioses_before=forth.vioses_after,
        vioses_after=forth.vioses_before,
        unbridged=(),
    )


def data(trip: Trip, *, knows_redundant: bool) -> tuple[list[tuple[str, str]], list[str]]:
    """Attributes for ``-i``, and a note for each that is there or should have been.

    :param knows_redundant: the HMC knows ``redundant_msps``
    """
    pairs: list[tuple[str, str]] = []
    notes: list[str] = []
    for key, homes, what in (
        ("virtual_fc_mappings", trip.fibre, "VIOS and port"),
        ("virtual_scsi_mappings", trip.scsi, "VIOS"),
    ):
        found, note = _mapped(key, homes, what)
        pairs += found
        notes += note
    found, note = _moved_by(trip, knows_redundant=knows_redundant)
    pairs += found
    notes += note
    if trip.pool is not None:
        pair = words.named("shared_proc_pool", *trip.pool)
        pairs += [pair] if pair else []
        said = f"{pair[0]}: without it the partition lands in the default pool" if pair else ""
        notes.append(f"{said or f'shared_proc_pool_name is left out: it cannot carry {trip.pool[0]}'}.")
    if trip.lpar_id is not None:
        pairs.append(("dest_lpar_id", str(trip.lpar_id)))
        notes.append(f"dest_lpar_id: the partition gets id {trip.lpar_id}.")
    return pairs, notes


def wishes(trip: Trip, *, accepts_less: bool) -> list[tuple[str, str, str]]:
    """(option, value, reason); value ``''``: left out for that reason."""
    wished = _redundancy(trip, accepts_less=accepts_less)
    if trip.fibre and trip.active:
        label = knowledge.facts("hmc_options")["portdisk_by_default"]["label"]
        wished.append(
            (
                "--npivval",
                "portdisk",
                f"both WWPNs must see the same volumes, not only the same storage ports; the default from {label} on",
            )
        )
    if len(trip.movers) > 1:
        reason = "two pairs of movers are planned; the move goes on with one where the other cannot be used"
        wished.append(("--redundantmsps", "2", reason))
    elif trip.movers:
        wished.append(("--redundantmsps", "0", "one pair of movers is planned, and no second one is taken from others"))
    if trip.unbridged:
        listed = ", ".join(str(vlan) for vlan in trip.unbridged)
        wished.append(
            ("--vlanbridge", "", f"nothing bridges VLAN {listed} at the target, and 2 would let the network go")
        )
    return wished


def _redundancy(trip: Trip, *, accepts_less: bool) -> list[tuple[str, str, str]]:
    before, after = trip.vioses_before, trip.vioses_after
    if before == 0 and after == 0:
        return []
    if before is None or after is None:
        return [("--redundantvios", "", "how many VIOSes serve the partition is not known on both sides")]
    if after >= before:
        return [("--redundantvios", "", "without it validation insists on as much redundancy as today")]
    fewer = f"VIOSes for its storage: {before} before, {after} after"
    if not accepts_less:
        return [("--redundantvios", "", f"{fewer}; 2, with --mpio 2, would accept that")]
    return [
        ("--redundantvios", "2", f"{fewer}; that was accepted"),
        ("--mpio", "2", "fewer paths than today were accepted"),
    ]


def _mapped(key: str, homes: Sequence[Home], what: str) -> tuple[list[tuple[str, str]], list[str]]:
    if not homes:
        return [], []
    values = [words.home_value(home) for home in homes]
    open_slots = [str(home.slot) for home, value in zip(homes, values, strict=True) if not value]
    if open_slots:
        slots = f"slot{'s' * (len(open_slots) > 1)} {', '.join(open_slots)}"
        return [], [f"{key} is left out, the HMC chooses: {what} for {slots} cannot be given."]
    by = "id" if all(home.vios_id is not None for home in homes) else "name"
    adapters = "1 adapter" if len(homes) == 1 else f"{len(homes)} adapters"
    return [(key, ",".join(values))], [f"{key}: {what} of {adapters}, as planned, each VIOS by {by}."]


def _moved_by(trip: Trip, *, knows_redundant: bool) -> tuple[list[tuple[str, str]], list[str]]:
    if not trip.movers:
        return [], ["Movers are left out, the HMC chooses: none are planned."] if trip.active else []
    lost = [f"{mover.address} is no IP address and is left out." for mover in _bad_addresses(trip)]
    if len(trip.movers) > 1 and knows_redundant:
        sides = [(words.mover_value(a), words.mover_value(b)) for a, b in trip.movers]
        if all(a and b for a, b in sides):
            pairs = [("redundant_msps", ",".join(f"1/{a}/{b}" for a, b in sides))]
            return pairs, ["redundant_msps: two pairs of movers, group 1, the first is the primary one.", *lost]
        return [], ["redundant_msps is left out, the HMC chooses: it cannot carry the names of the movers.", *lost]
    source, target = trip.movers[0]
    named = [
        words.named("source_msp", source.vios, source.vios_id),
        words.named("dest_msp", target.vios, target.vios_id),
    ]
    if not all(named):
        return [], ["source_msp and dest_msp are left out, the HMC chooses: a name cannot be carried.", *lost]
    pairs = [pair for pair in named if pair]
    for key, mover in (("source_msp_ipaddr", source), ("dest_msp_ipaddr", target)):
        if address := words.address_value(mover.address):
            pairs.append((key, address))
    more = " The second pair is not named at this level of the HMC." if len(trip.movers) > 1 else ""
    return pairs, [f"{', '.join(key for key, _ in pairs)}: the movers as planned.{more}", *lost]


def _bad_addresses(trip: Trip) -> list[Mover]:
    return [mover for pair in trip.movers for mover in pair if mover.address and not words.address_value(mover.address)]


def _id(server: Server, vios: str | None, told: int | None) -> int | None:
    return server.ids.get(vios or "") if told is None else told


def _count(vioses: Iterable[str | None]) -> int | None:
    """How many different ones; None when one is not known."""
    names = set(vioses)
    return None if None in names else len(names)
