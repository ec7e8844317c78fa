"""Who could be asked: servers that do not operate, VIOSes that did not answer, tabs that are not there."""

from __future__ import annotations

from typing import Any

import pytest

from hmcscan_lpm.dialects.model import Coverage, Report
from hmcscan_lpm.dialects.python import load
from hmcscan_lpm.dialects.python.tabs import header_of
from hmcscan_lpm.tables.vocabulary import TABLES

from .books import FORMS, gaps, healthy, loaded, put, renamed, saying, without, without_column
from .books import tab as sheet_of
from .builder import Document

HMC = {name for name, table in TABLES.items() if table.collected_by == "hmc"}
VIOS = {name for name, table in TABLES.items() if table.collected_by == "vios"}
SENTENCES = {
    "NPIV": "No NPIV configuration detected",
    "vSCSI MAP": "No vSCSI mapping was detected",
    "VIOS Disks": "No disks detected",
    "SEA Config": "No Shared Ethernet Adapter was detected",
    "VIOS Link Aggregation": "No link aggregation was detected",
    "VIOS Fiber Adapters": "No fiber channel adapter was detected",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_server_and_every_vios_has_a_row_for_every_table_of_its_own(form: str) -> None:
    found = {(item.system, item.vios, item.table) for item in loaded(form).coverage}
    assert found == {
        *((system, None, table) for system in ("alpha", "beta", "gamma") for table in HMC),
        *((system, vios, table) for system, vios in VIOSES for table in VIOS),
        *(("gamma", None, table) for table in VIOS),
    }


VIOSES = (("alpha", "vios1"), ("alpha", "vios2"), ("beta", "viosb"))


def test_a_healthy_dump_was_collected_whole() -> None:
    assert all(item.collected for item in loaded("dump").coverage if item.system != "gamma")


def test_only_the_dump_has_memory_pools() -> None:
    assert gaps(loaded("workbook"), "alpha") == {
        "mem_pools": "only the JSON dump of the hmcscanner holds shared memory pools"
    }


@pytest.mark.parametrize("form", FORMS)
def test_a_server_that_is_switched_off_was_not_collected(form: str) -> None:
    missing = gaps(loaded(form), "gamma")
    assert set(missing) == (HMC | VIOS) - {"systems", "hmcs"}
    assert {reason for table, reason in missing.items() if table != "mem_pools"} == {"gamma is Power Off"}


def test_a_server_without_a_known_state_was_collected_where_it_shows() -> None:
    report = load(put(healthy(), "System Summary", "Status", None, "beta"))
    missing = gaps(report, "beta")
    assert missing["virtual_scsi"] == "the state of beta is not known"
    assert "virtual_ethernet" not in missing


def novios(content: Document) -> None:
    """As the program parses a scan with --novios."""
    for server in content["managed_system"].values():
        server.update(vios_freq="N/A", vios_cputype="N/A")
        for name in server["_vios"]:
            parts: Document = {part: {} for part in ("npiv", "vscsi", "disk", "SEA", "ent", "etherChannel", "fcs")}
            server["_vios"][name] = {**parts, "ioslevel": "Not detected"}


@pytest.mark.parametrize("form", FORMS)
def test_a_scan_without_vioses_says_so(form: str) -> None:
    report = loaded(form, novios)
    for system, vios in VIOSES:
        missing = gaps(report, system, vios)
        assert set(missing) == VIOS
        assert set(missing.values()) == {"the scan has no data of any VIOS (option --novios?)"}


def test_tabs_of_one_sentence_beside_an_answer_mean_none() -> None:
    workbook = healthy()
    for tab in ("NPIV", "vSCSI MAP", "SEA Config"):
        workbook = saying(workbook, tab, SENTENCES[tab])
    report = load(workbook)
    assert [gaps(report, system, vios) for system, vios in VIOSES] == [{}, {}, {}]


def test_tabs_of_one_sentence_everywhere_mean_that_nobody_answered() -> None:
    workbook = healthy()
    for tab, text in SENTENCES.items():
        workbook = saying(workbook, tab, text)
    assert set(gaps(load(workbook), "alpha", "vios1")) == VIOS


def edit_vios(name: str, **conf: str) -> Any:
    def change(content: Document) -> None:
        server = content["managed_system"]["alpha"]
        server["_lpar"][name]["conf"].update(conf)
        server["_vios"][name] = {part: {} for part in server["_vios"][name]}

    return change


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("conf", "reason"),
    [
        ({"state": "Not Activated"}, "VIOS vios2 is Not Activated"),
        ({"rmc_state": "inactive"}, "VIOS vios2 has no RMC connection (inactive)"),
        ({}, "the scan has no data of VIOS vios2"),
    ],
)
def test_a_vios_that_did_not_answer_has_a_reason(form: str, conf: dict[str, str], reason: str) -> None:
    report = loaded(form, edit_vios("vios2", **conf))
    assert gaps(report, "alpha", "vios2") == dict.fromkeys(VIOS, reason)
    assert gaps(report, "alpha", "vios1") == {}


