"""Papers and their inverted lists in dictionaries, and what a plan finds in them; the memory backend's inside."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from types import MappingProxyType

from search import fields as f
from search.backends.bm25 import rarity, score
from search.backends.lookups import FieldToken, Frequencies
from search.fields import IndexedPaper
from search.plan import Beginning, Bool, Days, Everything, Nothing, OneOf, Plan, Sequence, Term
from search.types import SearchHit

Scores = dict[str, float]
_NONE: MappingProxyType[str, list[int]] = MappingProxyType({})


class Papers:
    """Papers and their inverted lists; rebuilt from the papers at every change."""

    def __init__(self, papers: dict[str, IndexedPaper]) -> None:
        self.papers = papers
        self.documents = len(papers)
        self.lists: dict[str, dict[str, dict[str, list[int]]]] = defaultdict(lambda: defaultdict(dict))
        self.lengths: dict[str, dict[str, int]] = defaultdict(dict)
        for paper in papers.values():
            for field, text in paper.tokens.items():
                tokens = text.split()
                self.lengths[field][paper.id] = len(tokens)
                for at, token in enumerate(tokens):
                    self.lists[field][token].setdefault(paper.id, []).append(at)
            self.lists[f.ID][paper.id] = {paper.id: [0]}
            for category in paper.categories:
                self.lists[f.CATEGORY][category][paper.id] = [0]

    def frequencies(self, wanted: Iterable[FieldToken]) -> Frequencies:
        """See Lookups."""
        papers = {each: len(having) for each in wanted if (having := self.having(*each))}
        return Frequencies(self.documents, papers)

    def counts(self, plans: Collection[Plan]) -> list[int]:
        """See Lookups."""
        return [len(self.scores(plan)) for plan in plans]

    def sources(self, paper_ids: Collection[str]) -> dict[str, str]:
        """See Lookups."""
        return {key: self.papers[key].source for key in paper_ids if key in self.papers}

    def best(self, plan: Plan, size: int, *, with_sources: bool) -> list[tuple[SearchHit, str]]:
        """See Lookups."""
        rows = sorted((-value, key) for key, value in self.scores(plan).items())[:size]
        return [
            (SearchHit(key, -value), self.papers[key].source if with_sources else "") for value, key in rows
        ]

    def having(self, field: str, token: str) -> dict[str, list[int]] | MappingProxyType[str, list[int]]:
        return self.lists[field].get(token, _NONE)

    def _ranked(self, field: str, counts: dict[str, int], idf: float, boost: float) -> Scores:
        lengths = self.lengths[field]
        mean = sum(lengths.values()) / max(self.documents, 1)
        return {key: boost * score(idf, count, lengths[key], mean) for key, count in counts.items()}

    def _sequence(self, plan: Sequence) -> Scores:
        first, *others = [self.having(plan.field, token) for token in plan.tokens]
        counts: dict[str, int] = {}
        for key in set(first).intersection(*others):
            behind = [set(having[key]) for having in others]
            starts = sum(
                all(at + step in places for step, places in enumerate(behind, 1)) for at in first[key]
            )
            if starts:
                counts[key] = starts
        idf = sum(rarity(self.documents, len(self.having(plan.field, token))) for token in plan.tokens)
        return self._ranked(plan.field, counts, idf, plan.boost)

    def scores(self, plan: Plan) -> Scores:
        """The papers a plan matches, with their scores."""
        match plan:
            case Term(field, token, boost):
                counts = {key: len(places) for key, places in self.having(field, token).items()}
                return self._ranked(field, counts, rarity(self.documents, len(counts)), boost)
            case Sequence():
                return self._sequence(plan)
            case Beginning(field, prefix):
                starting = [having for token, having in self.lists[field].items() if token.startswith(prefix)]
                return {key: 1.0 for having in starting for key in having}
            case OneOf(field, values):
                return {key: 1.0 for value in values for key in self.having(field, value)}
            case Days(field, start, end):
                return {key: 1.0 for key, paper in self.papers.items() if _within(paper, field, start, end)}
            case Everything():
                return dict.fromkeys(self.papers, 1.0)
            case Nothing():
                return {}
            case Bool():
                return self._bool(plan)

    def _bool(self, plan: Bool) -> Scores:
        demanded = [self.scores(part) for part in plan.must]
        keys = [set(part) for part in demanded] + [set(self.scores(part)) for part in plan.unscored]
        extra = [self.scores(part) for part in plan.should]
        if keys:
            found = set.intersection(*keys)
        elif plan.should:
            found = set().union(*extra)
        else:
            found = set(self.papers)
        for part in plan.must_not:
            found -= self.scores(part).keys()
        return {key: sum(part.get(key, 0.0) for part in (*demanded, *extra)) for key in found}


def _within(paper: IndexedPaper, field: str, start: int | None, end: int | None) -> bool:
    day: int = getattr(paper, field)
    return (start is None or day >= start) and (end is None or day <= end)
