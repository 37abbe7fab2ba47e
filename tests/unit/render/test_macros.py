"""The macro table served to MathJax: well formed, and no definition in it can do more than draw."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from render.clean_tex import clean_tex
from render.macros import MATHJAX_MACROS


@pytest.mark.parametrize("name", sorted(MATHJAX_MACROS))
def test_macro_is_well_formed(name):
    macro = MATHJAX_MACROS[name]
    tex, arguments = (macro, 0) if isinstance(macro, str) else macro
    assert re.fullmatch("[A-Za-z]+", name)
    assert sorted(set(re.findall("#([0-9])", tex))) == [str(number + 1) for number in range(arguments)]
    assert clean_tex(tex.replace("#", ""), display=False) is not None
    assert f"\\{name}" not in re.findall(r"\\[A-Za-z]+", tex)


def test_the_most_frequent_are_there():
    assert {"R", "C", "Z", "N", "Q", "eps", "bm", "Cal"} <= set(MATHJAX_MACROS)


def test_every_macro_carries_its_evidence():
    table = json.loads((files("render") / "macros.json").read_text("utf-8"))
    assert list(table) == sorted(table)
    assert all(set(entry) <= {"tex", "arguments", "records"} for entry in table.values())
    seen = [name for name, entry in table.items() if entry["records"] > 0]
    # The rest completes alphabets such as \\calA to \\calZ.
    assert len(seen) > 0.75 * len(table)
