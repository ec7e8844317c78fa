"""Names out of a report never break out of the command they stand in."""

from __future__ import annotations

import shlex
import subprocess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hmcscan_lpm.shell import fill_command

HOSTILE = "x'; touch pwned; '"


def test_plain_names_stay_readable() -> None:
    command = fill_command("lssyscfg -r lpar -m {source} --filter lpar_names={lpar}", {"source": "S1", "lpar": "db-1"})
    assert command == "lssyscfg -r lpar -m S1 --filter lpar_names=db-1"


def test_a_place_without_a_value_names_itself() -> None:
    assert fill_command("lsmap -vadapter {vhost}", {"vhost": None}) == "lsmap -vadapter <vhost>"


@given(st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" '\"$`\\;&|<>(){}*?~#!"), min_size=1))
@example(HOSTILE)
@example("$(touch pwned)")
@example("`touch pwned`")
@example('"; touch pwned; "')
def test_outside_quotes_a_value_is_one_word(name: str) -> None:
    assert shlex.split(fill_command("run {name} end", {"name": name})) == ["run", name, "end"]


@pytest.mark.parametrize(
    "name", [HOSTILE, "$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "a\\", "it's", "a b"]
)
def test_inside_double_quotes_a_real_shell_sees_the_value_only(name: str) -> None:
    command = fill_command('printf "%s" "name={name},x=1"', {"name": name})
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == f"name={name},x=1"


@pytest.mark.parametrize(
    "name", [HOSTILE, "$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "a\\", "it's", "a b"]
)
def test_a_command_for_the_vios_is_quoted_for_both_shells(name: str) -> None:
    """The HMC's shell passes the text on, the VIOS's shell splits it again."""
    command = fill_command('viosvrcmd -m S -c "printf %s {name}"', {"name": name})
    for_vios = subprocess.run(
        ["bash", "-c", f'viosvrcmd() {{ printf "%s" "$4"; }}; {command}'], capture_output=True, text=True, check=True
    ).stdout
    assert subprocess.run(["bash", "-c", for_vios], capture_output=True, text=True, check=True).stdout == name


def test_control_and_direction_characters_do_not_reach_the_terminal() -> None:
    assert fill_command("echo {name}", {"name": "a\nb\u202ec"}) == "echo 'a?b?c'"
