"""A healthy report of the Java HMC Scanner in memory, and ways to change it one cell at a time.

Two servers: ``alpha`` with two VIOSes and the partitions ``db1`` (running) and ``007`` (not activated),
``beta`` with one VIOS and the partition ``büro-á``.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from hmcscan_lpm.readers.model import Cell, Sheet, Workbook

Grid = list[list[Cell]]

SERIALS = {"alpha": "7800001", "beta": "21E1234"}
LPARS = {
    ("alpha", "vios1"): 1,
    ("alpha", "vios2"): 2,
    ("alpha", "db1"): 10,
    ("alpha", "007"): 11,
    ("beta", "viosb"): 1,
    ("beta", "büro-á"): 10,
}
VIOSES = (("alpha", "vios1"), ("alpha", "vios2"), ("beta", "viosb"))
OFF = ("alpha", "007")
_OWNER = "Managed System Name|Managed System Serial"


def cells(line: str) -> list[Cell]:
    """A row from text: ``|`` parts cells, ``~`` is no cell, and only what has a decimal point is a number."""
    return [
        None if part == "~" else float(part) if re.fullmatch(r"\d+\.\d+", part) else part for part in line.split("|")
    ]


def table(header: str, rows: Iterable[str]) -> Grid:
    """A heading row and its records."""
    return [cells(header), *(cells(row) for row in rows)]


def owner(system: str) -> str:
    """The columns that name the server in most tabs."""
    return f"{system}|{SERIALS[system]}"


@dataclass
class Book:
    """Tabs as lists of rows, to be changed before :meth:`workbook` freezes them."""

    tabs: dict[str, Grid] = field(default_factory=dict)
    kind: str = "xls"

    def workbook(self) -> Workbook:
        """The workbook as a reader would give it; CSV and HTML sheets have lines for addresses."""
        sheets = []
        for name, rows in self.tabs.items():
            lines = tuple(range(1, len(rows) + 1)) if self.kind in {"csv", "html"} else ()
            sheets.append(Sheet(name, tuple(tuple(row) for row in rows), lines))
        return Workbook("scan.xls", self.kind, "0" * 64, tuple(sheets))

    def copy(self) -> Book:
        return copy.deepcopy(self)

    def column(self, tab: str, heading: str, header: int = 0) -> int:
        """Position of a heading."""
        return self.tabs[tab][header].index(heading)

    def row(self, tab: str, *wanted: Cell) -> int:
        """Index of the first row below the headings that holds all *wanted* cells."""
        rows = enumerate(self.tabs[tab])
        return next(index for index, row in rows if index and all(cell in row for cell in wanted))

    def set(self, tab: str, heading: str, value: Cell, *wanted: Cell, header: int = 0) -> Book:
        """Change the cell below *heading* in the first row that holds all *wanted* cells."""
        self.tabs[tab][self.row(tab, *wanted)][self.column(tab, heading, header)] = value
        return self

    def add(self, tab: str, row: str) -> Book:
        """Add a record below the others."""
        self.tabs[tab].append(cells(row))
        return self

    def remove(self, tab: str, *wanted: Cell) -> Book:
        """Remove all records that hold all *wanted* cells."""
        self.tabs[tab][1:] = [row for row in self.tabs[tab][1:] if not all(cell in row for cell in wanted)]
        return self

    def drop_column(self, tab: str, heading: str) -> Book:
        position = self.column(tab, heading)
        for row in self.tabs[tab]:
            del row[position : position + 1]
        return self

    def rename(self, tab: str, heading: str, new: str, header: int = 0) -> Book:
        self.tabs[tab][header][self.column(tab, heading, header)] = new
        return self

    def without(self, *tabs: str) -> Book:
        for tab in tabs:
            del self.tabs[tab]
        return self


def healthy(version: str = "0.11.50") -> Book:
    """The whole report; versions before 0.11.50 have no ``Tgt`` columns and no SR-IOV tabs."""
    book = Book(
        {
            "Header": _header(version),
            "HMC": _hmc(),
            "System_Summary": _systems(),
            "Ent_Sys_Pools": [],
            "OnOff CoD": table(f"Type|State|{_OWNER}", [f"CPU|Code Not Entered|{owner('alpha')}"]),
            "CoD Events": table(f"Time|Event|{_OWNER}", []),
            "LPAR_Summary": _lpars(),
            "LPAR_Profiles": _profiles(),
            "LPAR_CPU": _processors(),
            "LPAR_MEM": _memory(),
            "Physical_Slots": _slots(),
            "IO_slot_children": _children(),
            "Virtual_Ethernet": _ethernet(),
            "Virtual_SCSI": _scsi(),
            "VSCSI_Map": _vscsi_map(),
            "Virtual_Fibre": _fibre(),
            "VIOS disks": _disks(),
            "SEA": _sea(),
            "FC": _fc(),
            "SRIOV Phys Ports": table(_SRIOV_PORT, []),
            "SRIOV Logical Ports": table(_SRIOV_LOGICAL, []),
            "vNIC": table(_VNIC, []),
            "SW_cores": _cores(),
        }
    )
    if version < "0.11.50":
        book.without("SRIOV Phys Ports", "SRIOV Logical Ports", "vNIC")
        book.drop_column("LPAR_CPU", "Tgt CPU").drop_column("LPAR_CPU", "Tgt Ent").drop_column("LPAR_MEM", "Tgt GB")
        book.set("LPAR_MEM", "Curr GB", 16.0, "007")
    return book


def _header(version: str) -> Grid:
    pairs = (
        "Manager Name|hmc1",
        "Manager Type|HMC",
        "User|hscroot",
        "Generation Date|2025-06-01",
        "Generation Time|15:30:00",
        "Manager Date|2025-06-01",
        "Manager Time|07:30:12",
        f"HMC Scanner Version|{version}",
        "~|~",
        "Latest HMC Scanner is available|~",
    )
    return [cells(pair) for pair in pairs]


def _hmc() -> Grid:
    rows = (
        "Hardware|~|~|Software|~",
        "BIOS|b1|~|Version|10",
        "Model|7063-CR2|~|Release|3",
        "Serial|78A4410|~|Service Pack|1060",
        "~|~|~|Build Level|2304190312",
        "~|~|~|Base Version|V10R3",
        "~|~|~|Fixes|~",
        "Network",
        "Hostname|console1",
    )
    return [cells(row) for row in rows]


def _systems() -> Grid:
    return table(
        "Managed System|Status|Type Model|Serial|GHz|CPU Type|Tot Cores|Act Cores|Deconf Cores|Curr Avail Cores|"
        "Pend Avail Cores|Ded Cores|Pool Size|Virt Procs|#LPAR|Tot GB|Act GB|Deconf GB|Firm GB|Curr Avail GB|"
        "Pend Avail GB|Perf Sample Rate|Mgr #1|Mgr #2|Prim SP|Sec SP|EC Number|IPL Level|Activated Level|Deferred Level",
        (
            f"{system}|Operating|9105-22A|{SERIALS[system]}|2.9|PowerPC_POWER10|24.0|20.0|0.0|7.25|7.0|0.0|24.0|24.0|"
            f"{count}|1024.0|1000.0|0.0|27.25|196.75|196.5|~|hmc1||10.0.0.1||01ML1060|67.0|68.0|None"
            for system, count in (("alpha", "4.0"), ("beta", "2.0"))
        ),
    )


def _lpars() -> Grid:
    rows = []
    for (system, name), number in LPARS.items():
        env, level = (
            ("vioserver", "VIOS 4.1.1.10") if (system, name) in VIOSES else ("aixlinux", "AIX 7.3 7300-03-01-2520")
        )
        status, rmc, address = "Running", "active", f"10.1.0.{number}"
        if (system, name) == OFF:
            status, rmc, address, level = "Not Activated", "inactive", "", "Unknown"
        rows.append(
            f"{name}|{number}.0|{status}|{env}|{level}|true|POWER10|{address}|{rmc}|default_profile|default_profile|"
            f"false|true|false|false|true|N/A|false|{owner(system)}"
        )
    return table(
        "Name|ID|Status|Environment|OS Version|Pool data available|Proc mode|RMC IP|RMC State|Default profile|"
        "Current profile|Migration disabled|Auto start|Suspend capable|Remote restart capable|"
        f"Simplified remote restart capable|Remote restart status|Sync current profile|{_OWNER}",
        rows,
    )


def _profiles() -> Grid:
    return table(
        "Lpar Name|Profile Name|Active|ID|Env|All Res|MinMem|DesMem|MaxMem|MinHugePages|DesHugePages|MaxHugePages|"
        "MemMode|MemExp|HPT_ratio|ProcMode|MinEnt|DesEnt|MaxEnt|MinProc|DesProc|Maxproc|ShMode|Weight|ProcPoolID|"
        f"ProcPoolName|AffinityGrp|BootMode|ConnMonit|AutoStart|BSR_arrays|ProcCompat|ErrReporting|{_OWNER}",
        (
            f"{name}|default_profile|true|{number}.0|aixlinux|false|4.0|16.0|32.0|0.0|1.0|2.0|ded|~|1:128|shared|0.1|0.5|"
            f"4.0|1.0|2.0|4.0|uncap|128.0|0.0|DefaultPool|none|norm|1|0||default|null|{owner(system)}"
            for (system, name), number in LPARS.items()
        ),
    )


def _processors() -> Grid:
    rows = []
    for system, name in LPARS:
        values = "On|shared|1.0|2.0|~|4.0|0.1|0.5|~|3.5|128.0|uncap|DefaultPool|~|~|400.0"
        if (system, name) == OFF:
            values = "off|shared|1.0|0.0|2.0|4.0|0.1|0.0|0.5|3.5|0.0|uncap|DefaultPool|~|~|Off"
        elif name == "db1":
            values = "On|shared|1.0|2.0|~|4.0|0.1|0.5|~|3.5|128.0|uncap|PoolDB|1.0|6.0|400.0"
        rows.append(f"{name}|{values}|{owner(system)}")
    return table(
        "Name|Status|Mode|Min CPU|Curr CPU|Tgt CPU|Max CPU|Min Ent|Curr Ent|Tgt Ent|Max Ent|Weight|Sharing Mode|"
        f"Pool Name|Pool Resv|Pool Max|VP:E %|{_OWNER}",
        rows,
    )


def _memory() -> Grid:
    return table(
        "Name|Mode|Min GB|Curr GB|Tgt GB|Max GB|ExpFact|AMS->|Weight|Prim VIOS|Sec VIOS|Curr VIOS|Active|Max|Firmw|"
        f"<-AMS|{_OWNER}",
        (
            f"{name}|ded|4.0|{0.5 if (system, name) == OFF else 16.0}|16.0|32.0|~| |~||||~|~|~| |{owner(system)}"
            for system, name in LPARS
        ),
    )


def port_location(system: str, vios: str, port: int) -> str:
    """Location of a Fibre Channel port of a VIOS."""
    return f"U78DA.ND0.{system}-P0-C{VIOSES.index((system, vios)) + 1}-T{port}"


def port_wwpn(system: str, vios: str, port: int) -> str:
    """WWPN of that port."""
    return f"2100f4c7aa99{VIOSES.index((system, vios)):02x}{port:02x}"


def _slots() -> Grid:
    rows = [
        f"{vios}|yes|FC Adapter|{port_location(system, vios, 0)[:-3]}|2101001{number}||{vios}@default_profile|{owner(system)}"
        for number, (system, vios) in enumerate(VIOSES)
    ]
    rows += [
        f"|~|NVMe JBOF Card|U78DA.ND0.alpha-P0-C11|21010018|||{owner('alpha')}",
        "db1|~|SAS Adapter|U78DA.ND0.alpha-P0-C12|21010019|db1@default_profile\n007@default_profile||" + owner("alpha"),
    ]
    return table(
        f"LPAR|Reqrd|Adapter description|Location|drc_index|Profiles desiring|Profiles requiring|{_OWNER}", rows
    )


def _children() -> Grid:
    rows = [
        f"{port_location(system, vios, port)}|FC Adapter|19511400||{port_wwpn(system, vios, port)}|{owner(system)}"
        for system, vios in VIOSES
        for port in (0, 1)
    ]
    rows.append(f"U78DA.ND0.alpha-P0-C12-T0|Ethernet||001122334455||{owner('alpha')}")
    return table(f"Physical Location|Description|Microcode Version|MAC Address|WWPN|{_OWNER}", rows)


ADAPTER = "LPAR name|Slot|State|Required|Trunk|Trunk Priority|MAC Addresss|Virtual Switch|Port VLAN id|IEEE VLAN ids"


def ethernet_block(system: str, switches: dict[str, str], adapters: Iterable[str], header: str = ADAPTER) -> Grid:
    """One server's block of Virtual_Ethernet with the two blank rows that follow it."""
    blank: list[Cell] = [None] * max(10, len(switches) + 1)
    rows: Grid = [[system, *blank[1:]], blank]
    if switches:
        rows += [["Virtual Switches", *blank[1:]], ["Name", *switches], ["VLAN ids", *switches.values()], blank]
    return [*rows, ["Virtual Ethernet Slots", *blank[1:]], *table(header, adapters), blank, blank]


