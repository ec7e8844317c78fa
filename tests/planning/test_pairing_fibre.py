"""Client virtual Fibre Channel adapters of the healthy data centre, damaged, and where they go.

``db1`` of SRC has slots 30 (srcvios1, FabricA), 31 (srcvios1, FabricB), 32 (srcvios2, FabricA), 33 (srcvios2, FabricB),
on fcs0 and fcs1. DST has the same two ports and labels on each of its two VIOSes. The Java report has no labels: there
the switch domains 0x0b and 0x16 tell the fabrics apart.
"""

from __future__ import annotations

import pytest

from hmcscan_lpm import dialects
from hmcscan_lpm.estate import combine
from hmcscan_lpm.examples import healthy
from hmcscan_lpm.facts import with_facts
from hmcscan_lpm.planning.choices import Choices, FabricChoice
from hmcscan_lpm.planning.execution import FcMapping, MoveMapping
from hmcscan_lpm.supplements.read import read_text

from .workshop import Workshop

HOME = {30: "dstvios1 fcs0", 31: "dstvios1 fcs1", 32: "dstvios2 fcs0", 33: "dstvios2 fcs1"}
ON_DST = "where system = 'DST'"
ON_VIOS2 = f"{ON_DST} and vios = 'dstvios2'"
NO_LABELS = "update fc_ports set label = null"
NO_DOMAINS = "update fc_ports set fcid = null"
SWAPPED = f"update fc_ports set label = case label when 'FabricA' then 'FabricB' else 'FabricA' end {ON_DST}"
OTHER_LABELS = (
    f"update fc_ports set label = replace(label, 'Fabric', 'SAN '), fcid = replace(fcid, '0b', '21') {ON_DST}"
)


def more_ports(label: str, names: tuple[str, ...] = ("fcs2", "fcs3"), vios: str = "dstvios%") -> str:
    """The VIOSes of DST get more ports, each a copy of fcs0 with another name and label."""
    copies = " union all ".join(
        f"select * replace ('{name}' as port, '{label}' as label, f.at || '{name}' as \"at\", null as wwpn, null as location)"
        f" from fc_ports f where system = 'DST' and port = 'fcs0' and vios like '{vios}'"
        for name in names
    )
    return f"insert into fc_ports {copies}"


def lsnports(*, free_wwpns: int, is_fabric: bool) -> str:
    """What lsnports of dstvios1 tells of fcs0."""
    told = f"{is_fabric} as is_fabric, 64 as free_ports, {free_wwpns} as free_wwpns, 'x' as \"at\""
    return f"insert into npiv_ports by name select 'DST' as system, 'dstvios1' as vios, 'fcs0' as port, {told}"


def homes(mapping: MoveMapping) -> dict[int, str | None]:
    return {path.slot: f"{path.vios} {path.port}" if path.vios else None for path in mapping.fibre}


def path(mapping: MoveMapping, slot: int) -> FcMapping:
    return next(item for item in mapping.fibre if item.slot == slot)


def test_every_adapter_finds_the_port_of_its_fabric(python: Workshop) -> None:
    mapping = python.one("db1", "DST")
    assert homes(mapping) == HOME
    assert mapping.vioses == (("srcvios1", "dstvios1"), ("srcvios2", "dstvios2"))
    assert mapping.vioses_reason == (
        "srcvios1 → dstvios1, srcvios2 → dstvios2: every adapter finds its port and its disks there, and the order of "
        "ids is kept."
    )
    assert mapping.problems == ()
    assert path(mapping, 31) == FcMapping(
        slot=31,
        wwpn1=path(mapping, 31).wwpn1,
        wwpn2=path(mapping, 31).wwpn2,
        source_vios="srcvios1",
        source_port="fcs1",
        source_fabric="FabricB",
        vios="dstvios1",
        vios_id=1,
        port="fcs1",
        server_slot=221,
        fabric="FabricB",
        fabric_by="label",
        pinned=False,
        reason="dstvios1 takes over from srcvios1; fcs1 has the label FabricB, like fcs1 today; no virtual adapter on it "
        "so far; server slot 221 is kept.",
        problems=(),
    )


