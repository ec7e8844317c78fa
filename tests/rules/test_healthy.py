"""The healthy data centre: two reports of one story, without a fault."""

from __future__ import annotations

import pandas as pd
import pytest

from hmcscan_lpm.examples import healthy
from hmcscan_lpm.tables.vocabulary import PROVENANCE, TABLES

from .reports import DIALECTS, healthy_estate, healthy_findings

VIOSES = {"dstvios1", "dstvios2", "p9vios1", "srcvios1", "srcvios2"}
CLIENTS = {"app1", "db1", "ibmi1", "lnx1", "off1", "other1"}

each_dialect = pytest.mark.parametrize("dialect", DIALECTS)


@each_dialect
def test_it_loads_without_a_single_issue(dialect: str) -> None:
    assert healthy_estate(dialect).issues == ()


@each_dialect
def test_it_is_one_report_of_three_servers(dialect: str) -> None:
    estate = healthy_estate(dialect)
    assert sorted(estate.systems["system"]) == ["DST", "P9", "SRC"]
    assert {*estate.lpars["lpar"]} == VIOSES | CLIENTS | {"p9app1", "web9"}
    assert [source.dialect for source in estate.sources] == [dialect]


@each_dialect
def test_no_cell_holds_what_the_notation_uses_for_no_cell(dialect: str) -> None:
    cells = {cell for sheet in healthy(dialect).sheets for row in sheet.rows for cell in row}
    assert not {cell for cell in cells if isinstance(cell, str) and "∅" in cell}
    assert None in cells


def test_both_reports_tell_the_same_facts() -> None:
    java, python = healthy_estate("java").tables, healthy_estate("python").tables
    different = []
    for name, table in TABLES.items():
        if java[name].empty or python[name].empty or not table.key:
            continue
        keys = list(table.key)
        both = java[name].merge(python[name], on=keys, suffixes=("_java", "_python"), how="outer", indicator=True)
        if not (both["_merge"] == "both").all():
            different.append((name, "rows"))
        told = [c.name for c in table.columns if c.name not in keys and c.name not in {p.name for p in PROVENANCE}]
        for column in told:
            left, right = both[f"{column}_java"], both[f"{column}_python"]
            known = left.notna() & right.notna()
            if not pd.Series(left[known].to_numpy() == right[known].to_numpy()).all():
                different.append((name, column))
    assert different == []


@each_dialect
def test_nothing_fails_for_any_client_from_source_to_target(dialect: str) -> None:
    bad = [
        (found.rule.id, found.outcome, found.lpar, found.item, found.message)
        for found in healthy_findings(dialect)
        if found.outcome in ("fail", "error")
        and (found.lpar is None or found.lpar in CLIENTS)
        and found.source in (None, "SRC")
        and found.target in (None, "DST")
    ]
    assert bad == []


@each_dialect
def test_moving_back_or_to_the_older_server_is_not_all_fine(dialect: str) -> None:
    """A catalogue that finds nothing anywhere would pass the test above as well."""
    failed = {(found.rule.id, found.target) for found in healthy_findings(dialect) if found.outcome == "fail"}
    assert ("dual-vios-target", "P9") in failed
    assert ("proc-compat", "P9") in failed
