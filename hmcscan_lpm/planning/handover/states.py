"""What is known of each WWPN of an adapter, given what a rule says of the pair: zoned, mapped, not so, or unknown.

Rules npiv-zoned and npiv-storage-mapped decide the pair; here is only which of the two WWPNs it is about. Together the
two states say what the rule says: one is not zoned where it fails, both are where it passes.
Knows rows of relation ``client_wwpns``, not where they come from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

Row = Mapping[str, Any]
"""A row of relation ``client_wwpns``."""

ZONED, NOT_ZONED, MAPPED, NOT_MAPPED, UNKNOWN = "zoned", "not zoned", "mapped", "not mapped", "unknown"


def zoning_of_pair(outcome: str) -> str:
    """The state of a pair, by the outcome of rule npiv-zoned."""
    return {"pass": ZONED, "fail": NOT_ZONED}.get(outcome, UNKNOWN)


def mapping_of_pair(outcome: str) -> str:
    """The state of a pair, by the outcome of rule npiv-storage-mapped."""
    return {"pass": MAPPED, "fail": NOT_MAPPED}.get(outcome, UNKNOWN)


def zoning_states(outcome: str, first: Row, second: Row, home: Collection[str]) -> tuple[str, str]:
    """The state of each WWPN.

    :param outcome: what rule npiv-zoned says of the pair
    :param home: fabrics in which a name server lists the adapter
    """
    if outcome == "pass":
        return ZONED, ZONED
    if outcome == "fail":
        states = _faulty_zoning(first, second, home)
        return states if NOT_ZONED in states else (NOT_ZONED, NOT_ZONED)
    # Nothing is missing for certain: at most the one that zones name is zoned.
    named = first["fabrics"] is not None, second["fabrics"] is not None
    return (
        ZONED if named == (True, False) and _zoned_alone(first) == ZONED else UNKNOWN,
        ZONED if named == (False, True) and _zoned_alone(second) == ZONED else UNKNOWN,
    )


def _faulty_zoning(first: Row, second: Row, home: Collection[str]) -> tuple[str, str]:
    one, two = listed(first["fabrics"]), listed(second["fabrics"])
    if not one or not two:
        return _zoned_alone(first) if one else NOT_ZONED, _zoned_alone(second) if two else NOT_ZONED
    if not set(one) & set(two):
        return _by_home(first, second, home)
    return _lacking(first["targets"], second["targets"], ZONED, NOT_ZONED)


def _zoned_alone(row: Row) -> str:
    """Of a WWPN whose partner is in no zone, or in another fabric: whether its own zones hold storage."""
    if row["fabrics"] is None or row["untold"]:
        return UNKNOWN
    if row["targets"] is not None:
        return ZONED
    return UNKNOWN if row["by_port"] else NOT_ZONED


def _by_home(first: Row, second: Row, home: Collection[str]) -> tuple[str, str]:
    """Whose fabric is the one that the adapter is in; where that is not told, the first WWPN is believed."""
    at_first, at_second = (bool(set(home) & set(listed(row["fabrics"]))) for row in (first, second))
    if at_first == at_second:
        return (NOT_ZONED if home and not at_first else _zoned_alone(first)), NOT_ZONED
    return (_zoned_alone(first), NOT_ZONED) if at_first else (NOT_ZONED, _zoned_alone(second))


def mapping_states(outcome: str, first: Row, second: Row) -> tuple[str, str]:
    """The state of each WWPN.

    :param outcome: what rule npiv-storage-mapped says of the pair
    """
    if outcome == "pass":
        return MAPPED, MAPPED
    if outcome == "fail":
        states = _faulty_mapping(first, second)
        return states if NOT_MAPPED in states else (NOT_MAPPED, NOT_MAPPED)
    # Nothing is missing for certain: at most the one that storage names is mapped.
    named = bool(first["arrays"]), bool(second["arrays"])
    return (
        _mapped_alone(first) if named == (True, False) else UNKNOWN,
        _mapped_alone(second) if named == (False, True) else UNKNOWN,
    )


def _faulty_mapping(first: Row, second: Row) -> tuple[str, str]:
    if first["lacking"] or second["lacking"]:
        return (
            NOT_MAPPED if first["lacking"] else _mapped_alone(first),
            NOT_MAPPED if second["lacking"] else _mapped_alone(second),
        )
    return _lacking(first["volumes"], second["volumes"], MAPPED, NOT_MAPPED)


def _mapped_alone(row: Row) -> str:
    """Of a WWPN whose partner a storage system does not name: whether all its volumes are told."""
    return MAPPED if row["volumes"] is not None and not row["unmapped"] else UNKNOWN


def _lacking(one: str | None, two: str | None, yes: str, no: str) -> tuple[str, str]:
    """Each has all that the other one has, or it lacks something."""
    first, second = set(listed(one)), set(listed(two))
    return no if second - first else yes, no if first - second else yes


def listed(text: str | None) -> list[str]:
    """The names of a comma list of a relation."""
    return text.split(", ") if text else []
