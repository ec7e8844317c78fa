"""The parts of the plan's JSON Schema that follow from its dataclasses: names, types and what their docstrings say."""

import dataclasses
import re
import types
import typing
from collections.abc import Mapping
from typing import Any

from hmcscan_lpm.planning.model import Plan

GENERATED = (
    "choices",
    "reserve",
    "window",
    "placement",
    "mappings",
    "times",
    "schedule",
    "room",
    "quiet",
    "commands",
    "runbook",
)
"""Fields of the plan whose JSON is that of the dataclass as it stands."""

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


def with_generated(schema: dict[str, Any]) -> dict[str, Any]:
    """*schema* with the parts of :data:`GENERATED` as the dataclasses have them now."""
    defs = dict(schema["$defs"])
    hints = typing.get_type_hints(Plan)
    meanings = _meanings(Plan)
    known = [name for name in GENERATED if name in hints]
    properties = {name: value for name, value in schema["properties"].items() if name not in GENERATED}
    for name in known:
        properties[name] = _described(meanings.get(name, ""), _shape(hints[name], defs))
    required = [name for name in schema["required"] if name not in GENERATED]
    return {**schema, "required": [*required, *known], "properties": properties, "$defs": defs}


def _shape(hint: Any, defs: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (item for item in arguments if item is not type(None))
        return {"anyOf": [_shape(inner, defs), {"type": "null"}]}
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _shape(arguments[0], defs)}
    if origin is tuple:
        items = [_shape(item, defs) for item in arguments]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _shape(arguments[1], defs)}
    if dataclasses.is_dataclass(hint):
        return _reference(hint, defs)
    return {"type": _PLAIN[hint]}


def _reference(kind: Any, defs: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    hints, meanings = typing.get_type_hints(kind), _meanings(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    defs[name] = {}
    properties = {each: _described(meanings.get(each, ""), _shape(hints[each], defs)) for each in names}
    defs[name] = {
        "description": _plain(kind.__doc__.split("\n\n")[0]),
        "type": "object",
        "additionalProperties": False,
        "required": names,
        "properties": properties,
    }
    return {"$ref": f"#/$defs/{name}"}


def _described(meaning: str, shape: dict[str, Any]) -> dict[str, Any]:
    return {"description": meaning, **shape} if meaning else shape


def _meanings(kind: Any) -> dict[str, str]:
    """What the docstring says of each field (``:ivar name, other: meaning``)."""
    found = {}
    for names, meaning in re.findall(r":ivar ([\w, ]+): (.*?)(?=\n\s*:|\Z)", kind.__doc__ or "", re.DOTALL):
        found |= dict.fromkeys(re.split(r",\s*", names), _plain(meaning))
    return found


def _plain(text: str) -> str:
    """Prose without the marks of docstrings."""
    text = re.sub(r":\w+:`~?(?:[\w.]*\.)?(\w+)`", r"\1", " ".join(text.split()))
    return text.replace("``''``", "empty").replace("``", "")
