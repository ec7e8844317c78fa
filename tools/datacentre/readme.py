"""The description of the samples, written from the same data as the samples."""

from collections.abc import Iterable, Sequence

from datacentre.java_report import base_name, xls_name
from datacentre.model import DataCentre, Partition
from datacentre.truth import EVERY, Fact, blocked_moves

INTRODUCTION = """# Sample reports

A fictional data centre in both dialects of HMC Scanner reports.
Names are invented, addresses come from RFC 1918 and RFC 5737, and nothing was taken from a real report.
`tools/samples.py` writes every file here from `tools/datacentre/`, this page included: do not edit them by hand.
`python tools/samples.py --check` tells whether they are up to date.

The story: `ams-s924-01` (POWER9) is to be emptied onto `ams-s1022-02` (POWER10) under the same console.
Seven of its partitions can go, fourteen are stopped by one obstacle each.
`ams-s1024-03` is a small test server with one VIOS, another memory block size and smaller Fibre Channel transfers.
`ams-e1080-04` is a big server under the other console.
`ams-s1124-05` is a half-built POWER11 server whose second VIOS has no RMC connection, so that its part of the report is missing.
"""

TRUTH = """`truth.json` lists what is expected of each rule it names.
`lpar`, `source` and `target` say which moves a fact touches, and `*` means every one.
`outcome` is `fail`, `unknown` (no report can show it) or `doubtful` (either answer is right).
`java` or `python` is given where that dialect can show less, because the Java scanner prints no memory block size and the Python scanner no error counters.
To `ams-s1124-05` a rule about VIOS devices may answer unknown instead of pass, because one of its two VIOSes was not seen.
The list is complete for the rules in it when all reports of one dialect are loaded together, and silent about all other rules.
"""

LIMITS = """Both scans are of the same night, a quarter of an hour apart, so load the reports of one dialect at a time.
The `.xls` files carry the traps of the real writer: uncompressed strings under code page 1252, empty labels that are text cells, formulas with the cached result 4.0.
The statistics table of tab `SEA` stops after the first adapter of each VIOS, as it does in reports of scanner 0.11.5x.
The values in the SR-IOV and vNIC tabs of the `.xls` files are likely ones, because no filled tab of a real report was seen.
The CSV files are unquoted, as the scanner writes them, so that commas and line breaks inside cells break rows.
The `.xlsx` and `.json` files were written by hmcscanner 0.8 from raw command output, then freed of clock and author.
"""


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def _servers(centre: DataCentre) -> str:
    rows = [
        (
            server.name,
            server.type_model,
            server.manager,
            ", ".join(vios.name for vios in server.vioses),
            len(server.clients),
            f"{server.free_cores:g} of {server.active_cores}",
            f"{server.free_mb / 1024:g} of {server.active_mb // 1024}",
            server.lmb,
            "; ".join(f"{switch.name} {', '.join(map(str, switch.vlans))}" for switch in server.switches),
        )
        for server in centre.servers
    ]
    header = ("server", "model", "console", "VIOS", "partitions", "free cores", "free GB", "LMB MB", "VLANs in use")
    return _table(header, rows)


def _storage(lpar: Partition) -> str:
    kinds = []
    if lpar.fibre:
        kinds.append(f"NPIV ×{len(lpar.fibre)}")
    if lpar.scsi:
        kinds.append(f"vSCSI ×{len(lpar.scsi)}")
    return ", ".join(kinds)


def _partitions(centre: DataCentre, planted: tuple[Fact, ...]) -> str:
    rows = []
    for server in centre.servers:
        for lpar in server.clients:
            mine = [f for f in planted if (f.lpar, f.source, f.target) == (lpar.name, server.name, EVERY)]
            size = f"{lpar.profile.procs} ded" if lpar.dedicated else f"{lpar.profile.units:g}/{lpar.profile.procs}"
            rows.append(
                (
                    lpar.name,
                    server.name,
                    lpar.os if lpar.os != "Unknown" else "not known",
                    lpar.state,
                    size,
                    lpar.mb // 1024,
                    lpar.effective_mode if lpar.activated else "",
                    _storage(lpar),
                    ", ".join(dict.fromkeys(f"{f.rule}" for f in mine)),
                )
            )
    header = ("partition", "server", "OS", "state", "cores/VPs", "GB", "mode", "storage", "fails wherever it goes")
    return _table(header, rows)


