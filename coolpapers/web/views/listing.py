"""`/arxiv/LIST`: a day of a category, an archive, a group, or a union and difference of them."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coolpapers.category_lists import CategoryList
from coolpapers.papers.selectors import Section
from coolpapers.schedule import is_listing_day
from coolpapers.web.addresses import feed_path
from coolpapers.web.cards import PaperCard, cards
from coolpapers.web.day_list import ANNOUNCED, SUBMITTED, DayList, DayListRequest
from coolpapers.web.day_reading import day_reading
from coolpapers.web.month import CalendarMonth


@dataclass(frozen=True, slots=True)
class SectionPart:
    """The cards of one section on this page; `total` counts the section's papers on all pages."""

    section: Section
    title: str
    total: int
    continued: bool
    cards: list[PaperCard]


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A section of the day and the page on which it begins."""

    title: str
    total: int
    address: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to see the same list."""

    label: str
    address: str
    chosen: bool


def listing(request: HttpRequest, categories: CategoryList) -> HttpResponse:
    """The page of one day; a day without papers says so and offers the nearest ones that have some."""
    asked = DayListRequest.read(categories, request.GET)
    found = DayList(asked)
    context = {
        "list": found,
        "categories": categories,
        "previous": _day_link(asked, found.neighbours[0]),
        "next": _day_link(asked, found.neighbours[1]),
        "newest": _day_link(asked, found.newest) if found.newest != found.day else None,
        "parts": _parts(found),
        "sections": _section_links(found),
        "sorts": _sorts(asked),
        "month": CalendarMonth.of(categories, found.day, lambda day: asked.address(day=day), found.newest)
        if found.day
        else None,
        "reading": day_reading(categories.include, found.day) if found.day else None,
        "nothing": "" if found.entries else _why_empty(found),
        "feed": feed_path(asked.address()),
    }
    return render(request, "list.html", context)


def section_title(section: Section) -> str:
    titles = {Section.NEW: _("New"), Section.CROSS: _("Cross-lists"), Section.REPLACEMENT: _("Replacements")}
    return titles[section]


def _parts(found: DayList) -> list[SectionPart]:
    begin = found.asked.slice.offset
    shown = cards(found.papers, first=begin + 1, sections=found.sections)
    parts = []
    for section, group in groupby(shown, key=lambda card: card.section):
        assert section is not None
        held = list(group)
        parts.append(
            SectionPart(
                section,
                section_title(section),
                found.counts[section],
                held[0].number - 1 > _start(found, section),
                held,
            )
        )
    return parts


def _month(found: DayList) -> CalendarMonth | None:
    if found.day is None:
        return None
    return CalendarMonth.of(
        found.categories, found.day, lambda day: found.asked.address(day=day), found.newest
    )


def _start(found: DayList, section: Section) -> int:
    """The position of the section's first paper in the day, counted from 0."""
    position = 0
    for other, total in found.counts.items():
        if other is section:
            break
        position += total
    return position


def _section_links(found: DayList) -> list[SectionLink]:
    return [
        SectionLink(section_title(section), total, f"{found.pages.page_of(_start(found, section))}#{section}")
        for section, total in found.counts.items()
        if total
    ]


def _sorts(asked: DayListRequest) -> list[Choice]:
    labels = {ANNOUNCED: _("as announced"), SUBMITTED: _("last submitted first")}
    return [Choice(label, asked.address(sort=sort), asked.sort == sort) for sort, label in labels.items()]


@dataclass(frozen=True, slots=True)
class DayLink:
    """A day and its list."""

    day: date
    address: str


def _day_link(asked: DayListRequest, day: date | None) -> DayLink | None:
    return DayLink(day, asked.address(day=day)) if day else None


def _why_empty(found: DayList) -> str:
    if found.day is None:
        return _("No paper of this list is held here yet.")
    if found.newest and found.day > found.newest:
        return _("Nothing is known of this day yet: the newest day held here is earlier.")
    if not is_listing_day(found.day):
        return _("arXiv announces nothing on this day: it is a weekend or a holiday.")
    return _("No paper of this list was announced on this day.")
