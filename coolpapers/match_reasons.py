"""Why papers were found: the fields of each in which words of the query stand. Pages and REST tell it from here."""

from collections.abc import Mapping
from typing import Final

from coolpapers.papers.models import Paper
from search import Clause, Reason, reasons
from search.analysis import words
from search.clauses import Name, Phrase, Prefix, Word, leaves
from search.folding import fold

TITLE_AND_ABSTRACT: Final = ("title", "abstract")


class MatchReasons:
    """The reasons of one query's papers."""

    def __init__(self, clause: Clause | None) -> None:
        self._clause = clause
        texts = (
            leaf.text
            for leaf in (leaves(clause, wanted_only=True) if clause else ())
            if isinstance(leaf, (Word, Phrase, Prefix, Name))
        )
        self._words = {word for text in texts for word in words(text.replace("_", " ")) if len(word) > 1}

    def everywhere(self, paper: Paper) -> tuple[Reason, ...]:
        """In all fields."""
        return reasons(self._clause, {**_inner_texts(paper), **self._outer_texts(paper)})

    def outside(self, paper: Paper) -> tuple[Reason, ...]:
        """In the fields beside title and abstract."""
        return reasons(self._clause, self._outer_texts(paper))

    def inside(self, paper: Paper) -> frozenset[str]:
        """The query's words in title and abstract."""
        return frozenset(word for one in reasons(self._clause, _inner_texts(paper)) for word in one.words)

    def _outer_texts(self, paper: Paper) -> Mapping[str, str]:
        authors = ", ".join(row[0] for row in paper.author_list)
        return {
            "author": authors if self._may_stand_in(authors) else "",
            "comment": paper.comments,
            "journal": paper.journal_ref,
            "doi": paper.doi,
            "id": paper.arxiv_id,
            "category": paper.categories,
        }

    def _may_stand_in(self, authors: str) -> bool:
        """False where none of the words can be in these names: reading the 3,000 of a collaboration takes 20 ms (2026-11-22)."""
        if "\\" in authors:
            return True
        plain = fold(authors).lower()
        joined = plain.replace("-", "").replace("'", "")
        return any(word in plain or word in joined for word in self._words)


def _inner_texts(paper: Paper) -> Mapping[str, str]:
    return {"title": paper.title, "abstract": paper.abstract}
