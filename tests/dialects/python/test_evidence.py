"""The way back into a dump: every path leads to what stands there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hmcscan_lpm.dialects.extract import address
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.dialects.python import load
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.readers import read
from hmcscan_lpm.readers.model import Cell
from hmcscan_lpm.tables.vocabulary import TABLES

from .books import dump, loaded, rows, where
from .builder import Document, document, slot

ROOT = Path(__file__).parents[3]
FILES = [
    *(ROOT / "sample_reports" / name for name in ("hmc-ams1.json", "hmc-ams2.json")),
    *(ROOT.parent / "shared" / "reports" / "beta" / name for name in ("hmcbeta1.json", "hmcbeta2.json")),
]

OTHER_WORDS = {"is Child", "Adapter Type", "pool_id", "#backing devices", "Ent assigned", "trunks"}
"""Headings whose cells say in other words what stands at their path: a kind, a number of things, a sum."""


def full() -> Document:
    """The document with all that the scanner writes in some cases only."""
    content = document()
    alpha, beta = (content["managed_system"][name] for name in ("alpha", "beta"))
    alpha["_lpar"]["with/slash"] = alpha["_lpar"].pop("db1")
    alpha["_vios"]["vios1"]["SEA"]["ent8"]["stats"]["virtual_adapter"][0]["mac"] = "a6:d2:f0:c0:b1:0b"
    beta["_vios"]["viosb"]["vscsi"] = {"vhost9": {"physloc": "U9105.22A.0012345-V1-C59", "data": []}}
    below = {"phys_loc": "U78DA-P0-C1-T1-D1", "parent": "U78DA-P0-C1", "description": "drive"}
    beta["_sysIO"] = slot(1, ("1", "viosb"), "21010201", {"children": [below, {}]}, frame="WZS0002")
    for missing in ("curr_profile", "default_profile", "lpar_env"):
        del beta["_lpar"]["viosb"]["conf"][missing]
    alpha["_lpar"]["007"]["conf"]["curr_profile"] = None
    alpha["_lpar"]["007"]["mem"] = {}
    return content


def follow(value: Any, path: str) -> Any:
    """What stands at *path*, by the longest key that fits: names may hold slashes.

    :raises KeyError: nothing does
    """
    parts = path.split("/")
    while parts:
        if isinstance(value, list):
            value, parts = value[int(parts[0])], parts[1:]
            continue
        for length in range(len(parts), 0, -1):
            key = "/".join(parts[:length])
            if isinstance(value, dict) and key in value:
                value, parts = value[key], parts[length:]
                break
        else:
            raise KeyError(path)
    return value


def pointed(report: Report) -> Iterator[tuple[str, str, str, Cell]]:
    """(column, heading, path, cell) of everything that a row of a table points at."""
    for table in TABLES:
        for row in rows(report, table):
            for column, place in report.headings.get((table, row["tab"], row["block"]), {}).items():
                sheet = report.sheets[place.tab or row["tab"]]
                number = place.row or row["row"]
                cell = sheet.rows[number - 1][place.position]
                yield f"{table}.{column}", place.printed, address(sheet, number, place), cell


def told(value: Any, path: str, cell: Cell) -> Cell:
    """What a cell of *path* should read."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ",".join(value)
    if isinstance(value, dict | list):
        # A name is a key: the path ends with it. An attribute that the object does not have is N/A.
        return cell if cell == "N/A" or path.endswith(f"/{cell}") else f"key of {path}"
    return "N/A" if value is None else plain(value)


def wrong(report: Report, content: Document) -> list[tuple[str, str, Cell, Cell]]:
    """Everything that points at something else."""
    found = []
    for column, heading, path, cell in pointed(report):
        try:
            expected = told(follow(content, path), path, cell)
        except (KeyError, IndexError, ValueError, TypeError):
            expected = "nothing there"
        is_reworded = heading in OTHER_WORDS and expected != "nothing there"
        if not is_reworded and plain(expected) != plain(cell):
            found.append((column, path, cell, expected))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_fact_of_a_dump_stands_where_it_points(path: Path) -> None:
    if not path.is_file():
        pytest.skip("the fictional estate is not at hand")
    (workbook,) = read(path)
    assert wrong(load(workbook), json.loads(path.read_text("utf-8"))) == []


def test_every_fact_of_a_dump_of_all_kinds_of_things_stands_where_it_points() -> None:
    content = full()
    report = load(dump(content))
    assert len(list(pointed(report))) > 1000
    assert wrong(report, content) == []


def test_every_issue_and_row_of_a_dump_names_a_path() -> None:
    content = full()
    content["managed_system"]["alpha"]["_lpar"]["vios1"]["veth"]["11"]["mac_addr"] = "?"
    report = load(dump(content))
    (issue,) = (issue for issue in report.issues if issue.kind == "unreadable-value")
    assert follow(content, issue.cell) == "?"
    for sheet in report.sheets.values():
        for number in range(2, len(sheet.rows) + 1):
            assert isinstance(follow(content, address(sheet, number, None)), dict)


def test_an_attribute_that_is_not_there_is_told_by_its_object() -> None:
    content = document()
    del content["managed_system"]["alpha"]["_lpar"]["db1"]["conf"]["curr_profile"]
    report = load(dump(content))
    assert where(report, "lpars", "current_profile", lpar="db1")[1] == "managed_system/alpha/_lpar/db1/conf"
    assert where(loaded("dump"), "lpars", "current_profile", lpar="db1")[1].endswith("/db1/conf/curr_profile")
