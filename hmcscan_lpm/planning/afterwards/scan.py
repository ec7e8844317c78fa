"""An estate as a check after a move asks it: what a server or partition has, who could not be asked, and when.

Rows come from the relations, so that a check and a rule mean the same by a path, a disk or a bridge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hmcscan_lpm import relations
from hmcscan_lpm.estate import Estate, Evidence
from hmcscan_lpm.planning.rows import rows
from hmcscan_lpm.relations import Selection
from hmcscan_lpm.tables.schema import records

Row = Mapping[str, Any]
_Key = tuple[str, str]

_QUERIES: Mapping[str, str] = {
    "lpars": "select t.* from lpars t order by t.at",
    "ethernet": "select t.* from virtual_ethernet t order by t.slot, t.at",
    "fibre": "select * from npiv_paths order by slot, adapter_at",
    "scsi": "select * from vscsi_disks order by slot, vtd, adapter_at",
    "scsi_adapters": "select t.* from virtual_scsi t order by t.slot, t.at",
    "fibre_adapters": "select t.* from virtual_fibre t order by t.slot, t.at",
    "processors": """
        select n.*, c.at as row_at from processor_needs n
        left join processors c on c.system = n.system and c.lpar = n.lpar""",
    "memory": "select * from memory_needs",
    "vscsi_mappings": """
        select m.*, m.vios as lpar, coalesce(m.disk_id, d.disk_id) as known_id from vscsi_mappings m
        left join vios_disks d on d.system = m.system and d.vios = m.vios and d.disk = m.backing
        order by m.slot, m.vtd, m.at""",
    "npiv_mappings": "select t.*, t.vios as lpar from npiv_mappings t order by t.slot, t.at",
    "ports": """
        select t.*, t.vios as lpar, k.has_link from fc_ports t
        left join fc_links k on k.system = t.system and k.vios = t.vios and k.port = t.port
        order by t.port, t.at""",
    "bridges": "select *, vios as lpar from vlan_bridges order by vlan, sea",
}
"""Name → rows by server and partition; of what a VIOS tells, the VIOS is the partition."""


@dataclass(frozen=True)
class Scan:
    """One estate, indexed.

    :ivar clocks: server → time of the scan, ``''`` = not known
    :ivar sanitized: servers whose names are placeholders
    """

    estate: Estate
    clocks: Mapping[str, str]
    sanitized: frozenset[str]
    _found: Mapping[str, Mapping[_Key, list[Row]]] = field(repr=False)
    _by_system: Mapping[str, Mapping[str, list[Row]]] = field(repr=False)
    _coverage: Mapping[tuple[str, str, str], str] = field(repr=False)

    def of(self, name: str, system: str, lpar: str) -> list[Row]:
        """Rows of a partition; *name* as in the queries above."""
        return self._found[name].get((system, lpar), [])

    def on(self, name: str, system: str) -> list[Row]:
        """Rows of a whole server."""
        return self._by_system[name].get(system, [])

    def lpar(self, system: str, lpar: str) -> Row | None:
        """The partition's row in table ``lpars``."""
        found = self.of("lpars", system, lpar)
        return found[0] if found else None

    def unseen(self, table: str, system: str, vios: str = "") -> str:
        """Why nobody could look at a table of a server, or of one VIOS of it; ``''`` when somebody did.

        Of tables that each VIOS answers for itself and without *vios*: why any running VIOS of it could not be asked.
        """
        whole = self._coverage.get((system, "", table))
        by_vios = self._by_table.get((system, table), {})
        if whole or not by_vios:
            return f"{system} is not in the reports" if whole is None else whole
        if vios:
            return by_vios.get(vios, f"{vios} of {system} is not in the reports")
        return "; ".join(reason for name, reason in by_vios.items() if reason and self._runs(system, name))

    @cached_property
    def _by_table(self) -> Mapping[_Key, Mapping[str, str]]:
        """(server, table) → VIOS → why it could not be asked, for tables that each VIOS answers for itself."""
        found: dict[_Key, dict[str, str]] = defaultdict(dict)
        for (system, vios, table), reason in self._coverage.items():
            if vios:
                found[system, table][vios] = reason
        return found

    def _runs(self, system: str, vios: str) -> bool:
        """It runs, as far as is known: one that is powered off has nothing to tell."""
        row = self.lpar(system, vios)
        return row is None or row["state"] in (None, "Running")

    def cells(self, *references: str | None) -> tuple[Evidence, ...]:
        """The cells behind references ``table:row#column``; null ones, and columns that a report lacks, left out."""
        wanted = [name for name in references if name and not name.startswith("None")]
        found = (self.estate.evidence(name) for name in dict.fromkeys(wanted))
        return tuple(item for item in found if item is not None)


def scan(estate: Estate, mode: str = "auto") -> Scan:
    """*estate*, indexed; *mode* as of a selection: whether the profile counts for what a partition needs."""
    connection = relations.connect(estate, Selection((), (), mode), only=" ".join(_QUERIES.values()))
    found: dict[str, dict[_Key, list[Row]]] = {}
    by_system: dict[str, dict[str, list[Row]]] = {}
    for name, sql in _QUERIES.items():
        lpars, systems = defaultdict(list), defaultdict(list)
        for row in rows(connection, sql):
            lpars[row["system"], row["lpar"]].append(row)
            systems[row["system"]].append(row)
        found[name], by_system[name] = dict(lpars), dict(systems)
    connection.close()
    return Scan(
        estate=estate,
        clocks={system: source.scanned_at for source in estate.sources for system in source.systems},
        sanitized=frozenset(system for source in estate.sources if source.sanitized for system in source.systems),
        _found=found,
        _by_system=by_system,
        _coverage=coverage_of(estate),
    )


def coverage_of(estate: Estate) -> dict[tuple[str, str, str], str]:
    """(server, VIOS or ``''``, table) → why it could not be collected, ``''`` when it was."""
    return {
        (row["system"], row["vios"] or "", row["tbl"]): "" if row["collected"] else row["reason"] or "not collected"
        for row in records(estate.coverage)
    }


def cell(at: str | None, column: str) -> str | None:
    """The reference of a cell; None where there is no row."""
    return f"{at}#{column}" if at else None


def names(values: Iterable[object]) -> str:
    """What was found, as a list in a fixed order: ``a, b``, or ``none``."""
    return ", ".join(sorted({str(value) for value in values})) or "none"
