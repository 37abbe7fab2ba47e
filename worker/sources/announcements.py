"""arXiv's daily feeds as a source, category by category: what was announced, on which day, and as what.

One category at a time, because a union of many is cut at 2,000 entries, the new ones first (they are sorted last). Each page
is one category: its list, and the papers it tells well enough to be shown before OAI-PMH has them, which is an hour or two.
"""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import quote

import orjson

from coolpapers.papers.records import AnnouncedListRecord, AnnounceKind, AnnouncementRecord
from coolpapers.schedule import EASTERN
from coolpapers.taxonomy import canonical
from worker.sources import feed_items
from worker.sources.base import (
    AHEAD,
    RAW_KEPT,
    Cursor,
    Page,
    RawRecord,
    RejectedRecord,
    SourceDamaged,
    SourceUnavailable,
)
from worker.sources.feed_items import Feed, FeedItem
from worker.sources.xml_documents import Client, Document, ask

CUT: Final = 2_000  # arXiv's limit of entries in one feed
FAILURES: Final = 3  # categories that may fail one after another before the server counts as away
_KNOWN_STATUS: Final = frozenset({200, 400, 404})  # 400 is a feed that says what is wrong
_TOLD: Final = frozenset({AnnounceKind.NEW, AnnounceKind.CROSS})


class AnnouncementSource:
    """The feeds of `categories`, by any of their names. `etags` remembers what was read, to be told of changes only."""

    name = "announcements"

    def __init__(
        self,
        base_url: str,
        client: Client,
        categories: Sequence[str],
        *,
        etags: MutableMapping[str, str] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.target = base_url
        self._client = client
        self._categories = tuple(dict.fromkeys(canonical(name) or name for name in categories))
        self._etags = {} if etags is None else etags
        self._now = now

    def pages(self, cursor: Cursor | None) -> Iterator[Page]:
        """A page a category; those that fail are left out and told at the end, as SourceUnavailable."""
        today = self._now().astimezone(EASTERN).date().isoformat()
        done = _done(cursor, today)
        left = [category for category in self._categories if category not in done]
        failed: list[str] = []
        in_a_row = 0
        last: SourceUnavailable | SourceDamaged | None = None
        for category in left:
            try:
                page, etag = self._page(category)
            except (SourceUnavailable, SourceDamaged) as error:
                failed.append(category)
                in_a_row, last = in_a_row + 1, error
                if in_a_row == FAILURES:
                    break
                continue
            in_a_row = 0
            done.append(category)
            token = orjson.dumps({"day": today, "done": done}).decode()
            yield Page(
                page.records,
                page.rejected,
                Cursor(token=token),
                len(done),
                len(self._categories),
                lists=page.lists,
            )
            # Only now is the page stored: a run that was killed before is told everything again.
            if etag:
                self._etags[self._url(category)] = etag
        if last:
            raise SourceUnavailable(
                f"{len(failed)} of {len(left)} feeds could not be read ({', '.join(failed[:10])}); the last: {last}",
                retry_after_s=getattr(last, "retry_after_s", None),
            )

    def _url(self, category: str) -> str:
        return f"{self.target}/rss/{quote(category, safe='')}"

    def _page(self, category: str) -> tuple[Page, str]:
        url = self._url(category)
        answer, document = ask(
            self._client, url, None, record="item", accepted=_KNOWN_STATUS, etag=self._etags.get(url, "")
        )
        if document is None:
            return Page((), (), Cursor(), 0, None), ""
        feed = feed_items.read(document.root, category)
        if feed is None:
            raise SourceUnavailable(f"{url} answers HTTP {answer.status} with something that is no feed")
        if feed.error or answer.status != 200:
            raw = answer.body[:RAW_KEPT].decode("utf-8", "replace")
            refusal = RejectedRecord(category, url, f"the feed says: {feed.error or answer.status}", raw)
            return Page((), (refusal,), Cursor(), 0, None), ""
        return _read(feed, document, category, url, answer.moment.date() + AHEAD), answer.headers.get(
            "etag", ""
        )


def _read(feed: Feed, document: Document, category: str, url: str, latest: date) -> Page:
    """The list and the papers of a feed; an item that is not understood makes the list one that may miss something."""
    rejected = list(document.rejected(url))
    entries: dict[str, AnnouncementRecord] = {}
    records: list[RawRecord] = []
    if feed.day is None:
        raise SourceUnavailable(f"{url}: the feed does not tell its day")
    if feed.day > latest:
        raise SourceUnavailable(f"{url}: the feed's day lies in the future, {feed.day}")
    for item in feed.items:
        paper = item.paper
        if paper is None or item.kind is None:
            reason = "no identifier of arXiv's" if paper is None else "an announcement of no known type"
            rejected.append(RejectedRecord(item.identifier[:100], url, reason, item.raw))
            continue
        entries.setdefault(paper.value, AnnouncementRecord(paper.value, item.kind, paper.version))
        if item.kind in _TOLD and paper.version == 1:
            records.append(_record(item, paper.value, feed.day.isoformat(), url))
    lists: tuple[AnnouncedListRecord, ...] = ()
    if entries or not feed.off_day:
        whole = not rejected and len(feed.items) < CUT
        lists = (AnnouncedListRecord(category, feed.day, "feed", tuple(entries.values()), whole),)
    return Page(tuple(records), tuple(rejected), Cursor(), 0, None, lists=lists)


def _record(item: FeedItem, arxiv_id: str, day: str, url: str) -> RawRecord:
    fields = {
        "id": item.identifier,
        "day": day,
        "announce_type": item.kind,
        "title": item.title,
        "abstract": item.abstract,
        "authors": item.creators,
        "categories": " ".join(item.categories),
        "license": item.license,
        "doi": item.doi,
        "journal-ref": item.journal_ref,
    }
    return RawRecord("announcements", arxiv_id, url, fields)


def _done(cursor: Cursor | None, today: str) -> list[str]:
    """The categories that a cursor of the same day has behind it."""
    try:
        told = orjson.loads(cursor.token or "null") if cursor else None
    except orjson.JSONDecodeError:
        return []
    if not isinstance(told, dict) or told.get("day") != today or not isinstance(told.get("done"), list):
        return []
    return [name for name in told["done"] if isinstance(name, str)]
