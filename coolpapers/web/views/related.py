"""`/arxiv/ID/related`: papers like this one, and the words that make them alike."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coolpapers.engine import search_backend
from coolpapers.identifiers import ArxivId
from coolpapers.papers.selectors import rows_in_order
from coolpapers.web.addresses import paper_path, search_path
from coolpapers.web.cards import cards
from coolpapers.web.held_papers import held_paper
from coolpapers.web.paging import PAGE_SIZE
from coolpapers.web.paper_text import paper_texts
from coolpapers.web.parameters import integer

MOST_RELATED: Final = 100


def related_papers(request: HttpRequest, identifier: ArxivId) -> HttpResponse:
    """Most alike first. `?show=` up to 100: beyond, what is alike is chance."""
    show = integer(request.GET, "show", default=PAGE_SIZE, least=1, most=MOST_RELATED)
    paper = held_paper(identifier)
    backend = search_backend()
    keywords = [(word, search_path(f'"{word.text}"')) for word in backend.keywords(paper.arxiv_id)]
    hits = backend.similar(paper.arxiv_id, limit=show)
    found = rows_in_order([hit.id for hit in hits])
    return render(
        request,
        "related.html",
        {
            "paper": paper,
            "title": paper_texts([paper])[paper.arxiv_id].title,
            "address": paper_path(paper.arxiv_id),
            "keywords": keywords,
            "cards": cards(found),
        },
    )
