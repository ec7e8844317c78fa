"""Which servers can be emptied today, and to where: as Markdown and as JSON."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence

from hmcscan_lpm.planning.execution import Evacuation
from hmcscan_lpm.rendering import templates
from hmcscan_lpm.rendering.escape import json_text

SCHEMA = "hmcscan-lpm/evacuations/1"


def render_markdown(found: Sequence[Evacuation]) -> str:
    """The same as Markdown."""
    text = templates.markdown().get_template("md/evacuations.md.jinja").render(found=found)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def render_json(found: Sequence[Evacuation]) -> str:
    """The same as JSON; keys are the fields of :class:`Evacuation`."""
    document = {"schema": SCHEMA, "servers": [dataclasses.asdict(item) for item in found]}
    return json_text(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"
