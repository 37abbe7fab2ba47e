"""Paper row → the fields of its citation."""

from coolpapers.citations import CitationFields
from coolpapers.identifiers import ArxivId
from coolpapers.papers.models import Paper
from render import plain_text


def citation_fields(paper: Paper, identifier: ArxivId) -> CitationFields:
    """The paper, or the version that `identifier` names, as citations tell it: by its address on arxiv.org and its first day."""
    return CitationFields(
        arxiv_id=identifier.value,
        version=identifier.version,
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
