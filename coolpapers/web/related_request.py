"""`/arxiv/ID,ID,…/related?category&from&until&show` → what to ask of the engine, and the addresses of its variants."""

from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict

from coolpapers.web.addresses import related_list_path
from coolpapers.web.paging import PAGE_SIZE
from coolpapers.web.parameters import integer, text
from coolpapers.web.search_request import LONGEST_KEPT, read_categories, read_dates
from search import SearchQuery

MOST_RELATED: Final = 100  # beyond, what is alike is chance


@dataclass(frozen=True, slots=True)
class RelatedForm:
    """The papers asked about, and the bounds as typed."""

    ids: tuple[str, ...]
    category: str
    start: str
    until: str
    show: str

    @classmethod
    def read(cls, ids: tuple[str, ...], params: QueryDict) -> "RelatedForm":
        names = ("category", "from", "until", "show")
        category, start, until, show = (text(params, name)[:LONGEST_KEPT] for name in names)
        return cls(ids, category, start, until, show)

    @property
    def narrowed(self) -> bool:
        """True when the answer is bounded."""
        return bool(self.category or self.start or self.until)

    @property
    def action(self) -> str:
        """The address without any bounds."""
        return related_list_path(",".join(self.ids))

    def address(self, **changed: str) -> str:
        form = replace(self, **changed)  # type: ignore[arg-type]  # none of them is `ids`
        fields = {"category": form.category, "from": form.start, "until": form.until, "show": form.show}
        return related_list_path(",".join(form.ids), **fields)


@dataclass(frozen=True, slots=True)
class RelatedRequest:
    """The bounds understood; `within` is None when there are none."""

    form: RelatedForm
    within: SearchQuery | None
    show: int

    @classmethod
    def read(cls, form: RelatedForm, params: QueryDict) -> "RelatedRequest":
        """Raises BadParameter."""
        categories, dates = read_categories(form.category), read_dates(params)
        bounds = SearchQuery(
            categories=categories.include if categories else frozenset(),
            exclude_categories=categories.exclude if categories else frozenset(),
            dates=dates,
        )
        return cls(
            form=form,
            within=bounds if categories or dates else None,
            show=integer(params, "show", default=PAGE_SIZE, least=1, most=MOST_RELATED),
        )
