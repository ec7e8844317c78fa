"""What the rules say of each adapter, so that the hand-over can neither contradict them nor know better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from hmcscan_lpm.catalogue import Catalogue
from hmcscan_lpm.catalogue.load import used_params
from hmcscan_lpm.catalogue.model import Rule
from hmcscan_lpm.planning.rows import rows

Key = tuple[str, str, int]
"""Server, partition, slot."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says of one adapter.

    :ivar outcome: pass, fail or unknown
    :ivar reason: in its own words, ``''`` where it gives none
    """

    outcome: str
    reason: str


NOTHING = Said("unknown", "")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule says of all adapters.

    :ivar gaps: (server, partition) → why the rule cannot decide there
    :ivar witness: the outcome that stands over a gap, or ``none``
    """

    said: Mapping[Key, Said]
    gaps: Mapping[tuple[str, str], str]
    witness: str

    def of(self, key: Key) -> Said:
        """What it says of one adapter; unknown where it says nothing."""
        said, gap = self.said.get(key, NOTHING), self.gaps.get(key[:2])
        return said if gap is None or said.outcome == self.witness else Said("unknown", gap)


def ruling(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, identifier: str) -> Ruling:
    """What rule *identifier* says; nothing where its page, perhaps the user's, is missing, crashes or says otherwise.

    Of an adapter it has to give ``system``, ``lpar``, ``slot``, ``item`` (``slot 30``) and ``outcome``.
    """
    try:
        rule = catalogue.rule(identifier)
        found = connection.execute(f"select * from ({rule.sql})", used_params(rule))
    except (KeyError, duckdb.Error):
        return Ruling({}, {}, "none")
    names = [column[0] for column in found.description]
    said: dict[Key, Said] = {}
    for values in found.fetchall():
        row = dict(zip(names, values, strict=True))
        if row.get("slot") is not None and row.get("item") == f"slot {row['slot']}":
            outcome = row.get("outcome") if row.get("outcome") in ("pass", "fail") else "unknown"
            said[row["system"], row["lpar"], row["slot"]] = Said(str(outcome), row.get("reason") or "")
    return Ruling(said, _gaps(connection, rule), rule.witness)


def _gaps(connection: duckdb.DuckDBPyConnection, rule: Rule) -> dict[tuple[str, str], str]:
    """Partitions for which a table that the rule needs could not be filled, as the engine counts them."""
    needed = {need.table for need in rule.needs if need.side != "target"}
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows(connection, "select * from partition_gaps order by reason"):
        if row["tbl"] in needed:
            reasons[row["system"], row["lpar"]].append(row["reason"])
    return {key: "; ".join(dict.fromkeys(texts)) for key, texts in reasons.items()}
