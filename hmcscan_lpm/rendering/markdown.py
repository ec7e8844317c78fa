"""A plan or an assessment as Markdown, for a wiki or a ticket: no HTML in it, plain text whatever a report holds."""

from __future__ import annotations

import re

from hmcscan_lpm.catalogue import Rule
from hmcscan_lpm.engine import Assessment
from hmcscan_lpm.planning.model import Plan
from hmcscan_lpm.rendering import rule_pages, templates
from hmcscan_lpm.rendering.outline import outline, outline_assessment


def render_plan(plan: Plan) -> str:
    """The plan as Markdown with pipe tables, one sentence per line."""
    return _tidy(templates.markdown().get_template("md/plan.md.jinja").render(page=outline(plan)))


def render_assessment(assessment: Assessment) -> str:
    """The moves with their verdicts, and the findings by rule."""
    page = outline_assessment(assessment)
    return _tidy(templates.markdown().get_template("md/assessment.md.jinja").render(page=page))


def render_rule(rule: Rule) -> str:
    """One rule of the catalogue: why, limits, remedy, SQL and examples."""
    return _tidy(rule_pages.rule_page(rule))


def _tidy(text: str) -> str:
    """At most one empty line in a row, which templates cannot promise; code blocks hold no empty lines of worth."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
