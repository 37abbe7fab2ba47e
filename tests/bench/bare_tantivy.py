"""What a question costs Tantivy itself: the boolean tree of the same tokens, 25 papers and their number."""

from collections import Counter
from collections.abc import Callable
from math import log
from pathlib import Path

import tantivy

from search import Sort
from search import fields as f
from search.analysis import stems, words
from search.backends.tantivy.reader import Reader
from search.backends.tantivy.schema import BY_ANNOUNCED
from search.backends.tantivy.translate import translate
from search.plan import Bool, Plan, Term
from search.planning import effective_sort, plan_query
from search.stopwords import STOP_WORDS
from search.types import SearchDocument
from tests.bench.questions import Question

TERMS = 40
LIMIT = 25


class Bare:
    """One view of the index of a directory, asked without us."""

    def __init__(self, root: Path) -> None:
        self.searcher: tantivy.Searcher = Reader(root).view().searcher

    def telling(self, paper: SearchDocument) -> dict[str, float]:
        """The forty words of a paper that tell most, those of the title twice, each with its stem's worth."""
        counts = Counter(words(paper.title) * 2 + words(paper.abstract))
        weights: dict[str, float] = {}
        for word, count in counts.items():
            having = self.searcher.doc_freq(f.ALL, stems([word])[0])
            if word not in STOP_WORDS and having > 1:
                weights[word] = count**0.8 * log(self.searcher.num_docs / having)
        return {word: counts[word] ** 0.8 for word in sorted(weights, key=weights.__getitem__)[-TERMS:]}

    def plan(self, question: Question) -> tuple[Plan, str | None]:
        """The tree of tokens, and the column the answer is ordered by."""
        if question.query is None:
            alike = (
                Term(f.ALL, stems([word])[0], weight) for word, weight in self.telling(question.paper).items()
            )
            return Bool(should=tuple(alike)), None
        plan = plan_query(question.query)
        newest = effective_sort(question.query, plan) is Sort.NEWEST
        return plan, BY_ANNOUNCED if newest else None

    def call(self, question: Question, *, ids: bool = False) -> Callable[[], object]:
        """The engine's call on the tokens; with `ids`, the papers' ids out of its document store too."""
        plan, column = self.plan(question)

        def ask() -> object:
            found = self.searcher.search(translate(plan), limit=LIMIT, count=True, order_by_field=column)
            return [self.searcher.doc(place).get_first(f.ID) for _, place in found.hits] if ids else found

        return ask
