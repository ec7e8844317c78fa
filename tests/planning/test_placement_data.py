"""What a placement rests on: sizes, room and who must not meet, as the tables have them."""

from __future__ import annotations

import pytest

from hmcscan_lpm.engine import Assessment
from hmcscan_lpm.planning.choices import NO_CHOICES, Choices, FabricChoice
from hmcscan_lpm.planning.placement.data import problem
from hmcscan_lpm.planning.placement.facts import read
from hmcscan_lpm.planning.placement.model import Problem
from hmcscan_lpm.planning.reserve import NO_RESERVE
from tests.test_engine import RULES, assess

from .workshop import Workshop


@pytest.fixture(scope="module")
def judged(python: Workshop) -> Assessment:
    """All moves, by size alone."""
    return assess(python.estate, RULES["memory-fits"], RULES["cpu-fits"])


def made(
    python: Workshop, judged: Assessment, *edits: str, choices: Choices = NO_CHOICES, source: str | None = "SRC"
) -> Problem:
    with python.changed(*edits) as connection:
        return problem(read(judged, connection), choices, NO_RESERVE, source=source)


def needs(found: Problem, lpar: str) -> dict[str, int]:
    return dict(next(mover for mover in found.movers if mover.lpar == lpar).option("DST").needs)


def names(found: Problem, members: tuple[int, ...]) -> list[str]:
    return [found.movers[number].lpar for number in members]


def test_memory_is_the_most_it_can_be_in_whole_blocks(python: Workshop, judged: Assessment) -> None:
    """64 GiB, a page table of 1 GiB, 32 MiB and 512 MiB: 67104 MB, and that fills blocks of 256 MB to 67328."""
    found = made(python, judged)
    assert needs(found, "db1") == {"memory": 67328, "cores": 2000, "fibre": 4, "slots": 4, "lpars": 1}
    found = made(python, judged, "update systems set lmb_mb = null where system = 'DST'")
    assert needs(found, "db1")["memory"] == 67104


def test_room_is_what_the_reports_print(python: Workshop, judged: Assessment) -> None:
    found = made(python, judged)
    assert list(found.servers) == ["DST", "P9"]
    room = {"memory": 971_520, "cores": 27_000, "fibre": 4 * 255 - 2, "slots": 990, "lpars": 997}
    assert found.servers["DST"].free == room
    assert found.servers["DST"].active == {"memory": 1_048_576, "cores": 32_000}
    unknown = made(python, judged, "update systems set free_mb = null, max_lpars = null where system = 'DST'")
    assert set(unknown.servers["DST"].free) == {"cores", "fibre", "slots"}
    assert unknown.notes == ("Free memory of these is not known, and sets no limit: DST.",)


def test_lsnports_says_what_a_port_has_left(python: Workshop, judged: Assessment) -> None:
    told = "insert into npiv_ports by name select 'DST' as system, 'dstvios1' as vios, 'fcs{}' as port, {}"
    found = made(
        python,
        judged,
        told.format(0, "true as is_fabric, 60 as free_ports, 11 as free_wwpns"),
        told.format(1, "false as is_fabric, 60 as free_ports, 60 as free_wwpns"),
    )
    assert found.servers["DST"].free["fibre"] == 5 + 0 + 2 * 255 - 1


def test_ports_of_a_vios_that_could_not_be_asked_are_not_known(python: Workshop, judged: Assessment) -> None:
    silent = (
        "insert into coverage by name select 'DST' as system, 'dstvios2' as vios, 'fc_ports' as tbl, false as collected"
    )
    assert "fibre" not in made(python, judged, silent).servers["DST"].free


def test_fabrics_of_the_user_have_room_each(python: Workshop, judged: Assessment) -> None:
    fabrics = [FabricChoice("SRC", "srcvios1", "fcs0", "A"), FabricChoice("DST", "dstvios1", "fcs0", "A")]
    fabrics += [FabricChoice("DST", vios, port, "B") for vios, port in (("dstvios1", "fcs1"), ("dstvios2", "fcs0"))]
    found = made(python, judged, choices=Choices(fabric=tuple(fabrics)))
    assert needs(found, "db1")["fabric A"] == 1
    assert "fabric B" not in needs(found, "db1")
    room = found.servers["DST"].free
    ports = room["fibre"] - room["fabric A"]  # what is certainly in B
    assert 2 * 255 - 2 <= ports <= 2 * 255


def test_an_affinity_group_belongs_together(python: Workshop, judged: Assessment) -> None:
    (group,) = made(
        python, judged, "update profiles set affinity_group = '7' where system = 'SRC' and lpar in ('db1', 'app1')"
    ).groups
    assert (group.label, group.members, group.living) == ("affinity group 7 of SRC", (0, 1), ())
    assert made(python, judged, "update profiles set affinity_group = 'none'").groups == ()


def test_patterns_count_those_who_stay(python: Workshop, judged: Assessment) -> None:
    found = made(python, judged, choices=Choices(apart=("*1", "nobody*"), together=("w*", "db1", "p9*", "[dw]*")))
    (apart,) = found.exclusions
    assert names(found, apart.members) == [mover.lpar for mover in found.movers]
    assert apart.living == {"P9": "p9app1"}
    assert [(group.label, names(found, group.members), group.living) for group in found.groups] == [
        ("[dw]*", ["db1"], ("DST",))
    ]


def test_partitions_with_one_mac_address_or_name_do_not_meet(python: Workshop, judged: Assessment) -> None:
    edit = "update virtual_ethernet set mac = 'fa1000000001' where system = 'SRC' and lpar in ('db1', 'lnx1')"
    found = made(python, judged, edit)
    (exclusion,) = found.exclusions
    assert (exclusion.kind, exclusion.label, names(found, exclusion.members)) == (
        "mac",
        "fa1000000001",
        ["db1", "lnx1"],
    )


def test_who_takes_an_unknown_amount_is_said(python: Workshop, judged: Assessment) -> None:
    found = made(python, judged, "update memory_needs set high_mb = null, low_mb = null where lpar = 'db1'")
    assert needs(found, "db1")["memory"] == 0
    assert found.notes == ("The memory of these is not fully known, and what is not known takes nothing: db1 on SRC.",)
