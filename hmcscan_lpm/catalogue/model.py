"""What a rule is: a frozen value read from one TOML page. Nothing here reads files or runs SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["blocker", "risk", "notice"]
Subject = Literal["move", "lpar", "system", "pair", "estate"]
Outcome = Literal["pass", "fail", "unknown", "not-applicable", "error"]

SEVERITIES: tuple[Severity, ...] = ("blocker", "risk", "notice")
FAMILIES: tuple[str, ...] = ("partition", "cpu-memory", "storage", "network", "servers")

SUBJECT_COLUMNS: Mapping[Subject, tuple[str, ...]] = {
    "move": ("lpar", "source", "target"),
    "lpar": ("system", "lpar"),
    "system": ("system",),
    "pair": ("source", "target"),
    "estate": (),
}
"""Columns by which the rows of a rule's SQL say whom they are about."""


@dataclass(frozen=True, slots=True)
class Need:
    """A table that a rule cannot do without.

    :ivar table: table of the vocabulary
    :ivar side: ``source``, ``target`` or ``both``: of which server it is needed
    """

    table: str
    side: Literal["source", "target", "both"]


@dataclass(frozen=True, slots=True)
class Command:
    """A command for a person to run.

    :ivar on: hmc, vios, san, storage or lpar
    :ivar run: the command, with ``{field}`` places that the finding fills
    :ivar disruptive: it changes something; everything else only reads
    """

    on: str
    run: str
    disruptive: bool = False


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do about a failure: smallest safe step first.

    :ivar verify: read-only commands that show that it helped
    """

    summary: str
    steps: tuple[str, ...]
    commands: tuple[Command, ...]
    verify: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Where the rule comes from."""

    title: str
    url: str = ""
    publication: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One edit of the healthy report in an example.

    :ivar tab: tab as the scanner prints it
    :ivar where: printed heading → value of the rows meant; empty: every row
    :ivar cells: printed heading → new value
    :ivar action: ``set`` those cells, ``delete`` the rows, ``add`` a copy of the first such row with those cells, or
        drop the ``column`` (headings in ``cells``) or the whole ``tab``
    """

    tab: str
    action: Literal["set", "delete", "add", "drop-column", "drop-tab"]
    where: Mapping[str, str]
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """The healthy report with one change, and what the rule must say then.

    :ivar report: java or python
    :ivar mode: auto, active, inactive
    :ivar together: all moves to a server are made one after the other
    :ivar today: the date of the judgement; ``''`` = none
    :ivar limits: numbers of ``known_limits`` that are other ones
    :ivar facts: text that is handed over with the report
    :ivar lpar, source, target: which findings are looked at; ``''`` = any
    :ivar outcome: worst outcome of those findings
    :ivar severity: if given, the severity that a finding of that outcome must have
    :ivar item: if given, an item that must have that outcome
    :ivar message: if given, text that the message must contain
    """

    name: str
    report: str
    changes: tuple[Change, ...]
    mode: str
    together: bool
    today: str
    limits: Mapping[str, float]
    facts: str
    lpar: str
    source: str
    target: str
    outcome: Outcome
    severity: str
    item: str
    message: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One prerequisite: what it means, how it is decided and how that is proved. See CONTRIBUTING.md for the page.

    :ivar needs: tables without which the engine answers unknown
    :ivar witness: the outcome that stands although not everybody could be asked: ``pass`` where one sighting is
        enough (a bridge, a disk), ``fail`` where one offender is enough, ``none`` where everything is needed
    :ivar roles: for rules about a server: as source, as target or both
    :ivar vios: the rule judges VIOSes as well (all others leave them out)
    :ivar params: thresholds, bound as named parameters of the SQL
    :ivar messages: outcome → message with ``{column}`` places
    """

    id: str
    family: str
    title: str
    severity: Severity
    modes: tuple[str, ...]
    subject: Subject
    needs: tuple[Need, ...]
    witness: Literal["pass", "fail", "none"]
    roles: tuple[str, ...]
    vios: bool
    confidence: Literal["documented", "observed", "expert"]
    why: str
    limits: str
    params: Mapping[str, Any]
    sql: str
    messages: Mapping[str, str]
    remedy: Remedy
    ask: tuple[Command, ...]
    references: tuple[Reference, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One threshold that a user set.

    :ivar owner: the rule's id, or ``limits``
    :ivar given: what would be taken otherwise
    """

    owner: str
    name: str
    value: float
    given: float


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All rules in the order of the findings: by family as in FAMILIES, then by id.

    :ivar version: of the package that the pages came with
    :ivar sha256: over all pages
    :ivar own: ids of the rules that are not those of the package
    :ivar parameters: thresholds that the user set; already in the rules' ``params``
    :ivar limits: numbers of ``known_limits`` that the user set
    """

    rules: tuple[Rule, ...]
    version: str
    sha256: str
    own: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    limits: Mapping[str, float] = field(default_factory=dict)

    def rule(self, identifier: str) -> Rule:
        """The rule of that id.

        :raises KeyError: there is none
        """
        for rule in self.rules:
            if rule.id == identifier:
                return rule
        raise KeyError(identifier)
