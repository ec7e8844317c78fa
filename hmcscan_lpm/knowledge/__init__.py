"""Domain facts that no report holds: each in a TOML file beside this module, each with its source.

Given to the rules as relations, so that a fact is changed in one place and a rule never carries a copy.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd


@cache
def facts(name: str) -> Mapping[str, Any]:
    """The TOML file *name* of this package, parsed."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))


def machine_types() -> pd.DataFrame:
    """Machine type → generation: columns type_model, machine, generation, generation_order, confidence."""
    rows = [
        {
            "type_model": machine["type_model"],
            "machine": machine["name"],
            "generation": generation["name"],
            "generation_order": generation["order"],
            "confidence": generation["confidence"],
        }
        for generation in facts("machine_types")["generation"]
        for machine in generation["machines"]
    ]
    return pd.DataFrame(rows)


def processor_modes() -> pd.DataFrame:
    """Modes by generation: columns generation, mode, min_firmware, certain."""
    rows = [
        {"generation": generation["name"], **mode}
        for generation in facts("processor_modes")["generation"]
        for mode in generation["modes"]
    ]
    return pd.DataFrame(rows)


def limits() -> pd.DataFrame:
    """Single numbers, one row: a column per entry of limits.toml, in the unit given there."""
    return pd.DataFrame([{name: entry["value"] for name, entry in facts("limits").items()}])


def relations() -> Mapping[str, pd.DataFrame]:
    """Every domain table that rules and relations may read, by the name it has there."""
    return {
        "known_machine_types": machine_types(),
        "known_processor_modes": processor_modes(),
        "known_limits": limits(),
    }
