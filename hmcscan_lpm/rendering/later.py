"""What a later scan says of a plan or of an older scan, as Markdown and JSON."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hmcscan_lpm.estate import Evidence, Source
from hmcscan_lpm.planning.afterwards.changes import Change, Gap
from hmcscan_lpm.planning.afterwards.checks import BLOCKER, CHECKS, Check
from hmcscan_lpm.planning.afterwards.differences import Differences
from hmcscan_lpm.planning.afterwards.holding import Held
from hmcscan_lpm.planning.afterwards.saved import SavedPlan
from hmcscan_lpm.planning.afterwards.verification import Verification
from hmcscan_lpm.rendering import templates
from hmcscan_lpm.rendering.escape import json_text

if TYPE_CHECKING:
    import pandas as pd
    from _typeshed import DataclassInstance

VERIFICATION_SCHEMA = "hmcscan-lpm/verification/1"
DIFFERENCES_SCHEMA = "hmcscan-lpm/differences/1"
MANY_NAMES = 12
"""More partitions than this in one line are counted."""

MANY_ALIKE = len(CHECKS) // 2
"""So many checks of one move with the same message are one line: nobody could look at all."""


@dataclass(frozen=True, slots=True)
class Group:
    """The checks of one kind that ended alike."""

    title: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What failed, what is not known, or what is worth a remark."""

    title: str
    groups: tuple[Group, ...]


def as_frame(kind: type[DataclassInstance], rows: Iterable[Any]) -> pd.DataFrame:
    """Frozen values as a frame: a column per field of *kind*; cells of a report as ``report tab!cell``."""
    import pandas as pd

    names = [field.name for field in dataclasses.fields(kind)]
    return pd.DataFrame([[_plain(getattr(row, name)) for name in names] for row in rows], columns=names)


def _plain(value: Any) -> Any:
    if isinstance(value, Evidence):
        return f"{value.report} {value.tab}!{value.cell}"
    return "; ".join(str(_plain(item)) for item in value) if isinstance(value, tuple) else value


def sections(found: Verification) -> list[Section]:
    """Everything that did not pass: failures, what is not known, remarks."""
    parts: tuple[tuple[str, Callable[[Check], bool]], ...] = (
        ("Not as planned", lambda check: check.outcome == "fail" and check.severity == BLOCKER),
        ("Not known", lambda check: check.outcome == "unknown" and check.severity == BLOCKER),
        ("Remarks", lambda check: check.outcome == "fail" and check.severity != BLOCKER),
        ("Not known, and not decisive", lambda check: check.outcome == "unknown" and check.severity != BLOCKER),
    )
    listed = [Section(title, _groups(check for check in found.checks if wanted(check))) for title, wanted in parts]
    return [section for section in listed if section.groups]


def _groups(checks: Iterable[Check]) -> tuple[Group, ...]:
    """By kind; what cannot be told of a move for one and the same reason is said once."""
    by_kind: dict[str, list[Check]] = {"": [], **{name: [] for name in CHECKS}}
    checks = list(checks)
    alike = Counter((check.lpar, check.target, check.message) for check in checks)
    for check in checks:
        is_common = alike[check.lpar, check.target, check.message] >= MANY_ALIKE
        if not is_common:
            by_kind[check.what].append(check)
        elif check.what == "on-target":
            by_kind[""].append(check)
    titles = {"": "Whatever there is to check", **{name: title for name, (_, title) in CHECKS.items()}}
    return tuple(Group(titles[name], tuple(_merged(items))) for name, items in by_kind.items() if items)


def _merged(checks: Iterable[Check]) -> Iterator[Check]:
    """What is said in the same words of several partitions or parts, and of no cell, is said once."""
    alike: dict[tuple[str, str], list[Check]] = {}
    for check in checks:
        key = check.message, check.target or check.source
        alike.setdefault(key if not check.evidence else (str(id(check)), ""), []).append(check)
    for items in alike.values():
        names = list(dict.fromkeys(item.lpar for item in items if item.lpar))
        parts = list(dict.fromkeys(item.item for item in items))
        more = f" and {len(names) - MANY_NAMES} more" if len(names) > MANY_NAMES else ""
        item = parts[0] if len(parts) == 1 else ""
        yield dataclasses.replace(items[0], lpar=", ".join(names[:MANY_NAMES]) + more, item=item)


