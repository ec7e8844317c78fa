"""After a move: the virtual Ethernet adapters of the partition, and who bridges their VLANs on the target."""

from __future__ import annotations

from collections.abc import Iterator

from hmcscan_lpm.planning.afterwards.checks import RISK, Case, Check
from hmcscan_lpm.planning.afterwards.saved import SavedEthernet, SavedSheet
from hmcscan_lpm.planning.afterwards.scan import Row, cell, names


def network(case: Case) -> Iterator[Check]:
    """MAC addresses, VLANs, virtual switches, and bridges."""
    sheet = case.move.sheet
    if sheet is None:
        yield case.unknown("mac", "the plan does not say which adapters the partition had")
        return
    if unseen := case.now.unseen("virtual_ethernet", case.move.target):
        for what in ("mac", "vlan", "vswitch") if sheet.ethernet else ():
            yield case.unknown(what, unseen)
        return
    adapters = case.now.of("ethernet", case.move.target, case.move.lpar)
    yield count(case, "virtual Ethernet", len(sheet.ethernet), adapters)
    for planned in sheet.ethernet:
        row = next((row for row in adapters if row["slot"] == planned.slot), None)
        row = row or next((row for row in adapters if planned.mac and row["mac"] == planned.mac), None)
        yield from _adapter(case, planned, row)
    yield from _bridges(case, sheet)


def count(case: Case, noun: str, expected: int, adapters: list[Row]) -> Check:
    """As many adapters of one kind as before; a VIOS may list several mappings for one."""
    found = len({row["slot"] for row in adapters})
    message = f"It has {found} {noun} adapters and had {expected}."
    outcome = "pass" if found == expected else "fail"
    texts = {"expected": str(expected), "found": str(found)}
    refs = [cell(row.get("at") or row.get("adapter_at"), "slot") for row in adapters]
    return case.check("adapter-count", outcome, message, item=noun, refs=refs, **texts)


def _adapter(case: Case, planned: SavedEthernet, row: Row | None) -> Iterator[Check]:
    item = f"slot {planned.slot}"
    if row is None:
        message = f"It has no virtual Ethernet adapter in slot {planned.slot}, and none with MAC {planned.mac}."
        yield case.check("mac", "fail", message, item=item, expected=planned.mac or "", found="none")
        return
    yield case.same("mac", "MAC address", planned.mac, row["mac"], cell(row["at"], "mac"), item=item)
    yield case.same("vswitch", "virtual switch", planned.vswitch, row["vswitch"], cell(row["at"], "vswitch"), item=item)
    before = None if planned.pvid is None else _vlans(planned.pvid, planned.vlans)
    after = None if row["pvid"] is None or row["vlans"] is None else _vlans(row["pvid"], row["vlans"])
    refs = [cell(row["at"], "pvid"), cell(row["at"], "vlans")]
    if before is None or after is None or before == after:
        yield case.same("vlan", "VLAN", before, after, refs[0], item=item)
        return
    texts = {"expected": before, "found": after}
    yield case.check("vlan", "fail", f"It is in VLAN {after} and was in {before}.", item=item, refs=refs, **texts)


def _vlans(pvid: int, tagged: str) -> str:
    """Port VLAN and tagged VLANs in one order: ``1 (tagged 10, 20)``."""
    listed = sorted({name.strip() for name in tagged.split(",")} - {""}, key=lambda name: (len(name), name))
    return f"{pvid} (tagged {', '.join(listed)})" if listed else str(pvid)


def _bridges(case: Case, sheet: SavedSheet) -> Iterator[Check]:
    """Every VLAN that the partition used is bridged, by whom the plan says where it says so."""
    move, now = case.move, case.now
    chosen = {(item.vswitch, item.vlan): item for item in move.mapping.vlans} if move.mapping else {}
    unseen = now.unseen("seas", move.target) or now.unseen("lpars", move.target)
    for vswitch, vlan in _needed(sheet):
        plan = chosen.get((vswitch, vlan))
        item = f"VLAN {vlan}"
        if vswitch is None:
            yield case.unknown(
                "vlan-bridged", f"the plan does not say on which virtual switch VLAN {vlan} is", item=item
            )
            continue
        found = [row for row in now.on("bridges", move.target) if (row["vswitch"], row["vlan"]) == (vswitch, vlan)]
        vioses, expected = {row["vios"] for row in found}, {vios for vios, _ in plan.bridges} if plan else set()
        refs = [ref for row in found for ref in (cell(row["at"], "vlans"), cell(row["sea_at"], "sea"))]
        texts = {"expected": names(expected) if expected else "", "found": names(vioses)}
        lacking = expected - vioses
        if not found and unseen:
            yield case.unknown("vlan-bridged", unseen, item=item, expected=texts["expected"])
        elif not found:
            # An internal network that no SEA carried is as it was; whoever planned it so has seen that.
            severity = RISK if plan and not expected else ""
            message = f"VLAN {vlan} on {vswitch} is not bridged on {move.target}."
            yield case.check("vlan-bridged", "fail", message, item=item, severity=severity, **texts)
        elif lacking and not unseen:
            message = f"VLAN {vlan} on {vswitch} is bridged by {names(vioses)}, and no longer by {names(lacking)}."
            yield case.check("vlan-bridged", "fail", message, item=item, refs=refs, severity=RISK, **texts)
        else:
            message = f"VLAN {vlan} on {vswitch} is bridged by {names(vioses)}."
            yield case.check("vlan-bridged", "pass", message, item=item, refs=refs, **texts)


def _needed(sheet: SavedSheet) -> list[tuple[str | None, int]]:
    """(virtual switch, VLAN) of all adapters, as relation ``vlan_needs`` has them."""
    found: dict[tuple[str | None, int], None] = {}
    for adapter in sheet.ethernet:
        tagged = [int(name) for name in adapter.vlans.split(",") if name.strip().isdecimal() and len(name) < 10]
        for vlan in ([adapter.pvid] if adapter.pvid else []) + tagged:
            found[adapter.vswitch, vlan] = None
    return list(found)
