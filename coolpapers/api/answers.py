"""Values → the JSON answer: orjson, an ETag over what it says, how long it may be kept."""

from hashlib import blake2b
from typing import Any, Final

import orjson
from django.http import HttpResponse

JSON: Final = "application/json; charset=utf-8"
OPTIONS: Final = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS

# Seconds a cache may keep an answer. A harvest changes papers and lists a few times a day; a revalidation costs an ETag.
SEARCH_AGE_S: Final = 60
PAPERS_AGE_S: Final = 300
STATUS_AGE_S: Final = 30
TAXONOMY_AGE_S: Final = 86_400


def json_answer(body: Any, *, max_age: int, volatile: dict[str, float] | None = None) -> HttpResponse:
    """200 with `body`, the numbers of `volatile` added to it but left out of the ETag, which is weak then."""
    content = orjson.dumps(body, option=OPTIONS)
    tag = f'"{digest(content)}"'
    if volatile:
        content = content[:-1] + b"," + orjson.dumps(volatile)[1:]
        tag = f"W/{tag}"
    return kept(HttpResponse(content, content_type=JSON), tag, max_age)


def kept(response: HttpResponse, tag: str, max_age: int) -> HttpResponse:
    """The response with its ETag and the time that any cache may keep it."""
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={max_age}"
    return response


def digest(content: bytes) -> str:
    return blake2b(content, digest_size=12).hexdigest()
