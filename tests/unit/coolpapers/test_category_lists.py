"""The LIST of page addresses: unions, differences, hyphens inside names, and names nobody has."""

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolpapers.category_lists import MAX_LENGTH, CategoryList, InvalidCategoryList, UnknownCategory
from coolpapers.taxonomy import ARCHIVES, CATEGORIES, GROUPS, expand

NAMES = sorted({*CATEGORIES, *ARCHIVES, *GROUPS})


@pytest.mark.parametrize(
    ("given_text", "text"),
    [
        ("cs.CV", "cs.CV"),
        ("CS.cv", "cs.CV"),
        ("cs.CV,cs.CL-cs.LG", "cs.CV,cs.CL-cs.LG"),
        ("cs.CV+cs.CL-cs.LG-stat.ML", "cs.CV,cs.CL-cs.LG-stat.ML"),
        ("cs.CV cs.CL", "cs.CV,cs.CL"),  # a + that a browser has decoded
        (" cs.CV , cs.CL - cs.LG ", "cs.CV,cs.CL-cs.LG"),
        ("cs.CV-cs.LG,cs.CL", "cs.CV,cs.CL-cs.LG"),
        ("cs.CV,cs.CV,CS.CV", "cs.CV"),
        ("cs", "cs"),
        ("cond-mat", "cond-mat"),
        ("cond-mat.mes-hall", "cond-mat.mes-hall"),
        ("math-ph", "math-ph"),
        ("math-physics", "math-physics"),
        ("math-math-ph", "math-math-ph"),
        ("q-bio.NC-q-bio", "q-bio.NC-q-bio"),
        ("hep-th-hep-ph,gr-qc", "hep-th,gr-qc-hep-ph"),
        ("GRP_PHYSICS-quant-ph", "grp_physics-quant-ph"),
        ("cs.SY,cs.NA,math.MP,stat.TH,math.IT,q-fin.EC", "eess.SY,math.NA,math-ph,math.ST,cs.IT,econ.GN"),
        ("cs.SY,eess.SY", "eess.SY"),
        ("cmp-lg-chao-dyn", "cs.CL-nlin.CD"),
    ],
)
def test_text(given_text, text):
    assert CategoryList.parse(given_text).text == text


def test_sets_hold_canonical_categories():
    parsed = CategoryList.parse("cs.SY,hep-th-astro-ph")
    assert parsed.include == {"eess.SY", "hep-th"}
    assert parsed.exclude == expand("astro-ph")
    assert "astro-ph" in parsed.exclude
    assert (parsed.terms, parsed.excluded) == (("eess.SY", "hep-th"), ("astro-ph",))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("cs.CV", "Computer Vision and Pattern Recognition"),
        ("cs", "Computer Science"),
        ("cond-mat", "Condensed Matter"),
        ("grp_physics", "Physics"),
        ("cs.NA", "Numerical Analysis"),
        ("cs.CV,cs.CL", "cs.CV, cs.CL"),
        ("cs.CV,cs.CL-cs.LG", "cs.CV, cs.CL without cs.LG"),
        ("grp_physics-hep-th-hep-ph", "Physics without hep-th, hep-ph"),
    ],
)
def test_title(text, title):
    assert CategoryList.parse(text).title == title


def test_feeds_are_todays_categories_that_can_hold_a_paper_of_the_list():
    assert CategoryList.parse("cs.CL,cs.CV-cs.CV").feeds == ("cs.CL",)
    assert CategoryList.parse("hep-th,cs.SY").feeds == ("hep-th", "eess.SY")
    assert "astro-ph" not in CategoryList.parse("astro-ph").feeds
    assert len(CategoryList.parse("cs").feeds) == 40


@pytest.mark.parametrize(
    ("text", "name", "position", "suggested"),
    [
        ("cs.CVV", "cs.CVV", 0, "cs.CV"),
        ("cs.CV,cs.XY-cs.LG", "cs.XY", 6, "cs.SY"),
        ("cs.CV-cond-matt.soft", "cond-matt.soft", 6, "cond-mat.soft"),
        ("hepth", "hepth", 0, "hep-th"),
        ("quant-phys", "quant-phys", 0, "quant-ph"),
        ("  compsci", "compsci", 2, None),
        ("ＣＳ.CV", "ＣＳ.CV", 0, None),
        ("-cs", "-cs", 0, "cs"),
    ],
)
def test_unknown_names_are_reported_with_place_and_real_ones(text, name, position, suggested):
    with pytest.raises(UnknownCategory) as caught:
        CategoryList.parse(text)
    assert (caught.value.name, caught.value.position) == (name, position)
    assert all(each in NAMES for each in caught.value.suggestions)
    assert suggested is None or suggested in caught.value.suggestions


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("   ", 3),
        ("cs.CV,", 6),
        ("cs.CV,,cs.CL", 6),
        ("cs.CV-", 6),
        (",", 0),
        ("x" * 501, MAX_LENGTH),
        (",".join(["cs"] * 51), 150),
    ],
)
def test_lists_that_cannot_be_read(text, position):
    with pytest.raises(InvalidCategoryList) as caught:
        CategoryList.parse(text)
    assert caught.value.position == position
    assert len(str(caught.value)) < 200


def test_fifty_names_are_read():
    assert len(CategoryList.parse(",".join(NAMES[:50])).terms) <= 50


def test_a_hyphen_between_any_two_names_divides_them():
    canonical = {name: CategoryList.parse(name).terms[0] for name in NAMES}
    hyphenated = [name for name in NAMES if "-" in name or "." not in name]
    for united, without in product(hyphenated, NAMES):
        parsed = CategoryList.parse(f"{united}-{without}")
        assert (parsed.terms, parsed.excluded) == ((canonical[united],), (canonical[without],))


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8), st.lists(st.sampled_from(NAMES), max_size=8))
def test_parse_undoes_text(terms, excluded):
    parsed = CategoryList.parse(",".join(terms) + "".join(f"-{name}" for name in excluded))
    assert CategoryList.parse(parsed.text) == parsed
    assert parsed.include == frozenset().union(*map(expand, terms))
    assert parsed.exclude == frozenset().union(*map(expand, excluded))


@given(st.text(max_size=60) | st.text("csmath-ph.,+ CVLGqbio", max_size=520))
def test_any_text_is_read_or_refused_with_a_place_in_it(text):
    try:
        parsed = CategoryList.parse(text)
    except InvalidCategoryList as error:
        position = error.position
    else:
        assert CategoryList.parse(parsed.text) == parsed
        return
    assert 0 <= position <= len(text)


@pytest.mark.parametrize("pattern", ["-", "cs-", "math-", "a-", ",", " ", "cond-mat.", "İ"])
def test_long_texts_cost_little(pattern):
    start = time.perf_counter()
    for length in (MAX_LENGTH, 100_000):
        with pytest.raises(InvalidCategoryList):
            CategoryList.parse((pattern * length)[: length - 1] + "?")
    assert time.perf_counter() - start < 2
