"""A query and its papers → their HTML with the query's words marked, and in words why each was found where no mark shows it."""

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from coolpapers.match_reasons import MatchReasons
from coolpapers.papers.models import Paper
from coolpapers.web.authors import AuthorLinks
from coolpapers.web.cards import Why
from coolpapers.web.paper_text import PaperText, paper_texts
from search import Clause, Reason, highlight
from search.clauses import And, Category, Or

_LABELS: Final[dict[str, str | Promise]] = {
    "author": gettext_lazy("Among the authors:"),
    "comment": gettext_lazy("In the comments:"),
    "journal": gettext_lazy("In the journal reference:"),
    "doi": gettext_lazy("In the DOI:"),
    "id": gettext_lazy("The arXiv id:"),
    "category": gettext_lazy("The category:"),
}


class MarkedPapers:
    """The papers of one page of results. `texts` comes before `why`."""

    def __init__(self, clause: Clause | None) -> None:
        self._clause = clause
        self._reasons = MatchReasons(clause)
        self._bounds = _bounding(clause)
        self._why: dict[str, tuple[Why, ...]] = {}

    def texts(self, papers: Sequence[Paper]) -> dict[str, PaperText]:
        """The papers' HTML by id, with marks in title, abstract and among the authors."""
        plain = paper_texts(papers)
        if self._clause is None:
            return plain
        return {paper.arxiv_id: self._marked(paper, plain[paper.arxiv_id]) for paper in papers}

    def why(self, paper: Paper) -> tuple[Why, ...]:
        """What of the query stands where nothing is marked; empty for most papers."""
        return self._why.get(paper.arxiv_id, ())

    def _marked(self, paper: Paper, text: PaperText) -> PaperText:
        outside = self._reasons.outside(paper)
        names = self._names(paper) if any(one.field == "author" for one in outside) else []
        visible = frozenset(link.name for link in AuthorLinks.of(paper).shown) if names else frozenset()
        unseen = [one for one in outside if one.field != "author" or visible.isdisjoint(names)]
        if unseen:
            # Few papers have words elsewhere: only for those title and abstract are read once more.
            self._why[paper.arxiv_id] = self._told(unseen, self._reasons.inside(paper) | self._bounds)
        return text.marked(
            paper,
            highlight(self._clause, paper.title, field="title"),
            highlight(self._clause, paper.abstract, field="abstract"),
            names,
        )

    def _names(self, paper: Paper) -> list[str]:
        """The authors in whose names the query's words stand."""
        names = (row[0] for row in paper.author_list)
        return [name for name in names if highlight(self._clause, name, field="author")]

    def _told(self, found: Sequence[Reason], known: frozenset[str]) -> tuple[Why, ...]:
        return tuple(
            Why(str(_LABELS[one.field]), words)
            for one in found
            if (words := tuple(word for word in one.words if word not in known))
        )


def _bounding(clause: Clause | None) -> frozenset[str]:
    """Names of categories that every paper found must have: they tell nothing of the single paper."""
    operands = clause.clauses if isinstance(clause, And) else (clause,)
    inner = [operand.clauses if isinstance(operand, Or) else (operand,) for operand in operands]
    bounds = [names for names in inner if all(isinstance(one, Category) for one in names)]
    return frozenset(one.name for names in bounds for one in names if isinstance(one, Category))
