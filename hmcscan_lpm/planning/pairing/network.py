"""VLANs of a partition → the shared Ethernet adapters (SEA) of the target that carry them."""

from __future__ import annotations

from hmcscan_lpm.planning.execution import VlanBridge
from hmcscan_lpm.planning.pairing.desk import Desk, one_line
from hmcscan_lpm.planning.pairing.values import Move


def vlans(desk: Desk, move: Move) -> tuple[VlanBridge, ...]:
    """A bridge for every VLAN of every virtual Ethernet adapter of the partition, by slot."""
    rows = desk.facts.needs.get((move.source, move.lpar), ())
    return tuple(_bridge(desk, move, row["slot"], row["vswitch"], row["vlan"]) for row in rows)


def _bridge(desk: Desk, move: Move, slot: int, vswitch: str | None, vlan: int) -> VlanBridge:
    facts = desk.facts
    where = f"VLAN {vlan} on virtual switch {vswitch}"
    stranger = facts.strangers.get((move.source, move.target))
    gap = facts.gap(move.target, "virtual_ethernet") or facts.gap(move.target, "seas")
    if vswitch is None:
        return VlanBridge(slot, vswitch, vlan, (), "", (f"The virtual switch of slot {slot} is not known.",))
    if stranger is not None:
        doubt = f"Whether {where} is bridged on {move.target} is not known: {stranger}."
        return VlanBridge(slot, vswitch, vlan, (), "", (doubt,))
    there = _seas(desk, move.target, vswitch, vlan)
    here = {vios for vios, _ in _seas(desk, move.source, vswitch, vlan)}
    problems = []
    if not there and gap is not None:
        problems.append(f"Whether {where} is bridged on {move.target} is not known: {gap}.")
    elif not there:
        problems.append(f"{where} is not bridged on {move.target}.")
    elif gap is None and len(here) > 1 and len({vios for vios, _ in there}) == 1:
        problems.append(f"Only {there[0][0]} bridges {where} on {move.target}; on {move.source} {len(here)} VIOSes do.")
    return VlanBridge(slot, vswitch, vlan, there, _reason(desk, move, vswitch, vlan), tuple(problems))


def _seas(desk: Desk, system: str, vswitch: str, vlan: int) -> tuple[tuple[str, str], ...]:
    rows = desk.facts.bridges.get((system, vswitch, vlan), ())
    return tuple(dict.fromkeys((row["vios"], row["sea"]) for row in rows))


def _reason(desk: Desk, move: Move, vswitch: str, vlan: int) -> str:
    rows = desk.facts.bridges.get((move.target, vswitch, vlan), ())
    said = []
    for number, row in enumerate(rows):
        told = "of unknown trunk priority" if row["priority"] is None else f"trunk priority {row['priority']}"
        said.append(f"{row['sea']} of {row['vios']} {'carries it' if number == 0 else 'stands by'} ({told})")
    return one_line(said)
