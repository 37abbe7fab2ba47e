"""Single keys do what the list of keys says, and nothing while something is typed or when they are switched off."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.script_site import ScriptSite, page_html, papers_html, sample_papers, script_site

CURRENT = ".paper[aria-current=true]"


@pytest.fixture(scope="module")
def site() -> Iterator[ScriptSite]:
    with script_site() as running:
        running.pages["/"] = page_html(papers_html(sample_papers(8)))
        yield running


@pytest.fixture
def still(open_page: Callable[..., Page], site: ScriptSite) -> Page:
    """The list for a reader who wants no motion: places are final at once."""
    page = open_page(width=900, reduced_motion="reduce")
    page.goto(site.address)
    return page


def current(page: Page) -> list[str]:
    return page.eval_on_selector_all(CURRENT, "papers => papers.map(paper => paper.id)")


def test_j_and_k_walk_the_papers_and_stop_at_the_ends(still: Page) -> None:
    visited = []
    for key in "jjjkkk":
        still.keyboard.press(key)
        visited.append(current(still))
    assert visited == [[f"2601.{n:05}"] for n in (0, 1, 2, 1, 0, 0)]
    for _ in range(12):
        still.keyboard.press("j")
    assert current(still) == ["2601.00007"]


def test_the_current_paper_is_in_view_below_the_header_with_its_title_focused(still: Page) -> None:
    for _ in range(4):
        still.keyboard.press("j")
    top, header = still.evaluate(
        f"[document.querySelector('{CURRENT}').getBoundingClientRect().top, "
        "document.querySelector('.bar').getBoundingClientRect().bottom]"
    )
    assert header - 2 <= top < 300
    assert still.evaluate("document.activeElement.matches('.title-link')")
    assert still.evaluate(f"document.querySelector('{CURRENT}').contains(document.activeElement)")


def test_walking_begins_where_the_reader_is(still: Page) -> None:
    still.evaluate("document.getElementById('2601.00005').scrollIntoView()")
    still.keyboard.press("j")
    assert current(still)[0] >= "2601.00004"


def test_motion_is_smooth_unless_the_reader_wants_none(page: Page, still: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    for each in (page, still):
        each.evaluate(
            "() => { Element.prototype.scrollIntoView = options => { window.behavior = options.behavior; }; }"
        )
        each.keyboard.press("j")
    assert page.evaluate("behavior") == "smooth"
    assert still.evaluate("behavior") == "instant"


@pytest.mark.parametrize(
    "key, path",
    [
        ("o", "/open/2601.00001"),
        ("p", "/pdf/2601.00001"),
        ("r", "/rel/2601.00001"),
        ("[", "/before"),
        ("]", "/after"),
    ],
)
def test_keys_that_lead_to_another_page(still: Page, site: ScriptSite, key: str, path: str) -> None:
    still.keyboard.press("j")
    still.keyboard.press("j")
    still.keyboard.press(key)
    still.wait_for_url(f"{site.address}{path}")


def test_s_stars_the_current_paper(still: Page) -> None:
    still.keyboard.press("j")
    still.keyboard.press("s")
    star = still.locator(f"{CURRENT} button[data-action=star]")
    expect(star).to_have_attribute("aria-pressed", "true")
    still.keyboard.press("s")
    expect(star).to_have_attribute("aria-pressed", "false")


def test_slash_goes_to_the_search_field_and_types_nothing(still: Page) -> None:
    still.keyboard.press("/")
    field = still.locator("input[name=query]")
    expect(field).to_be_focused()
    expect(field).to_have_value("")


def test_keys_are_letters_where_something_is_typed(still: Page) -> None:
    still.keyboard.press("/")
    still.keyboard.type("jot/?")
    expect(still.locator("input[name=query]")).to_have_value("jot/?")
    assert current(still) == []
    assert still.evaluate("document.documentElement.dataset.theme") == "system"


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_keys_with_modifiers_are_the_browsers(still: Page, modifier: str) -> None:
    still.keyboard.press(f"{modifier}+j")
    assert current(still) == []


def test_question_mark_lists_the_keys_and_escape_closes(still: Page) -> None:
    still.keyboard.press("?")
    expect(still.locator("dialog#keys")).to_be_visible()
    still.keyboard.press("j")
    assert current(still) == []
    still.keyboard.press("Escape")
    expect(still.locator("dialog#keys")).to_be_hidden()


def test_single_keys_can_be_switched_off_and_stay_off(still: Page) -> None:
    still.locator("button[data-action=keys]").click()
    still.get_by_label("Single-key shortcuts").uncheck()
    still.keyboard.press("Escape")
    still.keyboard.press("j")
    assert current(still) == []
    still.reload()
    still.keyboard.press("j")
    still.keyboard.press("?")
    assert current(still) == []
    expect(still.locator("dialog#keys")).to_be_hidden()
    still.locator("button[data-action=keys]").click()
    still.get_by_label("Single-key shortcuts").check()
    still.keyboard.press("Escape")
    still.keyboard.press("j")
    assert current(still) == ["2601.00000"]


def test_keys_pass_over_filtered_papers(still: Page) -> None:
    still.keyboard.press("f")
    still.keyboard.type("paper 6")
    expect(still.locator(".paper:visible")).to_have_count(1)
    still.keyboard.press("Enter")
    still.keyboard.press("j")
    assert current(still) == ["2601.00006"]


def test_keys_do_nothing_on_a_page_without_papers(still: Page, site: ScriptSite) -> None:
    site.pages["/empty"] = page_html("<p>No papers.</p>")
    still.goto(f"{site.address}/empty")
    for key in "jkoprscf":
        still.keyboard.press(key)
    assert current(still) == []
