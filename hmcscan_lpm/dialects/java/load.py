"""From a workbook of the Java HMC Scanner to a report: the order in which its tabs are taken.

Some tabs explain others: servers and partitions come first, then what hangs on them, then the joins.
"""

from __future__ import annotations

from hmcscan_lpm.dialects.extract import Extract
from hmcscan_lpm.dialects.java.accounts import accounts, note_tabs
from hmcscan_lpm.dialects.java.checks import check_keys, check_names
from hmcscan_lpm.dialects.java.coverage import coverage
from hmcscan_lpm.dialects.java.fibre import complete_fibre
from hmcscan_lpm.dialects.java.flat import take_flat_tabs
from hmcscan_lpm.dialects.java.header import take_header
from hmcscan_lpm.dialects.java.pools import take_pools
from hmcscan_lpm.dialects.java.sanitized import is_sanitized, note_sanitized
from hmcscan_lpm.dialects.java.scan import Scan
from hmcscan_lpm.dialects.java.sea import take_sea
from hmcscan_lpm.dialects.java.servers import complete_servers
from hmcscan_lpm.dialects.java.slots import complete_slots
from hmcscan_lpm.dialects.java.storage import complete_virtual_adapters, complete_vscsi_mappings
from hmcscan_lpm.dialects.java.tabs import Named, canonical, named
from hmcscan_lpm.dialects.java.usage import take_hourly_usage
from hmcscan_lpm.dialects.java.vios_disks import take_vios_disks
from hmcscan_lpm.dialects.java.virtual_ethernet import take_virtual_ethernet
from hmcscan_lpm.dialects.java.vnic import take_vnics
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.issues import Issue
from hmcscan_lpm.readers.model import Workbook
from hmcscan_lpm.tables.schema import frame, validated
from hmcscan_lpm.tables.vocabulary import TABLES

_MANY = 20
"""More issues of one column than this are told as one."""


def load(workbook: Workbook) -> Report:
    """The tables of a report that :func:`recognises` accepts, with everything needed to point back into it.

    Never raises on what stands in a cell: what cannot be taken is null or left out, and an issue.
    """
    tabs = named(workbook)
    scan = take(workbook, tabs)
    return Report(
        file=workbook.file,
        kind=workbook.kind,
        sha256=workbook.sha256,
        dialect="java",
        scanner_version=scan.version,
        sanitized=scan.is_sanitized,
        sheets=tabs.sheets,
        accounts=accounts(scan, tabs),
        tables={name: validated(name, frame(name, scan.rows(name))) for name in TABLES},
        headings=scan.extract.headings,
        coverage=coverage(scan),
        issues=issues(scan),
    )


def take(workbook: Workbook, tabs: Named) -> Scan:
    """Everything taken from *workbook*, as rows that are not yet frames."""
    scan = Scan(Extract(workbook.file), tabs.sheets, workbook.kind, is_sanitized(tabs.sheets))
    _note_reading(scan, workbook)
    note_tabs(scan, tabs)
    take_header(scan)
    take_flat_tabs(scan)
    complete_servers(scan)
    take_virtual_ethernet(scan)
    take_vnics(scan)
    complete_virtual_adapters(scan)
    take_vios_disks(scan)
    complete_vscsi_mappings(scan)
    take_sea(scan)
    complete_slots(scan)
    complete_fibre(scan)
    take_pools(scan)
    take_hourly_usage(scan)
    check_keys(scan)
    check_names(scan)
    if scan.is_sanitized:
        note_sanitized(scan)
    return scan


def issues(scan: Scan) -> tuple[Issue, ...]:
    """All issues; in a sanitized report every value of a replaced column would be one."""
    return scan.extract.condensed(1 if scan.is_sanitized else _MANY)


def _note_reading(scan: Scan, workbook: Workbook) -> None:
    """What the reader had to repair belongs to the report's issues."""
    for note in workbook.notes:
        scan.extract.issue(canonical(note.tab, workbook.kind), note.cell, note.kind, note.message)
