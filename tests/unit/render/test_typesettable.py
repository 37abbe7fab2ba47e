"""What MathJax itself says of real formulas, with the configuration and macros of the pages."""

from __future__ import annotations

from itertools import islice

from tests.conftest import missing
from tests.render_report.mathjax import complaints
from tests.render_report.real_formulas import formulas, records
from tests.services.missing import ServiceMissing

EVERY = 6
# 98.03 % of all 178,318 formulas of 174,728 records (2026-11-22); the floor is what the whole service promises.
FLOOR = 0.974


def test_nearly_all_real_formulas_are_typeset(real_data):
    # Spread over all years: authors of the nineties had more macros of their own.
    spread = islice(records(real_data, ["arxiv_sample_20k"]), 0, None, EVERY)
    sample = [formula for record in spread for formula in formulas(record)]
    assert len(sample) > 3_000
    given = [formula for formula in sample if formula.tex is not None]
    try:
        told = complaints([(formula.tex, formula.display) for formula in given])
    except ServiceMissing as error:
        missing(str(error))
    assert told.count(None) / len(sample) >= FLOOR


def test_complaints_are_heard():
    try:
        told = complaints(
            [(r"\frac{1}{2}", False), (r"\nosuchmacro", False), (r"a \tag{1}", True), ("{", True)]
        )
    except ServiceMissing as error:
        missing(str(error))
    assert [said is None for said in told] == [True, False, True, False]
