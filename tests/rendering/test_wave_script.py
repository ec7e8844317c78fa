"""The script of a wave, run by real shells against a host and an HMC that only write down what reaches them."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hmcscan_lpm.planning.execution import Wave, WaveMove
from hmcscan_lpm.planning.orders.commands import MoveCommands, commands
from hmcscan_lpm.planning.orders.directory import Directory
from hmcscan_lpm.rendering.wave_script import render_wave_script
from tests.planning.mappings import TWO_PATHS, mapping, server

SSH = """#!/bin/sh
while [ "$1" != -- ]; do shift; done
export HOST="$2"
shift 2
exec /bin/sh -c "$*"
"""
"""As sshd does: what is left of the arguments is one text for the shell of the user."""

HMC = """#!/bin/sh
printf '%s\\0' "$HOST" "$(($# + 1))" "${0##*/}" "$@" >>"$FAKE/log"
case "${0##*/} $*" in $FAIL) exit 7 ;; esac
case "${0##*/} $*" in $LOST) exit 255 ;; esac
case ${0##*/} in lssyscfg) case "$*" in $ABSENT) echo 'HSCL8012 not found'; exit 1 ;; esac; echo "${STATE:-5,Running,active}" ;; esac
exit 0
"""
HOSTILE = [
    "x'; touch pwned; '",
    "$(touch pwned)",
    "`touch pwned`",
    'a"; touch pwned; "b',
    "a\ntouch pwned\n",
    "-rf",
    "größe “x” ’; touch pwned",
    "a,b",
    "\\",
    "# x",
    "~/x",
]


@dataclass(frozen=True)
class Run:
    """What came of a script: the commands that reached an HMC as (user@host, words)."""

    code: int
    text: str
    calls: list[tuple[str, list[str]]]

    def migrations(self) -> list[str]:
        """The operation and partition of each migrlpar."""
        return [f"{words[2]} {words[8]}" for _, words in self.calls if words[0] == "migrlpar"]


@pytest.fixture(scope="module")
def fake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hmc")
    for name, text in {"ssh": SSH, "migrlpar": HMC, "lssyscfg": HMC, "lslparmigr": HMC}.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return folder


def run(fake: Path, script: str, shell: str = "sh", **variables: str) -> Run:
    log, work = fake / "log", fake / "work"
    log.unlink(missing_ok=True)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    place = {
        "PATH": f"{fake}:/usr/bin:/bin",
        "FAKE": str(fake),
        "LC_ALL": "C.UTF-8",
        "HMC": "hscroot@hmc1",
        "EVERY": "2",
    }
    done = subprocess.run(
        [shell, "-c", script, "wave.sh"],
        env=place | variables,
        cwd=work,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert list(work.iterdir()) == []
    fields = log.read_bytes().decode().split("\0")[:-1] if log.exists() else []
    calls = []
    while fields:
        host, count = fields[0], int(fields[1])
        calls.append((host, fields[2 : 2 + count]))
        fields = fields[2 + count :]
    return Run(done.returncode, done.stdout + done.stderr, calls)


def made(names: Sequence[str], ids: Mapping[str, int] | None = None, *, hmc: str = "hmc1") -> tuple[MoveCommands, ...]:
    known = {"vios1": 1, "vios2": 2} | dict(ids or {})
    target = server("DST", hmc=hmc, hmc_serial=f"serial of {hmc}", ids=known)
    where = Directory({"SRC": server("SRC", hmc_serial="serial of hmc1", ids=known), "DST": target})
    return commands([mapping(name, fibre=TWO_PATHS) for name in names], where)


def wave(*names: str, times: Sequence[tuple[float, float] | None] = ()) -> Wave:
    spans = times or [None] * len(names)
    moves = tuple(
        WaveMove(name, "SRC", "DST", *(span or (None, None))) for name, span in zip(names, spans, strict=True)
    )
    return Wave(1, 0, "", "", moves, None, "")


THREE = ("db1", "db2", "db3")
SCRIPT = render_wave_script(wave(*THREE), made(THREE), title="SRC to DST")


def test_without_a_word_to_go_it_validates_everything_and_moves_nothing(fake: Path) -> None:
    done = run(fake, SCRIPT)
    assert (done.code, done.migrations()) == (0, ["v db1", "v db2", "v db3"])
    assert "Nothing was moved" in done.text


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_it_validates_everything_before_it_moves_one_after_the_other(fake: Path, shell: str) -> None:
    done = run(fake, SCRIPT, shell, CONFIRM="yes")
    assert (done.code, done.migrations()) == (0, ["v db1", "v db2", "v db3", "m db1", "m db2", "m db3"])
    assert "3. db3 is on DST: id, state, RMC 5,Running,active" in done.text


def test_all_are_validated_and_none_is_moved_when_one_fails(fake: Path) -> None:
    done = run(fake, SCRIPT, CONFIRM="yes", FAIL="migrlpar*-o v*db1*")
    assert (done.code, done.migrations()) == (1, ["v db1", "v db2", "v db3"])
    assert "validation failed for 1" in done.text


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ({"FAIL": "migrlpar*-o m*db2*"}, "FAILED (exit code 7)"),
        ({"LOST": "migrlpar*-o m*db2*"}, "NOT KNOWN"),
        ({"ABSENT": "*-m DST*db2*"}, "NOT FOUND"),
    ],
)
def test_it_stops_at_the_first_move_that_does_not_succeed(fake: Path, trouble: dict[str, str], said: str) -> None:
    done = run(fake, SCRIPT, CONFIRM="yes", **trouble)
    assert (done.code, done.migrations()[3:]) == (3, ["m db1", "m db2"])
    assert f"2. db2, SRC to DST: {said}" in done.text
    assert "Recover: migrlpar -o r -m SRC -p db2" in done.text
    assert "3. db3 is on SRC" in done.text


def test_a_partition_that_is_still_migrating_has_not_arrived(fake: Path) -> None:
    done = run(fake, SCRIPT, CONFIRM="yes", STATE="5,Migrating - Running,active")
    assert (done.code, done.migrations()[3:]) == (3, ["m db1"])


def test_only_leaves_out_the_others(fake: Path) -> None:
    assert run(fake, SCRIPT, CONFIRM="yes", ONLY="2 3").migrations() == ["v db2", "v db3", "m db2", "m db3"]


@pytest.mark.parametrize(
    "variables",
    [{"HMC": ""}, {"HMC": "-oProxyCommand=x"}, {"ONLY": "4"}, {"ONLY": "1,2"}, {"PARALLEL": "2"}, {"EVERY": "x"}],
)
def test_called_wrongly_it_does_nothing(fake: Path, variables: dict[str, str]) -> None:
    done = run(fake, SCRIPT, CONFIRM="yes", **variables)
    assert (done.code, done.migrations()) == (2, [])


def test_the_moves_go_in_the_order_of_the_plan(fake: Path) -> None:
    script = render_wave_script(wave(*THREE, times=[(20, 30), (0, 10), (10, 20)]), made(THREE))
    assert run(fake, script, CONFIRM="yes").migrations()[3:] == ["m db2", "m db3", "m db1"]


def test_together_begins_what_the_plan_has_going_at_once_and_no_more(fake: Path) -> None:
    script = render_wave_script(wave(*THREE, times=[(0, 20), (0, 10), (10, 20)]), made(THREE))
    assert "at the same time: 1+2, then 3." in script
    done = run(fake, script, CONFIRM="yes", PARALLEL="yes")
    moved = done.migrations()[3:]
    assert (done.code, sorted(moved[:2]), moved[2:]) == (0, ["m db1", "m db2"], ["m db3"])
    failed = run(fake, script, CONFIRM="yes", PARALLEL="yes", FAIL="migrlpar*-o m*db1*")
    assert (failed.code, sorted(failed.migrations()[3:])) == (3, ["m db1", "m db2"])


def test_a_move_is_looked_at_while_it_goes_on(fake: Path) -> None:
    (fake / "slow").mkdir(exist_ok=True)
    slow = fake / "slow" / "migrlpar"
    slow.write_text(
        '#!/bin/sh\ncase $2 in m) i=0; while [ $i -lt 99 ] && ! grep -q lslparmigr "$FAKE/log"; do i=$((i + 1)); sleep 0.02; done ;; esac\n'
    )
    slow.chmod(0o755)
    done = run(
        fake,
        render_wave_script(wave("db1"), made(["db1"])),
        CONFIRM="yes",
        EVERY="0",
        PATH=f"{fake}/slow:{fake}:/usr/bin:/bin",
    )
    assert ("hscroot@hmc1", ["lslparmigr", "-r", "lpar", "-m", "SRC", "--filter", "lpar_names=db1"]) in done.calls
    assert done.code == 0


def test_interrupted_it_says_that_the_hmc_goes_on(fake: Path) -> None:
    slow = fake / "waits" / "migrlpar"
    slow.parent.mkdir(exist_ok=True)
    slow.write_text("#!/bin/sh\ncase $2 in m) echo going on; exec sleep 30 ;; esac\n")
    slow.chmod(0o755)
    place = {"PATH": f"{slow.parent}:{fake}:/usr/bin:/bin", "FAKE": str(fake), "HMC": "hscroot@hmc1", "CONFIRM": "yes"}
    with subprocess.Popen(
        ["sh", "-c", SCRIPT], env=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as going:
        assert going.stdout
        assert going.stderr
        while b"going on" not in going.stdout.readline():
            pass
        os.killpg(going.pid, signal.SIGINT)
        told = going.stderr.read()
    assert going.returncode == 4
    assert b"The HMC goes on" in told


def expected(command: str) -> list[str]:
    return shlex.split(command)


def check_words(fake: Path, names: Sequence[str]) -> None:
    """What reaches the HMC is word for word what was to be said, and nothing else has happened."""
    items = made(names, {name: 10 + place for place, name in enumerate(names)})
    done = run(fake, render_wave_script(wave(*names), items, title=names[0]), CONFIRM="yes")
    assert done.code == 0, done.text
    told = [words for _, words in done.calls if words[0] == "migrlpar"]
    assert told == [expected(item.validate) for item in items] + [expected(item.move) for item in items]
    asked = [words for _, words in done.calls if words[0] == "lssyscfg"]
    arrived = [expected(item.at_target) for item in items if item.at_target]
    where = [expected(text) for item in items for text in (item.at_source, item.at_target) if text]
    assert asked == arrived + where


def test_hostile_names_reach_the_hmc_as_they_are_and_nothing_is_carried_out(fake: Path) -> None:
    check_words(fake, HOSTILE)


NAMES = st.lists(
    st.text(
        st.characters(exclude_characters="\0", exclude_categories=["Cs"])
        | st.sampled_from(" '\"$`\\;&|<>(){}*?~#!,/=-\n"),
        min_size=1,
        max_size=9,
    ),
    min_size=1,
    max_size=3,
    unique=True,
)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES)
@example(["'", '"', "\\'"])
def test_any_name_reaches_the_hmc_as_it_is(fake: Path, names: list[str]) -> None:
    check_words(fake, names)


def test_texts_for_people_cannot_break_out_either(fake: Path) -> None:
    nasty = "x'\ntouch pwned\n$(touch pwned)`touch pwned`"
    item = replace(made(["db1"])[0], notes=(nasty,), hmc=nasty, target_hmc=nasty)
    assert run(fake, render_wave_script(wave("db1"), [item], title=nasty), HMC="").code == 2
    assert run(fake, render_wave_script(wave("db1"), [item], title=nasty), CONFIRM="yes", FAIL="*-o m*").code == 3
    refused = replace(item, validate="", move="", notes=(f"No command can be given: {nasty}.",))
    assert run(fake, render_wave_script(wave("db1"), [refused]), CONFIRM="yes").code == 1


def test_a_move_without_command_stops_the_wave_before_anything_is_moved(fake: Path) -> None:
    items = made(["a,b", "db2"])
    done = run(fake, render_wave_script(wave("a,b", "db2"), items), CONFIRM="yes")
    assert (done.code, done.migrations()) == (1, ["v db2"])
    assert "-p cannot carry the name" in done.text
    assert run(fake, render_wave_script(wave("a,b", "db2"), items), CONFIRM="yes", ONLY="2").code == 0


def test_two_hmcs_are_asked_each_for_its_own(fake: Path) -> None:
    script = render_wave_script(wave("db1"), made(["db1"], hmc="hmc2"))
    hosts = {"HMC1": "a@hmc1", "HMC2": "b@hmc2"}
    done = run(fake, script, CONFIRM="yes", REMOTE_HMC_USER="mover", **hosts)
    assert done.code == 0, done.text
    assert done.calls[0] == (
        "a@hmc1",
        expected(
            made(["db1"], hmc="hmc2")[0].validate.replace('"${REMOTE_HMC_USER:?the user on the other HMC}"', "mover")
        ),
    )
    assert [host for host, words in done.calls if "DST" in words and words[0] == "lssyscfg"] == ["b@hmc2"] * 2
    for user in ("", "x; touch pwned", "-x", "$(touch pwned)"):
        assert run(fake, script, CONFIRM="yes", REMOTE_HMC_USER=user, **hosts).code == 2


def test_a_move_that_has_no_commands_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no commands for db9"):
        render_wave_script(wave("db9"), made(THREE))


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not here")
@pytest.mark.parametrize("hmc", ["hmc1", "hmc2"])
def test_shellcheck_has_nothing_to_say(hmc: str) -> None:
    names = [*THREE, *HOSTILE]
    times = [(float(place // 2), place // 2 + 1.0) for place in range(len(names))]
    script = render_wave_script(wave(*names, times=times), made(names, hmc=hmc), title=HOSTILE[0])
    done = subprocess.run(["shellcheck", "-"], input=script, capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0
