"""The data centre with everything worked out: frozen facts that every writer prints in its own dialect.

Memory is in MB, disks are in MB, processor units are cores. Knows neither spreadsheets nor command output.
"""

import re
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Manager:
    """A hardware management console."""

    name: str
    address: str
    private_address: str
    model: str
    serial: str
    bios: str
    version: str
    release: str
    service_pack: str
    build: str
    base_version: str
    fixes: tuple[str, ...]
    java_scan: datetime
    python_scan: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A shared processor pool other than the default one."""

    id: int
    name: str
    max_units: float
    reserved: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The cluster of VIOSes that share a storage pool."""

    name: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualEthernet:
    """A virtual Ethernet adapter; on a VIOS possibly a trunk or a control channel."""

    slot: int
    switch: str
    pvid: int
    tags: tuple[int, ...] = ()
    mac: str
    required: bool = False
    trunk_priority: int | None = None
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientScsi:
    """The client end of a virtual SCSI connection."""

    slot: int
    vios: str
    vios_slot: int
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFibre:
    """The client end of a virtual Fibre Channel connection; `wwpns` should be two."""

    slot: int
    vios: str
    vios_slot: int
    wwpns: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualTarget:
    """What a virtual SCSI server adapter shows its client: a disk, a logical volume, a file."""

    vtd: str
    lun: str
    backing: str
    location: str = ""
    uuid: str = ""

    @property
    def is_disk(self) -> bool:
        """A whole physical volume of the VIOS."""
        return self.backing.startswith("hdisk")

    @property
    def is_file(self) -> bool:
        """A file of the VIOS, for instance an image in its media library."""
        return self.backing.startswith("/")

    @property
    def is_pool_unit(self) -> bool:
        """A logical unit of a shared storage pool: its name, a dot and its id."""
        return re.fullmatch(r".+\.[0-9a-f]{32}", self.backing) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerScsi:
    """The VIOS end of a virtual SCSI connection."""

    slot: int
    vhost: str
    client: str
    client_id: int
    client_slot: int
    targets: tuple[VirtualTarget, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerFibre:
    """The VIOS end of a virtual Fibre Channel connection and the physical port behind it."""

    slot: int
    vfchost: str
    client: str
    client_id: int
    client_slot: int
    client_device: str
    port: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FibrePort:
    """A physical Fibre Channel port of a VIOS. Without a link it has no fabric."""

    device: str
    location: str
    wwpn: str
    fabric: str
    fcid: str
    max_transfer: str
    speed_supported: str
    speed_running: str
    error_frames: int = 0
    invalid_crc: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EthernetPort:
    """A physical Ethernet port of a VIOS."""

    device: str
    location: str
    mac: str
    description: str
    linked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedEthernet:
    """A shared Ethernet adapter: trunks on one side, a physical port or an aggregation on the other."""

    device: str
    ha_mode: str
    real_device: str
    members: tuple[str, ...]
    trunks: tuple[VirtualEthernet, ...]
    control: VirtualEthernet | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """A disk as one VIOS sees it."""

    device: str
    uuid: str
    pvid: str
    size_mb: int
    free: bool
    location: str

    @property
    def is_internal(self) -> bool:
        """It sits in the server, so that no other server can reach it."""
        return self.uuid.endswith(("sas", "nvme"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vios:
    """What makes a partition a Virtual I/O Server."""

    level: str
    answers: bool
    scsi: tuple[ServerScsi, ...]
    fibre: tuple[ServerFibre, ...]
    fc_ports: tuple[FibrePort, ...]
    ethernet_ports: tuple[EthernetPort, ...]
    seas: tuple[SharedEthernet, ...]
    disks: tuple[Disk, ...]

    def port(self, device: str) -> FibrePort:
        """The Fibre Channel port of that device name."""
        return next(port for port in self.fc_ports if port.device == device)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicalPort:
    """An SR-IOV logical port; `backs` names the partition whose vNIC it carries."""

    id: str
    owner: str
    owner_id: int
    adapter: int
    port: int
    location: str
    mac: str
    pvid: int
    capacity: float
    backs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackingDevice:
    """One of the SR-IOV logical ports behind a vNIC."""

    vios: str
    vios_id: int
    priority: int
    port: LogicalPort


@dataclass(frozen=True, slots=True, kw_only=True)
class Vnic:
    """A virtual network interface backed by SR-IOV."""

    slot: int
    mac: str
    pvid: int
    devices: tuple[BackingDevice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A partition profile. What it does not repeat is taken from the partition."""

    name: str
    min_mb: int
    desired_mb: int
    max_mb: int
    huge_pages: int
    min_units: float
    units: float
    max_units: float
    min_procs: int
    procs: int
    max_procs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """A logical partition; `vios` is set when it is a Virtual I/O Server."""

    name: str
    id: int
    env: str
    os: str
    state: str
    rmc_state: str
    rmc_ip: str
    activated: bool
    migration_disabled: bool
    restricted_io: bool | None
    desired_mode: str
    effective_mode: str
    dedicated: bool
    pool: Pool | None
    profiles: tuple[Profile, ...]
    mb: int
    huge_pages: int
    hpt_ratio: int
    max_slots: int
    ethernet: tuple[VirtualEthernet, ...]
    scsi: tuple[ClientScsi, ...]
    fibre: tuple[ClientFibre, ...]
    logical_ports: tuple[LogicalPort, ...] = ()
    vnics: tuple[Vnic, ...] = ()
    vios: Vios | None = None

    @property
    def running(self) -> bool:
        """It is activated."""
        return self.state == "Running"

    @property
    def dlpar_capable(self) -> bool:
        """Its resources can be changed while it runs, for which every system but IBM i needs RMC."""
        return self.running and (self.env == "os400" or self.rmc_state == "active")

    @property
    def profile(self) -> Profile:
        """The profile it runs with or would be activated with."""
        return self.profiles[0]

    @property
    def cores(self) -> float:
        """What it takes from the server: entitlement, or whole processors; nothing before its first activation."""
        if not self.activated:
            return 0.0
        return float(self.profile.procs) if self.dedicated else self.profile.units

    @property
    def assigned_mb(self) -> int:
        """The memory it takes from the server; nothing before its first activation."""
        return self.mb if self.activated else 0

    @property
    def macs(self) -> tuple[str, ...]:
        """Every virtual MAC address."""
        return tuple(nic.mac for nic in self.ethernet) + tuple(vnic.mac for vnic in self.vnics)

    @property
    def serving(self) -> tuple[str, ...]:
        """The Virtual I/O Servers behind its storage, in order."""
        return tuple(sorted({a.vios for a in self.scsi} | {a.vios for a in self.fibre}))


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotChild:
    """A device below a physical I/O slot."""

    location: str
    description: str
    mac: str = ""
    wwpn: str = ""
    microcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A physical I/O slot."""

    location: str
    drc_index: str
    bus_id: int
    description: str
    owner: str
    owner_id: int | None
    required: bool
    children: tuple[SlotChild, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SriovAdapter:
    """An SR-IOV adapter in shared mode."""

    id: int
    location: str
    drc_index: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A virtual switch and every VLAN in use on it."""

    name: str
    vlans: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A managed system."""

    name: str
    manager: str
    type_model: str
    serial: str
    generation: str
    modes: tuple[str, ...]
    ghz: float
    sp_address: str
    second_sp_address: str
    ec_number: str
    level: int
    installed_cores: int
    active_cores: int
    free_cores: float
    installed_mb: int
    active_mb: int
    firmware_mb: int
    free_mb: int
    lmb: int
    pools: tuple[Pool, ...]
    switches: tuple[Switch, ...]
    slots: tuple[Slot, ...]
    sriov: tuple[SriovAdapter, ...]
    partitions: tuple[Partition, ...]
    cluster: Cluster | None = None

    @property
    def vioses(self) -> tuple[Partition, ...]:
        """Its Virtual I/O Servers."""
        return tuple(partition for partition in self.partitions if partition.vios)

    @property
    def clients(self) -> tuple[Partition, ...]:
        """The partitions that could be moved."""
        return tuple(partition for partition in self.partitions if not partition.vios)

    @property
    def newest_first(self) -> tuple[Partition, ...]:
        """Partitions in the order in which a console lists them."""
        return tuple(sorted(self.partitions, key=lambda partition: -partition.id))

    @property
    def logical_ports(self) -> tuple[LogicalPort, ...]:
        """SR-IOV logical ports, those behind vNICs included."""
        direct = (port for partition in self.partitions for port in partition.logical_ports)
        behind = (device.port for partition in self.partitions for vnic in partition.vnics for device in vnic.devices)
        return (*direct, *behind)

    def partition(self, name: str) -> Partition:
        """The partition of that name."""
        return next(partition for partition in self.partitions if partition.name == name)

    def device_code(self, partition_id: int, slot: int) -> str:
        """The location code of a virtual slot."""
        machine, model = self.type_model.split("-")
        return f"U{machine}.{model}.{self.serial}-V{partition_id}-C{slot}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCentre:
    """Two consoles and their servers."""

    managers: tuple[Manager, ...]
    servers: tuple[Server, ...]

    def managed_by(self, manager: str) -> tuple[Server, ...]:
        """The servers of a console, by name."""
        return tuple(sorted((s for s in self.servers if s.manager == manager), key=lambda s: s.name))
