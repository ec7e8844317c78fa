"""Plans and assessments with healthy defaults, and a plan with everything that makes a document hard to print."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from hmcscan_lpm.catalogue.model import Catalogue, Command, Reference, Remedy, Rule
from hmcscan_lpm.dialects.model import Report, TabAccount
from hmcscan_lpm.engine import Assessment, Finding
from hmcscan_lpm.estate import Estate, Evidence, Source
from hmcscan_lpm.issues import Issue
from hmcscan_lpm.planning.choices import NO_CHOICES
from hmcscan_lpm.planning.handover.model import Draft, HostEntry, San, SanAdapter, SanWwpn, ZoneEntry
from hmcscan_lpm.planning.model import (
    CapacityStep,
    EthernetAdapter,
    MoveSummary,
    PartitionSheet,
    Plan,
    Question,
    RuleGroup,
    ScsiDisk,
    ShownFinding,
    TargetCapacity,
    WwpnPair,
)
from hmcscan_lpm.planning.timing.model import Schedule
from hmcscan_lpm.relations import Selection

from . import execution_builders as x

SOURCE = "ams-s924-01"
TARGET = "ams-s1022-02"
SECOND_TARGET = "ams-e1080-04"
FILE = "ams_hmc1_20250820.xls"
LONG_FILE = (
    "Quarterly power estate scan of the Amsterdam data centre (both rooms) - after the firmware window " + "x" * 90
)
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
DISK_ID = "33213600507680C80801E3800000000000042504214503IBMfcp"

HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "x'; touch pwned; '",
    "|a|",
    "\u202egnp.exe",
    "</pre></code><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "```\n# heading\n```",
    "](http://example.org) ![x](http://example.org/x.png)",
    "\x00\x1b[31mred\x07",
    '" onmouseover="alert(1)',
    "half \ud800 pair",
)


def rule(identifier: str = "npiv-wwpn-pair", **changes: Any) -> Rule:
    """A rule about partitions that can fail, with one command of each kind."""
    healthy = Rule(
        id=identifier,
        family="storage",
        title="Every NPIV adapter has two valid WWPNs that nobody else uses",
        severity="blocker",
        modes=("active", "inactive"),
        subject="lpar",
        needs=(),
        witness="fail",
        roles=(),
        vios=False,
        confidence="documented",
        why="The adapter logs in with one WWPN while it runs and with the other during the move.\n"
        "Without a second one the target cannot log in.",
        limits="Duplicates are found among the servers of the given reports only.",
        params={},
        sql="select 1",
        messages={"fail": "Slot {slot}: {problem}.", "unknown": "Slot {slot}: not shown."},
        remedy=Remedy(
            summary="Remove the adapter in slot {slot} and create it again.",
            steps=("Take the path over slot {slot} out of multipathing in {lpar}.", "Zone and map both new WWPNs."),
            commands=(Command("hmc", "chhwres -r virtualio -m {source} -p {lpar} -o r -s {slot}", disruptive=True),),
            verify=(Command("hmc", "lshwres -r virtualio --rsubtype fc -m {source} --filter lpar_names={lpar}"),),
        ),
        ask=(Command("hmc", "lshwres -r virtualio --rsubtype fc -m {source} --filter lpar_names={lpar}"),),
        references=(Reference("IBM documentation, Virtual Fibre Channel", "https://www.ibm.com/docs/en/power10"),),
        examples=(),
    )
    return dataclasses.replace(healthy, **changes)


def cell(**changes: Any) -> Evidence:
    """One cell of the report."""
    return dataclasses.replace(Evidence(FILE, "Virtual_Fibre", "I14", "WWPN #2", ""), **changes)


def finding(of: Rule | None = None, **changes: Any) -> Finding:
    """A failing finding about one adapter of db01."""
    of = of or rule()
    healthy = Finding(
        rule=of,
        severity=of.severity,
        outcome="fail",
        lpar="db01",
        source=SOURCE,
        target=None,
        item="slot 14",
        message="Slot 14: there is no valid second WWPN.",
        evidence_refs=(),
        fields={"lpar": "db01", "source": SOURCE, "slot": 14, "problem": "there is no valid second WWPN"},
    )
    return dataclasses.replace(healthy, **changes)


def shown(of: Finding | None = None, **changes: Any) -> ShownFinding:
    """A finding with one cell, and the commands that its rule gives it."""
    of = of or finding()
    commands = tuple((command.on, run, command.disruptive) for command, run in of.commands)
    return dataclasses.replace(ShownFinding(of, (cell(),), commands), **changes)


def group(findings: Iterable[ShownFinding] = (), **changes: Any) -> RuleGroup:
    """All findings of one rule; the texts are the rule's."""
    found = tuple(findings) or (shown(),)
    of = found[0].finding.rule
    healthy = RuleGroup(
        rule_id=of.id,
        title=of.title,
        family=of.family,
        severity=found[0].finding.severity,
        outcome=found[0].finding.outcome,
        waived=found[0].finding.waived is not None,
        attested=found[0].finding.attested is not None,
        confidence=of.confidence,
        why=of.why,
        limits=of.limits,
        remedy=of.remedy.summary,
        remedy_steps=of.remedy.steps,
        remedy_commands=tuple((item.on, item.run, item.disruptive) for item in of.remedy.commands),
        references=tuple((item.title, item.url) for item in of.references),
        findings=found,
        moves=len({item.finding.lpar for item in found}),
    )
    return dataclasses.replace(healthy, **changes)


