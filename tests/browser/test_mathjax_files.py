"""MathJax loads by parts from vendor/mathjax alone: no file is missing, and no other machine is asked."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import missing

STATIC = Path(__file__).parents[2] / "coolpapers" / "web" / "static"
EXTENSIONS = STATIC / "vendor" / "mathjax" / "input" / "tex" / "extensions"
DYNAMIC = STATIC / "vendor" / "mathjax" / "fonts" / "mathjax-newcm-font" / "chtml" / "dynamic"

FORMULAS = r"""
<p><span class="math">\(\mathbb{R}\mathcal{L}\mathfrak{g}\mathscr{F}\mathsf{A}\boldsymbol{\xi}\)</span></p>
<p><span class="math">\(\bra{\psi}\cancel{x}\color{red}{y}\upalpha\text{if \emph{odd}}\overset{!}{=}\)</span></p>
<div class="math">\[\begin{aligned}\sum_{n=1}^\infty\frac1{n^2}&=\frac{\pi^2}6\\
\begin{CD}A@>>>B\end{CD}\end{aligned}\]</div>
<p class="plain">\(x\)</p>"""
PAGE = """<!doctype html><title>formulas</title><link rel="icon" href="data:,"><main>FORMULAS</main>
<script>
MathJax = {
  loader: {
    paths: {mathjax: "/vendor/mathjax", fonts: "/vendor/mathjax/fonts"},
    load: ["core", "input/tex-base", PACKAGES, "output/chtml", "a11y/assistive-mml", "ui/safe"],
  },
  tex: {packages: ["base", NAMES]},
  output: {font: "mathjax-newcm"},
  startup: {
    pageReady: () => MathJax.startup.defaultPageReady()
      .then(() => document.fonts.ready).then(() => { window.typeset = true; }),
  },
  options: {ignoreHtmlClass: ".*", processHtmlClass: "math"},
};
</script><script src="/vendor/mathjax/startup.js" defer></script>"""
# Polled, because a promise that never settles would hold page.evaluate for ever.
TYPESET = "window.typeset === true"


class Handler(SimpleHTTPRequestHandler):
    """The page at /, the static files beside it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        # newcommand is loaded because others need it, and stays off: a formula defines nothing.
        names = sorted(path.stem for path in EXTENSIONS.glob("*.js") if path.stem != "newcommand")
        packages = ", ".join(f'"[tex]/{name}"' for name in names)
        page = PAGE.replace("PACKAGES", packages).replace("NAMES", ", ".join(f'"{name}"' for name in names))
        body = page.replace("FORMULAS", FORMULAS).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's word
        """Silent."""


@pytest.fixture
def address() -> Iterator[str]:
    """A server of the static files."""
    if not EXTENSIONS.is_dir():
        missing("MathJax is not in coolpapers/web/static/vendor (make install)")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(STATIC)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_formulas_are_typeset_from_our_own_files(page: Page, address: str) -> None:
    asked: list[tuple[str, int]] = []
    page.on("response", lambda response: asked.append((response.url, response.status)))
    page.goto(address)
    page.wait_for_function(TYPESET)

    assert page.locator("mjx-container").count() == 3
    assert page.locator("mjx-merror").count() == 0
    # An unknown command would be shown as its own red source.
    assert "\\" not in "".join(page.locator("mjx-container").all_inner_texts())
    assert page.locator(".plain").inner_text() == r"\(x\)"
    assert page.locator("mjx-assistive-mml math").count() == 3
    assert [url for url, status in asked if status != 200] == []
    kinds = {url.rpartition(".")[2] for url, _ in asked}
    assert {"js", "woff2"} <= kinds
    assert page.evaluate("[...document.fonts].some(f => f.status === 'loaded')")


def test_every_font_file_is_there(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function(TYPESET)
    dynamic_files = "Object.values(MathJax.startup.output.font.constructor.dynamicFiles)"
    wanted = page.evaluate(f"{dynamic_files}.map(f => `${{f.file}}.js`)")
    assert len(wanted) > 20
    assert set(wanted) <= {path.name for path in DYNAMIC.iterdir()}
