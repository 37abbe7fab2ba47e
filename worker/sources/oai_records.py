"""Single records of arXiv's OAI-PMH server, by id: one request each, and each tells its paper whole."""

from collections.abc import Iterator, Sequence
from typing import Final

from worker.sources.base import Cursor, Page
from worker.sources.oai_answers import PREFIX
from worker.sources.oai_chain import answer_to, fault
from worker.sources.xml_documents import Client

_UNKNOWN: Final = "idDoesNotExist"


class OaiRecords:
    """The papers of `ids`; what the server does not hold is simply not there. A reading begins anew each time."""

    name = "oai records"

    def __init__(self, base_url: str, client: Client, ids: Sequence[str]) -> None:
        self.target = f"{base_url} {len(ids)} ids: {' '.join(ids[:3])}"
        self._base_url, self._client, self._ids = base_url, client, ids

    def pages(self, cursor: Cursor | None) -> Iterator[Page]:
        """A page a paper. Raises SourceUnavailable, SourceRefused, SourceDamaged."""
        for done, arxiv_id in enumerate(self._ids, 1):
            params = {
                "verb": "GetRecord",
                "metadataPrefix": PREFIX,
                "identifier": f"oai:arXiv.org:{arxiv_id}",
            }
            answer = answer_to(self._client, self._base_url, params)
            if answer.error and answer.error != _UNKNOWN:
                raise fault(self._base_url, answer)
            yield Page(
                answer.records,
                answer.rejected,
                Cursor(token=arxiv_id),
                done,
                len(self._ids),
                removed=answer.removed,
            )