def move(lpar: str = "db01", **changes: Any) -> MoveSummary:
    """A ready move of a running AIX partition."""
    healthy = MoveSummary(
        lpar=lpar,
        lpar_id=12,
        os_version="AIX 7.3 7300-03-00-2446",
        env="aixlinux",
        state="Running",
        source=SOURCE,
        target=TARGET,
        mode="active",
        verdict="ready",
        n_fail=0,
        n_unknown=0,
        n_pass=41,
        n_not_applicable=16,
        n_error=0,
        n_waived=0,
        n_attested=0,
        cores=2.5,
        memory_mb=65536,
        blockers=(),
        open_questions=(),
        risks=(),
    )
    return dataclasses.replace(healthy, **changes)


def sheet(lpar: str = "db01", **changes: Any) -> PartitionSheet:
    """A partition with two networks, two NPIV adapters and one virtual SCSI disk."""
    number = sum(lpar.encode("utf-8", "replace"))
    healthy = PartitionSheet(
        lpar=lpar,
        source=SOURCE,
        lpar_id=12,
        os_version="AIX 7.3 7300-03-00-2446",
        state="Running",
        mode="active",
        processor_mode="POWER9",
        cores=2.5,
        procs=4,
        is_dedicated=False,
        memory_mb=65536,
        max_memory_mb=131072,
        served_by=("ams-vios1", "ams-vios2"),
        ethernet=(
            EthernetAdapter(2, "ETHERNET0", 110, "", f"0200C1A5{number % 65536:04X}", False),
            EthernetAdapter(3, "VSW-BACKUP", 900, "901, 902", f"0200C1A6{number % 65536:04X}", None),
        ),
        wwpn_pairs=tuple(
            WwpnPair(
                lpar,
                SOURCE,
                slot,
                vios,
                port,
                f"U78D2.001.WZS00AB-P1-C{slot}-T1",
                fabric,
                f"c0507609{number:04x}{slot:02x}00",
                f"c0507609{number:04x}{slot:02x}01",
                f"Virtual_Fibre!I{slot}",
            )
            for slot, vios, port, fabric in ((14, "ams-vios1", "fcs0", "A"), (15, "ams-vios2", "fcs1", ""))
        ),
        disks=(
            ScsiDisk(
                20,
                "ams-vios1",
                f"vt_{lpar}_root",
                "hdisk7",
                "disk",
                DISK_ID,
                81920,
                ((TARGET, ("ams2-vios1", "ams2-vios2")), (SECOND_TARGET, ())),
            ),
        ),
        physical_slots=(),
    )
    return dataclasses.replace(healthy, **changes)


