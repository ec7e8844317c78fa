"""Who runs where in the fictional data centre, and what is wrong with whom.

An AMS data centre leaves its POWER9 server `ams-s924-01` for the POWER10 server `ams-s1022-02` under the same console.
Seven partitions can go, the others are stopped by one thing each.
A small test server, a big one and a half-built POWER11 server show what depends on the target.
Names are invented, addresses come from RFC 1918 and RFC 5737.
"""

from datetime import datetime

from datacentre.model import Manager, Pool
from datacentre.spec import (
    FOUR_PATHS,
    ONE_VIOS,
    TWO_PATHS,
    LparSpec,
    Lun,
    Nic,
    Path,
    ServerSpec,
    Story,
    SwitchSpec,
    ViosSpec,
)

AIX73 = "AIX 7.3 7300-03-00-2446"
AIX72 = "AIX 7.2 7200-05-09-2446"
RHEL = "Linux/Red Hat 5.14.0-503.11.1.el9_5.ppc64le 9.5"
SLES = "Linux/SuSE 6.4.0-150600.23.25-default 15.6"
IBMI = "IBM i Licensed Internal Code 7.5.0 610 0"
UNKNOWN = "Unknown"

P9_MODES = ("default", "POWER7", "POWER8", "POWER9_base", "POWER9")
P10_MODES = ("default", "POWER8", "POWER9_base", "POWER9", "POWER10")
P11_MODES = ("default", "POWER9_base", "POWER9", "POWER10", "POWER11")

BACKUP = Nic(900, switch="VSW-BACKUP")
CLONED_MAC = "0200C1A5E202"

SITE = "ams-s924-01"
TARGET = "ams-s1022-02"
SMALL = "ams-s1024-03"
BIG = "ams-e1080-04"
NEW = "ams-s1124-05"

LUNS = (
    Lun("erpapp2-root", 80, (SITE, TARGET, SMALL, BIG, NEW)),
    Lun("erpapp2-data", 200, (SITE, TARGET, SMALL, BIG, NEW)),
    Lun("archive1-root", 100, (SITE, TARGET, BIG)),
    Lun("invoice1-root", 60, (SITE,)),
    Lun("feed1-root", 60, (TARGET, BIG)),
    Lun("spare-1", 50, (SITE, TARGET)),
)

MANAGERS = (
    Manager(
        name="hmc-ams1",
        address="192.0.2.11",
        private_address="10.70.255.1",
        model="7063-CR2",
        serial="78C1A01",
        bios="mowgli-ibm-OP9_v2.5_4.125-prod",
        version="10",
        release="3",
        service_pack="1060",
        build="2411140433",
        base_version="V10R3",
        fixes=("MF71501 - HMC V10R3 M1060", "MF71799 - Fix for HMC V10R3 M1060"),
        java_scan=datetime.fromisoformat("2025-10-14T02:15:07"),
        python_scan=datetime.fromisoformat("2025-10-14T02:31:40"),
    ),
    Manager(
        name="hmc-ams2",
        address="192.0.2.12",
        private_address="10.70.255.2",
        model="7063-CR2",
        serial="78C1A02",
        bios="mowgli-ibm-OP9_v2.5_4.125-prod",
        version="11",
        release="1",
        service_pack="1110",
        build="2507110811",
        base_version="V11R1",
        fixes=("MF72001 - HMC V11R1 M1110",),
        java_scan=datetime.fromisoformat("2025-10-14T02:41:33"),
        python_scan=datetime.fromisoformat("2025-10-14T02:52:18"),
    ),
)

