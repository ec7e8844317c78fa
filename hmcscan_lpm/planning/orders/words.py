"""Names as words of an HMC command, and data as its ``-i`` takes them: what cannot be carried safely is refused.

A name passes three readers: the shell, where it is quoted; the list of ``-p``, where a comma is a second name; the
attributes of ``-i``, where commas, slashes, equals signs and double quotes have a meaning. An id has none of these.
Grammar of the attributes: IBM documentation, Specifying redundant mover service partitions (``redundant_msps``), and
pypowervm, ``tasks/migration.py`` (mappings: a name or an id, never both, empty fields keep their slashes).
"""

from __future__ import annotations

import ipaddress
import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hmcscan_lpm.planning.orders.directory import Server

_PORT = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]*")
_HOST = re.compile(r"[A-Za-z0-9_:][A-Za-z0-9_.:-]*")
_MACHINE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{3}\*[A-Z0-9]+", re.IGNORECASE)
_MEANT_BY_LISTS = frozenset(',"')
_MEANT_BY_ATTRIBUTES = frozenset(",/=\"'\\")


class Raw(str):
    """A word that is shell text of ours, not to be quoted."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Home:
    """Where a client adapter goes: a field of ``virtual_fc_mappings`` or ``virtual_scsi_mappings``.

    :ivar port: physical port, ``''`` for an adapter that has none (SCSI), None = not known
    """

    slot: int
    vios: str | None
    vios_id: int | None
    server_slot: int | None
    port: str | None


@dataclass(frozen=True, slots=True)
class Mover:
    """One side of a pair of movers; address ``''`` = the HMC chooses."""

    vios: str
    vios_id: int | None
    address: str


def line(words: Iterable[str]) -> str:
    """The words as one command: every one a single word for a shell, whatever is in it."""
    return " ".join(word if isinstance(word, Raw) else shlex.quote(word) for word in words)


def server_word(server: Server) -> str:
    """The name for ``-m`` and ``-t``: type, model and serial number where the name would not find it; ``''`` = none.

    A star in a name is the mark of two servers of one name, which no HMC knows (:mod:`hmcscan_lpm.estate`).
    """
    if server.name and server.name.isprintable() and not server.name.startswith("-") and "*" not in server.name:
        return server.name
    return server.machine if _MACHINE.fullmatch(server.machine) else ""


def host_word(name: str) -> str:
    """A host name or address for ``--ip``, ``''`` when *name* is none."""
    return name if _HOST.fullmatch(name) else ""


def is_for_lists(name: str) -> bool:
    """Whether ``-p`` and ``--filter`` take *name* as the one name that it is."""
    return bool(name) and name.isprintable() and not name.startswith("-") and not _MEANT_BY_LISTS & set(name)


def partition_words(lpar: str, lpar_id: int | None) -> tuple[str, ...]:
    """``-p`` with the name, or ``--id`` where the name cannot be carried; empty when neither can be."""
    if is_for_lists(lpar):
        return "-p", lpar
    return () if lpar_id is None else ("--id", str(lpar_id))


def filter_word(lpar: str, lpar_id: int | None) -> str:
    """What ``--filter`` takes to find the partition; ``''`` when it cannot be said."""
    if is_for_lists(lpar):
        return f"lpar_names={lpar}"
    return "" if lpar_id is None else f"lpar_ids={lpar_id}"


def attributes(pairs: Sequence[tuple[str, str]]) -> str:
    """The text for ``-i``: ``"virtual_fc_mappings=4//1/14/fcs0,5//2/15/fcs0",dest_lpar_id=5``.

    A pair whose value has commas is quoted as a whole. Values come from the functions below only.
    """
    return ",".join(f'"{key}={value}"' if "," in value else f"{key}={value}" for key, value in pairs)


def named(key: str, name: str, identifier: int | None) -> tuple[str, str] | None:
    """``key_id=…``, or ``key_name=…`` without an id; None when neither can be carried."""
    if identifier is not None:
        return f"{key}_id", str(identifier)
    return (f"{key}_name", name) if is_for_attributes(name) else None


def is_for_attributes(name: str) -> bool:
    """Whether *name* may stand in an attribute without meaning more than itself."""
    return bool(name) and name == name.strip() and name.isprintable() and not _MEANT_BY_ATTRIBUTES & set(name)


def home_value(home: Home) -> str:
    """``slot/vios-name/vios-id[/vios-slot[/fc-port]]``; ``''`` when it is not complete or cannot be carried."""
    if home.port is None or (home.port and not _PORT.fullmatch(home.port)):
        return ""
    vios = _name_and_id(home.vios or "", home.vios_id)
    if not vios:
        return ""
    parts = [str(home.slot), vios]
    if home.server_slot is not None or home.port:
        parts.append("" if home.server_slot is None else str(home.server_slot))
    return "/".join([*parts, home.port] if home.port else parts)


def mover_value(mover: Mover) -> str:
    """``name/id/address`` of one side of ``redundant_msps``; ``''`` when it cannot be carried."""
    vios = _name_and_id(mover.vios, mover.vios_id)
    return f"{vios}/{address_value(mover.address)}" if vios else ""


def address_value(address: str) -> str:
    """*address* when it is an IP address, else ``''``."""
    try:
        return str(ipaddress.ip_address(address)) if "%" not in address else ""
    except ValueError:
        return ""


def _name_and_id(name: str, identifier: int | None) -> str:
    if identifier is not None:
        return f"/{identifier}"
    return f"{name}/" if is_for_attributes(name) else ""
