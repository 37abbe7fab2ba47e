"""Abstracts rendered by us over markdown-it-py with dollarmath, sanitised by nh3: the usual way to do half of it."""

import json
import time
from collections.abc import Callable
from itertools import islice
from statistics import median

import nh3
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from render import render_abstract
from tests.bench import bare

ABSTRACTS = 2_000
ROUNDS = 5


def seconds(render: Callable[[str], str], texts: list[str]) -> float:
    began = time.process_time()
    for text in texts:
        render(text)
    return time.process_time() - began


def main() -> None:
    texts = [record["abstract"] for record in islice(bare.records("arxiv_sample_20k"), ABSTRACTS)]
    markdown = MarkdownIt("js-default", {"html": False, "linkify": False}).use(dollarmath_plugin)

    def usual(text: str) -> str:
        return nh3.clean(markdown.render(text))

    for render in (render_abstract, usual):
        seconds(render, texts[:50])
    # In turn, so that whatever else the machine does meets both.
    rounds = [(seconds(usual, texts), seconds(render_abstract, texts)) for _ in range(ROUNDS)]
    figures = {
        "ratio": median(theirs / ours for theirs, ours in rounds),
        "aim": 1,
        "abstracts_per_s": ABSTRACTS / median(ours for _, ours in rounds),
    }
    print(json.dumps({"render_abstracts": {key: round(value, 2) for key, value in figures.items()}}))


if __name__ == "__main__":
    main()
