"""Commands for an HMC: what is chosen stands in them, what cannot be carried safely does not."""

from __future__ import annotations

import shlex
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hmcscan_lpm import knowledge
from hmcscan_lpm.planning.execution import MoveMapping
from hmcscan_lpm.planning.orders.commands import MoveCommands, commands
from hmcscan_lpm.planning.orders.directory import Directory
from tests.planning.mappings import TWO_PATHS, V7, V8, V10, directory, fc, mapping, movers, scsi, unbridged

HOSTILE = [
    "x'; touch pwned; '",
    "$(touch pwned)",
    "`touch pwned`",
    'a"b',
    "a\nb",
    "-rf",
    "größe",
    "a,b",
    "a\\",
    " ",
    "*",
]
MORE_VIOSES = {"ids": {"vios1": 1, "vios2": 2, "db1": 5, "v,dest_lpar_id=1": 3}}
NO_IDS: dict[str, Any] = {"ids": {}}


def of(move: MoveMapping, where: Directory | None = None, **options: Any) -> MoveCommands:
    return commands([move], where or directory(), **options)[0]


def argv(command: str) -> list[str]:
    return shlex.split(command)


def given_data(command: str) -> str:
    words = argv(command)
    return words[words.index("-i") + 1] if "-i" in words else ""


def option(command: str, name: str) -> str | None:
    words = argv(command)
    return words[words.index(name) + 1] if name in words else None


def test_everything_that_was_chosen_stands_in_the_command() -> None:
    move = mapping(
        fibre=TWO_PATHS, scsi=(scsi(),), movers=(movers(),), pool="gold", pool_id=3, lpar_id=9, vlans=(unbridged(30),)
    )
    assert argv(of(move).validate) == [
        *("migrlpar", "-o", "v", "-m", "SRC", "-t", "DST", "-p", "db1"),
        *("--npivval", "portdisk", "--redundantmsps", "0", "-i"),
        (
            '"virtual_fc_mappings=4//1/14/fcs2,5//2//fcs3",virtual_scsi_mappings=6//1,source_msp_id=1,dest_msp_id=2,'
            "source_msp_ipaddr=10.0.0.1,dest_msp_ipaddr=10.0.0.2,shared_proc_pool_id=3,dest_lpar_id=9"
        ),
        *("-d", "5", "-v"),
    ]


def test_the_move_differs_from_its_validation_in_the_operation_only() -> None:
    made = of(mapping(fibre=TWO_PATHS))
    assert made.move == made.validate.replace("migrlpar -o v", "migrlpar -o m", 1)


def test_the_way_back_goes_to_what_serves_the_partition_today() -> None:
    move = mapping(fibre=TWO_PATHS, scsi=(scsi(),), movers=(movers(),), pool_id=3, lpar_id=9)
    made = of(move)
    assert argv(made.back_move)[:9] == ["migrlpar", "-o", "m", "-m", "DST", "-t", "SRC", "-p", "db1"]
    assert given_data(made.back_move) == (
        '"virtual_fc_mappings=4//1//fcs0,5//2//fcs1",virtual_scsi_mappings=6//1/26,source_msp_id=2,dest_msp_id=1,'
        "source_msp_ipaddr=10.0.0.2,dest_msp_ipaddr=10.0.0.1,shared_proc_pool_id=2,dest_lpar_id=5"
    )


def test_the_default_pool_is_not_named_on_the_way_back() -> None:
    made = of(mapping(pool_id=3), directory({"pools": {"db1": ("DefaultPool", 0)}}))
    assert given_data(made.validate) == "shared_proc_pool_id=3"
    assert given_data(made.back_validate) == ""


def test_stop_recover_logins_and_progress() -> None:
    made = of(mapping(fibre=TWO_PATHS))
    assert made.stop == "migrlpar -o s -m SRC -p db1"
    assert made.recover == "migrlpar -o r -m SRC -p db1"
    assert made.login == "chnportlogin -o login -m SRC -p db1"
    assert made.logins_listed == "lsnportlogin -m SRC --filter lpar_names=db1"
    assert made.logout == "chnportlogin -o logout -m SRC -p db1"
    assert made.progress == "lslparmigr -r lpar -m SRC --filter lpar_names=db1"
    assert made.at_target == "lssyscfg -r lpar -m DST --filter lpar_names=db1 -F lpar_id,state,rmc_state"


