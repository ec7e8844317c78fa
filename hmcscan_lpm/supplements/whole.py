"""Listings that hold all that a server has of something: what is not in them is not there.

"No rows" of a report means two things; a listing without filter means one.
"""

from __future__ import annotations

from dataclasses import replace

from hmcscan_lpm.supplements import hmc_values as v
from hmcscan_lpm.supplements.commands import read_command
from hmcscan_lpm.supplements.hmc_rows import asked_kind
from hmcscan_lpm.supplements.messages import NO_RESULTS
from hmcscan_lpm.supplements.model import COLLECTED, Output, Parsed, Row
from hmcscan_lpm.tables.vocabulary import TABLES

LEVELS = {"sriov_logical_ports": frozenset({"eth", "roce"}), "sriov_ports": frozenset({"eth", "ethc", "roce"})}
"""Tables of which one listing shows a part, and the values of ``--level`` that show all together.

The Python hmcscanner asks for each of them (``dataCollector.py``); without a level ``lshwres -r sriov --rsubtype
logport`` lists ports that are not configured.
"""


def with_whole(output: Output, name: str, parsed: Parsed) -> Parsed:
    """*parsed*, of the listing *name*, with the fact that it is whole where nothing is missing of the output."""
    told = {line.number for line in output.lines if line.text.strip()}
    if not parsed.rows or parsed.remarks or not told <= parsed.claimed:
        return parsed
    return _added(output, parsed, name)


def with_none(output: Output, parsed: Parsed) -> Parsed:
    """*parsed*, of messages, with the fact that a listing is whole and empty where that is all that was printed."""
    told = [line.text.strip() for line in output.lines if line.text.strip()]
    return _added(output, parsed) if told == [NO_RESULTS] else parsed


def _added(output: Output, parsed: Parsed, name: str = "") -> Parsed:
    command = read_command(output.command)
    kind = asked_kind(command)
    is_all = not command.has("--filter", "-F", "-p", "--id") and "|" not in output.command
    if kind is None or name not in {"", kind.name} or not is_all or output.lines[-1].text.strip() or not output.system:
        return parsed
    if kind.table not in TABLES or TABLES[kind.table].collected_by != "hmc" or kind.table == "systems":
        return parsed
    machine = v.machine(output.system)
    whose = {"_type_model": machine[0], "_serial": machine[1]} if machine else {"system": output.system}
    level = command.option("--level") if kind.table in LEVELS else ""
    fact = Row(COLLECTED, min(parsed.claimed), {**whose, "table": kind.table, "level": level})
    return replace(parsed, rows=(*parsed.rows, fact))
