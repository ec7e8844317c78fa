"""The JSON has the documented shape and nothing that JSON does not know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pytest

from hmcscan_lpm.rendering import json as output

from . import builders as b


def validate(document: dict[str, Any], root: Path) -> None:
    name = document["schema"].split("/")[1]
    schema = json.loads((root / "docs" / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)


@pytest.mark.parametrize("make", [b.plan, b.demo_plan], ids=lambda make: make.__name__)
def test_a_plan_fits_its_schema(make: Any, root: Path) -> None:
    validate(json.loads(output.render_plan(make())), root)


def test_an_assessment_fits_its_schema(root: Path) -> None:
    validate(json.loads(output.render_assessment(b.assessment())), root)


def test_a_finding_has_the_documented_keys() -> None:
    first = output.assessment_document(b.assessment())["findings"][0]
    assert first == {
        "rule": "npiv-wwpn-pair",
        "severity": "blocker",
        "outcome": "fail",
        "lpar": "db01",
        "source": b.SOURCE,
        "target": None,
        "item": "slot 14",
        "message": "Slot 14: there is no valid second WWPN.",
        "evidence": [],
        "remedy": "Remove the adapter in slot 14 and create it again.",
        "verify": [f"lshwres -r virtualio --rsubtype fc -m {b.SOURCE} --filter lpar_names=db01"],
        "waived": None,
        "expired_waiver": None,
        "attested": None,
        "expired_attestation": None,
    }


def test_a_move_has_its_counts_and_crashes_only_when_there_are_any() -> None:
    moves = output.assessment_document(b.assessment())["moves"]
    assert moves[0]["counts"] == {"fail": 1, "unknown": 1, "pass": 31, "not-applicable": 12}
    assert [move["lpar_id"] for move in moves] == [12, None]
    row = {"lpar": "a", "source": "s", "target": "t", "mode": "active", "verdict": "unproven", "lpar_id": 1}
    crashed = b.assessment(
        findings=(),
        moves=[
            {
                **row,
                "n_fail": 0,
                "n_unknown": 0,
                "n_error": 2,
                "n_waived": 0,
                "n_attested": 0,
                "n_pass": 1,
                "n_not_applicable": 0,
            }
        ],
    )
    counts = output.assessment_document(crashed)["moves"][0]["counts"]
    assert counts == {"fail": 0, "unknown": 0, "pass": 1, "not-applicable": 0, "error": 2}


def test_a_partition_id_of_a_frame_with_gaps_stays_a_whole_number() -> None:
    assessment = b.assessment()
    assessment.moves["lpar_id"] = [12.0, float("nan")]
    text = output.render_assessment(assessment)
    assert [move["lpar_id"] for move in json.loads(text)["moves"]] == [12, None]
    assert '"lpar_id": 12,' in text


def test_numbers_of_numpy_and_pandas_are_plain_numbers() -> None:
    odd = b.move(cores=np.float64(2.5), memory_mb=np.int64(1024), lpar_id=pd.NA, n_fail=np.int32(1))  # type: ignore[arg-type]
    target = b.capacity(fits_cores=np.bool_(True), cores_left=float("nan"), free_cores=float("inf"))  # type: ignore[arg-type]
    document = json.loads(output.render_plan(b.plan(moves=(odd,), capacity=(target,))))
    move, room = document["moves"][0], document["capacity"][0]
    assert (move["cores"], move["memory_mb"], move["lpar_id"], move["n_fail"]) == (2.5, 1024, None, 1)
    assert (room["fits_cores"], room["cores_left"], room["free_cores"]) == (True, None, None)


def test_every_field_of_the_plan_is_in_it() -> None:
    plan = b.demo_plan()
    document = output.plan_document(plan)
    assert list(document) == ["schema", *(name for name in plan.__dataclass_fields__)]
    assert document["partitions"][0]["disks"][0]["seen_by"] == {
        b.TARGET: ["ams2-vios1", "ams2-vios2"],
        b.SECOND_TARGET: [],
    }
    assert document["left_out"][0] == {"source": b.SOURCE, "lpar": "ams-vios1", "reason": "a VIOS cannot be moved"}


@pytest.mark.parametrize("make", [b.demo_plan, b.hostile_plan], ids=lambda make: make.__name__)
def test_the_text_is_stable_and_valid_unicode_with_nothing_hidden(make: Any) -> None:
    text = output.render_plan(make())
    assert text == output.render_plan(make())
    assert text.endswith("}\n")
    text.encode("utf-8")
    assert "\u202e" not in text
    json.loads(text)


def test_values_come_back_as_they_were() -> None:
    title = "Größe \u202e <b> \x1b \u2028 日本"
    assert json.loads(output.render_plan(b.plan(title=title)))["title"] == title
    assert json.loads(output.render_plan(b.plan(title="half \ud800")))["title"] == "half \ufffd"
