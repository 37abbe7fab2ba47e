"""What each part of the query language finds, on every engine."""

from datetime import date

import pytest

from search import DateRange, SearchBackend, SearchQuery, Sort, parse_query
from tests.contract.search.papers import LANGUAGE_PAPERS, paper

OLD = "hep-th/9901001"
ALL = {each.id for each in LANGUAGE_PAPERS}

CASES = {
    "schrodinger": {"2401.00001", "2401.00002", "2401.00003"},
    "Schrödinger": {"2401.00001", "2401.00002", "2401.00003"},
    r"Schr\"odinger equation": {"2401.00001"},
    "L^2": {"2401.00001"},
    "l2": {"2401.00001"},
    "SU(2)": {"2401.00002"},
    "su2 gauge": {"2401.00002"},
    "alpha divergence": {"2401.00003"},
    "α-divergence": {"2401.00003"},
    "MgB2": {"2401.00003"},
    "87Rb": {"2401.00003"},
    "deep learning": {"2401.00001", "2401.00002", "2401.00004"},
    "deep-learning": {"2401.00001", "2401.00004"},
    '"deep learning"': {"2401.00001", "2401.00004"},
    "image": {"2401.00001", "2401.00004"},
    '"images"': {"2401.00001", "2401.00004"},
    '"image"': {"2401.00004"},
    "learning -images": {"2401.00002", OLD},
    "learning NOT images AND deep": {"2401.00002"},
    "equation OR gauge theory": {"2401.00001", "2401.00002"},
    "(equation OR gauge) theory": {"2401.00002"},
    "title:images": {"2401.00004"},
    "abs:images": {"2401.00001", "2401.00004"},
    "ti:(gauge OR operators)": {"2401.00002", OLD},
    "-schrodinger": {"2401.00004", OLD},
    "imag*": {"2401.00001", "2401.00004"},
    "title:opera*": {"2401.00002"},
    "p-value": {OLD},
    "deeplearning": {"2401.00004"},
    "abs:pvalue": {OLD},
    "title:deeplearning": set(),
    # names
    "author:Hinton": {"2401.00001", "2401.00002", "2401.00004"},
    "author:G. Hinton": {"2401.00001", "2401.00002"},
    "author:Hinton, Geoffrey": {"2401.00001", "2401.00002"},
    'au:"Geoffrey Hinton"': {"2401.00001", "2401.00002"},
    "author:hinton_g": {"2401.00001", "2401.00002"},
    'author:"Hinton Geoffrey"': {"2401.00001", "2401.00002"},
    "author:Hinton, E.": {"2401.00001", "2401.00004"},
    'author:"Emily Hinton"': {"2401.00004"},
    'author:"Xiaogang Wen"': {"2401.00003"},
    'author:"Wen, X.-G."': {"2401.00003"},
    'author:"de Bruyn Kops"': {"2401.00004"},
    'author:"Bruyn Kops, S."': {"2401.00004"},
    'author:"Jean-Pierre Serre"': {OLD},
    "author:hin*": {"2401.00001", "2401.00002", "2401.00004"},
    'author:"Yann Hinton"': set(),
    "hinton equation": {"2401.00001"},
    # everything else
    "co:accepted": {OLD},
    "accepted gauge": {OLD},
    'jr:"Phys.Rev.Lett."': {OLD},
    "doi:10.1016/0370-2693(93)90002-4": {OLD},
    "DOI:https://doi.org/10.1016/0370-2693(93)90002-4": {OLD},
    "id:hep-th/9901001v3": {OLD},
    "id:2401.*": ALL - {OLD},
    "category:math.ag": {OLD},
    "cat:math": {OLD},
    "cat:cs -id:2401.00001": ALL - {OLD, "2401.00001"},
    "announced:1999": {OLD},
    "announced:1999-01-04": {OLD},
    "announced:1999-01-05..": ALL - {OLD},
    "submitted:1999-01-01": {OLD},
    "submitted:<1999-01-01": set(),
    "updated:2003-02": {OLD},
    "updated:>2003-02": ALL - {OLD},
    "updated:..2003-02-28": {OLD},
    "nowhere": set(),
}


@pytest.mark.parametrize(("text", "ids"), CASES.items(), ids=CASES.keys())
def test_finds(language, text, ids):
    page = language.search(SearchQuery(parse_query(text), limit=100))
    assert {hit.id for hit in page.hits} == ids
    assert page.total == len(ids)


