"""From the story to the data centre: slots, WWPNs, MACs, disks and device names worked out the way a console does."""

from dataclasses import dataclass, field

from datacentre import hardware
from datacentre.model import (
    BackingDevice,
    ClientFibre,
    ClientScsi,
    DataCentre,
    Disk,
    LogicalPort,
    Partition,
    Pool,
    Profile,
    Server,
    ServerFibre,
    ServerScsi,
    SharedEthernet,
    Switch,
    Vios,
    VirtualEthernet,
    VirtualTarget,
    Vnic,
)
from datacentre.spec import LparSpec, Lun, ServerSpec, Story, SwitchSpec, ViosSpec

FIRST_CLIENT_ID = 11
CLIENT_NIC_SLOT, CLIENT_VNIC_SLOT, CLIENT_SCSI_SLOT, CLIENT_IMAGE_SLOT, CLIENT_FIBRE_SLOT = 2, 5, 10, 12, 30
VIOS_TRUNK_SLOT, VIOS_SCSI_SLOT, VIOS_FIBRE_SLOT = 11, 50, 200
CONTROL_VLAN = 4090
# Behind the four physical ports ent0 to ent3.
FIRST_VIRTUAL_DEVICE = 4
STORAGE_PORT = "5005076812A4C015"


def generated_mac(server: str, partition: str, slot: int) -> str:
    """A locally administered address that ends in the slot number, as consoles generate them."""
    token = hardware.digits(9, server, partition).upper()
    return f"{token[0]}A{token[1:]}{slot:02X}"


def naa(position: int) -> str:
    """The SCSI name of the n-th SAN volume."""
    return f"6005076810810A7E58{position:014X}"


@dataclass(slots=True)
class ViosDraft:
    """A VIOS while its clients are being connected."""

    spec: ViosSpec
    index: int
    disks: tuple[Disk, ...]
    scsi: list[ServerScsi] = field(default_factory=list)
    fibre: list[ServerFibre] = field(default_factory=list)
    devices: int = 0

    def target(self, backing: str, kind: str, ordinal: int, location: str = "", uuid: str = "") -> VirtualTarget:
        """The next virtual target device."""
        name = f"{kind}{self.devices}"
        self.devices += 1
        return VirtualTarget(vtd=name, lun=f"0x8{ordinal}00000000000000", backing=backing, location=location, uuid=uuid)

    def connect_scsi(self, client: LparSpec, client_id: int, slot: int, targets: tuple[VirtualTarget, ...]) -> int:
        """Add a server adapter and return its slot."""
        number = len(self.scsi)
        adapter = ServerScsi(
            slot=VIOS_SCSI_SLOT + number,
            vhost=f"vhost{number}",
            client=client.name,
            client_id=client_id,
            client_slot=slot,
            targets=targets,
        )
        self.scsi.append(adapter)
        return adapter.slot

    def connect_fibre(self, client: LparSpec, client_id: int, slot: int, device: str, port: str) -> int:
        """Add a server adapter and return its slot."""
        number = len(self.fibre)
        adapter = ServerFibre(
            slot=VIOS_FIBRE_SLOT + number,
            vfchost=f"vfchost{number}",
            client=client.name,
            client_id=client_id,
            client_slot=slot,
            client_device=device,
            port=port,
        )
        self.fibre.append(adapter)
        return adapter.slot

    def disk(self, uuid: str) -> Disk:
        """The disk with that unique id."""
        return next(disk for disk in self.disks if disk.uuid == uuid)


def _disks(server: ServerSpec, vios: ViosSpec, index: int, luns: tuple[Lun, ...]) -> tuple[Disk, ...]:
    internal = hardware.internal_disks(server, vios, index, 2 + any(lpar.internal_disk for lpar in server.lpars))
    seen = [(position, lun) for position, lun in enumerate(luns, 1) if server.name in lun.seen_by]
    # Two VIOSes rarely number the same volume alike: the second one found them the other way round.
    ordered = seen if index == 1 else seen[::-1]
    port = hardware.fc_ports(server, vios, index)[0].location
    shared = tuple(
        Disk(
            device=f"hdisk{len(internal) + number}",
            uuid=f"33213{naa(position)}04214503IBMfcp",
            pvid="none" if lun.name.startswith("spare") else f"00f7c4a1{hardware.digits(8, lun.name)}",
            size_mb=lun.gb * 1024,
            free=True,
            location=f"{port}-W{STORAGE_PORT}-L{position:X}000000000000",
        )
        for number, (position, lun) in enumerate(ordered)
    )
    return internal + shared


