"""After a move: the disks behind virtual SCSI, on the target where they have to be and on the source where not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hmcscan_lpm.planning.afterwards.checks import NOTICE, RISK, Case, Check
from hmcscan_lpm.planning.afterwards.fibre import two_vioses
from hmcscan_lpm.planning.afterwards.network import count
from hmcscan_lpm.planning.afterwards.saved import SavedDisk
from hmcscan_lpm.planning.afterwards.scan import Row, cell, names

_CARRIED = ("disk", "ssp")
"""Kinds that a move takes along; optical devices stay behind, everything else forbids the move."""


def disks(case: Case) -> Iterator[Check]:
    """The same disks behind the same slots, as planned, and nothing left on the source."""
    move, now = case.move, case.now
    if move.sheet is None:
        yield case.unknown("disk", "the plan does not say which disks the partition had")
        return
    planned = move.sheet.disks
    if not planned and not now.of("scsi", move.target, move.lpar):
        return
    if unseen := now.unseen("virtual_scsi", move.target):
        yield case.unknown("disk", unseen)
        return
    adapters = [row for row in now.of("scsi_adapters", move.target, move.lpar) if row["type"] == "client"]
    yield count(case, "virtual SCSI", len({disk.slot for disk in planned}), adapters)
    rows = now.of("scsi", move.target, move.lpar)
    for disk in planned:
        yield from _disk(case, disk, rows)
    yield from _strangers(case, planned, rows)
    yield from _as_planned(case, adapters)
    chosen = {item.vios for item in move.mapping.scsi} if move.mapping else {disk.vios for disk in planned}
    possible = [row for row in rows if row["kind"] != "unmapped"]
    certain = [row for row in possible if row["kind"] != "unknown"]
    yield from two_vioses(case, "SCSI", sorted(vios or "" for vios in chosen), possible, certain)
    yield from _released(case, planned)


def _identity(disk: SavedDisk) -> str | None:
    """What is the same on every VIOS: the unique id, or the name of a unit of a shared storage pool."""
    return disk.disk_id or (disk.backing if disk.kind == "ssp" else None)


def _identities(row: Row) -> set[str]:
    return {name for name in (row["disk_id"], row["backing"] if row["kind"] == "ssp" else None) if name}


def _disk(case: Case, disk: SavedDisk, rows: Sequence[Row]) -> Iterator[Check]:
    item, wanted = f"slot {disk.slot}", _identity(disk)
    if disk.kind == "unknown":
        yield case.unknown("disk", f"the plan does not know what was behind slot {disk.slot}", item=item)
    elif disk.kind in _CARRIED and wanted is None:
        reason = f"{disk.backing or 'what was behind it'} of {disk.vios or 'the VIOS'} has no unique id in the plan"
        yield case.unknown("disk", reason, item=item)
    elif disk.kind in _CARRIED and wanted is not None:
        yield _found(case, disk, wanted, rows)


def _found(case: Case, disk: SavedDisk, wanted: str, rows: Sequence[Row]) -> Check:
    item, expected = f"slot {disk.slot}, {wanted}", f"{wanted} ({disk.backing} of {disk.vios})"
    having = [row for row in rows if wanted in _identities(row)]
    behind = [row for row in rows if row["slot"] == disk.slot]
    refs = [cell(row["mapping_at"], "backing") for row in having or behind]
    here = next((row for row in having if row["slot"] == disk.slot), None)
    if here is not None:
        found = f"{here['backing']} of {here['vios']}"
        return case.check("disk", "pass", f"It is {found}.", item=item, expected=expected, found=found, refs=refs)
    reasons = [_doubt(case, row) for row in behind]
    if any(reasons):
        return case.unknown("disk", next(reason for reason in reasons if reason), item=item, expected=expected)
    found = names(name for row in behind for name in _identities(row))
    if having:
        paths = sum(_identity(other) == wanted for other in case.move.sheet.disks) if case.move.sheet else 0
        is_swapped = len({row["slot"] for row in having}) >= paths
        slots = names(row["slot"] for row in having)
        message = f"Disk {wanted} was behind slot {disk.slot} and is behind slot {slots} only."
        texts = {"item": item, "expected": expected, "found": found, "severity": RISK if is_swapped else ""}
        return case.check("disk", "fail", message, refs=refs, **texts)
    message = f"Disk {wanted} is not behind slot {disk.slot} on {case.move.target}."
    return case.check("disk", "fail", message, item=item, expected=expected, found=found, refs=refs)


def _doubt(case: Case, row: Row) -> str:
    """Why a row may hide the disk, ``''`` when it does not."""
    if row["kind"] == "unknown":
        vios = row["vios"] or ""
        unseen = vios and case.now.unseen("vscsi_mappings", case.move.target, vios)
        return unseen or f"the new report does not show what is behind slot {row['slot']}"
    if row["kind"] == "disk" and not row["disk_id"]:
        return f"the new report has no unique id of {row['backing']} of {row['vios']}"
    return ""


def _strangers(case: Case, planned: Sequence[SavedDisk], rows: Sequence[Row]) -> Iterator[Check]:
    """Disks that the partition did not have; only where the plan knows all that it had."""
    expected = {_identity(disk) for disk in planned if disk.kind in (*_CARRIED, "unknown")}
    if None in expected:
        return
    for row in rows:
        if strange := _identities(row) - expected:
            item, found = f"slot {row['slot']}, {names(strange)}", f"{row['backing']} of {row['vios']}"
            message = f"Slot {row['slot']} carries {found}, which the partition did not have."
            refs = [cell(row["mapping_at"], "backing")]
            yield case.check("disk", "fail", message, item=item, found=found, refs=refs, severity=RISK)


def _as_planned(case: Case, adapters: Sequence[Row]) -> Iterator[Check]:
    chosen = {item.slot: item for item in case.move.mapping.scsi} if case.move.mapping else {}
    for row in adapters:
        plan = chosen.get(row["slot"])
        if plan is not None and plan.vios is not None:
            item = f"slot {row['slot']}"
            yield case.same(
                "scsi-as-planned", "VIOS", plan.vios, row["remote_lpar"], cell(row["at"], "remote_lpar"), item=item
            )


def _released(case: Case, planned: Sequence[SavedDisk]) -> Iterator[Check]:
    """Nobody on the source presents the disks to the partition, or to somebody whom nobody named."""
    move, now = case.move, case.now
    wanted = sorted({name for name in map(_identity, planned) if name})
    if not wanted:
        return
    if case.stale_source:
        yield case.unknown("disk-released", case.stale_source)
        return
    left = False
    for row in now.on("vscsi_mappings", move.source):
        identity = next((name for name in wanted if name in (row["known_id"], row["backing"])), None)
        if identity is None:
            continue
        left = True
        client = _client(case, row)
        is_other = client not in ("", move.lpar)
        message = f"{row['vios']} of {move.source} still maps it as {row['vtd'] or row['backing']}"
        message += f" to {client}." if client else ", to a client that the report does not name."
        refs = [cell(row["at"], "backing"), cell(row["at"], "vtd")]
        yield case.check(
            "disk-released", "fail", message, item=identity, found=f"{row['vios']} {row['vtd'] or ''}".strip(),
            refs=refs, severity=NOTICE if is_other else "",
        )  # fmt: skip
    if unseen := now.unseen("vscsi_mappings", move.source):
        yield case.unknown("disk-released", unseen)
    elif not left:
        yield case.check("disk-released", "pass", f"No VIOS of {move.source} maps its disks.")


def _client(case: Case, row: Row) -> str:
    """To whom a device is mapped: by the name that the VIOS prints, else by the id."""
    if row["client_lpar"]:
        return str(row["client_lpar"])
    owners = [lpar["lpar"] for lpar in case.now.on("lpars", case.move.source) if lpar["lpar_id"] == row["client_id"]]
    return str(owners[0]) if row["client_id"] and owners else ""


def adapters_released(case: Case) -> Iterator[Check]:
    """Server adapters for the partition are gone from the source: leftovers take slots and confuse."""
    move, now = case.move, case.now
    sheet = move.sheet
    if case.stale_source or now.lpar(move.source, move.lpar) or sheet is None:
        return
    for table in ("virtual_fibre", "virtual_scsi"):
        if unseen := now.unseen(table, move.source):
            yield case.unknown("adapters-released", unseen)
            return
    ids = {row["lpar_id"] for row in now.on("lpars", move.source)}
    rows = [*now.on("fibre_adapters", move.source), *now.on("scsi_adapters", move.source)]
    named = [row for row in rows if row["type"] == "server" and row["remote_lpar"] == move.lpar]
    found = [(row["lpar"], row["slot"], cell(row["at"], "remote_lpar")) for row in named]
    if sheet.lpar_id is not None and sheet.lpar_id not in ids:
        mapped = [row for row in now.on("npiv_mappings", move.source) if row["client_id"] == sheet.lpar_id]
        found += [(row["vios"], row["slot"], cell(row["at"], "client_id")) for row in mapped]
    if not found:
        yield case.check("adapters-released", "pass", f"The VIOSes of {move.source} have no adapters for it.")
        return
    places = names(f"{vios} slot {slot}" for vios, slot, _ in found)
    message = f"{move.source} still has server adapters for it: {places}."
    yield case.check("adapters-released", "fail", message, found=places, refs=[ref for _, _, ref in found])
