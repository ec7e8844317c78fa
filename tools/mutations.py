"""Break the SQL of the rules in small, obvious ways, and see whether their own examples notice.

python tools/mutations.py                      all rules
python tools/mutations.py npiv-wwpn-pair …     these rules
python tools/mutations.py --limit 20           at most so many mutants of each rule

A mutant that no example of its rule tells from the rule survives: a boundary that no example documents, or SQL that
decides nothing. Those of which nothing can be told are listed with their reason in ``equivalent_mutants.toml``.
Exit code 1: there are other survivors, or that list names mutants that do not survive.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import sqlglot
from pandera.config import config_context
from sqlglot import exp

from hmcscan_lpm import catalogue, relations
from hmcscan_lpm.catalogue.load import used_params
from hmcscan_lpm.catalogue.model import Example, Rule
from hmcscan_lpm.engine import Finding
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.examples import Prover, runner
from hmcscan_lpm.examples.bench import Bench, everything

EQUIVALENTS = Path(__file__).with_name("equivalent_mutants.toml")

_FLIPS: Mapping[type[exp.Expr], tuple[type[exp.Expr], ...]] = {
    exp.EQ: (exp.NEQ,),
    exp.NEQ: (exp.EQ,),
    exp.LT: (exp.LTE, exp.GTE),
    exp.LTE: (exp.LT, exp.GT),
    exp.GT: (exp.GTE, exp.LTE),
    exp.GTE: (exp.GT, exp.LT),
    exp.NullSafeEQ: (exp.NullSafeNEQ,),
    exp.NullSafeNEQ: (exp.NullSafeEQ,),
}
_OUTCOMES = {"fail": ("pass", "unknown"), "pass": ("fail", "unknown"), "unknown": ("pass", "fail")}
_CLAUSES = (exp.Where, exp.Having, exp.Qualify)
_SHOWN = 110


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one thing broken.

    :ivar name: where and what, stable as long as that part of the SQL is
    """

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the examples of one rule say about its mutants.

    :ivar broken: examples that do not hold for the rule itself, as SQLGlot writes it
    :ivar crashed: mutants that do not bind; ``killed`` leaves them out
    :ivar survivors: mutants for which all examples hold
    """

    rule: Rule
    broken: tuple[str, ...]
    mutants: int
    crashed: int
    survivors: tuple[Mutant, ...]

    @property
    def killed(self) -> int:
        """Mutants that bind and fail an example."""
        return self.mutants - self.crashed - len(self.survivors)


def mutants(sql: str) -> tuple[Mutant, ...]:
    """All mutants of one statement, no two of them alike."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    found: dict[str, Mutant] = {}
    names: Counter[str] = Counter()
    for number, node in enumerate(tree.walk()):
        if _is_untold(node):
            continue
        for change in _changes(node):
            text = _put(tree, number, change).sql(dialect="duckdb")
            if text in found or text == tree.sql(dialect="duckdb"):
                continue
            name = _name(node, change)
            names[name] += 1
            found[text] = Mutant(name if names[name] == 1 else f"{name} ({names[name]})", text)
    return tuple(found.values())


def _is_untold(node: exp.Expr) -> bool:
    """Part of a column that no example speaks of: references to cells, and the severity of a row."""
    return any(name in {"at", "severity"} or name.endswith("_at") for name in _columns(node))


def _columns(node: exp.Expr) -> Iterator[str]:
    """The columns that *node* is part of, innermost first; in the arms of a union the first one names them."""
    while node.parent is not None:
        select = node.parent
        if isinstance(node, exp.Alias):
            yield node.alias
        elif isinstance(select, exp.Select) and node.arg_key == "expressions":
            first: exp.Expr = select
            while isinstance(first.parent, exp.SetOperation):
                first = first.parent
            while isinstance(first, exp.SetOperation):
                first = first.this
            if first is not select and isinstance(first, exp.Select) and (node.index or 0) < len(first.expressions):
                yield first.expressions[node.index or 0].alias_or_name
        node = select


def _changes(node: exp.Expr) -> Iterator[exp.Expr | None]:
    """What can stand in the place of *node*; None: nothing."""
    yield from _flipped(node)
    yield from _literals(node)
    if isinstance(node, exp.Connector):
        yield (exp.Or if isinstance(node, exp.And) else exp.And)(
            this=node.this.copy(), expression=node.expression.copy()
        )
    if isinstance(node, exp.Connector | exp.SetOperation):
        yield from _arms(node)
    if isinstance(node, exp.Not):
        yield node.this.copy()
    if isinstance(node, exp.Case):
        yield from _fewer_whens(node)
    if isinstance(node, _CLAUSES) and not isinstance(node.this, exp.And):
        yield None
    if isinstance(node, exp.Join):
        yield from _joins(node)


