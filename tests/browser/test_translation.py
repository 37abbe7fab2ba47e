"""A page translator may come before, during or after typesetting, and go on for ever: every formula stays right."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.formulas import scroll_through, shown, wait_for_view
from tests.browser.script_site import ScriptSite, page_html, papers_html, sample_papers, script_site
from tests.browser.translation import MODES, Mode, install_translator, translated_share
from tests.conftest import missing

PAPERS = 12
TIMES = ("before", "pending", "after", "continuous")
START_SCRIPTS = """() => new Promise(done => {
    const script = document.createElement('script');
    script.type = 'module';
    script.src = '/static/js/app.js';
    script.addEventListener('load', () => done());
    document.head.append(script);
})"""


@pytest.fixture(scope="module")
def site() -> Iterator[ScriptSite]:
    with script_site() as running:
        papers = papers_html(sample_papers(PAPERS))
        running.pages["/"] = page_html(papers, scripts=False)
        running.pages["/unprotected"] = page_html(
            papers.replace('class="math notranslate" translate="no"', 'class="math"'), scripts=False
        )
        yield running


@pytest.fixture(scope="module")
def expected(site: ScriptSite, browser) -> Counter[tuple[str, str | None]]:
    """What the formulas show in a page that nobody translates."""
    page = browser.new_page()
    if page.request.get(f"{site.address}/static/vendor/mathjax/startup.js").status != 200:
        missing("MathJax is not in coolpapers/web/static/vendor (make install)")
    page.goto(site.address)
    page.evaluate(START_SCRIPTS)
    scroll_through(page)
    found = Counter(shown(page))
    page.close()
    assert None not in {glyphs for _, glyphs in found}
    assert found.total() > 50
    return found


def translate(page: Page, mode: Mode, time: str) -> None:
    """Runs page and translator in the order `time` names, and brings every formula into view."""
    install_translator(page, mode)
    if time == "before":
        page.evaluate("translatePage()")
    if time == "continuous":
        page.evaluate("translateAlways()")
    page.evaluate(START_SCRIPTS)
    if time == "pending":
        wait_for_view(page)
        page.evaluate("translatePage()")
    scroll_through(page)
    if time == "after":
        page.evaluate("translatePage()")
        page.wait_for_timeout(100)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("time", TIMES)
def test_all_formulas_stay_right(page: Page, site: ScriptSite, expected, mode: Mode, time: str) -> None:
    page.goto(site.address)
    translate(page, mode, time)
    assert Counter(shown(page)) == expected
    # The translator worked: nothing but the formulas is spared.
    assert translated_share(page) == 1


def test_the_simulation_breaks_formulas_that_are_not_protected(
    page: Page, site: ScriptSite, expected
) -> None:
    page.goto(f"{site.address}/unprotected")
    install_translator(page, "wrap")
    page.evaluate(START_SCRIPTS)
    scroll_through(page)
    page.evaluate("translatePage()")
    found = Counter(shown(page))
    assert found != expected
    assert sum(count for (_, glyphs), count in found.items() if glyphs) < 0.1 * found.total()


def test_the_words_of_a_button_come_back_after_its_answer(page: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    page.evaluate(START_SCRIPTS)
    install_translator(page, "wrap")
    page.evaluate("translateAlways()")
    button = page.locator("button[data-action=copy]").first
    page.evaluate("document.execCommand = () => true")
    button.click()
    page.wait_for_function("() => document.querySelector('[data-action=copy]').textContent !== 'COPY'")
    answer = button.text_content()
    assert answer in {"Copied", "Not copied"}
    page.wait_for_function("() => document.querySelector('[data-action=copy]').textContent === 'COPY'")


def test_controls_work_while_the_page_is_translated(open_page, site: ScriptSite) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce")
    page.goto(site.address)
    page.evaluate(START_SCRIPTS)
    install_translator(page, "wrap")
    page.evaluate("translateAlways()")
    wait_for_view(page)
    # Twice each, since what the first time put in has been wrapped by the second.
    for _ in range(2):
        for key in "jjkstt":
            page.keyboard.press(key)
        for name in ("theme", "density", "density", "density"):
            page.locator(f"button[data-action={name}]").click()
        page.keyboard.press("f")
        page.keyboard.type("experiments")
        hits = page.locator(".paper:not([hidden])").count()
        assert 0 < hits < PAPERS
        expect(page.locator(".page-filter output")).to_have_text(f"{hits} / {PAPERS} shown")
        page.keyboard.press("Escape")
        expect(page.locator(".page-filter output")).to_have_text("")
        page.keyboard.press("j")
        page.keyboard.press("y")
        page.keyboard.press("Enter")
        expect(page.locator(".formula-source button")).to_have_text("Copied")
        tex = page.locator(".formula-source code").text_content()
        assert page.evaluate("navigator.clipboard.readText()") == tex
        expect(page.locator("[role=status]")).to_have_text("Copied")
        expect(page.locator(".formula-source button")).to_have_text("COPY TEX")
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(page.locator("dialog#keys")).to_be_visible()
        page.keyboard.press("Escape")
    assert page.evaluate(
        "[document.documentElement.dataset.theme, document.documentElement.dataset.density]"
    ) == [
        "system",
        "full",
    ]
    star = page.locator(".paper[aria-current] button[data-action=star]")
    expect(star).to_have_attribute("aria-pressed", re.compile("true|false"))
    # A button shows its own word again, in the reader's language, once.
    assert star.text_content() == "STAR"
