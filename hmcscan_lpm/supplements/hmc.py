"""What the HMC prints: listings of ``lssyscfg``, ``lshwres``..., and the few commands that have a form of their own."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from hmcscan_lpm.supplements.collect import is_open
from hmcscan_lpm.supplements.hmc_fields import KINDS
from hmcscan_lpm.supplements.hmc_rows import read_listings
from hmcscan_lpm.supplements.messages import hmc_messages, shown
from hmcscan_lpm.supplements.model import NOTHING, Format, Output, Parsed, Remark, Row
from hmcscan_lpm.supplements.whole import with_none, with_whole

_VERSION = re.compile(r'"?version=\s*Version:\s*(\d{1,3})\s*')
_QUOTE = re.compile(r'\s*"\s*')
_FIX = re.compile(r"\s*M[HF]\d{5}\b.*")
_ABOUT = (
    (re.compile(r"\s*Release:\s*(\d[0-9.]*)\s*"), "release"),
    (re.compile(r"\s*Service Pack:\s*(\d+)\s*"), "service_pack"),
    (re.compile(r"\s*HMC Build level\s+(\S+)\s*"), "build_level"),
    (re.compile(r'"?,?"?base_version=(V\d{1,2}R[0-9.]{1,9})\s*"?\s*'), "base_version"),
)
"""``lshmc -V`` as live captures have it: two quoted values, each over several lines, fixes at the end of the first."""

_PARTITION = re.compile(r"\s*<#\d+>\s*Partition:<(\d{1,5})\*(\d{4}-[0-9A-Z]{3})\*([0-9A-Z]{7}),[^>]*>(.*)")
_STATE = re.compile(r"[\s,]*Active:<(\d)>,\s*OS:<[^>]*>,\s*DCaps:<0x([0-9a-fA-F]{1,8})>.*")
_ALL_DLPAR = 0xF
"""Every partition with dynamic reconfiguration was seen with these four bits; which of them is memory is not public."""


def _listing(name: str, output: Output) -> Parsed:
    return with_whole(output, name, read_listings(output).get(name, NOTHING))


def _messages(output: Output) -> Parsed:
    return with_none(output, hmc_messages(output))


def parse_version(output: Output) -> Parsed:
    """``lshmc -V`` → ``hmcs``; without ``manager`` where the file does not tell which HMC printed it."""
    lines = output.lines
    start = next((at for at, line in enumerate(lines) if _VERSION.fullmatch(line.text)), None)
    if start is None:
        return NOTHING
    first = _VERSION.fullmatch(lines[start].text)
    values: dict[str, Any] = {"manager": output.place} if output.place else {}
    if first and not is_open(output, lines[start]):
        values["version"] = int(first[1])
    places: dict[str, int] = {}
    claimed = {lines[start].number}
    for line in lines[start + 1 :]:
        about = [(column, match[1]) for pattern, column in _ABOUT if (match := pattern.fullmatch(line.text))]
        if not about and not _FIX.match(line.text) and not _QUOTE.fullmatch(line.text):
            break
        claimed.add(line.number)
        for column, value in about:
            if column not in values and not is_open(output, line):
                values[column], places[column] = value, line.number
        if "base_version" in values and line.text.rstrip().endswith('"'):
            break
    if "version" not in values:
        return NOTHING
    return Parsed(frozenset(claimed), (Row("hmcs", lines[start].number, values, places),))


def parse_connections(output: Output) -> Parsed:
    """``lspartition -dlpar`` → whether memory and processors of a partition can be changed while it runs.

    It tells partitions by machine and id, and not by name.
    """
    claimed: set[int] = set()
    rows: list[Row] = []
    remarks: list[Remark] = []
    lines = output.lines
    for position, line in enumerate(lines):
        found = _PARTITION.fullmatch(line.text)
        if found is None:
            continue
        claimed.add(line.number)
        follows = found[4].strip(" ,") == "" and position + 1 < len(lines)
        state_line = lines[position + 1] if follows else line
        state = _STATE.fullmatch(state_line.text if follows else found[4])
        if state is None:
            message = f"Nothing of the partition is told: {shown(line.text.strip())}"
            remarks.append(Remark(line.number, "damaged-line", message))
            continue
        claimed.add(state_line.number)
        capabilities = int(state[2], 16)
        is_capable = capabilities & _ALL_DLPAR == _ALL_DLPAR and state[1] == "1"
        if is_capable or capabilities == 0:
            where = {"_type_model": found[2], "_serial": found[3], "_lpar_id": int(found[1])}
            facts = dict.fromkeys(("dlpar_memory", "dlpar_processor"), is_capable)
            rows.append(Row("lpars", line.number, {**where, **facts}))
    return Parsed(frozenset(claimed), tuple(rows), tuple(remarks)) if claimed else NOTHING


FORMATS: tuple[Format, ...] = (
    *(Format(kind.name, partial(_listing, kind.name)) for kind in KINDS),
    Format("lshmc -V", parse_version),
    Format("lspartition -dlpar", parse_connections),
    Format("messages of the HMC", _messages),
)
