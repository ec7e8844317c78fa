"""What must be so whatever the estate and the choices: pairing never crashes, never contradicts the tables or the rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hmcscan_lpm import catalogue, engine
from hmcscan_lpm.catalogue.model import Catalogue
from hmcscan_lpm.errors import ChoicesError
from hmcscan_lpm.examples.bench import everything
from hmcscan_lpm.planning.choices import AdapterChoice, Choices, FabricChoice, MoverChoice
from hmcscan_lpm.planning.execution import MoveMapping
from hmcscan_lpm.planning.pairing.mapping import pair

from .check_mapping import Tables, violations
from .workshop import Workshop

FEW = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
MOVES = [
    ("SRC", name, target) for name in ("app1", "db1", "ibmi1", "lnx1", "off1", "other1") for target in ("DST", "P9")
]
TABLES = (
    "lpars", "virtual_fibre", "virtual_scsi", "virtual_ethernet", "npiv_mappings", "vscsi_mappings", "vios_disks", "seas",
    "fc_ports", "proc_pools", "profile_adapters", "fabric_logins", "zones", "clusters", "npiv_ports",
)  # fmt: skip

DAMAGE = (
    "update fc_ports set label = null where system = 'DST'",
    "update fc_ports set label = null",
    "update fc_ports set fcid = null",
    "update fc_ports set label = 'one'",
    "update fc_ports set label = vios || port where system = 'SRC'",
    "update fc_ports set attention = null",
    "update fc_ports set attention = 'Link Down' where vios = 'dstvios2' and port = 'fcs1'",
    "update fc_ports set speed_supported = null, max_xfer_size = null where vios = 'dstvios1'",
    "update fc_ports set max_xfer_size = 1048576 where vios = 'dstvios2'",
    "update known_limits set vfc_per_fast_port = 2, vfc_per_port = 1",
    "update lpars set rmc_state = null where lpar = 'dstvios2'",
    "update lpars set state = 'Not Activated' where lpar = 'dstvios1'",
    "update lpars set msp = null",
    "update lpars set lpar_id = 10",
    "update virtual_fibre set remote_lpar = null where lpar = 'db1' and slot = 30",
    "update virtual_fibre set remote_slot = null where lpar = 'lnx1'",
    "update virtual_fibre set remote_lpar = 'srcvios3' where lpar = 'db1' and slot = 31",
    "update npiv_mappings set fc_port = null, port_location = null, is_mapped = null where vios = 'srcvios1'",
    "update vscsi_mappings set disk_id = null",
    "update vios_disks set disk_id = null where system = 'SRC'",
    "delete from vios_disks where vios = 'dstvios1'",
    "update virtual_ethernet set vswitch = null where lpar = 'db1'",
    "update virtual_ethernet set trunk_priority = null",
    "update profiles set max_virtual_slots = null",
    "update profiles set max_virtual_slots = 5",
    "insert into fc_ports select * from fc_ports",
    "insert into virtual_fibre select * from virtual_fibre where lpar = 'db1'",
    "insert into npiv_mappings select * from npiv_mappings",
    "insert into vscsi_mappings select * from vscsi_mappings",
    'insert into npiv_ports by name select system, vios, port, true as is_fabric, 1 as free_ports, 9 as free_wwpns, f.at as "at" from fc_ports f',
    "insert into fabric_logins by name select 'f' || port as fabric, wwpn, f.at as \"at\" from fc_ports f",
    "insert into fabric_logins by name select 'f' || vios as fabric, wwpn, f.at as \"at\" from fc_ports f",
)  # fmt: skip

VIOSES = st.sampled_from(["dstvios1", "dstvios2", "p9vios1", "srcvios1", "db1", "x'; drop table moves; --"])
PORTS = st.sampled_from(["", "fcs0", "fcs1", "fcs9"])


@st.composite
def choices(draw: st.DrawFn) -> Choices:
    """Pins, fabrics and movers, sensible or not."""
    lpars = st.sampled_from(["db1", "app1", "off1", "web9", "nobody"])
    fabrics = st.builds(FabricChoice, st.sampled_from(["SRC", "DST", "P9"]), VIOSES, PORTS, st.sampled_from(["A", "B"]))
    adapters = st.builds(
        AdapterChoice, lpars, st.sampled_from([5, 30, 31, 99]), VIOSES, PORTS, st.sampled_from([0, 1, 220, 9999])
    )
    movers = st.builds(MoverChoice, st.sampled_from(["db*", "app1", "["]), VIOSES, VIOSES)
    return Choices(
        fabric=tuple(draw(st.lists(fabrics, max_size=3))),
        adapter=tuple(draw(st.lists(adapters, max_size=3))),
        mover=tuple(draw(st.lists(movers, max_size=2))),
    )


def limit(edits: Sequence[str]) -> int:
    return 2 if any("known_limits" in edit for edit in edits) else 255


@FEW
@given(edits=st.lists(st.sampled_from(DAMAGE), max_size=5, unique=True))
def test_whatever_is_damaged_mappings_are_possible(python: Workshop, edits: list[str]) -> None:
    mappings, tables = python.pair(*edits, moves=MOVES)
    doubled = any(edit.startswith("insert into") and "by name" not in edit for edit in edits)
    found = violations(tables, mappings, limit(edits))
    assert [text for text in found if not (doubled and "has slots" in text)] == []


@FEW
@given(edits=st.lists(st.sampled_from(DAMAGE), max_size=3, unique=True), chosen=choices())
def test_whatever_is_chosen_it_stands_or_is_an_error(python: Workshop, edits: list[str], chosen: Choices) -> None:
    try:
        mappings, _ = python.pair(*edits, choices=chosen, moves=MOVES)
    except ChoicesError:
        return
    again, _ = python.pair(*edits, choices=chosen, moves=MOVES)
    assert mappings == again
    for mapping in mappings:
        for item in mapping.fibre:
            pin = chosen.adapter_of(mapping.lpar, item.slot)
            if item.pinned:
                assert pin is not None
                assert item.vios == pin.vios
                assert not pin.port or item.port == pin.port


@FEW
@given(edits=st.lists(st.sampled_from(DAMAGE), max_size=3, unique=True), seed=st.integers(0, 99))
def test_the_order_of_the_rows_changes_nothing(python: Workshop, edits: list[str], seed: int) -> None:
    shuffles = [
        f'create or replace table "{name}" as select * replace (\'{name}:\' || row_number() over (order by h) as "at") exclude h'
        f' from (select *, hash(t."at" || {seed}) as h from "{name}" t) order by h'
        for name in TABLES
    ]
    shuffles = [
        text.replace(" exclude h", "").replace("select * replace", "select * exclude h replace") for text in shuffles
    ]
    straight, _ = python.pair(*edits, moves=MOVES)
    shuffled, _ = python.pair(*edits, *shuffles, moves=MOVES)
    assert straight == shuffled


def ruled(workshop: Workshop, names: Sequence[str]) -> dict[tuple[str, str, str], set[str]]:
    """Move → what the rules say about it, ``rule outcome``."""
    rules = tuple(rule for rule in catalogue.load().rules if rule.id in names)
    estate = workshop.estate
    result = engine.run(
        workshop.connection, estate, everything(estate, "auto"), Catalogue(rules, "", ""), everything=True
    )
    workshop.connection.execute("drop table if exists move_outcomes")
    found: dict[tuple[str, str, str], set[str]] = {}
    for move in result.moves.itertuples():
        said = {f"{item.rule.id} {item.outcome}" for item in result.touching(move.lpar, move.source, move.target)}
        found[move.source, move.lpar, move.target] = said
    return found


DECIDE = (
    "dual-vios-target",
    "vios-rmc-active",
    "one-or-two-vios",
    "npiv-mapped",
    "vscsi-disk-visible-on-target",
    "vscsi-no-lv",
    "ssp-same-cluster",
    "npiv-max-xfer-size",
)
"""If none of these fails or is unknown, every adapter has a home; npiv-port-available looks at ports at large."""


@pytest.mark.parametrize("ending", ["xls", "xlsx"])
def test_the_rules_are_not_contradicted(sample: Callable[[str], Workshop], ending: str) -> None:
    workshop = sample(ending)
    said = ruled(workshop, DECIDE)
    homeless = content = 0
    for mapping in pair(workshop.connection):
        if not (mapping.fibre or mapping.scsi):
            continue
        outcomes = said[mapping.source, mapping.lpar, mapping.target]
        items = (*mapping.fibre, *mapping.scsi)
        where = f"{mapping.lpar} → {mapping.target}: {outcomes}"
        if all(outcome.endswith((" pass", " not-applicable")) for outcome in outcomes):
            content += 1
            assert all(item.vios for item in items), where
        if any(outcome.endswith(" fail") and not outcome.startswith("npiv-mapped") for outcome in outcomes):
            homeless += 1
            assert any(item.problems for item in items) or mapping.problems, where
    assert content > 20
    assert homeless > 20


def corrupted(mapping: MoveMapping) -> dict[str, MoveMapping]:
    """A good mapping of db1, with one thing wrong at a time."""
    first, second, third, fourth = mapping.fibre
    lone = [replace(item, vios="dstvios1", vios_id=1, port=item.port) for item in mapping.fibre]
    return {
        "a port that is not there": replace(mapping, fibre=(replace(first, port="fcs7"), second, third, fourth)),
        "another fabric": replace(mapping, fibre=(replace(first, port="fcs1"), second, third, fourth)),
        "one VIOS": replace(mapping, fibre=tuple(lone)),
        "an adapter missing": replace(mapping, fibre=(second, third, fourth)),
        "a wrong id": replace(mapping, fibre=(replace(first, vios_id=9), second, third, fourth)),
        "a taken slot": replace(mapping, fibre=(replace(first, server_slot=220), second, third, fourth)),
        "a slot twice": replace(mapping, fibre=(replace(first, server_slot=221), second, third, fourth)),
        "no home, no word": replace(mapping, fibre=(replace(first, vios=None, port=None, server_slot=None), second, third, fourth)),
        "no home, though there is one": replace(
            mapping, fibre=(replace(first, vios=None, port=None, server_slot=None, problems=("No.",)), second, third, fourth)
        ),
        "a partition as VIOS": replace(mapping, fibre=(replace(first, vios="web9", vios_id=20), second, third, fourth)),
        "a VLAN missing": replace(mapping, vlans=mapping.vlans[1:]),
        "bridges turned": replace(mapping, vlans=(replace(mapping.vlans[0], bridges=mapping.vlans[0].bridges[::-1]), *mapping.vlans[1:])),
        "a SEA that is not there": replace(mapping, vlans=(replace(mapping.vlans[0], bridges=(("dstvios1", "ent99"),)), *mapping.vlans[1:])),
        "no mover": replace(mapping, movers=()),
        "a mover that is none": replace(mapping, movers=(replace(mapping.movers[0], source_vios="app1", source_id=11),)),
        "one mover twice": replace(mapping, movers=(mapping.movers[0], mapping.movers[0])),
        "no pool": replace(mapping, pool=None),
        "a wrong pool": replace(mapping, pool="Other"),
        "a taken id": replace(mapping, lpar_id=20),
    }  # fmt: skip


def test_the_checker_notices_what_is_wrong(python: Workshop) -> None:
    (mapping,), frames = python.pair(moves=[("SRC", "db1", "DST")])
    tables = Tables(frames)
    assert violations(tables, [mapping]) == []
    assert {name for name, wrong in corrupted(mapping).items() if not violations(tables, [wrong])} == set()
    assert any("more than 3" in text for text in violations(tables, [mapping] * 3, fast=3))
    ((disks,), _) = python.pair(moves=[("SRC", "app1", "DST")])
    one, two = disks.scsi
    assert violations(tables, [replace(disks, scsi=(one, replace(two, vios="dstvios1", vios_id=1)))]) != []
    assert violations(tables, [replace(disks, target="P9")]) != []
