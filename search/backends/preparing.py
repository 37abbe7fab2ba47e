"""What cannot be indexed is set aside by name, before any engine sees it."""

from collections.abc import Iterable, Iterator

from search.types import SearchDocument

MAX_ID = 200  # characters


def refusal(document: SearchDocument) -> str | None:
    """Why a document cannot be indexed; None when it can."""
    if not document.id or document.id != document.id.strip() or any(char.isspace() for char in document.id):
        return "the id is empty or holds blanks"
    if not document.id.isprintable():
        return "the id holds control characters"
    if len(document.id) > MAX_ID:
        return f"the id is longer than {MAX_ID} characters"
    return None


def without_refused(
    documents: Iterable[SearchDocument], failures: dict[str, str]
) -> Iterator[SearchDocument]:
    """The documents that can be indexed, in order; the reason for each other goes into `failures`."""
    for document in documents:
        if (reason := refusal(document)) is None:
            yield document
        else:
            failures[document.id] = reason