SWAP = {30: "dstvios1 fcs1", 31: "dstvios1 fcs0", 32: "dstvios2 fcs1", 33: "dstvios2 fcs0"}


def login(port: str, fabric: str, system: str = "DST", of: str = "wwpn") -> str:
    return f"""insert into fabric_logins by name
        select '{fabric}' as fabric, {of} as wwpn, 'a login' as at from fc_ports
        where system = '{system}' and port = '{port}'"""


def seen(here: tuple[str, str], there: tuple[str, str]) -> tuple[str, ...]:
    """The switches see fcs0 and fcs1 of SRC in two fabrics, and those of DST."""
    return tuple(
        login(port, fabric, system)
        for system, fabrics in (("SRC", here), ("DST", there))
        for port, fabric in zip(("fcs0", "fcs1"), fabrics, strict=True)
    )


CLIENT_LOGINS = """insert into fabric_logins by name
    select 'san' || right(fc_port, 1) as fabric, wwpn1 as wwpn, 'a login' as at from (
      select lpar, wwpn1, case when system = 'DST' then translate(fc_port, '01', '10') else fc_port end as fc_port
      from npiv_paths where system in ('SRC', 'DST'))"""
CLIENT_ZONES = """insert into zones by name
    select 'san' || right(fc_port, 1) as fabric, 'z' as zone, true as is_active, 'wwpn' as kind, wwpn1 as wwpn, 'z' as at
    from (
      select lpar, wwpn1, case when system = 'DST' then translate(fc_port, '01', '10') else fc_port end as fc_port
      from npiv_paths where system in ('SRC', 'DST'))"""


@pytest.mark.parametrize(
    ("edits", "expected", "by"),
    [
        pytest.param((), HOME, "label", id="labels"),
        pytest.param((SWAPPED,), SWAP, "label", id="labels are the other way round there"),
        pytest.param((NO_LABELS,), HOME, "domain", id="switch domains"),
        pytest.param(
            (NO_LABELS, f"update fc_ports set fcid = case port when 'fcs0' then '16' else '0b' end || '0000' {ON_DST}"),
            SWAP,
            "domain",
            id="switch domains are the other way round there",
        ),
        pytest.param((*seen(("s1", "s2"), ("s2", "s1")),), SWAP, "zoning", id="logins of ports before labels"),
        pytest.param((*seen(("s1", "s2"), ("s2", "s1")), NO_LABELS), SWAP, "zoning", id="logins of ports"),
        pytest.param((*seen(("x", "y"), ("p", "q")),), HOME, "label", id="switches name other fabrics there: labels"),
        pytest.param(
            (*seen(("s1", "s2"), ("s2", "s1")), *seen(("s2", "s1"), ("s1", "s2"))),
            HOME,
            "label",
            id="logins in two fabrics",
        ),
        pytest.param((CLIENT_ZONES, NO_LABELS), None, "zoning", id="zones of clients behind the ports"),
        pytest.param((CLIENT_LOGINS, NO_LABELS), None, "zoning", id="logins of clients behind the ports"),
    ],
)
def test_fabrics_are_matched_by_the_best_hint(
    python: Workshop, edits: tuple[str, ...], expected: dict[int, str] | None, by: str
) -> None:
    mapping = python.one("db1", "DST", *edits)
    if expected is None:
        # web9, the only client there, shows one port of each VIOS: fcs0 of the first is the other fabric.
        assert homes(mapping)[31] == "dstvios1 fcs0"
        assert path(mapping, 31).fabric_by == by
        return
    assert homes(mapping) == expected
    assert {item.fabric_by for item in mapping.fibre} == {by}
    told = [item.problems for item in mapping.fibre if item.problems]
    assert bool(told) == (edits == seen(("x", "y"), ("p", "q")))
    assert told[:1] in ([], [("The switches show it in fabric x, where they show no port of DST.",)])
    assert {(item.source_fabric == item.fabric) for item in mapping.fibre} == {True}