S924_LPARS = (
    # Nothing in any report speaks against moving these seven to ams-s1022-02.
    LparSpec(
        name="erpdb1",
        os=AIX73,
        gb=96,
        max_gb=128,
        procs=4,
        units=2.0,
        nics=(Nic(110, tags=(120,)), BACKUP),
        paths=FOUR_PATHS,
        pool="PoolDB",
        second_profile_gb=120,
    ),
    LparSpec(name="erpapp1", os=AIX73, gb=48, max_gb=96, procs=2, units=1.15, paths=TWO_PATHS),
    LparSpec(
        name="erpapp2",
        os=AIX72,
        gb=48,
        max_gb=96,
        procs=2,
        units=1.0,
        luns=("erpapp2-root", "erpapp2-data"),
        pool="PoolApp",
        profile_gb=40,
    ),
    LparSpec(name="webshop1", os=RHEL, gb=24, max_gb=48, procs=2, units=0.5, nics=(Nic(120),), paths=TWO_PATHS),
    LparSpec(
        name="legacy1",
        os=IBMI,
        env="os400",
        gb=32,
        max_gb=64,
        procs=2,
        units=1.0,
        paths=TWO_PATHS,
        rmc="none",
        restricted_io=True,
    ),
    LparSpec(
        name="archive1",
        os=UNKNOWN,
        gb=32,
        max_gb=64,
        procs=1,
        units=0.5,
        luns=("archive1-root",),
        state="Not Activated",
        rmc="inactive",
    ),
    LparSpec(name="crmbatch1", os=AIX73, gb=64, max_gb=128, procs=2, units=None, paths=FOUR_PATHS),
    # One obstacle each.
    LparSpec(
        name="billing1",
        os=AIX72,
        gb=32,
        max_gb=64,
        procs=2,
        units=0.6,
        paths=(Path(1, "fcs0"), Path(2, "fcs1", wwpns="one")),
    ),
    LparSpec(name="report1", os=AIX72, gb=16, max_gb=32, procs=1, units=0.4, volume="lv_report1"),
    LparSpec(
        name="install1",
        os=AIX73,
        gb=16,
        max_gb=32,
        procs=1,
        units=0.2,
        paths=TWO_PATHS,
        image="/var/vio/VMLibrary/rhel-9.5-ppc64le-dvd.iso",
    ),
    LparSpec(name="backup1", os=AIX72, gb=32, max_gb=64, procs=2, units=0.8, paths=TWO_PATHS, own_adapter=True),
    LparSpec(name="voip1", os=SLES, gb=8, max_gb=16, procs=1, units=0.3, nics=(Nic(140),), paths=TWO_PATHS),
    LparSpec(
        name="dmz1",
        os=RHEL,
        gb=8,
        max_gb=16,
        procs=1,
        units=0.3,
        nics=(Nic(110), Nic(700, switch="VSW-DMZ")),
        paths=TWO_PATHS,
    ),
    LparSpec(
        name="cluster1",
        os=AIX73,
        gb=16,
        max_gb=32,
        procs=2,
        units=0.5,
        nics=(Nic(130, mac=CLONED_MAC),),
        paths=TWO_PATHS,
    ),
    LparSpec(name="print1", os=AIX72, gb=8, max_gb=16, procs=1, units=0.2, paths=TWO_PATHS),
    LparSpec(name="licence1", os=SLES, gb=4, max_gb=8, procs=1, units=0.1, paths=TWO_PATHS, migration_disabled=True),
    LparSpec(name="mail1", os=UNKNOWN, gb=16, max_gb=32, procs=2, units=0.5, paths=TWO_PATHS, rmc="inactive"),
    LparSpec(
        name="newapp1",
        os=UNKNOWN,
        gb=16,
        max_gb=32,
        procs=1,
        units=0.5,
        paths=TWO_PATHS,
        state="Not Activated",
        rmc="inactive",
        activated=False,
    ),
    LparSpec(
        name="dwh1",
        os=AIX73,
        gb=640,
        max_gb=768,
        procs=6,
        units=1.5,
        nics=(Nic(110), BACKUP),
        paths=FOUR_PATHS,
    ),
    LparSpec(name="invoice1", os=AIX72, gb=16, max_gb=32, procs=1, units=0.4, luns=("invoice1-root",)),
    LparSpec(
        name="ledger1", os=AIX73, gb=24, max_gb=48, procs=1, units=0.5, nics=(Nic(110, required=True),), paths=TWO_PATHS
    ),
)

