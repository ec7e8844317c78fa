"""The sheets of a workbook that say how the moves are made: waves, mappings, hand-over, capacity, commands, runbook."""

from __future__ import annotations

from collections.abc import Iterator

from hmcscan_lpm.planning.execution import FcMapping, MoveCommands, MoveMapping, ScsiMapping
from hmcscan_lpm.planning.handover.model import SanAdapter, SanWwpn
from hmcscan_lpm.rendering.contexts import PlanPage
from hmcscan_lpm.rendering.execution_contexts import MoveCard, StepView, WaveRow, WaveView
from hmcscan_lpm.rendering.spreadsheet import Cell, Sheet, lines
from hmcscan_lpm.rendering.words import listed
from hmcscan_lpm.rendering.xlsx_cells import answer, gb, marked, number, san_state, verdict, word, words

_MOVE = ("Wave", "Verdict", "Partition", "From", "To")


def _move(card: MoveCard) -> tuple[Cell, ...]:
    wave: Cell = card.wave.wave.number if card.wave else "none"
    return wave, verdict(card.move.verdict), card.move.lpar, card.move.source, card.move.target


def problems(mapping: MoveMapping) -> list[str]:
    """All that is wrong or not sure about a mapping, with the slot that it is about."""
    return [
        *mapping.problems,
        *(f"slot {item.slot}: {problem}" for item in mapping.fibre for problem in item.problems),
        *(f"slot {item.slot}: {problem}" for item in mapping.scsi for problem in item.problems),
        *(f"slot {item.slot}: {problem}" for item in mapping.vlans for problem in item.problems),
    ]


_WAVES = (
    "Wave", "Night", "Begins", "Ends", "May begin until", "Wave verdict", "Partition", "From", "To", "Mode", "Verdict",
    "Starts, minute", "Ends, minute", "Ends at most, minute", "Starts at", "Ends at", "Ends at most",
    "Mapping: remarks", "Why the wave ends", "Validated", "Moved", "Checked",
)  # fmt: skip


def waves(page: PlanPage) -> Sheet:
    """One row per move, then those in no wave."""
    rows = [_wave_row(view, row) for view in page.how.waves for row in view.rows]
    none: tuple[Cell, ...] = ("none", "", "", "", "", "")
    for item in page.plan.schedule.unscheduled:
        rows.append((*none, item.lpar, item.source, item.target, *("",) * 9, item.reason, "", "", ""))
    for blocked in page.how.blocked:
        move = blocked.move
        why = "; ".join((reason.text or reason.rule_id).rstrip(".") for reason in blocked.blockers)
        moved = (move.lpar, move.source, move.target, move.mode, verdict(move.verdict))
        rows.append((*none, *moved, *("",) * 7, f"Blocked: {why}", "", "", ""))
    return Sheet("Waves", _WAVES, tuple(rows))


def _wave_row(view: WaveView, row: WaveRow) -> tuple[Cell, ...]:
    wave, move = view.wave, row.move
    return (
        wave.number,
        wave.night or "",
        wave.begins,
        wave.ends,
        wave.latest,
        verdict(wave.verdict),
        move.lpar,
        move.source,
        move.target,
        row.mode,
        verdict(row.verdict),
        number(move.starts),
        number(move.ends),
        number(move.latest_end),
        row.begins,
        row.ends,
        row.latest,
        row.problems,
        wave.reason,
        *("", "", ""),
    )


_FC = (
    *_MOVE, "Slot", "First WWPN", "Second WWPN", "VIOS today", "Port today", "Fabric today", "VIOS there",
    "VIOS id there", "Port there", "Server slot there", "Fabric there", "The same, known by", "Pinned", "Why",
    "Look at",
)  # fmt: skip


def mapping_fc(page: PlanPage) -> Sheet:
    """One row per virtual Fibre Channel adapter."""
    rows = ((*_move(card), *_fibre(item)) for card, mapping in _mappings(page) for item in mapping.fibre)
    return Sheet("Mapping FC", _FC, tuple(rows))


def _mappings(page: PlanPage) -> Iterator[tuple[MoveCard, MoveMapping]]:
    return ((card, card.mapping) for card in page.how.cards if card.mapping is not None)


