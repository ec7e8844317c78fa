"""The words in which `story` describes the data centre: only what a person decides, nothing that can be worked out."""

from dataclasses import dataclass

from datacentre.model import Cluster, Manager, Pool


@dataclass(frozen=True, slots=True)
class Nic:
    """A virtual Ethernet adapter. Without a MAC of its own it gets the one the console would generate."""

    vlan: int
    tags: tuple[int, ...] = ()
    switch: str = "ETHERNET0"
    mac: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A virtual Fibre Channel adapter: through which VIOS (counted from 1), to which physical port.

    `wwpns` is "pair" (healthy), "one" (the second is gone) or "repeat" (the pair of the adapter before).
    """

    vios: int
    port: str
    wwpns: str = "pair"


FOUR_PATHS = (Path(1, "fcs0"), Path(1, "fcs1"), Path(2, "fcs0"), Path(2, "fcs1"))
TWO_PATHS = (Path(1, "fcs0"), Path(2, "fcs1"))
ONE_VIOS = (Path(1, "fcs0"), Path(1, "fcs1"))


@dataclass(frozen=True, slots=True)
class Lun:
    """A SAN volume and the servers whose VIOSes see it."""

    name: str
    gb: int
    seen_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LparSpec:
    """A client partition. Sizes are GB and cores; `units` None means dedicated processors.

    `pool_units` are logical units of the shared storage pool.
    """

    name: str
    os: str
    gb: int
    max_gb: int
    procs: int
    units: float | None
    env: str = "aixlinux"
    nics: tuple[Nic, ...] = (Nic(110),)
    paths: tuple[Path, ...] = ()
    luns: tuple[str, ...] = ()
    pool_units: tuple[str, ...] = ()
    volume: str = ""
    image: str = ""
    internal_disk: bool = False
    own_adapter: bool = False
    direct_sriov: bool = False
    vnic: bool = False
    pool: str = ""
    mode: str = "default"
    effective: str = ""
    state: str = "Running"
    rmc: str = "active"
    activated: bool = True
    migration_disabled: bool = False
    restricted_io: bool | None = None
    huge_pages: int = 0
    profile_gb: int = 0
    second_profile_gb: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchSpec:
    """A virtual switch; each trunk is (PVID, tagged VLANs). All its trunks belong to one SEA per VIOS."""

    name: str
    trunks: tuple[tuple[int, tuple[int, ...]], ...]
    aggregated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ViosSpec:
    """A Virtual I/O Server; one that does not answer has no RMC connection and so no VIOS data."""

    name: str
    units: float
    procs: int
    gb: int
    level: str
    answers: bool = True
    noisy_port: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSpec:
    """A managed system. `drawer` starts its location codes, `wwpn_stem` its virtual WWPNs."""

    name: str
    manager: str
    type_model: str
    serial: str
    generation: str
    modes: tuple[str, ...]
    ghz: float
    sp_address: str
    second_sp_address: str = ""
    ec_number: str
    level: int
    drawer: str
    network: str
    wwpn_stem: str
    installed_cores: int
    active_cores: int
    installed_gb: int
    firmware_mb: int
    lmb: int = 256
    max_transfer: str = "0x200000"
    has_sriov: bool = False
    switches: tuple[SwitchSpec, ...]
    pools: tuple[Pool, ...] = ()
    vioses: tuple[ViosSpec, ...]
    lpars: tuple[LparSpec, ...]
    cluster: Cluster | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that was decided."""

    managers: tuple[Manager, ...]
    luns: tuple[Lun, ...]
    servers: tuple[ServerSpec, ...]