def test_without_fibre_channel_nothing_is_logged_in_and_no_volumes_are_validated() -> None:
    made = of(mapping(scsi=(scsi(),)))
    assert (made.login, made.logins_listed, made.logout) == ("", "", "")
    assert option(made.validate, "--npivval") is None


def test_a_partition_that_is_off_needs_neither_movers_nor_a_look_at_volumes() -> None:
    made = of(mapping(fibre=TWO_PATHS), directory({"active": frozenset()}))
    assert option(made.validate, "--npivval") is None
    assert not any("overs" in note for note in made.notes)


@pytest.mark.parametrize(
    ("level", "npivval", "redundant"),
    [(V10, "portdisk", "0"), (V8, "portdisk", "0"), (V7, None, None), ((), None, None)],
)
def test_options_are_left_out_where_the_hmc_is_not_certain_to_know_them(
    level: tuple[int, ...], npivval: str | None, redundant: str | None
) -> None:
    made = of(mapping(fibre=TWO_PATHS, movers=(movers(),)), directory({"hmc_level": level, "hmc_label": "VxRy"}))
    assert (option(made.move, "--npivval"), option(made.move, "--redundantmsps")) == (npivval, redundant)
    left_out = [note for note in made.notes if note.startswith("--npivval portdisk is left out")]
    assert bool(left_out) == (npivval is None)


def test_two_pairs_of_movers_are_redundant_where_the_hmc_knows_them() -> None:
    second = movers(source_vios="vios2", source_id=2, source_address="", target_vios="vios1", target_id=1)
    move = mapping(movers=(movers(), second))
    made = of(move)
    assert given_data(made.move) == '"redundant_msps=1//1/10.0.0.1//2/10.0.0.2,1//2///1/10.0.0.2"'
    assert option(made.move, "--redundantmsps") == "2"
    old = of(move, directory({"hmc_level": V7, "hmc_label": "V7R7.7.0 SP1"}))
    assert given_data(old.move).startswith("source_msp_id=1,dest_msp_id=2,")
    assert any("second pair" in note for note in old.notes)


def test_less_redundancy_is_taken_only_where_it_was_accepted() -> None:
    fewer = mapping(fibre=(fc(), fc(5, source_vios="vios2")))
    assert option(of(fewer).move, "--redundantvios") is None
    assert any("2, with --mpio 2, would accept that" in note for note in of(fewer).notes)
    accepted = of(fewer, less_redundancy=["db1"])
    assert (option(accepted.move, "--redundantvios"), option(accepted.move, "--mpio")) == ("2", "2")
    assert option(accepted.back_move, "--redundantvios") is None
    assert option(of(mapping(fibre=TWO_PATHS), less_redundancy=["db1"]).move, "--redundantvios") is None


def test_a_vlan_without_a_bridge_is_said_and_not_overridden() -> None:
    made = of(mapping(vlans=(unbridged(30),)))
    assert option(made.move, "--vlanbridge") is None
    assert any("VLAN 30" in note for note in made.notes)


@pytest.mark.parametrize("changed", [{"port": None}, {"vios": None, "vios_id": None}, {"port": "fcs0,dest_lpar_id=1"}])
def test_a_mapping_that_is_not_complete_is_left_out_and_said(changed: dict[str, Any]) -> None:
    made = of(mapping(fibre=(fc(), fc(5, **changed)), scsi=(scsi(),)))
    assert given_data(made.move) == "virtual_scsi_mappings=6//1"
    assert any("virtual_fc_mappings is left out" in note and "slot 5" in note for note in made.notes)


