"""A daily feed of arXiv's → its day and its items: RSS 2.0 and Atom as of today, RSS 1.0/RDF as before 2024.

The day is the listing day, which begins at 20:00 Eastern on the evening before: the feeds of today are dated at its midnight,
the RDF ones at that evening. Source of truth: the recorded feeds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Final

from lxml import etree

from coolpapers.identifiers import ArxivId, InvalidArxivId
from coolpapers.papers.records import AnnounceKind
from coolpapers.schedule import EASTERN
from worker.sources.base import RAW_KEPT
from worker.sources.xml_documents import local, text

_EVENING: Final = timedelta(hours=4)  # from 20:00 to midnight
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HEAD: Final = re.compile(
    r"\s*arXiv:\S{1,60}\s+Announce Type:\s*(?P<kind>[a-z_-]{1,20})\s+(?:Abstract:[ \t]*)?", re.IGNORECASE
)
_RDF_TITLE: Final = re.compile(
    r"\.?\s+\(arXiv:(?P<id>[^\s()]{1,40})\s+\[(?P<primary>[^\s\]]{1,40})\](?P<mark>[A-Z\s]{0,30})\)\s*\Z"
)
_ADDED_WITH_REPLACEMENT: Final = "no_match"
"""What arXiv's generator writes for its own action `repcro`, a category added with a replacement (arxiv-feed, 2026-11-23)."""
_TAG: Final = re.compile(r"</?(?:p|a|br)\b[^<>]{0,1000}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One line of the list. `identifier` carries the version; `kind` is None where the feed says none that we know."""

    identifier: str
    kind: AnnounceKind | None
    title: str
    abstract: str
    creators: str
    categories: tuple[str, ...]
    license: str
    doi: str
    journal_ref: str
    raw: str

    @property
    def paper(self) -> ArxivId | None:
        """The paper and its version; None for no identifier of arXiv's."""
        try:
            return ArxivId.parse(self.identifier)
        except InvalidArxivId:
            return None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `day` of the list, None where it tells none; `error` in the server's words, or empty."""

    day: date | None
    off_day: bool  # a day on which the feed itself says that nothing is announced
    error: str
    items: tuple[FeedItem, ...]


def read(root: etree._Element, category: str) -> Feed | None:
    """The feed asked for `category`; None when the document is no feed."""
    layout = local(root)
    if layout == "rss" and (channel := root.find("{*}channel")) is not None:
        entries, dated = channel.findall("{*}item"), _moment(text(channel.find("{*}pubDate")))
    elif layout == "RDF" and (channel := root.find("{*}channel")) is not None:
        entries, dated = root.findall("{*}item"), _moment(text(channel.find("{*}date")))
    elif layout == "feed":
        channel, entries = root, root.findall("{*}entry")
        stamps = (_moment(text(entry.find("{*}published"))) for entry in entries)
        # Its own "updated" is the moment of its making: the midnight of its day, unless it was made late.
        dated = next((stamp for stamp in stamps if stamp), None) or _moment(text(root.find("{*}updated")))
    else:
        return None
    title = text(channel.find("{*}title")).strip()
    words = channel.find("{*}description") if layout != "feed" else root.find("{*}subtitle")
    error = " ".join((text(words) or title).split())[:300] if title.lower().startswith("feed error") else ""
    day = (dated.astimezone(EASTERN) + _EVENING).date() if dated else None
    skipped = {text(name).strip().lower() for name in channel.iterfind("{*}skipDays/{*}day")}
    off = day is not None and _WEEKDAYS[day.weekday()] in skipped
    read_item = _rdf_item if layout == "RDF" else _item
    return Feed(day, off, error, tuple(read_item(entry, category) for entry in entries))


def _item(entry: etree._Element, category: str) -> FeedItem:
    described = text(_first(entry, "description", "summary"))
    head = _HEAD.match(described)
    kind = text(entry.find("{*}announce_type")).strip() or (head["kind"] if head else "")
    creators = [text(name) for name in entry.iterfind("{*}creator")] or [
        text(name) for name in entry.iterfind("{*}author/{*}name")
    ]
    return FeedItem(
        identifier=text(_first(entry, "guid", "id")).strip() or text(entry.find("{*}link")).strip(),
        kind=_kind(kind.lower()),
        title=text(entry.find("{*}title")),
        abstract=described[head.end() :] if head else described,
        creators=", ".join(creators),
        categories=tuple(_categories(entry)),
        license=text(entry.find("{*}rights")),
        doi=text(entry.find("{*}DOI")),
        journal_ref=text(entry.find("{*}journal_reference")),
        raw=_raw(entry),
    )


def _rdf_item(entry: etree._Element, category: str) -> FeedItem:
    """An item of the form before 2024, whose texts are HTML and whose title carries id, primary category and kind."""
    title = text(entry.find("{*}title"))
    tail = _RDF_TITLE.search(title[-200:])
    mark = " ".join(tail["mark"].split()) if tail else "?"
    primary = tail["primary"] if tail else ""
    kind = {
        "": AnnounceKind.NEW,
        "CROSS LISTED": AnnounceKind.CROSS,
        "UPDATED": AnnounceKind.REPLACE if primary == category else AnnounceKind.REPLACE_CROSS,
    }.get(mark)
    return FeedItem(
        identifier=tail["id"] if tail else text(entry.find("{*}link")).strip(),
        kind=kind,
        title=title[: len(title) - len(tail[0])] if tail else title,
        abstract=_plain(text(entry.find("{*}description"))),
        creators=_plain(text(entry.find("{*}creator"))),
        categories=tuple(dict.fromkeys(name for name in (primary, category) if name)),
        license="",
        doi="",
        journal_ref="",
        raw=_raw(entry),
    )


def _plain(html: str) -> str:
    """The text that the RDF form wrapped into paragraphs and links, escaped once more than its XML needs."""
    return unescape(_TAG.sub("", html))


def _first(entry: etree._Element, *names: str) -> etree._Element | None:
    return next((found for name in names if (found := entry.find("{*}" + name)) is not None), None)


def _categories(entry: etree._Element) -> Iterator[str]:
    for category in entry.iterfind("{*}category"):
        yield (category.get("term") or text(category)).strip()


def _kind(name: str) -> AnnounceKind | None:
    if name == _ADDED_WITH_REPLACEMENT:
        return AnnounceKind.REPLACE_CROSS
    return AnnounceKind(name) if name in set(AnnounceKind) else None


def _raw(entry: etree._Element) -> str:
    return etree.tostring(entry, encoding="unicode", with_tail=False)[:RAW_KEPT]


def _moment(value: str) -> datetime | None:
    """An RFC 822 or ISO 8601 time; one without a zone is UTC."""
    value = value.strip()[:100]
    try:
        moment = datetime.fromisoformat(value) if value[:4].isdigit() else parsedate_to_datetime(value)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        moment.astimezone(EASTERN) + _EVENING
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment
