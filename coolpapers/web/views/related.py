"""`/arxiv/ID,ID,…/related`: papers like these, and the words that make them alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coolpapers.engine import search_backend
from coolpapers.identifiers import ArxivId
from coolpapers.papers.documents import search_document
from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import rows_in_order
from coolpapers.web.addresses import paper_path, search_path
from coolpapers.web.cards import Why, cards
from coolpapers.web.category_options import category_options
from coolpapers.web.held_papers import held_paper
from coolpapers.web.not_found import Lack, NotHere, Way
from coolpapers.web.paper_text import paper_texts
from coolpapers.web.parameters import BadParameter
from coolpapers.web.related_request import RelatedForm, RelatedRequest
from coolpapers.web.search_filters import bounds_in_force
from search import Keyword


@dataclass(frozen=True, slots=True)
class Origin:
    """A paper asked about."""

    arxiv_id: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A link that bounds the answer."""

    label: str
    address: str


def related_papers(request: HttpRequest, identifiers: Sequence[ArxivId]) -> HttpResponse:
    """Most alike first, each with the keywords it shares; bounds that cannot be read leave the page without papers."""
    papers = _held(identifiers)
    form = RelatedForm.read(tuple(identifier.value for identifier in identifiers), request.GET)
    context = _form_context(form, papers, identifiers)
    try:
        asked = RelatedRequest.read(form, request.GET)
    except BadParameter as fault:
        return render(
            request, "related.html", context | {"parameter": fault.name, "message": fault.message}, status=400
        )
    found = search_backend().related(
        list(map(search_document, papers)), limit=asked.show, within=asked.within
    )
    shared = {hit.id: hit.words for hit in found.hits}
    context |= {
        "answered": True,
        "keywords": [(word, _keyword_path(word)) for word in found.keywords],
        "cards": cards(rows_in_order(list(shared)), why=lambda paper: _shares(shared[paper.arxiv_id])),
    }
    return render(request, "related.html", context)


def _form_context(
    form: RelatedForm, papers: Sequence[Paper], identifiers: Sequence[ArxivId]
) -> dict[str, object]:
    texts = paper_texts(papers)
    held = {paper.arxiv_id for paper in papers}
    return {
        "origins": [
            Origin(paper.arxiv_id, texts[paper.arxiv_id].title, paper_path(paper.arxiv_id))
            for paper in papers
        ],
        "all_path": paper_path(",".join(form.ids)),
        "unknown": [identifier for identifier in identifiers if identifier.value not in held],
        "form": form,
        "filters": bounds_in_force(form.category, form.start, form.until, form.address),
        "bounds": _bounds(form, papers),
        "category_options": category_options(),
    }


def _bounds(form: RelatedForm, papers: Sequence[Paper]) -> list[Bound]:
    """The bounds asked for most: the papers' own category, what came after them, what was there before."""
    bounds = []
    primary = list(dict.fromkeys(paper.primary_category for paper in papers))
    if len(primary) <= 3 and not form.category:
        bounds += [
            Bound(_("in %(category)s") % {"category": name}, form.address(category=name)) for name in primary
        ]
    if not form.start and not form.until:
        newest, oldest = max(paper.announced for paper in papers), min(paper.announced for paper in papers)
        after, before = newest + timedelta(days=1), oldest - timedelta(days=1)
        bounds.append(Bound(ngettext("after it", "after them", len(papers)), form.address(start=f"{after}")))
        bounds.append(
            Bound(ngettext("before it", "before them", len(papers)), form.address(until=f"{before}"))
        )
    return bounds


def _held(identifiers: Sequence[ArxivId]) -> list[Paper]:
    """The papers asked about; raises NotHere when none of them is held."""
    if len(identifiers) == 1:
        return [held_paper(identifiers[0])]
    papers = rows_in_order([identifier.value for identifier in identifiers])
    if papers:
        return papers
    ways = [
        Way(_("%(id)s at arxiv.org") % {"id": identifier.value}, identifier.abs_url)
        for identifier in identifiers
    ]
    message = _("They may be newer than the last harvest, or not exist.")
    raise NotHere(Lack(_("None of these papers is held"), message, ways))


def _shares(words: tuple[str, ...]) -> tuple[Why, ...]:
    return (Why(_("Shares:"), words),) if words else ()


def _keyword_path(word: Keyword) -> str:
    """The search for a keyword: as a phrase where it is one, by its stem where it is one word."""
    return search_path(f'"{word.text}"' if " " in word.text else word.text)
