"""A plan that was saved as JSON, read back: what was to move, what it took along, and what it was to be mapped to.

Only what a later scan is held against; the keys are those of :mod:`hmcscan_lpm.planning.model` and
:mod:`hmcscan_lpm.planning.execution`, where each is described. Keys that are not read may be missing or be others.
The file may have been edited, or come by mail: whatever does not fit is one clear error.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NoReturn, get_args, get_origin, get_type_hints

from hmcscan_lpm.errors import ChoicesError

SCHEMA = "hmcscan-lpm/plan/1"
MOST_BYTES = 256 * 1024 * 1024
"""A plan takes some 40 kB per move: this is three times the largest fleet that was seen."""

_MOST_MOVES = 100_000
_LARGEST = 2**53
"""Greater whole numbers are not the same in every program that reads JSON."""


@dataclass(frozen=True, slots=True)
class SavedSource:
    """A report that the plan was made from.

    :ivar scanned_at: ``YYYY-MM-DDTHH:MM:SS``, ``''`` = not known
    """

    file: str
    scanned_at: str
    sanitized: bool
    systems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedPair:
    """A client virtual Fibre Channel adapter: of a ``WwpnPair``."""

    slot: int
    vios: str | None
    wwpn1: str | None
    wwpn2: str | None


@dataclass(frozen=True, slots=True)
class SavedEthernet:
    """A virtual Ethernet adapter: of an ``EthernetAdapter``."""

    slot: int
    vswitch: str | None
    pvid: int | None
    vlans: str
    mac: str | None


@dataclass(frozen=True, slots=True)
class SavedDisk:
    """What stood behind a client virtual SCSI adapter: of a ``ScsiDisk``."""

    slot: int
    vios: str | None
    backing: str | None
    kind: str
    disk_id: str | None


@dataclass(frozen=True, slots=True)
class SavedSheet:
    """What a partition takes along: of a ``PartitionSheet``."""

    lpar: str
    source: str
    lpar_id: int | None
    processor_mode: str | None
    cores: float | None
    procs: int | None
    memory_mb: int | None
    max_memory_mb: int | None
    ethernet: tuple[SavedEthernet, ...]
    wwpn_pairs: tuple[SavedPair, ...]
    disks: tuple[SavedDisk, ...]


@dataclass(frozen=True, slots=True)
class SavedFibre:
    """Where a client virtual Fibre Channel adapter was to go: of an ``FcMapping``."""

    slot: int
    vios: str | None
    port: str | None


@dataclass(frozen=True, slots=True)
class SavedScsi:
    """Where a client virtual SCSI adapter was to go: of a ``ScsiMapping``."""

    slot: int
    vios: str | None


@dataclass(frozen=True, slots=True)
class SavedVlan:
    """Who was to bridge a VLAN, (VIOS, SEA): of a ``VlanBridge``."""

    vswitch: str | None
    vlan: int
    bridges: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """What was chosen for one move: of a ``MoveMapping``."""

    lpar: str
    source: str
    target: str
    fibre: tuple[SavedFibre, ...]
    scsi: tuple[SavedScsi, ...]
    vlans: tuple[SavedVlan, ...]
    pool: str | None
    lpar_id: int | None


@dataclass(frozen=True, slots=True)
class SavedMove:
    """One move of the plan.

    :ivar mode: active or inactive
    :ivar state: state of the partition before it, as printed
    :ivar verdict: blocked, unproven or ready
    :ivar sheet: what the partition takes along; None when the plan does not say
    :ivar mapping: what was chosen for it; None when the plan chose nothing
    """

    lpar: str
    source: str
    target: str
    mode: str
    env: str | None
    state: str | None
    verdict: str
    sheet: SavedSheet | None
    mapping: SavedMapping | None


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan as it was saved.

    :ivar file: as the caller named it
    :ivar moves: in the order of the plan
    """

    file: str
    title: str
    made_at: str
    sources: tuple[SavedSource, ...]
    moves: tuple[SavedMove, ...]

    def source_of(self, system: str) -> SavedSource | None:
        """The report that told the plan about a server."""
        return next((source for source in self.sources if system in source.systems), None)

    @property
    def systems(self) -> tuple[str, ...]:
        """The servers that the plan moves from or to."""
        return tuple(sorted({name for move in self.moves for name in (move.source, move.target)}))

    @property
    def mode(self) -> str:
        """The mode that all moves share, else auto: the same as the plan was most likely made with."""
        modes = {move.mode for move in self.moves}
        return modes.pop() if len(modes) == 1 else "auto"


