"""All reports together: which server is in which report, the newest scan of each, and the way back to every cell.

An estate knows tables and where their rows stand. It knows neither rules nor moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from hmcscan_lpm.dialects.extract import address, tab_key
from hmcscan_lpm.dialects.model import Coverage, Report
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.errors import SelectionError
from hmcscan_lpm.issues import Issue
from hmcscan_lpm.supplements.read import FactFile
from hmcscan_lpm.tables.schema import frame, records
from hmcscan_lpm.tables.vocabulary import STRUCTURE, TABLES

_LONGEST_LINE = 400
"""Of a line that is evidence no more is shown."""

_PREFERENCE: Mapping[str, int] = {"json": 0, "xls": 1, "xlsx": 2, "html": 3, "csv": 4}
"""Of two scans of the same moment the format that loses least wins: a JSON dump guesses nothing, CSV cuts twice."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cell that a verdict rests on.

    :ivar report: the file
    :ivar tab: the tab as printed
    :ivar cell: ``I14``, or a path in a JSON dump; ``''`` when the whole row is meant
    :ivar column: heading as printed
    :ivar value: the cell as printed
    """

    report: str
    tab: str
    cell: str
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Source:
    """One report that the estate was made from.

    :ivar file: as shown to the user
    :ivar managers: HMCs that it speaks for
    :ivar scanned_at: the oldest HMC clock in it, ``YYYY-MM-DDTHH:MM:SS``, ``''`` when it does not say
    :ivar systems: servers that were taken from it (others were newer elsewhere)
    """

    file: str
    kind: str
    sha256: str
    dialect: str
    scanner_version: str
    sanitized: bool
    managers: tuple[str, ...]
    scanned_at: str
    systems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactSource:
    """One file of facts that was laid over the reports.

    :ivar outputs: (which output, how many rows of it were taken)
    """

    file: str
    sha256: str
    outputs: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Estate:
    """Everything that is known from all reports.

    :ivar tables: every table of the vocabulary over all reports, plus the column ``at``: the row's reference, with
        which :meth:`evidence` finds the cell. Columns and dtypes: :mod:`hmcscan_lpm.tables.vocabulary`.
    :ivar coverage: who could be asked: columns system, vios (null: the whole server), tbl, collected, reason
    :ivar issues: what could not be taken as it stands, in all reports
    :ivar sources: the reports in the order given
    :ivar facts: the files of facts that were laid over the reports
    :ivar fact_cells: reference of a cell that a fact told → (file, format, line)
    """

    reports: tuple[Report, ...]
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    coverage: pd.DataFrame = field(repr=False)
    issues: tuple[Issue, ...] = field(repr=False)
    sources: tuple[Source, ...] = ()
    facts: tuple[FactFile, ...] = field(default=(), repr=False)
    fact_cells: Mapping[str, tuple[str, str, int]] = field(default_factory=dict, repr=False)

    @property
    def systems(self) -> pd.DataFrame:
        """The servers: table ``systems``."""
        return self.tables["systems"]

    @property
    def lpars(self) -> pd.DataFrame:
        """The partitions: table ``lpars``."""
        return self.tables["lpars"]

    @property
    def fact_sources(self) -> tuple[FactSource, ...]:
        """The files of facts in the order given, and what was found in each."""
        return tuple(FactSource(file.file, file.sha256, file.formats) for file in self.facts)

    def tab(self, name: str, report: str | None = None) -> pd.DataFrame:
        """A raw tab as printed: first row as headings, every cell as it stands, nothing converted.

        :param name: tab name; case, blanks and underscores do not matter
        :param report: the report's file name; default: the first report that has the tab
        :raises SelectionError: no report has such a tab
        """
        for candidate in self.reports:
            if report is not None and candidate.file != report:
                continue
            for printed, sheet in candidate.sheets.items():
                if tab_key(printed) == tab_key(name):
                    width = max((len(row) for row in sheet.rows), default=0)
                    rows = [(*row, *([None] * (width - len(row)))) for row in sheet.rows]
                    return pd.DataFrame(rows[1:], columns=list(rows[0]) if rows else None, dtype=object)
        known = sorted({printed for item in self.reports for printed in item.sheets})
        raise SelectionError(f"No report has a tab {name!r}. Tabs: {', '.join(known)}.")

    def evidence(self, reference: str) -> Evidence | None:
        """The cell behind a reference ``table:row#column``; None when the report has no such column.

        Without ``#column`` the whole row is meant.
        """
        where, _, column = reference.partition("#")
        table, _, index = where.partition(":")
        files, tabs, numbers, blocks = self._places[table]
        position = int(index)
        file, tab, number, block = files[position], tabs[position], numbers[position], blocks[position]
        if reference in self.fact_cells:
            return self._line(*self.fact_cells[reference], column)
        if file in self._lines:
            told = not column or self.tables[table][column].iloc[position] is not pd.NA
            return self._line(file, tab, number, column) if told else None
        report = self._by_file[file]
        if not column:
            sheet = report.sheets[tab]
            return Evidence(file, sheet.name, address(sheet, number, None), "", "")
        heading = report.headings.get((table, tab, block), {}).get(column)
        if heading is None:
            return None
        sheet = report.sheets[heading.tab or tab]
        number = heading.row or number
        cells = sheet.rows[number - 1] if 0 < number <= len(sheet.rows) else ()
        value = cells[heading.position] if heading.position < len(cells) else None
        return Evidence(file, sheet.name, address(sheet, number, heading), heading.printed, plain(value))

    def _line(self, file: str, form: str, number: int, column: str) -> Evidence:
        """A line of a file of facts as evidence."""
        lines = self._lines[file]
        text = lines[number - 1].strip() if 0 < number <= len(lines) else ""
        return Evidence(file, form, f"line {number}", column or "line", text[:_LONGEST_LINE])

    @cached_property
    def _lines(self) -> Mapping[str, tuple[str, ...]]:
        return {file.file: file.lines for file in self.facts}

    @cached_property
    def _by_file(self) -> Mapping[str, Report]:
        return {report.file: report for report in self.reports}

    @cached_property
    def _places(self) -> Mapping[str, tuple[list[str], list[str], list[int], list[int]]]:
        """Provenance columns of every table as lists: evidence is looked up row by row."""
        return {
            name: (data["report"].tolist(), data["tab"].tolist(), data["row"].tolist(), data["block"].tolist())
            for name, data in self.tables.items()
        }

    def __repr__(self) -> str:
        return (
            f"Estate({len(self.reports)} reports, {len(self.systems)} servers, {len(self.lpars)} partitions, "
            f"{len(self.issues)} data-quality issues)"
        )


@dataclass(frozen=True, slots=True)
class _Scan:
    """One server as one report saw it.

    :ivar scope: within which reports its name and serial number mean something: ``''`` for all with real names, the
        content of a sanitized one, where both are placeholders
    """

    report: int
    name: str
    serial: str
    scanned_at: str
    kind: str
    scope: str

    @property
    def identity(self) -> tuple[str, str]:
        return self.scope, self.serial or self.name

    @property
    def rank(self) -> tuple[str, int, int]:
        """Greater is better: newer first, then the format that loses least, then the order given."""
        return (self.scanned_at, -_PREFERENCE.get(self.kind, 9), -self.report)


def combine(reports: Sequence[Report]) -> Estate:
    """One estate from several reports: of a server in several scans the newest is taken, and that is said."""
    reports = _with_unique_names(reports)
    scans = [scan for index, report in enumerate(reports) for scan in _scans(index, report)]
    chosen, issues = _newest(reports, scans)
    shown, renamed = _unique_system_names(reports, chosen)
    issues += renamed + _placeholders(reports)
    frames = {name: _stack(name, reports, shown) for name in TABLES}
    coverage = _coverage(reports, shown)
    issues = [issue for report in reports for issue in report.issues] + issues
    return Estate(
        reports=tuple(reports),
        tables=frames,
        coverage=coverage,
        issues=tuple(issues),
        sources=tuple(_source(index, report, shown) for index, report in enumerate(reports)),
    )


def _with_unique_names(reports: Sequence[Report]) -> list[Report]:
    """Two reports of one file name (from two folders) would be one in every reference: number the later ones."""
    seen: dict[str, int] = defaultdict(int)
    unique = []
    for report in reports:
        seen[report.file] += 1
        if seen[report.file] == 1:
            unique.append(report)
            continue
        name = f"{report.file} ({seen[report.file]})"
        tables = {
            table: data.assign(report=pd.array([name] * len(data), dtype="string"))
            for table, data in report.tables.items()
        }
        issues = tuple(replace(issue, report=name) for issue in report.issues)
        unique.append(replace(report, file=name, tables=tables, issues=issues))
    return unique


def _clock(report: Report) -> dict[str, str]:
    """HMC → its clock at the scan, as far as the report says."""
    return {row["manager"]: row["scanned_at"] for row in records(report.tables["hmcs"]) if row["scanned_at"]}


def _scans(index: int, report: Report) -> list[_Scan]:
    clock = _clock(report)
    oldest = min(clock.values(), default="")
    scope = report.sha256 if report.sanitized else ""
    scans = []
    for row in records(report.tables["systems"]):
        at = clock.get(row["manager"] or "", oldest)
        scans.append(_Scan(index, row["system"], row["serial"] or "", at, report.kind, scope))
    return scans


def _newest(reports: Sequence[Report], scans: Iterable[_Scan]) -> tuple[list[_Scan], list[Issue]]:
    """The best scan of each server, and an issue for each that was not taken."""
    by_server: dict[tuple[str, str], list[_Scan]] = defaultdict(list)
    for scan in scans:
        by_server[scan.identity].append(scan)
    chosen, issues = [], []
    for candidates in by_server.values():
        best = max(candidates, key=lambda scan: scan.rank)
        chosen.append(best)
        for other in candidates:
            if other is best:
                continue
            issues.append(
                Issue(
                    reports[other.report].file,
                    "",
                    "",
                    "older-scan",
                    f"Server {other.name} (scan of {other.scanned_at or 'unknown time'}) was not taken: "
                    f"{reports[best.report].file} has it from {best.scanned_at or 'unknown time'}.",
                )
            )
    return chosen, issues


def _unique_system_names(
    reports: Sequence[Report], chosen: Iterable[_Scan]
) -> tuple[dict[tuple[int, str], str], list[Issue]]:
    """(report, name in it) → the name in the estate: two servers of one name get their serial behind it.

    A serial number of a sanitized report would tell them apart as little as the name: they get the file instead.
    """
    chosen = list(chosen)
    names: dict[str, int] = defaultdict(int)
    for scan in chosen:
        names[scan.name] += 1
    shown: dict[tuple[int, str], str] = {}
    issues = []
    for scan in chosen:
        mark = reports[scan.report].file if scan.scope or not scan.serial else scan.serial
        unique = scan.name if names[scan.name] == 1 else f"{scan.name}*{mark}"
        shown[scan.report, scan.name] = unique
        if unique != scan.name:
            issues.append(
                Issue(
                    reports[scan.report].file,
                    "",
                    "",
                    "same-server-name",
                    f"Two servers are called {scan.name}: this one is shown as {unique}.",
                )
            )
    return shown, issues


def _placeholders(reports: Sequence[Report]) -> list[Issue]:
    """Sanitized reports beside others of other content: nobody can tell whether they show the same servers."""
    if len({report.sha256 for report in reports}) < 2:
        return []
    return [
        Issue(
            report.file,
            "",
            "",
            "sanitized-names",
            "Names and serial numbers in a sanitized report are placeholders: its servers count as others than those "
            "of every other report, and names are not compared between them.",
        )
        for report in reports
        if report.sanitized
    ]


def _stack(table: str, reports: Sequence[Report], shown: Mapping[tuple[int, str], str]) -> pd.DataFrame:
    """Rows of *table* over all reports, of the chosen scans only, with their reference in ``at``."""
    parts = []
    for index, report in enumerate(reports):
        part = report.tables[table]
        if part.empty:
            continue
        if "system" in part.columns:
            names = {name: unique for (owner, name), unique in shown.items() if owner == index}
            part = part[part["system"].isin(list(names))]
            if any(name != unique for name, unique in names.items()):
                part = part.assign(system=part["system"].map(names).astype("string"))
        if not part.empty:
            parts.append(part)
    stacked = pd.concat(parts, ignore_index=True) if parts else frame(table)
    stacked["at"] = pd.array([f"{table}:{index}" for index in range(len(stacked))], dtype="string")
    return stacked


def _coverage(reports: Sequence[Report], shown: Mapping[tuple[int, str], str]) -> pd.DataFrame:
    rows: list[Coverage] = []
    names: list[str] = []
    for index, report in enumerate(reports):
        unusable = _unusable(report)
        for item in report.coverage:
            unique = shown.get((index, item.system))
            if unique is not None:
                reason = unusable.get(item.table) if item.collected else None
                rows.append(replace(item, collected=False, reason=reason) if reason else item)
                names.append(unique)
    return pd.DataFrame(
        {
            "system": pd.array(names, dtype="string"),
            "vios": pd.array([item.vios for item in rows], dtype="string"),
            "tbl": pd.array([item.table for item in rows], dtype="string"),
            "collected": pd.array([item.collected for item in rows], dtype="boolean"),
            "reason": pd.array([item.reason for item in rows], dtype="string"),
        }
    )


def _unusable(report: Report) -> dict[str, str]:
    """Table → which column a tab lacks, where rows mean nothing without it."""
    found: dict[str, set[str]] = defaultdict(set)
    tabs: dict[str, str] = {}
    for (table, tab, _), places in report.headings.items():
        found[table] |= set(places)
        tabs.setdefault(table, tab)
    lacking = {
        # What identifies a row may stand in a title above a block; where it was missing there are no rows.
        table: [
            column
            for column in STRUCTURE[table]
            if column not in columns and (column not in TABLES[table].key or report.tables[table].empty)
        ]
        for table, columns in found.items()
        if table in STRUCTURE
    }
    unusable = {
        table: f"tab {tabs[table]} has no column for {columns[0]}" for table, columns in lacking.items() if columns
    }
    if "lpars" in unusable:
        # Which partitions are VIOSes, and which of those run, decides who had to answer.
        asked = (name for name, table in TABLES.items() if table.collected_by == "vios")
        unusable |= {name: unusable.get(name, unusable["lpars"]) for name in asked}
    return unusable


def _source(index: int, report: Report, shown: Mapping[tuple[int, str], str]) -> Source:
    clock = _clock(report)
    return Source(
        file=report.file,
        kind=report.kind,
        sha256=report.sha256,
        dialect=report.dialect,
        scanner_version=report.scanner_version,
        sanitized=report.sanitized,
        managers=tuple(dict.fromkeys(str(name) for name in report.tables["hmcs"]["manager"])),
        scanned_at=min(clock.values(), default=""),
        systems=tuple(sorted(unique for (owner, _), unique in shown.items() if owner == index)),
    )
