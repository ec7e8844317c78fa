"""Tables become relations: what a move needs beside what a target offers, in SQL.

Each ``*.sql`` file beside this module is one relation: a header that says what a row and each column is, then one
``select``. They are built in order of dependency into an in-memory DuckDB that can reach neither files nor network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files

import duckdb
import pandas as pd

from hmcscan_lpm import knowledge
from hmcscan_lpm.errors import QueryError
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.tables.schema import frame
from hmcscan_lpm.tables.vocabulary import TABLES


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation: its name, what a row is, what its columns mean, and the statement that makes it."""

    name: str
    row: str
    columns: Mapping[str, str]
    sql: str


@dataclass(frozen=True)
class Selection:
    """Which moves are asked for.

    :ivar lpars: (server, partition) pairs
    :ivar targets: servers
    :ivar mode: auto, active or inactive
    :ivar together: the moves are one plan, made one after the other in the order of relation ``moves``: what the
        earlier ones take is gone for the later ones
    :ivar chosen: (server, partition, target) of the moves, in the order in which they are made; none = every
        partition to every target, in the order of their names
    :ivar today: ``YYYY-MM-DD``, to judge how old a scan is and whether a waiver has run out; ``''`` = neither
    """

    lpars: tuple[tuple[str, str], ...]
    targets: tuple[str, ...]
    mode: str = "auto"
    together: bool = False
    today: str = ""
    chosen: tuple[tuple[str, str, str], ...] = ()


@cache
def relations() -> tuple[Relation, ...]:
    """All relations, each after those it reads."""
    found = {}
    for entry in files(__name__).iterdir():
        if entry.name.endswith(".sql"):
            name = entry.name.removesuffix(".sql")
            found[name] = _parse(name, entry.read_text(encoding="utf-8"))
    reads = {
        name: {other for other in found if other != name and re.search(rf"\b{other}\b", relation.sql)}
        for name, relation in found.items()
    }
    order = TopologicalSorter({name: sorted(needed) for name, needed in sorted(reads.items())}).static_order()
    return tuple(found[name] for name in order)


def _parse(name: str, text: str) -> Relation:
    """Split a file into its header (``-- …``) and its statement."""
    lines = text.splitlines()
    header = []
    while lines and lines[0].startswith("--"):
        header.append(lines.pop(0).removeprefix("--").strip())
    row, columns = [], {}
    for line in header:
        match = re.fullmatch(r"(\w+): (.+)", line)
        if match:
            columns[match[1]] = match[2]
        else:
            row.append(line)
    return Relation(name, " ".join(row), columns, "\n".join(lines).strip())


def connect(
    estate: Estate, selection: Selection, limits: Mapping[str, float] | None = None, *, only: str = ""
) -> duckdb.DuckDBPyConnection:
    """A locked in-memory database with all tables of *estate* and all relations over them.

    Besides those: ``coverage`` and ``reports`` (see :func:`frames`), ``known_*`` (:mod:`hmcscan_lpm.knowledge`) and the
    macro ``cell(at, column)``, which names one cell of a row as evidence.

    :param limits: numbers of ``known_limits`` to replace
    :param only: SQL that is to be run; what it does not read is left out
    """
    return _build(frames(estate), selection, limits or {}, _read(only) if only else None)


def _read(sql: str) -> frozenset[str]:
    """Every name in *sql* and in the relations that it reads, directly or not."""
    words = set(re.findall(r"\w+", sql))
    for relation in reversed(relations()):
        if relation.name in words:
            words.update(re.findall(r"\w+", relation.sql))
    return frozenset(words)


def frames(estate: Estate) -> dict[str, pd.DataFrame]:
    """What relations are made from: all tables of *estate*, ``coverage`` (see :class:`Estate`) and ``reports``.

    ``reports`` has a row per report: report (its file), sanitized (the names in it are placeholders).
    """
    reports = _reports({source.file: source.sanitized for source in estate.sources})
    return {**{name: estate.tables[name] for name in TABLES}, "coverage": estate.coverage, "reports": reports}


