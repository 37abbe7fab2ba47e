"""Finding in a browser: offers, filters and reasons of a search, related papers, status on a phone, a paper fetched without scripts."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from coolpapers.papers.announcements import record_lists
from coolpapers.papers.records import AnnouncedListRecord, AnnounceKind, AnnouncementRecord
from tests.arxiv import World, running
from tests.browser.faint_text import FAINT_TEXT
from tests.browser.stored_site import stored_site
from tests.unit.worker.arxiv_world import paper
from tests.worlds import record
from worker import network
from worker.models import LeaseRow
from worker.pipeline import fetch_wanted

# Has pytest-django make a database; the papers are in it for the whole module.
pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 17)
ABSENT = "2611.00077"
SHARED = "Spectral kettles whistle in modes of tidal resonance; tidal resonance tells spectral kettles apart."
SEARCH = "/arxiv/search?query="
STATES = (
    f"{SEARCH}spectrol+ketles",
    f"{SEARCH}spectral+author:kettle&category=cs.LG&from=2026-01-01",
    f"{SEARCH}spectral+{'unheardof' * 8}",
    f"{SEARCH}%22unclosed",
    "/arxiv/2611.00001,2611.00002/related?category=cs.LG",
    "/arxiv/2611.00001/related",
    "/status",
    "/arxiv/cs.LG",
)


@pytest.fixture(scope="module")
def site(
    browser: object, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A site with papers alike, of one of which arXiv's list says more than is held."""
    papers = [
        record(
            f"2611.{number:05}",
            title=f"Spectral kettles, part {number}",
            abstract=SHARED,
            comments="with gaskets" if number == 3 else "",
            categories=("cs.LG",) if number % 2 else ("hep-ph", "cs.LG"),
        )
        for number in range(1, 9)
    ]
    lines = [AnnouncementRecord(one.arxiv_id, AnnounceKind.NEW) for one in papers]
    lists = [
        AnnouncedListRecord("cs.LG", DAY, "listing", tuple(lines)),
        AnnouncedListRecord("hep-ph", DAY, "listing", (AnnouncementRecord("2611.66666", AnnounceKind.NEW),)),
    ]
    with stored_site(papers, tmp_path_factory.mktemp("finding"), django_db_blocker) as address:
        record_lists(lists)
        yield address


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 390])
def test_every_state_fits_a_phone_and_stands_out(
    open_page: Callable[..., Page],
    site: str,
    sideways: Callable[[Page], int],
    faults: list[str],
    width: int,
    dark: bool,
) -> None:
    page = open_page(width=width, dark=dark)
    for path in STATES:
        status = page.goto(site + path).status
        refused = [
            "console: Failed to load resource: the server responded with a status of 400 (Bad Request)"
        ]
        assert faults == (refused if status == 400 else []), path
        faults.clear()
        page.evaluate("document.querySelectorAll('main details').forEach(folded => { folded.open = true; })")
        assert sideways(page) == 0, path
        found = page.evaluate(FAINT_TEXT)
        assert found["looked"] > 10, path
        assert found["faint"] == [], path


def test_misspelt_words_lead_to_papers(page: Page, site: str) -> None:
    page.goto(f"{site}{SEARCH}spectrol+ketles")
    expect(page.locator(".meant")).to_contain_text("Showing results for spectral kettles.")
    expect(page.locator(".state")).to_contain_text("8 papers")
    assert page.locator(".paper").count() == 8
    expect(page.locator("#query")).to_have_value("spectrol ketles")
    page.locator(".meant").get_by_role("link", name="spectrol ketles").click()
    page.wait_for_url("**literal=1*")
    expect(page.locator(".state")).to_contain_text("Did you mean spectral kettles")
    assert page.locator(".paper").count() == 0
    page.go_back()
    expect(page.locator(".paper")).to_have_count(8)


def test_the_answer_stands_above_the_fold_of_a_phone(open_page: Callable[..., Page], site: str) -> None:
    """The help used to be unfolded above it."""
    page = open_page(width=390)
    page.goto(f"{site}{SEARCH}xylophone")
    assert page.locator(".nothing .state").evaluate("told => told.getBoundingClientRect().bottom") < 300
    expect(page.locator("details.language")).to_be_visible()


