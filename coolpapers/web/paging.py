"""Which slice of a sequence a page shows, and the links around it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from coolpapers.web.parameters import BadParameter, integer

PAGE_SIZE: Final = 25
LARGEST_PAGE: Final = 1_000
_AROUND: Final = 2  # page numbers shown on each side of the present one


@dataclass(frozen=True, slots=True)
class PageLink:
    """A number between the arrows; without address it is the present page, number 0 is a gap."""

    number: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Slice:
    """`show` entries beginning at the `page`-th batch, counted from 1."""

    page: int
    show: int

    @classmethod
    def read(cls, params: QueryDict) -> "Slice":
        return cls(
            page=integer(params, "page", default=1, least=1, most=1_000_000),
            show=integer(params, "show", default=PAGE_SIZE, least=1, most=LARGEST_PAGE),
        )

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.show

    def params(self) -> dict[str, int | None]:
        """As a link carries them: defaults are left out."""
        return {
            "show": None if self.show == PAGE_SIZE else self.show,
            "page": None if self.page == 1 else self.page,
        }


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a whole sequence of `total` entries, seen from one of them."""

    here: Slice
    total: int
    address: Callable[[Slice], str]

    def __post_init__(self) -> None:
        """Raises BadParameter when the page lies beyond the last."""
        if self.here.page > self.last:
            raise BadParameter(
                "page",
                _("There is no page %(page)d; the last one is %(last)d.")
                % {"page": self.here.page, "last": self.last},
            )

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.here.show))

    @property
    def previous(self) -> str:
        return self._to(self.here.page - 1) if self.here.page > 1 else ""

    @property
    def next(self) -> str:
        return self._to(self.here.page + 1) if self.here.page < self.last else ""

    @property
    def numbers(self) -> list[PageLink]:
        """First, last and the neighbours of the present page, with gaps between."""
        near = range(max(1, self.here.page - _AROUND), min(self.last, self.here.page + _AROUND) + 1)
        links: list[PageLink] = []
        for number in sorted({1, *near, self.last}):
            if links and number > links[-1].number + 1:
                links.append(PageLink(0))
            links.append(PageLink(number, "" if number == self.here.page else self._to(number)))
        return links

    def page_of(self, position: int) -> str:
        """The address of the page that holds the entry at `position`, counted from 0."""
        return self._to(position // self.here.show + 1)

    def _to(self, page: int) -> str:
        return self.address(Slice(page, self.here.show))