def test_the_users_map_of_fabrics_comes_first(python: Workshop) -> None:
    crossed = {("SRC", "fcs0"): "A", ("SRC", "fcs1"): "B", ("DST", "fcs0"): "B", ("DST", "fcs1"): "A"}
    choices = Choices(
        fabric=tuple(
            FabricChoice(server, f"{server.lower()}vios{number}", port, name)
            for (server, port), name in crossed.items()
            for number in (1, 2)
        )
    )
    mapping = python.one("db1", "DST", *seen(("s1", "s2"), ("s1", "s2")), choices=choices)
    assert homes(mapping) == SWAP
    assert path(mapping, 30).fabric_by == "choice"
    assert "fcs1 is in fabric A by your map, like fcs0 today" in path(mapping, 30).reason


def test_a_port_that_the_users_map_puts_elsewhere_is_never_proposed(python: Workshop) -> None:
    ports = [("SRC", "srcvios1", "fcs0", "A")] + [
        ("DST", vios, port, "B") for vios in ("dstvios1", "dstvios2") for port in ("fcs0", "fcs1")
    ]
    mapping = python.one("db1", "DST", choices=Choices(fabric=tuple(FabricChoice(*port) for port in ports)))
    assert homes(mapping) == {**HOME, 30: None}
    assert path(mapping, 30).problems == (
        "No port of dstvios1 can take it: fcs0 is in fabric B, not in A, fcs1 is in fabric B, not in A.",
    )


@pytest.mark.parametrize(
    ("edits", "pairs"),
    [
        pytest.param((OTHER_LABELS,), {("FabricA", "SAN A"), ("FabricB", "SAN B")}, id="by the names of the ports"),
        pytest.param(
            (OTHER_LABELS, SWAPPED.replace("Fabric", "SAN ")),
            {("FabricA", "SAN B"), ("FabricB", "SAN A")},
            id="fcs0 is the other one there, which nobody can know",
        ),
        pytest.param(
            (f"update fc_ports set label = 'SAN 1' {ON_DST}", more_ports("SAN 2")),
            {("FabricA", "SAN 1"), ("FabricB", "SAN 2")},
            id="fcs0 and fcs1 are one fabric there, fcs2 and fcs3 the other",
        ),
        pytest.param(
            (f"update fc_ports set label = 'SAN B' {ON_DST} and port = 'fcs1'",),
            {("FabricA", "FabricA"), ("FabricB", "SAN B")},
            id="one of two names is the same",
        ),
    ],
)
def test_two_fabrics_stay_apart_where_their_names_cannot_be_compared(
    python: Workshop, edits: tuple[str, ...], pairs: set[tuple[str, str]]
) -> None:
    mapping = python.one("db1", "DST", *edits, f"update fc_ports set fcid = null {ON_DST}")
    assert {(item.source_fabric, item.fabric) for item in mapping.fibre} == pairs
    for item in mapping.fibre:
        named = item.source_fabric == item.fabric
        assert item.fabric_by == ("label" if named else "")
        assert item.problems == (
            ()
            if named
            else (
                f"Fabrics cannot be matched: {item.source_fabric} today, {item.fabric} on DST; ports were kept in order.",
            )
        )


def test_without_any_hint_ports_keep_their_order_and_that_is_said(python: Workshop) -> None:
    mapping = python.one("db1", "DST", NO_LABELS, NO_DOMAINS)
    assert homes(mapping) == HOME
    assert path(mapping, 30).problems == (
        "In which fabric the adapter is today is not known; ports were kept in order (fcs0 of dstvios1).",
    )
    renamed = f"update fc_ports set port = replace(port, 'fcs', 'fcs1') {ON_DST}"
    assert homes(python.one("db1", "DST", NO_LABELS, NO_DOMAINS, renamed)) == {
        slot: home.replace("fcs", "fcs1") for slot, home in HOME.items()
    }


def test_one_switch_domain_on_all_ports_tells_no_fabrics_apart(java: Workshop) -> None:
    mapping = java.one("db1", "DST", "update fc_ports set fcid = '0x39' || right(fcid, 4)")
    assert homes(mapping) == HOME
    assert {item.fabric_by for item in mapping.fibre} == {""}
    assert path(mapping, 30).problems[0].startswith("domain 0x39 is the same for all ports")


