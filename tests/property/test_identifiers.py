"""The algebra of identifiers: parse undoes every way of printing one, and refuses all else politely."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coolpapers.identifiers import ArxivId, InvalidArxivId

OLD_ARCHIVES = st.sampled_from(
    ["hep-th", "math", "cs", "cond-mat", "q-bio", "alg-geom", "acc-phys", "quant-ph"]
)
VERSIONS = st.none() | st.integers(1, 9999)


@st.composite
def identifiers(draw: st.DrawFn) -> ArxivId:
    month = draw(st.integers(1, 12))
    if draw(st.booleans()):
        year = draw(st.integers(1992, 2006))
        value = f"{draw(OLD_ARCHIVES)}/{year % 100:02}{month:02}{draw(st.integers(1, 999)):03}"
    else:
        year = draw(st.integers(2008, 2099))
        width = 5 if year >= 2015 else 4
        value = f"{year % 100:02}{month:02}.{draw(st.integers(1, 10**width - 1)):0{width}}"
    return ArxivId(value, draw(VERSIONS))


WRAPPINGS = st.sampled_from(
    [
        "{}",
        "arXiv:{}",
        "arXiv: {} ",
        "10.48550/arXiv.{}",
        "https://arxiv.org/abs/{}",
        "http://export.arxiv.org/pdf/{}.pdf",
        "arxiv.org/html/{}/?x=1",
    ]
)


@given(identifiers(), WRAPPINGS)
def test_parse_undoes_every_way_of_printing(identifier, wrapping):
    assert ArxivId.parse(wrapping.format(identifier.versioned)) == identifier


@given(identifiers())
def test_a_canonical_value_is_fixed_and_its_month_is_written_in_it(identifier):
    assert str(ArxivId.parse(identifier.value)) == identifier.value
    year, month = identifier.month
    assert f"{year % 100:02}{month:02}" in identifier.value


@given(st.lists(identifiers(), max_size=20))
def test_order_is_total_and_follows_the_months(some):
    ordered = sorted(some)
    assert [i.month for i in ordered] == sorted(i.month for i in some)
    assert all(not later < earlier for earlier, later in pairwise(ordered))


@given(st.text(max_size=80) | st.text("0123456789./vabcdehptx:-%[]?# ", max_size=600))
def test_any_text_is_either_canonical_or_refused(text):
    try:
        parsed = ArxivId.parse(text)
    except InvalidArxivId as error:
        refused = error
    else:
        assert ArxivId.parse(parsed.versioned) == parsed
        return
    assert refused.reason
    assert refused.text == text
