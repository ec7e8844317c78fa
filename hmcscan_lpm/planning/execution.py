"""How a move is carried out: adapters and their new homes, movers, times, waves. Frozen values, no behaviour.

Units: memory in MB (MiB as HMC prints them), rates in MB/s, times in minutes. ``None`` is always "not known".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FcMapping:
    """Where a client virtual Fibre Channel adapter goes.

    :ivar slot: slot of the client adapter
    :ivar source_vios, source_port: VIOS and physical port (``fcs0``) behind it today, None = nobody could look
    :ivar source_fabric: fabric of that port by the hint that *fabric_by* names, else by the best that there is; ``''``
        = not known
    :ivar vios, vios_id, port: VIOS of the target and its physical port; None where no port can be proposed
    :ivar server_slot: slot of the new server adapter, kept where it is free; None = the HMC chooses
    :ivar fabric: fabric of the proposed port, likewise
    :ivar fabric_by: by what both ports are in the same fabric: choice (the user's map), zoning, label, domain (switch
        domain of the fabric address); ``''`` = nothing tells, or they are not: then there is a problem that says so
    :ivar pinned: the user chose the VIOS, or VIOS and port; what speaks against it is a problem
    :ivar reason: one line: why this VIOS and port
    :ivar problems: what is wrong or not sure about it, one sentence each
    """

    slot: int
    wwpn1: str | None
    wwpn2: str | None
    source_vios: str | None
    source_port: str | None
    source_fabric: str
    vios: str | None
    vios_id: int | None
    port: str | None
    server_slot: int | None
    fabric: str
    fabric_by: str
    pinned: bool
    reason: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScsiMapping:
    """Where a client virtual SCSI adapter goes.

    :ivar slot: slot of the client adapter
    :ivar source_vios, source_slot: VIOS and server adapter behind it today
    :ivar disks: unique ids, or names where there is no id, of what it carries
    :ivar vios, vios_id: VIOS of the target that sees all of them; None where none can be proposed
    :ivar server_slot: as of :class:`FcMapping`
    """

    slot: int
    source_vios: str | None
    source_slot: int | None
    disks: tuple[str, ...]
    vios: str | None
    vios_id: int | None
    server_slot: int | None
    pinned: bool
    reason: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VlanBridge:
    """The shared Ethernet adapters (SEA) of the target that carry a VLAN of the partition.

    :ivar slot: slot of the client virtual Ethernet adapter
    :ivar bridges: (VIOS, SEA) that bridge it, the one with the best trunk priority first
    """

    slot: int
    vswitch: str | None
    vlan: int
    bridges: tuple[tuple[str, str], ...]
    reason: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoverPair:
    """The mover service partitions (MSP) of one active move.

    :ivar source_address, target_address: IP address to use, ``''`` = the HMC chooses
    """

    source_vios: str
    source_id: int | None
    source_address: str
    target_vios: str
    target_id: int | None
    target_address: str
    pinned: bool
    reason: str


@dataclass(frozen=True, slots=True)
class MoveMapping:
    """All that is chosen for one move.

    :ivar vioses: (VIOS of the source, VIOS of the target): which one takes over from which; a VIOS of the source from
        which none takes over is left out
    :ivar movers: the pair to use; a second one only where another is free for redundancy; empty for an inactive move
    :ivar pool: shared processor pool to name on the target, None = the default pool or dedicated processors
    :ivar pool_id: its id on the target
    :ivar lpar_id: partition id to ask for on the target, None = its own id is free there, or the HMC chooses
    :ivar problems: what is wrong with the move as a whole, one sentence each
    :ivar vioses_reason: one line: why the VIOSes take over from each other in this way
    """

    lpar: str
    source: str
    target: str
    vioses: tuple[tuple[str, str], ...]
    fibre: tuple[FcMapping, ...]
    scsi: tuple[ScsiMapping, ...]
    vlans: tuple[VlanBridge, ...]
    movers: tuple[MoverPair, ...]
    pool: str | None
    pool_id: int | None
    lpar_id: int | None
    problems: tuple[str, ...]
    vioses_reason: str = ""


@dataclass(frozen=True, slots=True)
class MoveTime:
    """How long a move takes, as estimated.

    :ivar minutes: most likely; None when the memory is not known or the copy would never end
    :ivar low, high: range that goes with it
    :ivar rate_mb_s: rate assumed for this move alone
    :ivar assumptions: formula and figures, one sentence each
    """

    lpar: str
    source: str
    target: str
    memory_mb: int | None
    minutes: float | None
    low: float | None
    high: float | None
    rate_mb_s: float | None
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaveMove:
    """One move in a wave.

    :ivar starts, ends: minutes from the begin of the wave; None when a time is not known
    :ivar latest_end: the same end if every move of the wave takes as long as it may
    """

    lpar: str
    source: str
    target: str
    starts: float | None
    ends: float | None
    latest_end: float | None = None


@dataclass(frozen=True, slots=True)
class Wave:
    """Moves that are made together, in one maintenance window.

    :ivar number: from 1
    :ivar night: number of the window that it falls into, from 1; 0 without windows
    :ivar begins, ends: ``HH:MM`` in that window, ``''`` without windows
    :ivar moves: in the order in which they start
    :ivar minutes: from the first start to the last end; None when a time is not known
    :ivar reason: why the wave ends here
    :ivar verdict: of all its moves: ready, or unproven
    :ivar latest: ``HH:MM`` until which it may begin and still end in the window if everything takes as long as it may
    """

    number: int
    night: int
    begins: str
    ends: str
    moves: tuple[WaveMove, ...]
    minutes: float | None
    reason: str
    verdict: str = "ready"
    latest: str = ""


@dataclass(frozen=True, slots=True)
class MoveCommands:
    """The commands of one move; each is one line for the shell of an HMC, ``''`` where none can be given.

    :ivar hmc: the HMC to type them on, as the scanner was given it; ``''`` = not known
    :ivar target_hmc: the HMC for *at_target* and the way back; the same as *hmc* unless *remote*
    :ivar remote: two HMCs take part; a command that names the other one has ``--ip``
    :ivar asks_user: the user on the other HMC is left open
    :ivar validate, move, stop, recover: ``migrlpar -o v``, ``m``, ``s`` and ``r``
    :ivar back_validate, back_move: the way back, mapped to what serves the partition today
    :ivar login, logins_listed, logout: second WWPNs shown to the switches for zoning, a look at them, gone again;
        ``''`` without NPIV
    :ivar progress: how far the move is
    :ivar at_source, at_target: id, state and RMC state of the partition there
    :ivar notes: why which option, attribute or command is there or is not, one line each
    :ivar back_notes: the same for the way back
    """

    lpar: str
    source: str
    target: str
    hmc: str
    target_hmc: str
    remote: bool
    asks_user: bool
    validate: str
    move: str
    stop: str
    recover: str
    back_validate: str
    back_move: str
    login: str
    logins_listed: str
    logout: str
    progress: str
    at_source: str
    at_target: str
    notes: tuple[str, ...]
    back_notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """Where a partition is placed.

    :ivar lpar, source, target: the move
    :ivar reason: one line: why there
    """

    lpar: str
    source: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Homeless:
    """A partition without a home.

    :ivar reasons: (target, why it cannot go there), for every candidate
    :ivar change: the smallest single change that would give it a home, ``''`` when none was found
    """

    lpar: str
    source: str
    reasons: tuple[tuple[str, str], ...]
    change: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Which partition goes where.

    :ivar gap: the largest proved distance of an objective to the best possible, as a part of the larger of its value
        and its bound: 0.01 = no placement is better by more than one per cent
    :ivar status: optimal (every objective is at its bound), close (the search ended because the gap is small) or
        stopped (the limit came first)
    :ivar objectives: (objective, value reached, best bound) in the order in which they count; a bound holds for
        placements that keep what the objectives before it reached
    :ivar notes: what is not known and so did not count, one sentence each
    """

    homes: tuple[Home, ...]
    homeless: tuple[Homeless, ...]
    gap: float
    status: str
    objectives: tuple[tuple[str, float, float], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evacuation:
    """Whether a server can be emptied today, all its partitions at once onto the other servers.

    :ivar partitions: how many partitions it has, without VIOSes
    :ivar movable: how many of them find a home; all of them do where nobody is homeless
    :ivar targets: (server, how many of them go there)
    :ivar gap, status: as of :class:`Placement`
    """

    server: str
    partitions: int
    movable: int
    homeless: tuple[Homeless, ...]
    targets: tuple[tuple[str, int], ...]
    gap: float
    status: str
