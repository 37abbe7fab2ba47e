"""`/arxiv/ID[vN]`: one paper with all that is known of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coolpapers.citations import bibtex
from coolpapers.identifiers import ArxivId
from coolpapers.papers.citing import citation_fields
from coolpapers.web.addresses import absolute, paper_path
from coolpapers.web.citing import citation_meta
from coolpapers.web.held_papers import held_paper, held_version
from coolpapers.web.licences import is_link, licence_name
from coolpapers.web.paper_text import facts_context, paper_texts
from render import render_abstract


def one_paper(request: HttpRequest, identifier: ArxivId) -> HttpResponse:
    """The store keeps the text of the newest version only; an older one's page says so and links to that version at arXiv."""
    paper = held_paper(identifier)
    version = held_version(paper, identifier)
    fields = citation_fields(paper, identifier.version)
    versions = list(paper.versions.all())
    context = facts_context(paper, identifier.version) | {
        "text": paper_texts([paper])[paper.arxiv_id],
        "fields": fields,
        "meta": citation_meta(paper, fields),
        "description": fields.abstract[:300],
        "shown": version or versions[-1],
        "older": version is not None and version.number < paper.version,
        "versions": [(one, ArxivId(paper.arxiv_id, one.number)) for one in reversed(versions)],
        "comments_html": render_abstract(paper.comments),
        "dois": [(doi, f"https://doi.org/{doi}") for doi in paper.doi.split() if doi.startswith("10.")],
        "licence": licence_name(paper.license),
        "licence_link": paper.license if is_link(paper.license) else "",
        "bibtex": bibtex(fields),
        "citation_path": f"/api/v1/papers/{identifier.versioned}",
        "canonical": absolute(request, paper_path(paper.arxiv_id)),
    }
    return render(request, "paper.html", context)
