"""From a workbook or JSON dump of the Python hmcscanner to a report: the order in which its tabs are taken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from hmcscan_lpm.dialects.extract import Extract, address, is_blank, tab_key
from hmcscan_lpm.dialects.model import Report, TabAccount
from hmcscan_lpm.dialects.python.adapters import take_adapters
from hmcscan_lpm.dialects.python.consoles import take_consoles
from hmcscan_lpm.dialects.python.coverage import coverage
from hmcscan_lpm.dialects.python.dump import sheets_of
from hmcscan_lpm.dialects.python.parts import holes
from hmcscan_lpm.dialects.python.servers import take_lpars, take_pools, take_sizes, take_slots, take_systems
from hmcscan_lpm.dialects.python.sriov import take_sriov
from hmcscan_lpm.dialects.python.tabs import Rows, Scan, is_headless, lose, sentence
from hmcscan_lpm.dialects.python.vios import take_vios_tabs
from hmcscan_lpm.dialects.values import plain
from hmcscan_lpm.readers.model import Sheet, Workbook
from hmcscan_lpm.tables.schema import frame, validated
from hmcscan_lpm.tables.vocabulary import TABLES

_REMARKS: Mapping[str, str] = {
    "header": "the scanner's version and the day the file was written",
    "elasticcodbilling": "not needed for a move",
    "codcapacity": "not needed for a move",
    "codhistory": "not needed for a move",
    "systemdetails": "in table systems",
    "systemcpuram": "in table systems",
    "systemcpu": "in table systems",
    "systemram": "in table systems",
    "systemmicrocode": "in table systems",
    "lparcpuram": "the same as LPAR CPU RAM details, in fewer columns",
    "vioslevels": "in table lpars, where LPAR details have no level",
    "viosethadapters": "not needed for a move",
    "viosethstatistics": "not needed for a move",
    "sriovlogicalport": "ports that the tabs ETH and ROCE list are taken from there",
    "sriovlogicalportroce": "in table sriov_logical_ports",
    "sriovphysicalportroce": "in table sriov_ports",
}
_UNUSED = frozenset(
    {"header", "elasticcodbilling", "codcapacity", "codhistory", "viosethadapters", "viosethstatistics"}
)
"""Tabs that no table is taken from."""

_LISTED = frozenset(
    tab_key(name)
    for name in (
        "Header", "System Summary", "System Details", "Elastic CoD Billing", "CoD Capacity", "CoD History",
        "System microcode", "Virtual Switch", "System CPU RAM", "Processor Pools", "System IO", "LPAR CPU RAM",
        "LPAR details", "LPAR CPU RAM details", "LPAR vadapter details", "LPAR profiles CPU RAM",
        "LPAR profiles vadapter", "LPAR profiles physical adapter", "NPIV", "vSCSI MAP", "VIOS Disks", "SEA Config",
        "VIOS Eth adapters", "VIOS Link Aggregation", "VIOS Eth Statistics", "VIOS Fiber Adapters",
        "SR-IOV Adapters", "SR-IOV Logical Port", "SR-IOV Logical Port ETH", "SR-IOV Logical Port ROCE",
        "SR-IOV Physical Port ETH", "SR-IOV Physical Port ETHC", "SR-IOV Physical Port ROCE", "SR-IOV vNIC",
        "System CPU", "System RAM", "Memory Pools", "LPAR CPU details", "LPAR RAM details", "LPAR profiles serial",
        "VIOS levels",
    )
)  # fmt: skip


def load(workbook: Workbook) -> Report:
    """The tables of a report that :func:`recognises` accepts, with everything needed to point back into it.

    Never raises on what stands in a cell: what cannot be taken is null or left out, and an issue.
    """
    sheets = sheets_of(workbook.document) if workbook.document is not None else workbook.sheets
    scan = Scan(Extract(workbook.file), {sheet.name: sheet for sheet in sheets}, is_guessed=workbook.document is None)
    for note in workbook.notes:
        # The scanner itself writes formulas there, into columns that are not read.
        if not (note.kind == "formula-as-text" and tab_key(note.tab) == "processorpools"):
            scan.extract.issue(note.tab, note.cell, note.kind, note.message)
    _note_holes(scan, workbook.document or {})
    _note_headless(scan)
    _take(scan)
    _keep_first(scan)
    _note_unknown(scan)
    return Report(
        file=workbook.file,
        kind=workbook.kind,
        sha256=workbook.sha256,
        dialect="python",
        scanner_version=_version(scan),
        sanitized=False,
        sheets=scan.sheets,
        accounts=_accounts(scan),
        tables={name: validated(name, frame(name, scan.rows(name))) for name in TABLES},
        headings=scan.extract.headings,
        coverage=coverage(scan),
        issues=scan.extract.condensed(),
    )


def _take(scan: Scan) -> None:
    take_consoles(scan)
    take_systems(scan)
    take_lpars(scan)
    take_sizes(scan)
    take_pools(scan)
    take_slots(scan)
    take_adapters(scan)
    take_sriov(scan)
    take_vios_tabs(scan)


def _version(scan: Scan) -> str:
    sheet = scan.sheet("Header")
    first = plain(sheet.rows[0][0]) if sheet and sheet.rows and sheet.rows[0] else ""
    match = re.search(r"version\s+(\S+)", first)
    return match[1] if match else ""


def _keep_first(scan: Scan) -> None:
    """Of rows with the same key the first is kept; rows without their whole key are left out. Both are said."""
    for name, table in TABLES.items():
        seen: set[tuple[object, ...]] = set()
        kept: Rows = []
        for row in scan.rows(name):
            key = tuple(row.get(column) for column in table.key)
            if table.key and (None in key or key in seen):
                _leave_out(scan, name, row, table.key)
                continue
            seen.add(key)
            kept.append(row)
        scan.extract.rows[name] = kept


def _leave_out(scan: Scan, table: str, row: dict[str, Any], key: Sequence[str]) -> None:
    sheet = scan.sheets[row["tab"]]
    lacking = [column for column in key if row.get(column) is None]
    kind, problem = ("incomplete-row", f"has no {lacking[0]}") if lacking else ("duplicate-row", "is there twice")
    if lacking:
        lose(scan, table, row.get("system"), sheet, row["row"])
    shown = ", ".join(str(row.get(column)) for column in key)
    message = f"{TABLES[table].row} ({shown}) {problem}: this row was left out."
    where = address(sheet, row["row"], None)
    scan.extract.issue(row["tab"], where, kind, message, group=f"{table} {kind}")


def _note_holes(scan: Scan, document: Mapping[str, Any]) -> None:
    """What a dump lacks was not collected, although other parts of the same server or VIOS were."""
    for hole in holes(document):
        for table in hole.tables:
            if hole.vios is None:
                scan.lost.setdefault((table, hole.system), hole.reason)
            else:
                scan.unasked[hole.system, hole.vios, table] = hole.reason
        message = f"{hole.reason}: what it would tell is not known."
        scan.extract.issue("", hole.path, "not-collected", message, group=hole.part)


def _note_headless(scan: Scan) -> None:
    """A tab whose headings are not found cannot be taken, and that is said."""
    for name, sheet in scan.sheets.items():
        if tab_key(name) not in _LISTED or tab_key(name) in _UNUSED or not is_headless(sheet):
            continue
        first = next(number for number, row in enumerate(sheet.rows, 1) if not is_blank(row))
        message = "no column 'Managed System': the headings were not found, and nothing was taken from this tab."
        scan.extract.issue(name, address(sheet, first, None), "missing-column", message)


def _note_unknown(scan: Scan) -> None:
    for name, sheet in scan.sheets.items():
        if not _is_known(name) and any(not is_blank(row) for row in sheet.rows):
            scan.extract.issue(name, "", "unknown-tab", "This tab is not known: it was not loaded.")


def _is_known(name: str) -> bool:
    return tab_key(name) in _LISTED or name.startswith("HMC ")


def _accounts(scan: Scan) -> tuple[TabAccount, ...]:
    loaded: dict[str, Counter[str]] = {name: Counter() for name in scan.sheets}
    for table, rows in scan.extract.rows.items():
        for row in rows:
            loaded[row["tab"]][table] += 1
    return tuple(_account(sheet, loaded[name]) for name, sheet in scan.sheets.items())


def _account(sheet: Sheet, loaded: Mapping[str, int]) -> TabAccount:
    remark = sheet.skipped or sentence(sheet) or _REMARKS.get(tab_key(sheet.name), "")
    if is_headless(sheet) and tab_key(sheet.name) in _LISTED - _UNUSED:
        remark = "its headings were not found: not loaded"
    if not _is_known(sheet.name):
        remark = sheet.skipped or "no tab of this scanner that is known: not loaded"
    filled = sum(not is_blank(row) for row in sheet.rows)
    return TabAccount(sheet.name, filled, dict(loaded), remark if remark or loaded else "empty" if filled <= 1 else "")
