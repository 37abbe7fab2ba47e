"""Examples of the query language made from papers at hand, so that each of them finds something."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from coolpapers.papers.models import Paper
from coolpapers.web.addresses import search_path
from render import plain_text

_WORD: Final = re.compile(r"\b[A-Za-z]{5,14}\b")


@dataclass(frozen=True, slots=True)
class Example:
    """A query and what it asks for."""

    query: str
    meaning: str

    @property
    def address(self) -> str:
        return search_path(self.query)


def query_examples(papers: Sequence[Paper]) -> list[Example]:
    """One example for each way to ask; none when no paper has two telling words and a named author."""
    for paper in papers:
        words = _words(paper)
        if len(words) >= 2 and paper.authors and paper.authors[0].keyname:
            said = f"{paper.title} {paper.abstract}".lower()
            unsaid = next((word for other in papers for word in _words(other) if word not in said), "")
            return _examples(paper, words, unsaid)
    return []


def _words(paper: Paper) -> list[str]:
    return [word.lower() for word in _WORD.findall(plain_text(paper.title))]


def _examples(paper: Paper, words: list[str], unsaid: str) -> list[Example]:
    first, last = words[0], words[-1]
    phrase = next(iter(re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]{3,})+", plain_text(paper.title))), first)
    without = f" -{unsaid}" if unsaid else ""
    return [
        Example(f"{first} {last}", _("all of these words, anywhere")),
        Example(f'"{phrase.lower()}"', _("these words in this order")),
        Example(f"title:{first}", _("in the title; also abstract: comment: journal: doi:")),
        Example(f"author:{_quoted(paper.authors[0].keyname)}", _('by author; also author:"First Last"')),
        Example(
            f"category:{paper.primary_category}{without}", _("in this category; a minus leaves a word out")
        ),
        Example(f"{first} OR {last}", _("either of them; brackets ( ) group")),
        Example(f"{first[:5]}*", _("words that begin so")),
        Example(
            f"{last} announced:{paper.announced.year}",
            _("from this year; also submitted:2024-01..2024-06"),
        ),
    ]


def _quoted(name: str) -> str:
    return name if name.isalpha() else f'"{name.replace(chr(34), "")}"'
