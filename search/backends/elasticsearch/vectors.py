"""What the index knows of one paper's terms: counts in the paper, papers that have them, in one request."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from search import fields as f
from search.backends.elasticsearch.connection import Connection
from search.backends.elasticsearch.mapping import Json


@dataclass(frozen=True, slots=True)
class TermVectors:
    """One paper's stems; serves as the TermStatistics of those, and of no others."""

    documents: int
    counts: Mapping[str, int]  # a word of the title counts twice, once as title and once as part of the whole
    frequencies: Mapping[str, int]

    def document_frequency(self, stem: str) -> int:
        """Papers whose title or abstract has the stem."""
        return self.frequencies.get(stem, 0)


def term_vectors(connection: Connection, paper_id: str) -> TermVectors | None:
    """The paper's terms; None when the index does not hold it."""
    told: Json = connection.ask(
        lambda client: client.termvectors(
            index=connection.address.index,
            id=paper_id,
            fields=[f.ALL, f.TITLE],
            term_statistics=True,
            positions=False,
            offsets=False,
            payloads=False,
            realtime=False,
        )
    )
    vectors = told.get("term_vectors")
    if not told.get("found") or not vectors:
        return None
    counts: Counter[str] = Counter()
    for name in (f.ALL, f.TITLE):
        for term, said in vectors[name]["terms"].items():
            counts[term] += said["term_freq"]
    del counts[f.GAP]
    return TermVectors(
        documents=vectors[f.ALL]["field_statistics"]["doc_count"],
        counts=counts,
        frequencies={term: said["doc_freq"] for term, said in vectors[f.ALL]["terms"].items()},
    )
