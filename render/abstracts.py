"""Titles and abstracts: TeX text → HTML for pages, plain text for feeds, citations and meta tags.

The order of the steps: clean the source, find formulas, read the text, write, sanitise. Both HTML forms are
phrasing content, so that they may stand inside `<p>` and (titles) inside `<a>`; paragraphs are set apart by
empty lines. Source of truth: arXiv's rules for titles and abstracts, and what 588,238 records show of
authors' habits.
"""

from __future__ import annotations

from collections.abc import Iterable

from render.safe_html import SafeHtml
from render.sanitize import sanitize
from render.source import Span, clean_source, clean_text
from render.text import TextReader
from render.writer import HtmlWriter, PlainWriter


def render_title(tex: str, *, spans: Iterable[Span] = ()) -> SafeHtml:
    """A title as one run of phrasing content without links.

    `spans` are (start, end) offsets into `tex`, in any order, shown as `<mark>`; a formula, an accented
    letter and any other macro is marked whole or not at all; spans that do not lie inside `tex` are left out.
    """
    return _render(tex, spans, inline=True)


def render_abstract(tex: str, *, spans: Iterable[Span] = ()) -> SafeHtml:
    """An abstract as phrasing content with links and displayed formulas; `spans` as for titles."""
    return _render(tex, spans, inline=False)


def plain_text(tex: str) -> str:
    """A title or abstract as one line of Unicode: accents composed, macros gone, formulas as TeX."""
    writer = PlainWriter()
    TextReader(clean_text(tex), writer).read()
    return writer.text()


def _render(tex: str, spans: Iterable[Span], *, inline: bool) -> SafeHtml:
    source, marked = clean_source(tex, spans)
    writer = HtmlWriter(marked, inline=inline)
    TextReader(source, writer).read()
    return sanitize(writer.html())
