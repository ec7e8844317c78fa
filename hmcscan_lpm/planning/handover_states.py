"""What is known of the two WWPNs of an adapter: zoned or not, mapped or not, or unknown, and why.

The reasons are those of the rules npiv-zoned and npiv-storage-mapped, in their order; the tests hold them together.
Knows rows of relation ``client_wwpns``, not where they come from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

Row = Mapping[str, Any]
"""A row of relation ``client_wwpns``."""

ZONED, NOT_ZONED, MAPPED, NOT_MAPPED, UNKNOWN = "zoned", "not zoned", "mapped", "not mapped", "unknown"

NOT_COLLECTED = "not-collected"
"""The report has not all adapters of the partition: nothing is decided."""

_ZONING_FAILS = frozenset({"second-missing", "first-missing", "other-fabric", "other-ports", "no-storage"})
_MAPPING_FAILS = frozenset({"second-missing", "first-missing", "other-volumes"})


def zoning_reason(first: Row, second: Row, untold_fabrics: Collection[str]) -> str:
    """Why the pair counts as zoned, not zoned or unknown.

    :param untold_fabrics: fabrics with active zones of which a member is an alias that nobody told
    """
    one, two = first["fabrics"], second["fabrics"]
    if first["wwpn"] is None or second["wwpn"] is None:
        return "no-pair"
    if one is None and two is None:
        return "not-named"
    if first["untold"] or second["untold"]:
        return "untold"
    if one == two and first["targets"] is not None and first["targets"] == second["targets"]:
        return "same"
    if any(name in untold_fabrics for name in (*listed(one), *listed(two))):
        return "untold"
    if two is None:
        return "second-missing"
    if one is None:
        return "first-missing"
    if one != two:
        return "more-fabrics" if set(listed(one)) & set(listed(two)) else "other-fabric"
    if first["targets"] != second["targets"]:
        return "other-ports"
    return "by-port" if first["by_port"] or second["by_port"] else "no-storage"


def zoning_outcome(reason: str) -> str:
    """What a reason of :func:`zoning_reason` means for the pair."""
    return ZONED if reason == "same" else NOT_ZONED if reason in _ZONING_FAILS else UNKNOWN


def zoning_states(reason: str, first: Row, second: Row, home: Collection[str]) -> tuple[str, str]:
    """Zoned, not zoned or unknown for each WWPN: together never better than the pair.

    :param home: fabrics in which a name server lists the adapter
    """
    match reason:
        case "same":
            return ZONED, ZONED
        case "second-missing":
            return _zoned_alone(first), NOT_ZONED
        case "first-missing":
            return NOT_ZONED, _zoned_alone(second)
        case "other-ports":
            return _both_or_lacking(first["targets"], second["targets"], ZONED, NOT_ZONED)
        case "other-fabric":
            return _by_home(first, second, home)
        case "no-storage":
            return NOT_ZONED, NOT_ZONED
        case _:
            # Nothing is missing for certain: at most the one that is named is zoned.
            named = first["fabrics"] is not None, second["fabrics"] is not None
            return (
                ZONED if not named[1] and _zoned_alone(first) == ZONED else UNKNOWN,
                ZONED if not named[0] and _zoned_alone(second) == ZONED else UNKNOWN,
            )


def _zoned_alone(row: Row) -> str:
    """Of a WWPN whose partner is in no zone: whether its own zones hold storage."""
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


def mapping_reason(first: Row, second: Row) -> str:
    """Why the pair counts as mapped, not mapped or unknown."""
    if first["wwpn"] is None or second["wwpn"] is None:
        return "no-pair"
    if not first["arrays"] and not second["arrays"]:
        return "not-named"
    if second["lacking"]:
        return "second-missing"
    if first["lacking"]:
        return "first-missing"
    volumes, others = first["volumes"], second["volumes"]
    has_unmapped = bool(first["unmapped"] or second["unmapped"])
    one_host = first["hosts"] is not None and first["hosts"] == second["hosts"]
    if volumes is not None and volumes == others and (not has_unmapped or one_host):
        return "same"
    if has_unmapped:
        return "no-maps"
    return "other-volumes" if volumes is not None and others is not None else "logins-only"


def mapping_outcome(reason: str) -> str:
    """What a reason of :func:`mapping_reason` means for the pair."""
    return MAPPED if reason == "same" else NOT_MAPPED if reason in _MAPPING_FAILS else UNKNOWN


def mapping_states(reason: str, first: Row, second: Row) -> tuple[str, str]:
    """Mapped, not mapped or unknown for each WWPN: together never better than the pair."""
    match reason:
        case "same":
            return MAPPED, MAPPED
        case "second-missing":
            return NOT_MAPPED if first["lacking"] else _mapped_alone(first), NOT_MAPPED
        case "first-missing":
            return NOT_MAPPED, _mapped_alone(second)
        case "other-volumes":
            return _both_or_lacking(first["volumes"], second["volumes"], MAPPED, NOT_MAPPED)
        case _:
            # Nothing is missing for certain: at most the one that storage names is mapped.
            named = bool(first["arrays"]), bool(second["arrays"])
            return (
                _mapped_alone(first) if named == (True, False) else UNKNOWN,
                _mapped_alone(second) if named == (False, True) else UNKNOWN,
            )


def _mapped_alone(row: Row) -> str:
    """Of a WWPN whose partner no storage names: whether all its volumes are told."""
    return MAPPED if row["volumes"] is not None and not row["unmapped"] else UNKNOWN


def _both_or_lacking(one: str | None, two: str | None, yes: str, no: str) -> tuple[str, str]:
    """Each has all that the other one has, or it lacks something; one of them does."""
    first, second = set(listed(one)), set(listed(two))
    states = (no if second - first else yes, no if first - second else yes)
    return states if no in states else (no, no)


def listed(text: str | None) -> list[str]:
    """The names of a comma list of a relation."""
    return text.split(", ") if text else []
