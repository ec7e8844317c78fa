"""What is bolted into the servers: slots, ports and internal disks, by processor generation. Made-up part data."""

from dataclasses import dataclass
from hashlib import sha256

from datacentre.model import Disk, EthernetPort, FibrePort, Slot, SlotChild, SriovAdapter
from datacentre.spec import ServerSpec, ViosSpec


def digits(length: int, *seed: object) -> str:
    """Lower-case hex digits that look random and are always the same for one seed."""
    return sha256("/".join(map(str, seed)).encode()).hexdigest()[:length]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chassis:
    """How one generation names and populates its slots."""

    planar: str
    first_port: int
    fc_slot: str
    fc_device: str
    fc_speed: str
    ethernet: str
    storage: str
    disk_kind: str


P9 = Chassis(
    planar="P1",
    first_port=1,
    fc_slot="PCIe3 2-Port 16Gb FC Adapter",
    fc_device="PCIe3 2-Port 16Gb Fibre Channel Adapter",
    fc_speed="16",
    ethernet="PCIe3 4-Port 10GbE SR Adapter",
    storage="PCIe3 RAID SAS Adapter Quad-port 6Gb x8",
    disk_kind="sas",
)
P10 = Chassis(
    planar="P0",
    first_port=0,
    fc_slot="PCIe4 2-Port 32Gb FC Adapter",
    fc_device="PCIe4 2-Port 32Gb Fibre Channel Adapter",
    fc_speed="32",
    ethernet="PCIe4 4-Port 25/10/1 GbE RoCE SFP28 Adapter",
    storage="800GB NVMe Gen4 U.2 Slim SSD",
    disk_kind="nvme",
)
CHASSIS = {"POWER9": P9, "POWER10": P10, "POWER11": P10}

TAPE_SLOT = "C12"
TAPE_ADAPTER = "PCIe3 4-Port SAS RAID Adapter"
SRIOV_ADAPTER = "PCIe4 2-Port 100GbE RoCE x16 Adapter"
DISK_MB = {"sas": 572325, "nvme": 763097}
FABRIC_DOMAIN = {"A": "0a", "B": "14"}
PORTS_PER_ADAPTER = {"fc": 2, "ethernet": 4}


def drc_index(position: int) -> str:
    """The index of the n-th slot; it repeats on every server, as it does on real ones."""
    return f"210102{position:02X}"


def slot_names(vios: int) -> tuple[str, str, str, str]:
    """The slots of the n-th VIOS: two for Fibre Channel, one for Ethernet, one for storage."""
    first = 1 + 4 * (vios - 1)
    return f"C{first}", f"C{first + 1}", f"C{first + 2}", f"C{49 + vios}"


