"""Authors' own macros that stand undefined in arXiv formulas → what they nearly always mean.

For the page's MathJax configuration (`tex.macros`): a name to its TeX, or to its TeX and number of arguments. Source of
truth: macros.json beside this file, where every name carries its evidence: in how many of 174,728 records it stands in
a formula (2026-11). Only names that MathJax 4.1 does not know are in it, and of several meanings only one that most
uses share (`\\la` is λ, ≲ and ⟨, so it is left to show as it is written). Alphabets are whole (`\\calA` to `\\calZ`)
although some letters are not among these records, which are a seventeenth of arXiv.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Final

Macro = str | list[str | int]


def _read() -> dict[str, Macro]:
    table = json.loads(files("render").joinpath("macros.json").read_text(encoding="utf-8"))
    return {
        name: [entry["tex"], entry["arguments"]] if "arguments" in entry else entry["tex"]
        for name, entry in table.items()
    }


MATHJAX_MACROS: Final[dict[str, Macro]] = _read()
