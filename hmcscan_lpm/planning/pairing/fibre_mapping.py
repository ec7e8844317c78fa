"""From a chosen port to a mapping with its reason and problems, in words; what is chosen is taken in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hmcscan_lpm.planning.execution import FcMapping
from hmcscan_lpm.planning.pairing.desk import Desk, one_line, plural
from hmcscan_lpm.planning.pairing.fabrics import Hints, Match
from hmcscan_lpm.planning.pairing.fibre import Option, Table, judge, same_place
from hmcscan_lpm.planning.pairing.values import FibreAdapter, Move, Port


def mappings(
    desk: Desk, move: Move, found: Table, vioses: Mapping[str, str], ports: Mapping[int, int | None]
) -> tuple[FcMapping, ...]:
    """A mapping for every adapter of *found*, by slot.

    :param vioses: VIOS of the source → VIOS of the target that takes over from it
    :param ports: row of the table → number of its port
    """
    on_port = [(found.ports[number].vios, found.ports[number].name) for number in ports.values() if number is not None]
    on_port += [(pin.vios, pin.port) for pin in found.pins if pin is not None and pin.port]
    made = []
    for row in range(len(found.adapters)):
        number = ports.get(row)
        if found.is_fixed(row):
            made.append(_pinned(desk, move, found, row, on_port))
        elif number is None:
            made.append(_unserved(desk, move, found, row, vioses))
        else:
            made.append(_served(desk, move, found, row, found.options[row][number], vioses, on_port))
    return tuple(made)


_OnPort = list[tuple[str, str]]


def _served(
    desk: Desk, move: Move, found: Table, row: int, option: Option, vioses: Mapping[str, str], on_port: _OnPort
) -> FcMapping:
    adapter, pin, port = found.adapters[row], found.pins[row], option.port
    problems = _own_problems(adapter) + desk.vios_problems(move.target, port.vios)
    problems += _port_problems(desk, move, adapter, found.hints[row], option, on_port)
    load = desk.ledger.load(port)
    desk.ledger.ports[port.system, port.vios, port.name] += 1
    wanted = adapter.server_slot
    slot, remark, troubles = desk.ledger.place(move, (port.system, port.vios), wanted, pin.server_slot if pin else 0)
    who = "You chose the VIOS" if pin else _takes_over(adapter, port.vios, vioses)
    where = _where(desk, move, adapter, option)
    busy = f"{plural(load, 'virtual adapter')} on it so far"
    reason = one_line([who, where, busy, remark])
    return _mapping(desk, move, found, row, port.vios, option, slot, reason, problems + troubles)


def _pinned(desk: Desk, move: Move, found: Table, row: int, on_port: _OnPort) -> FcMapping:
    """What the user chose stands; what speaks against it is a problem."""
    adapter, pin = found.adapters[row], found.pins[row]
    if pin is None:
        raise ValueError("The adapter has no pin.")
    problems = _own_problems(adapter) + desk.vios_problems(move.target, pin.vios)
    port = desk.facts.port(move.target, pin.vios, pin.port)
    option = None
    if port is not None:
        option = judge(desk, move, adapter, found.hints[row], port)
        problems += [f"{port.name} of {port.vios} {option.obstacle}."] if option.obstacle else []
        problems += _port_problems(desk, move, adapter, found.hints[row], option, on_port)
    elif desk.facts.vios(move.target, pin.vios):
        gap = desk.facts.gap(move.target, "fc_ports", pin.vios)
        no_port = f"{pin.vios} of {move.target} has no Fibre Channel port {pin.port}."
        problems.append(no_port if gap is None else f"Whether {pin.vios} has a port {pin.port} is not known: {gap}.")
    desk.ledger.ports[move.target, pin.vios, pin.port] += 1
    wanted = adapter.server_slot
    slot, remark, troubles = desk.ledger.place(move, (move.target, pin.vios), wanted, pin.server_slot)
    where = _where(desk, move, adapter, option) if option else ""
    reason = one_line(["You chose VIOS and port", where, remark])
    made = _mapping(desk, move, found, row, pin.vios, option, slot, reason, problems + troubles)
    return replace(made, port=pin.port)


def _unserved(desk: Desk, move: Move, found: Table, row: int, vioses: Mapping[str, str]) -> FcMapping:
    adapter, pin = found.adapters[row], found.pins[row]
    home = pin.vios if pin else vioses.get(adapter.vios or "")
    problems = _own_problems(adapter)
    candidates = [vios.name for vios in desk.candidates(move.target)]
    asked = [home] if home else candidates if adapter.vios is None else []
    if pin:
        problems += desk.vios_problems(move.target, pin.vios)
    if not asked:
        problems.append(desk.none_left(move, adapter.vios))
    for vios in asked:
        options = [option for option in found.options[row] if option.port.vios == vios]
        gap = desk.facts.gap(move.target, "fc_ports", vios)
        if options:
            problems.append(f"No port of {vios} can take it: {_obstacles(options)}.")
        elif gap is None:
            problems.append(f"{vios} of {move.target} shows no Fibre Channel port.")
        else:
            problems.append(f"The Fibre Channel ports of {vios} are not known: {gap}.")
    return _mapping(desk, move, found, row, pin.vios if pin else None, None, None, "No port can be proposed.", problems)


def _obstacles(options: Iterable[Option]) -> str:
    return ", ".join(f"{item.port.name} {item.obstacle or 'is taken by its other adapters'}" for item in options)


def _mapping(
    desk: Desk,
    move: Move,
    found: Table,
    row: int,
    vios: str | None,
    option: Option | None,
    slot: int | None,
    reason: str,
    problems: Iterable[str],
) -> FcMapping:
    adapter, hints = found.adapters[row], found.hints[row]
    match = option.match if option else Match(None, "", hints.best[1], "")
    home = desk.facts.vios(move.target, vios) if vios else None
    return FcMapping(
        slot=adapter.slot,
        wwpn1=adapter.wwpn1,
        wwpn2=adapter.wwpn2,
        source_vios=adapter.vios,
        source_port=adapter.port,
        source_fabric=match.here,
        vios=vios,
        vios_id=home.lpar_id if home else None,
        port=option.port.name if option else None,
        server_slot=slot,
        fabric=match.there,
        fabric_by=match.by if match.same else "",
        pinned=found.pins[row] is not None,
        reason=reason,
        problems=tuple(dict.fromkeys(problems)),
    )


def _takes_over(adapter: FibreAdapter, vios: str, vioses: Mapping[str, str]) -> str:
    if adapter.vios is None:
        return f"{vios} has the best port"
    paired = vioses.get(adapter.vios)
    if paired == vios:
        return f"{vios} takes over from {adapter.vios}"
    return f"{vios} has a port for it, {paired or 'no other VIOS'} has none" if paired else f"{vios} has a port for it"


def _where(desk: Desk, move: Move, adapter: FibreAdapter, option: Option) -> str:
    """Why this port, as to its fabric."""
    match, port, today = option.match, option.port, adapter.port or "the adapter"
    if match.same:
        told = {
            "choice": f"{port.name} is in fabric {match.there} by your map, like {today} today",
            "zoning": f"the switches see {port.name} in fabric {match.there}, like {today} today",
            "label": f"{port.name} has the label {match.there}, like {today} today",
            "domain": f"{port.name} is in switch {match.there}, like {today} today",
        }
        return told[match.by]
    if port.name == adapter.port:
        return f"{port.name} has the name of today's port"
    if same_place(desk.facts, move, adapter, port):
        return f"{port.name} has the place of {today} among the ports"
    if desk.fabrics.expected(move.source, move.target, desk.fabrics.adapter(move.source, adapter)):
        return f"the ports of {match.there or 'that fabric'} stand for those of {match.here}"
    return f"{port.name} is the best that there is"


def _own_problems(adapter: FibreAdapter) -> list[str]:
    if adapter.vios is None:
        return ["Which VIOS serves it today is not known."]
    if adapter.is_mapped is False:
        return [f"It is mapped to no physical port of {adapter.vios} today."]
    return [] if adapter.port else [f"Which port of {adapter.vios} is behind it today is not known."]


def _port_problems(
    desk: Desk, move: Move, adapter: FibreAdapter, hints: Hints, option: Option, on_port: _OnPort
) -> list[str]:
    port, match = option.port, option.match
    problems = []
    if port.has_link is None:
        problems.append(f"Whether {port.name} of {port.vios} has a link is not known.")
    if match.same is False and not option.obstacle:
        problems.append(f"{port.name} of {port.vios} is in switch {match.there}, today's port in {match.here}.")
    if match.same is None:
        problems.append(_fabric_doubt(port, match))
    seen = desk.fabrics.offered(move.target, "zoning")
    if hints.zoning and seen and hints.zoning not in seen and match.by != "choice":
        problems.append(f"The switches show it in fabric {hints.zoning}, where they show no port of {move.target}.")
    if adapter.port or adapter.is_mapped is not False:
        problems += _size_problems(adapter, port)
    if on_port.count((port.vios, port.name)) > 1:
        problems.append(f"Another adapter of the partition is on {port.name} of {port.vios} as well.")
    if desk.ledger.is_beyond_documented(port):
        most = desk.facts.limits[0]
        problems.append(
            f"{port.name} of {port.vios} gets more than {most} virtual adapters, and its speed is not known."
        )
    return problems


def _fabric_doubt(port: Port, match: Match) -> str:
    if match.here and match.here == match.there:
        return f"{match.here} is the same for all ports and tells no fabrics apart; ports were kept in order."
    if match.here and match.there:
        return (
            f"Fabrics cannot be matched: {match.here} today, {match.there} on {port.system}; ports were kept in order."
        )
    if match.here:
        return f"In which fabric {port.name} of {port.vios} is, is not known; today it is in {match.here}."
    return f"In which fabric the adapter is today is not known; ports were kept in order ({port.name} of {port.vios})."


def _size_problems(adapter: FibreAdapter, port: Port) -> list[str]:
    here, there = adapter.max_xfer_size, port.max_xfer_size
    if here is None or there is None:
        whose = ["today's port"] if here is None else []
        whose += [f"{port.name} of {port.vios}"] if there is None else []
        return [f"max_xfer_size is not known of {' and '.join(whose)}."]
    if there < here:
        return [f"{port.name} of {port.vios} has max_xfer_size 0x{there:x}, less than 0x{here:x} of today's port."]
    return []