def _ethernet() -> Grid:
    alpha = (
        "db1|2.0|On|False|False||A6D2F0C0B802|ETHERNET0|10.0|",
        "007|2.0|Off|False|False||A6D2F0C0B902|ETHERNET0|20.0|30\n40",
        "vios1|11.0|On|False|True|1.0|A6D2F0C0BA0B|ETHERNET0|1.0|10\n20\n30\n40",
        "vios2|11.0|On|False|True|2.0|A6D2F0C0BB0B|ETHERNET0|1.0|10\n20\n30\n40",
    )
    beta = (
        "büro-á|2.0|On|False|False|~|001122334402|ETHERNET0|10.0|",
        "viosb|11.0|On|False|True|1.0|A6D2F0C0BC0B|ETHERNET0|1.0|10\n20",
    )
    rows = ethernet_block("alpha", {"ETHERNET0(Default)": "1\n10\n20\n30\n40", "VSW2": "none"}, alpha)
    rows += ethernet_block("beta", {"ETHERNET0(Default)": "1\n10\n20"}, beta)
    return rows[:-2]


_VIRTUAL = "LPAR name|Slot|State|Required|Type|Remote LPAR|Remote Slot"


def _scsi() -> Grid:
    rows = (
        "vios1|50.0|On|False|server|db1|5.0",
        "vios2|50.0|On|False|server|db1|6.0",
        "vios2|51.0|On|False|server||any",
        "db1|5.0|On|False|client|vios1|50.0",
        "db1|6.0|On|False|client|vios2|50.0",
    )
    return table(f"{_VIRTUAL}|{_OWNER}", (f"{row}|{owner('alpha')}" for row in rows))


