"""Cutting a text to a length: at a blank where one is near, and never through anything."""

from __future__ import annotations

import pytest

from render import truncate


@pytest.mark.parametrize(
    "source, limit, cut",
    [
        ("short", 5, "short"),
        ("several words here", 14, "several words…"),
        ("the value $a + b$ is", 14, "the value…"),
        ("the value $a + b$ is", 18, "the value $a + b$…"),
        (r"all of \emph{these words} and", 20, "all of…"),
        (r"by Erd\H{o}s", 10, "by Erd…"),
        ("see https://a.example/long/path now", 20, "see…"),
        ("R&amp;D", 4, "R…"),
        ("中文没有空格的标题", 5, "中文没有…"),
        ("words", 0, ""),
        ("words", -3, ""),
        ("$a$ b", 2, "…"),
    ],
)
def test_cut(source, limit, cut):
    assert truncate(source, limit) == cut
