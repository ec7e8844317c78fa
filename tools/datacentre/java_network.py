"""Java report: the tabs about the devices of the VIOSes, SR-IOV and the licence calculator."""

from collections.abc import Iterator

from datacentre.grid import Cell, Formula, Row, Tab, columns, number, table, title
from datacentre.model import Partition, Server, SharedEthernet, Vios, VirtualEthernet

OWNER = ("Managed System Name", "Managed System Serial")
SEA_COLUMNS = columns(
    "VIOS,SEA,ctl_chan,ctl_chan slot,gvrp,ha_mode,jumbo_frames,large_receive,largesend,netaddr,accounting,lldpsvc,"
    "qos_mode,thread,pvid,pvid_adapter,real_adapter,real_adapter slot,thread"
)
CHANNEL_COLUMNS = columns(
    "VIOS,Etherchannel,alt_addr,auto_recovery,hash_mode,interval,mode,netaddr,noloss_failover,num_retries,retry_time,"
    "use_alt_addr,use_jumbo_frame,backup_adapter,backup_adapter slot,Adapter#1,Adapter#1 slot,Adapter#2,Adapter#2 slot"
)
STATISTICS_COLUMNS = columns(
    "VIOS,SEA,Virt Eth,Data/Control,Priority,Active,Port VLAN,VLANs,Switch,Hyp Send Failures,Hyp Send Fail (LPAR),"
    "Hyp Send Fail (VIOS),Hyp Receive Failures,Transmit Bufsize,Transmit Num Buffers,Transmit no buffers"
)
BUFFERS = tuple(
    f"Receive {kind} {size}"
    for kind in ("MinBufs", "MaxBufs", "MaxAlloc")
    for size in ("Tiny", "Small", "Medium", "Large", "Huge")
)


def _answering(servers: tuple[Server, ...]) -> Iterator[tuple[Server, Partition, Vios]]:
    for server in servers:
        for partition in reversed(server.vioses):
            if partition.vios and partition.vios.answers:
                yield server, partition, partition.vios


def shared_ethernet(servers: tuple[Server, ...]) -> Tab:
    """Tab SEA: three stacked tables, everything text. The statistics stop after the first adapter of each VIOS."""
    seas: list[Row] = []
    channels: list[Row] = []
    statistics: list[Row] = []
    most = max(len(sea.trunks) for _, _, vios in _answering(servers) for sea in vios.seas)
    for server, partition, vios in _answering(servers):
        key = (server.name, server.serial, partition.name)
        locations = {port.device: port.location for port in vios.ethernet_ports}
        for sea in vios.seas:
            seas.append((*key, *_sea(sea, locations)))
            if sea.members:
                channels.append((*key, *_channel(sea, locations)))
        statistics.append((*key, *_statistics(vios.seas[0])))
    trunks = tuple(label for k in range(1, most + 1) for label in (f"Virt#{k}", f"Virt#{k} slot"))
    gap: list[Row] = [(), (), ()]
    blocks = [
        [(*OWNER, *SEA_COLUMNS, *trunks), *seas],
        [(*OWNER, *CHANNEL_COLUMNS), *channels],
        [(*OWNER, *STATISTICS_COLUMNS, *BUFFERS), *statistics],
    ]
    rows = [*blocks[0], *gap, *blocks[1], *gap, *blocks[2]]
    headers = (0, len(blocks[0]) + 3, len(blocks[0]) + len(blocks[1]) + 6)
    return Tab(name="SEA", rows=tuple(rows), headers=frozenset(headers), csv_name="sea")


def _sea(sea: SharedEthernet, locations: dict[str, str]) -> Row:
    first = sea.trunks[0]
    control = (sea.control.device, str(sea.control.slot)) if sea.control else ("", "")
    settings = ("no", sea.ha_mode, "no", "yes", "1", "0", "enabled", "no", "disabled", "1")
    trunks = tuple(cell for trunk in sea.trunks for cell in (trunk.device, str(trunk.slot)))
    real = (sea.real_device, locations.get(sea.real_device, ""))
    return (sea.device, *control, *settings, str(first.pvid), first.device, *real, "1", *trunks)


def _channel(sea: SharedEthernet, locations: dict[str, str]) -> Row:
    settings = ("0x000000000000", "yes", "src_dst_port", "long", "8023ad", "0", "yes", "3", "1", "no", "no", "NONE", "")
    members = tuple(cell for member in sea.members for cell in (member, locations[member]))
    return (sea.real_device, *settings, *members)


