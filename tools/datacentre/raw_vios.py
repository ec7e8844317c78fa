"""The raw cache of the Python scanner: what each VIOS answers.

A VIOS without RMC answers nothing: its listings hold the console's error text, the scripts around them find no devices.
"""

from datacentre.model import (
    EthernetPort,
    Partition,
    Server,
    ServerFibre,
    ServerScsi,
    SharedEthernet,
    Vios,
    VirtualEthernet,
)

NO_RMC = (
    "HSCL2970 The IOServer command has failed because of the following reason:\n"
    "HSCL2957 Either there is currently no RMC connection between the management console and the partition\n"
)
DIRECT = ("ioslevel", "npiv_data", "vscsi", "disk_uuid", "lspv_size", "lspv_free", "proc0")
SCRIPTED = ("seacfg", "etherCHannel", "entstatSEA", "entstatEth", "slots", "fcattr", "fcstat")
RULE = "-" * 64


def vios_files(server: Server, partition: Partition) -> dict[str, str]:
    """File name (without server and VIOS) to content."""
    vios = partition.vios
    if vios is None:
        return {}
    if not vios.answers:
        return {f"{name}.txt": NO_RMC for name in DIRECT} | {f"{name}.txt": "" for name in SCRIPTED}
    answers = {
        "ioslevel": f"{vios.level}\n",
        "npiv_data": "".join(_npiv(server, partition, vios, a) for a in vios.fibre),
        "vscsi": "".join(_mapping(server, partition, a) for a in vios.scsi),
        "disk_uuid": "".join(f"{disk.device}:{disk.uuid}\n" for disk in vios.disks),
        "lspv_size": "".join(f"{disk.device}:{disk.pvid}:{disk.size_mb}\n" for disk in vios.disks),
        "lspv_free": "".join(f"{d.device}:{d.pvid}:{d.size_mb}\n" for d in vios.disks if d.free),
        "proc0": _processor(server),
        "seacfg": "".join(map(_sea_attributes, vios.seas)),
        "etherCHannel": "".join(_channel(sea) for sea in vios.seas if sea.members),
        "entstatSEA": "".join(_sea_statistics(vios, sea) for sea in vios.seas),
        "entstatEth": "".join(_port_statistics(vios, port) for port in vios.ethernet_ports),
        "slots": "".join(f"  {p.device:<16} {p.location:<33} {p.description}\n" for p in vios.ethernet_ports),
        "fcattr": _fibre_attributes(vios),
        "fcstat": _fibre_statistics(vios),
    }
    return {f"{name}.txt": text for name, text in answers.items()}


def _npiv(server: Server, partition: Partition, vios: Vios, adapter: ServerFibre) -> str:
    client = server.partition(adapter.client)
    port = vios.port(adapter.port)
    here = server.device_code(partition.id, adapter.slot)
    start = f"{adapter.vfchost}:{here}:{adapter.client_id}"
    if not client.running:
        return f"{start}: : :NOT_LOGGED_IN:{port.device}:{port.location}:0:4: : \n"
    system = "IBM i" if client.env == "os400" else "Linux" if client.os.startswith("Linux") else "AIX"
    there = server.device_code(client.id, adapter.client_slot)
    return (
        f"{start}:{client.name}:{system}:LOGGED_IN:{port.device}:{port.location}:2:a:{adapter.client_device}:{there}\n"
    )


def _mapping(server: Server, partition: Partition, adapter: ServerScsi) -> str:
    fields = [adapter.vhost, server.device_code(partition.id, adapter.slot), f"0x{adapter.client_id:08x}"]
    for target in adapter.targets:
        behind = (target.location, "false") if target.is_disk else (" ", "N/A")
        fields += [target.vtd, "Available", target.lun, target.backing, *behind]
    return ":".join(fields) + "\n"


def _processor(server: Server) -> str:
    kind = f"PowerPC_{server.generation}"
    return (
        "attribute   value           description           user_settable\n\n"
        f"frequency   {round(server.ghz * 1000) * 1000000}      Processor Speed       False\n"
        "smt_enabled true            Processor SMT enabled False\n"
        "smt_threads 8               Processor SMT threads False\n"
        "state       enable          Processor state       False\n"
        f"type        {kind} Processor type        False\n"
    )


def _attribute(name: str, value: str, description: str, width: int = 14) -> str:
    return f"{name:<{width}} {value:<14} {description:<58} True\n"


