"""Java report: the tabs about the console and its servers."""

from datetime import datetime

from datacentre.grid import Cell, Row, Tab, columns, gigabytes, number, table
from datacentre.model import Manager, Server

SCANNER_VERSION = "0.11.55"
INTERFACES = ("eth0", "eth1", "eth2", "eth3", "eth4", "eth5")


def header(manager: Manager, scanned: datetime) -> Tab:
    """Tab Header."""
    rows: tuple[Row, ...] = (
        ("Manager Name", manager.name),
        ("Manager Type", "HMC"),
        ("User", "hscroot"),
        ("Generation Date", f"{scanned:%Y-%m-%d}"),
        ("Generation Time", f"{scanned:%H:%M:%S}"),
        ("Manager Date", f"{scanned:%Y-%m-%d}"),
        ("Manager Time", f"{scanned:%H:%M:%S}"),
        ("HMC Scanner Version", SCANNER_VERSION),
        (),
        ("Latest HMC Scanner is available at http://tinyurl.com/HMCscanner",),
        # The scanner prints its author's address here; the samples carry nobody's.
        ("For issues send a mail to hmcscanner@example.net",),
    )
    return Tab(name="Header", rows=rows, headers=frozenset(), csv_name="header")


def console(manager: Manager) -> Tab:
    """Tab HMC: little key/value areas at fixed places."""
    interfaces = {
        "IPv4 addr": (manager.private_address, manager.address),
        "IPv4 netmask": ("255.255.255.0", "255.255.255.0"),
        "IPv4 dhcp": ("off", "off"),
        "IPv6 addr": ("", ""),
        "IPv6 auto": ("off", "off"),
        "IPv6 privacy": ("off", "off"),
        "IPv6 dhcp": ("off", "off"),
        "LPAR comm": ("off", "on"),
        "Jumbo frame": ("off", "off"),
        "Speed": ("auto", "auto"),
        "Duplex": ("auto", "auto"),
        "TSO": ("", ""),
    }
    unused = ("",) * (len(INTERFACES) - 2)
    rows: list[Row] = [
        ("Hardware", None, None, "Software"),
        ("BIOS", manager.bios, None, "Version", manager.version),
        ("Model", manager.model, None, "Release", manager.release),
        ("Serial", manager.serial, None, "Service Pack", manager.service_pack),
        (None, None, None, "Build Level", manager.build),
        (None, None, None, "Base Version", manager.base_version),
        (None, None, None, "Fixes", *manager.fixes),
        *((),) * 8,
        ("Network",),
        ("Hostname", manager.name),
        ("Domain", "example.net"),
        ("Gateway", "192.0.2.1"),
        ("Name Server", "192.0.2.53"),
        ("DNS suffix", "example.net"),
        (),
        (None, *INTERFACES),
        *((label, *values, *unused) for label, values in interfaces.items()),
    ]
    return Tab(
        name="HMC",
        rows=tuple(rows),
        headers=frozenset({0, 15}),
        merged=((0, 0, 0, 1), (0, 0, 3, 4), (15, 15, 0, 6)),
        csv_name="hmc",
    )


SYSTEM_COLUMNS = columns(
    "Managed System,Status,Type Model,Serial,GHz,CPU Type,Tot Cores,Act Cores,Deconf Cores,Curr Avail Cores,"
    "Pend Avail Cores,Ded Cores,Pool Size,Virt Procs,#LPAR,Tot GB,Act GB,Deconf GB,Firm GB,Curr Avail GB,"
    "Pend Avail GB,Perf Sample Rate,Mgr #1,Mgr #2,Prim SP,Sec SP,EC Number,IPL Level,Activated Level,Deferred Level"
)


def _system(server: Server) -> tuple[Cell, ...]:
    running = [partition for partition in server.partitions if partition.running]
    dedicated = sum(partition.profile.procs for partition in running if partition.dedicated)
    virtual = sum(partition.profile.procs for partition in running if not partition.dedicated)
    free = number(server.free_cores)
    return (
        server.name,
        "Operating",
        server.type_model,
        server.serial,
        number(server.ghz),
        f"PowerPC_{server.generation}",
        server.installed_cores,
        server.active_cores,
        0,
        free,
        free,
        dedicated,
        server.active_cores - dedicated,
        virtual,
        len(server.partitions),
        gigabytes(server.installed_mb),
        gigabytes(server.active_mb),
        0.0,
        gigabytes(server.firmware_mb),
        gigabytes(server.free_mb),
        gigabytes(server.free_mb),
        300,
        server.manager,
        "",
        server.sp_address,
        server.second_sp_address,
        server.ec_number,
        server.level,
        server.level,
        "None",
    )


def system_summary(servers: tuple[Server, ...]) -> Tab:
    """Tab System_Summary."""
    return table("System_Summary", SYSTEM_COLUMNS, map(_system, servers), "systems")


def enterprise_pools() -> Tab:
    """Tab Ent_Sys_Pools: without a pool it has not a single cell."""
    return Tab(name="Ent_Sys_Pools", rows=(), headers=frozenset())


COD_COLUMNS = columns(
    "Type,State,Activated,Available,Unreturned,Days left,Hours left,Days available,Report date,Report time,"
    "Hist expired days,Hist unreturned days,Tot sys runtime hours,Managed System Name,Managed System Serial"
)


def on_off_cod(servers: tuple[Server, ...], scanned: datetime) -> Tab:
    """Tab OnOff CoD: processors and memory of each server."""
    rows: list[Row] = []
    for server in servers:
        spare = server.installed_cores - server.active_cores
        for kind, available in (("CPU", spare), ("MEM", 0)):
            state: Row = (kind, "Code Not Entered", 0, available, 0, 0, 0, 0)
            day: Row = (f"{scanned:%Y-%m-%d}", f"{scanned:%H:%M:%S}", 0, 0, 9312)
            rows.append((*state, *day, server.name, server.serial))
    return table("OnOff CoD", COD_COLUMNS, rows, "onoff")


def cod_events(servers: tuple[Server, ...]) -> Tab:
    """Tab CoD Events."""
    event = "HSCL0302 CoD advanced functions activation code entered, PowerVM: Enterprise Edition."
    rows = [("2024/09/20 08:41:07", event, server.name, server.serial) for server in servers]
    return table("CoD Events", ("Time", "Event", "Managed System Name", "Managed System Serial"), rows, "codlog")
