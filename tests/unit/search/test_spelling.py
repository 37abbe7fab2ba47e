"""Candidates for a misspelt word: near, bounded, and never what is no word of letters."""

import pytest

from search.spelling import MAX_LETTERS, candidates, may_be_misspelt


@pytest.mark.parametrize(
    ("typed", "meant", "edits"),
    [
        ("grpah", "graph", 1),
        ("netwrok", "network", 1),
        ("lattce", "lattice", 1),
        ("latttice", "lattice", 1),
        ("lettice", "lattice", 1),
        ("schroedinger", "schrodinger", 1),
        ("reinforcment", "reinforcement", 1),
        ("convolutionnall", "convolutional", 2),
        ("bayesain", "bayesian", 1),
        ("entengelment", "entanglement", 2),
    ],
)
def test_what_people_mistype_is_near(typed: str, meant: str, edits: int) -> None:
    assert candidates(typed)[meant] == edits


def test_their_number_is_bounded() -> None:
    assert len(candidates("aeiouyaeiouyaeiouyae"[:MAX_LETTERS])) < 30_000
    assert len(candidates("convolutional")) < 5_000


@pytest.mark.parametrize("word", ["abc", "2041", "su2", "with", "текст", "a" * 21])
def test_left_alone(word: str) -> None:
    assert not may_be_misspelt(word)
    assert not {"wit", "than"} & {each for each in candidates("thann") if not may_be_misspelt(each)}