def _targets(centre: DataCentre, planted: tuple[Fact, ...]) -> str:
    blocked = blocked_moves(centre, planted)
    rows = []
    for source in centre.servers:
        for target in centre.servers:
            if target is source:
                continue
            facts = [f for f in planted if (f.source, f.target) == (source.name, target.name)]
            free = [p.name for p in source.clients if (p.name, source.name, target.name) not in blocked]
            pair = ", ".join(f"{f.rule} ({f.outcome})" for f in facts if f.lpar == EVERY)
            rules = sorted({f.rule for f in facts if f.lpar != EVERY and f.outcome == "fail"})
            move = f"{source.name} → {target.name}"
            rows.append((move, pair, ", ".join(rules), f"{len(free)} of {len(source.clients)}", ", ".join(free)))
    header = ("move", "for every partition", "fails for some", "without a planted blocker", "namely")
    return _table(header, rows)


def _files(centre: DataCentre) -> str:
    first, second = centre.managers
    rows = [
        (f"`{xls_name(first)}`, `{xls_name(second)}`", "Java dialect, scanner 0.11.55, 23 tabs"),
        (f"`{base_name(second)}_CSV/`", "the same report of one console as CSV, `vfc.csv` put back into the folder"),
        ("`scan-by-mail.eml`", "a mail with that report attached"),
        ("`both-consoles.zip`", "both `.xls` files in one archive"),
        (f"`{first.name}.xlsx`, `{second.name}.xlsx`", "Python dialect, hmcscanner 0.8"),
        (f"`{first.name}.json`, `{second.name}.json`", "its JSON dumps"),
        ("`truth.json`", "what was planted"),
    ]
    return _table(("file", "what it is"), rows)


SECOND = """`rotterdam/` is a second, small site, of which nothing is left open: `rtm-s1022-01` is emptied onto its twin `rtm-s1022-02`.
Its reports speak against none of the moves, and leave blockers of all of them undecided, because no report shows zoning, storage maps and much else.
`rotterdam/facts/` holds what people would hand over about it, and with that all of them are ready:

    hmcscan-lpm assess sample_reports/rotterdam/*_scan.xls --source rtm-s1022-01 --target rtm-s1022-02
    hmcscan-lpm assess sample_reports/rotterdam/*_scan.xls --source rtm-s1022-01 --target rtm-s1022-02 --facts sample_reports/rotterdam/facts

The two VIOSes of the server are judged with it and are blocked, for a VIOS cannot move.
The collection from the console is the answer to the script of `hmcscan-lpm ask`, whose commands come from the rules.
`tests/facts/` takes every fact away and breaks some of them.
"""


def _second_files(names: Sequence[str]) -> str:
    about = {
        "hmc-rtm1.json": "the report of the Python scanner",
        "hmc-rtm1.txt": "what the script of `ask` printed on the console, answers of VIOSes among it",
        "fabric-a.txt": "a session on a Brocade switch: `cfgshow`, `nsshow`",
        "fabric-b.txt": "a session on a Cisco switch: `show zoneset active`, `show fcns database`, `show device-alias database`",
        "rtmflash1.txt": "a session on the FlashSystem: `lshost` of all hosts and of each, `lshostvdiskmap`",
        "rtm01vio1.txt": "a session on a VIOS: `lsmap -all -npiv`, `lsmap -all`; only the locations in it tell which VIOS it is",
    }
    rows = [(f"`{name}`", about.get(name.rsplit("/", 1)[-1], "the report of the Java scanner")) for name in names]
    return _table(("file", "what it is"), rows)


def _second(centre: DataCentre, names: Sequence[str]) -> str:
    """The section about the second site."""
    source = centre.servers[0]
    rows = [
        (lpar.name, lpar.os if lpar.os != "Unknown" else "not known", lpar.state, lpar.mb // 1024, _storage(lpar))
        for lpar in source.clients
    ]
    table = _table(("partition", "OS", "state", "GB", "storage"), rows)
    return "\n".join((SECOND, table, _second_files([name for name in names if name.startswith("rotterdam/")])))


def readme(centre: DataCentre, planted: tuple[Fact, ...], second: DataCentre, names: Sequence[str]) -> str:
    """The page; `names` are the files that the samples consist of."""
    return "\n".join(
        (
            INTRODUCTION,
            "## Servers\n",
            _servers(centre),
            "## Partitions\n",
            _partitions(centre, planted),
            "## Moves\n",
            "What depends on the target, on top of the last column above.\n",
            _targets(centre, planted),
            "## What was planted\n",
            TRUTH,
            "## Files\n",
            _files(centre),
            LIMITS,
            "## A site with all facts\n",
            _second(second, names),
        )
    )
