"""The raw answers that the scanners keep are facts: their names tell the command, the server and the VIOS."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.errors import UnreadableFileError
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.facts import with_facts
from hmcscan_lpm.supplements.read import read
from hmcscan_lpm.supplements.scanner_files import ScannerFile, scanner_file
from tests.test_engine import estate

MEM = "configurable_sys_mem=1048576,curr_avail_sys_mem=524288,mem_region_size=256\n"
FCSTAT = """\
#fcs0

FIBRE CHANNEL STATISTICS REPORT: fcs0

Device Type: FC Adapter (adapter/pciex/df1000f1)
World Wide Port Name: 0x10000090FAA10000
Port Speed (running):   16 GBIT
Port FC ID: 0x0a0100
Attention Type:   Link Up
#fcs1

FIBRE CHANNEL STATISTICS REPORT: fcs1

Port FC ID: 0x000000
Attention Type:   Link Down
"""
SEAS = """\
#ent8
pvid           1              PVID to use for the SEA device                               True
real_adapter   ent7           Physical adapter associated with the SEA                     True
virt_adapters  ent4,ent5      List of virtual adapters associated with the SEA (comma separated) True
"""
AGGREGATION = """\
#ent7
adapter_names  ent0,ent1      EtherChannel Adapters                                        True
backup_adapter NONE           Adapter used when whole channel fails                        True
mode           8023ad         EtherChannel mode of operation                               True
"""
VERSION = (
    '"version= Version: 10\n Release: 3\n Service Pack: 1060\nHMC Build level 2405131234\n","base_version=V10R3\n"\n'
)
PROCESSOR = "attribute value description user_settable\n\ntype PowerPC_POWER10 Processor type False\n"

PYTHON = {
    "hmc1/HMC_lshmc-vv.txt": VERSION,
    "hmc1/HMC_date.txt": "2026-01-10 06:00:12\n",
    "hmc1/SRC_system_mem.txt": MEM,
    "hmc1/SRC_mempool.txt": "No results were found.\n",
    "hmc1/SRC_vscsi.txt": "lpar_name=db1,lpar_id=11,slot_num=77,state=1,is_required=0,adapter_type=client,remote_lpar_id=1,"
    "remote_lpar_name=srcvios1,remote_slot_num=77\n",
    "hmc1/SRC_srcvios1_vscsi.txt": "vhost9:U9009.42A.78A0001-V1-C77:0x0000000b:vt9:Available:0x8100000000000000:hdisk9::false\n",
    "hmc1/SRC_srcvios1_ioslevel.txt": "4.1.1.0\n",
    "hmc1/SRC_srcvios1_lspv_size.txt": "hdisk9:none:4096\n",
    "hmc1/SRC_srcvios1_lspv_free.txt": "hdisk9:none:4096\n",
    "hmc1/SRC_srcvios1_disk_uuid.txt": "hdisk9:33213600507681283245D480000000000001504214503IBMfcp\n",
    "hmc1/SRC_srcvios1_fcstat.txt": FCSTAT,
    "hmc1/SRC_srcvios1_fcattr.txt": "#fcs0\nmax_xfer_size 0x400000     Maximum Transfer Size True\n",
    "hmc1/SRC_srcvios1_seacfg.txt": SEAS,
    "hmc1/SRC_srcvios1_etherCHannel.txt": AGGREGATION,
    "hmc1/SRC_srcvios1_proc0.txt": PROCESSOR,
    "hmc1/SRC_srcvios1_entstatSEA.txt": "#ent8\nETHERNET STATISTICS (ent8) :\n",
}
"""What the Python hmcscanner keeps, in a folder that is called as the HMC was asked for."""

JAVA = {
    "lshmc-vv.txt": VERSION,
    "hmc-date.txt": "Sat Jan 10 06:00:12 CET 2026\n",
    "SRC_system_mem.txt": MEM,
    "SRC_srcvios1_vscsidisk.txt": PYTHON["hmc1/SRC_srcvios1_vscsi.txt"],
    "SRC_srcvios1_ioslevel.txt": "4.1.1.0\n",
    "SRC_srcvios1_etherChannel.txt": AGGREGATION,
    "lslparutilDailyStat.txt.gz": "\x1f\x8b\x08 usage",
}
"""What the Java scanner keeps."""


def fill(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("latin-1"))
    return folder


def cell(found: Estate, table: str, column: str, **where: object) -> object:
    rows = found.tables[table]
    for name, value in where.items():
        rows = rows[(rows[name] == value).fillna(value=False)]
    (told,) = rows[column].tolist()
    return told


def issues(found: Estate) -> set[tuple[str, str]]:
    files = {file.file for file in found.facts}
    return {(Path(item.report).name, item.kind) for item in found.issues if item.report in files}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("S1_system_mem.txt", "", ("lshwres -r mem --level sys", "server", "S1")),
        ("S_1_system_mem.txt", "", ("lshwres -r mem --level sys", "server", "S_1")),
        ("S1_lpar_mem.txt", "", ("lshwres -r mem --level lpar", "server", "S1")),
        ("S1_vnic_lpar.txt", "", ("lshwres -r virtualio --rsubtype vnic --level lpar", "server", "S1")),
        ("S1_vscsi.txt", "lpar_name=a", ("lshwres -r virtualio --rsubtype scsi --level lpar", "server", "S1")),
        ("S1_v1_vscsi.txt", "vhost0:U", ("lsmap -all -fmt :", "vios", "S1_v1")),
        ("S1_v1_fcstat.txt", "", ("fcstat -e {device}", "vios", "S1_v1")),
        ("HMC_lshmc-vv.txt", "", ("lshmc -V", "hmc", "")),
        ("system_data.txt", "", ("lssyscfg -r sys", "hmc", "")),
        ("S1_system_data.txt", "", ("lssyscfg -r sys", "server", "S1")),
        ("system_mem.txt", "", None),
        ("ioslevel.txt", "", None),
        ("old_HMC_date.txt", "", None),
        ("S1_system_mem.log", "", None),
        ("facts.txt", "", None),
    ],
)
def test_names_of_files(name: str, text: str, expected: tuple[str, str, str] | None) -> None:
    found = scanner_file(name, text)
    assert found == (None if expected is None else ScannerFile(*expected, is_read=True))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    return with_facts(estate(), read(fill(tmp_path_factory.mktemp("python"), PYTHON)))


@pytest.mark.parametrize(
    ("table", "column", "where", "expected"),
    [
        ("systems", "lmb_mb", {"system": "SRC"}, 256),
        ("systems", "cpu_type", {"system": "SRC"}, "PowerPC_POWER10"),
        ("lpars", "os_version", {"system": "SRC", "lpar": "srcvios1"}, "VIOS 4.1.1.0"),
        ("virtual_scsi", "remote_slot", {"system": "SRC", "lpar": "db1", "slot": 77}, 77),
        ("vscsi_mappings", "backing", {"vios": "srcvios1", "vhost": "vhost9"}, "hdisk9"),
        ("vios_disks", "size_mb", {"vios": "srcvios1", "disk": "hdisk9"}, 4096),
        ("vios_disks", "is_free", {"vios": "srcvios1", "disk": "hdisk9"}, True),
        (
            "vios_disks",
            "disk_id",
            {"vios": "srcvios1", "disk": "hdisk9"},
            "33213600507681283245D480000000000001504214503IBMfcp",
        ),
        ("fc_ports", "attention", {"vios": "srcvios1", "port": "fcs0"}, "Link Up"),
        ("fc_ports", "max_xfer_size", {"vios": "srcvios1", "port": "fcs0"}, 0x400000),
        ("fc_ports", "attention", {"vios": "srcvios1", "port": "fcs1"}, "Link Down"),
        ("seas", "virt_adapters", {"vios": "srcvios1", "sea": "ent8"}, "ent4,ent5"),
        ("etherchannels", "adapters", {"vios": "srcvios1", "name": "ent7"}, "ent0,ent1"),
        ("etherchannels", "backup", {"vios": "srcvios1", "name": "ent7"}, "NONE"),
        ("hmcs", "service_pack", {"manager": "hmc1"}, "1060"),
    ],
)
def test_a_raw_cache_fills_the_tables(
    cache: Estate, table: str, column: str, where: dict[str, object], expected: object
) -> None:
    assert cell(cache, table, column, **where) == expected


def test_each_file_of_which_nothing_is_taken_is_one_issue(cache: Estate) -> None:
    named = {(name, kind) for name, kind in issues(cache) if kind != "fact-differs"}
    assert named == {("HMC_date.txt", "unused-output"), ("SRC_srcvios1_entstatSEA.txt", "unused-output")}


def test_what_no_format_understands_is_one_issue_for_the_file(tmp_path: Path) -> None:
    fill(tmp_path, {"SRC_srcvios1_fcattr.txt": "#fcs0\nno such device\n#fcs1\nno such device\n"})
    (file,) = read(tmp_path)
    assert [(issue.cell, issue.kind) for issue in file.issues] == [("line 2", "not-understood")]
    assert "1 more place" in file.issues[0].message


def test_the_raw_folder_of_the_java_scanner(tmp_path: Path) -> None:
    """It has the LMB, which the report does not print."""
    folder = fill(tmp_path / "hmc1", JAVA)
    found = with_facts(estate(), read(folder))
    assert cell(found, "systems", "lmb_mb", system="SRC") == 256
    assert cell(found, "vscsi_mappings", "backing", vios="srcvios1", vhost="vhost9") == "hdisk9"
    assert cell(found, "etherchannels", "mode", vios="srcvios1", name="ent7") == "8023ad"
    assert cell(found, "hmcs", "service_pack", manager="hmc1") == "1060"
    assert "unreadable-file" in {kind for _, kind in issues(found)}


def test_a_zip_of_it_and_single_files_of_it(tmp_path: Path) -> None:
    folder = fill(tmp_path / "cache", PYTHON)
    with zipfile.ZipFile(tmp_path / "cache.zip", "w") as archive:
        for name in PYTHON:
            archive.write(folder / name, name)
    for given in ([tmp_path / "cache.zip"], [folder / name for name in PYTHON]):
        found = with_facts(estate(), [file for path in given for file in read(path)])
        assert cell(found, "lpars", "os_version", system="SRC", lpar="srcvios1") == "VIOS 4.1.1.0"
        assert cell(found, "hmcs", "service_pack", manager="hmc1") == "1060"


def test_what_stands_in_a_file_wins_over_its_name(tmp_path: Path) -> None:
    fill(tmp_path, {"SRC_system_mem.txt": f"hscroot@hmc1:~> lshwres -r mem -m DST --level sys\n{MEM}"})
    found = with_facts(estate(), read(tmp_path))
    assert cell(found, "systems", "lmb_mb", system="DST") == 256


def test_a_vios_that_no_report_knows_is_named(tmp_path: Path) -> None:
    fill(tmp_path, {"SRC_nobody_ioslevel.txt": "4.1.1.0\n"})
    found = with_facts(estate(), read(tmp_path))
    (issue,) = (item for item in found.issues if item.kind == "unknown-system")
    assert "SRC_nobody" in issue.message


@pytest.mark.parametrize(
    ("marker", "expected"),
    [("on=hmc", set()), ("on=hmc place=hmc1", set()), ("place=hmc9", {("f.txt", "unknown-hmc")})],
)
def test_the_level_of_an_hmc(tmp_path: Path, marker: str, expected: set[tuple[str, str]]) -> None:
    fill(tmp_path, {"f.txt": f"#==> {marker} :: lshmc -V\n{VERSION.replace('Pack: 1060', 'Pack: 1099')}"})
    found = with_facts(estate(), read(tmp_path))
    assert {(name, kind) for name, kind in issues(found) if kind != "fact-differs"} == expected
    assert (cell(found, "hmcs", "service_pack", manager="hmc1") == "1099") is not bool(expected)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("hmc-ams2.json", "is a JSON dump of hmcscanner: a report"),
        ("hmc-ams2.xlsx", r"is a spreadsheet \(.xlsx\)"),
        ("hmc-ams2_20251014_024133_scan.xls", "is an OLE2 document"),
        ("hmc-ams2_20251014_024133_CSV/hmc.csv", "is one CSV file of a scanner's CSV folder"),
    ],
)
def test_a_report_is_no_fact(samples: Path, name: str, kind: str) -> None:
    with pytest.raises(UnreadableFileError, match=f"{kind}.*give it as REPORT"):
        read(samples / name)


def test_reports_beside_facts_are_named(samples: Path, tmp_path: Path) -> None:
    fill(tmp_path, {"SRC_system_mem.txt": MEM})
    dump = (samples / "hmc-ams2.json").read_bytes()
    (tmp_path / "hmc-ams2.txt").write_bytes(dump[: len(dump) // 2])
    (file,) = read(tmp_path)
    assert [issue.kind for issue in file.issues] == ["unreadable-file"]
    assert "give it as REPORT" in file.issues[0].message


def test_a_raw_cache_says_what_the_dump_beside_it_says(shared: Path) -> None:
    report = shared / "reports" / "beta" / "hmcbeta1.json"
    alone = lpm.load(report)
    both = lpm.load(report, facts=[shared / "reports" / "beta" / "raw-cache.zip"])
    assert {issue.kind for issue in both.issues if issue not in alone.issues} == {
        "unknown-hmc",
        "unknown-system",
        "unreadable-file",
        "unused-output",
    }
    assert [name for name, rows in alone.tables.items() if len(rows) != len(both.tables[name])] == []