def test_a_vios_that_told_its_level_was_asked_though_it_has_nothing() -> None:
    def change(content: Document) -> None:
        edit_vios("vios2")(content)
        content["managed_system"]["alpha"]["_vios"]["vios2"]["ioslevel"] = "4.1.1.0"

    assert gaps(loaded("dump", change), "alpha", "vios2") == {}


@pytest.mark.parametrize("form", FORMS)
def test_a_server_without_a_vios_has_none(form: str) -> None:
    def change(content: Document) -> None:
        server = content["managed_system"]["beta"]
        server["_vios"] = {}
        server["_lpar"]["viosb"]["conf"]["lpar_env"] = "aixlinux"

    found = [item for item in loaded(form, change).coverage if item.system == "beta" and item.table in VIOS]
    assert found == [Coverage("beta", None, table, collected=True) for table in TABLES if table in VIOS]


def test_without_environments_nobody_knows_which_partitions_are_vioses() -> None:
    report = load(without_column(healthy(), "LPAR details", "lpar_env"))
    assert gaps(report, "alpha") == {
        **gaps(loaded("workbook"), "alpha"),
        **dict.fromkeys(VIOS, "the report does not say which partitions of alpha are VIOSes"),
    }
    assert gaps(report, "alpha", "vios1") == {}


TABS = {
    "LPAR details": {"lpars"},
    "LPAR profiles CPU RAM": {"profiles"},
    "System IO": {"physical_slots", "io_children"},
    "LPAR profiles physical adapter": {"profile_slots"},
    "Virtual Switch": {"virtual_switches"},
    "LPAR vadapter details": {"virtual_ethernet", "virtual_scsi", "virtual_fibre"},
    "LPAR profiles vadapter": {"profile_adapters"},
    "Processor Pools": {"proc_pools"},
    "SR-IOV Adapters": {"sriov_adapters"},
    "SR-IOV vNIC": {"vnics"},
    "SR-IOV Logical Port": {"sriov_logical_ports"},
    "SR-IOV Logical Port ETH": {"sriov_logical_ports"},
    "SR-IOV Logical Port ROCE": {"sriov_logical_ports"},
    "SR-IOV Physical Port ETHC": {"sriov_ports"},
}


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_that_is_not_there_was_not_collected(tab: str) -> None:
    missing = gaps(load(without(healthy(), tab)), "beta")
    known = set(gaps(loaded("workbook"), "beta")) | (VIOS if tab == "LPAR details" else set())
    assert set(missing) - known == TABS[tab] - known
    assert {missing[table] for table in TABS[tab]} == {f"the report has no tab {tab}"}


@pytest.mark.parametrize("tab", SENTENCES)
def test_a_vios_tab_that_is_not_there_was_not_collected_from_any_vios(tab: str) -> None:
    report = load(without(healthy(), tab))
    for system, vios in VIOSES:
        (reason,) = gaps(report, system, vios).values()
        assert reason == f"the report has no tab {tab}"


def test_a_tab_without_a_table_was_not_collected() -> None:
    report = load(saying(healthy(), "LPAR profiles CPU RAM", "gone"))
    assert gaps(report, "alpha")["profiles"] == "tab LPAR profiles CPU RAM has no table"


def test_a_server_with_partitions_and_without_sizes_was_not_collected() -> None:
    def change(content: Document) -> None:
        content["managed_system"]["beta"]["_lpar"]["viosb"].update(mem={}, profile={})

    missing = gaps(loaded("dump", change), "beta")
    assert missing["profiles"] == "tab LPAR profiles CPU RAM has no row of beta"
    assert missing["memory"] == "tab LPAR CPU RAM details has no row of beta"


def test_a_server_of_which_only_the_name_is_known_was_not_collected() -> None:
    """A name with blanks reaches the HMC unquoted, and every command fails."""

    def change(content: Document) -> None:
        server = content["managed_system"]["beta"]
        server.update(_sysProc=[], _sysMem=[], _lpar={}, _vios={}, _sysIO={}, _procPool={}, _vswitch={}, _lslic=[])

    missing = gaps(loaded("dump", change), "beta")
    assert set(missing) == (HMC | VIOS) - {"systems", "hmcs"}
    assert set(missing.values()) == {"the scan has nothing of beta but its name"}


