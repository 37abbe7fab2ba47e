"""Why a paper matched: in which of its shown texts which of the reader's words stand.

Clause tree + the texts of one paper → Reason. For what a mark in title and abstract does not show.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from search.analysis import compounds, stems, words
from search.clauses import Category, Clause, Doi, Identifier, Name, Phrase, Prefix, Word, leaves
from search.fields import GAP
from search.names import AUTHOR, author_tokens
from search.stopwords import STOP_WORDS
from search.wanted import Wanted

_FIELDS: Final = ("title", "abstract", "author", "comment", "journal", "category", "doi", "id")
_MAX_TEXT: Final = 60_000  # characters; one paper names 5,000 people


@dataclass(frozen=True, slots=True)
class Reason:
    """A field of the paper and the reader's words found in it, as the reader typed them."""

    field: str
    words: tuple[str, ...]


class _Text:
    """One shown text, read once."""

    def __init__(self, field: str, text: str) -> None:
        self.field = field
        self.whole = text
        self.words = words(text[:_MAX_TEXT])
        self.stems = [*stems(self.words), GAP, *stems(compounds(text[:_MAX_TEXT]))]
        self.names: list[frozenset[str]] = []
        if field == "author":
            self.names = [frozenset(author_tokens(name).split()) for name in AUTHOR.findall(text[:_MAX_TEXT])]

    def has(self, wanted: Wanted) -> bool:
        """Whether anything that is wanted stands in the text."""
        return wanted.stands_in(self.words, self.stems) or any(map(wanted.names_author, self.names))


def reasons(clause: Clause | None, texts: Mapping[str, str]) -> tuple[Reason, ...]:
    """The fields in which a query's words are found, in the order title, abstract, author, comment, journal, category, doi, id.

    `texts` gives a paper's texts by those names, authors and categories with commas or blanks between; texts that are not
    given are not looked at. A word found in several is told for each.
    """
    if clause is None:
        return ()
    wanted = list(filter(_says_something, leaves(clause, wanted_only=True)))
    read = (_Text(field, texts[field]) for field in _FIELDS if texts.get(field))
    found = ((text.field, _found(wanted, text)) for text in read)
    return tuple(Reason(field, told) for field, told in found if told)


def _found(wanted: list[Clause], text: _Text) -> tuple[str, ...]:
    return tuple(dict.fromkeys(shown for leaf in wanted for shown in _shown(leaf, text)))


def _shown(leaf: Clause, text: _Text) -> Iterator[str]:
    """The leaf's words as typed, when the text has them."""
    match leaf:
        case Category(name) if text.field == "category":
            held = text.whole.lower().replace(",", " ").split()
            if any(_is_within(each, name.lower()) for each in held):
                yield name
        case Doi(value) if text.field == "doi":
            if value.lower() in text.whole.lower().split():
                yield value
        case Identifier(value, prefix) if text.field == "id":
            if text.whole.startswith(value) if prefix else text.whole == value:
                yield value
        case Word() | Phrase() | Name() if text.has(Wanted.of(leaf, text.field)):
            yield leaf.text
        case Prefix() if text.has(Wanted.of(leaf, text.field)):
            yield f"{leaf.text}*"


def _says_something(leaf: Clause) -> bool:
    """Whether it is not only words that every text has."""
    return not isinstance(leaf, Word) or not STOP_WORDS.issuperset(words(leaf.text))


def _is_within(category: str, asked: str) -> bool:
    return category == asked or category.startswith(f"{asked}.")
