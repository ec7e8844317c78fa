"""Every fact of the second sample site that can be taken away, and what is then not known any more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .site import FABRIC_A, FABRIC_B, HMC, SOURCE, STORAGE, TARGET, VIOS, Told, handed_over, plain

BEGIN = {
    HMC: r"#==> ",
    FABRIC_A: r"rtmsan-a1:FID128:admin> ",
    FABRIC_B: r"rtmsan-b1# ",
    STORAGE: r"IBM_FlashSystem:rtmflash1:superuser>",
    VIOS: r"\$ ",
}
"""How an output begins in each file."""

ZONED = ("cfgshow", "show zoneset active")
PLACED = ("nsshow", "show fcns database")
MAPPED = ("lshost", "lshostvdiskmap")

Unknown = frozenset[tuple[str, str]]
"""Rules and partitions (``*`` = whichever) of which a fact is missing."""


@dataclass(frozen=True, slots=True)
class Case:
    """A piece of a file that is taken away.

    :ivar about: partition, or the rules that it is about: cases about different things can be judged together
    :ivar places: begin and end of it in its file; several where one thing stands in several places
    :ivar unknown: what cannot be decided without it; nothing where another fact says the same
    :ivar asked: commands that must be asked again, by server and VIOS for those of the console
    """

    name: str
    about: str
    file: str
    places: tuple[tuple[int, int], ...]
    unknown: Unknown
    asked: frozenset[str]


def partitions() -> Sequence[str]:
    lpars = plain().lpars
    return sorted(lpars[(lpars["system"] == SOURCE) & (lpars["env"] != "vioserver")]["lpar"])


def _having(column: str, *values: str) -> frozenset[str]:
    lpars = plain().lpars
    return frozenset(lpars[(lpars["system"] == SOURCE) & lpars[column].isin(values)]["lpar"]) & set(partitions())


def active() -> frozenset[str]:
    return _having("state", "Running")


def with_rmc() -> frozenset[str]:
    return active() & _having("env", "aixlinux")


def adapters() -> dict[str, list[int]]:
    """Partition → slots of its NPIV adapters."""
    fibre = plain().tables["virtual_fibre"]
    fibre = fibre[(fibre["system"] == SOURCE) & (fibre["type"] == "client")]
    return {str(lpar): sorted(rows["slot"]) for lpar, rows in fibre.groupby("lpar")}


def _rules(lpars: Iterable[str], *rules: str) -> Unknown:
    return frozenset((rule, lpar) for rule in rules for lpar in lpars)


def outputs(file: str, text: str) -> Iterator[tuple[str, int, int]]:
    """Command line, begin and end of each output in a file."""
    starts = [match.start() for match in re.finditer(f"(?m)^{BEGIN[file]}", text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield re.sub(f"^{BEGIN[file]}", "", text[start:end].split("\n", 1)[0]), start, end


def output(file: str, command: str) -> tuple[int, int]:
    """Where the output of a command stands."""
    ((start, end),) = [place for line, *place in outputs(file, handed_over()[file]) if line.endswith(command)]
    return start, end


def case(name: str, about: str, file: str, place: tuple[int, int], unknown: Unknown, *asked: str) -> Case:
    return Case(name, about, file, (place,), unknown, frozenset(asked))


def found(file: str, pattern: str, within: tuple[int, int] | None = None) -> tuple[int, int]:
    """The only place of a pattern in a file, or in a part of it."""
    start, end = within or (0, len(handed_over()[file]))
    (match,) = re.finditer(pattern, handed_over()[file][start:end])
    return start + match.start(), start + match.end()


def attribute(command: str, line: str, name: str) -> tuple[int, int]:
    """``name=value`` with its comma, in the line of an output that begins so."""
    within = found(HMC, rf"(?m)^{line},.*$", output(HMC, command))
    return found(HMC, rf'(?<=,)(?:"{name}=[^"]*"|{name}=[^,\n]*),?', within)


def of_server() -> Iterator[Case]:
    """Whole outputs and single attributes about servers and VIOSes."""
    everyone, running = partitions(), active()
    for server in (SOURCE, TARGET):
        asked = f"{server}  lshwres -r mem"
        command = f":: lshwres -r mem -m {server} --level sys"
        lmb = _rules("*", "lmb-equal")
        yield case(f"memory of {server}", "lmb", HMC, output(HMC, command), lmb, asked)
        place = found(HMC, r"mem_region_size=256,", output(HMC, command))
        yield case(f"region size of {server}", "lmb", HMC, place, lmb, asked)

        asked, command = f"{server}  lssyscfg -r sys", f":: lssyscfg -r sys -m {server}"
        capable = _rules(everyone, "mobility-capable")
        ibmi = _rules(["ledger4"], "ibmi-target-capable")
        service = _rules(everyone, "not-service-partition") if server == SOURCE else frozenset()
        whole = capable | ibmi | service | _rules("*", "powervm-enterprise")
        yield case(f"capabilities of {server}", "sys", HMC, output(HMC, command), whole, asked)
        attributes = {"active_lpar_mobility_capable": _rules(running, "mobility-capable")}
        if server == SOURCE:
            attributes["inactive_lpar_mobility_capable"] = _rules(set(everyone) - running, "mobility-capable")
            attributes["service_lpar_id"] = service
        else:
            attributes["os400_lpar_mobility_capable"] = ibmi
        for name, unknown in attributes.items():
            place = attribute(command, f"name={server}", name)
            yield case(f"{name} of {server}", "sys", HMC, place, unknown, asked)
    command = f":: lssyscfg -r lpar -m {TARGET}"
    movers = _rules(running, "msp-available")
    yield case("partitions of the target", "msp", HMC, output(HMC, command), movers, f"{TARGET}  lssyscfg -r lpar")
    yield case("one mover of the target", "msp", HMC, attribute(command, "name=rtm02vio1", "msp"), frozenset())


def of_vios() -> Iterator[Case]:
    """Outputs of VIOSes about more than one partition."""
    fibre = [lpar for lpar in adapters() if lpar in active()]
    for server, vios in ((SOURCE, "rtm01vio1"), (SOURCE, "rtm01vio2"), (TARGET, "rtm02vio1"), (TARGET, "rtm02vio2")):
        here, text = f"vios={vios}", handed_over()[HMC]
        places = {line.partition(" :: ")[2]: (a, b) for line, a, b in outputs(HMC, text) if f"{here} " in line}
        clock = _rules(active(), "vios-clock")
        yield case(f"clock of {vios}", "clock", HMC, places["date -u"], clock, f"{server} {vios} date -u")
        checks = _rules(fibre, "npiv-lun-validation")
        run = "lsdev -dev vioslpm0 -attr"
        yield case(f"LPM of {vios}", "lun", HMC, places[run], checks, f"{server} {vios} lsdev -dev vioslpm0")
        units = _rules(["weather1"], "ssp-same-cluster") if server == TARGET else frozenset()
        again = [f"{server} {vios} cluster -list"] if units else []
        yield case(f"cluster of {vios}", "ssp", HMC, places["cluster -list"], units, *again)
        if vios == "rtm02vio1":
            name = found(HMC, r"CLUSTER_NAME: .*\n", places["cluster -list"])
            yield case("name of a cluster, which has an id", "ssp", HMC, name, frozenset())
        if server == TARGET:
            room = _rules(adapters(), "npiv-port-available")
            yield case(f"ports of {vios}", "room", HMC, places["lsnports"], room, f"{server} {vios} lsnports")
            line = found(HMC, r"(?m)^fcs1 .*\n", places["lsnports"])
            yield case(f"a port of {vios}", "room", HMC, line, frozenset())
    asked = re.search(r" asked=\S+", handed_over()[HMC])
    assert asked is not None
    clock = _rules(active(), "vios-clock")
    yield case("the clock that asked", "clock", HMC, asked.span(), clock, f"{SOURCE} rtm01vio1 date -u")


def of_places() -> Iterator[Case]:
    """Outputs of switches and storage about more than one partition, and what repeats what others say."""
    fibre = _rules(adapters(), "npiv-fabric-match")
    zoned = _rules(adapters(), "npiv-zoned")
    yield case("zones of fabric A", "zones", FABRIC_A, output(FABRIC_A, "cfgshow"), zoned, *ZONED)
    yield case("zones of fabric B", "zones", FABRIC_B, output(FABRIC_B, "show zoneset active vsan 20"), zoned, *ZONED)
    for file, command in ((FABRIC_A, "nsshow"), (FABRIC_B, "show fcns database vsan 20")):
        place = output(file, command)
        yield case(f"logins of {file}", "logins", file, place, fibre, *PLACED)
        port = found(file, r"(?m)^.*10:00:00:10:9b:.*\n", (place[0], place[0] + _first(file, place)))
        yield case(f"a port in {file}", "logins", file, port, frozenset())
    aliases = output(FABRIC_B, "show device-alias database")
    yield case("aliases of fabric B", "aliases", FABRIC_B, aliases, frozenset())
    yield case("the list of hosts", "storage", STORAGE, output(STORAGE, "lshost -delim :"), frozenset())
    maps = output(STORAGE, "lshostvdiskmap -delim :")
    yield case("maps", "storage", STORAGE, maps, _rules(adapters(), "npiv-storage-mapped"), *MAPPED)
    yield case("logins that the console lists", "console", HMC, _listing("lsnportlogin"), frozenset())
    yield case("maps of a VIOS", "vios", VIOS, output(VIOS, "lsmap -all"), frozenset())


def _first(file: str, place: tuple[int, int]) -> int:
    """How far the first port of a VIOS stands below the beginning of a name server."""
    text = handed_over()[file][slice(*place)]
    return text.index("\n", text.index("10:00:00:10:9b:")) + 1


def _listing(program: str) -> tuple[int, int]:
    ((start, end),) = [place for line, *place in outputs(HMC, handed_over()[HMC]) if f":: {program}" in line]
    return start, end


def of_partition(lpar: str) -> Iterator[Case]:
    """What the console tells of one partition."""
    command, asked = f":: lssyscfg -r lpar -m {SOURCE}", f"{SOURCE}  lssyscfg -r lpar"
    attributes = {
        "dlpar_mem_capable": _rules(with_rmc() & {lpar}, "dlpar-capable"),
        "redundant_err_path_reporting": _rules(active() & {lpar}, "no-redundant-error-path"),
        "vtpm_enabled": _rules([lpar], "trusted-boot-compatible"),
    }
    if lpar == "ledger4":
        attributes["restricted_io_partition"] = _rules([lpar], "ibmi-restricted-io")
    # Where a partition has many disks to ask about, the attributes of others are enough.
    for name, unknown in attributes.items() if lpar in adapters() else ():
        if unknown:
            place = attribute(command, f"name={lpar}", name)
            yield case(f"{name} of {lpar}", lpar, HMC, place, unknown, asked)
    whole = frozenset().union(*attributes.values())
    line = found(HMC, rf"(?m)^name={lpar},.*\n", output(HMC, command))
    yield case(f"the line of {lpar}", lpar, HMC, line, whole, asked)

    command, asked = f":: lssyscfg -r prof -m {SOURCE}", f"{SOURCE}  lssyscfg -r prof"
    profile = f"name=default_profile,lpar_name={lpar}"
    serial, arrays = _rules([lpar], "no-virtual-serial"), _rules(active() & {lpar}, "no-bsr")
    for name, unknown in (("virtual_serial_adapters", serial), ("bsr_arrays", arrays)):
        place = attribute(command, profile, name)
        yield case(f"{name} of {lpar}", lpar, HMC, place, unknown, *[asked] * bool(unknown))
    line = found(HMC, rf"(?m)^{profile},.*\n", output(HMC, command))
    yield case(f"the profile of {lpar}", lpar, HMC, line, serial | arrays, asked)


def of_storage(lpar: str) -> Iterator[Case]:
    """What switches, storage and VIOSes tell of one partition."""
    for slot in adapters().get(lpar, ()):
        zoned = _rules([lpar], "npiv-zoned")
        if slot > 31:
            continue
        if slot % 2:
            place = found(FABRIC_B, rf"  zone name z_{lpar}_{slot} vsan 20\n(?:.+\n)+\n")
            yield case(f"zone of {lpar}, slot {slot}", lpar, FABRIC_B, place, zoned, *ZONED)
        else:
            # As it is defined, and as it is in effect.
            named = rf" zone:\tz_{lpar}_{slot}\n"
            places = [found(FABRIC_A, named + rest) for rest in (r"\t\t.*;.*\n", r"(?:\t\t[0-9a-f:]{23}\n)+")]
            yield Case(f"zone of {lpar}, slot {slot}", lpar, FABRIC_A, tuple(places), zoned, frozenset(ZONED))
    if lpar in adapters():
        mapped = _rules([lpar], "npiv-storage-mapped")
        host = output(STORAGE, f"lshost -delim : {lpar}")
        yield case(f"host of {lpar}", lpar, STORAGE, host, mapped, *MAPPED)
        maps = found(STORAGE, rf"(?:\d+:{lpar}:\d+:\d+:.*\n)+", output(STORAGE, "lshostvdiskmap -delim :"))
        yield case(f"maps of {lpar}", lpar, STORAGE, maps, mapped, *MAPPED)
    for number, (server, vios, disk) in enumerate(disks(lpar)):
        run, unknown = f"lsdev -dev {disk}", _rules([lpar], "vscsi-reserve-policy")
        place = output(HMC, f"vios={vios} :: {run} -attr reserve_policy")
        value = found(HMC, r"no_reserve", place)
        # The whole output of one VIOS, what it says of another.
        taken = place if number % 2 else value
        if lpar == "gate1" or number < 4:
            yield case(f"{disk} of {vios}", lpar, HMC, taken, unknown, f"{server} {vios} {run}")


def disks(lpar: str) -> Iterator[tuple[str, str, str]]:
    """Server, VIOS and name of every disk that a partition has over virtual SCSI, on both servers."""
    tables = plain().tables
    maps = tables["vscsi_mappings"]
    maps = maps[(maps["system"] == SOURCE) & (maps["client_lpar"] == lpar)]
    wanted = set(maps["disk_id"].dropna())
    seen = tables["vios_disks"]
    for row in seen[seen["disk_id"].isin(wanted)].itertuples():
        yield str(row.system), str(row.vios), str(row.disk)


def cases() -> list[Case]:
    """All of them."""
    of_all = [*of_server(), *of_vios(), *of_places()]
    return of_all + [each for lpar in partitions() for each in (*of_partition(lpar), *of_storage(lpar))]


def without(taken: Sequence[Case]) -> Told:
    """The files without these pieces."""
    texts = dict(handed_over())
    pieces = [(each.file, *place) for each in taken for place in each.places]
    for file, start, end in sorted(pieces, reverse=True):
        texts[file] = texts[file][:start] + texts[file][end:]
    return texts


def rounds(found_cases: Sequence[Case]) -> list[list[Case]]:
    """The cases in few groups, so that what else one of them changes shows in the rest.

    Two at most are about one partition, one about anything else.
    """
    groups: list[list[Case]] = []
    for each in found_cases:
        for group in groups:
            most = 2 if each.about in partitions() else 1
            if sum(each.about == other.about for other in group) < most and not any(_collide(each, o) for o in group):
                group.append(each)
                break
        else:
            groups.append([each])
    return groups


def _collide(one: Case, other: Case) -> bool:
    """One would hide what the other does: they overlap, or leave the same open."""
    overlap = one.file == other.file and any(
        start < other_end and other_start < end for start, end in one.places for other_start, other_end in other.places
    )
    return overlap or bool(one.unknown & other.unknown)