def _sea_attributes(sea: SharedEthernet) -> str:
    """An attribute without a value is left out, because the scanner would take the description for one."""
    first = sea.trunks[0]
    control = ""
    if sea.control:
        control = _attribute("ctl_chan", sea.control.device, "Control Channel adapter for SEA failover")
    return (
        f"#{sea.device}\n"
        + _attribute("accounting", "enabled", "Enable per-client accounting of network statistics")
        + control
        + _attribute("gvrp", "no", "Enable GARP VLAN Registration Protocol (GVRP)")
        + _attribute("ha_mode", sea.ha_mode, "High Availability Mode")
        + _attribute("jumbo_frames", "no", "Enable Gigabit Ethernet Jumbo Frames")
        + _attribute("large_receive", "yes", "Enable receive TCP segment aggregation")
        + _attribute("largesend", "1", "Enable Hardware Transmit TCP Resegmentation")
        + _attribute("pvid", str(first.pvid), "PVID to use for the SEA device")
        + _attribute("pvid_adapter", first.device, "Default virtual adapter to use for non-VLAN-tagged packets")
        + _attribute("qos_mode", "disabled", "N/A")
        + _attribute("real_adapter", sea.real_device, "Physical adapter associated with the SEA")
        + _attribute("thread", "1", "Thread mode enabled (1) or disabled (0)")
        + _attribute("virt_adapters", ",".join(t.device for t in sea.trunks), "List of virtual adapters of the SEA")
    )


def _channel(sea: SharedEthernet) -> str:
    return (
        f"#{sea.real_device}\n"
        + _attribute("adapter_names", ",".join(sea.members), "EtherChannel Adapters", 15)
        + _attribute("alt_addr", "0x000000000000", "Alternate EtherChannel Address", 15)
        + _attribute("backup_adapter", "NONE", "Adapter used when whole channel fails", 15)
        + _attribute("hash_mode", "src_dst_port", "Determines how outgoing adapter is chosen", 15)
        + _attribute("interval", "long", "Determines interval value for IEEE 802.3ad mode", 15)
        + _attribute("mode", "8023ad", "EtherChannel mode of operation", 15)
        + _attribute("use_jumbo_frame", "no", "Enable Gigabit Ethernet Jumbo Frames", 15)
    )


def _coloned(mac: str) -> str:
    return ":".join(mac.lower()[i : i + 2] for i in range(0, 12, 2))


def _physical(port: EthernetPort) -> str:
    speed = "10 Gbps Full Duplex" if port.linked else "Unknown"
    return (
        f"ETHERNET STATISTICS ({port.device}) :\n"
        f"Device Type: {port.description}\n"
        f"Hardware Address: {_coloned(port.mac)}\n"
        f"Link Status : {'Up' if port.linked else 'Down'}\n"
        f"Physical Port Speed: {speed}\n"
        "Physical Port MTU: 1514\n\n"
    )


def _virtual(kind: str, nic: VirtualEthernet) -> str:
    trunk = nic.trunk_priority is not None
    priority = f"  Priority: {nic.trunk_priority}  Active: {nic.trunk_priority == 1}\n" if trunk else ""
    return (
        f"{RULE}\n{kind} Adapter: {nic.device}\n\n"
        f"ETHERNET STATISTICS ({nic.device}) :\n"
        "Device Type: Virtual I/O Ethernet Adapter (l-lan)\n"
        f"Hardware Address: {_coloned(nic.mac)}\n"
        "Virtual I/O Ethernet Adapter (l-lan) Specific Statistics:\n"
        f"Trunk Adapter: {trunk}\n{priority}"
        "Platform Large Send Offload: Enabled\n\n"
        "Hypervisor Send Failures: 0\nHypervisor Receive Failures: 0\n\n"
        f"Port VLAN ID:  {nic.pvid:>4}\n"
        f"VLAN Tag IDs:  {'   '.join(map(str, nic.tags)) or 'None'}\n\n"
        f"Switch ID: {nic.switch}\n"
        "Receive Information\n"
        "  Receive Buffers\n"
        "    Buffer Type              Tiny    Small   Medium    Large     Huge\n"
        "    Min Buffers               512      512      128       24       24\n"
        "    Max Buffers              2048     2048      256       64       64\n"
        "    Allocated                 512      512      128       24       24\n"
        "    Registered                512      512      128       24       24\n\n"
    )


