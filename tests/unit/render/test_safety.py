"""Hostile input: nothing live comes out, nothing raises, nothing takes long."""

from __future__ import annotations

import re
import time

import pytest

from render import SafeHtml, plain_text, render_abstract, render_markdown, render_title
from render.sanitize import sanitize

from .view import view

RENDERERS = (render_title, render_abstract, render_markdown)
LIVE = re.compile(
    r"<[^>]*(?:\son[a-z]+\s*=|javascript:|data:|vbscript:|\sstyle\s*=)|<(?:script|img|svg|iframe|style)", re.I
)

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//evil.example)",
    "![x](http://evil.example/p.png)",
    "<javascript:alert(1)>",
    r"\href{javascript:alert(1)}{x}",
    "\\href{java\tscript:alert(1)}{x}",
    r"\url{javascript:alert(1)}",
    "$<img src=x onerror=alert(1)>$",
    r"$\text{</span><script>alert(1)</script>}$",
    r"$\href{javascript:alert(1)}{x}$",
    r"$\style{position:fixed}{x}$",
    r"$\class{paper}{x}$",
    'https://a.example/"onmouseover=alert(1)',
    "https://a.example/'><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<math><mtext></mtext><mglyph><style><img src onerror=alert(1)></style></mglyph></math>",
    "`<script>alert(1)</script>`",
    "```<script>\n<script>alert(1)</script>\n```",
    "```math\n</div><script>alert(1)</script>\n```",
    '[a]: javascript:alert(1) "x"\n\n[a]',
    '[a](https://b.example "\\" onclick=alert(1)")',
    "|a|\n|-|\n|<script>|",
]


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("render", RENDERERS, ids=lambda render: render.__name__)
def test_nothing_live_comes_out(render, vector):
    html = render(vector)
    assert LIVE.search(html) is None
    assert sanitize(html) == html
    view(html)


@pytest.mark.parametrize(
    "vector", ["<script>", r"\url{https://a.example}", "https://a.example", "arXiv:2401.01234"]
)
def test_titles_hold_no_links(vector):
    assert "<a" not in render_title(vector)


def test_result_is_not_escaped_again():
    html = render_abstract("a < b")
    assert isinstance(html, SafeHtml)
    assert html.__html__() is html


def test_links_carry_the_link_policy():
    for html in (render_abstract("https://a.example"), render_markdown("[x](https://a.example)")):
        assert 'rel="nofollow noopener noreferrer"' in html


@pytest.mark.parametrize(
    "tex",
    [
        r"\def\alpha{x}",
        r"\newcommand{\R}{Q}\R",
        r"\require{html}x",
        r"\mmlToken{mi}[href=x]{y}",
        r"\kern 99999em x",
        r"\rule{1em}{9999em}",
        r"\hspace{1000pt}",
        r"a \\[999em] b",
        "{" * 30 + "x" + "}" * 30,
        r"\sqrt" * 40 + "x",
        r"\left(" * 40 + "x" + r"\right)" * 40,
        r"\frac1" * 40 + "x",
        r"\begin{array}{c}" * 30 + "x" + r"\end{array}" * 30,
        "x" * 5000,
        r"a\)b",
    ],
)
def test_dangerous_formulas_are_shown_as_source(tex):
    html = render_abstract(f"Let ${tex}$ be.")
    assert 'class="math' not in html
    assert view(html).startswith("Let")
    assert view(html).endswith("be.")


PIECES = [
    *(
        "$",
        "$$",
        "{",
        "}",
        r"\(",
        r"\[",
        "[",
        "![",
        "](",
        r"\begin{",
        r"\begin{align}",
        "`",
        "``",
        "'",
        '"',
        "*",
        "_",
    ),
    *(
        "**a",
        "~",
        r"\"{",
        r"\emph{",
        r"{\em ",
        "^{",
        "x_{",
        r"\frac{",
        r"\cite[",
        r"\cite{",
        r"\url{",
        r"\href{a}",
    ),
    *(
        "http://((",
        "http://a",
        "ftp://a",
        "http://a}{",
        "arXiv:1",
        "www.",
        "<",
        "&#",
        ">",
        "> ",
        "- ",
        "1. ",
        "|",
        "|a",
        "\\",
        "\n",
        " \n",
        "#",
        r"\item ",
        r"\verb|",
    ),
    *(
        "$a ",
        "${",
        "$}",
        "a~",
        "a--",
        r"\footnote{",
        r"\c ",
        "\ud800",
        "\x00",
        "\u202e",
        "**数",
        "[a](b)",
        "<a@",
    ),
    *(
        "- $$\n",
        "$$\n",
        "\\[\n",
        "\\begin{align}\n",
        "    a\n",
        r"\begin{itemize}\item ",
        "$%",
        "[^",
        "a\t",
        "\r\n",
    ),
]


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_a_hundred_kilobytes_of_one_piece(piece):
    text = piece * (100_000 // len(piece))
    for render in (render_abstract, render_markdown):
        begin = time.process_time()
        render(text)
        assert time.process_time() - begin < 2, render.__name__


@pytest.mark.parametrize(
    "text",
    [
        "|" + "a|" * 400 + "\n|" + "-|" * 400 + "\n" + ("|" + "a|" * 400 + "\n") * 120,
        "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + "|a\n" * 20_000,
        r"\emph" + " " * 100_000,
        r"\c" + " " * 100_000,
        "a|\n|" + " " * 50_000 + "-" + " " * 49_000 + "x",
        "".join(" " * depth + "- a\n" for depth in range(400)),
        ">" * 100_000,
    ],
    ids=[
        "wide table",
        "short rows",
        "blanks",
        "accent blanks",
        "almost a table",
        "nested lists",
        "nested quotes",
    ],
)
def test_other_pathological_texts(text):
    for render in (*RENDERERS, plain_text):
        begin = time.process_time()
        render(text)
        assert time.process_time() - begin < 2, render.__name__
