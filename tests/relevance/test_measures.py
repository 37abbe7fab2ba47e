"""The measures against figures worked out by hand."""

from math import log2

import pytest

from tests.relevance.measures import average_precision, ndcg, recall, reciprocal_rank

GRADES = {"a": 3, "b": 2, "c": 1, "d": 0}


def test_ndcg_of_the_best_order_is_one() -> None:
    assert ndcg(["a", "b", "c", "d"], GRADES, 10) == pytest.approx(1)


def test_ndcg_by_hand() -> None:
    # Gains 0, 3, 0 (unjudged), 1 at ranks 1 to 4; at best 3, 2, 1.
    reached = 3 / log2(3) + 1 / log2(5)
    best = 3 / log2(2) + 2 / log2(3) + 1 / log2(4)
    assert ndcg(["d", "a", "x", "c"], GRADES, 10) == pytest.approx(reached / best)
    assert reached / best == pytest.approx(0.4879, abs=5e-5)


def test_ndcg_cuts_both_orders_at_the_depth() -> None:
    assert ndcg(["b", "a"], GRADES, 1) == pytest.approx(2 / 3)
    assert ndcg(["d", "x", "a"], GRADES, 2) == 0


def test_ndcg_takes_no_harm_from_negative_grades() -> None:
    assert ndcg(["spam", "a"], {"spam": -2, "a": 1}, 10) == pytest.approx(1 / log2(3))


def test_average_precision_by_hand() -> None:
    # Found at ranks 1 and 3, one of three not at all: (1/1 + 2/3 + 0) / 3.
    assert average_precision(["a", "x", "b"], {"a", "b", "c"}) == pytest.approx(5 / 9)


def test_reciprocal_rank_is_of_the_first_hit() -> None:
    assert reciprocal_rank(["x", "y", "b", "a"], {"a", "b"}) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x"], {"a"}) == 0


def test_recall_counts_within_the_depth() -> None:
    assert recall(["a", "x", "b", "c"], {"a", "b", "c", "z"}, 3) == pytest.approx(2 / 4)


def test_nothing_relevant_is_zero_everywhere() -> None:
    assert ndcg(["a"], {"a": 0}, 10) == 0
    assert average_precision(["a"], set()) == recall(["a"], set(), 10) == reciprocal_rank(["a"], set()) == 0
