"""Pages in a real Chromium, served on this machine.

Every page fails its test for an error in the console, an uncaught exception, or a request that leaves this machine;
a test that means to cause one takes it out of `faults` after having looked at it.
"""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from playwright.sync_api import Error as PlaywrightError

from tests.conftest import missing
from tests.services.chromium import chromium
from tests.services.missing import ServiceMissing

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
WIDTHS = (320, 768, 1440)
HEIGHT = 900
# What takes milliseconds alone took over 10 s while two cores were shared by six test runs (2026-11-22).
WAIT_MS = 30_000

PageOpener = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        # playwright keeps an event loop in this thread, because of which Django would refuse it the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        try:
            with chromium() as running:
                yield running
        except ServiceMissing as error:
            missing(str(error))


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What went wrong in the pages of this test; must be empty when it ends."""
    found: list[str] = []
    yield found
    assert found == [], "the browser reported faults"


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> dict[str, BrowserContext]:
    """The profiles made so far by what was asked for; a fresh one costs more than most tests (0.2 s, 2026-11-22)."""
    return {}


@pytest.fixture
def open_page(
    browser: Browser, profiles: dict[str, BrowserContext], faults: list[str]
) -> Iterator[PageOpener]:
    """Makes pages in an empty profile: `open_page(width=320, dark=True, java_script_enabled=False)`.

    Further words go to playwright's new_context. Pages asked for in the same words share storage, as tabs do.
    """
    used: list[str] = []

    def opener(*, width: int = 1440, height: int = HEIGHT, dark: bool = False, **options: object) -> Page:
        asked = repr((width, height, dark, sorted(options.items())))
        if asked not in profiles:
            profiles[asked] = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                **options,
            )
            profiles[asked].set_default_timeout(WAIT_MS)
        used.append(asked)
        page = profiles[asked].new_page()
        watch(page, faults)
        return page

    yield opener
    for asked in set(used):
        if not emptied(profiles[asked]):
            profiles.pop(asked).close()


def emptied(context: BrowserContext) -> bool:
    """Whether what its pages kept could be forgotten; the pages are closed."""
    context.clear_cookies()
    pages = context.pages
    try:
        for page in pages:
            if page.url.startswith("http") and not page.is_closed():
                page.evaluate("localStorage.clear()")
            page.close()
    except PlaywrightError:  # a page that crashed, or one without scripts
        return False
    return True


def watch(page: Page, faults: list[str]) -> None:
    """Writes what goes wrong in the page into `faults`."""

    def on_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in LOOPBACK:
            faults.append(f"request to another machine: {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console: {message.text}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"uncaught: {error}"))
    page.on("request", on_request)


@pytest.fixture
def page(open_page: PageOpener) -> Page:
    """A page 1440 px wide, light."""
    return open_page()


@pytest.fixture(
    params=[(width, dark) for width in WIDTHS for dark in (False, True)],
    ids=lambda p: f"{p[0]}-{'dark' if p[1] else 'light'}",
)
def any_page(request: pytest.FixtureRequest, open_page: PageOpener) -> Page:
    """The test once for each of 320, 768 and 1440 px, light and dark."""
    width, dark = request.param
    return open_page(width=width, dark=dark)


@pytest.fixture
def sideways() -> Callable[[Page], int]:
    """How many px a page is wider than its window; 0 is what readers want."""
    return lambda page: page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
