"""The tabs of a Java HMC Scanner report: their names in every format, and which are never read.

Knows names and headings, not what a tab means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hmcscan_lpm.dialects.extract import key_of, tab_key
from hmcscan_lpm.readers.model import Sheet, Workbook

TABS: tuple[str, ...] = (
    "Header",
    "HMC",
    "Service Agent",
    "System_Summary",
    "Ent_Sys_Pools",
    "OnOff CoD",
    "CoD Events",
    "LPAR_Summary",
    "LPAR_Profiles",
    "LPAR_CPU",
    "LPAR_MEM",
    "Physical_Slots",
    "IO_slot_children",
    "Virtual_Ethernet",
    "Virtual_SCSI",
    "VSCSI_Map",
    "Virtual_Fibre",
    "VIOS disks",
    "SEA",
    "FC",
    "SRIOV Phys Ports",
    "SRIOV Logical Ports",
    "vNIC",
    "SW_cores",
)
"""Names as the ``.xls`` prints them: the names in all evidence, whatever the format of the report."""

_STEMS: Mapping[str, str] = {
    "header": "Header",
    "hmc": "HMC",
    "systems": "System_Summary",
    "syspool": "Ent_Sys_Pools",
    "onoff": "OnOff CoD",
    "codlog": "CoD Events",
    "lpar": "LPAR_Summary",
    "profile": "LPAR_Profiles",
    "cpu": "LPAR_CPU",
    "mem": "LPAR_MEM",
    "slots": "Physical_Slots",
    "iochildren": "IO_slot_children",
    "veth": "Virtual_Ethernet",
    "vscsi": "Virtual_SCSI",
    "vscsimap": "VSCSI_Map",
    "vfc": "Virtual_Fibre",
    "viosdisks": "VIOS disks",
    "sea": "SEA",
    "pfc": "FC",
    "poolcpu": "CPU_Pool_Usage",
    "sysram": "Sys_RAM_Usage",
    "lparcpu": "LPAR_CPU_Usage",
    "pooldaily": "CPU_Pool_Daily_Usage",
    "poolhourly": "CPU_Pool_Hourly_Usage",
}
"""File stems of the ``-csv`` and ``-html`` folders. ``lparcpu`` is the usage tab, ``LPAR_CPU`` is ``cpu``."""

_SERIES = re.compile(r"(\d+)_lpar(daily|hourly)")
_HOURLY = re.compile(r"\d+_lparhourly")
_USAGE = re.compile(r"(CPU_Pool|Sys_RAM|LPAR_CPU)_Usage|(CPU_Pool|LPAR)_(Daily|Hourly)_Usage(_N\d+)?", re.IGNORECASE)
_FRAMES = re.compile(r"index|fedmenu|(sysperf|poolperf|lparperf)(index|menu)", re.IGNORECASE)
_BY_KEY: Mapping[str, str] = {tab_key(name): name for name in TABS}
_FOLDERS = frozenset({"csv", "html"})

_OWN_NAMES = frozenset({"System_Summary", "LPAR_Summary", "LPAR_Profiles", "LPAR_CPU", "LPAR_MEM", "Virtual_Fibre"})
_SIGNATURES: Mapping[str, frozenset[str]] = {
    "System_Summary": frozenset({"managedsystem", "typemodel", "serial"}),
    "LPAR_Summary": frozenset({"name", "id", "environment", "managedsystemname"}),
    "LPAR_Profiles": frozenset({"lparname", "profilename", "managedsystemname"}),
    "LPAR_CPU": frozenset({"name", "currcpu", "managedsystemname"}),
    "LPAR_MEM": frozenset({"name", "currgb", "managedsystemname"}),
    "Virtual_Fibre": frozenset({"lparname", "wwpn1", "managedsystemname"}),
}
_PYTHON_TABS = frozenset({"lparvadapterdetails", "systemcpuram", "lparcpuramdetails"})
"""Tabs that only the Python hmcscanner writes; its other names differ from these by a blank for an underscore."""


@dataclass(frozen=True, slots=True)
class Named:
    """The sheets of a workbook under the names of :data:`TABS`.

    :ivar sheets: name → sheet, in file order; tabs that are not known keep their own name
    :ivar unknown: names that are no tab of this scanner
    :ivar repeated: second and later sheets of one name: under the name they are kept, the tab they repeat
    """

    sheets: Mapping[str, Sheet]
    unknown: frozenset[str]
    repeated: Mapping[str, str]


def usage_tab(name: str) -> str:
    """Why a tab is not read on this path, ``''`` when it is.

    :param name: tab name as printed, or the stem of a file in a CSV or HTML folder
    """
    printed = name.strip()
    shown = _STEMS.get(printed, printed)
    if _SERIES.fullmatch(printed) or _USAGE.fullmatch(re.sub(r"[\s\-]", "_", shown)):
        return "usage tab, not read on this path"
    if _FRAMES.fullmatch(printed):
        return "navigation page of the HTML folder, no data"
    return ""


def is_hourly(name: str) -> bool:
    """Whether a tab has the hours of partitions: ``LPAR_Hourly_Usage_N1``, or ``1_lparhourly`` in a folder."""
    printed = name.strip().lower()
    return bool(
        _HOURLY.fullmatch(printed) or re.fullmatch(r"lpar_hourly_usage(_n\d+)?", re.sub(r"[\s\-]", "_", printed))
    )


def canonical(name: str, kind: str) -> str:
    """The name of a tab as the ``.xls`` prints it; a name that is not known comes back as it is.

    :param kind: format of the workbook; file stems mean something in folders only
    """
    printed = name.strip()
    if kind in _FOLDERS:
        series = _SERIES.fullmatch(printed.lower())
        if series:
            return f"LPAR_{series[2].capitalize()}_Usage_N{series[1]}"
        if printed.lower() in _STEMS:
            return _STEMS[printed.lower()]
    return _BY_KEY.get(tab_key(printed), name)


def named(workbook: Workbook) -> Named:
    """Every sheet of *workbook* under its canonical name; nothing is lost when two claim the same one."""
    sheets: dict[str, Sheet] = {}
    unknown: set[str] = set()
    repeated: dict[str, str] = {}
    for sheet in workbook.sheets:
        name = canonical(sheet.name, workbook.kind)
        shown, number = name, 1
        while shown in sheets:
            number += 1
            shown = f"{name} ({number})"
        if shown != name:
            repeated[shown] = name
        elif name not in TABS and not usage_tab(name):
            unknown.add(name)
        sheets[shown] = replace(sheet, name=shown)
    return Named(sheets, frozenset(unknown), repeated)


def recognises(workbook: Workbook) -> bool:
    """Whether the Java HMC Scanner wrote this: told from the content, never from a file name."""
    if workbook.document is not None or {tab_key(sheet.name) for sheet in workbook.sheets} & _PYTHON_TABS:
        return False
    if workbook.kind not in _FOLDERS and {sheet.name.strip() for sheet in workbook.sheets} & _OWN_NAMES:
        return True
    return any(_is_own(canonical(sheet.name, workbook.kind), sheet) for sheet in workbook.sheets)


def _is_own(name: str, sheet: Sheet) -> bool:
    if name == "Header":
        return any(row and key_of(row[0]) == "hmcscannerversion" for row in sheet.rows)
    signature = _SIGNATURES.get(name)
    return signature is not None and any(signature <= {key_of(cell) for cell in row} for row in sheet.rows[:5])
