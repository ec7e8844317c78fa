"""What a check after a move is: one thing that the plan says, held against what a newer scan shows.

Frozen values and the few functions that every check is made with. What the scan cannot show is unknown, never pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hmcscan_lpm import knowledge
from hmcscan_lpm.estate import Evidence
from hmcscan_lpm.planning.afterwards.saved import SavedMove
from hmcscan_lpm.planning.afterwards.scan import Scan

BLOCKER, RISK, NOTICE = "blocker", "risk", "notice"

CHECKS: Mapping[str, tuple[str, str]] = {
    "on-target": (BLOCKER, "The partition is on the target"),
    "left-source": (BLOCKER, "It is no longer on the source"),
    "state": (BLOCKER, "It runs, or is powered off, as before"),
    "rmc": (BLOCKER, "RMC between the HMC and the partition is active"),
    "memory": (BLOCKER, "It has the memory that it had"),
    "processors": (BLOCKER, "It has the entitlement or cores and the virtual processors that it had"),
    "processor-mode": (BLOCKER, "Its processors are shared or dedicated as before"),
    "processor-pool": (RISK, "It is in the shared processor pool that the plan chose"),
    "lpar-id": (NOTICE, "It has the partition id that the plan asked for"),
    "adapter-count": (BLOCKER, "It has as many client adapters as before"),
    "mac": (BLOCKER, "Its virtual Ethernet adapters have the MAC addresses that they had"),
    "vlan": (BLOCKER, "They are in the VLANs that they were in"),
    "vswitch": (BLOCKER, "They are on the virtual switches that they were on"),
    "vlan-bridged": (BLOCKER, "Each VLAN is bridged on the target"),
    "wwpn-pair": (BLOCKER, "Its virtual Fibre Channel adapters have the WWPN pairs that they had"),
    "fibre-mapped": (BLOCKER, "A VIOS of the target maps each of them to a physical port"),
    "fibre-as-planned": (NOTICE, "VIOS and port are those of the plan"),
    "fibre-logged-in": (RISK, "Each of them is logged in to the fabric"),
    "redundancy": (BLOCKER, "Its paths still go over two VIOSes"),
    "disk": (BLOCKER, "The disks that it had are mapped to it on the target"),
    "scsi-as-planned": (NOTICE, "The VIOS of each virtual SCSI adapter is that of the plan"),
    "disk-released": (BLOCKER, "No VIOS of the source maps its disks any more"),
    "adapters-released": (NOTICE, "The VIOSes of the source have no adapters for it any more"),
    "unplanned-move": (BLOCKER, "No other partition of these servers moved, came or went"),
    "unplanned-change": (RISK, "Nothing else changed on these servers"),
    "not-compared": (NOTICE, "Everything else on these servers could be compared"),
}
"""What is checked: id → severity of a failure, and the case that passes. Source of what a move keeps and may change:
IBM documentation, Live Partition Mobility (name, configuration, virtual MAC addresses and disks stay; partition id and
the slots of server adapters may change); of a WWPN pair either may be the one in use."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked.

    :ivar lpar: partition, ``''`` for what concerns servers as a whole
    :ivar what: its id, a key of :data:`CHECKS`
    :ivar item: which part (``slot 14``), ``''`` for the whole
    :ivar severity: what a failure means: blocker (the move is not as planned), risk (somebody has to decide), notice
    :ivar outcome: pass, fail or unknown
    :ivar expected, found: in words, ``''`` where there is nothing to compare
    :ivar evidence: cells of the new report
    """

    lpar: str
    source: str
    target: str
    what: str
    item: str
    severity: str
    outcome: str
    message: str
    expected: str
    found: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One planned move and the newer scan.

    :ivar stale_source: why the scan says nothing about the source, ``''`` when it does
    """

    move: SavedMove
    now: Scan
    stale_source: str = ""

    def check(
        self,
        what: str,
        outcome: str,
        message: str,
        *,
        item: str = "",
        expected: str = "",
        found: str = "",
        refs: Iterable[str | None] = (),
        severity: str = "",
    ) -> Check:
        """A check of this move; *severity* where it is another one than that of :data:`CHECKS`."""
        return Check(
            lpar=self.move.lpar,
            source=self.move.source,
            target=self.move.target,
            what=what,
            item=item,
            severity=severity or CHECKS[what][0],
            outcome=outcome,
            message=message,
            expected=expected,
            found=found,
            evidence=self.now.cells(*refs),
        )

    def unknown(self, what: str, reason: str, *, item: str = "", expected: str = "", severity: str = "") -> Check:
        """A check that nobody can decide, and why."""
        return self.check(what, "unknown", f"Not known: {reason}.", item=item, expected=expected, severity=severity)

    def same(
        self,
        what: str,
        noun: str,
        expected: object,
        found: object,
        ref: str | None,
        *,
        item: str = "",
        unseen: str = "",
    ) -> Check:
        """A check that *noun* is still what it was; numbers may differ by what a scanner rounds away.

        :param unseen: why the new report does not show it, where it does not
        """
        if expected is None:
            return self.unknown(what, f"the plan does not say its {noun}", item=item)
        if found is None:
            reason = unseen or f"the new report does not show its {noun}"
            return self.unknown(what, reason, item=item, expected=str(expected))
        texts = {"expected": shown(expected), "found": shown(found)}
        if is_same(expected, found):
            return self.check(what, "pass", f"Its {noun} is {shown(found)}.", item=item, refs=[ref], **texts)
        message = f"Its {noun} is {shown(found)} and was {shown(expected)}."
        return self.check(what, "fail", message, item=item, refs=[ref], **texts)


def is_same(old: object, new: object) -> bool:
    """Equal, or numbers of which one lost decimals: see ``core_tolerance`` in limits.toml."""
    if isinstance(old, float) or isinstance(new, float):
        tolerance: float = knowledge.facts("limits")["core_tolerance"]["value"]
        return isinstance(old, int | float) and isinstance(new, int | float) and abs(old - new) <= tolerance
    return old == new


def shown(value: object) -> str:
    """A value in a message: floats without a needless ``.0``, empty text as ``none``."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value) or "none"
