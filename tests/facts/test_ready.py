"""With everything that was handed over about the second sample site, every blocker of twelve moves is decided."""

from __future__ import annotations

import hmcscan_lpm as lpm
from hmcscan_lpm.supplements.read import read_text

from . import site
from .site import SITE, SOURCE, TARGET, TODAY, after, before, decided, handed_over, outcomes, plain, verdicts

SETTLED = {
    "dlpar-capable",
    "ibmi-restricted-io",
    "ibmi-target-capable",
    "lmb-equal",
    "mobility-capable",
    "msp-available",
    "no-bsr",
    "no-redundant-error-path",
    "no-virtual-serial",
    "not-service-partition",
    "npiv-fabric-match",
    "npiv-lun-validation",
    "npiv-port-available",
    "npiv-storage-mapped",
    "npiv-zoned",
    "powervm-enterprise",
    "ssp-same-cluster",
    "trusted-boot-compatible",
    "vios-clock",
    "vscsi-reserve-policy",
}
ONLY_PEOPLE_KNOW = {"clean-before-move", "migration-aware", "no-open-console", "npiv-reserve-policy"}


def test_the_report_alone_proves_no_move_and_stops_none() -> None:
    result = before()
    assert set(verdicts(result).values()) == {"unproven"}
    assert "fail" not in outcomes(result).values()


def test_with_all_facts_twelve_moves_are_ready() -> None:
    result = after()
    assert list(verdicts(result).values()) == ["ready"] * 12
    left = {rule for (rule, _), outcome in outcomes(result).items() if outcome not in ("pass", "not-applicable")}
    assert left == ONLY_PEOPLE_KNOW
    assert decided() == SETTLED


def test_every_verdict_that_rests_on_a_fact_names_its_file_and_line() -> None:
    result = after()
    alone = outcomes(before())
    files = {name: text.split("\n") for name, text in handed_over().items()}
    for item in result.items:
        if item.rule.id in SETTLED and alone[item.rule.id, item.lpar or "*"] == "unknown" and item.outcome == "pass":
            cells = [cell for cell in result.evidence(item) if cell.report in files]
            assert cells, f"{item.rule.id} of {item.lpar}: {item.message}"
            for cell in cells:
                line = files[cell.report][int(cell.cell.removeprefix("line ")) - 1]
                assert line.strip(), f"{item.rule.id} of {item.lpar}: {cell}"


def test_nothing_that_was_handed_over_is_left_unread() -> None:
    told = site.told(handed_over())
    assert [issue for issue in told.issues if issue not in plain().issues] == []
    assert {file.file for file in told.facts if file.facts} == set(handed_over())


def test_the_report_of_the_other_scanner_comes_to_the_same() -> None:
    estate = lpm.load(SITE / "hmc-rtm1.json", facts=[SITE / "facts"])
    result = lpm.assess(estate, source=SOURCE, target=TARGET, vios=False, today=TODAY)
    assert list(verdicts(result).values()) == ["ready"] * 12


def test_what_was_typed_by_hand_may_be_read_as_one_file() -> None:
    """A person may put all sessions into one file: prompts and markers tell them apart."""
    together = "".join(handed_over().values())
    told = site.told({"all.txt": together})
    separate = site.told(handed_over())
    for name in ("storage_hosts", "storage_maps", "npiv_ports", "clusters"):
        assert len(told.tables[name]) == len(separate.tables[name])
    assert read_text("all.txt", together).issues == ()
