"""Thresholds that a user sets instead of those on the rule pages: one TOML file, checked against the catalogue.

::

    [report-fresh]          # a rule, and its parameters as its page names them
    hours = 2

    [limits]                # numbers of hmcscan_lpm/knowledge/limits.toml
    partition_overhead_mb = 1024
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hmcscan_lpm import knowledge
from hmcscan_lpm.catalogue.model import Catalogue, Parameter, Rule
from hmcscan_lpm.catalogue.statements import toml
from hmcscan_lpm.errors import CatalogueError

LIMITS = "limits"


def read(path: Path, catalogue: Catalogue) -> tuple[Parameter, ...]:
    """The parameters in the file *path*, in its order.

    :raises CatalogueError: no such file, not TOML, or a rule, name or kind of value that the catalogue does not have
    """
    sections = toml(path)
    known = {rule.id: rule.params for rule in catalogue.rules}
    known[LIMITS] = {name: entry["value"] for name, entry in knowledge.facts(LIMITS).items()}
    found = []
    for owner, values in sections.items():
        if owner not in known:
            raise CatalogueError(str(path), f"[{owner}] is neither a rule nor {LIMITS!r}.")
        if not isinstance(values, dict):
            raise CatalogueError(str(path), f"{owner} must be a section: [{owner}].")
        found += [_parameter(path, owner, name, value, known[owner]) for name, value in values.items()]
    return tuple(found)


def _parameter(path: Path, owner: str, name: str, value: Any, known: Mapping[str, Any]) -> Parameter:
    if name not in known:
        names = ", ".join(sorted(known)) or "none"
        raise CatalogueError(str(path), f"[{owner}] has no parameter {name!r}. Its parameters: {names}.")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e15:
        raise CatalogueError(str(path), f"[{owner}] {name} = {value!r} is no number from 0.")
    if isinstance(known[name], int) and value != int(value):
        raise CatalogueError(str(path), f"[{owner}] {name} = {value!r} must be a whole number.")
    return Parameter(owner, name, type(known[name])(value), known[name])


def applied(catalogue: Catalogue, parameters: tuple[Parameter, ...]) -> Catalogue:
    """The *catalogue* with those thresholds; numbers of limits are kept for whoever connects the relations."""
    return replace(
        catalogue,
        rules=tuple(_with(rule, [item for item in parameters if item.owner == rule.id]) for rule in catalogue.rules),
        limits={item.name: item.value for item in parameters if item.owner == LIMITS},
        parameters=parameters,
    )


def _with(rule: Rule, parameters: list[Parameter]) -> Rule:
    if not parameters:
        return rule
    return replace(rule, params={**rule.params, **{item.name: item.value for item in parameters}})