def fc_ports(server: ServerSpec, vios: ViosSpec, index: int) -> tuple[FibrePort, ...]:
    """Four ports on two adapters: two in fabric A, one in B, the last one without a cable."""
    chassis = CHASSIS[server.generation]
    brand = "10000090fa" if server.generation == "POWER9" else "100000109b"
    fabrics = ("A", "B", "A", "")
    ports = []
    for number, fabric in enumerate(fabrics):
        slot = slot_names(index)[number // 2]
        port = chassis.first_port + number % 2
        node = server.sp_address.rsplit(".", 1)[1]
        ports.append(
            FibrePort(
                device=f"fcs{number}",
                location=f"{server.drawer}-{chassis.planar}-{slot}-T{port}",
                wwpn=brand + digits(6, server.serial, vios.name, number),
                fabric=fabric,
                fcid=f"0x{FABRIC_DOMAIN[fabric]}{node}{index}{number}" if fabric else "",
                max_transfer=server.max_transfer,
                speed_supported=chassis.fc_speed,
                speed_running="16" if fabric else "",
                error_frames=37 if vios.noisy_port == f"fcs{number}" else 0,
                invalid_crc=12 if vios.noisy_port == f"fcs{number}" else 0,
            )
        )
    return tuple(ports)


def ethernet_ports(server: ServerSpec, vios: ViosSpec, index: int) -> tuple[EthernetPort, ...]:
    """The four ports of one adapter; the last one without a cable unless a third switch uses it."""
    chassis = CHASSIS[server.generation]
    stem = "98be94" + digits(5, server.serial, vios.name, "ethernet")
    return tuple(
        EthernetPort(
            device=f"ent{number}",
            location=f"{server.drawer}-{chassis.planar}-{slot_names(index)[2]}-T{chassis.first_port + number}",
            mac=f"{stem}{number:x}",
            description=chassis.ethernet,
            linked=number < len(server.switches) + 1,
        )
        for number in range(PORTS_PER_ADAPTER["ethernet"])
    )


def internal_disks(server: ServerSpec, vios: ViosSpec, index: int, count: int) -> tuple[Disk, ...]:
    """The disks in the server itself, the first two hold the VIOS."""
    kind = CHASSIS[server.generation].disk_kind
    slot = slot_names(index)[3]
    disks = []
    for number in range(count):
        token = digits(16, server.serial, vios.name, "disk", number).upper()
        sas, nvme = f"2A1135000C500{token[:7]}0BST600MM000903IBMsas", f"2C020220{token}0025384A00000002nvme"
        uuid = sas if kind == "sas" else nvme
        disks.append(
            Disk(
                device=f"hdisk{number}",
                uuid=uuid,
                pvid=f"00c4{server.serial[-3:].lower()}{digits(9, uuid)}",
                size_mb=DISK_MB[kind],
                free=False,
                location=f"{server.drawer}-P2-D{4 * index + number}"
                if kind == "sas"
                else f"{server.drawer}-{CHASSIS[server.generation].planar}-{slot}-D{number}",
            )
        )
    return tuple(disks)


def _slot(
    server: ServerSpec,
    name: str,
    position: int,
    description: str,
    owner: tuple[str, int] | None,
    children: tuple[SlotChild, ...] = (),
    required: bool = False,
) -> Slot:
    return Slot(
        location=f"{server.drawer}-{CHASSIS[server.generation].planar}-{name}",
        drc_index=drc_index(position),
        bus_id=512 + position,
        description=description,
        owner=owner[0] if owner else "",
        owner_id=owner[1] if owner else None,
        required=required,
        children=children,
    )


def _vios_slots(server: ServerSpec, vios: ViosSpec, index: int) -> list[Slot]:
    chassis = CHASSIS[server.generation]
    names = slot_names(index)
    owner = (vios.name, index)
    ports = fc_ports(server, vios, index)
    first = 1 + 4 * (index - 1)
    slots = []
    for adapter in range(2):
        pair = ports[adapter * 2 : adapter * 2 + 2]
        children = tuple(SlotChild(location=p.location, description=chassis.fc_device, wwpn=p.wwpn) for p in pair)
        slots.append(_slot(server, names[adapter], first + adapter, chassis.fc_slot, owner, children, True))
    cards = tuple(
        SlotChild(location=p.location, description=p.description, mac=p.mac)
        for p in ethernet_ports(server, vios, index)
    )
    slots.append(_slot(server, names[2], first + 2, chassis.ethernet, owner, cards, True))
    disk = SlotChild(
        location=f"{server.drawer}-{chassis.planar}-{names[3]}", description=chassis.storage, microcode="20512500"
    )
    return [*slots, _slot(server, names[3], first + 3, chassis.storage, owner, (disk,), True)]


def sriov_adapters(server: ServerSpec) -> tuple[SriovAdapter, ...]:
    """Two adapters in shared mode, where the server has any."""
    if not server.has_sriov:
        return ()
    planar = CHASSIS[server.generation].planar
    return tuple(
        SriovAdapter(id=n, location=f"{server.drawer}-{planar}-C{20 + n}", drc_index=drc_index(10 + n)) for n in (1, 2)
    )


def slots(server: ServerSpec, tape_owner: tuple[str, int] | None) -> tuple[Slot, ...]:
    """Every physical slot of a server; `tape_owner` is the client that owns an adapter itself."""
    found = [slot for index, vios in enumerate(server.vioses, 1) for slot in _vios_slots(server, vios, index)]
    if tape_owner:
        location = f"{server.drawer}-{CHASSIS[server.generation].planar}-{TAPE_SLOT}"
        tape = (
            SlotChild(location=location, description=TAPE_ADAPTER, microcode="19512900"),
            SlotChild(location=f"{location}-T1-L5005076312A4C963-L0", description="Tape", microcode="N9P1"),
        )
        found.append(_slot(server, TAPE_SLOT, 10, TAPE_ADAPTER, tape_owner, tape))
    for adapter in sriov_adapters(server):
        found.append(_slot(server, f"C{20 + adapter.id}", 10 + adapter.id, SRIOV_ADAPTER, None))
    found.append(_slot(server, "C15", 15, "Empty slot", None))
    return tuple(found)
