"""Which WWPNs are logged in at the ports of one switch: Cisco ``show flogi database``, Brocade ``switchshow``.

Shapes: Cisco MDS 9000 Interfaces Configuration Guide (``show flogi database``) and what switches printed in
pynetfaultanalysis ``test_support_show``; Fabric OS Command Reference (``switchshow``) and netbox-sync ``test_brocade``.
A name server knows the logins of the whole fabric; these know only their own switch, and not who is a storage port.
"""

from __future__ import annotations

import re

from hmcscan_lpm.supplements.collect import WWN, Found, is_open, wwpn
from hmcscan_lpm.supplements.model import NOTHING, Format, Line, Output, Parsed

_RULE = re.compile(r"\s*-{5,}\s*|\s*={5,}\s*")
_FLOGI_HEADING = re.compile(r"\s*INTERFACE\s+VSAN\s+FCID\s+PORT NAME\s+NODE NAME\s*", re.IGNORECASE)
_FLOGI = re.compile(rf"\s*[a-z][a-z-]*\d[\d/]*\s+(\d{{1,4}})\s+0x([0-9a-fA-F]{{6}})\s+({WWN})\s+{WWN}\s*")
_FLOGI_DAMAGED = re.compile(r"\s*[a-z][a-z-]*\d[\d/]*\s+\d.*")
_FLOGI_OTHER = re.compile(r"\s+\[[^\[\]]+\]\s*|\s*Total number of flogi\s*=\s*\d+\.?\s*", re.IGNORECASE)

_NAME = re.compile(r"\s*switchName:\s*(\S+)\s*")
_SWITCH = re.compile(r"\s*(?:switch[A-Z]\w+|zoning|[A-Z][\w ]{1,40}):.*")
_PORTS = re.compile(r"\s*(?:Index\s+)?(?:Slot\s+)?Port\s+Address\s+Media\s+Speed\s+State\s+Proto\s*")
_PORT = re.compile(r"\s*\d+\s+(?:\d+\s+){0,2}([0-9a-fA-F]{6}|-{6})\s+\S+\s+\S+\s+[A-Z]\w+(?:\s+(\S.*?))?\s*")
_LOGIN = re.compile(rf"(?:FC\s+)?F-Port\s+({WWN})")


def _flogi(output: Output) -> Parsed:
    """Rows of ``fabric_logins`` from ``show flogi database``."""
    found = Found()
    headings: list[Line] = []
    in_table = False
    for line in output.lines:
        text = line.text
        if _FLOGI_HEADING.fullmatch(text):
            in_table = True
            found.claim(*headings, line)
        elif _RULE.fullmatch(text):
            found.claim(line) if in_table else headings.append(line)
        elif in_table and (match := _FLOGI.fullmatch(text)):
            fabric = f"{output.place} vsan {match[1]}".strip()
            found.row("fabric_logins", line, fabric=fabric, wwpn=wwpn(match[3]), fcid=match[2].lower())
        elif in_table and _FLOGI_OTHER.fullmatch(text):
            found.claim(line)
        elif in_table and _FLOGI_DAMAGED.fullmatch(text):
            _damaged(output, line, found)
        elif text.strip():
            in_table, headings = False, []
    return found.parsed(output) if found.claimed else NOTHING


def _switchshow(output: Output) -> Parsed:
    """Rows of ``fabric_logins`` from ``switchshow``: ports with one login; of others it prints only how many."""
    found = Found()
    name, in_head, in_table = output.place, False, False
    for line in output.lines:
        text = line.text
        if match := _NAME.fullmatch(text):
            name, in_head, in_table = output.place or match[1], True, False
        elif _PORTS.fullmatch(text):
            in_head, in_table = False, True
        elif in_table and (match := _PORT.fullmatch(text)):
            login = _LOGIN.fullmatch(match[2] or "")
            if login:
                found.row("fabric_logins", line, fabric=name, wwpn=wwpn(login[1]), fcid=match[1].lower())
            elif is_open(output, line):
                _damaged(output, line, found)
        elif not ((in_head and _SWITCH.fullmatch(text)) or (in_table and _RULE.fullmatch(text))):
            in_head, in_table = (in_head, in_table) if not text.strip() else (False, False)
            continue
        found.claim(line)
    return found.parsed(output) if found.claimed else NOTHING


def _damaged(output: Output, line: Line, found: Found) -> None:
    note = found.cut if is_open(output, line) else found.unreadable
    note(line, f"{line.text.strip()!r} is no whole line of a port.")


FORMATS: tuple[Format, ...] = (Format("show flogi database", _flogi), Format("switchshow", _switchshow))
