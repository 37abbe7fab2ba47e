"""Control words in TeX text → what the reader should see instead.

Part of the title and abstract renderer's third step. Source of truth: the tables of render.text_macros,
render.symbols and render.accents; what stands in none of them keeps its argument, or its own name when it has
none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from render.accents import ACCENT_WORDS, LETTERS
from render.links import Link, plain_label, safe_href, unescape_url
from render.math import Formula
from render.symbols import SYMBOLS, double_struck
from render.text_macros import (
    DROPPED,
    DROPPED_ARGUMENTS,
    FORMULA_MACROS,
    LISTS,
    NOTES,
    PARAGRAPHS,
    REFERENCES,
    SECOND_ARGUMENT,
    STYLE_SWITCHES,
    STYLED_ARGUMENT,
)

if TYPE_CHECKING:
    from render.text import TextReader

_BLANKS = re.compile(r"[ \t]*\n?[ \t]*")
_OPTIONAL = re.compile(r"\s*\[([^\[\]{}]{0,200})\]")
_AFTER_LETTER = re.compile(r"\{\}|[ \t]+(?=[^\W\d_])")
_ENVIRONMENT = re.compile(r"\s*\{([A-Za-z]{1,20}\*?)\}(?:\s*\[[^\[\]]{0,80}\])?")
_VERBATIM = re.compile(r"([^A-Za-z\s*{])((?:(?!\1)[^\n]){0,200})\1")
_ONE_TOKEN = re.compile(r"[ \t]*(?:[A-Za-z](?![A-Za-z])|[0-9]|\\[A-Za-z]+)")
_SCRIPT_TOKEN = re.compile(r"[\^_](?:\\[A-Za-z]+|[A-Za-z0-9])")


class CommandReader:
    """Reads control words and their arguments on behalf of a text reader."""

    def __init__(self, reader: TextReader) -> None:
        self._reader = reader
        self._lists: list[int | None] = []

    @staticmethod
    def symbol(word: str) -> str | None:
        """The character a control word without arguments stands for, if any."""
        return {"circ": "°", "deg": "°"}.get(word) or SYMBOLS.get(word)

    def read(self, word: str, start: int) -> None:
        """Write what the control word at `start` means; the reader stands behind the word."""
        reader = self._reader
        if word in ACCENT_WORDS:
            reader.accent(word, start)
        elif word in LETTERS:
            self._letter(word, start)
        elif word in STYLED_ARGUMENT:
            self._styled(STYLED_ARGUMENT[word])
        elif word in STYLE_SWITCHES:
            self._skip(_BLANKS)
            reader.switch(STYLE_SWITCHES[word])
        elif word in ("begin", "end"):
            self._environment(word, start)
        elif word == "item":
            self._item(start)
        elif word.startswith(("cite", "Cite")):
            self._cite(start)
        elif word in ("url", "path", "href", "hyperlink", "nolinkurl"):
            self._link(word, start)
        elif word in REFERENCES and self._reference(start):
            return
        elif word in DROPPED_ARGUMENTS:
            self._drop(DROPPED_ARGUMENTS[word])
        elif word in DROPPED:
            self._skip(_BLANKS)
        elif word in NOTES:
            self._note(start)
        elif word in PARAGRAPHS:
            self._skip(_BLANKS)
            reader.writer.paragraph()
        elif word == "newline":
            reader.writer.line_break()
        elif word in ("verb", "lstinline"):
            self._verbatim(start)
        elif word == "ensuremath":
            self._ensure_math(start)
        elif word in FORMULA_MACROS:
            self._bare_formula(word, start)
        elif (character := SYMBOLS.get(word)) is not None:
            reader.writer.atom(character, start, self._after_empty_group())
        else:
            self._unknown(word, start)

    def _argument_end(self) -> int | None:
        """Where the braces that follow end; None when no whole argument stands before the next formula."""
        reader = self._reader
        position = reader.position
        while position < reader.limit and reader.source[position] in " \t\n":
            position += 1
        return reader.closing.get(position)

    def _argument(self) -> tuple[int, int] | None:
        """The place of the next argument's content; the reader then stands behind it."""
        reader = self._reader
        end = self._argument_end()
        if end is None or end >= reader.limit:
            return None
        start = reader.source.index("{", reader.position) + 1
        reader.position = end + 1
        return start, end

    def _enter(self, tag: str, closing_text: str = "") -> bool:
        """Read the next argument's content with the reader's own rules."""
        reader = self._reader
        end = self._argument_end()
        if end is None:
            return False
        reader.position = reader.source.index("{", reader.position) + 1
        reader.open_group(end, tag, closing_text=closing_text)
        return True

    def _skip(self, pattern: re.Pattern[str]) -> str:
        reader = self._reader
        match = pattern.match(reader.source, reader.position, reader.limit)
        if match is None:
            return ""
        reader.position = match.end()
        return match.group()

    def _after_empty_group(self) -> int:
        reader = self._reader
        if reader.source.startswith("{}", reader.position) and reader.position + 2 <= reader.limit:
            reader.closing.pop(reader.position, None)
            reader.position += 2
        return reader.position

    def _letter(self, word: str, start: int) -> None:
        reader = self._reader
        before = reader.source[start - 1 : start]
        is_unit = word == "AA" and (not before.strip() or before.isdigit() or before in "~,")
        if not (is_unit and not reader.source.startswith("ngstr", reader.position + 1)):
            self._skip(_AFTER_LETTER)
        else:
            self._after_empty_group()
        reader.writer.atom(LETTERS[word], start, reader.position)

    def _styled(self, tag: str) -> None:
        if not self._enter(tag):
            self._skip(_BLANKS)

    def _environment(self, word: str, start: int) -> None:
        reader = self._reader
        match = _ENVIRONMENT.match(reader.source, reader.position, reader.limit)
        if match is None:
            reader.writer.macro(reader.source[start : reader.position], start, reader.position)
            return
        reader.position = match.end()
        name = match.group(1)
        if name not in LISTS:
            reader.writer.atom(" ", start, reader.position)
        elif word == "begin":
            self._lists.append(0 if name.endswith(("enumerate", "enum")) else None)
        elif self._lists:
            self._lists.pop()
            reader.writer.line_break()

    def _item(self, start: int) -> None:
        reader = self._reader
        label = self._skip(_OPTIONAL).strip()
        self._skip(_BLANKS)
        bullet = "•"
        if label:
            bullet = label[1:-1]
        elif self._lists and (number := self._lists[-1]) is not None:
            self._lists[-1] = number + 1
            bullet = f"{number + 1}."
        reader.writer.line_break()
        reader.writer.atom(bullet + " ", start, reader.position)

    def _cite(self, start: int) -> None:
        reader = self._reader
        notes = [
            note.strip()[1:-1].replace("~", "\u00a0")
            for note in (self._skip(_OPTIONAL), self._skip(_OPTIONAL))
        ]
        argument = self._argument()
        if argument is None:
            return
        keys = [key.strip() for key in reader.source[argument[0] : argument[1]].split(",")]
        shown = ", ".join(part for part in (*keys, *notes) if part)
        reader.writer.atom(f"[{shown}]" if shown else "", start, reader.position)

    def _link(self, word: str, start: int) -> None:
        reader = self._reader
        argument = self._argument()
        if argument is None:
            return
        url = unescape_url(reader.source[argument[0] : argument[1]])
        href = safe_href(url)
        if word in ("href", "hyperlink"):
            label = self._argument()
            if label is None:
                return
            if href is None:
                reader.position = label[0]
                reader.open_group(label[1])
                return
            text = plain_label(reader.source[label[0] : label[1]])
            reader.writer.link(Link(href, text, reader.position), start, reader.position)
        elif href is None:
            reader.writer.atom(url, start, reader.position)
        else:
            reader.writer.link(Link(href, url, reader.position), start, reader.position)

    def _reference(self, start: int) -> bool:
        """Write the number of the equation that is referred to; False when it is none of this text."""
        reader = self._reader
        end = self._argument_end() if reader.equations is not None else None
        if end is None or end >= reader.limit or reader.equations is None:
            return False
        number = reader.equations.reference(reader.source[start : end + 1])
        if number is None:
            return False
        reader.position = end + 1
        reader.writer.atom(number, start, reader.position)
        return True

    def _drop(self, count: int) -> None:
        self._skip(_OPTIONAL)
        for _ in range(count):
            if self._argument() is None:
                break

    def _note(self, start: int) -> None:
        if self._enter("", closing_text=")"):
            self._reader.writer.atom(" (", start, self._reader.position)

    def _verbatim(self, start: int) -> None:
        reader = self._reader
        match = _VERBATIM.match(reader.source, reader.position, reader.limit)
        if match is None:
            return
        reader.position = match.end()
        reader.writer.open("code")
        reader.writer.atom(match.group(2), start, reader.position)
        reader.writer.close("code")

    def _ensure_math(self, start: int) -> None:
        argument = self._argument()
        if argument is not None:
            tex = self._reader.source[argument[0] : argument[1]]
            self._reader.writer.formula(Formula(start, self._reader.position, tex, display=False))

    def _bare_formula(self, word: str, start: int) -> None:
        reader = self._reader
        argument = self._argument()
        token = "" if argument else self._skip(_ONE_TOKEN).strip()
        if argument is None and not token:
            reader.writer.macro("\\" + word, start, reader.position)
            return
        if word == "mathbb":
            letter = double_struck(token or reader.source[slice(*argument or ())].strip())
            if letter is not None:
                reader.writer.atom(letter, start, reader.position)
                return
        for _ in range(8):
            if reader.source.startswith("{", reader.position):
                if self._argument() is None:
                    break
            elif reader.source.startswith(("^{", "_{"), reader.position):
                reader.position += 1
                if self._argument() is None:
                    reader.position -= 1
                    break
            elif not self._skip(_SCRIPT_TOKEN):
                break
        tex = reader.source[start : reader.position]
        reader.writer.formula(Formula(start, reader.position, tex, display=False))

    def _unknown(self, word: str, start: int) -> None:
        reader = self._reader
        if word in SECOND_ARGUMENT:
            self._drop(1)
            self._enter("")
        elif reader.source.startswith("{", reader.position) and self._enter(""):
            return
        else:
            reader.writer.macro(reader.source[start : reader.position], start, reader.position)
