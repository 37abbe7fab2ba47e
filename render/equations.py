"""Numbers of displayed equations, and what a reference to one shows.

Step between finding formulas and writing them, in abstracts and notes alike: numbers run within one text, are
written as `\\tag{n}` into the TeX and so never depend on what else is on the page. Source of truth: LaTeX and
amsmath (one number a row of `align`, none for starred forms and `\\nonumber`); which texts are numbered at all is
ours: one that refers to an equation of its own, and a note that labels one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from render.plausible import LONGEST_FORMULA
from render.symbols import SYMBOLS

_ROWS: Final = frozenset(("align", "gather", "eqnarray", "alignat", "flalign"))
_NUMBERED: Final = _ROWS | {"equation", "multline"}
_TOKEN = re.compile(
    r"\\(?:(?P<edge>begin|end)\s*\{(?P<name>[A-Za-z]{1,20}\*?)\}|label\s*\{(?P<label>[^{}]*)\}"
    r"|tag(?P<star>\*?)\s*\{(?P<tag>(?:[^{}]|\{[^{}]*\})*)\}|(?P<silent>nonumber|notag)(?![A-Za-z])|(?P<row>\\)|.)"
    r"|[{}]",
    re.DOTALL,
)
_REFERENCE = re.compile(
    r"\\(?P<kind>eqref|ref|autoref|[cC]ref)\*?(?![A-Za-z])\s*\{(?P<labels>[^{}]{1,200})\}"
)
_LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")
_PLAIN_TAG = re.compile(r"[^\\${}^_&#%~]+")
_WORD = re.compile(r"\\([A-Za-z]+)[ ]?")
_WRAPPER = re.compile(r"\\(?:begin|end)\s*\{subequations\}")


@dataclass(frozen=True, slots=True)
class _Tag:
    """An author's own `\\tag`; `inner`: where amsmath and MathJax refuse one, inside `aligned` or `split`."""

    start: int
    end: int
    content: str
    inner: bool


@dataclass(slots=True)
class _Row:
    """What can carry one number; `end` is where a tag goes."""

    start: int
    numbered: bool
    end: int = 0
    labels: list[str] = field(default_factory=list)
    tags: list[_Tag] = field(default_factory=list)

    def tag(self) -> str | None:
        """What the author numbers the row with."""
        return ", ".join(tag.content for tag in self.tags) if self.tags else None

    def moved(self) -> list[_Tag]:
        """The tags that have to become one at the row's end."""
        return self.tags if len(self.tags) > 1 or any(tag.inner for tag in self.tags) else []


@dataclass(frozen=True, slots=True)
class Equations:
    """The numbered TeX of a text's displayed formulas, in order, and the number of every label."""

    tex: Sequence[str]
    numbers: dict[str, str]

    def reference(self, source: str) -> str | None:
        """What the `\\ref` or `\\eqref` in `source` shows in prose; None when a label is not of this text."""
        match = _REFERENCE.fullmatch(source)
        shown = self._numbers(match, _in_prose) if match is not None else None
        return None if shown is None else _REFERENCE.sub("", shown)

    def resolve(self, tex: str, *, unknown: str | None = None) -> str:
        """A formula with its references replaced; one to no equation of this text by `unknown`, if given."""
        if "ref" not in tex:
            return tex
        return _REFERENCE.sub(lambda match: self._in_formula(match, unknown), tex)

    def _in_formula(self, match: re.Match[str], unknown: str | None) -> str:
        shown = self._numbers(match, _in_formula)
        if shown is not None:
            return shown
        return match.group() if unknown is None else unknown

    def _numbers(self, match: re.Match[str], show: Callable[[str], str]) -> str | None:
        numbers = [self.numbers.get(label.strip()) for label in match.group("labels").split(",")]
        shown = [show(number) for number in numbers if number is not None]
        if len(shown) < len(numbers):
            return None
        return ", ".join(shown if match.group("kind") == "ref" else (f"({each})" for each in shown))


def has_equations(source: str) -> bool:
    """Whether anything in `source` can be numbered or referred to."""
    return "\\label" in source or "\\tag" in source