class ServerBuilder:
    """Works one server out; it and its drafts are mutable and never leave this module."""

    def __init__(self, spec: ServerSpec, luns: tuple[Lun, ...]) -> None:
        self.spec = spec
        self.luns = {lun.name: f"33213{naa(position)}04214503IBMfcp" for position, lun in enumerate(luns, 1)}
        self.drafts = tuple(
            ViosDraft(spec=vios, index=index, disks=_disks(spec, vios, index, luns))
            for index, vios in enumerate(spec.vioses, 1)
        )
        self.pools = {pool.name: pool for pool in spec.pools}
        self.next_wwpn = 0
        self.next_logical_port = 0

    def build(self) -> Server:
        """The server with all its partitions."""
        spec = self.spec
        clients = tuple(self._client(lpar, number) for number, lpar in enumerate(spec.lpars, FIRST_CLIENT_ID))
        partitions = tuple(self._vios(draft) for draft in self.drafts) + clients
        tape = next((p for p in clients for lpar in spec.lpars if lpar.own_adapter and lpar.name == p.name), None)
        active_mb = spec.installed_gb * 1024
        return Server(
            name=spec.name,
            manager=spec.manager,
            type_model=spec.type_model,
            serial=spec.serial,
            generation=spec.generation,
            modes=spec.modes,
            ghz=spec.ghz,
            sp_address=spec.sp_address,
            second_sp_address=spec.second_sp_address,
            ec_number=spec.ec_number,
            level=spec.level,
            installed_cores=spec.installed_cores,
            active_cores=spec.active_cores,
            free_cores=round(spec.active_cores - sum(p.cores for p in partitions), 2),
            installed_mb=active_mb,
            active_mb=active_mb,
            firmware_mb=spec.firmware_mb,
            free_mb=active_mb - spec.firmware_mb - sum(p.assigned_mb for p in partitions),
            lmb=spec.lmb,
            pools=spec.pools,
            switches=self._switches(partitions),
            slots=hardware.slots(spec, (tape.name, tape.id) if tape else None),
            sriov=hardware.sriov_adapters(spec),
            partitions=partitions,
            cluster=spec.cluster,
        )

    def _switches(self, partitions: tuple[Partition, ...]) -> tuple[Switch, ...]:
        nics = [nic for partition in partitions for nic in partition.ethernet]
        return tuple(
            Switch(
                name=switch.name,
                vlans=tuple(sorted({v for n in nics if n.switch == switch.name for v in (n.pvid, *n.tags)})),
            )
            for switch in self.spec.switches
        )

    def _profile(self, lpar: LparSpec, name: str, gb: int) -> Profile:
        units = 0.0 if lpar.units is None else lpar.units
        return Profile(
            name=name,
            min_mb=max(lpar.gb * 1024 // 4, 1024),
            desired_mb=gb * 1024,
            max_mb=lpar.max_gb * 1024,
            huge_pages=lpar.huge_pages,
            min_units=0.1 if lpar.units else 0.0,
            units=units,
            max_units=float(lpar.procs * 2) if lpar.units else 0.0,
            min_procs=1,
            procs=lpar.procs,
            max_procs=lpar.procs * 2,
        )

    def _client(self, lpar: LparSpec, number: int) -> Partition:
        profiles = [self._profile(lpar, "default_profile", lpar.profile_gb or lpar.gb)]
        if lpar.second_profile_gb:
            profiles.append(self._profile(lpar, "month_end", lpar.second_profile_gb))
        pool: Pool | None = self.pools[lpar.pool] if lpar.pool else None
        own_mode = self.spec.generation if lpar.mode == "default" else lpar.mode
        return Partition(
            name=lpar.name,
            id=number,
            env=lpar.env,
            os=lpar.os,
            state=lpar.state,
            rmc_state=lpar.rmc,
            rmc_ip=f"{self.spec.network}.{number}" if lpar.rmc == "active" else "",
            activated=lpar.activated,
            migration_disabled=lpar.migration_disabled,
            restricted_io=lpar.restricted_io,
            desired_mode=lpar.mode,
            effective_mode=lpar.effective or own_mode,
            dedicated=lpar.units is None,
            pool=pool,
            profiles=tuple(profiles),
            mb=lpar.gb * 1024,
            huge_pages=lpar.huge_pages,
            hpt_ratio=64 if lpar.env == "os400" else 128,
            max_slots=64,
            ethernet=self._nics(lpar),
            scsi=self._scsi(lpar, number),
            fibre=self._fibre(lpar, number),
            logical_ports=(self._logical_port(lpar.name, number, 1, 0, 110),) if lpar.direct_sriov else (),
            vnics=(self._vnic(lpar),) if lpar.vnic else (),
        )

    def _nics(self, lpar: LparSpec) -> tuple[VirtualEthernet, ...]:
        return tuple(
            VirtualEthernet(
                slot=slot,
                switch=nic.switch,
                pvid=nic.vlan,
                tags=nic.tags,
                mac=nic.mac or generated_mac(self.spec.name, lpar.name, slot),
                required=nic.required,
            )
            for slot, nic in enumerate(lpar.nics, CLIENT_NIC_SLOT)
        )

    def _scsi(self, lpar: LparSpec, number: int) -> tuple[ClientScsi, ...]:
        adapters = []
        shared = lpar.luns or lpar.pool_units
        drafts = self.drafts if shared else self.drafts[:1] if lpar.volume or lpar.internal_disk else ()
        for offset, draft in enumerate(drafts):
            slot = CLIENT_SCSI_SLOT + offset
            targets = [self._disk_target(draft, self.luns[name], i) for i, name in enumerate(lpar.luns, 1)]
            units = (f"{name}.{hardware.digits(32, name)}" for name in lpar.pool_units)
            targets += [draft.target(unit, "vtscsi", i) for i, unit in enumerate(units, len(lpar.luns) + 1)]
            if lpar.volume:
                targets.append(draft.target(lpar.volume, "vtscsi", 1))
            if lpar.internal_disk:
                targets.append(self._disk_target(draft, draft.disks[2].uuid, 1))
            vios_slot = draft.connect_scsi(lpar, number, slot, tuple(targets))
            adapters.append(ClientScsi(slot=slot, vios=draft.spec.name, vios_slot=vios_slot))
        if lpar.image:
            draft = self.drafts[0]
            targets = [draft.target(lpar.image, "vtopt", 1)]
            vios_slot = draft.connect_scsi(lpar, number, CLIENT_IMAGE_SLOT, tuple(targets))
            adapters.append(ClientScsi(slot=CLIENT_IMAGE_SLOT, vios=draft.spec.name, vios_slot=vios_slot))
        return tuple(adapters)

    @staticmethod
    def _disk_target(draft: ViosDraft, uuid: str, ordinal: int) -> VirtualTarget:
        disk = draft.disk(uuid)
        return draft.target(disk.device, "vtscsi", ordinal, disk.location, disk.uuid)

    def _fibre(self, lpar: LparSpec, number: int) -> tuple[ClientFibre, ...]:
        adapters: list[ClientFibre] = []
        for offset, path in enumerate(lpar.paths):
            draft = self.drafts[path.vios - 1]
            slot = CLIENT_FIBRE_SLOT + offset
            if path.wwpns == "repeat":
                wwpns = adapters[-1].wwpns
            else:
                pair = tuple(f"{self.spec.wwpn_stem}{self.next_wwpn + i:04x}" for i in range(2))
                self.next_wwpn += 2
                wwpns = pair[:1] if path.wwpns == "one" else pair
            vios_slot = draft.connect_fibre(lpar, number, slot, f"fcs{offset}", path.port)
            adapters.append(ClientFibre(slot=slot, vios=draft.spec.name, vios_slot=vios_slot, wwpns=wwpns))
        return tuple(adapters)

    def _logical_port(
        self, owner: str, owner_id: int, adapter: int, pvid: int, vlan: int, backs: str = ""
    ) -> LogicalPort:
        self.next_logical_port += 1
        number = self.next_logical_port
        card = hardware.sriov_adapters(self.spec)[adapter - 1]
        return LogicalPort(
            id=f"2700{4 * adapter:X}{number:03X}",
            owner=owner,
            owner_id=owner_id,
            adapter=adapter,
            port=pvid,
            location=f"{card.location}-T{pvid}-S{number}",
            mac=generated_mac(self.spec.name, owner + backs, 0xE0 + number),
            pvid=vlan,
            capacity=10.0 if not backs else 2.0,
            backs=backs,
        )

    def _vnic(self, lpar: LparSpec) -> Vnic:
        devices = tuple(
            BackingDevice(
                vios=draft.spec.name,
                vios_id=draft.index,
                priority=40 + 10 * draft.index,
                port=self._logical_port(draft.spec.name, draft.index, draft.index, 0, 110, backs=lpar.name),
            )
            for draft in self.drafts
        )
        return Vnic(
            slot=CLIENT_VNIC_SLOT,
            mac=generated_mac(self.spec.name, lpar.name, CLIENT_VNIC_SLOT),
            pvid=110,
            devices=devices,
        )

    def _bridge(self, draft: ViosDraft, switch: SwitchSpec, slot: int) -> tuple[VirtualEthernet, ...]:
        """The trunks of a VIOS on one switch, then its control channel where a SEA has a partner to fail over to."""
        wanted = [(pvid, tags, draft.index) for pvid, tags in switch.trunks]
        if switch.aggregated and len(self.drafts) > 1:
            wanted.append((CONTROL_VLAN, (), 0))
        return tuple(
            VirtualEthernet(
                slot=number,
                switch=switch.name,
                pvid=pvid,
                tags=tags,
                mac=generated_mac(self.spec.name, draft.spec.name, number),
                trunk_priority=priority or None,
                device=f"ent{number - VIOS_TRUNK_SLOT + FIRST_VIRTUAL_DEVICE}",
            )
            for number, (pvid, tags, priority) in enumerate(wanted, slot)
        )

    def _seas(self, draft: ViosDraft) -> tuple[SharedEthernet, ...]:
        """One SEA per switch; devices are numbered ports, virtual adapters, aggregation, SEAs, as they are found."""
        bridges: list[tuple[VirtualEthernet, ...]] = []
        for switch in self.spec.switches:
            bridges.append(self._bridge(draft, switch, VIOS_TRUNK_SLOT + sum(map(len, bridges))))
        aggregation = FIRST_VIRTUAL_DEVICE + sum(map(len, bridges))
        return tuple(
            SharedEthernet(
                device=f"ent{aggregation + 1 + number}",
                ha_mode="auto" if len(self.drafts) > 1 else "disabled",
                real_device=f"ent{aggregation if switch.aggregated else number + 1}",
                members=("ent0", "ent1") if switch.aggregated else (),
                trunks=tuple(nic for nic in bridge if nic.trunk_priority),
                control=next((nic for nic in bridge if not nic.trunk_priority), None),
            )
            for number, (switch, bridge) in enumerate(zip(self.spec.switches, bridges, strict=True))
        )

    def _vios(self, draft: ViosDraft) -> Partition:
        spec, server = draft.spec, self.spec
        seas = self._seas(draft)
        mapped = {target.uuid for adapter in draft.scsi for target in adapter.targets}
        disks = tuple(disk if disk.uuid not in mapped or disk.is_internal else _used(disk) for disk in draft.disks)
        profile = Profile(
            name="default_profile",
            min_mb=8 * 1024,
            desired_mb=spec.gb * 1024,
            max_mb=spec.gb * 2048,
            huge_pages=0,
            min_units=0.5,
            units=spec.units,
            max_units=float(spec.procs * 2),
            min_procs=1,
            procs=spec.procs,
            max_procs=spec.procs * 2,
        )
        nics = tuple(n for sea in seas for n in (*sea.trunks, *((sea.control,) if sea.control else ())))
        return Partition(
            name=spec.name,
            id=draft.index,
            env="vioserver",
            os=f"VIOS {spec.level}" if spec.answers else "Unknown",
            state="Running",
            rmc_state="active" if spec.answers else "inactive",
            rmc_ip=f"{server.network}.{draft.index}" if spec.answers else "",
            activated=True,
            migration_disabled=False,
            restricted_io=None,
            desired_mode="default",
            effective_mode=server.generation,
            dedicated=False,
            pool=None,
            profiles=(profile,),
            mb=spec.gb * 1024,
            huge_pages=0,
            hpt_ratio=128,
            max_slots=500,
            ethernet=tuple(sorted(nics, key=lambda nic: nic.slot)),
            scsi=(),
            fibre=(),
            vios=Vios(
                level=spec.level,
                answers=spec.answers,
                scsi=tuple(draft.scsi),
                fibre=tuple(draft.fibre),
                fc_ports=hardware.fc_ports(server, spec, draft.index),
                ethernet_ports=hardware.ethernet_ports(server, spec, draft.index),
                seas=seas,
                disks=disks,
            ),
        )


def _used(disk: Disk) -> Disk:
    return Disk(
        device=disk.device, uuid=disk.uuid, pvid=disk.pvid, size_mb=disk.size_mb, free=False, location=disk.location
    )


def build(story: Story) -> DataCentre:
    """The whole data centre."""
    servers = tuple(ServerBuilder(spec, story.luns).build() for spec in story.servers)
    return DataCentre(managers=story.managers, servers=servers)
