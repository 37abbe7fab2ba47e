"""Why a query finds what it finds: its demands counted one by one, and spellings, alike on every engine."""

from collections.abc import Callable
from datetime import date

import pytest

from search import DateRange, Diagnosis, QuerySyntaxError, SearchBackend, SearchQuery, parse_query
from tests.contract.search.generated import generated
from tests.contract.search.papers import paper


def diagnosed(engines: dict[str, SearchBackend], query: SearchQuery) -> Diagnosis:
    """What all engines say alike."""
    first, *others = (backend.diagnose(query) for backend in engines.values())
    assert all(other == first for other in others), (query, first, others)
    return first


@pytest.mark.parametrize("seed", range(10))
def test_counts_are_those_of_searches(engines: dict[str, SearchBackend], seed: int) -> None:
    oracle = engines["memory"]
    for query in generated(1_000 + seed, 10):
        for part in diagnosed(engines, query).parts:
            assert part.without == oracle.search(part.rest).total, (query, part)
            assert part.text
            if query.clause is not None and part.kind == "word":
                assert part.alone == oracle.search(SearchQuery(parse_query(part.text))).total


def test_each_demand_of_a_query(engines: dict[str, SearchBackend]) -> None:
    query = SearchQuery(
        parse_query('graph category:cs.LG "no such words" -title:knot author:Hinton'),
        categories=frozenset({"hep-th", "cs.CL"}),
        exclude_categories=frozenset({"math-ph"}),
        dates=(DateRange("announced", date(2024, 1, 1), None), DateRange("updated")),
        limit=5,
        offset=5,
    )
    parts = diagnosed(engines, query).parts
    assert [(part.text, part.kind) for part in parts] == [
        ("graph", "word"),
        ('"no such words"', "word"),
        ("-title:knot", "word"),
        ('author:"Hinton"', "word"),
        ("category:cs.LG", "filter"),
        ("category:cs.CL OR category:hep-th", "filter"),
        ("-category:math-ph", "filter"),
        ("announced:2024-01-01..", "filter"),
    ]
    alone = {part.text: part.alone for part in parts}
    assert alone['"no such words"'] == 0 < alone["graph"]
    without = {part.text: part.without for part in parts}
    assert without["graph"] == 0 < without['"no such words"']
    assert all(part.rest.offset == 0 and part.rest.limit == 5 for part in parts)


def test_some_words_are_demands_too(engines: dict[str, SearchBackend]) -> None:
    parts = diagnosed(engines, SearchQuery(parse_query("xyzzy graph cat:cs", match="any"))).parts
    assert [part.text for part in parts] == ["xyzzy", "graph", "category:cs"]
    assert parts[0].alone == 0
    assert parts[1].without == 0 < parts[0].without


def test_nothing_asked_nothing_to_tell(engines: dict[str, SearchBackend]) -> None:
    assert diagnosed(engines, SearchQuery()) == Diagnosis()


def test_work_is_bounded(engines: dict[str, SearchBackend]) -> None:
    told = diagnosed(engines, SearchQuery(parse_query(" ".join(f"wrnog{at:c}xyz" for at in range(97, 120)))))
    assert len(told.parts) == 12
    assert len(told.spellings) <= 8


SPELT = {
    "quantom": ("quantum",),
    "Quantom": ("quantum",),
    "grpah netwrok": ("graph", "network"),
    "title:entrpoy": ("entropy",),
    "au:Hintn": ("hinton",),
    "author:ramanujaan": ("ramanujan",),
    '"neurel networking"': ("neural",),
    "jr:natrue": ("nature",),
    "co:acepted": ("accepted",),
    r"mani\'fuld": ("manifold",),
    "galxay OR (protien solitonn)": ("galaxy", "protein", "soliton"),
    "protteinn": ("protein",),  # two edits
    "graph": (),
    "-quantom": (),
    "quan": (),
    "grph": ("graph",),
    "gra": (),
    "2041": (),
    "quantom*": (),
    "zzzzzzzz": (),
    "title:hintn": (),  # no such name in titles
}


@pytest.mark.parametrize(("text", "offers"), SPELT.items(), ids=SPELT.keys())
def test_spellings(engines: dict[str, SearchBackend], text: str, offers: tuple[str, ...]) -> None:
    told = diagnosed(engines, SearchQuery(parse_query(text))).spellings
    assert tuple(each.offer for each in told) == offers
    for each in told:
        assert each.word in text
        assert each.papers > 10


def test_words_as_near_and_nearly_as_common_are_told(empty: SearchBackend) -> None:
    empty.index(paper(f"2401.{at:05d}", "carrot carrots") for at in range(50))
    empty.index(paper(f"2402.{at:05d}", "garrot") for at in range(20))
    empty.index(paper(f"2403.{at:05d}", "parrot") for at in range(4))
    (told,) = empty.diagnose(SearchQuery(parse_query("xarrot"))).spellings
    assert (told.offer, told.papers, told.known, told.others) == ("carrot", 50, 0, ("garrot",))
    (told,) = empty.diagnose(SearchQuery(parse_query("carrrot"))).spellings
    assert (told.offer, told.others) == ("carrot", ())


def test_what_is_typed_rightly_is_left_alone(empty: SearchBackend) -> None:
    common = [paper(f"2401.{at:05d}", "the group", "groups of group theory") for at in range(30)]
    empty.index(
        [*common, paper("2402.00001", "GRPO"), paper("2402.00002", "grpo"), paper("2402.00003", "grpo")]
    )
    assert empty.diagnose(SearchQuery(parse_query("grpo"))).spellings == ()
    assert [each.offer for each in empty.diagnose(SearchQuery(parse_query("gropu"))).spellings] == ["group"]


@pytest.mark.parametrize(
    "make", [lambda: "a" * 1_000, lambda: "zqx " * 199, lambda: "(" * 10 + "qzx" + ")" * 10]
)
def test_hostile_queries(engines: dict[str, SearchBackend], make: Callable[[], str]) -> None:
    try:
        clause = parse_query(make())
    except QuerySyntaxError:
        return
    assert diagnosed(engines, SearchQuery(clause)).parts
