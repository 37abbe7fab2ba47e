"""`python -m tests.render_report [--formulas N]`: all recorded papers rendered, N of their formulas given to MathJax.

Prints how many texts raised or lost words, what share of the formulas MathJax typesets cleanly, and what it says
against the others, commonest first. The formulas are the first of every k-th record, so the share is of the whole.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from render import plain_text, render_abstract, render_title
from tests.render_report.mathjax import complaints
from tests.render_report.real_formulas import RealFormula, formulas, records
from tests.render_report.words import lost_words

SHOWN = 40


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.render_report", description=__doc__)
    parser.add_argument("--formulas", type=int, default=20_000, help="how many to typeset; 0 for all")
    parser.add_argument("--lost", action="store_true", help="name the texts that lost a word")
    options = parser.parse_args()
    folder = os.environ.get("COOLPAPERS_TEST_DATA")
    if not folder:
        sys.stderr.write("COOLPAPERS_TEST_DATA names no folder of real arXiv data\n")
        return 1
    texts = raised = 0
    lost: dict[str, set[str]] = {}
    found: list[RealFormula] = []
    for record in records(Path(folder)):
        for source, render in ((record["title"], render_title), (record["abstract"], render_abstract)):
            texts += 1
            try:
                missing = lost_words(source, render(source))
                plain_text(source)
            except Exception as error:
                raised += 1
                print(f"{record['id']}: {error!r}")
                continue
            if missing:
                lost[record["id"]] = missing
        found += formulas(record)
    print(f"{texts:,} titles and abstracts: {raised} raised, {len(lost)} lost a word")
    if options.lost:
        for name, words in lost.items():
            print(f"  {name}: {' '.join(sorted(words))}")
    step = max(1, len(found) // options.formulas) if options.formulas else 1
    _print_formulas(found[::step], of=len(found))
    return 1 if raised else 0


def _print_formulas(sample: list[RealFormula], *, of: int) -> None:
    given = [formula for formula in sample if formula.tex is not None]
    told = complaints([(formula.tex or "", formula.display) for formula in given])
    failed = [(formula, said) for formula, said in zip(given, told, strict=True) if said is not None]
    refused = len(sample) - len(given)
    share = 100 * (len(given) - len(failed)) / len(sample)
    print(
        f"{len(sample):,} of {of:,} formulas: {share:.2f} % typeset, {refused} refused, {len(failed)} failed"
    )
    examples: dict[str, RealFormula] = {}
    counts: Counter[str] = Counter()
    for formula, said in failed:
        counts[said] += 1
        examples.setdefault(said, formula)
    for said, count in counts.most_common(SHOWN):
        print(f"{count:6} {said}   {examples[said].record}: {_short(examples[said].source)}")
    for formula in _first(sample, 10):
        print(f"refused   {formula.record}: {_short(formula.source)}")


def _first(sample: Iterable[RealFormula], count: int) -> list[RealFormula]:
    return [formula for formula in sample if formula.tex is None][:count]


def _short(tex: str) -> str:
    return re.sub(r"\s+", " ", tex)[:90]


if __name__ == "__main__":
    sys.exit(main())
