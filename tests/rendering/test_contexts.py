"""The contexts and the templates know each other: no field is written for nothing, none is read that is not there."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterable, Mapping

from jinja2 import Environment, nodes

from hmcscan_lpm import engine, estate, issues, resources
from hmcscan_lpm.catalogue import attestations, statements, waivers
from hmcscan_lpm.catalogue import model as catalogue_model
from hmcscan_lpm.planning import asking, execution, model, runbook_model
from hmcscan_lpm.planning.afterwards import changes, checks, differences, holding, saved, verification
from hmcscan_lpm.planning.handover import model as handover_model
from hmcscan_lpm.planning.timing import model as wave_model
from hmcscan_lpm.rendering import contexts, execution_contexts, later, templates, words

PYTHON = {"items", "rstrip", "splitlines"}
"""Methods of Python's own values."""

LOOP = {"first", "index", "last"}

GIVEN = {"text", "sha256"}
"""Fields of an asset."""

PLANS = (model, execution, wave_model, runbook_model)
"""Where the parts of a plan are declared; the SAN hand-over is a part of its own."""


def _sources() -> dict[str, str]:
    return {name: file.read_text("utf-8") for name, file in resources.walk(resources.folder("templates"), ".jinja")}


def _trees(environment: Environment) -> dict[str, nodes.Template]:
    return {name: environment.parse(text) for name, text in _sources().items()}


def _read_names(*pages: str) -> set[str]:
    """What *pages* and all that they include read; default: all templates."""
    environments = {"html": templates.html(), "md": templates.markdown()}
    sources = _sources()
    found: set[str] = set()
    for name in _reached(pages, sources) if pages else sources:
        tree = environments["md" if name.startswith("md/") else "html"].parse(sources[name])
        macros = {macro.name for macro in tree.find_all(nodes.Macro)}
        modules = {item.target for item in tree.find_all(nodes.Import)}
        for node in tree.find_all(nodes.Getattr):
            if isinstance(node.node, nodes.Name) and node.node.name in modules:
                continue
            found.add(node.attr)
        assert not macros & modules
    return found


def _reached(pages: Iterable[str], sources: Mapping[str, str]) -> set[str]:
    reached, ahead = set(), set(pages)
    while ahead:
        reached |= ahead
        trees = [templates.html().parse(sources[name]) for name in ahead]
        ahead = {
            node.template.value for tree in trees for node in tree.find_all((nodes.Import, nodes.Include))
        } - reached  # type: ignore[attr-defined]
    return reached


def _fields(module: object) -> dict[str, set[str]]:
    return {
        name: {field.name for field in dataclasses.fields(value)}
        for name, value in vars(module).items()
        if inspect.isclass(value) and dataclasses.is_dataclass(value) and value.__module__ == module.__name__  # type: ignore[attr-defined]
    }


def test_every_field_of_a_context_is_read_by_a_template() -> None:
    read = _read_names() | {"n_commands"}  # the sum filter names it as text
    fields = _fields(contexts) | _fields(execution_contexts)
    assert {(name, field) for name, all_of_it in fields.items() for field in all_of_it if field not in read} == set()


def test_every_field_of_a_plan_is_shown() -> None:
    read = _read_names("html/plan.html.jinja", "md/plan.md.jinja")
    by_the_outline = {
        ("Plan", "partitions"),
        ("Plan", "mappings"),
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
    in_the_workbook_only = {("MoveSummary", f"n_{outcome}") for outcome in ("fail", "unknown", "pass")}
    for_a_rebuild = {("Plan", "choices")}
    not_of_a_plan = {"Evacuation"}
    fields = {name: of for module in PLANS for name, of in _fields(module).items() if name not in not_of_a_plan}
    unread = {(name, field) for name, all_of_it in fields.items() for field in all_of_it if field not in read}
    assert unread == by_the_outline | in_the_workbook_only | for_a_rebuild


def test_templates_read_nothing_else() -> None:
    modules = (
        contexts,
        execution_contexts,
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
        later,
        verification,
        differences,
        changes,
        checks,
        holding,
        saved,
        *PLANS,
    )
    known = {field for module in modules for fields in _fields(module).values() for field in fields}
    words_of_ours = {word for tree in _trees(templates.html()).values() for word in _keys(tree)}
    assert _read_names() - known - words_of_ours - PYTHON - LOOP - GIVEN == set()


def _keys(tree: nodes.Template) -> set[str]:
    """The keys of the dictionaries that a template sets: shared words."""
    return {key.value for pair in tree.find_all(nodes.Pair) if isinstance(key := pair.key, nodes.Const)}


def test_every_template_is_used() -> None:
    pages = ("plan", "assessment", "questions", "san", "verification", "differences", "evacuations")
    used = {"html/plan.html.jinja", *(f"md/{name}.md.jinja" for name in pages)}
    for environment in (templates.html(), templates.markdown()):
        for tree in _trees(environment).values():
            used |= {node.template.value for node in tree.find_all((nodes.Import, nodes.Include))}  # type: ignore[attr-defined]
    assert used == set(_sources())


def test_no_template_switches_escaping_off() -> None:
    for name, tree in _trees(templates.markdown()).items():
        filters = {node.name for node in tree.find_all(nodes.Filter)}
        assert not filters & {"safe", "forceescape", "tojson", "xmlattr"}, name
        assert not list(tree.find_all((nodes.MarkSafe, nodes.ScopedEvalContextModifier))), name
