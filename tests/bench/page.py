"""A page of 200 real abstracts: ours over MathJax's stock tex-chtml page with ui/lazy, the same HTML in the same browser.

Both are served compressed from this machine to an empty profile, in turns. `first`: until the first formula in the
window is typeset; `long`: main-thread time in tasks over 50 ms until the page rests; nodes: of the document at rest,
before any scrolling; bytes: everything on the wire until then.
"""

import functools
import gzip
import json
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from render import render_abstract, render_title
from tests.bench import bare
from tests.bench.stock_mathjax import stock_mathjax
from tests.browser.script_site import WEB, page_html
from tests.services.chromium import chromium

PAPERS = 200
RUNS = 3
REST_MS = 2500
STOCK_CONFIG = """window.MathJax = {
  loader: {load: ["ui/lazy"], paths: {mathjax: "/stock/mathjax", fonts: "/stock/@mathjax"}},
  output: {font: "mathjax-newcm"},
  options: {ignoreHtmlClass: ".*", processHtmlClass: "math"EXTRA},
};"""
NO_SPEECH = ", enableMenu: false, menuOptions: {settings: {enrich: false, speech: false, braille: false, collapsible: false}}"
STOCK_SCRIPTS = (
    '<script src="/config.js"></script><script src="/stock/mathjax/tex-chtml.js" defer></script></head>'
)
WATCH = """
window.firstFormula = null; window.wholeView = null; window.longTasks = 0;
new PerformanceObserver(list => { for (const task of list.getEntries()) longTasks += task.duration; })
    .observe({type: 'longtask', buffered: true});
const look = () => {
  const inView = [...document.querySelectorAll('.math')].filter(math => {
    const {top, bottom} = math.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  const done = math => math.querySelector('mjx-container') && !math.querySelector('mjx-lazy');
  if (inView.length > 0) {
    if (firstFormula === null && inView.some(done)) firstFormula = performance.now();
    if (inView.every(done)) { wholeView = performance.now(); return; }
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
FIGURES = "({first_ms: firstFormula, view_ms: wholeView, long_ms: longTasks, nodes: document.querySelectorAll('*').length})"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *words: object, pages: dict[str, bytes], stock: Path) -> None:
        self.pages, self.stock = pages, stock
        super().__init__(*words)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        kind = guess_type(path)[0] or "text/html"
        body = self.pages.get(path) or _packed(WEB if path.startswith("/static/") else self.stock, path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if body[:2] == b"\x1f\x8b":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *words: object) -> None:  # noqa: A002 - the base class's word
        """Silent."""


@functools.cache
def _packed(root: Path, path: str) -> bytes:
    file = root / path.removeprefix("/stock").lstrip("/")
    if ".." in path or not file.is_file():
        return b""
    body = file.read_bytes()
    return body if file.suffix == ".woff2" else gzip.compress(body)


@contextmanager
def serving(pages: dict[str, bytes], stock: Path) -> Iterator[str]:
    """The address of a server of these pages, our static files and, under /stock, MathJax's packages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, pages=pages, stock=stock))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def visit(browser: Browser, address: str) -> dict[str, float]:
    """What one first visit costs."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        received: list[float] = []
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        page.goto(address)
        page.wait_for_function("() => window.wholeView !== null", timeout=120_000)
        page.wait_for_timeout(REST_MS)
        return {**page.evaluate(FIGURES), "kb": sum(received) / 1000}
    finally:
        context.close()


def module_links() -> str:
    """What the site's own pages put into their head beside app.js."""
    names = sorted(file.name for file in (WEB / "static" / "js").glob("*.js"))
    own = (name for name in names if name not in {"app.js", "theme.js"})
    return "".join(f'<link rel="modulepreload" href="/static/js/{name}">' for name in own)


def main() -> None:
    records = (record for record in bare.records("arxiv_sample_20k") if "$" in record["abstract"])
    html = "".join(
        f'<div class="paper" id="{each["id"]}"><h3 class="title">{render_title(each["title"])}</h3>'
        f'<p class="summary">{render_abstract(each["abstract"])}</p></div>'
        for each in islice(records, PAPERS)
    )
    stock_page = page_html(html, scripts=False).replace("</head>", STOCK_SCRIPTS)
    pages = {
        "/ours": page_html(html).replace("</head>", f"{module_links()}</head>"),
        "/stock-page": stock_page,
        "/silent-page": stock_page.replace("/config.js", "/silent.js"),
        "/config.js": STOCK_CONFIG.replace("EXTRA", ""),
        "/silent.js": STOCK_CONFIG.replace("EXTRA", NO_SPEECH),
    }
    packed = {path: gzip.compress(text.encode()) for path, text in pages.items()}
    visits: dict[str, list[dict[str, float]]] = {name: [] for name in ("ours", "stock-page", "silent-page")}
    with serving(packed, stock_mathjax()) as address, chromium() as browser:
        for _ in range(RUNS):
            for name, seen in visits.items():
                seen.append(visit(browser, f"{address}/{name}"))
    medians = {
        name: {figure: statistics.median(each[figure] for each in seen) for figure in seen[0]}
        for name, seen in visits.items()
    }
    ours, stock, silent = medians.values()
    ratios = {figure: round(ours[figure] / stock[figure], 2) for figure in ours}
    told = {
        "ratio": ratios["first_ms"],
        "aim": 0.6,
        "long_tasks_ratio": ratios["long_ms"],
        "long_tasks_aim": 0.3,
        "nodes_ratio": ratios["nodes"],
        "nodes_aim": 0.6,
        "bytes_ratio": ratios["kb"],
        "bytes_aim": 1,
        # Beside the stock page with speech and explorer switched off by hand.
        "ratio_without_speech": round(ours["first_ms"] / silent["first_ms"], 2),
        "formulas": html.count('class="math'),
        **{f"ours_{figure}": round(value) for figure, value in ours.items()},
        **{f"stock_{figure}": round(value) for figure, value in stock.items()},
    }
    print(json.dumps({"page_first_formula": told}))


if __name__ == "__main__":
    main()
