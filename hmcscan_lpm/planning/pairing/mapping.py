"""Where everything of a partition goes on the target: adapters, VLANs, movers, pool and id, each with its reason.

LPM chooses by itself when nothing is said, badly so with several VIOSes. What is proposed here keeps redundancy (two
VIOSes stay two, two fabrics stay apart) and never uses a port without link or a VIOS that does not run; where that
leaves nothing the adapter has no home, and a problem says why. What the user chose stands, whatever speaks against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

import duckdb

from hmcscan_lpm.planning.choices import NO_CHOICES, Choices
from hmcscan_lpm.planning.execution import FcMapping, MoveMapping, ScsiMapping
from hmcscan_lpm.planning.pairing import fibre, scsi
from hmcscan_lpm.planning.pairing import vioses as pairing_vioses
from hmcscan_lpm.planning.pairing.desk import Desk, listed
from hmcscan_lpm.planning.pairing.facts import Facts
from hmcscan_lpm.planning.pairing.fibre_mapping import mappings as fibre_mappings
from hmcscan_lpm.planning.pairing.movers import movers
from hmcscan_lpm.planning.pairing.network import vlans
from hmcscan_lpm.planning.pairing.pins import check
from hmcscan_lpm.planning.pairing.values import Move

DEFAULT_POOL = "DefaultPool"
"""Name that the HMC gives to pool 0; it is always there."""


def pair(connection: duckdb.DuckDBPyConnection, choices: Choices = NO_CHOICES) -> tuple[MoveMapping, ...]:
    """A mapping for every move of relation ``moves``, in its order.

    The moves count as made one after the other: ports, slots, ids and pools that the earlier ones take are gone for
    the later ones, and nothing that a move leaves behind is free again. The same input gives the same mappings,
    however the rows of the reports are ordered.

    :raises ChoicesError: a choice names a server, partition, VIOS, port or slot that no report knows
    """
    check(choices, connection)
    desk = Desk(Facts(connection), choices)
    return tuple(_mapped(desk, move) for move in desk.facts.moves)


def _mapped(desk: Desk, move: Move) -> MoveMapping:
    if move.is_vios:
        return MoveMapping(
            move.lpar, move.source, move.target, (), (), (), (), (), None, None, None, ("A VIOS cannot move.",)
        )
    candidates = desk.candidates(move.target)
    adapters, disks = fibre.table(desk, move, candidates), scsi.shelf(desk, move)
    vioses, reason = pairing_vioses.pair(desk, move, adapters, disks, candidates)
    fibre_maps = fibre_mappings(desk, move, adapters, vioses, fibre.choose(adapters, vioses))
    scsi_maps = scsi.mappings(desk, move, disks, vioses, scsi.choose(desk, move, disks, vioses, candidates))
    pairs, troubles = movers(desk, move)
    pool, pool_id, pool_problems = _pool(desk, move)
    lpar_id, id_problems = _lpar_id(desk, move)
    return MoveMapping(
        lpar=move.lpar,
        source=move.source,
        target=move.target,
        vioses=tuple(vioses.items()),
        fibre=fibre_maps,
        scsi=scsi_maps,
        vlans=vlans(desk, move),
        movers=pairs,
        pool=pool,
        pool_id=pool_id,
        lpar_id=lpar_id,
        problems=(
            *_gaps(desk, move),
            *_redundancy(move, vioses, fibre_maps, scsi_maps),
            *_vnics(desk, move),
            *troubles,
            *pool_problems,
            *id_problems,
        ),
        vioses_reason=reason,
    )


def _gaps(desk: Desk, move: Move) -> list[str]:
    """What nobody could look at: adapters of the partition that no mapping is for."""
    kinds = {"virtual_fibre": "Fibre Channel", "virtual_scsi": "SCSI", "virtual_ethernet": "Ethernet"}
    gaps = {kind: desk.facts.gap(move.source, table) for table, kind in kinds.items()}
    return [
        f"Which virtual {kind} adapters the partition has is not known: {why}."
        for kind, why in gaps.items()
        if why is not None
    ]


def _redundancy(
    move: Move, vioses: Mapping[str, str], fibre_maps: tuple[FcMapping, ...], scsi_maps: tuple[ScsiMapping, ...]
) -> list[str]:
    """What is less apart on the target than it is today, by all that is mapped."""
    problems = []
    served = [(item.source_vios, item.vios) for item in fibre_maps if item.vios and item.source_vios]
    served += [(item.source_vios, item.vios) for item in scsi_maps if item.vios and item.source_vios]
    today, then = {here for here, _ in served if here}, {there for _, there in served}
    if len(today) > 2:
        problems.append(f"{len(today)} VIOSes serve it today ({listed(sorted(today))}); LPM keeps one or two.")
    if len(today) > 1 and len(then) == 1:
        problems.append(f"{listed(sorted(today))} serve it today, on {move.target} only {then.pop()} would.")
    wired = [item for item in fibre_maps if item.port and item.source_fabric]
    here, there = {item.source_fabric for item in wired}, {item.fabric for item in wired}
    if len(here) > 1 and len(there) == 1 and "" not in there:
        problems.append(f"It is in {len(here)} fabrics today and would be in {there.pop()} only.")
    folded = [name for name in vioses.values() if list(vioses.values()).count(name) > 1]
    if folded:
        problems.append(f"More than one VIOS is to be taken over by {listed(folded)}.")
    return problems


def _vnics(desk: Desk, move: Move) -> list[str]:
    slots = [str(row["slot"]) for row in desk.facts.vnics.get((move.source, move.lpar), ())]
    return [f"For the vNIC in slot {', '.join(slots)} the HMC chooses VIOS and SR-IOV port."] if slots else []


def _pool(desk: Desk, move: Move) -> tuple[str | None, int | None, list[str]]:
    """Shared processor pool to name on the target, its id, problems; as rule shared-pool-on-target has it."""
    needs = desk.facts.cores.get((move.source, move.lpar), {})
    mode, name, cores = needs.get("mode"), needs.get("pool"), needs.get("cores")
    if mode == "ded" or name == DEFAULT_POOL:
        return None, None, []
    if mode is None or name is None:
        return None, None, ["Its shared processor pool is not known."]
    stranger = desk.facts.strangers.get((move.source, move.target))
    if stranger is not None:
        return None, None, [f"Whether {move.target} has its pool {name} is not known: {stranger}."]
    row = desk.facts.pools.get((move.target, name))
    if row is None:
        gap = desk.facts.gap(move.target, "proc_pools")
        told = f"Whether {move.target} has its pool {name} is not known: {gap}."
        absent = f"{move.target} has no shared processor pool {name}: it would go to {DEFAULT_POOL}."
        return None, None, [absent if gap is None else told]
    taken = desk.ledger.pools[move.target, name]
    desk.ledger.pools[move.target, name] += cores or 0.0
    room = None if row["room"] is None else row["room"] - taken
    tolerance = desk.facts.core_tolerance.get(move.target, 0.0)
    if cores is not None and room is not None and cores > room + tolerance:
        return (
            name,
            row["pool_id"],
            [f"Pool {name} of {move.target} has room for {max(room, 0):.2f} units; it needs {cores:.2f}."],
        )
    return name, row["pool_id"], []


def _lpar_id(desk: Desk, move: Move) -> tuple[int | None, list[str]]:
    """Id to ask for where its own is taken: the first that nobody has or brings along; problems."""
    own, planned = move.lpar_id, desk.ledger.ids[move.target]
    there = desk.facts.ids.get(move.target, {})
    if own is None:
        return None, ["Its partition id is not known."]
    if own not in there and own not in planned:
        planned[own] = move.lpar
        return None, []
    wanted = desk.facts.brought_ids.get(move.target, frozenset())
    most = desk.facts.most_lpars.get(move.target)
    free = next(number for number in count(1) if not any(number in some for some in (there, planned, wanted)))
    if most is not None and free > most:
        return None, [f"Its id {own} is taken on {move.target}, and no id up to {most} is free."]
    planned[free] = move.lpar
    return free, []
