"""The pages themselves in a browser: quiet console, one column at any width, legible, whole without scripts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.faint_text import FAINT_TEXT
from tests.browser.formulas import TYPESET, WAITING, scroll_through, shown, wait_for_view
from tests.browser.script_site import sample_papers
from tests.browser.stored_site import stored_site
from tests.browser.translation import install_translator, translated_share
from tests.worlds import record, versions

# Has pytest-django make a database; the papers are in it for the whole module, the transaction of a test holds nothing.
pytestmark = pytest.mark.django_db
LIST = "/arxiv/cs.LG"
PAPER = "/arxiv/2611.00001"
PAGES = (
    "/",
    LIST,
    "/arxiv/cs",
    PAPER,
    "/arxiv/2611.00001,2611.00002",
    f"{PAPER}/related",
    "/arxiv/search",
    "/arxiv/search?query=formula+estimate",
    "/arxiv/search?query=nothing-has-this-word",
    "/status",
)
LONG_FORMULA = "+".join(rf"\frac{{a_{{{n}}}}}{{b_{{{n}}}}}" for n in range(40))
HARD = rf"A display $${LONG_FORMULA}$$ and a brace $\underbrace{{{'x' * 150}}}_{{150}}$ in the text."


@pytest.fixture(scope="module")
def site(
    browser: object, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a site with two days of papers full of formulas; no test here changes them."""
    papers = [
        record(
            f"2611.{number:05}",
            title=sample.title,
            abstract=HARD if number == 5 else sample.abstract,
            categories=("cs.LG", "stat.ML") if number % 2 else ("cs.LG",),
            versions=versions(-4 if number < 4 else 0),
        )
        for number, sample in enumerate(sample_papers(16), 1)
    ]
    with stored_site(papers, tmp_path_factory.mktemp("site"), django_db_blocker) as address:
        yield address


@pytest.mark.parametrize("width, dark", [(320, False), (768, True), (1440, False)])
def test_every_page_is_quiet_and_one_column(
    open_page: Callable[..., Page], site: str, sideways: Callable[[Page], int], width: int, dark: bool
) -> None:
    page = open_page(width=width, dark=dark)
    for path in PAGES:
        answer = page.goto(site + path)
        assert answer.status == 200, path
        wait_for_view(page)
        assert sideways(page) == 0, path


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_all_text_stands_out_from_its_ground(open_page: Callable[..., Page], site: str, dark: bool) -> None:
    page = open_page(dark=dark)
    for path in PAGES:
        page.goto(site + path)
        found = page.evaluate(FAINT_TEXT)
        assert found["looked"] > 10, path
        assert found["faint"] == [], path


def test_a_list_typesets_its_first_view_then_the_rest(page: Page, site: str) -> None:
    page.goto(site + LIST)
    wait_for_view(page)
    page.wait_for_timeout(300)
    assert page.locator(TYPESET).count() > 5
    assert page.locator(WAITING).count() > 5
    scroll_through(page)
    expect(page.locator(WAITING)).to_have_count(0)
    assert page.locator("mjx-merror").count() == 0


def test_a_translated_list_keeps_its_formulas(page: Page, site: str) -> None:
    page.goto(site + LIST)
    install_translator(page, "clone")
    page.evaluate("translateAlways()")
    scroll_through(page)
    assert all(glyphs and "\\" not in glyphs for _, glyphs in shown(page))
    assert translated_share(page) == 1


def test_without_scripts_the_site_is_whole(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site + LIST)
    assert page.locator(".summary .math").first.text_content().startswith("\\")
    assert page.locator("button[data-action]:visible").count() == 0
    page.locator(".paper .title-link").first.click()
    expect(page.locator("h1 .title-link")).to_be_visible()
    page.locator(".title-rel").click()
    assert page.url.endswith("/related")
    page.locator("header input[name=query]").fill("estimate")
    page.keyboard.press("Enter")
    page.wait_for_url("**/arxiv/search?query=estimate")
    assert page.locator(".paper").count() > 0


def test_theme_and_density_hold_on_every_page_from_the_first_paint(page: Page, site: str) -> None:
    page.goto(site + LIST)
    for _ in range(2):
        page.locator("button[data-action=theme]").click()
    page.locator("button[data-action=density][data-value=titles]").click()
    page.add_init_script(
        """window.grounds = new Set();
        const look = () => {
          if (document.body) window.grounds.add(getComputedStyle(document.body).backgroundColor);
          if (performance.now() < 3000) requestAnimationFrame(look);
        };
        requestAnimationFrame(look);"""
    )
    for path in (LIST, PAPER):
        page.goto(site + path)
        wait_for_view(page)
        assert page.evaluate(
            "[document.documentElement.dataset.theme, document.documentElement.dataset.density]"
        ) == [
            "dark",
            "titles",
        ]
        grounds = page.evaluate("[...grounds]")
        assert len(grounds) == 1
        assert max(int(part) for part in grounds[0].removeprefix("rgb(").removesuffix(")").split(", ")) < 60


def test_cite_copies_the_bibtex_of_the_interface(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(site + LIST)
    paper = page.locator(".paper").nth(1)
    paper.locator("button[data-action=cite]").click()
    expect(paper.locator("button[data-action=cite]")).to_have_text("BibTeX copied")
    entry = page.evaluate("navigator.clipboard.readText()")
    assert entry.startswith("@")
    assert paper.get_attribute("id") in entry


def test_cite_says_so_when_the_server_does_not_answer(page: Page, site: str, faults: list[str]) -> None:
    page.goto(site + LIST)
    page.route("**/api/v1/**", lambda route: route.abort())
    button = page.locator("button[data-action=cite]").first
    button.click()
    expect(button).to_have_text("No citation: try again")
    assert faults == ["console: Failed to load resource: net::ERR_FAILED"]
    faults.clear()


def test_keys_walk_a_list_open_a_paper_and_change_the_day(page: Page, site: str) -> None:
    page.goto(site + LIST)
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".paper").nth(1).get_attribute("id")
    expect(page.locator(".paper[aria-current=true]")).to_have_attribute("id", second)
    page.keyboard.press("o")
    page.wait_for_url(f"**/arxiv/{second}")
    page.go_back()
    newest = page.locator(".lead .state").text_content()
    page.keyboard.press("[")
    page.wait_for_url("**date=**")
    assert page.locator(".lead .state").text_content() != newest
    page.keyboard.press("/")
    expect(page.locator("header input[name=query]")).to_be_focused()


def test_the_list_of_keys_and_its_switch_are_on_every_page(page: Page, site: str) -> None:
    for path in ("/", PAPER):
        page.goto(site + path)
        page.keyboard.press("?")
        expect(page.get_by_label("Single-key shortcuts")).to_be_visible()
        page.keyboard.press("Escape")


def test_the_page_brings_every_word_the_scripts_show(page: Page, site: str) -> None:
    page.goto(site)
    source = page.request.get(f"{site}/static/js/words.js").text()
    wanted = page.evaluate('source => [...source.matchAll(/^  (\\w+): "/gm)].map(found => found[1])', source)
    assert len(wanted) > 10
    brought = page.evaluate(
        "['words', 'keys'].flatMap(id => Object.keys(document.getElementById(id).dataset))"
    )
    assert sorted(brought) == sorted(wanted)
