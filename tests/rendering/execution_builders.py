"""How moves are made, with healthy defaults: mappings, times, waves, commands, runbook, placement."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from hmcscan_lpm.planning.execution import (
    FcMapping,
    Home,
    Homeless,
    MoveCommands,
    MoveMapping,
    MoverPair,
    MoveTime,
    Placement,
    ScsiMapping,
    VlanBridge,
    Wave,
    WaveMove,
)
from hmcscan_lpm.planning.model import MoveSummary
from hmcscan_lpm.planning.runbook_model import RunbookCommand, RunbookPhase, RunbookStep
from hmcscan_lpm.planning.timing.model import PortRoom, QuietHour, Schedule, SlotRoom, Unscheduled, WaveCapacity

SOURCE = "ams-s924-01"
TARGET = "ams-s1022-02"
HMC = "hmc-ams1"
NO_PORT = "No port of ams-s1022-02 is known to be in the fabric of fcs1."


def fibre(slot: int = 14, **changes: Any) -> FcMapping:
    """An adapter that finds its fabric and keeps its slot."""
    healthy = FcMapping(
        slot=slot,
        wwpn1=f"c05076090127{slot:02}00",
        wwpn2=f"c05076090127{slot:02}01",
        source_vios="ams-vios1",
        source_port="fcs0",
        source_fabric="A",
        vios="ams2-vios1",
        vios_id=1,
        port="fcs2",
        server_slot=100 + slot,
        fabric="A",
        fabric_by="label",
        pinned=False,
        reason=f"ams2-vios1 takes over from ams-vios1; fcs2 is labelled A, like fcs0 today; slot {100 + slot} is kept.",
        problems=(),
    )
    return dataclasses.replace(healthy, **changes)


def scsi(slot: int = 20, **changes: Any) -> ScsiMapping:
    """An adapter with one disk that the target sees."""
    healthy = ScsiMapping(
        slot=slot,
        source_vios="ams-vios1",
        source_slot=51,
        disks=("33213600507680C80801E3800000000000042504214503IBMfcp",),
        vios="ams2-vios1",
        vios_id=1,
        server_slot=51,
        pinned=False,
        reason="ams2-vios1 sees its disk; server slot 51 is kept.",
        problems=(),
    )
    return dataclasses.replace(healthy, **changes)


def mapping(lpar: str = "db01", source: str = SOURCE, target: str = TARGET, **changes: Any) -> MoveMapping:
    """A move with two Fibre Channel adapters, a SCSI adapter, a VLAN and one pair of movers."""
    second = fibre(15, source_vios="ams-vios2", source_port="fcs1", vios="ams2-vios2", vios_id=2)
    healthy = MoveMapping(
        lpar=lpar,
        source=source,
        target=target,
        vioses=(("ams-vios1", "ams2-vios1"), ("ams-vios2", "ams2-vios2")),
        fibre=(fibre(), dataclasses.replace(second, fabric="B", source_fabric="B", fabric_by="domain")),
        scsi=(scsi(),),
        vlans=(
            VlanBridge(
                2, "ETHERNET0", 110, (("ams2-vios1", "ent8"), ("ams2-vios2", "ent8")), "ent8 of both carries it.", ()
            ),
        ),
        movers=(MoverPair("ams-vios1", 1, "", "ams2-vios1", 1, "", False, "They carry the fewest moves so far."),),
        pool=None,
        pool_id=None,
        lpar_id=12,
        problems=(),
        vioses_reason="ams-vios1 → ams2-vios1, ams-vios2 → ams2-vios2: the order of ids is kept.",
    )
    return dataclasses.replace(healthy, **changes)


def time(lpar: str = "db01", source: str = SOURCE, target: str = TARGET, **changes: Any) -> MoveTime:
    """64 GB over 1 Gbit/s."""
    said = ("T = 12.6 min for 65,536 MB at 103.4 MB/s.", "B = 103.4 MB/s: a link of 1 Gbit/s is assumed.")
    return dataclasses.replace(
        MoveTime(lpar, source, target, 65536, 12.6, 5.8, 27.1, 103.4, said),
        **changes,
    )


def commands(lpar: str = "db01", source: str = SOURCE, target: str = TARGET, **changes: Any) -> MoveCommands:
    """The commands of a move between two servers of one HMC."""
    there, back = f"-m {source} -t {target} -p {lpar}", f"-m {target} -t {source} -p {lpar}"
    listing = f"--filter lpar_names={lpar}"
    healthy = MoveCommands(
        lpar=lpar,
        source=source,
        target=target,
        hmc=HMC,
        target_hmc=HMC,
        remote=False,
        asks_user=False,
        validate=f"migrlpar -o v {there} -i 'virtual_fc_mappings=14//1/114/fcs2' -d 5 -v",
        move=f"migrlpar -o m {there} -i 'virtual_fc_mappings=14//1/114/fcs2' -d 5 -v",
        stop=f"migrlpar -o s -m {source} -p {lpar}",
        recover=f"migrlpar -o r -m {source} -p {lpar}",
        back_validate=f"migrlpar -o v {back} -d 5 -v",
        back_move=f"migrlpar -o m {back} -d 5 -v",
        login=f"chnportlogin -o login -m {source} -p {lpar}",
        logins_listed=f"lsnportlogin -m {source} {listing}",
        logout=f"chnportlogin -o logout -m {source} -p {lpar}",
        progress=f"lslparmigr -r lpar -m {source} {listing}",
        at_source=f"lssyscfg -r lpar -m {source} {listing} -F lpar_id,state,rmc_state",
        at_target=f"lssyscfg -r lpar -m {target} {listing} -F lpar_id,state,rmc_state",
        notes=("-d 5 -v: all details.", f"dest_lpar_id: {lpar} gets id 12."),
        back_notes=("The order of ids is kept.",),
    )
    return dataclasses.replace(healthy, **changes)


def wave(going: Sequence[MoveSummary], number: int = 1, **changes: Any) -> Wave:
    """*going*, which begin together and take as long as each other."""
    placed = tuple(WaveMove(move.lpar, move.source, move.target, 0.0, 12.6, 27.1) for move in going)
    verdict = "unproven" if any(move.verdict == "unproven" for move in going) else "ready"
    return dataclasses.replace(Wave(number, 0, "", "", placed, 12.6, "No move is left.", verdict, ""), **changes)


def room(wave: int = 0, **changes: Any) -> WaveCapacity:
    """What the target has left."""
    healthy = WaveCapacity(
        system=TARGET,
        wave=wave,
        arrived=("db01",) if wave else (),
        departed=(),
        cores_taken=0.0,
        entitlement_taken=2.5 * wave,
        cores_left=12.5 - 2.5 * wave,
        memory_left_mb=262144 - 66560 * wave,
        memory_left_least_mb=262144 - 67584 * wave,
        cores_reserved=0.0,
        memory_reserved_mb=0,
        keeps_reserve=True,
        ports=(PortRoom("ams2-vios1", "fcs2", 60 - wave), PortRoom("ams2-vios2", "fcs0", 61)),
        slots=(SlotRoom("ams2-vios1", 200 - wave), SlotRoom("ams2-vios2", None)),
    )
    return dataclasses.replace(healthy, **changes)


def quiet(lpar: str = "db01", **changes: Any) -> QuietHour:
    """A partition that sleeps at three and works at ten."""
    return dataclasses.replace(QuietHour(lpar, SOURCE, 3, 0.4, 14, 1.25, 10, 3.5, 24, 23, 0.6), **changes)


def step(identifier: str = "agree", lpars: Sequence[str] = ("db01",), **changes: Any) -> RunbookStep:
    """A step that somebody does without a command."""
    healthy = RunbookStep(
        id=identifier,
        who="application",
        title="Agree on the time with whoever runs the software",
        why="A short pause, and a server with another serial number.",
        on="owner",
        changes=False,
        commands=(),
        lpars=tuple(lpars),
        is_for_all=True,
        source="IBM documentation, Live Partition Mobility",
    )
    return dataclasses.replace(healthy, **changes)


def runbook(lpars: Sequence[str], orders: Sequence[MoveCommands]) -> tuple[RunbookPhase, ...]:
    """Two phases with a step of every kind."""
    errors = tuple(RunbookCommand("lpar", run, tuple(lpars)) for run in ("errpt -d H", "lspath"))
    rmc = tuple(
        RunbookCommand("hmc", f"lssyscfg -r lpar -m {SOURCE} --filter lpar_names={lpar}", (lpar,)) for lpar in lpars
    )
    note = RunbookCommand("owner", "Who runs the backup of the partition?", tuple(lpars))
    moves = tuple(RunbookCommand("hmc", item.move, (item.lpar,)) for item in orders if item.move)
    before = (
        step("agree", lpars),
        step("errors", lpars[:1], title="Note the errors", who="operating system", on="lpar", commands=errors, is_for_all=False),
        step("rmc", lpars, title="RMC is active", who="HMC", on="hmc", commands=rmc),
        step("backup", lpars, title="No backup runs", on="elsewhere", commands=(note,)),
    )  # fmt: skip
    go = step("go", lpars, title="Move", who="HMC", on="hmc", changes=True, commands=moves)
    return (
        RunbookPhase("before", "Just before", "On the day.", before),
        RunbookPhase("move", "The move", "Validate, then move.", (go,)),
    )


def placement(moves: Sequence[MoveSummary], **changes: Any) -> Placement:
    """A home for every one of *moves*, and two partitions without one."""
    healthy = Placement(
        homes=tuple(Home(move.lpar, move.source, move.target, "least used of three") for move in moves),
        homeless=(
            Homeless("huge1", SOURCE, ((TARGET, "2 TB of memory are missing"), ("ams-e1080-04", "no VLAN 900")), ""),
            Homeless("dmz1", SOURCE, ((TARGET, "no VLAN 700"),), f"Bridge VLAN 700 on {TARGET}."),
        ),
        gap=0.004,
        status="close",
        objectives=(("partitions placed", 12.0, 12.0), ("largest used share, per cent", 72.5, 72.2)),
        notes=("What dmz1 takes of the ports is not known.",),
    )
    return dataclasses.replace(healthy, **changes)


def executed(moves: Sequence[MoveSummary]) -> dict[str, Any]:
    """All that a plan says of how *moves* are made, nothing of it difficult: two waves, no window."""
    going = [move for move in moves if move.verdict != "blocked"]
    orders = tuple(commands(move.lpar, move.source, move.target) for move in going)
    half = (len(going) + 1) // 2
    waves = tuple(wave(part, number) for number, part in enumerate((going[:half], going[half:]), 1) if part)
    return {
        "mappings": tuple(mapping(move.lpar, move.source, move.target) for move in going),
        "times": tuple(time(move.lpar, move.source, move.target) for move in going),
        "schedule": Schedule(waves, (), ("At once at most 4 (VIOS).",)),
        "room": (room(), *(room(item.number) for item in waves)),
        "commands": orders,
        "runbook": runbook([move.lpar for move in going], orders) if going else (),
    }


def difficult(moves: Sequence[MoveSummary]) -> dict[str, Any]:
    """How *moves* (at least five that can be made) are made, with everything that makes it hard to print."""
    going = [move for move in moves if move.verdict != "blocked"]
    told = executed(going)
    first, second, third, fourth, *others = going
    lost = fibre(15, vios=None, vios_id=None, port=None, server_slot=None, fabric="", fabric_by="", problems=(NO_PORT,))
    apart = fibre(16, source_fabric="A", fabric="", fabric_by="", server_slot=None, wwpn2=None, problems=("Look.",))
    pinned = fibre(17, fabric_by="choice", source_fabric="old A", pinned=True)
    halfway = fibre(18, port=None, source_vios=None, source_port=None, source_fabric="", fabric="", fabric_by="")
    movers = (
        MoverPair("ams-vios1", None, "10.1.2.3", "ams2-vios1", 1, "10.1.2.4", True, "The user chose them."),
        MoverPair("ams-vios2", 2, "", "ams2-vios2", 2, "", False, "A second pair, for redundancy."),
    )
    mappings = list(told["mappings"])
    mappings[0] = dataclasses.replace(
        mappings[0],
        fibre=(lost, apart, pinned, halfway),
        movers=movers,
        pool="PoolDB",
        pool_id=3,
        problems=("No SEA.",),
    )
    mappings[1] = dataclasses.replace(
        mappings[1],
        fibre=(),
        scsi=(scsi(vios=None, source_vios=None, source_slot=None, disks=(), server_slot=None, pinned=True),),
        vlans=(VlanBridge(2, None, 900, (), "No SEA carries it.", ("VLAN 900 is not bridged.",)),),
        movers=(),
        vioses=(),
        vioses_reason="",
        pool="PoolApp",
        lpar_id=None,
    )
    mappings[2] = dataclasses.replace(mappings[2], vioses_reason="")
    times = list(told["times"])
    times[0] = dataclasses.replace(times[0], high=None)
    times[1] = dataclasses.replace(times[1], minutes=None, low=None, high=None, rate_mb_s=None, memory_mb=None)
    orders = list(told["commands"])
    orders[0] = dataclasses.replace(orders[0], remote=True, asks_user=True, target_hmc="hmc-ams2")
    orders[1] = dataclasses.replace(
        orders[1],
        **dict.fromkeys(("hmc", "target_hmc", "validate", "move", "stop", "recover", "back_validate", "back_move"), ""),
        **dict.fromkeys(("login", "logins_listed", "logout", "at_source", "at_target"), ""),
    )
    orders[2] = dataclasses.replace(
        orders[2], remote=True, hmc="", target_hmc="", login="", logins_listed="", logout=""
    )
    waves = (
        wave([first, second], 1, night=1, begins="22:00", ends="22:13", latest="05:00", verdict="unproven"),
        wave([third], 2, night=2, begins="22:00", ends="", minutes=None, reason="The window ends."),
        wave([fourth], 3, minutes=None),
    )
    late = [WaveMove(move.lpar, move.source, move.target, None, None, None) for move in (third, fourth)]
    waves = (waves[0], dataclasses.replace(waves[1], moves=(late[0],)), dataclasses.replace(waves[2], moves=(late[1],)))
    left = tuple(Unscheduled(move.lpar, move.source, move.target, "A partition moves once.") for move in others)
    rooms = (
        room(cores_reserved=4.0, memory_reserved_mb=52428),
        room(1, cores_reserved=4.0, memory_reserved_mb=52428, keeps_reserve=False, departed=("old1",)),
        room(2, cores_taken=None, cores_left=None, memory_left_mb=None, memory_left_least_mb=None, keeps_reserve=None,
             cores_reserved=None, memory_reserved_mb=None, ports=(PortRoom("ams2-vios1", "fcs2", None),), slots=()),
        room(system="ams-e1080-04", ports=(), slots=(), memory_left_least_mb=262144),
    )  # fmt: skip
    return {
        **told,
        "mappings": tuple(mappings),
        "times": tuple(times),
        "schedule": Schedule(waves, left, told["schedule"].assumptions),
        "room": rooms,
        "quiet": (
            quiet(first.lpar),
            quiet(second.lpar, window_hour=None, window_cores=None, busiest_cores=None),
            QuietHour(third.lpar, SOURCE, None, None, 0, None, None, None, 0, None, None),
        ),
        "commands": tuple(orders),
        "placement": placement(moves),
        "reserve": "cores=10%,memory=5%",
        "window": "22:00-06:00",
    }
