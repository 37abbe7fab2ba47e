"""Hostile titles, abstracts and notes in a page under the site's policy: nothing runs, nothing escapes its place, the tab survives."""

import json
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Page

from render import render_abstract, render_markdown, render_title
from tests.browser.formulas import WAITING
from tests.browser.script_site import ScriptSite, page_html, script_site
from tests.conftest import missing

CORPUS = Path(__file__).parents[1] / "unit" / "render" / "hostile.jsonl"
RENDERERS = (render_title, render_abstract, render_markdown)
NEIGHBOUR = (
    r'<p class="summary neighbour"><span class="math notranslate" translate="no">\(\alpha_1\)</span></p>'
)
# A formula of TeX that no renderer lets through: what MathJax, set up as here, makes of it by itself.
RAW = (
    r"\href{javascript:window.broken=1}{x}",
    "\\href{java\tscript:window.broken=1}{x}",
    "\\href{\x01javascript:window.broken=1}{x}",
    r"\style{position:fixed;inset:0}{x}",
    r"\class{paper}{x}",
    r"\cssId{main}{x}",
    r"\data{action=star}{x}",
    r"\mmlToken{mi}[href=javascript:window.broken=1]{x}",
    r"\mmlToken{mi}[style=position:fixed]{x}",
    r"\unicode[serif;position:fixed]{x61}",
    r"\require{html}\href{javascript:window.broken=1}{x}",
    r"\def\alpha{OWNED}\alpha",
    r"\gdef\alpha{OWNED}\alpha",
    r"\let\alpha=\beta\alpha",
    r"\newcommand{\alpha}{OWNED}\alpha",
    r"\renewcommand{\alpha}{OWNED}\alpha",
    r"\newenvironment{matrix}{OWNED}{OWNED}",
    r"\DeclareMathOperator{\sin}{OWNED}",
    r"\color{red;background:url(//evil.example)}x",
    r"\text{</span><script>window.broken=1</script>}",
    r"\includegraphics{//evil.example/x.png}",
    r"\label{a}\ref{a}\tag{</span>}",
    "\u202e\u2066x\u2069",
)
# Too much for a browser when typeset: the renderers refuse them, so their source is what a page shows.
BOMBS = (
    r"\frac1{" * 100 + "x" + "}" * 100,
    r"\sqrt{" * 200 + "x" + "}" * 200,
    r"\left(" * 500 + "x" + r"\right)" * 500,
    "{" * 500 + "x" + "}" * 500,
    r"\kern 99999em x",
    r"\rule{99999em}{99999em}",
    r"\raise 99999em x",
    r"\hspace{99999em}\vspace{99999em}x",
    r"\begin{array}{" + "c" * 2000 + "}" + "&".join("x" * 1 for _ in range(2000)) + r"\end{array}",
    r"x\\[99999em]y",
    "x" * 20_000,
    r"\overbrace{" * 60 + "x" + "}" * 60,
    r"\begin{matrix}" * 40 + "x" + r"\end{matrix}" * 40,
    "x^{" * 90 + "x" + "}" * 90,
)
REPORTS = """
window.reports = [];
addEventListener('securitypolicyviolation', event => reports.push(event.violatedDirective + ' ' + event.blockedURI));
"""
# Elements outside the place of the text they came from, or such as no text may make.
STRANGE = """() => [...document.querySelectorAll('main *')].filter(each => {
    const {position, zIndex} = getComputedStyle(each);
    return ['fixed', 'sticky'].includes(position) || zIndex > 0
        || /^(script|style|iframe|object|embed|form|input|img|svg|link|meta|base|template|animate)$/i.test(each.localName)
        || [...each.attributes].some(({name, value}) => /^on/i.test(name) || /^\\s*j\\s*a\\s*v\\s*a\\s*s/i.test(value));
}).map(each => each.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def site() -> Iterator[ScriptSite]:
    with script_site() as running:
        yield running


@pytest.fixture
def load(open_page: Callable[..., Page], site: ScriptSite, faults: list[str]) -> Callable[[str], Page]:
    """Opens a page of this HTML, every formula of it typeset or given up."""

    def loaded(body: str, width: int = 768) -> Page:
        site.pages["/"] = page_html(NEIGHBOUR + body)
        page = open_page(width=width)
        if page.request.get(f"{site.address}/static/vendor/mathjax/startup.js").status != 200:
            missing("MathJax is not in coolpapers/web/static/vendor (make install)")
        page.add_init_script(REPORTS)
        page.goto(site.address)
        page.wait_for_selector("mjx-container", state="attached")
        # Printing has everything typeset, seen or not.
        page.evaluate("window.print = () => {}")
        page.keyboard.press("Control+p")
        page.wait_for_function(f"() => !document.querySelector('{WAITING}')")
        assert page.evaluate("window.broken") is None
        assert page.evaluate("reports") == []
        assert page.evaluate(STRANGE) == []
        assert page.url == f"{site.address}/"
        return page

    return loaded


def neighbours_are_typeset(page: Page, count: int) -> None:
    glyphs = page.eval_on_selector_all(".neighbour mjx-math", "all => all.map(each => each.textContent)")
    assert glyphs == ["𝛼1"] * (count + 1)


def rendered(text: str) -> str:
    title, abstract, note = (render(text) for render in RENDERERS)
    return f'<h3 class="title"><a href="/x">{title}</a></h3><p class="summary">{abstract}</p><div class="summary">{note}</div>{NEIGHBOUR}'


def corpus() -> list[str]:
    return [json.loads(line)["text"] for line in CORPUS.read_text("ascii").splitlines()]


@pytest.mark.parametrize("part", range(4))
def test_the_corpus_is_inert(load: Callable[..., Page], sideways, part: int) -> None:
    texts = corpus()[part::4]
    page = load("".join(f'<div class="paper">{rendered(text)}</div>' for text in texts))
    neighbours_are_typeset(page, len(texts))
    assert sideways(page) == 0


def test_what_is_inert_is_not_so_by_the_policy_alone(load: Callable[..., Page]) -> None:
    page = load("".join(f'<div class="paper">{rendered(text)}</div>' for text in corpus()))
    links = page.eval_on_selector_all("main a[href]", "all => all.map(each => each.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:", "ftp:"}


def test_tex_that_slips_through_is_inert_in_mathjax(load: Callable[..., Page]) -> None:
    formulas = "".join(f'<p><span class="math">\\({escape(tex)}\\)</span></p>{NEIGHBOUR}' for tex in RAW)
    page = load(formulas)
    neighbours_are_typeset(page, len(RAW))
    assert page.locator("main p a").count() == 0
    assert page.locator("main .paper, main #main, main [data-action]").count() == 0


def test_bombs_are_refused_and_the_tab_survives(load: Callable[..., Page], sideways) -> None:
    page = load(
        "".join(f'<div class="paper">{rendered(f"Before ${tex}$ and $${tex}$$.")}</div>' for tex in BOMBS)
    )
    neighbours_are_typeset(page, len(BOMBS))
    assert sideways(page) == 0
    assert page.evaluate("document.documentElement.scrollHeight") < 500_000


def test_directions_end_with_their_text(load: Callable[..., Page]) -> None:
    texts = ("a\u202eb", "a\u2067b", "x\u202e $y\u2066$ z", "\u200f\u202d")
    page = load(
        "".join(
            f'<div class="paper">{rendered(text)}<p class="after">left to right</p></div>' for text in texts
        )
    )
    edges = page.evaluate(
        """() => [...document.querySelectorAll('.after')].map(p => {
            const range = new Range();
            const place = (from, to) => (range.setStart(p.firstChild, from), range.setEnd(p.firstChild, to), range.getBoundingClientRect().left);
            return place(0, 1) < place(12, 13);
        })"""
    )
    assert edges == [True] * len(texts)


def test_labels_and_numbers_of_two_papers_do_not_meet(load: Callable[..., Page]) -> None:
    text = (
        r"See $$\begin{equation} x^2 = 1 \label{eq:x} \end{equation}$$ and \eqref{eq:x} and \[ y \tag{3} \]."
    )
    page = load(f'<div class="paper">{rendered(text)}</div>' * 2)
    neighbours_are_typeset(page, 2)
    ids = page.evaluate("[...document.querySelectorAll('main [id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    assert page.locator("mjx-merror, .mjx-output-error").count() == 0
    assert "???" not in page.inner_text("main")
    tags = page.eval_on_selector_all("mjx-labels", "all => all.map(each => each.textContent)")
    assert tags.count("(3)") >= 2, tags
