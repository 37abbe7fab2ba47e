"""Copying a paper or a selection, and filtering the page, speak TeX where the page shows typeset formulas."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.formulas import wait_for_view
from tests.browser.script_site import SamplePaper, ScriptSite, page_html, papers_html, script_site

PAPERS = (
    SamplePaper(
        "2601.00001", r"Bounds on $L^2$ norms", r"We bound $\lVert x\rVert_2$ by $$\sum_i x_i^2$$ and stop."
    ),
    SamplePaper("hep-th/9901001", "Ångström units", "Nothing to typeset.", ("Paul Erdős",)),
)


@pytest.fixture(scope="module")
def site() -> Iterator[ScriptSite]:
    with script_site() as running:
        running.pages["/"] = page_html(papers_html(PAPERS))
        yield running


@pytest.fixture
def shown(open_page: Callable[..., Page], site: ScriptSite) -> Page:
    """The page with its formulas typeset and the clipboard allowed."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(site.address)
    wait_for_view(page)
    return page


def clipboard(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def test_copy_gives_title_authors_and_address(shown: Page) -> None:
    button = shown.locator(".paper").first.locator("button[data-action=copy]")
    button.click()
    expect(button).to_have_text("Copied")
    assert clipboard(shown) == (
        "Bounds on $L^2$ norms\nAda Example, Émile Müller\nhttps://arxiv.org/abs/2601.00001"
    )
    expect(button).to_have_text("copy")
    expect(shown.locator("[role=status]")).to_have_text("Copied")


def test_copy_works_without_the_clipboard_interface(shown: Page) -> None:
    shown.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})")
    shown.locator(".paper").last.locator("button[data-action=copy]").click()
    expect(shown.locator(".paper").last.locator("button[data-action=copy]")).to_have_text("Copied")
    shown.evaluate("delete navigator.clipboard")
    assert clipboard(shown).splitlines()[0] == "Ångström units"


def test_a_selection_is_copied_with_its_formulas_as_tex(shown: Page) -> None:
    shown.evaluate("getSelection().selectAllChildren(document.querySelector('.paper .summary'))")
    shown.keyboard.press("Control+c")
    assert clipboard(shown) == r"We bound $\lVert x\rVert_2$ by $$\sum_i x_i^2$$ and stop."


def test_a_selection_that_begins_inside_a_formula_takes_the_whole(shown: Page) -> None:
    shown.evaluate(
        """() => {
          const summary = document.querySelector('.paper .summary');
          const end = [...summary.childNodes].find(node => node.data?.startsWith(' by'));
          getSelection().setBaseAndExtent(summary.querySelector('mjx-c').firstChild, 0, end, 3);
        }"""
    )
    shown.keyboard.press("Control+c")
    assert clipboard(shown) == r"$\lVert x\rVert_2$ by"


def test_a_selection_without_formulas_is_the_browsers(shown: Page) -> None:
    shown.evaluate("getSelection().selectAllChildren(document.querySelectorAll('.paper .summary')[1])")
    shown.keyboard.press("Control+c")
    assert clipboard(shown) == "Nothing to typeset."


@pytest.mark.parametrize(
    "words, ids",
    [
        ("angstrom", ["hep-th/9901001"]),
        ("ERDOS units", ["hep-th/9901001"]),
        (r"\sum_i", ["2601.00001"]),
        ("bound erdos", []),
        ("   ", ["2601.00001", "hep-th/9901001"]),
    ],
)
def test_the_filter_keeps_papers_that_hold_all_words(shown: Page, words: str, ids: list[str]) -> None:
    shown.keyboard.press("f")
    shown.keyboard.type(words)
    assert shown.eval_on_selector_all(".paper", "all => all.filter(p => !p.hidden).map(p => p.id)") == ids
    expect(shown.locator(".page-filter output")).to_have_text(
        f"{len(ids)} / 2 shown" if words.strip() else ""
    )
    shown.keyboard.press("Escape")
    assert shown.locator(".paper:visible").count() == 2


def test_the_filter_is_there_again_after_going_back(shown: Page, site: ScriptSite) -> None:
    shown.keyboard.press("f")
    shown.keyboard.type("erdos")
    shown.locator(".paper:visible .title-link").click()
    shown.wait_for_url(f"{site.address}/open/hep-th/9901001")
    shown.go_back()
    expect(shown.locator(".paper:visible")).to_have_count(1)
    expect(shown.locator(".page-filter input")).to_have_value("erdos")
