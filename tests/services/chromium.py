"""The Chromium that the browser tests drive: a program of this machine, else one that playwright installed."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.services.missing import ServiceMissing

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # /dev/shm is 64 MB in a container, and a page of formulas takes more.
    "--disable-dev-shm-usage",
]


def program(playwright: Playwright) -> str:
    """The path of the browser; ServiceMissing when there is none."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    for path in (MACOS, Path(playwright.chromium.executable_path)):
        if path.exists():
            return str(path)
    raise ServiceMissing(
        "Chromium is not installed (apt-get install chromium, or: playwright install chromium)"
    )


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser while the block runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(playwright), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
