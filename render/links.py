"""Addresses and arXiv identifiers written in prose → where they link to.

Step of the title and abstract renderer. Source of truth: RFC 3986 for the characters of an address; arXiv's
identifier scheme (old and new) for `arXiv:…`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_URL = re.compile(
    r"(?:https?://|www\.)(?=[A-Za-z0-9])"
    r"(?:[^\s<>\"{}|^`\\$\u2018-\u201f\u3000-\u303f\uff00-\uffef]|\\[_%#&~-])+",
    re.IGNORECASE,
)
_ARXIV = re.compile(
    r"arXiv:\s?((?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7})(?:v[1-9]\d{0,2})?)(?!\w)",
    re.IGNORECASE,
)
_START = re.compile(
    r"(?:(?<![A-Za-z])https?://|(?<![A-Za-z.])www\.|(?<![A-Za-z])arXiv:)(?=\s?\w)", re.IGNORECASE
)
_HREF = re.compile(r"\\(?:href|url)\s*\{(?P<url>[^{}]*)\}\s*(?:\{(?P<label>[^$]*)\})?\s*")
_STYLE = re.compile(r"\\(?:[A-Za-z]+\s*|(?=[%&_#$]))|[{}]")
_SCHEME = re.compile(r"https?://(?=[^\s/])|mailto:(?=[^\s@]+@)|www\.", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([_%#&~$])|\\-|\{\}")
_TRAILING = frozenset(".,;:!?'\"*_")


@dataclass(frozen=True, slots=True)
class Link:
    """An address found in a text, up to `end`."""

    href: str
    label: str
    end: int


def find_links(source: str) -> list[int]:
    """Where an address or an arXiv identifier may begin, last one first."""
    if "://" not in source and "www." not in source and "rXiv:" not in source and "rxiv:" not in source:
        return []
    return [match.start() for match in _START.finditer(source)][::-1]


def read_url(source: str, position: int, limit: int) -> Link | None:
    """The address at `position`, ending before `limit`, without the punctuation of the sentence."""
    match = _URL.match(source, position, limit)
    if match is None:
        return None
    raw = match.group()
    end = len(raw)
    surplus = raw.count(")") - raw.count("(")
    square = raw.count("]") - raw.count("[")
    while end:
        last = raw[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last == "]" and square > 0:
            square -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    raw = raw[:end].rstrip("\\")
    label = unescape_url(raw)
    href = safe_href(label)
    return None if href is None else Link(href, label, position + len(raw))


def read_arxiv(source: str, position: int) -> Link | None:
    """The `arXiv:ID` that begins at `position`, linked to this site's page of the paper."""
    match = _ARXIV.match(source, position)
    if match is None:
        return None
    return Link("/arxiv/" + match.group(1), match.group(), match.end())


def read_href(tex: str, end: int) -> Link | None:
    """The link of a formula that is nothing but `\\href{…}{…}` or `\\url{…}`, as some authors write one."""
    match = _HREF.fullmatch(tex)
    if match is None:
        return None
    url = unescape_url(match.group("url"))
    href = safe_href(url)
    return None if href is None else Link(href, plain_label(match.group("label") or url), end)


def plain_label(tex: str) -> str:
    """A link's label without the braces and styles that it may carry."""
    return _STYLE.sub("", tex).strip() or tex


def unescape_url(raw: str) -> str:
    """An address without the TeX escapes authors put into it."""
    return (
        _ESCAPED.sub(lambda match: match.group(1) or "", raw.strip())
        if "\\" in raw or "{" in raw
        else raw.strip()
    )


def safe_href(url: str) -> str | None:
    """`url` as a link target with its scheme, or None when it is not an address for readers."""
    scheme = _SCHEME.match(url)
    if scheme is None or any(character.isspace() for character in url):
        return None
    return "https://" + url if scheme.group().lower() == "www." else url
