"""The whole service once: PostgreSQL, Redis, Elasticsearch and the processes of deploy/compose.yaml over five days at arXiv.

The timetable is real, the week is played: for each mailing the test sets arXiv's clock, lets a day pass in the store's books, and
sends the tasks that the timetable sends in an evening. In the end pages, REST, search and index have to show what arXiv has.
"""

import contextlib
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

import psycopg
import pytest
from celery import Celery
from redis import Redis

from coolpapers.freshness import newest_announced
from coolpapers.schedule import EASTERN, previous_listing_day
from coolpapers.taxonomy import expand
from tests.arxiv import Announced, ArxivServer, HeldPaper, HeldVersion, World, running
from tests.faults.ingestion_stack import Stack
from tests.faults.live_site import Site, started
from tests.services.indices import removed_afterwards
from tests.services.program import free_port, listening

FOLLOWED = ("cs.LG", "cs.AI", "hep-ph", "math.AP")
HELD_BEFORE = 30
A_DAY = 9
DAYS = 5
PATIENCE_S = 60.0
SECTIONS = {"new": "new", "cross": "cross", "replace": "replacement", "replace-cross": "replacement"}

Sections = dict[str, list[str]]


@dataclass(slots=True)
class Week:
    """Five mailings, and what arXiv's lists of them said when they were out."""

    arxiv: ArxivServer
    days: list[date]
    lists: dict[tuple[date, str], Sections] = field(default_factory=dict)

    def mail(self, number: int) -> datetime:
        """arXiv's next list is out: new papers, each second one cross-listed, two replacements. The moment at which it is."""
        day = self.days[number]
        out = datetime.combine(day - timedelta(1), clock_time(20), EASTERN).astimezone(UTC)
        moment = out + timedelta(hours=4, minutes=30)  # the feeds are there too
        fresh = [paper(100 * number + 101 + n, day, out) for n in range(A_DAY)]
        old = [replaced(self.arxiv.world.tellings[2 * number + n], day, out) for n in range(2)]
        self.arxiv.world.tell(*fresh, *old)
        self.arxiv.world.announce(day, *(Announced(p.id, 1, "new") for p in fresh))
        self.arxiv.world.announce(day, *(Announced(p.id, 2, "rep") for p in old))
        self.arxiv.clock.set(moment)
        for category in (*FOLLOWED, "cs"):
            told: Sections = {}
            for kind, held, _ in self.arxiv.world.listed(expand(category), day, moment):
                told.setdefault(SECTIONS[kind], []).append(held.id)
            self.lists[day, category] = {section: sorted(ids) for section, ids in told.items()}
        return moment


def paper(number: int, day: date, since: datetime | None = None) -> HeldPaper:
    """An invented paper of the list of `day`, told from `since` on; a word of its title is its own."""
    submitted = datetime.combine(day - timedelta(4), clock_time(15), UTC)
    primary = FOLLOWED[number % 3]
    categories = (primary,) if number % 2 else (primary, FOLLOWED[number % 3 - 2], "math.AP")
    changes = {"since": since} if since else {}
    return HeldPaper(
        id=f"2601.{number:05d}",
        title=f"Kettle k{number}x",
        abstract=f"We pour $E=mc^{{{number}}}$ cups of tea.",
        authors="Ada Kettle and Bo Saucer",
        categories=tuple(dict.fromkeys(categories)),
        versions=(HeldVersion(1, submitted),),
        datestamp=day,
        **changes,  # type: ignore[arg-type]
    )


def replaced(before: HeldPaper, day: date, since: datetime) -> HeldPaper:
    """The paper's second version, of the list of `day`."""
    again = HeldVersion(2, datetime.combine(day - timedelta(2), clock_time(15), UTC))
    title = f"{before.title} with a lid"
    return replace(before, title=title, versions=(*before.versions, again), datestamp=day, since=since)


def listing_days(now: datetime) -> list[date]:
    """The last five days of arXiv's lists, as of the real now: the processes know no other."""
    days = [newest_announced(now)]
    while len(days) < DAYS:
        days.append(previous_listing_day(days[-1]))
    return days[::-1]


@pytest.fixture
def database(postgresql_url: str) -> Iterator[str]:
    name = f"test_whole_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{postgresql_url.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def redis_urls(redis_url: str) -> Iterator[tuple[str, str]]:
    """Broker and cache, emptied."""
    server = redis_url.rpartition("/")[0]
    urls = (f"{server}/11", f"{server}/12")
    for when in ("before", "after"):
        for url in urls:
            with Redis.from_url(url) as client:
                client.flushdb()
        if when == "before":
            yield urls


@pytest.fixture
def week() -> Iterator[Week]:
    days = listing_days(datetime.now(UTC))
    begun = days[0] - timedelta(10)
    with running(World([paper(n, begun) for n in range(1, HELD_BEFORE + 1)])) as arxiv:
        yield Week(arxiv, days)


@pytest.fixture
def site(
    week: Week, database: str, redis_urls: tuple[str, str], elasticsearch_url: str, tmp_path_factory
) -> Iterator[Site]:
    """The whole service, with what arXiv held before the week, and its first mailing out."""
    folder = tmp_path_factory.mktemp("whole")
    more = {"COOLPAPERS_BROKER_URL": redis_urls[0], "COOLPAPERS_CACHE_URL": redis_urls[1]}
    engine = f"{elasticsearch_url}/whole{uuid.uuid4().hex[:8]}"
    port = free_port()
    week.arxiv.clock.set(datetime.combine(week.days[0] - timedelta(2), clock_time(12), UTC))
    with removed_afterwards(engine), contextlib.ExitStack() as ends:
        stack = Stack(folder, week.arxiv, database, engine, more)
        stack.run("migrate", "--verbosity", "0")
        stack.run("harvest", "oai")
        week.mail(0)
        processes = [
            started(stack, "web", "--bind", f"127.0.0.1:{port}"),
            started(stack, "reader"),
            started(stack, "worker"),
            started(stack, "beat", "--schedule", str(folder / "beat-schedule")),
        ]
        for process in processes:
            ends.callback(process.wait, 30)
            ends.callback(process.terminate)
        until(lambda: listening(port), "the site")
        yield Site(f"http://127.0.0.1:{port}", stack)


