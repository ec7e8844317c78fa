"""Two programs write HMC Scanner reports; both end in the same tables."""

from __future__ import annotations

from hmcscan_lpm.dialects import java, python
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.errors import NotAReportError
from hmcscan_lpm.readers.model import Workbook


def load(workbook: Workbook) -> Report:
    """The report in *workbook* as tables, by whichever dialect recognises it.

    :raises NotAReportError: none does
    """
    if python.recognises(workbook):
        return python.load(workbook)
    if java.recognises(workbook):
        return java.load(workbook)
    tabs = ", ".join(sheet.name for sheet in workbook.sheets[:8]) or "none"
    raise NotAReportError(
        workbook.file,
        f"can be read, but no HMC Scanner wrote it (its tabs: {tabs}).",
        "Give the scanner's own report: the .xls or folder of the Java HMC Scanner, or the .xlsx or JSON dump of the "
        "Python hmcscanner.",
    )


def unread_tab(name: str) -> str:
    """Why a tab is not read when a plan is made, ``''`` when it is."""
    return java.usage_tab(name)


def unread_tab_but_hours(name: str) -> str:
    """As :func:`unread_tab`, but the hours of partitions are read: they show when a partition is quiet."""
    return "" if java.is_hourly(name) else java.usage_tab(name)
