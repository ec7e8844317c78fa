from __future__ import annotations

import re

from .reports import SAMPLES, SYSTEM, XLS, records, truth

BETWEEN_POWER9_AND_POWER10 = ("ams-s924-01", "ams-s1022-02")


def moves() -> set[tuple[str, str]]:
    """(partition, server) of everything that could be moved."""
    rows = [row for path in XLS for row in records(path, "LPAR_Summary")]
    return {(row["Name"], row[SYSTEM]) for row in rows if row["Environment"] != "vioserver"}


def test_every_name_in_the_truth_exists() -> None:
    known = moves()
    systems = {system for _, system in known}
    for fact in truth():
        assert fact["source"] in systems
        assert fact["target"] in {*systems, "*"} - {fact["source"]}
        assert fact["lpar"] == "*" or (fact["lpar"], fact["source"]) in known


def test_every_fact_is_well_formed() -> None:
    for fact in truth():
        assert {"lpar", "source", "target", "rule", "outcome", "why"} <= set(fact)
        assert set(fact) <= {"lpar", "source", "target", "rule", "outcome", "why", "java", "python"}
        assert fact["outcome"] in {"fail", "unknown", "doubtful"}
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", fact["rule"])


def test_the_demonstration_pair_has_ready_partitions_and_one_obstacle_per_other() -> None:
    source, target = BETWEEN_POWER9_AND_POWER10
    stopping = [
        fact
        for fact in truth()
        if fact["source"] == source
        and fact["target"] in {target, "*"}
        and fact["outcome"] == "fail"
        and fact["rule"] not in {"shared-pool-on-target", "path-errors"}
    ]
    obstacles: dict[str, set[str]] = {}
    for fact in stopping:
        obstacles.setdefault(fact["lpar"], set()).add(fact["rule"])
    assert obstacles == {
        "backup1": {"no-dedicated-io"},
        "billing1": {"npiv-wwpn-pair"},
        "cluster1": {"mac-unique"},
        "dmz1": {"vswitch-on-target", "vlan-bridged-on-target"},
        "dwh1": {"memory-fits"},
        "install1": {"no-file-backed-optical"},
        "invoice1": {"vscsi-disk-visible-on-target"},
        "ledger1": {"no-required-adapter"},
        "licence1": {"migration-enabled"},
        "mail1": {"rmc-active", "dlpar-capable"},
        "newapp1": {"activated-once"},
        "print1": {"lpar-name-unique"},
        "report1": {"vscsi-no-lv"},
        "voip1": {"vlan-bridged-on-target"},
    }


def test_the_page_names_every_partition_and_every_file() -> None:
    page = (SAMPLES / "README.md").read_text(encoding="utf-8")
    names = {name for name, _ in moves()}
    names |= {path.name for path in SAMPLES.iterdir() if path.suffix in {".xls", ".xlsx", ".eml"}}
    assert {name for name in names if name not in page} == set()
