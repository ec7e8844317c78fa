"""The contexts and the templates know each other: no field is written for nothing, none is read that is not there."""

from __future__ import annotations

import dataclasses
import inspect

from jinja2 import Environment, nodes

from hmcscan_lpm import engine, estate, issues, resources
from hmcscan_lpm.catalogue import attestations, statements, waivers
from hmcscan_lpm.catalogue import model as catalogue_model
from hmcscan_lpm.planning import (
    asking,
    changes,
    checks,
    differences,
    handover_model,
    holding,
    model,
    saved,
    verification,
)
from hmcscan_lpm.rendering import contexts, later, templates, words

PYTHON = {"items", "rstrip", "splitlines"}
"""Methods of Python's own values."""

LOOP = {"first", "index", "last"}

WORDS = {"title", "short", "column", "lead", "limit", "told", "symbol", "name", "meaning"}
"""Keys of the shared words."""

GIVEN = {"text", "sha256"}
"""Fields of an asset."""


def _sources() -> dict[str, str]:
    return {name: file.read_text("utf-8") for name, file in resources.walk(resources.folder("templates"), ".jinja")}


def _trees(environment: Environment) -> dict[str, nodes.Template]:
    return {name: environment.parse(text) for name, text in _sources().items()}


def _read_names() -> set[str]:
    environments = {"html": templates.html(), "md": templates.markdown()}
    found: set[str] = set()
    for name, text in _sources().items():
        tree = environments["md" if name.startswith("md/") else "html"].parse(text)
        macros = {macro.name for macro in tree.find_all(nodes.Macro)}
        modules = {item.target for item in tree.find_all(nodes.Import)}
        for node in tree.find_all(nodes.Getattr):
            if isinstance(node.node, nodes.Name) and node.node.name in modules:
                continue
            found.add(node.attr)
        assert not macros & modules
    return found


def _fields(module: object) -> dict[str, set[str]]:
    return {
        name: {field.name for field in dataclasses.fields(value)}
        for name, value in vars(module).items()
        if inspect.isclass(value) and dataclasses.is_dataclass(value) and value.__module__ == module.__name__  # type: ignore[attr-defined]
    }


def test_every_field_of_a_context_is_read_by_a_template() -> None:
    read = _read_names() | {"n_commands"}  # the sum filter names it as text
    unread = {(name, field) for name, fields in _fields(contexts).items() for field in fields if field not in read}
    assert unread == set()


def test_every_field_of_a_plan_is_shown() -> None:
    read = _read_names()
    by_the_outline = {
        ("Plan", "partitions"),
        ("Question", "command"),
        ("ShownFinding", "evidence"),
        ("ShownFinding", "finding"),
        ("RuleGroup", "waived"),
        ("RuleGroup", "attested"),
        ("RuleGroup", "remedy_steps"),
        ("RuleGroup", "remedy_commands"),
        ("MoveSummary", "open_questions"),
        ("MoveSummary", "n_not_applicable"),
    }
    unread = {(name, field) for name, fields in _fields(model).items() for field in fields if field not in read}
    assert unread == by_the_outline


def test_templates_read_nothing_else() -> None:
    modules = (
        contexts,
        model,
        estate,
        issues,
        words,
        engine,
        statements,
        attestations,
        waivers,
        catalogue_model,
        asking,
        handover_model,
        changes,
        checks,
        differences,
        holding,
        saved,
        verification,
        later,
    )
    known = {field for module in modules for fields in _fields(module).values() for field in fields}
    assert _read_names() - known - PYTHON - LOOP - WORDS - GIVEN == set()


def test_every_template_is_used() -> None:
    used = {"html/plan.html.jinja", "md/plan.md.jinja", "md/assessment.md.jinja", "md/questions.md.jinja"}
    used |= {"md/san.md.jinja", "md/verification.md.jinja", "md/differences.md.jinja"}
    for environment in (templates.html(), templates.markdown()):
        for tree in _trees(environment).values():
            used |= {node.template.value for node in tree.find_all((nodes.Import, nodes.Include))}  # type: ignore[attr-defined]
    assert used == set(_sources())


def test_no_template_switches_escaping_off() -> None:
    for name, tree in _trees(templates.markdown()).items():
        filters = {node.name for node in tree.find_all(nodes.Filter)}
        assert not filters & {"safe", "forceescape", "tojson", "xmlattr"}, name
        assert not list(tree.find_all((nodes.MarkSafe, nodes.ScopedEvalContextModifier))), name
