"""Paper row → the HTML of its title, authors, facts, abstract and actions; the part of a list that costs time.

Built once a paper and kept in Django's cache under all that it is made from: the row's revision and day, the language, and the
code that writes it. A page of 25 real papers costs 11 ms of processor time with it, 24 without, 4 of them the store (2026-11-22).
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from functools import cache as once
from hashlib import blake2b
from pathlib import Path
from typing import Final

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language

import render
from coolpapers.identifiers import ArxivId
from coolpapers.papers.models import AnnouncedSource, Paper
from coolpapers.web.addresses import paper_path, related_path
from coolpapers.web.authors import AuthorLinks
from coolpapers.web.subjects import subject_links
from render import SafeHtml, render_abstract, render_title

KEPT_FOR_S: Final = 86_400

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PaperText:
    """The parts, each whole and safe HTML; title and abstract are phrasing content, the others elements."""

    title: SafeHtml
    abstract: SafeHtml
    authors: SafeHtml
    facts: SafeHtml
    actions: SafeHtml

    def marked(
        self,
        paper: Paper,
        title_spans: Sequence[Span],
        abstract_spans: Sequence[Span],
        names: Sequence[str] = (),
    ) -> "PaperText":
        """With the spans of the authors' text, and the names of some authors, shown as marks."""
        authors: str = self.authors
        for name in map(escape, names):
            authors = authors.replace(f">{name}</a>", f"><mark>{name}</mark></a>")
        return replace(
            self,
            title=render_title(paper.title, spans=title_spans) if title_spans else self.title,
            abstract=render_abstract(paper.abstract, spans=abstract_spans)
            if abstract_spans
            else self.abstract,
            authors=SafeHtml(authors),
        )


def paper_texts(papers: Sequence[Paper]) -> dict[str, PaperText]:
    """The parts of each paper by id, from the cache where it holds them."""
    keys = {paper.arxiv_id: _key(paper) for paper in papers}
    known: dict[str, tuple[str, ...]] = cache.get_many(keys.values())
    fresh = {paper.arxiv_id: _made(paper) for paper in papers if keys[paper.arxiv_id] not in known}
    if fresh:
        cache.set_many(
            {keys[name]: tuple(map(str, astuple(text))) for name, text in fresh.items()}, KEPT_FOR_S
        )
    return {name: fresh.get(name) or PaperText(*map(SafeHtml, known[key])) for name, key in keys.items()}


def facts_context(paper: Paper, version: int | None = None) -> dict[str, object]:
    """What the templates of facts and actions take; links go to `version` when one is given."""
    identifier = ArxivId(paper.arxiv_id, version)
    return {
        "paper": paper,
        "subjects": subject_links(paper),
        "estimated": paper.announced_source == AnnouncedSource.ESTIMATED,
        "related": related_path(paper),
        "abs_url": identifier.abs_url,
        "pdf_url": identifier.pdf_url,
        "address": paper_path(identifier.versioned),
    }


def _made(paper: Paper) -> PaperText:
    context = facts_context(paper)
    return PaperText(
        title=render_title(paper.title),
        abstract=render_abstract(paper.abstract),
        authors=SafeHtml(render_to_string("parts/authors.html", {"authors": AuthorLinks.of(paper)})),
        facts=SafeHtml(render_to_string("parts/facts.html", context)),
        actions=SafeHtml(render_to_string("parts/actions.html", context)),
    )


def _key(paper: Paper) -> str:
    row = (paper.arxiv_id, paper.revision, paper.fingerprint, paper.announced, paper.announced_source)
    return f"paper-text:{blake2b(repr((row, get_language(), _code())).encode(), digest_size=16).hexdigest()}"


@once
def _code() -> str:
    """Hash of the code that writes the HTML: a shared cache outlives a deployment."""
    web, leaf = Path(__file__).resolve().parent, Path(render.__file__).resolve().parent
    files = [
        *sorted(leaf.glob("*.py")),
        *sorted(web.glob("*.py")),
        *sorted((web / "templates" / "parts").glob("*.html")),
    ]
    return blake2b(b"".join(file.read_bytes() for file in files), digest_size=8).hexdigest()
