"""What is asked is enough: a fake HMC answers the script, and what it printed settles what it was asked for."""

from __future__ import annotations

import os
import re
import shlex
import stat
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm import dialects
from hmcscan_lpm.estate import combine
from hmcscan_lpm.examples import healthy
from hmcscan_lpm.facts import with_facts
from hmcscan_lpm.supplements.read import read_text

from .test_engine import Change, estate

FAKE = '''#!{python}
"""Answers like an HMC, from a table of (words that must stand in the command, what is printed)."""
import json, sys
command = " ".join(sys.argv[1:])
for words, text in json.load(open({answers!r})):
    if all(word in command.split() or word == command for word in words):
        print(text)
        break
else:
    print("HSCL0000 The command is not known.")
'''

SYSTEM = (
    "name={name},type_model=9105-22A,serial_num={serial},state=Operating,service_lpar_id=none,"
    "active_lpar_mobility_capable=1,inactive_lpar_mobility_capable=1,os400_lpar_mobility_capable=1,"
    "os400_restricted_io_mode_capable=1,active_mem_expansion_capable=1,powervm_lpar_simplified_remote_restart_capable=1,"
    "lpar_suspend_capable=0,bsr_capable=0,vtpm_capable=1,"
    '"lpar_proc_compat_modes=default,POWER8,POWER9_base,POWER9,POWER10"'
)
PORTS = """name             physloc                        fabric tports aports swwpns  awwpns
fcs0             U78DA.ND0.WZS0002-P0-C1-T0          1     64     63   2048    2046
fcs1             U78DA.ND0.WZS0002-P0-C1-T1          1     64     64   2048    2048"""
ATTRIBUTES = """attribute       value description                user_settable

cfg_msp_lpm_ops 8     Max LPM operations         True
dst_lun_val     on    LUN validation as target   True
src_lun_val     on    LUN validation as source   True"""


@cache
def known() -> lpm.Estate:
    """The same data centre as the Python scanner sees it: it prints what the fake HMC tells."""
    return combine([dialects.load(healthy("python"))])


def answers() -> list[tuple[list[str], str]]:
    found: list[tuple[list[str], str]] = []
    lpars = known().lpars
    for name, serial in (("SRC", "78A0001"), ("DST", "78B0002")):
        own = lpars[lpars["system"] == name]
        partitions = [
            f"name={row.lpar},lpar_id={row.lpar_id},lpar_env={row.env},state={row.state},rmc_state=active,"
            f"os_version={row.os_version},redundant_err_path_reporting=0,restricted_io_partition=1,"
            f"msp={int(row.env == 'vioserver')},time_ref=1,vtpm_enabled=0,suspend_capable=0,"
            "dlpar_mem_capable=1,dlpar_proc_capable=1,resource_config=1"
            for row in own.itertuples()
        ]
        found += [
            (["lssyscfg", "sys", name], SYSTEM.format(name=name, serial=serial)),
            (["lssyscfg", "lpar", name], "\n".join(partitions)),
            (
                ["lshwres", "mem", name, "sys"],
                "configurable_sys_mem=1048576,curr_avail_sys_mem=971520,mem_region_size=256,max_mem_pools=0",
            ),
            (
                ["lshwres", "proc", name, "sys"],
                "configurable_sys_proc_units=60.0,curr_avail_sys_proc_units=40.0,min_proc_units_per_virtual_proc=0.05",
            ),
            (["date", "-u", name], "Thu Jan 15 10:00:00 UTC 2026"),
            (["lsnports", name], PORTS),
            (["vioslpm0", name], ATTRIBUTES),
            (["reserve_policy", name], "value\n\nno_reserve"),
        ]
    return found


def captured(script: str, folder: Path) -> str:
    """What the script prints where the fake HMC's commands are the only ones."""
    import json

    table = folder / "answers.json"
    table.write_text(json.dumps(answers()), encoding="utf-8")
    tools = folder / "bin"
    tools.mkdir()
    for name in (
        "lssyscfg",
        "lshwres",
        "lsnportlogin",
        "lsvet",
        "lslic",
        "viosvrcmd",
        "lshmc",
        "lsmemopt",
        "lslparmigr",
    ):
        file = tools / name
        text = FAKE.format(python=sys.executable, answers=str(table))
        file.write_text(text.replace('" ".join(sys.argv[1:])', f'" ".join(["{name}", *sys.argv[1:]])'), "utf-8")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
    (tools / "date").write_text("#!/bin/sh\necho 2026-01-15T10:00:01\n", encoding="utf-8")
    (tools / "date").chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", "-s"],
        input=script,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PATH": str(tools)},
    )
    assert done.stderr == ""
    return done.stdout


def unknown(found: lpm.Estate) -> dict[str, set[str]]:
    result = lpm.assess(found, source="SRC", target="DST", lpar=["db1", "app1", "lnx1", "other1"], today="")
    rules: dict[str, set[str]] = {}
    for item in result.items:
        if item.outcome == "unknown":
            rules.setdefault(item.rule.id, set()).add(item.lpar or "*")
    return rules


