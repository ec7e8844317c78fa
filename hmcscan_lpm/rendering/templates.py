"""The template engines: one for HTML, one for Markdown, both over the templates that come with the package.

Whatever a template prints passes :mod:`.words` and the escape of its form; no template has to remember either, and
none can switch it off.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2.runtime import Undefined
from markupsafe import Markup

from hmcscan_lpm import resources
from hmcscan_lpm.rendering import escape, words

Finalize = Callable[[object], object]


@dataclass(frozen=True, slots=True)
class Asset:
    """A style sheet or script of ours, to be inlined.

    :ivar text: as it stands in the file
    :ivar sha256: for the page's content security policy
    """

    text: Markup
    sha256: str


@cache
def html() -> Environment:
    """The engine for HTML: autoescape, hidden characters shown."""
    return _environment(lambda value: escape.visible(words.known(value)))


@cache
def markdown() -> Environment:
    """The engine for Markdown: every value escaped so that it is plain text in any dialect."""
    environment = _environment(lambda value: Markup(escape.markdown(words.known(value))))  # noqa: S704 - escaped
    environment.filters.update(address=Markup, fence=_fence, literal=_literal, prose=_prose, verbatim=_verbatim)
    return environment


@cache
def asset(name: str) -> Asset:
    """A file of ``templates/assets``."""
    text = _source(f"assets/{name}")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return Asset(Markup(text), f"sha256-{digest}")  # noqa: S704 - a file of the package, no data


def _source(name: str) -> str:
    return resources.folder("templates").joinpath(*name.split("/")).read_text(encoding="utf-8")


def _environment(shown: Finalize) -> Environment:
    def finalize(value: object) -> object:
        return value if isinstance(value, Undefined) or hasattr(value, "__html__") else shown(value)

    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,  # in Markdown, too: it keeps apart what a macro has escaped already
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.update(
        counted=words.counted,
        duration=words.duration,
        gb=words.gb,
        hour=words.hour,
        known=words.known,
        listed=words.listed,
        moment=words.moment,
        number=words.number,
        per_cent=words.per_cent,
        sentences=words.sentences,
        spans=words.spans,
        with_unit=words.with_unit,
    )
    return environment


def _literal(text: str) -> Markup:
    """*text* as inline code where it is a plain word of code, else escaped: code cannot be escaped everywhere."""
    is_plain = text.isascii() and text.isprintable() and text == text.strip() and text and not set("`|<>&@") & set(text)
    return Markup(f"`{text}`" if is_plain else escape.markdown(text))  # noqa: S704 - checked or escaped


def _prose(text: str) -> Markup:
    """A sentence of a rule page: words escaped, literals between backticks as code."""
    parts = []
    for span in words.spans(text):
        if span.is_literal:
            parts.append(str(_literal(span.text)))
        elif span.is_stressed:
            parts.append(f"*{escape.markdown(span.text)}*")
        else:
            before, after = (" " if part.isspace() else "" for part in (span.text[:1], span.text[-1:]))
            parts.append(f"{before}{escape.markdown(span.text)}{after}")
    return Markup("".join(parts).strip())  # noqa: S704 - every part is escaped


def _verbatim(text: str) -> Markup:
    """Lines for a code block, between two of :func:`_fence`."""
    return Markup(escape.visible(text))  # noqa: S704 - inside a fence nothing is markup


def _fence(text: str) -> Markup:
    return Markup(escape.fence(text))  # noqa: S704 - backticks only
