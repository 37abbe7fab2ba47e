"""TeX text of titles and abstracts → pieces for a writer: accents, text macros, scripts, quotes, dashes,
links.

Third step of the title and abstract renderer; formulas are already found and pass through untouched. arXiv's
titles and abstracts are TeX without Markdown (`O(T**8)`, `C*-algebra`, `#`, `1.` are common), so no Markdown
rule is applied. One pass, no recursion: a group is a frame on a stack that ends where its brace ends. Source
of truth: LaTeX, as far as arXiv's authors use it outside formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Final

from render.accents import ACCENT_SYMBOLS, read_accent
from render.braces import is_set, match_braces
from render.commands import CommandReader
from render.equations import Equations, has_equations, number_equations
from render.links import find_links, read_arxiv, read_href, read_url
from render.math import Formula, find_formulas
from render.scripts import read_script
from render.source import clean_text
from render.typography import Quotes, dash, is_tie
from render.writer import Writer

# The search stops at every one of these characters, so it must stay a bare set: as one alternation with
# the rules below it took 0.23 ms an abstract, a bare set takes 0.006 (2026-11). Hyphens and apostrophes
# inside a word are passed over.
_MARK = re.compile(r"[\\{}^_`~&\n\-'](?<!\w[-'](?=\w))")
_SPECIAL = re.compile(
    r"\\(?P<word>[A-Za-z]+)\*?|\\(?P<symbol>.)|(?P<brace>[{}])|(?P<script>[\^_])|(?P<quote>``?|''|'(?![A-Za-z]))"
    r"|(?P<dash>-{2,})|(?P<tie>~)|(?P<paragraph>\n(?:[ \t]*\n\s*|[ \t]+))"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}[0-9]{0,2});)",
    re.DOTALL,
)
_LITERAL: Final = frozenset("$%&#_{}")
_SPACING: Final = {
    ",": "\u202f", ";": " ", ":": " ", ">": " ", " ": " ", "\n": " ", "\t": " ",
    "!": "", "/": "", "-": "", "@": "", "|": "‖",
}  # fmt: skip
_LINE_BREAK = re.compile(r"\*?\s*(?:\[[-\d.]+\s*[a-z]{2}\])?")


@dataclass(slots=True)
class Frame:
    """An open group: where it ends, the elements to close there, and text to put behind it."""

    end: int
    tags: list[str] = field(default_factory=list)
    closing_text: str = ""
    script_group: bool = False


class TextReader:
    """Reads one title or abstract and tells a writer what it says."""

    def __init__(self, source: str, writer: Writer) -> None:
        self.source = source
        self.writer = writer
        self.position = 0
        self._formulas = find_formulas(source)
        self.closing = match_braces(source, self._formulas)
        self.equations = self._number_equations() if has_equations(source) else None
        self._frames: list[Frame] = []
        self._code_depth = 0
        self._script_end = -1
        self._quotes = Quotes()
        self._commands = CommandReader(self)
        self._links = find_links(source)
        self.limit = len(source)

    def read(self) -> None:
        """Write the whole text."""
        for formula in self._segments():
            self._read_until(self.limit)
            if formula is not None and formula.start >= self.position:
                self._formula(formula)
        while self._frames:
            self._close_frame()

    def _number_equations(self) -> Equations:
        displayed = [formula.tex for formula in self._formulas if formula.display]
        equations = number_equations(displayed, self.source, labels_suffice=False)
        numbered = iter(equations.tex)
        self._formulas = [
            replace(formula, tex=equations.resolve(next(numbered) if formula.display else formula.tex))
            for formula in self._formulas
        ]
        return equations

    def open_group(
        self, end: int, tag: str = "", *, closing_text: str = "", script_group: bool = False
    ) -> None:
        """Begin a group that ends at the brace at `end`."""
        self._frames.append(Frame(end, [], closing_text, script_group))
        self._open(tag, script_group=script_group)

    def switch(self, tag: str) -> None:
        """A style from here to the end of the group; outside a group it would run on, and is left out."""
        if self._frames and tag:
            self._open(tag, script_group=False)

    def _formula(self, formula: Formula) -> None:
        link = read_href(formula.tex, formula.end) if formula.tex.startswith("\\") else None
        if link is None:
            self.writer.formula(formula)
        else:
            self.writer.link(link, formula.start, formula.end)
        self.position = formula.end

    def _segments(self) -> Iterator[Formula | None]:
        for formula in self._formulas:
            self.limit = formula.start
            yield formula
        self.limit = len(self.source)
        yield None

    def _read_until(self, limit: int) -> None:
        while self.position < limit:
            link = self._next_link(limit)
            self._read_run(link)
            if self.position == link < limit:
                self._link(link)

    def _next_link(self, limit: int) -> int:
        """Where the next address begins, `limit` when there is none before it."""
        while self._links and self._links[-1] < self.position:
            self._links.pop()
        return min(self._links[-1], limit) if self._links else limit

    def _read_run(self, limit: int) -> None:
        """Read up to `limit`, or beyond it when a macro's argument reaches further."""
        begin = at = self.position
        while at < limit:
            mark = _MARK.search(self.source, at, limit)
            if mark is None:
                break
            at = mark.start()
            match = _SPECIAL.match(self.source, at, limit)
            if match is None:
                at += 1
                continue
            if begin < at:
                self.writer.run(self.source, begin, at)
            self.position = match.end()
            self._special(match)
            begin = at = self.position
        if begin < limit:
            self.writer.run(self.source, begin, limit)
            self.position = limit

    def _special(self, match: re.Match[str]) -> None:
        kind, start, end = match.lastgroup, match.start(), match.end()
        source, writer = self.source, self.writer
        if kind == "word":
            self._commands.read(match.group("word"), start)
        elif kind == "symbol":
            self._symbol(match.group("symbol"), start)
        elif kind == "brace":
            self._brace(start)
        elif kind == "script":
            self._script(start)
        elif kind == "paragraph":
            writer.paragraph()
        elif kind == "tie" and not self._code_depth and is_tie(source, start):
            writer.atom("\u00a0", start, end)
        elif kind == "quote" and not self._code_depth:
            writer.atom(self._quotes.character(source, start, end), start, end)
        elif kind == "dash" and not self._code_depth:
            writer.atom(dash(source, start, end), start, end)
        elif kind == "entity":
            writer.atom(clean_text(unescape(match.group())), start, end)
        else:
            writer.run(source, start, end)

    def _link(self, start: int) -> None:
        self._links.pop()
        link = read_arxiv(self.source, start) or read_url(self.source, start, self.limit)
        if link is None or link.end > self.limit:
            self.writer.run(self.source, start, start + 1)
            self.position = start + 1
            return
        self.writer.link(link, start, link.end)
        self.position = link.end
        if self.source.startswith("}{", link.end) and not (self._frames and self._frames[-1].end == link.end):
            # What arXiv leaves of \href{address}{label} in many records of 2025.
            self.position += 1 if link.end + 1 in self.closing else 2
            self.writer.atom(" ", link.end, self.position)

    def _symbol(self, symbol: str, start: int) -> None:
        if symbol in _LITERAL:
            self.writer.atom(symbol, start, self.position)
        elif symbol in ACCENT_SYMBOLS:
            self.accent(symbol, start)
        elif symbol == "\\":
            match = _LINE_BREAK.match(self.source, self.position, self.limit)
            self.position = match.end() if match else self.position
            self.writer.line_break()
        elif symbol in _SPACING:
            self.writer.atom(_SPACING[symbol], start, self.position)
        else:
            self.writer.run(self.source, start, self.position)

    def accent(self, accent: str, start: int) -> None:
        """An accent macro whose argument begins at the present position."""
        source, end = self.source, self.position
        # 19\" chassis is a length.
        is_inch = accent in "\"'" and source[start - 1 : start].isdigit() and source[end : end + 1].isspace()
        accented = None if is_inch else read_accent(source, accent, end)
        if accented is not None and accented.end <= self.limit:
            self.writer.atom(accented.text, start, accented.end)
            self.position = accented.end
        elif len(accent) == 1 and not accent.isalpha():
            self.writer.atom(accent, start, self.position)
        else:
            self.writer.macro(self.source[start : self.position], start, self.position)

    def _brace(self, start: int) -> None:
        if self.source[start] == "}":
            if self._frames and self._frames[-1].end == start:
                self._close_frame()
            else:
                self.writer.run(self.source, start, start + 1)
            return
        end = self.closing.get(start)
        if end is None:
            self.writer.run(self.source, start, start + 1)
        elif is_set(self.source[start + 1 : min(end, start + 81)]) and not (
            start == 0 and end == len(self.source) - 1
        ):
            self.writer.run(self.source, start, start + 1)
            self.open_group(end, closing_text="}")
        else:
            self.open_group(end)

    def _script(self, start: int) -> None:
        source = self.source
        tag = "sub" if source[start] == "_" else "sup"
        before = source[start - 1 : start]
        end = self.closing.get(self.position)
        if end is not None and not self._code_depth and (tag == "sup" or before.strip()):
            self.position += 1
            self._script_end = end + 1
            self.open_group(end, tag, script_group=end - self.position > 1)
            return
        script = None if self._code_depth else read_script(source, start, self.limit, after=self._script_end)
        text = script and (script.text or self._commands.symbol(script.word))
        if script is None or not text:
            self.writer.run(source, start, self.position)
            return
        self.writer.open(tag)
        self.writer.atom(text, start, script.end)
        self.writer.close(tag)
        self.position = self._script_end = script.end

    def _open(self, tag: str, *, script_group: bool) -> None:
        self._frames[-1].tags.append(tag)
        self._code_depth += tag == "code"
        self.writer.open(tag, script_group=script_group)

    def _close_frame(self) -> None:
        frame = self._frames.pop()
        for tag in reversed(frame.tags):
            self._code_depth -= tag == "code"
            self.writer.close(tag, script_group=frame.script_group)
        if frame.closing_text:
            self.writer.atom(frame.closing_text, frame.end, frame.end + 1)