def test_a_vios_is_given_by_its_id_even_where_the_mapping_has_only_its_name() -> None:
    hostile = fc(vios="v,dest_lpar_id=1", vios_id=None)
    assert given_data(of(mapping(fibre=(hostile,)), directory(target=MORE_VIOSES)).move) == (
        "virtual_fc_mappings=4//3/14/fcs2"
    )


@pytest.mark.parametrize("name", ["v,dest_lpar_id=1", "a/b", 'a"b', "a=b", "a'b", "a\\b", "a\nb", " a", ""])
def test_a_name_without_id_that_means_something_in_attributes_is_refused(name: str) -> None:
    move = mapping(fibre=(fc(vios=name, vios_id=None),), movers=(movers(source_vios=name, source_id=None),), pool=name)
    made = of(move, directory(NO_IDS, NO_IDS))
    assert "-i" not in argv(made.move)
    assert sum("left out" in note for note in made.notes) >= 3


def test_plain_names_without_ids_are_given_as_names() -> None:
    move = mapping(
        fibre=(fc(vios_id=None, server_slot=None),), movers=(movers(source_id=None, target_id=None),), pool="gold"
    )
    assert given_data(of(move, directory(NO_IDS, NO_IDS)).move) == (
        "virtual_fc_mappings=4/vios1///fcs2,source_msp_name=vios1,dest_msp_name=vios2,"
        "source_msp_ipaddr=10.0.0.1,dest_msp_ipaddr=10.0.0.2,shared_proc_pool_name=gold"
    )


@pytest.mark.parametrize("address", ["10.0.0.1,dest_lpar_id=1", "msp-host", "fe80::1%en0"])
def test_what_is_no_address_is_left_out(address: str) -> None:
    made = of(mapping(movers=(movers(source_address=address),)))
    assert given_data(made.move) == "source_msp_id=1,dest_msp_id=2,dest_msp_ipaddr=10.0.0.2"
    assert any(note.startswith(address) for note in made.notes)


@pytest.mark.parametrize("name", ["a,b", 'a"b', "a\nb", "-rf", "a\u202eb", ""])
def test_a_partition_whose_name_a_list_cannot_carry_goes_by_its_id(name: str) -> None:
    made = of(mapping(name, fibre=TWO_PATHS), directory({"ids": {name: 7}}))
    assert option(made.move, "--id") == "7"
    assert option(made.move, "-p") is None
    assert made.logins_listed.endswith("lpar_ids=7")
    assert (made.back_move, made.at_target) == ("", "")  # its id there is not known before the move
    assert made.back_notes[0].startswith("No command can be given")


def test_a_partition_that_cannot_be_named_gets_no_command() -> None:
    made = of(mapping("a,b", fibre=TWO_PATHS), directory(NO_IDS))
    assert {made.validate, made.move, made.stop, made.recover, made.login, made.progress, made.at_source} == {""}
    assert any(note.startswith("No command can be given") for note in made.notes)


@pytest.mark.parametrize("name", ["S1*78C4A10", "-rf", "a\nb"])
def test_a_server_whose_name_an_hmc_would_not_find_goes_by_type_model_and_serial(name: str) -> None:
    made = of(mapping(), directory(target={"name": name, "machine": "9105-22A*78C4A20"}))
    assert option(made.move, "-t") == "9105-22A*78C4A20"
    assert of(mapping(), directory(target={"name": name, "machine": ""})).move == ""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_of_partition_and_server_is_one_word_or_none(name: str) -> None:
    made = of(mapping(name), directory({"name": name, "ids": {name: 7}}, {"name": name}))
    words = argv(made.move)
    assert words[3:4] + words[5:6] == ["-m", "-t"]
    assert words[7] in ("-p", "--id")
    assert (words[8] == name) == (words[7] == "-p")
    assert len(words) == 12


TEXT = st.text(st.characters() | st.sampled_from(" '\"$`\\;&|<>(){}*?~#!,/=-\n\r\u202e"), min_size=1, max_size=12)


