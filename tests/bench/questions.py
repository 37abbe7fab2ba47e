"""What the engine benches ask: six classes of questions, drawn from the papers themselves, the same for every engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from search import SearchDocument, SearchQuery, Sort, parse_query
from search.analysis import words
from search.stopwords import STOP_WORDS
from search.types import DateRange

FROM, UNTIL = date(2005, 1, 1), date(2018, 12, 31)
CLASSES = ("two_words", "title", "phrase", "filtered", "related", "newest")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: as words for engines that analyse themselves, and as our query."""

    words: tuple[str, ...]
    category: str
    paper: SearchDocument
    query: SearchQuery | None  # None: related papers of `paper`


def _telling(text: str, least: int) -> list[str]:
    return [word for word in dict.fromkeys(words(text)) if len(word) >= least and word not in STOP_WORDS]


def _two(paper: SearchDocument) -> tuple[str, ...]:
    return tuple((_telling(paper.title, 4) + _telling(paper.abstract, 4))[:2])


def _middle(paper: SearchDocument) -> tuple[str, ...]:
    """Two neighbours from the middle of the abstract."""
    found = words(paper.abstract)
    return tuple(found[len(found) // 2 :][:2])


def _named(name: str, paper: SearchDocument) -> Question:
    category = paper.categories[0]
    only = frozenset({category})
    two = _two(paper)
    match name:
        case "two_words":
            asked, query = two, SearchQuery(parse_query(" ".join(two)))
        case "title":
            asked = tuple(_telling(paper.title, 1))
            query = SearchQuery(parse_query(" ".join(words(paper.title)), match="any"))
        case "phrase":
            asked = _middle(paper)
            query = SearchQuery(parse_query(f'"{" ".join(asked)}"'))
        case "filtered":
            asked = two
            dates = (DateRange("announced", FROM, UNTIL),)
            query = SearchQuery(parse_query(" ".join(two)), categories=only, dates=dates, sort=Sort.NEWEST)
        case "newest":
            asked, query = (), SearchQuery(categories=only, sort=Sort.NEWEST)
        case _:
            return Question((), category, paper, None)
    return Question(asked, category, paper, query)


def questions(papers: Iterable[SearchDocument]) -> Mapping[str, list[Question]]:
    """One question a class and paper; papers whose abstract has no two words are left out."""
    asked = [paper for paper in papers if len(_two(paper)) == len(_middle(paper)) == 2]
    return {name: [_named(name, paper) for paper in asked] for name in CLASSES}
