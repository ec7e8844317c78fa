"""The SAN hand-over: it says what the rules say, and nothing in its drafts runs that no fact shows to be missing."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import hmcscan_lpm as lpm
from hmcscan_lpm import relations
from hmcscan_lpm.catalogue.model import Catalogue, Change
from hmcscan_lpm.errors import OutputError
from hmcscan_lpm.facts import with_facts
from hmcscan_lpm.planning.handover.build import handover
from hmcscan_lpm.planning.handover.drafts import drafts
from hmcscan_lpm.planning.handover.facts import SanFacts
from hmcscan_lpm.planning.handover.model import Draft, San, SanAdapter, SanWwpn, ZoneEntry
from hmcscan_lpm.planning.handover.names import Wanted, default_scheme, proposals
from hmcscan_lpm.planning.handover.rules import Said, ruling
from hmcscan_lpm.supplements.read import read_text

from .test_engine import RULES, assess, estate

OUTCOMES = {"zoned": "pass", "mapped": "pass", "not zoned": "fail", "not mapped": "fail", "unknown": "unknown"}


def wwn(number: int, server: str = "a1") -> str:
    """A client WWPN of the healthy report, as a switch prints it; servers a1 (SRC), b2 (DST) and c3 (P9)."""
    return f"c0:50:76:00:{server}:00:00:{number:02x}"


PORT, OTHER = "50:05:07:68:10:11:00:01", "50:05:07:68:10:11:00:02"
PORT_A, OTHER_A = PORT.replace(":", ""), OTHER.replace(":", "")


def brocade(fabric: str, zones: Mapping[str, Iterable[str]], aliases: Mapping[str, str] | None = None) -> str:
    """What ``cfgshow`` of a fabric prints: *zones* in effect, *aliases* defined."""
    lines = [f"#==> on=san place={fabric} :: cfgshow", "Defined configuration:", f" cfg:\tcfg_{fabric}\tz"]
    lines += [f" alias:\t{name}\t{number}" for name, number in (aliases or {}).items()]
    lines += ["", "Effective configuration:", f" cfg:\tcfg_{fabric}"]
    for zone, members in zones.items():
        lines += [f" zone:\t{zone}", *(f"\t\t{member}" for member in members)]
    return "\n".join(lines) + "\n\n"


def host(array: str, number: int, name: str, wwpns: Iterable[int]) -> str:
    """What ``lshost NAME`` of an SVC prints."""
    head = [f"#==> on=storage place={array} :: lshost -delim : {name}", f"id:{number}", f"name:{name}", "port_count:2"]
    ports = [f"WWPN:{wwn(item).replace(':', '').upper()}\nnode_logged_in_count:1\nstate:active" for item in wwpns]
    return "\n".join([*head, "type:generic", "iogrp_count:4", "status:online", *ports]) + "\n"


def maps(array: str, rows: Iterable[tuple[int, str, int]]) -> str:
    """What ``lshostvdiskmap`` prints: host id, host, LUN and volume are one number."""
    lines = [
        f"#==> on=storage place={array} :: lshostvdiskmap -delim :",
        "id:name:SCSI_id:vdisk_id:vdisk_name:vdisk_UID",
    ]
    lines += [f"{id_}:{name}:{lun}:{lun}:v{lun}:60050768108180ABCD0000000000{lun:04X}" for id_, name, lun in rows]
    return "\n".join(lines) + "\n"


ZONES = brocade(
    "a",
    {
        "z_db1_30": (wwn(0), PORT),
        "z_db1_31": (wwn(2), wwn(3), PORT),
        "z_db1_32a": (wwn(4), PORT),
        "z_db1_32b": (wwn(5), OTHER),
        "z_db1_33": (wwn(6), wwn(7), "1,4"),
        "z_lnx1": (wwn(8), PORT),
        "z_off1_30": (wwn(0x11), PORT, OTHER),
        "z_off1_31": (wwn(0x12), wwn(0x13)),
        "z_ibmi1_31": (wwn(0xE), wwn(2), PORT),
        "z_web9_31": (wwn(2, "b2"), PORT),
    },
    {"db1_hba0": wwn(0), "p_db1_30_2": wwn(0xE)},
) + brocade(
    "b",
    {
        "z_lnx1": (wwn(9), PORT),
        "z_lnx1_31": (wwn(0xA), PORT, OTHER),
        "z_more": (wwn(0xB), PORT),
        "z_web9_31": (wwn(3, "b2"), PORT),
    },
)
STORAGE = (
    host("fs", 0, "db1", (0, 2, 3))
    + host("fs", 1, "db1b", (4,))
    + host("fs", 2, "db1c", (5,))
    + host("fs", 3, "db1d", (6, 7))
    + host("fs", 4, "off1", (0x11,))
    + maps("fs", [(0, "db1", 1), (1, "db1b", 2), (2, "db1c", 3), (4, "off1", 4)])
)


CISCO = f"""#==> on=san place=mds :: show zoneset active vsan 10
zoneset name zs_a vsan 10
  zone name z1 vsan 10
    pwwn {wwn(0, "b2")}
    pwwn {PORT}