def test_names_of_a_sanitized_report_are_not_compared(python: Workshop) -> None:
    stranger = "insert into strangers values ('SRC', 'DST', 'the names in x are placeholders')"
    assert {item.fabric_by for item in python.one("db1", "DST", stranger).fibre} == {""}


def down(where: str) -> str:
    return f"update fc_ports set attention = 'Link Down', fcid = '000000' {where}"


def test_an_adapter_goes_to_the_other_vios_rather_than_into_another_fabric(python: Workshop) -> None:
    mapping = python.one("db1", "DST", down(f"{ON_VIOS2} and port = 'fcs1'"))
    assert homes(mapping) == {**HOME, 33: "dstvios1 fcs1"}
    assert path(mapping, 33).reason.startswith(
        "dstvios1 has a port for it, dstvios2 has none; fcs1 has the label FabricB"
    )
    assert path(mapping, 33).problems == ("Another adapter of the partition is on fcs1 of dstvios1 as well.",)


def test_redundancy_is_not_given_up_for_a_port(python: Workshop) -> None:
    """With no port left on the second VIOS all paths would go over the first."""
    mapping = python.one("db1", "DST", down(ON_VIOS2))
    assert homes(mapping) == {**HOME, 32: None, 33: None}
    assert path(mapping, 33).problems == ("No port of dstvios2 can take it: fcs0 has no link, fcs1 has no link.",)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ("update lpars set state = 'Not Activated' where lpar = 'dstvios2'", "dstvios2: Not Activated, RMC active"),
        ("update lpars set rmc_state = 'inactive' where lpar = 'dstvios2'", "dstvios2: Running, RMC inactive"),
        ("update lpars set state = null where lpar = 'dstvios2'", "dstvios2: state not known, RMC active"),
    ],
)
def test_two_vioses_never_become_one(python: Workshop, edit: str, told: str) -> None:
    mapping = python.one("db1", "DST", edit)
    assert homes(mapping) == {**HOME, 32: None, 33: None}
    assert mapping.vioses == (("srcvios1", "dstvios1"),)
    (problem,) = path(mapping, 32).problems
    assert problem.startswith("No VIOS of DST is left to take over from srcvios2")
    assert told in problem


def test_a_vios_whose_rmc_is_not_told_is_doubtful(python: Workshop) -> None:
    mapping = python.one("db1", "DST", "update lpars set rmc_state = null where lpar = 'dstvios2'")
    assert homes(mapping) == HOME
    assert path(mapping, 32).problems == ("Whether dstvios2 runs with RMC is not known (Running, RMC not known).",)


def test_nothing_is_proposed_where_no_vios_runs(python: Workshop) -> None:
    mapping = python.one("db1", "DST", "update lpars set state = 'Not Activated' where lpar like 'dstvios%'")
    assert set(homes(mapping).values()) == {None}
    assert path(mapping, 30).problems == (
        "No VIOS of DST can serve the partition (dstvios1: Not Activated, RMC active, dstvios2: Not Activated, RMC active).",
    )


