"""What a dialect gives: one report as tables of the common vocabulary, with everything needed to point back at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from hmcscan_lpm.issues import Issue
    from hmcscan_lpm.readers.model import Sheet


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a column of a table stands in a tab.

    :ivar position: column in the tab, from 0
    :ivar printed: the heading as printed
    :ivar tab: the tab, where the fact stands in another one than the rest of its row, else ``''``
    :ivar row: the row there, from 1; 0 = the row's own
    """

    position: int
    printed: str
    tab: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether anybody could look at one table of one server, or of one VIOS of it.

    :ivar system: server
    :ivar vios: the VIOS for tables that each VIOS answers for itself, else None for the whole server
    :ivar table: table of the vocabulary
    :ivar collected: False means that an empty table says nothing
    :ivar reason: why not, in words for the reader of the plan; ``''`` when collected
    """

    system: str
    vios: str | None
    table: str
    collected: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TabAccount:
    """What became of one tab: every tab of a report has one, so that nothing vanishes.

    :ivar tab: name as printed
    :ivar rows: rows in the tab that hold anything, headings included
    :ivar loaded: table name → rows loaded from this tab
    :ivar remark: why nothing was loaded, or what the tab is; ``''`` when the counts say it all
    """

    tab: str
    rows: int
    loaded: Mapping[str, int] = field(default_factory=dict)
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One report, recognised and turned into tables.

    :ivar file: as shown to the user
    :ivar kind: file format: xls, xlsx, csv, html, json
    :ivar sha256: of the file
    :ivar dialect: ``java`` (Java HMC Scanner) or ``python`` (the hmcscanner package)
    :ivar scanner_version: as the report prints it, ``''`` when it does not
    :ivar sanitized: names were replaced by the scanner, so that tabs no longer join
    :ivar sheets: the raw tabs by printed name
    :ivar accounts: what became of each tab
    :ivar tables: every table of the vocabulary, empty ones included
    :ivar headings: (table, tab, block) → column → where it stands
    :ivar coverage: who could be asked about what
    :ivar issues: what could not be taken as it stands
    """

    file: str
    kind: str
    sha256: str
    dialect: str
    scanner_version: str
    sanitized: bool
    sheets: Mapping[str, Sheet]
    accounts: tuple[TabAccount, ...]
    tables: Mapping[str, pd.DataFrame]
    headings: Mapping[tuple[str, str, int], Mapping[str, Heading]]
    coverage: tuple[Coverage, ...]
    issues: tuple[Issue, ...]