DISK = "33213600507680081029C0000000000000{:02d}04214503IBMfcp"


def _vscsi_map() -> Grid:
    path = "U78DA.ND0.alpha-P0-C1-T0-W500507680C2178A1-L0"
    rows = (
        f'vios1|50.0|vhost0|0x0000000a "db1"|vtscsi0|Available|0x81|hdisk1|{path}|false|{DISK.format(1)}',
        f'vios2|50.0|vhost0|0x0000000a "db1"|vtscsi0|Available|0x81|hdisk2|{path}|false|~',
        'vios1|50.0|vhost0|0x0000000a "db1"|vtopt0|Available|0x82|/var/vio/VMLibrary/x.iso| |N/A|~',
        'vios2|51.0|vhost1|0x00000000 ""| || | | ||~',
    )
    return table(
        f"VIOS|Slot|Name|Client|VTD|Status|LUN|Backing device|Phys Loc|Mirrored|Identifier|{_OWNER}",
        (f"{row}|{owner('alpha')}" for row in rows),
    )


def _fibre() -> Grid:
    rows = []
    for number, (vios, slot, far) in enumerate((("vios1", "14.0", "114.0"), ("vios2", "15.0", "115.0"))):
        port = port_location("alpha", vios, 0)
        wwpns = f"c0507607c935004{2 * number}|c0507607c935004{2 * number + 1}"
        rows.append(f"{vios}|{far}|On|False|server|db1|{slot}|||{port}|{owner('alpha')}")
        rows.append(f"db1|{slot}|On|False|client|{vios}|{far}|{wwpns}|{port}|{owner('alpha')}")
    return table(f"{_VIRTUAL}|WWPN #1|WWPN #2|Physical FC Slot|{_OWNER}", rows)


