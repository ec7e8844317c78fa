r"""Examples of the rule pages: the healthy report with a change, judged by one rule through the whole real path.

The healthy report is a small fictional data centre without a fault, printed once as each scanner would:
``healthy/java/<tab>.tsv`` as the Java HMC Scanner 0.11.55, ``healthy/python/<tab>.tsv`` as the Python hmcscanner 0.8.
One file per tab, one line per row, cells separated by tabs.
A cell is written as printed, except that a line break in it is the two characters ``\n`` and a backslash is doubled.
``∅`` is no cell at all, an empty field is a text cell without text, an empty line is a row without cells; cells
missing at the end of a line are no cells.

============ ========================================================================================================
``SRC``      9105-22A, two VIOSes (srcvios1, srcvios2): db1 (AIX, NPIV), app1 (AIX, virtual SCSI), lnx1 (Linux,
             dedicated cores, NPIV), ibmi1 (IBM i, NPIV), off1 (AIX, not activated, NPIV), other1 (AIX, virtual SCSI)
``DST``      9105-22A, two VIOSes (dstvios1, dstvios2): web9; every client of SRC can move here
``P9``       9009-42A, one VIOS (p9vios1): p9app1; older and not redundant, so not every partition can move here
============ ========================================================================================================
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hmcscan_lpm import dialects, engine
from hmcscan_lpm import estate as estates
from hmcscan_lpm.catalogue.model import Example, Rule
from hmcscan_lpm.engine import Finding
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.examples.bench import Bench
from hmcscan_lpm.examples.edits import apply
from hmcscan_lpm.facts import with_facts
from hmcscan_lpm.readers.model import Cell, Row, Sheet, Workbook
from hmcscan_lpm.supplements.read import read_text

REPORTS = {"java": "xls", "python": "xlsx"}
"""The reports that the healthy data centre is printed as, with their file format."""

NO_FINDING = "no finding"
"""What a rule says that has nothing to say about the subject of an example."""

_ABSENT = "∅"
_ESCAPES = {"\\n": "\n", "\\\\": "\\"}


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What became of one example.

    :ivar actual: the worst outcome of the findings that the example looks at, or ``no finding``
    :ivar findings: those findings
    :ivar problems: what is not as the example says, in words; empty when it holds
    """

    rule: Rule
    example: Example
    actual: str
    findings: tuple[Finding, ...]
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """The rule says what the example says it must."""
        return not self.problems

    def __str__(self) -> str:
        lines = [f"{self.rule.id}, example {self.example.name!r} ({self.example.report} report):"]
        lines += [f"  {problem}" for problem in self.problems] or ["  holds"]
        lines += [
            f"    {found.outcome:14} {found.lpar or '*'}: {found.source or '*'} → {found.target or '*'}"
            f" [{found.item}] {found.message}"
            for found in self.findings
        ]
        return "\n".join(lines)


@cache
def healthy(report: str) -> Workbook:
    """The healthy report as read from a file of the scanner.

    :param report: ``java`` or ``python``
    :raises KeyError: another name
    """
    kind = REPORTS[report]
    digest = hashlib.sha256()
    sheets = []
    folder = files(__package__) / "healthy" / report
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        text = entry.read_text(encoding="utf-8")
        digest.update(f"{entry.name}\0{text}\0".encode())
        lines = text.removesuffix("\n").split("\n") if text else []
        sheets.append(Sheet(entry.name.removesuffix(".tsv"), tuple(_row(line) for line in lines)))
    return Workbook(f"healthy.{kind}", kind, digest.hexdigest(), tuple(sheets))


def _row(line: str) -> Row:
    return tuple(_cell(field) for field in line.split("\t")) if line else ()


def _cell(field: str) -> Cell:
    if field == _ABSENT:
        return None
    return re.sub(r"\\[n\\]", lambda match: _ESCAPES[match[0]], field) if "\\" in field else field