def _fibre(item: FcMapping) -> tuple[Cell, ...]:
    known_by = word(words().fabric_known_by, item.fabric_by)
    return (
        item.slot,
        item.wwpn1,
        item.wwpn2,
        item.source_vios,
        item.source_port,
        item.source_fabric or None,
        item.vios if item.vios is not None else marked("none found", "bad"),
        "" if item.vios is None else item.vios_id,
        item.port if item.port is not None else marked("none found", "bad"),
        _slot(item),
        item.fabric or None,
        known_by if item.fabric_by else marked("not shown to be the same", "open"),
        answer(item.pinned),
        item.reason,
        marked(lines(item.problems), "open"),
    )


def _slot(item: FcMapping | ScsiMapping) -> Cell:
    if item.vios is None:
        return ""
    return "the HMC chooses" if item.server_slot is None else item.server_slot


_SCSI = (
    *_MOVE, "Slot", "VIOS today", "Server slot today", "VIOS there", "VIOS id there", "Server slot there", "Carries",
    "Pinned", "Why", "Look at",
)  # fmt: skip


def mapping_vscsi(page: PlanPage) -> Sheet:
    """One row per virtual SCSI adapter."""
    rows = (
        (
            *_move(card),
            item.slot,
            item.source_vios,
            item.source_slot,
            item.vios if item.vios is not None else marked("none found", "bad"),
            "" if item.vios is None else item.vios_id,
            _slot(item),
            lines(item.disks) or "nothing",
            answer(item.pinned),
            item.reason,
            marked(lines(item.problems), "open"),
        )
        for card, mapping in _mappings(page)
        for item in mapping.scsi
    )
    return Sheet("Mapping vSCSI", _SCSI, tuple(rows))


def vlans(page: PlanPage) -> Sheet:
    """One row per VLAN of a partition."""
    rows = (
        (
            *_move(card),
            item.slot,
            item.vswitch,
            item.vlan,
            lines([f"{vios} {sea}" for vios, sea in item.bridges]) or marked("none found", "bad"),
            item.reason,
            marked(lines(item.problems), "open"),
        )
        for card, mapping in _mappings(page)
        for item in mapping.vlans
    )
    return Sheet("VLANs", (*_MOVE, "Slot", "Virtual switch", "VLAN", "Bridged there by", "Why", "Look at"), tuple(rows))


_SAN = (
    "Partition", "On", "Slot", "VIOS", "Port", "Location", "Fabrics", "Fabric known by", "Number", "WWPN", "Zoned",
    "Why zoned or not", "Zones", "Storage ports", "Mapped", "Why mapped or not", "Host objects", "Login", "Alias",
    "Alias is told", "Evidence",
)  # fmt: skip


def san(page: PlanPage) -> Sheet:
    """One row per WWPN."""
    return Sheet("SAN", _SAN, tuple(_wwpn(a, w) for a in page.plan.san.adapters for w in a.wwpns))


def _wwpn(adapter: SanAdapter, wwpn: SanWwpn) -> tuple[Cell, ...]:
    told = [*(zone.told_by for zone in wwpn.zones), *(host.told_by for host in wwpn.hosts), wwpn.map_told_by]
    evidence = list(dict.fromkeys(f"{line.report} {line.cell}" for line in told if line is not None))
    return (
        adapter.lpar,
        adapter.source,
        adapter.slot,
        adapter.vios,
        adapter.fc_port,
        adapter.port_location,
        listed(adapter.fabrics) or None,
        word(words().san_known_by, adapter.fabric_known_by),
        wwpn.number,
        marked("missing", "bad") if wwpn.wwpn == "" else wwpn.wwpn,
        san_state(wwpn.zoned),
        adapter.zoning_reason,
        lines([f"{zone.fabric}/{zone.zone}{_in_effect(zone.is_active)}" for zone in wwpn.zones]),
        lines(wwpn.ports),
        san_state(wwpn.mapped),
        adapter.mapping_reason,
        lines([f"{host.array}/{host.host or ''}" for host in wwpn.hosts]),
        wwpn.login,
        wwpn.alias,
        answer(wwpn.is_alias_told),
        lines(evidence),
    )


def _in_effect(is_active: bool | None) -> str:
    return {True: "", False: " (only defined)", None: " (in effect or not)"}[is_active]


_CAPACITY = (
    "Server", "After", "Come", "Leave", "Cores taken", "Entitlement taken", "Cores left", "Memory left GB, at most",
    "Memory left GB, at least", "Cores reserved", "Memory reserved GB", "Reserve kept", "Room on ports",
    "Slots left",
)  # fmt: skip


