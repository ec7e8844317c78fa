"""What a console answers when a command is typed there, and what a VIOS answers through it."""

import csv
import shlex
from collections.abc import Callable, Mapping

from datacentre.answers_vios import vios_answer
from datacentre.model import DataCentre, Manager, Server
from datacentre.raw_console import console_files
from datacentre.raw_server import server_files
from datacentre.raw_text import field, lines, record

UNKNOWN_COMMAND = "HSCL350B The value or values specified after the command are not valid.\n"

# (program, -r, --rsubtype, --level) → the file of the raw cache that holds the answer.
LISTINGS: Mapping[tuple[str, str, str, str], str] = {
    ("lssyscfg", "lpar", "", ""): "lpar_conf.txt",
    ("lssyscfg", "prof", "", ""): "profiles.txt",
    ("lshwres", "mem", "", "sys"): "system_mem.txt",
    ("lshwres", "mem", "", "lpar"): "lpar_mem.txt",
    ("lshwres", "proc", "", "sys"): "system_proc.txt",
    ("lshwres", "proc", "", "lpar"): "lpar_proc.txt",
    ("lshwres", "virtualio", "scsi", "lpar"): "vscsi.txt",
    ("lshwres", "virtualio", "fc", "lpar"): "vfc.txt",
    ("lshwres", "virtualio", "eth", "lpar"): "veth.txt",
}


def answer(centre: DataCentre, manager: Manager, command: str, seconds: int = 0) -> str:
    """What the console prints.

    `seconds` is how long after the first command this one was typed; a command that it does not know gets a message.
    """
    words = shlex.split(command)
    option = {word: words[at + 1] for at, word in enumerate(words[:-1]) if word.startswith("-")}
    if (words[0], option.get("-r")) == ("lssyscfg", "sys"):
        text = console_files(manager, centre.managed_by(manager.name))["HMC_lssyscfg-r.txt"]
        wanted = [line for line in text.splitlines() if line.startswith(f"name={option.get('-m', '')}")]
        return _chosen("".join(f"{line}\n" for line in wanted), option)
    server = next((s for s in centre.servers if s.name == option.get("-m")), None)
    if server is None:
        return UNKNOWN_COMMAND
    if words[0] == "viosvrcmd":
        return vios_answer(server, server.partition(option["-p"]), option["-c"], seconds) or UNKNOWN_COMMAND
    others: Mapping[str, Callable[[Server], str]] = {"lsnportlogin": _port_logins}
    if words[0] in others:
        return _chosen(others[words[0]](server), option)
    asked = (words[0], option.get("-r", ""), option.get("--rsubtype", ""), option.get("--level", ""))
    listing = LISTINGS.get(asked)
    return _chosen(server_files(server, manager)[listing], option) if listing else UNKNOWN_COMMAND


def _chosen(text: str, option: Mapping[str, str]) -> str:
    """The lines that `--filter` names, of these the attributes that `-F` names."""
    rows = [dict(item.split("=", 1) for item in row) for row in csv.reader(text.splitlines())]
    kind, _, listed = option.get("--filter", "").strip('"').partition("=")
    if kind == "lpar_names":
        rows = [row for row in rows if {row.get("lpar_name"), row.get("name")} & set(listed.split(","))]
    names = option["-F"].split(",") if "-F" in option else []
    if not names:
        return lines(record(**row) for row in rows)
    return lines(",".join(_value(row.get(name, "null")) for name in names) for row in rows)


def _value(text: str) -> str:
    return f'"{text}"' if "," in text else text


def _port_logins(server: Server) -> str:
    """The first WWPN of a running partition is logged in by itself, the second one by nobody."""
    return "".join(
        ",".join(
            field(name, value)
            for name, value in {
                "lpar_name": lpar.name,
                "lpar_id": lpar.id,
                "profile_name": lpar.profile.name,
                "slot_num": adapter.slot,
                "wwpn": wwpn,
                "wwpn_status": int(lpar.running and number == 0),
                "logged_in": "client" if lpar.running and number == 0 else "none",
                "wwpn_status_reason": "null",
            }.items()
        )
        + "\n"
        for lpar in server.newest_first
        for adapter in lpar.fibre
        for number, wwpn in enumerate(adapter.wwpns)
    )
