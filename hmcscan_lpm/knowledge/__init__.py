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


def limits(changed: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Single numbers, one row: a column per entry of limits.toml, in the unit given there.

    :param changed: numbers to take instead
    """
    return pd.DataFrame([{name: entry["value"] for name, entry in facts("limits").items()} | dict(changed or {})])


def firmware_moves() -> pd.DataFrame:
    """Which firmware may send a partition to which: columns from_release, to_min, to_max, verdict, source."""
    table = facts("firmware_matrix")
    rows = [
        {
            "from_release": release,
            "to_min": lowest,
            "to_max": highest,
            "verdict": move["verdict"],
            "source": table["sources"][move["source"]],
        }
        for move in table["moves"]
        for release in move["from"]
        for lowest, highest in move["to"]
    ]
    return pd.DataFrame(rows)


def generations() -> pd.DataFrame:
    """By generation: columns generation, generation_order, min_units_per_vp, certain, oldest_partner."""
    rows = [
        {
            "generation": generation["name"],
            "generation_order": generation["order"],
            "min_units_per_vp": generation["min_units_per_vp"],
            "certain": generation["certain"],
            "oldest_partner": generation.get("oldest_partner"),
        }
        for generation in facts("generations")["generation"]
    ]
    return pd.DataFrame(rows).astype({"oldest_partner": "Int64"})


def _numbers(dotted: str | None) -> list[int] | None:
    """``[7, 2, 5]`` for ``7.2.5``: lists compare as levels do."""
    return None if dotted is None else [int(part) for part in dotted.split(".") if part]


def os_levels() -> pd.DataFrame:
    """Operating system levels: columns os, scope, family, fails_below, passes_from (lists of numbers), source.

    Null where nothing is documented.
    """
    rows = [
        {
            "os": level["os"],
            "scope": level["scope"],
            "family": _numbers(level["family"]),
            "fails_below": _numbers(level.get("fails_below")),
            "passes_from": _numbers(level.get("passes_from")),
            "source": level["source"],
        }
        for level in facts("operating_systems")["level"]
    ]
    return pd.DataFrame(rows)


def software_levels() -> pd.DataFrame:
    """Levels of HMC and VIOS: columns product, purpose, level (list of numbers), label."""
    table = facts("software_levels")
    rows = [
        {"product": product, "purpose": purpose, "level": _numbers(entry["level"]), "label": entry["label"]}
        for product in ("hmc", "vios")
        for purpose, entry in table[product].items()
        if isinstance(entry, Mapping)
    ]
    return pd.DataFrame(rows)


def vios_support() -> pd.DataFrame:
    """When support of a VIOS level ends: columns below (list of numbers), until (a date, ``''`` = long ago), label."""
    rows = [
        {"below": _numbers(entry["below"]), "until": entry["until"], "label": entry["label"]}
        for entry in facts("software_levels")["vios"]["support"]
    ]
    return pd.DataFrame(rows)


def relations(limits_changed: Mapping[str, float] | None = None) -> Mapping[str, pd.DataFrame]:
    """Every domain table that rules and relations may read, by the name it has there.

    :param limits_changed: numbers of ``known_limits`` to replace
    """
    return {
        "known_machine_types": machine_types(),
        "known_processor_modes": processor_modes(),
        "known_limits": limits(limits_changed),
        "known_firmware_moves": firmware_moves(),
        "known_generations": generations(),
        "known_os_levels": os_levels(),
        "known_software_levels": software_levels(),
        "known_vios_support": vios_support(),
    }
