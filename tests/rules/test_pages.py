"""Laws over the rule pages themselves. Loading already proves that ids are file names, SQL binds and messages fill."""

from __future__ import annotations

import re

import pytest

from hmcscan_lpm.catalogue import Rule
from hmcscan_lpm.catalogue.model import Command

from .reports import rules, texts, words

each_rule = pytest.mark.parametrize("rule", rules().rules, ids=lambda rule: rule.id)

_UNSEEN = {
    "migration-aware": "the owner's answer",
    "no-open-console": "so only at the moment of the move",
    "clean-before-move": "no report looks into a partition",
    "npiv-reserve-policy": "no report looks into a partition",
}
"""Rules about something that neither scanner collects: they can only ask."""

UNABLE: dict[tuple[str, str], str] = {
    **{(rule, outcome): why for rule, why in _UNSEEN.items() for outcome in ("fail", "pass")},
    ("powervm-enterprise", "fail"): "a server may lack mobility for another reason",
    ("trusted-boot-compatible", "fail"): "no report prints that a server lacks it",
}
"""(rule, outcome) that no report of either scanner can bring about → why."""

CHANGES = re.compile(
    r"\b("
    r"chsyscfg|mksyscfg|rmsyscfg|chhwres|chsysstate|chvet|chcod|chcodpool|chhmc|chled|chlparstate|updlic|updhmc|optmem|mkvterm|rmvterm|"
    r"migrlpar\s+-o\s+[msr]|migrlpar\s+-o\s+set|mkauthkeys(?!.*--test)|"
    r"mkvdev|rmvdev|chdev|mkdev|rmdev|cfgdev|cfgmgr|mkvopt|rmvopt|loadopt|unloadopt|mkrep|rmrep|mklv|rmlv|mkbdsp|rmbdsp|lu\s+-(?:create|remove|map)|"
    r"vfcmap|mktcpip|rmtcpip|startnetsvc|stopnetsvc|viosecure\s+-level|updateios|shutdown|reboot|"
    r"startsrc|stopsrc|refresh|rmcctrl|recfgct|chlv|extendvg|reducevg|mirrorvg|unmirrorvg|bosboot|bootlist\s+-m\s+\w+\s+\w|pvmove|"
    r"cfgsave|cfgenable|cfgadd|cfgremove|cfgdelete|zonecreate|zoneadd|zoneremove|zonedelete|alicreate|aliadd|alidelete|zoneset\s+activate|"
    r"mkhost|chhost|rmhost|addhostport|rmhostport|mkvdiskhostmap|rmvdiskhostmap|mkvolumehostclustermap|chvolgrp"
    r")\b"
)
"""Commands that change something, on HMC, VIOS, partition, switch and storage."""


def commands(rule: Rule) -> tuple[Command, ...]:
    return (*rule.remedy.commands, *rule.remedy.verify, *rule.ask)


@each_rule
def test_it_has_an_example_of_each_outcome_that_a_report_can_bring_about(rule: Rule) -> None:
    shown = {example.outcome for example in rule.examples}
    wanted = {outcome for outcome in ("fail", "pass", "unknown") if (rule.id, outcome) not in UNABLE}
    assert wanted - shown == set()


@each_rule
def test_its_examples_have_different_names(rule: Rule) -> None:
    names = [example.name for example in rule.examples]
    assert len(names) == len(set(names))


@each_rule
def test_an_example_that_changes_nothing_says_what_it_looks_at(rule: Rule) -> None:
    """The healthy estate has bad moves, too: without a subject such an example says something about all of them."""
    vague = [e.name for e in rule.examples if not e.changes and not (e.lpar or e.source or e.target)]
    assert vague == []


@each_rule
def test_it_explains_itself(rule: Rule) -> None:
    empty = [name for name in ("title", "why", "limits", "references", "ask") if not getattr(rule, name)]
    assert empty == []
    assert rule.remedy.summary


@each_rule
def test_its_needs_are_read(rule: Rule) -> None:
    """A table that the SQL does not read cannot be what the decision needs."""
    assert {need.table for need in rule.needs} <= set().union(*map(words, texts(rule)))


@each_rule
def test_its_commands_only_read_unless_marked_disruptive(rule: Rule) -> None:
    unmarked = [command.run for command in commands(rule) if CHANGES.search(command.run) and not command.disruptive]
    assert unmarked == []


@each_rule
def test_nothing_marked_disruptive_only_reads(rule: Rule) -> None:
    harmless = [command.run for command in commands(rule) if command.disruptive and not CHANGES.search(command.run)]
    assert harmless == []


@each_rule
def test_questions_and_verification_change_nothing(rule: Rule) -> None:
    assert not [command.run for command in (*rule.remedy.verify, *rule.ask) if command.disruptive]


def test_the_exceptions_name_rules_that_exist_and_examples_that_do_not() -> None:
    shown = {(rule.id, example.outcome) for rule in rules().rules for example in rule.examples}
    known = {rule.id for rule in rules().rules}
    assert {rule for rule, _ in UNABLE} <= known
    assert not shown & UNABLE.keys()
    assert all(UNABLE.values())