def _reports(sanitized: Mapping[str, bool]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "report": pd.array(list(sanitized), dtype="string"),
            "sanitized": pd.array(list(sanitized.values()), dtype="boolean"),
        }
    )


def empty() -> duckdb.DuckDBPyConnection:
    """The same without any data: enough to bind statements."""
    tables = {}
    for name in TABLES:
        tables[name] = frame(name).assign(at=pd.array([], dtype="string"))
    tables["coverage"] = pd.DataFrame(
        {
            "system": pd.array([], dtype="string"),
            "vios": pd.array([], dtype="string"),
            "tbl": pd.array([], dtype="string"),
            "collected": pd.array([], dtype="boolean"),
            "reason": pd.array([], dtype="string"),
        }
    )
    tables["reports"] = _reports({})
    return _build(tables, Selection((), ()), {})


def _build(
    tables: Mapping[str, pd.DataFrame],
    selection: Selection,
    limits: Mapping[str, float],
    only: frozenset[str] | None = None,
) -> duckdb.DuckDBPyConnection:
    # A second thread pays for large fleets only; below that it burns time waiting.
    threads = 2 if len(selection.lpars) * len(selection.targets) > 5_000 else 1
    connection = duckdb.connect(":memory:", config={"threads": threads})
    connection.execute("create macro cell(row_at, column_name) as row_at || '#' || column_name")
    _copy(connection, "settings", _settings(selection))
    _copy(connection, "selected_lpars", _pairs(selection.lpars))
    _copy(connection, "selected_targets", pd.DataFrame({"system": pd.array(list(selection.targets), dtype="string")}))
    _copy(connection, "chosen_moves", _chosen(selection.chosen))
    for name, data in {**tables, **knowledge.relations(limits)}.items():
        if only is None or name in only:
            _copy(connection, name, data)
    for relation in relations():
        if only is not None and relation.name not in only:
            continue
        connection.execute(f'create table "{relation.name}" as {relation.sql}')
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _settings(selection: Selection) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "mode": pd.array([selection.mode], dtype="string"),
            "together": pd.array([selection.together], dtype="boolean"),
            "today": pd.Series([selection.today or None], dtype="datetime64[s]"),
        }
    )


def _pairs(pairs: Iterable[tuple[str, str]]) -> pd.DataFrame:
    pairs = list(pairs)
    return pd.DataFrame(
        {
            "system": pd.array([system for system, _ in pairs], dtype="string"),
            "lpar": pd.array([lpar for _, lpar in pairs], dtype="string"),
        }
    )


def _chosen(moves: Sequence[tuple[str, str, str]]) -> pd.DataFrame:
    columns = list(zip(*moves, strict=True)) or [(), (), ()]
    texts = {
        name: pd.array(list(values), dtype="string")
        for name, values in zip(("system", "lpar", "target"), columns, strict=True)
    }
    return pd.DataFrame({"number": pd.array(range(len(moves)), dtype="int64"), **texts})


def _copy(connection: duckdb.DuckDBPyConnection, name: str, data: pd.DataFrame) -> None:
    connection.register("incoming", data)
    connection.execute(f'create table "{name}" as select * from incoming')
    connection.unregister("incoming")


def check_select(sql: str) -> None:
    """Refuse everything but one ``select``.

    :raises QueryError: the text does not parse, or is no single select
    """
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as problem:
        raise QueryError(f"The SQL does not parse: {_first_line(problem)}") from None
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError("The SQL must be one single select statement.")


def query(connection: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, object] | None = None) -> pd.DataFrame:
    """The answer to one ``select`` as a frame.

    :raises QueryError: the statement is no single select, does not bind, or fails
    """
    check_select(sql)
    try:
        return connection.execute(sql, dict(params or {})).df()
    except duckdb.Error as problem:
        raise QueryError(f"The SQL failed: {_first_line(problem)}") from None


def _first_line(problem: BaseException) -> str:
    return str(problem).strip().split("\n", 1)[0]
