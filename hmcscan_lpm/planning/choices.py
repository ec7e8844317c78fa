"""What a user wants of a plan: pins, order, exclusions, fabrics. A TOML file, or a saved plan with its choices.

::

    order    = ["db1", "app1"]       # these first, in this order
    apart    = ["cluster*"]          # no two of these on one server
    together = ["sap*"]              # these on one server, if possible

    [exclude]                        # partition = reason
    web1 = "moves with the next release"

    [home]                           # partition = server
    db1 = "S1022-02"

    [[fabric]]                       # which fabric a physical port hangs on
    server = "S1022-02"
    vios   = "vios1"
    port   = "fcs0"
    name   = "A"

    [[msp]]                          # address of a mover service partition
    server  = "S1022-02"
    vios    = "vios1"
    address = "10.1.2.3"

    [[mover]]                        # which movers to use
    lpar   = "db*"
    source = "vios1"
    target = "vios3"

    [[adapter]]                      # where a client adapter goes
    lpar        = "db1"
    slot        = 14
    vios        = "vios3"
    port        = "fcs2"             # Fibre Channel only
    server_slot = 31                 # may be left out
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from hmcscan_lpm.errors import ChoicesError


@dataclass(frozen=True, slots=True)
class FabricChoice:
    """The fabric of a physical port."""

    server: str
    vios: str
    port: str
    name: str


@dataclass(frozen=True, slots=True)
class MspAddress:
    """The IP address that a mover service partition is to use."""

    server: str
    vios: str
    address: str


@dataclass(frozen=True, slots=True)
class MoverChoice:
    """The movers of partitions: VIOS names on source and target; *lpar* is a name or pattern."""

    lpar: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class AdapterChoice:
    """Where the client adapter in *slot* goes; ``''`` and 0 = not chosen."""

    lpar: str
    slot: int
    vios: str
    port: str = ""
    server_slot: int = 0


@dataclass(frozen=True, slots=True)
class Choices:
    """All choices of a user; empty ones leave everything to the planner.

    :ivar order: partitions that go first, in that order
    :ivar apart: patterns; of the partitions that match one, no two may go to the same server
    :ivar together: patterns; partitions that match one should go to the same server
    :ivar exclude: partition → reason why it is not part of the plan
    :ivar home: partition → server
    """

    order: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    exclude: Mapping[str, str] = field(default_factory=dict)
    home: Mapping[str, str] = field(default_factory=dict)
    fabric: tuple[FabricChoice, ...] = ()
    msp: tuple[MspAddress, ...] = ()
    mover: tuple[MoverChoice, ...] = ()
    adapter: tuple[AdapterChoice, ...] = ()

    def fabric_of(self, server: str, vios: str, port: str) -> str:
        """The fabric that the user gave for a port, ``''`` for none."""
        return next((f.name for f in self.fabric if (f.server, f.vios, f.port) == (server, vios, port)), "")

    def address_of(self, server: str, vios: str) -> str:
        """The address that the user gave for a mover, ``''`` for none."""
        return next((m.address for m in self.msp if (m.server, m.vios) == (server, vios)), "")

    def mover_of(self, lpar: str) -> MoverChoice | None:
        """The first choice of movers that the partition matches."""
        return next((m for m in self.mover if m.lpar == lpar or fnmatchcase(lpar, m.lpar)), None)

    def adapter_of(self, lpar: str, slot: int) -> AdapterChoice | None:
        """The choice for a client adapter."""
        return next((a for a in self.adapter if (a.lpar, a.slot) == (lpar, slot)), None)


NO_CHOICES = Choices()

_SECTIONS: Mapping[str, type] = {
    "fabric": FabricChoice,
    "msp": MspAddress,
    "mover": MoverChoice,
    "adapter": AdapterChoice,
}
_NAMES = ("order", "apart", "together")
_MAPS = ("exclude", "home")


def read(path: Path) -> Choices:
    """The choices in a TOML file, or those that a plan saved as JSON was made with.

    :raises ChoicesError: the file cannot be read, or something in it is no choice
    """
    try:
        text = path.read_text(encoding="utf-8")
        page = json.loads(text).get("choices") if text.lstrip().startswith("{") else tomllib.loads(text)
    except OSError as problem:
        raise ChoicesError(f"{path}: cannot be read: {problem.strerror}.") from None
    except (ValueError, RecursionError) as problem:
        raise ChoicesError(f"{path}: is neither TOML nor a saved plan: {problem}") from None
    if not isinstance(page, dict):
        raise ChoicesError(f"{path}: is a JSON file without choices: hand over a plan that was saved as JSON.")
    return from_mapping(page, str(path))


def from_mapping(page: Mapping[str, Any], where: str) -> Choices:
    """The choices in data of TOML or JSON.

    :raises ChoicesError: an unknown key, or a value of another kind
    """
    known = {*_NAMES, *_MAPS, *_SECTIONS}
    if unknown := sorted(set(page) - known):
        raise ChoicesError(f"{where}: {', '.join(unknown)}: no such choice. There are: {', '.join(sorted(known))}.")
    values: dict[str, Any] = {}
    for name in _NAMES:
        listed = page.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise ChoicesError(f"{where}: {name} must be a list of names.")
        values[name] = tuple(listed)
    for name in _MAPS:
        section = page.get(name, {})
        if not isinstance(section, dict) or not all(isinstance(item, str) for item in section.values()):
            raise ChoicesError(f'{where}: [{name}] must have lines such as partition = "text".')
        values[name] = dict(section)
    for name, kind in _SECTIONS.items():
        entries = page.get(name, [])
        if not isinstance(entries, list):
            raise ChoicesError(f"{where}: {name} must be given as [[{name}]] sections.")
        values[name] = tuple(_entry(kind, entry, f"{where}: [[{name}]] {n}") for n, entry in enumerate(entries, 1))
    return Choices(**values)


def _entry(kind: type, entry: Any, where: str) -> Any:
    kinds = {item.name: int if item.name in ("slot", "server_slot") else str for item in fields(kind)}
    required = [name for name in kinds if name not in ("port", "server_slot") or kind is FabricChoice]
    if not isinstance(entry, dict):
        raise ChoicesError(f"{where} must be a section.")
    if unknown := sorted(set(entry) - set(kinds)):
        raise ChoicesError(f"{where} has unknown keys: {', '.join(unknown)}. Its keys: {', '.join(kinds)}.")
    for name in required:
        if name in kinds and name not in entry:
            raise ChoicesError(f"{where}: {name} is missing.")
    for name, value in entry.items():
        is_missing = name in required and value == ""
        if not isinstance(value, kinds[name]) or isinstance(value, bool) or is_missing:
            expected = "a number" if kinds[name] is int else "text"
            raise ChoicesError(f"{where}: {name} must be {expected}.")
    return kind(**entry)
