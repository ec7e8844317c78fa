"""What `ask` prints is typed on a console, and what the console prints settles everything that a console can know."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import hmcscan_lpm as lpm

from .site import HMC, after, before, handed_over, judged, outcomes, verdicts

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("lssyscfg", "lshwres", "lsnportlogin", "lslic", "lslparmigr", "lsmemopt", "lshmc", "viosvrcmd")
CLOCK = r"\d\d:\d\d:\d\d"


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """A console of the second sample site: from a command as it is typed to what it prints."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    answers, layout, story = (
        importlib.import_module(f"datacentre.{name}") for name in ("answers_hmc", "layout", "rotterdam")
    )
    centre = layout.build(story.STORY)
    return lambda command: str(answers.answer(centre, centre.managers[0], command))


def typed(script: str, console: Callable[[str], str], folder: Path) -> str:
    """What a shell prints that runs the script and has the console's commands, and no others."""
    commands = [line for line in script.splitlines() if line and not line.startswith(("#", "echo "))]
    # The arguments as the shell hands them over, not the line: what a quote swallows is not found here.
    known = {" ".join(shlex.split(command)): console(command) for command in commands}
    cases = "".join(f"{shlex.quote(key)}) /bin/cat <<'END'\n{text}END\n;;\n" for key, text in known.items())
    fake = f"#!/bin/sh\ncase \"${{0##*/}} $*\" in\n{cases}*) echo 'HSCL0000 The command is not known.' ;;\nesac\n"
    for name, text in {**dict.fromkeys(PROGRAMS, fake), "date": "#!/bin/sh\necho 2026-01-13T06:00:00\n"}.items():
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(stat.S_IRWXU)
    environment = {**os.environ, "PATH": str(folder)}
    done = subprocess.run(["/bin/sh", "-s"], input=script, capture_output=True, text=True, check=True, env=environment)
    assert done.stderr == ""
    return done.stdout


def test_a_console_that_answers_the_script_settles_what_a_console_can_know(
    console: Callable[[str], str], tmp_path: Path
) -> None:
    printed = typed(lpm.ask(before()).to_script(), console, tmp_path)
    assert "HSCL" not in printed
    # What lies among the samples is this, but for the clock.
    assert re.sub(CLOCK, "", printed) == re.sub(CLOCK, "", handed_over()[HMC])

    result = judged({"collected.txt": printed})
    blockers = {rule.id for rule in result.catalogue.rules if rule.severity == "blocker"}
    unknown = {rule for (rule, _), outcome in outcomes(result).items() if outcome == "unknown"}
    assert unknown & blockers == {"npiv-fabric-match", "npiv-storage-mapped", "npiv-zoned"}
    assert "fail" not in outcomes(result).values()
    left = lpm.ask(result).content
    assert {item.run.split()[0] for part in left.hmcs for item in part.commands} == {"lsnportlogin"}
    assert {item.on for item in left.others} == {"san", "storage"}

    rest = {name: text for name, text in handed_over().items() if name != HMC}
    everything = judged({**rest, "collected.txt": printed})
    assert verdicts(everything) == verdicts(after())
    assert lpm.ask(everything).content.n_unknown == 0
    assert "No HMC has to be asked." in lpm.ask(after()).to_script()
    assert {item.on for item in lpm.ask(after()).content.others} == {"lpar", "owner"}