def test_what_the_hmc_can_tell_is_settled_by_what_it_printed(tmp_path: Path) -> None:
    plain = estate()
    questions = lpm.ask(lpm.assess(plain, source="SRC", target="DST", lpar=["db1", "app1", "lnx1", "other1"], today=""))
    printed = captured(questions.to_script(), tmp_path)
    told = with_facts(plain, [read_text("facts.txt", printed)])
    before, after = unknown(plain), unknown(told)
    settled = {
        "lmb-equal",
        "mobility-capable",
        "not-service-partition",
        "no-redundant-error-path",
        "dlpar-capable",
        "msp-available",
        "npiv-port-available",
        "npiv-lun-validation",
        "vios-clock",
        "vscsi-reserve-policy",
        "trusted-boot-compatible",
    }
    assert settled <= before.keys()
    assert not settled & after.keys(), {rule: after[rule] for rule in settled & after.keys()}
    assert after.keys() <= before.keys()


def test_everything_asked_only_reads(tmp_path: Path) -> None:
    script = lpm.ask(lpm.assess(estate(), vios=False, today="")).to_script()
    for line in script.splitlines():
        words = shlex.split(line, comments=True)
        assert not words or words[0] in {
            "echo", "lssyscfg", "lshwres", "lsnportlogin", "lsvet", "lslic", "viosvrcmd", "lshmc", "lsmemopt", "lslparmigr",
        }  # fmt: skip
        if words and words[0] == "viosvrcmd":
            inner = shlex.split(words[words.index("-c") + 1])
            assert inner[0] in {
                "date",
                "lsnports",
                "lsmap",
                "lsdev",
                "lspv",
                "ioslevel",
                "fcstat",
                "chkdev",
                "cluster",
                "lsattr",
            }
    assert subprocess.run(["/bin/sh", "-n"], input=script, text=True, check=False).returncode == 0


HOSTILE = "x'; touch pwned; '"


def test_a_hostile_name_cannot_break_out(tmp_path: Path) -> None:
    changes = [
        Change("LPAR_Summary", "set", {"Name": "srcvios1"}, {"Name": HOSTILE}),
        Change("LPAR_Summary", "set", {"Name": "db1"}, {"Name": f"{HOSTILE}\n$(touch pwned)`touch pwned`"}),
    ]
    script = lpm.ask(lpm.assess(estate(*changes), source="SRC", target="DST", vios=False, today="")).to_script()
    assert "touch pwned" in script
    bare = tmp_path / "bare"
    bare.mkdir()
    subprocess.run(["/bin/sh", "-s"], input=script, text=True, check=False, cwd=bare, capture_output=True)
    assert list(bare.iterdir()) == []


def test_nothing_is_asked_where_nothing_is_open() -> None:
    result = lpm.assess(estate(), source="SRC", lpar="db1", target="DST", today="")
    none = lpm.Questions(
        lpm.ask(type(result)(result.estate, result.selection, result.catalogue, result.moves, ())).content
    )
    assert "No HMC has to be asked." in none.to_script()
    assert "Nothing is left to ask." in none.to_markdown()


@pytest.mark.parametrize("rule", ["migration-aware", "npiv-zoned", "npiv-storage-mapped"])
def test_what_no_hmc_knows_stands_among_the_questions(rule: str) -> None:
    questions = lpm.ask(lpm.assess(estate(), source="SRC", lpar="db1", target="DST", today=""))
    asked = {identifier for item in questions.content.others for identifier, _ in item.rules}
    assert rule in asked
    page = questions.to_markdown()
    assert "## To be asked of the owners" in page
    assert "## On the SAN switches" in page


def test_the_form_for_people_is_accepted_once_it_is_filled_in(tmp_path: Path) -> None:
    found = estate()
    result = lpm.assess(found, source="SRC", target="DST", today="")
    form = tmp_path / "answers.toml"
    text = lpm.ask(result).to_attestations(form)
    assert "migration-aware" in text
    assert tomllib.loads(text) == {}
    filled = re.sub(r"^# (?=\[\[|rule|lpar|answer|who|when|until)", "", text, flags=re.MULTILINE)
    filled = filled.replace('answer = ""', 'answer = "yes"').replace('who    = ""', 'who = "A. Person"')
    filled = filled.replace("when   = YYYY-MM-DD", "when = 2026-01-01").replace(
        "until  = YYYY-MM-DD", "until = 2099-12-31"
    )
    form.write_text(filled, encoding="utf-8")
    answered = lpm.assess(found, source="SRC", target="DST", today="2026-02-01", attestations=form)
    assert {use.state for use in answered.attestation_use} == {"used"}
    assert not [item for item in answered.items if item.rule.id == "migration-aware" and item.is_open]


def test_a_command_about_no_server_is_asked_on_the_hmcs_of_the_servers() -> None:
    for part in lpm.ask(lpm.assess(estate(), target="DST", today="")).content.hmcs:
        assert part.manager
