"""The questions that are left, as a script to paste on the HMC and as a page for people.

The script only reads. It prints a marker before each output, so that what comes out is one file for ``--facts``.
Names come out of reports: each is quoted so that none can break out of its place.
"""

from __future__ import annotations

import json
import re
import shlex

from hmcscan_lpm.planning.asking import Asked, Asking, Collected, HmcPart
from hmcscan_lpm.rendering import templates
from hmcscan_lpm.shell import one_line
from hmcscan_lpm.supplements.transcript import MARKER

_NOW = "date -u +%Y-%m-%dT%H:%M:%S"


def render_script(asking: Asking) -> str:
    """A POSIX shell script: a part per HMC, and as comments what runs on switches and storage."""
    lines = [
        "# Collects what the reports do not show. Every command below only reads.",
        "# Paste the part of an HMC into its shell and save what it prints as one text file,",
        "# or: ssh hscroot@HMC 'sh -s' < this file > facts.txt",
        "# Then: hmcscan-lpm assess REPORT... --facts facts.txt",
        "",
    ]
    for part in asking.hmcs:
        lines += _part(part)
    if not asking.hmcs:
        lines += ["# No HMC has to be asked.", ""]
    places = [item for item in asking.others if item.on in ("san", "storage")]
    if places:
        lines += ["# On the switches and the storage, saved into the same or another text file:"]
        lines += [f"#   {item.on}: {one_line(item.run)}" for item in places]
    return "\n".join(lines).rstrip("\n") + "\n"


def render_attestations(asking: Asking) -> str:
    """A TOML file of attestations to fill in: a section, still commented out, for each question to a person."""
    lines = [
        "# What no report and no command shows. Take the # away from a section, fill it in, and hand the file over",
        "# with --attestations. Only answer what you know: your name stands in the plan.",
    ]
    for item in asking.others:
        if item.on != "owner":
            continue
        lines += ["", f"# {one_line(item.run)}"]
        for rule, title in item.rules:
            lines += [f"# Yes means: {one_line(title)}."]
            lines += [line for lpar in item.subjects or ("*",) for line in _section(rule, lpar)]
    return "\n".join(lines) + "\n"


def _section(rule: str, lpar: str) -> tuple[str, ...]:
    name = re.sub(r"([*?[])", r"[\1]", lpar) if lpar != "*" else lpar
    values = (("rule", rule), ("lpar", name), ("answer", ""), ("who", ""))
    texts = (f"{key:6} = {json.dumps(one_line(value), ensure_ascii=False)}" for key, value in values)
    return ("#", *(f"# {line}" for line in ("[[attestation]]", *texts, "when   = YYYY-MM-DD", "until  = YYYY-MM-DD")))


def _part(part: HmcPart) -> list[str]:
    name = one_line(part.manager) or "the HMC"
    return [f"# ---- on {name}", *(line for item in part.commands for line in _command(item)), ""]


def _command(item: Collected) -> tuple[str, str]:
    words = ["on=vios" if item.vios else "on=hmc"]
    words += [f"server={shlex.quote(one_line(item.server))}"] if item.server else []
    words += [f"vios={shlex.quote(one_line(item.vios))}"] if item.vios else []
    begin, end = f"{MARKER}{' '.join(words)}", f" :: {one_line(item.run)}"
    if item.run.split(None, 1)[0] == "date":
        # Only beside the clock of the machine that asks does the answer mean anything.
        return f'echo {shlex.quote(begin + " asked=")}"$({_NOW})"{shlex.quote(end)}', one_line(item.typed)
    return f"echo {shlex.quote(begin + end)}", one_line(item.typed)


def render_questions(asking: Asking) -> str:
    """The same as Markdown, with the questions that only people can answer."""
    by_place: dict[str, list[Asked]] = {}
    for item in asking.others:
        by_place.setdefault(item.on, []).append(item)
    text = templates.markdown().get_template("md/questions.md.jinja").render(asking=asking, by_place=by_place)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
