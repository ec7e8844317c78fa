"""The SAN hand-over as files of its own, for the people who zone and map: Markdown, CSV, and commands as text."""

from __future__ import annotations

import csv
import io
import re

from hmcscan_lpm.planning.handover.model import SanAdapter, SanWwpn, ZoneEntry
from hmcscan_lpm.planning.model import Plan
from hmcscan_lpm.rendering import templates
from hmcscan_lpm.rendering.escape import csv_cell, one_line
from hmcscan_lpm.rendering.outline import outline

COLUMNS: tuple[str, ...] = (
    "lpar", "source", "slot", "vios", "fc_port", "fabrics", "fabric_known_by", "make", "number", "wwpn", "zoned",
    "zoning_reason", "zones", "storage_ports", "mapped", "mapping_reason", "hosts", "login", "alias",
    "is_alias_told", "evidence",
)  # fmt: skip
"""One row per WWPN; several values in a cell are separated by ``; ``."""


def render_markdown(plan: Plan) -> str:
    """The hand-over as Markdown: states with their evidence, then all drafts."""
    text = templates.markdown().get_template("md/san.md.jinja").render(page=outline(plan))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def render_csv(plan: Plan) -> str:
    """The WWPNs with a heading row; every cell is quoted, and none is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(COLUMNS)
    for adapter in plan.san.adapters:
        writer.writerows([csv_cell(cell) for cell in _row(adapter, wwpn)] for wwpn in adapter.wwpns)
    return text.getvalue()


def _row(adapter: SanAdapter, wwpn: SanWwpn) -> tuple[str, ...]:
    lines = [*(zone.told_by for zone in wwpn.zones), *(host.told_by for host in wwpn.hosts), wwpn.map_told_by]
    evidence = dict.fromkeys(f"{line.report} {line.cell}" for line in lines if line is not None)
    return (
        adapter.lpar,
        adapter.source,
        str(adapter.slot),
        adapter.vios or "",
        adapter.fc_port or "",
        "; ".join(adapter.fabrics),
        adapter.fabric_known_by,
        adapter.make,
        str(wwpn.number),
        wwpn.wwpn or "",
        wwpn.zoned,
        adapter.zoning_reason,
        "; ".join(_zone(item) for item in wwpn.zones),
        "; ".join(wwpn.ports),
        wwpn.mapped,
        adapter.mapping_reason,
        "; ".join(f"{item.array}/{item.host or ''}" for item in wwpn.hosts),
        wwpn.login,
        wwpn.alias,
        "yes" if wwpn.is_alias_told else "no",
        "; ".join(evidence),
    )


def _zone(entry: ZoneEntry) -> str:
    state = {True: "", False: " (only defined)", None: " (in effect or not)"}[entry.is_active]
    return f"{entry.fabric}/{entry.zone}{state}"


def render_text(plan: Plan) -> str:
    """The draft commands alone. Every line that is no comment is complete; comments begin with ``#`` or ``!``."""
    lines = [
        f"# SAN hand-over: {one_line(plan.title)}",
        "# DRAFTS that change zoning, hosts or logins. Nothing here was run.",
        "# Each part is for another place: the HMC, a switch, a storage system. Read every line before it is typed.",
        "# A line that is no comment is about something that facts show to be missing.",
        "",
    ]
    for draft in plan.san.drafts:
        lines += [*(one_line(line) for line in draft.lines), ""]
    if not plan.san.drafts:
        lines += (
            ["# There is nothing to draft."]
            if plan.san.adapters
            else ["# No partition has a virtual Fibre Channel adapter."]
        )
    return "\n".join(lines).rstrip("\n") + "\n"
