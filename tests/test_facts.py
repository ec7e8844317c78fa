"""Facts laid over an estate: what a command told wins, and every cell of it leads back to its line."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.errors import UnreadableFileError
from hmcscan_lpm.facts import with_facts
from hmcscan_lpm.supplements.read import read, read_text

from .conftest import only_rules
from .test_engine import estate


@pytest.fixture(autouse=True, scope="module")
def _few_rules() -> Iterator[None]:
    with only_rules(
        "lmb-equal", "npiv-zoned", "npiv-storage-mapped", "memory-fits", "vscsi-reserve-policy", "vios-clock"
    ):
        yield


LMB = """#==> on=hmc server=SRC :: lshwres -r mem -m SRC --level sys
configurable_sys_mem=1048576,curr_avail_sys_mem=524288,mem_region_size=256
#==> on=hmc server=DST :: lshwres -r mem -m DST --level sys
configurable_sys_mem=1048576,curr_avail_sys_mem=971520,mem_region_size={size}
"""


def lay(text: str, *changes: object) -> lpm.Estate:
    return with_facts(estate(*changes), [read_text("facts.txt", text)])  # type: ignore[arg-type]


def outcome(found: lpm.Estate, rule: str, **selection: object) -> set[str]:
    result = lpm.assess(found, source="SRC", target="DST", vios=False, everything=True, today="", **selection)  # type: ignore[arg-type]
    return {item.outcome for item in result.items if item.rule.id == rule}


@pytest.mark.parametrize(("size", "expected"), [("256", "pass"), ("128", "fail")])
def test_a_fact_decides_and_is_its_evidence(size: str, expected: str) -> None:
    assert outcome(estate(), "lmb-equal") == {"unknown"}
    found = lay(LMB.format(size=size))
    assert outcome(found, "lmb-equal") == {expected}
    result = lpm.assess(found, source="SRC", target="DST", vios=False, everything=True, today="")
    (finding,) = (item for item in result.items if item.rule.id == "lmb-equal")
    cells = {(cell.report, cell.cell, cell.column) for cell in result.evidence(finding)}
    assert {("facts.txt", "line 2", "lmb_mb"), ("facts.txt", "line 4", "lmb_mb")} <= cells


def test_a_fact_that_contradicts_the_report_wins_and_says_so() -> None:
    found = lay(LMB.format(size="256"))
    free = found.systems.set_index("system")["free_mb"]["SRC"]
    assert free == 524288
    (issue,) = (item for item in found.issues if item.kind == "fact-differs" and "free_mb" in item.message)
    assert issue.message.startswith("SRC: free_mb is 524288 here and ")
    assert (issue.report, issue.cell) == ("facts.txt", "line 2")


def test_the_reports_are_not_changed() -> None:
    plain = estate()
    before = plain.systems.copy()
    with_facts(plain, [read_text("facts.txt", LMB.format(size="256"))])
    assert plain.systems.equals(before)


def test_facts_about_strangers_are_named_and_not_taken() -> None:
    found = lay(LMB.format(size="256").replace("SRC", "ELSEWHERE"))
    assert [(item.kind, "ELSEWHERE" in item.message) for item in found.issues if item.report == "facts.txt"] == [
        ("unknown-system", True)
    ]
    text = "#==> on=vios server=SRC vios=nobody :: ioslevel\n3.1.4.10\n"
    assert [item.kind for item in lay(text).issues if item.report == "facts.txt"] == ["unknown-lpar"]


def test_what_no_format_knows_is_an_issue_with_its_lines() -> None:
    found = lay("hello\nworld\n")
    (issue,) = (item for item in found.issues if item.report == "facts.txt")
    assert issue.kind == "not-understood"
    assert "Lines 1 to 2" in issue.message


def test_several_outputs_without_any_prompt() -> None:
    text = """Effective configuration:
 cfg:	cfg_a
 zone:	z1
		c0:50:76:00:a1:00:00:08
		c0:50:76:00:a1:00:00:09
		50:05:07:68:10:11:00:01