def _statistics(sea: SharedEthernet) -> Row:
    trunk: VirtualEthernet = sea.trunks[0]
    active = title(trunk.trunk_priority == 1)
    vlans = ", ".join(map(str, trunk.tags)) or "None"
    counters = ("0", "0", "0", "0", "65536", "32", "0")
    place = (sea.device, trunk.device, "Data", str(trunk.trunk_priority), active, str(trunk.pvid), vlans, trunk.switch)
    return (*place, *counters)


FC_COLUMNS = columns(
    "VIOS,FC,DIF_enabled,bus_intr_lvl,bus_io_addr,bus_mem_addr,bus_mem_addr2,init_link,intr_msi_1,intr_priority,"
    "lg_term_dma,max_xfer_size,num_cmd_elems,pref_alpa,sw_fc_class,tme,firmware,wwnn,wwpn,Speed supported,"
    "Speed running,fcid,port_type,Secs since reset,Error frames,Dumped frames,Invalid CRC,Invalid Tx,IP no DMA,"
    "IP no Adapter,SCSI no DMA,SCSI no Adapter,SCSI no Cmd,Effective num_cmds"
)
STATISTICS = 18


def fibre_ports(servers: tuple[Server, ...]) -> Tab:
    """Tab FC: a port without a link has attributes and no statistics, so not even a WWPN."""
    rows: list[Row] = []
    for server, partition, vios in _answering(servers):
        for position, port in enumerate(vios.fc_ports):
            attributes = ("", "", "", "", "", "auto", str(57 + position), "3", "0x1000000", port.max_transfer, "2048")
            row = [server.name, server.serial, partition.name, port.device, *attributes, "", "2", ""]
            if port.fabric:
                node = "2" + port.wwpn[1:]
                speed = (port.speed_supported, port.speed_running, f"0x{port.fcid[2:].upper()}", "Fabric")
                errors = (str(port.error_frames), "0", str(port.invalid_crc), "0", "", "", "0", "0", "0")
                row += ["", f"0x{node.upper()}", f"0x{port.wwpn.upper()}", *speed, "4182330", *errors]
                row.append(port.max_transfer)
            else:
                row += [""] * STATISTICS
            rows.append(tuple(row))
    return table("FC", (*OWNER, *FC_COLUMNS), rows, "pfc")


PHYSICAL_PORT_COLUMNS = columns(
    "Physical Port,Label,Type,State,Max logical ports,Curr logical ports,Connection speed,Configured connection speed,"
    "Max recv packet size,Config recv packet size,Recv flow control,Config recv flow control,Trans flow control,"
    "Config tras flow control,VEB mode,VEPA mode,Priority flow control active"
)


def sriov_physical(servers: tuple[Server, ...]) -> Tab:
    """Tab SRIOV Phys Ports. No filled tab of a real report was seen: the headings are real, the values are likely."""
    rows: list[Row] = []
    for server in servers:
        for adapter in server.sriov:
            for port in (0, 1):
                used = sum((p.adapter, p.port) == (adapter.id, port) for p in server.logical_ports)
                state = (f"{adapter.location}-T{port}", "NONE", "eth", "1", "20", str(used), "100000", "auto")
                packets = ("9000", "9000", "off", "auto", "off", "auto", "1", "0", "0")
                rows.append((server.name, server.serial, *state, *packets))
    return table("SRIOV Phys Ports", (*OWNER, *PHYSICAL_PORT_COLUMNS), rows)


LOGICAL_PORT_COLUMNS = columns(
    "LPAR,LPAR State,Physical Port,Logical Port,Required,Type,Max capacity,Capacity,MAC,Curr MAC,Allowed OS MAC,"
    "Allowed VLAN,Port VLAN,VNIC backing device,Mode,Client LPARs"
)


def sriov_logical(servers: tuple[Server, ...]) -> Tab:
    """Tab SRIOV Logical Ports: those of clients and those behind vNICs, which belong to a VIOS."""
    rows: list[Row] = []
    for server in servers:
        for port in server.logical_ports:
            owner = server.partition(port.owner)
            place = (owner.name, owner.state, port.location.rsplit("-", 1)[0], port.location, "False", "eth")
            traffic = ("100.0", str(port.capacity), port.mac, port.mac, "all", "all", str(port.pvid))
            rows.append((server.name, server.serial, *place, *traffic, title(bool(port.backs)), "0", port.backs))
    return table("SRIOV Logical Ports", (*OWNER, *LOGICAL_PORT_COLUMNS), rows)


VNIC_COLUMNS = columns(
    "LPAR,Slot,Des mode,Curr mode,Auto failover,Port VLAN,PVID priority,Allowed VLANs,MAC,Allowerd MACs"
)
BACKING_COLUMNS = ("VIOS", "Priority", "Physical Port", "Logical Port")
MOST_BACKINGS = 6


