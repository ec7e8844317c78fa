"""The page says how the moves are made: in which wave, mapped where and why, by which commands, and who does what."""

from __future__ import annotations

import re

from hmcscan_lpm.rendering import html

from . import builders as b
from . import execution_builders as x
from .test_html import read


def made(*moves: b.MoveSummary, **changes: object) -> str:
    """The text of a plan in which *moves* are made."""
    chosen = moves or (b.move(),)
    return read(html.render_plan(b.plan(**{"moves": chosen, **x.executed(chosen), **changes}))).text


def test_the_summary_says_how_it_is_made_and_what_to_type_first() -> None:
    text = made()
    assert (
        "Waves 1 wave with 1 move Time for all waves likely 12.6 min, at most 27.1 min, and the looks in between"
        in text
    )
    assert f"First command, for db01, on hmc-ams1: it validates and changes nothing. {x.commands().validate}" in text
    assert "Waves none: see why In no wave 1 blocked" in made(b.move(verdict="blocked"))


def test_a_blocked_move_is_said_to_be_in_no_wave_and_to_have_no_commands() -> None:
    blocked = b.move("d", verdict="blocked", blockers=(("npiv-wwpn-pair", "Slot 14: no second WWPN."),))
    text = made(b.move(), blocked, groups=(b.group(),))
    assert (
        "1 move is blocked. They are in no wave, and have neither mapping nor commands, until what blocks them is gone. "
        f"d {b.SOURCE} → {b.TARGET}: Slot 14: no second WWPN" in text
    )
    assert "1 blocked move has none, see Waves ." in text


def test_an_unproven_move_is_marked_wherever_it_is_made() -> None:
    text = made(b.move(verdict="unproven", open_questions=(("npiv-zoned", "Not shown."),)))
    unproven = "Unproven: settle the open questions first. The HMC's validation tells what no report shows."
    assert text.count(unproven) == 3  # wave, card, runbook
    assert "Wave 1 ? Unproven" in text
    assert "Move, when nothing is open and validation has succeeded ! changes something migrlpar -o m" in text
    assert unproven not in made()
    assert "Move, when validation has succeeded ! changes something migrlpar -o m" in made()


def test_a_mapping_says_where_from_where_to_and_why() -> None:
    text = made()
    for words in (
        "14 ams-vios1 fcs0 c050760901271400 c050760901271401 ams2-vios1 fcs2 VIOS id 1, slot 114 A the same, by the labels",
        "of the ports ams2-vios1 takes over from ams-vios1; fcs2 is labelled A, like fcs0 today; slot 114 is kept.",
        "20 ams-vios1 slot 51 ams2-vios1 VIOS id 1, slot 51 33213600507680C80801E3800000000000042504214503IBMfcp",
        "2 110 ETHERNET0 ams2-vios1 ent8 , ams2-vios2 ent8 ent8 of both carries it.",
        "Movers: ams-vios1 (id 1) → ams2-vios1 (id 1) They carry the fewest moves so far.",
    ):
        assert words in text


def test_what_is_wrong_with_a_mapping_is_marked() -> None:
    lost = x.fibre(vios=None, port=None, fabric="", fabric_by="", problems=(x.NO_PORT,))
    text = made(mappings=(x.mapping(fibre=(lost,)),))
    assert f"✕ none found today A there not known ? not shown to be the same {lost.reason} ! look {x.NO_PORT}" in text
    assert "Wave 1 ✓ Ready ! 1 mapping to look at" in text
    assert "db01 ams-s924-01 → ams-s1022-02 ! 1 remark" in text


def test_commands_say_where_they_are_typed() -> None:
    two = x.commands(remote=True, target_hmc="hmc-ams2", asks_user=True)
    text = made(commands=(two,))
    assert "Commands, on hmc-ams1 Two HMCs take part: hmc-ams1 and hmc-ams2 ." in text
    assert "The user on the other HMC is left open: set REMOTE_HMC_USER ." in text
    assert f"Where it is, after, on hmc-ams2 {two.at_target}" in text
    assert f"Move back, on hmc-ams2 ! changes something {two.back_move}" in text
    assert "No command can be given: the notes below say why." in made(commands=(x.commands(validate="", move=""),))


def test_the_runbook_has_boxes_to_tick_who_and_why() -> None:
    page = read(html.render_plan(b.plan(**x.executed((b.move(),)))))
    assert page.elements["input"] == 5 + 3 + 1  # steps, one move, the search
    assert (
        "1.1 Agree on the time with whoever runs the software application, by asking · every partition that moves (1)"
        in page.text
    )
    assert "2.1 Move ! changes something HMC, on the HMC · every partition that moves (1)" in page.text
    assert "In the partitions: db01 errpt -d H lspath" in page.text


def test_somebody_signs_for_every_part_and_every_wave() -> None:
    text = made(b.move("a"), b.move("b"))
    assert (
        "migration lead HMC VIOS SAN and storage network operating system application, wave 1 application, wave 2"
        in text
    )


def test_a_placement_says_who_has_no_home_and_what_would_give_one() -> None:
    text = made(placement=x.placement((b.move(),)))
    for words in (
        "The search ended because hardly anything is left to be gained. Proved gap: 0.4 %.",
        "largest used share, per cent 72.5 72.2",
        f"huge1 on {b.SOURCE} {b.TARGET} : 2 TB of memory are missing {b.SECOND_TARGET} : no VLAN 900 No single change was found.",
        f"dmz1 on {b.SOURCE} {b.TARGET} : no VLAN 700 Bridge VLAN 700 on {b.TARGET}.",
        "db01 ams-s924-01 ✓ Ready least used of three",
    ):
        assert words in text
    assert "placement" not in read(html.render_plan(b.plan())).ids


def test_a_question_has_a_place_for_its_owner() -> None:
    text = read(html.render_plan(b.demo_plan())).text
    assert "Owner (SAN and storage): Answer, date:" in text
    assert "Question Owner Answer, date Do the applications of erp-db-prd-01 stand a pause of a second?" in text


def test_two_hundred_moves_stay_usable() -> None:
    page = html.render_plan(b.long_plan())
    assert len(page.encode("utf-8")) < 3_000_000
    assert len(re.findall(r"<details[^>]* open", page)) < 20