def until(condition: Callable[[], bool], what: str, every_s: float = 0.2) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"not within {PATIENCE_S} s: {what}"
        time.sleep(every_s)


def count(site: Site, rows: str) -> int:
    ((found,),) = site.stack.ask(f"SELECT count(*) FROM {rows}")
    return int(found)


def play(site: Site, week: Week, tasks: Celery, number: int) -> None:
    """A day goes by, and the next mailing is followed, as the timetable does it in an evening."""
    site.stack.ask(
        "UPDATE papers_announcedlist SET read = read - interval '1 day', completed = completed - interval '1 day' RETURNING 1"
    )
    moment = week.mail(number)
    day = week.days[number]
    lists = f"papers_announcedlist WHERE day = '{day}' AND completed IS NOT NULL"

    def sent(name: str, *words: object) -> None:
        tasks.send_task(f"worker.tasks.{name}", args=words, queue="today")

    def complete() -> bool:
        # A message that comes while another round runs is left to that: so more than one is sent.
        sent("harvest_announcements", FOLLOWED)
        time.sleep(1)
        return count(site, lists) == len(FOLLOWED)

    until(complete, f"the lists of {day}")
    week.arxiv.clock.set(moment - timedelta(hours=2))  # OAI-PMH follows at 22:30
    runs = "worker_harvestrun WHERE source = 'oai' AND state = 'done'"
    before = count(site, runs)
    sent("harvest_oai")
    until(lambda: count(site, runs) > before, f"the changes of {day}")
    week.arxiv.clock.set(moment)


def sections(site: Site, category: str, day: date) -> Sections:
    """A day's list as its page shows it."""
    status, page = site.page(f"/arxiv/{category}?date={day}&show=1000")
    assert status == 200
    return {
        part["id"]: [card["id"] for card in part.all("div", "paper")]
        for part in page.all("section", "section")
    }


def everything(site: Site, path: str) -> list[str]:
    """The ids of all pages of a call."""
    ids: list[str] = []
    answer = site.rest(path)
    while True:
        ids += [found["id"] for found in answer["results"]]
        if not answer["next"]:
            assert answer["total"] == len(ids)
            return ids
        answer = site.rest(answer["next"])


def test_a_week_at_arxiv_ends_as_arxiv_has_it(site: Site, week: Week) -> None:
    tasks = Celery(broker=site.stack.more["COOLPAPERS_BROKER_URL"], set_as_current=False)
    # The timetable's own start: every list of the first day, whatever the category.
    first = f"papers_announcedlist WHERE day = '{week.days[0]}'"
    until(lambda: count(site, first) > 100, "the first round")
    for number in range(1, DAYS - 1):
        play(site, week, tasks, number)
    wished = paper(999, week.days[-1])
    week.arxiv.world.tell(wished)
    status, page = site.page(f"/arxiv/{wished.id}")
    assert status == 404
    site.press(page)
    until(lambda: site.page(f"/arxiv/{wished.id}")[0] == 200, "the reader's paper")
    gone = replace(paper(30, week.days[-1]), deleted=True, since=week.arxiv.clock.now())
    week.arxiv.world.tell(gone)
    play(site, week, tasks, DAYS - 1)
    tasks.send_task("worker.tasks.sync_index", queue="today")
    until(lambda: site.rest("/status")["stale_documents"] == 0, "the index")
    until(lambda: site.rest("/status")["waiting"]["removals"] == 0, "the removal in the index")

    there = {
        key: p for key, p in week.arxiv.world.held(week.arxiv.clock.now()).by_id.items() if not p.deleted
    }
    assert len(there) == HELD_BEFORE + DAYS * A_DAY
    for (day, category), told in week.lists.items():
        assert sections(site, category, day) == told, (category, day)
    assert Counter(everything(site, "/papers?limit=40")) == Counter(there.keys())
    assert Counter(everything(site, "/search?q=kettle&limit=40")) == Counter(there.keys())
    for key, source in there.items():
        told_paper = site.rest(f"/papers/{key}")
        assert told_paper["title"] == source.title
        assert told_paper["abstract"] == source.abstract
        assert tuple(told_paper["categories"]) == source.categories
        assert told_paper["version"] == source.newest.number
    for source in list(there.values())[::7]:
        word = source.title.split()[1]
        _, page = site.page(f"/arxiv/search?query={word}")
        assert [card["id"] for card in page.all("div", "paper")] == [source.id]
    assert site.page(f"/arxiv/{gone.id}")[0] == 404
    states = {one["category"]: one for one in site.rest("/status")["categories"]}
    for category in FOLLOWED:
        assert (states[category]["newest_day"], states[category]["missing"]) == (str(week.days[-1]), 0)
        assert states[category]["held"] == states[category]["expected"] > 0
        assert states[category]["delay_seconds"] is not None
    assert {site.read(path)[0] for path in ("/healthz", "/readyz", "/status", "/")} == {200}
