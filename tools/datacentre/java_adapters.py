"""Java report: the tabs about physical slots, virtual adapters and what lies behind them."""

from collections.abc import Iterator

from datacentre.grid import Cell, Row, Tab, columns, on_off, table, title
from datacentre.java_lpars import OWNER
from datacentre.model import Partition, Server, ServerScsi, VirtualEthernet

SLOT_COLUMNS = columns("LPAR,Reqrd,Adapter description,Location,drc_index,Profiles desiring,Profiles requiring")


def physical_slots(servers: tuple[Server, ...]) -> Tab:
    """Tab Physical_Slots."""
    rows: list[Row] = []
    for server in servers:
        for slot in server.slots:
            names = [f"{slot.owner}@{p.name}" for p in server.partition(slot.owner).profiles] if slot.owner else []
            wanted = "\n".join(names)
            rows.append(
                (
                    slot.owner,
                    "yes" if slot.required else None,
                    slot.description,
                    slot.location,
                    slot.drc_index,
                    "" if slot.required else wanted,
                    wanted if slot.required else "",
                    server.name,
                    server.serial,
                )
            )
    return table("Physical_Slots", (*SLOT_COLUMNS, *OWNER), rows, "slots")


CHILD_COLUMNS = ("Physical Location", "Description", "Microcode Version", "MAC Address", "WWPN")


def slot_children(servers: tuple[Server, ...]) -> Tab:
    """Tab IO_slot_children."""
    rows = [
        (child.location, child.description, child.microcode, child.mac, child.wwpn, server.name, server.serial)
        for server in servers
        for slot in server.slots
        for child in slot.children
    ]
    return table("IO_slot_children", (*CHILD_COLUMNS, *OWNER), rows, "iochildren")


ETHERNET_COLUMNS = columns(
    "LPAR name,Slot,State,Required,Trunk,Trunk Priority,MAC Addresss,Virtual Switch,Port VLAN id,IEEE VLAN ids"
)


def virtual_ethernet(servers: tuple[Server, ...]) -> Tab:
    """Tab Virtual_Ethernet: blocks per server, the server only in the title."""
    rows: list[Row] = []
    merged: list[tuple[int, int, int, int]] = []
    headers: set[int] = set()
    last = len(ETHERNET_COLUMNS) - 1
    for number, server in enumerate(servers):
        if number:
            rows += [(), ()]
        merged += [(len(rows), len(rows) + 1, 0, last), (len(rows) + 2, len(rows) + 2, 0, last)]
        names = [f"{s.name}(Default)" if i == 0 else s.name for i, s in enumerate(server.switches)]
        # The console sorts these numbers as text.
        vlans = ["\n".join(sorted(map(str, switch.vlans))) or "none" for switch in server.switches]
        rows += [(server.name,), (), ("Virtual Switches",), ("Name", *names), ("VLAN ids", *vlans), ()]
        merged.append((len(rows), len(rows), 0, last))
        headers |= {len(rows) - 6, len(rows) - 4, len(rows), len(rows) + 1}
        rows += [("Virtual Ethernet Slots",), tuple(ETHERNET_COLUMNS)]
        rows += [_nic(lpar, nic) for lpar in server.newest_first for nic in lpar.ethernet]
    return Tab(
        name="Virtual_Ethernet",
        rows=tuple(rows),
        headers=frozenset(headers),
        merged=tuple(merged),
        csv_name="veth",
    )


def _nic(lpar: Partition, nic: VirtualEthernet) -> Row:
    return (
        lpar.name,
        nic.slot,
        on_off(lpar.running),
        title(nic.required),
        title(nic.trunk_priority is not None),
        nic.trunk_priority,
        nic.mac,
        nic.switch,
        nic.pvid,
        "\n".join(map(str, nic.tags)),
    )


SCSI_COLUMNS = ("LPAR name", "Slot", "State", "Required", "Type", "Remote LPAR", "Remote Slot")