def decided_by(rule: Rule) -> tuple[str, ...]:
    """What can decide *rule*: reports (``java``, ``python``) and ``facts`` of which an example ends in pass or fail.

    ``facts`` stands only where no report decides it as well.
    """
    decided = [example for example in rule.examples if example.outcome in ("pass", "fail")]
    reports = tuple(name for name in REPORTS if any(item.report == name and not item.facts for item in decided))
    return reports or (("facts",) if decided else ())


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """What became of the examples of one rule.

    :ivar lacking: outcomes that no example ends in; not every rule can have each
    """

    rule: Rule
    results: tuple[ExampleResult, ...]
    lacking: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """There are examples, and all of them hold."""
        return bool(self.results) and all(result.holds for result in self.results)


def check(rule: Rule, prover: Prover | None = None) -> RuleCheck:
    """Run all examples of *rule*.

    :raises CatalogueError: an example's changes do not fit the healthy report
    """
    prover = prover or Prover()
    results = tuple(prover.run(rule, example) for example in rule.examples)
    outcomes = {example.outcome for example in rule.examples}
    return RuleCheck(rule, results, tuple(wanted for wanted in ("fail", "pass", "unknown") if wanted not in outcomes))


def run(rule: Rule, example: Example) -> ExampleResult:
    """Change the healthy report as *example* says, judge it by *rule* alone, and compare.

    Whoever runs many examples keeps a :class:`Prover`.

    :raises CatalogueError: the example's changes do not fit the healthy report
    """
    return Prover().run(rule, example)


class Prover:
    """Runs examples one after the other, and loads again only what an example changes."""

    def __init__(self) -> None:
        self._benches: dict[tuple[object, ...], Bench] = {}

    def run(self, rule: Rule, example: Example) -> ExampleResult:
        """Change the healthy report as *example* says, judge it by *rule* alone, and compare.

        :raises CatalogueError: the example's changes do not fit the healthy report
        """
        bench, estate = self.placed(example)
        return compared(rule, example, bench.judge(estate, (rule,)))

    def placed(self, example: Example) -> tuple[Bench, Estate]:
        """The estate of *example*, and a bench to judge it on by any rules.

        :raises CatalogueError: the example's changes do not fit the healthy report
        """
        workbook = healthy(example.report)
        settings = (example.mode, example.together, example.today)
        key = (example.report, *settings, tuple(sorted(example.limits.items())))
        bench = self._benches.get(key)
        if bench is None:
            bench = self._benches[key] = Bench(_estate(workbook), *settings, example.limits)
        estate = _estate(apply(workbook, example.changes)) if example.changes else bench.first
        if example.facts:
            estate = with_facts(estate, [read_text("facts.txt", example.facts)])
        return bench, estate


def _estate(workbook: Workbook) -> Estate:
    return estates.combine([dialects.load(workbook)])


def _is_meant(finding: Finding, example: Example) -> bool:
    """The finding touches a move that the example looks at."""
    return all(
        not wanted or found in (None, wanted)
        for wanted, found in (
            (example.lpar, finding.lpar),
            (example.source, finding.source),
            (example.target, finding.target),
        )
    )


def compared(rule: Rule, example: Example, findings: Iterable[Finding]) -> ExampleResult:
    """What *rule* says, held against what *example* wants of it.

    :param findings: all that the rule says about the estate of the example
    """
    findings = tuple(found for found in findings if _is_meant(found, example))
    actual = max((found.outcome for found in findings), key=engine.RANK.__getitem__, default=NO_FINDING)
    problems = []
    if actual != example.outcome:
        problems.append(f"expected {example.outcome}, is {actual}")
    decisive = [found for found in findings if found.outcome == example.outcome]
    if example.item:
        decisive = [found for found in decisive if found.item == example.item]
        if not decisive:
            problems.append(f"no item {example.item!r} has the outcome {example.outcome}")
    if example.severity and example.severity not in {found.severity for found in decisive}:
        problems.append(f"no such finding is a {example.severity}")
    if example.message and not any(example.message in found.message for found in decisive):
        problems.append(f"no such message contains {example.message!r}")
    return ExampleResult(rule, example, actual, findings, tuple(problems))
