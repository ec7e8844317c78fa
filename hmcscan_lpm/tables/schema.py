"""Frames of the vocabulary: typed, validated, empty when a report has nothing to say.

Types come from :mod:`hmcscan_lpm.tables.vocabulary`; validation is pandera's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from hmcscan_lpm.tables.vocabulary import PROVENANCE, TABLES, Column

if TYPE_CHECKING:
    import pandera.pandas as pa

DTYPES: Mapping[str, str] = {"text": "string", "int": "Int64", "float": "Float64", "bool": "boolean"}
"""pandas dtype of each kind of column: all of them nullable, so that unknown is never 0, False or ''."""


def columns(table: str) -> tuple[Column, ...]:
    """All columns of *table* with the provenance columns behind its own.

    :raises KeyError: no such table
    """
    return (*TABLES[table].columns, *PROVENANCE)


def frame(table: str, rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """A frame of *table* from mappings of column name to value; a column that no row names is null.

    :raises KeyError: no such table, or a row names a column that the table does not have
    """
    rows = list(rows)
    if not rows:
        return _empty(table).copy()
    fields = columns(table)
    unknown = {name for row in rows for name in row} - {field.name for field in fields}
    if unknown:
        raise KeyError(f"table {table} has no column {', '.join(sorted(unknown))}")
    return pd.DataFrame(
        {
            field.name: pd.array([row.get(field.name) for row in rows], dtype=DTYPES[field.kind])  # type: ignore[call-overload]
            for field in fields
        }
    )


@cache
def _empty(table: str) -> pd.DataFrame:
    """Most tables of most reports: made once, copied ever after."""
    return pd.DataFrame(
        {field.name: pd.array([], dtype=DTYPES[field.kind]) for field in columns(table)}  # type: ignore[call-overload]
    )


@cache
def schema(table: str) -> pa.DataFrameSchema:
    """The pandera schema of *table*: every column with its type; key columns and provenance never null."""
    import pandera.pandas as pa

    key = TABLES[table].key
    never_null = {*key, "report", "tab", "row", "block"}
    return pa.DataFrameSchema(
        {field.name: pa.Column(DTYPES[field.kind], nullable=field.name not in never_null) for field in columns(table)},
        strict=True,
        ordered=True,
        name=table,
    )


def validated(table: str, data: pd.DataFrame) -> pd.DataFrame:
    """*data* as it is, after checking it against the schema of *table*.

    A dialect builds frames with :func:`frame` and drops keyless rows with an issue, so a violation here is a
    programming mistake.

    :raises pandera.errors.SchemaErrors: the frame does not fit
    """
    if data.empty and data.dtypes.equals(_empty(table).dtypes):
        return data  # nothing of it can be wrong, and most tables of most reports are empty
    return schema(table).validate(data, lazy=True)


def records(data: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as mappings, with None for null."""
    plain = {str(name): [None if value is pd.NA else value for value in data[name].tolist()] for name in data.columns}
    return [dict(zip(plain, row, strict=True)) for row in zip(*plain.values(), strict=True)]
