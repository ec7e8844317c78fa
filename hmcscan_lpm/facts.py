"""Facts that people hand over, laid over an estate: what a command told wins over what a report printed.

A fact about a server or partition that no report knows is an issue, and so is one that contradicts a report.
Every cell that comes from a fact leads back to the file and line.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from hmcscan_lpm.estate import Estate
from hmcscan_lpm.fact_names import Names
from hmcscan_lpm.issues import Issue
from hmcscan_lpm.supplements import volume_groups
from hmcscan_lpm.supplements.model import COLLECTED
from hmcscan_lpm.supplements.read import Fact, FactFile, place_of
from hmcscan_lpm.supplements.whole import LEVELS
from hmcscan_lpm.tables.schema import DTYPES, columns, frame, records
from hmcscan_lpm.tables.vocabulary import TABLES

_KEYS: Mapping[str, tuple[str, ...]] = {
    "vscsi_mappings": ("system", "vios", "vhost", "vtd"),
    "hmcs": ("manager",),
    "sriov_ports": ("system", "location"),
    "sriov_logical_ports": ("system", "port"),
}
"""What tells rows apart in tables that have no key of their own."""

_VSAN = re.compile(r" vsan \d+$")


@dataclass
class _Overlay:
    """What is being changed: alive during one call of :func:`with_facts`."""

    estate: Estate
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, dict[tuple[int, str], Any]] = field(default_factory=lambda: defaultdict(dict))
    cells: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    covered: set[tuple[str, str | None, str]] = field(default_factory=set)
    levels: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    issues: list[Issue] = field(default_factory=list)
    strangers: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    keys: dict[str, dict[tuple[Any, ...], int]] = field(default_factory=dict)

    def index(self, table: str) -> dict[tuple[Any, ...], int]:
        """Key of a row → its place; places of new rows follow those of the reports."""
        if table not in self.keys:
            key = _KEYS.get(table, TABLES[table].key)
            found: dict[tuple[Any, ...], int] = {}
            if key:
                for place, row in enumerate(records(self.estate.tables[table][list(key)])):
                    found.setdefault(tuple(row[name] for name in key), place)
            self.keys[table] = found
        return self.keys[table]


def with_facts(estate: Estate, files: Sequence[FactFile]) -> Estate:
    """The *estate* with everything that *files* tell about its servers.

    Tables that reports fill: a cell that a fact tells is replaced, a row that no report has is added.
    Tables that only facts fill (``collected_by = "facts"``): rows are added.
    """
    overlay = _Overlay(estate)
    names = Names(estate)
    for file in files:
        for fact in file.facts:
            if fact.row.table in TABLES:
                _take(overlay, names, file, fact)
            elif fact.row.table == COLLECTED:
                _collect(overlay, names, fact)
    maps, unjoined = volume_groups.maps(files)
    for mapped in maps:
        _take(overlay, names, mapped.file, mapped.fact)
        place = len(estate.tables["storage_maps"]) + len(overlay.rows["storage_maps"]) - 1
        overlay.cells |= {f"storage_maps:{place}#{column}": mapped.host_at for column in ("host", "wwpn")}
    overlay.issues += unjoined
    for (file_name, kind, name), count in sorted(overlay.strangers.items()):
        what = {"unknown-system": "server", "unknown-hmc": "HMC"}.get(kind, "partition")
        overlay.issues.append(
            Issue(file_name, "", "", kind, f"No report has a {what} {name!r}: {count} facts about it were not taken.")
        )
    tables = {name: _laid_over(name, data, overlay) for name, data in estate.tables.items()}
    _resolve_aliases(tables)
    return replace(
        estate,
        tables=tables,
        coverage=_coverage(estate.coverage, overlay.covered),
        issues=(*estate.issues, *(issue for file in files for issue in file.issues), *overlay.issues),
        facts=tuple(files),
        fact_cells=overlay.cells,
    )


def _collect(overlay: _Overlay, names: Names, fact: Fact) -> None:
    """Count a table of a server as collected when its listing, or those of all its levels, were handed over."""
    told = fact.row.values
    system = names.system(str(told.get("_serial") or told["system"]))
    if system is None:
        return
    table, levels = told["table"], overlay.levels[system, told["table"]]
    levels.add(told["level"])
    if levels >= LEVELS.get(table, {""}):
        overlay.covered.add((system, None, table))


def _take(overlay: _Overlay, names: Names, file: FactFile, fact: Fact) -> None:
    fact = names.told_apart(fact)
    table = fact.row.table
    known = {column.name for column in columns(table)}
    # None is told as well: the slot has no owner, the adapter no certain partner.
    values = {name: value for name, value in fact.row.values.items() if name in known}
    stranger = _name_owners(names, fact, values, known)
    if stranger is not None:
        if stranger[1] or table != "clocks":
            overlay.strangers[file.file, stranger[0], stranger[1] or "without a name"] += 1
        return
    if "asked_at" in known and fact.asked:
        values.setdefault("asked_at", fact.asked)
    for column in ("fabric", "array"):
        if column in known and not values.get(column):
            values[column] = place_of(file, fact)
    if "fabric" in known and _VSAN.fullmatch(f" {values['fabric']}"):
        # Two switches may use one number for two VSANs.
        values["fabric"] = f"{place_of(file, fact)} {values['fabric']}"
    _lay(overlay, file, fact, table, values)


def _name_owners(names: Names, fact: Fact, values: dict[str, Any], known: Collection[str]) -> tuple[str, str] | None:
    """Put server, partitions and HMC into *values* as the reports name them.

    Kind and name of the issue for one that no report has; None when all are known.
    """
    if fact.row.table == "hmcs":
        told = values.get("manager")
        values["manager"] = names.manager(told)
        return None if values["manager"] else ("unknown-hmc", str(told or ""))
    if "system" not in known:
        return None
    told = fact.row.values.get("_serial") or values.get("system") or fact.system
    system = names.system(str(told)) if told else None
    if system is None:
        return "unknown-system", str(told or "")
    values["system"] = system
    if "vios" in known and "vios" not in values:
        vios_id = fact.row.values.get("_vios_id")
        vios = names.vios(system, vios_id) if isinstance(vios_id, int) else fact.vios or None
        values |= {} if vios is None else {"vios": vios}
    number = fact.row.values.get("_lpar_id", values.get("lpar_id"))
    if "lpar" in known and "lpar" not in values and isinstance(number, int):
        lpar = names.lpar(system, number)
        values |= {} if lpar is None else {"lpar": lpar}
    for column in ("lpar", "vios"):
        if values.get(column) is not None and (system, values[column]) not in names.lpars:
            return "unknown-lpar", f"{values[column]} on {system}"
    return None


def _lay(overlay: _Overlay, file: FactFile, fact: Fact, table: str, values: dict[str, Any]) -> None:
    key = _KEYS.get(table, TABLES[table].key)
    index = overlay.index(table)
    identity = tuple(values.get(name) for name in key)
    if key and any(part is None for part in identity) and table not in _KEYS:
        overlay.issues.append(
            Issue(
                file.file,
                fact.format,
                f"line {fact.row.line}",
                "incomplete-row",
                f"The line does not tell {key[identity.index(None)]}: nothing was taken from it.",
            )
        )
        return
    place = index.get(identity) if key else None
    if place is None:
        place = len(overlay.estate.tables[table]) + len(overlay.rows[table])
        if key:
            index[identity] = place
        row = {**values, "report": file.file, "tab": fact.format, "row": fact.row.line, "block": 0}
        overlay.rows[table].append(row)
        for column, line in fact.row.lines.items():
            overlay.cells[f"{table}:{place}#{column}"] = (file.file, fact.format, line)
    else:
        _change(overlay, file, fact, table, place, {name: values[name] for name in values if name not in key})
    if TABLES[table].collected_by == "vios" and "vios" in values:
        overlay.covered.add((values["system"], values["vios"], table))


def _change(overlay: _Overlay, file: FactFile, fact: Fact, table: str, place: int, told: Mapping[str, Any]) -> None:
    """Put what is *told* into a row that there is already."""
    data = overlay.estate.tables[table]
    fresh = place - len(data)
    for column, value in told.items():
        line = fact.row.lines.get(column, fact.row.line)
        if fresh >= 0:
            before = overlay.rows[table][fresh].get(column)
        else:
            before = overlay.changed[table].get((place, column), data[column].iloc[place])
        is_told = before is not None and before is not pd.NA
        if is_told and (value is None or before != value):
            overlay.issues.append(
                Issue(
                    file.file,
                    fact.format,
                    f"line {line}",
                    "fact-differs",
                    f"{_who(data, place)}{column} is {value!r} here and {before!r} before: this one was taken.",
                )
            )
        if fresh >= 0:
            overlay.rows[table][fresh][column] = value
        else:
            overlay.changed[table][place, column] = value
        overlay.cells[f"{table}:{place}#{column}"] = (file.file, fact.format, line)


def _who(data: pd.DataFrame, place: int) -> str:
    names = [
        str(data[name].iloc[place])
        for name in ("system", "vios", "lpar")
        if name in data.columns and place < len(data) and data[name].iloc[place] is not pd.NA
    ]
    return f"{', '.join(names)}: " if names else ""


def _laid_over(table: str, data: pd.DataFrame, overlay: _Overlay) -> pd.DataFrame:
    changed, added = overlay.changed.get(table, {}), overlay.rows.get(table, [])
    if not changed and not added:
        return data
    kinds = {column.name: DTYPES[column.kind] for column in columns(table)}
    result = data.copy()
    by_column: dict[str, dict[int, Any]] = defaultdict(dict)
    for (place, column), value in changed.items():
        by_column[column][place] = value
    for column, values in by_column.items():
        cells = result[column].tolist()
        for place, value in values.items():
            cells[place] = value
        result[column] = pd.array(cells, dtype=kinds[column])  # type: ignore[call-overload]
    if added:
        more = frame(table, added)
        more["at"] = pd.array([f"{table}:{len(data) + number}" for number in range(len(more))], dtype="string")
        result = pd.concat([result, more], ignore_index=True) if len(result) else more
    return result


def _coverage(coverage: pd.DataFrame, covered: Iterable[tuple[str, str | None, str]]) -> pd.DataFrame:
    """Tables of VIOSes that facts have filled, and of servers that they told whole, count as collected."""
    covered = set(covered)
    if not covered:
        return coverage
    seen = [
        (system, None if vios is pd.NA else vios, table) in covered
        for system, vios, table in zip(coverage["system"], coverage["vios"], coverage["tbl"], strict=True)
    ]
    result = coverage.copy()
    result["collected"] = pd.array(
        [True if told else before for told, before in zip(seen, coverage["collected"], strict=True)], dtype="boolean"
    )
    result["reason"] = pd.array(
        ["" if told else before for told, before in zip(seen, coverage["reason"], strict=True)], dtype="string"
    )
    return result


def _resolve_aliases(tables: dict[str, pd.DataFrame]) -> None:
    """Give members of zones that are named by an alias the WWPNs that the alias stands for."""
    zones, aliases = tables["zones"], tables["zone_aliases"]
    if zones.empty or aliases.empty or not (zones["kind"] == "alias").any():
        return
    told: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in records(aliases):
        told[row["fabric"], row["alias"]].append(row["wwpn"])
    result = []
    for row in records(zones):
        name = row["alias"] or row["member"]
        # Device aliases are a switch's, whatever the VSAN; one of that name in another fabric may be another device.
        switch = _VSAN.sub("", row["fabric"])
        wwpns = told.get((row["fabric"], name)) or told.get((switch, name), [])
        if row["kind"] != "alias" or not wwpns:
            result.append(row)
            continue
        result += [{**row, "kind": "wwpn", "wwpn": wwpn, "alias": name} for wwpn in dict.fromkeys(wwpns)]
    # An alias may stand for several WWPNs: rows have moved, and a reference is the place of its row.
    tables["zones"] = frame("zones", [{name: row[name] for name in row if name != "at"} for row in result])
    tables["zones"]["at"] = pd.array([f"zones:{place}" for place in range(len(result))], dtype="string")