#==> on=san place=mds :: show device-alias database
device-alias name web9_lpm pwwn {wwn(1, "b2")}

Total number of entries = 1
"""
LOGINS = f"""#==> on=san place=sw9 :: nsshow -t
{{
 Type Pid    COS     PortName                NodeName                 TTL(sec)
 N    010900;      3;{wwn(2, "c3")};20:00:00:00:c9:11:22:33; na
    Device type: NPIV Initiator
The Local Name Server has 1 entry }}
#==> on=san place=b :: nsshow
{{
 Type Pid    COS     PortName                NodeName                 TTL(sec)
 N    010900;      3;{wwn(9)};20:00:00:00:c9:11:22:33; na
The Local Name Server has 1 entry }}
"""
DEFINED = f"""#==> on=san place=d :: cfgshow
Defined configuration:
 cfg:\tcfg_d\tz1; z2
 zone:\tz1\t{wwn(0xC)}; {PORT}
 zone:\tz2\t{wwn(0xD)}; {PORT}

Effective configuration:
 cfg:\tcfg_d
 zone:\tz1
\t\t{wwn(0xC)}
\t\t{PORT}
"""
CSV = f"""wwpn,zone,fabric,zoneset,active
{wwn(0, "c3")},z9,csv,cfg9,yes
{PORT},z9,csv,cfg9,yes
"""
PURE = f"""#==> on=storage place=pure1 :: purehost list
Name      WWN                      IQN
web9-aix  {wwn(0, "b2").upper()}  -
"""
DS8K = f"""#==> on=storage place=ds8k :: lshostconnect
Name     ID   WWPN             HostType Profile        portgrp volgrpID ESSIOport
==================================================================================
p9app1   0001 {wwn(0, "c3").replace(":", "").upper()} AIX      IBM pSeries -  0       V1       all
"""
FACTS = (ZONES, STORAGE, CISCO, LOGINS, DEFINED, CSV, PURE, DS8K)
GONE = Change("Virtual_Fibre", "set", {"LPAR name": "ibmi1", "Slot": "31"}, {"WWPN #2": ""})


def lay(*texts: str) -> lpm.Estate:
    return with_facts(estate(GONE), [read_text(f"facts{number}.txt", text) for number, text in enumerate(texts)])


Told = tuple[lpm.Assessment, lpm.MigrationPlan]


def judged(found: lpm.Estate, *, vios: bool = False) -> tuple[lpm.Assessment, San]:
    """All moves judged by the two rules that the hand-over must not contradict, and the hand-over."""
    result = assess(found, RULES["npiv-zoned"], RULES["npiv-storage-mapped"], vios=vios)
    return result, handover(relations.connect(found, result.selection), found, result.catalogue)


@pytest.fixture(scope="module")
def told() -> Told:
    """The healthy data centre with facts of which every adapter is another case."""
    result, _ = judged(lay(*FACTS))
    return result, lpm.plan(result, alias="p_{lpar}_{slot}_{number}", place=False)


@pytest.fixture(scope="module")
def untold(told: Told) -> Told:
    """The same without any fact."""
    result, san = judged(estate())
    return result, lpm.MigrationPlan(dataclasses.replace(told[1].content, san=san))


def adapter(plan: lpm.MigrationPlan, lpar: str, slot: int) -> SanAdapter:
    (found,) = (item for item in plan.content.san.adapters if (item.lpar, item.slot) == (lpar, slot))
    return found


def live(lines: Iterable[str]) -> list[str]:
    """The lines that a switch or HMC would take as commands."""
    return [line for line in lines if line and not line.startswith(("#", "!"))]


@pytest.mark.parametrize("name", ["told", "untold"])
def test_it_says_what_the_rules_say(name: str, request: pytest.FixtureRequest) -> None:
    result, plan = request.getfixturevalue(name)
    said = {
        (item.rule.id, item.source, item.lpar, item.item): item.outcome
        for item in result.items
        if item.rule.id in ("npiv-zoned", "npiv-storage-mapped") and item.severity == "blocker" and item.item
    }
    shown = {
        (rule, item.source, item.lpar, f"slot {item.slot}"): OUTCOMES[state]
        for item in plan.content.san.adapters
        for rule, state in (("npiv-zoned", item.zoned), ("npiv-storage-mapped", item.mapped))
    }
    assert shown == said
    assert len(said) == 28


CASES = [
    # partition, slot, zoning: pair, both WWPNs; mapping likewise
    ("db1", 30, ("not zoned", "zoned", "not zoned"), ("not mapped", "mapped", "not mapped")),
    ("db1", 31, ("zoned", "zoned", "zoned"), ("mapped", "mapped", "mapped")),
    ("db1", 32, ("not zoned", "not zoned", "not zoned"), ("not mapped", "not mapped", "not mapped")),
    ("db1", 33, ("unknown", "unknown", "unknown"), ("unknown", "unknown", "unknown")),
    ("lnx1", 30, ("not zoned", "not zoned", "zoned"), ("unknown", "unknown", "unknown")),
    ("lnx1", 31, ("not zoned", "zoned", "not zoned"), ("unknown", "unknown", "unknown")),
    ("web9", 31, ("not zoned", "zoned", "not zoned"), ("unknown", "unknown", "unknown")),
    ("p9app1", 31, ("unknown", "unknown", "unknown"), ("unknown", "unknown", "unknown")),
    ("p9app1", 30, ("not zoned", "zoned", "not zoned"), ("not mapped", "unknown", "not mapped")),
    ("ibmi1", 31, ("unknown", "zoned", "unknown"), ("unknown", "unknown", "unknown")),
    ("off1", 30, ("not zoned", "not zoned", "zoned"), ("not mapped", "not mapped", "mapped")),
    ("off1", 31, ("not zoned", "not zoned", "not zoned"), ("unknown", "unknown", "unknown")),
]  # fmt: skip


@pytest.mark.parametrize(("lpar", "slot", "zoning", "mapping"), CASES)
def test_states(
    told: Told,
    lpar: str,
    slot: int,
    zoning: tuple[str, ...],
    mapping: tuple[str, ...],
) -> None:
    found = adapter(told[1], lpar, slot)
    assert (found.zoned, *(item.zoned for item in found.wwpns)) == zoning
    assert (found.mapped, *(item.mapped for item in found.wwpns)) == mapping


def test_every_state_has_its_lines(told: Told) -> None:
    first, second = adapter(told[1], "db1", 30).wwpns
    (zone,) = first.zones
    assert (zone.fabric, zone.zone, zone.zoneset, zone.is_active) == ("a", "z_db1_30", "cfg_a", True)
    assert zone.told_by is not None
    member = ZONES.splitlines().index("\t\t" + wwn(0))
    assert zone.told_by.cell == f"line {member + 1}"
    (entry,) = first.hosts
    assert (entry.array, entry.host) == ("fs", "db1")
    assert entry.told_by is not None
    assert entry.told_by.report == "facts1.txt"
    assert first.map_told_by is not None
    assert (first.ports, second.zones, second.hosts) == ((PORT_A,), (), ())


def test_without_facts_everything_is_unknown_and_nothing_runs(untold: Told) -> None:
    san = untold[1].content.san
    assert {item.zoned for item in san.adapters} | {item.mapped for item in san.adapters} == {"unknown"}
    assert {state for item in san.adapters for one in item.wwpns for state in (one.zoned, one.mapped)} == {"unknown"}
    assert not any(draft.is_missing for draft in san.drafts)
    assert {draft.on for draft in san.drafts} == {"hmc", "brocade", "cisco"}
    text = untold[1].to_san(form="txt")
    assert live(text.splitlines()) == []
    assert "If not zoned yet" in text
    assert '# alicreate "db1_30_2", "c0:50:76:00:a1:00:00:01"' in text.splitlines()
    assert "! device-alias name db1_30_2 pwwn c0:50:76:00:a1:00:00:01" in text.splitlines()


def draft(plan: lpm.MigrationPlan, on: str, where: str, *, is_missing: bool = True) -> Draft:
    (found,) = (
        item for item in plan.content.san.drafts if (item.on, item.where, item.is_missing) == (on, where, is_missing)
    )
    return found


def test_what_is_missing_is_drafted_in_full_and_the_rest_as_comments(
    told: Told,
) -> None:
    assert live(draft(told[1], "brocade", "a").lines) == [
        # p_db1_30_2 is the name of another WWPN already
        'alicreate "p_db1_30_2_f9b8", "c0:50:76:00:a1:00:00:01"',
        f'zonecreate "z_p_db1_30_2_f9b8", "p_db1_30_2_f9b8; {PORT}"',
        'cfgadd "cfg_a", "z_p_db1_30_2_f9b8"',
        'alicreate "p_off1_30_1", "c0:50:76:00:a1:00:00:10"',
        f'zonecreate "z_p_off1_30_1", "p_off1_30_1; {PORT}; {OTHER}"',
        'cfgadd "cfg_a", "z_p_off1_30_1"',
    ]
    lines = draft(told[1], "brocade", "a").lines
    assert "# cfgsave" in lines
    assert '# cfgenable "cfg_a"' in lines
    gaps = [line for line in lines if "to be told" in line]
    assert [re.sub(r"^#   | on \w+|, WWPN| c0507600.*", "", line) for line in gaps] == [
        "web9, slot 31 #2", "db1, slot 32 #1", "db1, slot 32 #2", "off1, slot 31 #1", "off1, slot 31 #2",
    ]  # fmt: skip
    assert live(draft(told[1], "brocade", "b").lines) == [
        'alicreate "p_lnx1_30_1", "c0:50:76:00:a1:00:00:08"',
        f'zonecreate "z_p_lnx1_30_1", "p_lnx1_30_1; {PORT}"',
        'cfgadd "cfg_b", "z_p_lnx1_30_1"',
        'alicreate "p_lnx1_31_2", "c0:50:76:00:a1:00:00:0b"',
        f'zonecreate "z_p_lnx1_31_2", "p_lnx1_31_2; {OTHER}"',
        'cfgadd "cfg_b", "z_p_lnx1_31_2"',
    ]
    assert live(draft(told[1], "svc", "fs").lines) == [
        "addhostport -fcwwpn C0507600A1000001 db1",
        "addhostport -fcwwpn C0507600A1000010 off1",
    ]
    assert live(draft(told[1], "hmc", "SRC").lines)[:2] == [
        "chnportlogin -o login -m SRC -p db1",
        "lsnportlogin -m SRC --filter lpar_names=db1",
    ]
    assert "# chnportlogin -o logout -m SRC -p db1" in draft(told[1], "hmc", "SRC").lines


def carried_out(plan: lpm.MigrationPlan) -> str:
    """What the switches and the storage would print once the drafts were typed and the configurations enabled."""
    text = ""
    for item in plan.content.san.drafts:
        commands = [shlex.split(line.replace(",", " ")) for line in live(item.lines)]
        if item.on == "brocade":
            aliases = {words[1]: words[2] for words in commands if words[0] == "alicreate"}
            zones = {words[1]: words[2:] for words in commands if words[0] == "zonecreate"}
            assert {words[2] for words in commands if words[0] == "cfgadd"} == set(zones)
            members = {name: "".join(found).split(";") for name, found in zones.items()}
            text += brocade(
                item.where, {name: [aliases.get(one, one) for one in one_zone] for name, one_zone in members.items()}
            )
        if item.on == "svc":
            for number, words in enumerate(commands, 90):
                text += host(item.where, number, words[-1], [int(words[2][-2:], 16)])
    return text


def test_once_the_drafts_are_carried_out_the_rules_pass(told: Told) -> None:
    _, san = judged(lay(*FACTS, carried_out(told[1])))
    found = {(item.lpar, item.slot): item for item in san.adapters}
    assert {key for key, item in found.items() if item.zoned == "zoned"} == {
        ("db1", 30), ("db1", 31), ("off1", 30), ("lnx1", 31),
    }  # fmt: skip
    assert {key for key, item in found.items() if item.mapped == "mapped"} == {("db1", 30), ("db1", 31), ("off1", 30)}
    assert not [line for item in san.drafts if item.on in ("brocade", "svc") for line in live(item.lines)]


def test_a_cisco_draft_keeps_the_alias_that_there_is(told: Told) -> None:
    second = adapter(told[1], "web9", 30).wwpns[1]
    assert (second.alias, second.is_alias_told) == ("web9_lpm", True)
    lines = draft(told[1], "cisco", "mds vsan 10").lines
    assert live(lines) == [
        "configure terminal",
        "zone name z_p_web9_30_2 vsan 10",
        f"member pwwn {wwn(1, 'b2')}",
        f"member pwwn {PORT}",
        "exit",
        "zoneset name zs_a vsan 10",
        "member z_p_web9_30_2",
        "exit",
        "end",
    ]
    assert "! zoneset activate name zs_a vsan 10" in lines


def test_a_list_of_no_make_gives_both_drafts_and_neither_runs(told: Told) -> None:
    for on in ("brocade", "cisco"):
        lines = draft(told[1], on, "csv").lines
        assert live(lines) == []
        assert any("to be told: make of the switches" in line for line in lines)
        assert any(PORT in line for line in lines)


def test_other_storage(told: Told) -> None:
    assert live(draft(told[1], "pure", "pure1").lines) == [f"purehost setattr --addwwnlist {wwn(1, 'b2')} web9-aix"]
    lines = draft(told[1], "storage", "ds8k").lines
    assert live(lines) == []
    assert lines[-1] == "# to be decided: the host object; its partner is in: p9app1"


@pytest.mark.parametrize(
    ("lpar", "slot", "fabrics", "known_by", "make"),
    [
        ("web9", 30, ("mds vsan 10",), "zones", "cisco"),
        ("db1", 30, ("a",), "zones", "brocade"),
        ("p9app1", 30, ("csv",), "zones", ""),
        ("p9app1", 31, ("sw9",), "login", "brocade"),
    ],
)
def test_how_a_fabric_is_known(
    told: Told,
    lpar: str,
    slot: int,
    fabrics: tuple[str, ...],
    known_by: str,
    make: str,
) -> None:
    found = adapter(told[1], lpar, slot)
    assert (found.fabrics, found.fabric_known_by, found.make) == (fabrics, known_by, make)


def test_a_login_tells_in_which_fabric_a_wwpn_is_missing(told: Told) -> None:
    assert [item.zoned for item in adapter(told[1], "lnx1", 30).wwpns] == ["not zoned", "zoned"]
    assert f'zonecreate "z_p_lnx1_30_1", "p_lnx1_30_1; {PORT}"' in live(draft(told[1], "brocade", "b").lines)


def test_a_zone_that_is_only_defined_is_no_zone_but_may_be_all_that_lacks(
    told: Told,
) -> None:
    second = adapter(told[1], "ibmi1", 30).wwpns[1]
    assert (second.zoned, [item.is_active for item in second.zones]) == ("not zoned", [False])
    lines = draft(told[1], "brocade", "d").lines
    assert live(lines) == []
    assert any("whether to activate is enough: zone z2 is defined with it" in line for line in lines)


def test_a_missing_second_wwpn_is_neither_zoned_nor_drafted(told: Told) -> None:
    first, second = adapter(told[1], "ibmi1", 31).wwpns
    assert (first.zoned, second.wwpn, second.zoned, second.alias) == ("zoned", "", "unknown", "")
    assert not [line for item in told[1].content.san.drafts for line in item.lines if "ibmi1_31_2" in line]


HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            'x"; reboot; "',
            "a\nreboot",
            "`id`",
            "$(id)",
            "a;b",
            "x\u2028reboot",
            "# x",
            "! x",
            "a\rb",
            "' ; '",
            "\x1b[2J",
            "a\\",
        ]
    ),
)
COMMANDS = re.compile(
    r'alicreate "[\w$^-]{1,64}", "[0-9a-f:]{23}"|zonecreate "[\w$^-]{1,66}", "[\w$^:; -]+"|cfgadd "[\w$^-]{1,64}", "[\w$^-]{1,66}"'
    r"|configure terminal|device-alias database|device-alias name [\w$^-]{1,64} pwwn [0-9a-f:]{23}|exit|end|device-alias commit"
    r"|zone name [\w$^-]{1,66} vsan \d{1,4}|member pwwn [0-9a-f:]{23}|zoneset name [\w$^-]{1,64} vsan \d{1,4}|member [\w$^-]{1,66}"
    r"|addhostport -fcwwpn [0-9A-F]{16} [A-Za-z_][\w.-]{0,62}|purehost setattr --addwwnlist [0-9a-f:]{23} [A-Za-z0-9][A-Za-z0-9-]{0,62}",
    re.ASCII,
)


@hypothesis_settings(max_examples=60, deadline=None)
@given(
    lpar=HOSTILE, source=HOSTILE, fabric=HOSTILE, zoneset=HOSTILE, zone=HOSTILE, alias=HOSTILE, array=HOSTILE, storage_host=HOSTILE,
    makes=st.sampled_from([("brocade", "svc"), ("cisco", "pure"), ("", "ds8000")]), in_vsan=st.booleans(), is_told=st.booleans(),
)  # fmt: skip
def test_no_name_breaks_out_of_a_draft(
    lpar: str, source: str, fabric: str, zoneset: str, zone: str, alias: str, array: str, storage_host: str,
    makes: tuple[str, str], in_vsan: bool, is_told: bool,
) -> None:  # fmt: skip
    fabric += " vsan 10" if in_vsan else ""
    first, second = "c0507600a1000000", "c0507600a1000001"
    partner = SanWwpn(
        1,
        first,
        "zoned",
        "mapped",
        alias,
        True,
        "",
        (ZoneEntry(fabric, zone, zoneset, True, None, None),),
        (),
        (),
        None,
    )
    lacking = SanWwpn(2, second, "not zoned", "not mapped", alias, is_told, "", (), (), (), None)
    item = SanAdapter(
        lpar, source, 30, None, None, None, (fabric,), "zones", makes[0], "not zoned", "second-missing", "not mapped",
        "second-missing", (PORT_A,), False, 0, (partner, lacking),
    )  # fmt: skip
    facts = SanFacts(
        zones={}, ports={(fabric, first): (PORT_A,)}, partial=frozenset(), fabric_logins={},
        client_logins={}, zonesets={fabric: (zoneset,)}, makes={fabric: makes[0]}, array_makes={array: makes[1]},
        aliases={second: ((fabric, alias),)} if is_told else {}, names=frozenset(),
        hosts={first: ({"array": array, "host": storage_host, "tab": "lshost NAME", "wwpn": first},)}, map_hosts={},
    )  # fmt: skip
    names = proposals([Wanted(source, lpar, 30, number, "") for number in (1, 2)], (), default_scheme())
    proposed = {((source, lpar, 30), key.number): name for key, name in names.items()}
    for found in drafts((item,), facts, proposed):
        for line in found.lines:
            assert line.splitlines() == [line]
            if found.on != "hmc":
                assert line.startswith(("#", "!")) or COMMANDS.fullmatch(line), line
        if found.on == "hmc":
            spoken = [
                re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", "?", text)
                for text in (source, lpar)
            ]
            login, _ = live(found.lines)
            assert shlex.split(login) == ["chnportlogin", "-o", "login", "-m", spoken[0], "-p", spoken[1]]


def test_files_by_ending(told: Told, tmp_path: Path) -> None:
    plan = told[1]
    for ending in ("md", "csv", "txt"):
        text = plan.to_san(tmp_path / f"san.{ending}")
        assert (tmp_path / f"san.{ending}").read_text("utf-8") == text == plan.to_san(form=ending)
    assert plan.to_san() == plan.to_san(form="md")
    with pytest.raises(OutputError, match=r"san\.xlsx: a SAN hand-over is written as md, csv, txt"):
        plan.to_san(tmp_path / "san.xlsx")
    assert "**draft, changes something**" in plan.to_san()


def test_the_csv_has_a_row_per_wwpn_and_no_formula(told: Told) -> None:
    content = told[1].content
    spoiled = dataclasses.replace(content.san.adapters[0], lpar="=cmd|' /C calc'!A0", fabrics=("@sum(1)", "-2"))
    plan = lpm.MigrationPlan(dataclasses.replace(content, san=San((spoiled, *content.san.adapters[1:]), ())))
    rows = list(csv.DictReader(io.StringIO(plan.to_san(form="csv"))))
    assert len(rows) == 2 * len(content.san.adapters)
    assert not [cell for row in rows for cell in row.values() if re.match(r"[=+\-@]", cell)]
    (row,) = (row for row in rows if (row["lpar"], row["slot"], row["number"]) == ("db1", "31", "2"))
    assert (row["zoned"], row["zones"], row["storage_ports"], row["mapped"], row["hosts"]) == (
        "zoned", "a/z_db1_31", PORT_A, "mapped", "fs/db1",
    )  # fmt: skip
    assert row["evidence"].startswith("facts0.txt line ")


def test_a_vios_has_no_hand_over() -> None:
    """Its client adapters, if a report had any, are no part of a move."""
    client = Change("Virtual_Fibre", "set", {"LPAR name": "db1", "Slot": "30"}, {"LPAR name": "srcvios2"})
    result, san = judged(estate(client), vios=True)
    assert "srcvios2" in set(result.moves["lpar"])
    assert "srcvios2" not in {item.lpar for item in san.adapters}


FIBRE = """#==> on=hmc server=SRC :: lshwres -r virtualio --rsubtype fc --level lpar -m SRC
lpar_name=db1,lpar_id=3,slot_num=30,adapter_type=client,state=1,is_required=1,remote_lpar_id=1,remote_lpar_name=srcvios1,remote_slot_num=30,"wwpns=c0507600a1000000,c0507600a1000001",topology=
"""


@pytest.mark.parametrize(
    "sql",
    [
        "select 'SRC' as system, 'db1' as lpar, 'pass' as outcome",
        "select 'SRC' as system, 'db1' as lpar, 30 as slot, 'adapter 30' as item, 'pass' as outcome",
        "select 'SRC' as system, 'db1' as lpar, 30 as slot, 'slot 30' as item, 'fine' as outcome",
        "select no_such_column from zones",
    ],
)
def test_a_rule_page_of_ones_own_that_names_no_adapter_leaves_it_unknown(sql: str) -> None:
    own = Catalogue((dataclasses.replace(RULES["npiv-zoned"], sql=sql),), "0", "")
    with relations.empty() as connection:
        assert ruling(connection, own, "npiv-zoned").of(("SRC", "db1", 30)) == Said("unknown", "")
        assert ruling(connection, own, "npiv-storage-mapped").of(("SRC", "db1", 30)) == Said("unknown", "")


def test_where_adapters_may_be_missing_nothing_is_decided() -> None:
    """The rule answers unknown for the partition, whatever zones say of the adapter that is told."""
    found = with_facts(
        estate(Change("Virtual_Fibre", "drop-tab", {}, {})),
        [read_text("a.txt", FIBRE.replace("-m SRC", "-m SRC --filter lpar_names=db1") + ZONES)],
    )
    result, san = judged(found)
    assert {item.outcome for item in result.items if item.lpar == "db1"} == {"unknown"}
    (only,) = san.adapters
    assert (only.zoned, only.mapped, only.zoning_reason) == (
        "unknown",
        "unknown",
        "the report has no tab Virtual_Fibre",
    )
    assert not [item for item in san.drafts if item.is_missing]


def test_without_npiv_there_is_nothing_to_draft(untold: Told) -> None:
    plan = lpm.MigrationPlan(dataclasses.replace(untold[1].content, san=San((), ())))
    assert plan.to_san(form="txt").endswith("# No partition has a virtual Fibre Channel adapter.\n")


def test_the_sample_plans_contradict_no_rule(samples: Path) -> None:
    """A plan keeps what fails or is unknown; of the rest the hand-over has to say that it is right."""
    seen = 0
    for file in sorted(set((samples / "plans").glob("*.json")) - set((samples / "plans").glob("*.assessment.json"))):
        plan = json.loads(file.read_text("utf-8"))
        said = {
            (item["rule"], item["source"], item["lpar"], item["item"]): item["outcome"]
            for group in plan["groups"]
            for item in group["findings"]
            if item["rule"] in ("npiv-zoned", "npiv-storage-mapped") and item["severity"] == "blocker"
        }
        for found in plan["san"]["adapters"]:
            for rule, state in (("npiv-zoned", found["zoned"]), ("npiv-storage-mapped", found["mapped"])):
                outcome = said.pop((rule, found["source"], found["lpar"], f"slot {found['slot']}"), "pass")
                assert OUTCOMES[state] == outcome, (file.name, rule, found["lpar"], found["slot"])
                seen += 1
        assert not [key for key in said if key[3]], file.name
    assert seen > 100
