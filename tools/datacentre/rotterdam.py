"""A second, small site: a server is to be emptied for maintenance onto its twin, and every fact about it is at hand.

Nothing in any report speaks against moving the twelve partitions of `rtm-s1022-01` to `rtm-s1022-02`, but the Java
report leaves much of it open. What the console, the VIOSes, both fabrics and the storage answer settles it.
Fabric A has Brocade switches, fabric B has Cisco ones. Names are invented, addresses come from RFC 1918 and RFC 5737.
"""

from datetime import datetime

from datacentre.model import Cluster, Manager
from datacentre.spec import FOUR_PATHS, TWO_PATHS, LparSpec, Lun, Nic, ServerSpec, Story, SwitchSpec, ViosSpec
from datacentre.story import AIX72, AIX73, IBMI, P10_MODES, RHEL, SLES, UNKNOWN

SOURCE = "rtm-s1022-01"
TARGET = "rtm-s1022-02"
BOTH = (SOURCE, TARGET)

LUNS = (Lun("tariff1-root", 60, BOTH), Lun("tariff1-data", 120, BOTH), Lun("gate1-root", 80, BOTH))
CLUSTER = Cluster(name="rtm_ssp", id="4b1f0c7ea61211f0800298be94a7c1d2")

MANAGER = Manager(
    name="hmc-rtm1",
    address="198.51.100.11",
    private_address="10.80.255.1",
    model="7063-CR2",
    serial="78C1B01",
    bios="mowgli-ibm-OP9_v2.5_4.125-prod",
    version="10",
    release="3",
    service_pack="1060",
    build="2411140433",
    base_version="V10R3",
    fixes=("MF71501 - HMC V10R3 M1060",),
    java_scan=datetime.fromisoformat("2026-01-13T03:05:21"),
    python_scan=datetime.fromisoformat("2026-01-13T03:21:02"),
)

LPARS = (
    LparSpec(name="cargodb1", os=AIX73, gb=64, max_gb=96, procs=4, units=2.0, paths=FOUR_PATHS),
    LparSpec(name="cargoapp1", os=AIX73, gb=32, max_gb=64, procs=2, units=1.0, paths=TWO_PATHS),
    LparSpec(name="cargoapp2", os=RHEL, gb=32, max_gb=64, procs=2, units=1.0, paths=TWO_PATHS),
    LparSpec(name="crane1", os=SLES, gb=16, max_gb=32, procs=2, units=0.5, nics=(Nic(310, tags=(320,)),), paths=TWO_PATHS),
    LparSpec(name="customs1", os=AIX72, gb=24, max_gb=48, procs=2, units=0.5, paths=TWO_PATHS),
    LparSpec(name="berth1", os=AIX73, gb=32, max_gb=64, procs=2, units=None, paths=TWO_PATHS),
    LparSpec(name="pilot2", os=RHEL, gb=8, max_gb=16, procs=1, units=0.2, paths=TWO_PATHS),
    LparSpec(
        name="ledger4",
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
        name="tariff1", os=AIX73, gb=16, max_gb=32, procs=1, units=0.5, luns=("tariff1-root", "tariff1-data")
    ),
    LparSpec(name="gate1", os=RHEL, gb=16, max_gb=32, procs=1, units=0.5, luns=("gate1-root",)),
    LparSpec(name="weather1", os=AIX72, gb=8, max_gb=16, procs=1, units=0.2, pool_units=("weather1_root",)),
    LparSpec(
        name="archive2",
        os=UNKNOWN,
        gb=16,
        max_gb=32,
        procs=1,
        units=0.5,
        paths=TWO_PATHS,
        state="Not Activated",
        rmc="inactive",
    ),
)  # fmt: skip


def _server(name: str, number: int, lpars: tuple[LparSpec, ...]) -> ServerSpec:
    """One of the twins."""
    return ServerSpec(
        name=name,
        manager=MANAGER.name,
        type_model="9105-22A",
        serial=f"78C4B{number}0",
        generation="POWER10",
        modes=P10_MODES,
        ghz=2.75,
        sp_address=f"10.80.1.{number}0",
        ec_number="01ML1050",
        level=72,
        drawer=f"U78DA.ND0.WZS7B{number}C",
        network=f"10.81.{number}",
        wwpn_stem=f"c050760da4{number}0",
        installed_cores=32,
        active_cores=32,
        installed_gb=1024,
        firmware_mb=36 * 1024,
        switches=(SwitchSpec(name="ETHERNET0", trunks=((1, (110, 310, 320)),), aggregated=True),),
        vioses=tuple(
            ViosSpec(name=f"rtm0{number}vio{index}", units=1.0, procs=4, gb=32, level="4.1.1.10") for index in (1, 2)
        ),
        lpars=lpars,
        cluster=CLUSTER,
    )


STORY = Story(
    managers=(MANAGER,),
    luns=LUNS,
    servers=(
        _server(SOURCE, 1, LPARS),
        _server(TARGET, 2, (LparSpec(name="radar1", os=AIX73, gb=32, max_gb=64, procs=2, units=1.0, paths=TWO_PATHS),)),
    ),
)
