"""The same papers in Tantivy with its own English analysis (en_stem): what an index costs without us."""

from collections.abc import Iterable
from pathlib import Path

import tantivy

from search import SearchDocument

HEAP = 64_000_000  # bytes, as in our own builds


def build(papers: Iterable[SearchDocument], path: Path) -> None:
    """Title and abstract stemmed, the other texts as words, ids and categories whole, the days as columns."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "abstract"):
        builder.add_text_field(name, tokenizer_name="en_stem")
    for name in ("authors", "comments", "journal"):
        builder.add_text_field(name)
    builder.add_text_field("category", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("announced", "submitted", "updated"):
        builder.add_date_field(name, fast=True)
    path.mkdir()
    writer = tantivy.Index(builder.build(), str(path)).writer(HEAP, 1)
    for paper in papers:
        made = tantivy.Document(id=paper.id, title=paper.title, abstract=paper.abstract)
        made.add_text("authors", ", ".join(paper.authors))
        made.add_text("comments", paper.comments)
        made.add_text("journal", paper.journal_ref)
        for category in paper.categories:
            made.add_text("category", category)
        made.add_date("announced", paper.submitted.combine(paper.announced, paper.submitted.min.time()))
        made.add_date("submitted", paper.submitted.replace(tzinfo=None))
        made.add_date("updated", paper.updated.replace(tzinfo=None))
        writer.add_document(made)
    writer.commit()
    writer.wait_merging_threads()
