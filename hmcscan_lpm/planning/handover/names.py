"""Names for WWPNs in zone databases: proposals that every switch takes, none of which exists already.

A name is typed into a command, so nothing of a partition's name gets there but letters, digits and underscores.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from hmcscan_lpm.errors import ChoicesError
from hmcscan_lpm.knowledge import facts

ZONE = "z_"
"""What the name of a proposed zone begins with; its alias follows."""

_PLACE = re.compile(r"\{(\w*)\}")
_PLACES = ("lpar", "source", "slot", "number", "vios")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A WWPN that needs a name.

    :ivar number: 1 or 2
    """

    source: str
    lpar: str
    slot: int
    number: int
    vios: str


def default_scheme() -> str:
    """How names are made unless somebody asks for others."""
    return str(facts("san_names")["alias"]["scheme"])


def check_scheme(scheme: str) -> None:
    """Refuse a scheme that cannot tell WWPNs apart.

    :raises ChoicesError: a place that does not exist, or none for the number
    """
    places = _PLACE.findall(scheme)
    shown = ", ".join(f"{{{place}}}" for place in _PLACES)
    for place in places:
        if place not in _PLACES:
            raise ChoicesError(f"Alias scheme {scheme!r} has a place {{{place}}}. There are: {shown}.")
    for place in ("lpar", "number"):
        if place not in places:
            raise ChoicesError(f"Alias scheme {scheme!r} has no {{{place}}}: names would not tell WWPNs apart.")


def proposals(wanted: Iterable[Wanted], taken: Collection[str], scheme: str) -> dict[Wanted, str]:
    """A name for each of *wanted*, no two alike in any spelling, and none like one in *taken*.

    Names that are alike only after characters were replaced are told apart by four digits that depend on nothing but
    the partition and its slot; a partition whose name fits as it stands keeps the plain one.

    :param taken: names of all aliases, zones and configurations that are known
    :raises ChoicesError: the scheme cannot be used
    """
    check_scheme(scheme)
    used = {name.lower() for name in taken}
    alike: dict[str, list[tuple[Wanted, bool]]] = defaultdict(list)
    for item in sorted(wanted, key=lambda item: (item.source, item.lpar, item.slot, item.number)):
        plain = _filled(scheme, item)
        name = _fitting(plain)
        alike[name.lower()].append((item, name == plain))
    found: dict[Wanted, str] = {}
    marked: list[Wanted] = []
    for name, items in sorted(alike.items()):
        exact = [item for item, fits in items if fits]
        owner = items[0][0] if len(items) == 1 else exact[0] if len(exact) == 1 else None
        if owner is not None and not {name, ZONE + name} & used:
            found[owner] = _fitting(_filled(scheme, owner))
            used |= {name, ZONE + name}
        marked += [item for item, _ in items if item not in found]
    for item in marked:
        name = found[item] = _marked(_filled(scheme, item), item, used)
        used |= {name.lower(), ZONE + name.lower()}
    return found


def _filled(scheme: str, item: Wanted) -> str:
    values: Mapping[str, str] = {name: str(getattr(item, name)) for name in _PLACES}
    return _PLACE.sub(lambda match: values[match[1]], scheme)


def _fitting(text: str, mark: str = "") -> str:
    """*text* as a name that every make takes, with *mark* at its end; a long one loses its middle."""
    rules = facts("san_names")
    shape = rules["proposed"]
    name = re.sub(f"[^{shape['others']}]", "_", text, flags=re.ASCII)
    begins = re.match(f"[{shape['first']}]", name)
    if not begins or name.lower().startswith(tuple(rules["reserved"]["beginnings"])):
        name = f"l_{name}"
    room = shape["most"] - len(ZONE) - len(mark)
    if len(name) > room:
        tail = room // 3
        name = name[: room - tail] + name[-tail:]
    return name + mark


def _marked(plain: str, item: Wanted, used: set[str]) -> str:
    digest = hashlib.sha256(f"{item.source}\0{item.lpar}\0{item.slot}".encode("utf-8", "replace")).hexdigest()
    for length in range(4, 33):
        name = _fitting(plain, f"_{digest[:length]}")
        if not {name.lower(), ZONE + name.lower()} & used:
            return name
    message = f"no free name for {plain!r}"  # 28 foreign names that continue one SHA-256
    raise AssertionError(message)


def is_name(text: str | None, make: str) -> bool:
    """*text* may stand in a command for that *make* (a table of ``knowledge/san_names.toml``) as it is."""
    shape = facts("san_names")[make]
    pattern = f"[{shape['first']}][{shape['others']}]*"
    return text is not None and len(text) <= shape["most"] and bool(re.fullmatch(pattern, text, re.ASCII))
