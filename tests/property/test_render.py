"""Laws of rendering that hold for every text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from render import plain_text, render_abstract, render_markdown, render_title
from render.math import find_formulas
from render.sanitize import sanitize

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
