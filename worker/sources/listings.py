"""arXiv's own listing pages: the list to hold ours against, independent of its feeds and its OAI-PMH server.

`day_list` is the newest day of one category as arXiv's site shows it, `week_lists` the days before, which have no replacements;
`month_ids` are all papers of a month. Source of truth: the recorded pages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import quote

from lxml import etree, html

from coolpapers.identifiers import ArxivId, InvalidArxivId
from coolpapers.papers.records import AnnouncedListRecord, AnnounceKind, AnnouncementRecord
from coolpapers.taxonomy import CATEGORIES, canonical, expand
from worker.sources.base import AHEAD, SourceRefused, SourceUnavailable
from worker.sources.xml_documents import MOST_TAGS, Client, text

SHOW: Final = 2_000  # entries a page, the most that arXiv shows
WEEK_DAYS: Final = 5  # of the page of the past week
PAGES: Final = 100  # of one list; a month of the largest category has about ten
_DAY: Final = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2,8}) (\d{4})")
_TOTAL: Final = re.compile(r"Total of (\d{1,7}) entries")
_MONTH: Final = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
_CODE: Final = re.compile(r"\(([a-z-]{2,10}(?:\.[A-Za-z-]{2,10})?)\)\s*\Z")
_SECTIONS: Final = {"New": AnnounceKind.NEW, "Cross": AnnounceKind.CROSS, "Replacement": AnnounceKind.REPLACE}


@dataclass(frozen=True, slots=True)
class MonthList:
    """The papers of a month of one category, cross-lists among them; `total` as the pages state it."""

    ids: tuple[str, ...]
    total: int

    @property
    def whole(self) -> bool:
        return len(self.ids) >= self.total


@dataclass(frozen=True, slots=True)
class _Entry:
    heading: str
    arxiv_id: str
    crossed: bool
    primary: str


@dataclass(frozen=True, slots=True)
class _Listing:
    heading: str
    days: tuple[str, ...]
    total: int
    entries: tuple[_Entry, ...]
    latest: date


def day_list(base_url: str, client: Client, category: str) -> AnnouncedListRecord:
    """The newest day's list. Raises SourceUnavailable, SourceRefused."""
    listing = _whole(client, f"{base_url}/list/{quote(category, safe='')}/new")
    day = _day(listing.heading)
    if day is None:
        raise SourceUnavailable(f"{base_url}/list/{category}/new names no day")
    if day > listing.latest:
        raise SourceUnavailable(f"{base_url}/list/{category}/new is of a day in the future, {day}")
    mine = expand(category) if category in CATEGORIES else frozenset({category})
    entries: dict[str, AnnouncementRecord] = {}
    whole = len(listing.entries) >= listing.total
    for entry in listing.entries:
        kind = _SECTIONS.get(entry.heading.split(" ", 1)[0])
        if kind is None:
            whole = False
            continue
        if kind == AnnounceKind.REPLACE and entry.primary and entry.primary not in mine:
            kind = AnnounceKind.REPLACE_CROSS
        entries.setdefault(entry.arxiv_id, AnnouncementRecord(entry.arxiv_id, kind))
    return AnnouncedListRecord(
        canonical(category) or category, day, "listing", tuple(entries.values()), whole
    )


def week_lists(base_url: str, client: Client, category: str) -> tuple[AnnouncedListRecord, ...]:
    """The last five days' new papers and cross-lists, newest first; never whole, since replacements are not shown.

    Raises SourceUnavailable, SourceRefused.
    """
    listing = _whole(client, f"{base_url}/list/{quote(category, safe='')}/pastweek")
    days: dict[date, dict[str, AnnouncementRecord]] = {
        day: {} for heading in listing.days if (day := _day(heading)) and day <= listing.latest
    }
    for entry in listing.entries:
        if (day := _day(entry.heading)) in days:
            kind = AnnounceKind.CROSS if entry.crossed else AnnounceKind.NEW
            days[day].setdefault(entry.arxiv_id, AnnouncementRecord(entry.arxiv_id, kind))
    name = canonical(category) or category
    return tuple(
        AnnouncedListRecord(name, day, "listing", tuple(entries.values()), whole=False)
        for day, entries in sorted(days.items(), reverse=True)
    )


