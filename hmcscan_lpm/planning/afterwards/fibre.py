"""After a move: the client virtual Fibre Channel adapters, their WWPN pairs, and the ports behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hmcscan_lpm.planning.afterwards.checks import NOTICE, RISK, Case, Check
from hmcscan_lpm.planning.afterwards.network import count
from hmcscan_lpm.planning.afterwards.saved import SavedFibre, SavedPair
from hmcscan_lpm.planning.afterwards.scan import Row, Scan, cell, names
from hmcscan_lpm.planning.partitions import fabric


def fibre(case: Case) -> Iterator[Check]:
    """WWPN pairs, mappings, how they differ from the plan, and whether two VIOSes still serve them."""
    move, now = case.move, case.now
    if move.sheet is None:
        yield case.unknown("wwpn-pair", "the plan does not say which adapters the partition had")
        return
    pairs = move.sheet.wwpn_pairs
    if unseen := now.unseen("virtual_fibre", move.target):
        if pairs:
            yield case.unknown("wwpn-pair", unseen)
            yield case.unknown("fibre-mapped", unseen)
        return
    adapters = now.of("fibre", move.target, move.lpar)
    yield count(case, "virtual Fibre Channel", len({pair.slot for pair in pairs}), adapters)
    chosen = {item.slot: item for item in move.mapping.fibre} if move.mapping else {}
    for pair in pairs:
        row = _adapter(pair, adapters)
        yield _pair(case, pair, row)
        if row is not None:
            yield from _path(case, row, chosen.get(pair.slot))
    planned = [item.vios for item in chosen.values()] if chosen else [pair.vios for pair in pairs]
    possible = [row for row in adapters if row["is_mapped"] is not False and _is_served(row)]
    yield from two_vioses(case, "Fibre Channel", planned, possible, [row for row in possible if row["is_mapped"]])


def _is_served(row: Row) -> bool:
    """Its VIOS has the server adapter, or is not told."""
    return row["vios"] is None or row["has_server_adapter"]


def _wwpns(first: str | None, second: str | None) -> frozenset[str]:
    return frozenset(name for name in (first, second) if name)


def _adapter(pair: SavedPair, adapters: Sequence[Row]) -> Row | None:
    """The adapter in the same slot, else the one that has one of the WWPNs."""
    same_slot = [row for row in adapters if row["slot"] == pair.slot]
    known = _wwpns(pair.wwpn1, pair.wwpn2)
    return next(iter(same_slot + [row for row in adapters if known & _wwpns(row["wwpn1"], row["wwpn2"])]), None)


def _pair(case: Case, pair: SavedPair, row: Row | None) -> Check:
    """The same two WWPNs; in which order does not matter."""
    item, expected = f"slot {pair.slot}", names(_wwpns(pair.wwpn1, pair.wwpn2))
    if row is None:
        message = f"It has no virtual Fibre Channel adapter in slot {pair.slot}, and none with these WWPNs."
        return case.check("wwpn-pair", "fail", message, item=item, expected=expected, found="none")
    before, after = (pair.wwpn1, pair.wwpn2), (row["wwpn1"], row["wwpn2"])
    refs = [cell(row["adapter_at"], "wwpn1"), cell(row["adapter_at"], "wwpn2")]
    found = names(_wwpns(*after))
    texts = {"item": item, "expected": expected, "found": found}
    lost, strange = _wwpns(*before) - _wwpns(*after), _wwpns(*after) - _wwpns(*before)
    if (lost and None not in after) or (strange and None not in before):
        message = f"Slot {row['slot']} has the WWPNs {found} and had {expected}."
        return case.check("wwpn-pair", "fail", message, refs=refs, **texts)
    if None in (*before, *after):
        side = "the new report" if None in after else "the plan"
        return case.unknown("wwpn-pair", f"{side} does not show both WWPNs of slot {pair.slot}", item=item)
    remark = ", in the other order" if before != after else ""
    remark += f", now in slot {row['slot']}" if row["slot"] != pair.slot else ""
    return case.check("wwpn-pair", "pass", f"It has the same WWPNs{remark}.", refs=refs, **texts)


def _path(case: Case, row: Row, chosen: SavedFibre | None) -> Iterator[Check]:
    """From the client adapter to the physical port."""
    item, vios = f"slot {row['slot']}", row["vios"]
    refs = [cell(row["adapter_at"], "remote_lpar"), cell(row["mapping_at"], "fc_port")]
    port = row["fc_port"] or row["port_location"]
    if vios is None:
        yield case.unknown("fibre-mapped", "the new report does not say which VIOS serves it", item=item)
        return
    unseen = case.now.unseen("npiv_mappings", case.move.target, vios)
    if not row["has_server_adapter"]:
        message = f"{vios} has no server adapter for slot {row['slot']}."
        yield case.check("fibre-mapped", "fail", message, item=item, found=vios, refs=refs)
        return
    if unseen or row["is_mapped"] is None:
        yield case.unknown("fibre-mapped", unseen or f"{vios} does not show what is behind it", item=item)
    elif not row["is_mapped"]:
        message = f"{vios} maps slot {row['slot']} to no physical port."
        yield case.check("fibre-mapped", "fail", message, item=item, found=vios, refs=refs)
    else:
        yield _running(case, row, refs)
        yield _login(case, row)
    if chosen is not None and chosen.vios is not None and row["is_mapped"] is not False:
        yield _as_planned(case, row, chosen, unseen, port)


def _running(case: Case, row: Row, refs: Sequence[str | None]) -> Check:
    """Mapped, by a VIOS that runs."""
    vios, item = row["vios"], f"slot {row['slot']}"
    state = (case.now.lpar(case.move.target, vios) or {}).get("state")
    found = f"{vios} {row['fc_port'] or row['port_location'] or ''}".strip()
    if state is None:
        return case.unknown("fibre-mapped", f"the new report does not show whether {vios} runs", item=item)
    message = f"Slot {row['slot']} goes over {found}." if state == "Running" else f"{vios} is {state}."
    outcome = "pass" if state == "Running" else "fail"
    return case.check("fibre-mapped", outcome, message, item=item, found=found, refs=refs)


def _login(case: Case, row: Row) -> Check:
    item = f"slot {row['slot']}"
    rows = case.now.of("npiv_mappings", case.move.target, row["vios"])
    mapping = next((line for line in rows if line["slot"] == row["server_slot"]), None)
    status = mapping["status"] if mapping else None
    if mapping is None or status is None:
        return case.unknown("fibre-logged-in", "the new report does not show whether it is logged in", item=item)
    if case.move.mode == "inactive" and status != "LOGGED_IN":
        message = "It is not logged in, as the partition was moved powered off."
        return case.check("fibre-logged-in", "fail", message, item=item, found=status, severity=NOTICE)
    texts = {"expected": "LOGGED_IN", "found": status, "message": f"Its state is {status}.", "item": item}
    outcome = "pass" if status == "LOGGED_IN" else "fail"
    return case.check("fibre-logged-in", outcome, refs=[cell(mapping["at"], "status")], **texts)


def _as_planned(case: Case, row: Row, chosen: SavedFibre, unseen: str, port: str | None) -> Check:
    """The VIOS and port that the plan chose; another port of the same fabric is worth a notice only."""
    item, target = f"slot {row['slot']}", case.move.target
    expected, found = f"{chosen.vios} {chosen.port or ''}".strip(), f"{row['vios']} {port or ''}".strip()
    refs = [cell(row["adapter_at"], "remote_lpar"), cell(row["mapping_at"], "fc_port")]
    texts = {"item": item, "expected": expected, "found": found}
    if row["vios"] == chosen.vios and (chosen.port is None or row["fc_port"] == chosen.port):
        return case.check("fibre-as-planned", "pass", f"It goes over {found}, as planned.", refs=refs, **texts)
    if row["vios"] == chosen.vios and row["fc_port"] is None:
        reason = unseen or f"{chosen.vios} does not name the port behind it"
        return case.unknown("fibre-as-planned", reason, item=item, expected=expected)
    wanted = _fabric(case.now, target, chosen.vios or "", chosen.port)
    actual = fabric(row["label"], row["fcid"])
    if wanted and wanted == actual:
        severity, remark = NOTICE, f"of the same fabric ({actual})"
    elif wanted and actual:
        severity, remark = RISK, f"of {actual} instead of {wanted}"
    else:
        severity, remark = RISK, "and whether it is on the same fabric is not known"
    message = f"It goes over {found} instead of {expected}, {remark}."
    return case.check("fibre-as-planned", "fail", message, refs=refs, severity=severity, **texts)


def _fabric(now: Scan, system: str, vios: str, port: str | None) -> str:
    """What tells the fabric of a port apart, in the new report."""
    rows = now.of("ports", system, vios)
    return next((fabric(row["label"], row["fcid"]) for row in rows if row["port"] == port), "")


def two_vioses(
    case: Case, item: str, planned: Sequence[str | None], possible: Sequence[Row], certain: Sequence[Row]
) -> Iterator[Check]:
    """Paths that were to go over two VIOSes do.

    :param possible: adapters that may have something behind them
    :param certain: those of them that are known to have it
    """
    if len({vios for vios in planned if vios}) < 2:
        return
    target = case.move.target
    states = {row["vios"]: (case.now.lpar(target, row["vios"]) or {}).get("state") for row in possible if row["vios"]}
    running = {row["vios"] for row in certain if row["vios"] and states[row["vios"]] == "Running"}
    perhaps = {row["vios"] for row in possible if row["vios"] is None or states[row["vios"]] in ("Running", None)}
    refs = [cell(row["adapter_at"], "remote_lpar") for row in possible]
    texts = {"item": item, "expected": "two VIOSes", "found": names(running)}
    if len(running) > 1:
        yield case.check("redundancy", "pass", f"{item} goes over {names(running)}.", refs=refs, **texts)
    elif None in perhaps or len(perhaps) > 1:
        yield case.unknown("redundancy", "the new report does not show over which running VIOSes it goes", item=item)
    else:
        message = f"{item} goes over {names(running)} only, and the plan has two VIOSes."
        yield case.check("redundancy", "fail", message, refs=refs, **texts)
