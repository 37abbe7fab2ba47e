"""A paper's citation as Highwire `<meta>` for Zotero, Google Scholar and their like."""

from typing import Final

from coolpapers.citations import CitationFields
from coolpapers.papers.models import Paper

_ABSTRACT_IN_META: Final = 5_000  # characters; the longest real abstract has 5,087


def citation_meta(paper: Paper, fields: CitationFields) -> list[tuple[str, str]]:
    """(name, content) of the `citation_*` tags, authors as `Keyname, Forenames` in the paper's order."""
    tags = [("citation_title", fields.title)]
    tags += [
        ("citation_author", f"{key}, {fore}" if key and fore else name) for key, fore, name in fields.authors
    ]
    tags += [
        ("citation_date", f"{paper.submitted:%Y/%m/%d}"),
        ("citation_online_date", f"{paper.updated:%Y/%m/%d}"),
        ("citation_doi", paper.doi),
        ("citation_journal_title", paper.journal_ref),
        ("citation_arxiv_id", paper.arxiv_id),
        ("citation_abstract_html_url", fields.url),
        ("citation_pdf_url", fields.pdf_url),
        ("citation_keywords", paper.primary_category),
        ("citation_abstract", fields.abstract[:_ABSTRACT_IN_META]),
    ]
    return [(name, content) for name, content in tags if content]
