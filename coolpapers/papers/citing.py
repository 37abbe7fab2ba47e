"""Paper row → the fields of its citation, for pages and REST."""

from coolpapers.citations import CitationFields
from coolpapers.identifiers import ArxivId
from coolpapers.papers.models import Paper
from render import plain_text


def citation_fields(paper: Paper, version: int | None = None) -> CitationFields:
    """The paper, or one version of it, as citations tell it."""
    identifier = ArxivId(paper.arxiv_id, version)
    return CitationFields(
        arxiv_id=paper.arxiv_id,
        version=version,
        title=plain_text(paper.title),
        title_tex=paper.title,
        authors=tuple((author.keyname, author.forenames, author.name) for author in paper.authors),
        year=paper.submitted.year,
        month=paper.submitted.month,
        day=paper.submitted.day,
        primary_category=paper.primary_category,
        abstract=plain_text(paper.abstract),
        doi=paper.doi or None,
        journal_ref=paper.journal_ref or None,
        url=identifier.abs_url,
        pdf_url=identifier.pdf_url,
    )
