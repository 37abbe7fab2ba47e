"""The macros of the pages' MathJax are those of `render`: one table, kept as data with its evidence."""

from __future__ import annotations

import json
from pathlib import Path

from render.macros import MATHJAX_MACROS

MACROS_JS = Path(__file__).parents[3] / "coolpapers" / "web" / "static" / "js" / "macros.js"


def test_the_pages_have_the_table():
    text = MACROS_JS.read_text("utf-8")
    assert json.loads(text[text.index("Object.freeze(") + 14 : text.rindex(");")]) == MATHJAX_MACROS