def vnics(servers: tuple[Server, ...]) -> Tab:
    """Tab vNIC: room for six backing devices."""
    rows: list[Row] = []
    for server in servers:
        for lpar in server.newest_first:
            for vnic in lpar.vnics:
                head = (lpar.name, str(vnic.slot), "ded", "ded", "True", str(vnic.pvid), "0", "all", vnic.mac, "all")
                devices = tuple(
                    cell
                    for d in vnic.devices
                    for cell in (d.vios, str(d.priority), d.port.location.rsplit("-", 1)[0], d.port.location)
                )
                rows.append((server.name, server.serial, *head, *devices))
    return table("vNIC", (*OWNER, *VNIC_COLUMNS, *BACKING_COLUMNS * MOST_BACKINGS), rows)


POOL_COLUMNS = 16
FIRST_POOL = "K"


def software_cores(servers: tuple[Server, ...]) -> Tab:
    """Tab SW_cores: a what-if calculator, whose formulas nobody ever calculated."""
    rows: list[Row] = []
    merged: list[tuple[int, int, int, int]] = []
    headers: set[int] = set()
    for index, server in enumerate(servers):
        if index:
            rows += [(), ()]
        top = len(rows)
        headers |= {top, top + 2, top + 6, top + 7}
        merged += [(top, top, 0, 17), (top + 2, top + 4, 0, 0), (top + 6, top + 6, 5, 6), (top + 6, top + 6, 8, 25)]
        merged += [(top + 6, top + 7, column, column) for column in (0, 1, 2, 3, 4, 7)]
        rows += _cores_block(server, top)
    return Tab(name="SW_cores", rows=tuple(rows), headers=frozenset(headers), merged=tuple(merged))


def _cores_block(server: Server, top: int) -> list[Row]:
    pools = {pool.id: pool for pool in server.pools}
    ids = range(1, POOL_COLUMNS + 1)
    names: Row = tuple(pools[i].name if i in pools else None for i in ids)
    sizes: Row = tuple(number(pools[i].max_units) if i in pools else None for i in ids)
    columns = "KLMNOPQRSTUVWXYZ"
    heads = tuple(Formula(f"{column}{top + 3}") for column in "CDEFGHIJKLMNOPQR")
    first, last = top + 9, top + 8 + len(server.partitions)
    lines: list[Row] = [
        (server.name,),
        ("System cores", server.active_cores),
        ("Processor Pools", "ID", *ids),
        (None, "Name", *names),
        (None, "Size", *sizes),
        (),
        (
            *("LPAR Name", "Select", "Curr VPs", "Curr Ent", "cap vs uncap", "Shared Pool", None),
            *("Max core usage", "Max core usage assigned to pools"),
        ),
        (*(None,) * 5, "ID", "Name", None, "DedLPAR", "Def Pool", *heads),
    ]
    for row, lpar in enumerate(server.newest_first, first):
        lines.append(_cores_line(lpar, row, top, columns))
    sums = tuple(Formula(f"SUM({column}{first}:{column}{last})") for column in f"IJ{columns}")
    lines += [
        (*(None,) * 8, *sums),
        ("System pool size", None, Formula(f"B{top + 2}-I{last + 1}")),
        ("Max dedicated cores", None, Formula(f"I{last + 1}")),
        ("Max pool cores", None, Formula(f"MIN(C{last + 2},SUM(J{last + 1}:Z{last + 1}))")),
        (
            *("Max used cores", None, Formula(f"C{last + 3}+C{last + 4}")),
            "<<<=== Useful when checking number of required SW licenses",
        ),
    ]
    return lines


def _cores_line(lpar: Partition, row: int, top: int, columns: str) -> Row:
    procs = lpar.profile.procs if lpar.running else 0
    units: Cell = None if lpar.dedicated else number(lpar.profile.units) if lpar.running else 0.0
    pool = -1 if lpar.dedicated else lpar.pool.id if lpar.pool else 0
    name = Formula(f'IF(F{row}>0,INDEX($C${top + 4}:$R${top + 4},F{row}),"")')
    usage = Formula(f'IF(E{row}="cap",D{row},C{row})')
    shares = tuple(Formula(f"IF(F{row}={column}${top + 8},H{row},0)") for column in columns)
    own = (Formula(f"IF(F{row}=-1,H{row},0)"), Formula(f"IF(F{row}=0,H{row},0)"))
    return (lpar.name, None, procs, units, "cap" if lpar.dedicated else "uncap", pool, name, usage, *own, *shares)
