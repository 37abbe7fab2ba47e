"""The golden corpus: our own texts with the exact HTML they become (tests/golden/render_*.md)."""

from __future__ import annotations

import pytest

from render import plain_text, render_abstract, render_markdown, render_title

from .corpus import golden_cases
from .view import view


def _parameters(name):
    return [pytest.param(source, expected, id=title) for title, source, expected in golden_cases(name)]


@pytest.mark.parametrize("source, expected", _parameters("render_abstract.md"))
def test_abstract(source, expected):
    html = render_abstract(source)
    assert html == expected
    view(html)


@pytest.mark.parametrize("source, expected", _parameters("render_title.md"))
def test_title(source, expected):
    assert render_title(source) == expected


@pytest.mark.parametrize(
    "source, expected", _parameters("render_note.md") + _parameters("render_long_note.md")
)
def test_note(source, expected):
    html = render_markdown(source)
    assert html.strip() == expected
    view(html)


@pytest.mark.parametrize("source, expected", _parameters("render_plain.md"))
def test_plain_text(source, expected):
    assert plain_text(source) == expected
