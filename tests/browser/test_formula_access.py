"""A formula is read out once, and its TeX is copied by key and by pointer, from whatever it shows."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.formulas import wait_for_view
from tests.browser.script_site import SamplePaper, ScriptSite, page_html, papers_html, script_site
from tests.conftest import missing

NORM = r"\lVert x\rVert_2"
PAPERS = (
    SamplePaper("2601.00001", r"Bounds on $L^2$ norms", rf"We bound ${NORM}$ by $$\sum_i x_i^2$$ and stop."),
    SamplePaper("2601.00002", "Words", "Nothing to typeset."),
    SamplePaper("2601.00003", r"The $\alpha$ case", r"Only $\beta$ and $\def\x{y}\x$ here."),
)
BOX = ".formula-source"


@pytest.fixture(scope="module")
def site() -> Iterator[ScriptSite]:
    with script_site() as running:
        running.pages["/"] = page_html(papers_html(PAPERS))
        yield running


@pytest.fixture
def shown(open_page: Callable[..., Page], site: ScriptSite) -> Page:
    page = open_page(permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce")
    if page.request.get(f"{site.address}/static/vendor/mathjax/startup.js").status != 200:
        missing("MathJax is not in coolpapers/web/static/vendor (make install)")
    page.goto(site.address)
    wait_for_view(page)
    return page


def copied(page: Page) -> str:
    button = page.locator(f"{BOX} button")
    button.click()
    expect(button).to_have_text("Copied")
    return page.evaluate("navigator.clipboard.readText()")


def test_a_formula_is_read_out_once_as_mathematics(shown: Page) -> None:
    session = shown.context.new_cdp_session(shown)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    read = [node for node in nodes if not node["ignored"]]
    mathematics = [node for node in read if node["role"]["value"] == "MathMLMath"]
    assert len(mathematics) == 5
    texts = [node["name"]["value"] for node in read if node["role"]["value"] in {"StaticText", "text"}]
    # The letters are MathML's own, 𝛽, each once; what is drawn is hidden.
    assert sum("𝛽" in text or "β" in text for text in texts) == 1
    assert sum("∑" in text for text in texts) == 1
    assert not any("\\" in text for text in texts if "def" not in text)


def test_the_key_goes_through_the_formulas_of_the_current_paper(shown: Page) -> None:
    shown.keyboard.press("j")
    seen = []
    for _ in range(4):
        shown.keyboard.press("y")
        expect(shown.locator(BOX)).to_be_visible()
        expect(shown.locator(".math-chosen")).to_have_count(1)
        seen.append(shown.locator(f"{BOX} code").text_content())
    assert seen == ["L^2", NORM, r"\sum_i x_i^2", "L^2"]
    shown.keyboard.press("Y")
    assert shown.locator(f"{BOX} code").text_content() == r"\sum_i x_i^2"
    shown.keyboard.press("Enter")
    expect(shown.locator(f"{BOX} button")).to_have_text("Copied")
    assert shown.evaluate("navigator.clipboard.readText()") == r"\sum_i x_i^2"
    expect(shown.locator("[role=status]")).to_have_text("Copied")
    shown.keyboard.press("Escape")
    expect(shown.locator(BOX)).to_be_hidden()
    expect(shown.locator(".math-chosen")).to_have_count(0)
    assert shown.evaluate("document.activeElement.matches('.title-link')")


def test_the_key_goes_on_with_the_paper_walked_to(shown: Page) -> None:
    for key in "jjyjy":
        shown.keyboard.press(key)
    seen = [shown.locator(f"{BOX} code").text_content()]
    for _ in range(2):
        shown.keyboard.press("y")
        seen.append(shown.locator(f"{BOX} code").text_content())
    assert seen == [r"\alpha", r"\beta", r"\def\x{y}\x"]


@pytest.mark.parametrize("selector, tex", [(".summary .math", NORM), (".math-display", r"\sum_i x_i^2")])
def test_a_click_on_a_formula_offers_its_tex(shown: Page, selector: str, tex: str) -> None:
    shown.locator(selector).first.locator("mjx-c").first.click()
    expect(shown.locator(f"{BOX} code")).to_have_text(tex)
    assert copied(shown) == tex
    shown.mouse.click(5, 400)
    expect(shown.locator(BOX)).to_be_hidden()


def test_a_click_on_a_formula_in_a_title_opens_the_paper(shown: Page, site: ScriptSite) -> None:
    shown.locator(".title-link mjx-c").first.click()
    shown.wait_for_url(f"{site.address}/open/2601.00001")


def test_selecting_text_over_a_formula_offers_nothing(shown: Page) -> None:
    box = shown.locator(".summary .math").first.bounding_box()
    shown.mouse.move(box["x"] - 40, box["y"] + box["height"] / 2)
    shown.mouse.down()
    shown.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=4)
    shown.mouse.up()
    assert shown.evaluate("getSelection().toString()")
    expect(shown.locator(BOX)).to_have_count(0)


def test_formulas_are_no_stops_of_the_tab_key(shown: Page) -> None:
    stops = "main :is(a, button:not([hidden]), input, [tabindex='0'])"
    assert shown.locator(f"{stops}:is(.math, .math *)").count() == 0


@pytest.mark.parametrize("width", [320, 1440])
def test_the_box_stays_in_the_window(shown: Page, sideways, width: int) -> None:
    shown.set_viewport_size({"width": width, "height": 500})
    for _ in range(4):
        shown.keyboard.press("y")
        box = shown.locator(BOX).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert 0 <= box["y"] <= 500 - box["height"]
    assert sideways(shown) == 0
