"""The body of an answer → its XML, hostile until parsed; one bad character or record never costs the others.

First step of every network source. No entity, no document type, no network, libxml2's limits on depth and size. What a
strict parser refuses is mended where the meaning is plain (characters that XML cannot hold become blanks, as in every other
source; a bare `&` is itself); a record that is still broken is cut out and handed on as text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from lxml import etree

from coolpapers.identifiers import ArxivId, InvalidArxivId
from worker.http.answer import MAX_BYTES, Answer
from worker.sources.base import RAW_KEPT, RejectedRecord, SourceDamaged, SourceUnavailable

TRIES: Final = 3  # of an answer that breaks off: a server that was cut short once mostly is not twice
MOST_BROKEN: Final = 1_000  # records of one answer; with more of them it is no answer
MOST_TAGS: Final = (
    2_000_000  # of one answer: 2,500 real records have 120,000, and a tree of this many takes 250 MB
)
_SHOWN: Final = 80

_PROLOG: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_TITLE: Final = re.compile(rb"<title[^>]{0,99}>(.{0,200}?)</title", re.IGNORECASE | re.DOTALL)
# Control characters, and in UTF-8 the noncharacters U+FFFE, U+FFFF and lone surrogates.
_UNKEEPABLE: Final = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|\xed[\xa0-\xbf][\x80-\xbf]"
)
_REFERENCE: Final = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,8}));")
_BARE: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_NAMESPACE: Final = re.compile(
    rb"""xmlns(?::[\w.-]{1,40})?\s{0,9}=\s{0,9}(?:"[^"<]{0,300}"|'[^'<]{0,300}')"""
)
_IDENTIFIER: Final = re.compile(r"(?:oai:arXiv\.org:|arxiv\.org/abs/)([^\s<>\"']{4,40})", re.IGNORECASE)


class Client(Protocol):
    """Who asks: the polite client, or in tests what replays recorded answers."""

    def get(
        self, url: str, params: Mapping[str, str] | None = None, *, max_bytes: int = MAX_BYTES, etag: str = ""
    ) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Document:
    """An XML answer; `broken` holds the text of records that had to be cut out of it."""

    root: etree._Element
    broken: tuple[str, ...] = ()

    def rejected(self, position: str) -> tuple[RejectedRecord, ...]:
        """The broken records, as far as they can be told."""
        return tuple(RejectedRecord(_named(raw), position, "broken XML", raw) for raw in self.broken)


def ask(
    client: Client,
    url: str,
    params: Mapping[str, str] | None,
    *,
    record: str,
    accepted: frozenset[int] = frozenset({200}),
    etag: str = "",
) -> tuple[Answer, Document | None]:
    """The answer and its XML (None for 304), asked again when it breaks off; `record` is the element that repeats.

    Raises SourceUnavailable (also for any other status), SourceDamaged.
    """
    tries = 0
    while True:
        answer = client.get(url, params, etag=etag)
        if answer.status == 304:
            return answer, None
        if answer.status not in accepted:
            raise SourceUnavailable(f"{url} answers HTTP {answer.status}")
        tries += 1
        try:
            return answer, parse(answer.body, url, record)
        except SourceUnavailable:
            if tries == TRIES:
                raise


def parse(body: bytes, what: str, record: str) -> Document:
    """The document in `body`. Raises SourceUnavailable for what is no (whole) XML, SourceDamaged for a document type."""
    prolog = _PROLOG.match(body)
    start = body[prolog.end() if prolog else 0 :]
    head = start[:9].lower()
    if head == b"<!doctype" or head.startswith((b"<!entity", b"<html")):
        if b"html" in start[:60].lower():
            title = _TITLE.search(start[:5_000])
            shown = f" ({_words(title[1])!r})" if title else ""
            raise SourceUnavailable(f"{what} answers with a web page{shown} instead of XML")
        raise SourceDamaged(
            f"{what} answers with a document type or entities of its own, which are never read"
        )
    if body.count(b"<") > MOST_TAGS:
        raise SourceDamaged(f"{what} answers with more than {MOST_TAGS:,} tags, which nothing of arXiv's has")
    try:
        root = _strict(body)
        broken: tuple[str, ...] = ()
    except etree.XMLSyntaxError:
        root, broken = _mended(body, what, record)
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceDamaged(f"{what} answers with a document type, which is never read")
    return Document(root, broken)


def text(element: etree._Element | None) -> str:
    """All text inside the element, as sent; empty for None."""
    if element is None:
        return ""
    return "".join(map(str, element.itertext())) if len(element) else str(element.text or "")


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _strict(body: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(body, parser)


def _mended(body: bytes, what: str, record: str) -> tuple[etree._Element, tuple[str, ...]]:
    body = _UNKEEPABLE.sub(b" ", body)
    body = _REFERENCE.sub(_kept_reference, body)
    body = _BARE.sub(b"&amp;", body)
    try:
        return _strict(body), ()
    except etree.XMLSyntaxError:
        whole, broken = _cut(body, record.encode())
    try:
        return _strict(whole), broken
    except etree.XMLSyntaxError as error:
        shown = _words(body[:_SHOWN])
        raise SourceUnavailable(
            f"{what} answers with broken XML, or half of it: {error.msg}; it begins {shown!r}"
        ) from error


def _kept_reference(match: re.Match[bytes]) -> bytes:
    code = int(match[1], 16) if match[1] else int(match[2])
    allowed = (
        code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0xFFFF < code < 0x110000
    )
    return match[0] if allowed else b" "


def _cut(body: bytes, record: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The body without the records that cannot be parsed by themselves, and those as text."""
    closing = b"</" + record + b">"
    starts = [match.start() for match in re.finditer(rb"<" + record + rb"[\s>]", body)]
    if not starts:
        return body, ()
    frame = b"<frame " + b" ".join(dict.fromkeys(_NAMESPACE.findall(body, 0, starts[0]))) + b">"
    kept = [body[: starts[0]]]
    broken: list[str] = []
    for start, following in zip(starts, [*starts[1:], len(body)], strict=True):
        end = body.find(closing, start, following) + len(closing)
        if end >= len(closing) and _is_whole(frame + body[start:end] + b"</frame>"):
            kept.append(body[start:following])
            continue
        broken.append(body[start : min(following, start + RAW_KEPT)].decode("utf-8", "backslashreplace"))
        if len(broken) > MOST_BROKEN:
            break
        # One that is not closed ends where the next begins; the last one may have taken the rest with it.
        kept.append(body[end if end >= len(closing) else following : following])
    return b"".join(kept), tuple(broken)


def _is_whole(record: bytes) -> bool:
    try:
        _strict(record)
    except etree.XMLSyntaxError:
        return False
    return True


def _named(raw: str) -> str:
    """The id that the text of a broken record holds, without version as whole records are named; empty without one."""
    match = _IDENTIFIER.search(raw)
    if match is None:
        return ""
    try:
        return ArxivId.parse(match[1]).value
    except InvalidArxivId:
        return match[1]


def _words(raw: bytes) -> str:
    return " ".join(raw.decode("utf-8", "replace").split())[:_SHOWN]