def _flipped(node: exp.Expr) -> Iterator[exp.Expr]:
    for other in _FLIPS.get(type(node), ()):
        yield other(this=node.this.copy(), expression=node.expression.copy())
    if isinstance(node, exp.Is | exp.In | exp.Exists | exp.Between) and not isinstance(node.parent, exp.Not):
        yield exp.Not(this=exp.Paren(this=node.copy()))


def _literals(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, exp.Boolean) and node.arg_key != "nulls_first":
        yield exp.Boolean(this=not node.this)
    if not isinstance(node, exp.Literal):
        return
    if node.is_string:
        for outcome in _OUTCOMES.get(node.this, ()):
            yield exp.Literal.string(outcome)
    elif not _is_idle(node):
        yield exp.Literal.number(float(node.this) + 1 if "." in node.this else int(node.this) + 1)


def _is_idle(number: exp.Expr) -> bool:
    """The 1 of ``exists (select 1 …)``, or how many decimals a message shows."""
    parent = number.parent
    in_exists = isinstance(parent, exp.Select) and isinstance(parent.parent, exp.Exists)
    return in_exists or (isinstance(parent, exp.Round) and number.arg_key == "decimals")


def _arms(node: exp.Connector | exp.SetOperation) -> Iterator[exp.Expr]:
    """*node* without its right arm, and without its left one if that is a single one: a chain drops one at a time."""
    kind = exp.SetOperation if isinstance(node, exp.SetOperation) else type(node)
    kept = [node.this] if isinstance(node.this, kind) else [node.this, node.expression]
    for arm in kept:
        alone = arm.copy()
        if node.args.get("with_") is not None:
            alone.set("with_", node.args["with_"].copy())
        yield alone


def _fewer_whens(node: exp.Case) -> Iterator[exp.Expr]:
    branches = node.args["ifs"]
    if len(branches) == 1:
        yield node.args["default"].copy() if node.args.get("default") is not None else exp.null()
        return
    for dropped in range(len(branches)):
        fewer = node.copy()
        fewer.set("ifs", [branch for number, branch in enumerate(fewer.args["ifs"]) if number != dropped])
        yield fewer


def _joins(node: exp.Join) -> Iterator[exp.Expr]:
    if node.side == "LEFT":
        inner = node.copy()
        inner.set("side", None)
        yield inner
    condition = node.args.get("on")
    if condition is not None and not isinstance(condition, exp.And):
        loose = node.copy()
        loose.set("on", exp.true())
        yield loose
    columns = node.args.get("using") or []
    for dropped in range(len(columns) if len(columns) > 1 else 0):
        loose = node.copy()
        loose.set("using", [column for number, column in enumerate(loose.args["using"]) if number != dropped])
        yield loose


def _put(tree: exp.Expr, number: int, change: exp.Expr | None) -> exp.Expr:
    """A copy of *tree* with *change* in the place of its node of that *number*."""
    copied = tree.copy()
    node = next(found for position, found in enumerate(copied.walk()) if position == number)
    if node is copied and change is not None:
        return change
    if change is None:
        node.pop()
    else:
        node.replace(change.copy())
    return copied


def _name(node: exp.Expr, change: exp.Expr | None) -> str:
    """Where *node* stands, what it is, and what it becomes."""
    table = node.find_ancestor(exp.CTE)
    clause = node.find_ancestor(exp.Alias, exp.Join, *_CLAUSES)
    inside = [table.alias if table else "", clause.alias if isinstance(clause, exp.Alias) else ""]
    place = ".".join(part for part in inside if part) or "select"
    before, after = _difference(node.sql(dialect="duckdb"), change.sql(dialect="duckdb") if change is not None else "")
    return f"{place}: {before} → {after}"


def _difference(before: str, after: str) -> tuple[str, str]:
    """Both texts, short; of long ones only the words in which they differ, and some around them."""
    if max(len(before), len(after)) <= _SHOWN:
        return before, after or "∅"
    old, new = before.split(" "), after.split(" ")
    start = next(
        (n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    shown = [" ".join(words[max(start - 3, 0) : len(words) - end]) for words in (old, new)]
    return _short(shown[0]), _short(shown[1]) or "∅"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 20]} … {text[-17:]}"


