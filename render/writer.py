"""What the TeX text reader writes to: HTML for pages, plain text for feeds, citations and meta tags.

Fourth step of the title and abstract renderer: pieces of text in reading order → one string. Every piece
carries its place in the source, so the HTML writer can mark search matches without cutting a formula, a tag
or a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final, Protocol

from render.formula import formula_html
from render.links import Link
from render.math import Formula
from render.source import Span

# Elements inside one another; authors use at most 3, a browser needs a bound (2026-11).
_DEEPEST: Final = 12


class Writer(Protocol):
    """Receives a text piece by piece; `start` and `end` are offsets into the cleaned source."""

    def run(self, source: str, start: int, end: int) -> None:
        """Text that is shown as it stands in the source."""

    def atom(self, text: str, start: int, end: int) -> None:
        """Text shown in place of `source[start:end]`; never cut."""

    def macro(self, text: str, start: int, end: int) -> None:
        """TeX source that has no known meaning."""

    def formula(self, formula: Formula) -> None:
        """A formula."""

    def link(self, link: Link, start: int, end: int) -> None:
        """An address with its label."""

    def open(self, tag: str, *, script_group: bool = False) -> None:
        """An element begins, none for an empty name; `script_group`: a script of several characters."""

    def close(self, tag: str, *, script_group: bool = False) -> None:
        """The innermost element ends."""

    def line_break(self) -> None:
        """A forced line end."""

    def paragraph(self) -> None:
        """A paragraph ends."""


class HtmlWriter:
    """Phrasing content only: it may stand inside a `<p>`, and, with `inline`, inside a link."""

    def __init__(self, spans: Sequence[Span], *, inline: bool) -> None:
        self._pieces: list[str] = []
        self._spans = spans
        self._next_span = 0
        self._marking = False
        self._depth = 0
        self._inline = inline

    def html(self) -> str:
        """Everything written, with balanced tags, without blanks at its ends."""
        self._mark(on=False)
        html = "".join(self._pieces).strip()
        if html.endswith("</mark>"):
            html = html.removesuffix("</mark>").rstrip() + "</mark>"
        return "<mark>" + html.removeprefix("<mark>").lstrip() if html.startswith("<mark>") else html

    def run(self, source: str, start: int, end: int) -> None:
        if self._next_span < len(self._spans):
            while start < end:
                marked, stop = self._span_at(start, end)
                self._mark(on=marked and (self._marking or not source[start:stop].isspace()))
                self._pieces.append(escape(source[start:stop], quote=False))
                start = stop
            return
        self._mark(on=False)
        self._pieces.append(escape(source[start:end], quote=False))

    def atom(self, text: str, start: int, end: int) -> None:
        if text:
            self._element(escape(text, quote=False), start, end)

    def macro(self, text: str, start: int, end: int) -> None:
        shown = escape(text, quote=False)
        self._element(f'<span class="tex notranslate" translate="no">{shown}</span>', start, end)

    def formula(self, formula: Formula) -> None:
        self._element(formula_html(formula), formula.start, formula.end)

    def link(self, link: Link, start: int, end: int) -> None:
        label = escape(link.label, quote=False)
        self._element(label if self._inline else f'<a href="{escape(link.href)}">{label}</a>', start, end)

    def open(self, tag: str, *, script_group: bool = False) -> None:
        self._depth += 1
        if tag and self._depth <= _DEEPEST:
            self._mark(on=False)
            self._pieces.append(
                f'<{tag} class="notranslate" translate="no">' if tag == "code" else f"<{tag}>"
            )

    def close(self, tag: str, *, script_group: bool = False) -> None:
        if tag and self._depth <= _DEEPEST:
            self._mark(on=False)
            self._pieces.append(f"</{tag}>")
        self._depth -= 1

    def line_break(self) -> None:
        self._pieces.append(" " if self._inline else "<br>")

    def paragraph(self) -> None:
        self._pieces.append(" " if self._inline else "<br><br>")

    def _element(self, html: str, start: int, end: int) -> None:
        # A mark never begins with a blank, so that it never holds nothing else.
        self._mark(on=self._touches(start, end) and (self._marking or not html.isspace()))
        self._pieces.append(html)

    def _mark(self, *, on: bool) -> None:
        if on != self._marking:
            self._pieces.append("<mark>" if on else "</mark>")
            self._marking = on

    def _touches(self, start: int, end: int) -> bool:
        self._skip_spans(start)
        return self._next_span < len(self._spans) and self._spans[self._next_span][0] < end

    def _span_at(self, start: int, end: int) -> tuple[bool, int]:
        """Whether the text at `start` is marked, and up to where that stays so."""
        self._skip_spans(start)
        if self._next_span == len(self._spans) or self._spans[self._next_span][0] >= end:
            return False, end
        first, last = self._spans[self._next_span]
        return (True, min(last, end)) if first <= start else (False, first)

    def _skip_spans(self, start: int) -> None:
        while self._next_span < len(self._spans) and self._spans[self._next_span][1] <= start:
            self._next_span += 1


class PlainWriter:
    """Unicode text without markup: formulas as their TeX without dollars, scripts as `_{…}` and `^{…}`."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def text(self) -> str:
        """Everything written, blanks collapsed."""
        return " ".join("".join(self._pieces).split())

    def run(self, source: str, start: int, end: int) -> None:
        self._pieces.append(source[start:end])

    def atom(self, text: str, start: int, end: int) -> None:
        self._pieces.append(text)

    def macro(self, text: str, start: int, end: int) -> None:
        self._pieces.append(text)

    def formula(self, formula: Formula) -> None:
        self._pieces.append(formula.tex.strip())

    def link(self, link: Link, start: int, end: int) -> None:
        self._pieces.append(link.label)

    def open(self, tag: str, *, script_group: bool = False) -> None:
        if tag in ("sub", "sup"):
            self._pieces.append(("_" if tag == "sub" else "^") + ("{" if script_group else ""))

    def close(self, tag: str, *, script_group: bool = False) -> None:
        if script_group:
            self._pieces.append("}")

    def line_break(self) -> None:
        self._pieces.append("\n")

    def paragraph(self) -> None:
        self._pieces.append("\n")
