"""The listing pages: /list/CATEGORY/new, …/pastweek (or recent) and …/YYYY-MM?skip&show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coolpapers.taxonomy import ARCHIVES, CATEGORIES
from tests.arxiv.listing_entries import Entry, entries_html
from tests.arxiv.reply import Reply, text
from tests.arxiv.settings import Settings
from tests.arxiv.world import World
from tests.arxiv.xml_text import escaped

_TYPE = "text/html; charset=utf-8"
_SECTIONS = {"new": "New submissions", "cross": "Cross submissions", "replace": "Replacement submissions"}
_SECTION_OF = {"new": "new", "cross": "cross", "replace": "replace", "replace-cross": "replace"}
_FEWEST, _USUAL = 25, 50
_WEEK = 5  # listing days


@dataclass(frozen=True, slots=True)
class Slice:
    """Which entries of a list a page shows."""

    address: str
    skip: int
    show: int

    @property
    def end(self) -> int:
        return self.skip + self.show


def listing(
    world: World, settings: Settings, category: str, span: str, given: Mapping[str, str], now: datetime
) -> Reply:
    """The page; 404 for a category that is none, 400 for wrong numbers and spans."""
    known = CATEGORIES.get(category) or ARCHIVES.get(category)
    if known is None:
        return text(_TYPE, _page("Unknown archive", "<p>No such archive.</p>"), 404)
    numbers = {"skip": "0", "show": str(settings.listing_entries if span == "new" else _USUAL)} | given
    if not (numbers["skip"].isdecimal() and numbers["show"].isdecimal()):
        return text(_TYPE, _page("Bad Request", "<p>Wrong number.</p>"), 400)
    show = min(max(int(numbers["show"]), _FEWEST), settings.listing_entries)
    part = Slice(f"/list/{category}/{span}", int(numbers["skip"]), show)
    if span == "new":
        return text(_TYPE, _page(known.name, _new(world, category, part, now)))
    if span in {"recent", "pastweek"}:
        return text(_TYPE, _page(known.name, _week(world, category, part, now)))
    if len(span) != 7 or span[4] != "-" or not (span[:4] + span[5:]).isdecimal():
        return text(_TYPE, _page("Bad Request", "<p>No such period.</p>"), 400)
    papers = world.held(now).of_month(category, span[2:4] + span[5:])
    paging = _paging(len(papers), part)
    entries = entries_html(
        [("", paper) for paper in papers[part.skip : part.end]], part.skip, abstracts=False
    )
    # arXiv's own heading named another month than the page's when it was recorded, so nothing may rest on it.
    heading = f"<h2>Authors and titles for {now:%B %Y} </h2>\n"
    return text(_TYPE, _page(known.name, f"{heading}{paging}<dl id='articles'>\n{entries}</dl>\n{paging}"))


def _new(world: World, category: str, part: Slice, now: datetime) -> str:
    day = next(iter(world.shown_mailings(now)), None)
    listed = [one for one in world.listed([category], day, now) if one[0] in _SECTION_OF] if day else []
    entries = {kind: [(kind, p) for k, p, _ in listed if _SECTION_OF[k] == kind] for kind in _SECTIONS}
    sections = [(_SECTIONS[kind], entries[kind]) for kind in _SECTIONS if entries[kind]]
    heading = f"<h3>Showing new listings for {day:%A}, {day.day} {day:%B %Y}</h3>\n" if day else ""
    recent = f'<p>See <a id="recent-{category}" href="/list/{category}/recent">recent</a> articles</p>\n'
    paging = _paging(len(listed), part)
    nothing = "" if listed else "<p>No updates today.</p>\n"
    return (
        f"{recent}{heading}{paging}{nothing}{_sectioned(sections, part, 'entries', abstracts=True)}{paging}"
    )


def _week(world: World, category: str, part: Slice, now: datetime) -> str:
    sections: list[tuple[str, list[Entry]]] = []
    links, before = "", 0
    for day in world.shown_mailings(now)[:_WEEK]:
        listed = world.listed([category], day, now)
        entries: list[Entry] = [(kind, paper) for kind, paper, _ in listed if kind in {"new", "cross"}]
        name = _short(day)
        sections.append((name, entries))
        links += (
            f'<li>\n<a href="/list/{category}/recent?skip={before}&amp;show={_USUAL}">\n{name}\n</a>\n</li>'
        )
        before += len(entries)
    paging = _paging(before, part)
    return (
        f"<h2>Authors and titles for recent submissions</h2>\n<ul>\n{links}</ul>\n"
        f'<p>See today\'s <a id="new-{category}" href="/list/{category}/new">new</a> changes</p>\n'
        f"{paging}{_sectioned(sections, part, 'entries ', abstracts=False)}{paging}"
    )


def _sectioned(
    sections: Sequence[tuple[str, list[Entry]]], part: Slice, noun: str, *, abstracts: bool
) -> str:
    """The sections that reach into the slice, each heading with how many of its entries are shown."""
    pieces, start = [], 0
    for heading, entries in sections:
        shown = entries[max(part.skip - start, 0) : max(part.end - start, 0)]
        if shown:
            all_of_it = len(shown) == len(entries)
            words = (
                "showing"
                if all_of_it
                else "showing first"
                if start >= part.skip
                else "continued, showing last"
            )
            counted = f"{heading} ({words} {len(shown)} of {len(entries)} {noun})"
            body = entries_html(shown, max(start, part.skip), abstracts=abstracts)
            pieces.append(f"<dl id='articles'>\n<h3>{counted}</h3>\n{body}</dl>\n")
        elif not entries and part.skip <= start < part.end:
            nothing = "<p>No updates for this time period.</p>"
            pieces.append(f"<dl id='articles'>\n<h3>{heading}</h3>\n{nothing}\n</dl>\n")
        start += len(entries)
    return "".join(pieces)


def _paging(total: int, part: Slice) -> str:
    links = "".join(
        f"<span>{first + 1}-{min(first + part.show, total)}</span>\n"
        if first == part.skip
        else f"<a href={part.address}?skip={first}&amp;show={part.show}>{first + 1}-{min(first + part.show, total)}</a>\n"
        for first in (range(0, total, part.show) if total > part.show else ())
    )
    return (
        f"<div class='paging'>Total of {total} entries {': ' if links else ''}{links}</div>\n"
        f"<div class='morefewer'>Showing up to {part.show} entries per page:</div>\n"
    )


def _short(day: date) -> str:
    return f"{day:%a}, {day.day} {day:%b %Y}"


def _page(heading: str, content: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><title>{escaped(heading)}</title></head>\n<body>\n<main>\n'
        f"<div id=\"content\">\n<div id='dlpage'>\n<h1>{escaped(heading)}</h1>\n{content}</div>\n</div>\n</main>\n"
        "</body>\n</html>\n"
    )
