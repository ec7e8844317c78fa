"""A fact that says that something is wrong stops the moves it concerns, and names its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pytest

from hmcscan_lpm.engine import Assessment

from .cases import active, adapters, output, partitions
from .site import FABRIC_A, FABRIC_B, HMC, SOURCE, STORAGE, TARGET, Told, after, handed_over, judged, outcomes, verdicts

Edit = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Break:
    """Something that is wrong.

    :ivar rule: the rule that must fail, and nothing else may change
    :ivar lpars: for which partitions; ``*`` = for a pair of servers
    :ivar shown: a line of the changed file that must be among the evidence
    :ivar says: what the message must say
    """

    name: str
    file: str
    edit: Edit
    rule: str
    lpars: Iterable[str]
    shown: str
    says: str


def swap(old: str, new: str, count: int = 1) -> Edit:
    """Replace a text that stands *count* times."""

    def edit(text: str) -> str:
        assert text.count(old) == count, (old, text.count(old))
        return text.replace(old, new)

    return edit


def within(command: str, pattern: str, new: str, count: int = 1) -> Edit:
    """Replace what matches in the outputs of the console whose command ends so."""

    def edit(text: str) -> str:
        start = text.index(f"{command}\n")
        end = text.find("#==> ", start)
        changed, found = re.subn(pattern, new, text[start : end if end > 0 else len(text)], flags=re.MULTILINE)
        assert found == count, (pattern, found)
        return text[:start] + changed + text[end if end > 0 else len(text) :]

    return edit


def then(*edits: Edit) -> Edit:
    def edit(text: str) -> str:
        for each in edits:
            text = each(text)
        return text

    return edit


def wwpns(lpar: str, slot: int) -> tuple[str, str]:
    """The pair of an adapter as switches print it."""
    (name, other) = (f"{lpar}_{slot}", f"{lpar}_{slot}_lpm")
    file, pattern = (
        (FABRIC_B, r"device-alias name {} pwwn ([0-9a-f:]+)\n") if slot % 2 else (FABRIC_A, r" alias:\t{}\n\t\t(.*)\n")
    )
    first, second = (re.search(pattern.format(each), handed_over()[file]) for each in (name, other))
    assert first is not None
    assert second is not None
    return first[1], second[1]


def plain_wwpn(text: str) -> str:
    return text.replace(":", "").upper()


def effective(lpar: str, slot: int) -> str:
    """The zone of an adapter as it is in effect in fabric A."""
    found = re.search(rf" zone:\tz_{lpar}_{slot}\n(?:\t\t[0-9a-f:]{{23}}\n)+", handed_over()[FABRIC_A])
    assert found is not None
    return found[0]


def port(wwpn: str) -> str:
    """A WWPN of a host object as the storage prints it, with its state."""
    found = re.search(rf"WWPN:{plain_wwpn(wwpn)}\nnode_logged_in_count:\d\nstate:\w+\n", handed_over()[STORAGE])
    assert found is not None
    return found[0]


def of_partitions() -> Sequence[Break]:
    """One thing wrong with each partition."""
    db1, app1, app2, crane, customs, archive = (
        wwpns(*each)
        for each in (
            ("cargodb1", 30),
            ("cargoapp1", 31),
            ("cargoapp2", 30),
            ("crane1", 30),
            ("customs1", 30),
            ("archive2", 31),
        )
    )
    zone, lpars, profiles = (
        effective("customs1", 30),
        f":: lssyscfg -r lpar -m {SOURCE}",
        f":: lssyscfg -r prof -m {SOURCE}",
    )
    crane_port, own_volume = port(crane[1]), "id:99\nname:crane1_lpm\nport_count:1\ntype:generic\niogrp_count:4\n"
    maps = output(STORAGE, "lshostvdiskmap -delim :")
    other = "99:crane1_lpm:0:77:radar1_root:6005076810810A7E5800000000000077:0:io_grp0:private::\n"
    last = handed_over()[STORAGE][slice(*maps)].rstrip("\n").rsplit("\n", 1)[-1]
    archive_zone = (
        f"    pwwn {archive[0]} [device-alias archive2_31]\n    pwwn {archive[1]} [device-alias archive2_31_lpm]\n"
    )
    return (
        Break(
            "the second WWPN is in no zone of a Brocade switch",
            FABRIC_A,
            swap(effective("cargodb1", 30), effective("cargodb1", 30).replace(f"\t\t{db1[1]}\n", "")),
            "npiv-zoned",
            ["cargodb1"],
            f"\t\t{db1[0]}",
            f"{plain_wwpn(db1[1]).lower()} is in no active zone of rtmsan-a1",
        ),
        Break(
            "the second WWPN is in no zone of a Cisco switch",
            FABRIC_B,
            swap(f"    pwwn {app1[1]} [device-alias cargoapp1_31_lpm]\n", ""),
            "npiv-zoned",
            ["cargoapp1"],
            f"[pwwn {app1[0]}]",
            "is in no active zone of rtmsan-b1 vsan 20",
        ),
        Break(
            "the second WWPN is in no host object",
            STORAGE,
            swap(port(app2[1]), ""),
            "npiv-storage-mapped",
            ["cargoapp2"],
            f"WWPN:{plain_wwpn(app2[0])}",
            f"{plain_wwpn(app2[1]).lower()} is in no host object of rtmflash1",
        ),
        Break(
            "the second WWPN is mapped to other volumes",
            STORAGE,
            then(
                swap(crane_port, ""),
                swap(
                    "IBM_FlashSystem:rtmflash1:superuser>lshostvdiskmap",
                    f"IBM_FlashSystem:rtmflash1:superuser>lshost -delim : 99\n{own_volume}{crane_port}"
                    "IBM_FlashSystem:rtmflash1:superuser>lshostvdiskmap",
                ),
                swap(f"{last}\n", f"{last}\n{other}"),
            ),
            "npiv-storage-mapped",
            ["crane1"],
            other.strip(),
            "they see other volumes",
        ),
        Break(
            "the second WWPN is zoned to other storage ports",
            FABRIC_A,
            swap(
                zone,
                zone.replace(f"\t\t{customs[1]}\n", "")
                + f" zone:\tz_customs1_lpm\n\t\t{customs[1]}\n\t\t50:05:07:68:12:b7:a0:19\n",
            ),
            "npiv-zoned",
            ["customs1"],
            f"\t\t{customs[1]}",
            "they are zoned with other storage ports",
        ),
        Break(
            "the pair is in no zone of the active zone set of its fabric",
            FABRIC_A,
            swap(effective("berth1", 30), ""),
            "npiv-zoned",
            ["berth1"],
            "\t\tberth1_30; berth1_30_lpm; rtmflash1_p1; rtmflash1_p2",
            "only zones of rtmsan-a1 that are not active name them",
        ),
        Break(
            "the second WWPN of a powered-off partition is zoned alone",
            FABRIC_B,
            swap(archive_zone, archive_zone.split("\n", 1)[1]),
            "npiv-zoned",
            ["archive2"],
            f"pwwn {archive[1]} [device-alias archive2_31_lpm]",
            f"{plain_wwpn(archive[0]).lower()} is in no active zone of rtmsan-b1 vsan 20",
        ),
        Break(
            "a VIOS of the target reserves a disk",
            HMC,
            within("vios=rtm02vio2 :: lsdev -dev hdisk4 -attr reserve_policy", "no_reserve", "single_path"),
            "vscsi-reserve-policy",
            ["tariff1"],
            "single_path",
            "rtm02vio2 hdisk4 of rtm-s1022-02 has the reserve_policy single_path",
        ),
        Break(
            "the VIOSes have different policies for a disk",
            HMC,
            within("vios=rtm02vio1 :: lsdev -dev hdisk4 -attr reserve_policy", "no_reserve", "PR_shared"),
            "vscsi-reserve-policy",
            ["gate1"],
            "PR_shared",
            "and another VIOS has another policy",
        ),
        Break(
            "I/O of an IBM i partition is not restricted",
            HMC,
            within(lpars, "^(name=ledger4,.*restricted_io_partition=)1", r"\g<1>0"),
            "ibmi-restricted-io",
            ["ledger4"],
            "restricted_io_partition=0",
            "",
        ),
        Break(
            "a serial adapter is required",
            HMC,
            within(
                profiles, "^(name=default_profile,lpar_name=pilot2,.*1/server/1/any//any/1)", r"\1,5/client/0/11//5/1"
            ),
            "no-virtual-serial",
            ["pilot2"],
            "5/client/0/11//5/1",
            "slot 5 is required",
        ),
        Break(
            "the target is in another cluster",
            HMC,
            then(
                *(
                    within(
                        f"vios=rtm02vio{number} :: cluster -list",
                        r"^CLUSTER_NAME: +\w+\nCLUSTER_ID: +\w+$",
                        "CLUSTER_NAME:    other\nCLUSTER_ID:      5b1f0c7ea61211f0800298be94a7c1d2",
                    )
                    for number in (1, 2)
                )
            ),
            "ssp-same-cluster",
            ["weather1"],
            "CLUSTER_NAME:    other",
            "in which no VIOS of rtm-s1022-02 is",
        ),
    )


def of_servers() -> Sequence[Break]:
    """One thing wrong with the servers for each rule about them."""
    target = f":: lssyscfg -r sys -m {TARGET}"
    fibre = [lpar for lpar in adapters() if lpar in active()]
    return (
        Break(
            "another size of memory blocks",
            HMC,
            within(f":: lshwres -r mem -m {TARGET} --level sys", "mem_region_size=256", "mem_region_size=128"),
            "lmb-equal",
            ["*"],
            "mem_region_size=128",
            "rtm-s1022-01: 256 MB; rtm-s1022-02: 128 MB",
        ),
        Break(
            "no room on the ports",
            HMC,
            then(
                *(
                    within(f"vios=rtm02vio{number} :: lsnports", r"^(fcs\d .* 64 +)\d+( +2048 .*)$", r"\g<1>0\2", 4)
                    for number in (1, 2)
                )
            ),
            "npiv-port-available",
            adapters(),
            "fcs1             U78DA.ND0.WZS7B2C-P0-C5-T1          1     64     0   2048    2046",
            "lsnports shows room for 0 virtual adapters",
        ),
        Break(
            "the target moves no running partition",
            HMC,
            within(target, "active_lpar_mobility_capable=1,in", "active_lpar_mobility_capable=0,in"),
            "mobility-capable",
            active(),
            "active_lpar_mobility_capable=0",
            "rtm-s1022-02 is not capable of active moves",
        ),
        Break(
            "the target moves no IBM i",
            HMC,
            within(target, "os400_lpar_mobility_capable=1", "os400_lpar_mobility_capable=0"),
            "ibmi-target-capable",
            ["ledger4"],
            "os400_lpar_mobility_capable=0",
            "",
        ),
        Break(
            "a partition is the service partition",
            HMC,
            within(f":: lssyscfg -r sys -m {SOURCE}", "service_lpar_id=none", "service_lpar_id=14"),
            "not-service-partition",
            ["crane1"],
            "service_lpar_id=14",
            "",
        ),
        Break(
            "no VIOS of the target is a mover",
            HMC,
            within(f":: lssyscfg -r lpar -m {TARGET}", "msp=1", "msp=0", 2),
            "msp-available",
            active(),
            "msp=0",
            "rtm-s1022-02 has no mover service partition",
        ),
        Break(
            "one clock is wrong",
            HMC,
            within(
                f"server={TARGET} vios=rtm02vio2 asked=2026-01-13T06:00:28 :: date -u", "06:00:28 UTC", "06:09:28 UTC"
            ),
            "vios-clock",
            active(),
            "Jan 13 06:09:28 UTC 2026",
            "The VIOSes' clocks differ by 540 s",
        ),
        Break(
            "no VIOS of the source checks volumes",
            HMC,
            then(
                *(
                    within(
                        f"vios=rtm01vio{number} :: lsdev -dev vioslpm0 -attr",
                        "^src_lun_val     on ",
                        "src_lun_val     off",
                    )
                    for number in (1, 2)
                )
            ),
            "npiv-lun-validation",
            fibre,
            "src_lun_val     off",
            "",
        ),
        Break(
            "redundant error paths are reported",
            HMC,
            within(
                f":: lssyscfg -r lpar -m {SOURCE}",
                "^(name=berth1,.*redundant_err_path_reporting=)0",
                r"\g<1>1",
            ),
            "no-redundant-error-path",
            ["berth1"],
            "redundant_err_path_reporting=1",
            "",
        ),
        Break(
            "memory cannot be changed while it runs",
            HMC,
            within(f":: lssyscfg -r lpar -m {SOURCE}", "^(name=pilot2,.*dlpar_mem_capable=)1", r"\g<1>0"),
            "dlpar-capable",
            ["pilot2"],
            "dlpar_mem_capable=0",
            "",
        ),
        Break(
            "BSR arrays",
            HMC,
            within(
                f":: lssyscfg -r prof -m {SOURCE}",
                "^(name=default_profile,lpar_name=customs1,.*bsr_arrays=)0",
                r"\g<1>2",
            ),
            "no-bsr",
            ["customs1"],
            "bsr_arrays=2",
            "",
        ),
    )


def broken(breaks: Iterable[Break]) -> Told:
    texts = dict(handed_over())
    for each in breaks:
        texts[each.file] = each.edit(texts[each.file])
    return texts


def lines_shown(result: Assessment, each: Break, texts: Told) -> list[str]:
    """The lines of its file that stand among the evidence of a failure."""
    (failures) = [
        item
        for item in result.items
        if item.outcome == "fail" and item.rule.id == each.rule and (item.lpar or "*") in set(each.lpars)
    ]
    assert failures
    assert all(each.says in item.message for item in failures), [item.message for item in failures]
    cells = [cell for item in failures for cell in result.evidence(item) if cell.report == each.file]
    return [texts[each.file].split("\n")[int(cell.cell.removeprefix("line ")) - 1] for cell in cells]


@pytest.mark.parametrize("breaks", [of_partitions, of_servers], ids=lambda each: each.__name__)
def test_what_is_wrong_fails_and_names_its_line(breaks: Callable[[], Sequence[Break]]) -> None:
    wrong = breaks()
    texts = broken(wrong)
    result = judged(texts)
    expected = {(each.rule, lpar): "fail" for each in wrong for lpar in each.lpars}
    healthy = {
        key: outcome for key, outcome in outcomes(after()).items() if key[0] in {r.id for r in result.catalogue.rules}
    }
    assert outcomes(result) == {**healthy, **expected}
    for each in wrong:
        assert any(each.shown in line for line in lines_shown(result, each, texts)), each.name
    severity = {rule.id: rule.severity for rule in result.catalogue.rules}
    stopped = {lpar for rule, lpar in expected if severity[rule] == "blocker"}
    blocked = set(partitions()) if "*" in stopped else stopped
    assert verdicts(result) == {lpar: "blocked" if lpar in blocked else "ready" for lpar in partitions()}