def capacity(**changes: Any) -> TargetCapacity:
    """A target with room for one partition."""
    healthy = TargetCapacity(
        target=TARGET,
        type_model="9105-22A",
        active_cores=40.0,
        active_mb=1048576,
        free_cores=12.5,
        free_mb=262144,
        steps=(CapacityStep("db01", SOURCE, "ready", 2.5, 66560, 10.0, 195584),),
        cores_wanted=2.5,
        memory_wanted_mb=66560,
        cores_left=10.0,
        memory_left_mb=195584,
        fits_cores=True,
        fits_memory=True,
    )
    return dataclasses.replace(healthy, **changes)


def source(**changes: Any) -> Source:
    """A report of the Java scanner."""
    healthy = Source(FILE, "xls", SHA, "java", "0.11.50", False, ("hmc-ams1",), "2025-08-20T07:54:19", (SOURCE, TARGET))
    return dataclasses.replace(healthy, **changes)


def san(sheets: Iterable[PartitionSheet]) -> San:
    """The hand-over of all pairs of *sheets*: of every first adapter the second WWPN is missing, the others are open."""
    adapters = tuple(
        adapter(pair, is_open=bool(number % 2)) for sheet in sheets for number, pair in enumerate(sheet.wwpn_pairs)
    )
    missing = ("# db01 on ams-s924-01, slot 14", 'alicreate "db01_14_2", "c0:50:76:09:00:0c:0e:01"', "# cfgsave")
    return San(
        adapters,
        (
            Draft("hmc", SOURCE, True, ("# DRAFT", "chnportlogin -o login -m ams-s924-01 -p db01")),
            Draft("brocade", "fab-a", True, missing),
            Draft("cisco", "", False, ("! DRAFT", "! zone name z_db01_15_2 vsan <vsan>")),
        ),
    )


def adapter(pair: WwpnPair, *, is_open: bool) -> SanAdapter:
    """An adapter without any fact, or one of which the second WWPN is in no zone and in no host object."""
    line = Evidence("zoning.txt", "cfgshow, zoneshow, alishow", "line 7", "wwpn", "c0:50:76:09:00:0c:0e:00")
    told, untold = ("unknown", "unknown") if is_open else ("zoned", "not zoned"), "unknown"
    mapped = ("unknown", "unknown") if is_open else ("mapped", "not mapped")
    wwpns = tuple(
        SanWwpn(
            number=number,
            wwpn=wwpn,
            zoned=told[number - 1],
            mapped=mapped[number - 1],
            alias=f"db01_{pair.slot}_{number}" if wwpn else "",
            is_alias_told=number == 1 and not is_open,
            login="" if is_open else "client" if number == 1 else "none",
            zones=()
            if is_open or number == 2
            else (
                ZoneEntry("fab-a", "z_db01", "cfg_a", True, None, line),
                ZoneEntry("fab-a", "old", None, False, None, line),
            ),
            ports=() if is_open or number == 2 else ("5005076810110001",),
            hosts=() if is_open or number == 2 else (HostEntry("flash1", "db01", line),),
            map_told_by=None if is_open or number == 2 else line,
        )
        for number, wwpn in enumerate((pair.wwpn1, pair.wwpn2), 1)
    )
    return SanAdapter(
        lpar=pair.lpar,
        source=pair.source,
        slot=pair.slot,
        vios=pair.vios,
        fc_port=pair.fc_port,
        port_location=pair.port_location,
        fabrics=(() if is_open else ("fab-a",)),
        fabric_known_by="" if is_open else "zones",
        make="" if is_open else "brocade",
        zoned=untold if is_open else "not zoned",
        zoning_reason="no zone set names them" if is_open else "the second one is in no zone",
        mapped=untold if is_open else "not mapped",
        mapping_reason="no host names them" if is_open else "the second one is in no host",
        ports=() if is_open else ("5005076810110001",),
        has_port_members=False,
        neighbours=0 if is_open else 2,
        wwpns=(wwpns[0], wwpns[1]),
    )


