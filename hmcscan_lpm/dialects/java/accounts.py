"""What became of each tab: nothing of a report vanishes without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from hmcscan_lpm.dialects.extract import is_blank
from hmcscan_lpm.dialects.java.scan import Scan
from hmcscan_lpm.dialects.java.tabs import Named, is_hourly, usage_tab
from hmcscan_lpm.dialects.model import TabAccount
from hmcscan_lpm.readers.model import Sheet

_SHOWN = 5
"""So many unknown tabs are named each; more of them, as in a folder of pages per partition, are told as one."""

_REMARKS: Mapping[str, str] = {
    "HMC": "the console's own level: in table hmcs",
    "Service Agent": "contact data: not loaded",
    "Ent_Sys_Pools": "not needed for a move",
    "OnOff CoD": "not needed for a move",
    "CoD Events": "not needed for a move",
    "SW_cores": "a calculator: only the definitions of processor pools are data",
    "SEA": "its statistics are not needed for a move",
}


def accounts(scan: Scan, named: Named) -> tuple[TabAccount, ...]:
    """One account per tab, in the order of the report."""
    loaded: dict[str, Counter[str]] = {}
    for table, rows in scan.extract.rows.items():
        for row in rows:
            loaded.setdefault(row["tab"], Counter())[table] += 1
    return tuple(
        TabAccount(name, _filled(sheet), dict(loaded.get(name, {})), _remark(name, sheet, named))
        for name, sheet in named.sheets.items()
    )


def _filled(sheet: Sheet) -> int:
    return sum(not is_blank(row) for row in sheet.rows)


def _remark(name: str, sheet: Sheet, named: Named) -> str:
    if sheet.skipped:
        return sheet.skipped
    if name in named.repeated:
        return f"a second tab {named.repeated[name]}: not loaded"
    if name in named.unknown:
        return "no tab of this scanner that is known: not loaded"
    if is_hourly(name):
        return "averages for each hour of the day" if sheet.rows else "empty"
    return usage_tab(name) or _REMARKS.get(name, "") or ("empty" if not sheet.rows else "")


def note_tabs(scan: Scan, named: Named) -> None:
    """Issues for tabs that nothing is loaded from although they may hold something."""
    unknown = [name for name in named.sheets if name in named.unknown]
    if len(unknown) > _SHOWN:
        _note_unknown(scan, "", f"{len(unknown)} tabs are not known ({_listed(unknown)}): they were not loaded.")
    else:
        for name in unknown:
            _note_unknown(scan, name, "This tab is not known: it was not loaded.")
    for name, tab in named.repeated.items():
        scan.extract.issue(name, "", "duplicate-tab", f"The report has tab {tab} twice: the first was loaded.")


def _note_unknown(scan: Scan, tab: str, message: str) -> None:
    scan.extract.issue(tab, "", "unknown-tab", message)


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    return ", ".join([*names[:_SHOWN], "…"] if len(names) > _SHOWN else names)
