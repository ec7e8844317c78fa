"""What is wrong with a placement, by the tables of the estate and the verdicts alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from fnmatch import fnmatchcase

from hmcscan_lpm.engine import Assessment
from hmcscan_lpm.planning.choices import Choices
from hmcscan_lpm.planning.execution import Placement


def violations(found: Placement, assessment: Assessment, choices: Choices | None = None) -> list[str]:
    """Sentences; memory and cores are what the partitions have today, without page tables."""
    choices = choices or Choices()
    estate, wrong = assessment.estate, []
    asked = Counter((row.source, row.lpar) for row in assessment.moves.itertuples() if not row.is_vios)
    said = [(home.source, home.lpar) for home in found.homes] + [(each.source, each.lpar) for each in found.homeless]
    if sorted(said) != sorted(key for key in asked if key[1] not in choices.exclude):
        wrong.append("not everybody is placed or homeless once")
    for home in found.homes:
        pin = choices.home.get(home.lpar)
        if pin and home.target != pin:
            wrong.append(f"{home.lpar} is not where it was pinned")
        if not pin and assessment.verdict(home.lpar, home.target, home.source) == "blocked":
            wrong.append(f"{home.lpar} is blocked on {home.target}")
    cores = estate.tables["processors"].set_index(["system", "lpar"])
    memory = estate.tables["memory"].set_index(["system", "lpar"])["assigned_mb"]
    units = cores["assigned_units"].fillna(cores["assigned_procs"])
    rooms = estate.systems.set_index("system")
    for target in {home.target for home in found.homes}:
        there = [(home.source, home.lpar) for home in found.homes if home.target == target]
        for sizes, free in ((memory, "free_mb"), (units, "free_cores")):
            if sum(float(sizes[key]) for key in there) > float(rooms.loc[target, free]):
                wrong.append(f"{free} of {target}")
    living = defaultdict(list)
    clients = estate.lpars[estate.lpars["env"] != "vioserver"]
    for system, lpar in zip(clients["system"], clients["lpar"], strict=True):
        living[system].append(lpar)
    for home in found.homes:
        beside = living[home.target] + [h.lpar for h in found.homes if h.target == home.target and h != home]
        if home.lpar in beside and home.lpar not in choices.home:
            wrong.append(f"two partitions called {home.lpar} on {home.target}")
        for pattern in choices.apart:
            rivals = [lpar for lpar in beside if fnmatchcase(lpar, pattern)]
            if fnmatchcase(home.lpar, pattern) and rivals and home.lpar not in choices.home:
                wrong.append(f"{home.lpar} and {rivals} on {home.target}")
    return wrong
