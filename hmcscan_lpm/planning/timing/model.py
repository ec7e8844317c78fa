"""When moves are made and what servers have left after each wave: frozen values, no behaviour.

Units: memory in MB, times in minutes, processing in cores. ``None`` is always "not known".
"""

from __future__ import annotations

from dataclasses import dataclass

from hmcscan_lpm.planning.execution import Wave


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """A move that no wave has, though nothing blocks it."""

    lpar: str
    source: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the moves of a plan are made.

    :ivar unscheduled: moves without a wave; blocked ones are not among them
    :ivar assumptions: limits with their origin and the rules by which the waves were made, one sentence each
    """

    waves: tuple[Wave, ...]
    unscheduled: tuple[Unscheduled, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuietHour:
    """When a partition uses least processors, as far as the hourly usage tabs show it.

    :ivar hour: of the day by the clock of the HMC, 0 to 23; None = no usage of the partition is told
    :ivar cores: used in that hour on average
    :ivar samples: days on which that hour was sampled
    :ivar mean_cores: average over all hours
    :ivar busiest_hour, busiest_cores: the opposite
    :ivar hours: how many hours of the day were sampled at all
    :ivar window_hour, window_cores: the quietest hour within the maintenance window, None without one
    """

    lpar: str
    source: str
    hour: int | None
    cores: float | None
    samples: int
    mean_cores: float | None
    busiest_hour: int | None
    busiest_cores: float | None
    hours: int
    window_hour: int | None
    window_cores: float | None


@dataclass(frozen=True, slots=True)
class PortRoom:
    """Virtual Fibre Channel adapters that a port still takes; None = its speed is not known, and nothing else tells."""

    vios: str
    port: str
    left: int | None


@dataclass(frozen=True, slots=True)
class SlotRoom:
    """Virtual slots that a VIOS still has; None = its max_virtual_slots is not known."""

    vios: str
    left: int | None


@dataclass(frozen=True, slots=True)
class WaveCapacity:
    """What a server has left once a wave is done.

    :ivar wave: number of the wave; 0 = before the first
    :ivar arrived, departed: partitions that came to the server with this wave, and that left it
    :ivar cores_taken, entitlement_taken: dedicated cores, and entitlement of shared processors, that arrived so far
    :ivar cores_left: cores assigned to no partition; None once a figure was missing
    :ivar memory_left_mb: memory that is left at most: page tables counted where the report tells their ratio
    :ivar memory_left_least_mb: at least, with the largest page tables and overhead
    :ivar cores_reserved, memory_reserved_mb: what the reserve keeps free
    :ivar keeps_reserve: True: the least that is left while the wave runs, before anything has left the server, is as
        much as the reserve; False: not even the most is; None: it depends on what is not known
    :ivar ports, slots: of its running VIOSes
    """

    system: str
    wave: int
    arrived: tuple[str, ...]
    departed: tuple[str, ...]
    cores_taken: float | None
    entitlement_taken: float | None
    cores_left: float | None
    memory_left_mb: int | None
    memory_left_least_mb: int | None
    cores_reserved: float | None
    memory_reserved_mb: int | None
    keeps_reserve: bool | None
    ports: tuple[PortRoom, ...]
    slots: tuple[SlotRoom, ...]
