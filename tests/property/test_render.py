"""Laws of rendering that hold for every text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from render import plain_text, render_abstract, render_markdown, render_title, truncate
from render.braces import match_braces
from render.math import find_formulas
from render.sanitize import sanitize
from render.source import clean_text

_ALPHABET = list("$\\{}[]()^_~`'\"*&<>%#|-.,:;/ \n\tabxyE01数é\x00\u202e\ue000\ud800")
_PIECES = st.sampled_from(
    [
        *(
            "\\(",
            "\\)",
            "\\[",
            "\\]",
            "$$",
            "\\begin{equation}",
            "\\end{equation}",
            "\\emph{",
            "{\\em ",
            "\\href{",
            "}{",
        ),
        *(
            "https://a.example/b",
            "arXiv:2401.01234",
            "\\cite{",
            "\\item ",
            "``",
            "''",
            "--",
            '\\"o',
            "\\H{o}",
            "\\frac",
        ),
        *(
            "<script>",
            "javascript:",
            " onclick=",
            "&lt;",
            "**",
            "\n\n",
            "\n- ",
            "```",
            "|a|\n|-|\n",
            "> ",
            "\\def",
            "\\label{a}",
            "\\eqref{a}",
            "\\tag{",
            "\\begin{align}",
            "\\end{align}",
            "\\url{",
        ),
    ]
)
TEXTS = st.one_of(
    st.lists(st.one_of(st.sampled_from(_ALPHABET), _PIECES), max_size=60).map("".join),
    st.text(st.characters(), max_size=200),
)
PROSE = st.text(st.sampled_from("abcdefgh XYZ.,;!?()"), max_size=80)
SPANS = st.lists(st.tuples(st.integers(-5, 200), st.integers(-5, 200)), max_size=6)
_LIVE = re.compile(
    r"<[^>]*(?:\son[a-z]+\s*=|\"\s*javascript:)|<(?:script|img|svg|iframe|style)", re.IGNORECASE
)


class _Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def _check(html):
    assert _LIVE.search(html) is None
    assert sanitize(html) == html
    balance = _Balance()
    balance.feed(html)
    balance.close()
    assert balance.open == []
    html.encode()


@given(TEXTS, SPANS)
@settings(max_examples=300, deadline=None)
def test_titles_and_abstracts_are_total_and_safe(text, spans):
    for render in (render_title, render_abstract):
        html = render(text, spans=spans)
        _check(html)
        assert not re.search(r"<(?:p|div|ul|li|table|h\d)\b", html)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_notes_are_total_and_safe(text):
    _check(render_markdown(text))


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_plain_text_is_total_and_one_line(text):
    plain = plain_text(text)
    plain.encode()
    assert plain == " ".join(plain.split())


@given(PROSE)
def test_prose_is_shown_as_it_is(text):
    assert re.sub(r"<[^>]*>", "", render_abstract(text)) == text.strip()
    assert plain_text(text) == " ".join(text.split())


@given(TEXTS, SPANS)
@settings(max_examples=200, deadline=None)
def test_marks_change_nothing_but_marks(text, spans):
    marked = render_abstract(text, spans=spans)
    assert re.sub(r"</?mark>", "", marked) == render_abstract(text)


@given(
    PROSE,
    st.lists(st.sampled_from([r"x_{i}", r"\alpha", "a<b", r"O(n \log n)", r"\frac{1}{2}"]), max_size=6),
    PROSE,
)
def test_no_formula_is_lost(before, formulas, after):
    text = before.replace(".", "") + " ".join(f"${tex}$ and" for tex in formulas) + after
    assert render_abstract(text).count('<span class="math notranslate"') == len(formulas)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_formulas_are_in_order_and_never_overlap(text):
    position = 0
    for formula in find_formulas(text):
        assert position <= formula.start < formula.end <= len(text)
        assert formula.tex in text[formula.start : formula.end]
        position = formula.end


@given(TEXTS, st.integers(-2, 200))
@settings(max_examples=300, deadline=None)
def test_a_cut_tears_nothing(text, limit):
    short = truncate(text, limit)
    source = clean_text(text)
    if len(source) <= limit:
        assert short == source
        return
    assert len(short) <= max(limit, 0)
    if limit < 1:
        return
    kept = short.removesuffix("…")
    assert source.startswith(kept)
    formulas = find_formulas(source)
    end = len(kept)
    assert not [formula for formula in formulas if formula.start < end < formula.end]
    assert not [place for place, close in match_braces(source, formulas).items() if place < end <= close]


@given(st.lists(st.sampled_from(["x", "y_1", "a^2"]), min_size=1, max_size=6), st.integers(0, 5))
def test_a_reference_shows_its_equation_number(formulas, wanted):
    wanted %= len(formulas)
    text = "".join(f"\\[{tex}\\label{{eq:{n}}}\\]\n\n" for n, tex in enumerate(formulas))
    for render in (render_markdown, render_abstract):
        html = render(f"{text}so \\eqref{{eq:{wanted}}}.")
        assert re.findall(r"\\tag\{(\d+)\}", html) == [str(n + 1) for n in range(len(formulas))]
        assert f"so ({wanted + 1})." in html
