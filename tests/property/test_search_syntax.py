"""The language as an algebra: printing and reading are inverse; whatever is typed, only a syntax error is raised."""

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from search import QuerySyntaxError, SearchQuery, any_words, highlight, parse_query, print_query
from search.analysis import words
from search.clauses import And, Category, Dates, Doi, Identifier, Name, Not, Or, Phrase, Prefix, Word
from search.planning import plan_query

PLAIN = st.sampled_from(
    [
        "graph",
        "deep-learning",
        r"Schr\"odinger",
        "SU(2)",
        "L^2",
        "p-value",
        "α-helix",
        "C*-algebra",
        "10:30",
        "O(n log n)",
        "and",
    ]
)
FIELD = st.sampled_from([None, "title", "abstract", "comment", "journal"])
DAYS = st.dates(date(1991, 1, 1), date(2030, 1, 1))
LEAVES = st.one_of(
    st.builds(Word, PLAIN, FIELD),
    st.builds(Phrase, st.sampled_from(["deep learning", "AND", r"Schr\"odinger equation", "(a", "-x"]), FIELD),
    st.builds(Prefix, st.sampled_from(["categ", "Schrö"]), st.sampled_from([None, "title", "author"])),
    st.builds(Name, st.sampled_from(["Hinton", "G. Hinton", "Hinton, Geoffrey", "hinton_g", "de Bruyn Kops"])),
    st.builds(Category, st.sampled_from(["cs.LG", "cs", "cond-mat.str-el", "hep-th"])),
    st.builds(Identifier, st.sampled_from(["2401.01234", "hep-th/9901001"]), st.booleans()),
    st.builds(Doi, st.just("10.1016/0370-2693(93)90002-4")),
    st.builds(lambda field, days: Dates(field, min(days), max(days)), st.sampled_from(["announced", "submitted"]), st.tuples(DAYS, DAYS)),
    st.builds(lambda day: Dates("updated", day, None), DAYS),
)  # fmt: skip


def _flat(kind, children):
    return kind(
        tuple(part for child in children for part in (child.clauses if isinstance(child, kind) else (child,)))
    )


def _nested(inner):
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda children: _flat(And, children)),
        several.map(lambda children: _flat(Or, children)),
        inner.map(lambda child: child.clause if isinstance(child, Not) else Not(child)),
    )


@given(st.recursive(LEAVES, _nested, max_leaves=8))
def test_reading_what_was_printed_gives_the_tree(tree):
    printed = print_query(tree)
    if len(printed) <= 1_000:
        assert parse_query(printed) == tree


ALPHABET = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["(", ")", '"', "-", "AND", "OR", "NOT", " ", "ti:", "au:", "id:", "doi:", "cat:", "submitted:", "foo:", ":", "*", "a", "Hinton,",
             "G.", "2024", "..", ">=", "\\", "$", "^2", "\\alpha", "{", "}", "_", "é", "\ud800", "\x00", "“", "~", "word", "\t", "１２", "ﬁ"]
        ),
        max_size=30,
    ).map("".join),
)  # fmt: skip


@given(ALPHABET, st.sampled_from(["all", "any"]))
@example("au:“x", "all")
@example("doi:\ud800", "all")
def test_whatever_is_typed(text, match):
    try:
        tree = parse_query(text, match=match)
    except QuerySyntaxError as error:
        assert 0 <= error.position <= len(text)  # noqa: PT017
        assert error.message  # noqa: PT017
        return
    plan_query(SearchQuery(tree))
    for start, end in highlight(tree, text):
        assert 0 <= start < end <= len(text)
    if tree is not None:
        printed = print_query(tree)
        if len(printed) <= 1_000:
            assert parse_query(printed, match=match) == tree


@given(ALPHABET)
def test_free_text_and_analysis_are_total(text):
    plan_query(SearchQuery(any_words(text)))
    found = words(text)
    assert all(word and not word.isspace() and word == word.lower() for word in found)
    assert words(" ".join(found)) == found
