"""Authors' own macros that stand undefined in arXiv formulas → what they nearly always mean.

For the page's MathJax configuration (`tex.macros`): a name to its TeX, or to its TeX and number of arguments. Only
names that MathJax 4.1 does not know are in the table; each was met in at least two of 174,728 records (\\R in 390,
\\C in 212, \\Z in 201, \\eps in 134; 2026-11). Source of truth: macros.json beside this file.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Final

Macro = str | list[str | int]

MATHJAX_MACROS: Final[dict[str, Macro]] = json.loads(
    files("render").joinpath("macros.json").read_text(encoding="utf-8")
)
