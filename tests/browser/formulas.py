"""What tests ask of the formulas in a page: which are typeset, what they show, and to have all of them in view once."""

from playwright.sync_api import Page

TYPESET = ".math:has(mjx-container)"
WAITING = ".math:not(:has(mjx-container))"

# Glyphs as shown, without the MathML for screen readers; a foreign element inside spoils them.
_SHOWN = """() => [...document.querySelectorAll('.math')].map(math => [
    math.dataset.tex ?? math.textContent,
    math.querySelectorAll('mjx-container').length === 1 && !math.querySelector('font')
        ? math.querySelector('mjx-math').textContent : null])"""
_IN_VIEW = """(ahead) => [...document.querySelectorAll('.math')].filter(math => {
    const {top, bottom} = math.getBoundingClientRect();
    return bottom > -ahead && top < innerHeight + ahead;
}).every(math => math.querySelector('mjx-container'))"""


def shown(page: Page) -> list[tuple[str, str | None]]:
    """(TeX, glyphs) of every formula in page order; None for one that is not typeset whole."""
    return [(tex, glyphs) for tex, glyphs in page.evaluate(_SHOWN)]


def wait_for_view(page: Page) -> None:
    """Until every formula in the window is typeset."""
    page.wait_for_function(_IN_VIEW, arg=0)


def scroll_through(page: Page) -> None:
    """Brings each part of the page into view, waiting for its formulas; ends at the bottom."""
    height = page.evaluate("innerHeight")
    page.evaluate("scrollTo(0, 0)")
    while True:
        page.wait_for_function(_IN_VIEW, arg=250)
        at = page.evaluate("scrollY")
        page.evaluate("step => scrollBy({top: step, behavior: 'instant'})", height)
        if page.evaluate("scrollY") == at:
            return
