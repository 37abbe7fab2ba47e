"""Marked places in a text, as the author wrote it."""

import time

import pytest

from search import any_words, highlight, parse_query

CASES = [
    ("Schrodinger", r"the Schr\"odinger equation, Schrödinger’s", [r"Schr\"odinger", "Schrödinger’s"]),
    ("image", "Images and imaging of cats", ["Images", "imaging"]),
    ('"image"', "Images of an image", ["image"]),
    ("alpha", r"an $\alpha$-divergence and alpha", [r"$\alpha$", "alpha"]),
    ("divergence", r"an $\alpha$-divergence", ["divergence"]),
    ("L^2", r"in $L^2$ and $\| x \|_{L^2} + 2 a$", ["$L^2$", r"$\| x \|_{L^2} + 2 a$"]),
    ("beta", r"where \(\beta = 1\) or \[\beta > 2\]", [r"\(\beta = 1\)", r"\[\beta > 2\]"]),
    ("MgB2", "of MgB$_2$ films", ["MgB$_2$"]),
    ("87Rb", "cold $^{87}$Rb atoms", ["$^{87}$Rb"]),
    ("SU(2)", "the SU(2) group", ["SU(2)"]),
    ("deep-learning", "deep learning and deep-learning, deep, learned", ["deep learning", "deep-learning", "deep, learned"]),
    ('"deep learning" nets', "deep, learning net of deep learning", ["deep, learning", "net", "deep learning"]),
    ("imag* -cats", "imaginary cats", ["imaginary"]),
    ("renyi", r"Erd\H{o}s-R\'enyi graphs", [r"R\'enyi"]),
    ("a OR (b c)", "c b a d", ["c", "b", "a"]),
    ("author:smith cat:cs", "smith cs", []),
    ("title:graph", "a graph", ["graph"]),
    ("comment:graph", "a graph", []),
    ("pretraining", "pre-training, pre training, pre - training", ["pre-training"]),
    ("pre-training", "pretraining and pre-training, pre training", ["pretraining", "pre-training", "pre training"]),
    ("0.1", "the 0-1 law at 0.1, 0.1% or $p<0.1$, not 0.15, 10.1 and 0.1.2", ["0.1", "0.1", "$p<0.1$"]),
    ('"0.1"', "the 0-1 law at 0.1", ["0.1"]),
    ("GPT 3", "GPT-3.5", ["GPT", "3"]),
    ("C*-algebra", "of $C^*$-algebras; C*-algebra", ["$C^*$-algebras", "C*-algebra"]),
    ("odd", "costs $5 and odd things", ["odd"]),
]  # fmt: skip


@pytest.mark.parametrize(("query", "text", "marked"), CASES, ids=[case[0] for case in CASES])
def test_marks(query, text, marked):
    assert [text[start:end] for start, end in highlight(parse_query(query), text)] == marked


def test_a_field_is_marked_in_its_own_text_only():
    clause = parse_query("title:graph abstract:net any")
    text = "graph net any"
    assert [text[a:b] for a, b in highlight(clause, text, field="title")] == ["graph", "any"]
    assert [text[a:b] for a, b in highlight(clause, text, field="abstract")] == ["net", "any"]


AUTHORS = "Geoffrey E. Hinton, Emily Hinton, Stephen de Bruyn Kops"


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("author:Hinton", ["Geoffrey E. Hinton", "Emily Hinton"]),
        ("au:hinton_g", ["Geoffrey E. Hinton"]),
        ('au:"Bruyn Kops, S."', ["Stephen de Bruyn Kops"]),
        ("hinton nets", ["Hinton", "Hinton"]),
        ("au:bru*", ["Bruyn"]),
        ("title:hinton", []),
        ("-au:hinton kops", ["Kops"]),
    ],
)
def test_authors(query, marked):
    spans = highlight(parse_query(query), AUTHORS, field="author")
    assert [AUTHORS[start:end] for start, end in spans] == marked


def test_other_texts_are_marked_as_written():
    clause = parse_query("accept jr:nature nature")
    assert highlight(clause, "Accepted, accept", field="comment") == ((10, 16),)
    assert highlight(clause, "Nature 594", field="journal") == ((0, 6),)


def test_stop_words_of_a_question_are_not_marked():
    text = "the theory of the graph"
    assert [text[a:b] for a, b in highlight(any_words("what is the graph"), text)] == ["graph"]


def test_nothing_asked_nothing_marked():
    assert highlight(None, "text") == ()
    assert highlight(parse_query("x"), "") == ()


@pytest.mark.parametrize("unit", ["$", "$ ", "\\(", "\\[ ", "$$a", "a$", "\\$", "a-", "{", "a "])
def test_hostile_text_costs_linear_time(unit):
    started = time.perf_counter()
    highlight(parse_query('a "a a" b'), unit * 100_000)
    assert time.perf_counter() - started < 5
