"""The grammar of a console's answers: CSV lines of `name=value`.

A value with commas makes the whole field quoted, quotes inside doubled.
"""

from collections.abc import Iterable

NOTHING = "No results were found.\n"
# What a powered-off partition still reports as running: nothing.
OFF = "0"


def field(name: str, value: object) -> str:
    """One attribute as the console prints it."""
    text = str(value)
    if "," in text:
        quoted = text.replace('"', '""')
        return f'"{name}={quoted}"'
    return f"{name}={text}"


def record(**attributes: object) -> str:
    """One line; attribute names that start with a digit or clash with Python are not needed here."""
    return ",".join(field(name, value) for name, value in attributes.items())


def lines(records: Iterable[str]) -> str:
    """A whole answer."""
    text = "".join(f"{line}\n" for line in records)
    return text or NOTHING


def bit(flag: bool) -> str:
    """0 or 1."""
    return "1" if flag else "0"


def listed(values: Iterable[object], none: str = "none") -> str:
    """A comma list, or the word for an empty one."""
    return ",".join(map(str, values)) or none


def nested(values: list[str]) -> str:
    """A list of which some elements hold commas themselves: those are quoted once more."""
    return ",".join(f'"{value}"' if "," in value else value for value in values) or "none"