def number_equations(displayed: Iterable[str], source: str, *, labels_suffice: bool) -> Equations:
    """The displayed formulas of `source` with their numbers.

    A text is numbered when it refers to a label of its own; with `labels_suffice` also when it only sets one.
    """
    texts = list(displayed)
    labels = {label for tex in texts for label in _LABEL.findall(tex)}
    wanted = labels if labels_suffice else labels & _referred(source)
    count = 0
    numbers: dict[str, str] = {}
    numbered: list[str] = []
    for tex in texts:
        wrapped = _WRAPPER.search(tex) is not None
        whole = _WRAPPER.sub("", tex)
        rows = _rows(whole) if len(whole) <= LONGEST_FORMULA else []
        if wrapped and wanted:
            count += 1
            outer = _LABEL.match(whole.lstrip())
            if outer is not None:
                numbers.setdefault(outer.group(1).strip(), str(count))
        pieces: list[str] = []
        position = part = 0
        for row in rows:
            tag, written = row.tag(), bool(row.moved())
            if tag is None and row.numbered and wanted:
                part += 1
                count += not wrapped
                tag, written = f"{count}{_letter(part)}" if wrapped else str(count), True
            for old in row.moved():
                pieces.append(whole[position : old.start])
                position = old.end
            if written:
                pieces += (whole[position : row.end].rstrip(), f" \\tag{{{tag}}} ")
                position = row.end
            if tag is not None:
                for label in row.labels:
                    numbers.setdefault(label.strip(), tag)
        numbered.append("".join((*pieces, whole[position:])))
    return Equations(numbered, numbers)


def _referred(source: str) -> set[str]:
    return {
        label.strip() for match in _REFERENCE.finditer(source) for label in match.group("labels").split(",")
    }


def _rows(tex: str) -> list[_Row]:
    """The rows of `tex` that can carry a number: of its numbered environments, else the formula as one."""
    rows: list[_Row] = []
    whole = _Row(0, numbered=False)
    row = whole
    name, depth, level = "", 0, 0
    for token in _TOKEN.finditer(tex):
        text, edge = token.group(), token.group("edge")
        if edge == "begin":
            depth += 1
            if not name and token.group("name").rstrip("*") in _NUMBERED:
                name, level = token.group("name"), depth
                row = _Row(token.end(), numbered=not name.endswith("*"))
        elif edge == "end":
            if name and depth == level:
                _end(rows, row, tex, token.start())
                row, name = whole, ""
            depth -= 1
        elif text in "{}":
            depth += 1 if text == "{" else -1
        elif token.group("label") is not None:
            row.labels.append(token.group("label"))
        elif token.group("tag") is not None:
            row.tags.append(_Tag(token.start(), token.end(), token.group("tag").strip(), depth > level))
        elif token.group("silent"):
            row.numbered = False
        elif token.group("row") and depth == level and name.rstrip("*") in _ROWS:
            _end(rows, row, tex, token.start())
            row = _Row(token.end(), numbered=not name.endswith("*"))
    if not rows:
        whole.numbered = bool(whole.labels)
        _end(rows, whole, tex, len(tex))
    return rows


def _end(rows: list[_Row], row: _Row, tex: str, end: int) -> None:
    """Keep the row, unless nothing stands in it."""
    row.end = end
    if tex[row.start : end].strip():
        rows.append(row)


def _letter(number: int) -> str:
    return chr(ord("a") + number - 1) if number <= 26 else f".{number}"


def _in_prose(tag: str) -> str:
    """A tag as text: `$*$` is *, `\\dagger` is †."""
    if _PLAIN_TAG.fullmatch(tag):
        return tag
    return re.sub(
        r"[\\${}]", "", _WORD.sub(lambda match: SYMBOLS.get(match.group(1)) or match.group(1), tag)
    ).strip()


def _in_formula(tag: str) -> str:
    return tag if _PLAIN_TAG.fullmatch(tag) and tag.isascii() else f"\\text{{{tag}}}"
