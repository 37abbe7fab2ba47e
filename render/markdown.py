"""Notes: Markdown with formulas → HTML. The MarkdownIt set-up, the rules that are on, and the link policy.

Notes come from people and from language models and are hostile until parsed: raw HTML is shown as text,
images are replaced by their description (a remote image tells its owner who reads), links go to http, https,
mailto or this site. Source of truth: CommonMark 0.31 with GFM tables and strikethrough.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from html import escape
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from render.cjk import NoteInlineParser
from render.note_equations import install_equations
from render.note_links import link_addresses
from render.notes_math import install_math
from render.safe_html import SafeHtml
from render.sanitize import sanitize
from render.source import clean_text
from render.tables import protect_tables, restore_pipes, set_attributes

# What goes beyond is no note and is shown unparsed, so that nothing takes over a second: markdown-it-py's
# link rule is quadratic in opening brackets, 30,000 of them took 2.3 s (2026-11).
LONGEST_NOTE: Final = 60_000
MOST_BRACKETS: Final = 3_000
_DEEPEST: Final = 40
_ALLOWED_LINK = re.compile(r"(?:https?:|mailto:|/(?![/\\])|#)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def render_markdown(text: str) -> SafeHtml:
    """A note as flow content; a text that Markdown makes nothing of is shown as it is."""
    source = clean_text(text)
    if len(source) <= LONGEST_NOTE and source.count("[") <= MOST_BRACKETS:
        html = sanitize(restore_pipes(_parser().render(source), in_formula=False))
        if _TAG.sub("", html).strip() or "<hr" in html or not source.strip():
            return html
    return sanitize(
        "".join(f"<p>{escape(part, quote=False)}</p>\n" for part in source.split("\n\n") if part.strip())
    )


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt(
        "js-default", {"html": False, "linkify": False, "typographer": False, "maxNesting": _DEEPEST}
    )
    inline = NoteInlineParser()
    inline.ruler.disable(["linkify", "html_inline"])
    md.inline = inline
    md.disable(["html_block"])
    md.validateLink = _is_allowed_link  # type: ignore[method-assign]
    install_math(md)
    install_equations(md)
    md.core.ruler.after("normalize", "protect_tables", protect_tables)
    md.core.ruler.after("block", "set_attributes", set_attributes)
    md.core.ruler.after("inline", "link_addresses", link_addresses)
    md.add_render_rule("image", _describe_image)
    md.add_render_rule("code_inline", _code_span)
    return md


def _is_allowed_link(url: str) -> bool:
    return _ALLOWED_LINK.match(url.strip()) is not None


def _describe_image(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    return escape(renderer.renderInlineAsText(tokens[index].children, options, env), quote=False)


def _code_span(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    code = escape(tokens[index].content, quote=False)
    return f'<code class="notranslate" translate="no">{code}</code>'
