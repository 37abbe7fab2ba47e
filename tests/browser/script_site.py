"""Pages that hold the markup the scripts work on, and nothing else, under the site's own content security policy.

The papers and formulas are this file's own; the HTML of titles and abstracts comes from `render`, as on the site.
"""

import functools
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from coolpapers.middleware import CONTENT_SECURITY_POLICY
from render import render_abstract, render_title

# Served as the root, so that /static/ is where the site has it.
WEB = Path(__file__).parents[2] / "coolpapers" / "web"

FORMULAS = (
    r"$x^2+y^2=z^2$",
    r"$\alpha_{n+1}\leq\beta_n$",
    r"$\mathbb{E}[X\mid\mathcal{F}_t]$",
    r"$L^2(\mathbb{R}^d)$",
    r"$a<b>c$",
    r"$\frac{1}{1+e^{-x}}$",
    r"$\sum_{k=0}^{\infty}\frac{(-1)^k}{2k+1}$",
    r"$$\int_{-\infty}^{\infty}e^{-x^2}\,dx=\sqrt{\pi}$$",
    r"$\R^3\setminus\{0\}$",
    r"$\bm{\theta}\in\cX$",
    r"$\ket{\psi}=\alpha\ket{0}+\beta\ket{1}$",
    r"$\begin{pmatrix}a&b\\c&d\end{pmatrix}$",
    r"$\mathrm{SU}(2)\times\mathrm{U}(1)_Y$",
    r"$f\colon X\to Y$",
    r"$O(n\log n)$",
    r"$\text{if } n \text{ is odd}$",
    r"\[\mathcal{L}=-\tfrac14F_{\mu\nu}F^{\mu\nu}+i\bar\psi\gamma^\mu D_\mu\psi+\text{h.c.}\]",
    r"$\overline{\mathfrak{g}}\cong\mathfrak{sl}_2$",
    r"$p_{\theta}(y\mid x)$",
    r"$\lVert Ax-b\rVert_2^2$",
)
STYLES = "".join(
    f'<link rel="stylesheet" href="/static/css/{name}.css">' for name in ("colours", "frame", "papers")
)
SENTENCES = (
    "We study how {} behaves when the size of the system grows, and compare it with {}.",
    "Under mild conditions on {}, the estimate improves by a constant factor.",
    "This settles a question that was open for {} and gives a new proof for {}.",
    "Numbers such as 12.5 stay text, while {} is a formula of the paper.",
    "Experiments on four collections agree with {} within the error.",
)


@dataclass(frozen=True, slots=True)
class SamplePaper:
    """What a `.paper` element shows."""

    arxiv_id: str
    title: str
    abstract: str
    authors: tuple[str, ...] = ("Ada Example", "Émile Müller")


def sample_papers(count: int) -> list[SamplePaper]:
    """`count` papers of three or four formulas each, the same ones every time."""
    papers = []
    for number in range(count):
        formulas = iter(FORMULAS[(number * 7 + step) % len(FORMULAS)] for step in range(12))
        sentences = (SENTENCES[(number + step) % len(SENTENCES)] for step in range(3))
        abstract = " ".join(sentence.format(next(formulas), next(formulas)) for sentence in sentences)
        title = f"Paper {number} on {FORMULAS[(number * 3) % 7]}" if number % 3 == 0 else f"Paper {number}"
        papers.append(SamplePaper(f"2601.{number:05}", title, abstract))
    return papers


def paper_html(paper: SamplePaper) -> str:
    """The element `.paper`."""
    authors = ", ".join(f'<a class="author" href="/a">{escape(name)}</a>' for name in paper.authors)
    buttons = "".join(
        f'<button type="button" data-action="{name}" hidden>{name}</button>'
        for name in ("cite", "copy", "star")
    )
    return (
        f'<div class="paper" id="{paper.arxiv_id}"><h2><a class="title-link" href="/open/{paper.arxiv_id}">'
        f'{render_title(paper.title)}</a></h2><p class="authors">{authors}</p>'
        f'<p class="subjects"><a href="/c">cs.LG</a></p><p class="summary">{render_abstract(paper.abstract)}</p>'
        f'<p class="actions"><a class="title-pdf" href="/pdf/{paper.arxiv_id}">PDF</a> '
        f'<a class="title-rel" href="/rel/{paper.arxiv_id}">Related</a> {buttons}</p></div>'
    )


def papers_html(papers: Iterable[SamplePaper]) -> str:
    """The papers one below the other."""
    return "".join(map(paper_html, papers))


def page_html(main: str, *, scripts: bool = True) -> str:
    """A page showing `main`; without `scripts` one that a test gives them later."""
    script = '<script type="module" src="/static/js/app.js"></script>' if scripts else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>list</title><link rel="icon" href="data:,">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><script src="/static/js/theme.js"></script>'
        f"{STYLES}{script}</head><body>"
        '<header class="bar"><input type="search" name="query" aria-label="Search">'
        '<button type="button" data-action="theme" hidden>Theme</button>'
        '<button type="button" data-action="density" hidden>Density</button>'
        '<button type="button" data-action="keys" hidden>Keys</button></header>'
        '<nav class="days"><a rel="prev" href="/before">before</a>'
        f'<a rel="next" href="/after">after</a></nav><main class="papers">{main}</main>'
        '<dialog id="keys"><h2>Keys</h2><form method="dialog"><button>Close</button></form></dialog></body></html>'
    )


@dataclass(slots=True)
class ScriptSite:
    """A server of pages given by path; every other path outside /static/ answers with an empty page."""

    address: str
    pages: dict[str, str] = field(default_factory=dict)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *words: object, pages: dict[str, str], **options: object) -> None:
        self.pages = pages
        super().__init__(*words, **options)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/static/"):
            super().do_GET()
            return
        blank = '<!doctype html><title>blank</title><link rel="icon" href="data:,">'
        body = self.pages.get(path, blank).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        # MathJax's files are fetched once by each profile; no test changes them.
        kept = urlsplit(self.path).path.startswith("/static/vendor/")
        self.send_header("Cache-Control", "max-age=3600" if kept else "no-store")
        super().end_headers()

    def log_message(self, format: str, *words: object) -> None:  # noqa: A002 - the base class's word
        """Silent."""


@contextmanager
def script_site() -> Iterator[ScriptSite]:
    """The server while the block runs."""
    pages: dict[str, str] = {}
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Handler, directory=str(WEB), pages=pages)
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield ScriptSite(f"http://127.0.0.1:{server.server_port}", pages)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
