"""The Atom API, /api/query: id_list, simple search_query (field:word joined by AND, OR, ANDNOT), paging, error feeds of 400."""

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from tests.arxiv.papers import HeldPaper, HeldVersion, matches
from tests.arxiv.reply import Reply, text
from tests.arxiv.settings import Settings
from tests.arxiv.world import Holdings
from tests.arxiv.xml_text import element, escaped

_FEED = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
)
_TYPE = "application/atom+xml; charset=utf-8"
_TERM = re.compile(r'(?:(ti|au|abs|cat|all|id):)?("[^"]*"|\S+)')
_ID = re.compile(r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v([0-9]{1,4}))?")
_MOST = 30_000
_SORTS = ("relevance", "lastUpdatedDate", "submittedDate")

Found = tuple[HeldPaper, HeldVersion]


class BadRequest(Exception):
    """A request that is answered by an error feed."""


def query(held: Holdings, settings: Settings, given: Mapping[str, str], now: datetime) -> Reply:
    """The feed of the papers asked for; an error feed with status 400 for a wrong request."""
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        start, most = _slice(given, settings)
        found = _sorted(_found(held, given), given)
    except BadRequest as error:
        return text(_TYPE, _error_feed(str(error), stamp), 400)
    search, ids = given.get("search_query", ""), given.get("id_list", "")
    words = f"search_query={search}&id_list={ids}&start={start}&max_results={most}"
    own = f"https://arxiv.org/api/query?search_query={search}&start={start}&max_results={most}&id_list={ids}"
    digest = base64.b64encode(hashlib.sha1(words.encode()).digest()).decode().rstrip("=")
    entries = "".join(_entry(*one) for one in found[start : start + most])
    return text(
        _TYPE,
        f"{_FEED}<id>https://arxiv.org/api/{digest}</id>\n{element('title', f'arXiv Query: {words}')}"
        f'<updated>{stamp}</updated>\n<link href="{escaped(own)}" type="application/atom+xml"/>\n'
        f"{_counts(most, len(found), start)}{entries}</feed>\n",
    )


def _slice(given: Mapping[str, str], settings: Settings) -> tuple[int, int]:
    start, most = _number(given, "start", 0), _number(given, "max_results", 10)
    if most > settings.api_results or start + most > _MOST:
        raise BadRequest(f"at most {settings.api_results} results a request, at most {_MOST} in all")
    return start, most


def _number(given: Mapping[str, str], name: str, otherwise: int) -> int:
    value = given.get(name, str(otherwise))
    if not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise BadRequest(f"{name} must be an integer")
    if value.startswith("-"):
        raise BadRequest(f"{name} must be non-negative")
    return int(value)


def _found(held: Holdings, given: Mapping[str, str]) -> list[Found]:
    ids = [word for word in given.get("id_list", "").split(",") if word]
    search = given.get("search_query", "")
    if not ids and not search:
        raise BadRequest("Either a search_query or id_list must be specified for the classic API.")
    if ids:
        found = [one for word in ids if (one := _by_id(held, word))]
    else:
        found = [(paper, paper.newest) for paper in held.ordered if not paper.deleted]
    return [one for one in found if _satisfies(one[0], search)] if search else found


def _by_id(held: Holdings, word: str) -> Found | None:
    match = _ID.fullmatch(word)
    if match is None:
        raise BadRequest(f"incorrect id format for {word}")
    paper = held.by_id.get(match.group(1))
    if paper is None or paper.deleted:
        return None
    versions = {version.number: version for version in paper.versions}
    version = versions.get(int(match.group(2))) if match.group(2) else paper.newest
    return (paper, version) if version else None


def _satisfies(paper: HeldPaper, search: str) -> bool:
    """Whether the paper answers the words, operators taken from left to right."""
    result, operator = True, "AND"
    for match in _TERM.finditer(search):
        field, word = match.group(1) or "all", match.group(2)
        if word in {"AND", "OR", "ANDNOT"}:
            operator = word
            continue
        holds = _holds(paper, field, word.strip('"').lower())
        result = (
            result or holds
            if operator == "OR"
            else result and not holds
            if operator == "ANDNOT"
            else result and holds
        )
        operator = "OR"  # arXiv's default between words
    return result


def _holds(paper: HeldPaper, field: str, word: str) -> bool:
    if field == "cat":
        return any(category.lower() == word or matches(category, word) for category in paper.categories)
    texts = {"ti": paper.title, "au": paper.authors, "abs": paper.abstract, "id": paper.id}
    chosen = [texts[field]] if field in texts else list(texts.values())
    return any(word in one.lower() for one in chosen)


def _sorted(found: list[Found], given: Mapping[str, str]) -> list[Found]:
    key = given.get("sortBy", "relevance")
    if key not in _SORTS:
        raise BadRequest(f"sortBy must be in: {', '.join(_SORTS)}")
    if key == "relevance":
        return found
    descending = given.get("sortOrder", "descending") == "descending"
    of_paper = (
        (lambda one: one[0].versions[0].submitted)
        if key == "submittedDate"
        else (lambda one: one[1].submitted)
    )
    return sorted(found, key=of_paper, reverse=descending)


def _counts(most: int, total: int, start: int) -> str:
    return (
        f"<opensearch:itemsPerPage>{most}</opensearch:itemsPerPage>\n"
        f"<opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"<opensearch:startIndex>{start}</opensearch:startIndex>\n"
    )


def _entry(paper: HeldPaper, version: HeldVersion) -> str:
    name = f"{escaped(paper.id)}v{version.number}"
    categories = "".join(
        f'<category term="{escaped(c)}" scheme="http://arxiv.org/schemas/atom"/>\n' for c in paper.categories
    )
    people = [" ".join(part for part in (fore, key, suffix) if part) for key, fore, suffix in paper.names]
    authors = "".join(
        f"<author>\n{element('name', person)}</author>\n" for person in people or [paper.authors]
    )
    doi = (
        f'<link href="https://doi.org/{escaped(paper.doi)}" rel="related" title="doi"/>\n'
        if paper.doi
        else ""
    )
    return (
        f"<entry>\n<id>http://arxiv.org/abs/{name}</id>\n{element('title', ' '.join(paper.title.split()))}"
        f"<updated>{version.submitted:%Y-%m-%dT%H:%M:%SZ}</updated>\n"
        f'<link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>\n'
        f'<link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf" title="pdf"/>\n{doi}'
        f"{element('summary', ' '.join(paper.abstract.split()))}{categories}"
        f"<published>{paper.versions[0].submitted:%Y-%m-%dT%H:%M:%SZ}</published>\n"
        f"{element('arxiv:comment', paper.comments)}"
        f'<arxiv:primary_category term="{escaped(paper.primary)}"/>\n'
        f"{element('arxiv:journal_ref', paper.journal_ref)}{authors}{element('arxiv:doi', paper.doi)}</entry>\n"
    )


def _error_feed(message: str, stamp: str) -> str:
    url = f"https://arxiv.org/api/errors#{message.replace(' ', '_')}"
    return (
        f"{_FEED}<id>https://arxiv.org/</id>\n<title>arXiv Search Results</title>\n<updated>{stamp}</updated>\n"
        f"{_counts(1, 1, 0)}<entry>\n{element('id', url)}<title>Error</title>\n<updated>{stamp}</updated>\n"
        f'<link href="{escaped(url)}" rel="alternate" type="text/html"/>\n{element("summary", message)}'
        "<author>\n<name>arXiv api core</name>\n</author>\n</entry>\n</feed>\n"
    )
