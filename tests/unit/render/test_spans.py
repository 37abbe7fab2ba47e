"""Search matches shown in titles and abstracts: marked, and nothing ever cut."""

from __future__ import annotations

import re

import pytest

from render import render_abstract, render_title

from .view import view


def _spans(source, *words):
    return [(source.index(word), source.index(word) + len(word)) for word in words]


def _marked(html):
    return re.findall(r"<mark>(.*?)</mark>", html)


def test_a_word_is_marked():
    source = "Sparse graph networks"
    assert render_title(source, spans=_spans(source, "graph")) == "Sparse <mark>graph</mark> networks"


def test_order_overlap_and_touching_do_not_matter():
    source = "Sparse graph networks"
    spans = [(13, 21), (7, 10), (9, 12)]
    assert _marked(render_title(source, spans=spans)) == ["graph", "networks"]


def test_a_formula_is_marked_whole():
    source = "the $k$-median problem"
    html = render_abstract(source, spans=[(5, 6)])
    assert (
        html == 'the <mark><span class="math notranslate" translate="no">\\(k\\)</span></mark>-median problem'
    )


def test_a_displayed_formula_is_marked_whole():
    source = "so $$a+b$$ holds"
    assert view(render_abstract(source, spans=[(5, 6)])) == "so ⟦⟦a+b⟧⟧ holds"
    assert len(_marked(render_abstract(source, spans=[(5, 6)]))) == 1


def test_an_accented_letter_is_marked_whole():
    source = r"by Erd\H{o}s and others"
    assert _marked(render_abstract(source, spans=_spans(source, r"Erd\H"))) == ["Erdő"]


def test_marks_stay_inside_elements():
    source = r"We \emph{prove the} bound"
    html = render_abstract(source, spans=_spans(source, "We \\emph{prove"))
    assert html == "<mark>We </mark><em><mark>prove</mark> the</em> bound"


def test_a_link_is_never_cut():
    source = "at https://example.org/a now"
    html = render_abstract(source, spans=_spans(source, "example"))
    assert html.count("<mark><a ") == html.count("</a></mark>") == 1


def test_entities_are_never_cut():
    source = "R&D < 5"
    assert render_abstract(source, spans=[(0, 2), (4, 5)]) == "<mark>R&amp;</mark>D <mark>&lt;</mark> 5"


@pytest.mark.parametrize("spans", [[(-1, 3)], [(0, 99)], [(3, 3)], [(4, 2)], [(99, 100)]])
def test_spans_outside_the_text_are_ignored(spans):
    assert render_title("plain words", spans=spans) == "plain words"


def test_dropped_characters_do_not_shift_marks():
    source = "a\x00b\u202e graph"
    assert render_title(source, spans=_spans(source, "graph")) == "ab <mark>graph</mark>"


def test_private_use_characters_cannot_forge_a_mark():
    assert "<mark>" not in render_abstract("\ue000a\ue001 <mark>b</mark>")
