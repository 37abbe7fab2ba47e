"""Formulas are typeset when they come near the view, stay readable TeX until then, and never spoil one another."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.formulas import TYPESET, WAITING, scroll_through, shown, wait_for_view
from tests.browser.script_site import (
    SamplePaper,
    ScriptSite,
    page_html,
    paper_html,
    papers_html,
    sample_papers,
    script_site,
)
from tests.conftest import missing

# Four windows of text at 1440 px.
PAPERS = 16


@pytest.fixture(scope="module")
def site() -> Iterator[ScriptSite]:
    with script_site() as running:
        running.pages["/"] = page_html(papers_html(sample_papers(PAPERS)))
        yield running


@pytest.fixture(autouse=True)
def _mathjax(site: ScriptSite, page: Page) -> None:
    if page.request.get(f"{site.address}/static/vendor/mathjax/startup.js").status != 200:
        missing("MathJax is not in coolpapers/web/static/vendor (make install)")


def test_first_view_is_typeset_and_the_rest_waits_as_tex(page: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    wait_for_view(page)
    page.wait_for_timeout(300)
    assert page.locator(TYPESET).count() >= 5
    assert page.locator(WAITING).count() > page.locator(TYPESET).count()
    last = page.locator(".paper").last.locator(".summary .math").first
    assert last.text_content().startswith("\\")
    scroll_through(page)
    expect(page.locator(WAITING)).to_have_count(0)


def test_every_formula_is_typeset_whole(page: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    wanted = [tex for tex, _ in shown(page)]
    scroll_through(page)
    found = shown(page)
    assert [tex for tex, _ in found] == wanted
    assert len(found) > 60
    assert all(glyphs and "\\" not in glyphs for _, glyphs in found)
    assert page.locator("mjx-merror").count() == 0


def test_jump_to_the_end_typesets_the_end_first(page: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    wait_for_view(page)
    page.evaluate("scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})")
    wait_for_view(page)
    assert page.locator(WAITING).count() > 20


def test_a_formula_mathjax_cannot_read_shows_its_source_and_spoils_no_other(
    page: Page, site: ScriptSite
) -> None:
    paper = '<p class="summary">{}</p>'
    good = '<span class="math notranslate" translate="no">\\(x_1\\)</span>'
    broken = (
        r"\(\frac{1\)",
        r"\(x^2^3\)",
        r"\(\left(\)",
        r"\(\sqrt\)",
        r"\(&\)",
        r"\(\begin{nothing}\end{nothing}\)",
    )
    bad = "".join(
        f'<span class="math notranslate" translate="no">{tex.replace("&", "&amp;")}</span>{good}'
        for tex in broken
    )
    site.pages["/broken"] = page_html(paper.format(good + bad))
    page.goto(f"{site.address}/broken")
    expect(page.locator(WAITING)).to_have_count(0)
    assert page.locator(TYPESET).count() == len(broken) + 1
    assert page.locator(".tex").all_text_contents() == [f"${tex[2:-2]}$" for tex in broken]
    assert all(glyphs == "𝑥1" for _, glyphs in shown(page))


def test_definitions_and_links_in_formulas_are_inert(page: Page, site: ScriptSite) -> None:
    hostile = (
        r"\(\def\alpha{owned}\alpha\)",
        r"\(\href{javascript:window.owned=1}{x}\)",
        r"\(\style{position:fixed}{y}\)",
        r"\(\class{owned}{z}\)",
        r"\(\require{html}\)",
    )
    formulas = " ".join(f'<span class="math">{tex}</span>' for tex in (*hostile, r"\(\alpha\)"))
    site.pages["/hostile"] = page_html(f"<p>{formulas}</p>")
    page.goto(f"{site.address}/hostile")
    expect(page.locator(WAITING)).to_have_count(0)
    assert page.locator("main a, main .owned").count() == 0
    assert page.evaluate(
        "[...document.querySelectorAll('main *')].every(e => getComputedStyle(e).position !== 'fixed')"
    )
    assert shown(page)[-1] == (r"\(\alpha\)", "𝛼")


def test_a_page_without_formulas_never_asks_for_mathjax(page: Page, site: ScriptSite) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    site.pages["/plain"] = page_html(
        papers_html([SamplePaper("2601.00001", "Words", "No formula here, $5 at most.")])
    )
    page.goto(f"{site.address}/plain", wait_until="networkidle")
    assert any(url.endswith("/js/typeset.js") for url in asked)
    assert [url for url in asked if "mathjax/" in url] == []


def test_papers_that_arrive_later_are_typeset(page: Page, site: ScriptSite) -> None:
    site.pages["/later"] = page_html(papers_html([SamplePaper("2601.00001", "Words", "No formula here.")]))
    page.goto(f"{site.address}/later")
    page.evaluate(
        "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)",
        paper_html(sample_papers(1)[0]),
    )
    expect(page.locator(TYPESET).first).to_be_attached()
    expect(page.locator(WAITING)).to_have_count(0)
    expect(page.locator("[id='2601.00000'] button[data-action=copy]")).to_be_visible()


def test_abstracts_not_displayed_wait_until_they_are(page: Page, site: ScriptSite) -> None:
    page.add_init_script("localStorage.setItem('coolpapers.density', 'titles')")
    page.goto(site.address)
    expect(page.locator(".title-link .math").first.locator("mjx-container")).to_be_attached()
    assert page.locator(f".summary {TYPESET}").count() == 0
    page.locator("button[data-action=density]").click()
    wait_for_view(page)
    assert page.locator(f".summary {TYPESET}").count() >= 5


def test_without_mathjax_the_tex_stays(page: Page, site: ScriptSite, faults: list[str]) -> None:
    page.route("**/vendor/mathjax/**", lambda route: route.abort())
    page.goto(site.address, wait_until="networkidle")
    assert page.locator(TYPESET).count() == 0
    assert all(tex.startswith(("\\(", "\\[")) for tex in page.locator(".math").all_text_contents())
    assert set(faults) == {"console: Failed to load resource: net::ERR_FAILED"}
    faults.clear()


def test_a_missing_part_of_mathjax_leaves_the_tex(page: Page, site: ScriptSite, faults: list[str]) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=404, body="")

    page.route("**/vendor/mathjax/output/chtml.js", refuse)
    page.goto(site.address, wait_until="networkidle")
    assert page.locator(TYPESET).count() == 0
    assert all("404" in fault for fault in faults)
    faults.clear()


def wait_for_fonts_ahead(page: Page) -> None:
    """Until the parts of the font that the last papers need are loaded, of which the first papers need none."""
    wait_for_view(page)
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(each => each.name.endsWith('/fraktur.js'))"
    )
    page.wait_for_timeout(300)


def test_printing_typesets_all(page: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    wait_for_fonts_ahead(page)
    assert page.locator(WAITING).count() > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    # At once: a browser lays out the print when the event returns.
    assert page.locator(WAITING).count() == 0
    assert all(glyphs and "\\" not in glyphs for _, glyphs in shown(page))


def test_printing_fires_the_event(page: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    wait_for_fonts_ahead(page)
    assert page.pdf(format="A4")[:4] == b"%PDF"
    assert page.locator(WAITING).count() == 0


def test_the_print_key_waits_for_all(page: Page, site: ScriptSite) -> None:
    page.add_init_script(
        f"window.print = () => {{ window.left = document.querySelectorAll('{WAITING}').length; }}"
    )
    page.goto(site.address)
    page.keyboard.press("Control+p")
    page.wait_for_function("() => window.left === 0")
    assert all(glyphs for _, glyphs in shown(page))


def test_printing_in_the_middle_of_a_batch_loses_nothing(page: Page, site: ScriptSite) -> None:
    wanted = [tex for tex, _ in _shown_without_scripts(page, site)]
    page.goto(site.address)
    page.wait_for_selector("mjx-container", state="attached")
    page.evaluate(
        "scrollTo({top: 2000, behavior: 'instant'}); setTimeout(() => dispatchEvent(new Event('beforeprint')), 5)"
    )
    page.wait_for_timeout(100)
    scroll_through(page)
    found = shown(page)
    assert [tex for tex, _ in found] == wanted
    assert all(glyphs for _, glyphs in found)


def _shown_without_scripts(page: Page, site: ScriptSite) -> list[tuple[str, str | None]]:
    site.pages["/bare"] = page_html(papers_html(sample_papers(PAPERS)), scripts=False)
    page.goto(f"{site.address}/bare")
    return shown(page)


def test_the_browsers_search_finds_formulas_not_yet_typeset(page: Page, site: ScriptSite) -> None:
    marked = SamplePaper("2601.99999", "Last", r"At the very end $\zeta_{777}$ stands.")
    site.pages["/search"] = page_html(papers_html([*sample_papers(PAPERS), marked]))
    page.goto(f"{site.address}/search")
    wait_for_view(page)
    assert page.locator(".paper").last.locator(WAITING).count() == 1
    assert page.evaluate("find('zeta_{777}')")
    assert page.evaluate("getSelection().anchorNode.parentElement.closest('.paper').id") == "2601.99999"
    wait_for_view(page)
    assert page.locator(".paper").last.locator(TYPESET).count() == 1


def test_without_scripts_formulas_are_readable(open_page: Callable[..., Page], site: ScriptSite) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site.address)
    assert page.locator("mjx-container").count() == 0
    assert page.locator(".summary .math").first.text_content() == r"\(x^2+y^2=z^2\)"
    assert page.locator("button[data-action]:visible").count() == 0