@given(lpar=TEXT, vios=TEXT, port=TEXT, pool=TEXT, known=st.booleans())
@example(lpar="a,b", vios='v",dest_lpar_id=1,"', port="fcs0,x=1", pool="p,source_msp_id=1", known=False)
def test_no_name_becomes_an_option_or_attribute(lpar: str, vios: str, port: str, pool: str, known: bool) -> None:
    ids = {lpar: 7, vios: 3} if known else {}
    move = mapping(lpar, fibre=(fc(vios=vios, vios_id=None, port=port),), pool=pool)
    made = of(move, directory({"ids": ids, "active": frozenset()}, {"ids": ids}))
    if not made.move:
        assert not known
        return
    words = argv(made.move)
    assert [word for word in words if word.startswith("-")] in (
        ["-o", "-m", "-t", begin, *data, "-d", "-v"] for begin in ("-p", "--id") for data in ([], ["-i"])
    )
    keys = [pair.split("=")[0] for pair in given_data(made.move).split(",") if pair]
    assert keys in (
        [],
        ["virtual_fc_mappings"],
        ["shared_proc_pool_name"],
        ["virtual_fc_mappings", "shared_proc_pool_name"],
    )


def test_two_hmcs_get_the_address_of_the_other_one_and_leave_its_user_open() -> None:
    where = directory(target={"hmc": "hmc2", "hmc_serial": "78C1A02"})
    made = of(mapping(), where)
    assert (made.remote, made.asks_user, made.hmc, made.target_hmc) == (True, True, "hmc1", "hmc2")
    assert made.move.startswith('migrlpar -o m -m SRC -t DST --ip hmc2 -u "${REMOTE_HMC_USER:?')
    assert option(made.back_move, "--ip") == "hmc1"
    assert option(made.recover, "--ip") == "hmc2"
    assert option(made.stop, "--ip") is None
    known = of(mapping(), where, remote_user="a b")
    assert (option(known.move, "-u"), known.asks_user) == ("a b", False)


def test_one_hmc_under_two_names_is_one() -> None:
    made = of(mapping(), directory(target={"hmc": "10.0.0.9"}))
    assert (made.remote, option(made.move, "--ip")) == (False, None)


@pytest.mark.parametrize("changed", [{"hmc": ""}, {"hmc": "", "hmc_serial": "", "hmc_level": ()}])
def test_where_the_hmc_is_not_known_the_command_says_so(changed: dict[str, Any]) -> None:
    made = of(mapping(), directory(target=changed))
    assert option(made.move, "--ip") is None
    assert any("is not known: with two, --ip" in note for note in made.notes)


def test_hmcs_of_a_sanitized_report_are_not_compared() -> None:
    servers = directory({"sanitized": True}).servers
    made = of(mapping(), Directory(servers, frozenset({("SRC", "DST")})))
    assert not made.remote
    assert any("placeholders" in note for note in made.notes)


@pytest.mark.parametrize("name", ["hmc2; touch pwned", "-oProxyCommand", "a b", "$(x)"])
def test_an_hmc_whose_name_is_no_host_gets_no_remote_command(name: str) -> None:
    made = of(mapping(), directory(target={"hmc": name, "hmc_serial": "x"}))
    assert (made.validate, made.move, made.recover) == ("", "", "")


def test_levels_between_two_hmcs_are_looked_at_on_both_sides() -> None:
    made = of(mapping(), directory(target={"hmc": "hmc2", "hmc_serial": "x", "hmc_level": (7, 3, 3, 0)}))
    assert any("V7R3.4.0 or later: that is not certain" in note for note in made.notes)


def test_a_wait_is_given_where_it_is_asked_for() -> None:
    assert option(of(mapping(), wait_minutes=15).move, "-w") == "15"
    assert option(of(mapping()).move, "-w") is None


def test_every_option_says_from_which_level_it_is_certain_and_why() -> None:
    for entry in knowledge.facts("hmc_options")["option"]:
        assert len(entry["level"].split(".")) == 4
        assert all(entry[name] for name in ("label", "meaning", "source"))
        assert entry["confidence"] in ("documented", "expert")
