"""Where rules and templates lie: inside an installed wheel, or in a checkout. Nothing else knows."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def folder(name: str) -> Traversable:
    """The folder *name* (``rules``, ``templates``) of the wheel or, in a checkout, beside the package."""
    package = files("hmcscan_lpm")
    checkout = Path(str(package)).parent / name
    if checkout.is_dir() and (checkout.parent / "pyproject.toml").is_file():
        return checkout
    return package / "_data" / name


def walk(root: Traversable, suffix: str) -> list[tuple[str, Traversable]]:
    """All files below *root* that end in *suffix*, as (path with slashes, file), sorted by path."""
    found: list[tuple[str, Traversable]] = []
    for entry in root.iterdir():
        if entry.is_dir():
            found += [(f"{entry.name}/{path}", file) for path, file in walk(entry, suffix)]
        elif entry.name.endswith(suffix):
            found.append((entry.name, entry))
    return sorted(found, key=lambda item: item[0])
