"""After a move: where the partition is, whether it runs, and what memory and processors it has."""

from __future__ import annotations

from collections.abc import Iterator

from hmcscan_lpm.planning.afterwards.checks import NOTICE, Case, Check
from hmcscan_lpm.planning.afterwards.scan import cell, names

_STATE_AFTER = {"active": "Running", "inactive": "Not Activated"}


def place(case: Case) -> Iterator[Check]:
    """The partition is on the target and no longer on the source."""
    move, now = case.move, case.now
    here = now.lpar(move.target, move.lpar)
    if here:
        yield case.check(
            "on-target",
            "pass",
            f"{move.lpar} is on {move.target}.",
            expected=move.target,
            found=move.target,
            refs=[cell(here["at"], "lpar")],
        )
    elif unseen := now.unseen("lpars", move.target):
        yield case.unknown("on-target", unseen, expected=move.target)
    else:
        yield _elsewhere(case)
    yield _left(case)


def _elsewhere(case: Case) -> Check:
    move, now = case.move, case.now
    places = [(system, now.lpar(system, move.lpar)) for system in sorted(now.clocks)]
    found = [(system, row) for system, row in places if row is not None]
    where = names(system for system, _ in found)
    message = f"{move.lpar} is not on {move.target}"
    if found:
        message += f" but on {where}"
    if move.verdict == "blocked":
        message += "; the plan called the move blocked"
    refs = [cell(row["at"], "lpar") for _, row in found]
    return case.check("on-target", "fail", f"{message}.", expected=move.target, found=where, refs=refs)


def _left(case: Case) -> Check:
    move, now = case.move, case.now
    still = now.lpar(move.source, move.lpar)
    if reason := case.stale_source or (not still and now.unseen("lpars", move.source)):
        return case.unknown("left-source", reason)
    if still:
        message = f"A partition called {move.lpar} is on {move.source} (state {still['state'] or 'not known'})."
        return case.check("left-source", "fail", message, found=move.source, refs=[cell(still["at"], "lpar")])
    return case.check("left-source", "pass", f"{move.source} has no partition called {move.lpar}.")


def condition(case: Case) -> Iterator[Check]:
    """State and RMC of the partition on the target."""
    move = case.move
    row = case.now.lpar(move.target, move.lpar) or {}
    expected = move.state or _STATE_AFTER[move.mode]
    check = case.same("state", "state", expected, row.get("state"), cell(row.get("at"), "state"))
    if check.outcome == "fail" and (expected, row.get("state")) == ("Not Activated", "Running"):
        message = "It was moved powered off and has been started since."
        ref = cell(row["at"], "state")
        check = case.check("state", "fail", message, expected=expected, found="Running", refs=[ref], severity=NOTICE)
    yield check
    if expected == "Running" and row.get("state") == "Running" and row.get("env") != "os400":
        # IBM i answers the hypervisor itself; RMC to it is no condition of a move (rule rmc-active).
        rmc = None if row["rmc_state"] == "unknown" else row["rmc_state"]
        yield case.same("rmc", "RMC connection", "active", rmc, cell(row["at"], "rmc_state"))
    wanted = move.mapping.lpar_id if move.mapping else None
    if wanted is not None:
        yield case.same("lpar-id", "partition id", wanted, row.get("lpar_id"), cell(row.get("at"), "lpar_id"))


def size(case: Case) -> Iterator[Check]:
    """Memory and processors, as relations ``memory_needs`` and ``processor_needs`` have them."""
    move, now = case.move, case.now
    sheet = move.sheet
    if sheet is None:
        yield case.unknown("memory", "the plan does not say what the partition takes along")
        yield case.unknown("processors", "the plan does not say what the partition takes along")
        return
    memory = (now.of("memory", move.target, move.lpar) or [{}])[0]
    unseen = now.unseen("memory", move.target)
    pairs = (
        ("", "memory in MB", sheet.memory_mb, "memory_mb", "memory_at"),
        ("maximum", "maximum memory in MB", sheet.max_memory_mb, "max_mb", "max_at"),
    )
    for item, noun, before, name, at in pairs:
        yield case.same("memory", noun, before, memory.get(name), memory.get(at), item=item, unseen=unseen)
    processors = (now.of("processors", move.target, move.lpar) or [{}])[0]
    unseen = now.unseen("processors", move.target)
    mode = processors.get("mode")
    yield case.same(
        "processor-mode", "processor mode", sheet.processor_mode, mode, cell(processors.get("row_at"), "mode"),
        unseen=unseen,
    )  # fmt: skip
    if mode is not None and mode != sheet.processor_mode and sheet.processor_mode is not None:
        return  # units of one kind say nothing about the other
    noun = "number of dedicated cores" if mode == "ded" else "entitlement"
    yield case.same("processors", noun, sheet.cores, processors.get("cores"), processors.get("at"), unseen=unseen)
    ref = cell(processors.get("row_at"), "assigned_procs")
    noun, item = "number of processors", "virtual processors" if mode != "ded" else "cores"
    yield case.same("processors", noun, sheet.procs, processors.get("procs"), ref, item=item, unseen=unseen)
    if mode == "shared" and move.mapping:
        pool, ref = move.mapping.pool or "DefaultPool", cell(processors.get("row_at"), "pool")
        yield case.same("processor-pool", "shared processor pool", pool, processors.get("pool"), ref)
