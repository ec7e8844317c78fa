"""A connected estate in which a test changes tables by SQL, pairs, and gets everything back as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb
import pandas as pd

from hmcscan_lpm import relations
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.examples.bench import everything
from hmcscan_lpm.planning.choices import NO_CHOICES, Choices
from hmcscan_lpm.planning.execution import MoveMapping
from hmcscan_lpm.planning.pairing.mapping import pair
from hmcscan_lpm.planning.pairing.sql import QUERIES

CHECKED = (
    "lpars", "profiles", "processors", "virtual_fibre", "virtual_scsi", "virtual_ethernet", "vnics",
    "npiv_mappings", "vscsi_mappings", "vios_disks", "seas", "fc_ports", "npiv_ports", "proc_pools", "profile_adapters",
)  # fmt: skip
"""The tables that a mapping is checked against."""


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


class Workshop:
    """One estate; every call starts from it as it was loaded."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.connection = relations.connect(estate, everything(estate, "auto"))
        self._names = {name for (name,) in self.connection.execute("select table_name from duckdb_tables()").fetchall()}

    @contextmanager
    def changed(self, *edits: str, moves: Sequence[tuple[str, str, str]] = ()) -> Iterator[duckdb.DuckDBPyConnection]:
        """The estate after *edits*, each an SQL statement about tables, with *moves* only: (server, partition, target)."""
        self.connection.execute("begin")
        try:
            stale = set()
            for edit in edits:
                self.connection.execute(edit)
                stale |= _words(edit) & self._names
            if moves:
                stale.add("chosen_moves")
                rows = [(number, *move) for number, move in enumerate(moves)]
                self.connection.executemany("insert into chosen_moves by position values (?, ?, ?, ?)", rows)
            self._refresh(stale)
            yield self.connection
        finally:
            self.connection.execute("rollback")

    def _refresh(self, stale: set[str]) -> None:
        """Make the relations again that pairing reads and that read what is *stale*."""
        needed = set().union(*map(_words, QUERIES.values()), {"partition_gaps", "server_gaps"})
        for relation in reversed(relations.relations()):
            if relation.name in needed:
                needed |= _words(relation.sql)
        for relation in relations.relations():
            if relation.name in needed and _words(relation.sql) & stale:
                self.connection.execute(f'create or replace table "{relation.name}" as {relation.sql}')
                stale.add(relation.name)

    def pair(
        self, *edits: str, choices: Choices = NO_CHOICES, moves: Sequence[tuple[str, str, str]] = ()
    ) -> tuple[tuple[MoveMapping, ...], Mapping[str, pd.DataFrame]]:
        """The mappings after *edits*, and the tables that they are checked against."""
        with self.changed(*edits, moves=moves) as connection:
            mappings = pair(connection, choices)
            tables = {name: connection.execute(f'select * from "{name}"').df() for name in CHECKED}
        return mappings, tables

    def one(
        self, lpar: str, target: str, *edits: str, source: str = "SRC", choices: Choices = NO_CHOICES
    ) -> MoveMapping:
        """The mapping of one move."""
        with self.changed(*edits, moves=[(source, lpar, target)]) as connection:
            (mapping,) = pair(connection, choices)
        return mapping