def plan(**changes: Any) -> Plan:
    """A plan of one ready move."""
    healthy = Plan(
        title="Leave ams-s924-01",
        made_at="",
        sources=(source(),),
        fact_sources=(),
        source_systems=(SOURCE,),
        target_systems=(TARGET,),
        moves=(move(),),
        left_out=(),
        capacity=(capacity(),),
        groups=(),
        partitions=(sheet(),),
        questions=(),
        issues=(),
        waivers=(),
        attestations=(),
        parameters=(),
        catalogue_version="0.1.0",
        catalogue_sha256=SHA,
        n_rules=57,
        san=San(),
        choices=NO_CHOICES,
        reserve="",
        window="",
        placement=None,
        mappings=(),
        times=(),
        schedule=Schedule((), (), ()),
        room=(),
        quiet=(),
        commands=(),
        runbook=(),
    )
    changes.setdefault("san", san(changes.get("partitions", healthy.partitions)))
    return dataclasses.replace(healthy, **changes)


_PARTITIONS = (
    "erp-db-prd-01",
    "erp-app-prd-01",
    "erp-app-prd-02",
    "archive1",
    "invoice1",
    "mq-gateway-prd-amsterdam-room-2",
)
_ASKED = (
    ("npiv-zoned", "Both WWPNs of every adapter are zoned to the same storage ports", "san", "zoneshow --alias {lpar}"),
    ("npiv-storage-mapped", "Both WWPNs see the same volumes", "storage", "lshost -delim : {lpar}"),
    (
        "msp-available",
        "A mover service partition stands ready on both servers",
        "hmc",
        "lssyscfg -r lpar -m {source} -F name,msp",
    ),
    (
        "lmb-equal",
        "The memory region size is the same on both servers",
        "hmc",
        "lshwres -r mem -m {source} --level sys -F mem_region_size",
    ),
    (
        "migration-aware",
        "Operating system and applications are migration-aware",
        "owner",
        "Do the applications of {lpar} stand a pause of a second?",
    ),
    (
        "dlpar-capable",
        "Memory and processors can be changed by DLPAR",
        "hmc",
        "lssyscfg -r lpar -m {source} --filter lpar_names={lpar} -F dlpar_mem_capable,dlpar_proc_capable",
    ),
    (
        "no-redundant-error-path",
        "Redundant error path reporting is off",
        "hmc",
        "lssyscfg -r lpar -m {source} --filter lpar_names={lpar} -F redundant_err_path_reporting",
    ),
)


def _unknowns(names: Iterable[str]) -> list[RuleGroup]:
    groups = []
    for identifier, title, on, run in _ASKED:
        asked = rule(identifier, title=title, ask=(Command(on, run),), why="The report does not print it.")
        found = tuple(
            shown(
                finding(
                    asked,
                    lpar=name,
                    outcome="unknown",
                    item="",
                    fields={"lpar": name, "source": SOURCE},
                    message="The report does not show it." if on != "owner" else f"Only the owner of {name} knows.",
                ),
                evidence=(),
            )
            for name in names
        )
        groups.append(group(found))
    return groups