def month_ids(base_url: str, client: Client, category: str, month: str) -> MonthList:
    """The papers of a month, "2023-02". Raises ValueError for no month, SourceUnavailable, SourceRefused."""
    if not _MONTH.fullmatch(month):
        raise ValueError(f"a month is YYYY-MM, not {month[:20]!r}")
    listing = _whole(client, f"{base_url}/list/{quote(category, safe='')}/{month}")
    return MonthList(tuple(dict.fromkeys(entry.arxiv_id for entry in listing.entries)), listing.total)


def _whole(client: Client, url: str) -> _Listing:
    """All pages of a list as one. Its total is what the first one says; a page that adds nothing ends it."""
    first = _page(client, url, 0)
    entries = list(first.entries)
    days = list(first.days)
    for _ in range(PAGES):
        if len(entries) >= first.total:
            break
        more = _page(client, url, len(entries))
        if not {entry.arxiv_id for entry in more.entries} - {entry.arxiv_id for entry in entries}:
            break
        entries += more.entries
        days += more.days
    return _Listing(first.heading, tuple(days), first.total, tuple(entries), first.latest)


def _page(client: Client, url: str, skip: int) -> _Listing:
    answer = client.get(url, {"skip": str(skip), "show": str(SHOW)})
    root = _parsed(answer.body)
    if root is None:
        raise SourceUnavailable(f"{url} answers HTTP {answer.status} with something that is no page")
    if answer.status != 200:
        said = " ".join(text(next(root.iter("h1"), None)).split())[:200]
        raise SourceRefused(f"{url} answers HTTP {answer.status}: {said or 'no reason'}")
    places = [" ".join(text(place).split()) for place in root.iter("div") if place.get("class") == "paging"]
    totals = [int(match[1]) for place in places if (match := _TOTAL.match(place))]
    headings = [" ".join(text(heading).split()) for heading in root.iter("h3")]
    entries = tuple(_entries(root))
    is_listing = totals or any("listings for" in heading for heading in headings)
    if not is_listing and not any("Authors and titles" in text(heading) for heading in root.iter("h2")):
        raise SourceUnavailable(f"{url} answers with a page that is no listing")
    main = next((heading for heading in headings if "listings for" in heading), "")
    return _Listing(
        main, tuple(headings), totals[0] if totals else len(entries), entries, answer.moment.date() + AHEAD
    )


def _parsed(body: bytes) -> etree._Element | None:
    if body.count(b"<") > MOST_TAGS:
        return None
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _entries(root: etree._Element) -> Iterator[_Entry]:
    """The papers under the headings they stand under; what has no identifier of arXiv's is passed over."""
    heading = ""
    waiting: tuple[str, bool] | None = None
    for element in root.iter("h3", "dt", "dd"):
        if element.tag == "h3":
            if waiting:
                yield _Entry(heading, *waiting, "")
                waiting = None
            heading = " ".join(text(element).split())
        elif element.tag == "dt":
            if waiting:
                yield _Entry(heading, *waiting, "")
            known = _identifier(element)
            waiting = (known, "(cross-list" in text(element)) if known else None
        elif waiting:
            code = _CODE.search(" ".join(text(_primary(element)).split()))
            yield _Entry(heading, *waiting, (canonical(code[1]) or code[1]) if code else "")
            waiting = None
    if waiting:
        yield _Entry(heading, *waiting, "")


def _identifier(term: etree._Element) -> str | None:
    for link in term.iter("a"):
        if link.get("title") == "Abstract":
            try:
                return ArxivId.parse(link.get("href", "")).value
            except InvalidArxivId:
                return None
    return None


def _primary(described: etree._Element) -> etree._Element | None:
    return next((span for span in described.iter("span") if span.get("class") == "primary-subject"), None)


def _day(heading: str) -> date | None:
    match = _DAY.search(heading)
    if match is None:
        return None
    for form in ("%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(match[0], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