class Judge:
    """Judges rules with their mutants, each example's estate put in place once for all of them."""

    def __init__(self) -> None:
        self._empty = relations.empty()
        self._prover = Prover()

    def judge(self, rule: Rule, limit: int | None = None) -> Verdict:
        """What the examples of *rule* say about its mutants, of which *limit* are looked at."""
        whole = replace(rule, sql=sqlglot.parse_one(rule.sql, dialect="duckdb").sql(dialect="duckdb"))
        made = mutants(rule.sql)[:limit]
        alive = {f"{rule.id}#{number}": mutant for number, mutant in enumerate(made)}
        alive = {key: mutant for key, mutant in alive.items() if self._binds(replace(rule, sql=mutant.sql))}
        crashed = len(made) - len(alive)
        broken = []
        for example in rule.examples:
            judged = [whole, *(replace(rule, id=key, sql=mutant.sql) for key, mutant in alive.items())]
            failed = self._failed(judged, example)
            if rule.id in failed:
                broken.append(example.name)
            else:
                alive = {key: mutant for key, mutant in alive.items() if key not in failed}
        return Verdict(rule, tuple(broken), len(made), crashed, tuple(alive.values()))

    def _binds(self, rule: Rule) -> bool:
        try:
            self._empty.execute(f"describe {rule.sql}", used_params(rule))
        except duckdb.Error:
            return False
        return True

    def _failed(self, rules: Iterable[Rule], example: Example) -> set[str]:
        """The ids of the rules for which the example does not hold."""
        whole, *others = rules
        bench, estate = self._prover.placed(example)
        if not self._says_all(bench.judge(estate, (whole,)), whole, example):
            return {whole.id}
        others = _different(bench, estate, whole, others)
        findings: dict[str, list[Finding]] = {rule.id: [] for rule in others}
        for finding in bench.judge(estate, tuple(others)) if others else ():
            findings[finding.rule.id].append(finding)
        return {rule.id for rule in others if not self._says_all(findings[rule.id], rule, example)}

    @staticmethod
    def _says_all(findings: Iterable[Finding], rule: Rule, example: Example) -> bool:
        return runner.compared(rule, example, findings).holds


def _different(bench: Bench, estate: Estate, whole: Rule, others: list[Rule]) -> list[Rule]:
    """Those of the *others* whose rows are not those of *whole*; the rest say the same, and need no engine."""
    if everything(estate, *bench._settings) != bench._selection:
        return others  # the bench has judged this estate elsewhere
    same = _rows(bench, whole)
    return [rule for rule in others if _rows(bench, rule) != same]


def _rows(bench: Bench, rule: Rule) -> list[str] | None:
    try:
        rows = bench._connection.execute(rule.sql, used_params(rule)).fetchall()
    except duckdb.Error:
        return None
    return sorted(map(repr, rows))


def equivalents(path: Path = EQUIVALENTS) -> dict[str, dict[str, str]]:
    """Rule → mutant of which no example can tell anything → why not."""
    listed: dict[str, dict[str, str]] = {}
    for entry in tomllib.loads(path.read_text("utf-8")).get("mutant", []):
        listed.setdefault(entry["rule"], {})[entry["mutant"]] = entry["reason"]
    return listed


def main(arguments: Iterable[str] | None = None, say: Callable[[str], None] = print) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("rules", nargs="*", help="ids; none: all")
    parser.add_argument("--limit", type=int, help="at most so many mutants of each rule")
    options = parser.parse_args(None if arguments is None else list(arguments))
    known = catalogue.load()
    chosen = [known.rule(identifier) for identifier in options.rules] or list(known.rules)
    return report(chosen, options.limit, equivalents(), say)


def report(
    rules: Iterable[Rule], limit: int | None, listed: Mapping[str, Mapping[str, str]], say: Callable[[str], None]
) -> int:
    """Judge *rules*, say what became of their mutants, and give the exit code."""
    judge = Judge()
    total: Counter[str] = Counter()
    say(f"{'rule':34} mutants  killed  errors  equivalent  surviving")
    for rule in rules:
        # the tests of the dialects run pandera; here it would take most of the time
        with config_context(validation_enabled=False):
            verdict = judge.judge(rule, limit)
        equivalent = listed.get(rule.id, {})
        alive = [mutant.name for mutant in verdict.survivors if mutant.name not in equivalent]
        stale = [] if limit else sorted(set(equivalent) - {mutant.name for mutant in verdict.survivors})
        spared = len(verdict.survivors) - len(alive)
        total.update(
            mutants=verdict.mutants,
            killed=verdict.killed,
            errors=verdict.crashed,
            equivalent=spared,
            surviving=len(alive),
            wrong=len(stale) + len(verdict.broken),
        )
        say(f"{rule.id:34} {verdict.mutants:7} {verdict.killed:7} {verdict.crashed:7} {spared:11} {len(alive):10}")
        for name in verdict.broken:
            say(f"    example does not hold: {name}")
        for name in alive:
            say(f"    survives: {name}")
        for name in stale:
            say(f"    listed as equivalent, but does not survive: {name}")
    counts = [total[key] for key in ("mutants", "killed", "errors", "equivalent", "surviving")]
    say("{:34} {:7} {:7} {:7} {:11} {:10}".format("total", *counts))
    return 1 if total["surviving"] or total["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