S1022_LPARS = (
    LparSpec(name="print1", os=AIX72, gb=8, max_gb=16, procs=1, units=0.2, paths=TWO_PATHS, mode="POWER9"),
    LparSpec(
        name="cluster2",
        os=AIX73,
        gb=16,
        max_gb=32,
        procs=2,
        units=0.5,
        nics=(Nic(130, mac=CLONED_MAC),),
        paths=TWO_PATHS,
        mode="POWER9",
    ),
    LparSpec(name="crmapp1", os=AIX73, gb=32, max_gb=64, procs=2, units=1.0, paths=TWO_PATHS, mode="POWER9"),
    LparSpec(name="crmdb2", os=AIX73, gb=64, max_gb=128, procs=4, units=2.0, paths=FOUR_PATHS, pool="PoolDB"),
    LparSpec(
        name="hugedb1", os=AIX73, gb=128, max_gb=160, procs=4, units=2.0, paths=FOUR_PATHS, mode="POWER9", huge_pages=4
    ),
    LparSpec(name="analytics1", os=RHEL, gb=64, max_gb=128, procs=16, units=9.0, paths=FOUR_PATHS, mode="POWER9"),
    LparSpec(
        name="labels1",
        os=SLES,
        gb=8,
        max_gb=16,
        procs=1,
        units=0.3,
        paths=(Path(1, "fcs0"), Path(2, "fcs1", wwpns="repeat")),
        mode="POWER9",
    ),
)

S1024_LPARS = (
    LparSpec(name="test1", os=AIX73, gb=16, max_gb=32, procs=2, units=0.5, paths=ONE_VIOS, mode="POWER9"),
    LparSpec(name="test2", os=SLES, gb=8, max_gb=16, procs=1, units=0.5, internal_disk=True, mode="POWER9"),
)

E1080_LPARS = (
    LparSpec(
        name="sapprod1",
        os=AIX73,
        gb=1536,
        max_gb=2048,
        procs=8,
        units=None,
        nics=(Nic(110, tags=(150,)), BACKUP),
        paths=FOUR_PATHS,
    ),
    LparSpec(name="sapapp1", os=AIX73, gb=128, max_gb=256, procs=4, units=2.3, paths=FOUR_PATHS),
    LparSpec(name="feed1", os=RHEL, gb=16, max_gb=32, procs=1, units=0.5, luns=("feed1-root",), direct_sriov=True),
    LparSpec(name="portal1", os=RHEL, gb=16, max_gb=32, procs=1, units=0.5, paths=TWO_PATHS, vnic=True),
    LparSpec(
        name="legacy2",
        os=IBMI,
        env="os400",
        gb=64,
        max_gb=128,
        procs=2,
        units=1.0,
        paths=TWO_PATHS,
        rmc="none",
        restricted_io=False,
    ),
)

S1124_LPARS = (LparSpec(name="pilot1", os=AIX73, gb=16, max_gb=32, procs=1, units=0.5, paths=ONE_VIOS, mode="POWER10"),)

LAN = (110, 120, 130)
BACKUP_SWITCH = SwitchSpec(name="VSW-BACKUP", trunks=((2, (900,)),))

