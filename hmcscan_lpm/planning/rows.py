"""Answers of the relations as plain rows."""

from __future__ import annotations

from typing import Any

import duckdb


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """The answer to *sql* as mappings, nulls as None."""
    answer = connection.execute(sql)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
