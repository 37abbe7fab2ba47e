"""How well one ranking agrees with the judges: nDCG, average precision, reciprocal rank, recall.

Input is the ranked ids, best first, and the judgments (id → grade, 0 = not relevant; unjudged counts as 0). Gains are the
grades themselves and the discount is log2(rank + 1), as in trec_eval (Järvelin and Kekäläinen 2002).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log2


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """The discounted gain of the first `depth` over the best order's; 0 to 1, and 0 when nothing is relevant."""
    best = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    if not best or depth < 1:
        return 0.0
    reached = _discounted(max(grades.get(found, 0), 0) for found in ranked[:depth])
    return reached / _discounted(best[:depth])


def average_precision(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """The mean, over all relevant papers, of the precision at their rank; those not found count 0."""
    if not relevant:
        return 0.0
    hits, total = 0, 0.0
    for rank, found in enumerate(ranked, 1):
        if found in relevant:
            hits += 1
            total += hits / rank
    return total / len(relevant)


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """One over the rank of the first relevant paper; 0 when none is found."""
    return next((1 / rank for rank, found in enumerate(ranked, 1) if found in relevant), 0.0)


def recall(ranked: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """The share of the relevant papers among the first `depth`."""
    return len(set(ranked[:depth]).intersection(relevant)) / len(relevant) if relevant else 0.0
