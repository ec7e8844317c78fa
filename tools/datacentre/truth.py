"""What was planted, worked out from the data and not from a report: the expected outcomes of part of the catalogue.

Rule ids are those of the catalogue. The list is complete for the rules in it, silent about all others.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from datacentre.model import DataCentre, FibrePort, Partition, Server

RISKS = {"shared-pool-on-target"}
NOTICES = {"path-errors"}
EVERY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One expected outcome; `java` and `python` say what that dialect can show where it differs."""

    lpar: str
    source: str
    target: str
    rule: str
    outcome: str
    why: str
    java: str = ""
    python: str = ""

    def as_json(self) -> dict[str, str]:
        """The fact without its empty fields."""
        return {key: value for key, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class FactMaker:
    """Makes facts about one partition (or every one) on its way from one server to another (or anywhere)."""

    lpar: str
    source: str
    target: str

    def __call__(self, rule: str, why: str, outcome: str = "fail", java: str = "", python: str = "") -> Fact:
        """The fact."""
        return Fact(
            lpar=self.lpar,
            source=self.source,
            target=self.target,
            rule=rule,
            outcome=outcome,
            why=why,
            java=java,
            python=python,
        )


def facts(centre: DataCentre) -> tuple[Fact, ...]:
    """Every planted fact, sorted."""
    found: list[Fact] = []
    for source in centre.servers:
        found += _server(source)
        for lpar in source.clients:
            found += _anywhere(source, lpar)
        for target in centre.servers:
            if target is source:
                continue
            found += _pair(source, target)
            for lpar in source.clients:
                found += _move(source, target, lpar)
    return tuple(sorted(found, key=lambda f: (f.source, f.target, f.lpar, f.rule, f.why)))


def blocked_moves(centre: DataCentre, planted: tuple[Fact, ...]) -> set[tuple[str, str, str]]:
    """(partition, source, target) of every move that a planted blocker stops."""
    return {
        (lpar.name, source.name, target.name)
        for source in centre.servers
        for target in centre.servers
        if target is not source
        for lpar in source.clients
        if any(_applies(fact, lpar.name, source.name, target.name) and _blocks(fact) for fact in planted)
    }


def _blocks(fact: Fact) -> bool:
    return fact.outcome == "fail" and fact.rule not in RISKS | NOTICES


def _applies(fact: Fact, lpar: str, source: str, target: str) -> bool:
    return fact.lpar in (lpar, EVERY) and fact.source in (source, EVERY) and fact.target in (target, EVERY)


def _silent(server: Server) -> list[str]:
    """The VIOSes without an RMC connection."""
    return [vios.name for vios in server.vioses if vios.vios and not vios.vios.answers]


def _as_seen(target: Server) -> str:
    """A failure, unless part of the target could not be seen: then unknown is as good an answer."""
    return "doubtful" if _silent(target) else "fail"


def _server(source: Server) -> Iterator[Fact]:
    """What is so for every partition that leaves a server."""
    for name in _silent(source):
        why = f"{name} has no RMC connection, but serves nobody's storage"
        yield FactMaker(EVERY, source.name, EVERY)("vios-rmc-active", why, "doubtful")


def _anywhere(source: Server, lpar: Partition) -> Iterator[Fact]:
    """What is so for a partition wherever it goes."""
    fact = FactMaker(lpar.name, source.name, EVERY)
    if lpar.migration_disabled:
        yield fact("migration-enabled", "migration is disabled for it")
    if lpar.running and lpar.env != "os400" and lpar.rmc_state != "active":
        yield fact("rmc-active", f"runs with RMC state {lpar.rmc_state}")
    if lpar.running and not lpar.dlpar_capable:
        yield fact("dlpar-capable", "no dynamic reconfiguration without RMC", java="unknown")
    if not lpar.running and not lpar.activated:
        yield fact("activated-once", "never activated: no current profile")
    if lpar.running and lpar.huge_pages:
        yield fact("no-huge-pages", f"{lpar.huge_pages} huge pages")
    if lpar.env == "os400" and not lpar.restricted_io:
        yield fact("ibmi-restricted-io", "restricted I/O mode is off", java="unknown")
    for slot in source.slots:
        if slot.owner == lpar.name and lpar.running:
            yield fact("no-dedicated-io", f"owns {slot.description} in {slot.location}")
    for nic in lpar.ethernet:
        if nic.required:
            yield fact("no-required-adapter", f"virtual Ethernet slot {nic.slot} is required")
    for port in lpar.logical_ports:
        yield fact("no-direct-sriov", f"SR-IOV logical port {port.location}")
    yield from _bad_wwpns(source, lpar, fact)
    yield from _bad_backings(source, lpar, fact)
    yield from _noisy_ports(source, lpar, fact)


def _bad_wwpns(source: Server, lpar: Partition, fact: FactMaker) -> Iterator[Fact]:
    in_use = [wwpn for other in source.partitions for adapter in other.fibre for wwpn in adapter.wwpns]
    for adapter in lpar.fibre:
        if len(adapter.wwpns) < 2:
            yield fact("npiv-wwpn-pair", f"slot {adapter.slot} has one WWPN only")
        elif any(in_use.count(wwpn) > 1 for wwpn in adapter.wwpns):
            yield fact("npiv-wwpn-pair", f"slot {adapter.slot} has WWPNs that another adapter has too")


def _bad_backings(source: Server, lpar: Partition, fact: FactMaker) -> Iterator[Fact]:
    for vios in source.vioses:
        if vios.vios is None:
            continue
        for adapter in vios.vios.scsi:
            for target in adapter.targets if adapter.client == lpar.name else ():
                if target.is_file:
                    yield fact("no-file-backed-optical", f"{target.vtd} on {vios.name} is {target.backing}")
                elif not target.is_disk and not target.is_pool_unit:
                    yield fact("vscsi-no-lv", f"{target.vtd} on {vios.name} is logical volume {target.backing}")
                elif target.uuid.endswith(("sas", "nvme")):
                    yield fact("vscsi-no-internal-disk", f"{target.backing} of {vios.name} is inside the server")


def _noisy_ports(source: Server, lpar: Partition, fact: FactMaker) -> Iterator[Fact]:
    for vios in source.vioses if lpar.running else ():
        if vios.vios is None:
            continue
        for adapter in vios.vios.fibre:
            port = vios.vios.port(adapter.port)
            if adapter.client == lpar.name and port.error_frames:
                why = f"{port.device} of {vios.name}: {port.error_frames} error frames, {port.invalid_crc} bad CRCs"
                yield fact("path-errors", why, python="unknown")


def _pair(source: Server, target: Server) -> Iterator[Fact]:
    """What is so for every partition between two servers."""
    fact = FactMaker(EVERY, source.name, target.name)
    if source.lmb != target.lmb:
        yield fact("lmb-equal", f"{source.lmb} MB and {target.lmb} MB", java="unknown")
    if target.generation == "POWER11" and source.generation != "POWER11":
        yield fact("server-supported", f"IBM's table does not state {source.generation} to POWER11", "unknown")
    if source.manager != target.manager:
        why = f"SSH keys between {source.manager} and {target.manager} are in no report"
        yield fact("remote-hmc", why, "unknown")
    for name in _silent(target):
        yield fact("vios-rmc-active", f"{name} has no RMC connection")


def _move(source: Server, target: Server, lpar: Partition) -> Iterator[Fact]:
    """What is so for one partition and one target."""
    fact = FactMaker(lpar.name, source.name, target.name)
    if any(other.name == lpar.name for other in target.partitions):
        yield fact("lpar-name-unique", "a partition of that name is there")
    taken = {mac for other in target.partitions for mac in other.macs}
    for mac in lpar.macs:
        if mac in taken:
            yield fact("mac-unique", f"{mac} is in use there")
    modes = {lpar.desired_mode, lpar.effective_mode} if lpar.running else {lpar.desired_mode}
    for mode in sorted(modes - set(target.modes)):
        yield fact("proc-compat", f"{mode} is not offered there")
    yield from _capacity(target, lpar, fact)
    yield from _network(target, lpar, fact)
    yield from _storage(source, target, lpar, fact)


def _capacity(target: Server, lpar: Partition, fact: FactMaker) -> Iterator[Fact]:
    profile = lpar.profile
    cores = float(profile.procs) if lpar.dedicated else profile.units
    if cores > target.free_cores:
        yield fact("cpu-fits", f"needs {cores:g} cores, {target.free_cores:g} are free")
    need = lpar.mb + profile.max_mb // lpar.hpt_ratio
    if need > target.free_mb:
        yield fact("memory-fits", f"needs {need / 1024:g} GB with page table, {target.free_mb / 1024:g} are free")
    if lpar.pool and lpar.pool.name not in {pool.name for pool in target.pools}:
        yield fact("shared-pool-on-target", f"no shared processor pool {lpar.pool.name} there")


def _network(target: Server, lpar: Partition, fact: FactMaker) -> Iterator[Fact]:
    bridged = {
        (trunk.switch, vlan)
        for vios in target.vioses
        if vios.vios and vios.vios.answers
        for sea in vios.vios.seas
        for trunk in sea.trunks
        for vlan in (trunk.pvid, *trunk.tags)
    }
    switches = {switch.name for switch in target.switches}
    for name in sorted({nic.switch for nic in lpar.ethernet} - switches):
        yield fact("vswitch-on-target", f"no virtual switch {name} there")
    for nic in lpar.ethernet:
        for vlan in (nic.pvid, *nic.tags):
            if (nic.switch, vlan) not in bridged:
                why = f"VLAN {vlan} on {nic.switch} is not bridged there"
                yield fact("vlan-bridged-on-target", why, _as_seen(target))
    if lpar.vnics and not target.sriov:
        yield fact("vnic-on-target", "no SR-IOV adapter in shared mode there")


def _storage(source: Server, target: Server, lpar: Partition, fact: FactMaker) -> Iterator[Fact]:
    answering = [vios.vios for vios in target.vioses if vios.vios and vios.vios.answers]
    if len(lpar.serving) > len(target.vioses):
        yield fact("dual-vios-target", f"served by {len(lpar.serving)} VIOSes, {len(target.vioses)} there")
    elif len(lpar.serving) > len(answering):
        yield fact("dual-vios-target", "two VIOSes there, one of them without RMC", "doubtful")
    best = max((int(port.max_transfer, 16) for vios in answering for port in vios.fc_ports), default=0)
    worst = max((int(port.max_transfer, 16) for port in _ports(source, lpar)), default=0)
    if worst > best:
        yield fact("npiv-max-xfer-size", f"{worst:#x} here, at most {best:#x} there")
    served: dict[str, int] = {}
    for vios in source.vioses:
        for adapter in vios.vios.scsi if vios.vios else ():
            for backing in adapter.targets if adapter.client == lpar.name else ():
                if backing.is_disk:
                    served[backing.uuid] = served.get(backing.uuid, 0) + 1
    for uuid, paths in sorted(served.items()):
        # Fewer VIOSes than paths is the matter of dual-vios-target; each VIOS there is enough here.
        needed = min(paths, len(target.vioses))
        seen = sum(uuid in {disk.uuid for disk in vios.disks} for vios in answering)
        if seen < needed:
            why = f"{uuid} is seen by {seen} VIOSes there, {paths} serve it here"
            yield fact("vscsi-disk-visible-on-target", why, _as_seen(target))


def _ports(source: Server, lpar: Partition) -> Iterator[FibrePort]:
    for vios in source.vioses:
        for adapter in vios.vios.fibre if vios.vios else ():
            if vios.vios and adapter.client == lpar.name:
                yield vios.vios.port(adapter.port)
