"""The corpus of hostile texts (hostile.jsonl): each is inert in the HTML of all three renderers.

The same file is what tests in a browser load; there `window.broken` must stay undefined.
"""

from __future__ import annotations

import json
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

from render import plain_text, render_abstract, render_markdown, render_title, truncate
from render.clean_tex import DEEPEST_NESTING
from render.sanitize import sanitize

from .view import view

CORPUS = [
    json.loads(line) for line in Path(__file__).with_name("hostile.jsonl").read_text("ascii").splitlines()
]
SHOWN_TAGS = {
    *("a", "em", "strong", "code", "sub", "sup", "s", "br", "span", "mark", "p", "div", "pre", "blockquote"),
    *(
        "ul",
        "ol",
        "li",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ),
}
SHOWN_ATTRIBUTES = {"class", "translate", "href", "rel", "start"}
# What must never reach MathJax, whatever the page's configuration.
REACHING_OUT = (
    "\\href",
    "\\def",
    "\\gdef",
    "\\let",
    "\\newcommand",
    "\\renewcommand",
    "\\require",
    "\\mmlToken",
)
REACHING_OUT += (
    "\\style",
    "\\class",
    "\\cssId",
    "\\data",
    "\\unicode",
    "\\bbox",
    "\\includegraphics",
    "9999",
)
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.formulas: list[str] = []
        self.in_formula = False

    def handle_starttag(self, tag, attrs):
        assert tag in SHOWN_TAGS
        given = dict(attrs)
        assert set(given) <= SHOWN_ATTRIBUTES
        href = given.get("href", "/")
        assert href.startswith(("http://", "https://", "mailto:", "#")) or (
            href[:1] == "/" and href[1:2] not in ("/", "\\")
        )
        self.in_formula = "math" in given.get("class", "").split()
        if self.in_formula:
            self.formulas.append("")

    def handle_endtag(self, tag):
        self.in_formula = False

    def handle_data(self, data):
        if self.in_formula:
            self.formulas[-1] += data


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: f"{case['group']}-{ascii(case['text'])[1:40]}")
def test_inert(case):
    begin = time.process_time()
    for render in (render_title, render_abstract, render_markdown):
        html = render(case["text"])
        elements = _Elements()
        elements.feed(html)
        elements.close()
        for tex in elements.formulas:
            assert not [name for name in REACHING_OUT if name in tex]
            assert tex.count("{") == tex.count("}")
            assert tex.count("\\left") <= DEEPEST_NESTING
        assert not set(DIRECTIONS) & set(html)
        assert "\x00" not in html
        assert sanitize(html) == html
        assert len(html) < 40 * len(case["text"]) + 1_000
        view(html)
        html.encode()
    plain_text(case["text"]).encode()
    truncate(case["text"], 80).encode()
    assert time.process_time() - begin < 3


def test_the_corpus_covers_every_group():
    groups = {case["group"] for case in CORPUS}
    assert groups == {"markup", "links", "formula", "size", "characters", "mixture"}
    assert len({case["text"] for case in CORPUS}) == len(CORPUS) > 150
