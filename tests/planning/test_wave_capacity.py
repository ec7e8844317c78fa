"""What servers have left after each wave, against the reserve; and when partitions are quiet."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pytest

from hmcscan_lpm.planning.execution import FcMapping, MoveMapping, ScsiMapping, Wave, WaveMove
from hmcscan_lpm.planning.reserve import NO_RESERVE, Reserve, parse
from hmcscan_lpm.planning.timing.model import PortRoom, SlotRoom, WaveCapacity
from hmcscan_lpm.planning.timing.quiet import quiet_hours
from hmcscan_lpm.planning.timing.room import after_waves
from hmcscan_lpm.planning.timing.windows import parse as window

from .workshop import Workshop

MOVES = [("SRC", "db1", "DST"), ("SRC", "app1", "DST")]
SIZES = (
    "update systems set free_cores = 10, free_mb = 100000, active_cores = 32, active_mb = 400000, lmb_mb = 256",
    "update processor_needs set mode = 'shared', cores = 1.5, cores_high = 1.5",
    "update processor_needs set mode = 'ded', cores = 2, cores_high = 2 where lpar = 'db1'",
    "update memory_needs set is_shared = false, low_mb = 20001, high_mb = 21000",
)


def wave(number: int, *moves: tuple[str, str, str]) -> Wave:
    placed = tuple(WaveMove(lpar, source, target, 0.0, 1.0) for source, lpar, target in moves)
    return Wave(number, 0, "", "", placed, 1.0, "")


def left(
    java: Workshop,
    waves: Sequence[Wave],
    *edits: str,
    mappings: Sequence[MoveMapping] = (),
    reserve: Reserve = NO_RESERVE,
) -> tuple[WaveCapacity, ...]:
    with java.changed(*SIZES, *edits, moves=MOVES) as connection:
        return after_waves(connection, waves, mappings, reserve)


def test_each_wave_takes_its_part(java: Workshop) -> None:
    found = left(java, [wave(1, MOVES[0]), wave(2, MOVES[1])])
    assert [
        (row.wave, row.arrived, row.cores_left, row.memory_left_mb, row.memory_left_least_mb, row.cores_taken)
        for row in found
    ] == [
        (0, (), 10.0, 100000, 100000, 0.0),
        (1, ("db1",), 8.0, 79776, 78752, 2.0),  # in memory blocks of 256 MB: 20224, at most 21248
        (2, ("app1",), 6.5, 59552, 57504, 2.0),
    ]
    assert [row.entitlement_taken for row in found] == [0.0, 0.0, 1.5]


@pytest.mark.parametrize(
    ("reserve", "kept"),
    [
        ("cores=0,memory=0", [True, True, True]),
        ("cores=20%", [True, True, True]),  # 6.4 of 32
        ("cores=25%", [True, True, False]),  # 8 of 32
        ("memory=14.4%", [True, True, None]),  # 57600 of 400000
        ("memory=20%", [True, False, False]),
    ],
)
def test_the_reserve_is_kept_or_not(java: Workshop, reserve: str, kept: list[bool | None]) -> None:
    found = left(java, [wave(1, MOVES[0]), wave(2, MOVES[1])], reserve=parse(reserve))
    assert [row.keeps_reserve for row in found] == kept


@pytest.mark.parametrize(
    "edit",
    [
        "update processor_needs set cores = null, cores_high = null",
        "update memory_needs set low_mb = null, high_mb = null",
        "update systems set active_mb = null",
        "update systems set free_mb = null",
    ],
)
def test_a_missing_figure_keeps_the_answer_open(java: Workshop, edit: str) -> None:
    assert left(java, [wave(1, *MOVES)], edit, reserve=parse("memory=1%"))[-1].keeps_reserve is None


def test_what_leaves_is_free_once_its_wave_is_done(java: Workshop) -> None:
    away = ("DST", "web9", "SRC")
    edits = (
        "update processor_needs set cores = 9, cores_high = 9 where lpar in ('db1', 'app1')",
        "update processor_needs set cores = 4, cores_high = 4 where lpar = 'web9'",
    )
    found = left(java, [wave(1, MOVES[0], away), wave(2, MOVES[1])], *edits)
    rows = [row for row in found if row.system == "DST"]
    assert [(row.wave, row.departed, row.cores_left, row.keeps_reserve) for row in rows] == [
        (0, (), 10.0, True),
        (1, ("web9",), 5.0, True),
        (2, (), -4.0, False),
    ]


def test_shared_memory_takes_none_of_the_servers(java: Workshop) -> None:
    found = left(java, [wave(1, MOVES[0])], "update memory_needs set is_shared = true")
    assert found[-1].memory_left_mb == 100000


def test_ports_and_slots_lose_what_is_mapped_to_them(java: Workshop) -> None:
    fibre = FcMapping(
        14, "", "", None, None, "", "dstvios1", 1, "fcs0", None, "", "", pinned=False, reason="", problems=()
    )
    scsi = ScsiMapping(3, None, None, (), "dstvios1", 1, None, pinned=False, reason="", problems=())
    nowhere = FcMapping(
        15, "", "", None, None, "", None, None, None, None, "", "", pinned=False, reason="", problems=()
    )
    mapping = MoveMapping("db1", "SRC", "DST", (), (fibre, nowhere), (scsi,), (), (), None, None, None, ())
    edits = (
        "insert into npiv_ports by name select 'DST' as system, 'dstvios1' as vios, 'fcs0' as port, 9 as free_ports, 100 as free_wwpns",
        "insert into npiv_ports by name select 'DST' as system, 'dstvios1' as vios, 'fcs1' as port, 9 as free_ports, 6 as free_wwpns",
        "update fc_ports set speed_supported = null where system = 'DST' and vios = 'dstvios2'",
        "update vios_slots set free = case when vios = 'dstvios1' then 7 end where system = 'DST'",
    )
    before, after = left(java, [wave(1, MOVES[0])], *edits, mappings=[mapping])
    first, second = PortRoom("dstvios1", "fcs0", 9), PortRoom("dstvios1", "fcs1", 3)
    assert {first, second, PortRoom("dstvios2", "fcs0", None)} <= set(before.ports)
    assert set(after.ports) == set(before.ports) - {first} | {PortRoom("dstvios1", "fcs0", 8)}
    assert before.slots == (SlotRoom("dstvios1", 7), SlotRoom("dstvios2", None))
    assert after.slots == (SlotRoom("dstvios1", 5), SlotRoom("dstvios2", None))


@pytest.mark.parametrize(("speed", "most"), [(16, 64), (32, 255)])
def test_a_port_takes_as_many_as_its_speed_allows(java: Workshop, speed: int, most: int) -> None:
    edit = f"update fc_ports set speed_supported = {speed} where system = 'DST'"
    with java.changed(*SIZES, edit, moves=MOVES) as connection:
        (clients,) = connection.execute(
            "select clients from fc_targets where system = 'DST' and vios = 'dstvios1' and port = 'fcs0'"
        ).fetchone() or (None,)
        before, *_ = after_waves(connection, [wave(1, MOVES[0])], [])
    assert before.ports[0] == PortRoom("dstvios1", "fcs0", most - clients)


# When partitions are quiet -------------------------------------------------------------------------------------------


def used(connection: duckdb.DuckDBPyConnection, hours: dict[int, float], samples: int = 3) -> None:
    for hour, cores in hours.items():
        connection.execute(
            "insert into hourly_usage by name select 'SRC' as system, 'db1' as lpar, $hour as hour, $cores as cores, "
            "$cores as peak_cores, $samples as samples",
            {"hour": hour, "cores": cores, "samples": samples},
        )


def test_the_quietest_hour_is_proposed(java: Workshop) -> None:
    with java.changed(moves=MOVES) as connection:
        used(connection, {0: 0.5, 3: 0.25, 14: 2.0, 20: 0.1, 23: 0.25})
        db1, app1 = quiet_hours(connection, window=window("22:00-06:00"))
    assert (db1.lpar, db1.source, db1.hour, db1.cores, db1.samples, db1.hours) == ("db1", "SRC", 20, 0.1, 3, 5)
    assert (db1.mean_cores, db1.busiest_hour, db1.busiest_cores) == (0.62, 14, 2.0)
    assert (db1.window_hour, db1.window_cores) == (23, 0.25)  # of 23 and 3 the first in the window
    assert (app1.lpar, app1.hour, app1.cores, app1.samples, app1.hours) == ("app1", None, None, 0, 0)
    assert (app1.window_hour, app1.mean_cores, app1.busiest_hour) == (None, None, None)


def test_without_a_window_no_hour_in_it_is_proposed(java: Workshop) -> None:
    with java.changed(moves=MOVES) as connection:
        used(connection, {4: 0.5, 2: 0.5})
        found = quiet_hours(connection)
    assert (found[0].hour, found[0].window_hour) == (2, None)