def _failures() -> list[RuleGroup]:
    vlan = rule(
        "vlan-bridged-on-target",
        family="network",
        subject="move",
        title="Every VLAN of the partition is bridged on the target",
        why="Without a bridge the partition keeps running and loses its network.",
    )
    room = rule(
        "memory-fits",
        family="cpu-memory",
        title="The target has the memory free",
        why="The move needs the memory and its page table at once, before the first page is sent.",
    )
    errors = rule(
        "path-errors",
        family="servers",
        severity="notice",
        title="The physical ports of the path count no errors",
        why="A port that drops frames makes the move slow, and may break the path that stays.",
    )
    evidence = tuple(cell(tab="Virtual_Ethernet", cell=f"F{row}", column="PVID", value="900") for row in range(30, 37))
    return [
        group(
            [
                shown(
                    finding(
                        vlan,
                        lpar=name,
                        target=TARGET,
                        item="VLAN 900",
                        fields={"lpar": name, "vlan": 900},
                        message=f"VLAN 900 on virtual switch VSW-BACKUP is not bridged on {TARGET}.",
                    ),
                    evidence=evidence,
                )
                for name in _PARTITIONS[:2]
            ]
        ),
        group(
            [shown(finding(lpar=_PARTITIONS[4]), evidence=(cell(), cell(cell="C14", column="LPAR", value="invoice1")))]
        ),
        group(
            [
                shown(
                    finding(
                        room,
                        lpar=None,
                        target=TARGET,
                        item="",
                        fields={},
                        message=f"{TARGET} has 256 GB free, all moves together want 402.5 GB.",
                    )
                )
            ]
        ),
        group(
            [
                shown(
                    finding(
                        errors,
                        lpar=name,
                        item="fcs0",
                        message=f"fcs0 behind {name} counts 1,204 CRC errors.",
                        fields={"lpar": name},
                    ),
                    evidence=(cell(tab="FC", cell=f"K{row}", column="CRC", value="1204"),),
                )
                for row, name in enumerate([f"batch{number:02}" for number in range(1, 18)], 4)
            ],
            moves=2,
        ),
    ]


def demo_plan() -> Plan:
    """Twelve moves of six partitions to two targets, with every verdict, and names as long as they get."""
    names = _PARTITIONS
    asked = [(identifier, title) for identifier, title, _, _ in _ASKED]
    no_vlan = (("vlan-bridged-on-target", "VLAN 900 is not bridged"), ("memory-fits", "146.5 GB of memory missing"))
    moves = [
        move(
            name,
            lpar_id=10 + number,
            target=target,
            verdict="blocked" if target == TARGET and number < 2 else "ready" if number == 3 else "unproven",
            blockers=no_vlan if target == TARGET and number < 2 else (),
            open_questions=() if number == 3 else tuple(asked[: 5 + number % 3]),
            risks=(("path-errors", "1,204 CRC errors on fcs0"),) if number == 4 else (),
            os_version=(None, "Linux/Red Hat 5.14.0-503.11.1.el9_5.ppc64le 9.5", "AIX 7.2 7200-05-09-2446")[number % 3],
            cores=None if number == 5 else 2.5 + number,
            memory_mb=None if number == 5 else 65536 + 512 * number,
            mode="inactive" if number == 3 else "active",
            n_unknown=6,
            n_fail=2 if number < 2 else 0,
        )
        for number, name in enumerate(names)
        for target in (TARGET, SECOND_TARGET)
    ]
    steps = tuple(
        CapacityStep(
            name,
            SOURCE,
            "unproven",
            2.5 + number,
            68000 + 512 * number,
            12.5 - 3.5 * number,
            262144 - 70000 * (number + 1),
        )
        for number, name in enumerate(names)
    )
    full = capacity(
        steps=steps,
        cores_wanted=17.5,
        memory_wanted_mb=412160,
        cores_left=-5.0,
        memory_left_mb=-150016,
        fits_cores=False,
        fits_memory=False,
    )
    unsaid = capacity(
        target=SECOND_TARGET,
        type_model="9080-HEX",
        free_mb=None,
        memory_left_mb=None,
        fits_memory=None,
        active_cores=64.0,
        free_cores=40.25,
        cores_left=37.75,
    )
    groups = [*_failures()[:3], *_unknowns(names), _failures()[3]]
    questions = [
        Question(on, run.replace("{lpar}", name).replace("{source}", SOURCE), ((identifier, title),))
        for identifier, title, on, run in _ASKED
        for name in (names if "{lpar}" in run else names[:1])
    ]
    issues = [
        Issue(FILE, "VIOS disks", f"H{row}", "unreadable-value", f"{row} GiB? is no size; taken as not known.")
        for row in range(14, 36)
    ]
    issues.append(
        Issue(LONG_FILE + ".xlsx", "", "", "older-scan", f"Server {TARGET} was not taken: {FILE} has it newer.")
    )
    return plan(
        title="Move the ERP partitions off ams-s924-01",
        sources=(
            source(),
            source(
                file=LONG_FILE + ".xlsx",
                kind="xlsx",
                dialect="python",
                scanner_version="",
                scanned_at="2025-08-19T22:10:00",
                managers=(),
                systems=(SECOND_TARGET,),
                sanitized=True,
            ),
        ),
        target_systems=(TARGET, SECOND_TARGET),
        moves=tuple(moves),
        left_out=((SOURCE, "ams-vios1", "a VIOS cannot be moved"), (SOURCE, "test9", "not asked for")),
        capacity=(full, unsaid),
        groups=tuple(groups),
        partitions=(
            *(sheet(name) for name in names[:-1]),
            sheet(
                names[-1],
                disks=(),
                wwpn_pairs=(dataclasses.replace(sheet(names[-1]).wwpn_pairs[0], wwpn2=""),),
                physical_slots=(("U78D2.001.WZS00AB-P1-C7", "PCIe3 4-port 1GbE adapter"),),
                memory_mb=None,
            ),
        ),
        questions=tuple(questions),
        issues=tuple(issues),
        **x.difficult(moves),
    )


