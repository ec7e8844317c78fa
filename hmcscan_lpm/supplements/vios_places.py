"""Which VIOS an output speaks of: what its command says, or the locations of virtual adapters in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from hmcscan_lpm.supplements.collect import Found
from hmcscan_lpm.supplements.hmc_values import machine
from hmcscan_lpm.supplements.messages import shown
from hmcscan_lpm.supplements.model import Line, Output

LOCATION = r"U\d{4}\.[0-9A-Z]{3}\.[0-9A-Z]{7}-V\d{1,5}-C\d{1,5}(?:-T\d{1,3})?"
"""Where a virtual adapter is: machine, id of its partition, slot."""

_LOCATION = re.compile(r"U(\d{4})\.([0-9A-Z]{3})\.([0-9A-Z]{7})-V(\d{1,5})-C(\d{1,5})(?:-T\d{1,3})?")
_VARIABLE = re.compile(r"[$`<>{}*]")


def slot_of(location: str) -> int | None:
    """The virtual slot in a location; None when it is the location of no virtual adapter."""
    found = _LOCATION.fullmatch(location)
    return int(found[5]) if found else None


def where(output: Output, location: str = "") -> dict[str, Any] | None:
    """System and VIOS of *output*; else machine and partition id, which the location of one of its adapters tells.

    None when neither does.
    """
    is_vios_told = output.vios and not _VARIABLE.search(output.vios)
    if is_vios_told and output.system and not _VARIABLE.search(output.system):
        named = machine(output.system)
        if named is None:
            return {"system": output.system, "vios": output.vios}
        return {"_type_model": named[0], "_serial": named[1], "vios": output.vios}
    found = _LOCATION.fullmatch(location)
    if found is None:
        return None
    return {"_type_model": f"{found[1]}-{found[2]}", "_serial": found[3], "_vios_id": int(found[4])}


@dataclass(slots=True)
class Findings(Found):
    """What a parser of a VIOS's output has found so far."""

    def remark(self, line: Line, kind: str, message: str) -> None:
        """Add a remark on *line*."""
        self._remark(line, kind, message)

    def damaged(self, line: Line) -> None:
        """Add a remark on a line of the format of which nothing can be taken."""
        self.remark(
            line, "damaged-line", f"The line is damaged, and nothing of it is taken: {shown(line.text.strip())}"
        )

    def no_vios(self, line: Line, name: str) -> None:
        """Remark, once, that the VIOS is not told."""
        message = (
            f"Nothing tells which VIOS printed this output of {name}: "
            'keep the command (viosvrcmd -m SERVER -p VIOS -c "...") or its marker line before the output.'
        )
        self.remark_once(line, "no-vios", message)

    def remark_once(self, line: Line, kind: str, message: str) -> None:
        """Claim *line*, and add the remark where there is none of its kind yet."""
        self.claim(line)
        if all(remark.kind != kind for remark in self.remarks):
            self.remark(line, kind, message)
