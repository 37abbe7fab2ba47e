"""What the test arXiv holds over time: papers as they are told from some moment on, and what was announced on which day."""

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.arxiv.papers import HeldPaper, listed_under, matches
from tests.arxiv.sets import in_set

EASTERN = ZoneInfo("America/New_York")
LISTED_FROM = timedelta(hours=4)  # before midnight: at 20:00 Eastern the site shows the next day's list


@dataclass(frozen=True, slots=True)
class Announced:
    """One action of a mailing: a `new` paper, a `cross`-listing into `into`, a `rep`lacement or `repcro`, which adds a replacement
    to `into`; at which version."""

    id: str
    version: int
    action: str
    into: tuple[str, ...] = ()


class Holdings:
    """The papers as arXiv tells them at one moment, in OAI order: by datestamp, then id."""

    def __init__(self, papers: Iterable[HeldPaper]) -> None:
        self.ordered = sorted(papers, key=lambda paper: (paper.datestamp, paper.id))
        self.by_id = {paper.id: paper for paper in self.ordered}
        self._sets: dict[str, list[HeldPaper]] = {}
        self._days: dict[str, list[date]] = {}

    def between(self, since: date, until: date, set_name: str) -> tuple[list[HeldPaper], int, int]:
        """A list in OAI order and the bounds within it of the papers whose datestamp lies in the window."""
        if set_name not in self._sets:
            chosen = [p for p in self.ordered if in_set(p, set_name)] if set_name else self.ordered
            self._sets[set_name] = chosen
            self._days[set_name] = [paper.datestamp for paper in chosen]
        days = self._days[set_name]
        return self._sets[set_name], bisect_left(days, since), bisect_right(days, until)

    def of_month(self, category: str, month: str) -> list[HeldPaper]:
        """The papers whose id is of the month (YYMM) and that stand in the category's list, by id."""
        found = [p for p in self.ordered if p.month == month and not p.deleted and listed_under(p, category)]
        return sorted(found, key=lambda paper: paper.id)


@dataclass(slots=True)
class World:
    """Papers and mailings. `tellings` may tell a paper several times, each from its own moment on."""

    tellings: list[HeldPaper] = field(default_factory=list)
    mailings: dict[date, list[Announced]] = field(default_factory=dict)
    rendered: dict[tuple[str, int], str] = field(default_factory=dict, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _known: tuple[int, int, Holdings] | None = field(default=None, repr=False)

    def tell(self, *papers: HeldPaper) -> None:
        """From each paper's `since` on, arXiv tells it so."""
        with self._lock:
            self.tellings.extend(papers)

    def announce(self, day: date, *actions: Announced) -> None:
        """Adds to the mailing whose list carries the date `day`."""
        with self._lock:
            self.mailings.setdefault(day, []).extend(actions)

    def held(self, now: datetime) -> Holdings:
        """The papers as told at `now`; made anew only when something has changed since."""
        with self._lock:
            told = [paper for paper in self.tellings if paper.since <= now]
            if self._known is None or self._known[:2] != (len(self.tellings), len(told)):
                newest: dict[str, HeldPaper] = {}
                for paper in sorted(told, key=lambda paper: paper.since):
                    newest[paper.id] = paper
                self._known = (len(self.tellings), len(told), Holdings(newest.values()))
            return self._known[2]

    def listed(self, wanted: Iterable[str], day: date, now: datetime) -> list[tuple[str, HeldPaper, int]]:
        """(type, paper, version) of everything the day's mailing says under the wanted categories and archives.

        Types are relative to what is wanted, as arXiv has it: a new paper is "cross" where only another of its categories
        is asked for. One entry a paper, the first type in the order new, cross, replace, replace-cross, no_match, which is what
        arXiv's generator makes of `repcro`.
        """
        held = self.held(now).by_id
        wanted = tuple(wanted)
        found: dict[str, tuple[int, str, HeldPaper, int]] = {}
        for action in self.mailings.get(day, ()):
            paper = held.get(action.id)
            kind = _kind(action, paper, wanted) if paper and not paper.deleted else None
            if paper is None or kind is None:
                continue
            rank = ORDER.index(kind)
            if paper.id not in found or rank < found[paper.id][0]:
                found[paper.id] = (rank, kind, paper, action.version)
        ranked = sorted(found.values(), key=lambda entry: (entry[0], entry[2].id))
        return [(kind, paper, version) for _, kind, paper, version in ranked]

    def shown_mailings(self, now: datetime) -> list[date]:
        """The days of the lists that the site shows at `now`, newest first."""
        shown = (now.astimezone(EASTERN) + LISTED_FROM).date()
        return sorted((day for day in self.mailings if day <= shown), reverse=True)


ORDER = ("new", "cross", "replace", "replace-cross", "no_match")
MAILED_VERSIONS = 5  # later replacements are not announced


def _kind(action: Announced, paper: HeldPaper, wanted: tuple[str, ...]) -> str | None:
    def among(categories: Iterable[str]) -> bool:
        return any(matches(category, name) for category in categories for name in wanted)

    match action.action:
        case "new":
            return "new" if among(paper.categories[:1]) else "cross" if among(paper.categories) else None
        case "cross":
            return "cross" if among(action.into) else None
        case "rep":
            primary = among(paper.categories[:1])
            return "replace" if primary else "replace-cross" if among(paper.categories) else None
        case "repcro":
            return "no_match" if among(action.into) else None
    return None


def mailing_of(papers: Iterable[HeldPaper], day: date) -> Mapping[date, list[Announced]]:
    """A mailing that announces each paper as new (version 1) or replaced (up to version 5, as arXiv does)."""
    actions = [Announced(p.id, p.newest.number, "new" if p.newest.number == 1 else "rep") for p in papers]
    return {day: [action for action in actions if action.version <= MAILED_VERSIONS]}
