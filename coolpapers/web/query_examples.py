"""Examples of the query language made from papers at hand, so that each of them finds something."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext as _

from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import ALL, newest_day, rows_in_order
from coolpapers.papers.sequence import announced_papers
from coolpapers.web.addresses import search_path
from render import plain_text
from search.stopwords import STOP_WORDS

_WORD: Final = re.compile(r"\b[A-Za-z]{5,14}\b")
_PHRASE: Final = re.compile(r"(?<![\w$\\-])[A-Za-z]{4,14} [A-Za-z]{4,14}(?![\w$\\-])")
# A formula that is one symbol with a digit or a group, as people would type it.
_FORMULA: Final = re.compile(r"\$([A-Za-z]{1,2}(?:\^[0-9]|\([0-9]\)))\$")
_NEWEST: Final = 8  # papers that examples are drawn from when none is at hand
_KEPT_FOR_S: Final = 600


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
            formula = next((found[1] for other in papers if (found := _FORMULA.search(other.abstract))), "")
            return _examples(paper, words, unsaid, formula)
    return []


def newest_examples() -> list[Example]:
    """Examples from the newest papers, for a page that shows none; remembered for ten minutes."""
    ids: list[str] | None = cache.get("query-examples")
    if ids is None:
        # From the store and not the engine: a query that cannot be read is told so while the engine is away, too.
        ids, day = [], newest_day()
        if day is not None:
            page = announced_papers(ALL, ALL, start=day, end=day, limit=_NEWEST)
            ids = [paper.arxiv_id for paper in page.papers]
        cache.set("query-examples", ids, _KEPT_FOR_S)
    return query_examples(rows_in_order(ids))


def _words(paper: Paper) -> list[str]:
    found = (word.lower() for word in _WORD.findall(plain_text(paper.title)))
    return [word for word in found if word not in STOP_WORDS]


def _examples(paper: Paper, words: list[str], unsaid: str, formula: str) -> list[Example]:
    first, last = words[0], words[-1]
    pairs = (pair.lower() for pair in _PHRASE.findall(plain_text(paper.title)))
    phrase = next((pair for pair in pairs if STOP_WORDS.isdisjoint(pair.split())), first)
    without = f" -{unsaid}" if unsaid else ""
    examples = [
        Example(f"{first} {last}", _("all of these words, anywhere")),
        Example(f'"{phrase}"', _("these words in this order")),
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
    if formula:
        examples.append(Example(formula, _("a formula, by its symbols")))
    return examples


def _quoted(name: str) -> str:
    return name if name.isalpha() else f'"{name.replace(chr(34), "")}"'