def _disks() -> Grid:
    rows = (f"{DISK.format(1)}|102400.0|hdisk1|hdisk2|hdisk1", f"{DISK.format(2)}|204800.0||hdisk3|")
    return table("UUID|SIZE|beta@viosb|alpha@vios2|alpha@vios1", rows)


def _sea() -> Grid:
    seas = table(
        f"{_OWNER}|VIOS|SEA|ctl_chan|ctl_chan slot|ha_mode|jumbo_frames|thread|pvid|pvid_adapter|real_adapter|"
        "real_adapter slot|thread|Virt#1|Virt#1 slot|Virt#2|Virt#2 slot",
        (f"{owner(system)}|{vios}|ent8|||auto|no|1|1|ent4|ent7||1|ent4|11|~|~" for system, vios in VIOSES),
    )
    channels = table(
        f"{_OWNER}|VIOS|Etherchannel|mode|backup_adapter|backup_adapter slot|Adapter#1|Adapter#1 slot|Adapter#2|"
        "Adapter#2 slot",
        (f"{owner(system)}|{vios}|ent7|8023ad|NONE||ent0|U1-P0-C1-T0|ent2|U1-P0-C2-T0" for system, vios in VIOSES),
    )
    statistics = table(
        f"{_OWNER}|VIOS|SEA|Virt Eth|Data/Control|Priority|Active|Port VLAN|VLANs",
        [f"{owner('alpha')}|vios1|ent8|ent4|Data|1|True|1|10, 20"],
    )
    blank: Grid = [[None]] * 3
    return [*seas, *blank, *channels, *blank, *statistics]


