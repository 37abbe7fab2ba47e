"""Cursors: where a page ended, as an opaque string that only the same question accepts.

Made and read by the backends; readers and programs hand it back in `SearchQuery.after`.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping

from search.errors import CursorError, PageOutOfRange
from search.types import SearchQuery

WINDOW = 10_000  # how far offsets reach; cursors go on without bound
_MAX_LENGTH = 1_000

_compact = json.JSONEncoder(
    separators=(",", ":")
).encode  # json.dumps makes an encoder a call, half of the cost

CursorValue = str | int | float


def fingerprint(query: SearchQuery) -> str:
    """A short digest of the question: all of it but page and facets."""
    ids = None if query.ids is None else sorted(query.ids)
    sets = (sorted(query.categories), sorted(query.exclude_categories), ids)
    told = repr((query.clause, sets, query.dates, query.sort.value))
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def write_cursor(query: SearchQuery, place: Mapping[str, CursorValue]) -> str:
    """The cursor for a place in the answer to this query."""
    body = _compact({**place, "q": fingerprint(query)}).encode()
    seal = hashlib.blake2b(body, digest_size=4).digest()
    return base64.urlsafe_b64encode(seal + body).rstrip(b"=").decode()


def read_cursor(query: SearchQuery, text: str) -> dict[str, CursorValue]:
    """The place a cursor names; CursorError when it is damaged or was made by another query."""
    if len(text) > _MAX_LENGTH or not text.isascii():
        raise CursorError("This cursor is damaged; start again from the first page")
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        seal, body = raw[:4], raw[4:]
        if hashlib.blake2b(body, digest_size=4).digest() != seal:
            raise CursorError("This cursor is damaged; start again from the first page")
        place = json.loads(body)
    except (binascii.Error, ValueError) as error:
        raise CursorError("This cursor is damaged; start again from the first page") from error
    if not isinstance(place, dict) or place.pop("q", None) != fingerprint(query):
        raise CursorError("This cursor belongs to another query; start again from the first page")
    return place


def check_page(query: SearchQuery) -> None:
    """Raises PageOutOfRange when offset and limit leave the window."""
    if query.offset < 0 or query.limit < 0:
        raise PageOutOfRange("Offset and limit cannot be negative")
    if query.offset + query.limit > WINDOW:
        raise PageOutOfRange(
            f"Offsets reach {WINDOW:,} papers; follow the cursor of the page before, or narrow the query"
        )
    if query.offset and query.after is not None:
        raise PageOutOfRange("A page is named by an offset or by a cursor, not by both")
