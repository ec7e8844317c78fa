"""Which mover service partitions (MSP) carry the memory of a running partition, spread over all moves."""

from __future__ import annotations

from hmcscan_lpm.planning.execution import MoverPair
from hmcscan_lpm.planning.pairing.desk import Desk, listed, one_line
from hmcscan_lpm.planning.pairing.values import Move, Vios


def movers(desk: Desk, move: Move) -> tuple[tuple[MoverPair, ...], list[str]]:
    """The pair of movers of an active move, a second one where both servers have another as certain; problems."""
    if move.mode != "active":
        return (), []
    choice = desk.choices.mover_of(move.lpar)
    if choice is not None:
        return _pinned(desk, move, choice.source, choice.target)
    here, there = _ranked(desk, move.source), _ranked(desk, move.target)
    if not here or not there:
        return (), [_none(desk, system) for system, found in ((move.source, here), (move.target, there)) if not found]
    pairs = [(here[0], there[0])]
    if len(here) > 1 and len(there) > 1 and _doubt(here[1]) == _doubt(here[0]) and _doubt(there[1]) == _doubt(there[0]):
        pairs.append((here[1], there[1]))
    made = tuple(_pair(desk, a, b, number) for number, (a, b) in enumerate(pairs))
    for vios in pairs[0]:
        desk.ledger.movers[vios.system, vios.name] += 1
    return made, _doubts(pairs)


def _ranked(desk: Desk, system: str) -> list[Vios]:
    """Those that may be movers: the certain ones first, then who has the fewest moves."""
    able = [vios for vios in desk.facts.vioses.get(system, ()) if vios.is_up is not False and vios.msp is not False]
    able = [vios for vios in able if vios.is_running]
    return sorted(able, key=lambda vios: (bool(_doubt(vios)), desk.ledger.movers[system, vios.name], vios.position))


def _doubt(vios: Vios) -> str:
    """What is not known of a mover."""
    said = [] if vios.is_up else [vios.shown]
    said += [] if vios.msp else ["which VIOS is a mover service partition is in no report"]
    return ", ".join(said)


def _doubts(pairs: list[tuple[Vios, Vios]]) -> list[str]:
    chosen = sorted({vios for pair in pairs for vios in pair if _doubt(vios)}, key=lambda vios: vios.position)
    problems = []
    for doubt in dict.fromkeys(_doubt(vios) for vios in chosen):
        by_server: dict[str, list[str]] = {}
        for here, there in pairs:
            for vios in (here, there):
                by_server.setdefault(vios.system, [])
        for vios in chosen:
            if _doubt(vios) == doubt:
                by_server[vios.system].append(vios.name)
        who = " and ".join(f"{listed(names)} of {system}" for system, names in by_server.items() if names)
        problems.append(f"Whether {who} can be movers is not known: {doubt}.")
    return problems


def _none(desk: Desk, system: str) -> str:
    gap = desk.facts.gap(system, "lpars")
    if gap is not None:
        return f"The VIOSes of {system} are not known: {gap}."
    shown = ", ".join(
        f"{vios.name}: {vios.shown}{', no mover service partition' if vios.msp is False else ''}"
        for vios in desk.facts.vioses.get(system, ())
    )
    return f"{system} has no VIOS that can be the mover ({shown or 'it has none'})."


def _pair(desk: Desk, here: Vios, there: Vios, number: int) -> MoverPair:
    counts = [desk.ledger.movers[vios.system, vios.name] for vios in (here, there)]
    certain = not _doubt(here) and not _doubt(there)
    state = "Both run with RMC and are mover service partitions" if certain else "Both may be movers"
    share = (
        f"they carry the fewest moves so far ({counts[0]} and {counts[1]})"
        if number == 0
        else "a second pair, for redundancy"
    )
    return MoverPair(
        source_vios=here.name,
        source_id=here.lpar_id,
        source_address=desk.choices.address_of(here.system, here.name),
        target_vios=there.name,
        target_id=there.lpar_id,
        target_address=desk.choices.address_of(there.system, there.name),
        pinned=False,
        reason=one_line([state, share]),
    )


def _pinned(desk: Desk, move: Move, source: str, target: str) -> tuple[tuple[MoverPair, ...], list[str]]:
    problems = []
    for system, name in ((move.source, source), (move.target, target)):
        problems += desk.vios_problems(system, name)
        vios = desk.facts.vios(system, name)
        if vios is not None and not vios.msp:
            said = (
                "is no mover service partition"
                if vios.msp is False
                else "may be no mover service partition: no report says"
            )
            problems.append(f"{name} of {system} {said}.")
        desk.ledger.movers[system, name] += 1
    here, there = desk.facts.vios(move.source, source), desk.facts.vios(move.target, target)
    pair = MoverPair(
        source_vios=source,
        source_id=here.lpar_id if here else None,
        source_address=desk.choices.address_of(move.source, source),
        target_vios=target,
        target_id=there.lpar_id if there else None,
        target_address=desk.choices.address_of(move.target, target),
        pinned=True,
        reason="You chose the movers.",
    )
    return (pair,), problems
