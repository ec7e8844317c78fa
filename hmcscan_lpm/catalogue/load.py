"""Rule pages become rules: parsed, checked for completeness and bound against the relations."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from hmcscan_lpm import relations, resources
from hmcscan_lpm.catalogue.model import (
    FAMILIES,
    SEVERITIES,
    SUBJECT_COLUMNS,
    Catalogue,
    Change,
    Command,
    Example,
    Need,
    Reference,
    Remedy,
    Rule,
)
from hmcscan_lpm.errors import CatalogueError, QueryError
from hmcscan_lpm.shell import PLACE
from hmcscan_lpm.tables.vocabulary import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

OUTCOMES = ("pass", "fail", "unknown", "not-applicable")
FRAME_PLACES = frozenset({"lpar", "source", "target", "system", "item", "mode"})
"""Places that every finding can fill, whatever its SQL gives."""

_KEYS = {
    "page": {
        "id",
        "title",
        "severity",
        "modes",
        "subject",
        "needs",
        "witness",
        "roles",
        "vios",
        "confidence",
        "why",
        "limits",
        "params",
        "check",
        "messages",
        "remedy",
        "ask",
        "reference",
        "example",
    },
    "example": {
        "name",
        "report",
        "change",
        "mode",
        "together",
        "today",
        "limits",
        "facts",
        "lpar",
        "source",
        "target",
        "outcome",
        "severity",
        "item",
        "message",
    },
    "change": {"tab", "set", "add", "delete", "drop_column", "drop_tab", "where"},
    "command": {"on", "run", "disruptive"},
}


def load(extra: Iterable[Path] = ()) -> Catalogue:
    """The rules that come with the package; pages in the *extra* folders are added and replace those of the same id.

    :raises CatalogueError: a page cannot be used
    """
    pages = {
        entry.name.removesuffix(".toml"): (path, entry)
        for path, entry in resources.walk(resources.folder("rules"), ".toml")
    }
    own: set[str] = set()
    for folder in extra:
        if not folder.is_dir():
            raise CatalogueError(str(folder), "is not a folder of rule pages.")
        found = resources.walk(folder, ".toml")
        if not found:
            raise CatalogueError(str(folder), "holds no rule pages (*.toml).")
        named = {entry.name.removesuffix(".toml"): (path, entry) for path, entry in found}
        pages |= named
        own |= named.keys()
    digest = hashlib.sha256()
    texts = []
    for identifier in sorted(pages):
        path, entry = pages[identifier]
        data = entry.read_bytes()
        digest.update(identifier.encode() + b"\0" + data + b"\0")
        texts.append((path, identifier, data))
    return Catalogue(_rules(tuple(texts)), _package_version(), digest.hexdigest(), tuple(sorted(own)))


@lru_cache(maxsize=8)
def _rules(pages: tuple[tuple[str, str, bytes], ...]) -> tuple[Rule, ...]:
    """The rules on *pages* (path, id, text), in their order: read and bound once for each text."""
    rules = [parse(path, identifier, data) for path, identifier, data in pages]
    bind(rules)
    return tuple(sorted(rules, key=lambda rule: (FAMILIES.index(rule.family), rule.id)))


def _package_version() -> str:
    try:
        return version("hmcscan-lpm")
    except PackageNotFoundError:
        return "0"


def parse(path: str, identifier: str, data: bytes) -> Rule:
    """One page as a rule.

    :param path: ``<family>/<id>.toml``, for messages; a page without a family folder counts as ``servers``
    :raises CatalogueError: not TOML, or incomplete
    """
    try:
        page = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise CatalogueError(path, f"is not TOML: {problem}") from None
    take = _taker(path, page)
    _known_keys(path, "page", page)
    if take("id", str) != identifier:
        raise CatalogueError(path, f"id {page['id']!r} must be the file's name.")
    family = path.split("/")[-2] if "/" in path else "servers"
    rule = Rule(
        id=identifier,
        family=family if family in FAMILIES else "servers",
        title=take("title", str),
        severity=_one_of(path, "severity", take("severity", str), SEVERITIES),
        modes=tuple(_one_of(path, "modes", mode, ("active", "inactive")) for mode in take("modes", list)),
        subject=_one_of(path, "subject", take("subject", str), tuple(SUBJECT_COLUMNS)),
        needs=tuple(_need(path, text) for text in take("needs", list)),
        witness=_one_of(path, "witness", page.get("witness", "none"), ("pass", "fail", "none")),
        roles=tuple(
            _one_of(path, "roles", role, ("source", "target")) for role in page.get("roles", ["source", "target"])
        ),
        vios=bool(page.get("vios", False)),
        confidence=_one_of(path, "confidence", take("confidence", str), ("documented", "observed", "expert")),
        why=take("why", str).strip(),
        limits=take("limits", str).strip(),
        params=page.get("params", {}),
        sql=_taker(path, take("check", dict))("sql", str).strip(),
        messages=take("messages", dict),
        remedy=_remedy(path, take("remedy", dict)),
        ask=tuple(_command(path, item) for item in take("ask", list)),
        references=tuple(Reference(**item) for item in take("reference", list)),
        examples=tuple(_example(path, item) for item in page.get("example", [])),
    )
    _check_sense(path, rule)
    return rule


def _taker(path: str, page: Mapping[str, Any]) -> Callable[[str, type], Any]:
    def take(key: str, kind: type) -> Any:
        if not isinstance(page.get(key), kind):
            raise CatalogueError(path, f"{key!r} is missing or no {kind.__name__}.")
        return page[key]

    return take


def _known_keys(path: str, kind: str, table: Mapping[str, Any]) -> None:
    unknown = sorted(set(table) - _KEYS[kind])
    if unknown:
        raise CatalogueError(path, f"{kind} has unknown keys: {', '.join(unknown)}.")


def _one_of(path: str, key: str, value: str, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise CatalogueError(path, f"{key} {value!r} is none of {', '.join(map(str, allowed))}.")
    return value


def _need(path: str, text: str) -> Need:
    side, _, table = text.rpartition(":")
    if table not in TABLES:
        raise CatalogueError(path, f"needs {table!r}, which is no table.")
    return Need(table, _one_of(path, "needs", side or "both", ("source", "target", "both")))


def _command(path: str, item: Mapping[str, Any]) -> Command:
    _known_keys(path, "command", item)
    take = _taker(path, item)
    on = _one_of(path, "on", take("on", str), ("hmc", "vios", "san", "storage", "lpar", "owner"))
    return Command(on, take("run", str), bool(item.get("disruptive", False)))


def _remedy(path: str, item: Mapping[str, Any]) -> Remedy:
    return Remedy(
        summary=_taker(path, item)("summary", str).strip(),
        steps=tuple(item.get("steps", ())),
        commands=tuple(_command(path, command) for command in item.get("commands", ())),
        verify=tuple(_command(path, command) for command in item.get("verify", ())),
    )


def _example(path: str, item: Mapping[str, Any]) -> Example:
    _known_keys(path, "example", item)
    take = _taker(path, item)
    return Example(
        name=take("name", str),
        report=_one_of(path, "report", item.get("report", "java"), ("java", "python")),
        changes=tuple(_change(path, change) for change in item.get("change", ())),
        mode=_one_of(path, "mode", item.get("mode", "auto"), ("auto", "active", "inactive")),
        together=bool(item.get("together", False)),
        today=str(item.get("today", "")),
        limits=item.get("limits", {}),
        facts=item.get("facts", ""),
        lpar=item.get("lpar", ""),
        source=item.get("source", ""),
        target=item.get("target", ""),
        outcome=_one_of(path, "outcome", take("outcome", str), (*OUTCOMES, "error")),
        severity=_one_of(path, "severity", item.get("severity", ""), ("", *SEVERITIES)),
        item=item.get("item", ""),
        message=item.get("message", ""),
    )


def _change(path: str, item: Mapping[str, Any]) -> Change:
    _known_keys(path, "change", item)
    where = {key: str(value) for key, value in item.get("where", {}).items()}
    tab = _taker(path, item)("tab", str)
    if item.get("drop_tab"):
        return Change(tab, "drop-tab", where, {})
    if "drop_column" in item:
        return Change(tab, "drop-column", where, {item["drop_column"]: ""})
    if item.get("delete"):
        return Change(tab, "delete", where, {})
    action: Any = "add" if "add" in item else "set"
    cells = {key: str(value) for key, value in item.get(action, {}).items()}
    return Change(tab, action, where, cells)


def _check_sense(path: str, rule: Rule) -> None:
    if rule.confidence == "expert" and rule.severity == "blocker":
        raise CatalogueError(path, "an expert's opinion is never a blocker: confidence or severity is wrong.")
    if rule.subject in ("system", "pair", "estate") and set(rule.modes) != {"active", "inactive"}:
        raise CatalogueError(path, "a rule that is for one mode only must be about moves or partitions.")
    for outcome in ("fail", "unknown"):
        if outcome not in rule.messages:
            raise CatalogueError(path, f"messages.{outcome} is missing.")


def bind(rules: Iterable[Rule]) -> None:
    """Check every statement against the relations, without data.

    :raises CatalogueError: it does not bind, or lacks the columns that its subject and messages need
    """
    connection = relations.empty()
    for rule in rules:
        try:
            relations.check_select(rule.sql)
            described = connection.execute(f"describe {rule.sql}", used_params(rule)).fetchall()
        except (QueryError, duckdb.Error) as problem:
            raise CatalogueError(rule.id, f"the SQL does not bind: {str(problem).splitlines()[0]}") from None
        columns = {row[0] for row in described}
        missing = {*SUBJECT_COLUMNS[rule.subject], "outcome"} - columns
        if missing:
            raise CatalogueError(rule.id, f"the SQL lacks the columns {', '.join(sorted(missing))}.")
        texts = [*rule.messages.values()]
        texts += [command.run for command in (*rule.remedy.commands, *rule.remedy.verify, *rule.ask)]
        for text in texts:
            unfilled = set(PLACE.findall(text)) - columns - FRAME_PLACES
            if unfilled:
                raise CatalogueError(rule.id, f"{{{min(unfilled)}}} is no column of the SQL: {text}")
    connection.close()


def used_params(rule: Rule) -> dict[str, Any]:
    """The rule's parameters that its SQL names (DuckDB refuses others)."""
    return {name: value for name, value in rule.params.items() if re.search(rf"\${name}\b", rule.sql)}
