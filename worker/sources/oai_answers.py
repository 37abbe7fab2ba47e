"""One OAI-PMH answer → its records, its errors and the token for the next; nothing else knows the protocol's elements.

Tolerant as the protocol asks: servers of any age, datestamps with or without a time, headers without metadata. Source of
truth: the OAI-PMH 2.0 specification; arXiv's answers as recorded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from lxml import etree

from coolpapers.identifiers import ArxivId, InvalidArxivId
from coolpapers.papers.records import RemovedRecord
from worker.sources.base import RAW_KEPT, RawRecord, RejectedRecord, SourceRefused, SourceUnavailable
from worker.sources.xml_documents import Document, local, text

PREFIX: Final = "arXivRaw"
TOKEN_LENGTH: Final = 4_000
_REPEATED: Final = frozenset({"version"})


@dataclass(frozen=True, slots=True)
class OaiAnswer:
    """What a server said to one request; `total` and `offset` are of the whole list, if told.

    `moment` is its own clock's or ours, whichever is behind: an increment that begins there misses nothing.
    """

    moment: datetime
    error: str
    reason: str
    records: tuple[RawRecord, ...]
    removed: tuple[RemovedRecord, ...]
    rejected: tuple[RejectedRecord, ...]
    days: tuple[date, ...]  # the datestamps in the answer's order
    token: str
    total: int | None
    offset: int | None
    identify: "Identity | None"


@dataclass(frozen=True, slots=True)
class Identity:
    """What the server says of itself."""

    earliest: date | None
    granularity: str


def read(document: Document, what: str, verb: str, received: datetime) -> OaiAnswer:
    """The answer to a request with `verb`. Raises SourceRefused when it is no OAI-PMH, SourceUnavailable when it is none."""
    root = document.root
    if local(root) != "OAI-PMH":
        raise SourceRefused(f"{what} answers with <{local(root)}>, not with OAI-PMH")
    error = root.find("{*}error")
    body = root.find(f"{{*}}{verb}")
    if error is None and body is None:
        raise SourceUnavailable(f"{what} answers {verb} with neither {verb} nor an error")
    token = body.find("{*}resumptionToken") if body is not None else None
    records: list[RawRecord] = []
    removed: list[RemovedRecord] = []
    rejected = list(document.rejected(what))
    days: list[date] = []
    for header, metadata in _entries(body):
        moment = _moment(text(header.find("{*}datestamp")))
        day = moment.date() if moment else None
        taken = _taken(header, metadata, day, what)
        if day is not None:
            days.append(day)
        if isinstance(taken, RawRecord):
            records.append(taken)
        elif isinstance(taken, RemovedRecord):
            removed.append(taken)
        else:
            rejected.append(taken)
    return OaiAnswer(
        moment=min(received, _moment(text(root.find("{*}responseDate"))) or received),
        error=error.get("code", "") or "unnamed" if error is not None else "",
        reason=" ".join(text(error).split())[:300],
        records=tuple(records),
        removed=tuple(removed),
        rejected=tuple(rejected),
        days=tuple(days),
        token=text(token).strip(),
        total=_number(token, "completeListSize"),
        offset=_number(token, "cursor"),
        identify=_identity(body) if body is not None and verb == "Identify" else None,
    )


def _entries(body: etree._Element | None) -> Iterator[tuple[etree._Element, etree._Element | None]]:
    if body is None:
        return
    for child in body:
        if local(child) == "header":
            yield child, None
        elif local(child) == "record" and (header := child.find("{*}header")) is not None:
            yield header, child.find("{*}metadata")


def _taken(
    header: etree._Element, metadata: etree._Element | None, day: date | None, what: str
) -> RawRecord | RemovedRecord | RejectedRecord:
    identifier = text(header.find("{*}identifier")).strip()
    try:
        known = ArxivId.parse(identifier).value
    except InvalidArxivId:
        return _rejected(header, metadata, what, "the header's identifier is not one of arXiv's")
    if header.get("status") == "deleted":
        if day is None:
            return _rejected(header, metadata, what, "deleted, but without a datestamp")
        return RemovedRecord(known, day)
    told = next(iter(metadata), None) if metadata is not None else None
    if told is None:
        fields: dict[str, object] = {}
    elif local(told) == PREFIX:
        fields = _fields(told)
    else:
        return _rejected(header, metadata, what, f"the metadata is {local(told)}, not {PREFIX}")
    fields |= {"identifier": identifier, "datestamp": day.isoformat() if day else ""}
    return RawRecord("oai", known, what, fields)


def _fields(told: etree._Element) -> dict[str, object]:
    """arXivRaw's elements by their names, texts untouched, the first of each; `versions` as dicts."""
    fields: dict[str, object] = {}
    versions: list[dict[str, str]] = []
    for child in told:
        if local(child) in _REPEATED:
            parts = {local(part): text(part).strip() for part in child}
            versions.append({**parts, "version": child.get("version", "")})
        else:
            fields.setdefault(local(child), text(child))
    return {**fields, "versions": versions}


def _rejected(
    header: etree._Element, metadata: etree._Element | None, what: str, reason: str
) -> RejectedRecord:
    element = header.getparent() if metadata is not None else header
    raw = etree.tostring(header if element is None else element, encoding="unicode", with_tail=False)
    return RejectedRecord(text(header.find("{*}identifier")).strip()[:100], what, reason, raw[:RAW_KEPT])


def _identity(body: etree._Element) -> Identity:
    moment = _moment(text(body.find("{*}earliestDatestamp")))
    return Identity(moment.date() if moment else None, text(body.find("{*}granularity")).strip())


def _moment(value: str) -> datetime | None:
    """A UTCdatetime or day of the protocol."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _number(element: etree._Element | None, name: str) -> int | None:
    value = element.get(name, "") if element is not None else ""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 12 else None
