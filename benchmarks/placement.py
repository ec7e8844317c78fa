"""How long the placement of 200 partitions on 8 servers takes, and how close to the best it is proved to be.

``python benchmarks/placement.py [SECONDS]`` prints a line per estate: how full its servers would be, the gap, the time
on the clock and of the processor, and every objective with its bound. Estates are made up: applications of eight
partitions that are bound to the same networks, two servers under another console, pairs that stay apart, landscapes
that belong together, a reserve of five per cent.
"""

from __future__ import annotations

import random
import sys
import time

from hmcscan_lpm.planning.placement.model import (
    CORES,
    FIBRE,
    LPARS,
    MEMORY,
    SLOTS,
    Exclusion,
    Group,
    Mover,
    Option,
    Problem,
    Server,
)
from hmcscan_lpm.planning.placement.solver import solve
from hmcscan_lpm.planning.reserve import Reserve

SERVERS, APPLICATIONS, MEMBERS = 8, 25, 8
LMB = 256


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    for full in (0.5, 0.65, 0.8, 0.9):
        for seed in (1, 2, 3):
            problem = estate(seed, full)
            begin, busy = time.perf_counter(), time.process_time()
            solved = solve(problem, seconds=seconds)
            took, worked = time.perf_counter() - begin, time.process_time() - busy
            told = ", ".join(f"{each.name} {each.value} (bound {each.bound})" for each in solved.objectives)
            print(
                f"{full:4.0%} full, seed {seed}: gap {solved.gap:.2%}, {took:.1f} s ({worked:.1f} s); {told}",
                flush=True,
            )
    return 0


def estate(seed: int, full: float) -> Problem:
    """200 partitions for 8 servers whose free cores and memory they would fill to the part *full*."""
    chance = random.Random(seed)
    servers = {server.name: server for server in (_server(chance, number) for number in range(SERVERS))}
    sizes = _sizes(chance, servers, full)
    movers = [
        mover
        for application in range(APPLICATIONS)
        for mover in _application(chance, application, list(servers), sizes)
    ]
    pairs = tuple(Exclusion("apart", f"pair{n}", (n * MEMBERS, n * MEMBERS + 1), {}) for n in range(0, APPLICATIONS, 2))
    groups = tuple(
        Group(f"landscape{n}", tuple(range(n * MEMBERS + 2, n * MEMBERS + 6)), ()) for n in range(1, APPLICATIONS, 5)
    )
    return Problem(tuple(movers), servers, pairs, groups, Reserve(cores=500, memory=500))


def _server(chance: random.Random, number: int) -> Server:
    memory, cores = chance.choice(((1024, 32), (2048, 48), (4096, 64)))
    active = {MEMORY: memory * 1024, CORES: cores * 1000}
    free = {name: int(value * chance.uniform(0.6, 0.9)) // LMB * LMB for name, value in active.items()}
    return Server(f"S{number}", {**free, FIBRE: 256, SLOTS: 400, LPARS: 200}, active)


def _sizes(chance: random.Random, servers: dict[str, Server], full: float) -> list[dict[str, int]]:
    """What each partition takes: many small ones, few large ones, together *full* of what may be taken."""
    number = APPLICATIONS * MEMBERS
    memory = [chance.choice((4, 8, 8, 16, 16, 32, 32, 64, 128, 256)) for _ in range(number)]
    cores = [chance.choice((1, 2, 2, 5, 5, 10, 10, 20, 40)) for _ in range(number)]
    free = {name: sum(s.free[name] - s.active[name] // 20 for s in servers.values()) for name in (MEMORY, CORES)}
    sizes = []
    for gib, tenths in zip(memory, cores, strict=True):
        adapters = chance.choice((0, 2, 4, 4))
        sizes.append(
            {
                MEMORY: max(int(gib * full * free[MEMORY] / sum(memory)) // LMB, 1) * LMB,
                CORES: max(int(tenths * full * free[CORES] / sum(cores)) // 10, 1) * 10,
                FIBRE: adapters,
                SLOTS: adapters,
                LPARS: 1,
            }
        )
    return sizes


def _application(chance: random.Random, application: int, names: list[str], sizes: list[dict[str, int]]) -> list[Mover]:
    """Partitions that are bound to the same networks: the same servers are blocked for all of them."""
    blocked = set(chance.sample(names, chance.choice((0, 0, 1, 2, 3))))
    movers = []
    for member in range(MEMBERS):
        risks = chance.choice((0, 1, 2))
        options = tuple(
            Option(
                target=name,
                needs=sizes[application * MEMBERS + member],
                verdict="blocked" if name in blocked else "unproven" if name in names[-2:] else "ready",
                blockers=(("vlan-bridged-on-target", "The target bridges the VLAN"),) if name in blocked else (),
                unknowns=int(name in names[-2:]),
                risks=risks,
            )
            for name in names
        )
        movers.append(Mover("OLD", f"app{application:02}-{member}", options))
    return movers


if __name__ == "__main__":
    sys.exit(main())
