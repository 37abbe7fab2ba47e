"""Theme, density and stars are the reader's: shown before the first paint, kept over reloads and tabs, in this browser only."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.script_site import ScriptSite, page_html, papers_html, sample_papers, script_site

# What the page looks like in its first frames, from before any module runs.
RECORD_FRAMES = """
window.frames_seen = [];
const look = () => {
  const body = document.body;
  if (body) window.frames_seen.push([
    document.documentElement.dataset.theme,
    document.documentElement.dataset.density,
    getComputedStyle(body).backgroundColor,
  ].join(' '));
  if (window.frames_seen.length < 20) requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
BLOCK_STORAGE = """
for (const name of ['getItem', 'setItem']) Storage.prototype[name] = () => { throw new DOMException('', 'SecurityError'); };
"""


@pytest.fixture(scope="module")
def site() -> Iterator[ScriptSite]:
    with script_site() as running:
        running.pages["/"] = page_html(papers_html(sample_papers(3)))
        yield running


def chosen(page: Page) -> list[str]:
    return page.evaluate("[document.documentElement.dataset.theme, document.documentElement.dataset.density]")


def test_the_first_visit_follows_the_system(page: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    assert chosen(page) == ["system", "full"]


def test_theme_and_density_go_round(page: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    seen = []
    for _ in range(3):
        page.locator("button[data-action=theme]").click()
        page.locator("button[data-action=density]").click()
        seen.append(chosen(page))
    assert seen == [["light", "two"], ["dark", "titles"], ["system", "full"]]


def test_choices_survive_a_reload_without_a_flash(page: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    for _ in range(2):
        page.locator("button[data-action=theme]").click()
    page.locator("button[data-action=density]").click()
    page.add_init_script(RECORD_FRAMES)
    page.reload()
    page.wait_for_function("() => window.frames_seen.length >= 10")
    frames = set(page.evaluate("frames_seen"))
    assert len(frames) == 1
    assert frames.pop().startswith("dark two rgb(")


def test_dark_and_light_differ(page: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    grounds = []
    for _ in range(2):
        page.locator("button[data-action=theme]").click()
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(set(grounds)) == 2


def test_buttons_that_name_a_value_tell_which_holds(page: Page, site: ScriptSite) -> None:
    names = ("full", "two", "titles")
    buttons = "".join(
        f'<button type="button" data-action="density" data-value="{name}" hidden>{name}</button>'
        for name in names
    )
    site.pages["/group"] = page_html(f'<p class="group">{buttons}</p>')
    page.goto(f"{site.address}/group")
    page.locator(".group button", has_text="titles").click()
    assert chosen(page) == ["system", "titles"]
    pressed = page.eval_on_selector_all(".group button", "all => all.map(each => each.ariaPressed)")
    assert pressed == ["false", "false", "true"]


def test_another_tab_follows(page: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    other = page.context.new_page()
    other.goto(site.address)
    other.locator("button[data-action=theme]").click()
    other.locator("button[data-action=star]").first.click()
    page.wait_for_function("() => document.documentElement.dataset.theme === 'light'")
    expect(page.locator("button[data-action=star]").first).to_have_attribute("aria-pressed", "true")


def test_stars_are_kept_by_paper(page: Page, site: ScriptSite) -> None:
    page.goto(site.address)
    page.locator("button[data-action=star]").nth(1).click()
    page.reload()
    pressed = page.eval_on_selector_all(
        "button[data-action=star]", "all => all.map(each => each.ariaPressed)"
    )
    assert pressed == ["false", "true", "false"]
    stars = page.evaluate("JSON.parse(localStorage.getItem('coolpapers.stars'))")
    assert list(stars) == ["2601.00001"]


@pytest.mark.parametrize("kept", ["no json", "[1, 2]", '"text"', "null", '{"2601.00000": 1}'])
def test_broken_storage_counts_as_nothing_chosen(page: Page, site: ScriptSite, kept: str) -> None:
    page.add_init_script(
        f"for (const name of ['theme', 'density', 'keys', 'stars']) localStorage.setItem('coolpapers.' + name, {kept!r});"
    )
    page.goto(site.address)
    assert chosen(page) == ["system", "full"]
    star = page.locator("button[data-action=star]").first
    expect(star).to_have_attribute("aria-pressed", "false")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")


def test_blocked_storage_costs_only_the_memory(page: Page, site: ScriptSite) -> None:
    page.add_init_script(BLOCK_STORAGE)
    page.goto(site.address)
    page.locator("button[data-action=theme]").click()
    star = page.locator("button[data-action=star]").first
    star.click()
    assert chosen(page) == ["light", "full"]
    expect(star).to_have_attribute("aria-pressed", "true")
    assert "this browser keeps nothing" in page.locator("[role=status]").text_content()


def test_the_header_leaves_on_scrolling_down_and_returns_on_scrolling_up(
    open_page: Callable[..., Page], site: ScriptSite
) -> None:
    page = open_page(width=900, height=500)
    page.goto(site.address)
    away = "() => document.documentElement.dataset.header === 'away'"
    back = "() => document.documentElement.dataset.header === undefined"
    page.mouse.move(400, 300)
    page.mouse.wheel(0, 400)
    page.wait_for_function(away)
    page.mouse.wheel(0, -100)
    page.wait_for_function(back)
    page.mouse.wheel(0, 300)
    page.wait_for_function(away)
    page.locator("input[name=query]").focus()
    page.wait_for_function(back)
