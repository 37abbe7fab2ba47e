"""Paper row → SearchDocument: what the engine is told of a paper."""

from coolpapers.papers.models import Paper
from search import SearchDocument


def search_document(paper: Paper) -> SearchDocument:
    """The paper as the engine indexes it; reads no further row."""
    return SearchDocument(
        id=paper.arxiv_id,
        title=paper.title,
        abstract=paper.abstract,
        authors=tuple(author[0] for author in paper.author_list),
        categories=tuple(paper.category_list),
        announced=paper.announced,
        submitted=paper.submitted,
        updated=paper.updated,
        comments=paper.comments,
        journal_ref=paper.journal_ref,
        doi=paper.doi,
    )
