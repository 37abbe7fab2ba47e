"""The query language against its corpus, and its limits."""

from itertools import pairwise
from pathlib import Path

import pytest

from search import QuerySyntaxError, any_words, map_categories, parse_query, print_query
from search.clauses import And, Category, Or, Phrase, Some, Word
from search.syntax import MAX_CLAUSES, MAX_LENGTH


def _cases():
    lines = (Path(__file__).parent / "syntax.md").read_text(encoding="utf-8").split("\n")
    for query, outcome in pairwise(lines):
        if outcome[:2] in {": ", "! "}:
            yield pytest.param(query, outcome[0], outcome[2:], id=query)


CASES = list(_cases())


def test_the_corpus_is_read():
    assert len(CASES) > 70


@pytest.mark.parametrize(("query", "kind", "expected"), CASES)
def test_corpus(query, kind, expected):
    if kind == ":":
        tree = parse_query(query)
        assert print_query(tree) == expected
        assert parse_query(expected) == tree
        return
    position, _, message = expected.partition(" ")
    with pytest.raises(QuerySyntaxError) as raised:
        parse_query(query)
    assert raised.value.position == int(position)
    assert raised.value.message.startswith(message)


def test_blank_is_no_question():
    assert parse_query("") is None
    assert parse_query(" \t\n") is None
    assert parse_query(" ", match="any") is None


def test_any_ranks_plain_words_and_keeps_demands():
    assert parse_query('deep nets "exact words" -cats', match="any") == And(
        (Some((Word("deep"), Word("nets"), Phrase("exact words"))), parse_query("-cats"))
    )
    assert parse_query("deep", match="any") == Some((Word("deep"),))
    assert parse_query("deep OR nets", match="any") == Or((Word("deep"), Word("nets")))


def test_free_text_has_no_syntax():
    assert any_words('What is "deep (learning? OR: *') == Some(
        (Word("What"), Word("is"), Word('"deep'), Word("(learning?"), Word("OR:"))
    )
    assert any_words("? …") is None
    assert len(any_words("word " * 5_000).words) == 400


def test_limits():
    assert parse_query("x" * MAX_LENGTH) is not None
    with pytest.raises(QuerySyntaxError) as raised:
        parse_query("x" * (MAX_LENGTH + 1))
    assert raised.value.position == MAX_LENGTH
    with pytest.raises(QuerySyntaxError, match="shorten"):
        parse_query("x " * (MAX_CLAUSES + 1))
    assert parse_query("(" * 10 + "a" + ")" * 10) == Word("a")


def test_categories_by_another_name():
    tree = parse_query("graph (cat:stat.TH OR -cat:cs) title:stat.TH")
    named = map_categories(tree, lambda name: Category("math.ST" if name == "stat.TH" else name))
    assert print_query(named) == "graph AND (category:math.ST OR -category:cs) AND title:stat.TH"
