"""What cannot be indexed is set aside by name, before any engine sees it."""

from collections.abc import Iterable, Iterator

from search.types import SearchDocument

MAX_ID = 200  # characters
MAX_ID_BYTES = 512  # what Elasticsearch takes


def refusal(paper_id: str) -> str | None:
    """Why a paper of that id cannot be indexed; None when it can."""
    if not paper_id or any(char.isspace() for char in paper_id):
        return "the id is empty or holds blanks"
    if not paper_id.isprintable():
        return "the id holds control characters"
    if len(paper_id) > MAX_ID or len(paper_id.encode()) > MAX_ID_BYTES:
        return f"the id is longer than {MAX_ID} characters or {MAX_ID_BYTES} bytes"
    return None


def without_refused(
    documents: Iterable[SearchDocument], failures: dict[str, str]
) -> Iterator[SearchDocument]:
    """The documents that can be indexed, in order; the reason for each other goes into `failures`."""
    for document in documents:
        if (reason := refusal(document.id)) is None:
            yield document
        else:
            failures[document.id] = reason
