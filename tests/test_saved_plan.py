"""A plan that was saved as JSON is read back, or refused with one clear error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hmcscan_lpm.errors import ChoicesError
from hmcscan_lpm.planning.afterwards.saved import parse_plan, read_plan

FIBRE = {"slot": 30, "vios": "ams02vio1", "port": "fcs0"}
MAPPING = {
    "lpar": "erpdb1",
    "source": "ams-s924-01",
    "target": "ams-s1022-02",
    "fibre": [FIBRE],
    "scsi": [],
    "vlans": [{"vswitch": "ETHERNET0", "vlan": 110, "bridges": [{"vios": "ams02vio1", "sea": "ent8"}]}],
    "pool": None,
    "lpar_id": None,
}


@pytest.fixture(scope="module")
def page(samples: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((samples / "plans" / "python-s924-to-s1022.json").read_text("utf-8"))
    return {**found, "mappings": [MAPPING]}


def test_what_a_check_needs_is_read(page: dict[str, Any]) -> None:
    saved = parse_plan(json.dumps(page), "plan.json")
    move = next(move for move in saved.moves if move.lpar == "erpdb1")
    assert move.mapping
    assert [(item.slot, item.vios, item.port) for item in move.mapping.fibre] == [(30, "ams02vio1", "fcs0")]
    assert move.mapping.vlans[0].bridges == (("ams02vio1", "ent8"),)
    assert move.sheet
    assert [pair.slot for pair in move.sheet.wwpn_pairs] == [30, 31, 32, 33]
    assert (move.sheet.memory_mb, move.sheet.cores, move.sheet.processor_mode) == (98304, 2.0, "shared")
    source = saved.source_of("ams-s924-01")
    assert source
    assert source.scanned_at == "2025-10-14T02:31:40"
    assert (saved.systems, saved.mode) == (("ams-s1022-02", "ams-s924-01"), "auto")


def test_every_plan_of_the_samples_can_be_read(samples: Path) -> None:
    for path in sorted((samples / "plans").glob("*to-s1022.json")):
        saved = read_plan(path)
        assert saved.moves
        assert all(move.sheet for move in saved.moves)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda page: page.pop("schema"), "its schema is not hmcscan-lpm/plan/1"),
        (lambda page: page.update(moves=[]), "moves: there are 0"),
        (lambda page: page.update(moves={}), "moves: must be a list"),
        (lambda page: page["moves"][0].pop("lpar"), "moves 1: lpar is missing"),
        (lambda page: page["moves"][0].update(mode="quick"), "moves 1 mode: must be active or inactive"),
        (lambda page: page["moves"].append(page["moves"][0]), "the move stands there twice"),
        (lambda page: page["partitions"][0].update(memory_mb="many"), "partitions 1 memory_mb: must be a whole number"),
        (lambda page: page["partitions"][0].update(memory_mb=1e300), "is too large a number"),
        (lambda page: page["partitions"][0].update(cores=True), "must be a number"),
        (lambda page: page["partitions"].append(page["partitions"][0]), "partitions 22: it stands there twice"),
        (lambda page: page["mappings"][0]["fibre"][0].update(slot=None), "slot: must be a whole number"),
        (lambda page: page.update(sources="hmc1"), "sources: must be a list"),
        (lambda page: page["sources"][0].update(sanitized="no"), "must be true or false"),
    ],
)
def test_a_plan_that_cannot_be_used_is_one_clear_error(
    change: Callable[[dict[str, Any]], object], message: str, page: dict[str, Any]
) -> None:
    broken = json.loads(json.dumps(page))
    change(broken)
    with pytest.raises(ChoicesError, match=message):
        parse_plan(json.dumps(broken), "plan.json")


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, '{"schema": NaN}', "null", '"hmcscan-lpm/plan/1"', "9" * 5000]
)
def test_a_file_that_is_no_plan_is_one_clear_error(text: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ChoicesError, match="is no saved plan"):
        read_plan(path)


def test_a_file_that_cannot_be_read_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ChoicesError, match="cannot be read"):
        read_plan(tmp_path / "none.json")
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(ChoicesError, match="is not UTF-8 text"):
        read_plan(tmp_path / "binary.json")


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner))
SMALL = {
    "schema": "hmcscan-lpm/plan/1",
    "title": "t",
    "made_at": "",
    "sources": [],
    "partitions": [],
    "mappings": [],
    "moves": [
        {"lpar": "a", "source": "S", "target": "T", "mode": "active", "env": None, "state": None, "verdict": "ready"}
    ],
}


@settings(max_examples=60)
@given(st.sampled_from(sorted(SMALL)), VALUES)
def test_no_value_anywhere_makes_another_error(name: str, value: object) -> None:
    try:
        parse_plan(json.dumps({**SMALL, name: value}), "p")
        parse_plan(json.dumps({**SMALL, "moves": [{**SMALL["moves"][0], "lpar": value}]}), "p")  # type: ignore[dict-item]
    except ChoicesError:
        pass
