"""Volumes by host connection, for storage systems that map volume groups: who sees a group, and what is in it.

Two commands tell the halves (DS8000: ``lshostconnect``, ``showvolgrp``), often in different files.
They belong together where the storage system and the group are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hmcscan_lpm.issues import Issue
from hmcscan_lpm.supplements.model import GROUP, GROUPS, Row
from hmcscan_lpm.supplements.read import Fact, FactFile, place_of


@dataclass(frozen=True, slots=True)
class Mapped:
    """A volume that a host connection sees.

    :ivar file, fact: a row of ``storage_maps`` that stands where the volume is listed
    :ivar host_at: file, format and line of the host connection
    """

    file: FactFile
    fact: Fact
    host_at: tuple[str, str, int]


_Found = Sequence[tuple[FactFile, Fact]]
_ByGroup = Mapping[tuple[str, str], _Found]
"""Storage system and volume group → what was told of it."""


def maps(files: Sequence[FactFile]) -> tuple[tuple[Mapped, ...], tuple[Issue, ...]]:
    """Every volume of every group with each host connection that sees it, once; and what could not be joined."""
    groups, connections = _by_group(files, GROUPS), _by_group(files, "storage_hosts")
    mapped: dict[tuple[str, ...], Mapped] = {}
    for whose, volumes in groups.items():
        for host_file, host in connections.get(whose, ()):
            for file, volume in volumes:
                found = _mapped(whose[0], host_file, host, file, volume)
                mapped.setdefault(tuple(found.fact.row.values.values()), found)
    strangers = [whose for whose in groups if whose[0] not in {array for array, _ in connections}]
    issues = [*_contradictions(groups), *(_unjoined(array, groups[array, group]) for array, group in strangers)]
    return tuple(mapped.values()), tuple(issues)


def _by_group(files: Sequence[FactFile], table: str) -> _ByGroup:
    found: dict[tuple[str, str], list[tuple[FactFile, Fact]]] = defaultdict(list)
    for file in files:
        for fact in file.facts:
            if fact.row.table == table and GROUP in fact.row.values:
                array = fact.row.values["array"] or place_of(file, fact)
                found[array, fact.row.values[GROUP]].append((file, fact))
    return found


def _mapped(array: str, host_file: FactFile, host: Fact, file: FactFile, volume: Fact) -> Mapped:
    values = {
        "array": array,
        "host": host.row.values["host"],
        "wwpn": host.row.values["wwpn"],
        "volume": volume.row.values["volume"],
        "volume_id": None,
        "lun": None,
    }
    fact = Fact(
        Row("storage_maps", volume.row.line, values), volume.format, volume.system, volume.vios, volume.place, ""
    )
    return Mapped(file, fact, (host_file.file, host.format, host.row.line))


def _contradictions(groups: _ByGroup) -> list[Issue]:
    """One issue for each group of which two files list other volumes: which of them is true, they do not tell."""
    issues = []
    for (array, group), volumes in groups.items():
        by_file: dict[str, set[str]] = defaultdict(set)
        for file, fact in volumes:
            by_file[file.file].add(fact.row.values["volume"])
        if len({frozenset(names) for names in by_file.values()}) > 1:
            last, fact = volumes[-1]
            others = ", ".join(name for name in by_file if name != last.file)
            message = f"Volume group {group} of {array} has other volumes here than in {others}: all were taken."
            issues.append(Issue(last.file, fact.format, f"line {fact.row.line}", "fact-differs", message))
    return issues


def _unjoined(array: str, volumes: _Found) -> Issue:
    file, fact = volumes[0]
    message = (
        f"Nothing tells which hosts see volume group {fact.row.values[GROUP]} of {array}: its volumes are not taken. "
        'Hand over lshostconnect too, both with the banner of dscli or below a line "#==> on=storage place=NAME :: ".'
    )
    return Issue(file.file, fact.format, f"line {fact.row.line}", "no-hosts", message)