def capacity(page: PlanPage) -> Sheet:
    """Each target before, after each wave, and as if all moves were made, blocked ones included."""
    rows: list[tuple[Cell, ...]] = [
        (
            room.system,
            f"wave {room.wave}" if room.wave else "before",
            len(room.arrived),
            len(room.departed),
            number(room.cores_taken),
            number(room.entitlement_taken),
            number(room.cores_left),
            gb(room.memory_left_mb),
            gb(room.memory_left_least_mb),
            number(room.cores_reserved),
            gb(room.memory_reserved_mb),
            answer(room.keeps_reserve),
            lines([f"{port.vios} {port.port}: {'?' if port.left is None else port.left}" for port in room.ports]),
            lines([f"{slot.vios}: {'?' if slot.left is None else slot.left}" for slot in room.slots]),
        )
        for room in page.plan.room
    ]
    for view in page.capacity:
        c = view.capacity
        left = (number(c.cores_left), gb(c.memory_left_mb))
        rows.append((c.target, "all moves, blocked ones too", len(c.steps), "", "", "", *left, *("",) * 6))
    return Sheet("Capacity", _CAPACITY, tuple(rows))


_COMMANDS = (*_MOVE, "On HMC", "What", "Changes something", "Command", "Notes")


def commands(page: PlanPage) -> Sheet:
    """One row per command of a move."""
    rows: list[tuple[Cell, ...]] = []
    for card in page.how.cards:
        if card.commands is None:
            continue
        for hmc, what, changes, run, notes in _orders(card.commands, is_open=card.n_questions > 0):
            changing = marked("! yes", "open") if changes else "no"
            rows.append((*_move(card), hmc, what, changing, run or marked("none can be given", "bad"), notes))
    return Sheet("Commands", _COMMANDS, tuple(rows))


def _orders(c: MoveCommands, *, is_open: bool) -> Iterator[tuple[str, str, bool, str, str]]:
    """(HMC, what it does, whether it changes something, command, notes), in the order in which they are used."""
    said = words().commands
    here = c.hmc or f"the HMC of {c.source}"
    there = (c.target_hmc or f"the HMC of {c.target}") if c.remote else here
    user = f"{c.target_hmc or c.target}: the user there is left open, set REMOTE_HMC_USER\n" if c.asks_user else ""
    if c.login or c.logins_listed or c.logout:
        yield here, f"{said['logins']}: {said['login']}", True, c.login, ""
        yield here, f"{said['logins']}: {said['logins_listed']}", False, c.logins_listed, ""
        yield here, f"{said['logins']}: {said['logout']}", True, c.logout, ""
    yield here, said["validate"], False, c.validate, user + lines(c.notes)
    yield here, said["move_open" if is_open else "move"], True, c.move, ""
    yield here, said["watch"], False, c.progress, ""
    yield here, said["where_before"], False, c.at_source, ""
    yield there, said["where_after"], False, c.at_target, ""
    yield here, said["stop"], True, c.stop, ""
    yield here, said["recover"], True, c.recover, ""
    yield there, f"{said['back']}: {said['validate']}", False, c.back_validate, lines(c.back_notes)
    yield there, f"{said['back']}: {said['back_move']}", True, c.back_move, ""


_RUNBOOK = (
    "Phase", "Number", "Step", "Who", "Where", "Changes something", "Why", "Partitions", "Commands", "Source", "Done",
    "By, when",
)  # fmt: skip


def runbook(page: PlanPage) -> Sheet:
    """One row per step, with blanks to tick."""
    rows = (_step(view.phase.title, step) for view in page.how.runbook for step in view.steps)
    return Sheet("Runbook", _RUNBOOK, tuple(rows))


def _step(phase: str, view: StepView) -> tuple[Cell, ...]:
    step = view.step
    places = [f"{listed(block.lpars)}:\n{block.run}" if block.lpars else block.run for block in view.blocks]
    return (
        phase,
        view.number,
        step.title,
        step.who,
        word(words().step_places, step.on),
        marked("! yes", "open") if step.changes else "no",
        step.why,
        f"every partition that moves ({len(step.lpars)})" if step.is_for_all else lines(step.lpars),
        words().with_moves if view.is_with_moves else lines(places),
        step.source,
        "□",
        "",
    )


def sign_off(page: PlanPage) -> Sheet:
    """One row per part, and one for the applications of each wave."""
    said = words().sign_off
    parts = [*said["roles"], *(f"{said['application']}, wave {view.wave.number}" for view in page.how.waves)]
    rows = tuple((part, "", "", "") for part in parts) if page.how.waves else ()
    return Sheet("Sign-off", ("Part", "Name", "Date", "Signature"), rows)