@pytest.mark.parametrize(
    ("edits", "home", "problem"),
    [
        pytest.param((more_ports("FabricA"),), "dstvios1 fcs2", "", id="a port with fewer clients"),
        pytest.param(
            (more_ports("FabricA"), f"update fc_ports set max_xfer_size = 1048576 {ON_DST} and port > 'fcs1'"),
            "dstvios1 fcs0",
            "",
            id="not one with smaller transfers",
        ),
        pytest.param(
            (f"update fc_ports set max_xfer_size = 1048576 {ON_DST}",),
            "dstvios1 fcs0",
            "fcs0 of dstvios1 has max_xfer_size 0x100000, less than 0x400000 of today's port.",
            id="all have smaller transfers",
        ),
        pytest.param(
            (f"update fc_ports set max_xfer_size = null {ON_DST}",),
            "dstvios1 fcs0",
            "max_xfer_size is not known of fcs0 of dstvios1.",
            id="transfer size not told",
        ),
        pytest.param(
            (more_ports("FabricA"), f"update fc_ports set attention = null {ON_DST} and port > 'fcs1'"),
            "dstvios1 fcs0",
            "",
            id="not one whose link is not told",
        ),
        pytest.param(
            (f"update fc_ports set attention = null {ON_DST}",),
            "dstvios1 fcs0",
            "Whether fcs0 of dstvios1 has a link is not known.",
            id="no link is told",
        ),
        pytest.param(
            ("update known_limits set vfc_per_fast_port = 1", more_ports("FabricA", ("fcs2",))),
            "dstvios1 fcs2",
            "",
            id="not a full port",
        ),
        pytest.param(
            (f"update fc_ports set speed_supported = 16 {ON_DST}", "update known_limits set vfc_per_port = 1"),
            None,
            "No port of dstvios1 can take it: fcs0 is full with 1 virtual adapters, fcs1 is in fabric FabricB, not in FabricA.",
            id="the limit of slow ports",
        ),
        pytest.param(
            (f"update fc_ports set speed_supported = null {ON_DST}", "update known_limits set vfc_per_port = 1"),
            "dstvios1 fcs0",
            "fcs0 of dstvios1 gets more than 1 virtual adapters, and its speed is not known.",
            id="beyond the documented limit of a port of unknown speed",
        ),
        pytest.param(
            (lsnports(free_wwpns=1, is_fabric=True),),
            "dstvios2 fcs0",
            "Another adapter of the partition is on fcs0 of dstvios2 as well.",
            id="lsnports has one WWPN left",
        ),
        pytest.param(
            (lsnports(free_wwpns=2048, is_fabric=False),),
            "dstvios2 fcs0",
            "Another adapter of the partition is on fcs0 of dstvios2 as well.",
            id="lsnports says no NPIV",
        ),
    ],
)
def test_a_port_is_chosen(python: Workshop, edits: tuple[str, ...], home: str | None, problem: str) -> None:
    mapping = python.one("db1", "DST", *edits)
    assert homes(mapping)[30] == home
    assert "; ".join(path(mapping, 30).problems) == problem


def test_ports_that_only_lsnports_tells_of_are_ports(python: Workshop) -> None:
    """A report without the ports of the target; the switch does NPIV, so there is a link."""
    told = 'select system, vios, port, label, true as is_fabric, 9 as free_ports, 18 as free_wwpns, f.at as "at"'
    edits = (
        f"insert into npiv_ports by name {told} from fc_ports f {ON_DST}",
        f"delete from fc_ports {ON_DST}",
    )
    mapping = python.one("db1", "DST", *edits)
    assert homes(mapping) == HOME
    assert path(mapping, 30).fabric_by == "label"
    assert path(mapping, 30).problems == ("max_xfer_size is not known of fcs0 of dstvios1.",)
    linked = python.one("db1", "DST", edits[0], down(ON_DST))
    assert homes(linked) == HOME


def test_each_adapter_gets_a_port_of_its_own_where_there_are_enough(python: Workshop) -> None:
    on_one = "update npiv_mappings set fc_port = 'fcs0' where vios like 'srcvios%'"
    mapping = python.one("db1", "DST", on_one, more_ports("FabricA", ("fcs2",)))
    assert len(set(homes(mapping).values())) == 4
    crowded = python.one("db1", "DST", on_one)
    assert homes(crowded) == {slot: f"{home[:8]} fcs0" for slot, home in HOME.items()}
    assert path(crowded, 30).problems == ("Another adapter of the partition is on fcs0 of dstvios1 as well.",)