def _passed(found: Verification) -> list[tuple[str, int]]:
    counts = Counter(check.what for check in found.checks if check.outcome == "pass")
    return [(title, counts[name]) for name, (_, title) in CHECKS.items() if counts[name]]


def change_sections(found: Differences) -> list[tuple[str, list[Change]]]:
    """Changes that touch a prerequisite, others, and those that moves explain."""
    own = [change for change in found.changes if not change.by_move]
    moved = [change for change in found.changes if change.by_move and change.what == "moved"]
    parts = [
        ("Partitions that moved", moved),
        ("Changes that can decide a prerequisite anew", [change for change in own if change.matters]),
        ("Other changes", [change for change in own if not change.matters]),
        ("What the moves changed", [change for change in found.changes if change.by_move and change not in moved]),
    ]
    return [(title, changes) for title, changes in parts if changes]


def moves_of(change: Change) -> str:
    """The moves that bring a change about, in a few words."""
    if len(change.by_move) > 2:
        return f"{len(change.by_move)} moves"
    return "; ".join(str(move) for move in change.by_move)


def gap_groups(gaps: Iterable[Gap]) -> list[tuple[list[str], Gap]]:
    """Gaps that several servers share as one."""
    groups: dict[Gap, list[str]] = {}
    for gap in gaps:
        groups.setdefault(dataclasses.replace(gap, system=""), []).append(gap.system)
    return [(systems, gap) for gap, systems in groups.items()]


def verification_markdown(found: Verification) -> str:
    """The verification as Markdown."""
    template = templates.markdown().get_template("md/verification.md.jinja")
    return _tidy(template.render(found=found, sections=sections(found), passed=_passed(found)))


def differences_markdown(found: Differences) -> str:
    """The differences as Markdown."""
    template = templates.markdown().get_template("md/differences.md.jinja")
    changed = dataclasses.replace(found, held=None).verdict
    gaps = gap_groups(found.gaps)
    return _tidy(
        template.render(found=found, changed=changed, sections=change_sections(found), gaps=gaps, moves_of=moves_of)
    )


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def verification_json(found: Verification) -> str:
    """The verification as JSON, schema ``hmcscan-lpm/verification/1`` (docs/json.md)."""
    return _text(
        {
            "schema": VERIFICATION_SCHEMA,
            "plan": _plan(found.plan),
            "reports": _sources(found.sources),
            "compared": found.compared,
            "verdict": found.verdict,
            "moves": [dataclasses.asdict(move) for move in found.moves],
            "checks": [dataclasses.asdict(check) for check in found.checks],
        }
    )


def differences_json(found: Differences) -> str:
    """The differences as JSON, schema ``hmcscan-lpm/differences/1`` (docs/json.md)."""
    return _text(
        {
            "schema": DIFFERENCES_SCHEMA,
            "old": _sources(found.old),
            "new": _sources(found.new),
            "verdict": found.verdict,
            "systems": found.systems,
            "changes": [dataclasses.asdict(change) for change in found.changes],
            "gaps": [dataclasses.asdict(gap) for gap in found.gaps],
            "plan": None if found.held is None else _held(found.held),
        }
    )


def _held(held: Held) -> dict[str, Any]:
    return {
        **_plan(held.plan),
        "verdict": held.verdict,
        "moves": [dataclasses.asdict(move) for move in held.moves],
        "findings": [dataclasses.asdict(item) for item in held.findings],
    }


def _plan(plan: SavedPlan) -> dict[str, Any]:
    return {"file": plan.file, "title": plan.title, "made_at": plan.made_at}


def _sources(sources: Sequence[Source]) -> list[dict[str, Any]]:
    names = ("file", "sha256", "scanned_at", "systems")
    return [{name: getattr(source, name) for name in names} for source in sources]


def _text(document: dict[str, Any]) -> str:
    return json_text(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"