def test_filters_beside_the_words(language):

    def ids(**asked):
        return {hit.id for hit in language.search(SearchQuery(**asked)).hits}

    assert ids() == ALL
    assert ids(categories=frozenset({"math.AG"})) == {OLD}
    assert ids(exclude_categories=frozenset({"math.AG"})) == ALL - {OLD}
    assert ids(dates=(DateRange("submitted", date(1999, 1, 1), date(1999, 1, 1)),)) == {OLD}
    assert ids(dates=(DateRange("updated", None, date(2003, 2, 27)),)) == set()
    assert ids(ids=frozenset({OLD, "unknown"})) == {OLD}
    assert ids(ids=frozenset()) == set()
    assert ids(clause=parse_query("gauge"), categories=frozenset({"cs.LG"})) == {"2401.00002"}


def test_some_words_rank_the_paper_that_has_most(language):
    question = parse_query("what is an SU(2) gauge theory?", match="any")
    page = language.search(SearchQuery(question))
    assert page.hits[0].id == "2401.00002"
    assert {hit.id for hit in page.hits} == {"2401.00002", OLD}
    assert page.hits[0].score > page.hits[1].score > 0


def test_two_words_side_by_side_come_before_the_same_words_apart(empty):
    empty.index(
        [
            paper(
                "2401.00001",
                "Flows of spheres",
                "A conjecture of the Poincare sphere; a conjecture of Poincare.",
            ),
            paper(
                "2401.00002", "Flows of Ricci", "The Poincare conjecture; a proof of the Poincare conjecture."
            ),
            paper(
                "2401.00003", "On the Poincare conjecture", "We discuss it at some length, with many words."
            ),
        ]
    )
    page = empty.search(SearchQuery(parse_query("Poincaré conjecture")))
    assert [hit.id for hit in page.hits] == ["2401.00003", "2401.00002", "2401.00001"]


def test_names_alone_do_not_rank(language):
    page = language.search(SearchQuery(parse_query("author:Hinton")))
    assert [hit.id for hit in page.hits] == ["2401.00004", "2401.00002", "2401.00001"]
    assert {hit.score for hit in page.hits} == {0.0}


def test_nothing_ranked_means_newest_first(language):
    page = language.search(SearchQuery(parse_query("category:cs OR category:math"), sort=Sort.RELEVANCE))
    assert [hit.id for hit in page.hits] == ["2401.00004", "2401.00003", "2401.00002", "2401.00001", OLD]


NUMBERS = {
    "1": ("The 0-1 law", "of 0, 1 and more"),
    "2": ("A coupling of 0.1", "small"),
    "3": ("Small couplings", r"where $g<0.1$ and 10.1"),
    "4": ("Llama-3.1 and Llama 3", "models"),
    "5": ("Llama 3 alone", "0.15, 1.0.1, x0.1 and 0.1b"),
}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("0.1", "2367"),
        ('"0.1"', "2367"),
        ("title:0.1", "27"),
        ("abs:0.1", "3"),
        ('ti:"0.1"', "27"),
        ("comment:0.1", "6"),
        ("-0.1", "145"),
        ("coupling 0.1", "23"),
        ('"coupling of 0.1"', "2"),
        ("0-1", "123567"),
        ("llama 3", "45"),
        ("llama 3.1", "4"),
        ("llama-3.1", "4"),
        ("0.15", "5"),
        ("1.0.1", "5"),
    ],
)
def test_a_number_with_a_point_is_that_number(empty: SearchBackend, query: str, ids: str) -> None:
    empty.index(paper(f"2401.0000{key}", *texts) for key, texts in NUMBERS.items())
    empty.index([paper("2401.00006", "A note", comments="version 0.1"), paper("2401.00007", "Of 0.1 only")])
    found = empty.search(SearchQuery(parse_query(query))).hits
    assert "".join(sorted(hit.id[-1] for hit in found)) == ids


@pytest.mark.parametrize(("query", "ids"), [("0.1", "2367"), ("0.15", "5"), ("coupling 0.1", "2367")])
def test_a_number_with_a_point_among_any_words(empty: SearchBackend, query: str, ids: str) -> None:
    empty.index(paper(f"2401.0000{key}", *texts) for key, texts in NUMBERS.items())
    empty.index([paper("2401.00006", "A note", comments="version 0.1"), paper("2401.00007", "Of 0.1 only")])
    found = empty.search(SearchQuery(parse_query(query, match="any"))).hits
    assert "".join(sorted(hit.id[-1] for hit in found)) == ids