def long_plan(n_moves: int = 200) -> Plan:
    """As many moves as a large site has, all of which can be made."""
    moves = tuple(move(f"prod-partition-{number:03}", verdict="unproven") for number in range(n_moves))
    return plan(moves=moves, partitions=(), **x.executed(moves))


def large_plan(n_moves: int = 200, n_rules: int = 30) -> Plan:
    """As many moves and rules as a large site has, with a finding of every rule for every move."""
    names = [f"prod-partition-{number:03}" for number in range(n_moves)]
    groups = []
    for number in range(n_rules):
        outcome = ("fail", "unknown", "unknown")[number % 3]
        of = rule(f"rule-{number:02}", title=f"Prerequisite number {number} of a long catalogue holds")
        groups.append(
            group(
                [
                    shown(
                        finding(
                            of,
                            lpar=name,
                            outcome=outcome,
                            message=f"Slot {place}: what {name} needs is not what {TARGET} offers.",
                            fields={"lpar": name, "source": SOURCE, "slot": place},
                        ),
                        evidence=tuple(
                            cell(cell=f"I{place}{column}", value=name)
                            for column in range(5 if outcome == "fail" else 1)
                        ),
                    )
                    for place, name in enumerate(names)
                ]
            )
        )
    reasons = tuple((f"rule-{number:02}", f"Prerequisite {number} does not hold") for number in range(n_rules))
    return plan(
        moves=tuple(
            move(name, verdict="blocked", blockers=reasons[::3], open_questions=reasons[1::3]) for name in names
        ),
        groups=tuple(groups),
        partitions=tuple(sheet(name) for name in names),
        questions=tuple(
            Question(
                "hmc",
                f"lshwres -r virtualio --rsubtype fc -m {SOURCE} --filter lpar_names={name}",
                tuple(reasons[1::3]),
            )
            for name in names
        ),
    )


_WORDS_OF_OURS = frozenset({"rule", "severity", "outcome", "verdict", "sql", "examples"})
"""Fields that hold words of the program, or are never printed."""


