"""What pairing is about: moves, VIOSes, ports and client adapters as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

Key = tuple[str, str]
"""(server, partition or VIOS)."""


@dataclass(frozen=True, slots=True)
class Move:
    """A row of relation ``moves``."""

    lpar: str
    lpar_id: int | None
    source: str
    target: str
    mode: str
    is_vios: bool


@dataclass(frozen=True, slots=True)
class Vios:
    """A VIOS.

    :ivar rmc: RMC state as printed
    :ivar is_running, msp: None = the report does not say
    :ivar position: its place among the VIOSes of its server by id, from 0
    """

    system: str
    name: str
    lpar_id: int | None
    is_running: bool | None
    state: str | None
    rmc: str | None
    msp: bool | None
    position: int

    @property
    def is_up(self) -> bool | None:
        """It runs and the HMC reaches it; None = not known (as rule vios-rmc-active has it)."""
        if self.is_running is False:
            return False
        if self.rmc is None or self.rmc == "unknown":
            return None
        return self.is_running if self.rmc == "active" else False

    @property
    def shown(self) -> str:
        """Its state in words."""
        return f"{self.state or 'state not known'}, RMC {self.rmc or 'not known'}"


@dataclass(frozen=True, slots=True)
class Port:
    """A physical Fibre Channel port of a running VIOS.

    :ivar clients: virtual adapters mapped to it today
    :ivar speed: Gbit/s that it supports
    :ivar is_npiv: port and switch do NPIV (lsnports); None = not told
    :ivar room: virtual adapters that it still takes by lsnports; None = not told
    :ivar position: its place among the ports of its VIOS that have a link, as far as is known
    """

    system: str
    vios: str
    name: str
    has_link: bool | None
    label: str
    domain: str
    wwpn: str | None
    max_xfer_size: int | None
    speed: int | None
    clients: int
    is_npiv: bool | None
    room: int | None
    position: int


@dataclass(frozen=True, slots=True)
class FibreAdapter:
    """A client virtual Fibre Channel adapter and what is behind it; fields as in relation ``npiv_paths``."""

    slot: int
    vios: str | None
    server_slot: int | None
    wwpn1: str | None
    wwpn2: str | None
    port: str | None
    location: str | None
    max_xfer_size: int | None
    is_mapped: bool | None


@dataclass(frozen=True, slots=True)
class Disk:
    """What a virtual target device carries: *kind* as in relation ``vscsi_disks``, *unit* its unique id or SSP unit."""

    kind: str
    unit: str | None
    name: str


@dataclass(frozen=True, slots=True)
class ScsiAdapter:
    """A client virtual SCSI adapter and what is behind it; :attr:`is_unknown`: the VIOS could not be asked."""

    slot: int
    vios: str | None
    server_slot: int | None
    disks: tuple[Disk, ...]
    is_unknown: bool


def natural(name: str) -> tuple[int, str]:
    """Sort key by which fcs2 comes before fcs10."""
    return len(name), name