def _sea_statistics(vios: Vios, sea: SharedEthernet) -> str:
    ports = {port.device: port for port in vios.ethernet_ports}
    leader = ports[sea.members[0] if sea.members else sea.real_device]
    bridged = "".join(f"    {t.device}: {' '.join(map(str, (t.pvid, *t.tags)))}\n" for t in sea.trunks)
    first = sea.trunks[0]
    real = f"{RULE}\nReal Adapter: {sea.real_device}\n\n"
    if sea.members:
        real += (
            f"ETHERNET STATISTICS ({sea.real_device}) :\n"
            "Device Type: IEEE 802.3ad Link Aggregation\n"
            f"Hardware Address: {_coloned(leader.mac)}\n"
            f"Number of adapters: {len(sea.members)}\n"
            "Number of backup adapters: 0\n"
            "Active channel: primary channel\n"
            "Operating mode: Standard mode (IEEE 802.3ad)\n"
            "    Primary Aggregation status: Aggregated\n"
            "    LACPDU Interval: Long\n"
            "Hash mode: Source and destination TCP/UDP ports\n"
            "MAC swap: disabled\n"
            "PRIMARY ADAPTERS\n\n"
        )
    real += "".join(_physical(ports[device]) for device in sea.members or (sea.real_device,))
    return (
        f"#{sea.device}\n\n{RULE}\n"
        f"ETHERNET STATISTICS ({sea.device}) :\n"
        "Device Type: Shared Ethernet Adapter\n"
        f"Hardware Address: {_coloned(leader.mac)}\n\n"
        f"Number of adapters: {1 + len(sea.trunks)}\n"
        "SEA Flags: 00000001\n    < THREAD >\n    < LARGESEND >\n"
        f"VLAN IDs :\n{bridged}"
        "Real Side Statistics:\nType of Packets Received:\n    Limbo Packets: 0\n"
        f"    State: {'PRIMARY' if first.trunk_priority == 1 else 'BACKUP'}\n"
        "    Bridge Mode: All\n"
        f"    High Availability Mode: {sea.ha_mode.capitalize()}\n"
        f"    Priority: {first.trunk_priority}\n\n"
        + real
        + "".join(_virtual("Virtual", trunk) for trunk in sea.trunks)
        + (_virtual("Control", sea.control) if sea.control else "")
    )


def _port_statistics(vios: Vios, port: EthernetPort) -> str:
    """Ports inside an aggregation or under a SEA refuse the question."""
    used = {device for sea in vios.seas for device in (*sea.members, sea.real_device)}
    if port.device in used:
        return f"#{port.device}\nentstat: 0909-003 Unable to connect to device {port.device}, errno = 19\n"
    return f"#{port.device}\n\n{RULE}\n{_physical(port)}"


def _fibre_attributes(vios: Vios) -> str:
    text = ""
    for port in vios.fc_ports:
        rows = [
            ("DIF_enabled", "no", "DIF (T10 protection) enabled", "True"),
            ("init_link", "auto", "INIT Link flags", "False"),
            ("lg_term_dma", "0x1000000", "Long term DMA", "True"),
            ("max_xfer_size", port.max_transfer, "Maximum Transfer Size", "True"),
            ("num_cmd_elems", "2048", "Maximum number of COMMANDS to queue to the adapter", "True"),
            ("sw_fc_class", "2", "FC Class for Fabric", "True"),
        ]
        if port.fabric:
            rows.append(("label", f"fabric-{port.fabric.lower()}", "User defined label", "True"))
        text += f"#{port.device}\nattribute     value        description                                        user_settable\n\n"
        text += "".join(f"{name:<13} {value:<12} {what:<50} {change}\n" for name, value, what, change in rows)
    return text


def _fibre_statistics(vios: Vios) -> str:
    text = ""
    for port in vios.fc_ports:
        running = f"{port.speed_running} GBIT" if port.fabric else "UNKNOWN"
        text += (
            f"#{port.device}\n\nFIBRE CHANNEL STATISTICS REPORT: {port.device}\n\n"
            "ZA: 14.2.455.11\n"
            f"World Wide Node Name: 0x{('2' + port.wwpn[1:]).upper()}\n"
            f"World Wide Port Name: 0x{port.wwpn.upper()}\n\n"
            f"Port Speed (supported): {port.speed_supported} GBIT\n"
            f"Port Speed (running):   {running}\n"
            f"Port FC ID: {port.fcid or '0x000000'}\n"
            f"Port Type: {'Fabric' if port.fabric else 'Unknown'}\n"
            f"Attention Type:   Link {'Up' if port.fabric else 'Down'}\n\n"
            f"Error Frames:  {port.error_frames}\n"
            f"Invalid CRC Count: {port.invalid_crc}\n\n"
            f"Adapter Effective max transfer value:   {port.max_transfer}\n\n"
        )
    return text