def virtual_scsi(servers: tuple[Server, ...]) -> Tab:
    """Tab Virtual_SCSI: both ends of every connection."""
    rows: list[Row] = []
    for server in servers:
        for lpar in server.newest_first:
            ends: list[Row] = [
                (a.slot, on_off(lpar.running), title(a.required), "client", a.vios, a.vios_slot) for a in lpar.scsi
            ]
            if lpar.vios:
                ends += [(a.slot, "On", "False", "server", a.client, a.client_slot) for a in lpar.vios.scsi]
            rows += [(lpar.name, *end, server.name, server.serial) for end in ends]
    return table("Virtual_SCSI", (*SCSI_COLUMNS, *OWNER), rows, "vscsi")


MAP_COLUMNS = columns("VIOS,Slot,Name,Client,VTD,Status,LUN,Backing device,Phys Loc,Mirrored,Identifier")


def scsi_map(servers: tuple[Server, ...]) -> Tab:
    """Tab VSCSI_Map: one row per virtual target device of a VIOS that answered."""
    rows = [
        (vios.name, *row, server.name, server.serial)
        for server in servers
        for vios in reversed(server.vioses)
        if vios.vios and vios.vios.answers
        for adapter in vios.vios.scsi
        for row in _targets(adapter)
    ]
    return table("VSCSI_Map", (*MAP_COLUMNS, *OWNER), rows, "vscsimap")


def _targets(adapter: ServerScsi) -> Iterator[Row]:
    client = f'0x{adapter.client_id:08x} "{adapter.client}"'
    for target in adapter.targets:
        behind: Row = (" ", "N/A", None)
        if target.is_disk:
            behind = (target.location, "false", target.uuid)
        yield (adapter.slot, adapter.vhost, client, target.vtd, "Available", target.lun, target.backing, *behind)


FIBRE_COLUMNS = (*SCSI_COLUMNS, "WWPN #1", "WWPN #2", "Physical FC Slot")


def virtual_fibre(servers: tuple[Server, ...]) -> Tab:
    """Tab Virtual_Fibre: both ends of every connection, with the physical port behind it."""
    rows: list[Row] = []
    for server in servers:
        ports = {
            (vios.name, adapter.slot): vios.vios.port(adapter.port).location
            for vios in server.vioses
            if vios.vios and vios.vios.answers
            for adapter in vios.vios.fibre
        }
        for lpar in server.newest_first:
            ends: list[Row] = []
            for a in lpar.fibre:
                wwpns = (*a.wwpns, "", "")[:2]
                state = (a.slot, on_off(lpar.running), title(a.required), "client", a.vios, a.vios_slot)
                ends.append((*state, *wwpns, ports.get((a.vios, a.vios_slot), "")))
            for s in lpar.vios.fibre if lpar.vios else ():
                ends.append(
                    (
                        s.slot,
                        "On",
                        "False",
                        "server",
                        s.client,
                        s.client_slot,
                        "",
                        "",
                        ports.get((lpar.name, s.slot), ""),
                    )
                )
            rows += [(lpar.name, *end, server.name, server.serial) for end in ends]
    return table("Virtual_Fibre", (*FIBRE_COLUMNS, *OWNER), rows, "vfc")


def vios_disks(servers: tuple[Server, ...]) -> Tab:
    """Tab VIOS disks: unique ids against VIOSes; green where that VIOS does not use the disk."""
    columns = sorted(
        (
            (f"{server.name}@{vios.name}", {disk.uuid: disk for disk in vios.vios.disks})
            for server in servers
            for vios in server.vioses
            if vios.vios and vios.vios.answers
        ),
        key=lambda column: column[0],
        reverse=True,
    )
    sizes = {uuid: disk.size_mb for _, disks in columns for uuid, disk in disks.items()}
    rows: list[Row] = [("UUID", "SIZE", *(name for name, _ in columns))]
    green = set()
    for uuid in sorted(sizes, reverse=True):
        cells: list[Cell] = [uuid, sizes[uuid]]
        for _, disks in columns:
            disk = disks.get(uuid)
            if disk and disk.free:
                green.add((len(rows), len(cells)))
            cells.append(disk.device if disk else "")
        rows.append(tuple(cells))
    return Tab(name="VIOS disks", rows=tuple(rows), green=frozenset(green), csv_name="viosdisks")