def _fc() -> Grid:
    rows = []
    for system, vios in VIOSES:
        wwpn = "0x" + port_wwpn(system, vios, 0).upper()
        rows += [
            f"{owner(system)}|{vios}|fcs0|auto|0x400000|2048|||{wwpn}|32|16|0xAA4100|Fabric|0|0|7|0|0x400000",
            f"{owner(system)}|{vios}|fcs1|auto|0x100000|2048||||||||||||",
        ]
    return table(
        f"{_OWNER}|VIOS|FC|init_link|max_xfer_size|num_cmd_elems|firmware|wwnn|wwpn|Speed supported|Speed running|fcid|"
        "port_type|Error frames|Dumped frames|Invalid CRC|Invalid Tx|Effective num_cmds",
        rows,
    )


_SRIOV_PORT = f"{_OWNER}|Physical Port|Label|Type|State|Max logical ports|Curr logical ports"
_SRIOV_LOGICAL = (
    f"{_OWNER}|LPAR|LPAR State|Physical Port|Logical Port|Required|Type|MAC|Curr MAC|Port VLAN|VNIC backing device"
)
_VNIC = (
    f"{_OWNER}|LPAR|Slot|Auto failover|Port VLAN|Allowed VLANs|MAC|Allowerd MACs"
    + "|VIOS|Priority|Physical Port|Logical Port" * 6
)


def _cores() -> Grid:
    rows: Grid = []
    for system, pool, size in (("alpha", "PoolDB", "6.0"), ("beta", "~", "~")):
        lines = (system, "System cores|20.0", "Processor Pools|ID|1.0|2.0", f"~|Name|{pool}|~", f"~|Size|{size}|~", "~")
        rows += [cells(line) for line in lines]
        rows += table("LPAR Name|Select|Curr VPs", ["db1|~|2.0", "System pool size|~|4.0", "~", "~"])
    return rows
