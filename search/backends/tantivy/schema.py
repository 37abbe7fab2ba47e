"""The Tantivy schema, and one paper as a Tantivy document."""

from functools import lru_cache

import tantivy

from search import fields as f
from search.backends.tantivy.ordering import day_key, encode_id, second_key
from search.fields import IndexedPaper

# Columns only this engine needs.
ID_CODE = "id_code"
BY_ANNOUNCED, BY_UPDATED = "by_announced", "by_updated"
YEAR = "year"
SOURCE = "source"


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    """The one schema; tokens come joined by blanks, so every text field is split on blanks and no more."""
    builder = tantivy.SchemaBuilder()
    for name in f.POSITIONAL:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in f.COUNTED:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in f.SETS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field(f.ID, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(f.CATEGORY, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field(SOURCE, stored=True)
    for name in (f.ANNOUNCED, f.SUBMITTED, f.UPDATED, YEAR):
        builder.add_integer_field(name, fast=True)
    for name in (ID_CODE, BY_ANNOUNCED, BY_UPDATED):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def document(paper: IndexedPaper) -> tantivy.Document:
    """The paper, ready to add."""
    made = tantivy.Document()
    add_text = made.add_text
    for name, text in paper.tokens.items():
        if text:
            add_text(name, text)
    add_text(f.ID, paper.id)
    for category in paper.categories:
        add_text(f.CATEGORY, category)
    made.add_bytes(SOURCE, paper.source.encode("utf-8", "surrogatepass"))
    made.add_integer(f.ANNOUNCED, paper.announced)
    made.add_integer(f.SUBMITTED, paper.submitted)
    made.add_integer(f.UPDATED, paper.updated)
    made.add_integer(YEAR, paper.year)
    made.add_unsigned(ID_CODE, encode_id(paper.id))
    made.add_unsigned(BY_ANNOUNCED, day_key(paper.announced, paper.id))
    made.add_unsigned(BY_UPDATED, second_key(paper.updated_at, paper.id))
    return made
