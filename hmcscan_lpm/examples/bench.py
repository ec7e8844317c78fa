"""Judging many estates that differ little: a connected one in whose place others are put, piece by piece.

Knows how tables and relations hang together, not what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import pandas as pd

from hmcscan_lpm import engine, relations
from hmcscan_lpm.catalogue.model import Catalogue, Rule
from hmcscan_lpm.engine import Finding
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.relations import Selection

_ENGINE_READS = frozenset({"moves", "partition_gaps", "server_gaps"})
"""What the engine reads besides the SQL of a rule."""


def judge(estate: Estate, mode: str, rules: tuple[Rule, ...]) -> tuple[Finding, ...]:
    """All findings of *rules*, passes included, about every move that *estate* allows."""
    return _judged(estate, everything(estate, mode), rules, {})


def _judged(
    estate: Estate, selection: Selection, rules: tuple[Rule, ...], limits: Mapping[str, float]
) -> tuple[Finding, ...]:
    connection = relations.connect(estate, selection, limits)
    try:
        return engine.run(connection, estate, selection, Catalogue(rules, "", ""), everything=True).items
    finally:
        connection.close()


def everything(estate: Estate, mode: str, together: bool = False, today: str = "") -> Selection:
    """Every partition, VIOSes included, to every other server."""
    lpars = tuple(sorted(zip(estate.lpars["system"], estate.lpars["lpar"], strict=True)))
    return Selection(lpars, tuple(estate.systems["system"]), mode, together, today)


class Bench:
    """A connected estate in whose place similar ones are put: only what differs and is needed is made again.

    Says what :func:`judge` says, several times faster.

    :ivar first: the estate that it was made with
    """

    def __init__(
        self,
        estate: Estate,
        mode: str,
        together: bool = False,
        today: str = "",
        limits: Mapping[str, float] | None = None,
    ) -> None:
        self.first = estate
        self._settings = (mode, together, today)
        self._limits = limits or {}
        self._selection = everything(estate, *self._settings)
        self._connection = relations.connect(estate, self._selection, self._limits)
        self._frames = relations.frames(estate)
        self._stale: set[str] = set()

    def judge(self, estate: Estate, rules: tuple[Rule, ...]) -> tuple[Finding, ...]:
        """All findings of *rules*, passes included, about every move that *estate* allows."""
        selection = everything(estate, *self._settings)
        if selection != self._selection:
            return _judged(estate, selection, rules, self._limits)
        self._put(relations.frames(estate))
        self._refresh(_ENGINE_READS.union(*(_words(rule.sql) for rule in rules)))
        self._connection.execute("drop table if exists move_outcomes")
        return engine.run(self._connection, estate, selection, Catalogue(rules, "", ""), everything=True).items

    def _put(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Note which tables are others than those in the database, and so which relations are."""
        for name, data in frames.items():
            if data is not self._frames[name] and not data.equals(self._frames[name]):
                self._stale.add(name)
            self._frames[name] = data
        for relation in relations.relations():
            if self._stale & _words(relation.sql):
                self._stale.add(relation.name)

    def _refresh(self, words: Iterable[str]) -> None:
        """Make again what is stale of the tables and relations among *words*, and what those read."""
        needed = set(words)
        for relation in reversed(relations.relations()):
            if relation.name in needed:
                needed |= _words(relation.sql)
        for name in sorted(needed & self._stale & self._frames.keys()):
            self._connection.register("incoming", self._frames[name])
            self._connection.execute(f'create or replace table "{name}" as select * from incoming')
            self._connection.unregister("incoming")
        for relation in relations.relations():
            if relation.name in needed & self._stale:
                self._connection.execute(f'create or replace table "{relation.name}" as {relation.sql}')
        self._stale -= needed


@cache
def _words(sql: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", sql))