def with_texts(value: Any, change: Callable[[str], str], name: str = "") -> Any:
    """*value* with every text that a report, a rule page or a user can fill run through *change*."""
    if isinstance(value, str):
        return value if name in _WORDS_OF_OURS else change(value)
    if isinstance(value, tuple):
        return tuple(with_texts(item, change, name) for item in value)
    if isinstance(value, dict):
        return {key: with_texts(item, change, name) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(
            value,
            **{key: item if key in _WORDS_OF_OURS else with_texts(item, change, key) for key, item in fields.items()},
        )
    return value


def hostile_plan() -> Plan:
    """The demo plan with a hostile text at the end of every other one, each kind somewhere; like stays like."""
    spoiled_texts: dict[str, str] = {}

    def spoil(text: str) -> str:
        count = len(spoiled_texts) + 1
        odd = f"{text} {HOSTILE[count % len(HOSTILE)]}" if count % 2 else f"{HOSTILE[count // 2 % len(HOSTILE)]} {text}"
        return spoiled_texts.setdefault(text, odd)

    spoiled = with_texts(demo_plan(), spoil)
    assert isinstance(spoiled, Plan)
    return spoiled


def estate(**changes: Any) -> Estate:
    """An estate of one report with two tabs and one issue; two servers, and nothing else in the tables."""
    report = Report(
        file=FILE,
        kind="xls",
        sha256=SHA,
        dialect="java",
        scanner_version="0.11.50",
        sanitized=False,
        sheets={},
        accounts=(
            TabAccount("LPAR_Summary", 9, {"lpars": 8}),
            TabAccount("SEA Statistics", 120, {}, "usage over time, not needed for moves"),
        ),
        tables={},
        headings={},
        coverage=(),
        issues=(),
    )
    healthy = Estate(
        reports=(report,),
        tables={"systems": pd.DataFrame({"system": [SOURCE, TARGET]}), "lpars": pd.DataFrame({"lpar": ["db01"]})},
        coverage=pd.DataFrame(),
        issues=(Issue(FILE, "VIOS disks", "H14", "unreadable-value", "12 GiB? is no size; taken as not known."),),
        sources=(source(),),
    )
    return dataclasses.replace(healthy, **changes)


def assessment(findings: Iterable[Finding] | None = None, moves: Iterable[dict[str, Any]] | None = None) -> Assessment:
    """db01, blocked by one adapter, and web01, unproven for two questions, both to one target."""
    unknown = rule("lmb-equal", title="The memory region size is the same on both servers", family="cpu-memory")
    items = (
        finding(),
        finding(
            unknown,
            lpar=None,
            target=TARGET,
            item="",
            outcome="unknown",
            message="The report does not show it.",
            fields={"source": SOURCE},
        ),
        finding(
            rule("npiv-zoned", title="Both WWPNs are zoned"),
            lpar="web01",
            outcome="unknown",
            message="No report shows zoning.",
            fields={"lpar": "web01", "source": SOURCE, "slot": 3},
        ),
    )
    counts = {"n_error": 0, "n_waived": 0, "n_attested": 0, "n_pass": 31, "n_not_applicable": 12}
    rows = [
        {"lpar": "db01", "lpar_id": 12, "verdict": "blocked", "n_fail": 1, "n_unknown": 1, **counts},
        {"lpar": "web01", "lpar_id": None, "verdict": "unproven", "n_fail": 0, "n_unknown": 2, **counts},
    ]
    shared = {
        "source": SOURCE,
        "target": TARGET,
        "mode": "active",
        "env": "aixlinux",
        "state": "Running",
        "is_vios": False,
    }
    frame = pd.DataFrame([{**shared, **row} for row in (rows if moves is None else moves)])
    frame["lpar_id"] = frame["lpar_id"].astype("Int64") if "lpar_id" in frame else pd.array([], dtype="Int64")
    return Assessment(
        estate(),
        Selection((), ()),
        Catalogue((rule(),), "0.1.0", SHA),
        frame,
        tuple(items if findings is None else findings),
    )
