"""What people would hand over about the second site, as text files: a collection from the console, transcripts of the rest.

The collection is what the script of `hmcscan-lpm ask` prints, so a rule that asks for something else changes it.
"""

import re
import shlex
from datetime import timedelta

from datacentre.answers_hmc import answer
from datacentre.answers_vios import ASKED_AT, vios_answer
from datacentre.fabrics import brocade, cisco
from datacentre.model import DataCentre, Manager
from datacentre.spec import Lun
from datacentre.storage import NAME, flashsystem

SECONDS_EACH = 1
_CLOCK = re.compile(r'"\$\(date [^"]*\)"')


def files(centre: DataCentre, luns: tuple[Lun, ...], script: str) -> dict[str, str]:
    """File name to text; `script` is that of the questions which the report leaves."""
    manager, source = centre.managers[0], centre.servers[0]
    vios = source.vioses[0]
    maps = "".join(f"$ {run}\n{vios_answer(source, vios, run)}" for run in ("lsmap -all -npiv", "lsmap -all"))
    return {
        f"{manager.name}.txt": collected(centre, manager, script),
        "fabric-a.txt": brocade(centre, "A", "rtmsan-a1:FID128:admin"),
        "fabric-b.txt": cisco(centre, "B", "rtmsan-b1"),
        f"{NAME}.txt": flashsystem(centre, luns),
        f"{vios.name}.txt": f"{maps}$ exit\n",
    }


def collected(centre: DataCentre, manager: Manager, script: str) -> str:
    """What a collection script prints on the console, a command a second."""
    text, seconds = "", 0
    for line in script.splitlines():
        if line.startswith("echo "):
            clock = f"{ASKED_AT + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}"
            text += shlex.split(_CLOCK.sub(clock, line))[1] + "\n"
        elif line and not line.startswith("#"):
            text += answer(centre, manager, line, seconds)
            seconds += SECONDS_EACH
    return text
