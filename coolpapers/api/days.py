"""GET /days: the listing days of a month, how many papers each has, and whether arXiv's own list was read."""

from datetime import UTC, date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from coolpapers.api.answers import PAPERS_AGE_S, json_answer
from coolpapers.api.parameters import Categories, ExcludedCategories, Month, categories_of
from coolpapers.api.schemas import DaysAnswer
from coolpapers.api.strict_query import StrictQuery
from coolpapers.papers.selectors import complete_days, month_counts, newest_day

router = Router(tags=["Days and categories"])


class DaysParameters(BaseModel):
    """Which month of which list."""

    model_config = ConfigDict(frozen=True)

    category: Categories = Field(
        None, description="Categories, archives and groups, as in `/search`; without it all of arXiv."
    )
    exclude_category: ExcludedCategories = Field(
        None, description="Leaves out papers that are in any of these."
    )
    month: Month = Field(
        None, description="YYYY-MM; without it the month of the newest listing day that has papers."
    )


@router.get("/days", response=DaysAnswer, operation_id="days", summary="List a month's announcement days")
def days(request: HttpRequest, given: Annotated[DaysParameters, StrictQuery(...)]) -> HttpResponse:
    """Each day of the month with papers in the list: how many, and whether arXiv's own lists of it were read whole."""
    include, exclude = categories_of(given.category, given.exclude_category)
    month = given.month or f"{newest_day(include, exclude) or datetime.now(UTC).date():%Y-%m}"
    first = date.fromisoformat(f"{month}-01")
    complete = complete_days(include, exclude, first.year, first.month)
    counts = month_counts(include, exclude, first.year, first.month)
    listed = [{"date": day, "count": count, "complete": day in complete} for day, count in counts.items()]
    return json_answer({"month": month, "days": listed}, max_age=PAPERS_AGE_S)
