"""In how many papers a token is, asked of the server once and remembered while the index stays as it is.

A paper asks for two hundred tokens, mostly the same as others: its related papers cost a request less where all are known.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from search import fields as f
from search.backends.elasticsearch.connection import Connection
from search.backends.elasticsearch.mapping import Json
from search.backends.elasticsearch.views import Mark, Views
from search.backends.lookups import FieldToken, Frequencies

_MAX_KNOWN: Final = 30_000  # tokens; 5 MB


@dataclass(frozen=True, slots=True)
class _Known:
    """What was asked for of one state of the index."""

    mark: Mark
    documents: int
    papers: dict[FieldToken, int] = field(default_factory=dict)  # 0 for a token that no paper has


class KnownFrequencies:
    """The frequencies that this process has asked for."""

    def __init__(self, connection: Connection, views: Views) -> None:
        self._connection = connection
        self._views = views
        self._known: _Known | None = None

    def of(self, wanted: Iterable[FieldToken]) -> Frequencies:
        """See Lookups.frequencies."""
        asked = set(wanted)
        mark, known = self._views.mark(), self._known
        if known is None or known.mark != mark or len(known.papers) > _MAX_KNOWN:
            told = self._ask(asked)
            known = self._known = _Known(mark, told.documents)
        else:
            unknown = asked - known.papers.keys()
            told = self._ask(unknown) if unknown else Frequencies(known.documents, {})
        known.papers.update((each, told.of(*each)) for each in asked if each not in known.papers)
        return Frequencies(
            known.documents, {each: having for each in asked if (having := known.papers[each])}
        )

    def _ask(self, asked: Iterable[FieldToken]) -> Frequencies:
        """The server is shown a paper made of the tokens, and tells the statistics of its terms."""
        # Every paper has this field, so it tells how many there are.
        made: dict[str, set[str]] = {f.ALL: {f.GAP}}
        for name, token in asked:
            made.setdefault(name, set()).add(token)
        told: Json = self._connection.ask(
            lambda client: client.termvectors(
                index=self._connection.address.index,
                doc={name: " ".join(sorted(tokens)) for name, tokens in made.items()},
                fields=sorted(made),
                term_statistics=True,
                field_statistics=True,
                positions=False,
                offsets=False,
                payloads=False,
            )
        )
        vectors = told["term_vectors"]
        papers = {
            (name, token): int(said["doc_freq"])
            for name in made
            for token, said in vectors.get(name, {"terms": {}})["terms"].items()
            if said.get("doc_freq")
        }
        return Frequencies(int(vectors[f.ALL]["field_statistics"]["doc_count"]), papers)
