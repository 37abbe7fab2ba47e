"""GET /papers: announced papers by listing day, category and section."""

from datetime import date, timedelta
from typing import Annotated, Final

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from coolpapers.api.answers import PAPERS_AGE_S, json_answer
from coolpapers.api.cursors import make_cursor, read_cursor
from coolpapers.api.listing import announced_page, entries_page
from coolpapers.api.paper_json import paper_json
from coolpapers.api.parameters import (
    DEFAULT_LIMIT,
    Categories,
    Cursor,
    Day,
    ExcludedCategories,
    Limit,
    Sections,
    categories_of,
    check_span,
)
from coolpapers.api.problems import Problem
from coolpapers.api.schemas import PapersAnswer
from coolpapers.api.site import next_page, origin
from coolpapers.api.strict_query import StrictQuery
from coolpapers.papers.selectors import Section

router = Router(tags=["Papers"])

MAX_REPLACEMENT_DAYS: Final = 7
_DEFAULT_SECTIONS: Final = frozenset({Section.NEW, Section.CROSS})


class PapersParameters(BaseModel):
    """Which days of which list."""

    model_config = ConfigDict(frozen=True)

    category: Categories = Field(
        None,
        description="Categories, archives and groups, joined by commas; after a minus those to leave out.",
    )
    exclude_category: ExcludedCategories = Field(
        None, description="Leaves out papers in any of these, cross-lists included."
    )
    date: Day = Field(None, description="One listing day; not together with `from` or `until`.")
    from_: Day = Field(None, alias="from", description="First listing day.")
    until: Day = Field(None, description="Last listing day, included.")
    section: Sections = Field(
        default_factory=lambda: _DEFAULT_SECTIONS,
        description="Parts of arXiv's daily list, joined by commas: `new` (the primary category is in the list), `cross`, "
        "`replacement`. Without it new and cross. `replacement` needs `date`, or `from` and `until` that span at most "
        f"{MAX_REPLACEMENT_DAYS} days.",
    )
    limit: Limit = Field(DEFAULT_LIMIT, description="Papers a page.")
    cursor: Cursor = None


@router.get("/papers", response=PapersAnswer, operation_id="papers", summary="List announced papers")
def papers(request: HttpRequest, given: Annotated[PapersParameters, StrictQuery(...)]) -> HttpResponse:
    """Papers by listing day, the newest day first. Within a day by falling identifier; with replacements in the order of
    arXiv's list: section by section, by identifier. A paper that the days list more than once comes once, on the first
    of those days. Papers that arrive while you follow `next` make it neither skip nor repeat any.
    """
    start, end = _span(given)
    include, exclude = categories_of(given.category, given.exclude_category)
    place = read_cursor(request, given.cursor) if given.cursor is not None else None
    if Section.REPLACEMENT in given.section:
        first, last = _short(start, end)
        page = entries_page(include, exclude, first, last, given.section, after=place, limit=given.limit)
    else:
        page = announced_page(include, exclude, start, end, given.section, after=place, limit=given.limit)
    home = origin(request)
    body = {
        "total": page.total,
        "results": [paper_json(paper, home) for paper in page.papers],
        "next": next_page(request, make_cursor(request, *page.place) if page.place else None),
    }
    return json_answer(body, max_age=PAPERS_AGE_S)


def _span(given: PapersParameters) -> tuple[date | None, date | None]:
    if given.date and (given.from_ or given.until):
        raise Problem.bad_value("date", "It is one day; it cannot stand together with from or until")
    check_span(given.from_, given.until)
    return given.date or given.from_, given.date or given.until


def _short(start: date | None, end: date | None) -> tuple[date, date]:
    """The range when day's lists may be read for all of it. Raises a 400 when it is open or too long."""
    if start is None or end is None or end - start >= timedelta(days=MAX_REPLACEMENT_DAYS):
        message = f"replacement needs date, or from and until that span at most {MAX_REPLACEMENT_DAYS} days"
        raise Problem.bad_value("section", message)
    return start, end
