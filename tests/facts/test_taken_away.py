"""Any fact that is taken away leaves its own question open, with the command that answers it, and changes nothing else."""

from __future__ import annotations

import re

import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.engine import Assessment

from .cases import Case, Unknown, cases, partitions, rounds, without
from .site import FABRIC_A, FABRIC_B, HMC, STORAGE, VIOS, before, handed_over, judged, outcomes, verdicts

ROUNDS = 7
SAN = {
    FABRIC_A: {"npiv-zoned", "npiv-fabric-match"},
    FABRIC_B: {"npiv-zoned", "npiv-fabric-match"},
    STORAGE: {"npiv-storage-mapped"},
}


def expect(result: Assessment, unknown: Unknown) -> None:
    """Exactly these are unknown, nothing fails, and only moves of which a blocker is unknown are unproven."""
    found = outcomes(result)
    assert {key for key, outcome in found.items() if outcome == "unknown"} == set(unknown)
    assert {outcome for key, outcome in found.items() if key not in unknown} <= {"pass", "not-applicable"}
    severity = {rule.id: rule.severity for rule in result.catalogue.rules}
    open_moves = {lpar for rule, lpar in unknown if severity[rule] == "blocker"}
    unproven = set(partitions()) if "*" in open_moves else open_moves
    assert verdicts(result) == {lpar: "unproven" if lpar in unproven else "ready" for lpar in partitions()}


def asked(result: Assessment) -> set[str]:
    """What would be asked now: commands of the console and its VIOSes with their place, others as they are typed."""
    questions = lpm.ask(result).content
    commands = {
        f"{item.server} {item.vios} {' '.join(item.run.split()[:length])}"
        for part in questions.hmcs
        for item in part.commands
        for length in (1, 2, 3)
    }
    return commands | {re.sub(r" (-delim|<).*", "", item.run) for item in questions.others}


@pytest.fixture(scope="module")
def groups() -> list[list[Case]]:
    return rounds(cases())


def test_there_is_a_case_for_every_kind_of_fact_of_every_partition(groups: list[list[Case]]) -> None:
    assert len(groups) == ROUNDS
    found = [each for group in groups for each in group]
    assert {each.about for each in found} > set(partitions())
    assert {each.file for each in found} == {HMC, FABRIC_A, FABRIC_B, STORAGE, VIOS}
    assert len(found) > 150


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_fact_that_is_taken_away_is_asked_for_again(groups: list[list[Case]], number: int) -> None:
    taken = groups[number]
    result = judged(without(taken))
    expect(result, frozenset().union(*(each.unknown for each in taken)))
    again = asked(result)
    for each in taken:
        assert each.asked <= again, each.name


@pytest.mark.parametrize(
    ("gone", "rules"),
    [
        ((FABRIC_A, STORAGE, VIOS), SAN[FABRIC_A] | SAN[STORAGE]),
        ((FABRIC_B,), SAN[FABRIC_B]),
        ((HMC,), None),
    ],
)
def test_a_file_that_is_taken_away_opens_its_questions(gone: tuple[str, ...], rules: set[str] | None) -> None:
    result = judged({name: text for name, text in handed_over().items() if name not in gone})
    alone = {key for key, outcome in outcomes(before()).items() if outcome == "unknown"}
    of_san = SAN[FABRIC_A] | SAN[STORAGE]
    known = {rule.id for rule in result.catalogue.rules}
    wanted = known - of_san if rules is None else rules
    expect(result, frozenset(key for key in alone if key[0] in wanted))
    # The adapters of the other fabric stay proved; that the WWPNs of this one are in no zone does not stop them.
    open_slots = {FABRIC_A: 0, FABRIC_B: 1}
    for item in result.items:
        if item.rule.id == "npiv-zoned" and item.item:
            slot = int(item.item.removeprefix("slot "))
            is_open = any(slot % 2 == parity for file, parity in open_slots.items() if file in gone)
            assert item.outcome == ("unknown" if is_open else "pass")