def test_a_new_server_without_partitions_was_collected() -> None:
    def change(content: Document) -> None:
        content["managed_system"]["beta"].update(_lpar={}, _vios={})

    assert gaps(loaded("dump", change), "beta") == {}


# -- damaged headings ---------------------------------------------------------------------------------------------

DAMAGED = {
    **TABS,
    "LPAR CPU RAM details": set(),
    "LPAR CPU RAM": set(),
    "System Summary": {"systems"},
    "System Details": set(),
    "System CPU RAM": set(),
    "System microcode": set(),
    "NPIV": {"npiv_mappings"},
    "vSCSI MAP": {"vscsi_mappings"},
    "VIOS Disks": {"vios_disks"},
    "SEA Config": {"seas"},
    "VIOS Link Aggregation": {"etherchannels"},
    "VIOS Fiber Adapters": {"fc_ports"},
}
"""Tab → tables that nothing else tells."""


def uncollected(report: Report, table: str) -> set[str]:
    return {item.reason for item in report.coverage if item.table == table and not item.collected}


@pytest.mark.parametrize("tab", [tab for tab in DAMAGED if header_of(sheet_of(healthy(), tab)) is not None])
def test_a_tab_whose_headings_are_damaged_is_said_and_not_collected(tab: str) -> None:
    report = load(renamed(healthy(), tab, "Managed System", "Mana§ed Sys"))
    assert [(issue.tab, issue.kind) for issue in report.issues if issue.tab == tab] == [(tab, "missing-column")]
    (account,) = (account for account in report.accounts if account.tab == tab)
    assert (account.loaded, account.remark) == ({}, "its headings were not found: not loaded")
    for table in DAMAGED[tab]:
        assert f"tab {tab} has no table" in uncollected(report, table)
        assert not any(item.collected for item in report.coverage if item.table == table)


KEYS = [
    ("LPAR details", "Name", {"lpars"}),
    ("LPAR profiles CPU RAM", "Profile Name", {"profiles"}),
    ("LPAR profiles physical adapter", "drc_index", {"profile_slots"}),
    ("LPAR profiles vadapter", "Slot", {"profile_adapters"}),
    ("LPAR CPU RAM details", "Name", {"processors", "memory"}),
    ("LPAR vadapter details", "Slot", {"virtual_ethernet", "virtual_scsi", "virtual_fibre"}),
    ("Virtual Switch", "Name", {"virtual_switches"}),
    ("Processor Pools", "Pool Name", {"proc_pools"}),
    ("System IO", "Location", {"physical_slots"}),
    ("SR-IOV Adapters", "SR-IOV Adapter Location", {"sriov_adapters"}),
    ("SR-IOV Physical Port ETH", "SR-IOV Physical Port Location", {"sriov_ports"}),
    ("SR-IOV Logical Port ETH", "SR-IOV Logical Port Location", {"sriov_logical_ports"}),
    ("SR-IOV vNIC", "slot_num", {"vnics"}),
    ("NPIV", "physloc", {"npiv_mappings"}),
    ("NPIV", "VIOS Name", {"npiv_mappings"}),
    ("vSCSI MAP", "VIOS Name", {"vscsi_mappings"}),
    ("VIOS Disks", "VIOS disk", {"vios_disks"}),
    ("SEA Config", "SEA", {"seas"}),
    ("VIOS Link Aggregation", "EtherChannel Adapter", {"etherchannels"}),
    ("VIOS Fiber Adapters", "Fibre Channel Adapter", {"fc_ports"}),
]


@pytest.mark.parametrize(("tab", "heading", "tables"), KEYS)
def test_a_tab_without_a_key_column_was_not_collected(tab: str, heading: str, tables: set[str]) -> None:
    report = load(without_column(healthy(), tab, heading))
    assert {issue.kind for issue in report.issues if issue.tab == tab} >= {"missing-column"}
    for table in tables:
        assert f"tab {tab} has no column {heading}" in uncollected(report, table)
        assert not any(item.collected for item in report.coverage if item.table == table)


def test_another_sentence_than_that_of_the_scanner_does_not_mean_none() -> None:
    report = load(saying(healthy(), "NPIV", "No§NPIV configur"))
    assert set(gaps(report, "alpha", "vios1")) == {"npiv_mappings"}
    assert [(issue.tab, issue.kind) for issue in report.issues] == [("NPIV", "missing-column")]


def test_without_the_tab_of_the_console_nothing_is_known_of_it() -> None:
    report = load(without(healthy(), "HMC hmc1"))
    assert gaps(report, "alpha")["hmcs"] == "the report has no tab of an HMC"
