"""The index as Elasticsearch is to make it, and one paper as a document of it.

Nothing is analysed by the server beyond splitting on blanks, with the ready `whitespace` analyzer that every distribution
has. Of the paper itself only the text that keywords are drawn from is kept.
"""

from typing import Any, Final

from search import fields as f
from search.backends.bm25 import K1, B
from search.cursor import WINDOW
from search.fields import SCHEMA_VERSION, IndexedPaper

UPDATED_AT: Final = "updated_at"
YEAR: Final = "year"
SOURCE: Final = "source"

Json = dict[str, Any]

SETTINGS: Final[Json] = {
    # Several shards would each rank by statistics of their own; arXiv's three million papers fill a tenth of one.
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # Changes are shown when a writer says so, all at once; every refresh also costs open pages a new point in time.
    "refresh_interval": "-1",
    "max_result_window": WINDOW + 1,  # one more than a page tells whether another follows
    "max_terms_count": 1_000_000,  # ids that a list of papers may name
    "similarity": {"default": {"type": "BM25", "k1": K1, "b": B}},
}


def _text(name: str, options: str) -> Json:
    return {"type": "text", "analyzer": "whitespace", "index_options": options}


def mappings(built_at: str) -> Json:
    """The strict mapping; `built_at` is an ISO 8601 time."""
    properties: Json = {name: _text(name, "positions") for name in f.POSITIONAL}
    properties |= {name: _text(name, "freqs") for name in f.COUNTED}
    properties |= {name: {"type": "keyword", "doc_values": False} for name in f.SETS}
    properties |= {name: {"type": "keyword"} for name in (f.ID, f.CATEGORY)}
    properties |= {name: {"type": "integer"} for name in (f.ANNOUNCED, f.SUBMITTED, f.UPDATED)}
    properties[UPDATED_AT] = {"type": "long"}
    properties[YEAR] = {"type": "short", "index": False}
    properties[SOURCE] = {"type": "keyword", "index": False, "doc_values": False}
    return {
        "dynamic": "strict",
        "_meta": {"schema_version": SCHEMA_VERSION, "built_at": built_at},
        "_source": {"includes": [SOURCE]},
        "properties": properties,
    }


def document(paper: IndexedPaper) -> Json:
    """The paper, ready to add."""
    made: Json = dict(paper.tokens)
    for name in f.SETS:
        made[name] = paper.tokens[name].split()
    made[f.ID] = paper.id
    made[f.CATEGORY] = paper.categories
    made[f.ANNOUNCED], made[f.SUBMITTED], made[f.UPDATED] = paper.announced, paper.submitted, paper.updated
    made[UPDATED_AT], made[YEAR] = paper.updated_at, paper.year
    # Halves of characters part words and cannot be sent; so does the sign for what cannot be shown.
    made[SOURCE] = paper.source.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return made
