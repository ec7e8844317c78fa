"""A plan as one HTML file that needs nothing else: no network, no fonts, no script to be complete.

Its content security policy allows the style sheet and the script that stand in it, by their hashes, and nothing else.
"""

from __future__ import annotations

from hmcscan_lpm.planning.model import Plan
from hmcscan_lpm.rendering import templates
from hmcscan_lpm.rendering.outline import outline


def render_plan(plan: Plan) -> str:
    """The plan as an HTML document, to be written as UTF-8."""
    template = templates.html().get_template("html/plan.html.jinja")
    return template.render(
        page=outline(plan),
        style=templates.asset("plan.css"),
        script=templates.asset("plan.js"),
    )
