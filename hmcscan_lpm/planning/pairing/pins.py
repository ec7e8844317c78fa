"""Whether the names in a user's choices are names at all: one that no report knows is a slip of the pen.

A choice that only contradicts what the reports say is none: it stands, and pairing says what speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from hmcscan_lpm.errors import ChoicesError
from hmcscan_lpm.planning.choices import AdapterChoice, Choices
from hmcscan_lpm.planning.rows import rows

_PATTERN = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class _Names:
    """All names in the reports.

    :ivar vioses: (server, VIOS)
    :ivar ports: (server, VIOS, port), of the VIOSes that could be asked
    :ivar slots: (partition, slot of a client virtual Fibre Channel or SCSI adapter)
    :ivar is_whole: every server told its client adapters
    """

    systems: frozenset[str]
    lpars: frozenset[str]
    vioses: frozenset[tuple[str, str]]
    ports: frozenset[tuple[str, str, str]]
    slots: frozenset[tuple[str, int]]
    is_whole: bool


def check(choices: Choices, connection: duckdb.DuckDBPyConnection) -> None:
    """Look up every server, partition, VIOS, port and slot that fabrics, movers and adapters were chosen for.

    :raises ChoicesError: no report knows one of them; the message says which section it is in
    """
    if not (choices.fabric or choices.msp or choices.mover or choices.adapter):
        return
    names = _names(connection)
    for n, fabric in enumerate(choices.fabric, 1):
        where = f"[[fabric]] {n}"
        _known_vios(names, fabric.server, fabric.vios, where)
        told = {port for system, vios, port in names.ports if (system, vios) == (fabric.server, fabric.vios)}
        if told:
            _known(fabric.port, told, f"port of {fabric.vios} on {fabric.server}", where)
    for n, msp in enumerate(choices.msp, 1):
        _known_vios(names, msp.server, msp.vios, f"[[msp]] {n}")
    vioses = {vios for _, vios in names.vioses}
    for n, mover in enumerate(choices.mover, 1):
        where = f"[[mover]] {n}"
        if not _PATTERN & set(mover.lpar):
            _known(mover.lpar, names.lpars, "partition", where)
        for vios in (mover.source, mover.target):
            _known(vios, vioses, "VIOS", where)
    for n, adapter in enumerate(choices.adapter, 1):
        _check_adapter(names, adapter, vioses, f"[[adapter]] {n}")


def _check_adapter(names: _Names, adapter: AdapterChoice, vioses: set[str], where: str) -> None:
    _known(adapter.lpar, names.lpars, "partition", where)
    _known(adapter.vios, vioses, "VIOS", where)
    ports = {port for _, _, port in names.ports}
    if adapter.port and ports:
        _known(adapter.port, ports, "Fibre Channel port", where)
    if names.is_whole and (adapter.lpar, adapter.slot) not in names.slots:
        slots = sorted(slot for lpar, slot in names.slots if lpar == adapter.lpar)
        raise ChoicesError(
            f"{where}: {adapter.lpar} has no client virtual Fibre Channel or SCSI adapter in slot {adapter.slot}. "
            f"Its slots: {', '.join(map(str, slots)) or 'none'}."
        )


def _known_vios(names: _Names, server: str, vios: str, where: str) -> None:
    _known(server, names.systems, "server", where)
    _known(vios, {name for system, name in names.vioses if system == server}, f"VIOS on {server}", where)


def _known(name: str, names: Iterable[str], kind: str, where: str) -> None:
    known = sorted(names)
    if name not in known:
        some = ", ".join(known[:20]) + (f" and {len(known) - 20} more" if len(known) > 20 else "")
        raise ChoicesError(f"{where}: no report knows a {kind} {name!r}. There are: {some or 'none'}.")


def _names(connection: duckdb.DuckDBPyConnection) -> _Names:
    def get(sql: str) -> list[tuple[str, ...]]:
        return [tuple(row.values()) for row in rows(connection, sql)]

    slots = rows(
        connection,
        """
        select lpar, slot from virtual_fibre where type = 'client' and slot is not null
        union
        select lpar, slot from virtual_scsi where type = 'client' and slot is not null""",
    )
    gaps = rows(connection, "select system from server_gaps where tbl in ('lpars', 'virtual_fibre', 'virtual_scsi')")
    return _Names(
        systems=frozenset(name for (name,) in get("select system from systems")),
        lpars=frozenset(name for (name,) in get("select lpar from lpars")),
        vioses=frozenset((system, vios) for system, vios in get("select system, vios from vioses")),
        ports=frozenset((system, vios, port) for system, vios, port in get("select system, vios, port from fc_ports")),
        slots=frozenset((row["lpar"], row["slot"]) for row in slots),
        is_whole=not gaps,
    )
