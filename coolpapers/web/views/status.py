"""`/status`: how fresh and whole this instance is, for everyone to see."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coolpapers.freshness import ArchiveFreshness, CategoryFreshness, Freshness, by_archive
from coolpapers.harvest_book import Pulse
from coolpapers.papers.selectors import recent_days
from coolpapers.status import Status, status
from coolpapers.web.addresses import list_path
from coolpapers.web.reading import reading
from coolpapers.web.templatetags.moments import duration
from coolpapers.web.templatetags.pages import weekday

DAYS = 14
MOST_TROUBLES = 12


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category with the words for its state and the address of its newest list."""

    told: CategoryFreshness
    words: str
    troubled: bool
    address: str


@dataclass(frozen=True, slots=True)
class ArchiveBlock:
    """An archive with the sum of its categories' states in words."""

    archive: ArchiveFreshness
    words: str
    lines: list[CategoryLine]


@reading
def status_page(request: HttpRequest) -> HttpResponse:
    now = status()
    context = {
        "status": now,
        "verdict": _verdict(now),
        "archives": [_block(archive) for archive in by_archive(now.categories)],
        "troubles": _troubles(now),
        "worker": _worker(now),
        "days": recent_days(DAYS),
    }
    return render(request, "status.html", context)


def _verdict(now: Status) -> str:
    """One sentence that says whether a reader can rely on today's lists."""
    read = [one for one in now.categories if one.freshness is not Freshness.UNREAD]
    late = sum(one.freshness is Freshness.LATE for one in read)
    missing = sum(one.missing for one in read)
    due = any(one.freshness is Freshness.DUE for one in read)
    day = weekday(now.announced_day)
    if not now.papers:
        return _("Nothing is held yet: the first harvest brings papers.")
    if not read:
        return _(
            "None of arXiv's own lists was read yet: the days of papers are worked out from its schedule."
        )
    if late:
        return ngettext(
            "%(late)d of %(all)d category read here is late: a list that arXiv announced over six hours ago is not here.",
            "%(late)d of %(all)d categories read here are late: lists that arXiv announced over six hours ago are not here.",
            len(read),
        ) % {"late": late, "all": len(read)}
    if missing:
        return ngettext(
            "%(missing)d paper of arXiv's lists is not here yet.",
            "%(missing)d papers of arXiv's lists are not here yet.",
            missing,
        ) % {"missing": missing}
    if due:
        return _("arXiv has announced %(day)s; its lists are being waited for. All before is complete.") % {
            "day": day
        }
    return _("Up to date: arXiv's listing of %(day)s is here, complete.") % {"day": day}


def _troubles(now: Status) -> list[CategoryLine]:
    """The categories that lack something; none when there are many, which is one trouble, told by the first sentence."""
    lines = [line for line in map(_line, now.categories) if line.troubled]
    return lines if len(lines) <= MOST_TROUBLES else []


def _block(archive: ArchiveFreshness) -> ArchiveBlock:
    lines = [_line(one) for one in archive.categories]
    states = {one.freshness for one in archive.categories}
    if archive.troubled:
        number = len(archive.troubled)
        words = ngettext(
            "%(n)d category late or incomplete", "%(n)d categories late or incomplete", number
        ) % {"n": number}
    elif states == {Freshness.COMPLETE}:
        words = _("complete")
    else:
        words = _words(Freshness.DUE if Freshness.DUE in states else Freshness.UNREAD)
        if states - {Freshness.UNREAD} and Freshness.DUE not in states:
            words = _("complete as far as read")
    return ArchiveBlock(archive, words, lines)


def _line(one: CategoryFreshness) -> CategoryLine:
    words = _words(one.freshness)
    if one.freshness is Freshness.LATE and one.lag_s:
        words = _("late by %(time)s") % {"time": duration(one.lag_s)}
    if one.freshness is Freshness.COMPLETE and one.delay_s is not None:
        words = _("complete %(time)s after the announcement") % {"time": duration(one.delay_s)}
    if one.missing:
        missing = ngettext("%(n)d missing", "%(n)d missing", one.missing) % {"n": one.missing}
        words = missing if one.freshness is Freshness.MISSING else f"{words}, {missing}"
    troubled = one.freshness in {Freshness.LATE, Freshness.MISSING}
    return CategoryLine(one, words, troubled, list_path(one.category))


def _words(freshness: Freshness) -> str:
    return {
        Freshness.COMPLETE: _("complete"),
        Freshness.MISSING: _("papers missing"),
        Freshness.DUE: _("newer listing awaited"),
        Freshness.LATE: _("late"),
        Freshness.UNREAD: _("days estimated"),
    }[freshness]


def _worker(now: Status) -> str:
    if now.offline:
        return _("offline by choice: arXiv is not asked")
    return {Pulse.ALIVE: _("at work"), Pulse.SILENT: _("silent"), Pulse.NEVER: _("never seen")}[
        now.worker.pulse
    ]