def test_what_earlier_moves_take_is_gone(python: Workshop) -> None:
    moves = [("SRC", name, "DST") for name in ("off1", "lnx1", "ibmi1")]
    mappings, _ = python.pair("update known_limits set vfc_per_fast_port = 2", moves=moves)
    assert [homes(mapping) for mapping in mappings] == [
        {30: "dstvios1 fcs0", 31: "dstvios2 fcs1"},
        {30: "dstvios2 fcs0", 31: "dstvios1 fcs1"},
        {30: "dstvios2 fcs0", 31: "dstvios1 fcs1"},
    ]
    mappings, _ = python.pair("update known_limits set vfc_per_fast_port = 1", moves=moves)
    assert [homes(mapping) for mapping in mappings] == [
        {30: "dstvios2 fcs0", 31: "dstvios1 fcs1"},
        {30: None, 31: None},
        {30: None, 31: None},
    ]


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (
            "update virtual_fibre set remote_lpar = null where lpar = 'db1' and slot = 30",
            "Which VIOS serves it today is not known.",
        ),
        (
            "update npiv_mappings set fc_port = null, port_location = null, is_mapped = false where vios = 'srcvios1'",
            "It is mapped to no physical port of srcvios1 today.",
        ),
        (
            "update npiv_mappings set fc_port = null, port_location = null, is_mapped = null where vios = 'srcvios1'",
            "Which port of srcvios1 is behind it today is not known.",
        ),
    ],
)
def test_what_is_not_known_of_today_is_said(python: Workshop, edit: str, problem: str) -> None:
    mapping = python.one("db1", "DST", edit)
    assert None not in homes(mapping).values()
    assert path(mapping, 30).problems[0] == problem
    assert len(set(homes(mapping).values())) == 4


def test_a_third_vios_is_taken_over_by_one_of_two(python: Workshop) -> None:
    third = "update virtual_fibre set remote_lpar = 'srcvios3' where lpar = 'db1' and slot = 31"
    mapping = python.one("db1", "DST", third)
    assert set(dict(mapping.vioses)) == {"srcvios1", "srcvios2", "srcvios3"}
    assert {vios for _, vios in mapping.vioses} == {"dstvios1", "dstvios2"}
    assert "3 VIOSes serve it today (srcvios1, srcvios2, srcvios3); LPM keeps one or two." in mapping.problems


def test_four_vioses_are_folded_so_that_both_paths_stay_apart(python: Workshop) -> None:
    """The partition has its Fibre Channel over two VIOSes and its disks over two others."""
    names = "replace(remote_lpar, 'srcvios', 'srcdisk') as remote_lpar"
    edits = (
        f"insert into virtual_scsi select * replace ('db1' as lpar, {names}) from virtual_scsi where lpar = 'app1'",
        "insert into vscsi_mappings select * replace (replace(vios, 'srcvios', 'srcdisk') as vios) from vscsi_mappings",
    )
    mapping = python.one("db1", "DST", *edits)
    taken_over = dict(mapping.vioses)
    assert taken_over["srcvios1"] != taken_over["srcvios2"]
    assert taken_over["srcdisk1"] != taken_over["srcdisk2"]
    assert None not in homes(mapping).values()
    assert {item.vios for item in mapping.scsi} == {"dstvios1", "dstvios2"}


def test_what_switches_and_vioses_say_decides() -> None:
    """Through the whole path: an nsshow and a lsnports that were handed over."""
    ports = {"0bb201": "2100f4c7b2000100", "16b201": "2100f4c7b2000101", "0ba101": "2100f4c7a1000100"}
    colons = {fcid: ":".join(wwpn[at : at + 2] for at in range(0, 16, 2)) for fcid, wwpn in ports.items()}
    text = "#==> on=san place=north :: nsshow\n{\n"
    text += f" N    16b201;      3;{colons['16b201']};{colons['16b201']}; na\n"
    text += f" N    0ba101;      3;{colons['0ba101']};{colons['0ba101']}; na\n}}\n"
    text += "#==> on=vios server=DST vios=dstvios1 :: lsnports\n"
    text += "name             physloc                        fabric tports aports swwpns  awwpns\n"
    text += "fcs0             U78DA.ND0.WZS0002-P0-C1-T0          1     64      0   2048    2046\n"
    text += "fcs1             U78DA.ND0.WZS0002-P0-C1-T1          1     64     64   2048    2048\n"
    estate = with_facts(combine([dialects.load(healthy("python"))]), [read_text("facts.txt", text)])
    mapping = Workshop(estate).one("db1", "DST")
    assert homes(mapping)[30] == "dstvios1 fcs1"
    assert path(mapping, 30).fabric_by == "zoning"
    assert "the switches see fcs1 in fabric north, like fcs0 today" in path(mapping, 30).reason