def read_plan(path: Path) -> SavedPlan:
    """The plan in a JSON file.

    :raises ChoicesError: no such file, no saved plan, or something in it is not as a plan has it
    """
    try:
        if path.exists() and not path.is_file():
            raise ChoicesError(f"{path}: is no file: hand over a plan that was saved as JSON.")
        if path.stat().st_size > MOST_BYTES:
            raise ChoicesError(f"{path}: is larger than {MOST_BYTES // 1024**2} MB: this is no saved plan.")
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise ChoicesError(f"{path}: cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise ChoicesError(f"{path}: is not UTF-8 text: hand over a plan that was saved as JSON.") from None
    return parse_plan(text, str(path))


def parse_plan(text: str, file: str) -> SavedPlan:
    """As :func:`read_plan`, of a text; *file* is its name in messages."""
    try:
        page = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as problem:
        raise ChoicesError(f"{file}: is no saved plan: {str(problem) or 'nested too deep'}.") from None
    if not isinstance(page, dict) or page.get("schema") != SCHEMA:
        raise ChoicesError(f"{file}: is no saved plan: its schema is not {SCHEMA}. Write one with plan -o plan.json.")
    return _Reader(file).plan(page)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


class _Reader:
    """Turns JSON values into dataclasses by their annotations, and names the place of whatever does not fit."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._hints: dict[type, Mapping[str, Any]] = {}

    def plan(self, page: Mapping[str, Any]) -> SavedPlan:
        sheets = self._by_key(page.get("partitions"), SavedSheet, "partitions", ("lpar", "source"))
        mappings = self._by_key(page.get("mappings", []), SavedMapping, "mappings", ("lpar", "source", "target"))
        plain = tuple(field.name for field in fields(SavedMove) if field.name not in ("sheet", "mapping"))
        hints = get_type_hints(SavedMove)
        moves: dict[tuple[str, ...], SavedMove] = {}
        for number, entry in enumerate(self._list(page.get("moves"), "moves"), 1):
            where = f"moves {number}"
            values = {name: self._value(hints[name], self._entry(entry, name, where), where, name) for name in plain}
            if values["mode"] not in ("active", "inactive"):
                self._fail(f"{where} mode", "must be active or inactive")
            key = (values["lpar"], values["source"], values["target"])
            if key in moves:
                self._fail(where, "the move stands there twice")
            moves[key] = SavedMove(**values, sheet=sheets.get(key[:2]), mapping=mappings.get(key))
        if not moves or len(moves) > _MOST_MOVES:
            self._fail("moves", f"there are {len(moves)}, and a plan has 1 to {_MOST_MOVES}")
        sources = self._value(tuple[SavedSource, ...], page.get("sources"), "sources", "")
        return SavedPlan(
            file=self._file,
            title=self._value(str, page.get("title"), "title", ""),
            made_at=self._value(str, page.get("made_at"), "made_at", ""),
            sources=sources,
            moves=tuple(moves.values()),
        )

    def _by_key(self, value: Any, kind: type, where: str, names: Iterable[str]) -> dict[tuple[str, ...], Any]:
        found: dict[tuple[str, ...], Any] = {}
        for number, entry in enumerate(self._list(value, where), 1):
            item = self._value(kind, entry, f"{where} {number}", "")
            key = tuple(getattr(item, name) for name in names)
            if key in found:
                self._fail(f"{where} {number}", "it stands there twice")
            found[key] = item
        return found

    def _list(self, value: Any, where: str) -> list[Any]:
        if not isinstance(value, list):
            self._fail(where, "must be a list")
        return value

    def _entry(self, value: Any, name: str, where: str) -> Any:
        if not isinstance(value, dict):
            self._fail(where, "must be an object")
        if name not in value:
            self._fail(where, f"{name} is missing")
        return value[name]

    def _value(self, kind: Any, value: Any, where: str, name: str) -> Any:
        """*value* as *kind* asks for it: a plain type, ``X | None``, a tuple or a dataclass."""
        if get_origin(kind) is UnionType:
            if value is None:
                return None
            kind = next(option for option in get_args(kind) if option is not NoneType)
        if get_origin(kind) is tuple:
            return self._tuple(get_args(kind), value, where, name)
        if is_dataclass(kind) and isinstance(kind, type):
            if kind not in self._hints:
                self._hints[kind] = get_type_hints(kind)
            hints = self._hints[kind]
            place = f"{where} {name}".rstrip()
            values = {item: self._value(hints[item], self._entry(value, item, place), place, item) for item in hints}
            return kind(**values)
        return self._plain(kind, value, where, name)

    def _tuple(self, kinds: tuple[Any, ...], value: Any, where: str, name: str) -> Any:
        """A list; JSON may also have an object, as ``{"S2": ["vios1"]}`` for pairs or with a name for each part."""
        place = f"{where} {name}".rstrip()
        is_open = kinds[-1] is Ellipsis
        if isinstance(value, dict):
            value = [list(item) for item in value.items()] if is_open else list(value.values())
        if not isinstance(value, list):
            self._fail(place, "must be a list")
        if is_open:
            return tuple(self._value(kinds[0], item, where, name) for item in value)
        if len(value) != len(kinds):
            self._fail(place, f"must have {len(kinds)} parts")
        return tuple(self._value(kind, item, where, name) for kind, item in zip(kinds, value, strict=True))

    def _plain(self, kind: type, value: Any, where: str, name: str) -> Any:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and (abs(value) > _LARGEST or not math.isfinite(value)):
            self._fail(f"{where} {name}".rstrip(), "is too large a number")
        if kind is float and is_number:
            return float(value)
        if kind is int and is_number and value == int(value):
            return int(value)
        if kind in (str, bool) and isinstance(value, kind):
            return value
        words = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}
        return self._fail(f"{where} {name}".rstrip(), f"must be {words[kind]}")

    def _fail(self, where: str, problem: str) -> NoReturn:
        raise ChoicesError(f"{self._file}: {where}: {problem}.")