name:physloc:fabric:tports:aports:swwpns:awwpns
"""
    tables = lay(text).tables
    assert sorted(tables["zones"]["wwpn"]) == ["5005076810110001", "c0507600a1000008", "c0507600a1000009"]
    assert set(tables["zones"]["fabric"]) == {"facts.txt"}


def test_an_alias_told_in_another_file_is_resolved() -> None:
    zones = "#==> on=san place=mds1 :: show zoneset active\nzoneset name zs vsan 10\n  zone name z1 vsan 10\n    * fcid 0xcf0000 [device-alias db1_a]\n    pwwn c0:50:76:00:a1:00:00:01\n"
    aliases = "#==> on=san place=mds1 :: show device-alias database\ndevice-alias name db1_a pwwn c0:50:76:00:a1:00:00:00\n\nTotal number of entries = 1\n"
    both = with_facts(estate(), [read_text("zones.txt", zones), read_text("aliases.txt", aliases)])
    found = both.tables["zones"]
    assert set(found["kind"]) == {"wwpn"}
    assert sorted(found["wwpn"]) == ["c0507600a1000000", "c0507600a1000001"]
    assert set(with_facts(estate(), [read_text("zones.txt", zones)]).tables["zones"]["kind"]) == {"alias", "wwpn"}


def test_the_evidence_of_a_zone_is_its_line_after_an_alias_of_two_wwpns() -> None:
    zones = "#==> on=san place=a :: show zoneset active\nzoneset name zs vsan 10\n  zone name z1 vsan 10\n    device-alias two\n    pwwn 50:05:07:68:10:11:00:01\n"
    aliases = "#==> on=san place=a :: alishow\n alias:\ttwo\n\t\tc0:50:76:00:a1:00:00:00; c0:50:76:00:a1:00:00:01\n"
    found = with_facts(estate(), [read_text("zones.txt", zones), read_text("aliases.txt", aliases)])
    shown = [found.evidence(f"{at}#wwpn") for at in found.tables["zones"]["at"]]
    assert [(cell.cell, cell.value) for cell in shown if cell] == [
        ("line 4", "device-alias two"),
        ("line 4", "device-alias two"),
        ("line 5", "pwwn 50:05:07:68:10:11:00:01"),
    ]


def test_an_alias_of_another_fabric_is_another_device() -> None:
    zones = "#==> on=san place=mds2 :: show zoneset active\nzoneset name zs vsan 10\n  zone name z1 vsan 10\n    * fcid 0xcf0000 [device-alias db1_a]\n\n"
    aliases = "#==> on=san place=mds1 :: show device-alias database\ndevice-alias name db1_a pwwn c0:50:76:00:a1:00:00:00\n\nTotal number of entries = 1\n"
    found = with_facts(estate(), [read_text("zones.txt", zones), read_text("aliases.txt", aliases)])
    assert set(found.tables["zones"]["kind"]) == {"alias"}


def test_a_vsan_of_a_switch_that_nobody_named_is_that_of_its_file() -> None:
    zones = "zoneset name zs vsan 10\n  zone name z1 vsan 10\n    * fcid 0xcf0000 [device-alias db1_a]\n    pwwn c0:50:76:00:a1:00:00:01\n\n"
    aliases = "device-alias name db1_a pwwn c0:50:76:00:a1:00:00:0{}\n\nTotal number of entries = 1\n"
    files = [read_text(f"{name}.txt", f"{zones}# show device-alias database\n{aliases.format(name)}") for name in "89"]
    found = with_facts(estate(), files).tables["zones"]
    assert sorted(zip(found["fabric"], found["wwpn"], strict=True)) == [
        ("8.txt vsan 10", "c0507600a1000001"),
        ("8.txt vsan 10", "c0507600a1000008"),
        ("9.txt vsan 10", "c0507600a1000001"),
        ("9.txt vsan 10", "c0507600a1000009"),
    ]


def test_a_list_that_is_cut_proves_nothing() -> None:
    """The second WWPN may be in the part that is missing."""
    zone = (
        "Effective configuration:\n cfg:\tcfg_a\n zone:\tz1\n\t\t50:05:07:68:10:11:00:01\n\t\tc0:50:76:00:a1:00:00:00"
    )
    head = "#==> on=san place=fab-a :: cfgactvshow\n"
    assert "fail" in outcome(lay(f"{head}{zone}\n\n"), "npiv-zoned")
    found = lay(f"{head}{zone[:-4]}")
    assert "fail" not in outcome(found, "npiv-zoned")
    assert {issue.kind for issue in found.issues if issue.report == "facts.txt"} == {"cut-output"}
    assert found.tables["zones"].empty


def test_files_folders_and_zips(tmp_path: Path) -> None:
    text = LMB.format(size="256")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "folder" / "picture.png").write_bytes(b"\x89PNG\x00\x00")
    with zipfile.ZipFile(tmp_path / "facts.zip", "w") as archive:
        archive.writestr("inside/a.txt", text)
    (tmp_path / "utf16.txt").write_bytes(text.encode("utf-16"))
    for name in ("folder", "folder/a.txt", "facts.zip", "utf16.txt"):
        (file,) = read(tmp_path / name)
        assert {fact.row.table for fact in file.facts} == {"systems"}
    assert "unreadable-file" in {item.kind for item in read(tmp_path / "folder")[0].issues}
    with pytest.raises(UnreadableFileError, match="no text file"):
        read(tmp_path / "folder" / "picture.png")
    with pytest.raises(UnreadableFileError, match="no such file"):
        read(tmp_path / "none.txt")