def test_narrowing_without_scripts_by_keyboard_alone(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(width=390, java_script_enabled=False)
    page.goto(f"{site}{SEARCH}spectral")
    expect(page.get_by_role("link", name="Cool Papers")).to_have_count(
        1
    )  # its words are not shown on a phone
    expect(page.get_by_role("group", name="Abstracts")).to_have_count(0)  # no script, no buttons in it
    page.locator("details.narrow > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # from the summary to the way of matching
    page.keyboard.press("Tab")
    page.keyboard.type("hep-ph")
    page.locator(".bounds button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**category=hep-ph**")
    expect(page.locator(".paper")).to_have_count(4)


def test_on_paper_a_search_says_what_was_asked(page: Page, site: str) -> None:
    page.goto(f"{site}{SEARCH}spectrol+ketles&category=hep-ph")
    page.emulate_media(media="print")
    heading = page.get_by_role("heading", name="Search: spectral kettles")
    assert heading.evaluate("heading => heading.getBoundingClientRect().width") > 100
    for gone in ("form.search", ".facets", ".ways", ".instead", ".filters [aria-hidden]"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".filters")).to_contain_text("hep-ph")
    expect(page.locator(".state")).to_contain_text("4 papers")


def test_filters_go_one_by_one(page: Page, site: str) -> None:
    page.goto(f"{site}{SEARCH}spectral&category=hep-ph&from=2026-01-01")
    filters = page.locator(".filters a")
    expect(filters).to_have_count(2)
    expect(page.locator(".paper")).to_have_count(4)
    filters.filter(has_text="hep-ph").click()
    expect(page.locator(".filters a")).to_have_count(1)
    expect(page.locator(".paper")).to_have_count(8)
    assert "category=" not in page.url
    assert "from=2026-01-01" in page.url


def test_slash_goes_to_the_words_of_a_search_and_selects_nothing_else(page: Page, site: str) -> None:
    page.goto(f"{site}{SEARCH}spectral")
    page.keyboard.press("/")
    expect(page.locator("#query")).to_be_focused()
    page.locator("#query").fill("tidal gaskets")
    page.keyboard.press("Enter")
    page.wait_for_url("**query=tidal*")
    expect(page.locator(".paper")).to_have_count(1)
    expect(page.locator(".paper .why b")).to_have_text("gaskets")
    expect(page.locator(".paper .summary mark").first).to_have_text("tidal")


def test_related_papers_of_two_are_narrowed_by_a_form(open_page: Callable[..., Page], site: str) -> None:
    for scripts in (True, False):
        page = open_page(java_script_enabled=scripts)
        page.goto(f"{site}/arxiv/2611.00001,2611.00002/related")
        expect(page.locator(".paper")).to_have_count(6)
        page.locator("details.narrow > summary").click()
        page.locator("form.narrowing input[name=category]").fill("hep-ph")
        page.locator("form.narrowing button[type=submit]").click()
        page.wait_for_url("**category=hep-ph**")
        expect(page.locator(".paper")).to_have_count(3)
        page.locator(".filters a").click()
        expect(page.locator(".paper")).to_have_count(6)


def test_the_status_uses_a_wide_screen(
    open_page: Callable[..., Page], site: str, sideways: Callable[[Page], int]
) -> None:
    page = open_page(width=1440)
    page.goto(f"{site}/status")
    main, now, newest, lists = (
        page.locator(place).evaluate("place => place.getBoundingClientRect().toJSON()")
        for place in ("main", ".now", ".newest", ".lists")
    )
    assert newest["y"] == now["y"]
    assert newest["x"] > now["x"] + now["width"]
    assert main["width"] - (newest["x"] + newest["width"] - now["x"]) < 48
    assert lists["width"] == newest["x"] + newest["width"] - now["x"]
    state = page.locator("details.states summary > span:not(.name)").first
    before = state.bounding_box()
    page.locator("details.states > summary").first.click()
    assert state.bounding_box() == before
    assert sideways(page) == 0


def test_the_status_on_a_phone_unfolds_by_key(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(width=390)
    page.goto(f"{site}/status")
    archive = page.locator("details.states", has=page.locator("code", has_text="cs")).first
    expect(archive.locator("li").first).to_be_hidden()
    archive.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(archive.locator("li", has_text="cs.LG")).to_be_visible()


@pytest.mark.django_db(
    transaction=True
)  # the site sees what the test writes; it empties the tables, so it comes last
def test_a_paper_is_fetched_without_scripts(
    open_page: Callable[..., Page], site: str, faults: list[str]
) -> None:
    world = World()
    world.tell(paper(77, "cs.LG", day=DAY))
    page = open_page(java_script_enabled=False)
    assert page.goto(f"{site}/arxiv/{ABSENT}").status == 404
    with running(world, now=datetime(2026, 11, 18, 12, tzinfo=UTC)) as arxiv:
        now = datetime.now(UTC)
        LeaseRow.objects.filter(name="index").update(since=now)  # a worker was here
        network.client.cache_clear()
        page.get_by_role("button", name="Fetch it from arXiv").click()
        expect(page.locator("main [role=status]")).to_contain_text("It is asked for")
        with override_settings(ARXIV_API_URL=arxiv.api_url):
            assert fetch_wanted().held == 1
        network.client.cache_clear()
    # The page looks again by itself.
    expect(page.locator("h1 .title-link")).to_have_text("On the teapot 77")
    assert set(faults) == {
        "console: Failed to load resource: the server responded with a status of 404 (Not Found)"
    }
    faults.clear()