SERVERS = (
    ServerSpec(
        name=SITE,
        manager="hmc-ams1",
        type_model="9009-42A",
        serial="78C4A10",
        generation="POWER9",
        modes=P9_MODES,
        ghz=3.8,
        sp_address="10.70.1.10",
        ec_number="01VL950",
        level=168,
        drawer="U78D2.001.WZS7A1C",
        network="10.71.1",
        wwpn_stem="c0507609a410",
        installed_cores=24,
        active_cores=24,
        installed_gb=1536,
        firmware_mb=33 * 1024 + 256,
        switches=(
            SwitchSpec(name="ETHERNET0", trunks=((1, (*LAN, 140)),), aggregated=True),
            BACKUP_SWITCH,
            SwitchSpec(name="VSW-DMZ", trunks=((3, (700,)),)),
        ),
        pools=(Pool(id=1, name="PoolDB", max_units=8.0), Pool(id=2, name="PoolApp", max_units=6.0, reserved=0.5)),
        vioses=(
            ViosSpec(name="ams01vio1", units=1.5, procs=4, gb=32, level="4.1.0.30"),
            ViosSpec(name="ams01vio2", units=1.5, procs=4, gb=32, level="4.1.0.30", noisy_port="fcs0"),
        ),
        lpars=S924_LPARS,
    ),
    ServerSpec(
        name=TARGET,
        manager="hmc-ams1",
        type_model="9105-22A",
        serial="78C4A20",
        generation="POWER10",
        modes=P10_MODES,
        ghz=2.75,
        sp_address="10.70.1.20",
        ec_number="01ML1050",
        level=72,
        drawer="U78DA.ND0.WZS7A2C",
        network="10.71.2",
        wwpn_stem="c050760aa420",
        installed_cores=40,
        active_cores=32,
        installed_gb=1024,
        firmware_mb=36 * 1024 + 768,
        switches=(SwitchSpec(name="ETHERNET0", trunks=((1, LAN),), aggregated=True), BACKUP_SWITCH),
        pools=(Pool(id=1, name="PoolDB", max_units=10.0),),
        vioses=(
            ViosSpec(name="ams02vio1", units=1.0, procs=4, gb=32, level="4.1.1.10"),
            ViosSpec(name="ams02vio2", units=1.0, procs=4, gb=32, level="4.1.1.10"),
        ),
        lpars=S1022_LPARS,
    ),
    ServerSpec(
        name=SMALL,
        manager="hmc-ams1",
        type_model="9105-42A",
        serial="78C4A30",
        generation="POWER10",
        modes=P10_MODES,
        ghz=3.1,
        sp_address="10.70.1.30",
        ec_number="01ML1050",
        level=72,
        drawer="U78DB.ND0.WZS7A3C",
        network="10.71.3",
        wwpn_stem="c050760aa430",
        installed_cores=24,
        active_cores=16,
        installed_gb=512,
        firmware_mb=141 * 128,
        lmb=128,
        max_transfer="0x100000",
        switches=(SwitchSpec(name="ETHERNET0", trunks=((1, (110, 120)),), aggregated=True),),
        vioses=(ViosSpec(name="ams03vio1", units=1.0, procs=4, gb=24, level="4.1.1.10"),),
        lpars=S1024_LPARS,
    ),
    ServerSpec(
        name=BIG,
        manager="hmc-ams2",
        type_model="9080-HEX",
        serial="78C4A40",
        generation="POWER10",
        modes=P10_MODES,
        ghz=3.65,
        sp_address="10.70.2.40",
        second_sp_address="10.70.2.41",
        ec_number="01MH1050",
        level=72,
        drawer="U78D8.ND0.FGD7A4C",
        network="10.71.4",
        wwpn_stem="c050760ba440",
        installed_cores=48,
        active_cores=40,
        installed_gb=4096,
        firmware_mb=130 * 1024 + 512,
        has_sriov=True,
        switches=(
            SwitchSpec(name="ETHERNET0", trunks=((1, LAN), (6, (150, 160))), aggregated=True),
            BACKUP_SWITCH,
        ),
        vioses=(
            ViosSpec(name="ams04vio1", units=2.0, procs=6, gb=48, level="4.1.1.10"),
            ViosSpec(name="ams04vio2", units=2.0, procs=6, gb=48, level="4.1.1.10"),
        ),
        lpars=E1080_LPARS,
    ),
    ServerSpec(
        name=NEW,
        manager="hmc-ams2",
        type_model="9824-42A",
        serial="78C4A50",
        generation="POWER11",
        modes=P11_MODES,
        ghz=3.8,
        sp_address="10.70.2.50",
        ec_number="01NL1110",
        level=15,
        drawer="U78DC.ND0.WZS7A5C",
        network="10.71.5",
        wwpn_stem="c050760ca450",
        installed_cores=24,
        active_cores=16,
        installed_gb=1024,
        firmware_mb=38 * 1024 + 768,
        has_sriov=True,
        switches=(SwitchSpec(name="ETHERNET0", trunks=((1, LAN),), aggregated=True),),
        vioses=(
            ViosSpec(name="ams05vio1", units=1.0, procs=4, gb=32, level="4.1.1.10"),
            ViosSpec(name="ams05vio2", units=1.0, procs=4, gb=32, level="", answers=False),
        ),
        lpars=S1124_LPARS,
    ),
)

STORY = Story(managers=MANAGERS, luns=LUNS, servers=SERVERS)
